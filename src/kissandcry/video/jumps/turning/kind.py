"""What kind of take-off a jump had, from how body and legs stood before it.

An Axel is taken off forward; Lutz, flip and toe loop are helped by the toe pick of the free leg,
which reaches back and comes down beside the skating leg; Salchow, loop and Axel are not. Told is
it from few things a picture shows from every side: how high knees, ankles and wrists are at times
before take-off, how far the feet are apart, how the body turned meanwhile, and whether it faces
where it travels. Logistic regression weighs them; `kinds.json` says on what it was fitted and how
well it did on skaters it had not seen.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import numpy as np

from kissandcry.video.jumps.turning.body import POINTS
from kissandcry.video.poses import PLACE, Floats
from kissandcry.video.seen import Chance

MOMENTS: Final = (-0.40, -0.30, -0.20, -0.12, -0.05, 0.0, 0.06)  # s after take-off
_HEIGHTS: Final = (
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
    "left_wrist",
    "right_wrist",
)
_NEAR = 0.035  # s: landmarks so near to a moment count for it


def features(times: Floats, joints: Floats, yaws: Floats, takeoff: float) -> Floats:
    """What is seen of a take-off, NaN where it is not. All of a skater who turns to the left.

    `joints` (frames, points, 2) by the body's size, y up; `yaws` (frames,) in turns.
    """
    found: list[float] = []
    hips = joints[:, [_at("left_hip"), _at("right_hip")]].mean(axis=1)
    apart = joints[:, _at("left_ankle")] - joints[:, _at("right_ankle")]
    for moment in MOMENTS:
        near = np.abs(times - takeoff - moment) < max(_NEAR, _gap(times))
        found += [_middle(joints[near, _at(name), 1] - hips[near, 1]) for name in _HEIGHTS]
        found.append(_middle(np.abs(apart[near, 0])))
        found.append(float(np.interp(takeoff + moment, times, yaws)))
    start = float(np.interp(takeoff, times, yaws))
    turned = np.array(found[len(_HEIGHTS) + 1 :: len(_HEIGHTS) + 2]) - start
    found[len(_HEIGHTS) + 1 :: len(_HEIGHTS) + 2] = list(turned)
    for first, last in ((-0.45, -0.25), (-0.30, -0.10)):
        found.append(_faces(times, hips, yaws, takeoff + first, takeoff + last))
    return np.array(found)


def _at(name: str) -> int:
    return POINTS.index(PLACE[name])


def _gap(times: Floats) -> float:
    return float(np.median(np.diff(times))) * 0.75


def _middle(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if known.size else float("nan")


def _faces(times: Floats, hips: Floats, yaws: Floats, start: float, end: float) -> float:
    """How fast the body goes across the picture where it faces, in sizes a second (back: < 0)."""
    near = (times >= start) & (times <= end) & np.isfinite(hips[:, 0])
    if near.sum() < 3:
        return float("nan")
    speed = float(np.polyfit(times[near] - start, hips[near, 0], 1)[0])
    facing = float(np.mean(np.sin(2 * np.pi * yaws[near])))
    return float(np.clip(speed * facing, -4.0, 4.0))


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A logistic regression over `features`: standardised by `mean` and `spread`, then weighed.

    `right` is the share it told right of skaters left out of its fit; `trust` flattens its
    chances, so that they are no surer than that.
    """

    mean: Floats
    spread: Floats
    weights: Floats
    constant: float
    trust: float
    right: float

    def chance(self, seen: Floats) -> float:
        """From what is seen; what is not seen counts as usual."""
        scaled = np.clip(np.nan_to_num((seen - self.mean) / self.spread), -3, 3)
        return float(1 / (1 + np.exp(-self.trust * (scaled @ self.weights + self.constant))))


@cache
def usual() -> dict[str, Weights]:
    """The weights of "axel" and "toe", as fitted on captured jumps. Their file says how."""
    file = resources.files("kissandcry.video.jumps.turning") / "kinds.json"
    held = json.loads(file.read_text(encoding="utf-8"))
    return {
        name: Weights(
            mean=np.array(one["mean"]),
            spread=np.array(one["spread"]),
            weights=np.array(one["weights"]),
            constant=float(one["constant"]),
            trust=float(one["trust"]),
            right=float(one["right"]),
        )
        for name, one in held["kinds"].items()
    }


def chances(seen: Floats, weights: dict[str, Weights]) -> tuple[Chance, Chance]:
    """Axel and toe. None where too little was seen before the take-off."""
    if np.mean(np.isfinite(seen)) < 0.7:
        none = Chance(None, "too little is seen of the body before the take-off")
        return none, none
    axel = weights["axel"].chance(seen)
    toe = weights["toe"].chance(seen) * (1 - axel)
    right = weights["toe"].right
    return Chance(axel), Chance(
        toe,
        f"a toe pick was told right in {right:.0%} of the jumps of skaters it was not fitted on",
    )
