"""How well two skates are put in step, and what a likeness means.

    python -m benchmarks.video_alignment FOLDER

Captured jumps are put beside themselves at another pace (a known one), through the same camera and
others, at other frame rates and in a mirror; and, for the yardsticks, beside other jumps.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from kissandcry.core import NothingSeen
from kissandcry.video import motion
from kissandcry.video.alignment import aligned, measures
from kissandcry.video.poses import PLACE, Floats
from kissandcry.video.review.beside import YARDSTICKS
from kissandcry.video.seen import Chance, Estimate, Flight
from tests.video import captures
from tests.video.captures import Trial

TRUNK: Final = ("left_hip", "right_hip", "left_shoulder", "right_shoulder")
EVERY: Final = 8  # trials
PACES: Final = (0.7, 1.4)
LONG: Final = (0.75, 1.3)
AGAIN, SAME, OTHER = (name for name, _ in YARDSTICKS)
CASES: Final = {
    "same camera, 60 and 60": (60, False, 7),
    "same camera, 60 and 30": (30, False, 7),
    "in a mirror, another camera": (60, True, 8),
    "another camera": (60, False, 8),
    "another camera, 60 and 25": (25, False, 9),
}


def repaced(trial: Trial, random: np.random.Generator) -> tuple[Trial, Floats, Floats]:
    """The trial at another pace, and which of its seconds are which of the trial's."""
    many = len(trial.body)
    new = np.arange(int(many * random.uniform(*LONG)))
    corners = np.cumsum(np.r_[0, random.uniform(*PACES, 7)])
    old = np.interp(new, np.linspace(0, len(new), 8), corners) / corners[-1] * (many - 1.01)
    low, part = old.astype(int), (old % 1)[:, None, None]
    body = trial.body[low] * (1 - part) + trial.body[low + 1] * part
    rate = captures.RATE
    return replace(trial, body=body, flights=()), new / rate, old / rate


def whole(trial: Trial) -> Trial:
    """The trial from where the skater is known on."""
    known = np.flatnonzero(np.isfinite(trial.body[:, 23, 0]))
    return replace(trial, body=trial.body[known[0] : known[-1] + 1], flights=())


def moving(
    trial: Trial, fps: float, seed: int, *, deep: bool, clockwise: bool = False
) -> motion.Motion:
    seen = captures.seen(
        trial, fps=fps, seed=seed, clockwise=clockwise, camera=True, moving="pan", world=deep
    )
    return motion.of(seen.poses)


def frames_off(folder: Path, *, deep: bool) -> Iterator[tuple[str, float, float]]:
    """For each case the mean and the 90 % quantile of frames off, of each trial."""
    random = np.random.default_rng(3)
    for trial in list(captures.trials(folder).values())[::EVERY]:
        own = whole(trial)
        other, new, old = repaced(own, random)
        first = moving(own, 60, 7, deep=deep)
        for name, (fps, clockwise, seed) in CASES.items():
            found = aligned(first, moving(other, fps, seed, deep=deep, clockwise=clockwise))
            off = np.abs(found.theirs - np.interp(found.ours, old, new)) * fps
            yield name, float(off.mean()), float(np.quantile(off, 0.9))


def _group(key: str, other: str) -> str:
    """Which yardstick two trials are for; "" for none."""
    (skater, jump, _), (who, what, _) = key.split("_"), other.split("_")
    if skater == who:
        return AGAIN if jump == what else ""
    return SAME if jump == what else OTHER


def likenesses(folder: Path) -> Iterator[tuple[str, float]]:
    """How like captured jumps are to others, through cameras of their own."""
    trials = captures.trials(folder)
    for number, (key, trial) in enumerate(list(trials.items())[::EVERY]):
        for name in (AGAIN, SAME, OTHER):
            others = [one for one in trials if one != key and _group(key, one) == name]
            if not others:
                continue
            other = trials[others[number % len(others)]]
            first = moving(whole(trial), 30, number, deep=True)
            second = moving(whole(other), 30, number + 100, deep=True)
            middles = [(t.flights[0].takeoff + t.flights[0].landing) / 2 for t in (trial, other)]
            starts = [np.flatnonzero(np.isfinite(t.body[:, 23, 0]))[0] / 60 for t in (trial, other)]
            here, there = (m - s for m, s in zip(middles, starts, strict=True))
            try:
                found = aligned(first, second, [(here, there)])
            except NothingSeen:
                continue
            value = found.between(here - 1, here + 1)
            if value is not None:
                yield name, value


def hands_off(folder: Path, every: int) -> Iterator[tuple[float, bool]]:
    """How far off the hands are told from the axis of the body in the air, in metres, and whether
    the interval holds the truth: the mean of both wrists from the middle of hips and shoulders, in
    space. Take-off, landing and rotation are the true ones; less than a turn is left out."""
    for number, trial in enumerate(list(captures.trials(folder).values())[::every]):
        truth = trial.flights[0]
        first, last = round(truth.takeoff * captures.RATE), round(truth.landing * captures.RATE)
        body = trial.body[first : last + 1, :, :2]
        middle = body[:, [PLACE[name] for name in TRUNK]].mean(axis=1, keepdims=True)
        wrists = body[:, [PLACE["left_wrist"], PLACE["right_wrist"]]]
        true = float(np.nanmean(np.linalg.norm(wrists - middle, axis=2)))
        for fps in (60, 30):
            seen = captures.seen(trial, fps=fps, seed=number, camera=True)
            found = measures.hands(motion.of(seen.poses), flown(truth))
            if found.value is not None and found.low is not None and found.high is not None:
                yield abs(found.value - true), found.low <= true <= found.high


def flown(truth: captures.Truth) -> Flight:
    """A flight of which all is known that is true."""
    takeoff, landing, air, height, rise, turns = (
        Estimate(one, one, one, "")
        for one in (
            truth.takeoff,
            truth.landing,
            truth.air_time,
            truth.height,
            truth.rise,
            truth.rotation,
        )
    )
    no = Chance(None)
    return Flight(
        takeoff, landing, air, height, rise, turns, no, no, no, None, "cannot tell", complete=True
    )


def main() -> None:
    folder = Path(sys.argv[1])
    for deep in (False, True):
        told: dict[str, list[tuple[float, float]]] = {}
        for name, mean, most in frames_off(folder, deep=deep):
            told.setdefault(name, []).append((mean, most))
        print("with depth" if deep else "without depth", "(frames of the reference)")
        for name, rows in told.items():
            mean, most = np.mean(rows, axis=0)
            middle = np.median([one for one, _ in rows])
            print(f"  {name}: mean {mean:.2f}, median trial {middle:.2f}, 90 % under {most:.1f}")
    yards: dict[str, list[float]] = {}
    for name, value in likenesses(folder):
        yards.setdefault(name, []).append(value)
    for name, values in yards.items():
        print(f"{name}: {np.mean(values):.2f} of {len(values)}")
    off, held = zip(*hands_off(folder, 4), strict=True)
    print(
        f"hands from the axis, {len(off)}: {100 * np.mean(off):.1f} cm off,"
        f" 90 % under {100 * np.quantile(off, 0.9):.1f} cm, {100 * np.mean(held):.0f} % inside"
    )


if __name__ == "__main__":
    main()
