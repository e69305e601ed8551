"""Clips that are hard to follow, composed of the real one: its frames, half as large, put together
anew, with a second skater cut out of it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from kissandcry.video import media
from kissandcry.video.poses import BONES, PLACE, Floats, Poses

Picture = NDArray[np.uint8]
HEIGHT: Final = 540
FPS: Final = 30


def frames(clip: Path) -> list[Picture]:
    """The frames of a clip, 540 pixels high."""
    with media.frames(clip, height=HEIGHT) as found:
        return [frame.picture for frame in found]


def written(pictures: Sequence[Picture], to: Path) -> Path:
    """A clip of pictures, 30 a second."""
    high, wide = pictures[0].shape[:2]
    with av.open(str(to), "w") as file:
        stream = file.add_stream("libx264", rate=FPS, options={"crf": "18", "preset": "ultrafast"})
        stream.height, stream.width, stream.pix_fmt = high, wide, "yuv420p"
        for picture in pictures:
            shown = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
            file.mux(stream.encode(shown))
        file.mux(stream.encode(None))
    return to


def body(points: Floats, shape: tuple[int, ...]) -> Floats:
    """Where the body is in a picture, 0 to 1, from its landmarks (33, 2) in pixels."""
    mask = np.zeros(shape[:2], np.uint8)
    tall = float(np.ptp(points[:, 1]))
    for one, other in BONES:
        ends = [(round(float(x)), round(float(y))) for x, y in points[[one, other]]]
        cv2.line(mask, ends[0], ends[1], 255, max(round(0.1 * tall), 1))
    trunk = points[[PLACE[name] for name in TRUNK]]
    cv2.fillConvexPoly(mask, np.rint(trunk).astype(np.int32), 255)
    x, y = points[PLACE["nose"]]
    cv2.circle(mask, (round(float(x)), round(float(y))), round(0.1 * tall), 255, -1)
    return cv2.GaussianBlur(mask, (0, 0), max(0.01 * tall, 1)).astype(np.float64) / 255


TRUNK: Final = ("left_shoulder", "right_shoulder", "right_hip", "left_hip")


def pasted(
    picture: Picture,
    other: Picture,
    mask: Floats,
    move: tuple[float, float],
    size: float = 1.0,
    mirrored: bool = False,
) -> Picture:
    """A picture with the body of another one on it, moved by so many pixels, its size about the
    middle of its feet, in a mirror or not."""
    high, wide = mask.shape
    rows, columns = np.nonzero(mask > 0.5)
    foot = np.array([columns.mean(), rows.max()])
    sign = -size if mirrored else size
    matrix = np.array([[sign, 0, foot[0] * (1 - sign)], [0, size, foot[1] * (1 - size)]])
    matrix[:, 2] += move
    there = cv2.warpAffine(other, matrix, (wide, high))
    weight = cv2.warpAffine(mask, matrix, (wide, high))[:, :, None]
    return np.asarray(np.rint(picture * (1 - weight) + there * weight), np.uint8)


def hips(poses: Poses) -> Floats:
    """(frames, 2): the middle of the hips, by the height of the picture."""
    middle = poses.image[:, [PLACE["left_hip"], PLACE["right_hip"]]].mean(axis=1)
    return np.asarray(middle / poses.size[1])


def trunk(poses: Poses) -> float:
    """How long the trunk usually is, by the height of the picture."""
    shoulders = poses.image[:, [PLACE["left_shoulder"], PLACE["right_shoulder"]]].mean(axis=1)
    length = np.linalg.norm(shoulders / poses.size[1] - hips(poses), axis=1)
    return float(np.nanmedian(length))
