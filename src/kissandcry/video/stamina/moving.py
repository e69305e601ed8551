"""Energy of movement: what the limbs do relative to the body's centre."""

from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from kissandcry.video.poses import PLACE

Floats = NDArray[np.float64]

# Segments: the ends, where the centre of mass lies between them, and the share of the body's mass.
# D. A. Winter, Biomechanics and Motor Control of Human Movement, table 4.1 (after Dempster); the
# trunk with head and neck goes from the middle of the hips to the middle of the shoulders.
_LIMBS: Final = (
    ("shoulder", "elbow", 0.436, 0.028),
    ("elbow", "wrist", 0.682, 0.022),  # forearm and hand
    ("hip", "knee", 0.433, 0.100),
    ("knee", "ankle", 0.433, 0.0465),
    ("ankle", "foot_index", 0.5, 0.0145),
)
_TRUNK: Final = (0.66, 0.578)
_SIDE: Final = 0.1  # seconds to each side over which a speed is measured
_LEAST: Final = 0.6  # share of the mass that must be known
_RATE: Final = 60.0  # frames a second at most; a speed over 0.2 s needs no more
_GAP: Final = 0.2  # seconds between frames that are bridged
_FASTEST: Final = 20.0  # metres a second: faster is a slip of the tracker


class Moving(Protocol):
    """What is read of a motion: `times` (frames,) in seconds, `joints` (frames, 33, 2) in pixels,
    NaN where not known, `scale` (frames,) in pixels a metre, `cuts` the first frames of shots."""

    @property
    def times(self) -> Floats: ...
    @property
    def joints(self) -> Floats: ...
    @property
    def scale(self) -> Floats: ...
    @property
    def cuts(self) -> tuple[int, ...]: ...


def energy(motion: Moving) -> tuple[Floats, Floats]:
    """Times (n,) in seconds and power (n,) in watts a kilogram, NaN where it is not known.

    The power is half of the sum, over arms, legs and trunk, of how fast the kinetic energy of each
    relative to the body's centre changes: what is raised is let go again. It is measured in the
    plane of the picture alone and with limbs as sticks, so it compares moments of one clip, and
    clips taken alike; it is no measure of what the body burns.
    """
    times, points = _even(motion)
    if len(times) < 5:
        return times, np.full(len(times), np.nan)
    centres, masses = _segments(points)
    known = np.isfinite(centres).all(axis=2)
    weight = known * masses
    share = weight.sum(axis=1)
    with np.errstate(invalid="ignore"):
        body = (
            np.nansum(centres * weight[:, :, None], axis=1)
            / np.where(share > 0, share, np.nan)[:, None]
        )
    step = float(times[1] - times[0])
    side = max(1, round(_SIDE / step))
    speeds = _slopes(centres - body[:, None, :], side, step)
    fast = np.linalg.norm(speeds, axis=2) > _FASTEST
    kinetic = np.where(fast, np.nan, 0.5 * masses * (speeds**2).sum(axis=2))
    power = np.abs(_slopes(kinetic[:, :, None], max(1, side // 2), step)[:, :, 0]) / 2
    told = np.isfinite(power)
    mass = (told * masses).sum(axis=1)
    total = np.nansum(power, axis=1) / np.where(mass >= _LEAST, mass, np.nan)
    return times, total


def _even(motion: Moving) -> tuple[Floats, Floats]:
    """Times evenly spaced, and the joints there in metres; NaN over gaps and cuts."""
    own = np.asarray(motion.times, dtype=np.float64)
    if len(own) < 2:
        return own, np.full((len(own), len(PLACE), 2), np.nan)
    rate = min(_RATE, 1 / float(np.median(np.diff(own))))
    times = np.arange(own[0], own[-1] + 1e-9, 1 / rate)
    scale = np.where(np.asarray(motion.scale) > 0, motion.scale, np.nan)
    metres = np.asarray(motion.joints, dtype=np.float64) / scale[:, None, None]
    points = np.full((len(times), metres.shape[1], 2), np.nan)
    for joint in range(metres.shape[1]):
        here = np.isfinite(metres[:, joint]).all(axis=1)
        if here.sum() < 2:
            continue
        seen = own[here]
        after = np.clip(np.searchsorted(seen, times), 1, len(seen) - 1)
        near = (seen[after] - seen[after - 1] <= _GAP) & (times >= seen[0]) & (times <= seen[-1])
        for axis in range(2):
            line = np.interp(times, seen, metres[here, joint, axis])
            points[:, joint, axis] = np.where(near, line, np.nan)
    for cut in motion.cuts:  # from one shot to the next nobody moves
        between = np.abs(times - (own[cut - 1] + own[cut]) / 2)
        points[between <= max((own[cut] - own[cut - 1]) / 2, float(between.min()))] = np.nan
    return times, points


def _segments(points: Floats) -> tuple[Floats, Floats]:
    """Centres of mass (frames, segments, 2) and masses (segments,), which add up to 1."""
    centres, masses = [], []
    for side in ("left", "right"):
        for one, other, part, mass in _LIMBS:
            a, b = points[:, PLACE[f"{side}_{one}"]], points[:, PLACE[f"{side}_{other}"]]
            centres.append(a + part * (b - a))
            masses.append(mass)
    hips = (points[:, PLACE["left_hip"]] + points[:, PLACE["right_hip"]]) / 2
    shoulders = (points[:, PLACE["left_shoulder"]] + points[:, PLACE["right_shoulder"]]) / 2
    centres.append(hips + _TRUNK[0] * (shoulders - hips))
    masses.append(_TRUNK[1])
    return np.stack(centres, axis=1), np.array(masses)


def _slopes(rows: Floats, side: int, step: float) -> Floats:
    """Slopes of straight lines through so many rows to each side; NaN where one is missing."""
    found = np.full_like(rows, np.nan)
    many = len(rows)
    if many <= 2 * side:
        return found
    inner = np.zeros_like(rows[side : many - side])
    for shift in range(-side, side + 1):
        inner += shift * rows[side + shift : many - side + shift]
    found[side : many - side] = inner / (step * sum(s * s for s in range(-side, side + 1)))
    return found
