"""What the audit says of one paper: its day, its verdicts, its causes."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from kissandcry.core import Points, UnknownOnDate
from kissandcry.protocols import PrintedDeduction, Protocol, audit, read
from kissandcry.protocols.audit import CHECKS, rows
from kissandcry.protocols.audit.compulsory import DERIVED, derived_dance
from kissandcry.protocols.audit.recompute import recompute
from kissandcry.protocols.audit.tables import table_of

Reader = Callable[[str], Protocol]


@pytest.fixture
def paper(shared: Path) -> Reader:
    def reader(name: str) -> Protocol:
        (protocol,) = read(shared / "protocols" / name)
        return protocol

    return reader


@pytest.mark.parametrize(
    ("name", "season"),
    [
        ("2005-06/wc2006/men_short.pdf", "2005-06"),
        ("2011-12/gpcan2011/dance_free.pdf", "2011-12"),
        ("2015-16/wc2016/pairs_free.pdf", "2015-16"),
        ("2019-20/gpf1920/women_short.pdf", "2019-20"),
        ("2023-24/wc2024/dance_short.pdf", "2023-24"),
    ],
)
def test_a_paper_without_date_is_dated_by_its_own_numbers(
    paper: Reader, name: str, season: str
) -> None:
    """Seasons of equal values cannot be told apart; the rules taken must explain all."""
    protocol = paper(name)
    undated = replace(protocol, date=None, season="", event="", file="")
    found, known = audit(undated), audit(protocol)
    assert found.holds == known.holds
    assert found.recomputed.book.grades == known.recomputed.book.grades
    assert found.season >= season


def test_the_lifts_of_january_2012(paper: Reader) -> None:
    """The combination lift earned 1.7 for a step of +2 in December 2011 and 2.0 from January on."""
    final = paper("2011-12/gpf1112/dance_free.pdf")
    four_continents = paper("2011-12/fc2012/dance_free.pdf")
    assert audit(final).holds
    assert audit(four_continents).holds
    assert not audit(four_continents, date(2011, 12, 10)).holds


def test_a_date_before_all_rules(paper: Reader) -> None:
    with pytest.raises(UnknownOnDate, match="1998"):
        audit(paper("2012-13/gpf1213/men_free.pdf"), date(1998, 2, 14))


def test_verdicts_of_a_sound_performance(paper: Reader) -> None:
    found = audit(paper("2012-13/gpf1213/men_free.pdf"))
    checks = found.checks(0)
    assert {check: checks[check] for check in CHECKS} == dict.fromkeys(CHECKS, "ok")
    assert checks["trimmed_marks"].startswith(
        "not verifiable: trimming and rounding hide element 1 "
    )


def test_a_wrong_base_value_is_named_with_its_row(paper: Reader) -> None:
    protocol = paper("2012-13/gpf1213/men_free.pdf")
    first = protocol.performances[0]
    element = replace(first.elements[2], base_value=Points("7.00"))
    wrong = replace(first, elements=(*first.elements[:2], element, *first.elements[3:]))
    found = audit(replace(protocol, performances=(wrong, *protocol.performances[1:])))
    assert found.checks(0)["base_value"].startswith(
        f"element 3 ({element.code}): base value 7.00 printed,"
    )
    assert not found.holds
    assert list(found.by_performance) == [0]


def test_a_code_that_no_scale_holds(paper: Reader) -> None:
    protocol = paper("2012-13/gpf1213/men_free.pdf")
    first = protocol.performances[0]
    element = replace(first.elements[0], code="5Lz")
    wrong = replace(first, elements=(element, *first.elements[1:]))
    found = audit(replace(protocol, performances=(wrong, *protocol.performances[1:])))
    assert "holds no 5Lz" in found.checks(0)["base_value"]


def test_what_the_lot_leaves_open_is_said(paper: Reader) -> None:
    """In 2009-10 the columns are shuffled for each skater, and some prints fit several draws."""
    found = audit(paper("2009-10/gpf0910/men_free.pdf"))
    open_ones = [
        found.checks(index)["goe"]
        for index in range(len(found.protocol.performances))
        if found.checks(index)["goe"] != "ok"
    ]
    assert found.holds
    assert all("drawn by lot, and the print leaves" in verdict for verdict in open_ones)


def test_the_rows_carry_exact_decimals(paper: Reader) -> None:
    found = audit(paper("2021-22/owg2022/men_free.pdf"))
    first = next(rows(found))
    assert (first["name"], first["tss"], first["tes"], first["pcs"]) == (
        "CHEN Nathan",
        "218.63",
        "121.41",
        "97.22",
    )
    assert first["elements"][6]["code"] == "4T+1Eu+1F"
    assert first["elements"][6]["base_value"] == "11.55"
    assert first["components"][0]["marks"][2] == "9.50"
    assert first["holds"]


@pytest.mark.parametrize(
    "name",
    ["2007-08/wc2008/dance_short.pdf", "2009-10/wc2010/dance_short.pdf"],
)
def test_a_compulsory_dance_can_be_derived_from_its_paper(paper: Reader, name: str) -> None:
    """Without the rulebook's values of the dance the paper gives them, and then it recomputes."""
    protocol = paper(name)
    table = table_of(protocol)
    known = audit(protocol).recomputed
    own = derived_dance(protocol, table, known.book)
    assert own is not None
    assert own.dance == DERIVED
    again = recompute(table, own, known.day)
    assert again.differences(table) == 0
    assert (again.base_value == known.base_value).all()
    assert (again.goe == known.goe).all()


def test_an_excerpt_is_checked_in_its_order(paper: Reader) -> None:
    """The third, fourth and sixth of 24 alone: no places, but who stands before whom."""
    protocol = paper("2013-14/owg2014/men_free.pdf")
    third, fourth, sixth = (protocol.performances[place] for place in (2, 3, 23))
    excerpt = audit(replace(protocol, performances=(third, fourth, sixth)))
    assert excerpt.holds
    assert excerpt.checks(0)["rank"] == "not verifiable: of 24 places 3 are here"
    swapped = (replace(third, rank=4), replace(fourth, rank=3), sixth)
    assert not audit(replace(protocol, performances=swapped)).holds


@pytest.mark.parametrize("season", ["", "abc", "2012-14", "0000-01", "9999-00"])
def test_a_season_that_is_none_does_not_matter(paper: Reader, season: str) -> None:
    protocol = paper("2012-13/gpf1213/men_free.pdf")
    assert audit(replace(protocol, season=season, date=None)).holds


@pytest.mark.parametrize("day", [date(202, 1, 1), date(9999, 12, 31)])
def test_a_day_beyond_all_rules_is_doubted(paper: Reader, day: date) -> None:
    assert audit(replace(paper("2012-13/gpf1213/men_free.pdf"), date=day)).holds


def test_falls_at_the_games_of_2018_are_counted_in_points(paper: Reader) -> None:
    """Kvitelashvili fell four times: -6.00, and the paper prints (6)."""
    found = audit(paper("2017-18/owg2018/men_free.pdf"))
    names = [performance.name for performance in found.protocol.performances]
    verdict = found.checks(names.index("KVITELASHVILI Morisi"))["deductions"]
    assert verdict == "not verifiable: the number behind 'Falls' is that of the points"


def test_a_deduction_that_no_rule_gives(paper: Reader) -> None:
    protocol = paper("2012-13/gpf1213/men_free.pdf")
    first = protocol.performances[0]
    item = PrintedDeduction("Late start", Points(7))
    wrong = replace(
        first, deduction_items=(item,), deductions=Points(7), tss=first.tes + first.pcs - Points(7)
    )
    found = audit(replace(protocol, performances=(wrong, *protocol.performances[1:])))
    assert "deductions" not in {finding.check for finding in found.findings}  # no rule before 2014
    assert "holds no deduction for 'Late start'" in found.checks(0)["deductions"]
    timed = replace(wrong, deduction_items=(PrintedDeduction("Falls", Points("7.50")),))
    found = audit(replace(protocol, performances=(timed, *protocol.performances[1:])))
    assert "Falls: 7.50 printed, allowed are 1.00, 2.00" in found.checks(0)["deductions"]
