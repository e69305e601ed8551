"""When a flight begins and ends, to a fraction of a frame.

A rough time is moved by what the heights around it say: a linear function of them, applied four
times, fitted to motion capture of jumps seen through cameras (docs/video/review.md says how).
"""

from functools import cache
from importlib import resources
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from kissandcry.video.jumps.heights import RATE, Heights
from kissandcry.video.poses import Floats

STEPS: Final = 4
_REACH: Final = 15  # samples on each side
OFFSETS: Final = np.arange(-_REACH, _REACH + 1) / RATE
_FAR: Final = 36  # samples on each side of a moment that may be in the air
_PLACES: Final = np.arange(-_FAR, _FAR + 1, 2)
_RARE: Final = 4.0  # moments in the air count so often
_GROUND: Final = 8  # samples, farthest on the side of the ice, from which heights are counted
_LEAST: Final = 0.7  # of the samples must be known
_MOST: Final = 0.12  # seconds by which a time is moved at once


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One linear function: `mean` and `weights` (217,) of the heights, and what is added."""

    mean: tuple[float, ...]
    weights: tuple[float, ...]
    plus: float


class Edges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The functions of take-off and landing, `air`, which is more than 0 in the
    air, and `real`, more than 0 for a flight that is one.
    `spread` holds, for clips of so many frames a second,
    the half of the 90 % interval of take-off, landing (seconds), air time (seconds), and height
    (metres)."""

    air: Step
    real: Step
    takeoff: tuple[Step, ...]
    landing: tuple[Step, ...]
    spread: dict[int, tuple[float, float, float, float]]
    fitted: str


@cache
def shipped() -> Edges:
    """The functions that come with the program."""
    path = resources.files("kissandcry.video.jumps") / "edges.json"
    return msgspec.json.decode(path.read_bytes(), type=Edges)


def window(heights: Heights, time: float, *, landing: bool) -> Floats | None:
    """(217,): the heights around a time, from the ice into the air, counted from the ice; None
    where too few are known."""
    there = time + (-OFFSETS if landing else OFFSETS)
    if there.min() < heights.times[0] - 0.1 or there.max() > heights.times[-1] + 0.1:
        return None
    columns = []
    for one in heights.values.T:
        known = np.isfinite(one)
        near = known & (np.abs(heights.times - time) <= (_REACH + 4) / RATE)
        if near.sum() < _LEAST * (2 * _REACH + 1):
            return None
        columns.append(np.interp(there, heights.times[near], one[near]))
    values = np.stack(columns, axis=1)
    return np.asarray((values - values[:_GROUND].mean(axis=0)).ravel())


def moved(heights: Heights, time: float, steps: tuple[Step, ...], *, landing: bool) -> float | None:
    """The time as the heights have it; None where too few are known."""
    for step in steps:
        values = window(heights, time, landing=landing)
        if values is None:
            return None
        change = float((values - np.array(step.mean)) @ np.array(step.weights)) + step.plus
        time += float(np.clip(change, -_MOST, _MOST))
    return time


def in_air(heights: Heights, step: Step) -> Floats:
    """(n,): how much a moment looks like one in the air, more than 0 where it does; NaN at the ends
    and where too little is known."""
    found = np.full(len(heights.times), np.nan)
    rows, windows = _around(heights)
    found[rows] = (windows - np.array(step.mean)) @ np.array(step.weights) + step.plus
    return found


def _around(heights: Heights) -> tuple[NDArray[np.intp], Floats]:
    """The moments that have enough before and after them, and the heights around each, counted from
    their mean: (moments, 259)."""
    many = len(heights.times)
    known = np.isfinite(heights.values)
    filled = heights.values.copy()
    for column, own in zip(filled.T, known.T, strict=True):
        if own.sum() >= 2:
            column[:] = np.interp(np.arange(many), np.flatnonzero(own), column[own])
    rows = np.arange(_FAR, many - _FAR)
    if not len(rows) or not np.isfinite(filled).all():
        return np.zeros(0, np.intp), np.zeros((0, len(_PLACES) * filled.shape[1]))
    windows = filled[rows[:, None] + _PLACES[None]]
    windows -= windows.mean(axis=1, keepdims=True)
    enough = np.convolve(known.all(axis=1), np.ones(2 * _FAR + 1) / (2 * _FAR + 1), "valid")
    kept = enough > _LEAST
    return rows[kept], windows[kept].reshape(int(kept.sum()), -1)


def fit_air(samples: list[tuple[Heights, float, float]], penalty: float) -> Step:
    """Fit what tells moments in the air from others to heights and the true flights."""
    windows, targets = [], []
    for heights, takeoff, landing in samples:
        rows, own = _around(heights)
        times = heights.times[rows]
        windows.append(own)
        targets.append(np.where((times > takeoff) & (times < landing), 1.0, -1.0))
    x, y = np.concatenate(windows), np.concatenate(targets)
    weight = np.where(y > 0, _RARE, 1.0)
    mean, plus = np.average(x, axis=0, weights=weight), float(np.average(y, weights=weight))
    weighed = (x - mean) * weight[:, None]
    matrix = weighed.T @ (x - mean) + penalty * np.eye(x.shape[1])
    return Step(_round(mean), _round(np.linalg.solve(matrix, weighed.T @ (y - plus))), plus)


def fit_real(rows: list[Floats], flown: list[bool], penalty: float) -> Step:
    """Fit what tells flights from what only looks like one: logistic regression, by Newton."""
    x, y = np.array(rows), np.array(flown, np.float64)
    mean = x.mean(axis=0)
    wide = x.std(axis=0) + 1e-9
    z = np.c_[(x - mean) / wide, np.ones(len(x))]
    weights = np.zeros(z.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(z @ weights, -30, 30)))
        slope = z.T @ (chance - y) + penalty * weights
        curve = (z * (chance * (1 - chance))[:, None]).T @ z + penalty * np.eye(z.shape[1])
        weights -= np.linalg.solve(curve, slope)
    return Step(_round(mean), _round(weights[:-1] / wide), float(weights[-1]))


def fit(
    samples: list[tuple[Heights, float]], *, landing: bool, penalty: float, seed: int
) -> tuple[Step, ...]:
    """Fit the functions to heights and true times: ridge regression from rough times, then from
    what the function before made of them."""
    rng = np.random.default_rng(seed)
    rough = [time + rng.normal(0, 0.06) for _, time in samples]
    steps: list[Step] = []
    for _ in range(STEPS):
        rows, targets, kept = [], [], []
        for number, ((heights, true), time) in enumerate(zip(samples, rough, strict=True)):
            values = window(heights, time, landing=landing)
            if values is not None:
                rows.append(values)
                targets.append(true - time)
                kept.append(number)
        x, y = np.array(rows), np.array(targets)
        mean = x.mean(axis=0)
        matrix = (x - mean).T @ (x - mean) + penalty * np.eye(x.shape[1])
        weights = np.linalg.solve(matrix, (x - mean).T @ (y - y.mean()))
        steps.append(Step(_round(mean), _round(weights), float(y.mean())))
        change = (x - mean) @ weights + y.mean()
        for number, one in zip(kept, change, strict=True):
            rough[number] += float(np.clip(one, -_MOST, _MOST)) + rng.normal(0, 0.012)
    return tuple(steps)


def _round(values: NDArray[np.floating[Any]]) -> tuple[float, ...]:
    return tuple(float(f"{one:.4g}") for one in values)
