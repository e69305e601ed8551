"""What an element is worth: its base value and the value of each grade of execution.

The order of steps (Rule 353 and the Communication "Scale of Values" of the season): the base values
of the jumps that count are added; the second half multiplies by 1.1 and rounds; a repetition or a
sequence multiplies and rounds. The grades of execution take the values of the jump with the highest
base value, reductions included. A two-part element of ice dance adds the values of both parts.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

import numpy as np

from kissandcry import notation
from kissandcry.core import Points, Segment, UnknownOnDate, round_half_up
from kissandcry.notation import Element, Family
from kissandcry.rulebooks.model import CalculationRule, Rulebook, ScaleRow
from kissandcry.scoring.panel import NO_VALUE, Hundredths
from kissandcry.scoring.steps import Step, cite, scope

_ZERO: Final = Points(0)
_ONE: Final = Points(1)


@dataclass(frozen=True, slots=True)
class ElementValue:
    """The value of an element on a day.

    `goe` gives the points of each grade that the scale knows (all zero where nothing counts);
    `goe_rows` the codes of the scale that they come from; `steps` how the base value came about.
    """

    code: str
    second_half: bool
    base_value: Points
    goe: Mapping[int, Points]
    goe_rows: tuple[str, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class _Skated:
    """An element with what else decides its value."""

    element: Element
    code: str
    second_half: bool
    segment: Segment | None
    dance: str


def element_value(
    book: Rulebook,
    code: str,
    second_half: bool,
    info: str = "",
    *,
    segment: Segment | None = None,
    dance: str = "",
) -> ElementValue:
    """The value of the element `code` under `book`; `info` is the Info column of the protocol.

    `segment` matters for the few elements that a segment values by itself, `dance` (a name of
    `book.compulsory_dances`) for the sections of a compulsory dance. What was asked for last is
    remembered. Raises `SyntaxProblem` for a code that is none, and `UnknownOnDate` for a part that
    the rulebook's scale of values does not hold.
    """
    return _value(book, code, second_half, info, segment, dance)


@lru_cache(maxsize=16384)  # more than twenty seasons of protocols ask for
def _value(
    book: Rulebook, code: str, second_half: bool, info: str, segment: Segment | None, dance: str
) -> ElementValue:
    skated = _Skated(notation.parse(code, info), code, second_half, segment, dance)
    strategy = _STRATEGIES.get(book.calculation.strategy)
    if strategy is None:
        raise UnknownOnDate(
            f"{skated.code} ({scope(book)}): the rulebook names the calculation"
            f" {book.calculation.strategy!r}, known are {', '.join(sorted(_STRATEGIES))}"
            f" ({book.calculation.provenance.rule})"
        )
    return strategy(book, skated)


def goe_table(book: Rulebook, values: Sequence[ElementValue]) -> Hundredths:
    """The table for `panel_goe`: a line for each value, shape [values, grades].

    `NO_VALUE` stands where the scale does not know the value.
    """
    low, high = book.grades
    table = np.full((len(values), high - low + 1), NO_VALUE, np.int16)
    for line, value in zip(table, values, strict=True):
        for grade, points in value.goe.items():
            line[grade - low] = points.hundredths
    return table


def _sum_then_factors(book: Rulebook, skated: _Skated) -> ElementValue:
    """Add the parts, then the second half, then the repetition or the sequence, each rounded."""
    rule = book.calculation
    factors = (_second_half(rule, skated), *_of_jumps(rule, skated.element))
    return _build(book, skated, [factor for factor in factors if factor[1] != _ONE], 1)


def _tenths_sequence_first(book: Rulebook, skated: _Skated) -> ElementValue:
    """Add the parts, then the sequence, then the second half, each rounded to tenths."""
    rule = book.calculation
    factors = (*_of_jumps(rule, skated.element), _second_half(rule, skated))
    return _build(book, skated, [factor for factor in factors if factor[1] != _ONE], 10)


_STRATEGIES: Final[dict[str, Callable[[Rulebook, _Skated], ElementValue]]] = {
    "sum_then_factors": _sum_then_factors,
    "tenths_sequence_first": _tenths_sequence_first,
}


def _build(
    book: Rulebook, skated: _Skated, factors: list[tuple[str, Points]], unit: int
) -> ElementValue:
    """The value from the sum of the parts and the factors; each product is rounded to `unit`
    hundredths."""
    element, rule = skated.element, book.calculation
    order = cite(book, "rounding", rule.provenance)
    steps: list[Step] = []
    rows = _rows(book, skated, steps)
    jumps = element.family is Family.JUMP
    if jumps and element.sequence and rule.sequence_jumps is not None:
        rows = _highest(rows, rule.sequence_jumps, steps, rule.provenance.rule)
    base = sum((row.base_value for row in rows), _ZERO)
    if len(rows) > 1:
        key = "rounding" if jumps else "two_part"
        steps.append(Step("sum of the base values", base, cite(book, key, rule.provenance)))
    for reason, factor in factors if rows else ():
        product = round_half_up(base.hundredths * factor.hundredths, 100 * unit)
        base = Points.from_hundredths(product * unit)
        steps.append(Step(f"{reason}: times {factor}, rounded", base, order))
    if jumps and len(rows) > 1:
        rows = [max(rows, key=lambda row: row.base_value)]
    goe = _goe(book, rows)
    if rows:
        key = "goe_row" if jumps else "two_part" if len(rows) > 1 else "goe"
        steps.append(_goe_step(rows, cite(book, key, rule.provenance)))
    return ElementValue(
        skated.code, skated.second_half, base, goe, tuple(row.code for row in rows), tuple(steps)
    )


def _second_half(rule: CalculationRule, skated: _Skated) -> tuple[str, Points]:
    return "second half", rule.second_half_factor if skated.second_half else _ONE


def _of_jumps(rule: CalculationRule, element: Element) -> list[tuple[str, Points]]:
    """The factors that a repetition, a sequence or an unfinished combination brings."""
    factors: list[tuple[str, Points]] = []
    if element.repetition and rule.repetition_factor is not None:
        factors.append(("repeated jump (+REP)", rule.repetition_factor))
    if element.sequence and element.family is Family.JUMP:
        factors.append(("sequence (+SEQ)", rule.sequence_factor))
    if element.combination_attempt:
        factors.append(("combination not completed (+COMBO)", rule.combination_factor))
    return factors


def _rows(book: Rulebook, skated: _Skated, steps: list[Step]) -> list[ScaleRow]:
    """The lines of the scale of the parts that count."""
    element = skated.element
    deleted = cite(book, "invalid", book.calculation.provenance)
    if element.invalid:
        steps.append(Step(f"{skated.code}: marked *, no value", _ZERO, deleted))
        return []
    counted = []
    for part in element.parts:
        if part.invalid:
            steps.append(Step(f"{part.scale_code}: marked *, no value", _ZERO, deleted))
        elif not part.has_value:
            rule = cite(book, "no_level", book.calculation.provenance)
            steps.append(Step(f"{part.scale_code}: no level or no turns, no value", _ZERO, rule))
        else:
            counted.append(part)
    whole = "+".join(part.scale_code for part in counted)
    row = _find(book, whole, skated) if len(counted) > 1 else None
    rows = [row] if row else [_row(book, part.scale_code, skated) for part in counted]
    for row in rows:
        steps.append(Step(f"{row.code}: base value", row.base_value, _source(row)))
    return rows


def _find(book: Rulebook, scale_code: str, skated: _Skated) -> ScaleRow | None:
    if skated.dance:
        row = book.scale.get(f"{skated.dance}/{scale_code}")
        if row is not None:
            return row
    return book.row(scale_code, skated.segment)


def _row(book: Rulebook, scale_code: str, skated: _Skated) -> ScaleRow:
    row = _find(book, scale_code, skated)
    if row is None:
        near = get_close_matches(scale_code, book.scale, n=3, cutoff=0.5)
        nearest = f"; the nearest codes are {', '.join(near)}" if near else ""
        raise UnknownOnDate(
            f"{skated.code}: the scale of values ({book.authority}, {scope(book)}) holds no"
            f" {scale_code}{nearest}"
        )
    return row


def _highest(rows: list[ScaleRow], most: int, steps: list[Step], rule: str) -> list[ScaleRow]:
    if len(rows) <= most:
        return rows
    steps.append(Step(f"of a sequence the {most} highest jumps count", None, rule))
    return sorted(rows, key=lambda row: row.base_value, reverse=True)[:most]


def _goe(book: Rulebook, rows: list[ScaleRow]) -> Mapping[int, Points]:
    """The value of each grade: that of the one line, or the sum of the lines of a two-part element.

    A judge gives a two-part element one grade, so the sum of the two trimmed means is the trimmed
    mean of the sums.
    """
    low, high = book.grades
    if not rows:
        return dict.fromkeys(range(low, high + 1), _ZERO)
    if len(rows) == 1:
        return rows[0].goe
    grades = set(rows[0].goe).intersection(*(row.goe for row in rows[1:]))
    return {grade: sum((row.goe[grade] for row in rows), _ZERO) for grade in sorted(grades)}


def _goe_step(rows: list[ScaleRow], rule: str) -> Step:
    codes = " and ".join(row.code for row in rows)
    return Step(f"grades of execution take the values of {codes}", None, rule)


def _source(row: ScaleRow) -> str:
    return f"{row.provenance.rule}, {row.provenance.source}"
