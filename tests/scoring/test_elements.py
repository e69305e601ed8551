"""Values of elements as protocols printed them; each case refuses a wrong way to compute it."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from kissandcry import rulebooks
from kissandcry.core import Discipline, Level, Points, Segment, SyntaxProblem, UnknownOnDate
from kissandcry.rulebooks.model import Rulebook
from kissandcry.scoring import NO_VALUE, element_value, elements, goe_table, grades, panel_goe

WORLDS_2022 = date(2022, 3, 25)


def book(day: date, discipline: Discipline = Discipline.WOMEN) -> Rulebook:
    return rulebooks.on(day, discipline, Level.SENIOR)


def panel(rules: Rulebook, code: str, second_half: bool, marks: list[int | None]) -> Points:
    value = element_value(rules, code, second_half)
    table = goe_table(rules, [value])
    score = panel_goe(grades([marks]), np.zeros(1, int), table, rules.panel)
    return Points.from_hundredths(int(score[0]))


# code, second half, day of a competition of that season, printed base value, and what it refuses
PRINTED = [
    ("3S+2A<+SEQ", True, date(2020, 1, 25), "6.10", "1.1 after 0.8; a product left unrounded"),
    ("3Lo<+2A+SEQ", True, WORLDS_2022, "6.35", "the full value of a sequence before its time"),
    ("3Lo<+2A+SEQ", True, date(2023, 2, 10), "7.94", "0.8 on a sequence after its time"),
    ("3Lo<+2A+SEQ", False, date(2025, 1, 31), "7.22", "a factor where there is none"),
    ("3Lo<+REP", True, date(2020, 1, 25), "3.02", "0.7 before 1.1"),
    ("3Lo<+REP", False, date(2023, 2, 10), "2.74", "rounding down a half"),
    ("3Lz<+REP", True, date(2023, 2, 10), "3.63", "0.77 in one step"),
    ("3F<+REP", True, date(2024, 3, 22), "3.26", "0.77 in one step"),
    ("3F<+REP", True, date(2019, 2, 9), "3.07", "80 instead of 75 per cent"),
    ("3T<", True, date(2018, 11, 3), "3.47", "rounding half to even, 3.465"),
    ("3T<", False, date(2018, 11, 3), "3.15", "80 instead of 75 per cent"),
    ("3T<", False, date(2019, 11, 2), "3.36", "75 instead of 80 per cent"),
    ("3T<", True, WORLDS_2022, "3.70", "rounding 3.696 down"),
    ("4Lzq+1Eu+3F", True, WORLDS_2022, "19.03", "a reduction for q; an Euler without value"),
    ("4Lze<", False, WORLDS_2022, "6.90", "80 per cent twice, 7.36"),
    ("5S<<", False, date(2024, 11, 9), "9.50", "the value of the quintuple"),
    ("FCSp1V", False, WORLDS_2022, "1.43", "rounding 1.425 to even"),
    ("3Lz+T", False, WORLDS_2022, "5.90", "a value for a jump without revolutions"),
    ("CCoSp", False, WORLDS_2022, "0.00", "a value for a spin without level"),
    ("3Lz+3T*", False, WORLDS_2022, "5.90", "a value for a jump marked *"),
    ("3F+SEQ+2A*", False, date(2023, 2, 10), "5.30", "a value for a jump marked *"),
    ("3A+SEQ+2T*", False, date(2015, 1, 30), "6.80", "no factor where one jump is left"),
    ("2A+3S+SEQ", True, date(2005, 10, 29), "6.80", "hundredths in 2005-06; 1.1 before 0.8"),
    ("3F", True, date(2006, 3, 25), "6.10", "hundredths in 2005-06"),
    ("3F", True, date(2007, 3, 23), "6.05", "tenths after 2005-06"),
]


@pytest.mark.parametrize(
    ("code", "second_half", "day", "printed", "refuses"), PRINTED, ids=lambda x: str(x)[:24]
)
def test_base_values_are_as_printed(
    code: str, second_half: bool, day: date, printed: str, refuses: str
) -> None:
    assert str(element_value(book(day), code, second_half).base_value) == printed, refuses


def test_of_a_sequence_of_three_the_two_highest_count_until_2022() -> None:
    before = element_value(book(date(2013, 3, 15)), "3T+2A+2T+SEQ", False)
    assert before.base_value == (Points("4.10") + Points("3.30")).times(Points("0.80"))
    after = element_value(book(date(2023, 3, 15)), "3T+2A+2T+SEQ", False)
    assert str(after.base_value) == "8.80"


# Printed grades of execution, with the marks of the nine judges.
GOE = [
    ("3Lo<+2A+SEQ", WORLDS_2022, [-2, -2, -3, -2, -2, -2, -3, -2, -2], "-0.84"),
    ("3Lo<+2A+SEQ", date(2023, 2, 10), [-2, -2, -2, -2, -2, -3, -1, -1, -3], "-0.78"),
    ("3Lz<+REP", date(2023, 2, 10), [-5] * 9, "-2.36"),
    ("3F<+REP", date(2024, 3, 22), [-5] * 9, "-2.12"),
    ("3Lo<+REP", date(2025, 1, 31), [-3, -5, -5, -5, -5, -5, -5, -3, -4], "-1.79"),
    ("3T<", WORLDS_2022, [-5] * 9, "-1.68"),
    ("4Lzq+1Eu+3F", WORLDS_2022, [-1, -1, -1, -1, 0, 0, 0, 0, 0], "-0.49"),
]


@pytest.mark.parametrize(("code", "day", "marks", "printed"), GOE)
def test_grades_take_the_values_of_the_most_valuable_jump(
    code: str, day: date, marks: list[int | None], printed: str
) -> None:
    assert str(panel(book(day), code, True, marks)) == printed


def test_a_fall_on_the_quadruple_toe_loop_became_dearer_in_2015() -> None:
    for day, printed in ((date(2014, 11, 1), "-3.00"), (date(2015, 11, 1), "-4.00")):
        assert str(panel(book(day, Discipline.MEN), "4T", False, [-3] * 9)) == printed


@pytest.mark.parametrize(
    ("day", "step", "marks", "printed"),
    [
        (date(2011, 12, 10), "1.70", [2] * 9, "1.70"),
        (date(2011, 12, 10), "1.70", [3, 3, 3, 3, 3, 3, 3, 2, 3], "2.50"),
        (date(2012, 1, 28), "2.00", [2] * 9, "2.00"),
        (date(2012, 3, 31), "2.00", [3, 3, 2, 2, 2, 2, 2, 2, 3], "2.29"),
        (date(2010, 11, 14), "1.70", [2, 2, 2, 2, 2, 1, 2, 1, None], "1.55"),
    ],
)
def test_combination_lifts_changed_in_the_middle_of_a_season(
    day: date, step: str, marks: list[int | None], printed: str
) -> None:
    rules = book(day, Discipline.ICE_DANCE)
    value = element_value(rules, "SlLi4+RoLi4", False, segment=Segment.FREE_DANCE)
    assert str(value.base_value) == "8.00"
    assert str(value.goe[2]) == step
    assert str(panel(rules, "SlLi4+RoLi4", False, marks)) == printed


def test_a_two_part_element_adds_both_parts_before_rounding() -> None:
    rules = book(WORLDS_2022, Discipline.ICE_DANCE)
    value = element_value(rules, "SqTwW4+SqTwM3", False)
    women, men = rules.scale["SqTwW4"], rules.scale["SqTwM3"]
    assert value.base_value == women.base_value + men.base_value
    assert value.goe[3] == women.goe[3] + men.goe[3]
    assert value.goe_rows == ("SqTwW4", "SqTwM3")


def test_a_segment_can_have_its_own_value() -> None:
    # Worlds 2010: a diagonal step sequence of level 3, printed in the original and the free dance.
    rules = book(date(2010, 3, 26), Discipline.ICE_DANCE)
    original = element_value(rules, "DiSt3", False, segment=Segment.ORIGINAL_DANCE)
    free = element_value(rules, "DiSt3", False, segment=Segment.FREE_DANCE)
    assert (str(original.base_value), str(free.base_value)) == ("7.20", "6.20")


def test_a_compulsory_dance_values_its_own_sections() -> None:
    # Worlds 2007 (Rhumba) and Worlds 2010 (Golden Waltz): the first section as printed.
    for day, dance, printed in (
        (date(2007, 3, 20), "Rhumba", "1.40"),
        (date(2010, 3, 23), "Golden Waltz", "1.70"),
    ):
        rules = book(day, Discipline.ICE_DANCE)
        segment = Segment.COMPULSORY_DANCE
        value = element_value(rules, "1S1", False, segment=segment, dance=dance)
        assert str(value.base_value) == printed
        with pytest.raises(UnknownOnDate, match="1S1"):
            element_value(rules, "1S1", False, segment=segment)


def test_a_calculation_that_nobody_knows_is_refused() -> None:
    rules = book(WORLDS_2022)
    calculation = replace(rules.calculation, strategy="guess")
    with pytest.raises(UnknownOnDate, match=r"'guess', known are sum_then_factors, tenths"):
        element_value(replace(rules, calculation=calculation), "3Lz", False)


def test_an_element_without_value_has_no_grade_of_execution() -> None:
    value = element_value(book(WORLDS_2022), "CCoSp", False)
    assert set(value.goe.values()) == {Points(0)}
    assert set(value.goe) == set(range(-5, 6))
    assert value.goe_rows == ()
    assert not element_value(book(WORLDS_2022), "3Lz*", True).base_value


def test_the_steps_lead_to_the_value() -> None:
    value = element_value(book(WORLDS_2022), "3Lo<+2A+SEQ", True)
    shown = [str(step.value) for step in value.steps if step.value is not None]
    assert shown == ["3.92", "3.30", "7.22", "7.94", "6.35"]
    assert all(step.rule for step in value.steps)
    assert "3Lo<" in value.steps[-1].text


def test_a_value_is_remembered_for_its_rulebook_only() -> None:
    first, second = book(date(2018, 11, 3)), book(date(2019, 11, 2))
    assert element_value(first, "3T<", False) is element_value(first, "3T<", False)
    assert element_value(first, "3T<", False) != element_value(second, "3T<", False)


def test_the_memory_has_a_bound_for_all_rulebooks_together() -> None:
    most = elements._value.cache_info().maxsize
    assert most is not None
    for turn in range(most // 4 + 2):  # four values each, under rulebooks that are equal
        rules = replace(book(WORLDS_2022))
        for info in ("", "F", "e", f"q {turn}"):
            element_value(rules, "3Lz", False, info)
    assert elements._value.cache_info().currsize <= most


def test_an_unknown_code_names_the_nearest() -> None:
    with pytest.raises(UnknownOnDate, match=r"senior ice dance from 2021.* holds no 3Lz"):
        element_value(book(WORLDS_2022, Discipline.ICE_DANCE), "3Lz", False)
    with pytest.raises(UnknownOnDate, match=r"SlSt1; the nearest codes are .*StSq1"):
        element_value(book(WORLDS_2022), "SlSt1", False)


def test_a_code_that_is_none_is_a_syntax_problem() -> None:
    with pytest.raises(SyntaxProblem):
        element_value(book(WORLDS_2022), "3Lzz", False)


def test_an_unknown_grade_stays_unknown_in_the_table() -> None:
    rules = book(date(2014, 11, 1))
    low, high = rules.grades
    value = element_value(rules, "3Lz", False)
    line = goe_table(rules, [value])[0].tolist()
    assert [line[grade - low] for grade in value.goe] == [p.hundredths for p in value.goe.values()]
    assert line.count(NO_VALUE) == high - low + 1 - len(value.goe)
