"""What an element is worth to a skater: the mean, the scatter and the falls, in points."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kissandcry import notation
from kissandcry.core import Segment
from kissandcry.notation import Family
from kissandcry.rulebooks.model import Rulebook
from kissandcry.scoring import element_value


@dataclass(frozen=True, slots=True)
class Worth:
    """What an element may bring.

    `chances` holds how likely each sum of points is, in hundredths: the panel's score of the
    element less what its falls take off (as the first falls of the program). `mean` and `variance`
    (points, and their square) are those of `chances`; `falls` is the mean number of falls, and
    `deduction` the part of the mean that they cost, in points: `mean + deduction` is the mean score
    of the element alone.
    """

    mean: float
    variance: float
    falls: float
    deduction: float
    chances: Mapping[int, float]


@lru_cache(maxsize=65536)
def base(
    book: Rulebook,
    segment: Segment | None,
    code: str,
    second_half: bool = False,
    repeated: bool = False,
) -> Worth:
    """The base value alone, as if every element were called as it stands, with a grade of 0.

    `repeated`: the jump stands in the program a second time, so that alone it is called +REP.
    Raises `SyntaxProblem` for a code that is none and `UnknownOnDate` for one that the scale of
    values does not hold.
    """
    value = element_value(book, called(code, repeated), second_half, segment=segment)
    points = value.base_value.hundredths
    return Worth(points / 100, 0.0, 0.0, 0.0, {points: 1.0})


@lru_cache(maxsize=65536)
def called(code: str, repeated: bool) -> str:
    """The code as it is called where its jump is repeated: a single jump gets +REP."""
    if not repeated:
        return code
    element = notation.parse(code)
    alone = element.family is Family.JUMP and len(element.parts) == 1
    if not alone or element.invalid or element.repetition or element.sequence:
        return code
    return f"{code}+REP"
