"""How wide a history is taken when an event is simulated.

The form model foretells one score at a time. For places it matters too how far the segments of one
event go together, and that not everybody who starts finishes. These few figures are fitted to how
events ended that had been foretold from the day before (docs/odds.md).
"""

from dataclasses import replace
from functools import cache
from importlib import resources

import msgspec

from kissandcry.planning.odds.model import History


class Widths(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`spread` and `ability` multiply those of the form model; `carried` is how much of being off
    in one segment goes on to the next; `unknown` by how much more uncertain a newcomer's ability is
    (half as much after one performance, a third after two ...), and `lower` by how much lower it is
    taken, as a share; `withdrawn` the chance not to finish once having begun. `seasons` and
    `events` say what they were fitted to."""

    spread: float
    ability: float
    carried: float
    unknown: float
    lower: float
    withdrawn: float
    seasons: str = ""
    events: int = 0

    def of(self, history: History) -> History:
        """The history as it is simulated."""
        parts = tuple(replace(one, spread=one.spread * self.spread) for one in history.parts)
        return replace(
            history,
            mean=history.mean - self.lower * (history.known == 0),
            ability=history.ability * self.ability * (1 + self.unknown / (1 + history.known)),
            parts=parts,
            carried=self.carried,
            withdraws=self.withdrawn,
        )


@cache
def shipped() -> Widths:
    """The figures that come with the program."""
    text = (resources.files("kissandcry.planning.odds") / "widths.json").read_bytes()
    return msgspec.json.decode(text, type=Widths)
