"""The worth of an element against the scale of values, brute force, and order statistics."""

import pickle
from datetime import date
from itertools import product

import numpy as np
import pytest

from kissandcry import rulebooks
from kissandcry.core import Discipline, Level, Segment
from kissandcry.planning import panels, skill
from kissandcry.planning.skill import Skill
from kissandcry.planning.worth import base, trimmed_sums, worth
from kissandcry.rulebooks import Rulebook
from kissandcry.scoring import Marked, element_value, jumps_value

FREE, SHORT = Segment.FREE_SKATING, Segment.SHORT_PROGRAM
HEAD = "discipline: men\nday: 2024-11-15\n"


@pytest.fixture
def book() -> Rulebook:
    return rulebooks.on(date(2024, 11, 15), Discipline.MEN, Level.SENIOR)


def said(line: str) -> Skill:
    return skill.parse(HEAD + line)


def test_base_values_are_those_of_the_scale(book: Rulebook) -> None:
    # Communication 2623: 4T 9.50; a repeated jump alone counts 70%, the second half 110%.
    assert base(book, FREE, "4T").mean == 9.5
    assert base(book, FREE, "4T", True).mean == 10.45
    assert base(book, FREE, "4T", repeated=True).mean == 6.65
    assert base(book, FREE, "4T+3T", repeated=True).mean == 13.7
    assert base(book, FREE, "4T").chances == {950: 1.0}


def test_a_certain_grade_is_worth_what_the_scale_says(book: Rulebook) -> None:
    found = worth(book, FREE, said("4T: clean 100% GOE 2 ± 0"), "4T")
    assert found.mean == pytest.approx(9.5 + 2 * 0.95, abs=0.1)
    assert found.falls == found.deduction == 0


def test_a_fall_costs_its_deduction_too(book: Rulebook) -> None:
    found = worth(book, FREE, said("4T: fall 100% GOE -5 ± 0"), "4T")
    assert found.falls == pytest.approx(1)
    assert found.deduction == pytest.approx(1)
    assert found.mean + found.deduction == pytest.approx(9.5 - 5 * 0.95, abs=0.4)
    assert min(found.chances) == 950 - 475 - 100


def test_the_distribution_has_the_mean_and_the_variance(book: Rulebook) -> None:
    usual = skill.usual(Discipline.MEN, Level.SENIOR, date(2024, 11, 15))
    for code in ("4T", "4T+3T", "3F", "CCoSp4", "StSq4", "3A+2A+SEQ"):
        found = worth(book, FREE, usual, code, True)
        points = np.array(list(found.chances)) / 100
        chances = np.array(list(found.chances.values()))
        assert chances.sum() == pytest.approx(1)
        assert points @ chances == pytest.approx(found.mean)
        assert (points - found.mean) ** 2 @ chances == pytest.approx(found.variance)


@pytest.mark.parametrize("season", [2012, 2024])
@pytest.mark.parametrize("grade", [-2.0, 0.0, 1.3])
def test_the_moments_are_those_of_order_statistics(season: int, grade: float) -> None:
    # `panels.expected` works the mean and the variance out in another way.
    book = rulebooks.on(date(season, 11, 15), Discipline.MEN, Level.SENIOR)
    one = skill.parse(f"discipline: men\nday: {season}-11-15\n4T: clean 100% GOE {grade} ± 0.6")
    found = worth(book, FREE, one, "4T")
    (outcome,) = one.outcomes("4T")
    value = element_value(book, "4T", False)
    mean, variance = panels.expected(book, value, outcome.grade, outcome.spread)
    base_value = value.base_value.hundredths / 100
    assert found.mean == pytest.approx(base_value + mean, abs=0.02)  # a hundredth of a grade
    assert found.variance == pytest.approx(variance, rel=0.05)


def test_sums_without_the_highest_and_the_lowest_by_trying_all() -> None:
    chances, places = np.array([[0.2, 0.5, 0.3]]), (0, 1, 4)
    wanted = np.zeros(13)
    for marks in product(range(3), repeat=5):
        kept = sorted(places[mark] for mark in marks)[1:-1]
        wanted[sum(kept)] += float(np.prod([chances[0, mark] for mark in marks]))
    assert trimmed_sums(chances, places, 5)[0] == pytest.approx(wanted)


def test_a_popped_jump_has_no_value_in_a_short_program(book: Rulebook) -> None:
    popped = said("3F: popped 100%")
    assert worth(book, SHORT, popped, "3F").mean == 0
    assert worth(book, FREE, popped, "3F").mean > 0.3


def test_a_combination_that_is_lost_is_a_repeated_jump_alone(book: Rulebook) -> None:
    falls = said("4T: fall 100% GOE -5 ± 0\n+3T: clean 100%")
    once = worth(book, FREE, falls, "4T+3T")
    again = worth(book, FREE, falls, "4T+3T", repeated=True)
    assert once.mean - again.mean == pytest.approx(0.3 * 9.5, abs=0.01)


def test_grades_are_converted_to_the_scale_of_the_rulebook() -> None:
    old = rulebooks.on(date(2016, 11, 15), Discipline.MEN, Level.SENIOR)
    # +5 of five is +3 of three, 3.00 points for a 4T then.
    found = worth(old, FREE, said("4T: clean 100% GOE 5 ± 0"), "4T")
    assert found.mean == pytest.approx(10.3 + 3, abs=0.35)


@pytest.mark.parametrize("season", [2005, 2012, 2017, 2024])
def test_jumps_added_up_by_their_lines_are_the_element(season: int) -> None:
    book = rulebooks.on(date(season, 11, 15), Discipline.MEN, Level.SENIOR)
    elements = (("3A", "3T"), ("3Lz<", "2T", "2Lo"), ("4T", "3S"), ("3F", "2A", "3Lo"), ("2A",))
    for codes, end, half in product(elements, ("", "+SEQ", "+REP", "+COMBO"), (False, True)):
        value = element_value(book, "+".join(codes) + end, half, segment=FREE)
        rows = [row for code in codes if (row := book.row(code, FREE))]
        marked = Marked(half, end == "+REP", end == "+SEQ", end == "+COMBO")
        base_value, line = jumps_value(book, rows, marked)
        assert base_value == value.base_value.hundredths
        assert (line.code,) == value.goe_rows


def test_a_worth_and_a_skill_go_to_other_processes(book: Rulebook) -> None:
    usual = skill.usual(Discipline.MEN, Level.SENIOR, date(2024, 11, 15))
    found = worth(book, FREE, usual, "4T+3T")
    assert pickle.loads(pickle.dumps(found)) == found
    assert pickle.loads(pickle.dumps(usual)) == usual
