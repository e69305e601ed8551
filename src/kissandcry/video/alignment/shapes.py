"""What of a body is compared, evenly in time: where its joints are from the hips, how far they
are bent, and how far they are from each other."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from kissandcry.video.motion import Motion
from kissandcry.video.poses import MIRRORED, PLACE, Floats

JOINTS: Final = tuple(
    f"{side}_{part}"
    for part in ("shoulder", "elbow", "wrist", "knee", "ankle", "foot_index")
    for side in ("left", "right")
)
# Where a body bends: the angle at the joint in the middle. Left and right take turns.
BENDS: Final = tuple(
    tuple(f"{side}_{part}" for part in parts)
    for parts in (
        ("shoulder", "elbow", "wrist"),
        ("hip", "shoulder", "elbow"),
        ("shoulder", "hip", "knee"),
        ("hip", "knee", "ankle"),
    )
    for side in ("left", "right")
)
# What lies apart or together in space, from whatever side it is seen. Left and right take turns.
SPANS: Final = tuple(
    (f"{side}_{first}", f"{other}_{second}")
    for first, second, crossed in (
        ("wrist", "wrist", True),
        ("elbow", "elbow", True),
        ("knee", "knee", True),
        ("ankle", "ankle", True),
        ("wrist", "hip", False),
        ("wrist", "hip", True),
        ("wrist", "shoulder", True),
        ("wrist", "ankle", False),
        ("knee", "shoulder", False),
        ("ankle", "hip", False),
        ("ankle", "hip", True),
    )
    for side, away in (("left", "right"), ("right", "left"))
    for other in ((away if crossed else side),)
)
_A_METRE: Final = 2.5  # of such a span counts like so many radians of a bend
_SMOOTH: Final = 0.035  # seconds, the spread of the kernel
_BRIDGED: Final = 0.25  # seconds without a joint that are bridged


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """`times` (n,) in seconds; `joints` (n, 12, 2) in metres from the hips, x to the right of the
    picture and y up; `bends` (n, 30) in radians, 0 for a straight limb, and spans between
    joints, both told in space; NaN where a joint is not known."""

    times: Floats
    joints: Floats
    bends: Floats


def shapes(motion: Motion, rate: float) -> Shapes:
    """The shapes of a body, `rate` times a second."""
    times = np.arange(motion.times[0], motion.times[-1] + 1e-9, 1 / rate)
    rows = (motion.joints - motion.hips[:, None]) / motion.scale[:, None, None]
    chosen = rows[:, [PLACE[name] for name in JOINTS]] * (1, -1)
    found = np.full((len(times), len(JOINTS), 2), np.nan)
    for joint in range(len(JOINTS)):
        for axis in range(2):
            found[:, joint, axis] = _even(motion.times, chosen[:, joint, axis], times)
    bends = [_even(motion.times, _bend(motion.world, parts), times) for parts in BENDS]
    bends += [_even(motion.times, _span(motion.world, ends), times) for ends in SPANS]
    told = np.stack(bends, axis=1)
    for cut in motion.cuts:  # from one shot to the next nobody moves
        near = np.abs(times - motion.times[cut]) < 2 * _SMOOTH
        found[near], told[near] = np.nan, np.nan
    return Shapes(times, found, told)


def _bend(world: Floats, parts: tuple[str, ...]) -> Floats:
    """(frames,): how far a limb is bent at its middle joint."""
    first, middle, last = (world[:, PLACE[name]] for name in parts)
    here, there = middle - first, last - middle
    length = np.linalg.norm(here, axis=1) * np.linalg.norm(there, axis=1)
    cosine = (here * there).sum(axis=1) / np.where(length > 1e-6, length, np.nan)
    return np.asarray(np.arccos(np.clip(cosine, -1, 1)))


def _span(world: Floats, ends: tuple[str, str]) -> Floats:
    """(frames,): how far two joints are from each other, in the measure of bends."""
    one, other = (world[:, PLACE[name]] for name in ends)
    return _A_METRE * np.asarray(np.linalg.norm(one - other, axis=1))


def mirrored(of: Shapes) -> Shapes:
    """The same skater in a mirror: left is right."""
    own = [JOINTS.index(_NAMES[MIRRORED[PLACE[name]]]) for name in JOINTS]
    sides = [one ^ 1 for one in range(len(BENDS) + len(SPANS))]
    return Shapes(of.times, of.joints[:, own] * (-1, 1), of.bends[:, sides])


_NAMES: Final = {place: name for name, place in PLACE.items()}


def _even(times: Floats, values: Floats, even: Floats) -> Floats:
    """Values at even times, each the mean of what is around it by a bell."""
    known = np.isfinite(values)
    if known.sum() < 5:
        return np.full(len(even), np.nan)
    t, v = times[known], values[known]
    dense = np.interp(even, t, v)
    step = float(even[1] - even[0]) if len(even) > 1 else 1.0
    reach = max(1, round(3 * _SMOOTH / step))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) * step / _SMOOTH) ** 2)
    padded = np.pad(dense, reach, mode="edge")
    smooth = np.convolve(padded, kernel / kernel.sum(), "valid")
    after = np.clip(np.searchsorted(t, even), 1, len(t) - 1)
    near = np.minimum(np.abs(even - t[after - 1]), np.abs(t[after] - even))
    return np.where(near > _BRIDGED / 2, np.nan, smooth)
