"""The landmarks of one person, looked for in a square that lies around the whole body."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from kissandcry.video.tracking.detect import Person
from kissandcry.video.tracking.runtime import SIDE, Floats, Model, Picture

MANY: Final = 33
_WIDER: Final = 1.25  # than the circle around the body
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


class Landmarker:
    """Finds landmarks. `name` is "lite", "full" or "heavy"."""

    def __init__(self, name: str = "full", threads: int | None = None) -> None:
        self._model = Model(name, threads)
        self._side = SIDE[name]

    def find(self, picture: Picture, square: Square) -> Found:
        """The landmarks of whoever is in the square of an RGB picture."""
        turn, corner = _placed(square, self._side)
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


def _placed(square: Square, side: int) -> tuple[Floats, Floats]:
    """How a place in the square becomes one in the picture: turned, and where its corner is."""
    c, s = np.cos(square.angle), np.sin(square.angle)
    turn = np.array([[c, -s], [s, c]])
    corner = np.array([square.x, square.y]) - turn @ np.full(2, square.side / 2)
    _ = side
    return turn, corner


def _cut(picture: Picture, turn: Floats, corner: Floats, square: Square, side: int) -> Any:
    """The square as the model sees it: upright, from 0 to 1."""
    import cv2

    scale = square.side / side
    if scale > 1.6:  # a warp picks single pixels; what is much larger is shrunk by areas first
        much = 1 / (scale / 1.2)
        picture = np.asarray(
            cv2.resize(picture, None, fx=much, fy=much, interpolation=cv2.INTER_AREA), np.uint8
        )
        corner, scale = (corner + 0.5) * much - 0.5, scale * much
    back = np.concatenate([turn * scale, corner[:, None]], axis=1)
    found = cv2.warpAffine(
        picture, back, (side, side), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    )
    return found.astype(np.float32) / 255
