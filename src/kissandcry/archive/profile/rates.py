"""How often something goes wrong, with its uncertainty, and in words."""

from math import sqrt
from typing import Final, NamedTuple

from kissandcry.core import Contradiction

Z: Final = 1.6448536269514722  # of intervals that hold nine times in ten
_NUMBERS: Final = (
    "",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
)
_EVERY: Final = 0.03  # a rate below it is said as seldom


class Rate(NamedTuple):
    """`happened` in so many `attempts`; the interval is 90%. None without attempts."""

    happened: int
    attempts: int
    rate: float | None
    low: float | None
    high: float | None


def rate(count: int, attempts: int) -> Rate:
    """A rate with its interval: E. B. Wilson, "Probable inference" (1927), formula of the score
    interval. Raises `Contradiction` for counts that cannot be."""
    if not 0 <= count <= attempts:
        raise Contradiction(
            f"{count} of {attempts} attempts: what happened is counted from 0 to the attempts;"
            " the derived tables of the archive are not those of its papers"
        )
    if not attempts:
        return Rate(count, 0, None, None, None)
    share = count / attempts
    spread = Z * Z / attempts
    middle = (share + spread / 2) / (1 + spread)
    half = Z / (1 + spread) * sqrt(share * (1 - share) / attempts + spread / (4 * attempts))
    low = max(middle - half, 0.0) if count else 0.0
    high = min(middle + half, 1.0) if count < attempts else 1.0
    return Rate(count, attempts, share, low, high)


def often(share: float) -> str:
    """A share in words: "one time in five"."""
    if share == 0:
        return "never"
    if share < _EVERY:
        return "hardly ever"
    if share > 0.75:
        return "nearly every time"
    if share > 0.6:
        return "two times in three"
    if share > 0.42:
        return "every other time"
    if share > 0.36:
        return "two times in five"
    parts = round(1 / share)
    return f"one time in {_NUMBERS[parts] if parts < len(_NUMBERS) else parts}"
