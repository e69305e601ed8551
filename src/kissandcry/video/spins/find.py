"""Spins: where a skater turns on the spot for some time, how often and how fast."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from kissandcry.video.poses import BONES, Bytes, Floats, Poses
from kissandcry.video.seen import Chance, Estimate, Spin
from kissandcry.video.spins.period import Turning, turning
from kissandcry.video.spins.positions import positions

if TYPE_CHECKING:
    from kissandcry.video.motion import Motion

_REPEATS: Final = 0.12  # of `Turning.repeats`, below which nothing comes back to itself
_LASTS: Final = 1.2  # seconds
_TURNS: Final = 2.5  # fewer are a turn or a pirouette, no spin
_PAUSE: Final = 0.5  # seconds in which it may not be seen
_SLOW: Final = 1.0  # turns a second on average, below which steps may look the same
_TRAVELS: Final = 1.6  # metres a second: who goes faster does not spin on the spot
_BEFORE: Final = 1.0  # seconds between a flight and the spin that it begins
_CURVE: Final = 0.1  # seconds from one point of the curve to the next
_EDGES: Final = 1.2  # turns: the half of the 90 % interval that beginning and end alone make
_SHARE: Final = 0.015  # of the revolutions
_FIGURE: Final = (48, 32)


def find(
    motion: "Motion", poses: Poses, flights: Sequence[tuple[float, float]] = ()
) -> tuple[Spin, ...]:
    """The spins of a skate, in order. `flights` are times in the air, in seconds.

    Counted is how often the picture of the body comes back to itself (`Poses.appearance`; where
    there is no video, the drawn landmarks, which is worse). Where a spin begins and ends
    is told to about half a turn at each end (docs/video/review.md).
    """
    drawn = poses.appearance is None
    pictures = _figures(poses) if poses.appearance is None else poses.appearance
    turned = turning(poses.times, pictures)
    found = []
    for first, last in _stretches(motion, turned, poses.seen, flights):
        spin = _spin(motion, turned, first, last, flights, drawn=drawn)
        if spin is not None:
            found.append(spin)
    return tuple(found)


def _stretches(
    motion: "Motion",
    turned: Turning,
    seen: np.ndarray[tuple[int], np.dtype[np.bool_]],
    flights: Sequence[tuple[float, float]],
) -> list[tuple[int, int]]:
    """First and last frames between which somebody turns on the spot."""
    times = turned.times
    on = (turned.repeats > _REPEATS) & seen & ~(_travel(motion) > _TRAVELS)
    for takeoff, landing in flights:
        on &= ~((times > takeoff - 0.1) & (times < landing + 0.1))
    found: list[tuple[int, int]] = []
    for row in np.flatnonzero(on).tolist():
        if found and times[row] - times[found[-1][1]] <= _PAUSE:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return [
        (first, last)
        for first, last in found
        if times[last] - times[first] >= _LASTS and on[first : last + 1].mean() > 0.6
    ]


def _travel(motion: "Motion") -> Floats:
    """Metres a second of the hips beside the background, over one second."""
    times = motion.times
    place = motion.hips / motion.scale[:, None]
    speed = np.full(len(times), np.nan)
    for row, time in enumerate(times):
        a, b = np.searchsorted(times, (time - 0.5, time + 0.5))
        a, b = int(a), int(min(b, len(times) - 1))
        if times[b] - times[a] > 0.3:
            speed[row] = np.hypot(*(place[b] - place[a])) / (times[b] - times[a])
    return speed


def _spin(
    motion: "Motion",
    turned: Turning,
    first: int,
    last: int,
    flights: Sequence[tuple[float, float]],
    *,
    drawn: bool,
) -> Spin | None:
    times, speed = turned.times[first : last + 1], turned.speed[first : last + 1]
    # A picture is alike one that is a turn later; both lie half a turn from the time between them.
    begin = max(float(times[0] - 0.5 / speed[0]), float(turned.times[0]))
    end = min(float(times[-1] + 0.5 / speed[-1]), float(turned.times[-1]))
    inner = float(np.sum((speed[1:] + speed[:-1]) / 2 * np.diff(times)))
    count = inner + float(speed[0] * (times[0] - begin) + speed[-1] * (end - times[-1]))
    lasts = end - begin
    if count < _TURNS or count / lasts < _SLOW:
        return None
    wide = (_EDGES + _SHARE * count) * (2.5 if drawn else 1.0)
    weak = float(np.mean(turned.repeats[first : last + 1] < 1.6 * _REPEATS))
    notes = []
    if drawn:
        notes.append("counted from the landmarks, for there is no video; the picture tells more")
    if weak > 0.4:
        wide *= 2
        notes.append("the picture of the body comes back to itself weakly; the number is unsure")
    top = int(np.argmax(speed))
    per_minute = 60 * speed
    frame = float(np.median(np.diff(times)))
    blur = max(0.04, 0.5 * frame * float(speed[top]))
    points = np.arange(times[0], times[-1], _CURVE)
    before = [landing for _, landing in flights if 0 <= times[0] - landing < _BEFORE]
    held = positions(motion, first, last, turned)
    return Spin(
        start=begin,
        end=end,
        revolutions=Estimate(count, max(count - wide, 0.0), count + wide, "turns"),
        fastest=Estimate(
            float(per_minute[top]),
            float(per_minute[top] * (1 - blur)),
            float(per_minute[top] * (1 + blur)),
            "turns a minute",
        ),
        speed=tuple((float(time), float(np.interp(time, times, per_minute))) for time in points),
        positions=held,
        changes=None if any(one.name == "cannot tell" for one in held) else len(held) - 1,
        flying=Chance(0.9 if before else 0.1),
        notes=tuple(notes),
    )


def _figures(poses: Poses) -> Bytes:
    """The landmarks drawn as a figure of lines, in place of a picture."""
    high, wide = _FIGURE
    found = np.zeros((len(poses), high, wide), np.uint8)
    usual = poses.image[:, [11, 12, 23, 24, 27, 28]]
    middle = np.nanmean(np.where(poses.seen[:, None, None], usual, 0.0), axis=1)
    tall = np.nanmax(usual[..., 1], axis=1, initial=-np.inf) - np.nanmin(
        usual[..., 1], axis=1, initial=np.inf
    )
    known = tall[np.isfinite(tall) & (tall > 0)]
    scale = high * 0.7 / (float(np.median(known)) if len(known) else high)
    for row in np.flatnonzero(poses.seen):
        points = (poses.image[row] - middle[row]) * scale + (wide / 2, high / 2)
        for one, other in BONES:
            if np.isfinite(points[[one, other]]).all():
                _line(found[row], points[one], points[other], 255 if one % 2 else 150)
    return found


def _line(picture: Bytes, one: Floats, other: Floats, grey: int) -> None:
    steps = int(np.abs(other - one).max() * 1.5) + 2
    for part in np.linspace(0, 1, min(steps, 200)):
        x, y = np.rint(one + part * (other - one)).astype(int)
        picture[max(y - 1, 0) : max(y + 1, 0), max(x - 1, 0) : max(x + 1, 0)] = grey
