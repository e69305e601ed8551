"""Is the same-nation statistic honest? Skaters' nations shuffled, and differences put in.

`python -m benchmarks.judges ARCHIVE` takes the real marks of an archive with officials. Where the
nations of the skaters of each segment are shuffled, no judge has a nation to prefer: p values must
then be uniform, and no more than one run in ten may call any judge beyond chance (q up to 0.1).
Where three points are then added for the shuffled own skaters of every other judge, these judges
must be found, and of all that are called at most one in ten may be another.
"""

import sys
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kissandcry.archive.judges import seats
from kissandcry.archive.judges.nations import association, named_since
from kissandcry.archive.judges.statistics import effect, false_discovery
from kissandcry.archive.store import Archive

RUNS = 100
ADDED = 3.0  # points
CALLED = 0.1

Seat = tuple[int, int, str]  # judge, column, nation
Segment = tuple[seats.Differences, NDArray[np.str_], list[Seat]]


def segments(archive: Archive) -> list[Segment]:
    """The marks of every segment that names its judges, with the nations of its skaters."""
    ids = [row[0] for row in archive.run("SELECT DISTINCT segment FROM seats")]
    found = []
    for row in archive.run(seats._SEGMENT, [ids, named_since()]):
        nations = [
            association(n[0])
            for n in archive.run(
                "SELECT nation FROM performances WHERE segment = ? ORDER BY position", [row[0]]
            )
        ]
        sat = archive.run("SELECT judge, seat - 1, nation FROM seats WHERE segment = ?", [row[0]])
        done = seats.differences(seats.panel_of(archive, row))
        found.append((done, np.array(nations), [(j, c, n) for j, c, n in sat]))
    return found


def run(
    found: Sequence[Segment], generator: np.random.Generator | None, added: float
) -> dict[int, float]:
    """The p value of each judge; `added` goes to the own skaters of judges with an even number."""
    sums: dict[int, NDArray[np.float64]] = {}
    for done, nations, sat in found:
        drawn = nations if generator is None else generator.permutation(nations)
        for judge, column, home in sat:
            own = (drawn == home) & (home != "")
            if added and judge % 2 == 0:
                done.points[:, column] += added * own
            row = seats.seat_sums(done, column, own)
            if added and judge % 2 == 0:
                done.points[:, column] -= added * own
            weight, freedom, points, variance = row[9], row[10], row[15], row[16]
            if weight:
                sums.setdefault(judge, np.zeros(4))
                sums[judge] += [points, weight, variance, variance**2 / freedom]
    values = {}
    for judge, (points, weight, variance, uncertain) in sums.items():
        one = effect(points, weight, variance, variance**2 / uncertain)
        if one is not None:
            values[judge] = one.p
    return values


def main(path: str) -> None:
    """Print what the simulations give."""
    with Archive(path, read_only=True) as archive:
        found = segments(archive)
    real = run(found, None, 0)
    called = sum(q <= CALLED for q in false_discovery(list(real.values())))
    print(f"{len(real)} judges in {len(found)} segments; {called} beyond chance as they are")
    generator = np.random.default_rng(2016)
    values: list[float] = []
    any_called = 0
    for _ in range(RUNS):
        p_values = list(run(found, generator, 0).values())
        values += p_values
        any_called += min(false_discovery(p_values)) <= CALLED
    counts = np.histogram(values, bins=10, range=(0, 1))[0]
    print(f"nations shuffled, {RUNS} runs: p values by tenths, in percent of all:")
    print("  " + " ".join(f"{100 * n / len(values):.1f}" for n in counts))
    for level in (0.1, 0.05, 0.01):
        share = np.mean(np.array(values) <= level)
        print(f"  p up to {level:<4}: {100 * share:.2f}% of judges")
    print(f"  a judge called beyond chance in {any_called} of {RUNS} runs")
    right = wrong = there = 0
    for _ in range(RUNS):
        p_by_judge = run(found, generator, ADDED)
        q_values = false_discovery(list(p_by_judge.values()))
        for judge, q in zip(p_by_judge, q_values, strict=True):
            there += judge % 2 == 0
            right += judge % 2 == 0 and q <= CALLED
            wrong += judge % 2 == 1 and q <= CALLED
    print(f"{ADDED:.0f} points added for half of the judges, {RUNS} runs:")
    print(f"  found {100 * right / there:.0f}% of them")
    print(f"  {100 * wrong / (right + wrong):.1f}% of all that were called had nothing added")


if __name__ == "__main__":
    main(sys.argv[1])
