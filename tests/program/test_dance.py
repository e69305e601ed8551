"""Ice dance: programs as skated are legal, and each change that breaks a rule is caught by it."""

from dataclasses import replace

import pytest

from kissandcry.core import Discipline, Level, Segment
from kissandcry.program import PlannedProgram, check
from tests.program.couples import skated
from tests.program.programs import Skated, added, program, put, without

LEGAL = skated(Discipline.ICE_DANCE)
# European Championships 2025, Charlene Guignard / Marco Fabbri, with the levels at their highest
FREE = program(
    "ChSp1 SlLi4+RoLi4 SyTwW4+SyTwM4 OFTW4+OFTM4 DSp4 CiStW4+CiStM4 StaLi4 ChSt1 ChLi1",
    discipline=Discipline.ICE_DANCE,
    segment=Segment.FREE_DANCE,
)
THREE_SHORT = added(put(FREE, 1, "SlLi4"), "RoLi4")
RHYTHM = program(
    "SqTwW4+SqTwM4 MiStW4+MiStM4 RoLi4 PSt4 ChRS1",
    discipline=Discipline.ICE_DANCE,
    segment=Segment.RHYTHM_DANCE,
)
# World Championships 2021, Victoria Sinitsina / Nikita Katsalapov
FINNSTEP = program(
    "SqTwL4+SqTwM4 MiSt3 1FS3 PStL3+PStM4 RoLi4",
    discipline=Discipline.ICE_DANCE,
    segment=Segment.RHYTHM_DANCE,
    season="2020-21",
)
# European Championships 2014, Anna Cappellini / Luca Lanotte
OLD_FREE = program(
    "STw4 CiSt3 SlLi4+RoLi4 RoLi4 CoSp4 CuLi4 DiSt3 ChLi1",
    discipline=Discipline.ICE_DANCE,
    segment=Segment.FREE_DANCE,
    season="2013-14",
)
JUNIOR = replace(without(put(put(FREE, 1, "SlLi4"), 6, "StaLi4"), 8), level=Level.JUNIOR)


def kinds(found: PlannedProgram) -> set[str]:
    return {p.kind for p in check(found, mends=False).problems}


@pytest.mark.parametrize("one", LEGAL, ids=lambda one: one.name)
def test_programs_as_skated_are_legal(one: Skated) -> None:
    assert check(one.program, mends=False).problems == ()


@pytest.mark.parametrize("whole", [FREE, THREE_SHORT, RHYTHM, FINNSTEP, OLD_FREE, JUNIOR])
def test_the_programs_changed_below_are_legal(whole: PlannedProgram) -> None:
    assert check(whole).problems == ()


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        (added(FREE, "CuLi4"), "dance_lifts"),
        (added(THREE_SHORT, "CuLi4"), "dance_lifts"),
        (put(FREE, 6, "StaLi4+CuLi4"), "dance_lifts"),
        (put(FREE, 6, "RoLi4"), "lift_again"),
        (put(THREE_SHORT, 6, "SlLi4"), "lift_again"),
        (put(FREE, 8, "ChSp1"), "choreographic_again"),
        (put(FREE, 8, "ChRS1"), "choreographic"),
        (added(FREE, "ChSl1"), "elements"),
        (put(FREE, 5, "OFTW4+OFTM4"), "step_sequence"),
        (put(FREE, 3, "MiStW4+MiStM4"), "step_sequence"),
        (put(FREE, 2, "SqTwW4+SqTwM4"), "twizzles"),
        (added(FREE, "DSp4"), "elements"),
        (put(RHYTHM, 2, "SlLi4+RoLi4"), "long_lift"),
        (added(RHYTHM, "CuLi4"), "dance_lifts"),
        (put(RHYTHM, 0, "SyTwW4+SyTwM4"), "twizzles"),
        (put(RHYTHM, 1, "CiStW4+CiStM4"), "step_sequence"),
        (put(RHYTHM, 4, "ChSl1"), "choreographic"),
        (without(RHYTHM, 4), "missing_element"),
        (put(RHYTHM, 2, "RoLi4+TRANS"), "missing_element"),
        (added(RHYTHM, "DSp4"), "elements"),
        (put(FINNSTEP, 2, "2FS3"), "unknown_element"),
        (added(FINNSTEP, "1FS3"), "pattern_dance"),
        (put(FINNSTEP, 2, "1MB3"), "unknown_element"),
        (put(OLD_FREE, 6, "SeSt3"), "step_sequence"),
        (put(OLD_FREE, 5, "RoLi4"), "lift_again"),
        (put(OLD_FREE, 7, "ChSp1"), "unknown_element"),
        (put(JUNIOR, 1, "SlLi4+RoLi4"), "dance_lifts"),
        (put(FREE, 0, "3S"), "unknown_element"),
    ],
)
def test_a_change_is_caught_by_its_rule(changed: PlannedProgram, kind: str) -> None:
    assert kind in kinds(changed)


def test_a_transitional_lift_is_not_counted() -> None:
    """European Championships 2011, Pechalat / Bourzat: two of them beside four lifts."""
    (whole,) = [
        one.program
        for one in LEGAL
        if one.program.season == "2010-11" and one.program.segment == Segment.FREE_DANCE
    ]
    codes = [one.code for one in whole.elements]
    assert codes.count("Li+TRANS") == 2
    assert check(whole).legal


def test_a_mend_gives_a_legal_program() -> None:
    for changed in (put(FREE, 6, "RoLi4"), put(FREE, 8, "ChSp1"), without(RHYTHM, 4)):
        (problem,) = check(changed).problems
        assert problem.mend is not None
        assert check(replace(changed, elements=problem.mend.elements)).legal
