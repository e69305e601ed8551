"""A protocol as arrays: one line for each element, each component, each performance.

All numbers are whole hundredths. Marks that no scale can hold become `NO_MARK` here and are listed
in `outside`, so that one wrong digit does not stop the rest from being checked.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kissandcry.protocols.model import Performance, PrintedComponent, PrintedElement, Protocol
from kissandcry.scoring.panel import NO_MARK, NO_VALUE

LARGEST_GRADE: Final = 5
LARGEST_MARK: Final = 1000  # a component of 10.00
QUARTER: Final = 25
_ON_A_SCALE: Final = frozenset(range(-LARGEST_GRADE, LARGEST_GRADE + 1))

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ElementTable:
    """Elements: arrays of shape [n], `marks` [n, judges]; `performance` numbers them from 0."""

    printed: list[PrintedElement]
    performance: Integers
    marks: NDArray[np.int8]
    base_value: Integers
    goe: Integers
    panel_score: Integers
    outside: list[tuple[int, int]]  # row and judge of marks beyond every scale


@dataclass(frozen=True, slots=True)
class ComponentTable:
    """Components: arrays of shape [n], `marks` [n, judges] (`NO_VALUE` where there is none)."""

    performance: Integers
    marks: NDArray[np.int16]
    factor: Integers  # 0 where none is printed
    panel_score: Integers
    outside: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Table:
    """A protocol's numbers. `removed` (shape [performances, judges]): judges who do not count."""

    judges: int
    elements: ElementTable
    components: ComponentTable
    tss: Integers
    tes: Integers
    pcs: Integers
    deductions: Integers
    removed: NDArray[np.bool_]


def table_of(protocol: Protocol) -> Table:
    """The numbers of a protocol."""
    performances = protocol.performances
    sizes = Counter(len(row.marks) for p in performances for row in p.components)
    sizes.update(len(row.marks) for p in performances for row in p.elements)
    judges = sizes.most_common(1)[0][0] if sizes else 0
    elements = _elements(performances, judges)
    components = _components(performances, judges)
    removed = _removed(len(performances), elements, components)
    if removed.any():  # printed as 0.00, but these judges gave no marks
        components.marks[removed[components.performance]] = NO_VALUE
    return Table(
        judges,
        elements,
        components,
        np.array([p.tss.hundredths for p in performances], np.int64),
        np.array([p.tes.hundredths for p in performances], np.int64),
        np.array([p.pcs.hundredths for p in performances], np.int64),
        np.array([p.deductions.hundredths for p in performances], np.int64),
        removed,
    )


def _elements(performances: tuple[Performance, ...], judges: int) -> ElementTable:
    printed = [element for p in performances for element in p.elements]
    marks: list[int] = []
    outside: list[tuple[int, int]] = []
    for row, element in enumerate(printed):
        given = element.marks
        if len(given) == judges and _ON_A_SCALE.issuperset(given):
            marks += given  # type: ignore[arg-type]  # no None among them
        else:
            marks += _grades(given, row, judges, outside)
    return ElementTable(
        printed,
        _numbers([len(p.elements) for p in performances]),
        np.array(marks, np.int8).reshape(len(printed), judges),
        np.array([element.base_value.hundredths for element in printed], np.int64),
        np.array([element.goe.hundredths for element in printed], np.int64),
        np.array([element.panel_score.hundredths for element in printed], np.int64),
        outside,
    )


def _grades(
    given: tuple[int | None, ...], row: int, judges: int, outside: list[tuple[int, int]]
) -> tuple[int, ...]:
    grades = []
    outside += [(row, judge) for judge in range(judges, len(given))]
    for judge, mark in enumerate(given[:judges]):
        if mark is not None and abs(mark) > LARGEST_GRADE:
            outside.append((row, judge))
            mark = None
        grades.append(NO_MARK if mark is None else mark)
    return (*grades, *[NO_MARK] * (judges - len(grades)))


def _components(performances: tuple[Performance, ...], judges: int) -> ComponentTable:
    printed = [component for p in performances for component in p.components]
    marks: list[int] = []
    for component in printed:
        given = component.marks
        if None in given or len(given) != judges:
            counted = given[:judges]
            marks += [NO_VALUE if mark is None else mark.hundredths for mark in counted]
            marks += [NO_VALUE] * (judges - len(given))
        else:
            marks += [mark.hundredths for mark in given if mark is not None]
    array = np.array(marks, np.int64).reshape(len(printed), judges)
    wrong = ((array < 0) | (array > LARGEST_MARK) | (array % QUARTER != 0)) & (array != NO_VALUE)
    array[wrong] = NO_VALUE
    return ComponentTable(
        _numbers([len(p.components) for p in performances]),
        array.astype(np.int16),
        np.array([c.factor.hundredths if c.factor else 0 for c in printed], np.int64),
        np.array([component.panel_score.hundredths for component in printed], np.int64),
        [(row, judge) for row, judge in np.argwhere(wrong).tolist()] + _beyond(printed, judges),
    )


def _beyond(printed: list[PrintedComponent], judges: int) -> list[tuple[int, int]]:
    """Marks of judges that the panel does not have."""
    return [
        (row, judge)
        for row, component in enumerate(printed)
        for judge in range(judges, len(component.marks))
    ]


def _numbers(lengths: list[int]) -> Integers:
    """`[2, 3]` becomes `[0, 0, 1, 1, 1]`."""
    return np.repeat(np.arange(len(lengths)), np.array(lengths, np.int64))


def _removed(count: int, elements: ElementTable, components: ComponentTable) -> NDArray[np.bool_]:
    """Judges with no mark for any element and 0.00 (or nothing) for every component of a skater.

    Skate America 2016, pairs short program: a judge was removed from the panel and is printed so.
    """
    judges = elements.marks.shape[1]
    marked = np.zeros((count, judges), np.bool_)
    np.logical_or.at(marked, elements.performance, elements.marks != NO_MARK)
    np.logical_or.at(marked, components.performance, components.marks > 0)
    zero = np.zeros((count, judges), np.bool_)
    np.logical_or.at(zero, components.performance, components.marks == 0)
    return zero & ~marked
