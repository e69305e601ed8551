"""Compulsory dances whose values the rulebook does not hold, derived from the paper itself.

The print does not name the dance. But a section has one base value for all couples, and the grades
of a section take one of the few rows of values that all compulsory dances share. The judges who
count follow from the components; the row that then gives every couple's printed grade of execution
is the section's.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kissandcry.core import Points, UnknownOnDate
from kissandcry.protocols.audit.recompute import within
from kissandcry.protocols.audit.tables import Integers, Table
from kissandcry.protocols.audit.valuation import Valuation
from kissandcry.protocols.model import Protocol
from kissandcry.rulebooks import Rulebook, on, periods
from kissandcry.scoring.draw import DrawSolution, solve_segment
from kissandcry.scoring.elements import ElementValue, goe_table
from kissandcry.scoring.panel import panel_goe

DERIVED: Final = "derived from this paper"


def derived_dance(protocol: Protocol, table: Table, book: Rulebook) -> Valuation | None:
    """A valuation of the sections on this paper; None where nothing derives their values."""
    elements = table.elements
    draws = solve_segment(
        table.components.marks,
        table.components.panel_score,
        table.components.performance,
        book.panel,
    )
    families = _families(book)
    if not families:
        return None
    table_of_families = goe_table(
        book, [ElementValue("", False, Points(0), family, (), ()) for family in families]
    )
    values = []
    for code in dict.fromkeys(element.code for element in elements.printed):
        rows = np.array([element.code == code for element in elements.printed])
        bases = Counter(elements.base_value[rows].tolist())
        base, count = bases.most_common(1)[0]
        if 2 * count <= rows.sum():
            return None
        explained = [
            _explained(table, rows, number, table_of_families, book, draws)
            for number in range(len(families))
        ]
        family = families[int(np.argmax(explained))]
        values.append(
            ElementValue(code, False, Points.from_hundredths(base), family, (DERIVED,), ())
        )
    valuation = Valuation(book, protocol.segment, DERIVED)
    valuation.hold(values)
    return valuation


def _explained(
    table: Table,
    rows: NDArray[np.bool_],
    family: int,
    values: NDArray[np.int16],
    book: Rulebook,
    draws: Mapping[int, DrawSolution],
) -> int:
    """How many of these rows have the printed grade of execution under a family of values."""
    elements = table.elements
    marks = within(elements.marks, book)
    explained = 0
    for number in np.unique(elements.performance[rows]).tolist():
        if number not in draws:  # no components are left of this skate
            continue
        mine: Integers = np.flatnonzero(rows & (elements.performance == number))
        results = [
            panel_goe(marks[mine], np.full(len(mine), family), values, book.panel, draw)
            for draw in draws[number].draws
        ]
        explained += int(np.any([r == elements.goe[mine] for r in results], axis=0).sum())
    return explained


def _families(book: Rulebook) -> list[Mapping[int, Points]]:
    """Every row of grade values that a section of a known compulsory dance has, each once."""
    found: dict[tuple[tuple[int, Points], ...], Mapping[int, Points]] = {}
    low, high = book.grades
    for day in periods(book.discipline, book.level, book.authority):
        try:
            other = on(day, book.discipline, book.level, book.authority)
        except UnknownOnDate:  # a part of the rules of that time is missing
            continue
        if other.grades != book.grades or not other.compulsory_dances:
            continue
        for code, row in other.scale.items():
            if code.partition("/")[0] in other.compulsory_dances and len(row.goe) > high - low:
                found.setdefault(tuple(sorted(row.goe.items())), row.goe)
    return list(found.values())
