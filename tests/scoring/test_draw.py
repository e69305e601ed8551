"""The draw found in published components, 2005-06 to 2009-10."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kissandcry import rulebooks
from kissandcry.core import AgainstTheRules, Contradiction, Discipline, Points
from kissandcry.scoring import NO_VALUE, hundredths_of, solve_draw, solve_segment, trimmed_mean
from tests.scoring.rules import panel_rule

# Judges' marks and panel scores of program components as printed in the judges' details of the
# ISU Championships and the Grand Prix Finals named in the file.
DATA = Path(__file__).parent / "data" / "drawn_components.csv"
DRAWN = {12: 9, 11: 9, 10: 7, 9: 7}
SEGMENT = panel_rule(drawn=DRAWN, scope="segment")
PERFORMANCE = panel_rule(drawn=DRAWN, scope="performance")
ONE_DRAW = [
    ("Worlds 2006 women free skating", 12, 9),
    ("Worlds 2007 pairs short program", 11, 9),
    ("Grand Prix Final 2006 men free skating", 10, 7),
    ("Grand Prix Final 2008 women free skating", 9, 7),
]


class Marks:
    """The rows of one segment."""

    def __init__(self) -> None:
        self.marks: list[list[Points | None]] = []
        self.printed: list[int] = []
        self.rank: list[int] = []

    @property
    def values(self) -> NDArray[np.int16]:
        return hundredths_of(self.marks)


@pytest.fixture(scope="module")
def segments() -> dict[str, Marks]:
    found: defaultdict[str, Marks] = defaultdict(Marks)
    with DATA.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            rows = found[line["segment"]]
            rows.marks.append(
                [None if mark == "-" else Points(mark) for mark in line["marks"].split()]
            )
            rows.printed.append(Points(line["printed"]).hundredths)
            rows.rank.append(int(line["rank"]))
    return found


def by_hand(rows: Marks, size: int) -> Iterator[tuple[int, ...]]:
    """Every draw that explains the rows, computed with fractions and sorting."""
    present = [judge for judge, mark in enumerate(rows.marks[0]) if mark is not None]
    for draw in combinations(present, size):
        for marks, printed in zip(rows.marks, rows.printed, strict=True):
            chosen = sorted(mark.hundredths for j in draw if (mark := marks[j]) is not None)
            mean = Fraction(sum(chosen[1:-1]), len(chosen) - 2)
            if int(mean + Fraction(1, 2)) != printed:
                break
        else:
            yield draw


@pytest.mark.parametrize(("name", "judges", "counted"), ONE_DRAW)
def test_one_draw_explains_a_segment(
    segments: dict[str, Marks], name: str, judges: int, counted: int
) -> None:
    rows = segments[name]
    solution = solve_draw(rows.values, np.array(rows.printed), SEGMENT)
    assert solution.unique
    assert not len(solution.disagreeing)
    draw = solution.draws[0]
    assert draw.sum() == counted
    assert (rows.values[0] != NO_VALUE).sum() == judges
    assert trimmed_mean(rows.values, SEGMENT, draw).tolist() == rows.printed
    assert [tuple(np.flatnonzero(draw))] == list(by_hand(rows, counted))


@pytest.mark.parametrize(("name", "judges", "counted"), ONE_DRAW)
def test_the_number_of_drawn_judges_need_not_be_known(
    segments: dict[str, Marks], name: str, judges: int, counted: int
) -> None:
    rows = segments[name]
    solution = solve_draw(rows.values, np.array(rows.printed), panel_rule(scope="segment"))
    assert solution.unique
    assert solution.draws[0].sum() == counted < judges


def test_in_2009_10_each_performance_has_its_own_order(segments: dict[str, Marks]) -> None:
    rows = segments["Grand Prix Final 2009 men free skating"]
    printed, rank = np.array(rows.printed), np.array(rows.rank)
    together = solve_draw(rows.values, printed, SEGMENT)
    assert not together.unique
    assert len(together.disagreeing)
    solutions = solve_segment(rows.values, printed, rank, PERFORMANCE)
    assert sorted(solutions) == [1, 2, 3, 4, 5, 6]
    for number, solution in solutions.items():
        own = rank == number
        assert not len(solution.disagreeing)
        for draw in solution.draws:
            assert (trimmed_mean(rows.values[own], PERFORMANCE, draw) == printed[own]).all()
    assert len({tuple(np.flatnonzero(s.draws[0])) for s in solutions.values()}) > 1


def test_a_segment_has_one_solution_for_all(segments: dict[str, Marks]) -> None:
    rows = segments["Grand Prix Final 2008 women free skating"]
    solutions = solve_segment(rows.values, np.array(rows.printed), np.array(rows.rank), SEGMENT)
    assert len({id(solution) for solution in solutions.values()}) == 1


def test_an_altered_score_is_located(segments: dict[str, Marks]) -> None:
    rows = segments["Worlds 2007 pairs short program"]
    printed = np.array(rows.printed)
    truth = solve_draw(rows.values, printed, SEGMENT).draws
    for row in range(len(printed)):
        altered = printed.copy()
        altered[row] += 1
        solution = solve_draw(rows.values, altered, SEGMENT)
        assert solution.disagreeing.tolist() == [row]
        assert (solution.draws == truth).all()
        assert solution.unique


def test_a_row_with_an_unknown_value_is_left_out(segments: dict[str, Marks]) -> None:
    rows = segments["Worlds 2006 women free skating"]
    values, printed = rows.values.copy(), np.array(rows.printed)
    values[3, 5] = NO_VALUE
    printed[3] += 50
    solution = solve_draw(values, printed, SEGMENT)
    assert solution.unique
    assert solution.left_out.tolist() == [3]
    assert solution.used == len(printed) - 1


def test_without_a_draw_all_judges_count() -> None:
    values = np.array([[700, 725, 750, 700, 700], [600, 600, 625, 625, 650]], np.int16)
    solution = solve_draw(values, np.array([708, 617]), panel_rule())
    assert solution.unique
    assert solution.draws.all()


def test_nothing_to_go_by_determines_nothing() -> None:
    solution = solve_draw(np.full((3, 9), NO_VALUE), np.zeros(3, int), SEGMENT)
    assert not solution.unique
    assert solution.used == 0


@pytest.mark.parametrize("judges", [13, 18, 24])
def test_more_judges_than_a_panel_has_are_refused_at_once(judges: int) -> None:
    """24 columns would have 16 million draws."""
    rule = rulebooks.on(date(2006, 3, 25), Discipline.WOMEN).panel
    values = np.full((8, judges), 700)
    with pytest.raises(
        AgainstTheRules, match=f"draw: marks of {judges} judges, the largest panel has 12"
    ):
        solve_draw(values, np.full(8, 700), rule)


def test_an_absent_judge_takes_no_seat() -> None:
    values = np.full((8, 13), 700)
    values[:, 4] = NO_VALUE
    rule = rulebooks.on(date(2006, 3, 25), Discipline.WOMEN).panel
    assert not len(solve_draw(values, np.full(8, 700), rule).disagreeing)


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(Contradiction, match="draw:"):
        solve_draw(np.zeros((3, 9), int), np.zeros(2, int), SEGMENT)
