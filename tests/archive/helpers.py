"""What several tests of the archive do."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from kissandcry.archive import Archive, places, schema

DATA = Path(places.__file__).parents[1] / "protocols" / "data"
# What a second run may write anew although nothing is new.
_UNSTEADY = {"sources": ("collected",)}


def started(*arguments: str | Path) -> "subprocess.Popen[str]":
    """The command line, running as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "kissandcry", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def contents(archive: Archive) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, in one order, without identifiers that depend on what came first."""
    names = archive.rows("SELECT table_name AS name FROM information_schema.tables")
    tables = [row["name"] for row in names]
    assert set(schema.OF_A_SEGMENT) < set(tables)
    found = {}
    for table in tables:
        without = ", ".join(_UNSTEADY.get(table, ()))
        columns = f"* EXCLUDE ({without})" if without else "*"
        rows = archive.run(f"SELECT {columns} FROM {table}")
        found[table] = sorted(rows, key=repr)
    # How often it was written to differs between two that hold the same.
    found["meta"] = [row for row in found["meta"] if row[0] != "generation"]
    return found


def segments(archive: Archive) -> dict[str, list[tuple[Any, ...]]]:
    """The segments of each event with what was skated, by keys and names alone."""
    rows = archive.run(
        "SELECT e.key, p.category, p.segment_name, p.position, p.name, k.key, p.tss, p.tes, p.pcs,"
        " (SELECT count(*) FROM elements x WHERE x.performance = p.id),"
        " (SELECT sum(panel_score) FROM elements x WHERE x.performance = p.id),"
        " (SELECT count(*) FROM components x WHERE x.performance = p.id)"
        " FROM performances p JOIN events e ON e.id = p.event JOIN skaters k ON k.id = p.skater"
        " ORDER BY ALL"
    )
    found: dict[str, list[tuple[Any, ...]]] = {}
    for key, *rest in rows:
        found.setdefault(key, []).append(tuple(rest))
    return found
