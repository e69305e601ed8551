"""The first pass over a clip: what the camera did, and who is where in every few frames."""

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from kissandcry.video.media import Frame
from kissandcry.video.tracking.camera import Follower, moved
from kissandcry.video.tracking.detect import Detector, Person, tiles
from kissandcry.video.tracking.person import Seen, colour_of
from kissandcry.video.tracking.runtime import Floats

HEIGHT: Final = 540  # pixels of the pictures of this pass
_EACH: Final = 0.16  # seconds from one sample to the next
_WHOLE: Final = 1.3  # seconds after which small people are looked for everywhere
_WIDELY: Final = 2  # samples from one to the next in which the whole picture is looked at
_AROUND: Final = 3.2  # radii of the body: the side of the part in which it is looked for again
_FOLLOWED: Final = 4
_LEAST_RADIUS: Final = 0.04  # of the height of the picture


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """What the first pass found. `times` (frames,), `steady` (frames, 2, 3) in pixels of its
    pictures, `samples`: who was detected, a list for each sample; `size` of its pictures; `notes`:
    what is to be said of the clip."""

    times: Floats
    steady: Floats
    cuts: tuple[int, ...]
    samples: tuple[tuple[Seen, ...], ...]
    size: tuple[int, int]
    notes: tuple[str, ...] = ()


def survey(frames: Iterable[Frame], tell: Callable[[float], None] = lambda _: None) -> Survey:
    """Look at every frame, `HEIGHT` pixels high; `tell` hears the time that is reached."""
    follower = Follower()
    times: list[float] = []
    size = (0, 0)
    frame, known = None, np.eye(3)[:2]
    with _Sampling() as sampling:
        for frame in frames:
            size = (frame.picture.shape[1], frame.picture.shape[0])
            due = sampling.due(frame.time)
            if due:
                sampling.collect()
            people = sampling.people
            steady = follower.add(frame.picture, [(*one.hips, one.radius) for one in people])
            known = steady if np.isfinite(steady).all() else known
            if due or sampling.shot < len(follower.cuts):
                sampling.begin(frame, len(follower.cuts), known)
            times.append(frame.time)
            tell(frame.time)
        if frame is not None and times[-1] > sampling.sampled:  # who leaves with the last frame
            sampling.begin(frame, len(follower.cuts), known)
        sampling.collect()
    return Survey(
        np.array(times),
        np.array(follower.steady).reshape(-1, 2, 3),
        tuple(follower.cuts),
        tuple(sampling.samples),
        size,
    )


class _Sampling:
    """Who is detected in every few frames, by a thread beside the one that follows the camera. A
    sample is collected when the next one is due, so that what comes out does not depend on which
    thread is faster."""

    def __init__(self) -> None:
        self.samples: list[tuple[Seen, ...]] = []
        self.people: list[Person] = []
        self._detector = Detector()
        self._thread = ThreadPoolExecutor(1)
        self._going: Future[tuple[Seen, ...]] | None = None
        self.sampled = self._whole = -np.inf
        self.shot = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown(cancel_futures=True)

    def due(self, time: float) -> bool:
        """Whether the frame at a time is one of the sample."""
        return time - self.sampled >= _EACH - 1e-3

    def begin(self, frame: Frame, shot: int, steady: Floats) -> None:
        """Look who is in a frame, after the one that was begun before."""
        self.collect()
        number = len(self.samples)
        everywhere = not self.people or shot > self.shot or frame.time - self._whole >= _WHOLE
        widely = everywhere or number % _WIDELY == 0
        self.sampled, self.shot = frame.time, shot
        self._whole = frame.time if everywhere else self._whole
        before = self.people

        def look() -> tuple[Seen, ...]:
            found = _people(self._detector, frame, before, widely=widely, everywhere=everywhere)
            return tuple(
                Seen(
                    one,
                    number,
                    frame.time,
                    shot,
                    tuple(moved(steady, np.array(one.hips))),
                    colour_of(frame.picture, one),
                )
                for one in found
            )

        self._going = self._thread.submit(look)

    def collect(self) -> None:
        """Wait for who was in the last frame that was begun."""
        if self._going is not None:
            self.samples.append(self._going.result())
            self.people = [one.person for one in self.samples[-1]]
            self._going = None


def _people(
    detector: Detector, frame: Frame, before: list[Person], *, widely: bool, everywhere: bool
) -> list[Person]:
    """Who is in the picture: around those who were there before; in large parts of it (`widely`),
    in which a body is seen whole; in small ones (`everywhere`)."""
    high, wide = frame.picture.shape[:2]
    parts = tiles(wide, high, min(high, wide)) if widely else []
    for one in before[:_FOLLOWED]:
        side = max(_AROUND * one.radius, 64.0)
        if not widely or side < 0.8 * min(high, wide):
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
