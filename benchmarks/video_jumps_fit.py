"""Fit the functions that say when a flight begins and ends: writes edges.json.

    python -m benchmarks.video_jumps_fit ../shared src/kissandcry/video/jumps/edges.json

Motion capture of jumps is seen through cameras that are made up (tests/video/captures.py). How wide
the intervals are is measured on skaters who were left out of the fit.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from kissandcry.video import motion
from kissandcry.video.jumps.edges import Edges, Step, fit, fit_air, fit_real, in_air
from kissandcry.video.jumps.flights import G, candidate, flights, stretches
from kissandcry.video.jumps.heights import Heights, heights
from tests.video import captures

RATES = (25, 30, 50, 60)
TIMES = 3  # cameras for each trial and rate
PENALTY = 0.5
AIR_PENALTY = 3.0


@dataclass(frozen=True)
class Sample:
    skater: str
    fps: int
    heights: Heights
    truth: captures.Truth


def samples(folder: Path, times: int = TIMES) -> list[Sample]:
    found = []
    for trial in captures.trials(folder).values():
        if len(trial.flights) != 1:
            continue
        for fps in RATES:
            for number in range(times):
                clockwise = number % 2 == 1
                one = captures.seen(
                    trial, fps=fps, seed=1000 + number, clockwise=clockwise, camera=number % 2 == 0
                )
                moving = motion.of(one.poses)
                seen = heights(moving, 0, len(moving.times))
                found.append(Sample(trial.skater, fps, seen, one.flights[0]))
    return found


def fitted(chosen: list[Sample]) -> Edges:
    begins = [(one.heights, one.truth.takeoff) for one in chosen]
    ends = [(one.heights, one.truth.landing) for one in chosen]
    flights = [(one.heights, one.truth.takeoff, one.truth.landing) for one in chosen[::2]]
    edges = Edges(
        fit_air(flights, AIR_PENALTY),
        Step((), (), 0.0),
        fit(begins, landing=False, penalty=PENALTY, seed=1),
        fit(ends, landing=True, penalty=PENALTY, seed=2),
        {},
        "",
    )
    rows, flown = [], []
    for one in chosen:
        seems = in_air(one.heights, edges.air)
        for begin, end in stretches(one.heights.times, seems):
            found = candidate(one.heights, edges, begin, end, seems)
            if found is not None:
                rows.append(found[1])
                t = one.truth
                flown.append(abs((begin + end - t.takeoff - t.landing) / 2) < 0.15)
    return msgspec.structs.replace(edges, real=fit_real(rows, flown, 1.0))


def spread(every: list[Sample]) -> dict[int, tuple[float, float, float, float]]:
    """The half of the 90 % intervals by frames a second, of skaters left out."""
    off: dict[int, list[tuple[float, float, float, float]]] = {fps: [] for fps in RATES}
    missed, false = dict.fromkeys(RATES, 0), dict.fromkeys(RATES, 0)
    for skater in sorted({one.skater for one in every}):
        edges = fitted([one for one in every if one.skater != skater])
        for one in (each for each in every if each.skater == skater):
            t = one.truth
            found = flights(one.heights, edges)
            own = [x for x in found if abs(x.takeoff + x.landing - t.takeoff - t.landing) < 0.4]
            false[one.fps] += len(found) - len(own[:1])
            if not own:
                missed[one.fps] += 1
                continue
            a, b = own[0].takeoff, own[0].landing
            height = G * (b - a) ** 2 / 8 - t.height
            off[one.fps].append((a - t.takeoff, b - t.landing, b - a - t.air_time, height))
    found_: dict[int, tuple[float, float, float, float]] = {}
    for fps, rows in off.items():
        each = np.abs(np.array(rows))
        means = " ".join(f"{value:.4f}" for value in each.mean(axis=0))
        print(f"{fps} fps: mean {means}; missed {missed[fps]}, false {false[fps]} of {len(rows)}")
        low = np.quantile(each, 0.9, axis=0).round(4).tolist()
        found_[fps] = (low[0], low[1], low[2], low[3])
    return found_


def main() -> None:
    every = samples(Path(sys.argv[1]))
    wide = spread(every)
    edges = fitted(every)
    words = (
        "176 flights of FS-Jump3D (Tanaka et al., MMSports 2024), three skaters, through cameras"
        f" drawn by tests/video/captures.py, {len(every)} in all; spreads of skaters left out"
    )
    edges = msgspec.structs.replace(edges, spread=wide, fitted=words)
    Path(sys.argv[2]).write_bytes(msgspec.json.encode(edges) + b"\n")


if __name__ == "__main__":
    main()
