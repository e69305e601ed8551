"""From the marks of a panel to one score: arrays of skates by judges, one code path for all sizes.

Rule 353 of the ISU: each judge's grade of execution is turned into the value that the scale of
values gives it; the highest and the lowest are deleted; the mean of the rest is rounded to two
decimals. Components go the same way, from marks in quarters of points.

Everything here is whole hundredths. A mark that a judge did not give is a marker (`NO_MARK` among
grades, `NO_VALUE` among hundredths), never 0; a panel without any mark has the result `NO_SCORE`.
"""

from typing import Final, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from kissandcry.core import AgainstTheRules, Contradiction, round_half_up
from kissandcry.rulebooks.model import PanelRule

NO_MARK: Final = -128  # a grade that a judge did not give (int8)
NO_VALUE: Final = -(2**15)  # a value in hundredths that does not exist or is not known (int16)
NO_SCORE: Final = -(2**31)  # a panel without a score: no marks, or a value not known (int32)

_BLOCK: Final = 8192  # skates at a time: keeps the working arrays inside the processor's cache
_LARGEST: Final = 2**15 - 1

Grades: TypeAlias = NDArray[np.int8]
Hundredths: TypeAlias = NDArray[np.int16]
Scores: TypeAlias = NDArray[np.int32]
Judges: TypeAlias = NDArray[np.bool_]
_T = TypeVar("_T", bound=np.generic)


def trimmed_mean(
    values: NDArray[np.integer], rule: PanelRule, counted: Judges | None = None
) -> Scores:
    """The panel's score of each row of `values` (shape [n, judges], hundredths): shape [n].

    `NO_VALUE` stands for a judge without a mark. `counted` (shape [judges]) says which judges count
    where a part of the panel was drawn by lot; trimming goes by the judges left. Raises
    `AgainstTheRules` for more marks than a panel may have, `Contradiction` for a wrong shape or
    values beyond 16 bits.
    """
    columns = _columns(values, counted)
    if columns.size and (columns.min() < NO_VALUE or columns.max() > _LARGEST):
        raise Contradiction(f"panel: a value lies outside {NO_VALUE}..{_LARGEST} hundredths")
    small = columns.astype(np.int16, copy=False)
    result = np.empty(len(small), np.int32)
    for start in range(0, len(small), _BLOCK):
        part = np.ascontiguousarray(small[start : start + _BLOCK].T)
        missing = part == NO_VALUE
        result[start : start + _BLOCK] = _mean(part, missing if missing.any() else None, rule)
    return result


def panel_goe(
    marks: Grades,
    rows: NDArray[np.integer],
    table: Hundredths,
    rule: PanelRule,
    counted: Judges | None = None,
) -> Scores:
    """The panel's grade of execution of each row of `marks`, in hundredths.

    `marks`: shape [n, judges], `NO_MARK` for a judge without a mark. `rows`: shape [n], the line
    of `table` that values the element. `table`: shape [rows, grades], hundredths, from the lowest
    grade to the highest around 0, `NO_VALUE` where the scale does not know the value. The result
    has shape [n]: the mean of the values, not the value of the mean grade. Where a value is not
    known, the score is still given if no value that fits the order of the grades could change it
    (it was deleted as the highest, say), else it is `NO_SCORE`. Raises `AgainstTheRules` for a
    grade outside the scale, and as `trimmed_mean`.
    """
    columns = _columns(marks, counted)
    _fits(columns, rows, table)
    lowest, highest = _bounds(table)
    score = _goe(columns, rows, lowest, rule)
    if highest is not lowest:
        score[score != _goe(columns, rows, highest, rule)] = NO_SCORE
    return score


def tabulated(marks: Grades, rows: NDArray[np.integer], table: Hundredths) -> Hundredths:
    """The value of each mark: shapes as in `panel_goe`, the result [n, judges]."""
    _fits(marks, rows, table)
    middle = table.shape[1] // 2
    missing = _missing(marks, middle)
    columns = np.clip(marks.astype(np.intp) + middle, 0, table.shape[1] - 1)
    values: Hundredths = table[np.asarray(rows, np.intp)[:, None], columns]
    if missing is not None:
        values[missing] = NO_VALUE
    return values


def panel_component(
    marks: NDArray[np.integer], rule: PanelRule, counted: Judges | None = None
) -> Scores:
    """The panel's score of each component: `marks` in hundredths, shape [n, judges].

    Otherwise as `trimmed_mean`.
    """
    return trimmed_mean(marks, rule, counted)


def _fits(marks: Grades, rows: NDArray[np.integer], table: Hundredths) -> None:
    if table.ndim != 2 or table.shape[1] % 2 == 0 or rows.shape != marks.shape[:1]:
        raise Contradiction("panel: the rows or the grades of the table do not fit the marks")
    if len(rows) and not (0 <= rows.min() and rows.max() < len(table)):
        raise Contradiction(f"panel: a row lies outside the {len(table)} of the table")


def _goe(columns: Grades, rows: NDArray[np.integer], table: Hundredths, rule: PanelRule) -> Scores:
    grades = table.shape[1]
    middle = grades // 2
    flat = table.ravel()
    result = np.empty(len(columns), np.int32)
    for start in range(0, len(columns), _BLOCK):
        part = columns[start : start + _BLOCK].T
        missing = _missing(part, middle)
        base = rows[start : start + _BLOCK].astype(np.intp) * grades + middle
        values = np.take(flat, base + part, mode="clip")
        if missing is not None:
            values[missing] = NO_VALUE
        result[start : start + _BLOCK] = _mean(values, missing, rule)
    return result


def _bounds(table: Hundredths) -> tuple[Hundredths, Hundredths]:
    """The table with each unknown value as low, and as high, as its neighbours allow.

    A higher grade is never worth less. Both are the same array where nothing is unknown.
    """
    table = np.ascontiguousarray(table, np.int16)
    unknown = table == NO_VALUE
    if not unknown.any():
        return table, table
    lowest = np.maximum.accumulate(np.where(unknown, -_LARGEST, table), axis=1)
    down = np.where(unknown, _LARGEST, table)[:, ::-1]
    highest = np.minimum.accumulate(down, axis=1)[:, ::-1]
    return (
        np.where(unknown, lowest, table).astype(np.int16),
        np.where(unknown, highest, table).astype(np.int16),
    )


def _columns(marks: NDArray[_T], counted: Judges | None) -> NDArray[_T]:
    if marks.ndim != 2:
        raise Contradiction(f"panel: expected an array of skates by judges, got {marks.ndim} axes")
    return marks if counted is None else marks[:, counted]


def _check_size(judges: int, rule: PanelRule) -> None:
    if judges > rule.maximum:
        raise AgainstTheRules(
            f"panel: {judges} judges count, at most {rule.maximum} may ({rule.provenance.rule})"
        )


def _missing(part: Grades, top: int) -> Judges | None:
    """Where marks are missing (None: nowhere); refuses a grade beyond the scale."""
    if not part.size:
        return None
    low, high = int(part.min()), int(part.max())
    missing = None
    if low == NO_MARK:
        missing = part == NO_MARK
        present = part[~missing]
        low = int(present.min()) if present.size else 0
    if low < -top or high > top:
        worst = low if low < -top else high
        raise AgainstTheRules(f"panel: a grade of {worst:+d}, the scale goes from -{top} to +{top}")
    return missing


def _mean(values: Hundredths, missing: Judges | None, rule: PanelRule) -> Scores:
    """The trimmed mean down each column of `values` (shape [judges, n])."""
    judges = len(values)
    if missing is None:
        if not judges:
            return np.full(values.shape[1], NO_SCORE, np.int32)
        _check_size(judges, rule)
        total = values.sum(axis=0, dtype=np.int32)
        if judges < rule.trim_from:
            return _divided(total, judges)
        total -= _sum_of_highest(values, rule.trim_high)
        total += _sum_of_highest(-values, rule.trim_low)
        return _divided(total, judges - rule.trim_high - rule.trim_low)
    present = judges - missing.sum(axis=0, dtype=np.int32)
    _check_size(int(present.max(initial=0)), rule)
    trimmed = present >= rule.trim_from
    total = np.where(missing, 0, values).sum(axis=0, dtype=np.int32)
    high = _sum_of_highest(values, rule.trim_high)  # a missing value is the lowest there is
    low = -_sum_of_highest(np.where(missing, NO_VALUE, -values), rule.trim_low)
    total -= np.where(trimmed, high + low, 0)
    left = present - np.where(trimmed, rule.trim_high + rule.trim_low, 0)
    score = _divided(total, np.maximum(left, 1).astype(np.int32))
    score[left <= 0] = NO_SCORE
    return score


def _sum_of_highest(values: Hundredths, count: int) -> Scores:
    if count == 0:
        return np.zeros(values.shape[1], np.int32)
    if count == 1:
        return np.asarray(values.max(axis=0), np.int32)
    return np.asarray(np.sort(values, axis=0)[-count:].sum(axis=0), np.int32)


def _divided(total: Scores, judges: int | Scores) -> Scores:
    """The mean, rounded half up to the hundredth (Rule 353)."""
    return np.asarray(round_half_up(total, judges), np.int32)
