"""Every official program of single skating from 2010-11 on: do its marks follow from the order of
its elements? What does not is listed here with what is known of it."""

from pathlib import Path

import pytest

from kissandcry.core import Discipline
from kissandcry.program import PlannedElement, PlannedProgram, check, day_of
from kissandcry.program.explain import BONUS, JUMP_DELETED, KINDS, REP, SEQ, Shares, explain
from kissandcry.protocols import Protocol
from kissandcry.rulebooks import on
from tests.official.reading import papers_of

SINGLES = ("men", "women")

# (file, skater, code): what the paper has that the order of the elements does not give
REST = {
    ("2014-15/wc2015/women_free.pdf", "Gabrielle DALEMAN", "3S*+2T*"): (
        "the third combination or sequence of the program, and no jump a third time"
    ),
    ("2016-17/gprus2016/women_free.pdf", "Julia LIPNITSKAIA", "2A"): (
        "a last element without x behind elements with x"
    ),
    ("2017-18/wc2018/women_free.pdf", "Laurine LECAVELIER", "2A"): (
        "a last element without x behind elements with x"
    ),
    ("2024-25/gpcan2024/men_free.pdf", "Jason BROWN", "2Lz+2A*+2T*+SEQ+REP"): (
        "called as if it were one combination too many, and it is the second"
    ),
}


@pytest.fixture(scope="module")
def papers(shared: Path) -> list[tuple[str, Protocol]]:
    """All singles papers of the reference material, read in two processes."""
    return papers_of(shared, SINGLES)


@pytest.fixture(scope="module")
def shares(papers: list[tuple[str, Protocol]]) -> Shares:
    """The marks of all programs held against the order of their elements."""
    found = Shares()
    for name, protocol in papers:
        assert protocol.discipline in (Discipline.MEN, Discipline.WOMEN)
        book = on(day_of(protocol.season), protocol.discipline, protocol.level)
        for one in protocol.performances:
            if one.elements:
                explanation = explain(book, protocol.segment, one.elements)
                found.add(explanation, f"{name} {one.name}")
    return found


def test_marks_follow_from_the_order_of_the_elements(shares: Shares) -> None:
    assert shares.programs > 4200
    assert {kind for kind in KINDS if not shares.places(kind)} == set()
    least = {BONUS: 0.995, REP: 0.99, SEQ: 0.995, JUMP_DELETED: 0.97}
    for kind, share in least.items():
        assert (shares.share(kind) or 0) >= share, kind


def test_what_does_not_follow_is_known(shares: Shares) -> None:
    known = {(f"{file} {skater}", code) for file, skater, code in REST}
    assert {(where, place.code) for where, place in shares.rest} == known


def test_what_only_the_panel_can_see_is_counted_apart(shares: Shares) -> None:
    seen = {kind: shares.seen_by_panel(kind) for kind in KINDS}
    assert seen[BONUS] == seen[REP] == 0
    assert 0 < seen[SEQ] < shares.places(SEQ) / 10
    assert 0 < seen[JUMP_DELETED] < shares.places(JUMP_DELETED) / 5


def test_no_program_that_lost_nothing_is_called_illegal(
    papers: list[tuple[str, Protocol]],
) -> None:
    """A program whose paper prints no asterisk, planned as it was called, is legal; lines that name
    no element are left out."""
    looked, illegal = 0, []
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
            found = check(program, mends=False)
            if not found.legal:
                illegal.append((name, one.name, found.problems))
    assert looked > 3900
    assert illegal == []
