"""Marks whose change this print would not show.

The highest and the lowest mark of a row are deleted, and the mean is rounded: some marks could have
been others without any number on the paper changing. These can be listed, not verified.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kissandcry.protocols.audit.recompute import Recomputed
from kissandcry.protocols.audit.tables import LARGEST_MARK, QUARTER, Table
from kissandcry.rulebooks import Rulebook
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
    return _hidden(now, up, down, can_rise, can_fall, done.book, marks != NO_MARK)


def hidden_marks(table: Table, done: Recomputed) -> Hidden:
    """Which component marks could be a quarter higher or lower unseen: shape [n, judges]."""
    now = table.components.marks
    given = now != NO_VALUE
    can_rise, can_fall = now < LARGEST_MARK, now > _SMALLEST_MARK
    up = np.where(can_rise & given, now + QUARTER, now).astype(np.int16)
    down = np.where(can_fall & given, now - QUARTER, now).astype(np.int16)
    return _hidden(now, up, down, can_rise, can_fall, done.book, given)


def _hidden(
    now: NDArray[np.int16],
    up: NDArray[np.int16],
    down: NDArray[np.int16],
    can_rise: Hidden,
    can_fall: Hidden,
    book: Rulebook,
    given: Hidden,
) -> Hidden:
    """Each judge's mark moved by one step, the others left: does the panel's score stay?"""
    if not now.size:
        return np.zeros(now.shape, np.bool_)
    score = trimmed_mean(now, book.panel)
    hidden = np.zeros(now.shape, np.bool_)
    for judge in range(now.shape[1]):
        for moved, possible in ((up, can_rise), (down, can_fall)):
            changed = now.copy()
            changed[:, judge] = moved[:, judge]
            same = trimmed_mean(changed, book.panel) == score
            hidden[:, judge] |= same & possible[:, judge] & given[:, judge]
    return hidden
