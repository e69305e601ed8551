"""What must hold for every panel. The rule (353, "Determination and publication of results"):

The highest and the lowest value are deleted; the average of the remaining values is the panel's
score, rounded to two decimal places.
"""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from kissandcry.scoring import (
    NO_MARK,
    NO_SCORE,
    NO_VALUE,
    factored,
    panel_goe,
    places,
    solve_draw,
    tabulated,
    trimmed_mean,
)
from tests.scoring.rules import panel_rule

RULE = panel_rule()
MARKS = st.integers(-700, 1000)


@st.composite
def panels(draw: st.DrawFn, absent: bool = True) -> NDArray[np.int16]:
    """Skates by judges, 3 to 12 judges, some of them without a mark."""
    judges = draw(st.integers(3, 12))
    mark = st.one_of(MARKS, st.just(NO_VALUE)) if absent else MARKS
    rows = draw(st.lists(st.lists(mark, min_size=judges, max_size=judges), min_size=1, max_size=6))
    return np.array(rows, np.int16)


@st.composite
def graded(draw: st.DrawFn) -> tuple[NDArray[np.int8], NDArray[np.int64], NDArray[np.int16]]:
    """Grades, the line of the table for each skate, and a table that rises with the grade."""
    judges, top = draw(st.integers(3, 12)), draw(st.sampled_from([3, 5]))
    grade = st.one_of(st.integers(-top, top), st.just(NO_MARK))
    skates = st.lists(st.lists(grade, min_size=judges, max_size=judges), min_size=1, max_size=6)
    marks = np.array(draw(skates), np.int8)
    width = 2 * top + 1
    lines = st.lists(st.lists(st.integers(-650, 650), min_size=width, max_size=width), min_size=1)
    table = np.sort(np.array(draw(lines), np.int16), axis=1)
    number = st.integers(0, len(table) - 1)
    rows = draw(st.lists(number, min_size=len(marks), max_size=len(marks)))
    return marks, np.array(rows, np.int64), table


def by_fractions(marks: list[int]) -> int:
    """The score of one panel, computed another way: sorted, exact, and rounded by `decimal`."""
    given_marks = sorted(mark for mark in marks if mark != NO_VALUE)
    if not given_marks:
        return NO_SCORE
    counted = given_marks[1:-1] if len(given_marks) >= 5 else given_marks
    mean = Fraction(sum(counted), len(counted))
    exact = Decimal(mean.numerator * 2520) / Decimal(mean.denominator * 2520)
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


@given(panels())
def test_the_score_is_the_rounded_mean_without_highest_and_lowest(
    values: NDArray[np.int16],
) -> None:
    assert trimmed_mean(values, RULE).tolist() == [by_fractions(row) for row in values.tolist()]


@given(graded())
def test_the_grade_of_execution_is_the_mean_of_tabulated_values(
    case: tuple[NDArray[np.int8], NDArray[np.int64], NDArray[np.int16]],
) -> None:
    marks, rows, table = case
    middle = table.shape[1] // 2
    by_hand = [
        by_fractions([NO_VALUE if m == NO_MARK else int(table[row, m + middle]) for m in line])
        for line, row in zip(marks.tolist(), rows.tolist(), strict=True)
    ]
    assert panel_goe(marks, rows, table, RULE).tolist() == by_hand
    assert trimmed_mean(tabulated(marks, rows, table), RULE).tolist() == by_hand


@given(panels(), st.randoms(use_true_random=False))
def test_the_order_of_the_judges_changes_nothing(
    values: NDArray[np.int16], random: np.random.Generator
) -> None:
    order = list(range(values.shape[1]))
    random.shuffle(order)
    assert (trimmed_mean(values, RULE) == trimmed_mean(values[:, order], RULE)).all()


@given(panels(absent=False), st.integers(0, 500))
def test_a_point_more_from_each_judge_is_a_point_more_of_score(
    values: NDArray[np.int16], more: int
) -> None:
    above = np.abs(values)  # a half rounds up on this side of zero
    assert (trimmed_mean(above + more, RULE) == trimmed_mean(above, RULE) + more).all()


@given(panels(absent=False))
def test_the_score_lies_between_the_second_lowest_and_the_second_highest(
    values: NDArray[np.int16],
) -> None:
    scores = trimmed_mean(values, RULE)
    inner = np.sort(values, axis=1)
    if values.shape[1] >= 5:
        inner = inner[:, 1:-1]
    assert (inner[:, 0] <= scores).all()
    assert (scores <= inner[:, -1]).all()


@given(panels(absent=False))
def test_turning_every_mark_around_turns_the_score_around(values: NDArray[np.int16]) -> None:
    assert (trimmed_mean(-values, RULE) == -trimmed_mean(values, RULE)).all()


@given(graded())
def test_a_batch_is_so_many_skates_one_by_one(
    case: tuple[NDArray[np.int8], NDArray[np.int64], NDArray[np.int16]],
) -> None:
    marks, rows, table = case
    one_by_one = [
        int(panel_goe(marks[i : i + 1], rows[i : i + 1], table, RULE)[0]) for i in range(len(marks))
    ]
    assert panel_goe(marks, rows, table, RULE).tolist() == one_by_one


@given(graded(), st.integers(0, 40_000))
def test_the_place_in_a_large_batch_does_not_matter(
    case: tuple[NDArray[np.int8], NDArray[np.int64], NDArray[np.int16]], size: int
) -> None:
    marks, rows, table = case
    times = size // len(marks) + 1
    large = panel_goe(np.tile(marks, (times, 1)), np.tile(rows, times), table, RULE)
    assert (large.reshape(times, -1) == panel_goe(marks, rows, table, RULE)).all()


@given(panels())
def test_an_absent_judge_is_as_if_never_on_the_panel(values: NDArray[np.int16]) -> None:
    wider = np.insert(values, 1, NO_VALUE, axis=1)
    assert (trimmed_mean(values, RULE) == trimmed_mean(wider, RULE)).all()
    counted = np.ones(values.shape[1], np.bool_)
    counted[0] = False
    smaller = values[:, 1:]
    assert (trimmed_mean(values, RULE, counted) == trimmed_mean(smaller, RULE)).all()


@given(graded(), st.data())
def test_an_unknown_value_is_never_guessed(
    case: tuple[NDArray[np.int8], NDArray[np.int64], NDArray[np.int16]], data: st.DataObject
) -> None:
    marks, rows, table = case
    truth = panel_goe(marks, rows, table, RULE)
    hole = data.draw(st.tuples(st.integers(0, len(table) - 1), st.integers(0, table.shape[1] - 1)))
    table = table.copy()
    table[hole] = NO_VALUE
    found = panel_goe(marks, rows, table, RULE)
    assert ((found == truth) | (found == NO_SCORE)).all()
    untouched = rows != hole[0]
    assert (found[untouched] == truth[untouched]).all()


@given(
    st.lists(st.integers(0, 1000), min_size=1, max_size=5),
    st.lists(st.integers(1, 400), min_size=5, max_size=5),
)
def test_each_component_is_multiplied_and_rounded_by_itself(
    panel: list[int], factors: list[int]
) -> None:
    """Rule 353: the panel's score of each component is multiplied by a factor, and rounded."""
    factors = factors[: len(panel)]
    exact = [
        (Decimal(score) * Decimal(factor) / 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        for score, factor in zip(panel, factors, strict=True)
    ]
    assert factored(np.array(panel), np.array(factors)).tolist() == [int(value) for value in exact]


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 3)), max_size=30))
def test_a_place_is_one_more_than_the_number_of_those_better(
    scores: list[tuple[int, int]],
) -> None:
    """Rule 353: the skater with the highest score is first; equal scores share a place."""
    pairs = np.array(scores, np.int64).reshape(-1, 2)
    by_hand = [1 + sum(other > own for other in scores) for own in scores]
    assert places([pairs[:, 0], pairs[:, 1]]).tolist() == by_hand


@given(st.data())
def test_the_true_draw_is_always_among_those_found(data: st.DataObject) -> None:
    """Rule 353 of 2004 to 2010: the computer draws the judges whose marks count, by lot."""
    judges = data.draw(st.sampled_from([9, 10, 11, 12]))
    rule = panel_rule(drawn={12: 9, 11: 9, 10: 7, 9: 7}, scope="segment")
    drawn = data.draw(st.permutations(range(judges)))[: rule.drawn[judges]]
    quarter = st.integers(0, 40)
    row = st.lists(quarter, min_size=judges, max_size=judges)
    values = 25 * np.array(data.draw(st.lists(row, min_size=1, max_size=30)), np.int16)
    counted = np.zeros(judges, np.bool_)
    counted[drawn] = True
    solution = solve_draw(values, trimmed_mean(values, rule, counted), rule)
    assert not len(solution.disagreeing)
    assert any((draw == counted).all() for draw in solution.draws)
