"""Fit the functions that say when a flight begins and ends: writes edges.json.

    python -m benchmarks.video_jumps_fit ../shared src/kissandcry/video/jumps/edges.json

Motion capture of jumps is seen through cameras that are made up (tests/video/captures.py), as it
was and with flights made longer and shorter, so that how long a skater usually flies does not tell
how long this flight was. How wide the intervals are is measured on skaters who were left out of
the fit. Six minutes; without a file to write, it only prints what was measured.
"""

import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from benchmarks.video_jumps_nets import doubtful, either, trained
from kissandcry.video import motion
from kissandcry.video.jumps.edges import IN, Edges, Width, around, in_air, window
from kissandcry.video.jumps.flights import Air, G, candidate, flights, stretches
from kissandcry.video.jumps.heights import RATE, Heights, heights
from kissandcry.video.jumps.net import Layer, Net
from kissandcry.video.poses import Floats
from tests.video import captures

RATES = (25, 30, 50, 60)
TIMES = 6  # cameras for each trial and rate, and so many of flights made longer or shorter
AIR = (0.27, 0.70)  # seconds of those
FACTOR = (0.6, 1.75)  # of the time that the flight took
STRETCHED = (0.93, 1.07)  # times are taken so much faster or slower, for bodies of other sizes
ROUGH = (0.08, 0.05, 0.025, 0.012)  # seconds by which times are off before they are moved


@dataclass(frozen=True)
class Sample:
    skater: str
    fps: int
    number: int
    made: bool  # the flight is made longer or shorter
    heights: Heights
    truth: captures.Truth


def _of_trial(found: tuple[Path, str]) -> list[Sample]:
    folder, key = found
    trial = captures.trials(folder)[key]
    random = np.random.default_rng([*key.encode()])
    own = trial.flights[0].air_time
    samples = []
    for fps in RATES:
        for number in range(TIMES):
            low, high = max(AIR[0], FACTOR[0] * own), min(AIR[1], FACTOR[1] * own)
            other = captures.warped(trial, random.uniform(low, high))
            for made, one in ((False, trial), (True, other)):
                if one is not None:
                    seen = captures.seen(
                        one,
                        fps=fps,
                        seed=1000 * (1 + made) + number,
                        clockwise=number % 2 == 1,
                        camera=number % 4 < 2,
                    )
                    moving = motion.of(seen.poses)
                    here = heights(moving, 0, len(moving.times))
                    samples.append(Sample(one.skater, fps, number, made, here, one.flights[0]))
    return samples


def samples(folder: Path) -> list[Sample]:
    keys = [key for key, one in captures.trials(folder).items() if len(one.flights) == 1]
    with ProcessPoolExecutor(2) as pool:
        return [one for own in pool.map(_of_trial, [(folder, key) for key in keys]) for one in own]


def fitted(chosen: Sequence[Sample], seed: int = 5) -> Edges:
    random = np.random.default_rng(seed)
    air = _air(chosen[::2], random)
    edges = Edges(air, Net((), (), ()), _edges(chosen, random), {}, "")
    rows, flown = [], []
    for one in chosen[::2]:
        seems = in_air(one.heights, edges.air)
        for begin, end in stretches(one.heights.times, seems):
            found = candidate(one.heights, edges, begin, end, seems)
            if found is not None:
                rows.append(found[1])
                t = one.truth
                flown.append(abs((begin + end - t.takeoff - t.landing) / 2) < 0.15)
    return msgspec.structs.replace(edges, real=_real(np.array(rows), np.array(flown)))


def _air(chosen: Sequence[Sample], random: np.random.Generator) -> Net:
    """What tells moments in the air from others."""
    rows, targets = [], []
    for one in chosen:
        own, windows = around(one.heights)
        times = one.heights.times[own]
        flying = (times > one.truth.takeoff) & (times < one.truth.landing)
        kept = flying | (random.random(len(times)) < 0.4)
        rows.append(windows[kept].astype(np.float32))
        targets.append(flying[kept])
    x, y = np.concatenate(rows), np.concatenate(targets)[:, None].astype(np.float32)
    return trained(x, y, (24,), either, random, steps=4000)


def _edges(chosen: Sequence[Sample], random: np.random.Generator) -> Net:
    """How far times are off by the heights around them, and how doubtful that is."""
    rows, targets = [], []
    for _ in range(4):
        for one in chosen:
            off = random.normal(0, random.choice(ROUGH), 2)
            by = random.uniform(*STRETCHED)
            seen = Heights(one.heights.times * by, one.heights.values)
            begin, end = one.truth.takeoff * by + off[0], one.truth.landing * by + off[1]
            # The rhythm of the samples has changed, so they are read anew.
            even = np.arange(seen.times[0], seen.times[-1], 1 / RATE)
            values = np.stack([np.interp(even, seen.times, v) for v in seen.values.T], axis=1)
            found = window(Heights(even, values), begin, end)
            if found is not None and np.isfinite(found).all():
                rows.append(found.astype(np.float32))
                targets.append(-off / IN)
    return trained(
        np.array(rows), np.array(targets, np.float32), (32, 16), doubtful, random, steps=6000
    )


def _real(x: Floats, y: NDArray[np.bool_]) -> Net:
    """What tells flights from what only looks like one: logistic regression, by Newton."""
    mean, wide = x.mean(axis=0), x.std(axis=0) + 1e-9
    z = np.c_[(x - mean) / wide, np.ones(len(x))]
    weights = np.zeros(z.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(z @ weights, -30, 30)))
        curve = (z * (chance * (1 - chance))[:, None]).T @ z + np.eye(z.shape[1])
        weights -= np.linalg.solve(curve, z.T @ (chance - y) + weights)
    layer = Layer(tuple((float(one),) for one in weights[:-1]), (float(weights[-1]),))
    return Net(tuple(mean.tolist()), tuple(wide.tolist()), (layer,))


@dataclass(frozen=True)
class Told:
    """A flight that was found, of a skater left out of the fit, and what is true."""

    skater: str
    fps: int
    air: Air
    truth: captures.Truth

    def off(self) -> tuple[float, float, float, float]:
        """Take-off, landing, time in the air (seconds), height (metres)."""
        begin, end = self.air.takeoff - self.truth.takeoff, self.air.landing - self.truth.landing
        time = self.air.landing - self.air.takeoff
        return begin, end, end - begin, G * time**2 / 8 - self.truth.height


def left_out(every: Sequence[Sample]) -> list[Told]:
    """Flights of skaters left out, as they are found; prints what was missed."""
    told: list[Told] = []
    missed, false, many = (dict.fromkeys(RATES, 0) for _ in range(3))
    for skater in sorted({one.skater for one in every}):
        edges = fitted([one for one in every if one.skater != skater])
        for one in (each for each in every if each.skater == skater and not each.made):
            t = one.truth
            found = flights(one.heights, edges)
            own = [x for x in found if abs(x.takeoff + x.landing - t.takeoff - t.landing) < 0.4]
            many[one.fps] += 1
            false[one.fps] += len(found) - len(own[:1])
            missed[one.fps] += not own
            told += [Told(skater, one.fps, own[0], t)] if own else []
        print(skater, _line([one for one in told if one.skater == skater]), flush=True)
    for fps in RATES:
        words = _line([one for one in told if one.fps == fps])
        print(f"{fps} fps: {words}; missed {missed[fps]}, false {false[fps]} of {many[fps]}")
    return told


def _line(told: Sequence[Told]) -> str:
    off = np.array([one.off() for one in told]) * (1000, 1000, 1000, 100)
    means, bias = np.abs(off).mean(axis=0), off.mean(axis=0)
    names = ("take-off ms", "landing ms", "air ms", "height cm")
    return ", ".join(f"{n} {m:.1f} ({b:+.1f})" for n, m, b in zip(names, means, bias, strict=True))


def widths(told: Sequence[Told]) -> dict[int, Width]:
    """By what the network's doubt is multiplied so that 90 % of the intervals hold."""
    found = {}
    for fps in RATES:
        own = [one for one in told if one.fps == fps]
        off = np.abs([one.off()[:3] for one in own])
        doubt = np.array([(*one.air.doubt, np.hypot(*one.air.doubt)) for one in own])
        low = np.quantile(off / doubt, 0.9, axis=0).round(3).tolist()
        found[fps] = Width(*low)
    return found


def main() -> None:
    every = samples(Path(sys.argv[1]))
    wide = widths(left_out(every))
    if len(sys.argv) < 3:
        return
    words = (
        "176 flights of FS-Jump3D (Tanaka et al., MMSports 2024), three skaters, as they were and"
        " with flights made longer and shorter, through cameras drawn by tests/video/captures.py,"
        f" {len(every)} in all; widths of skaters left out"
    )
    edges = msgspec.structs.replace(fitted(every), width=wide, fitted=words)
    Path(sys.argv[2]).write_bytes(msgspec.json.encode(edges) + b"\n")


if __name__ == "__main__":
    main()
