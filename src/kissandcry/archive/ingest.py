"""Add an event to the archive: all of it or nothing, and nothing twice."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from kissandcry import rulebooks
from kissandcry.archive import rows, schema
from kissandcry.archive.events import EventName
from kissandcry.archive.people import Met, Register
from kissandcry.archive.store import Archive
from kissandcry.protocols import Audit, Protocol

_TEAM: Final = "team event"


@dataclass(frozen=True)
class Paper:
    """A protocol as read and audited, and the file that it came from."""

    audit: Audit
    address: str
    sha256: str

    @property
    def protocol(self) -> Protocol:
        """What the paper says."""
        return self.audit.protocol


def paper(audit: Audit, address: str, sha256: str) -> Paper:
    """A paper, ready to be added."""
    return Paper(audit, address, sha256)


def digest(content: bytes) -> str:
    """The SHA-256 of a file, by which it is known again."""
    return hashlib.sha256(content).hexdigest()


@dataclass
class Added:
    """What an event brought: segments that were new, revised, and known before."""

    new: int = 0
    revised: int = 0
    known: int = 0
    performances: int = 0
    problems: list[str] = field(default_factory=list)


def add(archive: Archive, event: EventName, papers: Sequence[Paper]) -> Added:
    """Add the papers of one event in one transaction."""
    connection = archive.connection
    added = Added()
    connection.begin()
    try:
        _Adding(archive, event).papers(papers, added)
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    return added


def printed(archive: Archive, segment: int) -> Protocol:
    """The current protocol of a segment, as it was printed."""
    (head,) = archive.rows("SELECT * FROM segments WHERE id = ?", [segment])
    (file,) = archive.rows("SELECT address FROM sources WHERE id = ?", [head["source"]])

    def of(table: str) -> list[dict[str, Any]]:
        return archive.rows(f"SELECT * FROM {table} WHERE segment = ? ORDER BY position", [segment])

    def parted(table: str) -> dict[int, list[dict[str, Any]]]:
        found: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for row in of(table):
            found[row["performance"]].append(row)
        return found

    return rows.protocol_of(
        head,
        of("performances"),
        parted("elements"),
        parted("components"),
        parted("deduction_items"),
        of("officials"),
        file["address"],
    )


class _Adding:
    """The transaction that adds papers to an event."""

    def __init__(self, archive: Archive, event: EventName) -> None:
        self._archive = archive
        self._connection = archive.connection
        self._register = Register(archive.connection)
        self._event = self._event_row(event)

    def papers(self, papers: Iterable[Paper], added: Added) -> None:
        for paper in papers:
            self._paper(paper, added)
        self._archive.run(
            "UPDATE events SET first_day = d.low, last_day = d.high FROM (SELECT min(day) AS low,"
            " max(day) AS high FROM segments WHERE event = ?) d WHERE id = ?",
            [self._event, self._event],
        )

    def _paper(self, paper: Paper, added: Added) -> None:
        audit = paper.audit
        protocol = audit.protocol
        team = any(_TEAM in note.lower() for note in (*protocol.notes, protocol.event))
        category = rows.category(protocol, team)
        found = self._archive.run(
            "SELECT id, version, source FROM segments"
            " WHERE event = ? AND category = ? AND segment = ?",
            [self._event, category, str(protocol.segment)],
        )
        if not found:
            source = self._source(paper)
            self._write(audit, self._next("segments"), 1, source, category, team)
            added.new += 1
            added.performances += len(protocol.performances)
            return
        ((segment, version, source),) = found
        old = printed(self._archive, segment)
        if _same(old, protocol):
            added.known += 1
            return
        self._archive.run(
            "INSERT INTO superseded VALUES (?, ?, ?, ?)",
            [segment, version, source, msgspec.json.encode(old)],
        )
        for table in schema.OF_A_SEGMENT:
            self._archive.run(f"DELETE FROM {table} WHERE segment = ?", [segment])
        self._archive.run("DELETE FROM segments WHERE id = ?", [segment])
        self._write(audit, segment, version + 1, self._source(paper), category, team)
        added.revised += 1

    def _write(
        self, audit: Audit, segment: int, version: int, source: int, category: str, team: bool
    ) -> None:
        p = audit.protocol
        day = p.date or audit.recomputed.day
        book = rulebooks.on(day, p.discipline, p.level, p.authority)
        grades = book.grades[1]
        of = rows.OfSegment(segment, self._event, category, team, day, audit.season, grades)
        judges = max((len(e.marks) for one in p.performances for e in one.elements), default=0)
        self._insert(
            "segments",
            [
                (
                    segment,
                    self._event,
                    category,
                    str(p.discipline),
                    str(p.level),
                    team,
                    str(p.segment),
                    day,
                    p.date is not None,
                    p.season,
                    grades,
                    judges,
                    len(p.performances),
                    version,
                    audit.unverified,
                    source,
                    p.layout,
                    p.venue,
                    p.printed,
                    p.event,
                    list(p.notes),
                    p.authority,
                )
            ],
        )
        first = self._next("performances")
        bad = audit.by_performance
        performances: list[rows.Row] = []
        elements: list[rows.Row] = []
        components: list[rows.Row] = []
        deductions: list[rows.Row] = []
        met = [Met(one.name, one.nation, str(p.discipline), day) for one in p.performances]
        skaters = self._register.skaters(met)
        for index, (one, skater) in enumerate(zip(p.performances, skaters, strict=True)):
            id = first + index
            performances.append(
                rows.performance_row(one, id, skater, index + 1, index not in bad, p, of)
            )
            elements.extend(rows.element_rows(one, id, segment, skater))
            components.extend(rows.component_rows(one, id, segment, skater))
            deductions.extend(rows.deduction_rows(one, id, segment))
        self._insert("performances", performances)
        self._insert("elements", elements)
        self._insert("components", components)
        self._insert("deduction_items", deductions)
        self._insert("findings", list(rows.finding_rows(audit, segment, first)))
        ids = self._register.judges([(one.name, one.nation) for one in p.officials])
        self._insert("officials", list(rows.official_rows(p.officials, segment, ids)))

    def _event_row(self, event: EventName) -> int:
        found = self._archive.run("SELECT id FROM events WHERE key = ?", [event.key])
        if found:
            return int(found[0][0])
        id = self._next("events")
        self._archive.run(
            "INSERT INTO events (id, key, name, kind, season, place, authority)"
            " VALUES (?, ?, ?, ?, ?, ?, 'isu')",
            [id, event.key, event.name, event.kind, event.season, event.place],
        )
        return id

    def _source(self, paper: Paper) -> int:
        id = self._next("sources")
        self._archive.run(
            "INSERT INTO sources VALUES (?, ?, ?, 'protocol', ?, ?, '')",
            [
                id,
                paper.address,
                paper.sha256,
                self._event,
                datetime.now(UTC).replace(tzinfo=None),
            ],
        )
        return id

    def _next(self, table: str) -> int:
        return int(self._archive.run(f"SELECT coalesce(max(id), 0) + 1 FROM {table}")[0][0])

    def _insert(self, table: str, found: Sequence[rows.Row]) -> None:
        if found:
            with self._connection.appender(table) as appender:
                for row in found:
                    appender.append_row(*row)


def _same(old: Protocol, new: Protocol) -> bool:
    """Whether two papers print the same; the file and its layout are not part of it."""
    return old.performances == new.performances
