"""A panel's score, with published marks as the measure."""

import numpy as np
import pytest

from kissandcry.core import AgainstTheRules, Contradiction
from kissandcry.scoring import (
    NO_MARK,
    NO_SCORE,
    NO_VALUE,
    panel_component,
    panel_goe,
    tabulated,
    trimmed_mean,
)
from tests.scoring.rules import panel_rule

RULE = panel_rule()

# Values of the grades -5 .. +5 in the season 2019-20 (ISU Communication 2253).
AXEL = [-165, -132, -99, -66, -33, 0, 33, 66, 99, 132, 165]  # 2A, 3.30
AXEL_UNDER = [-132, -106, -79, -53, -26, 0, 26, 53, 79, 106, 132]  # 2A<, 2.64
LOOP = [-245, -196, -147, -98, -49, 0, 49, 98, 147, 196, 245]  # 3Lo, 4.90
LUTZ = [-295, -236, -177, -118, -59, 0, 59, 118, 177, 236, 295]  # 3Lz, 5.90
LUTZ_UNDER = [-236, -189, -142, -94, -47, 0, 47, 94, 142, 189, 236]  # 3Lz<, 4.72

# Four Continents 2020, women: eight judges, six counted, the mean ends on half a hundredth.
NEGATIVE_HALVES = [
    (AXEL, [-2, -3, -3, -3, -3, -2, -4, -3], "-0.94"),
    (AXEL, [-2, 0, -1, -2, -2, -1, -2, -1], "-0.50"),
    (LOOP, [-2, 0, -1, -2, -2, 0, -2, -2], "-0.74"),
    (LUTZ, [-2, 0, -2, -1, -2, -1, -1, -2], "-0.89"),
    (LUTZ, [-2, -2, -1, -2, -1, -1, -2, -1], "-0.89"),
    (LUTZ_UNDER, [-2, -2, -1, -1, 0, -2, -2, -1], "-0.71"),
]


def goe_of(table: list[int], marks: list[int]) -> int:
    grades = np.array([marks], np.int8)
    values = np.array([table], np.int16)
    return int(panel_goe(grades, np.zeros(1, np.int64), values, RULE)[0])


@pytest.mark.parametrize(("table", "marks", "printed"), NEGATIVE_HALVES)
def test_a_negative_half_goes_away_from_zero(
    table: list[int], marks: list[int], printed: str
) -> None:
    assert goe_of(table, marks) == round(float(printed) * 100)


def test_values_are_averaged_and_not_grades() -> None:
    # 4Lo of 2010-11 (ISU Communication 1611): a grade of -1 costs 1.6, one of +1 earns 1.0.
    table = [-480, -320, -160, 0, 100, 200, 300]
    marks = [-1, -1, -1, 1, 1, 1, 1]
    assert goe_of(table, marks) == -4  # the mean grade, +0.2, would give +0.20


def test_a_positive_half_goes_up() -> None:
    # Skate America 2010, ice dance: eight judges. 8.25 four times and 8.00 twice are left: 8.166.
    marks = np.array([[825, 825, 825, 825, 800, 800, 850, 775]], np.int16)
    assert panel_component(marks, RULE).tolist() == [817]
    four = np.array([[400, 400, 275, 375], [350, 325, 275, 400]], np.int16)
    assert panel_component(four, RULE).tolist() == [363, 338]  # Mariestad 2018: 3.63 of 3.625


@pytest.mark.parametrize(
    ("marks", "score"),
    [
        ([800, 700, 600], 700),  # three judges: none deleted
        ([800, 700, 600, 600], 675),
        ([800, 700, 600, 600, 100], 633),  # five: the highest and the lowest deleted
        ([700] * 10 + [100, 1000], 700),
    ],
)
def test_trimming_begins_with_five_judges(marks: list[int], score: int) -> None:
    assert trimmed_mean(np.array([marks], np.int16), RULE).tolist() == [score]


def test_a_missing_mark_is_not_a_zero() -> None:
    marks = np.array([[700, 725, 675, 700, 700, NO_VALUE, 700, 725, 675]], np.int16)
    eight = np.delete(marks, 5, axis=1)
    assert trimmed_mean(marks, RULE).tolist() == trimmed_mean(eight, RULE).tolist() == [700]


def test_trimming_goes_by_the_judges_who_gave_a_mark() -> None:
    marks = np.array([[600, 700, 800, 900, NO_VALUE], [600, 700, 800, 900, 1000]], np.int16)
    assert trimmed_mean(marks, RULE).tolist() == [750, 800]


def test_a_panel_without_marks_has_no_score() -> None:
    nothing = np.full((1, 9), NO_MARK, np.int8)
    table = np.array([AXEL], np.int16)
    assert panel_goe(nothing, np.zeros(1, int), table, RULE).tolist() == [NO_SCORE]
    assert trimmed_mean(np.empty((2, 0), np.int16), RULE).tolist() == [NO_SCORE, NO_SCORE]


def test_more_than_one_mark_can_be_deleted_at_each_end() -> None:
    marks = np.array([[100, 200, 300, 400, 500, 600, 800]], np.int16)
    assert trimmed_mean(marks, panel_rule(trim=2)).tolist() == [400]
    assert trimmed_mean(marks, panel_rule(trim=0)).tolist() == [414]


def test_only_the_drawn_judges_count() -> None:
    # Worlds 2006, women, free skating, first place: skating skills 7.61 with nine of twelve.
    marks = np.array([[775, 700, 775, 750, 750, 825, 750, 775, 800, 775, 725, 800]], np.int16)
    counted = np.array([j not in {4, 8, 11} for j in range(12)])
    assert trimmed_mean(marks, RULE, counted).tolist() == [761]
    assert trimmed_mean(marks, RULE).tolist() == [768]


def test_an_unknown_value_matters_only_where_it_counts() -> None:
    table = np.array([[NO_VALUE, -100, -50, 0, 50, 100, NO_VALUE]], np.int16)
    one_row = np.zeros(1, int)
    deleted = np.array([[3, 1, 1, 1, 1, 1, 0]], np.int8)
    counting = np.array([[3, 3, 1, 1, 1, 1, 0]], np.int8)
    low = np.array([[-3, 1, 1, 1, 1, 1, 0]], np.int8)
    assert panel_goe(deleted, one_row, table, RULE).tolist() == [50]
    assert panel_goe(counting, one_row, table, RULE).tolist() == [NO_SCORE]
    assert panel_goe(low, one_row, table, RULE).tolist() == [40]


def test_marks_are_tabulated() -> None:
    marks = np.array([[2, -1, NO_MARK], [0, 3, -3]], np.int8)
    table = np.array([[-300, -200, -100, 0, 100, 200, 300], [-9, -6, -3, 0, 3, 6, 9]], np.int16)
    values = tabulated(marks, np.array([0, 1]), table)
    assert values.tolist() == [[200, -100, NO_VALUE], [0, 9, -9]]


def test_a_grade_beyond_the_scale_is_refused() -> None:
    table = np.array([[-300, -200, -100, 0, 100, 200, 300]], np.int16)
    for wrong in (4, -4, 127):
        with pytest.raises(AgainstTheRules, match=r"scale goes from -3 to \+3"):
            panel_goe(np.array([[0, wrong, 0]], np.int8), np.zeros(1, int), table, RULE)


def test_a_panel_too_large_is_refused() -> None:
    with pytest.raises(AgainstTheRules, match="10 judges count, at most 9"):
        trimmed_mean(np.full((1, 10), 700), panel_rule(maximum=9))


@pytest.mark.parametrize(
    ("marks", "rows", "table"),
    [
        (np.zeros((2, 9), np.int8), np.zeros(3, int), np.zeros((1, 7), np.int16)),
        (np.zeros((2, 9), np.int8), np.ones(2, int), np.zeros((1, 7), np.int16)),
        (np.zeros((2, 9), np.int8), np.zeros(2, int), np.zeros((1, 6), np.int16)),
        (np.zeros(9, np.int8), np.zeros(9, int), np.zeros((1, 7), np.int16)),
    ],
)
def test_shapes_that_do_not_fit_are_refused(
    marks: np.ndarray, rows: np.ndarray, table: np.ndarray
) -> None:
    with pytest.raises(Contradiction, match="panel:"):
        panel_goe(marks, rows, table, RULE)


def test_values_beyond_sixteen_bits_are_refused() -> None:
    with pytest.raises(Contradiction, match="32767"):
        trimmed_mean(np.array([[40_000, 1, 2]]), RULE)


def test_empty_columns_do_not_make_a_panel_too_large() -> None:
    # Protocols of 2008-09 print twelve columns for nine judges.
    marks = np.array([[700] * 9 + [NO_VALUE] * 3], np.int16)
    assert trimmed_mean(marks, panel_rule(maximum=9)).tolist() == [700]
