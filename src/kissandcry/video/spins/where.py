"""Where somebody turns on the spot: the best division of a skate into turning and not turning."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kissandcry.video.poses import Floats
from kissandcry.video.spins.period import Turning

_TURNS_FROM: Final = 0.045  # of `Turning.repeats`
_SWITCH: Final = 0.1  # what it costs to begin and to end, in repeats times seconds
_AGAINST: Final = -0.35  # repeats of moments that hardly belong to a spin: about 0.5 s divide it
_NEVER: Final = -10.0
_SMOOTH: Final = 0.6  # seconds over which repeats are averaged at the edges
_LEVEL: Final = 0.5  # of the middle of a spin, which an edge has


def stretches(
    turned: Turning, against: NDArray[np.bool_], never: NDArray[np.bool_]
) -> list[tuple[int, int]]:
    """First and last frames between which pictures a turn apart are alike.

    `against` (n,) are frames in which the body is not seen or travels, of which a spin may hold
    some; `never` (n,) those in flight. The edges lie where `repeats` is half of what it is
    inside: half a turn inside of where the turning begins and ends, for a pair of pictures
    belongs to the time in its middle.
    """
    n = len(turned.times)
    if n < 2:
        return []
    repeats = np.where(against, np.minimum(turned.repeats, _AGAINST), turned.repeats)
    repeats = np.where(never, _NEVER, repeats)
    step = float(np.median(np.diff(turned.times)))
    divided = _divided((repeats - _TURNS_FROM) * np.gradient(turned.times))
    edges = np.flatnonzero(np.diff(np.concatenate([[0], divided, [0]])))
    smooth = _smooth(repeats, max(round(_SMOOTH / step), 1))
    return [
        _edges(smooth, int(first), int(last) - 1)
        for first, last in zip(edges[::2], edges[1::2], strict=True)
    ]


def _divided(gain: Floats) -> NDArray[np.int_]:
    """1 where it turns: dynamic programming over two states, each change at a price (Viterbi)."""
    n = len(gain)
    came = np.zeros((n, 2), np.int_)
    still, turning = 0.0, -_SWITCH
    for row in range(n):
        came[row] = (turning - _SWITCH > still, turning >= still - _SWITCH)
        still, turning = (
            max(still, turning - _SWITCH),
            max(turning, still - _SWITCH) + gain[row],
        )
    state = np.zeros(n, np.int_)
    now = int(turning > still)
    for row in range(n - 1, -1, -1):
        state[row] = now
        now = int(came[row, now])
    return state


def _smooth(values: Floats, wide: int) -> Floats:
    kernel = np.hanning(wide + 2)[1:-1]
    padded = np.pad(values, (len(kernel) // 2, len(kernel) - 1 - len(kernel) // 2), mode="edge")
    return np.convolve(padded, kernel / kernel.sum(), "valid")


def _edges(smooth: Floats, first: int, last: int) -> tuple[int, int]:
    """Moved to where half the level of the middle is reached or left."""
    level = _LEVEL * float(np.median(smooth[first : last + 1]))
    while first > 0 and smooth[first - 1] > level:
        first -= 1
    while first < last and smooth[first] < level:
        first += 1
    while last < len(smooth) - 1 and smooth[last + 1] > level:
        last += 1
    while last > first and smooth[last] < level:
        last -= 1
    return first, last
