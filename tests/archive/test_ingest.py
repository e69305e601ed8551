"""Every reference protocol in the archive, nothing lost and nothing twice."""

import csv
from collections import Counter
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from kissandcry import archive
from kissandcry.archive.ingest import printed
from kissandcry.archive.succession import printed_at
from kissandcry.protocols import read


def test_every_performance_and_element_of_the_reference_is_in(
    reference_archive: archive.Archive, shared: Path
) -> None:
    """`index.csv` was counted without us: programs and elements of each file. Two lines of it are
    known to be short of what the papers print (docs/protocols.md)."""
    rows = reference_archive.rows(
        "SELECT s.address, count(*) AS programs, sum(p.elements) AS elements FROM"
        " (SELECT segment, id, (SELECT count(*) FROM elements e WHERE e.performance = q.id)"
        "   AS elements FROM performances q) p"
        " JOIN segments g ON g.id = p.segment JOIN sources s ON s.id = g.source GROUP BY s.address"
    )
    found = {Path(row["address"]).as_posix(): row for row in rows}
    index = (shared / "protocols" / "index.csv").read_text(encoding="utf-8").splitlines()
    different = []
    for line in csv.DictReader(index):
        row = found[(shared / "protocols" / line["file"]).as_posix()]
        if (row["programs"], row["elements"]) != (int(line["programs"]), int(line["elements"])):
            different.append(line["file"])
    assert different == []
    # Two national papers are no PDFs, and eight papers lie in a saved site.
    assert len(found) == len(index) - 1 + 2 + 8


def test_every_printed_number_comes_back(reference_archive: archive.Archive, shared: Path) -> None:
    rows = reference_archive.rows(
        "SELECT g.id, s.address FROM segments g JOIN sources s ON s.id = g.source"
        " ORDER BY hash(g.id) LIMIT 60"
    )
    for row in rows:
        paper = printed(reference_archive, row["id"])
        (before,) = read(Path(row["address"]))
        assert paper == before


@pytest.mark.soak
def test_every_printed_number_of_every_paper_comes_back(
    reference_archive: archive.Archive,
) -> None:
    for row in reference_archive.rows(
        "SELECT g.id, s.address FROM segments g JOIN sources s ON s.id = g.source"
    ):
        (before,) = read(Path(row["address"]))
        paper = printed(reference_archive, row["id"])
        assert paper == before


def test_the_sums_of_the_tables_are_those_of_the_papers(
    reference_archive: archive.Archive,
) -> None:
    """Where the audit holds, elements and components give the printed scores."""
    wrong = reference_archive.rows(
        "SELECT p.id FROM performances p WHERE holds AND"
        " (tes <> (SELECT coalesce(sum(panel_score), 0) FROM elements e WHERE e.performance = p.id)"
        "  OR tss <> tes + pcs - deductions)"
    )
    assert wrong == []
    ((holds, all_),) = reference_archive.run(
        "SELECT count(*) FILTER (holds), count(*) FROM performances"
    )
    assert holds > 0.98 * all_


def test_nothing_is_in_twice(reference_archive: archive.Archive) -> None:
    for columns in ("event, category, segment", "digest", "id"):
        rows = reference_archive.rows(
            f"SELECT 1 FROM segments GROUP BY {columns} HAVING count(*) > 1"
        )
        assert rows == []
    assert reference_archive.rows("SELECT 1 FROM superseded") == []
    twice = reference_archive.rows(
        "SELECT segment, skater FROM performances GROUP BY ALL HAVING count(*) > 1"
    )
    assert twice == []
    for table in ("performances", "elements", "components"):
        orphans = f"SELECT 1 FROM {table} WHERE segment NOT IN (SELECT id FROM segments) LIMIT 1"
        assert reference_archive.rows(orphans) == []


def test_what_the_codes_say_stands_beside_them(season_archive: archive.Archive) -> None:
    """Sochi 2012: Hanyu opened with a quadruple toe loop and doubled the salchow."""
    rows = season_archive.rows(
        "SELECT code, family, e.name, jumps, rotations, rotation_call, fall, e.panel_score"
        " FROM elements e JOIN performances p ON p.id = e.performance JOIN events v ON"
        " v.id = p.event WHERE v.key = 'gpf2012' AND p.name = 'Yuzuru HANYU'"
        " AND segment_name = 'free_skating' ORDER BY e.position LIMIT 2"
    )
    assert [(row["code"], row["family"], row["rotations"]) for row in rows] == [
        ("4T", "jump", 4),
        ("2S", "jump", 2),
    ]
    assert all(row["name"] == row["code"] and row["jumps"] == 1 for row in rows)
    kinds = season_archive.rows("SELECT count(*) AS n FROM elements WHERE family IS NULL")
    assert kinds == [{"n": 0}]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("24.03.2006 20:02:41", datetime(2006, 3, 24, 20, 2, 41)),  # noqa: DTZ001
        ("3/25/2010 4:42:23PM", datetime(2010, 3, 25, 16, 42, 23)),  # noqa: DTZ001
        ("10/23/2009 12:03:57AM", datetime(2009, 10, 23, 0, 3, 57)),  # noqa: DTZ001
        ("26/01/19 19:46:22", datetime(2019, 1, 26, 19, 46, 22)),  # noqa: DTZ001
        ("07.02.2020 4:20 PM", datetime(2020, 2, 7, 16, 20)),  # noqa: DTZ001
        ("SUN 6 FEB 2022 12:41", datetime(2022, 2, 6, 12, 41)),  # noqa: DTZ001
        ("FRI 9 FEB 2018", datetime(2018, 2, 9)),  # noqa: DTZ001
        ("24.03.2006 99:99", datetime(2006, 3, 24)),  # noqa: DTZ001
        ("yesterday", None),
        ("", None),
    ],
)
def test_printed_times_of_all_layouts(text: str, day: datetime | None) -> None:
    assert printed_at(text) == day


def test_all_printed_times_are_understood(reference_archive: archive.Archive) -> None:
    """The printing lies within days of the skating, so day and month are not confused."""
    rows = reference_archive.rows(
        "SELECT printed, day, dated FROM segments WHERE printed <> '' AND dated"
    )
    apart: Counter[bool] = Counter()
    for row in rows:
        made = printed_at(row["printed"])
        assert made is not None, row
        apart[abs((made.date() - row["day"]).days) < 60] += 1
    assert apart[True] == len(rows)


def test_points_are_decimals(season_archive: archive.Archive) -> None:
    ((low, high),) = season_archive.run("SELECT min(tss), max(tss) FROM performances")
    assert isinstance(low, Decimal)
    assert high > 150
