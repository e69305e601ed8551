"""What the audit says of one paper: its day, its verdicts, its causes."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdfium2 as pdfium
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


def test_one_wrong_score_is_told_once(paper: Reader) -> None:
    """A total that is off does not put everyone below it in the wrong place."""
    protocol = paper("2013-14/owg2014/men_free.pdf")
    second = protocol.performances[1]
    wrong = replace(second, tss=Points("100.00"))
    found = audit(
        replace(
            protocol, performances=(protocol.performances[0], wrong, *protocol.performances[2:])
        )
    )
    assert len(found.by_performance) == 2  # the one, and the next, who now stands below him


def test_a_hole_in_the_places_is_told_once(paper: Reader) -> None:
    protocol = paper("2013-14/owg2014/men_free.pdf")
    found = audit(replace(protocol, performances=protocol.performances[3:]))
    assert found.checks(0)["rank"].startswith("rank 4 printed, 0 skaters are printed before")


@pytest.mark.parametrize("grade", [4, 7, -5])
def test_a_grade_beyond_the_scale_of_a_compulsory_dance(paper: Reader, grade: int) -> None:
    protocol = paper("2007-08/wc2008/dance_short.pdf")
    first = protocol.performances[0]
    element = replace(first.elements[0], marks=(grade, *first.elements[0].marks[1:]))
    wrong = replace(first, elements=(element, *first.elements[1:]))
    found = audit(replace(protocol, performances=(wrong, *protocol.performances[1:])))
    assert list(found.by_performance) == [0]
    assert f"judge 1: {grade}, the scale goes from -3 to +3" in found.checks(0)["marks"]


def test_one_mark_too_many_does_not_unsettle_the_rest(paper: Reader) -> None:
    protocol = paper("2024-25/ec2025/men_free.pdf")
    first = protocol.performances[0]
    element = replace(first.elements[0], marks=(*first.elements[0].marks, 3))
    wrong = replace(first, elements=(element, *first.elements[1:]))
    found = audit(replace(protocol, performances=(wrong, *protocol.performances[1:])))
    assert list(found.by_performance) == [0]
    assert "element 1" in found.checks(0)["marks"]


@pytest.mark.parametrize("year", [1925, 2015, 2035])
def test_a_wrong_date_is_not_passed_over(paper: Reader, year: int) -> None:
    protocol = replace(paper("2024-25/ec2025/men_free.pdf"), date=date(year, 2, 1), season="")
    found = audit(protocol)
    verdict = found.checks(0)["date"]
    assert verdict.startswith(f"not verifiable: dated {year}-02-01, and the numbers follow the")


def test_a_lift_with_a_credit_that_is_not_printed(paper: Reader) -> None:
    """NHK Trophy 2017: 8.25 is 7.50 times 1.10."""
    found = audit(paper("2017-18/gpjpn2017/pairs_free.pdf"))
    (finding,) = found.findings
    assert finding.text.endswith("the credit of the second half was given, and no x is printed")


def test_a_revised_paper_says_so(paper: Reader) -> None:
    """Worlds 2022, men: the stamp stands in the middle of the title."""
    protocol = paper("2021-22/wc2022/men_short.pdf")
    assert (protocol.event, protocol.notes[0]) == ("", "REVISED")
    canada = paper("2022-23/gpcan2022/women_short.pdf")
    assert canada.event == ""
    assert any(note.endswith("not changed and the new score is 63.27.") for note in canada.notes)


def test_papers_put_together_are_two_protocols(shared: Path, tmp_path: Path) -> None:
    folder = shared / "protocols" / "2012-13" / "gpf1213"
    whole = pdfium.PdfDocument.new()
    for name in ("men_short.pdf", "men_free.pdf", "women_free.pdf"):
        part = pdfium.PdfDocument(folder / name)
        whole.import_pages(part)
        part.close()
    whole.save(tmp_path / "all.pdf")
    whole.close()
    protocols = read(tmp_path / "all.pdf")
    assert [(str(p.discipline), str(p.segment)) for p in protocols] == [
        ("men", "short_program"),
        ("men", "free_skating"),
        ("women", "free_skating"),
    ]
    assert all(audit(protocol).holds for protocol in protocols)


def test_a_copy_made_later_is_not_dated_by_it(shared: Path, tmp_path: Path) -> None:
    """The first page of a paper of 2006, saved again: no day is printed on it."""
    document = pdfium.PdfDocument(shared / "protocols" / "2005-06" / "wc2006" / "men_free.pdf")
    copy = pdfium.PdfDocument.new()
    copy.import_pages(document, [0])
    copy.save(tmp_path / "page.pdf")
    document.close()
    copy.close()
    (protocol,) = read(tmp_path / "page.pdf")
    assert protocol.date is None
    assert protocol.season == "2005-06"
    assert audit(protocol).holds


def test_an_x_on_a_spin_is_no_second_half(paper: Reader) -> None:
    """A spin with x, its value raised by a tenth and all sums made to fit: it is for jumps."""
    protocol = paper("2012-13/gpf1213/men_free.pdf")
    first = protocol.performances[0]
    spin = next(element for element in first.elements if element.code == "CCoSp4")
    more = Points("0.35")
    raised = replace(
        spin,
        second_half=True,
        base_value=spin.base_value + more,
        panel_score=spin.panel_score + more,
    )
    wrong = replace(
        first,
        elements=tuple(raised if element is spin else element for element in first.elements),
        base_value=(first.base_value or Points(0)) + more,
        tes=first.tes + more,
        tss=first.tss + more,
    )
    found = audit(replace(protocol, performances=(wrong, *protocol.performances[1:])))
    assert [finding.check for finding in found.findings] == ["second_half"]
    assert "has an x for the second half; by Rule 353" in found.checks(0)["second_half"]


def test_a_compulsory_dance_with_rows_lost(paper: Reader) -> None:
    """Damaged papers: a couple without components, and one without anything."""
    protocol = paper("2007-08/wc2008/dance_short.pdf")
    first, second, *rest = protocol.performances
    bare = replace(first, components=())
    empty = replace(second, components=(), elements=())
    found = audit(replace(protocol, performances=(bare, empty, *rest)))
    assert {finding.performance for finding in found.findings} == {0, 1}
    alone = audit(replace(protocol, performances=(empty,)))
    assert not alone.holds
