"""Beats: the best path through the evidence for one, with a tempo that may bend.

How likely each moment is a beat comes from a small fitted function of what begins around it
(`beats.json`: layers of weights; docs/video/music.md tells what it was fitted on). The path is
found by dynamic programming over the time of a beat and the distance from the one before, as in
D. Ellis, Beat Tracking by Dynamic Programming (2007), with the distance as a part of the state, as
in F. Krebs, S. Böck and G. Widmer (ISMIR 2015): a ritardando costs little, a jump much.
"""

from functools import lru_cache
from pathlib import Path
from typing import Final

import msgspec
import numpy as np

from kissandcry.video.music.curves import FRAMES, Floats

DISTANCES: Final = np.arange(34, 101)  # frames from beat to beat: 60 to 177 a minute
_OFFSETS: Final = (0, 2, 5, 9, 14, 20, 28, 38, 50, 64, 80, 100)  # frames looked at around a moment
_BLOCK: Final = 2048


class Layers(msgspec.Struct, frozen=True):
    """One fitted function: `hidden` (inputs, units), `bias` (units,), `out` (units,), `rest`."""

    hidden: list[list[float]]
    bias: list[float]
    out: list[float]
    rest: float


class Fitted(msgspec.Struct, frozen=True):
    """What was fitted: `mean` and `spread` of each input, functions of which the mean counts, and
    how the path weighs an even tempo and a usual one (`centre`, beats a minute)."""

    mean: list[float]
    spread: list[float]
    layers: list[Layers]
    tight: float
    usual: float
    centre: float
    constant: float
    first: float


@lru_cache(maxsize=1)
def fitted() -> Fitted:
    """The function that comes with this library."""
    file = Path(__file__).with_name("beats.json")
    return msgspec.json.decode(file.read_bytes(), type=Fitted)


def _around(curves: Floats) -> list[Floats]:
    """The curves before and after each frame, the further away the wider the look."""
    frames, far = len(curves), 160
    padded = np.pad(curves, ((far, far), (0, 0)))
    looks = []
    for offset in _OFFSETS:
        side = offset // 8
        widest = padded.copy()
        for step in range(1, side + 1):
            np.maximum(widest[step:], padded[:-step], out=widest[step:])
            np.maximum(widest[:-step], padded[step:], out=widest[:-step])
        for sign in (0,) if offset == 0 else (-offset, offset):
            looks.append(widest[far + sign : far + sign + frames])
    return looks


def evidence(curves: Floats) -> Floats:
    """(frames,): the logarithm of the odds that a frame is a beat rather than not."""
    known = fitted()
    looks = _around(curves)
    mean, spread = (np.array(one, np.float32) for one in (known.mean, known.spread))
    layers = [
        (np.array(one.hidden, np.float32), np.array(one.bias), np.array(one.out), one.rest)
        for one in known.layers
    ]
    odds = np.empty(len(curves), dtype=np.float32)
    for first in range(0, len(curves), _BLOCK):
        block = np.concatenate([look[first : first + _BLOCK] for look in looks], axis=1)
        block = (block - mean) / spread
        said = [np.maximum(0, block @ a + b) @ out + rest for a, b, out, rest in layers]
        odds[first : first + _BLOCK] = np.mean(np.clip(said, -9, 9), axis=0)
    return odds


def path(odds: Floats) -> tuple[int, ...]:
    """The frames of the beats: those of the path with the most evidence.

    A beat at a frame, `distance` frames after the one before, scores its evidence, less for a
    distance unlike the one before and for a tempo far from the usual.
    """
    known, frames, many = fitted(), len(odds), len(DISTANCES)
    logs = np.log(DISTANCES)
    bend = (-known.tight * (logs[:, None] - logs[None, :]) ** 2).astype(np.float32)
    octaves = (logs - np.log(60 * FRAMES / known.centre)) / np.log(2)
    each = (known.constant - known.usual * octaves**2) * DISTANCES / FRAMES
    worth = odds.copy()
    worth[:8] += known.first  # music begins on a beat more often than not
    best = np.zeros((frames, many), dtype=np.float32)  # up to this beat, for each next distance
    came = np.zeros((frames, many), dtype=np.int8)  # its own distance
    ends = np.empty((min(frames, int(DISTANCES[-1])), many))
    columns = np.arange(many)
    for frame in range(frames):
        since = frame - DISTANCES
        reached = best[since, columns] + each
        reached = np.where(since < 0, each * np.minimum(1, frame / DISTANCES), reached)
        reached += worth[frame]
        left = frames - 1 - frame
        if left < len(ends):
            ends[left] = reached + each * np.minimum(1, left / DISTANCES)
        ways = reached[:, None] + bend
        came[frame] = ways.argmax(axis=0)
        best[frame] = ways[came[frame], columns]
    left, column = divmod(int(ends.argmax()), many)
    found = [frames - 1 - left]
    while (earlier := found[-1] - int(DISTANCES[column])) >= 0:
        column = int(came[earlier, column])
        found.append(earlier)
    return tuple(reversed(found))
