"""Marks whose change this print would not show.

The highest and the lowest mark of a row are deleted, and the mean is rounded: some marks could have
been others without any number on the paper changing. These can be listed, not verified.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kissandcry.protocols.audit.recompute import Recomputed, by_solution
from kissandcry.protocols.audit.tables import LARGEST_MARK, QUARTER, Integers, Table
from kissandcry.rulebooks import PanelRule
from kissandcry.scoring.panel import NO_MARK, NO_VALUE, trimmed_mean

Hidden = NDArray[np.bool_]
_SMALLEST_MARK: Final = QUARTER


def hidden_grades(table: Table, done: Recomputed) -> Hidden:
    """Which grades of execution could be one step higher or lower unseen: shape [n, judges]."""
    marks = table.elements.marks
    low, high = done.book.grades
    values = done.valuation.goe
    grades = np.clip(np.where(marks == NO_MARK, 0, marks), low, high) - low
    rows = done.rows[:, None]
    now = np.where(marks == NO_MARK, NO_VALUE, values[rows, grades])
    up = np.where(grades + 1 <= high - low, values[rows, np.minimum(grades + 1, high - low)], now)
    down = np.where(grades > 0, values[rows, np.maximum(grades - 1, 0)], now)
    can_rise, can_fall = grades + 1 <= high - low, grades > 0
    given = marks != NO_MARK
    moved = _Moved(now, up, down, can_rise & given, can_fall & given)
    return _by_draw(moved, table.elements.performance, done, given)


def hidden_marks(table: Table, done: Recomputed) -> Hidden:
    """Which component marks could be a quarter higher or lower unseen: shape [n, judges]."""
    now = table.components.marks
    given = now != NO_VALUE
    can_rise, can_fall = now < LARGEST_MARK, now > _SMALLEST_MARK
    up = np.where(can_rise & given, now + QUARTER, now).astype(np.int16)
    down = np.where(can_fall & given, now - QUARTER, now).astype(np.int16)
    moved = _Moved(now, up, down, can_rise & given, can_fall & given)
    return _by_draw(moved, table.components.performance, done, given)


@dataclass(frozen=True, slots=True)
class _Moved:
    """The value of each mark as it is, one step higher and one step lower: shapes [n, judges]."""

    now: NDArray[np.int16]
    up: NDArray[np.int16]
    down: NDArray[np.int16]
    can_rise: Hidden
    can_fall: Hidden

    def rows(self, chosen: Hidden) -> "_Moved":
        """Only some rows."""
        return _Moved(
            self.now[chosen],
            self.up[chosen],
            self.down[chosen],
            self.can_rise[chosen],
            self.can_fall[chosen],
        )


def _by_draw(moved: _Moved, performance: Integers, done: Recomputed, given: Hidden) -> Hidden:
    """As `_unseen`; where part of the panel was drawn, nothing is seen of the others' marks."""
    if not done.draws:
        return _unseen(moved, done.book.panel, None)
    hidden = given.copy()
    for solution, numbers in by_solution(done.draws):
        rows = np.isin(performance, numbers)
        if solution.unique:
            hidden[rows] = _unseen(moved.rows(rows), done.book.panel, solution.draws[0])
    return hidden


def _unseen(moved: _Moved, rule: PanelRule, counted: Hidden | None) -> Hidden:
    """Each judge's mark moved by one step, the others left: does the panel's score stay?"""
    now = moved.now
    hidden = np.zeros(now.shape, np.bool_)
    if not now.size:
        return hidden
    rows, judges = now.shape
    score = trimmed_mean(now, rule, counted)
    for other, possible in ((moved.up, moved.can_rise), (moved.down, moved.can_fall)):
        changed = np.repeat(now[None], judges, axis=0)  # one copy of the rows for each judge moved
        moving = np.arange(judges)
        changed[moving, :, moving] = other.T
        scores = trimmed_mean(changed.reshape(judges * rows, judges), rule, counted)
        hidden |= (scores.reshape(judges, rows) == score).T & possible
    return hidden
