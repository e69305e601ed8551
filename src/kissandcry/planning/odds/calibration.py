"""Does what is said to happen in three of ten cases happen in three of ten?

Chances are sorted into tenths. The chances of an event hang together: one skater wins. So the band
around each tenth is drawn from the model itself, which says of whole events how they may end: in
95% of its own worlds no tenth lies outside.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

DRAWS: Final = 2000  # worlds that the band is made of
TENTHS: Final = 10
_SURE: Final = 0.95


@dataclass(frozen=True, slots=True)
class Calibration:
    """By tenth: how many chances, their mean, how often it came (shares; NaN where there is none),
    and the simultaneous band `low` to `high` around the mean. `error` is the mean distance of
    chance and share, weighed by number; `outside` how many tenths lie outside."""

    count: NDArray[np.int64]
    chance: Floats
    came: Floats
    low: Floats
    high: Floats
    error: float
    outside: int


def calibrate(
    chance: Floats, came: NDArray[np.bool_], worlds: Sequence[NDArray[np.bool_]]
) -> Calibration:
    """`chance` and `came`: shape [n]. `worlds`: what comes in each of `DRAWS` worlds drawn from the
    model, in parts that make up the n: shape [part, DRAWS]."""
    tenth = np.minimum((chance * TENTHS).astype(np.int64), TENTHS - 1)
    count = np.bincount(tenth, minlength=TENTHS)
    mean = _shares(np.bincount(tenth, chance, TENTHS), count)
    share = _shares(np.bincount(tenth, came, TENTHS), count)
    drawn = np.concatenate(list(worlds), axis=0)
    sums = np.stack([drawn[tenth == one].sum(axis=0) for one in range(TENTHS)])
    off = _shares(sums.T, count) - mean  # [DRAWS, TENTHS]
    spread = np.sqrt((off**2).mean(axis=0))
    moves = spread > 0  # false where there is no chance at all
    furthest = np.abs(off[:, moves] / spread[moves]).max(axis=1)
    reach = float(np.quantile(furthest, _SURE))
    low, high = mean - reach * spread, mean + reach * spread
    outside = int(np.sum((share < low) | (share > high)))
    error = float(np.nansum(count * np.abs(share - mean)) / count.sum())
    return Calibration(count, mean, share, np.maximum(low, 0), np.minimum(high, 1), error, outside)


def _shares(sums: NDArray[Any], count: NDArray[np.int64]) -> Floats:
    return np.asarray(np.where(count > 0, sums / np.maximum(count, 1), np.nan))
