"""Positions held in a spin, as the landmarks show them over whole turns."""

from typing import TYPE_CHECKING, Final

import numpy as np

from kissandcry.video.poses import PLACE, Floats
from kissandcry.video.seen import Position
from kissandcry.video.spins.period import Turning

if TYPE_CHECKING:
    from kissandcry.video.motion import Motion

_UNKNOWN: Final = "cannot tell"
_HELD: Final = 2.0  # turns; ISU Technical Panel Handbook, spins (recalled)
_SIT: Final = 0.62  # of the leg's length: how high the hips are over the ice
_CAMEL: Final = 0.15  # of the leg's length: how far the free foot may be below the hips
_LOW: Final = 0.55  # of the trunk's length: how far the shoulders are above the hips


def positions(motion: "Motion", first: int, last: int, turned: Turning) -> tuple[Position, ...]:
    """The positions between two frames, each held for two turns or more.

    An upright spin, a sit spin and a camel are told apart; a layback is not told from an upright.
    """
    times = turned.times[first : last + 1]
    angle = np.concatenate([[0.0], np.cumsum(turned.speed[first:last] * np.diff(times))])
    names = _names(motion.joints[first : last + 1], angle)
    found: list[Position] = []
    begin = 0
    for row in range(1, len(names) + 1):
        if row < len(names) and names[row] == names[begin]:
            continue
        end = min(row, len(names) - 1)
        if angle[end] - angle[begin] >= _HELD:
            before = found[-1] if found else None
            if before is not None and before.name == names[begin]:
                found[-1] = Position(before.name, before.start, float(times[end]))
            else:
                found.append(Position(names[begin], float(times[begin]), float(times[end])))
        begin = row
    return tuple(found) or (Position(_UNKNOWN, float(times[0]), float(times[-1])),)


def _names(joints: Floats, angle: Floats) -> list[str]:
    """A name for each frame, from the medians over the turn around it."""

    def high(name: str) -> Floats:
        return np.asarray(-joints[:, PLACE[name], 1])

    feet = np.stack([high("left_ankle"), high("right_ankle")])
    hips = (high("left_hip") + high("right_hip")) / 2
    shoulders = (high("left_shoulder") + high("right_shoulder")) / 2
    with np.errstate(invalid="ignore"):
        leg = _usual(hips - np.min(feet, axis=0), 0.95)
        trunk = _usual(shoulders - hips, 0.9)
        over, free = hips - np.min(feet, axis=0), np.max(feet, axis=0) - hips
        bent = (shoulders - hips) / max(trunk, 1e-6)
    names = []
    for row in range(len(angle)):
        around = np.abs(angle - angle[row]) <= 0.5
        values = [_middle(one[around]) for one in (over, free, bent)]
        if not np.isfinite([*values, leg, trunk]).all() or leg <= 0:
            names.append(_UNKNOWN)
        elif values[1] > -_CAMEL * leg and values[2] < _LOW:
            names.append("camel")
        elif values[0] < _SIT * max(leg, 1.6 * trunk):
            names.append("sit")
        else:
            names.append("upright")
    return names


def _usual(values: Floats, share: float) -> float:
    known = values[np.isfinite(values)]
    return float(np.quantile(known, share)) if len(known) else float("nan")


def _middle(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) >= 0.3 * len(values) else float("nan")
