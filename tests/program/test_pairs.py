"""Pairs: programs as skated are legal, and each change against a rule is caught by it."""

from dataclasses import replace
from datetime import date

import pytest

from kissandcry.core import Discipline, Level, Points, Segment, UnknownOnDate
from kissandcry.program import PlannedProgram, call, check
from kissandcry.rulebooks import on
from tests.program.couples import skated
from tests.program.programs import Skated, added, program, put, without

LEGAL = skated(Discipline.PAIRS)
# Layouts of 2024-25 with all elements, nothing against the rules.
FREE = program(
    "3Tw4 3T+2A 3S 5ALi4 FoDs4 PCoSp4 3LzTh 3Li4 ChSq1 3LoTh 5RLi4", discipline=Discipline.PAIRS
)
SHORT = program(
    "3Tw4 3S 4Li4 3LoTh BoDs4 CCoSp4 StSq4",
    discipline=Discipline.PAIRS,
    segment=Segment.SHORT_PROGRAM,
)
JUNIOR = replace(
    put(put(SHORT, 3, "3STh"), 1, "2A"), level=Level.JUNIOR
)  # 2024-25: Salchow throw, group 4


def kinds(found: PlannedProgram, other: PlannedProgram | None = None) -> set[str]:
    return {p.kind for p in check(found, other=other, mends=False).problems}


@pytest.mark.parametrize("one", LEGAL, ids=lambda one: one.name)
def test_programs_as_skated_are_legal(one: Skated) -> None:
    found = check(one.program, mends=False)
    assert found.problems == ()


@pytest.mark.parametrize("whole", [FREE, SHORT, JUNIOR])
def test_the_programs_changed_below_are_legal(whole: PlannedProgram) -> None:
    assert check(whole).problems == ()


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        (put(SHORT, 2, "5ALi4"), "lift_group"),
        (put(SHORT, 4, "FiDs4"), "death_spiral"),
        (put(SHORT, 5, "CSSp4"), "solo_spin"),
        (put(SHORT, 5, "PCoSp4"), "elements"),
        (put(SHORT, 1, "3S+2T"), "combinations"),
        (put(SHORT, 1, "1A"), "turns"),
        (put(SHORT, 3, "1LoTh"), "turns"),
        (put(SHORT, 0, "1Tw4"), "turns"),
        (added(SHORT, "3FTh"), "elements"),
        (without(SHORT, 6), "missing_element"),
        (put(JUNIOR, 3, "3LoTh"), "throw"),
        (put(JUNIOR, 1, "2Lz"), "solo_jump"),
        (put(FREE, 10, "5ALi4"), "lift_again"),
        (put(FREE, 7, "5BLi4"), "lift_group"),
        (put(FREE, 7, "2Li4"), "lift_group"),
        (put(FREE, 9, "3LzTh"), "throw_again"),
        (put(FREE, 2, "3T"), "jump_again"),
        (put(FREE, 2, "3S+2T"), "combinations"),
        (put(FREE, 2, "2A"), "jump_again"),
        (put(FREE, 1, "3Lz"), "alone_twice"),
        (put(FREE, 1, "2T+2T+2T+2T"), "jumps_in_combination"),
        (put(FREE, 1, "3T+2T+SEQ"), "sequence"),
        (put(FREE, 5, "PSp4"), "pair_spin"),
        (added(FREE, "4Li4"), "elements"),
        (added(FREE, "BoDs4"), "elements"),
        (added(FREE, "StSq4"), "elements"),
        (put(FREE, 0, "SqTw4"), "unknown_element"),
    ],
)
def test_a_change_is_caught_by_its_rule(changed: PlannedProgram, kind: str) -> None:
    assert kind in kinds(changed)


def test_the_death_spirals_of_both_programs_differ() -> None:
    """Of seniors in the free skating; juniors may repeat theirs."""
    assert kinds(FREE, SHORT) == set()
    assert kinds(put(FREE, 4, "BoDs4"), SHORT) == {"death_spiral_again"}


def test_a_second_jump_alone() -> None:
    """World Championships 2017, Alexandrovskaya / Windsor: 3S, 3T+REP; European Championships 2011,
    Bazarova / Larionov: 3T, 2A+SEQ."""
    for season, codes, wanted in (
        (date(2017, 3, 30), ("3S", "3T"), ["3S", "3T+REP"]),
        (date(2011, 1, 26), ("3T", "2A"), ["3T", "2A+SEQ"]),
    ):
        book = on(season, Discipline.PAIRS)
        called = call(book, Segment.FREE_SKATING, codes, [False, False])
        assert [one.code for one in called] == wanted


def test_lifts_throws_and_jumps_carried_x_until_2014() -> None:
    codes = ["3T+2T", "5ALi4", "3LoTh", "3Tw2", "FiDs4"]
    for day, wanted in ((date(2014, 3, 1), [True] * 4 + [False]), (date(2014, 11, 1), [False] * 5)):
        book = on(day, Discipline.PAIRS)
        called = call(book, Segment.FREE_SKATING, codes, [True] * 5)
        assert [one.second_half for one in called] == wanted


def test_a_mend_gives_a_legal_program_and_the_cost_is_the_value_lost() -> None:
    (problem,) = check(put(SHORT, 4, "FiDs4")).problems
    book = on(SHORT.day, Discipline.PAIRS)
    row = book.row("FiDs4")
    assert row is not None
    assert problem.cost == row.base_value
    assert "BoDs" in problem.sentence
    assert problem.mend is not None
    assert check(replace(SHORT, elements=problem.mend.elements)).legal


def test_rules_that_are_not_known_are_said_to_be() -> None:
    old = replace(JUNIOR, season="2010-11")
    with pytest.raises(UnknownOnDate):
        check(replace(SHORT, season="2026-27"))
    with pytest.raises(UnknownOnDate):
        check(old)
    assert Points(0) < check(JUNIOR).base_value
