"""Panels from saved pages, against the pages' own text and a list of judges made by others."""

import csv
import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from kissandcry.core import Contradiction, NotAProtocol, Segment, SyntaxProblem, Unreadable
from kissandcry.protocols import Official, Protocol, read
from kissandcry.protocols.officials import with_officials
from tests.protocols.samples import marseille

EVENT = marseille().event
ROW = re.compile(
    r'<td class="?CellLeft"?>([^<]+)</td>\s*<td class="?CellLeft"?>([^<]+)</td>', re.IGNORECASE
)


def unnamed(file: str = "") -> Protocol:
    """The sample as its paper prints it: without officials."""
    return replace(marseille(), officials=(), file=file)


def page(
    folder: Path,
    name: str = "men_short_panel.html",
    heading: str = "Men - Short Program",
    event: str = EVENT,
    judges: int = 9,
) -> tuple[Official, ...]:
    """Writes a page such as sites have, and gives who stands on it."""
    people = [Official("Referee", f"Ms. Referee OF {name}", "ISU")]
    people += [
        Official(f"Judge No.{number}", f"Mr. {number}", "CAN") for number in range(1, judges + 1)
    ]
    rows = "".join(f"<tr><td>{one.role}<td>{one.name}<td>{one.nation}" for one in people)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(
        f"<title>{event} - Men</title><table><tr class=caption2><td>{heading}</table>"
        f"<table><tr><th>Function<th>Name<th>Nation{rows}</table>",
        encoding="utf-8",
    )
    return tuple(people)


def test_world_championships_of_2014(shared: Path) -> None:
    """The papers lie among the pages; who stands on a page is cut out of its text another way."""
    site = shared / "pages/sites/wc2014"
    segments = ["Men_SP", "Men_FS", "Ladies_SP", "Ladies_FS", "Pairs_SP", "Pairs_FS"]
    for number, segment in enumerate([*segments, "IceDance_SD", "IceDance_FD"], start=1):
        (paper,) = read(site / f"wc2014_{segment}_Scores.pdf")
        assert paper.officials == ()
        officials = with_officials(paper).officials
        text = (site / f"SEG{number:03d}OF.HTM").read_text(encoding="utf-8")
        assert [(one.role, one.name) for one in officials] == ROW.findall(text)
        assert [one.role for one in officials[4:13]] == [f"Judge No.{n}" for n in range(1, 10)]
        assert with_officials(paper, site).officials == officials


@pytest.mark.parametrize("event", ["owg2018", "wc2018", "gpcan2017"])
def test_judges_are_those_that_others_list(shared: Path, event: str) -> None:
    """The list has the family name first and in small letters. Where the page names the ISU as
    a judge's nation, the list has the judge's own. The list mixes the segments of ice dance."""
    listed: dict[str, dict[str, tuple[set[str], str]]] = {}
    with (shared / "oracle/judge_nationalities.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            if row["competition"] == event and row["event_type"] == "individual":
                segment = "short" if row["is_short_program"] == "1" else "free"
                judge = set(row["judge_name"].split()), row["judge_nationality"]
                judges = listed.setdefault(f"{row['category']}_{segment}", {})
                judges[f"Judge No.{row['judge_number']}"] = judge
    for segment in (
        "men_short",
        "men_free",
        "women_short",
        "women_free",
        "pairs_short",
        "pairs_free",
    ):
        (paper,) = read(shared / "protocols/2017-18" / event / f"{segment}.pdf")
        named = with_officials(paper, shared / "pages").officials  # in 2017-18 and the event there
        found = {
            one.role: (set(re.sub(r"^(?:Mr|Ms|Mrs)\. ", "", one.name).lower().split()), one.nation)
            for one in named
            if one.role.startswith("Judge No.")
        }
        assert found.keys() == listed[segment].keys()
        for role, (names, nation) in listed[segment].items():
            assert found[role][0] == names
            assert found[role][1] in {nation, "ISU"}


def test_three_segments_of_ice_dance_have_three_panels(shared: Path) -> None:
    """Skate Canada 2005: the page saved as `short` is that of the compulsory dance."""
    pages = shared / "pages/2005-06/gpcan05"
    names = {
        Segment.COMPULSORY_DANCE: "short",
        Segment.ORIGINAL_DANCE: "original_dance",
        Segment.FREE_DANCE: "free",
    }
    for short in ("short", "original", "free"):
        (paper,) = read(shared / f"protocols/2005-06/gpcan05/dance_{short}.pdf")
        text = (pages / f"ice_dance_{names[paper.segment]}_panel.html").read_text(encoding="cp1252")
        officials = with_officials(paper, shared / "pages").officials  # pages/2005-06/gpcan05
        assert [(one.role, one.name) for one in officials] == ROW.findall(text)


def test_no_panel_of_the_individual_event_is_given_to_the_teams(shared: Path) -> None:
    """PyeongChang 2018 had both, with other panels (the list names both)."""
    (paper,) = read(shared / "protocols/2017-18/owg2018/team_men_short.pdf")
    with pytest.raises(NotAProtocol, match=r"no page with the panel of Senior Men, Short Program"):
        with_officials(paper, shared / "pages/2017-18/owg2018")


def test_the_page_is_known_by_its_heading(tmp_path: Path) -> None:
    page(tmp_path, "men_free_panel.html", "Men - Free Skating")
    page(tmp_path, "SEG001OF.HTM", "Junior Men - Short Program")
    page(tmp_path, "SEG001.HTM")  # not named as a panel's page
    people = page(tmp_path, "SEG003OF.HTM", "Men - Short Program")
    protocol = unnamed(str(tmp_path / "paper.pdf"))
    assert with_officials(protocol).officials == people
    assert with_officials(protocol) == replace(protocol, officials=people)


def test_one_folder_serves_papers_that_lie_in_folders_of_the_same_names(tmp_path: Path) -> None:
    people = page(tmp_path / "pages/2016-17/gpf1617")
    other = page(tmp_path / "pages/2016-17/fc2017", "SEG001OF.HTM")
    for event, expected in (("gpf1617", people), ("fc2017", other)):
        protocol = unnamed(str(tmp_path / "papers/2016-17" / event / "men_short.pdf"))
        for folder in ("pages", "pages/2016-17", f"pages/2016-17/{event}"):
            assert with_officials(protocol, tmp_path / folder).officials == expected


def test_nothing_beside_the_paper_changes_nothing(tmp_path: Path) -> None:
    protocol = unnamed(str(tmp_path / "paper.pdf"))
    assert with_officials(protocol) is protocol
    assert with_officials(unnamed()) == unnamed()
    page(tmp_path)
    assert with_officials(marseille(), tmp_path).officials == marseille().officials


def test_a_folder_without_the_page_is_named(tmp_path: Path) -> None:
    page(tmp_path, heading="Men - Free Skating")
    with pytest.raises(NotAProtocol) as error:
        with_officials(unnamed(), tmp_path)
    assert str(error.value) == (
        f"{tmp_path}: no page with the panel of Senior Men, Short Program lies there, and such"
        " pages are called men_free_panel.html or SEG001OF.HTM"
    )
    with pytest.raises(Unreadable, match="none: No such file"):
        with_officials(unnamed(), tmp_path / "none")


def test_a_page_of_another_event_is_refused(tmp_path: Path) -> None:
    page(tmp_path, event="Skate Canada 2016")
    with pytest.raises(
        Contradiction, match=r"^men_short_panel\.html: the page is of 'Skate Canada"
    ):
        with_officials(unnamed(), tmp_path)
    people = page(tmp_path, "SEG001OF.HTM", event=EVENT.upper())
    assert with_officials(unnamed(), tmp_path).officials == people


def test_two_pages_that_differ_are_refused(tmp_path: Path) -> None:
    page(tmp_path, "SEG001OF.HTM")
    page(tmp_path, "SEG003OF.HTM")
    with pytest.raises(Contradiction, match=r"^SEG001OF\.HTM and SEG003OF\.HTM: both name a panel"):
        with_officials(unnamed(), tmp_path)
    (tmp_path / "SEG003OF.HTM").write_bytes((tmp_path / "SEG001OF.HTM").read_bytes())
    assert with_officials(unnamed(), tmp_path).officials


def test_a_page_with_another_number_of_judges_is_refused(tmp_path: Path) -> None:
    page(tmp_path, judges=8)
    with pytest.raises(Contradiction) as error:
        with_officials(unnamed(), tmp_path)
    assert str(error.value) == (
        "men_short_panel.html: the judges on the page are 8, and the paper has the marks of 9"
    )


def test_a_bad_page_is_told_only_where_no_other_fits(tmp_path: Path) -> None:
    bad = "<table><tr><th>Function<th>Name<th>Nation<tr><td>1<td>2"
    (tmp_path / "a_panel.html").write_text(bad, encoding="utf-8")
    with pytest.raises(
        SyntaxProblem, match=r"^a_panel\.html, row 1: 2 cells stand where the heading"
    ):
        with_officials(unnamed(), tmp_path)
    people = page(tmp_path)
    assert with_officials(unnamed(), tmp_path).officials == people
