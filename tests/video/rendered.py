"""A body that is drawn turning, its rotation known: for want of a real spin with a counted number.

A trunk, a head with a face and hair, arms and legs as ellipsoids with a pattern on the dress, seen
by a camera at some height; shaded, blurred by motion, noisy, in front of boards and ice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kissandcry.video import motion
from kissandcry.video.motion import Motion
from kissandcry.video.poses import Poses

Floats = NDArray[np.float64]
Bytes = NDArray[np.uint8]

# Middle (x right, y forward, z up) and half axes, in metres; grey of front and of back.
_UPRIGHT: Final = (
    ((0, 0, 1.22), (0.19, 0.12, 0.30), 60, 90),  # trunk
    ((0, 0, 0.92), (0.19, 0.16, 0.14), 50, 70),  # hips
    ((0, 0.0, 1.62), (0.09, 0.11, 0.13), 210, 30),  # head: face, hair
    ((0, -0.12, 1.66), (0.05, 0.08, 0.05), 25, 25),  # bun
    ((0.09, 0, 0.45), (0.075, 0.09, 0.45), 190, 175),  # right leg
)
_ARMS_IN: Final = (
    ((0.17, 0.12, 1.30), (0.07, 0.14, 0.07), 205, 200),
    ((-0.15, 0.15, 1.22), (0.07, 0.14, 0.07), 195, 185),
)
_ARMS_UP: Final = (((0.05, 0.03, 1.95), (0.06, 0.06, 0.28), 205, 190),)
_ARMS_OUT: Final = (
    ((0.45, 0.05, 1.40), (0.28, 0.06, 0.06), 205, 195),
    ((-0.45, 0.05, 1.42), (0.28, 0.06, 0.06), 200, 190),
)
_FREE_IN: Final = (((-0.10, 0.06, 0.55), (0.075, 0.10, 0.42), 185, 170),)
_FREE_OUT: Final = (((-0.12, -0.45, 0.85), (0.08, 0.42, 0.08), 185, 170),)
POSES: Final = {
    "scratch": (*_UPRIGHT, *_ARMS_IN, *_FREE_IN),
    "arms up": (*_UPRIGHT, *_ARMS_UP, *_FREE_IN),
    "arms out": (*_UPRIGHT, *_ARMS_OUT, *_FREE_IN),
    "attitude": (*_UPRIGHT, *_ARMS_OUT, *_FREE_OUT),
    "sit": (
        ((0, 0.25, 0.75), (0.19, 0.26, 0.16), 60, 90),
        ((0, 0.0, 0.52), (0.19, 0.18, 0.14), 50, 70),
        ((0, 0.55, 0.98), (0.09, 0.11, 0.13), 210, 30),
        ((0.09, 0.12, 0.30), (0.08, 0.22, 0.28), 190, 175),
        ((-0.10, 0.55, 0.45), (0.07, 0.42, 0.07), 185, 170),
        ((0.1, 0.7, 0.7), (0.06, 0.25, 0.06), 200, 190),
    ),
    "camel": (
        ((0, 0.28, 1.0), (0.17, 0.32, 0.12), 60, 90),
        ((0, 0.0, 0.95), (0.18, 0.17, 0.14), 50, 70),
        ((0, 0.70, 1.08), (0.09, 0.12, 0.11), 210, 30),
        ((0.05, 0, 0.45), (0.08, 0.09, 0.45), 190, 175),
        ((-0.05, -0.55, 1.0), (0.07, 0.5, 0.07), 185, 170),
        ((0.4, 0.3, 1.0), (0.28, 0.06, 0.06), 200, 190),
    ),
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a spin is filmed."""

    pose: str = "scratch"
    size: float = 0.8  # of the body in the picture's height
    tilt: float = 0.12  # radians by which the camera looks down
    blur: float = 0.4  # of the time of a frame that the shutter is open
    noise: float = 4.0
    jitter: float = 0.6  # pixels by which the cut-out shakes
    clockwise: bool = False
    contrast: float = 1.0


def _drawn(angle: float, look: Look, shape: tuple[int, int], shift: Floats, seed: int) -> Floats:
    """One instant, in grey levels: the nearest ellipsoid of each line of sight."""
    high, wide = shape
    metre = look.size * high / 1.8
    rows, columns = np.mgrid[0:high, 0:wide].astype(np.float64)
    x = (columns - wide / 2 - shift[0]) / metre
    z = (high * 0.5 + 0.9 * metre - rows - shift[1]) / metre
    background = 200 + 12 * np.sin(columns * 0.9 + seed) - 60 * (z > 1.1)
    nearest, picture = np.full(shape, -np.inf), background
    c, s = np.cos(angle), np.sin(angle)
    for middle, axes, front, behind in POSES[look.pose]:
        mx, my = middle[0] * c - middle[1] * s, middle[0] * s + middle[1] * c
        ax = np.hypot(axes[0] * c, axes[1] * s)
        ay = np.hypot(axes[0] * s, axes[1] * c)
        mz = middle[2] * np.cos(look.tilt) - my * np.sin(look.tilt)
        az = np.hypot(axes[2] * np.cos(look.tilt), ay * np.sin(look.tilt))
        inside = 1 - ((x - mx) / ax) ** 2 - ((z - mz) / az) ** 2
        depth = np.where(inside > 0, -my + ay * np.sqrt(np.maximum(inside, 0)), -np.inf)
        # Where the line of sight meets the body, seen from the body's own axis.
        across = np.clip((x - mx) / ax, -1, 1)
        facing = np.arcsin(across) - angle - np.pi  # of the surface, from the body's front
        grey = behind + (front - behind) * (0.5 + 0.5 * np.cos(facing))
        grey = grey + 18 * np.sin(5 * facing + 9 * z) * (front < 100)
        grey = grey * (0.75 + 0.25 * np.sqrt(np.maximum(inside, 0)))
        closer = depth > nearest
        picture = np.where(closer, grey, picture)
        nearest = np.where(closer, depth, nearest)
    return np.asarray(128 + look.contrast * (picture - 128))


def spin(
    turned: Callable[[Floats], Floats],
    seconds: float,
    fps: float,
    look: Look = Look(),
    seed: int = 0,
    shape: tuple[int, int] = (48, 32),
) -> tuple[Floats, Bytes]:
    """Times and cut-outs (n, high, wide) of a body that has turned so many turns by each time."""
    rng = np.random.default_rng(seed)
    times = np.arange(int(seconds * fps)) / fps
    sign = -1.0 if look.clockwise else 1.0
    pictures = []
    drift = np.zeros(2)
    for time in times:
        drift = 0.8 * drift + rng.normal(0, look.jitter, 2) * 0.6
        open_ = time + np.linspace(-0.5, 0.5, 3) * look.blur / fps
        parts = [
            _drawn(sign * 2 * np.pi * float(turned(np.array([one]))[0]), look, shape, drift, seed)
            for one in open_
        ]
        grey = np.mean(parts, axis=0) + rng.normal(0, look.noise, shape)
        pictures.append(np.clip(grey, 0, 255).astype(np.uint8))
    return times, np.array(pictures)


def body(times: Floats, pictures: Bytes | None) -> tuple[Motion, Poses]:
    """Somebody who stands upright in the middle of a picture for so long."""
    frames = len(times)
    standing = np.full((33, 2), np.nan)
    places = {0: 0.05, 11: 0.3, 12: 0.3, 23: 0.85, 24: 0.85, 25: 1.25, 26: 1.25, 27: 1.65, 28: 1.65}
    for place, down in places.items():
        standing[place] = (320 + (10 if place % 2 else -10), 60 + 200 * down)
    standing[29:33] = standing[27]
    image = np.repeat(standing[None], frames, axis=0)
    poses = Poses(
        times,
        image,
        np.where(np.isfinite(image[..., 0]), 1.0, 0.0),
        np.full((frames, 33), np.nan),
        np.full((frames, 33, 3), np.nan),
        (640, 480),
        float(1 / np.median(np.diff(times))),
        appearance=pictures,
    )
    return motion.of(poses), poses
