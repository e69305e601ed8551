"""How fast somebody turns, told from how the picture of the body comes back to itself.

Pose trackers lose a body that spins, but its picture repeats turn by turn. The likeness of each
picture to those some time later has a crest at one turn; at half a turn there is a lower one, for
front and back are not the same. The period is followed through time by dynamic programming
(Viterbi, 1967), so that it changes smoothly.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kissandcry.video.poses import Bytes, Floats

Looks = NDArray[np.float32]

FASTEST: Final = 6.5  # turns a second; the record of spins on ice is below 6 (recalled)
SLOWEST: Final = 0.7
_PERIODS: Final = 90  # that are tried, evenly by their logarithm
_WINDOW: Final = 1.1  # periods over which a likeness is averaged
_CHANGE: Final = 90.0  # what it costs that the logarithm of the period changes, by its square
_SHIFTS: Final = ((0, 0), (0, 1), (0, -1), (1, 0), (-1, 0), (0, 2), (0, -2))
_FEWEST: Final = 20  # frames
_BLOCK: Final = 600
_EVEN: Final = 0.2  # of the usual time between frames, by which it may differ
_AROUND: Final = 0.3  # seconds on each side whose mean is what stays the same
_PART: Final = 0.65  # of the likeness at parts of a period, taken off
_UNLIKE: Final = -0.2  # what a period is worth where too few pairs of pictures are there


@dataclass(frozen=True, slots=True, eq=False)
class Turning:
    """For each time (n,): `speed` in turns a second, and `repeats`, how much more alike pictures
    one turn apart are than those half and a quarter of a turn apart: 1 at most, 0 or less where
    nothing turns."""

    times: Floats
    speed: Floats
    repeats: Floats


def turning(times: Floats, pictures: Bytes) -> Turning:
    """How fast the body turns at each time, wherever it does. `pictures` is (n, high, wide).

    Where the time from frame to frame varies, the pictures nearest to even times are compared.
    """
    steps = np.diff(times)
    step = float(np.median(steps)) if len(steps) else 1.0
    if not len(steps) or float(np.abs(steps - step).max()) < _EVEN * step:
        return _evenly(times, pictures, step)
    even = np.arange(times[0], times[-1] + step / 2, step)
    middles = (times[1:] + times[:-1]) / 2
    found = _evenly(even, pictures[np.searchsorted(middles, even)], step)
    near = np.clip(np.rint((times - times[0]) / step).astype(int), 0, len(even) - 1)
    return Turning(times, found.speed[near], found.repeats[near])


def _evenly(times: Floats, pictures: Bytes, step: float) -> Turning:
    n = len(times)
    longest = min(int(1.1 / SLOWEST / step), n - 1)
    periods = np.exp(np.linspace(np.log(1 / FASTEST), np.log(1 / SLOWEST), _PERIODS))
    periods = periods[periods < (longest - 1) * step]
    if n < _FEWEST or not len(periods):
        return Turning(times, np.full(n, SLOWEST), np.zeros(n))
    around = max(round(_AROUND / step), 2)
    likeness = np.full((n, longest + 1), np.nan)
    for first in range(0, n, _BLOCK):  # in blocks, so that memory does not grow with the clip
        begin, end = max(first - around, 0), min(first + _BLOCK + longest + around, n)
        part = _likeness(_plain(pictures[begin:end]), min(longest, end - begin - 1), around)
        rows = slice(first - begin, min(first + _BLOCK, n) - begin)
        likeness[first : first + _BLOCK, : part.shape[1]] = part[rows]
    crests = [_crest(likeness, one / step) for one in periods]
    path = _smooth_path(np.stack([one for one, _ in crests], axis=1), np.log(periods), step)
    repeats = np.stack([one for _, one in crests], axis=1)[np.arange(n), path]
    return Turning(times, 1 / periods[path], repeats)


def _plain(pictures: Bytes) -> Looks:
    """Pictures without their light and their mean over time, which a background leaves."""
    looks = pictures.astype(np.float32)
    looks -= looks.mean(axis=(1, 2), keepdims=True)
    high, wide = looks.shape[1:]
    rows = np.hanning(high + 2)[1:-1] ** 0.5
    columns = np.hanning(wide + 2)[1:-1] ** 0.5
    return np.asarray(looks * rows[:, None] * columns, np.float32)


def _likeness(looks: Looks, longest: int, around: int) -> Floats:
    """(n, lags): the correlation of each picture with that so many frames later, slightly shifted
    where that fits better; NaN past the end. The usual likeness of all lags is taken off."""
    n = len(looks)
    local = _mean_away(looks, around)
    found = np.full((n, longest + 1), np.nan)
    flat = local.reshape(n, -1)
    length = np.linalg.norm(flat, axis=1) + 1e-6
    shifted = [np.roll(local, one, axis=(1, 2)).reshape(n, -1) for one in _SHIFTS]
    for lag in range(1, longest + 1):
        each = [np.einsum("ij,ij->i", flat[:-lag], one[lag:]) for one in shifted]
        found[: n - lag, lag] = np.max(each, axis=0) / (length[:-lag] * length[lag:])
    return found


def _mean_away(looks: Looks, around: int) -> Looks:
    """Pictures less what stays the same around them in time."""
    n = len(looks)
    total = np.concatenate([np.zeros((1, *looks.shape[1:])), np.cumsum(looks, axis=0)])
    first = np.clip(np.arange(n) - around, 0, n)
    last = np.clip(np.arange(n) + around + 1, 0, n)
    mean = (total[last] - total[first]) / (last - first)[:, None, None]
    return np.asarray(looks - mean, np.float32)


def _crest(likeness: Floats, lag: float) -> tuple[Floats, Floats]:
    """What a period of `lag` frames is worth at each time (n,), for choosing one and for telling
    whether it repeats at all: the likeness of pictures one period apart, less that at parts of
    it, averaged around each time. A third tells two or three turns from one; it stands in the
    choice alone, for bodies that turn slowly change little in it."""
    n = len(likeness)
    parts = [_apart(likeness, lag * part) for part in (1 / 2, 3 / 4, 1 / 3, 2 / 3)]
    quarter = _apart(likeness, lag / 4) if lag >= 4 else np.full(n, -np.inf)
    half, third = parts[0], np.fmax(parts[2], parts[3])
    worth = _apart(likeness, lag) - _PART * np.maximum(half, 0)
    worth -= _PART * np.maximum(np.fmax(parts[1], quarter), 0)
    wide = min(max(round(_WINDOW * lag), 3), n - 2)
    return _averaged(worth - _PART * np.maximum(third, 0), wide), _averaged(worth, wide)


def _apart(likeness: Floats, lag: float) -> Floats:
    """(n,): the likeness of the pictures so many frames apart (between whole frames by a cubic,
    Keys 1981) around each time; below one frame there is none. A pair belongs to the time in
    its middle."""
    n, many = likeness.shape
    if lag < 1:
        return np.full(n, -np.inf)
    low = min(int(lag), many - 2)
    x = lag - low
    weights: tuple[tuple[float, int], ...] = ((1 - x, low), (x, low + 1))
    if 2 <= low < many - 2:
        weights = (
            (((2 - x) * x - 1) * x / 2, low - 1),
            (((3 * x - 5) * x * x + 2) / 2, low),
            (((4 - 3 * x) * x + 1) * x / 2, low + 1),
            ((x - 1) * x * x / 2, low + 2),
        )
    value = np.sum([weight * likeness[:, column] for weight, column in weights], axis=0)
    back = round(lag / 2)
    return np.concatenate([np.full(back, np.nan), value[: n - back]])


def _averaged(value: Floats, wide: int) -> Floats:
    kernel = np.hanning(wide + 2)[1:-1]
    known = np.isfinite(value)
    total = np.convolve(np.where(known, value, 0), kernel, "same")
    weight = np.convolve(known.astype(float), kernel, "same")
    return np.asarray(np.where(weight > 0.3 * kernel.sum(), total / (weight + 1e-9), _UNLIKE))


def _smooth_path(
    crest: Floats, logs: Floats, step: float
) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """The period at each time, by number: high crests, few changes."""
    n, many = crest.shape
    cost = _CHANGE * ((logs[:, None] - logs[None]) / (step * 4)) ** 2 * step
    gain = crest[0].copy()
    came = np.zeros((n, many), np.intp)
    for row in range(1, n):
        whole = gain[None] - cost
        came[row] = np.argmax(whole, axis=1)
        gain = whole[np.arange(many), came[row]] + crest[row]
    path = np.zeros(n, np.intp)
    path[-1] = int(np.argmax(gain))
    for row in range(n - 1, 0, -1):
        path[row - 1] = came[row, path[row]]
    return path
