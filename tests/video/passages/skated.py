"""Skating that is made up: a captured body sent over a known way, turning as it is told to, before
a camera that is known. No step sequence with a known way was at hand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from kissandcry.video.poses import PLACE, Camera, Floats, Poses
from tests.video.captures import RATE, Trial, View, without_flights

Way = Callable[[Floats], Floats]

LEFT = [PLACE["left_hip"], PLACE["left_shoulder"]]
RIGHT = [PLACE["right_hip"], PLACE["right_shoulder"]]
HIPS = [LEFT[0], RIGHT[0]]


@dataclass(frozen=True, slots=True, eq=False)
class Skated:
    """Poses; `right` (frames,), the metres that the middle of the hips moves to the right as seen
    by the camera, from each frame to the next; `whole` (frames,) those over the ice; `aside`
    (frames,) the angle in radians by which the line from the body's right to its left is turned
    from right in the picture, as seen from above; `flat` (frames, 33, 2) the body in metres to the
    right and down, as the camera is turned."""

    poses: Poses
    right: Floats
    whole: Floats
    aside: Floats
    flat: Floats

    @property
    def across(self) -> float:
        """Metres."""
        return float(np.abs(self.right).sum())


def body(trials: Mapping[str, Trial], seed: int, seconds: float, way: Way, faces: Way) -> Trial:
    """A captured body, 60 Hz, whose hips go along `way` (times to (n, 2), metres) and face as
    `faces` says (times to (n,), turns counter-clockwise). Its limbs do what they did in the
    capture, there and back again."""
    random = np.random.default_rng(seed)
    some = [trials[key] for key in sorted(trials)]
    taken = without_flights(some[random.integers(len(some))])
    long = max(taken, key=lambda one: len(one.body))
    known = np.isfinite(long.body[:, HIPS]).all(axis=(1, 2))
    own = long.body[known]
    times = np.arange(round(seconds * RATE)) / RATE
    at = np.arange(len(times)) % (2 * len(own) - 2)
    own = own[np.minimum(at, 2 * len(own) - 2 - at)]
    aside = own[:, HIPS[0], :2] - own[:, HIPS[1], :2]
    turn = 2 * np.pi * faces(times) - np.arctan2(aside[:, 1], aside[:, 0])
    turned = own.copy()
    turned[..., :2] -= own[:, HIPS, :2].mean(axis=1, keepdims=True)
    x, y = turned[..., 0].copy(), turned[..., 1].copy()
    cos, sin = np.cos(turn)[:, None], np.sin(turn)[:, None]
    turned[..., 0], turned[..., 1] = x * cos - y * sin, x * sin + y * cos
    turned[..., :2] += way(times)[:, None]
    return Trial(long.key, long.skater, long.jump, turned, ())


def filmed(
    trial: Trial, seed: int, fps: float = 30.0, moving: str = "pan", noise: float = 0.01
) -> Skated:
    """A body before a camera at the boards, 16 m from the middle of the ice or more.

    `noise` is the spread of a landmark in body heights, half of it new in each frame and half of it
    slow (0.1 s); the background is followed to 0.2 pixels from frame to frame. `moving` is "fixed",
    "pan" or "zoom".
    """
    random = np.random.default_rng(seed)
    times = np.arange(0, (len(trial.body) - 1) / RATE, 1 / fps)
    body = trial.body[np.round(times * RATE).astype(int)]
    hips = _middle(body, fps)
    view = _view(hips, times, random, moving)
    image, _ = view.project(body)
    pixels = (view.focal / np.linalg.norm(hips - view.place, axis=1))[:, None, None]
    white = random.normal(0, 1, (2, *image.shape))
    many = max(1, round(0.1 * fps))
    slow = np.apply_along_axis(np.convolve, 0, white[1], np.ones(many) / many**0.5, "same")
    image = image + (white[0] + slow) / 2**0.5 * noise * 1.65 * pixels
    image[random.random(image.shape[:2]) < 0.03] = np.nan
    steady = view.steady().steady
    steady[:, :, 2] += np.cumsum(random.normal(0, 0.2, (len(times), 2)), axis=0)
    known = np.isfinite(image[..., 0])
    nothing = np.full((*image.shape[:2], 3), np.nan)
    poses = Poses(
        times=times,
        image=image,
        visibility=np.where(known, 0.9, 0.0),
        depth=nothing[..., 0],
        world=nothing,
        size=view.size,
        fps=fps,
        camera=Camera(steady),
    )
    to = (hips - view.place)[:, :2]
    right = np.stack([to[:, 1], -to[:, 0]], 1) / np.linalg.norm(to, axis=1, keepdims=True)
    step = np.diff(hips[:, :2], axis=0, prepend=hips[:1, :2])
    over = (body[:, LEFT] - body[:, RIGHT]).mean(axis=1)[:, :2]
    away = to / np.linalg.norm(to, axis=1, keepdims=True)
    aside = np.arctan2((over * away).sum(axis=1), (over * right).sum(axis=1))
    return Skated(
        poses, (step * right).sum(axis=1), np.hypot(*step.T), aside, view.turned(body)[..., :2]
    )


def _middle(body: Floats, fps: float) -> Floats:
    """The middle of the hips, a tenth of a second smooth, as a captured pelvis shakes."""
    hips = body[:, HIPS].mean(axis=1)
    known = np.flatnonzero(np.isfinite(hips[:, 0]))
    rows = np.arange(len(hips))
    many = max(1, round(0.1 * fps))
    return np.stack([_smooth(np.interp(rows, known, hips[known, i]), many) for i in range(3)], 1)


def captured(trial: Trial) -> Trial:
    """A trial as it was captured, from first to last seen, with its middle in that of the ice."""
    hips = trial.body[:, HIPS].mean(axis=1)
    known = np.flatnonzero(np.isfinite(hips[:, 0]))
    moved = trial.body[known[0] : known[-1] + 1].copy()
    moved[..., :2] -= np.nanmean(hips[:, :2], axis=0)
    return Trial(trial.key, trial.skater, trial.jump, moved, ())


def stature(trials: Mapping[str, Trial], skater: str) -> float:
    """How tall a skater may be, by the bridge of the nose (0.936 of the height; Drillis and
    Contini, recalled) where it is highest over the heels: nobody noted it."""
    of = np.concatenate([one.body for one in trials.values() if one.skater == skater])
    heels = of[:, [PLACE["left_heel"], PLACE["right_heel"]], 2]
    low = np.where(np.isfinite(heels), heels, np.inf).min(axis=1)
    return float(np.nanquantile(of[:, PLACE["nose"], 2] - low, 0.99)) / 0.936


def _view(hips: Floats, times: Floats, random: np.random.Generator, moving: str) -> View:
    around, away = random.uniform(0, 2 * np.pi), random.uniform(16, 30)
    place = np.array([away * np.cos(around), away * np.sin(around), random.uniform(1.2, 5.0)])
    far = np.linalg.norm(hips - place, axis=1)
    focal = np.full(len(times), random.uniform(0.3, 0.6) * 1080 / 1.65 * float(np.median(far)))
    target = np.repeat(np.array([[0.0, 0.0, 1.0]]), len(times), axis=0)
    if moving != "fixed":
        many = max(1, round(len(times) / np.ptp(times) / 2))
        shaken = hips + random.normal(0, 1.5, hips.shape)
        target = np.stack([_smooth(column, many) for column in shaken.T], 1)
    if moving == "zoom":
        focal = focal * far / far.mean()
    forward = (target - place) / np.linalg.norm(target - place, axis=1, keepdims=True)
    side = np.cross(forward, [0.0, 0.0, 1.0])
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    return View(place, np.stack([side, np.cross(forward, side), forward], 1), focal, (1920, 1080))


def _smooth(values: Floats, many: int) -> Floats:
    kernel = np.convolve(np.ones(many), np.ones(many)) / many**2
    return np.asarray(np.convolve(np.pad(values, many - 1, mode="edge"), kernel, "valid"))


def oval(speed: float, wide: float = 10.0, deep: float = 6.0) -> Way:
    """Round an oval, metres a second at its sides."""

    def way(times: Floats) -> Floats:
        angle = speed * times / wide
        return np.stack([wide * np.cos(angle), deep * np.sin(angle)], 1)

    return way


def standing(times: Floats) -> Floats:
    """On the spot."""
    return np.zeros((len(times), 2))


def along(way: Way) -> Way:
    """Facing where one goes, in turns."""

    def faces(times: Floats) -> Floats:
        step = way(times + 0.02) - way(times)
        # The line from right to left is a quarter of a turn to the left of where one faces.
        return np.asarray(np.unwrap(np.arctan2(step[:, 1], step[:, 0])) / (2 * np.pi) + 0.25)

    return faces


def turning(often: float) -> Way:
    """Facing that turns on evenly, turns a second."""
    return lambda times: often * times


def halves(moments: Floats, way: Floats, lasts: float = 0.35) -> Way:
    """Facing that changes by half a turn at each moment, to the left (1) or to the right (-1)."""

    def faces(times: Floats) -> Floats:
        share = np.clip((times[:, None] - moments) / lasts + 0.5, 0, 1)
        return np.asarray((share * share * (3 - 2 * share) * way).sum(axis=1) / 2)

    return faces
