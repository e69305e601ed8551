"""In the decoding process: frames turned as the clip says they are to be seen."""

from fractions import Fraction
from typing import cast

import numpy as np
from av.sidedata.sidedata import SideDataContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray


class Upright:
    """How the frames of a clip are turned (quarter turns), mirrored, and stretched to squares."""

    def __init__(self, frame: VideoFrame, stream: VideoStream) -> None:
        self.rotation, self.mirrored = _said(frame)
        squeeze = stream.sample_aspect_ratio or Fraction(1)
        if not Fraction(1, 4) <= squeeze <= 4:
            squeeze = Fraction(1)
        wide, high = max(1, round(frame.width * squeeze)), frame.height
        self._across = self.rotation in (90, 270)
        self.size = (high, wide) if self._across else (wide, high)

    def turned(self, frame: VideoFrame, size: tuple[int, int]) -> NDArray[np.uint8]:
        """(height, width, 3), RGB, of that width and height."""
        wide, high = reversed(size) if self._across else size
        # Scaling first and converting colours then is several times as fast as both in one step,
        # and further threads only cost; the picture is turned when it is as small as it gets.
        if (wide, high) != (frame.width, frame.height):
            frame = frame.reformat(wide, high, "yuv420p", interpolation="BILINEAR", threads=1)
        plane = frame.reformat(format="rgb24", interpolation="BILINEAR", threads=1).planes[0]
        rows = np.frombuffer(memoryview(plane), np.uint8).reshape(high, plane.line_size)
        picture = rows[:, : 3 * wide].reshape(high, wide, 3)
        if self.mirrored:
            picture = picture[:, ::-1]
        if self.rotation:
            picture = np.rot90(picture, self.rotation // 90)
        return np.ascontiguousarray(picture)


def _said(frame: VideoFrame) -> tuple[int, bool]:
    """Degrees counter-clockwise and whether mirrored left to right before, by the display matrix.

    The matrix (ISO/IEC 14496-12, 8.3.2) maps stored to shown places by its upper left four numbers.
    """
    for data in cast(SideDataContainer, frame.side_data):
        if data.type.name == "DISPLAYMATRIX":
            numbers = np.frombuffer(bytes(data), dtype="=i4").astype(np.float64)
            a, b, _, c, d = numbers[:5]
            mirrored = a * d - b * c < 0
            if mirrored:
                a, b = -a, -b
            return round(float(np.degrees(np.arctan2(-b, a))) / 90) * 90 % 360, mirrored
    return frame.rotation % 360 // 90 * 90, False
