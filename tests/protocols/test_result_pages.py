"""Saved result pages, against counts taken from their text and against lists made by others."""

import csv
import re
from pathlib import Path

import pytest

from kissandcry.core import NotAProtocol, Points, SyntaxProblem, Unreadable
from kissandcry.protocols.result_pages import PageKind, ResultPage, parse_page, read_page

KIND_OF_NAME = {
    "entries": PageKind.ENTRIES,
    "results": PageKind.RESULT,
    "panel": PageKind.PANEL,
}


def rows_of(page: ResultPage) -> int:
    return len(page.entries) + len(page.results) + len(page.segment) + len(page.officials)


def kind_of(file: Path) -> PageKind:
    """The kind by the name under which a page was saved."""
    if file.suffix == ".html":
        return KIND_OF_NAME[file.stem.rpartition("_")[2]]
    if file.stem.startswith("CAT"):
        return PageKind.ENTRIES if file.stem.endswith("EN") else PageKind.RESULT
    return PageKind.PANEL if file.stem.endswith("OF") else PageKind.SEGMENT


def saved_pages(shared: Path) -> list[Path]:
    """All but two that are none: the index of a site, and one saved in place of a result."""
    files = [*(shared / "pages").rglob("*.html"), *(shared / "pages").rglob("*.HTM")]
    others = {"wc2014.html", "gpjpn2017/ice_dance_results.html"}
    return [
        file
        for file in sorted(files)
        if not {file.name, f"{file.parent.name}/{file.name}"} & others
    ]


def test_every_saved_page_is_read(shared: Path) -> None:
    files = saved_pages(shared)
    assert len(files) == 848
    for file in files:
        page = read_page(file)
        assert page.kind is kind_of(file), file
        # each row has a class of its own; the white ones explain FNR and WD
        text = file.read_bytes().decode("cp1252", errors="replace")
        text = re.sub(r"<td><table>.*?</table></td>", "<td></td>", text, flags=re.I)
        shown = re.findall(
            r"<tr\s+class=\"?(?:Line[12](?!White)|(?:Blue|Red|Green|Yellow)[01]\b)", text, re.I
        )
        assert rows_of(page) == len(shown) > 0, file
        assert page.event
        names = [row.name for row in page.entries] + [row.name for row in page.officials]
        names += [row.name for row in page.results] + [row.name for row in page.segment]
        assert all(names)
        assert not any("\ufffd" in name for name in names)


def test_places_follow_the_points(shared: Path) -> None:
    """Source: the order of a final result is that of the points (ISU Rule 353)."""
    for file in saved_pages(shared):
        page = read_page(file)
        placed = [row for row in page.results if row.place is not None]
        assert [row.place for row in placed] == sorted(row.place or 0 for row in placed)
        points = [row.points for row in placed if row.points is not None]
        assert points == sorted(points, reverse=True)
        for row in page.segment:
            if row.tss is not None and row.tes and row.pcs and row.deductions is not None:
                assert row.tes + row.pcs - row.deductions == row.tss


def test_panels_have_the_nations_that_others_found(shared: Path) -> None:
    """The list names judges with the family name first and in small letters."""
    folders = {"men": "men", "women": "ladies", "pairs": "pairs"}
    compared = 0
    with (shared / "oracle/judge_nationalities.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            segment = "short" if row["is_short_program"] == "1" else "free"
            season = f"20{row['isu_year'][:2]}-{row['isu_year'][2:]}"
            page = (
                shared
                / f"pages/{season}/{row['competition']}"
                / f"{folders.get(row['category'], 'none')}_{segment}_panel.html"
            )
            if row["event_type"] != "individual" or not page.is_file():
                continue
            role = f"Judge No.{row['judge_number']}"
            found = next(one for one in read_page(page).officials if one.role == role)
            words = set(re.sub(r"^(?:Mr|Ms|Mrs)\. ", "", found.name).lower().split())
            assert words == set(row["judge_name"].split()), page
            # events of the ISU name the ISU in the place of the judges' nations
            assert found.nation in {row["judge_nationality"], "ISU"}, page
            compared += found.nation != "ISU"
    assert compared >= 50


def test_couples_statuses_and_letters(shared: Path) -> None:
    pages = shared / "pages"
    couples = read_page(pages / "2017-18/gpjpn2017/ice_dance_entries.html").entries
    assert couples[0].name == "Tessa VIRTUE / Scott MOIR"
    assert (couples[0].number, couples[0].nation) == (1, "CAN")
    men = read_page(pages / "2017-18/gpjpn2017/men_results.html").results
    assert (men[-1].place, men[-1].status, men[-1].points) == (None, "Withdrawn", None)
    short = read_page(pages / "sites/wc2014/SEG004.HTM").segment
    assert [row.name for row in short if row.status == "WD"] == ["Jenna MCCORKELL"]
    assert read_page(pages / "sites/wc2014/SEG001.HTM").segment[0].qualified == "Q"


def test_names_link_to_biographies(shared: Path) -> None:
    """The numbers stand in the addresses of the links, as in the pages' own text."""
    linked = 0
    for file in saved_pages(shared):
        page = read_page(file)
        text = file.read_bytes().decode("cp1252", errors="replace")
        numbers = re.findall(r"isufs(\d{8})\.htm", text, re.IGNORECASE)
        found = [row.isu_id for row in page.entries]
        found += [row.isu_id for row in page.results]
        found += [row.isu_id for row in page.segment]
        assert [one for one in found if one] == numbers, file
        linked += len(numbers)
    assert linked > 7000
    couples = read_page(shared / "pages/2017-18/gpjpn2017/ice_dance_entries.html").entries
    assert couples[0].isu_id == "00006989"  # Virtue and Moir; the same in 2010 and 2018


def test_final_result_of_a_gp(shared: Path) -> None:
    """Skate Canada 2005, men: Sandhu 201.85, sixth and first (published result)."""
    page = read_page(shared / "pages/2005-06/gpcan05/men_results.html")
    assert (page.event, page.heading) == ("MasterCard Skate Canada International", "Men")
    first = page.results[0]
    assert (first.name, first.nation, first.points) == ("Emanuel SANDHU", "CAN", Points("201.85"))
    assert first.segments == (("SP", 6), ("FS", 1))


def test_pages_of_fs_manager(shared: Path) -> None:
    """Invented people; the answer is told beside the samples: 211.48 for the first."""
    site = shared / "formats/fsm_site"
    assert len(read_page(site / "CAT001EN.htm").entries) == 4
    assert read_page(site / "CAT001RS.htm").results[0].points == Points("211.48")
    segment = read_page(site / "SEG001.htm").segment
    assert segment[0].components == (
        ("CO", Points("8.25")),
        ("PR", Points("8.42")),
        ("SK", Points("8.25")),
    )
    assert [row.starting_number for row in segment] == [3, 1, 4, 2]
    panel = read_page(site / "SEG001OF.htm").officials
    assert panel[-1].role == "Data Operator"


def test_other_pages_are_refused_in_one_sentence(shared: Path) -> None:
    for file in ("pages/sites/wc2014/wc2014.html", "formats/fsm_site/index.htm"):
        with pytest.raises(NotAProtocol, match="the page has no table of entries, results, "):
            read_page(shared / file)


@pytest.mark.parametrize(
    ("data", "kind", "message"),
    [
        (b" \n", Unreadable, "a.htm: the page is empty"),
        (b"\x00\xff\xfe", NotAProtocol, "a.htm: the page has no table of entries, results, "),
        (b"<h1>Invoice</h1><table><tr><td>1", NotAProtocol, "a.htm: the page has no table of "),
        (
            b"<table><tr><th>No.<th>Name<th>Nation<tr><td>one<td>A<td>CAN",
            SyntaxProblem,
            "a.htm, row 1: 'one' stands in the column 'number', and allowed is a whole number",
        ),
        (
            b"<table><tr><th>No.<th>Name<th>Nation<tr><td>" + b"9" * 1900 + b"<td>A<td>CAN",
            SyntaxProblem,
            "a.htm, row 1: '9999",
        ),
        (
            b"<table><tr><th>FPl.<th>Name<th>Nat.<th>Points<tr><td>1<td>A<td>CAN<td>20l.5",
            SyntaxProblem,
            "a.htm, row 1: '20l.5' stands in the column 'points', and allowed is points such as",
        ),
        (
            b"<table><tr><th>No.<th>Name<th>Nation<tr><td>1<td>" + b"A" * 2001 + b"<td>CAN",
            SyntaxProblem,
            "a.htm, row 1: a cell has more than 2,000 characters, the most that is read",
        ),
        (
            b"<table><tr><th>No.<th>Name<th>Nation<tr><td>1<td>A",
            SyntaxProblem,
            "a.htm, row 1: 2 cells stand where the heading has 3",
        ),
    ],
)
def test_bad_pages(data: bytes, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind) as error:
        parse_page(data, "a.htm")
    assert str(error.value).startswith(message)


def test_encodings() -> None:
    table = "<table><tr><th>No.<th>Name<th>Nation<tr><td>1<td>Cecilia TÖRN<td>FIN"
    said = "<meta charset=iso-8859-15>"
    unknown = "<meta charset=none-such>"
    odd = "<meta charset=idna>"
    for data in (
        (odd + table).encode("cp1252"),
        table.encode("utf-8"),
        table.encode("cp1252"),
        (said + table).encode("iso-8859-15"),
        (unknown + table).encode("cp1252"),
    ):
        assert parse_page(data, "a.htm").entries[0].name == "Cecilia TÖRN"


def test_a_place_of_no_size_is_no_number() -> None:
    page = b"<table><tr><th>FPl.<th>Name<th>Nat.<th>Points<tr><td>%b<td>A<td>CAN<td>2"
    (row,) = parse_page(page % (b"9" * 1900), "a.htm").results
    assert (row.place, row.status) == (None, "9" * 1900)


def test_a_page_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"^none\.htm: No such file"):
        read_page(tmp_path / "none.htm")


def test_tables_deep_inside_one_another_are_left_alone() -> None:
    """Reading each with all that is in it would take hours."""
    with pytest.raises(NotAProtocol, match="the page has no table of entries"):
        parse_page(b"<table><tr><td>" * 250_000, "a.htm")
