"""Left and right, which trackers exchange for some frames, put right again."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kissandcry.video.poses import MIRRORED, PLACE, Floats

_LIMBS: Final = tuple(
    PLACE[f"{side}_{name}"]
    for side in ("left", "right")
    for name in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "foot_index")
)
_SWITCH: Final = 0.06  # of the body's size: what it costs to exchange sides
_NEAR: Final = 31  # frames of which the sides of most hold
_FAR: Final = 0.5  # of the body's size: more tells no more


def exchanged(joints: Floats, size: float) -> NDArray[np.bool_]:
    """(frames,): where left and right are the other way round than in most frames near it.

    The sides of each frame are chosen so that limbs go on as they went (Viterbi, 1967).
    """
    frames = len(joints)
    own, other = joints[:, list(_LIMBS)], joints[:, list(MIRRORED)][:, list(_LIMBS)]
    both = (own, other)
    gain = np.zeros(2)
    came = np.zeros((frames, 2), np.intp)
    last = [own[0].copy(), other[0].copy()]
    for row in range(1, frames):
        cost = np.array([[_apart(last[a], both[b][row], size) for a in (0, 1)] for b in (0, 1)])
        cost += _SWITCH * (1 - np.eye(2))
        whole = gain[None] + cost
        came[row] = np.argmin(whole, axis=1)
        now = []
        for side in (0, 1):
            held = last[came[row, side]]
            now.append(np.where(np.isfinite(both[side][row]), both[side][row], held))
        last = now
        gain = whole.min(axis=1)
    path = np.zeros(frames, np.bool_)
    at = int(np.argmin(gain))
    for row in range(frames - 1, -1, -1):
        path[row] = bool(at)
        at = int(came[row, at])
    # Trackers exchange sides for some frames; where the path stays so long, it has lost its way.
    window = np.ones(min(_NEAR, frames))
    near = np.convolve(path, window, "same") / np.convolve(np.ones(frames), window, "same") > 0.5
    return np.asarray(path ^ near)


def _apart(one: Floats, other: Floats, size: float) -> float:
    away = np.hypot(*(one - other).T) / size
    known = away[np.isfinite(away)]
    return float(np.minimum(known, _FAR).mean()) if len(known) else 0.0
