"""When the body shows its other side: front for back, as a turn on the ice does."""

from typing import Final

import numpy as np

from kissandcry.video.motion import Motion
from kissandcry.video.poses import PLACE, Floats

_SIDE: Final = 0.12  # seconds to each side over which places are averaged
_PLAIN: Final = 0.07  # metres from one side of the body to the other, from which a side is told
_PAIRS: Final = ("shoulder", "hip")


def facing(motion: Motion) -> Floats:
    """(frames,): 1 where the left of the body is to the right in the picture (it faces the
    camera), -1 where it is to the left, held in between; NaN where it is not seen."""
    wide = mean(motion.times, _width(motion), -_SIDE, _SIDE)
    side = np.sign(wide) * (np.abs(wide) > _PLAIN)
    found = np.full(len(wide), np.nan)
    bounds = [0, *motion.cuts, len(wide)]
    last = 0.0
    for row, one in enumerate(side):
        if row in bounds:
            last = 0.0
        if np.isfinite(one):
            last = one or last
            found[row] = last
    return found


def changes(motion: Motion, side: Floats) -> Floats:
    """The times (n,) at which the body shows its other side, as `facing` has it; not across a
    cut."""
    known = np.flatnonzero(np.isfinite(side) & (side != 0))
    if len(known) < 2:
        return np.zeros(0)
    shot = np.searchsorted(motion.cuts, known, side="right")
    turned = (np.diff(side[known]) != 0) & (np.diff(shot) == 0)
    return np.asarray((motion.times[known[1:]] + motion.times[known[:-1]])[turned] / 2)


def _width(motion: Motion) -> Floats:
    """Metres from right to left, to the right in the picture, the mean of shoulders and hips."""
    angle = np.zeros(len(motion.times))
    if motion.camera is not None:
        maps = motion.camera.steady
        angle = np.nan_to_num(np.arctan2(maps[:, 1, 0], maps[:, 0, 0]))
    pairs = []
    for name in _PAIRS:
        over = motion.joints[:, PLACE[f"left_{name}"]] - motion.joints[:, PLACE[f"right_{name}"]]
        pairs.append(over[:, 0] * np.cos(angle) + over[:, 1] * np.sin(angle))
    both = np.stack(pairs) / motion.scale
    known = np.isfinite(both)
    total = np.where(known, both, 0).sum(axis=0)
    return np.asarray(np.where(known.any(axis=0), total / np.maximum(known.sum(axis=0), 1), np.nan))


def mean(times: Floats, values: Floats, begin: float, end: float) -> Floats:
    """The mean (frames, ...) of what is known from `begin` to `end` seconds beside each time; NaN
    where less than a third is."""
    known = np.isfinite(values)
    first = np.searchsorted(times, times + begin - 1e-9)
    last = np.searchsorted(times, times + end + 1e-9)
    nothing = np.zeros((1, *values.shape[1:]))
    total = np.concatenate([nothing, np.cumsum(np.where(known, values, 0), axis=0)])
    many = np.concatenate([nothing, np.cumsum(known, axis=0)])
    here = many[last] - many[first]
    whole = (last - first).reshape(-1, *[1] * (values.ndim - 1))
    found = (total[last] - total[first]) / np.maximum(here, 1)
    return np.asarray(np.where((here > 0) & (3 * here >= whole), found, np.nan))
