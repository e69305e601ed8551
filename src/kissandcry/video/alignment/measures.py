"""What two elements are compared in besides their own numbers: the arms in the air, the positions
held, and when an element comes after the one before. Each is told in the time of its own clip."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kissandcry.video.motion import Motion
from kissandcry.video.poses import PLACE, Floats
from kissandcry.video.seen import Estimate, Flight, Jump, Spin

_WHOLE: Final = 0.9  # turns: with fewer, how far the hands are is not told by a single camera
_ENOUGH: Final = 6  # frames in the air
_OFF: Final = 0.05  # metres, half the 90 % interval: 0.04 on captured jumps, and some for the edges
_UNKNOWN: Final = "cannot tell"


def hands(motion: Motion, flight: Flight) -> Estimate:
    """How far the hands are from the axis of the body in the air, in metres, the mean of both.

    A body that turns shows each distance from its axis from all sides: across the picture it is,
    in the mean over whole turns, 2/pi of what it is.
    """
    begin, end, turns = flight.takeoff.value, flight.landing.value, flight.rotation.value
    if begin is None or end is None or turns is None:
        return _none("cannot tell when the skater is in the air")
    if turns < _WHOLE:
        return _none("cannot tell how far the hands are from the body in less than a turn")
    inside = (motion.times >= begin) & (motion.times <= end)
    middle = _middle(motion, inside, ("left_hip", "right_hip", "left_shoulder", "right_shoulder"))
    rows = motion.joints[inside][:, [PLACE["left_wrist"], PLACE["right_wrist"]], 0]
    away = np.abs(rows - middle[:, None]) / motion.scale[inside][:, None]
    seen = np.isfinite(away)
    if seen.any(axis=1).sum() < _ENOUGH:
        return _none("cannot tell where the hands are in the air")
    value = float(np.pi / 2 * away[seen].mean())
    return Estimate(value, max(value - _OFF, 0.0), value + _OFF, "m")


def _middle(motion: Motion, inside: NDArray[np.bool_], names: tuple[str, ...]) -> Floats:
    """(frames,): where the axis of the body is across the picture."""
    rows = motion.joints[inside][:, [PLACE[name] for name in names], 0]
    return np.asarray(np.where(np.isfinite(rows).all(axis=1), rows.mean(axis=1), np.nan))


def held(one: Spin, other: Spin) -> list[tuple[str, Estimate, Estimate]]:
    """For each position that either holds: its name and for how many seconds both do."""
    names = dict.fromkeys(
        each.name for spin in (one, other) for each in spin.positions if each.name != _UNKNOWN
    )
    return [(f"{name} position held", _held(one, name), _held(other, name)) for name in names]


def _held(spin: Spin, name: str) -> Estimate:
    if not any(each.name != _UNKNOWN for each in spin.positions):
        return Estimate(None, None, None, "s", "cannot tell the positions of this spin")
    long = sum((each.end - each.start for each in spin.positions if each.name == name), 0.0)
    return Estimate(long, None, None, "s")


def after(last: Jump | Spin, this: Jump | Spin) -> Estimate:
    """The seconds from the beginning of an element to that of the next."""
    return Estimate(this.start - last.start, None, None, "s")


def _none(reason: str) -> Estimate:
    return Estimate(None, None, None, "m", reason)
