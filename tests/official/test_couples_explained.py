"""Every official program of pairs and ice dance from 2010-11 on: do its marks follow from the order
of its elements? What does not is listed here with what is known of it."""

from pathlib import Path

import pytest

from kissandcry.program import PlannedElement, PlannedProgram, check, day_of
from kissandcry.program.explain import BONUS, DELETED, JUMP_DELETED, REP, SEQ, Shares, explain
from kissandcry.protocols import Protocol
from kissandcry.rulebooks import on
from tests.official.reading import papers_of

COUPLES = ("pairs", "dance")
# (file, couple, code): printed, and not from the order of the elements
REST = {
    ("2022-23/ec2023/dance_short.pdf", "Viktoriia AZROIAN / Artur GRUZDEV", "RoLi*+EXEL"): (
        "the panel called the first of two lifts the extra element"
    ),
}
LACKING = {
    ("2023-24/wc2024/dance_short.pdf", "Natalie TASCHLEROVA / Filip TASCHLER"): (
        "four elements are printed; the required lift is not there at all"
    ),
}


@pytest.fixture(scope="module")
def papers(shared: Path) -> list[tuple[str, Protocol]]:
    return papers_of(shared, COUPLES)


def test_marks_follow_from_the_order_of_the_elements(papers: list[tuple[str, Protocol]]) -> None:
    shares = Shares()
    for name, protocol in papers:
        book = on(day_of(protocol.season), protocol.discipline, protocol.level)
        for one in protocol.performances:
            if one.elements:
                explanation = explain(book, protocol.segment, one.elements)
                shares.add(explanation, f"{name} {one.name}")
    assert shares.programs > 3000
    for kind in (BONUS, REP, SEQ, JUMP_DELETED):
        assert shares.places(kind)
        assert shares.share(kind) == 1, kind
    assert shares.places(DELETED) >= 12
    known = {(f"{file} {couple}", code) for file, couple, code in REST}
    assert {(where, place.code) for where, place in shares.rest} == known


def test_no_program_that_lost_nothing_is_called_illegal(
    papers: list[tuple[str, Protocol]],
) -> None:
    looked, illegal = 0, set()
    for name, protocol in papers:
        for one in protocol.performances:
            codes = [element for element in one.elements if element.code]
            if not codes or any("*" in element.code + element.info for element in codes):
                continue
            elements = tuple(
                PlannedElement(element.code, second_half=element.second_half) for element in codes
            )
            program = PlannedProgram(
                protocol.discipline, protocol.level, protocol.segment, protocol.season, elements
            )
            looked += 1
            if not check(program, mends=False).legal:
                illegal.add((name, one.name))
    assert looked > 2900
    assert illegal == set(LACKING)
