"""The second pass over a clip: the landmarks of the skater in every frame."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from kissandcry.video.media import Frame
from kissandcry.video.poses import Bytes
from kissandcry.video.tracking.course import Course
from kissandcry.video.tracking.landmarks import MANY, Found, Landmarker, Square
from kissandcry.video.tracking.runtime import Floats, Picture

APPEARANCE: Final = (48, 32)  # high, wide
_SAME: Final = 1e-4  # seconds by which the times of one frame may differ
_SURE: Final = 0.6  # that somebody is in the square
_PERHAPS: Final = 0.3
_FAR: Final = 0.45  # radii of the body between where the hips are and where they should be
_ASTRAY: Final = 1.0  # more of them for a second from the nearest detection
_TOO_FAR: Final = 1.0
_GROWN: Final = (0.5, 1.7)  # size of the square by the usual one
_TALL: Final = 2.2  # radii: the height of the cut-out


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """What was found, a row a frame: as in `Poses`, in pixels of the pictures of the course; NaN
    where the skater was not found."""

    times: Floats
    image: Floats
    depth: Floats
    visibility: Floats
    world: Floats
    appearance: Bytes


class Follower:
    """Follows one person along a `course`. `missing` counts frames that did not come again."""

    def __init__(self, landmarker: Landmarker, course: Course, height: float) -> None:
        self._landmarker = landmarker
        self.course = course
        self._height = height  # of the pictures of the course
        self._next: Square | None = None
        self.missing = 0

    def follow(
        self, frames: Iterable[Frame], first: int, times: Floats, tell: Callable[[float], None]
    ) -> Followed:
        """The frames at `times`, of which the first has the number `first` in the course. It does
        not depend on what was followed before, so that parts may be made at any time."""
        self._next = None
        came = 0
        rows: list[Found | None] = [None] * len(times)
        looks = np.zeros((len(times), *APPEARANCE), np.uint8)
        for frame in frames:
            row = int(np.searchsorted(times, frame.time - _SAME))
            if row >= len(times) or abs(times[row] - frame.time) > _SAME:
                continue
            came += 1
            scale = frame.picture.shape[0] / self._height
            expected = self.course.square(first + row, scale)
            far = _FAR + _ASTRAY * float(self.course.away[first + row])
            found = self._in(frame.picture, expected, far)
            rows[row] = None if found is None else found.scaled(1 / scale)
            looks[row] = _appearance(frame.picture, expected)
            tell(frame.time)
        self.missing += len(times) - came
        return _stacked(times, rows, looks)

    def _in(self, picture: Picture, expected: Square | None, far: float) -> Found | None:
        """The skater in one frame: where the last frame leads, if that is no farther than `far`
        from where he or she should be, else there."""
        if expected is None:
            self._next = None
            return None
        tries = [expected, Square(expected.x, expected.y, 1.25 * expected.side, 0.0)]
        if self._next is not None and _fits(self._next, expected, far):
            tries.insert(0, self._next)
        best: Found | None = None
        for square in tries:
            found = self._landmarker.find(picture, square)
            if not _at(found, expected):
                continue
            if best is None or found.presence > best.presence:
                best = found
            if found.presence > _SURE:
                break
        if best is None or best.presence < _PERHAPS:
            self._next = None
            return None
        fits = best.presence > _SURE and _fits(best.next, expected, far)
        self._next = best.next if fits else None
        return best


def _fits(square: Square, expected: Square, far: float) -> bool:
    """Whether a square lies where the person should be, and is of that size."""
    radius = expected.side / 2.5
    away = np.hypot(square.x - expected.x, square.y - expected.y) / radius
    low, high = _GROWN
    return bool(away < far and low < square.side / expected.side < high)


def _at(found: Found, expected: Square) -> bool:
    x, y = found.hips
    return bool(np.hypot(x - expected.x, y - expected.y) < _TOO_FAR * expected.side / 2.5)


def _appearance(picture: Picture, expected: Square | None) -> Bytes:
    """The person cut out, upright and grey."""
    import cv2

    high, wide = APPEARANCE
    if expected is None:
        return np.zeros(APPEARANCE, np.uint8)
    tall = _TALL * expected.side / 2.5
    broad = tall * wide / high
    x0, y0 = round(expected.x - broad / 2), round(expected.y - tall / 2)
    x1, y1 = round(expected.x + broad / 2), round(expected.y + tall / 2)
    inside = picture[max(y0, 0) : max(y1, 0), max(x0, 0) : max(x1, 0)]
    if not inside.size:
        return np.zeros(APPEARANCE, np.uint8)
    grey = cv2.cvtColor(inside, cv2.COLOR_RGB2GRAY)
    around = (
        max(-y0, 0),
        max(y1 - picture.shape[0], 0),
        max(-x0, 0),
        max(x1 - picture.shape[1], 0),
    )
    grey = cv2.copyMakeBorder(grey, *around, cv2.BORDER_REPLICATE)
    return np.asarray(cv2.resize(grey, (wide, high), interpolation=cv2.INTER_AREA), np.uint8)


def _stacked(times: Floats, rows: list[Found | None], looks: Bytes) -> Followed:
    none = Found(
        np.full((MANY, 2), np.nan),
        np.full(MANY, np.nan),
        np.zeros(MANY),
        np.full((MANY, 3), np.nan),
        0.0,
        Square(0, 0, 0, 0),
    )
    full = [none if one is None else one for one in rows]
    return Followed(
        times,
        np.array([one.image for one in full]).reshape(-1, MANY, 2),
        np.array([one.depth for one in full]).reshape(-1, MANY),
        np.array([one.visibility for one in full]).reshape(-1, MANY),
        np.array([one.world for one in full]).reshape(-1, MANY, 3),
        looks,
    )
