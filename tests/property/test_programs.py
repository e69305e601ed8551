"""Any list of elements can be called and checked, whatever it holds; what mends it is legal."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from kissandcry import notation
from kissandcry.core import Discipline, Level, Points, Segment
from kissandcry.program import PlannedElement, PlannedProgram, check
from kissandcry.program.panel import call_marked
from kissandcry.rulebooks import on

JUMP = st.builds(
    lambda turns, name, flag: f"{turns}{name}{flag}",
    st.integers(1, 4),
    st.sampled_from(["T", "S", "Lo", "F", "Lz", "A"]),
    st.sampled_from(["", "", "", "<", "<<", "q"]),
)
EULER = st.sampled_from(["1Eu", "1Lo"])
JUMPS = st.one_of(
    JUMP,
    st.builds("{}+{}".format, JUMP, JUMP),
    st.builds("{}+{}+{}".format, JUMP, st.one_of(JUMP, EULER), JUMP),
    st.builds("{}+COMBO".format, JUMP),
    st.builds("{}+SEQ+{}".format, JUMP, JUMP),
    st.builds("{}+{}+SEQ".format, JUMP, JUMP),
)
OTHERS = st.sampled_from(
    [
        *("CCoSp4", "FCCoSp3", "CSSp4", "CCSp2", "FSSp4", "FCSp3", "LSp4", "SSp1", "CoSp3"),
        *("StSq4", "ChSq1", "SpSq3", "ChSp1", "SlSt2", "3LzTh", "PCoSp4", "SlLi4"),
    ]
)
PROGRAMS = st.builds(
    PlannedProgram,
    st.sampled_from([Discipline.MEN, Discipline.WOMEN]),
    st.sampled_from([Level.SENIOR, Level.JUNIOR]),
    st.sampled_from([Segment.SHORT_PROGRAM, Segment.FREE_SKATING]),
    st.integers(2010, 2025).map(lambda year: f"{year}-{(year + 1) % 100:02d}"),
    st.lists(
        st.builds(
            PlannedElement,
            st.one_of(JUMPS, JUMPS, OTHERS),
            second_half=st.sampled_from([None, True]),
        ),
        max_size=14,
    ).map(tuple),
)


@given(PROGRAMS)
@settings(max_examples=150)
def test_everything_can_be_checked(program: PlannedProgram) -> None:
    found = check(program, mends=False)
    assert len(found.called) == len(program.elements)
    assert found.base_value >= Points(0)
    for problem in found.problems:
        assert problem.sentence.endswith(".")
        assert "\n" not in problem.sentence
        assert problem.cost is None or problem.cost >= Points(0)
        assert all(0 <= row < len(program.elements) for row in problem.rows)


@given(PROGRAMS)
@settings(max_examples=150)
def test_calling_what_was_called_changes_nothing(program: PlannedProgram) -> None:
    book = on(program.day, program.discipline, program.level)
    halves = program.halves(book)
    elements = [one.element for one in program.elements]
    once, _ = call_marked(book, program.segment, elements, halves)
    again, _ = call_marked(book, program.segment, [notation.parse(o.code) for o in once], halves)
    assert [one.code for one in again] == [one.code for one in once]


@given(PROGRAMS)
@settings(max_examples=150)
def test_an_element_more_never_gives_value_back(program: PlannedProgram) -> None:
    """What is deleted stays deleted when the program goes on: calls look backwards only."""
    book = on(program.day, program.discipline, program.level)
    elements = [one.element for one in program.elements]
    none = [False] * len(elements)
    whole, _ = call_marked(book, program.segment, elements, none)
    for length in range(len(elements)):
        part, _ = call_marked(book, program.segment, elements[:length], none[:length])
        assert [one.code for one in part] == [one.code for one in whole[:length]]


@given(PROGRAMS.filter(lambda program: len(program.elements) < 8))
@settings(max_examples=10)
def test_what_mends_is_legal(program: PlannedProgram) -> None:
    for problem in check(program).problems:
        if problem.mend is not None:
            assert check(replace(program, elements=problem.mend.elements), mends=False).legal


def test_a_rulebook_of_another_day_can_be_asked() -> None:
    plan = PlannedProgram(
        Discipline.MEN,
        Level.SENIOR,
        Segment.FREE_SKATING,
        "2024-25",
        tuple(PlannedElement(code) for code in ("3A", "3A", "3A")),
    )
    found = check(plan, on(date(2011, 11, 15), Discipline.MEN))
    assert [one.code for one in found.called] == ["3A", "3A+SEQ", "3A*"]
