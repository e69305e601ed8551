"""What an element is worth: its base value and the value of each grade of execution.

The order of steps (Rule 353 and the Communication "Scale of Values" of the season): the base values
of the jumps that count are added; the second half multiplies by 1.1 and rounds; a repetition or a
sequence multiplies and rounds. The grades of execution take the values of the jump with the highest
base value, reductions included. A two-part element of ice dance adds the values of both parts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Final, NamedTuple

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


class Marked(NamedTuple):
    """What stands beside the jumps of an element: x of the second half, +REP, +SEQ, +COMBO."""

    second_half: bool = False
    repetition: bool = False
    sequence: bool = False
    combination: bool = False


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
    return _build(book, skated)


def jumps_value(book: Rulebook, rows: Sequence[ScaleRow], marked: Marked) -> tuple[int, ScaleRow]:
    """The base value of jumps in one element, in hundredths, and the line whose grades count.

    `rows` are the lines of the scale of its jumps, at least one. It is what `element_value` says,
    without the steps, for those who ask for very many. Raises `UnknownOnDate` for a calculation
    that is not known.
    """
    order, rule = _order(book, "+".join(row.code for row in rows)), book.calculation
    if marked.sequence and rule.sequence_jumps is not None:
        rows = _highest(rows, rule.sequence_jumps)
    base = sum(row.base_value.hundredths for row in rows)
    for _, factor in _factors(rule, order, marked):
        base = _times(base, factor, order)
    return base, _decisive(rows)


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


class _Order(NamedTuple):
    """The order of the factors, and what each product is rounded to, in hundredths."""

    sequence_first: bool
    unit: int


_STRATEGIES: Final = {
    "sum_then_factors": _Order(sequence_first=False, unit=1),
    "tenths_sequence_first": _Order(sequence_first=True, unit=10),
}


def _order(book: Rulebook, code: str) -> _Order:
    rule = book.calculation
    order = _STRATEGIES.get(rule.strategy)
    if order is None:
        raise UnknownOnDate(
            f"{code} ({scope(book)}): the rulebook names the calculation {rule.strategy!r},"
            f" known are {', '.join(sorted(_STRATEGIES))} ({rule.provenance.rule})"
        )
    return order


def _build(book: Rulebook, skated: _Skated) -> ElementValue:
    """The value from the sum of the parts and the factors, each product rounded."""
    element, rule, order = skated.element, book.calculation, _order(book, skated.code)
    rounding = cite(book, "rounding", rule.provenance)
    steps: list[Step] = []
    rows: Sequence[ScaleRow] = _rows(book, skated, steps)
    jumps = element.family is Family.JUMP
    marked = Marked(
        skated.second_half,
        element.repetition,
        element.sequence and jumps,
        element.combination_attempt,
    )
    if marked.sequence and rule.sequence_jumps is not None and len(rows) > rule.sequence_jumps:
        rows = _highest(rows, rule.sequence_jumps)
        words = f"of a sequence the {rule.sequence_jumps} highest jumps count"
        steps.append(Step(words, None, rule.provenance.rule))
    base = sum((row.base_value for row in rows), _ZERO)
    if len(rows) > 1:
        key = "rounding" if jumps else "two_part"
        steps.append(Step("sum of the base values", base, cite(book, key, rule.provenance)))
    for reason, factor in _factors(rule, order, marked) if rows else ():
        base = Points.from_hundredths(_times(base.hundredths, factor, order))
        steps.append(Step(f"{reason}: times {factor}, rounded", base, rounding))
    if jumps and rows:
        rows = [_decisive(rows)]
    goe = _goe(book, rows)
    if rows:
        key = "goe_row" if jumps else "two_part" if len(rows) > 1 else "goe"
        steps.append(_goe_step(rows, cite(book, key, rule.provenance)))
    return ElementValue(
        skated.code, skated.second_half, base, goe, tuple(row.code for row in rows), tuple(steps)
    )


def _factors(rule: CalculationRule, order: _Order, marked: Marked) -> list[tuple[str, Points]]:
    """The factors other than one, in their order."""
    half = [("second half", rule.second_half_factor)] if marked.second_half else []
    factors: list[tuple[str, Points]] = []
    if marked.repetition and rule.repetition_factor is not None:
        factors.append(("repeated jump (+REP)", rule.repetition_factor))
    if marked.sequence:
        factors.append(("sequence (+SEQ)", rule.sequence_factor))
    if marked.combination:
        factors.append(("combination not completed (+COMBO)", rule.combination_factor))
    factors = [*factors, *half] if order.sequence_first else [*half, *factors]
    return [one for one in factors if one[1] != _ONE]


def _times(base: int, factor: Points, order: _Order) -> int:
    return round_half_up(base * factor.hundredths, 100 * order.unit) * order.unit


def _highest(rows: Sequence[ScaleRow], most: int) -> Sequence[ScaleRow]:
    """The rows of a sequence that count."""
    if len(rows) <= most:
        return rows
    return sorted(rows, key=lambda row: row.base_value, reverse=True)[:most]


def _decisive(rows: Sequence[ScaleRow]) -> ScaleRow:
    """The line whose grades count: that of the highest base value, reductions included."""
    return rows[0] if len(rows) == 1 else max(rows, key=lambda row: row.base_value)


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


def _goe(book: Rulebook, rows: Sequence[ScaleRow]) -> Mapping[int, Points]:
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


def _goe_step(rows: Sequence[ScaleRow], rule: str) -> Step:
    codes = " and ".join(row.code for row in rows)
    return Step(f"grades of execution take the values of {codes}", None, rule)


def _source(row: ScaleRow) -> str:
    return f"{row.provenance.rule}, {row.provenance.source}"
