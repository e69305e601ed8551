"""A protocol computed again from its marks, under the rulebook of a day."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kissandcry.protocols.audit.tables import Integers, Table
from kissandcry.protocols.audit.valuation import Valuation
from kissandcry.rulebooks import Rulebook
from kissandcry.scoring.draw import DrawSolution, solve_segment
from kissandcry.scoring.panel import (
    NO_MARK,
    NO_SCORE,
    panel_component,
    panel_goe,
    tabulated,
)

NO_DRAW: Final = "none"


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What the marks give, in hundredths; `NO_SCORE` where they do not determine it.

    `rows` are rows of the valuation (0: no known value). `draws` holds the solution of each
    performance where part of the panel was drawn by lot; `day` is the day whose rules were taken.
    """

    day: date
    book: Rulebook
    valuation: Valuation
    rows: Integers
    base_value: Integers
    goe: Integers
    components: Integers
    draws: dict[int, DrawSolution]

    @property
    def complete(self) -> bool:
        """Whether the marks determine every grade of execution and component."""
        return not ((self.goe == NO_SCORE).any() or (self.components == NO_SCORE).any())

    def differences(self, table: Table) -> int:
        """How many base values, GOE, component scores and factors are not those of the day."""
        elements, components = table.elements, table.components
        wrong = np.count_nonzero((self.rows == 0) | (self.base_value != elements.base_value))
        for mine, printed in (
            (self.goe, elements.goe),
            (self.components, components.panel_score),
        ):
            wrong += np.count_nonzero((mine != NO_SCORE) & (mine != printed))
        rules = self.book.components.get(self.valuation.segment, ())
        factors = np.resize([rule.factor.hundredths for rule in rules], len(components.factor))
        return int(wrong + np.count_nonzero(factors != components.factor))


def recompute(table: Table, valuation: Valuation, day: date) -> Recomputed:
    """The protocol's scores from its marks."""
    book = valuation.book
    elements = table.elements
    rows = valuation.rows(elements.printed)
    marks = within(elements.marks, book)
    draws = _draws(table, marks, rows, valuation)
    if draws:
        goe, components = _with_draw(table, marks, rows, valuation, draws)
    else:
        goe = panel_goe(marks, rows, valuation.goe, book.panel).astype(np.int64)
        components = panel_component(table.components.marks, book.panel).astype(np.int64)
    silent = (marks == NO_MARK).all(axis=1)
    goe[silent] = 0  # no judge marked an element without value
    goe[rows == 0] = NO_SCORE
    base_value = valuation.base_value[rows]
    return Recomputed(day, book, valuation, rows, base_value, goe, components, draws)


def within(marks: NDArray[np.int8], book: Rulebook) -> NDArray[np.int8]:
    """The marks without grades that this rulebook's scale does not have."""
    low, high = book.grades
    beyond = (marks != NO_MARK) & ((marks < low) | (marks > high))
    return np.where(beyond, np.int8(NO_MARK), marks) if beyond.any() else marks


def _draws(
    table: Table, marks: NDArray[np.int8], rows: Integers, valuation: Valuation
) -> dict[int, DrawSolution]:
    rule = valuation.book.panel
    if rule.draw_scope == NO_DRAW:
        return {}
    counts = rows > 0
    values = np.concatenate(
        [
            table.components.marks,
            tabulated(marks[counts], rows[counts], valuation.goe),
        ]
    )
    printed = np.concatenate([table.components.panel_score, table.elements.goe[counts]])
    performance = np.concatenate([table.components.performance, table.elements.performance[counts]])
    return solve_segment(values, printed, performance, rule)


def _with_draw(
    table: Table,
    marks: NDArray[np.int8],
    rows: Integers,
    valuation: Valuation,
    draws: dict[int, DrawSolution],
) -> tuple[Integers, Integers]:
    """GOE and components under the draws that the print leaves; `NO_SCORE` where they differ."""
    rule = valuation.book.panel
    goe = np.full(len(rows), NO_SCORE, np.int64)
    components = np.full(len(table.components.marks), NO_SCORE, np.int64)
    for solution, numbers in by_solution(draws):
        mine = np.isin(table.elements.performance, numbers)
        parts = np.isin(table.components.performance, numbers)
        results = [
            (
                panel_goe(marks[mine], rows[mine], valuation.goe, rule, draw),
                panel_component(table.components.marks[parts], rule, draw),
            )
            for draw in solution.draws
        ]
        if results:
            goe[mine] = _agreed([first for first, _ in results])
            components[parts] = _agreed([second for _, second in results])
    return goe, components


def by_solution(draws: dict[int, DrawSolution]) -> list[tuple[DrawSolution, list[int]]]:
    """Each solution with the performances that share it."""
    shared: dict[int, tuple[DrawSolution, list[int]]] = {}
    for number, solution in draws.items():
        shared.setdefault(id(solution), (solution, []))[1].append(number)
    return list(shared.values())


def _agreed(results: list[NDArray[np.int32]]) -> Integers:
    """What all draws agree on, `NO_SCORE` elsewhere."""
    stacked = np.stack(results).astype(np.int64)
    same = (stacked == stacked[0]).all(axis=0)
    return np.where(same, stacked[0], NO_SCORE)
