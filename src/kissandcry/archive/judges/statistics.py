"""What may be chance: intervals, p values over many judges, and few marks drawn towards all."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist
from typing import Final

CONFIDENCE: Final = 0.9
_NORMAL: Final = NormalDist()


@dataclass(frozen=True, slots=True)
class Effect:
    """An estimate with its 90% interval and two-sided p value; `deviation` is its standard error,
    `freedom` the degrees of freedom of that."""

    estimate: float
    deviation: float
    freedom: float
    low: float
    high: float
    p: float


def effect(own: float, weight: float, variance: float, freedom: float) -> Effect | None:
    """The mean over segments of sums as `seats` has them: weight times effect, weight, weight times
    variance. None where nothing was observed.

    `freedom` is that of the summed variance: F. E. Satterthwaite (1946). Student's t is turned into
    a normal deviate by the formula of D. L. Wallace, "Bounds on normal approximations to Student's
    and the chi-square distributions" (1959), which is good to a thousandth of p from three
    degrees of freedom on.
    """
    if weight <= 0 or variance <= 0 or freedom <= 0:
        return None
    estimate, deviation = own / weight, sqrt(variance) / weight
    scale = (8 * freedom + 1) / (8 * freedom + 3)
    t = estimate / deviation
    normal = scale * sqrt(freedom * log(1 + t * t / freedom))
    p = 2 * _NORMAL.cdf(-normal)
    z = _NORMAL.inv_cdf((1 + CONFIDENCE) / 2) / scale
    reach = deviation * sqrt(freedom * (exp(z * z / freedom) - 1))
    return Effect(estimate, deviation, freedom, estimate - reach, estimate + reach, p)


def false_discovery(p_values: Sequence[float]) -> list[float]:
    """The q value of each p value: Y. Benjamini and Y. Hochberg (1995). Of all with a q of at most
    0.1, one in ten is expected to be chance."""
    count = len(p_values)
    order = sorted(range(count), key=lambda index: p_values[index], reverse=True)
    found, least = [1.0] * count, 1.0
    for place, index in enumerate(order):
        least = min(least, p_values[index] * count / (count - place))
        found[index] = least
    return found


def shrunk(effects: Sequence[Effect]) -> list[float]:
    """Each estimate drawn towards the mean of all, the more the less sure it is: a normal model
    whose spread between judges is found by moments (R. DerSimonian and N. Laird, 1986)."""
    if not effects:
        return []
    weights = [1 / one.deviation**2 for one in effects]
    total = sum(weights)
    mean = sum(w * one.estimate for w, one in zip(weights, effects, strict=True)) / total
    spread = sum(w * (one.estimate - mean) ** 2 for w, one in zip(weights, effects, strict=True))
    room = total - sum(w * w for w in weights) / total
    between = max((spread - (len(effects) - 1)) / room, 0.0) if room > 0 else 0.0
    if between:
        weights = [1 / (one.deviation**2 + between) for one in effects]
        total = sum(weights)
        mean = sum(w * one.estimate for w, one in zip(weights, effects, strict=True)) / total
    return [
        mean + (one.estimate - mean) * between / (between + one.deviation**2) for one in effects
    ]


def clustered(
    count: float, total: float, squares: float, products: float, counts: float, clusters: int
) -> tuple[float, float, float] | None:
    """The mean of marks and its 90% interval where marks of one segment hang together.

    Sums over segments: of marks n, of differences s, of s², of s n, of n². The variance is that of
    a ratio of sums. None for a single segment.
    """
    if clusters < 2 or not count:
        return None
    mean = total / count
    left = squares - 2 * mean * products + mean * mean * counts
    deviation = sqrt(max(left, 0.0) * clusters / (clusters - 1)) / count
    found = effect(mean * 1.0, 1.0, max(deviation**2, 1e-18), clusters - 1)
    return None if found is None else (mean, found.low, found.high)
