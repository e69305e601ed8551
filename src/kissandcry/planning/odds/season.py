"""A Grand Prix season simulated: its events, the points for places, and who goes to the Final.

Points, ties, how many results count and how many go on are those of the rulebook's series. What is
not known of a skater's ability is the same in all events of one simulated season, but for what it
moves in between.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kissandcry.core import Contradiction, UnknownOnDate
from kissandcry.planning.odds import event as events
from kissandcry.planning.odds.model import Event, Floats
from kissandcry.rulebooks.model import SeriesRule
from kissandcry.scoring import SeriesResult

Counts = NDArray[np.int64]

CHUNK: Final = 2048  # seasons: many events of many skaters each


@dataclass(frozen=True, slots=True)
class Season:
    """A season: the results that are known, and the events to be simulated. `skaters` are the keys
    of everybody in either."""

    skaters: tuple[str, ...]
    events: tuple[Event, ...]
    known: tuple[SeriesResult, ...]
    rule: SeriesRule

    def __post_init__(self) -> None:
        unknown = [tie for tie in self.rule.ties if tie not in _TIES]
        if unknown:
            raise UnknownOnDate(
                f"series: the rulebook parts equal points by {unknown[0]!r}, known are"
                f" {', '.join(_TIES)} ({self.rule.provenance.rule})"
            )
        entered = [one.key for event in self.events for one in event.entrants]
        strange = {*entered, *(one.skater for one in self.known)} - set(self.skaters)
        if strange:
            raise Contradiction(f"series: {min(strange)} is not among the skaters of the season")


@dataclass(slots=True)
class Standings:
    """What was counted in so many seasons, by skater: how often each `qualified`, was one of the
    `alternates`, and had each sum of `points` (shape [skaters, points]); `cut`: how often the last
    who qualified had so many points."""

    simulations: int
    qualified: Counts
    alternates: Counts
    points: Counts
    cut: Counts

    def add(self, other: "Standings") -> None:
        """Count another part as well."""
        self.simulations += other.simulations
        self.qualified += other.qualified
        self.alternates += other.alternates
        self.points += other.points
        self.cut += other.cut


@dataclass(frozen=True, slots=True)
class Results:
    """Results of all skaters in all events: shape [events, skaters, n]; a place of 0 is none.
    Scores are hundredths."""

    places: NDArray[np.int32]
    totals: NDArray[np.int32]
    free: NDArray[np.int32]
    participants: NDArray[np.int32]


def tally(season: Season, rng: np.random.Generator, n: int) -> Standings:
    """Simulate the season `n` times and count."""
    return counted(ranked(simulate(season, rng, n), season.rule), season.rule)


def simulate(season: Season, rng: np.random.Generator, n: int) -> Results:
    """The results of every event; those that are known are the same in all `n`."""
    row = {key: number for number, key in enumerate(season.skaters)}
    known = list(dict.fromkeys(one.event for one in season.known))
    shape = (len(known) + len(season.events), len(row), n)
    places, totals, free, participants = (np.zeros(shape, np.int32) for _ in range(4))
    for one in season.known:
        at = known.index(one.event), row[one.skater]
        places[at], participants[at] = one.place, one.participants
        totals[at], free[at] = one.total.hundredths, one.free.hundredths
    common = rng.standard_normal((len(row), n))
    for number, event in enumerate(season.events, start=len(known)):
        abilities: list[Floats | None] = []
        for entrant in event.entrants:
            history = entrant.history
            if history is None:
                abilities.append(None)
                continue
            still = common[row[entrant.key]] * history.ability
            if history.drift:
                still = still + rng.standard_normal(n) * history.drift
            abilities.append(still)
        done = events.simulate(event, rng, n, abilities)
        rows = [row[entrant.key] for entrant in event.entrants]
        places[number, rows], totals[number, rows] = done.places, done.totals
        free[number, rows], participants[number, rows] = done.scores[-1], len(rows)
    return Results(places, totals, free, participants)


@dataclass(frozen=True, slots=True)
class Ranked:
    """The standing: `points` and `ranks` of shape [skaters, n]; a rank of 0 is that of nobody who
    has a result."""

    points: NDArray[np.int32]
    ranks: NDArray[np.int32]


def ranked(results: Results, rule: SeriesRule) -> Ranked:
    """The standing after these results, as `scoring.standing` has it."""
    counts = _counting(results, rule)
    table = np.zeros(int(results.places.max(initial=0)) + 1, np.int32)
    for place, points in enumerate(rule.points, start=1):
        if place < len(table):
            table[place] = points
    given = np.where(counts, table[results.places], 0)
    points = given.sum(axis=0, dtype=np.int32)
    columns = [-points.astype(np.int64)]
    columns += [_TIES[name](results, counts) for name in rule.ties]
    there = np.asarray((results.places > 0).any(axis=0), np.bool_)
    return Ranked(points, _ranks(columns, there))


def _counting(results: Results, rule: SeriesRule) -> NDArray[np.bool_]:
    """Which results count: the best places, and of equal ones the higher total, then the first."""
    held = results.places > 0
    key = (results.places.astype(np.int64) << 32) - results.totals
    key = np.where(held, key, np.iinfo(np.int64).max)
    order = np.argsort(key, axis=0, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(len(key))[:, None, None], axis=0)
    return held & (rank < rule.counted)


def _ranks(columns: list[Counts], there: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Ranks by columns of shape [skaters, n], smaller is better, the first decides; who is not
    `there` comes last and has rank 0."""
    keys = np.stack([*columns[::-1], (~there).astype(np.int64)]).transpose(0, 2, 1)
    order = np.lexsort(keys, axis=-1)  # [n, skaters]
    sorted_ = np.take_along_axis(keys, order[None], axis=-1)
    new = np.ones(order.shape, np.bool_)
    new[:, 1:] = (sorted_[:, :, 1:] != sorted_[:, :, :-1]).any(axis=0)
    number = np.where(new, np.arange(1, order.shape[1] + 1), 0)
    number = np.maximum.accumulate(number, axis=1)
    ranks = np.empty(order.shape, np.int32)
    np.put_along_axis(ranks, order, number.astype(np.int32), axis=1)
    return np.where(there, ranks.T, 0)


def counted(standing: Ranked, rule: SeriesRule) -> Standings:
    """Count who qualified, who stood behind, and with how many points."""
    ranks, points = standing.ranks, standing.points
    through = (ranks >= 1) & (ranks <= rule.quota)
    many = through.sum(axis=0)
    next_ = (ranks > rule.quota) & (ranks <= many + rule.alternates)
    most = rule.points[0] * rule.counted + 1
    last = np.where(through, points, most).min(axis=0)
    return Standings(
        ranks.shape[1],
        through.sum(axis=1),
        next_.sum(axis=1),
        np.stack([np.bincount(row, minlength=most) for row in points]),
        np.bincount(last, minlength=most + 1),
    )


def _best_place(results: Results, counts: NDArray[np.bool_]) -> Counts:
    places = np.where(counts, results.places, np.iinfo(np.int32).max)
    return np.asarray(places.min(axis=0), np.int64)


def _sum_of(values: NDArray[np.int32], counts: NDArray[np.bool_]) -> Counts:
    return np.asarray(-np.where(counts, values, 0).sum(axis=0, dtype=np.int64))


def _best_free(results: Results, counts: NDArray[np.bool_]) -> Counts:
    return np.asarray(-np.where(counts, results.free, 0).max(axis=0), np.int64)


# What each tie break of `scoring.series` compares, for many seasons at once: smaller is better.
_TIES: Final[dict[str, Callable[[Results, NDArray[np.bool_]], Counts]]] = {
    "best_place": _best_place,
    "total_scores": lambda results, counts: _sum_of(results.totals, counts),
    "number_of_events": lambda results, counts: -counts.sum(axis=0).astype(np.int64),
    "free_scores": lambda results, counts: _sum_of(results.free, counts),
    "best_free_score": _best_free,
    "short_scores": lambda results, counts: _sum_of(results.totals - results.free, counts),
    "participants": lambda results, counts: _sum_of(results.participants, counts),
}
