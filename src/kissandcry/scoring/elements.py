"""What an element is worth: its base value and the value of each grade of execution.

The order of steps (Rule 353 and the Communication "Scale of Values" of the season): the base values
of the jumps that count are added; the second half multiplies by 1.1 and rounds; a repetition or a
sequence multiplies and rounds. The grades of execution take the values of the jump with the highest
base value, reductions included. A two-part element of ice dance adds the values of both parts.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

import numpy as np

from kissandcry import notation
from kissandcry.core import Points, UnknownOnDate
from kissandcry.notation import Element, Part
from kissandcry.rulebooks.model import Rulebook, ScaleRow
from kissandcry.scoring.panel import NO_VALUE, Hundredths
from kissandcry.scoring.steps import Step

_ZERO: Final = Points(0)


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
class _Counted:
    """A part that counts, with its line of the scale."""

    part: Part
    row: ScaleRow


def element_value(book: Rulebook, code: str, second_half: bool, info: str = "") -> ElementValue:
    """The value of the element `code` under `book`; `info` is the Info column of the protocol.

    Remembered per rulebook. Raises `SyntaxProblem` for a code that is none, and `UnknownOnDate` for
    a part that the rulebook's scale of values does not hold.
    """
    known = _memory(book)
    key = (code, second_half, info)
    value = known.get(key)
    if value is None:
        value = known[key] = value_of(book, notation.parse(code, info), second_half, code)
    return value


def value_of(book: Rulebook, element: Element, second_half: bool, code: str) -> ElementValue:
    """As `element_value`, for an element already parsed; `code` is what errors call it."""
    strategy = _STRATEGIES.get(book.calculation.strategy)
    if strategy is None:
        raise UnknownOnDate(
            f"{code} on {book.day}: the rulebook names the calculation"
            f" {book.calculation.strategy!r}, known are {', '.join(sorted(_STRATEGIES))}"
            f" ({book.calculation.provenance.rule})"
        )
    return strategy(book, element, second_half, code)


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


# The memory: rulebooks cannot be keys (they hold mappings), so they are known by identity and held.
_BOOKS: Final[dict[int, tuple[Rulebook, dict[tuple[str, bool, str], ElementValue]]]] = {}
_MOST_BOOKS: Final = 256


def _memory(book: Rulebook) -> dict[tuple[str, bool, str], ElementValue]:
    entry = _BOOKS.get(id(book))
    if entry is None:
        if len(_BOOKS) >= _MOST_BOOKS:
            _BOOKS.pop(next(iter(_BOOKS)))
        entry = _BOOKS[id(book)] = (book, {})
    return entry[1]


def _sum_then_factors(
    book: Rulebook, element: Element, second_half: bool, code: str
) -> ElementValue:
    """Add the parts, then the second half, then the repetition or the sequence."""
    steps: list[Step] = []
    counted = _counted(book, element, code, steps)
    jumps = all(entry.part.family == "jump" for entry in counted)
    rule = book.calculation
    if jumps and element.sequence and rule.sequence_jumps is not None:
        counted = _highest(counted, rule.sequence_jumps, steps, rule.provenance.rule)
    base = sum((entry.row.base_value for entry in counted), _ZERO)
    if len(counted) > 1:
        steps.append(Step("sum", base, rule.provenance.rule))
    factors = []
    if second_half:
        factors.append(("second half", rule.second_half_factor))
    if element.repetition and rule.repetition_factor is not None:
        factors.append(("repeated jump (+REP)", rule.repetition_factor))
    if element.sequence and jumps:
        factors.append(("sequence (+SEQ)", rule.sequence_factor))
    if element.combination_attempt:
        factors.append(("combination not completed (+COMBO)", rule.combination_factor))
    for reason, factor in factors:
        base = base.times(factor)
        steps.append(Step(f"{reason}: times {factor}", base, rule.provenance.rule))
    goe, rows = _goe(book, counted, jumps)
    return ElementValue(code, second_half, base, goe, rows, tuple(steps))


_STRATEGIES: Final[dict[str, Callable[[Rulebook, Element, bool, str], ElementValue]]] = {
    "sum_then_factors": _sum_then_factors,
}


def _counted(book: Rulebook, element: Element, code: str, steps: list[Step]) -> list[_Counted]:
    rule = book.calculation.provenance.rule
    if element.invalid:
        steps.append(Step(f"{code}: marked *, the element has no value", _ZERO, rule))
        return []
    counted = []
    for part in element.parts:
        if part.invalid:
            steps.append(Step(f"{part.scale_code}*: no value", _ZERO, rule))
        elif not part.has_value:
            steps.append(Step(f"{part.scale_code}: called without level or turns", _ZERO, rule))
        else:
            row = _row(book, part.scale_code, code)
            steps.append(
                Step(f"{part.scale_code}: base value", row.base_value, row.provenance.rule)
            )
            counted.append(_Counted(part, row))
    return counted


def _row(book: Rulebook, scale_code: str, code: str) -> ScaleRow:
    row = book.scale.get(scale_code)
    if row is None:
        near = get_close_matches(scale_code, book.scale, n=3, cutoff=0.5)
        nearest = f"; nearest are {', '.join(near)}" if near else ""
        raise UnknownOnDate(
            f"{code}: no value for {scale_code} in the scale of values of {book.authority}"
            f" {book.discipline} on {book.day} ({book.calculation.provenance.rule}){nearest}"
        )
    return row


def _highest(counted: list[_Counted], most: int, steps: list[Step], rule: str) -> list[_Counted]:
    if len(counted) <= most:
        return counted
    kept = sorted(counted, key=lambda entry: -entry.row.base_value.hundredths)[:most]
    steps.append(Step(f"of a sequence the {most} highest jumps count", None, rule))
    return [entry for entry in counted if entry in kept]


def _goe(
    book: Rulebook, counted: list[_Counted], jumps: bool
) -> tuple[Mapping[int, Points], tuple[str, ...]]:
    low, high = book.grades
    if not counted:
        return dict.fromkeys(range(low, high + 1), _ZERO), ()
    if jumps:
        counted = [max(counted, key=lambda entry: entry.row.base_value)]
    rows = [entry.row for entry in counted]
    grades = set(rows[0].goe).intersection(*(row.goe for row in rows[1:]))
    goe = {grade: sum((row.goe[grade] for row in rows), _ZERO) for grade in sorted(grades)}
    return goe, tuple(row.code for row in rows)
