"""An event simulated: every segment skated, the totals placed as the rulebook has it, and counted.

What is counted are whole numbers, so that parts of a simulation add up to the same figures whoever
made them, in whatever order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kissandcry.core import UnknownOnDate
from kissandcry.planning.odds import skating
from kissandcry.planning.odds.model import Event, Floats, History, Scores

Counts = NDArray[np.int64]

_SHIFT: Final = 20  # bits for the last segment, below the total in one number
_NOWHERE: Final = -(2**62)
POINTS: Final = 500  # totals are counted by whole points up to here


@dataclass(slots=True)
class Tally:
    """What was counted in so many simulations.

    `places`: shape [entrants, places]: how often each had each place; `ahead`: [entrants,
    entrants]: how often the first was ahead of the second; `points`: [entrants, POINTS]: how often
    the total was so many whole points; `sums` and `squares`: [entrants] of hundredths; `records`:
    [records, entrants + 1]: how often each broke it, and how often anybody did.
    """

    simulations: int
    places: Counts
    ahead: Counts
    points: Counts
    sums: Counts
    squares: Counts
    records: Counts

    def add(self, other: "Tally") -> None:
        """Count another part as well."""
        self.simulations += other.simulations
        self.places += other.places
        self.ahead += other.ahead
        self.points += other.points
        self.sums += other.sums
        self.squares += other.squares
        self.records += other.records


@dataclass(frozen=True, slots=True)
class Simulated:
    """One part of a simulation: scores [segments, entrants, n] in hundredths, the totals (of those
    segments that each skated), and the places [entrants, n]. Who withdraws has the place 0; the
    scores are those of a skater who does not."""

    scores: Scores
    totals: Scores
    places: NDArray[np.int32]


def tally(event: Event, rng: np.random.Generator, n: int) -> Tally:
    """Simulate the event `n` times and count."""
    return counted(event, simulate(event, rng, n))


def simulate(
    event: Event,
    rng: np.random.Generator,
    n: int,
    abilities: Sequence[Floats | None] | None = None,
) -> Simulated:
    """Simulate the event `n` times. `abilities`: for each entrant with a history how much better
    the skater is than expected, as a share; drawn here where there is none."""
    many = len(event.entrants)
    scores = np.zeros((len(event.segments), many, n), np.int32)
    better = [
        None
        if one.history is None
        else _ability(one.history, rng, n)
        if abilities is None or abilities[number] is None
        else abilities[number]
        for number, one in enumerate(event.entrants)
    ]
    days: list[Floats] = [np.zeros(n) for _ in range(many)]
    field = rng.standard_normal(n)
    for number, _ in enumerate(event.segments):
        programs = [one.program(number) for one in event.entrants]
        judged = next((one for one in programs if one is not None), None)
        judges = None if judged is None else skating.seats(judged, rng, n)
        for row, (one, program) in enumerate(zip(event.entrants, programs, strict=True)):
            if program is not None and judges is not None:
                scores[number, row] = skating.skate(program, rng, n, judges).tss
                continue
            history, ability = one.history, better[row]
            assert history is not None
            assert ability is not None
            part = history.parts[number]
            scores[number, row], days[row] = skating.from_history(
                history, part, rng, ability, field, days[row]
            )
    return _placed(event, scores, _withdrawn(event, rng, n))


def _withdrawn(event: Event, rng: np.random.Generator, n: int) -> NDArray[np.bool_]:
    """Who does not finish: shape [entrants, n]."""
    gone = np.zeros((len(event.entrants), n), np.bool_)
    for row, one in zip(gone, event.entrants, strict=True):
        if one.history is not None and one.history.withdraws > 0:
            row[:] = rng.random(n, np.float32) < one.history.withdraws
    return gone


def _ability(history: History, rng: np.random.Generator, n: int) -> Floats:
    return rng.standard_normal(n) * float(np.hypot(history.ability, history.drift))


def _placed(event: Event, scores: Scores, gone: NDArray[np.bool_]) -> Simulated:
    """The totals and the places; who does not go on to the last segment keeps the place before."""
    if event.tie.first != "free_skating":
        raise UnknownOnDate(
            f"ties of a final result: the rulebook breaks them by {event.tie.first!r}, known is"
            f" free_skating ({event.tie.provenance.rule})"
        )
    brought = np.array([[one.brought] for one in event.entrants], np.int32)
    totals = scores.sum(axis=0, dtype=np.int32) + brought
    if event.advance is None or event.advance >= len(event.entrants) or len(scores) == 1:
        places = _without(gone, keys(totals, scores[-1]))
        return Simulated(scores, totals, places)
    before = totals - scores[-1]
    standing = placed(keys(before, scores[-2]))
    out = standing > event.advance
    scores = scores.copy()
    scores[-1][out] = 0
    totals = np.where(out, before, totals)
    key = keys(totals, scores[-1])
    key[out] = _NOWHERE
    return Simulated(scores, totals, np.where(out & ~gone, standing, _without(gone, key)))


def _without(gone: NDArray[np.bool_], key: Counts) -> NDArray[np.int32]:
    """The places of those who are there; 0 for the others."""
    if not gone.any():
        return placed(key)
    return np.where(gone, 0, placed(np.where(gone, _NOWHERE, key)))


def keys(totals: Scores, last: Scores) -> Counts:
    """One number that orders totals, and equal ones by the last segment."""
    return (totals.astype(np.int64) << _SHIFT) + last


def placed(key: Counts) -> NDArray[np.int32]:
    """The places by keys of shape [entrants, n]: the highest is first, equal ones share."""
    places = np.ones(key.shape, np.int32)
    for row, mine in enumerate(key):
        for other in range(row + 1, len(key)):
            places[row] += key[other] > mine
            places[other] += mine > key[other]
    return places


def counted(event: Event, done: Simulated) -> Tally:
    """Count places, totals and records."""
    many, n = done.places.shape
    places = np.stack([np.bincount(row, minlength=many + 1)[1:] for row in done.places])
    ahead = np.zeros((many, many), np.int64)
    standing = np.where(done.places > 0, done.places, many + 1)
    for one in range(many):
        for other in range(one + 1, many):
            ahead[one, other] = np.count_nonzero(standing[one] < standing[other])
            ahead[other, one] = np.count_nonzero(standing[one] > standing[other])
    whole = np.clip(done.totals // 100, 0, POINTS - 1)
    points = np.stack([np.bincount(row, minlength=POINTS) for row in whole])
    totals = done.totals.astype(np.int64)
    records = np.zeros((len(event.records), many + 1), np.int64)
    for number, mark in enumerate(event.records):
        scores = done.totals if mark.segment is None else done.scores[mark.segment]
        broke = (scores > mark.hundredths) & (done.places > 0)  # who withdraws breaks none
        records[number, :many] = broke.sum(axis=1)
        records[number, many] = np.count_nonzero(broke.any(axis=0))
    sums, squares = totals.sum(axis=1), (totals * totals).sum(axis=1)
    return Tally(n, places, ahead, points, sums, squares, records)
