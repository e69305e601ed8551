"""The turning of one flight, from the landmarks around it."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from kissandcry.video.jumps.turning import body, kind
from kissandcry.video.jumps.turning.follow import YAWS, Ways, follow
from kissandcry.video.jumps.turning.model import Moving, Turning
from kissandcry.video.poses import PLACE, Floats
from kissandcry.video.seen import Chance, Estimate

BEFORE, AFTER = 0.45, 0.30  # s around the flight that are followed too
FEWEST = 6  # frames with landmarks, in the flight and its margins

# The speed of turning changes by so much (turns a second, for a second) in each phase of a jump.
_CHANGE: Final = np.array([2.5, 8.0, 8.0, 8.0, 4.0])
# A blade leaves and meets the ice within a sixtieth of a second; the rotation is that clear of it.
_TOUCH = 0.5 / 60
_HELD = 0.10  # s
_LEAD, _TRAIL = 0.30, 0.15  # s
_MORE = 0.1  # turns
SHORT: Final = (
    "whether the rotation was complete depends on the blade at landing, "
    "which landmarks of the body do not show"
)
_APART = 0.04  # turns: hips, shoulders and the camera's view of them do not turn quite alike


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """Ways of turning around one flight, as of a skater who turns to the left.

    `left` is the chance that the skater does; the ways are those of the likelier side. `joints` is
    where `body.POINTS` are by the body's size, x to the right and y up, mirrored if the skater
    turns to the right, and with left and right as the ways have them.
    """

    times: Floats
    ways: Ways
    left: float
    joints: Floats  # (frames, points, 2)


def turn(
    motion: Moving,
    takeoff: float,
    landing: float,
    *,
    doubt: float = 0.012,
    posture: body.Posture | None = None,
    kinds: dict[str, kind.Weights] | None = None,
) -> Turning:
    """How the skater turned between `takeoff` and `landing` (seconds from the start of the clip).

    `doubt` is how far off these two times may be (a standard deviation, in seconds); `posture` is
    where landmarks stand in a body and `kinds` what tells the take-off: the usual ones if None.
    """
    found = followed(motion, takeoff, landing, posture or body.usual())
    if isinstance(found, str):
        return _untold(found)
    generator = np.random.default_rng(7)
    rotation, speed = _rotation(found, takeoff, landing, doubt, generator)
    middle = np.median(found.ways.yaws, axis=0)
    start = float(np.interp(takeoff, found.times, middle))
    axel, toe = kind.chances(
        kind.features(found.times, found.joints, middle, takeoff), kinds or kind.usual()
    )
    return Turning(
        rotation=rotation,
        counter_clockwise=Chance(found.left),
        axel=axel,
        toe=toe,
        turns=_named(found, takeoff, landing, axel),
        short="cannot tell",
        curve=tuple(
            (float(time), float(yaw) - start) for time, yaw in zip(found.times, middle, strict=True)
        ),
        speed=speed,
        notes=(SHORT,),
    )


def _named(found: Followed, takeoff: float, landing: float, axel: Chance) -> int | None:
    """The turns of the jump's name, None where the ways of turning do not agree on one.

    A jump turns on the ice too, before it leaves and after it meets it. From `_LEAD` before
    take-off to `_TRAIL` after landing 174 of 176 captured jumps turned as often as their name
    says and up to 0.3 more (an Axel: the half turn, and 0.0 to 0.3 more).
    """
    if axel.value is None or 0.25 < axel.value < 0.75:
        return None
    start, end = takeoff - _LEAD, landing + _TRAIL
    if found.times[0] > start + 0.05 or found.times[-1] < end - 0.05:
        return None
    whole = np.array(
        [np.diff(np.interp((start, end), found.times, yaws))[0] for yaws in found.ways.yaws]
    )
    more = whole - (0.5 if axel.value > 0.5 else 0.0)
    low, high = np.quantile(more, (0.1, 0.9)) - _MORE
    turns = round(float(low + high) / 2)
    return turns if turns >= 1 and low > turns - 0.4 and high < turns + 0.4 else None


def followed(
    motion: Moving,
    takeoff: float,
    landing: float,
    posture: body.Posture,
) -> Followed | str:
    """The ways of turning that fit, or why there are none."""
    near = (motion.times > takeoff - BEFORE) & (motion.times < landing + AFTER)
    places = list(body.POINTS)
    shots = np.searchsorted(motion.cuts, np.arange(len(motion.times)), side="right")
    near &= shots == shots[np.argmin(np.abs(motion.times - (takeoff + landing) / 2))]
    near &= np.isfinite(motion.joints[:, places, 0]).sum(axis=1) >= 4
    times = motion.times[near]
    if np.sum((times > takeoff) & (times < landing)) < 3 or len(times) < FEWEST:
        return "the body is not seen in enough frames of the flight"
    if times[0] > takeoff + 0.05 or times[-1] < landing - 0.05:
        return "the clip does not show the whole flight"
    joints = motion.joints[near]
    size = body.size(joints)
    if not np.isfinite(size) or size <= 0:
        return "neither trunk nor legs are seen, so the body has no size"
    across = joints[:, places, 0]
    across = (across - np.nanmedian(across, axis=1)[:, None]) / (
        size * _relative(motion.scale[near])[:, None]
    )
    sides = [
        _one_side(
            across if left else -across[:, list(body.OTHER)],
            times,
            takeoff,
            landing,
            _deep(motion.world[near], left),
            posture,
        )
        for left in (True, False)
    ]
    gap = np.clip(0.5 * (sides[1].evidence - sides[0].evidence), -50, 50)
    left = float(1 / (1 + np.exp(gap)))
    ways = sides[0] if left >= 0.5 else sides[1]
    points = joints[:, places] * np.array([1.0, -1.0]) / size
    if left < 0.5:
        points = points[:, list(body.OTHER)] * np.array([-1.0, 1.0])
    wrong = ways.exchanged > 0.5
    points[wrong] = points[wrong][:, list(body.OTHER)]
    return Followed(times, ways, left, points)


def _relative(scale: Floats) -> Floats:
    """How the size of things in the picture goes around a flight, 1 at the usual one."""
    known = np.isfinite(scale) & (scale > 0)
    if not known.any():
        return np.ones(len(scale))
    filled = np.interp(np.arange(len(scale)), np.flatnonzero(known), scale[known])
    return np.asarray(filled / np.median(filled))


def _one_side(
    across: Floats,
    times: Floats,
    takeoff: float,
    landing: float,
    deep: Floats | None,
    posture: body.Posture,
) -> Ways:
    """The ways of one who turns to the left."""
    phase = body.phases(times, takeoff, landing)
    straight, crossed = body.likelihood(across, phase, YAWS, posture)
    # A body holds its posture: frames that follow soon say the same again.
    fresh = np.minimum(np.gradient(times) / _HELD, 1.0)[:, None]
    straight, crossed = straight * fresh, crossed * fresh
    if deep is not None:
        straight, crossed = straight + _by_depth(deep), crossed + _by_depth(deep + 0.5)
    flying = (times > takeoff - 0.05) & (times < landing + 0.05)
    generator = np.random.default_rng(3)
    return follow(straight, crossed, times, _CHANGE[phase], flying, generator)


def _deep(world: Floats, left: bool) -> Floats | None:
    """(frames, 2): the yaw of hips and shoulders by landmarks with depth; NaN where unknown."""
    if not np.isfinite(world).any():
        return None
    yaws = []
    for part in ("hip", "shoulder"):
        side = world[:, PLACE[f"left_{part}"]] - world[:, PLACE[f"right_{part}"]]
        yaw = np.arctan2(side[:, 2], side[:, 0]) / (2 * np.pi)
        yaws.append(yaw if left else -yaw)
    return np.stack(yaws, axis=1)


def _by_depth(deep: Floats) -> Floats:
    """(frames, yaws): log likelihood of yaws by depth, which trackers often have wrong."""
    off = 2 * np.pi * (deep[:, :, None] - YAWS[None, None, :])
    fits = np.log(0.35 + 0.65 * np.exp(3.0 * (np.cos(off) - 1)))
    return np.asarray(np.nansum(fits, axis=1))


def _rotation(
    found: Followed, takeoff: float, landing: float, doubt: float, generator: np.random.Generator
) -> tuple[Estimate, Estimate]:
    """Rotation and mean speed in the air, over the ways and the doubt of the two times."""
    count = len(found.ways.yaws)
    starts = takeoff + _TOUCH + generator.normal(0, doubt, count)
    ends = landing - _TOUCH + generator.normal(0, doubt, count)
    turns = np.array(
        [
            np.interp(end, found.times, yaws) - np.interp(start, found.times, yaws)
            for start, end, yaws in zip(starts, ends, found.ways.yaws, strict=True)
        ]
    ) + generator.normal(0, _APART, count)
    low, value, high = (float(one) for one in np.quantile(turns, (0.05, 0.5, 0.95)))
    reason = "" if high - low < 0.5 else "several ways of turning fit what was seen"
    rotation = Estimate(value, low, high, "turns", reason)
    time = landing - takeoff - 2 * _TOUCH
    speed = Estimate(value / time, low / time, high / time, "turns a second", reason)
    return rotation, speed


def _untold(reason: str) -> Turning:
    none = Chance(None, reason)
    return Turning(
        rotation=Estimate(None, None, None, "turns", reason),
        counter_clockwise=none,
        axel=none,
        toe=none,
        turns=None,
        short="cannot tell",
        curve=(),
        speed=Estimate(None, None, None, "turns a second", reason),
        notes=(reason,),
    )
