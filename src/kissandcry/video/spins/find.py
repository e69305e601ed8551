"""Spins: where a skater turns on the spot for some time, how often and how fast."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from kissandcry.video.poses import BONES, Bytes, Floats, Poses
from kissandcry.video.seen import Chance, Estimate, Spin
from kissandcry.video.spins.period import Turning, turning
from kissandcry.video.spins.positions import positions
from kissandcry.video.spins.where import stretches

if TYPE_CHECKING:
    from kissandcry.video.motion import Motion

_LASTS: Final = 1.2  # seconds
_TURNS: Final = 2.5  # fewer are a turn or a pirouette, no spin
_SLOW: Final = 1.0  # turns a second on average, below which steps may look the same
_TRAVELS: Final = 1.6  # metres a second: who goes faster does not spin on the spot
_BEFORE: Final = 1.0  # seconds between a flight and the spin that it begins
_CURVE: Final = 0.1  # seconds from one point of the curve to the next
_WEAK: Final = 0.2  # of `Turning.repeats`, below which a number is worth little
# Of rendered bodies (benchmarks/video_spins.py): the half of the 90 % interval is so many turns and
# a share of the count, which grows the less the picture repeats and the farther it turns a frame.
_EDGES: Final = 0.4
_REPEATS: Final = (0.10, 0.18, 0.25, 0.33)
_SHARES: Final = (0.33, 0.12, 0.05, 0.005)
_FAR: Final = 0.1  # turns a frame, from which on the share grows by so much for a turn
_FARTHER: Final = 2.0
_FASTEST: Final = (0.95, 1.085)  # the speed is a mean over a turn, so its peak is rather higher
_DRAWN: Final = 2.5  # times as wide where landmarks stand for the picture
_FLYING: Final = "whether a spin is flown into was never measured: no such spin was at hand"
_FIGURE: Final = (48, 32)


def find(
    motion: "Motion", poses: Poses, flights: Sequence[tuple[float, float]] = ()
) -> tuple[Spin, ...]:
    """The spins of a skate, in order. `flights` are times in the air, in seconds.

    Counted is how often the picture of the body comes back to itself (`Poses.appearance`; where
    there is no video, the drawn landmarks, which is worse). Where a spin begins and ends
    is told to about half a turn at each end, and how often it turns the worse the less alike
    its turns look (docs/video/spins.md).
    """
    drawn = poses.appearance is None
    pictures = _figures(poses) if poses.appearance is None else poses.appearance
    turned = turning(poses.times, pictures)
    found = []
    against = ~poses.seen | (_travel(motion) > _TRAVELS)
    for first, last in stretches(turned, against, _off(poses.times, flights)):
        spin = _spin(motion, turned, first, last, flights, drawn=drawn)
        if spin is not None:
            found.append(spin)
    return tuple(found)


def _off(times: Floats, flights: Sequence[tuple[float, float]]) -> NDArray[np.bool_]:
    """Where the skater is in the air."""
    off = np.zeros(len(times), np.bool_)
    for takeoff, landing in flights:
        off |= (times > takeoff - 0.1) & (times < landing + 0.1)
    return off


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
    # Who turns up to half a turn before the clip's end turns on in it.
    begin, end = float(times[0] - 0.5 / speed[0]), float(times[-1] + 0.5 / speed[-1])
    cut = begin - turned.times[0] < 0.5 / speed[0], turned.times[-1] - end < 0.5 / speed[-1]
    begin = float(turned.times[0]) if cut[0] else begin
    end = float(turned.times[-1]) if cut[1] else end
    inner = float(np.sum((speed[1:] + speed[:-1]) / 2 * np.diff(times)))
    count = inner + float(speed[0] * (times[0] - begin) + speed[-1] * (end - times[-1]))
    lasts = end - begin
    if lasts < _LASTS or count < _TURNS or count / lasts < _SLOW:
        return None
    level = float(np.median(turned.repeats[first : last + 1]))
    top = int(np.argmax(speed))
    a_frame = float(speed[top] * np.median(np.diff(times)))
    share = float(np.interp(level, _REPEATS, _SHARES)) + _FARTHER * max(a_frame - _FAR, 0.0)
    wide = (_EDGES + share * count) * (_DRAWN if drawn else 1)
    notes = []
    if any(cut):
        notes.append("the clip shows only a part of it; counted is what it shows")
    if drawn:
        notes.append("counted from the landmarks, for there is no video; the picture tells more")
    if level < _WEAK:
        notes.append("the picture of the body comes back to itself weakly; the number is unsure")
    per_minute = 60 * speed
    low, high = (1 - (1 - one) * (_DRAWN if drawn else 1) for one in _FASTEST)
    points = np.arange(times[0], times[-1], _CURVE)
    if any(0 <= times[0] - landing < _BEFORE for _, landing in flights):
        notes.append("a flight ends right before it")
    held = positions(motion, first, last, turned)
    return Spin(
        start=begin,
        end=end,
        revolutions=Estimate(count, max(count - wide, 0.0), count + wide, "turns"),
        fastest=Estimate(
            float(per_minute[top]),
            float(per_minute[top] * low),
            float(per_minute[top] * high),
            "turns a minute",
        ),
        speed=tuple((float(time), float(np.interp(time, times, per_minute))) for time in points),
        positions=held,
        changes=None if any(one.name == "cannot tell" for one in held) else len(held) - 1,
        flying=Chance(None, _FLYING),
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
