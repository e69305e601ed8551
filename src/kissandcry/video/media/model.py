"""What a clip is: its size, its length, its frames and its sound."""

from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray


class Told(msgspec.Struct, frozen=True):
    """What the container says: `duration` in seconds (0: it does not say), `size` as shown, after
    `rotation` (degrees counter-clockwise, a multiple of 90); `variable` is whether frames are not
    evenly timed; `capture_fps` what the camera took a second where that differs (slow motion)."""

    duration: float
    fps: float
    size: tuple[int, int]
    frames: int
    rotation: int
    has_sound: bool
    variable: bool
    capture_fps: float = 0.0
    container: str = ""


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip that can be watched. Nothing else of the container is kept: no place, no device."""

    path: Path
    duration: float
    fps: float
    size: tuple[int, int]
    frames: int
    rotation: int
    has_sound: bool
    variable: bool
    capture_fps: float


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture: its number among those that were asked for, seconds from the clip's first
    frame, and `picture` (height, width, 3), RGB, upright."""

    index: int
    time: float
    picture: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """The sound, one channel: `samples` (n,) between -1 and 1, `rate` of them a second; `start` is
    the time of the first after the first frame, in seconds."""

    samples: NDArray[np.float32]
    rate: int
    start: float = 0.0
