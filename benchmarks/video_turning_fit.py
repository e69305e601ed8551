"""What `video/jumps/turning` knows of bodies, measured on captured jumps.

python -m benchmarks.video_turning_fit FOLDER      writes posture.json and kinds.json again
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np

from kissandcry.video.jumps.turning import body
from kissandcry.video.poses import PLACE, Floats
from tests.video.captures import RATE, Trial, trials

ROOM: Final = Path(body.__file__).parent
SOURCE: Final = (
    "FS-Jump3D (Tanaka et al., MMSports 2024), 176 jumps of three skaters: mean and covariance of "
    "where landmarks stand in the body's frame; benchmarks/video_turning_fit.py"
)
_RIDGE = 0.02  # another skater is built a little differently


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


def main(folder: Path) -> None:
    """Fit on all trials and write."""
    write_posture(posture(trials(folder).values()), ROOM / "posture.json")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
