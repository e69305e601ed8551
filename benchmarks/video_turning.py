"""How well the turning in a flight is told: captured jumps of skaters left out of every fit.

    python -m benchmarks.video_turning FOLDER [JUMPS]     JUMPS of each skater and frame rate

Take-off and landing are given as a detector would, 12 ms off (a standard deviation) each.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.video_turning_fit import TakeOff, Watched, posture, take_offs, weights
from kissandcry.video.jumps.turning import Turning, turn
from kissandcry.video.jumps.turning.body import Posture
from kissandcry.video.jumps.turning.kind import Weights
from tests.video.captures import Trial, seen, trials

RATES: Final = (25, 30, 50, 60)
OFF: Final = 0.012  # s


@dataclass(frozen=True, slots=True)
class Line:
    """One jump: errors in turns, whether the interval holds the truth, what else was right."""

    error: float
    held: bool
    side: bool
    axel: bool
    toe: bool
    named: bool
    misnamed: bool


def measured(
    of: Sequence[Trial], rate: float, seed: int, known: Posture, kinds: dict[str, Weights]
) -> list[Line]:
    """Each trial through a camera of its own."""
    random = np.random.default_rng([seed, round(rate)])
    lines = []
    for number, trial in enumerate(of):
        right = bool(random.random() < 0.3)
        capture = seen(trial, fps=rate, seed=seed + number, clockwise=right, camera=True)
        flight = trial.flights[0]
        takeoff, landing = np.array([flight.takeoff, flight.landing]) + random.normal(0, OFF, 2)
        told = turn(Watched.of(capture), takeoff, landing, doubt=OFF, posture=known, kinds=kinds)
        line = _line(told, trial, flight.rotation, right)
        if line is not None:
            lines.append(line)
    return lines


def _line(told: Turning, trial: Trial, truth: float, right: bool) -> Line | None:
    rotation, side = told.rotation, told.counter_clockwise.value
    if rotation.value is None or rotation.low is None or rotation.high is None or side is None:
        return None
    toe = trial.jump in ("Lutz", "Flip", "Toeloop")
    return Line(
        error=rotation.value - truth,
        held=rotation.low <= truth <= rotation.high,
        side=(side < 0.5) == right,
        axel=((told.axel.value or 0.0) > 0.5) == (trial.jump == "Axel"),
        toe=((told.toe.value or 0.0) > 0.5) == toe,
        named=told.turns is not None,
        misnamed=told.turns not in (None, _name(trial)),
    )


def _name(trial: Trial) -> int:
    """The turns of a captured jump's name: the groups of turns in the air lie far apart.

    Named are the captures by kind only; no other jump turned 0.5 to 0.7 or 1.6 to 2.0 in the air,
    no Axel 1.3 to 1.6.
    """
    turns = trial.flights[0].rotation
    if trial.jump == "Axel":
        return 1 if turns < 1.45 else 2
    return 1 if turns < 0.6 else 2 if turns < 1.8 else 3


def printed(name: str, of: int, lines: Sequence[Line]) -> str:
    """A row of the table."""
    errors = np.abs([line.error for line in lines])
    band = 1.96 * sqrt(0.9 * 0.1 / len(lines))
    shares = [
        float(np.mean([getattr(line, what) for line in lines]))
        for what in ("held", "side", "axel", "toe", "named", "misnamed")
    ]
    return (
        f"{name:12} {len(lines):3}/{of:<3} {errors.mean():6.3f} {np.mean(errors <= 0.25):6.1%} "
        f"{shares[0]:6.1%} ({0.9 - band:.0%}-{min(0.9 + band, 1):.0%}) "
        f"{shares[1]:7.1%} {shares[2]:6.1%} {shares[3]:6.1%} {shares[4]:6.1%} {shares[5]:5.1%}"
    )


def main(folder: Path, jumps: int = 60) -> None:
    """Print a row for each skater left out and frame rate."""
    every = tuple(trials(folder).values())
    skaters = sorted({trial.skater for trial in every})
    postures = {
        skater: posture(trial for trial in every if trial.skater != skater) for skater in skaters
    }
    offs: dict[str, tuple[TakeOff, ...]] = {
        skater: take_offs(
            (one for one in every if one.skater == skater), postures[skater], (11, 12)
        )
        for skater in skaters
    }
    print("fps, skater  jumps   error quarter  held (band)   side    Axel   toe   named  wrong")
    for rate in RATES:
        together: list[Line] = []
        for skater in skaters:
            others = [one for name in skaters if name != skater for one in offs[name]]
            kinds = {what: weights(others, what, 0.8) for what in ("axel", "toe")}
            mine = [trial for trial in every if trial.skater == skater][:: max(1, 60 // jumps)]
            lines = measured(mine, rate, 1000, postures[skater], kinds)
            print(printed(f"{rate} {skater}", len(mine), lines), flush=True)
            together += lines
        print(printed(f"{rate} all", len(together), together), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 60)
