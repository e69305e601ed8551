"""What is wrong with a plan: the sentence, the cost in points and the change."""

from dataclasses import replace

import pytest

from kissandcry.core import Discipline, Level, Points, Segment, UnknownOnDate
from kissandcry.program import PlannedElement, PlannedProgram, Problem, check
from tests.program.programs import program, put

# Free skating of 2024-25 with all elements, nothing against the rules.
MEN = program("4T+3T 3A 4S 3Lo FCSp4 ChSq1 3A+1Eu+3Sx 3Lz+2Tx 3Fx StSq4 CSSp4 CCoSp4")
SHORT = program("3A 3Lz+3T 3F FSSp4 CCSp4 StSq4 CCoSp4", segment=Segment.SHORT_PROGRAM)


def only(found: PlannedProgram, *, mends: bool = True) -> Problem:
    (problem,) = check(found, mends=mends).problems
    return problem


def test_a_legal_program_has_no_problem_and_its_base_value() -> None:
    found = check(MEN)
    assert found.legal
    assert found.problems == ()
    # 13.70 + 8.00 + 9.70 + 4.90 + 3.20 + 3.00 + 1.1 x (12.80, 7.20, 5.30) + 3.90 + 3.00 + 3.50
    assert found.base_value == Points("80.73")


def test_a_repeated_jump_alone_costs_three_tenths_and_is_legal() -> None:
    plan = put(MEN, 3, "3Lz")
    plan = put(plan, 7, "3Lzx".removesuffix("x"))
    found = check(plan)
    assert found.legal
    (problem,) = found.problems
    # 5.90 x 1.1 = 6.49; 6.49 x 0.7 = 4.54
    assert (problem.kind, problem.severity, problem.cost) == (
        "alone_twice",
        "costs",
        Points("1.95"),
    )
    assert problem.rows == (7,)
    assert problem.mend is not None
    assert check(replace(plan, elements=problem.mend.elements)).problems == ()


def test_a_third_execution_costs_its_value() -> None:
    plan = put(MEN, 2, "3A")
    problem, alone = check(plan).problems
    assert (problem.kind, alone.kind) == ("third_time", "alone_twice")
    assert problem.sentence == (
        "Element 7 (3A+1Eu+3S): 3A is executed 3 times, and two are allowed."
    )
    assert problem.rule.startswith("Rule 611: repetition of jumps (")
    # 12.80 x 1.1 = 14.08 without the Axel: 4.80 x 1.1 = 5.28
    assert problem.cost == Points("8.80")


def test_all_problems_are_listed_the_illegal_ones_first() -> None:
    plan = put(put(put(MEN, 2, "3A"), 4, "CSSp4"), 8, "3Lo")
    kinds = [(problem.kind, problem.severity) for problem in check(plan).problems]
    assert kinds == [
        ("third_time", "illegal"),
        ("spin_again", "illegal"),
        ("spin_kind", "illegal"),
        ("alone_twice", "costs"),
        ("alone_twice", "costs"),
    ]


def test_every_mend_leads_to_a_legal_program() -> None:
    plan = put(put(put(MEN, 2, "3A"), 4, "CSSp4"), 8, "3Lo")
    for problem in check(plan).problems:
        assert problem.mend is not None
        assert check(replace(plan, elements=problem.mend.elements)).legal


def test_an_unknown_element_is_a_problem_and_no_fault() -> None:
    plan = replace(put(MEN, 2, "5S"), season="2017-18")
    problem = next(one for one in check(plan, mends=False).problems if one.rows == (2,))
    assert problem.kind == "unknown_element"
    assert "holds no 5S" in problem.sentence
    assert problem.cost is None


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("3Lz+1Eu", "an Euler stands between two jumps"),
        ("1Eu+3S", "an Euler stands between two jumps"),
        ("1Eu", "an Euler stands between two jumps"),
    ],
)
def test_an_euler_stands_between_two_jumps(code: str, words: str) -> None:
    found = check(put(MEN, 3, code), mends=False)
    assert [one.kind for one in found.problems if words in one.sentence] == ["euler"]


def test_an_euler_has_no_place_in_a_short_program() -> None:
    found = check(put(SHORT, 1, "3Lz+1Eu+3S"))
    assert "euler" in {one.kind for one in found.problems}
    assert not found.legal


def test_the_euler_of_2026_is_not_counted_and_stands_once() -> None:
    codes = "3A+2T 3Lz+2A+2A+SEQ 3F 3Lo 3S 4T FCSp4 ChSq1 StSq4 ChSp1 CCoSp4"
    plan = program(codes, season="2026-27")
    assert check(plan).legal
    # An Euler between two jumps leaves the combination one of two jumps.
    with_euler = put(plan, 0, "3A+Eu+3S")
    with_euler = put(with_euler, 4, "2A")
    assert check(with_euler, mends=False).legal
    kinds = [one.kind for one in check(put(with_euler, 1, "3Lz+Eu+2S"), mends=False).problems]
    assert kinds.count("euler") == 1


def test_a_jump_follows_from_the_foot_of_the_one_before() -> None:
    problem = only(put(MEN, 7, "3Lz+2S"))
    assert problem.kind == "take_off"
    assert problem.sentence == (
        "Element 8 (3Lz+2S): 2S is not taken off from the foot and edge on which 3Lz is landed."
    )
    assert problem.cost == Points("1.30")
    assert problem.mend is not None


def test_a_sequence_needs_an_axel_since_2018() -> None:
    problem = only(put(MEN, 7, "3Lz+2T+SEQ"))
    assert problem.kind == "sequence"
    # The season before, any jumps could be joined by hops.
    old = program("3Lz+3T+SEQ 3A 3F 3Lo FCSp4 3Ax 3Sx 2A+2Tx StSq4 CSSp4 CCoSp4", season="2017-18")
    assert "sequence" not in {one.kind for one in check(old, mends=False).problems}


def test_what_a_short_program_lacks_is_named() -> None:
    plan = put(SHORT, 1, "3Lz")
    kinds = {one.kind: one for one in check(plan).problems}
    assert kinds.keys() >= {"combination_missing"}
    assert kinds["combination_missing"].mend is not None
    assert kinds["combination_missing"].cost is None


def test_a_wrong_jump_kept_its_value_until_2014() -> None:
    plan = replace(put(SHORT, 2, "2F"), season="2012-13")
    found = check(plan)
    assert found.legal
    assert [(one.kind, one.severity) for one in found.problems] == [("solo_turns", "costs")]
    assert not check(replace(plan, season="2014-15")).legal


def test_levels_have_their_own_short_program() -> None:
    # Flying sit spin and change-foot camel: juniors of 2023-24, whose jump was the Lutz.
    junior = replace(SHORT, level=Level.JUNIOR, season="2023-24")
    assert [one.kind for one in check(junior).problems] == ["solo_jump"]
    mended = put(put(junior, 1, "3F+3T"), 2, "3Lz")
    assert check(mended).problems == ()
    assert check(replace(mended, season="2022-23"), mends=False).legal is False


def test_the_length_of_a_program_costs_a_deduction() -> None:
    # 4:00, ten seconds more or less; one point for each five seconds begun.
    for length, cost in ((250, None), (251, "1.00"), (256, "2.00"), (230, None), (229, "1.00")):
        found = check(replace(MEN, length=length))
        assert found.legal
        assert [one.cost for one in found.problems] == ([] if cost is None else [Points(cost)])
    problem = only(replace(MEN, length=256))
    assert problem.sentence == "The program lasts 4:16; allowed is 3:50 to 4:10."
    assert problem.mend is not None
    assert problem.mend.length == 240


def test_a_short_program_had_only_a_longest_time() -> None:
    plan = replace(SHORT, season="2012-13", length=150)
    assert check(plan).problems == ()
    problem = only(replace(plan, length=180))
    assert "allowed is no more than 2:50" in problem.sentence


def test_times_go_on() -> None:
    times = [10, 30, 50, 45, 90, 110, 130, 150, 170, 190, 210, 225]
    elements = tuple(
        replace(one, time=time, second_half=None)
        for one, time in zip(MEN.elements, times, strict=True)
    )
    plan = replace(MEN, elements=elements)
    problem = only(plan)
    assert problem.kind == "times"
    assert problem.rows == (2, 3)
    assert problem.mend is not None
    assert problem.mend.sentence == "Put the times in order."
    late = replace(plan, elements=(*elements[:3], replace(elements[3], time=300)), length=240)
    assert "after_the_end" in {one.kind for one in check(late, mends=False).problems}


def test_times_say_what_earns_the_bonus() -> None:
    times = [10, 30, 50, 70, 90, 110, 119, 120, 170, 190, 210, 225]
    elements = tuple(
        replace(one, time=time, second_half=None)
        for one, time in zip(MEN.elements, times, strict=True)
    )
    called = check(replace(MEN, elements=elements)).called
    assert [one.code for one in called if one.second_half] == ["3Lz+2T", "3F"]


def test_a_bonus_that_no_rule_gives_is_told_with_its_worth() -> None:
    marked = tuple(
        replace(one, second_half=True) if row == 3 else one for row, one in enumerate(MEN.elements)
    )
    problem = only(replace(MEN, elements=marked))
    assert (problem.kind, problem.severity) == ("bonus", "costs")
    assert problem.cost == Points("0.49")  # a tenth of the 4.90 of the loop
    assert "only the last 3 jump elements" in problem.sentence


def test_a_jump_behind_the_second_half_is_in_it() -> None:
    plan = replace(
        MEN,
        elements=tuple(
            replace(one, second_half=None) if row == 8 else one
            for row, one in enumerate(MEN.elements)
        ),
    )
    problem = only(plan)
    assert (problem.kind, problem.rows, problem.cost) == ("halves", (6, 8), Points("0.53"))


def test_rules_not_found_are_said_to_be_unknown() -> None:
    plan = replace(
        program("3A 3Lz+3T 3F 3Lo+2A+SEQ 3S 4T FCSp4 ChSq1 StSq4 ChSp1 CCoSp4"), season="2026-27"
    )
    found = check(plan)
    assert found.legal
    assert {one.severity for one in found.problems} == {"unknown"}
    assert len(found.problems) == 2


def test_a_season_without_rules_is_refused_in_one_sentence() -> None:
    with pytest.raises(UnknownOnDate) as refused:
        check(replace(MEN, season="1999-00"))
    assert "\n" not in str(refused.value)
    with pytest.raises(UnknownOnDate, match="junior men"):
        check(replace(MEN, season="2008-09", level=Level.JUNIOR))


def test_the_marks_that_a_plan_carries_change_nothing() -> None:
    marked = put(put(MEN, 1, "3A*"), 3, "3Lo+REP")
    assert check(marked).base_value == check(MEN).base_value
    assert check(marked).legal


def test_women_must_not_plan_a_quad_in_the_short_program() -> None:
    plan = program(
        "2A 3Lz+3T 4T FSSp4 LSp4 StSq4 CCoSp4",
        segment=Segment.SHORT_PROGRAM,
        discipline=Discipline.WOMEN,
    )
    kinds = [one.kind for one in check(plan).problems]
    assert "turns" in kinds


def test_an_empty_program_lacks_everything() -> None:
    empty = PlannedProgram(Discipline.MEN, Level.SENIOR, Segment.SHORT_PROGRAM, "2024-25", ())
    kinds = [one.kind for one in check(empty, mends=False).problems]
    assert kinds.count("missing_element") == 3
    one = replace(empty, elements=(PlannedElement("3A"),))
    assert not check(one).legal


def test_a_quadruple_axel_is_a_solo_jump_and_no_required_axel() -> None:
    """Rule 611: the Axel of a senior man's short program is the double or the triple one; in
    2023-24 a quadruple one counted as the solo jump beside a triple one."""

    def kinds(codes: str) -> set[str]:
        elements = tuple(PlannedElement(code) for code in codes.split())
        plan = PlannedProgram(
            Discipline.MEN, Level.SENIOR, Segment.SHORT_PROGRAM, "2023-24", elements
        )
        return {problem.kind for problem in check(plan, mends=False).problems}

    assert kinds("4A 4Lz+3T FCSp4 3A CSSp4 StSq4 CCoSp4") == set()
    assert "axel_missing" in kinds("4F 4A 4Lz+3T FCSp4 CSSp4 StSq4 CCoSp4")
    assert kinds("4Lz+3T 4F 4A FCSp4 CSSp4 StSq4 CCoSp4") & {"axel", "axel_missing"}
