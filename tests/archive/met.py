"""Puts people into an archive as events would, from names and days alone.

`names_met.csv` holds every printed name of the official protocols, entries and results of 78
events, 2005-06 to 2024-25: the event, its first day for that category, the category, the name and
nation as printed, the segments skated (none for a name that stands in a list only), and the number
of the ISU biography that the entries link.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kissandcry.archive import Archive, sought
from kissandcry.archive.people import Met, Register, standing
from kissandcry.core import season_of

HERE = Path(__file__).parent


class Named(NamedTuple):
    """A line of `names_met.csv`."""

    event: str
    day: date
    category: str
    name: str
    nation: str
    segments: tuple[str, ...] = ("SP", "FS")
    number: str = ""


@cache
def named() -> tuple[Named, ...]:
    """All lines."""
    with (HERE / "names_met.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Named(
                row["event"],
                date.fromisoformat(row["day"]),
                row["category"],
                row["name"],
                row["nation"],
                tuple(row["segments"].split()),
                row["number"],
            )
            for row in csv.DictReader(file)
        )


def by_event(rows: Iterable[Named]) -> list[list[Named]]:
    """The lines of each event, in the order of their days."""
    found: dict[str, list[Named]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.day):
        found[row.event].append(row)
    return list(found.values())


def collect(archive: Archive, events: Iterable[Sequence[Named]]) -> None:
    """Take events in, one transaction each, as the collector does."""
    for rows in events:
        with archive.transaction():
            _event(archive, rows)


def _event(archive: Archive, rows: Sequence[Named]) -> None:
    season = season_of(rows[0].day)
    ((event,),) = archive.run("SELECT coalesce(max(id), 0) + 1 FROM events")
    archive.run(
        "INSERT INTO events BY NAME SELECT ? AS id, ? AS key, ? AS name, 'other' AS kind,"
        " ? AS season, ? AS first_day, ? AS last_day, 'isu' AS authority",
        [event, rows[0].event, rows[0].event, season, rows[0].day, rows[-1].day],
    )
    sought.put(archive.connection, "events", {event: (rows[0].event, season)})
    register = Register(archive.connection)
    met = [_met(row, event, segment) for row in rows for segment in row.segments or ("",)]
    ids = register.skaters(met)
    skated = [(id, one) for id, one in zip(ids, met, strict=True) if one.segment]
    archive.run(
        "INSERT INTO performances BY NAME SELECT unnest(?::INTEGER[]) AS skater,"
        " unnest(?::VARCHAR[]) AS name, unnest(?::VARCHAR[]) AS nation,"
        " unnest(?::VARCHAR[]) AS category, unnest(?::VARCHAR[]) AS discipline,"
        " unnest(?::VARCHAR[]) AS level, unnest(?::VARCHAR[]) AS segment_name,"
        " unnest(?::DATE[]) AS day, ? AS event, ? AS season,"
        " 0 AS id, 0 AS segment, 1 AS position, 0 AS tss, 0 AS tes, 0 AS pcs, 0 AS deductions,"
        " '' AS status, [] AS notes, '' AS club, true AS holds, false AS team, 3 AS grades",
        [
            [id for id, _ in skated],
            *([getattr(one, name) for _, one in skated] for name in ("name", "nation")),
            [one.category for _, one in skated],
            [one.discipline for _, one in skated],
            [standing.level_of(one.category) for _, one in skated],
            [one.segment for _, one in skated],
            [one.day for _, one in skated],
            event,
            season,
        ],
    )
    listed = [row for row in rows if row.number or not row.segments]
    archive.run(
        "INSERT INTO entries BY NAME SELECT ? AS event, unnest(?::VARCHAR[]) AS category,"
        " unnest(?::VARCHAR[]) AS name, unnest(?::VARCHAR[]) AS nation,"
        " unnest(?::VARCHAR[]) AS isu_id, unnest(?::INTEGER[]) AS skater",
        [
            event,
            [row.category for row in listed],
            [row.name for row in listed],
            [row.nation for row in listed],
            [row.number for row in listed],
            register.skaters([_met(row, event, "") for row in listed]),
        ],
    )


def _met(row: Named, event: int, segment: str) -> Met:
    discipline = standing.discipline_of(row.category)
    return Met(row.name, row.nation, discipline, row.day, row.number, event, row.category, segment)


def people(archive: Archive) -> set[frozenset[tuple[str, str, str]]]:
    """The people of an archive, each as the printed names, with nation and sex."""
    found: dict[int, set[tuple[str, str, str]]] = defaultdict(set)
    for person, *name in archive.run(
        "SELECT DISTINCT s.person, n.name, n.nation, n.sex FROM name_forms f JOIN (SELECT id,"
        " unnest(members) AS person, generate_subscripts(members, 1) AS place FROM skaters) s"
        " ON s.id = f.skater JOIN printed_names n ON n.id = f.parts[s.place]"
    ):
        found[person].add((name[0], name[1], name[2]))
    return {frozenset(own) for own in found.values()}
