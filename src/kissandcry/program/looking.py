"""The problems of a planned program: those of single elements, and those of the whole."""

from kissandcry import notation
from kissandcry.core import Points, UnknownOnDate
from kissandcry.notation import Element, Suffix
from kissandcry.program.called import ILLEGAL, MARK, Called
from kissandcry.program.kinds import kind_of
from kissandcry.program.model import PlannedProgram
from kissandcry.program.panel import bare_element, call_marked
from kissandcry.program.problem import (
    SEVERITIES,
    Legality,
    Problem,
    rule_text,
    sentence,
    value_of,
    where,
)
from kissandcry.program.requirements import lacking
from kissandcry.program.timing import out_of_time
from kissandcry.rulebooks import Rulebook
from kissandcry.scoring import element_value


def look(program: PlannedProgram, book: Rulebook, other: PlannedProgram | None = None) -> Legality:
    """The problems of a program without what would mend them. Raises as `check`."""
    elements = [one.element for one in program.elements]
    halves = program.halves(book)
    called, own = call_marked(book, program.segment, elements, halves)
    values = [value_of(program, book, one.code, one.second_half) for one in called]
    problems: list[Problem] = []
    for row, one in enumerate(called):
        problems += _of_element(program, book, row, one, values[row])
    problems += lacking(program, book, called, own, other)
    problems += out_of_time(program, book, halves, values)
    problems.sort(key=lambda problem: SEVERITIES.index(problem.severity))
    base = sum((value for value in values if value is not None), Points(0))
    return Legality(tuple(problems), called, base)


def _of_element(
    program: PlannedProgram, book: Rulebook, row: int, called: Called, value: Points | None
) -> list[Problem]:
    """What the panel would make of one element, and what that costs."""
    element = program.elements[row].element
    if _is_unknown(program, book, element):
        return [_unknown_element(program, book, row)]
    if all(reason.severity == MARK for reason in called.reasons):
        return []
    plain = as_planned(element, called)
    cost = (value_of(program, book, plain, called.second_half) or Points(0)) - (value or Points(0))
    problems = []
    for reason in called.reasons:
        if reason.severity == MARK:
            continue
        problems.append(
            Problem(
                reason.kind,
                reason.severity,
                sentence(f"{where(row, element)}: {reason.sentence}"),
                rule_text(reason.rule),
                (row,),
                max(cost, Points(0)),
            )
        )
        cost = Points(0)
    return problems


def as_planned(element: Element, called: Called) -> str:
    """The element with all that was planned counting, and as a sequence where it is one."""
    plain = bare_element(element, keep_sequence=not called.reasons)
    if any(reason.kind == "sequence" for reason in called.reasons) and not plain.sequence:
        plain = Element(plain.parts, (*plain.suffixes, Suffix(len(plain.parts), "SEQ")))
    return notation.write(plain)


def _is_unknown(program: PlannedProgram, book: Rulebook, element: Element) -> bool:
    plain = notation.write(bare_element(element))
    return not kind_of(element, book) or value_of(program, book, plain, False) is None


def _unknown_element(program: PlannedProgram, book: Rulebook, row: int) -> Problem:
    element = program.elements[row].element
    plain = notation.write(bare_element(element))
    try:
        element_value(book, plain, False, segment=program.segment)
        words = f"{plain} is no element of this discipline"
    except UnknownOnDate as error:
        words = str(error)
    provenance = book.calculation.provenance
    text = sentence(f"{where(row, element)}: {words}")
    return Problem("unknown_element", ILLEGAL, text, rule_text(provenance), (row,))
