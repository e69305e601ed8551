"""The landmarks of one person, looked for in a square that lies around the whole body."""

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from kissandcry.video.tracking.detect import Person
from kissandcry.video.tracking.runtime import SIDE, Floats, Model, Picture

MANY: Final = 33
_WIDER: Final = 1.25  # than the circle around the body
_LARGE: Final = 1.6  # pixels of the picture for one of the model
_HIPS, _TOP = 33, 34  # two more points of the model: the middle of the hips, the top of the circle


@dataclass(frozen=True, slots=True)
class Square:
    """Where to look: the middle in pixels, the side in pixels, and how the body is turned from
    upright, in radians clockwise as the picture is seen."""

    x: float
    y: float
    side: float
    angle: float

    @classmethod
    def around(cls, hips: tuple[float, float], top: tuple[float, float]) -> "Square":
        """The square for a body between the hips and the top of its circle."""
        dx, dy = top[0] - hips[0], top[1] - hips[1]
        radius = float(np.hypot(dx, dy))
        return cls(hips[0], hips[1], 2 * _WIDER * radius, float(np.arctan2(dx, -dy)))

    @classmethod
    def of(cls, person: Person) -> "Square":
        """The square for somebody who was detected."""
        return cls.around(person.hips, person.top)


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What was found in a square: `image` (33, 2) in pixels, `depth` (33,), `visibility` (33,),
    `world` (33, 3) in metres; `presence` is how sure it is that somebody is there; `next` where to
    look in the next frame."""

    image: Floats
    depth: Floats
    visibility: Floats
    world: Floats
    presence: float
    next: Square

    @property
    def hips(self) -> Floats:
        """The middle of the hips in pixels."""
        return np.asarray(self.image[[23, 24]].mean(axis=0))

    def scaled(self, by: float) -> "Found":
        """The same in a picture of another size."""
        return replace(self, image=self.image * by, depth=self.depth * by)


class Landmarker:
    """Finds landmarks. `name` is "lite", "full" or "heavy"."""

    def __init__(self, name: str = "full", threads: int | None = None) -> None:
        self._model = Model(name, threads)
        self._side = SIDE[name]

    def find(self, picture: Picture, square: Square) -> Found:
        """The landmarks of whoever is in the square of an RGB picture."""
        turn, corner = _placed(square)
        done = self._model.run(_cut(picture, turn, corner, square, self._side))
        raw = done["Identity"].astype(np.float64).reshape(-1, 5)
        scale = square.side / self._side
        at = raw[:, :2] @ turn.T * scale + corner
        world = done["Identity_4"].astype(np.float64).reshape(-1, 3)[:MANY].copy()
        world[:, :2] = world[:, :2] @ turn.T
        return Found(
            at[:MANY],
            raw[:MANY, 2] * scale,
            1 / (1 + np.exp(-raw[:MANY, 3])),
            world,
            float(done["Identity_1"][0]),
            Square.around(tuple(at[_HIPS]), tuple(at[_TOP])),
        )


def _placed(square: Square) -> tuple[Floats, Floats]:
    """How a place in the square becomes one in the picture: turned, and where its corner is."""
    c, s = np.cos(square.angle), np.sin(square.angle)
    turn = np.array([[c, -s], [s, c]])
    return turn, np.array([square.x, square.y]) - turn @ np.full(2, square.side / 2)


def _cut(picture: Picture, turn: Floats, corner: Floats, square: Square, side: int) -> Any:
    """The square as the model sees it: upright, from 0 to 1."""
    import cv2

    scale, much = square.side / side, np.ones(2)
    if scale > _LARGE:  # a warp picks single pixels; what is much larger is shrunk by areas first
        corners = corner + np.array([[0, 0], [0, 1], [1, 0], [1, 1]]) * square.side @ turn.T
        picture, left_top, much = _shrunk(picture, corners, scale / 1.2)
        corner = (corner - left_top + 0.5) * much - 0.5
    back = np.concatenate([much[:, None] * turn * scale, corner[:, None]], axis=1)
    found = cv2.warpAffine(
        picture, back, (side, side), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    )
    return found.astype(np.float32) / 255


def _shrunk(picture: Picture, corners: Floats, by: float) -> tuple[Picture, Floats, Floats]:
    """The part of a picture in which corners lie, `by` times smaller; where it begins, and by how
    much it was made larger across and down, for its sides are whole pixels."""
    import cv2

    end = np.array(picture.shape[1::-1])
    first = np.clip(np.floor(corners.min(axis=0)).astype(int) - 2, 0, end - 1)
    last = np.clip(np.ceil(corners.max(axis=0)).astype(int) + 3, first + 1, end)
    size = np.maximum(np.rint((last - first) / by).astype(int), 1)
    part = picture[first[1] : last[1], first[0] : last[0]]
    small = cv2.resize(part, (int(size[0]), int(size[1])), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8), first.astype(float), size / (last - first)
