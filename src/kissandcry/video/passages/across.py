"""How fast the skater moves across the picture, beside the background."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kissandcry.video.motion import Motion
from kissandcry.video.poses import Camera, Floats

SIDE: Final = 0.2  # seconds to each side over which a speed is measured; see docs/video/passages.md
_GAP: Final = 0.3  # seconds without the skater or the background that are bridged
_SHORTEST: Final = 1.0  # seconds in one piece, below which nothing is measured
_FASTEST: Final = 12.0  # metres a second: what is faster is a slip, or another shot
_STANDS: Final = 0.15  # metres a second, below which the skater stands
_SURE: Final = 3.0  # standard deviations by which a speed is over the noise


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A stretch in which both skater and background are seen, without a cut.

    Times (n,) in seconds, the place (n,) in metres across the picture from where it began, to the
    right, and the speed (n,) in metres a second, to the right too, 0 where it is no more than the
    noise; `slow` (n,) is what was taken for noise.
    """

    times: Floats
    place: Floats
    speed: Floats
    slow: Floats

    @property
    def length(self) -> float:
        """Metres covered, to and fro."""
        return float(np.trapezoid(np.abs(self.speed), self.times))

    @property
    def left_out(self) -> float:
        """Metres that may have been covered where it was taken for noise."""
        return float(np.trapezoid(np.abs(self.slow), self.times))


def pieces(motion: Motion, side: float = SIDE) -> tuple[Piece, ...]:
    """The stretches that can be measured. `side` is the cut-off: seconds to each side of a moment
    over which a straight line is laid through the places; its slope is the speed."""
    if motion.camera is None:
        return ()
    rows = np.flatnonzero(_known(motion, motion.camera))
    if len(rows) < 2:
        return ()
    times = motion.times[rows]
    moved = _moved(motion, motion.camera, rows)
    lasts = np.diff(times)
    shot = np.searchsorted(motion.cuts, rows, side="right")
    apart = (lasts > _GAP) | (np.diff(shot) != 0) | (np.abs(moved) > _FASTEST * lasts + 0.3)
    found = []
    for first, last in pairwise((0, *(np.flatnonzero(apart) + 1).tolist(), len(rows))):
        if times[last - 1] - times[first] >= _SHORTEST and last - first >= 10:
            place = np.r_[0.0, np.cumsum(moved[first : last - 1])]
            found.append(_piece(times[first:last], place, side))
    return tuple(found)


def _known(motion: Motion, camera: Camera) -> NDArray[np.bool_]:
    steady = np.isfinite(camera.steady).all(axis=(1, 2))
    return np.asarray(steady & np.isfinite(motion.hips).all(axis=1) & (motion.scale > 0))


def _moved(motion: Motion, camera: Camera, rows: NDArray[np.intp]) -> Floats:
    """Metres to the right from each row to the next.

    The steady picture may lie turned and zoomed beside the frame: steps are turned back, and
    divided by the size of the body there and then.
    """
    maps = camera.steady[rows[1:]]
    angle = np.arctan2(maps[:, 1, 0], maps[:, 0, 0])
    steps = np.diff(motion.hips[rows], axis=0)
    right = steps[:, 0] * np.cos(angle) + steps[:, 1] * np.sin(angle)
    return np.asarray(right / ((motion.scale[rows[1:]] + motion.scale[rows[:-1]]) / 2))


def _piece(times: Floats, place: Floats, side: float) -> Piece:
    """Straight lines laid through the places around each moment."""
    first = np.searchsorted(times, times - side - 1e-9)
    last = np.searchsorted(times, times + side + 1e-9)

    def around(values: Floats) -> Floats:
        total = np.r_[0.0, np.cumsum(values)]
        return np.asarray((total[last] - total[first]) / (last - first))

    since = times - times[0]
    late, far = around(since), around(place)
    spread = np.maximum(around(since**2) - late**2, 1e-9)
    speed = (around(since * place) - late * far) / spread
    smooth = far + speed * (since - late)
    doubt = _noise(place) / np.sqrt(spread * (last - first))
    none = np.abs(speed) < np.maximum(_STANDS, _SURE * doubt)
    slow = np.where(none, speed, 0.0)
    return Piece(times, smooth - smooth[0], speed - slow, slow)


def _noise(place: Floats) -> float:
    """The spread of single places, metres, as they jump to and fro from frame to frame."""
    return float(np.median(np.abs(np.diff(place, 2)))) / (0.6745 * 6**0.5)
