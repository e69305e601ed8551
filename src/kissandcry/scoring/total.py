"""A whole segment: from what was called and marked to the total segment scores.

Rule 353: the total segment score is the sum of the element scores and of the factored components,
less the deductions. All skates of a segment are scored as one batch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, TypeVar

import numpy as np

from kissandcry.core import Contradiction, Points, Segment, UnknownOnDate
from kissandcry.rulebooks.model import Rulebook
from kissandcry.scoring.components import factored, factors_of
from kissandcry.scoring.deductions import deductions
from kissandcry.scoring.elements import ElementValue, element_value, goe_table
from kissandcry.scoring.panel import (
    NO_MARK,
    NO_SCORE,
    NO_VALUE,
    Grades,
    Hundredths,
    Judges,
    panel_component,
    panel_goe,
)

_T = TypeVar("_T")
_ZERO: Final = Points(0)


@dataclass(frozen=True, slots=True)
class SkatedElement:
    """An element as called, and the grade of each judge (None: no mark)."""

    code: str
    marks: tuple[int | None, ...]
    second_half: bool = False
    info: str = ""


@dataclass(frozen=True, slots=True)
class MarkedComponent:
    """A component by its name in the rulebook, and the mark of each judge (None: no mark)."""

    name: str
    marks: tuple[Points | None, ...]


@dataclass(frozen=True, slots=True)
class Skate:
    """One performance. `calls` counts what is deducted for: `{"fall": 1}`."""

    elements: tuple[SkatedElement, ...]
    components: tuple[MarkedComponent, ...]
    calls: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class ElementScore:
    """What an element earned: `score` is the base value with the panel's grade of execution."""

    value: ElementValue
    goe: Points
    score: Points


@dataclass(frozen=True, slots=True)
class ComponentScore:
    """What a component earned: the panel's score, the factor, and their product."""

    name: str
    panel: Points
    factor: Points
    score: Points


@dataclass(frozen=True, slots=True)
class SkateScore:
    """The result of one skate. `deductions` is positive."""

    elements: tuple[ElementScore, ...]
    components: tuple[ComponentScore, ...]
    tes: Points
    pcs: Points
    deductions: Points
    tss: Points


def score_segment(
    book: Rulebook,
    segment: Segment,
    skates: Sequence[Skate],
    counted: Judges | None = None,
    dance: str = "",
) -> tuple[SkateScore, ...]:
    """Score the skates of a segment in one batch; `counted` (shape [judges]) is the draw, if any.

    Raises what `element_value`, `panel_goe` and `deductions` raise; `Contradiction` for an element
    with a value or a component without any mark; `UnknownOnDate` where the scale lacks the value of
    a grade that decides the score.
    """
    elements = _elements(book, segment, skates, counted, dance)
    components = _components(book, segment, skates, counted)
    return tuple(
        _sum(own_elements, own_components, deductions(book, skate.calls))
        for own_elements, own_components, skate in zip(elements, components, skates, strict=True)
    )


def total_segment_score(tes: Points, pcs: Points, taken_off: Points) -> Points:
    """Element scores and factored components, less the deductions (positive)."""
    return tes + pcs - abs(taken_off)


def _sum(
    elements: tuple[ElementScore, ...], components: tuple[ComponentScore, ...], taken_off: Points
) -> SkateScore:
    tes = sum((element.score for element in elements), _ZERO)
    pcs = sum((component.score for component in components), _ZERO)
    total = total_segment_score(tes, pcs, taken_off)
    return SkateScore(elements, components, tes, pcs, taken_off, total)


def _elements(
    book: Rulebook,
    segment: Segment,
    skates: Sequence[Skate],
    counted: Judges | None,
    dance: str,
) -> list[tuple[ElementScore, ...]]:
    skated = [element for skate in skates for element in skate.elements]
    values = [
        element_value(book, each.code, each.second_half, each.info, segment=segment, dance=dance)
        for each in skated
    ]
    marks = grades([each.marks for each in skated])
    goe = panel_goe(marks, np.arange(len(values)), goe_table(book, values), book.panel, counted)
    scores = []
    for value, given, hundredths in zip(values, marks, goe.tolist(), strict=True):
        points = _goe_points(book, value, given, hundredths)
        scores.append(ElementScore(value, points, value.base_value + points))
    return _split(scores, [len(skate.elements) for skate in skates])


def _goe_points(book: Rulebook, value: ElementValue, marks: Grades, hundredths: int) -> Points:
    if hundredths != NO_SCORE:
        return Points.from_hundredths(hundredths)
    if (marks != NO_MARK).any():
        raise UnknownOnDate(
            f"{value.code}: the scale of values from {book.day} on does not know every grade"
            f" that was given, it knows {', '.join(f'{grade:+d}' for grade in sorted(value.goe))}"
        )
    if value.base_value:
        raise Contradiction(f"{value.code}: worth {value.base_value}, but no judge gave a grade")
    return _ZERO


def _components(
    book: Rulebook, segment: Segment, skates: Sequence[Skate], counted: Judges | None
) -> list[tuple[ComponentScore, ...]]:
    marked = [component for skate in skates for component in skate.components]
    names = [component.name for component in marked]
    marks = hundredths_of([component.marks for component in marked])
    panel = panel_component(marks, book.panel, counted)
    if (panel == NO_SCORE).any():
        where = names[int(np.flatnonzero(panel == NO_SCORE)[0])]
        raise Contradiction(f"{where}: no judge gave a mark, and a component needs one")
    factors = factors_of(book, segment, names)
    rows = zip(
        names, panel.tolist(), factors.tolist(), factored(panel, factors).tolist(), strict=True
    )
    of = Points.from_hundredths
    scores = [ComponentScore(name, of(p), of(f), of(product)) for name, p, f, product in rows]
    return _split(scores, [len(skate.components) for skate in skates])


def grades(marks: Sequence[Sequence[int | None]]) -> Grades:
    """Grades as an array [rows, judges], `NO_MARK` for None and behind a short row."""
    judges = max((len(row) for row in marks), default=0)
    table = np.full((len(marks), judges), NO_MARK, np.int8)
    for line, row in zip(table, marks, strict=True):
        line[: len(row)] = [NO_MARK if mark is None else mark for mark in row]
    return table


def hundredths_of(marks: Sequence[Sequence[Points | None]]) -> Hundredths:
    """Marks in hundredths: [rows, judges], `NO_VALUE` for None and behind a short row."""
    judges = max((len(row) for row in marks), default=0)
    table = np.full((len(marks), judges), NO_VALUE, np.int16)
    for line, row in zip(table, marks, strict=True):
        line[: len(row)] = [NO_VALUE if mark is None else mark.hundredths for mark in row]
    return table


def _split(items: list[_T], counts: list[int]) -> list[tuple[_T, ...]]:
    groups, start = [], 0
    for count in counts:
        groups.append(tuple(items[start : start + count]))
        start += count
    return groups
