"""What lies between jumps and spins, as far as landmarks tell."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from kissandcry.video.motion import Motion
from kissandcry.video.poses import PLACE, Floats
from kissandcry.video.seen import Estimate, Jump, Passage, Spin, Travel

_SHORTEST: Final = 2.0  # seconds
_STILL: Final = 0.25  # metres a second of the limbs beside the hips
_STEPS: Final = 0.5  # turns of the body's direction a second, by which steps are told
_SIDE: Final = 0.1  # seconds over which a speed is measured
_FACING: Final = 0.25  # of the width of the body: less is neither front nor back
_DEPTH: Final = "how far the skater moves towards the camera or away from it is not seen"


def find(motion: Motion, jumps: Sequence[Jump], spins: Sequence[Spin]) -> tuple[Passage, ...]:
    """The stretches between elements that last two seconds or more.

    "steps" where the body often changes its direction, "still" where the limbs hardly move,
    "gliding" else: a choreographic sequence is not told from gliding.
    """
    times = motion.times
    taken = [(one.start, one.end) for one in jumps] + [(one.start, one.end) for one in spins]
    taken.sort()
    begin, found = float(times[0]), []
    for start, end in [*taken, (float(times[-1]), float(times[-1]))]:
        if start - begin >= _SHORTEST:
            found.append(_passage(motion, begin, start))
        begin = max(begin, end)
    return tuple(found)


def _passage(motion: Motion, start: float, end: float) -> Passage:
    inside = (motion.times >= start) & (motion.times <= end)
    turning = _turning(motion, inside)
    speed = _limbs(motion)[inside]
    known = speed[np.isfinite(speed)]
    moving = float(np.median(known)) if len(known) else float("nan")
    kind = "gliding"
    if np.isfinite(moving) and moving < _STILL:
        kind = "still"
    elif turning.value is not None and turning.value / (end - start) > _STEPS:
        kind = "steps"
    energy = Estimate(None, None, None, "W/kg", "see the curve of energy over the whole clip")
    return Passage(start, end, kind, turning, energy)


def _turning(motion: Motion, inside: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Estimate:
    """How often the body shows its other side: half a turn each."""
    joints = motion.joints[inside]
    across = joints[:, PLACE["left_shoulder"], 0] - joints[:, PLACE["right_shoulder"], 0]
    known = across[np.isfinite(across)]
    if len(known) < 0.5 * max(int(inside.sum()), 1) or not len(known):
        return Estimate(None, None, None, "", "the shoulders are not seen well enough")
    wide = np.quantile(np.abs(known), 0.9) * _FACING
    side = np.sign(known) * (np.abs(known) > wide)
    side = side[side != 0]
    changes = float(np.count_nonzero(np.diff(side)))
    more = 1.645 * max(changes, 1.0) ** 0.5
    return Estimate(changes, max(changes - more, 0.0), changes + more, "")


def _limbs(motion: Motion) -> Floats:
    """How fast wrists and ankles move beside the hips, metres a second."""
    names = ("left_wrist", "right_wrist", "left_ankle", "right_ankle")
    places = motion.joints[:, [PLACE[one] for one in names]] - motion.hips[:, None]
    places = places / motion.scale[:, None, None]
    step = float(np.median(np.diff(motion.times))) if len(motion.times) > 1 else 1.0
    side = max(1, round(_SIDE / step))
    found = np.full(len(motion.times), np.nan)
    if len(motion.times) > 2 * side:
        moved = places[2 * side :] - places[: -2 * side]
        lasted = (motion.times[2 * side :] - motion.times[: -2 * side])[:, None]
        speed = np.hypot(moved[..., 0], moved[..., 1]) / lasted
        known = np.isfinite(speed)
        total = np.where(known, speed, 0).sum(axis=1)
        found[side:-side] = np.where(
            known.any(axis=1), total / np.maximum(known.sum(axis=1), 1), np.nan
        )
    return found


def travel(motion: Motion) -> Travel:
    """Speed and path across the picture, beside the background; depth is not known."""
    known = np.isfinite(motion.hips[:, 0]) & np.isfinite(motion.scale)
    none = Estimate(None, None, None, "m", "the background does not tell how the camera moved")
    if known.sum() < 10:
        return Travel((), none, (), False)
    reason = f"across the picture alone: {_DEPTH}"
    times = motion.times[known]
    x = motion.hips[known, 0] / motion.scale[known]
    each = max(1, round(0.2 / max(float(np.median(np.diff(times))), 1e-6)))
    t, x = times[::each], x[::each]
    if len(t) < 3:
        return Travel((), none, (), False)
    speed = np.abs(np.diff(x)) / np.diff(t)
    jumped = speed > 15  # a slip, or another shot
    speed = np.where(jumped, 0.0, speed)
    length = float((speed * np.diff(t)).sum())
    distance = Estimate(length, 0.8 * length, 1.2 * length, "m", reason)
    curve = tuple((float(a), float(b)) for a, b in zip(t[1:], speed, strict=True))
    place = np.concatenate([[0.0], np.cumsum(np.where(jumped, 0.0, np.diff(x)))])
    path = tuple((float(a), float(b), 0.0) for a, b in zip(t, place, strict=True))
    return Travel(curve, distance, path, False)
