"""What `video/jumps/turning` knows of bodies, measured on captured jumps.

python -m benchmarks.video_turning_fit FOLDER      writes posture.json and kinds.json again
"""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from kissandcry.video.jumps.turning import body, kind
from kissandcry.video.jumps.turning.told import followed
from kissandcry.video.poses import PLACE, Floats
from tests.video.captures import RATE, Capture, Trial, seen, trials

ROOM: Final = Path(body.__file__).parent
SOURCE: Final = (
    "FS-Jump3D (Tanaka et al., MMSports 2024), 176 jumps of three skaters: mean and covariance of "
    "where landmarks stand in the body's frame; benchmarks/video_turning_fit.py"
)
KINDS: Final = (
    "FS-Jump3D (Tanaka et al., MMSports 2024), 176 jumps of three skaters, made-up cameras, "
    "25 to 60 frames a second, turned to either side; benchmarks/video_turning_fit.py"
)
_SMALL: Final = {"axel": 10.0, "toe": 30.0}
_TRUST: Final = {
    "axel": 0.8,
    "toe": 0.4,
}  # one skater's toe is hardly told
_RIDGE = 0.02  # another skater is built a little differently


@dataclass(frozen=True, slots=True, eq=False)
class Watched:
    """A capture's landmarks in a steady picture, as motion would give them."""

    times: Floats
    joints: Floats
    scale: Floats
    world: Floats
    cuts: tuple[int, ...] = ()

    @staticmethod
    def of(capture: Capture) -> "Watched":
        """By the camera if it is known, else as they are."""
        poses = capture.poses
        nothing = np.full(len(poses), np.nan)
        if poses.camera is None:
            return Watched(poses.times, poses.image, nothing, poses.world)
        steady = poses.camera.steady
        moved = np.einsum("fij,fkj->fki", steady[:, :, :2], poses.image)
        return Watched(poses.times, moved + steady[:, None, :, 2], nothing, poses.world)


def facing(trial: Trial) -> Floats:
    """(frames,) radians: where the left side of hips and shoulders points, seen from above."""
    whole = np.zeros(len(trial.body), dtype=np.complex128)
    for part in ("hip", "shoulder"):
        side = trial.body[:, PLACE[f"left_{part}"]] - trial.body[:, PLACE[f"right_{part}"]]
        way = np.exp(1j * np.arctan2(side[:, 1], side[:, 0]))
        whole += np.where(np.isfinite(way), way, 0)
    return np.asarray(np.angle(whole))


def size(trial: Trial) -> float:
    """Trunk and leg in metres."""

    def at(name: str) -> Floats:
        return trial.body[:, PLACE[name]]

    def long(one: Floats, other: Floats) -> float:
        return float(np.nanmedian(np.linalg.norm(one - other, axis=-1)))

    trunk = long(
        (at("left_shoulder") + at("right_shoulder")) / 2, (at("left_hip") + at("right_hip")) / 2
    )
    legs = [
        long(at(f"{side}_hip"), at(f"{side}_knee")) + long(at(f"{side}_knee"), at(f"{side}_ankle"))
        for side in ("left", "right")
    ]
    return trunk + sum(legs) / 2


def posture(of: Iterable[Trial]) -> body.Posture:
    """Mean and covariance of the landmarks in the body's frame, phase by phase."""
    rows: list[list[Floats]] = [[] for _ in body.PHASES]
    for trial in of:
        flight = trial.flights[0]
        times = np.arange(len(trial.body)) / RATE
        yaw = facing(trial)[:, None]
        root = trial.body[:, [PLACE["left_hip"], PLACE["right_hip"]], :2].mean(axis=1)
        points = (trial.body[:, list(body.POINTS), :2] - root[:, None]) / size(trial)
        lateral = points[..., 0] * np.cos(yaw) + points[..., 1] * np.sin(yaw)
        forward = points[..., 0] * np.sin(yaw) - points[..., 1] * np.cos(yaw)
        both = np.concatenate([lateral, forward], axis=1)
        phase = body.phases(times, flight.takeoff, flight.landing)
        used = np.isfinite(both).all(axis=1)
        used &= (times > flight.takeoff - 0.5) & (times < flight.landing + 0.4)
        for number, kept in enumerate(rows):
            kept.append(both[used & (phase == number)])
    whole = [np.concatenate(kept) for kept in rows]
    spread = [np.cov(one.T) + _RIDGE**2 * np.eye(one.shape[1]) for one in whole]
    mean = [one.mean(axis=0).reshape(2, -1) for one in whole]
    return body.Posture(np.array(mean), np.array(spread))


def write_posture(found: body.Posture, path: Path) -> None:
    """The file that `body.usual` reads: of each covariance its lower half."""
    rows, columns = np.tril_indices(found.spread.shape[1])
    held = {
        "source": SOURCE,
        "mean": np.round(found.mean, 4).tolist(),
        "spread": [np.round(one[rows, columns], 6).tolist() for one in found.spread],
    }
    path.write_text(json.dumps(held, separators=(",", ":")) + "\n", encoding="utf-8")


@dataclass(frozen=True, slots=True, eq=False)
class TakeOff:
    """What was seen of a captured take-off, and what is true of it."""

    skater: str
    axel: bool
    toe: bool
    seen: Floats


def take_offs(
    of: Iterable[Trial], known: body.Posture, seeds: Iterable[int]
) -> tuple[TakeOff, ...]:
    """Each trial through a camera a seed, at any usual frame rate, turned to either side."""
    found = []
    kept = tuple(of)
    for seed in seeds:
        random = np.random.default_rng(seed)
        for number, trial in enumerate(kept):
            capture = seen(
                trial,
                fps=float(random.choice([25, 30, 50, 60])),
                seed=seed * 1000 + number,
                clockwise=bool(random.random() < 0.5),
                camera=True,
            )
            flight = trial.flights[0]
            takeoff, landing = np.array([flight.takeoff, flight.landing]) + random.normal(
                0, 0.015, 2
            )
            told = followed(Watched.of(capture), takeoff, landing, known)
            if isinstance(told, str):
                continue
            middle = np.median(told.ways.yaws, axis=0)
            found.append(
                TakeOff(
                    trial.skater,
                    trial.jump == "Axel",
                    trial.jump in ("Lutz", "Flip", "Toeloop"),
                    kind.features(told.times, told.joints, middle, takeoff),
                )
            )
    return tuple(found)


def weights(of: Sequence[TakeOff], what: str, right: float = 0.0) -> kind.Weights:
    """Logistic regression by Newton's steps, both answers weighed alike, weights kept small."""
    true = np.array([getattr(one, what) for one in of], dtype=np.float64)
    rows = np.array([one.seen for one in of])
    mean, spread = np.nanmean(rows, axis=0), np.maximum(np.nanstd(rows, axis=0), 0.001)
    scaled = np.clip(np.nan_to_num((rows - mean) / spread), -3, 3)
    scaled = np.c_[scaled, np.ones(len(scaled))]
    part = 100 * np.where(true > 0, 0.5 / true.mean(), 0.5 / (1 - true.mean())) / len(true)
    small = np.eye(scaled.shape[1]) * _SMALL[what]
    small[-1, -1] = 1e-6
    found = np.zeros(scaled.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-scaled @ found))
        slope = scaled.T @ (part * (chance - true)) + small @ found
        bend = (scaled * (part * chance * (1 - chance))[:, None]).T @ scaled + small
        found -= np.linalg.solve(bend, slope)
    return kind.Weights(mean, spread, found[:-1], float(found[-1]), _TRUST[what], right)


def write_kinds(found: dict[str, kind.Weights], by_skater: dict[str, dict[str, float]]) -> None:
    """The file that `kind.usual` reads."""
    held = {
        "source": KINDS,
        "right_of_a_skater_left_out": by_skater,
        "kinds": {
            name: {
                "mean": np.round(one.mean, 4).tolist(),
                "spread": np.round(one.spread, 4).tolist(),
                "weights": np.round(one.weights, 4).tolist(),
                "constant": round(one.constant, 4),
                "trust": one.trust,
                "right": round(one.right, 3),
            }
            for name, one in found.items()
        },
    }
    path = ROOM / "kinds.json"
    path.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")


def main(folder: Path) -> None:
    """Fit on all trials and write; say how well skaters left out were told."""
    every = trials(folder).values()
    write_posture(posture(every), ROOM / "posture.json")
    seen_all: list[TakeOff] = []
    for skater in sorted({trial.skater for trial in every}):
        others = posture(trial for trial in every if trial.skater != skater)
        seen_all += take_offs((one for one in every if one.skater == skater), others, range(1, 4))
    found, by_skater = {}, {}
    for what in ("axel", "toe"):
        shares = {}
        for skater in sorted({one.skater for one in seen_all}):
            told = weights([one for one in seen_all if one.skater != skater], what)
            asked = [one for one in seen_all if one.skater == skater]
            right = [(told.chance(one.seen) > 0.5) == getattr(one, what) for one in asked]
            shares[skater] = round(float(np.mean(right)), 3)
        by_skater[what] = shares
        found[what] = weights(seen_all, what, float(np.mean(list(shares.values()))))
    write_kinds(found, by_skater)
    print(by_skater)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
