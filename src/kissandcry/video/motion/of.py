"""From poses to motion: the camera taken out, slips mended or left out, metres for pixels."""

from itertools import pairwise
from typing import Final

import numpy as np

from kissandcry.core import NothingSeen, SyntaxProblem
from kissandcry.video.motion.model import Motion
from kissandcry.video.motion.sides import exchanged
from kissandcry.video.poses import MIRRORED, PLACE, Floats, Poses

STATURE: Final = 1.62  # metres, where it is not told; of skaters (recalled)
_UNSURE: Final = (0.02, 0.06)  # of the scale: told, not told
_VISIBLE: Final = 0.1
# Lengths by the height of the body: Drillis and Contini, 1966 (recalled), between joints.
_LEG: Final = ("hip", "knee", "ankle", 0.245 + 0.246)
_TRUNK: Final = 0.288
_LONG: Final = 0.85  # the share of lengths seen under which one lies that is not foreshortened
_AROUND: Final = 1.2  # seconds on each side in which a length is looked for
_STANDING: Final = 1.5  # seconds on each side of the usual height of the hips
_SLIP: Final = 0.12  # metres off the landmarks' own course, over which it is no movement
_COURSE: Final = 0.09  # seconds on each side


def of(poses: Poses, *, stature: float | None = None) -> Motion:
    """The motion of one person; `stature` is the height of the body in metres, where it is known.

    Raises `NothingSeen` where the person is in no frame, and `SyntaxProblem` for a height that
    nobody has.
    """
    if stature is not None and not 0.8 <= stature <= 2.3:
        raise SyntaxProblem(f"the skater's height is {stature} m; it is from 0.8 to 2.3 m")
    if not poses.seen.any():
        raise NothingSeen("the person is in none of the frames")
    cuts = () if poses.camera is None else poses.camera.cuts
    joints = _steady(poses)
    bounds = (0, *cuts, len(poses))
    scale = np.full(len(poses), np.nan)
    lift = np.full(len(poses), np.nan)
    mended = 0
    world = poses.world.copy()
    for first, last in pairwise(bounds):
        part = slice(first, last)
        times = poses.times[part]
        rough = _scale(times, joints[part], stature or STATURE)
        if not np.isfinite(rough).any():
            continue
        swapped = exchanged(joints[part], float(np.nanmedian(rough)) * (stature or STATURE))
        mended += int(swapped.sum())
        rows = np.flatnonzero(swapped) + first
        joints[rows] = joints[rows][:, list(MIRRORED)]
        world[rows] = world[rows][:, list(MIRRORED)]
        joints[part] = _without_slips(times, joints[part], rough)
        scale[part] = _scale(times, joints[part], stature or STATURE)
        lift[part] = _lift(times, _hips(joints[part]), scale[part])
    notes = []
    if mended > 0.02 * len(poses):
        notes.append(f"left and right were exchanged in {mended} of {len(poses)} frames")
    return Motion(
        poses.times,
        poses.fps,
        joints,
        poses.seen,
        scale,
        _hips(joints),
        lift,
        world,
        poses.size,
        stature or STATURE,
        _UNSURE[0] if stature else _UNSURE[1],
        tuple(cuts),
        tuple(notes),
        poses.camera,
    )


def _steady(poses: Poses) -> Floats:
    """The landmarks in the steady picture; those that the tracker did not see are NaN."""
    image = np.where((poses.visibility > _VISIBLE)[..., None], poses.image, np.nan)
    if poses.camera is None:
        return np.asarray(image, np.float64)
    maps = poses.camera.steady.copy()
    last = np.eye(3)[:2]
    for row, one in enumerate(maps):
        if row in poses.camera.cuts:
            last = np.eye(3)[:2]
        if np.isfinite(one).all():
            last = one.copy()
        else:
            maps[row] = last
    return np.asarray(np.einsum("fij,flj->fli", maps[:, :, :2], image) + maps[:, None, :, 2])


def _hips(joints: Floats) -> Floats:
    """The middle of the hips; one alone where the other is not seen."""
    both = joints[:, [PLACE["left_hip"], PLACE["right_hip"]]]
    known = np.isfinite(both)
    total = np.where(known, both, 0).sum(axis=1)
    return np.asarray(np.where(known.any(axis=1), total / np.maximum(known.sum(axis=1), 1), np.nan))


def _scale(times: Floats, joints: Floats, stature: float) -> Floats:
    """Pixels a metre at each time, from the lengths of legs and trunk that are seen around it."""

    def length(one: str, other: str) -> Floats:
        return np.asarray(np.hypot(*(joints[:, PLACE[one]] - joints[:, PLACE[other]]).T))

    top, knee, foot, share = _LEG
    legs = [
        (length(f"{side}_{top}", f"{side}_{knee}") + length(f"{side}_{knee}", f"{side}_{foot}"))
        / share
        for side in ("left", "right")
    ]
    shoulders = joints[:, [PLACE["left_shoulder"], PLACE["right_shoulder"]]].mean(axis=1)
    trunk = np.hypot(*(shoulders - _hips(joints)).T) / _TRUNK
    found = np.full(len(times), np.nan)
    for row in range(0, len(times), 3):
        first, last = np.searchsorted(times, (times[row] - _AROUND, times[row] + _AROUND))
        longest = []
        for one in (*legs, trunk):
            known = one[first:last][np.isfinite(one[first:last])]
            if len(known) >= 5:
                longest.append(np.quantile(known, _LONG))
        if longest:
            found[row] = np.median(longest) / stature
    known = np.isfinite(found)
    if not known.any():
        return found
    return np.asarray(np.interp(times, times[known], found[known]))


def _lift(times: Floats, hips: Floats, scale: Floats) -> Floats:
    """Metres of the hips over their median height around each time."""
    height = -hips[:, 1]
    usual = np.full(len(times), np.nan)
    for row in range(0, len(times), 3):
        first, last = np.searchsorted(times, (times[row] - _STANDING, times[row] + _STANDING))
        known = height[first:last][np.isfinite(height[first:last])]
        if len(known):
            usual[row] = np.median(known)
    known = np.isfinite(usual)
    if not known.any():
        return usual
    return np.asarray((height - np.interp(times, times[known], usual[known])) / scale)


def _without_slips(times: Floats, joints: Floats, scale: Floats) -> Floats:
    """The landmarks but for single ones that lie far off their course before and after."""
    found = joints.copy()
    step = float(np.median(np.diff(times))) if len(times) > 1 else 1.0
    many = max(2, round(_COURSE / step))
    around = [_moved(joints, by) for by in range(-many, many + 1) if by]
    middle = _median(np.stack([joints, *around]))
    off = np.hypot(*np.moveaxis(joints - middle, 2, 0)) / scale[:, None]
    slow = np.hypot(*np.moveaxis(_moved(middle, 1) - _moved(middle, -1), 2, 0)) / scale[:, None]
    found[off > _SLIP + slow] = np.nan
    return found


def _median(values: Floats) -> Floats:
    """The median along the first axis of what is known; NaN where nothing is."""
    ordered = np.sort(values, axis=0)  # NaN last
    many = np.isfinite(ordered).sum(axis=0)
    low, high = np.maximum(many - 1, 0) // 2, many // 2
    high = np.minimum(high, np.maximum(many - 1, 0))
    pair = [np.take_along_axis(ordered, one[None], axis=0)[0] for one in (low, high)]
    return np.asarray((pair[0] + pair[1]) / 2)


def _moved(values: Floats, by: int) -> Floats:
    found = np.full(values.shape, np.nan)
    if abs(by) >= len(values):
        return found
    if by > 0:
        found[by:] = values[:-by]
    else:
        found[:by] = values[-by:]
    return found
