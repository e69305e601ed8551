"""Where people are in a picture: the detector of BlazePose, on the whole and on parts of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np

from kissandcry.video.tracking.runtime import DETECTOR, SIDE, Floats, Model, Picture

_SIDE: Final = SIDE[DETECTOR]
_GRIDS: Final = ((28, 2), (14, 2), (7, 6))  # cells a side, anchors a cell: strides of 8, 16, 32
_LEAST: Final = 0.5
_SAME: Final = 0.3  # overlap above which two boxes are one person
_EDGE: Final = 0.02  # of a part's side: who is cut by its edge is seen better in another


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a picture: `hips`, the middle of the hips in pixels; `top`, the point of the
    circle around the whole body above them; `box` (left, top, right, bottom) around head and hips;
    how sure the detector is."""

    hips: tuple[float, float]
    top: tuple[float, float]
    box: tuple[float, float, float, float]
    score: float

    @property
    def radius(self) -> float:
        """Pixels of the circle around the whole body."""
        return float(np.hypot(self.top[0] - self.hips[0], self.top[1] - self.hips[1]))


@cache
def _anchors() -> Floats:
    found = []
    for cells, many in _GRIDS:
        middle = (np.arange(cells) + 0.5) / cells
        x, y = np.meshgrid(middle, middle)
        found.append(np.repeat(np.stack([x.ravel(), y.ravel()], axis=1), many, axis=0))
    return np.concatenate(found)


class Detector:
    """Finds people. One for a clip."""

    def __init__(self, threads: int | None = None) -> None:
        self._model = Model(DETECTOR, threads)

    def find(self, picture: Picture, parts: Sequence[tuple[float, float, float]]) -> list[Person]:
        """Everybody in square parts (left, top, side, in pixels) of a picture; somebody seen in
        several of them is told once."""
        found = [one for part in parts for one in self._in(picture, part)]
        return merged(found)

    def _in(self, picture: Picture, part: tuple[float, float, float]) -> list[Person]:
        import cv2

        left, top, side = part
        scale = _SIDE / side
        move = np.array([[scale, 0, -left * scale], [0, scale, -top * scale]])
        if scale < 0.7:  # shrunk by areas first, for a warp picks single pixels
            x0, y0 = max(int(left), 0), max(int(top), 0)
            x1 = min(int(np.ceil(left + side)), picture.shape[1])
            y1 = min(int(np.ceil(top + side)), picture.shape[0])
            if x1 - x0 < 2 or y1 - y0 < 2:
                return []
            size = (max(1, round((x1 - x0) * scale)), max(1, round((y1 - y0) * scale)))
            small = cv2.resize(picture[y0:y1, x0:x1], size, interpolation=cv2.INTER_AREA)
            crop = np.zeros((_SIDE, _SIDE, 3), np.uint8)
            ox, oy = max(round((x0 - left) * scale), 0), max(round((y0 - top) * scale), 0)
            part_of = small[: _SIDE - oy, : _SIDE - ox]
            crop[oy : oy + part_of.shape[0], ox : ox + part_of.shape[1]] = part_of
        else:
            warped = cv2.warpAffine(picture, move, (_SIDE, _SIDE), flags=cv2.INTER_LINEAR)
            crop = np.asarray(warped, np.uint8)
        done = self._model.run(crop.astype(np.float32) / 127.5 - 1)
        return self._people(done, part, picture.shape)

    @staticmethod
    def _people(
        done: dict[str, Any], part: tuple[float, float, float], shape: tuple[int, ...]
    ) -> list[Person]:
        left, top, side = part
        score = 1 / (1 + np.exp(-np.clip(done["Identity_1"][:, 0].astype(np.float64), -50, 50)))
        rows = np.flatnonzero(score > _LEAST)
        if not len(rows):
            return []
        raw = done["Identity"][rows].astype(np.float64).reshape(-1, 6, 2) / _SIDE
        points = raw.copy()
        points[:, [0, 2, 3, 4, 5]] += _anchors()[rows][:, None]
        found = []
        for row, own in zip(points, score[rows], strict=True):
            middle, size = row[0], row[1]
            if _cut(middle - size / 2, middle + size / 2, part, shape):
                own = own * 0.5
            at = row * side + (left, top)
            half = size * side / 2
            x, y = at[0]
            box = (x - half[0], y - half[1], x + half[0], y + half[1])
            found.append(Person(_pair(at[2]), _pair(at[3]), _four(box), float(own)))
        return merged(found)


def _cut(
    low: Floats, high: Floats, part: tuple[float, float, float], shape: tuple[int, ...]
) -> bool:
    """Whether a box goes over an edge of the part that is none of the picture."""
    left, top, side = part
    inside = (left > 0, top > 0, left + side < shape[1], top + side < shape[0])
    over = (low[0] < _EDGE, low[1] < _EDGE, high[0] > 1 - _EDGE, high[1] > 1 - _EDGE)
    return any(a and b for a, b in zip(inside, over, strict=True))


def _pair(at: Floats) -> tuple[float, float]:
    return float(at[0]), float(at[1])


def _four(box: Any) -> tuple[float, float, float, float]:
    return float(box[0]), float(box[1]), float(box[2]), float(box[3])


def merged(people: Sequence[Person]) -> list[Person]:
    """Each person once, the surest first: boxes that overlap are weighed by how sure they are."""
    left = sorted(people, key=lambda one: -one.score)
    found = []
    while left:
        best = left[0]
        same = [one for one in left if _overlap(best.box, one.box) > _SAME]
        left = [one for one in left if one not in same]
        weight = np.array([one.score for one in same])
        weight /= weight.sum()

        def mean(values: list[tuple[float, ...]], w: Any = weight) -> Floats:
            return np.asarray(w @ np.array(values))

        found.append(
            Person(
                _pair(mean([one.hips for one in same])),
                _pair(mean([one.top for one in same])),
                _four(mean([one.box for one in same])),
                best.score,
            )
        )
    return found


def _overlap(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    wide = min(a[2], b[2]) - max(a[0], b[0])
    high = min(a[3], b[3]) - max(a[1], b[1])
    if wide <= 0 or high <= 0:
        return 0.0
    both = wide * high
    return both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both)


def tiles(width: int, height: int, side: float) -> list[tuple[float, float, float]]:
    """Square parts of one side that cover a picture, each half over the next."""

    def places(length: float) -> list[float]:
        if length <= side:
            return [(length - side) / 2]
        many = int(np.ceil((length - side) / (side / 2))) + 1
        return [float(one) for one in np.linspace(0, length - side, many)]

    return [(x, y, side) for y in places(height) for x in places(width)]
