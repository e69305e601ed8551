"""The skates of a skater as rows of a table and points of a chart."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from kissandcry.archive import Archive
from kissandcry.archive.overview import EventRow, overview
from kissandcry.web import addresses
from kissandcry.web.controls import segment_words
from kissandcry.web.page import Column

_COLUMNS: Final = (
    Column("event", "Event", "event"),
    Column("what", "Segment", link="address"),
    Column("rank", "Place", "number"),
    Column("tss", "Score", "points", strong=True, title="Total segment score"),
    Column("tes", "Elements", "points", title="Total element score"),
    Column("pcs", "Components", "points", title="Program component score"),
    Column("deductions", "Deductions", "points"),
    Column("day", "Day", "day"),
)
_STATUS: Final = Column("status", "Status")
HIDDEN: Final = (
    Column("season", "Season"),
    Column("category", "Category"),
    Column("segment", "Segment"),
)


def columns(rows: Iterable[Mapping[str, Any]]) -> tuple[Column, ...]:
    """The columns of such rows; the status where one has any."""
    return (*_COLUMNS, _STATUS) if any(row["status"] for row in rows) else _COLUMNS


def of_skater(archive: Archive, skater: int, key: str, as_of: date | None) -> list[dict[str, Any]]:
    """Every skate of a skater (its number in the archive, and its key), the latest first."""
    of = overview(archive)
    rows = [_row(of.events[row["event"]], row) for row in of.of_skater(skater)]
    rows = [row for row in rows if row["day"] <= (as_of or date.max)]
    for row in rows:
        row["what"] = segment_words(row["segment"])
        if row["team"]:
            row["what"] += " (team event)"
        if row["level"] != "senior":
            row["what"] = f"{row['level'].replace('_', ' ').capitalize()} {row['what'].lower()}"
        row["address"] = addresses.performance(row["event"], row["category"], row["segment"], key)
    return sorted(rows, key=lambda row: (-row["day"].toordinal(), row["address"]))


def _row(of: EventRow, row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "event": of.key, "event_name": of.name, "segment": row["segment_name"]}


def charted(rows: Iterable[Mapping[str, Any]], top: int, **same: Any) -> list[dict[str, Any]]:
    """The latest `top` skates of each segment as points of a chart, in order of time. `same` goes
    into each: who it is, and the name."""
    found: list[dict[str, Any]] = []
    counts: dict[str, int] = {}
    for row in rows:
        if row["status"]:
            continue
        counts[row["what"]] = counts.get(row["what"], 0) + 1
        if counts[row["what"]] <= top:
            found.append(
                {
                    "day": row["day"],
                    "season": row["season"],
                    "group": row["what"],
                    "score": float(row["tss"]),
                    "title": row["event_name"],
                    "href": row["address"],
                    "key": (row["event"], row["category"], row["segment"]),
                    **same,
                }
            )
    return found[::-1]
