"""The heights that a flight is told by: the centre of mass and the feet, in metres."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from kissandcry.video.motion import Motion
from kissandcry.video.poses import PLACE, Floats

RATE: Final = 60.0  # a second; all clips are looked at in this rhythm
_GAP: Final = 0.12  # seconds that are bridged
# Segments of the body: their ends and share of the mass (de Leva, 1996, mean of both sexes;
# recalled), the head with the ears or the nose.
_SEGMENTS: Final = (
    ("shoulder", "elbow", 0.026),
    ("elbow", "wrist", 0.021),
    ("hip", "knee", 0.145),
    ("knee", "ankle", 0.046),
    ("heel", "foot_index", 0.013),
)
_TRUNK: Final = (0.45, 0.43)  # where its centre is from the shoulders on, its share
_HEAD: Final = 0.07
MANY: Final = 3


@dataclass(frozen=True, slots=True, eq=False)
class Heights:
    """`times` (n,) evenly, `values` (n, 3) in metres upwards in the steady picture, NaN where not
    known: the centre of mass; the lowest point of the feet; the lower foot as a whole.

    More of the body tells flights better of skaters who are known and worse of those who are not.
    """

    times: Floats
    values: Floats


def heights(motion: Motion, first: int, last: int) -> Heights:
    """The heights between two frames of one shot."""
    times = motion.times[first:last]
    even = np.arange(times[0], times[-1] + 1e-9, 1 / RATE)
    up = -motion.joints[first:last, :, 1] / motion.scale[first:last, None]
    rows = np.stack([_even(times, one, even) for one in up.T], axis=1)

    def at(name: str) -> Floats:
        return np.asarray(rows[:, PLACE[name]])

    def both(name: str) -> Floats:
        return _mean(np.stack([at(f"left_{name}"), at(f"right_{name}")]))

    shoulders, hips = both("shoulder"), both("hip")
    feet = [np.stack([at(f"{side}_foot_index"), at(f"{side}_heel")]) for side in ("left", "right")]
    lowest = [_least(one) for one in feet]
    mean = [
        _mean(np.stack([*one, at(f"{side}_ankle")]))
        for one, side in zip(feet, ("left", "right"), strict=True)
    ]
    values = np.stack(
        [
            _centre(at, shoulders, hips),
            _least(np.stack(lowest)),
            _least(np.stack(mean)),
        ],
        axis=1,
    )
    return Heights(even, values)


def _centre(at: "object", shoulders: Floats, hips: Floats) -> Floats:
    """The centre of mass, of those segments that are known; it needs the trunk."""
    assert callable(at)
    low, share = _TRUNK
    total = share * ((1 - low) * shoulders + low * hips)
    weight = np.full(len(hips), share)
    parts: list[tuple[Floats, float]] = [(np.asarray(at("nose")), _HEAD)]
    for side in ("left", "right"):
        for one, other, mass in _SEGMENTS:
            middle = (at(f"{side}_{one}") + at(f"{side}_{other}")) / 2
            parts.append((np.asarray(middle), mass))
    for values, mass in parts:
        known = np.isfinite(values)
        # Of what is not known it is taken that it goes with the hips.
        total += mass * np.where(known, values, hips)
        weight += mass
    return np.asarray(total / weight)


def _even(times: Floats, values: Floats, even: Floats) -> Floats:
    """Values at other times; NaN in gaps that are not bridged."""
    known = np.isfinite(values)
    if known.sum() < 2:
        return np.full(len(even), np.nan)
    here, own = times[known], values[known]
    found = np.interp(even, here, own, left=np.nan, right=np.nan)
    after = np.clip(np.searchsorted(here, even), 1, len(here) - 1)
    wide = here[after] - here[after - 1] > max(_GAP, 2.5 * float(np.median(np.diff(times))))
    return np.asarray(np.where(wide, np.nan, found))


def _mean(values: Floats) -> Floats:
    known = np.isfinite(values)
    total = np.where(known, values, 0).sum(axis=0)
    count = known.sum(axis=0)
    return np.asarray(np.where(count > 0, total / np.maximum(count, 1), np.nan))


def _least(values: Floats) -> Floats:
    found = np.where(np.isfinite(values), values, np.inf).min(axis=0)
    return np.asarray(np.where(np.isfinite(found), found, np.nan))
