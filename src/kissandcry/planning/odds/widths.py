"""How wide a history is taken when an event is simulated.

The form model foretells one score at a time. For places it matters too how far the segments of one
event go together, and that not everybody who starts finishes. These few figures are fitted to how
events ended that had been foretold from the day before (docs/odds.md).
"""

from collections import Counter
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Final

import msgspec

from kissandcry.archive.form.parameters import CHAMPIONSHIP, EVENTS
from kissandcry.core import Discipline
from kissandcry.planning.odds.model import Event, History

_ALONE: Final = (Discipline.MEN, Discipline.WOMEN)
_WORLDS: Final = ("worlds", "olympics")

Signs = tuple[float, float, float]


class Widths(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`spread` and `ability` multiply those of the form model; `carried` is how much of being off
    in one segment goes on to the next; `unknown` stands for `ability` of
    a newcomer (with half the weight after one performance, a third after two ...), who is taken
    lower by the share `lower`, and by `alone`, `worlds` and `entry` higher for each of the `signs`;
    `withdrawn` is the chance not to finish once having begun. `seasons` and `events` say what they
    were fitted to."""

    spread: float
    ability: float
    carried: float
    unknown: float
    lower: float
    alone: float
    worlds: float
    entry: float
    withdrawn: float
    seasons: str = ""
    events: int = 0

    def event(self, of: Event, kind: str, discipline: str) -> Event:
        """The event, of this kind in the archive, with its histories as they are simulated."""
        each = signs(of, kind, discipline)
        entrants = tuple(
            one if one.history is None else replace(one, history=self.of(one.history, own))
            for one, own in zip(of.entrants, each, strict=True)
        )
        return replace(of, entrants=entrants)

    def of(self, history: History, own: Signs) -> History:
        """The history as it is simulated, of a skater with these signs."""
        alone, worlds, entries = own
        higher = self.alone * alone + self.worlds * worlds + self.entry * entries - self.lower
        wide = self.ability + (self.unknown - self.ability) / (1 + history.known)
        parts = tuple(replace(one, spread=one.spread * self.spread) for one in history.parts)
        return replace(
            history,
            mean=history.mean + higher * (history.known == 0),
            ability=history.ability * wide,
            parts=parts,
            carried=self.carried,
            withdraws=self.withdrawn,
        )


def signs(of: Event, kind: str, discipline: str) -> list[Signs]:
    """What is known of entrants of whom nothing is known: whether they skate alone, whether it is
    Worlds or Olympics, and, at championships, where a nation earns them by its places, how many
    entries more than one the nation has."""
    counted = Counter(one.nation for one in of.entrants if one.nation)
    earned = EVENTS.get(kind) == CHAMPIONSHIP
    return [
        (
            float(discipline in _ALONE),
            float(kind in _WORLDS),
            float(max(counted[one.nation] - 1, 0) * earned),
        )
        for one in of.entrants
    ]


@cache
def shipped() -> Widths:
    """The figures that come with the program."""
    text = (resources.files("kissandcry.planning.odds") / "widths.json").read_bytes()
    return msgspec.json.decode(text, type=Widths)
