"""The Grand Prix: points for places, the standing, and who goes to the Final.

The rulebook names the tie breaks and their order (`SeriesRule.ties`); those whom none parts have
the same rank and all qualify.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kissandcry.core import Contradiction, Points, UnknownOnDate
from kissandcry.rulebooks.model import SeriesRule


@dataclass(frozen=True, slots=True)
class SeriesResult:
    """One skater's result in one event of the series. `participants` took part in that event."""

    skater: str
    event: str
    place: int
    total: Points
    free: Points
    short: Points
    participants: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A line of the standing: skaters whom nothing parts have the same rank. `results` are those
    that count."""

    rank: int
    skater: str
    points: int
    results: tuple[SeriesResult, ...]


def points_for(place: int, table: Sequence[int]) -> int:
    """The points of a place by the rulebook's table; 0 beyond its end."""
    if place < 1:
        raise Contradiction(f"series: place {place}, expected 1 or more")
    return table[place - 1] if place <= len(table) else 0


def standing(results: Iterable[SeriesResult], rule: SeriesRule) -> tuple[Standing, ...]:
    """The standing after any number of events. Raises `Contradiction` for two results of one skater
    in one event, and `UnknownOnDate` for a tie break that is not one of `TIE_BREAKS`."""
    for name in rule.ties:
        if name not in TIE_BREAKS:
            raise UnknownOnDate(
                f"series: the rulebook parts equal points by {name!r}, known are"
                f" {', '.join(TIE_BREAKS)} ({rule.provenance.rule})"
            )
    by_skater: defaultdict[str, list[SeriesResult]] = defaultdict(list)
    for result in results:
        if any(other.event == result.event for other in by_skater[result.skater]):
            raise Contradiction(f"series: {result.skater} has two results in {result.event}")
        by_skater[result.skater].append(result)
    counted = {skater: _best(own, rule) for skater, own in by_skater.items()}
    keys = {skater: _key(own, rule) for skater, own in counted.items()}
    lines: list[Standing] = []
    for number, skater in enumerate(sorted(keys, key=lambda name: (keys[name], name)), start=1):
        same = bool(lines) and keys[lines[-1].skater] == keys[skater]
        rank = lines[-1].rank if same else number
        lines.append(Standing(rank, skater, -keys[skater][0], counted[skater]))
    return tuple(lines)


def qualifiers(lines: Sequence[Standing], quota: int) -> tuple[Standing, ...]:
    """Who goes to the Final: the ranks up to `quota`, all of those who share the last one."""
    return tuple(line for line in lines if line.rank <= quota)


def _best(results: Sequence[SeriesResult], rule: SeriesRule) -> tuple[SeriesResult, ...]:
    """The results that count, as given: the best places, and of equal ones the higher total."""
    order = sorted(results, key=lambda result: (result.place, -result.total.hundredths))
    return tuple(result for result in results if result in order[: rule.counted])


def _key(results: Sequence[SeriesResult], rule: SeriesRule) -> tuple[int, ...]:
    """What orders two skaters, smaller is better: points first, then the tie breaks in order."""
    points = sum(points_for(result.place, rule.points) for result in results)
    return (-points, *(TIE_BREAKS[name](results) for name in rule.ties))


# What each tie break compares: smaller is better.
TIE_BREAKS: Final[Mapping[str, Callable[[Sequence[SeriesResult]], int]]] = {
    "best_place": lambda results: min(result.place for result in results),
    "total_scores": lambda results: -sum(result.total.hundredths for result in results),
    "number_of_events": lambda results: -len(results),
    "free_scores": lambda results: -sum(result.free.hundredths for result in results),
    "best_free_score": lambda results: -max(result.free.hundredths for result in results),
    "short_scores": lambda results: -sum(result.short.hundredths for result in results),
    "participants": lambda results: -sum(result.participants for result in results),
}
