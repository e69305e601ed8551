"""Which elements may carry the x of the second half, by the rule of the day."""

from datetime import date
from pathlib import Path

import pytest

from kissandcry import protocols, rulebooks
from kissandcry.core import Discipline, Segment, UnknownOnDate
from kissandcry.scoring import SkatedElement, second_half_problems

MEN, PAIRS, DANCE = Discipline.MEN, Discipline.PAIRS, Discipline.ICE_DANCE
SHORT, FREE = Segment.SHORT_PROGRAM, Segment.FREE_SKATING
# Seven jump elements, as a free program has since 2018-19, and a choreographic sequence.
JUMPS = ["4Lz", "4F", "3A", "FCCoSp4", "StSq4", "4T+3T", "3Lz+1Eu+3S", "3A", "ChSq1", "3F"]


def marked(
    year: int, discipline: Discipline, segment: Segment, codes: list[str], *rows: int
) -> list[int]:
    """The rows of a program whose x is not allowed; `rows` have an x."""
    book = rulebooks.on(date(year, 11, 15), discipline)
    elements = [SkatedElement(code, (), row in rows) for row, code in enumerate(codes)]
    return [problem.row for problem in second_half_problems(book, segment, elements)]


def test_since_2018_the_last_three_jump_elements() -> None:
    """Communication 2176: the last three in the free skating, the last one in the short program."""
    assert marked(2018, MEN, FREE, JUMPS, 6, 7, 9) == []
    assert marked(2018, MEN, FREE, JUMPS, 5, 6, 7, 9) == [5]
    assert marked(2017, MEN, FREE, JUMPS, 5, 6, 7, 9) == []
    assert marked(2018, MEN, SHORT, JUMPS, 9) == []
    assert marked(2018, MEN, SHORT, JUMPS, 7, 9) == [7]


@pytest.mark.parametrize("last", ["3F*", "A", "1F*+2T*"])
def test_an_element_without_value_takes_one_of_the_last_places(last: str) -> None:
    codes = [*JUMPS[:-1], last]
    assert marked(2018, MEN, FREE, codes, 6, 7) == []
    assert marked(2018, MEN, FREE, codes, 5, 6, 7) == [5]


@pytest.mark.parametrize(
    ("year", "allowed"),
    # Pairs: jumps and throws until 2007-08, lifts and twists too until 2013-14, none since.
    [(2007, {"2A", "3LoTh"}), (2008, {"2A", "3LoTh", "5ALi4", "3Tw4"}), (2014, set())],
)
def test_pairs(year: int, allowed: set[str]) -> None:
    codes = ["2A", "3LoTh", "5ALi4", "3Tw4", "PCoSp4", "BiDs4"]
    refused = marked(year, PAIRS, FREE, codes, *range(len(codes)))
    assert {codes[row] for row in refused} == set(codes) - allowed
    assert marked(year, PAIRS, SHORT, codes, 0) == [0]


def test_spins_steps_and_dances_never() -> None:
    assert marked(2016, MEN, FREE, JUMPS, 3, 4, 8) == [3, 4, 8]
    assert marked(2016, DANCE, Segment.FREE_DANCE, ["StaLi4", "ChTw1"], 0, 1) == [0, 1]
    assert marked(2011, MEN, SHORT, ["4T+3T", "3A", "3Lz"], 1, 2) == [1, 2]
    assert marked(2012, MEN, SHORT, ["4T+3T", "3A", "3Lz"], 1, 2) == []


@pytest.mark.parametrize(
    ("year", "discipline", "segment", "says"),
    [
        (2018, MEN, FREE, "it is for the last 3 of the jumps"),
        (2018, MEN, SHORT, "it is for the last of the jumps"),
        (2010, PAIRS, FREE, "it is for jumps, lifts, throws and twists"),
        (2018, PAIRS, FREE, "it is for no element of the free skating"),
    ],
)
def test_the_sentence(year: int, discipline: Discipline, segment: Segment, says: str) -> None:
    book = rulebooks.on(date(year, 11, 15), discipline)
    (problem,) = second_half_problems(book, segment, [SkatedElement("CCoSp4", (), True)])
    beginning = "CCoSp4 has an x for the second half; by Rule 353: second half "
    assert problem.sentence == beginning + says


def test_a_rule_that_is_not_known() -> None:
    """How many elements earn the bonus in 2026-27 was not found; without an x nothing is asked."""
    assert marked(2026, MEN, FREE, JUMPS) == []
    with pytest.raises(UnknownOnDate, match="second-half rule"):
        marked(2026, MEN, FREE, JUMPS, 9)


def test_what_official_protocols_print_is_allowed(shared: Path) -> None:
    marks = 0
    for path in sorted((shared / "protocols").rglob("*.pdf"))[::4]:
        for protocol in protocols.read(path):
            day = protocol.date or date(int(protocol.season[:4]), 12, 1)
            book = rulebooks.on(day, protocol.discipline, protocol.level)
            for performance in protocol.performances:
                found = second_half_problems(book, protocol.segment, performance.elements)
                assert not found, (path, performance.name)
                marks += sum(element.second_half for element in performance.elements)
    assert marks > 1500
