"""When a flight begins and ends, to a fraction of a frame.

Rough times are moved by what the heights around both of them say: a small network, applied a few
times, fitted to motion capture of jumps seen through cameras (docs/video/jumps.md says how). It
also says how far off its own times may be.
"""

from functools import cache
from importlib import resources
from typing import Final, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from kissandcry.video.jumps.heights import RATE, Heights
from kissandcry.video.jumps.net import Net
from kissandcry.video.poses import Floats

STEPS: Final = 4
_REACH: Final = 16  # samples on each side of a time
_OFFSETS: Final = np.arange(-_REACH, _REACH + 1) / RATE
_GROUND: Final = 8  # samples, farthest on the side of the ice, from which heights are counted
_LEAST: Final = 0.7  # of the samples must be known
_MOST: Final = 0.12  # seconds by which a time is moved at once
_BEYOND: Final = 0.1  # seconds by which a window may reach over the end of the clip
_FAR: Final = 36  # samples on each side of a moment that may be in the air
_PLACES: Final = np.arange(-_FAR, _FAR + 1, 2)
IN: Final = 0.1  # seconds: the unit in which the network tells times


class Width(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the network's own doubt is multiplied by to be the half of a 90 % interval."""

    takeoff: float
    landing: float
    air_time: float


class Edges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`air` (111 -> 1) is more than 0 in the air, `real` (10 -> 1) for a flight that is one;
    `edges` (199 -> 4) says how far take-off and landing are off, and the logarithm of its doubt
    about both; `width` is by frames a second; `fitted` says to what."""

    air: Net
    real: Net
    edges: Net
    width: dict[int, Width]
    fitted: str


class Settled(NamedTuple):
    """Take-off and landing (seconds), and the network's doubt about each (seconds)."""

    takeoff: float
    landing: float
    doubt: tuple[float, float]


@cache
def shipped() -> Edges:
    """The functions that come with the program."""
    path = resources.files("kissandcry.video.jumps") / "edges.json"
    return msgspec.json.decode(path.read_bytes(), type=Edges)


def window(heights: Heights, takeoff: float, landing: float) -> Floats | None:
    """(199,): the heights around take-off and landing, from the ice into the air, counted from the
    ice, and the time between; None where too few are known."""
    parts = []
    for time, sign in ((takeoff, 1), (landing, -1)):
        there = time + sign * _OFFSETS
        ends = heights.times[0] - _BEYOND, heights.times[-1] + _BEYOND
        if there.min() < ends[0] or there.max() > ends[1]:
            return None
        near = np.abs(heights.times - time) <= (_REACH + 4) / RATE
        columns = []
        for one in heights.values.T:
            known = near & np.isfinite(one)
            if known.sum() < _LEAST * len(_OFFSETS):
                return None
            columns.append(np.interp(there, heights.times[known], one[known]))
        values = np.stack(columns, axis=1)
        parts.append((values - values[:_GROUND].mean(axis=0)).ravel())
    return np.concatenate([*parts, [landing - takeoff]])


def settled(heights: Heights, takeoff: float, landing: float, net: Net) -> Settled | None:
    """The times as the heights have them; None where too few are known."""
    doubt = (0.0, 0.0)
    for _ in range(STEPS):
        values = window(heights, takeoff, landing)
        if values is None:
            return None
        first, last, one, other = net.of(values[None])[0]
        takeoff += float(np.clip(first * IN, -_MOST, _MOST))
        landing += float(np.clip(last * IN, -_MOST, _MOST))
        doubt = (float(np.exp(one)) * IN, float(np.exp(other)) * IN)
    return Settled(takeoff, landing, doubt)


def in_air(heights: Heights, net: Net) -> Floats:
    """(n,): how much a moment looks like one in the air, more than 0 where it does; NaN at the ends
    and where too little is known."""
    found = np.full(len(heights.times), np.nan)
    rows, windows = around(heights)
    if len(rows):
        found[rows] = net.of(windows)[:, 0]
    return found


def around(heights: Heights) -> tuple[NDArray[np.intp], Floats]:
    """The moments that have enough before and after them, and the heights around each, counted from
    their mean: (moments, 111)."""
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
    return rows[kept], windows[kept].reshape(int(kept.sum()), int(np.prod(windows.shape[1:])))
