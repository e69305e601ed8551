"""Points are exact: whole hundredths inside, made from text or integers and never from floats."""

import re
from fractions import Fraction
from functools import total_ordering
from typing import Any, Final, overload

import numpy as np
from numpy.typing import NDArray

from kissandcry.core.errors import SyntaxProblem

_POINTS: Final = re.compile(r"([+-]?)(\d{1,6})(?:\.(\d{1,2}))?", re.ASCII)


@total_ordering
class Points:
    """A number of points (or a mark, or a factor) in whole hundredths.

    `Points("8.75")` and `Points(3)` read text and whole numbers; `Points.from_hundredths(875)`
    takes hundredths. `str` gives two decimals, as protocols print them. Raises `SyntaxProblem` for
    a text that is not a decimal with at most two places, and `TypeError` for a float.
    """

    __slots__ = ("hundredths",)
    hundredths: int

    def __init__(self, value: str | int) -> None:
        if isinstance(value, int):
            hundredths = value * 100
        elif isinstance(value, str):
            hundredths = _hundredths(value)
        else:
            raise TypeError(f"points come from text or whole numbers, not {type(value).__name__}")
        object.__setattr__(self, "hundredths", hundredths)

    @classmethod
    def from_hundredths(cls, hundredths: int) -> "Points":
        """Points of so many whole hundredths."""
        points = object.__new__(cls)
        object.__setattr__(points, "hundredths", hundredths)
        return points

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("points cannot be changed")

    def __reduce__(self) -> tuple[Any, ...]:
        return (Points.from_hundredths, (self.hundredths,))

    def __str__(self) -> str:
        whole, rest = divmod(abs(self.hundredths), 100)
        return f"{'-' if self.hundredths < 0 else ''}{whole}.{rest:02d}"

    def __repr__(self) -> str:
        return f"Points('{self}')"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __eq__(self, other: object) -> bool:
        return self.hundredths == other.hundredths if isinstance(other, Points) else NotImplemented

    def __lt__(self, other: "Points") -> bool:
        return self.hundredths < other.hundredths

    def __hash__(self) -> int:
        return hash(self.hundredths)

    def __bool__(self) -> bool:
        return self.hundredths != 0

    def __add__(self, other: "Points | int") -> "Points":
        if isinstance(other, Points):
            return Points.from_hundredths(self.hundredths + other.hundredths)
        return self if other == 0 else NotImplemented  # lets sum() start from its 0

    __radd__ = __add__

    def __sub__(self, other: "Points") -> "Points":
        return Points.from_hundredths(self.hundredths - other.hundredths)

    def __neg__(self) -> "Points":
        return Points.from_hundredths(-self.hundredths)

    def __abs__(self) -> "Points":
        return Points.from_hundredths(abs(self.hundredths))

    def times(self, factor: "Points | int | Fraction") -> "Points":
        """The product with a factor, rounded half up to the hundredth."""
        ratio = Fraction(factor.hundredths, 100) if isinstance(factor, Points) else Fraction(factor)
        return Points.from_hundredths(
            round_half_up(self.hundredths * ratio.numerator, ratio.denominator)
        )


def _hundredths(text: str) -> int:
    match = _POINTS.fullmatch(text)
    if match is None:
        raise SyntaxProblem(f"{text!r} is not a number of points: expected a decimal like 8.75")
    sign, whole, rest = match.groups()
    value = int(whole) * 100 + int((rest or "0").ljust(2, "0"))
    return -value if sign == "-" else value


@overload
def round_half_up(numerator: int, denominator: int) -> int: ...
@overload
def round_half_up(
    numerator: NDArray[np.integer], denominator: int | NDArray[np.integer]
) -> NDArray[np.integer]: ...
def round_half_up(numerator: Any, denominator: Any) -> Any:
    """`numerator / denominator` to the nearest whole number, a half going away from zero.

    Whole numbers or integer arrays (any shape, `denominator` broadcast and positive). Source: ISU
    Rule 353 rounds every step to two decimals; how a negative half goes is shown by the protocols.
    """
    size = abs(numerator)
    rounded = (2 * size + denominator) // (2 * denominator)
    if isinstance(numerator, int):
        return -rounded if numerator < 0 else rounded
    return np.where(numerator < 0, -rounded, rounded)
