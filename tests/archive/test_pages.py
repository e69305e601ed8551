"""Result pages in the archive: entries, final results, panels, and segments against the papers."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kissandcry.archive import Archive, ingest, pages
from kissandcry.archive.collect import Collected, collect
from kissandcry.archive.ingest import Added
from kissandcry.protocols import audit, read, skate_file
from kissandcry.protocols.result_pages import read_page
from tests.archive.sites import Site, served

TABLES = [
    "events",
    "sources",
    "segments",
    "performances",
    "officials",
    "findings",
    "entries",
    "final_results",
    "panels",
    "segment_results",
    "skaters",
    "people",
    "judges",
]


@pytest.fixture
def empty() -> Iterator[Archive]:
    with Archive() as opened:
        yield opened


def counts(archive: Archive) -> dict[str, int]:
    return {table: archive.run(f"SELECT count(*) FROM {table}")[0][0] for table in TABLES}


def add(archive: Archive, *files: tuple[str, bytes], papers: tuple[Path, ...] = ()) -> Added:
    """Add pages, and papers that lie beside them."""
    found = pages.read(files)
    assert found.problems == []
    return ingest.add_all(
        archive,
        [
            ingest.paper(audit(p), f"wc2014/{one.name}", one.name)
            for one in papers
            for p in read(one)
        ],
        found.pages,
    )


def files_of(folder: Path) -> list[tuple[str, bytes]]:
    return [
        (f"wc2014/{one.name}", one.read_bytes())
        for one in sorted(folder.iterdir())
        if pages.is_page(one.name)
    ]


@pytest.fixture
def site_2014(shared: Path) -> Path:
    return shared / "pages/sites/wc2014"


def test_a_whole_event_by_files_and_by_address(site_2014: Path, tmp_path: Path) -> None:
    """World Championships 2014, men: Hanyu 282.59, third and first (published result)."""
    with Archive(tmp_path / "files.duckdb") as by_files, Archive() as by_address:
        local = collect(by_files, [str(site_2014)])
        assert (local.problems, local.new, local.pages) == ([], 8, 24)
        with served(Site()) as site:
            site.add(site_2014, "wc2014")
            address = f"{site.address}wc2014/"
            far = collect(
                by_address, [address], rate=1000, cache=tmp_path / "cache", allow_loopback=True
            )
            assert (far.problems, far.new, far.pages) == ([], 8, 24)
            once = counts(by_address)
            asked = len(site.asked)
            again = collect(
                by_address, [address], rate=1000, cache=tmp_path / "cache", allow_loopback=True
            )
            assert (again.new, again.revised, again.pages) == (0, 0, 0)
            assert all(
                "if-none-match" in headers
                for path, headers in site.asked[asked:]
                if path in site.files
            )
        assert counts(by_address) == once == counts(by_files)
        for archive in (by_files, by_address):
            assert archive.run("SELECT key, name, place FROM events") == [
                ("wc2014", "World Championships 2014", "Saitama")
            ]
            assert archive.run("SELECT * FROM findings WHERE check_name = 'result page'") == []
            won = archive.rows(
                "SELECT name, points, segments FROM final_results"
                " WHERE category = 'men' AND place = 1"
            )
            assert (won[0]["name"], str(won[0]["points"])) == ("Yuzuru HANYU", "282.59")
            assert won[0]["segments"] == '[["SP", 3], ["FS", 1]]'


def test_the_panel_goes_to_papers_that_name_none(site_2014: Path, empty: Archive) -> None:
    papers = tuple(sorted(site_2014.glob("*_Men_*.pdf")))
    add(empty, *files_of(site_2014), papers=papers)
    for segment, number in (("short_program", 1), ("free_skating", 2)):
        page = read_page(site_2014 / f"SEG{number:03d}OF.HTM")
        found = empty.run(
            "SELECT o.role, o.name, o.nation, o.seat FROM officials o JOIN segments s"
            " ON s.id = o.segment WHERE s.segment = ? ORDER BY o.position",
            [segment],
        )
        assert [row[:3] for row in found] == [
            (one.role, one.name, one.nation) for one in page.officials
        ]
        assert [seat for *_, seat in found if seat] == list(range(1, 10))
    # The paper prints none, and comes back as it is.
    for one in papers:
        (before,) = read(one)
        ((id,),) = empty.run(
            "SELECT id FROM segments WHERE segment = ? AND discipline = 'men'", [before.segment]
        )
        back = ingest.printed(empty, id)
        assert (back.officials, back.performances) == ((), before.performances)
    # a form of address is no part of a name
    names = [row[0] for row in empty.run("SELECT name FROM judges")]
    assert names
    assert not [name for name in names if re.match(r"M[rs]", name)]


def test_pages_may_come_before_the_papers_and_after(site_2014: Path) -> None:
    papers = tuple(sorted(site_2014.glob("*.pdf")))
    with Archive() as before, Archive() as after:
        add(before, *files_of(site_2014))
        assert counts(before)["officials"] == 0
        add(before, papers=papers)
        add(after, papers=papers)
        assert counts(after)["officials"] == 0
        add(after, *files_of(site_2014))
        assert counts(before) == counts(after)
        assert counts(before)["officials"] == 8 * 15


def test_entries_know_the_biography(site_2014: Path, empty: Archive) -> None:
    add(empty, *files_of(site_2014))
    page = read_page(site_2014 / "CAT004EN.HTM")
    found = empty.run("SELECT number, name, nation, isu_id FROM entries WHERE category='ice-dance'")
    assert found == [(one.number, one.name, one.nation, one.isu_id) for one in page.entries]
    assert all(len(row[3]) == 8 for row in found)
    # who is entered is who skated: no second person for either
    linked = empty.run(
        "SELECT count(*) FROM entries e JOIN final_results r USING (event, category, name)"
        " WHERE e.skater <> r.skater"
    )
    assert linked == [(0,)]


def test_a_revised_page_takes_the_place_of_the_older(site_2014: Path, empty: Archive) -> None:
    papers = tuple(site_2014.glob("*_Men_SP_*.pdf"))
    add(empty, *files_of(site_2014), papers=papers)
    once = counts(empty)
    name = "wc2014/SEG001OF.HTM"
    page = (site_2014 / "SEG001OF.HTM").read_bytes()
    judge = re.search(rb"Judge No.3</td>\s*<td[^>]*>([^<]+)<", page)
    assert judge is not None
    add(empty, (name, page.replace(judge[1], b"Ms. Somebody ELSE")))
    named = empty.run("SELECT name FROM officials WHERE seat = 3")
    assert named == [("Ms. Somebody ELSE",)]
    entries = (site_2014 / "CAT001EN.HTM").read_bytes()
    add(empty, ("wc2014/CAT001EN.HTM", entries.replace(b"Yuzuru HANYU", b"Yuzuru HANYUU")))
    assert empty.run("SELECT count(*) FROM entries WHERE name = 'Yuzuru HANYUU'") == [(1,)]
    assert counts(empty)["entries"] == once["entries"]
    assert counts(empty)["officials"] == once["officials"]


def test_a_page_that_says_again_what_it_said_before(
    site_2014: Path, empty: Archive, tmp_path: Path
) -> None:
    """Pages go from one content to another and back; two copies that differ do not take turns."""
    page, entered = tmp_path / "CAT001EN.HTM", "SELECT name FROM entries WHERE name LIKE '%HANYU%'"
    first = (site_2014 / "CAT001EN.HTM").read_bytes()
    for content, name in (
        (first, "Yuzuru HANYU"),
        (first.replace(b"Yuzuru HANYU", b"Yuzuru HANYUU"), "Yuzuru HANYUU"),
        (first, "Yuzuru HANYU"),
    ):
        page.write_bytes(content)
        assert collect(empty, [str(page)]).pages == 1
        assert empty.run(entered) == [(name,)]
        assert collect(empty, [str(page)]).pages == 0
    empty.run("DELETE FROM entries")
    assert collect(empty, [str(page)], again=True).problems == []
    assert empty.run(entered) == [("Yuzuru HANYU",)]
    copy = tmp_path / "copy" / page.name
    copy.parent.mkdir()
    copy.write_bytes(first.replace(b"Yuzuru HANYU", b"Yuzuru HANYUUU"))
    assert collect(empty, [str(tmp_path)]).pages == 1
    assert collect(empty, [str(tmp_path)]).pages == 0


def test_an_empty_page_does_not_take_entries_away(site_2014: Path, empty: Archive) -> None:
    add(empty, *files_of(site_2014))
    once = counts(empty)
    page = (site_2014 / "CAT001EN.HTM").read_bytes()
    bare = re.sub(rb"<tr class=\"Line[12].*?</tr></table></td></tr>", b"", page)
    assert b"HANYU" not in bare
    add(empty, ("wc2014/CAT001EN.HTM", bare))
    assert counts(empty)["entries"] == once["entries"]


def test_another_number_of_judges_than_columns_is_told(site_2014: Path, empty: Archive) -> None:
    page = (site_2014 / "SEG001OF.HTM").read_bytes()
    short = re.sub(rb"<tr[^>]*><td[^>]*>Judge No.9.*?</tr>", b"", page, flags=re.S)
    assert short != page
    add(empty, ("wc2014/SEG001OF.HTM", short), papers=tuple(site_2014.glob("*_Men_SP_*.pdf")))
    assert counts(empty)["officials"] == 0
    assert empty.run("SELECT check_name, sentence FROM findings") == [
        (
            "panel",
            "the page of the panel names 8 judges, and the paper has the marks of 9; so the"
            " officials are not taken from it",
        )
    ]


def test_a_difference_between_page_and_paper_is_found_and_goes_again(
    site_2014: Path, empty: Archive
) -> None:
    papers = tuple(site_2014.glob("*_Men_SP_*.pdf"))
    page = (site_2014 / "SEG001.HTM").read_bytes()
    assert b"91.24" in page  # Yuzuru Hanyu, third in the short program
    wrong = page.replace(b"91.24", b"92.14")
    add(empty, ("wc2014/SEG001.HTM", wrong), papers=papers)
    found = empty.run(
        "SELECT p.name, f.check_name, f.sentence FROM findings f"
        " JOIN performances p ON p.id = f.performance"
    )
    assert found == [
        (
            "Yuzuru HANYU",
            "result page",
            "the result page prints TSS 92.14, the paper 91.24",
        )
    ]
    add(empty, ("wc2014/SEG001.HTM", page))
    assert counts(empty)["findings"] == 0


def test_the_panel_of_a_team_event_stays_with_it(site_2014: Path, empty: Archive) -> None:
    """A team event has the same segments, with other panels; only the names tell it."""
    page = (site_2014 / "SEG001OF.HTM").read_bytes()
    team = page.replace(b"Men - Short Program", b"Team Event - Men - Short Program")
    assert team != page
    add(empty, ("wc2014/SEG001OF.HTM", team), papers=tuple(site_2014.glob("*_Men_SP_*.pdf")))
    assert counts(empty)["officials"] == 0
    assert empty.run("SELECT DISTINCT category FROM panels") == [("team-men",)]


def test_pages_that_are_none_do_not_stop_the_others(site_2014: Path, empty: Archive) -> None:
    good = ("wc2014/CAT001EN.HTM", (site_2014 / "CAT001EN.HTM").read_bytes())
    found = pages.read(
        [
            ("wc2014/SEG001.HTM", b""),
            ("wc2014/SEG002.HTM", b"<html>soon</html>"),
            ("wc2014/CAT009EN.HTM", good[1].replace(b">Men<", b">Chess<")),
            good,
        ]
    )
    assert [one.address for one in found.pages] == [good[0]]
    assert [sentence for _, sentence in found.problems] == [
        "SEG001.HTM: the page is empty",
        "SEG002.HTM: the page has no table of entries, results, segment results or officials",
        "CAT009EN.HTM: the headlines name no discipline of figure skating",
    ]
    assert ingest.add_all(empty, [], found.pages).pages == 1


def test_a_hostile_name_is_a_name(site_2014: Path, empty: Archive) -> None:
    page = (site_2014 / "CAT001EN.HTM").read_bytes()
    name = "Robert'); DROP TABLE entries; -- SMITH"
    add(empty, ("wc2014/CAT001EN.HTM", page.replace(b"Yuzuru HANYU", name.encode())))
    assert empty.run("SELECT count(*) FROM entries WHERE name = ?", [name]) == [(1,)]


def test_a_site_whose_papers_print_no_event(shared: Path, empty: Archive, tmp_path: Path) -> None:
    """FS Manager's papers name no event: the title of its pages does, also where these were
    collected before the papers came out. The paper is one of our own samples, renamed."""
    segment = "FSKWSINGLES-----------QUAL000100--_JudgesDetailsperSkater.pdf"
    folder = tmp_path / "glo2025"
    folder.mkdir()
    for page in (shared / "formats/fsm_site").glob("*.htm"):
        (folder / page.name).write_bytes(page.read_bytes())
    first = collect(empty, [str(folder)])
    assert (first.new, first.pages) == (0, 6)
    sample = shared / "protocols/2024-25/gpf2024"
    paper = next(iter(sorted(sample.glob("women_short*.pdf"))))
    (folder / segment).write_bytes(paper.read_bytes())
    second = collect(empty, [str(folder)])
    assert second.new == 1
    assert empty.run("SELECT key, name FROM events") == [
        ("glimmerlake-open-2024-25", "Glimmerlake Open 2025")
    ]
    # its panel and its skaters are others, and that is told
    told = [row[0] for row in empty.run("SELECT sentence FROM findings")]
    assert told


def test_what_a_site_does_not_have_yet_is_no_problem(
    shared: Path, empty: Archive, tmp_path: Path
) -> None:
    with served(Site()) as site:
        site.add(shared / "formats/fsm_site", "glo2025")
        result = site.files.pop("/glo2025/CAT001RS.htm")
        site.files["/glo2025/CAT001RS.htm"] = b"<html>The result follows</html>"

        def visit() -> Collected:
            return collect(
                empty,
                [f"{site.address}glo2025/"],
                rate=1000,
                cache=tmp_path / "cache",
                allow_loopback=True,
            )

        first = visit()
        assert (first.problems, first.pages, len(first.missing)) == ([], 5, 3)
        site.files["/glo2025/CAT001RS.htm"] = result
        second = visit()
        assert (second.problems, second.pages, len(second.missing)) == ([], 1, 2)
    assert empty.run("SELECT count(*) FROM final_results") == [(4,)]


def test_pages_of_the_grand_prix_that_comes_along(shared: Path) -> None:
    """The files name their officials; the pages change nothing there, and no page differs."""
    with Archive() as archive:
        found = []
        for folder in ("gpusa2012", "gpf1213"):
            for file in sorted((shared / "pages/2012-13" / folder).iterdir()):
                found.append((f"2012-13/{folder}/{file.name}", file.read_bytes()))
        for key in ("2012-13_skate_america", "2012-13_grand_prix_final"):
            event = skate_file.event(key)
            papers = [
                ingest.paper(audit(skate_file.protocol_of(done.sheet)), f"{key}/{number}", "")
                for group in event.segments.values()
                for number, done in enumerate(group)
            ]
            ingest.add_all(archive, papers)
        before = counts(archive)
        ingest.add_all(archive, [], pages.read(found).pages)
        after = counts(archive)
    for table in ("events", "segments", "performances", "officials", "findings", "judges"):
        assert before[table] == after[table], table
    # 34 and 24 are entered; no skater is a second one
    assert (after["entries"], after["skaters"] - before["skaters"]) == (58, 0)
