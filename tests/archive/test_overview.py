"""The overview in memory says what the tables say."""

from pathlib import Path
from typing import Any

import msgspec

from kissandcry.archive import Archive, ingest
from kissandcry.archive.overview import overview
from kissandcry.protocols import audit
from tests.protocols.samples import marseille

_OF_SEGMENT = "SELECT * FROM performances WHERE segment = ? ORDER BY rank NULLS LAST, position"
_OF_SKATER = "SELECT * FROM performances WHERE skater = ? ORDER BY day, segment"


def _plain(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row | {"notes": list(row["notes"])} for row in rows]


def test_every_performance_is_that_of_the_table(reference_archive: Archive) -> None:
    of = overview(reference_archive)
    segments = reference_archive.run("SELECT id FROM segments")
    assert len(segments) > 600
    for (segment,) in segments:
        assert _plain(of.skates([segment])) == reference_archive.rows(_OF_SEGMENT, [segment])


def test_the_skates_of_a_skater_come_in_order_of_time(reference_archive: Archive) -> None:
    of = overview(reference_archive)
    for key in ("yuzuru-hanyu", "tessa-virtue-scott-moir", "mao-asada"):
        who = of.skater(key)
        assert who is not None
        known = reference_archive.rows(_OF_SKATER, [who.id])
        assert _plain(of.of_skater(who.id)) == known
        free = next(row for row in known if row["segment_name"].startswith("free"))
        head = next(row for row in of.segments(free["event"]) if row["id"] == free["segment"])
        kind = [free[name] for name in ("segment_name", "level", "grades")]
        assert _plain(of.of_skater(who.id, head)) == [
            row for row in known if [row[n] for n in ("segment_name", "level", "grades")] == kind
        ]


def test_the_lists_are_those_of_the_tables(reference_archive: Archive) -> None:
    of = overview(reference_archive)
    run = reference_archive.run
    assert of.nations == [
        one for (one,) in run("SELECT DISTINCT nation FROM skaters WHERE nation <> '' ORDER BY 1")
    ]
    assert of.seasons == [
        one for (one,) in run("SELECT DISTINCT season FROM events ORDER BY 1 DESC")
    ]
    sums = "SELECT event, count(*) FROM performances WHERE season = '2013-14' GROUP BY event"
    assert of.held("2013-14") == dict(run(sums))
    assert of.performances == run("SELECT count(*) FROM performances")[0][0]


def test_it_is_read_once_and_kept(reference_archive: Archive) -> None:
    assert overview(reference_archive) is overview(reference_archive)


def test_who_is_not_there_skated_nothing(season_archive: Archive) -> None:
    of = overview(season_archive)
    assert of.of_skater(10**6) == of.skates([10**6]) == of.segments(10**6) == []
    assert of.event("nowhere2012") is None
    assert of.skater("nobody") is None


def test_an_empty_archive_has_nothing() -> None:
    with Archive() as archive:
        of = overview(archive)
        of.read()
        assert (of.performances, of.held(), of.seasons, of.nations) == (0, {}, [], [])
        assert of.of_skater(1) == []


def test_who_has_no_rank_stands_last_under_their_own_name(tmp_path: Path) -> None:
    """A skater who withdrew is printed without a rank."""
    first, second, third = marseille().performances
    paper = msgspec.structs.replace(
        marseille(), performances=(msgspec.structs.replace(first, rank=None), second, third)
    )
    with Archive(tmp_path / "a.duckdb") as archive:
        ingest.add_all(archive, [ingest.paper(audit(paper), "marseille.json", "")])
        ((segment,),) = archive.run("SELECT id FROM segments")
        rows = overview(archive).skates([segment])
        assert _plain(rows) == archive.rows(_OF_SEGMENT, [segment])
    assert [row["name"] for row in rows] == [second.name, third.name, first.name]
