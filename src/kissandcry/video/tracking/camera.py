"""What the camera did, as the background tells: turned, tilted, zoomed, or cut to another shot."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kissandcry.video.tracking.runtime import Floats, Picture

_HIGH: Final = 270  # pixels of the picture in which the background is followed
_POINTS: Final = 160
_FEWEST: Final = 12  # points that must agree
_AGREE: Final = 0.3  # of the points that were followed
_STILL: Final = 0.25  # pixels: what moves less does not move
_BRIDGED: Final = 8  # frames without an answer, after which a new shot begins
_OTHER: Final = 40.0  # grey levels by which thumbnails differ from one shot to another
_BLACK: Final = 14.0


class Follower:
    """Takes the frames one after the other; afterwards it knows the way of the camera."""

    def __init__(self) -> None:
        self._last: NDArray[np.uint8] | None = None
        self._thumb: Floats | None = None
        self._points: Any = None
        self._at = np.eye(3)
        self._lost = 0
        self.steady: list[Floats] = []
        self.cuts: list[int] = []

    def add(self, picture: Picture, people: Sequence[tuple[float, float, float]]) -> Floats:
        """The next frame; `people` are circles (x, y, radius) in its pixels that are no background.

        Its map to the steady picture (2, 3), NaN where it is not known.
        """
        import cv2

        scale = _HIGH / picture.shape[0]
        grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        thumb = cv2.resize(grey, (16, 9), interpolation=cv2.INTER_AREA).astype(np.float64)
        if _black(thumb):
            self._lost += 1
            self.steady.append(np.full((2, 3), np.nan))
            return self.steady[-1]
        step = self._step(grey, thumb)
        if step is None:
            self._lost += 1
            cut = self._thumb is not None and _differs(thumb, self._thumb)
            if self._last is None or cut or self._lost > _BRIDGED:
                self._new_shot(grey, thumb, people, scale)
            else:
                self.steady.append(np.full((2, 3), np.nan))
                return self.steady[-1]
        else:
            self._lost = 0
            self._at = self._at @ np.linalg.inv(np.vstack([step, [0, 0, 1]]))
            self._keep(grey, thumb, people, scale)
        grow = np.diag([1 / scale, 1 / scale, 1.0])
        self.steady.append((grow @ self._at @ np.linalg.inv(grow))[:2])
        return self.steady[-1]

    def _new_shot(self, grey: Any, thumb: Floats, people: Any, scale: float) -> None:
        if self._last is not None:
            self.cuts.append(len(self.steady))
        self._at, self._lost = np.eye(3), 0
        self._keep(grey, thumb, people, scale)

    def _keep(self, grey: Any, thumb: Floats, people: Any, scale: float) -> None:
        """Remember this frame, and what of its background can be followed."""
        import cv2

        mask = np.full(grey.shape, 255, np.uint8)
        for x, y, radius in people:
            at = (round(x * scale), round(y * scale))
            cv2.circle(mask, at, round(1.1 * radius * scale), 0, -1)
        self._points = cv2.goodFeaturesToTrack(grey, _POINTS, 0.01, 7, mask=mask)
        self._last, self._thumb = grey, thumb

    def _step(self, grey: Any, thumb: Floats) -> Floats | None:
        """How the picture moved since the last that is known: (2, 3), None where it is not told."""
        import cv2

        if self._last is None or self._points is None or len(self._points) < _FEWEST:
            return None
        assert self._thumb is not None
        wide = (31, 31) if _differs(thumb, self._thumb) else (21, 21)
        followed: Any = cv2.calcOpticalFlowPyrLK  # takes None for what it is to make itself
        there, good, _ = followed(self._last, grey, self._points, None, winSize=wide, maxLevel=4)
        back, again, _ = followed(grey, self._last, there, None, winSize=wide, maxLevel=4)
        off = np.abs(back - self._points).reshape(-1, 2).max(axis=1)
        kept = (good.ravel() == 1) & (again.ravel() == 1) & (off < 1)
        old, new = self._points[kept].reshape(-1, 2), there[kept].reshape(-1, 2)
        return agreed(old, new)


def agreed(old: Floats, new: Floats) -> Floats | None:
    """The turn, zoom and shift on which most points agree: (2, 3), None where too few do. What
    stands still in the picture while the rest moves (a score in a corner) is no background."""
    import cv2

    if len(old) < _FEWEST:
        return None
    estimated: Any = cv2.estimateAffinePartial2D  # gives None where nothing fits
    found, inside = estimated(old, new, ransacReprojThreshold=1.5)
    if found is None:
        return None
    inside = inside.ravel() == 1
    moved = np.abs(new - old).max(axis=1)
    still = moved < _STILL
    if (
        still.sum() >= 4
        and (inside & still).sum() > 0.5 * inside.sum()
        and (~still).sum() > _FEWEST
    ):
        other, also = estimated(old[~still], new[~still], ransacReprojThreshold=1.5)
        if other is not None and also.sum() > max(_FEWEST, _AGREE * len(old)):
            return np.asarray(other)
    if inside.sum() < max(_FEWEST, _AGREE * len(old)):
        return None
    zoom = float(np.hypot(found[0, 0], found[1, 0]))
    return np.asarray(found) if 0.8 < zoom < 1.25 else None


def _black(thumb: Floats) -> bool:
    """Whether there is nothing to see: an opening, a fade."""
    return bool(thumb.mean() < _BLACK and thumb.std() < _BLACK / 2)


def _differs(one: Floats, other: Floats) -> bool:
    """Whether two thumbnails are of different shots."""
    return float(np.abs(one - other).mean()) > _OTHER


def moved(steady: Floats, points: Floats) -> Floats:
    """Points (..., 2) of a frame in the steady picture."""
    return np.asarray(points @ steady[:, :2].T + steady[:, 2])


def back(steady: Floats, points: Floats) -> Floats:
    """Points (..., 2) of the steady picture in a frame."""
    return np.asarray((points - steady[:, 2]) @ np.linalg.inv(steady[:, :2]).T)
