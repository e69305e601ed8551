"""How a turning body looks from the side: the likelihood of a frame for every direction it faces.

A body's landmarks stand in the body's own frame `lateral` metres to the left and `forward` metres
to the front of the middle of the hips. Seen from afar by a camera, a body whose left side points
`yaw` turns from the picture's right has them at `lateral cos yaw + forward sin yaw` across the
picture. Where landmarks stand differs from skater to skater and from moment to moment: a normal
distribution for each phase of a jump, measured on captured jumps, says how. Of a yaw follows then
the distribution of what the picture shows, with no depth needed.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kissandcry.video.poses import MIRRORED, PLACE, Floats

POINTS: Final = tuple(
    PLACE[name]
    for name in (
        "nose",
        *(
            f"{side}_{part}"
            for part in (
                "ear",
                "shoulder",
                "elbow",
                "wrist",
                "hip",
                "knee",
                "ankle",
                "heel",
                "foot_index",
            )
            for side in ("left", "right")
        ),
    )
)
# Where the point of the other side stands among POINTS.
OTHER: Final = tuple(POINTS.index(MIRRORED[place]) for place in POINTS)

# The phases of a jump begin so many seconds after take-off ("t") or landing ("l").
PHASES: Final = (("t", -9.0), ("t", -0.20), ("t", 0.05), ("l", -0.05), ("l", 0.15))

_ANYWHERE = 1.0  # m: the place of the whole body in the picture tells nothing
_BLUR = 0.022  # m: what a tracker misplaces a landmark by
_FREEDOM = 8.0  # of Student's t: fewer, and wild landmarks count less


@dataclass(frozen=True, slots=True, eq=False)
class Posture:
    """Where POINTS stand in the body's frame, in metres by a body of the size 1.

    `mean` (phases, 2, points) and `spread` (phases, 2 points, 2 points), a covariance; first all
    lateral, then all forward.
    """

    mean: Floats
    spread: Floats


@cache
def usual() -> Posture:
    """The posture as measured on captured jumps. Its file says how."""
    file = resources.files("kissandcry.video.jumps.turning") / "posture.json"
    held = json.loads(file.read_text(encoding="utf-8"))
    mean = np.array(held["mean"], dtype=np.float64)
    count = mean.shape[2] * 2
    spread = np.zeros((len(mean), count, count))
    rows, columns = np.tril_indices(count)
    for phase, values in enumerate(held["spread"]):
        spread[phase, rows, columns] = values
        spread[phase, columns, rows] = values
    return Posture(mean, spread)


def phases(times: Floats, takeoff: float, landing: float) -> NDArray[np.intp]:
    """(frames,): the number of the phase that each time is in."""
    middle = (takeoff + landing) / 2
    starts = [takeoff + after if of == "t" else landing + after for of, after in PHASES]
    starts[2], starts[3] = min(starts[2], middle), max(starts[3], middle)
    return np.searchsorted(np.array(starts), times, side="right") - 1


def size(joints: Floats) -> float:
    """How long trunk and leg of (frames, 33, 2) are in the picture's unit; NaN where not seen.

    The trunk is seen best of all; legs are seen shortened where they are bent: of the frames
    their longer ones count.
    """

    def long(one: Floats, other: Floats, part: float) -> float:
        length = np.hypot(*np.moveaxis(one - other, -1, 0))
        known = length[np.isfinite(length)]
        return float(np.quantile(known, part)) if known.size else float("nan")

    def at(name: str) -> Floats:
        return joints[:, PLACE[name]]

    def between(part: str) -> Floats:
        return (at(f"left_{part}") + at(f"right_{part}")) / 2

    trunk = long(between("shoulder"), between("hip"), 0.6)
    legs = [
        long(at(f"{side}_hip"), at(f"{side}_knee"), 0.75)
        + long(at(f"{side}_knee"), at(f"{side}_ankle"), 0.75)
        for side in ("left", "right")
    ]
    known = [leg for leg in legs if np.isfinite(leg)]
    return trunk + (float(np.mean(known)) if known else float("nan"))


def likelihood(
    across: Floats, phase: NDArray[np.intp], yaws: Floats, posture: Posture
) -> tuple[Floats, Floats]:
    """The log likelihoods (frames, yaws) of frames as they are, and with left and right exchanged.

    `across` (frames, points) is where the points are across the picture by the body's size, NaN
    where unknown; `yaws` in turns.
    """
    straight = np.zeros((len(across), len(yaws)))
    crossed = np.zeros_like(straight)
    known = np.isfinite(across)
    patterns: dict[tuple[int, bytes], list[int]] = {}
    for frame in range(len(across)):
        patterns.setdefault((int(phase[frame]), known[frame].tobytes()), []).append(frame)
    other = np.array(OTHER)
    for (number, _), frames in patterns.items():
        mean, spread = _seen(posture, number, yaws)
        seen = np.flatnonzero(known[frames[0]])
        if len(seen) < 4:
            continue
        for found, places in ((straight, seen), (crossed, other[seen])):
            found[frames] = _student(across[frames][:, seen], mean, spread, places)
    return straight, crossed


def _seen(posture: Posture, phase: int, yaws: Floats) -> tuple[Floats, Floats]:
    """What the picture shows of the posture: mean (yaws, points), spread (yaws, points, points)."""
    cos, sin = np.cos(2 * np.pi * yaws), np.sin(2 * np.pi * yaws)
    mean = cos[:, None] * posture.mean[phase, 0] + sin[:, None] * posture.mean[phase, 1]
    count = mean.shape[1]
    whole = posture.spread[phase].reshape(2, count, 2, count)
    turn = np.stack([cos, sin])
    spread = np.einsum("ay,by,aibj->yij", turn, turn, whole)
    return mean, spread + _BLUR**2 * np.eye(count) + _ANYWHERE**2


def _student(across: Floats, mean: Floats, spread: Floats, places: NDArray[np.intp]) -> Floats:
    """(frames, yaws): log density. Student's t: a few wild landmarks do not decide."""
    root = np.linalg.cholesky(spread[:, places[:, None], places[None, :]])
    off = across[:, None, :] - mean[None, :, places]
    off = np.moveaxis(off, 0, 2)  # (yaws, points, frames)
    scaled = np.linalg.solve(root, off)
    squared = np.sum(scaled**2, axis=1).T
    bulk = np.log(np.diagonal(root, axis1=1, axis2=2)).sum(axis=1)
    density = -0.5 * (_FREEDOM + len(places)) * np.log1p(squared / _FREEDOM) - bulk
    return np.asarray(density)
