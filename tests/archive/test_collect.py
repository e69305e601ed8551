"""Collecting: files, folders and globs into an archive, once and again."""

import os
import shutil
from collections.abc import Callable
from decimal import Decimal
from multiprocessing import active_children
from pathlib import Path

import pytest
from msgspec import structs

from kissandcry import archive
from kissandcry.archive import collect as collecting
from kissandcry.archive import ingest
from kissandcry.archive.collect import collect, find
from kissandcry.archive.ingest import printed
from kissandcry.archive.kept import versions
from kissandcry.core import NotInArchive, Points, Unreadable
from kissandcry.protocols import Protocol, audit, read, skate_file, write
from tests.archive.helpers import DATA, contents, started
from tests.bad_input import pdfs

FINAL = DATA / "2012-13_grand_prix_final"
MEN = FINAL / "men_free_skating.skate"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.duckdb"


def sochi() -> Protocol:
    return skate_file.protocol_of(skate_file.read(MEN), str(MEN))


def changed(protocol: Protocol, **fields: object) -> Protocol:
    """The protocol with one skater's deduction, and so the total, printed otherwise."""
    first, *rest = protocol.performances
    first = structs.replace(
        first, deductions=first.deductions + Points(1), tss=first.tss - Points(1)
    )
    return structs.replace(protocol, performances=(first, *rest), **fields)


def written(protocol: Protocol, path: Path) -> str:
    path.parent.mkdir(exist_ok=True)
    write([protocol], path)
    return str(path)


def segment_of(opened: archive.Archive) -> int:
    ((id,),) = opened.run(
        "SELECT id FROM segments WHERE category = 'men' AND segment = 'free_skating'"
    )
    return int(id)


def test_a_folder_goes_in_and_a_second_time_changes_nothing(path: Path) -> None:
    """Six skaters in each of the eight segments of Sochi 2012."""
    first = collect(path, [str(FINAL)])
    assert (first.new, first.performances, first.events) == (8, 48, {"gpf2012"})
    assert first.problems == []
    with archive.open(path) as opened:
        before = contents(opened)
    for again in (False, True):
        second = collect(path, [str(FINAL)], again=again)
        assert (second.new, second.revised, second.earlier, second.events) == (
            0,
            0,
            0,
            {"gpf2012"} if again else set(),
        )
        assert second.known + second.skipped == 8
        with archive.open(path) as opened:
            assert contents(opened) == before


def test_processes_read_what_one_reads(path: Path, tmp_path: Path) -> None:
    collect(path, [str(FINAL)])
    collect(tmp_path / "two.duckdb", [str(FINAL)], jobs=2)
    with archive.open(path) as one, archive.open(tmp_path / "two.duckdb") as two:
        assert contents(one) == contents(two)


def poisoned(file: collecting._File) -> collecting._Read:
    """A file as read; one of them ends the process."""
    if file.path.parent.name == "poison":
        os._exit(9)
    return collecting._read_one(file)


def test_a_file_that_ends_its_process_costs_only_itself(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty-four papers, and one more that cannot be read."""
    papers = sorted(DATA.rglob("*.skate"))[:24]
    bad = written(changed(sochi()), tmp_path / "poison" / "men.json")
    sources = [*map(str, papers[:12]), bad, *map(str, papers[12:])]
    with monkeypatch.context() as patched:
        patched.setattr(collecting, "_read_one", poisoned)
        found = collect(path, sources, jobs=2)
    assert found.new == 24
    (problem,) = found.problems
    assert problem.startswith(f"{bad}: not read, for the process that read it was ended")
    # It is not remembered: another time there may be more memory.
    assert collect(path, sources, jobs=2).problems == []


def test_a_process_that_is_killed_loses_nothing(path: Path) -> None:
    papers = sorted(DATA.rglob("*.skate"))[:24]
    killed: list[int | None] = []

    def kill(done: int, total: int, name: str) -> None:
        if not killed and (children := active_children()):
            killed.append(children[0].pid)
            children[0].kill()

    found = collect(path, map(str, papers), jobs=2, progress=kill)
    assert killed
    assert found.problems == []
    assert found.new == len(papers)


def test_a_bomb_among_papers_is_named_and_the_others_are_collected(
    path: Path, tmp_path: Path
) -> None:
    shutil.copy(MEN, tmp_path / "men.skate")
    bomb = pdfs.bomb(tmp_path / "bomb.pdf", 200)
    for _ in range(2):  # it is remembered
        (problem,) = collect(path, [str(tmp_path / "men.skate"), str(bomb)]).problems
        assert problem.startswith(f"{bomb}: the file has {bomb.stat().st_size:,} bytes and unpacks")
    with archive.open(path) as opened:
        assert len(opened.rows("SELECT id FROM performances")) == 6


def test_what_is_printed_is_what_was_read(path: Path) -> None:
    collect(path, [str(MEN)])
    with archive.open(path) as opened:
        assert printed(opened, segment_of(opened)) == sochi()
        (row,) = opened.rows("SELECT name, tss FROM performances WHERE rank = 2")
        assert row == {"name": "Yuzuru HANYU", "tss": Decimal("177.12")}


def test_the_same_print_from_another_file_is_known(path: Path, tmp_path: Path) -> None:
    collect(path, [str(MEN)])
    found = collect(path, [written(sochi(), tmp_path / "other" / "copy.json")])
    assert (found.known, found.revised, found.new) == (1, 0, 0)
    with archive.open(path) as opened:
        assert [one.version for one in versions(opened, segment_of(opened))] == [1]
        assert len(opened.rows("SELECT id FROM sources")) == 2


def test_a_later_paper_supersedes_and_the_earlier_one_stays(path: Path, tmp_path: Path) -> None:
    collect(path, [str(MEN)])
    found = collect(path, [written(changed(sochi()), tmp_path / "new" / "men.json")])
    assert (found.revised, found.new, found.performances) == (1, 0, 0)
    with archive.open(path) as opened:
        id = segment_of(opened)
        assert printed(opened, id).performances == changed(sochi()).performances
        assert printed(opened, id, 1) == sochi()
        first, second = versions(opened, id)
        assert (first.version, first.address) == (1, str(MEN))
        assert first.reason == "another paper was collected later"
        assert (second.version, second.reason) == (2, "")
        assert len(opened.rows("SELECT id FROM performances")) == 6
        with pytest.raises(NotInArchive, match="no version 3; there are 1, 2"):
            printed(opened, id, 3)
    # Whichever of the two comes again, nothing changes.
    found = collect(path, [str(MEN), str(tmp_path / "new" / "men.json")], again=True)
    assert (found.known, found.revised, found.earlier) == (2, 0, 0)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_later_printed_paper_counts_whichever_comes_first(
    order: tuple[int, int], path: Path, tmp_path: Path
) -> None:
    """The day comes first with points between, the month first where the clock runs to twelve."""
    papers = [
        structs.replace(sochi(), printed="08.12.2012 21:59:00"),
        changed(sochi(), printed="12/8/2012 10:01:00PM"),
    ]
    for index in order:
        collect(path, [written(papers[index], tmp_path / f"{index}" / "men.json")])
    with archive.open(path) as opened:
        id = segment_of(opened)
        assert printed(opened, id).printed == "12/8/2012 10:01:00PM"
        first, second = versions(opened, id)
        assert first.reason == "printed 2012-12-08 21:59:00, another paper 2012-12-08 22:01:00"
        assert (first.version, second.version) == (1, 2)
        assert printed(opened, id, 1).performances == papers[0].performances


def test_a_revised_paper_counts_although_it_was_collected_first(path: Path, tmp_path: Path) -> None:
    collect(path, [written(changed(sochi(), notes=("REVISED",)), tmp_path / "a" / "men.json")])
    assert collect(path, [str(MEN)]).earlier == 1
    with archive.open(path) as opened:
        first, second = versions(opened, segment_of(opened))
        assert (first.address, first.reason) == (str(MEN), "another paper is marked as revised")
        assert second.address.endswith("men.json")


def test_a_part_of_a_segment_never_replaces_the_whole(path: Path, tmp_path: Path) -> None:
    part = structs.replace(sochi(), performances=sochi().performances[:1])
    collect(path, [str(MEN)])
    assert collect(path, [written(part, tmp_path / "a" / "one.json")]).earlier == 1
    with archive.open(path) as opened:
        assert len(opened.rows("SELECT id FROM performances")) == 6
        first, _ = versions(opened, segment_of(opened))
        assert first.reason == "a part only: 1 of 6 skaters"


def test_two_papers_of_one_segment_in_one_run(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "both"
    written(sochi(), folder / "a.json")
    written(changed(sochi()), folder / "b.json")
    found = collect(path, [str(folder)])
    assert (found.new, found.revised) == (1, 1)
    with archive.open(path) as opened:
        id = segment_of(opened)
        assert printed(opened, id).performances == changed(sochi()).performances
        assert structs.replace(printed(opened, id, 1), file="") == structs.replace(sochi(), file="")


@pytest.mark.parametrize("others", [6, 3])
def test_a_paper_that_names_other_skaters_is_not_taken_for_a_revision(
    others: int, path: Path, tmp_path: Path
) -> None:
    women = skate_file.protocol_of(skate_file.read(FINAL / "women_free_skating.skate"), "")
    mixed = (*women.performances[:others], *sochi().performances[others:])
    wrong = structs.replace(sochi(), performances=mixed)
    collect(path, [str(MEN)])
    file = written(wrong, tmp_path / "a" / "men.json")
    for _ in range(2):  # what was refused once is named again and not read again
        found = collect(path, [file])
        assert found.revised == found.new == 0
        (problem,) = found.problems
        assert problem == (
            f"{file}: not taken, for it names other skaters than the paper of the same segment of"
            f" gpf2012 that is known: {6 - others} of its 6 skaters are among the 6, and a revision"
            " has two thirds"
        )
    with archive.open(path) as opened:
        id = segment_of(opened)
        assert printed(opened, id) == sochi()
        assert [one.version for one in versions(opened, id)] == [1]


def _disqualified(paper: Protocol) -> Protocol:
    *rest, _ = paper.performances
    return structs.replace(paper, performances=tuple(rest))


def _exchanged(paper: Protocol) -> Protocol:
    women = skate_file.protocol_of(skate_file.read(FINAL / "women_free_skating.skate"), "")
    *rest, _ = paper.performances
    return structs.replace(paper, performances=(*rest, women.performances[0]))


@pytest.mark.parametrize(
    ("first", "second", "skaters"),
    [
        (lambda paper: paper, _disqualified, 5),
        (_disqualified, lambda paper: paper, 6),
        (lambda paper: paper, _exchanged, 6),
        (lambda paper: paper, changed, 6),
    ],
    ids=["one disqualified", "one added", "one exchanged", "one scored anew"],
)
def test_a_revision_of_one_skater_supersedes(
    first: Callable[[Protocol], Protocol],
    second: Callable[[Protocol], Protocol],
    skaters: int,
    path: Path,
    tmp_path: Path,
) -> None:
    collect(path, [written(first(sochi()), tmp_path / "a" / "men.json")])
    found = collect(path, [written(second(sochi()), tmp_path / "b" / "men.json")])
    assert (found.revised, found.problems) == (1, [])
    with archive.open(path) as opened:
        id = segment_of(opened)
        assert printed(opened, id).performances == second(sochi()).performances
        assert printed(opened, id, 1).performances == first(sochi()).performances
        assert len(opened.rows("SELECT id FROM performances")) == skaters


def test_files_that_cannot_be_read_are_named_and_remembered(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    shutil.copy(MEN, folder)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    (folder / "empty.json").write_bytes(b"")
    for _ in range(2):
        found = collect(path, [str(folder), str(tmp_path / "none.pdf")])
        named = [Path(problem.partition(":")[0]).name for problem in found.problems]
        assert sorted(named) == [
            "broken.pdf",
            "empty.json",
            "none.pdf",
        ]
    with archive.open(path) as opened:
        rows = opened.rows("SELECT address, problem FROM sources WHERE problem <> ''")
        assert [Path(row["address"]).name for row in rows] == ["broken.pdf"]
        assert rows[0]["problem"].startswith(f"{rows[0]['address']}: ")
        assert len(opened.rows("SELECT id FROM performances")) == 6


def test_a_file_that_is_read_again_may_be_taken_after_all(path: Path) -> None:
    """As by a newer version of the program."""
    collect(path, [str(MEN)])
    with archive.open(path, read_only=False) as opened:
        opened.run("UPDATE sources SET problem = 'men_free_skating.skate: not understood'")
    assert collect(path, [str(MEN)]).problems == ["men_free_skating.skate: not understood"]
    assert collect(path, [str(MEN)], again=True).problems == []
    assert collect(path, [str(MEN)]).problems == []


_HOSTILE = {
    "orders to a terminal": "\x1b[2J\x07 Evil\u202e SKATER",
    "a zero": "Nul\0 SKATER",
    "quotes": "Robert'); DROP TABLE performances;-- SKATER",
    "long": "Ab" * 990 + " SKATER",
    "nothing but signs": "\u200b\u2028 \U0001f600",
    "an address": "<script>alert(1)</script> SKATER",
}


@pytest.mark.parametrize("name", _HOSTILE.values(), ids=_HOSTILE)
def test_hostile_names_are_kept_as_they_are(name: str, path: Path, tmp_path: Path) -> None:
    first, *rest = sochi().performances
    paper = structs.replace(
        sochi(), performances=(structs.replace(first, name=name, club=name, notes=(name,)), *rest)
    )
    file = written(paper, tmp_path / "a" / "men.json")
    assert collect(path, [file]).problems == []
    with archive.open(path) as opened:
        assert printed(opened, segment_of(opened)).performances == paper.performances
        (key,) = {row["key"] for row in opened.rows("SELECT key FROM skaters")} - {
            "yuzuru-hanyu",
            "javier-fernandez",
            "daisuke-takahashi",
            "patrick-chan",
            "takahiko-kozuka",
            "tatsuki-machida",
        }
        assert key.replace("-", "").isalnum()
        assert key.isascii()


def test_more_than_the_tables_hold_is_refused_and_nothing_is_half_written(
    path: Path, tmp_path: Path
) -> None:
    first, *rest = sochi().performances
    long = structs.replace(first, elements=first.elements * 25)
    file = written(structs.replace(sochi(), performances=(long, *rest)), tmp_path / "a" / "m.json")
    (problem,) = collect(path, [file]).problems
    assert problem == f"{file}: 325 elements, and at most 255 are kept"
    with archive.open(path) as opened:
        assert opened.rows("SELECT id FROM performances") == []
        assert opened.rows("SELECT id FROM segments") == []


def test_papers_are_of_one_event_whatever_the_folder_is_called(path: Path, tmp_path: Path) -> None:
    for number, name in enumerate(["men_free_skating", "women_free_skating"]):
        (tmp_path / f"{number}").mkdir()
        shutil.copy(FINAL / f"{name}.skate", tmp_path / f"{number}")
    assert collect(path, [str(tmp_path / "0"), str(tmp_path / "1")]).events == {"gpf2012"}
    with archive.open(path) as opened:
        assert len(opened.rows("SELECT id FROM events")) == 1


def test_a_round_before_the_short_program_is_a_category_of_its_own(path: Path) -> None:
    (paper,) = read(MEN)
    early = structs.replace(paper, notes=("PRELIMINARY ROUND",))
    with archive.open(archive.MEMORY) as opened:
        ingest.add_all(opened, [ingest.paper(audit(one), "x", "") for one in (paper, early)])
        rows = opened.rows("SELECT category FROM segments ORDER BY category")
        assert [row["category"] for row in rows] == ["men", "men-preliminary-round"]


def test_found_are_the_papers_of_folders_files_and_globs(tmp_path: Path) -> None:
    for name in ("b/two.skate", "a/one.skate", "a/men_entries.html", "a/notes.txt", "a/x.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    found = [one.relative_to(tmp_path).as_posix() for one in find([str(tmp_path)])]
    assert found == ["a/men_entries.html", "a/one.skate", "b/two.skate"]
    assert find([str(tmp_path / "*" / "one.skate")]) == [tmp_path / "a" / "one.skate"]
    assert find([str(tmp_path / "[ab]")]) == find([str(tmp_path)])


def test_an_empty_folder_is_told_in_a_sentence(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "nothing"
    folder.mkdir()
    assert collect(path, [str(folder)]).problems == [
        f"{folder}: no protocol and no result page lies in this folder; protocols end in .pdf,"
        " .csv, .json, .jsonl or .skate"
    ]


def test_a_file_that_is_no_archive_is_not_written_to(tmp_path: Path) -> None:
    path = tmp_path / "notes.duckdb"
    path.write_text("my notes", encoding="utf-8")
    with pytest.raises(Unreadable, match="cannot be opened"):
        collect(path, [str(MEN)])
    assert path.read_text(encoding="utf-8") == "my notes"
    assert [one.name for one in tmp_path.iterdir()] == ["notes.duckdb"]


@pytest.mark.parametrize("error", [MemoryError(), ZeroDivisionError(), OSError(5, "I/O error")])
def test_only_what_the_content_is_to_blame_for_is_remembered(
    error: Exception, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(file: Path) -> list[Protocol]:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr("kissandcry.archive.collect.read", fails)
        assert len(collect(path, [str(MEN)]).problems) == 1
    found = collect(path, [str(MEN)])
    assert (found.problems, found.new) == ([], 1)


def test_a_refused_page_is_no_protocol(path: Path, tmp_path: Path) -> None:
    (tmp_path / "CAT001RS.HTM").write_bytes(b"<p>not a table</p>")
    assert len(collect(path, [str(tmp_path / "CAT001RS.HTM")]).problems) == 1
    with archive.open(path) as opened:
        assert opened.run("SELECT kind FROM sources") == [("page",)]


def test_a_source_that_was_refused_gets_its_event(path: Path) -> None:
    collect(path, [str(MEN)])
    with archive.open(path, read_only=False) as opened:
        opened.run("UPDATE sources SET problem = 'not understood', event = NULL")
    collect(path, [str(MEN)], again=True)
    with archive.open(path) as opened:
        assert opened.run(
            "SELECT s.problem, e.key FROM sources s JOIN events e ON e.id = s.event"
        ) == [("", "gpf2012")]


def test_overrules_are_kept_while_the_archive_is_served(path: Path, tmp_path: Path) -> None:
    collect(path, [str(MEN)])
    file = tmp_path / "overrules.toml"
    file.write_text("", encoding="utf-8")
    with archive.Archive(path, yielding=True):
        running = started("people", "--apply", file, "--archive", path)
        out, err = running.communicate()
    assert (running.returncode, err) == (0, "")
    assert "kept in the archive" in out
