"""Which of the people in a clip is the skater: the way of one person through all samples.

People are detected in some of the frames. A way is a choice of one detection in each sample, or
none; the best is found by dynamic programming over places in the steady picture, sizes and colours
(Viterbi, 1967), so that it does not change from one person to another where they cross.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from kissandcry.core import NothingSeen
from kissandcry.video.tracking.detect import Person
from kissandcry.video.tracking.runtime import Floats, Picture

WAYS: Final = 4  # people who are followed
_ON: Final = 0.5  # seconds for which a speed leads on
_GROWS: Final = 0.25  # of the logarithm of the size
_COLOUR: Final = 3.0
_NEWER: Final = 0.5  # of a speed, what the last step says of it
_SKIPS: Final = 14  # samples that may be left out one after the other
_CUT: Final = 1.0  # what going on in another shot costs
_DOUBT: Final = 0.6  # the second as good as this share of the first
_BROKEN: Final = 0.5  # of the samples with anybody in them: a way with fewer has broken off


@dataclass(frozen=True, slots=True)
class _Manner:
    """How ways are looked for: what a detection's score is worth (`sure`), and any detection
    (`there`); what a sample without the person costs; how far, in radii of the body, somebody may
    be from where he or she was (`jitter`) and `fast`, in radii a second, from where the speed of
    the way leads, or without one from where it was last."""

    sure: float
    there: float
    left_out: float
    jitter: float
    fast: float
    leads: bool


_BEGINS: Final = 4.0  # radii a second of a way that has no speed yet
_BY_SPEED: Final = _Manner(0.5, 0.3, 0.1, 0.3, 1.2, leads=True)  # passes behind others
_BY_PLACE: Final = _Manner(0.6, 0.4, 0.35, 0.35, 4.0, leads=False)  # takes any turn


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Somebody detected: in sample `sample`, at `hips` in the steady picture of shot `shot`."""

    person: Person
    sample: int
    time: float
    shot: int
    hips: tuple[float, float]
    colour: Floats


@dataclass(frozen=True, slots=True)
class Way:
    """One person through the clip. `worth` says how much this looks like the skater."""

    seen: tuple[Seen, ...]
    worth: float


def ways(samples: Sequence[Sequence[Seen]], height: float) -> list[Way]:
    """The ways of the people, who is most likely the skater first. `height` of the picture.

    They go on where their speed leads; where that breaks off, they go on by place alone.
    """
    found = _ways(samples, height, _BY_SPEED)
    anybody = sum(bool(sample) for sample in samples)
    if found and len(found[0].seen) >= _BROKEN * anybody:
        return found
    return _ways(samples, height, _BY_PLACE)


def _ways(samples: Sequence[Sequence[Seen]], height: float, manner: _Manner) -> list[Way]:
    left = [list(one) for one in samples]
    found: list[Way] = []
    while len(found) < WAYS:
        chosen = _best(left, manner)
        if len(chosen) < max(2, 0.05 * len(samples)) and found:
            break
        if not chosen:
            break
        found.append(Way(tuple(chosen), _worth(chosen, len(samples), height)))
        for one in chosen:
            left[one.sample] = [other for other in left[one.sample] if other is not one]
    return sorted(found, key=lambda way: -way.worth)


def tapped(found: Sequence[Way], tap: tuple[float, float, float], scale: float = 1.0) -> list[Way]:
    """The way of the person at whom was pointed first: seconds, x, y in pixels of a clip, of which
    the pictures of the ways have `scale` times as many.

    Raises `NothingSeen` where nobody is near.
    """
    time, x, y = tap
    near = []
    for number, way in enumerate(found):
        one = min(way.seen, key=lambda seen: abs(seen.time - time))
        dx, dy = one.person.hips[0] - x * scale, one.person.hips[1] - y * scale
        if abs(one.time - time) <= 1.0:
            near.append((float(np.hypot(dx, dy)) / one.person.radius, number))
    away, best = min(near, default=(np.inf, 0))
    if away > 1.5:
        raise NothingSeen(
            f"nobody is seen at the place {x:.0f}, {y:.0f} at {time:.2f} seconds; point at the"
            " middle of the skater's body in a frame that shows it well"
        )
    return [found[best], *(way for number, way in enumerate(found) if number != best)]


def doubtful(found: Sequence[Way]) -> bool:
    """Whether a second person may be meant as well."""
    return len(found) > 1 and found[1].worth > _DOUBT * found[0].worth


def _worth(chosen: Sequence[Seen], samples: int, height: float) -> float:
    """Who is seen long, large and moving against the background is the skater."""
    share = len(chosen) / max(samples, 1)
    size = float(np.median([one.person.radius for one in chosen])) / height
    way = 0.0
    for one, other in pairwise(chosen):
        if one.shot == other.shot:
            step = np.hypot(other.hips[0] - one.hips[0], other.hips[1] - one.hips[1])
            way += max(float(step) / one.person.radius - 0.15, 0.0)
    moving = min(way / max(chosen[-1].time - chosen[0].time, 1.0), 1.0)
    return share * min(size, 0.35) * (0.3 + moving)


@dataclass(frozen=True, slots=True, eq=False)
class _Reached:
    """A detection at the end of the best way to it: what the way is worth, how fast it goes there
    (pixels a second, None at its beginning), where it came from."""

    seen: Seen
    worth: float
    speed: Floats | None
    came: "_Reached | None"


def _best(samples: Sequence[Sequence[Seen]], manner: _Manner) -> list[Seen]:
    """The way with the most worth: what is sure and large, less what its changes cost. A sample in
    which nobody at all is seen costs nothing."""
    reached: list[list[_Reached]] = []
    best: _Reached | None = None
    taken = np.cumsum([0, *(bool(sample) for sample in samples)])
    for at, now in enumerate(samples):
        reached.append([])
        for one in now:
            own = one.person.score * manner.sure + manner.there - 0.2 * min(at, 3) / 3
            found = _Reached(one, own - manner.left_out * min(at, 4), None, None)
            for before in range(max(0, at - _SKIPS), at):
                for earlier in reached[before]:
                    worth = earlier.worth + own - _cost(earlier, one, manner)
                    worth -= manner.left_out * float(taken[at] - taken[before + 1])
                    if worth > found.worth:
                        found = _Reached(one, worth, _speed(earlier, one), earlier)
            reached[at].append(found)
            if best is None or found.worth > best.worth:
                best = found
    chosen = []
    while best is not None:
        chosen.append(best.seen)
        best = best.came
    return chosen[::-1]


def _cost(before: _Reached, other: Seen, manner: _Manner) -> float:
    """What it costs that a way goes on with a detection: where it does not lie in the direction in
    which the way goes, and is of another size or colour."""
    one = before.seen
    colour = _COLOUR * float(np.sum((np.sqrt(one.colour) - np.sqrt(other.colour)) ** 2))
    if one.shot != other.shot:
        return colour + _CUT
    radius = (one.person.radius + other.person.radius) / 2
    time = other.time - one.time
    there = np.array(one.hips)
    wide = manner.jitter + (_BEGINS if before.speed is None else manner.fast) * time
    if manner.leads and before.speed is not None:
        there = there + before.speed * min(time, _ON)
    far = np.hypot(*(np.array(other.hips) - there)) / radius / wide
    grown = np.log(other.person.radius / one.person.radius) / _GROWS
    return float(min(far**2, 30) + min(0.25 * grown**2, 4)) + colour


def _speed(before: _Reached, other: Seen) -> Floats | None:
    """How fast a way goes on, of its last steps."""
    if before.seen.shot != other.shot:
        return None
    step = (np.array(other.hips) - before.seen.hips) / (other.time - before.seen.time)
    return np.asarray(
        step if before.speed is None else before.speed + _NEWER * (step - before.speed)
    )


def colour_of(picture: Picture, person: Person) -> Floats:
    """What colours the trunk has: shares of 32 kinds."""
    (x, y), radius = person.hips, person.radius
    up = (np.array(person.top) - person.hips) * 0.25
    x, y = x + up[0], y + up[1]
    half = 0.22 * radius
    rows = slice(max(int(y - 1.3 * half), 0), max(int(y + 1.3 * half), 0) + 1)
    columns = slice(max(int(x - half), 0), max(int(x + half), 0) + 1)
    part = picture[rows, columns].reshape(-1, 3).astype(np.int64)
    if not len(part):
        return np.full(32, 1 / 32)
    light = part.sum(axis=1) // 192  # 0 to 3
    red = (part[:, 0] * 3 > part.sum(axis=1) * 1.15).astype(np.int64)
    blue = (part[:, 2] * 3 > part.sum(axis=1) * 1.15).astype(np.int64)
    green = (part[:, 1] * 3 > part.sum(axis=1) * 1.1).astype(np.int64)
    counted = np.bincount(light * 8 + red * 4 + green * 2 + blue, minlength=32)[:32] + 0.5
    return np.asarray(counted / counted.sum())
