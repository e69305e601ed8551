"""What a clip is and what comes out of it."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Clip:
    """What a clip's container says, checked against every frame that it holds.

    `duration` in seconds; `fps` the usual frames a second; `size` width and height in pixels, as
    the clip is to be seen (upright, with square pixels); `frames` their number; `rotation` the
    degrees counter-clockwise by which they are turned to be upright (already done in every picture
    given); `variable` whether the time between frames varies. `capture_fps` is at how many frames
    a second the camera filmed, where the container says so (None: it does not).
    """

    path: Path
    duration: float
    fps: float
    size: tuple[int, int]
    frames: int
    rotation: int
    has_sound: bool
    variable: bool
    capture_fps: float | None = None

    @property
    def slowed(self) -> float:
        """How many times slower the clip plays than it was filmed: 1 where nothing says so.

        A second of the clip is 1 / `slowed` seconds on the ice.
        """
        if self.capture_fps is None or self.fps <= 0:
            return 1.0
        times = self.capture_fps / self.fps
        return times if times > 1.2 else 1.0  # cameras round the rate they say


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A frame: `index` among the clip's frames, `time` in seconds from the first one, `picture`
    (height, width, 3) RGB, upright. `broken`: the decoder met damage and mended what it could."""

    index: int
    time: float
    picture: Picture
    broken: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """The sound as one channel: `samples` float32, -1 to 1, `rate` of them a second; the first one
    sounds at the start that was asked for, by default when the first frame is shown. `lost` pieces
    could not be decoded and are silent."""

    samples: NDArray[np.float32]
    rate: int
    lost: int = 0
