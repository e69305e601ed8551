"""The times of a planned program: its length, the order of its elements in time, and its halves."""

from collections.abc import Iterator, Sequence
from typing import Final

from kissandcry.core import Points
from kissandcry.program.called import COSTS, ILLEGAL
from kissandcry.program.model import PlannedProgram
from kissandcry.program.problem import Problem, rule_text, sentence, value_of, where
from kissandcry.rulebooks import Rulebook

_FIVE: Final = 5  # seconds for which one deduction is made: Rule 353


def out_of_time(
    program: PlannedProgram,
    book: Rulebook,
    halves: Sequence[bool],
    values: Sequence[Points | None],
) -> Iterator[Problem]:
    """The problems of times and halves; `values` are those of the elements as called."""
    yield from _length(program, book)
    yield from _order(program, book)
    yield from _too_late(program, book, values)
    yield from _halves(program, book, values)


def _length(program: PlannedProgram, book: Rulebook) -> Iterator[Problem]:
    rule, length = book.durations.get(program.segment), program.length
    if rule is None or length is None:
        return
    beyond = 0
    if rule.longer is not None and length > rule.seconds + rule.longer:
        beyond = length - rule.seconds - rule.longer
    elif rule.shorter is not None and length < rule.seconds - rule.shorter:
        beyond = rule.seconds - rule.shorter - length
    if beyond:
        allowed = (
            f"{clock(rule.seconds - (rule.shorter or 0))} to"
            f" {clock(rule.seconds + (rule.longer or 0))}"
        )
        if rule.shorter is None:
            allowed = f"no more than {clock(rule.seconds + (rule.longer or 0))}"
        text = sentence(f"the program lasts {clock(length)}; allowed is {allowed}")
        deduction = book.deduction("time_violation")
        cost = None if deduction is None else deduction.total(-(-beyond // _FIVE))
        yield Problem("length", COSTS, text, rule_text(rule.provenance), (), cost)


def clock(seconds: int) -> str:
    """Seconds as minutes and seconds: "4:10"."""
    return f"{seconds // 60}:{seconds % 60:02d}"


def _order(program: PlannedProgram, book: Rulebook) -> Iterator[Problem]:
    latest: tuple[int, int] | None = None
    for row, one in enumerate(program.elements):
        if one.time is None:
            continue
        if latest is not None and one.time < latest[1]:
            before = program.elements[latest[0]]
            text = (
                f"{where(row, one.element)} is at {clock(one.time)}, and"
                f" {where(latest[0], before.element)} before it at {clock(latest[1])}"
            )
            rule = rule_text(book.content[program.segment].provenance)
            yield Problem("times", ILLEGAL, sentence(text), rule, (latest[0], row))
        else:
            latest = (row, one.time)


def _too_late(
    program: PlannedProgram, book: Rulebook, values: Sequence[Points | None]
) -> Iterator[Problem]:
    """Elements begun after the end of the program, or after the longest time: no value."""
    rule = book.durations.get(program.segment)
    latest = None if rule is None else rule.seconds + (rule.longer or 0)
    ends = [end for end in (program.length, latest) if end is not None]
    for row, one in enumerate(program.elements):
        if one.time is not None and ends and one.time > min(ends):
            text = f"{where(row, one.element)} begins at {clock(one.time)}, and the program ends"
            provenance = rule.provenance if rule else book.content[program.segment].provenance
            yield Problem(
                "after_the_end",
                ILLEGAL,
                sentence(f"{text} at {clock(min(ends))}"),
                rule_text(provenance),
                (row,),
                values[row],
            )


def _halves(
    program: PlannedProgram, book: Rulebook, values: Sequence[Points | None]
) -> Iterator[Problem]:
    """What the plan says of the second half: in order, and with a bonus only where there is one."""
    rule = book.second_half.get(program.segment)
    rows = [row for row, one in enumerate(program.elements) if one.second_half]
    if rule is None or not rows:
        return
    of_kind = [
        row for row, one in enumerate(program.elements) if one.element.family.value in rule.families
    ]
    entitled = of_kind if rule.last is None else of_kind[-rule.last :]
    text_of_rule = rule_text(rule.provenance)
    for row in rows:
        if row in of_kind and row not in entitled:
            yield _without_bonus(program, book, row, text_of_rule, rule.last)
    for row in entitled:
        if row > rows[0] and row not in rows and values[row]:
            yield _unmarked(program, book, rows[0], row, text_of_rule)


def _without_bonus(
    program: PlannedProgram, book: Rulebook, row: int, rule: str, last: int | None
) -> Problem:
    which = "last jump element" if last == 1 else f"last {last} jump elements"
    text = (
        f"{where(row, program.elements[row].element)} is marked for the second half, and only the"
        f" {which} earn its bonus"
    )
    return Problem("bonus", COSTS, sentence(text), rule, (row,), _bonus(program, book, row))


def _unmarked(program: PlannedProgram, book: Rulebook, first: int, row: int, rule: str) -> Problem:
    """What stands behind an element of the second half lies in the second half too."""
    text = (
        f"{where(row, program.elements[row].element)} is not marked for the second half, and"
        f" {where(first, program.elements[first].element)} before it is"
    )
    return Problem("halves", COSTS, sentence(text), rule, (first, row), _bonus(program, book, row))


def _bonus(program: PlannedProgram, book: Rulebook, row: int) -> Points | None:
    """What the factor would be worth; None for an element that the scale does not hold."""
    code = program.elements[row].code
    with_it, without = (value_of(program, book, code, bonus) for bonus in (True, False))
    return None if with_it is None or without is None else with_it - without
