"""How a body moved: landmarks that can be measured in, and the size of things."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kissandcry.video.poses import Camera, Floats


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """The motion of one person, a row a frame; what is not known is NaN.

    `times` (frames,) in seconds; `joints` (frames, 33, 2) in pixels of the steady picture, left and
    right put right and slips of the tracker taken out; `seen` (frames,); `scale` (frames,) in
    pixels a metre where the skater is, told from the size of the body, whose height is taken as
    `stature` metres, give or take the share `unsure` (one standard deviation); `hips` (frames, 2)
    their middle; `lift` (frames,) in metres, of the hips over where they usually are around that
    time; `world` (frames, 33, 3) as in `Poses`. `cuts` are the first frames of new shots, `size`
    that of the picture. `notes` say what is to be known, a sentence each. `camera` is that of the
    poses, by which the picture was made steady; None where nothing tells how it moved.
    """

    times: Floats
    fps: float
    joints: Floats
    seen: NDArray[np.bool_]
    scale: Floats
    hips: Floats
    lift: Floats
    world: Floats
    size: tuple[int, int]
    stature: float
    unsure: float
    cuts: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    camera: Camera | None = None
