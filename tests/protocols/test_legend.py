"""What the signs of a protocol mean, by the legends that the published papers print."""

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from kissandcry.core import Discipline, Points
from kissandcry.protocols import PrintedElement, Protocol, read
from kissandcry.protocols.writers import as_html
from kissandcry.protocols.writers.as_pdf import typeset
from kissandcry.protocols.writers.legend import SYMBOLS, legend, symbols_of
from kissandcry.rulebooks import on
from tests.protocols.samples import marseille, performance


def element(code: str, info: str = "", *, second_half: bool = False) -> PrintedElement:
    return PrintedElement(1, code, info, Points(3), second_half, Points(0), (0,) * 9, Points(3))


def protocol(
    *codes: str, day: date | None, discipline: Discipline = Discipline.MEN, season: str = ""
) -> Protocol:
    skate = performance(elements=tuple(map(element, codes)))
    return replace(
        marseille(), performances=(skate,), date=day, season=season, discipline=discipline
    )


@pytest.mark.parametrize(
    ("code", "info", "signs"),
    [
        ("3Tw2<", "", "<"),
        ("3Tw2q", "", "q"),
        ("StaLi4>", "", ">"),
        ("1FS4+kpYYNY<", "", "<"),
        ("4Lz!q+1Eu+3S<*", "! q < *", "! q < *"),
        ("3Lz+2T+SEQ", "e", "SEQ e"),
        ("3Lz+COMBO", "", "COMBO"),
        ("2A+REP", "", "REP"),
        ("CCoSp4V", "", "V"),
        ("FCSp2V1", "", "V1"),
        ("RoLi*+EXEL", "*", "EXEL *"),
        ("LSp4", "F", "F"),
        ("FiSt2", "S", "S"),
        ("3Lz<<", "<<", "<<"),
        ("SSp4", "", ""),  # the e of no jump
        ("", "F", "F"),
        ("Qx7", "F <", "F <"),  # no code: what the Info column says
    ],
)
def test_signs_of_a_line(code: str, info: str, signs: str) -> None:
    assert symbols_of(element(code, info)) == set(signs.split())
    assert symbols_of(element(code, info, second_half=True)) == {*signs.split(), "x"}


@pytest.mark.parametrize(
    ("day", "meaning"),
    [
        (date(2005, 11, 1), "downgraded"),
        (date(2010, 3, 20), "downgraded"),  # printed so in the legends of 2007-08 to 2009-10
        (date(2010, 11, 1), "under-rotated"),  # "Under-rotated jump" from 2010-11 on
        (date(2015, 11, 1), "under-rotated"),
        (date(2024, 11, 1), "under-rotated"),
        (None, "jump not fully rotated"),  # true of both
    ],
)
def test_a_jump_with_one_mark_was_downgraded_at_first(day: date | None, meaning: str) -> None:
    paper = protocol("3Lz<", day=day)
    assert legend(paper) == [("<", meaning)]
    if day is not None:
        assert legend(paper, on(day, paper.discipline, paper.level)) == [("<", meaning)]
        old = day < date(2010, 7, 1)
        with_season = protocol("3Lz<", day=None, season="2009-10" if old else "2012-13")
        assert legend(with_season) == [("<", meaning)]
    assert meaning in as_html.page([paper])


@pytest.mark.parametrize("day", [date(2023, 12, 1), None])
def test_signs_of_ice_dance_have_their_own_meaning(day: date | None) -> None:
    """The legends of ice dance: "! Element does not fulfill all requirements" (2023-24)."""
    paper = protocol("ChSt1!", "1FS4+kpYYNY<", day=day, discipline=Discipline.ICE_DANCE)
    assert legend(paper) == [("<", "steps missed"), ("!", "requirement not fulfilled")]


def test_a_legend_of_some_performances_has_their_signs_only() -> None:
    paper = replace(
        marseille(),
        performances=(
            performance(elements=(element("3Lz<"),)),
            performance(elements=(element("3Tq"), element("3Lz", second_half=True))),
        ),
    )
    assert [sign for sign, _ in legend(paper)] == ["x", "<", "q"]
    assert [sign for sign, _ in legend(paper, None, paper.performances[1:])] == ["x", "q"]


def test_each_protocol_of_a_page_has_its_own_legend() -> None:
    page = as_html.page(
        [protocol("3Lz<", day=date(2009, 3, 1)), protocol("3Lz<", day=date(2012, 3, 1))]
    )
    assert page.count("<dt>&lt;</dt><dd>downgraded</dd>") == 1
    assert page.count("<dt>&lt;</dt><dd>under-rotated</dd>") == 1


def test_published_papers_show_the_signs_that_they_explain(shared: Path) -> None:
    """Worlds 2010 and 2011, women: both explain "<" at the foot of their pages."""
    for event, meaning in (("2009-10/wc2010", "downgraded"), ("2010-11/wc2011", "under-rotated")):
        (paper,) = read(shared / "protocols" / event / "women_free.pdf")
        meanings = dict(legend(paper))
        assert meaning == meanings["<"]
        assert meanings.keys() <= SYMBOLS.keys()
        assert typeset([paper]).startswith(b"%PDF")
