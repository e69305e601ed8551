"""Pictures of a review: key frames with the skeleton, and each jump as a stroboscope shows it."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kissandcry.video import media
from kissandcry.video.media import Picture
from kissandcry.video.poses import BONES, Floats, Poses
from kissandcry.video.review.model import Evidence
from kissandcry.video.seen import Jump

_HIGH: Final = 720  # pixels of the frames that pictures are made of
_TALL: Final = 360  # of a picture
_WIDEST: Final = 1400
_INSTANTS: Final = 6  # of a stroboscope picture
_AROUND: Final = 1.5  # heights of the body: the width of a key frame
_LINE: Final = ((86, 180, 233), (230, 159, 0))  # left and right, which colour-blind people part


def of_jump(evidence: Evidence, jump: Jump) -> tuple[Picture, Picture] | None:
    """A strip of key frames (take-off, top, landing of the first flight) and a stroboscope picture,
    RGB; None where there is no video or the jump is cut off."""
    flight = jump.flights[0]
    takeoff, landing = flight.takeoff.value, flight.landing.value
    if evidence.clip is None or takeoff is None or landing is None:
        return None
    times = np.linspace(takeoff - 0.1, landing + 0.15, _INSTANTS).tolist()
    keys = [takeoff, (takeoff + landing) / 2, landing]
    frames = media.stills(evidence.clip, [*times, *keys], height=_HIGH)
    poses = evidence.poses
    scale = frames[0].shape[0] / poses.size[1]
    rows = [_row(poses, time) for time in (*times, *keys)]
    drawn = [_skeleton(f, poses.image[r] * scale) for f, r in zip(frames, rows, strict=True)]
    strip = _strip(drawn[_INSTANTS:], [poses.image[r] * scale for r in rows[_INSTANTS:]])
    return strip, _stroboscope(frames[:_INSTANTS], rows[:_INSTANTS], poses, scale)


def _row(poses: Poses, time: float) -> int:
    return int(np.argmin(np.abs(poses.times - time)))


def _skeleton(picture: Picture, points: Floats) -> Picture:
    """The picture with the bones drawn over it."""
    import cv2

    found = picture.copy()
    for one, other in BONES:
        if np.isfinite(points[[one, other]]).all():
            a, b = ((int(x), int(y)) for x, y in points[[one, other]])
            cv2.line(found, a, b, _LINE[one % 2], 2, cv2.LINE_AA)
    return found


def _box(points: Floats) -> tuple[float, float, float] | None:
    """The middle and the height of a body."""
    known = points[np.isfinite(points).all(axis=1)]
    if len(known) < 6:
        return None
    low, high = known.min(axis=0), known.max(axis=0)
    middle = (low + high) / 2
    return float(middle[0]), float(middle[1]), float(max(high[1] - low[1], 20.0))


def _cut(picture: Picture, x: float, y: float, wide: float, high: float) -> Picture:
    """A part of a picture around a place, its edges repeated where it goes over."""
    import cv2

    left, top = round(x - wide / 2), round(y - high / 2)
    right, bottom = round(x + wide / 2), round(y + high / 2)
    pad = (
        max(-top, 0),
        max(bottom - picture.shape[0], 0),
        max(-left, 0),
        max(right - picture.shape[1], 0),
    )
    grown = cv2.copyMakeBorder(picture, *pad, cv2.BORDER_REPLICATE)
    part = grown[top + pad[0] : bottom + pad[0], left + pad[2] : right + pad[2]]
    return np.asarray(part, np.uint8)


def _strip(pictures: Sequence[Picture], points: Sequence[Floats]) -> Picture:
    """Pictures side by side, each around the skater, all in one scale."""
    import cv2

    boxes = [_box(one) for one in points]
    tall = 1.5 * max((one[2] for one in boxes if one is not None), default=_HIGH / 3)
    parts: list[Any] = []
    for picture, box in zip(pictures, boxes, strict=True):
        x, y = (picture.shape[1] / 2, picture.shape[0] / 2) if box is None else box[:2]
        part = _cut(picture, x, y, tall * 0.75, tall)
        parts.append(cv2.resize(part, (round(_TALL * 0.75), _TALL), interpolation=cv2.INTER_AREA))
    return np.asarray(np.hstack(parts), np.uint8)


def _stroboscope(
    frames: Sequence[Picture], rows: Sequence[int], poses: Poses, scale: float
) -> Picture:
    """The skater at several instants in one picture, each where he or she was on the ice."""
    maps = _maps(poses, rows, scale)
    if maps is None:
        return _strip(frames, [poses.image[one] * scale for one in rows])
    return _panorama(frames, [poses.image[one] * scale for one in rows], maps)


def _maps(poses: Poses, rows: Sequence[int], scale: float) -> list[Floats] | None:
    """From each frame to the first one of them; None where the camera is not known."""
    if poses.camera is None:
        return None
    chosen = poses.camera.steady[list(rows)]
    between = [one for one in poses.camera.cuts if rows[0] < one <= rows[-1]]
    if not np.isfinite(chosen).all() or between:
        return None
    grow = np.diag([scale, scale, 1.0])
    whole = [grow @ np.vstack([one, [0, 0, 1]]) @ np.linalg.inv(grow) for one in chosen]
    return [np.linalg.inv(whole[0]) @ one for one in whole]


def _panorama(
    frames: Sequence[Picture], points: Sequence[Floats], maps: Sequence[Floats]
) -> Picture:
    """The frames put on one another by their maps; around each skater the own frame is on top."""
    import cv2

    high, wide = frames[0].shape[:2]
    corners = np.array([[0, 0, 1], [wide, 0, 1], [0, high, 1], [wide, high, 1]], float)
    placed = np.concatenate([(corners @ one.T)[:, :2] for one in maps])
    low = placed.min(axis=0)
    size = np.ceil(placed.max(axis=0) - low).astype(int)
    if size[0] > 6 * wide or size[1] > 4 * high:
        return _strip(frames, points)
    shift = np.array([[1, 0, -low[0]], [0, 1, -low[1]], [0, 0, 1]])
    target = (int(size[0]), int(size[1]))
    found = np.zeros((size[1], size[0], 3), np.uint8)
    bodies: list[tuple[float, float, float]] = []
    on_top: list[tuple[Picture, Floats]] = []
    for frame, own, one in zip(frames, points, maps, strict=True):
        whole = (shift @ one)[:2]
        laid = np.asarray(cv2.warpAffine(frame, whole, target), np.uint8)
        empty = ~found.any(axis=2)
        found[empty] = laid[empty]
        box = _box(own)
        if box is not None:
            at = whole @ np.array([box[0], box[1], 1.0])
            places = _outline(own)
            outline = np.column_stack([places, np.ones(len(places))]) @ whole.T
            bodies.append((float(at[0]), float(at[1]), box[2]))
            on_top.append((laid, outline))
    for (laid, outline), (_, _, tall) in zip(on_top, bodies, strict=True):
        mask = _mask(outline, tall, found.shape[:2]) * laid.any(axis=2)
        found = (found * (1 - mask[..., None]) + laid * mask[..., None]).astype(np.uint8)
    return _around(found, bodies)


def _outline(points: Floats) -> Floats:
    """The known landmarks, and the crown of the head: no landmark lies above the eyes."""
    head, shoulders = points[:11], points[11:13]
    known = points[np.isfinite(points).all(axis=1)]
    with_head = np.isfinite(head).any() and np.isfinite(shoulders).all()
    if not with_head:
        return known
    neck = shoulders.mean(axis=0)
    crown = neck + 1.9 * (np.nanmean(head, axis=0) - neck)
    return np.asarray(np.vstack([known, crown]), np.float64)


def _mask(outline: Floats, tall: float, size: tuple[int, ...]) -> NDArray[np.float32]:
    """Where a body is: within its outline and a little around, softly."""
    import cv2

    mask = np.zeros(size, np.float32)
    hull = cv2.convexHull(np.rint(outline).astype(np.int32))
    cv2.fillConvexPoly(mask, hull, 1.0)
    cv2.polylines(mask, [hull], True, 1.0, max(round(0.2 * tall), 3))
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), max(tall / 30, 1)), np.float32)


def _around(picture: Picture, bodies: Sequence[tuple[float, float, float]]) -> Picture:
    """The part of the panorama that the skater crosses, not larger than a page shows."""
    import cv2

    if bodies:
        tall = max(one[2] for one in bodies)
        x = [one[0] for one in bodies]
        y = [one[1] for one in bodies]
        wide = max(x) - min(x) + 1.4 * tall
        high = max(y) - min(y) + 1.6 * tall
        picture = _cut(picture, (max(x) + min(x)) / 2, (max(y) + min(y)) / 2, wide, high)
    much = min(1.0, _WIDEST / picture.shape[1], 1.4 * _TALL / picture.shape[0])
    if much < 1:
        size = (max(1, round(picture.shape[1] * much)), max(1, round(picture.shape[0] * much)))
        picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    return picture


def jpeg(picture: Picture) -> bytes:
    """A picture as a JPEG file without anything else in it."""
    import cv2

    flipped = np.ascontiguousarray(picture[:, :, ::-1])
    done, content = cv2.imencode(".jpg", flipped, [cv2.IMWRITE_JPEG_QUALITY, 85])
    assert done
    return content.tobytes()
