"""What is expected of skaters of whom only earlier scores are known: the forecast of the form
model, as of the day before an event (docs/form.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from kissandcry.archive.form.field import Walked, usual_spread, walk
from kissandcry.archive.form.parameters import EVENTS, OTHER, PARTS, Parameters
from kissandcry.archive.form.skates import Group, Skates
from kissandcry.core import Segment, UnknownOnDate, first_day, season_of
from kissandcry.planning.odds.model import History, Part

_YEAR: Final = 365.25


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What is to be foretold of a category: the kind of its event in the archive, the first day,
    and the segments that are still to come, in order."""

    kind: str
    discipline: str
    level: str
    day: date
    segments: tuple[Segment, ...]


def forecasts(
    skates: Skates, skaters: Sequence[int], upcoming: Upcoming, p: Parameters
) -> dict[int, History]:
    """What is expected of skaters, by their numbers in the archive; numbers below 0 are newcomers,
    each one other. `skates` is all that was skated by then. Raises `UnknownOnDate` where the form
    model knows nothing of the discipline."""
    groups = _groups(upcoming, len(skates), len(skaters), p)
    blank = np.ones(len(skaters))
    whole = Skates(
        np.concatenate([skates.id, np.zeros(len(skaters), np.int64)]),
        np.concatenate([skates.skater, np.array(skaters, np.int64)]),
        np.concatenate([skates.score, blank]),  # never read: expected before it is learnt
        np.concatenate([skates.components, blank]),
        (*skates.groups, *groups),
    )
    return histories(whole, groups, walk(whole, p), p)


def _groups(upcoming: Upcoming, rows: int, skaters: int, p: Parameters) -> tuple[Group, ...]:
    """The segments to come as the form model has them; nobody skates but in the first."""
    season = season_of(upcoming.day)
    began = first_day(season) or upcoming.day
    found = []
    for number, segment in enumerate(upcoming.segments):
        group = Group(
            rows if number == 0 else rows + skaters,
            rows + skaters,
            -1 - number,
            upcoming.discipline,
            upcoming.level,
            PARTS[segment],
            int(season[:4]),
            EVENTS.get(upcoming.kind, OTHER),
            -1,
            upcoming.day,
            upcoming.day.toordinal() / _YEAR,
            max((upcoming.day - began).days, 0) / _YEAR,
        )
        if group.usual not in p.usual:
            words = f"{upcoming.discipline} {segment}".replace("_", " ")
            raise UnknownOnDate(f"the form model knows nothing of {words}")
        found.append(group)
    return tuple(found)


def histories(
    skates: Skates, groups: Sequence[Group], walked: Walked, p: Parameters
) -> dict[int, History]:
    """What was expected before the first of these segments, which are those of one category in
    order, of everybody who skates in it: by the number of the skater."""
    first = groups[0]
    levels = [walked.before[group.segment] for group in groups]
    usual = [usual_spread(group, level, p) for group, level in zip(groups, levels, strict=True)]
    found = {}
    for row in range(first.first, first.last):
        own = float(walked.spread[row]) / usual[0]
        ability = max(float(walked.variance[row]) - levels[0].score_variance, 0.0)
        parts = tuple(
            Part(level.score, level.score_variance**0.5, own * spread, spread)
            for level, spread in zip(levels, usual, strict=True)
        )
        found[int(skates.skater[row])] = History(
            float(walked.mean[row]),
            ability**0.5,
            parts,
            p.bad_share,
            p.bad_gap,
            p.bad_width,
            p.carried,
            int(walked.count[row]),
        )
    return found
