"""Poses: where the landmarks of one person's body are, frame by frame."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kissandcry.core import Contradiction
from kissandcry.video.poses.landmarks import LANDMARKS

Floats = NDArray[np.float64]
Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Camera:
    """How the camera moved: what it turned, tilted and zoomed, as the background tells.

    `steady` (frames, 2, 3): the affine map from a frame's pixels to those of a steady picture, that
    of the first frame of the shot (times one, NaN where the background does not tell). `cuts`: the
    frames with which a new shot begins, without the first of all.
    """

    steady: Floats
    cuts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Poses:
    """The poses of one person.

    Arrays have a row a frame: `times` (frames,) in seconds from the start of the clip, increasing,
    not always evenly; `image` (frames, 33, 2) x to the right and y down, in pixels; `depth`
    (frames, 33) in pixels, smaller is nearer, relative to the hips; `visibility` (frames, 33), 0 to
    1; `world` (frames, 33, 3) in metres from the middle of the hips, x to the right, y down, z away
    from the camera. What is not known is NaN (visibility: 0). `size` is width and height of the
    picture in pixels, `fps` the usual frames a second. `camera` is None where it is not known (the
    picture is then taken as it is). `appearance` (frames, 48, 32), grey, is the person cut out of
    each frame, upright, 48 high: what a spin is counted by; None where there is no video.
    Raises `Contradiction` where the shapes do not fit each other.
    """

    times: Floats
    image: Floats
    visibility: Floats
    depth: Floats
    world: Floats
    size: tuple[int, int]
    fps: float
    camera: Camera | None = None
    appearance: Bytes | None = None
    person: int = 0

    def __post_init__(self) -> None:
        frames = len(self.times)
        shapes = {
            "image": (frames, len(LANDMARKS), 2),
            "visibility": (frames, len(LANDMARKS)),
            "depth": (frames, len(LANDMARKS)),
            "world": (frames, len(LANDMARKS), 3),
        }
        for name, shape in shapes.items():
            found = getattr(self, name).shape
            if found != shape:
                raise Contradiction(f"the poses have {name} of the shape {found}, not {shape}")
        if frames > 1 and not bool(np.all(np.diff(self.times) > 0)):
            raise Contradiction("the times of the poses do not increase from frame to frame")

    def __len__(self) -> int:
        return len(self.times)

    @property
    def seen(self) -> NDArray[np.bool_]:
        """(frames,): whether the person was found in the frame."""
        return np.asarray(np.any(np.all(np.isfinite(self.image), axis=2), axis=1), dtype=np.bool_)


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """All that was followed in one clip: `people` in the order of their numbers."""

    people: tuple[Poses, ...]
    source: str = ""  # what made the poses, in a few words
    notes: tuple[str, ...] = ()  # what is to be known of them, a sentence each
