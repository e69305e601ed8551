"""What an element is worth to a skater: the mean, the scatter and the falls, in points.

An element ends in one of its outcomes (`kissandcry.planning.skill`); the panel sees the quality of
it, and each judge gives a grade nearby (`kissandcry.planning.panels`); the rules make points of
the grades. All three are summed exactly, over outcomes, levels of quality and the sums of the
grades that are left when the highest and the lowest are deleted.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import gcd
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kissandcry import notation
from kissandcry.core import Points, Segment, UnknownOnDate, round_half_up
from kissandcry.notation import Family
from kissandcry.planning import panels
from kissandcry.planning.skill.model import Outcome, Skilled
from kissandcry.rulebooks.model import Rulebook, ScaleRow
from kissandcry.scoring import Marked, deduction_rule, element_value, jumps_value

Floats = NDArray[np.float64]
_STEP: Final = 0.02  # of grades and spreads that are told apart
_LONGEST: Final = 1024  # steps of a table of values; a finer one is taken as straight lines
_JUDGES: Final = 9
_NOTHING: Final = 1e-9


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


class _Chances(Mapping[int, float]):
    """A distribution that is summed when it is first asked for."""

    def __init__(self, make: Callable[[], dict[int, float]]) -> None:
        self._make: Callable[[], dict[int, float]] | None = make
        self._made: dict[int, float] = {}

    def _whole(self) -> dict[int, float]:
        if self._make is not None:
            self._made, self._make = self._make(), None
        return self._made

    def __reduce__(self) -> tuple[type[dict[int, float]], tuple[dict[int, float]]]:
        return dict, (self._whole(),)  # for other processes

    def __getitem__(self, points: int) -> float:
        return self._whole()[points]

    def __iter__(self) -> Iterator[int]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())


def worth(
    book: Rulebook,
    segment: Segment | None,
    skill: Skilled,
    code: str,
    second_half: bool = False,
    repeated: bool = False,
    *,
    after_fall: bool = False,
) -> Worth:
    """What the element `code` is worth to a skater, under a rulebook.

    `repeated`: its (first) jump stands in the program before, so that it is called +REP where it
    ends alone. A jump that a short program does not allow once it is popped is worth nothing
    there. `after_fall`: the element before it was a fall. Raises `SyntaxProblem` and
    `UnknownOnDate`.
    """
    scale = book.grades[1] / skill.grades
    alone = code if "+" not in code else ""
    parts = [
        (one.chance, *_outcome(book, segment, scale, one, alone, second_half, repeated))
        for one in skill.outcomes(code, second_half=second_half, after_fall=after_fall)
    ]
    mean = square = falls = deduction = 0.0
    for chance, value, goe, taken, count in parts:
        points = value + goe.mean - taken
        mean += chance * points
        square += chance * (goe.variance + points**2)
        falls += chance * count
        deduction += chance * taken
    return Worth(
        mean / 100,
        max(square - mean**2, 0.0) / 10000,
        falls,
        deduction / 100,
        _Chances(lambda: _summed([one[:4] for one in parts])),
    )


@dataclass(frozen=True, slots=True)
class _Goe:
    """The grade of execution in hundredths: every value with its chance."""

    points: NDArray[np.int64]
    chances: Floats
    mean: float
    variance: float


_ZERO: Final = _Goe(np.zeros(1, np.int64), np.ones(1), 0.0, 0.0)


def _outcome(
    book: Rulebook,
    segment: Segment | None,
    scale: float,
    one: Outcome,
    alone: str,
    second_half: bool,
    repeated: bool,
) -> tuple[int, _Goe, int, int]:
    """Base value, grade of execution, what falls take off (hundredths), and falls.

    `scale`: how many grades of the rulebook a grade of the skill is; `alone`: the code as it is
    planned, where it may be a single jump.
    """
    taken = _taken(book, one.falls) if one.falls else 0
    if alone and _void(book, segment, one.code, alone):
        return 0, _ZERO, taken, one.falls
    again = repeated and not one.name.startswith("popped")
    base, values = _value(book, segment, _valued(one.code), second_half, again)
    grade, spread = round(one.grade * scale / _STEP), round(one.spread * scale / _STEP)
    goe = _goe(book, values, grade, spread)
    return base, goe, taken, one.falls


@lru_cache(maxsize=4096)
def _taken(book: Rulebook, falls: int) -> int:
    """What falls take off, in hundredths."""
    return deduction_rule(book, "fall").total(falls).hundredths


def _valued(code: str) -> str:
    """The code of a jump element without the calls that have no line in the scale of values."""
    if ("q" in code or "!" in code) and code[0].isdigit():
        return code.replace("q", "").replace("!", "")
    return code


@lru_cache(maxsize=65536)
def _value(
    book: Rulebook, segment: Segment | None, code: str, second_half: bool, repeated: bool
) -> tuple[int, tuple[int, ...]]:
    """The base value and the value of each grade, in hundredths."""
    if code.endswith("+COMBO"):
        code = code.removesuffix("+COMBO") if repeated else code
    known = _of_jumps(book, segment, code, second_half) if "+" in code else None
    if known is not None:
        return known
    value = element_value(book, called(code, repeated), second_half, segment=segment)
    return value.base_value.hundredths, _grades(book, value.goe)


def _of_jumps(
    book: Rulebook, segment: Segment | None, code: str, second_half: bool
) -> tuple[int, tuple[int, ...]] | None:
    """The value of several jumps in one element from that of each; None where it is no such
    element, or the scale has a line for them together."""
    sequence, combination = code.endswith("+SEQ"), code.endswith("+COMBO")
    parts = code.removesuffix("+SEQ").removesuffix("+COMBO").split("+")
    rows = [_jump(book, segment, part) for part in parts]
    lines = [row for row in rows if row is not None]
    if len(lines) < len(rows) or book.row("+".join(row.code for row in lines), segment):
        return None
    marked = Marked(second_half, sequence=sequence, combination=combination)
    base, line = jumps_value(book, lines, marked)
    return base, _grades_of(book, segment, line.code)


@lru_cache(maxsize=4096)
def _jump(book: Rulebook, segment: Segment | None, code: str) -> ScaleRow | None:
    """The line of a jump in the scale; None for what is none."""
    element = notation.parse(code)
    if element.family is not Family.JUMP or element.invalid or not element.parts[0].has_value:
        return None
    return book.row(element.parts[0].scale_code, segment)


@lru_cache(maxsize=4096)
def _grades_of(book: Rulebook, segment: Segment | None, code: str) -> tuple[int, ...]:
    return _grades(book, element_value(book, code, False, segment=segment).goe)


def _grades(book: Rulebook, goe: Mapping[int, Points]) -> tuple[int, ...]:
    """The value of each grade, in hundredths; what the scale does not know lies between."""
    low, high = book.grades
    known = sorted(goe)
    points = [goe[grade].hundredths for grade in known]
    values = np.rint(np.interp(np.arange(low, high + 1), known, points)).astype(int)
    return tuple(values.tolist())


@lru_cache(maxsize=65536)
def _void(book: Rulebook, segment: Segment | None, code: str, planned: str) -> bool:
    """Whether an outcome of a single jump is one that the segment does not allow."""
    rule = book.jump_elements.get(segment) if segment is not None else None
    if rule is None or rule.solo_rotations is None or rule.deleted == "nothing":
        return False
    parts = notation.parse(planned).parts
    if len(parts) != 1 or parts[0].family is not Family.JUMP or parts[0].rotation is None:
        return False
    done = notation.parse(code).parts[0]
    if done.rotation == parts[0].rotation or done.rotation is None:
        return False
    if done.name == "A":
        return rule.axel == "solo" and done.stem not in rule.axel_codes
    return done.rotation < rule.solo_rotations[0]


@lru_cache(maxsize=65536)
def _goe(book: Rulebook, values: tuple[int, ...], grade: int, spread: int) -> _Goe:
    """What a panel gives for a quality (in steps of `_STEP`), in hundredths."""
    steps, unit, places = _places(values)
    chances = _sums(book, places, grade, spread)
    counted = book.panel.maximum - 2
    total = np.arange(len(chances))
    if steps:
        hundredths = np.asarray(round_half_up(values[0] * counted + total * unit, counted))
    else:
        hundredths = np.rint(np.interp(total / counted, range(len(values)), values))
    points = hundredths.astype(np.int64)
    kept = chances > _NOTHING
    points, chances = points[kept], chances[kept] / chances[kept].sum()
    mean = float(points @ chances)
    return _Goe(points, chances, mean, float((points - mean) ** 2 @ chances))


@lru_cache(maxsize=65536)
def _sums(book: Rulebook, places: tuple[int, ...], grade: int, spread: int) -> Floats:
    """The chance of each sum of places that is left, for a quality (in steps of `_STEP`)."""
    low, high = book.grades
    sums = _by_level(book, places)
    beyond = (len(sums) - 1 - (high - low) * panels.FINE) // 2  # levels on either side of the scale
    quality = low + (np.arange(len(sums)) - beyond) / panels.FINE
    wide = float(np.hypot(spread * _STEP, panels.fitted(book).grades.panel))
    return np.asarray(panels.level_weights(quality, grade * _STEP, wide) @ sums)


@lru_cache(maxsize=4096)
def _places(values: tuple[int, ...]) -> tuple[bool, int, tuple[int, ...]]:
    """The values as whole steps from the lowest: whether they are exact, the step, the places.

    A table that is a straight line to the hundredth, or too fine, has the grades themselves.
    """
    whole = [value - values[0] for value in values]
    unit = gcd(*whole)
    if not unit:
        return True, 0, tuple(range(len(values)))
    line = np.linspace(0, whole[-1], len(whole))
    places = tuple(value // unit for value in whole)
    if places != tuple(range(len(whole))) and np.abs(line - whole).max() <= 1:
        return False, 0, tuple(range(len(values)))
    if places[-1] * _JUDGES > _LONGEST:
        return False, 0, tuple(range(len(values)))
    return True, unit, places


@lru_cache(maxsize=256)
def _by_level(book: Rulebook, places: tuple[int, ...]) -> Floats:
    """The chance of each sum of places, without the highest and the lowest: [levels, sums]."""
    rule, judges = book.panel, book.panel.maximum
    if (rule.trim_high, rule.trim_low) != (1, 1) or judges < rule.trim_from:
        raise UnknownOnDate(
            f"a panel that deletes {rule.trim_high} high and {rule.trim_low} low marks cannot be"
            f" foretold, only one of each ({rule.provenance.rule})"
        )
    return trimmed_sums(panels.one_judge(book), places, judges)


def trimmed_sums(chances: Floats, places: tuple[int, ...], judges: int) -> Floats:
    """The chance of each sum of independent marks without the highest and the lowest.

    `chances`: shape [levels, marks]; `places`: the whole number that each mark counts for, from 0
    on and never falling. Shape [levels, sums]. The marks that lie between a lowest and a highest
    are raised to the number of judges; those that do not touch both ends are taken off again.
    """
    size = judges * places[-1] + 1
    marks = len(places)
    spectra: dict[tuple[int, int], NDArray[np.complex128]] = {}
    length = 1 << (size - 1).bit_length()
    single = np.zeros((marks, length))
    single[np.arange(marks), list(places)] = 1.0
    waves = np.fft.rfft(single, axis=1)
    for low in range(marks):
        for high in range(low, marks):
            spectra[low, high] = _power(chances[:, low : high + 1] @ waves[low : high + 1], judges)
    nothing = np.zeros_like(spectra[0, 0])
    found = np.zeros((len(chances), (judges - 2) * places[-1] + 1))
    for (low, high), whole in spectra.items():
        left = whole - spectra.get((low + 1, high), nothing) - spectra.get((low, high - 1), nothing)
        left = left + spectra.get((low + 1, high - 1), nothing)
        sums = np.fft.irfft(left, length, axis=1)
        first = places[low] + places[high]
        last = min(first + found.shape[1], size)
        found[:, : last - first] += sums[:, first:last]
    found = np.maximum(found, 0.0)
    return np.asarray(found / found.sum(axis=1, keepdims=True))


def _power(waves: NDArray[np.complex128], exponent: int) -> NDArray[np.complex128]:
    """Whole powers by squaring, many times as fast as the power of complex numbers."""
    found = waves if exponent % 2 else np.ones_like(waves)
    while exponent := exponent // 2:
        waves = waves * waves
        found = found * waves if exponent % 2 else found
    return found


def _summed(parts: list[tuple[float, int, _Goe, int]]) -> dict[int, float]:
    """The points of all outcomes together, in hundredths."""
    points = np.concatenate([base - taken + goe.points for _, base, goe, taken in parts])
    chances = np.concatenate([chance * goe.chances for chance, _, goe, _ in parts])
    low = int(points.min())
    sums = np.bincount(points - low, chances)
    places = np.flatnonzero(sums)
    return dict(zip((places + low).tolist(), sums[places].tolist(), strict=True))
