"""How well beats agree: the F measure of the yearly comparisons of beat trackers (MIREX)."""

from collections.abc import Sequence

NEAR = 0.07  # seconds


def f_measure(
    truth: Sequence[float], found: Sequence[float], *, after: float = 5.0, near: float = NEAR
) -> float:
    """Harmonic mean of the shares of beats found and of those found that are beats, 0 to 1.

    Each beat goes with one found at most, 70 ms away or less; what lies before `after` seconds
    does not count, as a listener takes a while to find the beat.
    """
    real = sorted(time for time in truth if time >= after)
    told = sorted(time for time in found if time >= after)
    if not real or not told:
        return 0.0
    hits = one = other = 0
    while one < len(real) and other < len(told):
        away = told[other] - real[one]
        if abs(away) <= near:
            hits, one, other = hits + 1, one + 1, other + 1
        elif away < 0:
            other += 1
        else:
            one += 1
    return 2 * hits / (len(real) + len(told))
