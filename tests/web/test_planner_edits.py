"""Changes of a program: what moves, and what stays with its place."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kissandcry import rulebooks
from kissandcry.program import PlannedProgram, plan_file
from kissandcry.web.planner.edits import as_set, edited, with_program
from kissandcry.web.planner.start import START

PLAN = plan_file.parse(START)
PROGRAM = PLAN.programs[0]
BOOK = rulebooks.on(PROGRAM.day, PROGRAM.discipline, PROGRAM.level)
COUNT = len(PROGRAM.elements)
rows = some.integers(1, COUNT)


def changed(*edits: str, program: PlannedProgram = PROGRAM) -> PlannedProgram:
    for edit in edits:
        program = edited(program, edit, BOOK)
    return program


@given(rows, rows)
def test_a_move_and_its_way_back_leave_the_program_as_it_was(first: int, last: int) -> None:
    there = changed(f"move {first} {last}")
    assert there.codes[last - 1] == PROGRAM.codes[first - 1]
    assert [one.time for one in there.elements] == [one.time for one in PROGRAM.elements]
    assert [one.at for one in there.elements] == [one.at for one in PROGRAM.elements]
    assert changed(f"move {last} {first}", program=there) == PROGRAM


@given(rows)
def test_the_second_half_begins_where_it_is_told_to(row: int) -> None:
    was = PROGRAM.halves(BOOK)[row - 1]
    now = changed(f"half {row}")
    begins = row if was else row - 1
    assert now.halves(BOOK) == tuple(place >= begins for place in range(COUNT))
    assert changed(f"half {row}", program=now).halves(BOOK)[row - 1] is was


def test_a_half_that_follows_from_the_times_is_not_written_down() -> None:
    moved = changed("half 6", "half 6")
    assert moved == PROGRAM
    assert all(one.second_half is None for one in moved.elements)


@given(some.lists(some.booleans(), min_size=COUNT, max_size=COUNT), some.permutations(range(COUNT)))
def test_a_layout_is_taken_as_it_is(halves: list[bool], order: list[int]) -> None:
    codes = [PROGRAM.codes[place] for place in order]
    taken = changed(as_set(codes, halves))
    assert list(taken.codes) == codes
    assert list(taken.halves(BOOK)) == halves
    assert [one.time for one in taken.elements] == [one.time for one in PROGRAM.elements]
    plan = with_program(PLAN, 0, taken)
    assert plan_file.parse(plan_file.write(plan)) == plan


def test_a_shorter_layout_has_no_times() -> None:
    taken = changed("set 4T 3A-x")
    assert [(one.code, one.time) for one in taken.elements] == [("4T", None), ("3A", None)]
    assert taken.halves(BOOK) == (False, True)


def test_ends_do_not_move_further() -> None:
    assert changed("up 1") == PROGRAM
    assert changed(f"down {COUNT}") == PROGRAM


@given(some.floats(0, 60), some.floats(0, 30))
def test_spots_on_the_ice_come_back_from_the_file(along: float, across: float) -> None:
    moved = changed(f"place 2 {along:.2f} {across:.2f}", f"path new {along:.2f} {across:.2f}")
    plan = with_program(PLAN, 0, moved)
    assert plan_file.parse(plan_file.write(plan)) == plan
    assert moved.elements[1].at == pytest.approx((along, across), abs=0.006)
    points = len(moved.path)
    back = changed(f"off path {points}", f"path 1 {along:.2f} {across:.2f}", program=moved)
    assert len(back.path) == points - 1
    assert back.path[0] == moved.path[-1]


def test_a_time_is_set_and_taken_away() -> None:
    later = changed("time 2 0:45")
    assert later.elements[1].time == 45
    without = changed("time 2", "off place 2", program=later)
    expected = replace(PROGRAM.elements[1], time=None, at=None)
    assert without.elements[1] == expected
