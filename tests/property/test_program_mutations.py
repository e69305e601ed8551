"""One change of a legal program that breaks a rule is caught, and by that rule.

The programs are official ones without a deleted element. What each change breaks is worked out here
from the codes alone, with the numbers of the rules written down again.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from kissandcry.core import Segment
from kissandcry.program import PlannedProgram
from kissandcry.program.legality import Legality, check
from tests.program.programs import Skated, added, put, skated, without

LEGAL = skated()
SHORT = [one for one in LEGAL if one.program.segment is Segment.SHORT_PROGRAM]
FREE = [one for one in LEGAL if one.program.segment is Segment.FREE_SKATING]
SPINS = ("Sp1", "Sp2", "Sp3", "Sp4", "SpB")
FLAGS = "<eq!"


@dataclass(frozen=True)
class Mutation:
    """A changed program, the problem that must be found, and whether it makes it illegal."""

    whose: str
    changed: PlannedProgram
    kinds: frozenset[str]
    illegal: bool = True


def jumps(code: str) -> list[str]:
    """The jumps of an element without calls: ["3Lz", "3T"]; none where it is no jump element."""
    if not code[0].isdigit():
        return []
    parts = [part.strip(FLAGS) for part in code.split("+")]
    return [part for part in parts if part not in ("SEQ", "REP", "COMBO")]


def jump_rows(program: PlannedProgram) -> list[int]:
    return [row for row, one in enumerate(program.elements) if jumps(one.code)]


def spin_rows(program: PlannedProgram) -> list[int]:
    choreographic = ("ChSp1",)  # a choreographic sequence of spirals in 2010-12
    return [
        row
        for row, one in enumerate(program.elements)
        if "Sp" in one.code and one.code not in choreographic
    ]


def alone(program: PlannedProgram) -> list[int]:
    marked = ("COMBO", "SEQ")
    codes = {row: program.elements[row].code for row in jump_rows(program)}
    return [
        row
        for row, code in codes.items()
        if len(jumps(code)) == 1 and not any(mark in code for mark in marked)
    ]


def joined(program: PlannedProgram) -> list[int]:
    """Combinations and sequences, finished or not."""
    return [row for row in jump_rows(program) if row not in alone(program)]


def executed(program: PlannedProgram) -> Counter[str]:
    """How often each jump is executed, half-loops between two jumps aside."""
    return Counter(name for row in jump_rows(program) for name in jumps(program.elements[row].code))


def year(program: PlannedProgram) -> int:
    return int(program.season[:4])


def spins_base(code: str) -> str:
    return code[: code.index("Sp") + 2]


def one_too_many(one: Skated) -> Iterator[Mutation]:
    program = one.program
    yield Mutation(one.name, added(program, "1Lo"), frozenset({"jump_elements"}))
    yield Mutation(one.name, added(program, "USp1"), frozenset({"spins"}))
    spin = program.elements[spin_rows(program)[0]].code
    yield Mutation(one.name, added(program, spin), frozenset({"spins", "spin_again"}))
    steps = "SlSt1" if year(program) < 2012 else "StSq1"
    yield Mutation(one.name, added(program, steps), frozenset({"elements"}))
    sequence = "ChSt1" if year(program) < 2012 else "ChSq1"
    yield Mutation(one.name, added(program, sequence), frozenset({"elements"}))


def same_spin(one: Skated) -> Iterator[Mutation]:
    program, rows = one.program, spin_rows(one.program)
    for row in rows[1:]:
        code = program.elements[rows[0]].code
        yield Mutation(one.name, put(program, row, code), frozenset({"spin_again"}))


def no_axel(one: Skated) -> Iterator[Mutation]:
    """Where a program has one Axel: in its place a single jump, or nothing."""
    program = one.program
    rows = [
        row
        for row in jump_rows(program)
        if any(name.endswith("A") for name in jumps(program.elements[row].code))
    ]
    if len(rows) == 1:
        yield Mutation(one.name, put(program, rows[0], "1Lo"), frozenset({"axel_missing"}))
        yield Mutation(one.name, without(program, rows[0]), frozenset({"axel_missing"}))


def third_execution(one: Skated) -> Iterator[Mutation]:
    program, times = one.program, executed(one.program)
    for name, number in times.items():
        turns = int(name[0])
        limited = turns >= 3 or (turns == 2 and (name == "2A" or year(program) >= 2014))
        for row in alone(program):
            own = jumps(program.elements[row].code)[0]
            others = [other for other in times if int(other[0]) >= 3 and times[other] == 2]
            if number == 2 and limited and own != name and not own.endswith("A"):
                kinds = {"third_time"} if turns >= 3 else {"double_again"}
                assert len(others) <= 2
                yield Mutation(one.name, put(program, row, name), frozenset(kinds))


def third_name(one: Skated) -> Iterator[Mutation]:
    """Two names of three turns or more are repeated; a third one is executed again."""
    program, times = one.program, executed(one.program)
    high = {name: number for name, number in times.items() if int(name[0]) >= 3}
    twice = [name for name in high if high[name] == 2]
    for row in alone(program):
        own = jumps(program.elements[row].code)[0]
        if len(twice) == 2 and own not in twice and not own.endswith("A"):
            for name in high:
                if high[name] == 1 and name != own:
                    quads = [each for each in (*twice, name) if int(each[0]) >= 4]
                    kind = "names_repeated"
                    if year(program) >= 2018 and len(quads) > 1:
                        kind = "quads_repeated"
                    yield Mutation(one.name, put(program, row, name), frozenset({kind}))


def fourth_combination(one: Skated) -> Iterator[Mutation]:
    program = one.program
    if len(joined(program)) == 3:
        for row in alone(program):
            code = f"{program.elements[row].code}+1T"
            yield Mutation(one.name, put(program, row, code), frozenset({"combinations"}))


def second_three_jumps(one: Skated) -> Iterator[Mutation]:
    program = one.program
    rows = [
        row
        for row in joined(program)
        if "SEQ" not in program.elements[row].code and "COMBO" not in program.elements[row].code
    ]
    three = [row for row in rows if len(jumps(program.elements[row].code)) == 3]
    for row in rows:
        if three and row not in three:
            code = f"{program.elements[row].code}+1T"
            yield Mutation(one.name, put(program, row, code), frozenset({"three_jumps"}))


def four_jumps(one: Skated) -> Iterator[Mutation]:
    program = one.program
    for row in joined(program):
        code = program.elements[row].code
        if len(jumps(code)) == 3 and "SEQ" not in code:
            changed = put(program, row, f"{code}+1T")
            yield Mutation(one.name, changed, frozenset({"jumps_in_combination"}))


def no_take_off(one: Skated) -> Iterator[Mutation]:
    """A Salchow, a flip or a Lutz straight behind a jump: the landing foot does not fit."""
    program = one.program
    for row in joined(program):
        names = jumps(program.elements[row].code)
        if len(names) == 2 and "SEQ" not in program.elements[row].code:
            for other in ("2S", "2F", "2Lz"):
                changed = put(program, row, f"{names[0]}+{other}")
                yield Mutation(one.name, changed, frozenset({"take_off"}))


def unknown(one: Skated) -> Iterator[Mutation]:
    for row in range(len(one.program.elements)):
        changed = put(one.program, row, "SlLi4")
        yield Mutation(one.name, changed, frozenset({"unknown_element"}))
        for code in ("3TTh", "5BLi4"):
            yield Mutation(one.name, put(one.program, row, code), frozenset({"elements"}))


def left_out(one: Skated) -> Iterator[Mutation]:
    for row in range(len(one.program.elements)):
        changed = without(one.program, row)
        yield Mutation(one.name, changed, frozenset({"missing_element"}))


def wrong_short_jumps(one: Skated) -> Iterator[Mutation]:
    program = one.program
    counted = year(program) >= 2014  # before, a wrong jump kept its value
    (pair,) = joined(program)
    first, second = jumps(program.elements[pair].code)
    for row in alone(program):
        own = jumps(program.elements[row].code)[0]
        code = f"{program.elements[row].code}+1T"
        yield Mutation(one.name, put(program, row, code), frozenset({"combinations"}))
        if own.endswith("A"):
            yield Mutation(one.name, put(program, row, "1A"), frozenset({"axel"}), counted)
            yield Mutation(one.name, put(program, row, "2Lo"), frozenset({"axel_missing"}))
            continue
        low = f"1{own[1:]}"
        yield Mutation(one.name, put(program, row, low), frozenset({"solo_turns"}), counted)
        if program.level.value == "junior":
            other = "3S" if own != "3S" else "3T"
            yield Mutation(one.name, put(program, row, other), frozenset({"solo_jump"}))
        else:
            yield Mutation(one.name, put(program, row, first), frozenset({"repeated"}))
        if program.discipline.value == "women" and own != "4T":
            changed = put(program, row, "4T")
            yield Mutation(one.name, changed, frozenset({"turns"}), counted)
    calls = program.elements[pair].code
    three = put(program, pair, f"{calls}+2Lo")
    yield Mutation(one.name, three, frozenset({"jumps_in_combination"}), counted)
    single = put(program, pair, f"{first}+1{second[1:]}")
    yield Mutation(one.name, single, frozenset({"combination_turns"}), counted)
    yield Mutation(one.name, put(program, pair, "1F"), frozenset({"combination_missing"}))


def wrong_short_spins(one: Skated) -> Iterator[Mutation]:
    program = one.program
    for row in spin_rows(program):
        own = spins_base(program.elements[row].code)
        for code in ("USp1", "CUSp1"):
            if own not in code:
                changed = put(program, row, code)
                yield Mutation(one.name, changed, frozenset({"spin_kind"}))


OF_ALL = (one_too_many, same_spin, unknown)
OF_FREE = (
    no_axel,
    third_execution,
    third_name,
    fourth_combination,
    second_three_jumps,
    four_jumps,
    no_take_off,
)
OF_SHORT = (left_out, wrong_short_jumps, wrong_short_spins)
CASES = [
    *((make, LEGAL) for make in OF_ALL),
    *((make, FREE) for make in OF_FREE),
    *((make, SHORT) for make in OF_SHORT),
]


def _kinds(found: Legality) -> list[str]:
    return [problem.kind for problem in found.problems]


@pytest.mark.parametrize("one", LEGAL, ids=lambda one: one.name)
def test_a_program_that_lost_nothing_on_the_ice_is_legal(one: Skated) -> None:
    found = check(one.program, mends=False)
    assert found.legal, found.problems
    assert set(_kinds(found)) <= {"alone_twice"}


@pytest.mark.parametrize(("make", "programs"), CASES, ids=[make.__name__ for make, _ in CASES])
def test_each_change_against_a_rule_is_caught_by_that_rule(
    make: Callable[[Skated], Iterator[Mutation]], programs: list[Skated]
) -> None:
    mutations = [mutation for one in programs for mutation in make(one)]
    assert len(mutations) >= 8
    for mutation in mutations:
        found = check(mutation.changed, mends=False)
        assert mutation.kinds <= set(_kinds(found)), (mutation, found.problems)
        assert found.legal != mutation.illegal, (mutation, found.problems)
        for problem in found.problems:
            assert problem.sentence.endswith(".")
            assert problem.rule


@pytest.mark.parametrize("make", [make for make, _ in CASES], ids=[m.__name__ for m, _ in CASES])
def test_what_mends_a_change_is_legal(make: Callable[[Skated], Iterator[Mutation]]) -> None:
    programs = next(programs for one, programs in CASES if one is make)
    mutations = [mutation for one in programs for mutation in make(one)]
    for mutation in mutations[:: max(1, len(mutations) // 6)]:
        found = check(mutation.changed)
        wanted = min(mutation.kinds)
        problem = next(one for one in found.problems if one.kind == wanted)
        assert problem.mend is not None, (mutation, problem)
        changed = problem.mend.elements
        after = check(
            PlannedProgram(
                mutation.changed.discipline,
                mutation.changed.level,
                mutation.changed.segment,
                mutation.changed.season,
                changed,
            ),
            mends=False,
        )
        assert after.legal, (problem.mend, after.problems)
        assert wanted not in _kinds(after)
