"""Real motion capture of jumps, seen through cameras that are made up: poses with a known truth.

The capture (FS-Jump3D, Tanaka et al., MMSports 2024) stands in `../shared/video/jumps3d`. Nothing
of it is kept here.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kissandcry.video.poses import LANDMARKS, MIRRORED, PLACE, Camera, Floats, Poses

RATE: Final = 60.0  # of the capture, Hz
G: Final = 9.81  # m/s²
MARKERS: Final = {
    "nose": "Nasion",
    "left_ear": "LEAR",
    "right_ear": "REAR",
    "left_shoulder": "L_Shoulder Joint",
    "right_shoulder": "R_Shoulder Joint",
    "left_elbow": "LELB",
    "right_elbow": "RELB",
    "left_wrist": "LWRT",
    "right_wrist": "RWRT",
    "left_index": "LHAND",
    "right_index": "RHAND",
    "left_hip": "L_Hip Joint",
    "right_hip": "R_Hip Joint",
    "left_knee": "LKNE",
    "right_knee": "RKNE",
    "left_ankle": "LANK",
    "right_ankle": "RANK",
    "left_heel": "L_HEEL",
    "right_heel": "R_HEEL",
    "left_foot_index": "L_Toe",
    "right_foot_index": "R_Toe",
}


@dataclass(frozen=True, slots=True)
class Truth:
    """A flight as the capture shows it: seconds from the start of the trial, metres, turns."""

    takeoff: float
    landing: float
    air_time: float
    height: float
    rise: float
    rotation: float  # in the air alone, mean of pelvis and shoulders


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """A captured jump. `body` (frames, 33, 3) in metres, z up, 60 Hz, NaN where there is none."""

    key: str
    skater: str
    jump: str  # "Axel", "Lutz", "Flip", "Loop", "Salchow", "Toeloop"
    body: Floats
    flights: tuple[Truth, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Capture:
    """A trial as a tracker would give it, and what is true of it (times as in the poses)."""

    key: str
    skater: str
    jump: str
    poses: Poses
    flights: tuple[Truth, ...]
    mirrored: bool  # the skater turns clockwise


@cache
def trials(folder: Path) -> dict[str, Trial]:
    """Every trial of `../shared/video/jumps3d` by its name ("A_Axel_4")."""
    kept = np.load(folder / "video" / "jumps3d" / "markers.npz")
    names = [str(name) for name in kept["_markers"]]
    places = [(PLACE[mark], names.index(marker)) for mark, marker in MARKERS.items()]
    truths: dict[str, list[Truth]] = {}
    with (folder / "video" / "jumps3d" / "derived_flights.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            turns = (float(row["air_rot_pelvis"]) + float(row["air_rot_shoulder"])) / 2
            truths.setdefault(row["key"], []).append(
                Truth(
                    takeoff=float(row["takeoff_f"]) / RATE,
                    landing=float(row["landing_f"]) / RATE,
                    air_time=float(row["air_s"]),
                    height=float(row["h_gt2_8_m"]),
                    rise=float(row["pelvis_rise_m"]),
                    rotation=turns,
                )
            )
    found = {}
    for key in kept.files:
        if key == "_markers":
            continue
        body = np.full((len(kept[key]), len(LANDMARKS), 3), np.nan)
        for place, marker in places:
            body[:, place] = kept[key][:, marker] / 1000.0
        skater, jump, _ = key.split("_")
        found[key] = Trial(key, skater, jump, body, tuple(truths[key]))
    return found


def without_flights(trial: Trial, margin: float = 0.05) -> tuple[Trial, ...]:
    """The stretches of a trial outside of its flights, those of at least a second."""
    marks = [0.0]
    for flight in trial.flights:
        marks += [flight.takeoff - margin, flight.landing + margin]
    marks.append(len(trial.body) / RATE)
    stretches = []
    for start, end in zip(marks[::2], marks[1::2], strict=True):
        body = trial.body[round(start * RATE) : round(end * RATE)]
        body = body[np.isfinite(body[:, PLACE["left_hip"], 0])]
        if len(body) >= RATE:
            stretches.append(Trial(trial.key, trial.skater, trial.jump, body, ()))
    return tuple(stretches)


def joined(parts: Sequence[Trial]) -> Trial:
    """Trials one after the other: each goes on where, and as it turned, the last one stopped."""
    bodies: list[Floats] = []
    flights: list[Truth] = []
    after = 0
    for part in parts:
        body = part.body
        known = np.flatnonzero(np.isfinite(body[:, PLACE["left_hip"], 0]))
        body = body[known[0] : known[-1] + 1]
        if bodies:
            body = _placed(body, bodies[-1])
        for one in part.flights:
            moved = (after - known[0]) / RATE
            flights.append(
                Truth(
                    one.takeoff + moved,
                    one.landing + moved,
                    one.air_time,
                    one.height,
                    one.rise,
                    one.rotation,
                )
            )
        bodies.append(body)
        after += len(body)
    first = parts[0]
    return Trial(first.key, first.skater, first.jump, np.concatenate(bodies), tuple(flights))


def warped(trial: Trial, air_time: float) -> Trial | None:
    """The jump as if it had been in the air for about so many seconds: the flight is made slower or
    faster and as high as a body flies then, the rest is left. None where the feet do not leave the
    ice any more. When they do is told as in the table that comes with the captures: by the height
    of the lowest foot over the ice."""
    (flight,) = trial.flights
    begin, lasted = flight.takeoff * RATE, flight.air_time * RATE
    by = air_time * RATE / lasted
    many = round(len(trial.body) + (by - 1) * lasted)
    new = np.arange(many, dtype=np.float64)
    inside = (new - begin) / (by * lasted)
    rate = _rounded(np.where((inside > 0) & (inside < 1), 1 / by, 1.0), 9)
    old = np.r_[0.0, np.cumsum((rate[1:] + rate[:-1]) / 2)]
    old = np.clip(old, 0, len(trial.body) - 1.001)
    low, part = old.astype(int), (old % 1)[:, None, None]
    body = trial.body[low] * (1 - part) + trial.body[low + 1] * part
    share = np.clip(inside, 0, 1)
    higher = (by**2 - 1) * 4 * share * (1 - share) * G * flight.air_time**2 / 8
    body[..., 2] += _rounded(higher, 13)[:, None]
    levels = np.interp([begin, begin + lasted], np.arange(len(trial.body)), _lowest(trial.body))
    middle = round(begin + by * lasted / 2)
    first = _left(_lowest(body), levels[0], middle, -1)
    last = _left(_lowest(body), levels[1], middle, 1)
    if first is None or last is None:
        return None
    air = (last - first) / RATE
    truth = Truth(first / RATE, last / RATE, air, G * air**2 / 8, flight.rise, flight.rotation)
    return Trial(trial.key, trial.skater, trial.jump, body, (truth,))


def _rounded(values: Floats, many: int) -> Floats:
    kernel = np.hanning(many) / np.hanning(many).sum()
    return np.asarray(np.convolve(np.pad(values, many // 2, mode="edge"), kernel, "valid"))


def _lowest(body: Floats) -> Floats:
    """The height of the lowest foot, metres."""
    names = ("left_heel", "right_heel", "left_foot_index", "right_foot_index")
    feet = [PLACE[name] for name in names]
    heights = body[:, feet, 2]
    found = np.where(np.isfinite(heights), heights, np.inf).min(axis=1)
    known = np.isfinite(found)
    return np.asarray(np.interp(np.arange(len(found)), np.flatnonzero(known), found[known]))


def _left(heights: Floats, level: float, middle: int, way: int) -> float | None:
    """Where, from the middle of a flight on, the level is passed; None where it is not."""
    at = middle
    while 0 < at < len(heights) - 1 and heights[at] > level:
        at += way
    if at == middle or not 0 < at < len(heights) - 1:
        return None
    inner = heights[at - way]
    return float(at - way * (level - heights[at]) / (inner - heights[at]))


def _placed(body: Floats, before: Floats) -> Floats:
    """A body turned about the vertical and moved so that it goes on where the other stopped."""
    hips = [PLACE["left_hip"], PLACE["right_hip"]]
    ways = [one[:, hips].mean(axis=1)[:, :2] for one in (before, body)]
    old, new = ways[0][-1] - ways[0][-6], ways[1][5] - ways[1][0]
    angle = np.arctan2(old[1], old[0]) - np.arctan2(new[1], new[0])
    if not np.isfinite(angle):
        angle = 0.0
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    moved = body.copy()
    moved[..., :2] = (body[..., :2] - ways[1][0]) @ turn.T + ways[0][-1] + old / 5
    return moved


def mirrored(trial: Trial) -> Trial:
    """The same jump of a skater who turns the other way."""
    body = trial.body[:, list(MIRRORED)].copy()
    body[..., 0] *= -1
    return Trial(trial.key, trial.skater, trial.jump, body, trial.flights)


def seen(
    trial: Trial,
    *,
    fps: float = 60.0,
    seed: int = 0,
    noise: float = 0.01,
    dropped: float = 0.03,
    swapped: float = 0.5,
    clockwise: bool = False,
    moving: str = "",
    world: bool = False,
    camera: bool = False,
) -> Capture:
    """The trial through a camera drawn by `seed`, as a tracker would give it.

    `noise` is the spread of a landmark in body heights; `dropped` the share of landmarks lost;
    `swapped` how many runs of frames a second have left and right exchanged; `moving` is "fixed",
    "pan" (follows the skater, as hands do), "zoom" (follows and zooms) or "" for any of them.
    `world` and `depth` are NaN unless `world`; `camera` None unless asked for.
    """
    random = np.random.default_rng([seed, *trial.key.encode()])
    source = mirrored(trial) if clockwise else trial
    times, body = _sampled(source.body, fps, random.uniform(0, 1 / fps))
    middle = np.mean([(one.takeoff + one.landing) / 2 for one in source.flights] or times[-1] / 2)
    ways = moving or str(random.choice(["fixed", "pan", "zoom"]))
    view = _view(body, times, random, ways, int(np.searchsorted(times, middle)))
    image, depth = view.project(body)
    pixels = float(
        np.nanmedian(view.focal[:, None] / np.where(depth > 2, depth, np.nan))
    )  # a metre
    lost = (random.random(image.shape[:2]) < dropped) | ~(depth > 2)
    image = image + random.normal(0, noise * 1.65 * pixels, image.shape)
    image[lost] = np.nan
    bodies = view.turned(body)
    hips = bodies[:, [PLACE["left_hip"], PLACE["right_hip"]]].mean(axis=1, keepdims=True)
    bodies = bodies - hips + random.normal(0, noise * 1.65 * 2, bodies.shape)
    bodies[lost] = np.nan
    for start, end in _runs(len(times), fps, swapped, random):
        image[start:end] = image[start:end, list(MIRRORED)]
        bodies[start:end] = bodies[start:end, list(MIRRORED)]
    known = np.isfinite(image[..., 0])
    nothing = np.full(bodies.shape, np.nan)
    poses = Poses(
        times=times,
        image=image,
        visibility=np.where(known, 0.9, 0.0),
        depth=(bodies if world else nothing)[..., 2] * pixels,
        world=bodies if world else nothing,
        size=view.size,
        fps=fps,
        camera=view.steady() if camera else None,
    )
    return Capture(trial.key, trial.skater, trial.jump, poses, source.flights, clockwise)


def _sampled(body: Floats, fps: float, start: float) -> tuple[Floats, Floats]:
    """The body at other times, by a cubic through the four frames around (lost frames stay so)."""
    times = np.arange(start, (len(body) - 1) / RATE, 1 / fps)
    place = times * RATE
    low = np.clip(np.floor(place).astype(int), 0, len(body) - 2)
    part = (place - low)[:, None, None]
    around = [body[np.clip(low + step, 0, len(body) - 1)] for step in (-1, 0, 1, 2)]
    around[0] = np.where(np.isfinite(around[0]), around[0], around[1])
    around[3] = np.where(np.isfinite(around[3]), around[3], around[2])
    p, q, r, s = around
    value = q + 0.5 * part * (
        r - p + part * (2 * p - 5 * q + 4 * r - s + part * (3 * (q - r) + s - p))
    )
    return times, value


def _runs(
    frames: int, fps: float, often: float, random: np.random.Generator
) -> list[tuple[int, int]]:
    """Where left and right are exchanged: runs of one to four frames."""
    count = random.poisson(often * frames / fps)
    starts = random.integers(0, frames, count)
    return [(int(start), int(start + random.integers(1, 5))) for start in starts]


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A camera: where it stands (3,), how it is turned (frames, 3, 3), focal length in pixels."""

    place: Floats
    turn: Floats  # rows: right, down, forward
    focal: Floats
    size: tuple[int, int]

    def turned(self, body: Floats) -> Floats:
        """The body in the camera's axes, metres."""
        return np.asarray(np.einsum("fij,fkj->fki", self.turn, body - self.place))

    def project(self, body: Floats) -> tuple[Floats, Floats]:
        """Pixels and distance (metres)."""
        inside = self.turned(body)
        middle = np.array(self.size) / 2
        image = self.focal[:, None, None] * inside[..., :2] / inside[..., 2:] + middle
        return image, inside[..., 2]

    def steady(self) -> Camera:
        """What a still background tells of the camera: frame to frame, and put together."""
        steps = np.zeros((len(self.focal), 3, 3))
        steps[0] = np.eye(3)
        whole = np.zeros((len(self.focal), 2, 3))
        whole[0] = np.eye(3)[:2]
        for frame in range(1, len(self.focal)):
            steps[frame] = steps[frame - 1] @ self._step(frame)
            whole[frame] = steps[frame][:2]
        return Camera(whole)

    def _step(self, frame: int) -> NDArray[np.float64]:
        """The affine map from a frame to the one before, around the middle of the picture."""
        middle = np.array(self.size) / 2
        points = middle + 200.0 * np.array([[-1, -1], [1, -1], [-1, 1], [1, 1]])
        rays = np.c_[(points - middle) / self.focal[frame], np.ones(4)]
        back = rays @ self.turn[frame] @ self.turn[frame - 1].T
        before = self.focal[frame - 1] * back[:, :2] / back[:, 2:] + middle
        found = np.linalg.lstsq(np.c_[points, np.ones(4)], before, rcond=None)[0]
        return np.vstack([found.T, [0, 0, 1]])


def _view(body: Floats, times: Floats, random: np.random.Generator, moving: str, at: int) -> View:
    """A camera at the boards or in the stands, which sees the skater at a usual size."""
    hips = body[:, [PLACE["left_hip"], PLACE["right_hip"]]].mean(axis=1)
    known = np.isfinite(hips[:, 0])
    hips = np.stack([np.interp(times, times[known], hips[known, axis]) for axis in range(3)], 1)
    middle = hips[at]
    away, around = random.uniform(8, 22), random.uniform(0, 2 * np.pi)
    place = middle + away * np.array([np.cos(around), np.sin(around), 0])
    place[2] = random.uniform(1.2, 5.0)
    size = (1920, 1080) if random.random() < 0.7 else (1080, 1920)
    share = random.uniform(0.3, 0.6) * 1080  # of the picture the body fills
    far = np.linalg.norm(hips - place, axis=1)
    focal = np.full(len(times), share / 1.65 * np.linalg.norm(middle - place))
    target = np.repeat(middle[None], len(times), axis=0)
    if moving != "fixed":
        width = max(1, round(0.5 * len(times) / float(np.ptp(times))))
        target = _smooth(hips, width) + _smooth(random.normal(0, 0.6, hips.shape), width)
    if moving == "zoom":
        drift = _smooth(random.normal(0, 0.25, (len(times), 1)), 2 * width)[:, 0]
        focal = focal * _smooth(far[:, None], 2 * width)[:, 0] / far[at] * (1 + drift)
    roll = random.normal(0, 0.03)
    forward = (target - place) / np.linalg.norm(target - place, axis=1, keepdims=True)
    right = np.cross(forward, [0.0, 0.0, 1.0])
    right /= np.linalg.norm(right, axis=1, keepdims=True)
    down = np.cross(forward, right)
    turned = np.cos(roll) * right + np.sin(roll) * down
    return View(place, np.stack([turned, np.cross(forward, turned), forward], 1), focal, size)


def _smooth(values: Floats, width: int) -> Floats:
    """A running mean, twice."""
    kernel = np.ones(width) / width
    kernel = np.convolve(kernel, kernel)
    padded = np.pad(values, ((len(kernel) // 2, len(kernel) // 2), (0, 0)), mode="edge")
    columns = [np.convolve(column, kernel, mode="valid") for column in padded.T]
    return np.stack(columns, axis=1)[: len(values)]
