"""The first pass over a clip: what the camera did, and who is where in every few frames."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from kissandcry.video.media import Frame
from kissandcry.video.tracking.camera import Follower, moved
from kissandcry.video.tracking.detect import Detector, Person, tiles
from kissandcry.video.tracking.person import Seen, colour_of
from kissandcry.video.tracking.runtime import Floats

HEIGHT: Final = 540  # pixels of the pictures of this pass
_EACH: Final = 0.16  # seconds from one sample to the next
_WHOLE: Final = 1.3  # seconds after which small people are looked for everywhere
_AROUND: Final = 3.2  # radii of the body: the side of the part in which it is looked for again
_FOLLOWED: Final = 4
_LEAST_RADIUS: Final = 0.04  # of the height of the picture


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """What the first pass found. `times` (frames,), `steady` (frames, 2, 3) in pixels of its
    pictures, `samples`: who was detected, a list for each sample; `size` of its pictures."""

    times: Floats
    steady: Floats
    cuts: tuple[int, ...]
    samples: tuple[tuple[Seen, ...], ...]
    size: tuple[int, int]


def survey(frames: Iterable[Frame], tell: Callable[[float], None] = lambda _: None) -> Survey:
    """Look at every frame, `HEIGHT` pixels high; `tell` hears the time that is reached."""
    detector, follower = Detector(), Follower()
    times: list[float] = []
    samples: list[tuple[Seen, ...]] = []
    people: list[Person] = []
    sampled = whole = -np.inf
    size = (0, 0)
    for frame in frames:
        size = (frame.picture.shape[1], frame.picture.shape[0])
        sample = frame.time - sampled >= _EACH - 1e-3
        if sample:
            everywhere = not people or frame.time - whole >= _WHOLE
            people = _people(detector, frame, people, everywhere=everywhere)
            sampled = frame.time
            whole = frame.time if everywhere else whole
        steady = follower.add(frame.picture, [(*one.hips, one.radius) for one in people])
        if sample:
            shot = len(follower.cuts)
            known = follower.steady[-1] if np.isfinite(steady).all() else _latest(follower)
            samples.append(
                tuple(
                    Seen(
                        one,
                        len(samples),
                        frame.time,
                        shot,
                        tuple(moved(known, np.array(one.hips))),
                        colour_of(frame.picture, one),
                    )
                    for one in people
                )
            )
        times.append(frame.time)
        tell(frame.time)
    return Survey(
        np.array(times),
        np.array(follower.steady).reshape(-1, 2, 3),
        tuple(follower.cuts),
        tuple(samples),
        size,
    )


def _latest(follower: Follower) -> Floats:
    """The last map that is known."""
    for one in reversed(follower.steady):
        if np.isfinite(one).all():
            return one
    return np.eye(3)[:2]


def _people(
    detector: Detector, frame: Frame, before: list[Person], *, everywhere: bool
) -> list[Person]:
    """Who is in the picture: in large parts of it, and around those who were there before."""
    high, wide = frame.picture.shape[:2]
    parts = tiles(wide, high, min(high, wide))
    for one in before[:_FOLLOWED]:
        side = max(_AROUND * one.radius, 64.0)
        if side < 0.8 * min(high, wide):
            parts.append((one.hips[0] - side / 2, one.hips[1] - side / 2, side))
    if everywhere:
        parts += tiles(wide, high, min(high, wide) / 2)
    found = detector.find(frame.picture, parts)
    return [
        one
        for one in found
        if one.radius > _LEAST_RADIUS * high
        and one.radius < 1.2 * high
        and -0.1 * wide < one.hips[0] < 1.1 * wide
        and -0.1 * high < one.hips[1] < 1.1 * high
    ]
