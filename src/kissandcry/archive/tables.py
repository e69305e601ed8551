"""Writing to the tables: a handful of statements for an event, however many skaters it has.

A protocol goes in as the JSON that it is: DuckDB takes it apart.
"""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

import msgspec
from msgspec import inspect

from kissandcry.archive import schema, sought
from kissandcry.archive.events import EventName
from kissandcry.archive.papers import Beside, Paper
from kissandcry.archive.people import Met, Register
from kissandcry.archive.store import Archive
from kissandcry.protocols import Protocol

# Of an event: what `ingest` must know of each segment that is there, and of papers before it.
CURRENT: Final = """
SELECT category, segment, id, version, source, digest,
    coalesce((SELECT list(name) FROM performances p WHERE p.segment = s.id), []),
    printed, list_contains(notes, 'REVISED')
FROM segments s WHERE event = ?
"""
DIGESTS: Final = """
SELECT segment, digest FROM superseded
WHERE segment IN (SELECT id FROM segments WHERE event = ?)
"""


class Source(NamedTuple):
    """A row of `sources` for a protocol."""

    id: int
    address: str
    sha256: str
    event: int | None
    problem: str
    kind: str = "protocol"


class Older(NamedTuple):
    """A row of `superseded`."""

    segment: int
    version: int
    source: int
    reason: str
    digest: str
    protocol: bytes


class Segment(NamedTuple):
    """A paper that is to be the current one of a segment."""

    event: int
    id: int
    version: int
    source: int
    paper: Paper


def next_id(archive: Archive, table: str) -> int:
    """The first free identifier; `table` is one of ours."""
    return int(archive.run(f"SELECT coalesce(max(id), 0) + 1 FROM {table}")[0][0])


def events(archive: Archive, names: Sequence[EventName]) -> tuple[list[int], set[int]]:
    """The rows of events, new where there are none; and which of them are new."""
    keys = [one.key for one in names]
    sql = "SELECT key, id FROM events WHERE key IN (SELECT unnest(?::VARCHAR[]))"
    known = dict(archive.run(sql, [keys]))
    first = next_id(archive, "events")
    new = [one for one in names if one.key not in known]
    known |= {one.key: id for id, one in enumerate(new, start=first)}
    for one in new:
        archive.run(
            "INSERT INTO events (id, key, name, kind, season, place, note, authority)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, 'isu')",
            [known[one.key], one.key, one.name, one.kind, one.season, one.place, one.note],
        )
    texts = {known[one.key]: (one.name, one.key, one.season) for one in new}
    if texts:
        sought.put(archive.connection, "events", texts)
    return [known[key] for key in keys], set(texts)


def known_sources(archive: Archive, hashes: Sequence[str]) -> dict[str, int]:
    """The rows of files that are known, by their SHA-256."""
    rows = archive.run(
        "SELECT sha256, id FROM sources"
        " WHERE sha256 <> '' AND sha256 IN (SELECT unnest(?::VARCHAR[]))",
        [list(hashes)],
    )
    return dict(rows)


def replaced_pages(archive: Archive) -> dict[str, list[str]]:
    """The pages, by their SHA-256, in whose place others were collected; and the addresses that
    had nothing else since: of two that say different things of one thing neither is new again."""
    rows = archive.run(_REPLACED)
    return dict(rows)


_REPLACED: Final = """
SELECT sha256, coalesce(list(address) FILTER (last_there), []) FROM (
    SELECT sha256, address, id = max(id) OVER (PARTITION BY address) AS last_there,
        id = max(id) OVER (PARTITION BY event, kind, category, segment) AS last
    FROM sources WHERE kind <> 'protocol' AND problem = '' AND event IS NOT NULL
) GROUP BY sha256 HAVING NOT bool_or(last)
"""


def add_sources(archive: Archive, sources: Sequence[Source]) -> None:
    """Remember files."""
    now = datetime.now(UTC).replace(tzinfo=None)
    _append(
        archive,
        "sources",
        [
            (one.id, one.address, one.sha256, one.kind, one.event, now, one.problem, "", "")
            for one in sources
        ],
    )


def set_problem(archive: Archive, source: int, problem: str, event: int | None = None) -> None:
    """Say anew why a file is not taken, or that it is, and of which event: it was read again."""
    archive.run(
        "UPDATE sources SET problem = $problem, event = coalesce(event, $event)"
        " WHERE id = $id AND (problem <> $problem OR event IS NULL)",
        {"problem": problem, "id": source, "event": event},
    )


def add_older(archive: Archive, older: Sequence[Older]) -> None:
    """Keep papers that are not the current ones."""
    _append(archive, "superseded", older)


def set_version(archive: Archive, segment: int, version: int) -> None:
    """Number the current paper anew, as an earlier one came later. Nothing for a new segment."""
    archive.run("UPDATE segments SET version = ? WHERE id = ?", [version, segment])


def write(archive: Archive, segments: Sequence[Segment]) -> None:
    """Write papers as the current ones of their segments, in place of those that were."""
    if not segments:
        return
    _remove(archive, segments)
    _incoming(archive, segments)
    archive.run(_SEGMENTS)
    archive.run(_SKATED)
    for statement in (_PERFORMANCES, _ELEMENTS, _COMPONENTS, _DEDUCTIONS, _OFFICIALS, _FINDINGS):
        archive.run(statement)
    archive.run(_DAYS)


def _remove(archive: Archive, segments: Sequence[Segment]) -> None:
    replaced = [one for one in segments if one.version > 1]
    if not replaced:
        return
    ids = [one.id for one in replaced]
    for table in schema.OF_A_SEGMENT:
        # A paper that names no officials does not take those away that a result page named.
        named = [one.id for one in replaced if one.paper.officials]
        which = " AND (NOT page OR segment IN (SELECT unnest($2::INTEGER[])))"
        sql = f"DELETE FROM {table} WHERE segment IN (SELECT unnest($1::INTEGER[]))"
        if table == "officials":
            archive.run(sql + which, [ids, named])
        else:
            archive.run(sql, [ids])
    archive.run("DELETE FROM segments WHERE id IN (SELECT unnest(?::INTEGER[]))", [ids])


class _Incoming(msgspec.Struct):
    """What the statements below read. `first` is the identifier of the first performance; `skaters`
    and `judges` say who is meant, in the order of performances and officials."""

    event: int
    id: int
    version: int
    source: int
    first: int
    category: str
    team: bool
    day: date
    dated: bool
    season: str
    grades: int
    judges_shown: int
    unverified: int
    layout: str
    digest: str
    skaters: tuple[int, ...]
    judges: tuple[int, ...]
    protocol: Protocol
    beside: Beside


def _shape(kind: inspect.Type) -> Any:
    """A type as DuckDB takes it to read JSON."""
    match kind:
        case inspect.StructType():
            return {one.encode_name: _shape(one.type) for one in kind.fields}
        case inspect.VarTupleType():
            return [_shape(kind.item_type)]
        case inspect.UnionType():
            (one,) = (one for one in kind.types if not isinstance(one, inspect.NoneType))
            return _shape(one)
        case _:
            return _SIMPLE[type(kind)]


_SIMPLE: Final[dict[type[inspect.Type], str]] = {
    inspect.StrType: "VARCHAR",
    inspect.EnumType: "VARCHAR",
    inspect.IntType: "BIGINT",
    inspect.BoolType: "BOOLEAN",
    inspect.DateType: "DATE",
    inspect.CustomType: "DECIMAL(9,2)",  # points
}


@lru_cache(maxsize=1)
def _incoming_sql() -> str:
    # A text for each paper: one text of all takes five times as long.
    shape = json.dumps(_shape(inspect.type_info(_Incoming)))
    return (
        "CREATE OR REPLACE TEMP TABLE incoming AS SELECT i.* FROM"
        f" (SELECT from_json_strict(text, '{shape}') AS i"
        " FROM (SELECT unnest(?::VARCHAR[]) AS text))"
    )


def _incoming(archive: Archive, segments: Sequence[Segment]) -> None:
    """The papers as a table of this transaction, with who is meant by each name."""
    register = Register(archive.connection)
    papers = [one.paper for one in segments]
    met = [
        Met(*who, one.discipline, one.day, "", event, one.category, one.segment)
        for event, _, _, _, one in segments
        for who in one.skaters
    ]
    skaters = iter(register.skaters(met))
    register.meet_judges([one.officials for one in papers])
    judges = iter(register.judges([who for one in papers for who in one.officials]))
    first = next_id(archive, "performances")
    rows = []
    for event, id, version, source, paper in segments:
        row = {name: getattr(paper, name) for name in _AS_IN_THE_PAPER}
        row |= {"event": event, "id": id, "version": version, "source": source, "first": first}
        row["skaters"] = [next(skaters) for _ in paper.skaters]
        row["judges"] = [next(judges) for _ in paper.officials]
        row["protocol"] = msgspec.Raw(paper.protocol)
        row["beside"] = msgspec.Raw(paper.beside)
        rows.append(msgspec.json.encode(row).decode())
        first += len(paper.skaters)
    archive.run(_incoming_sql(), [rows])


_AS_IN_THE_PAPER: Final = (
    *(
        one
        for one in _Incoming.__struct_fields__
        if one in Paper.__struct_fields__ and one != "event"
    ),
    "digest",
)

_SEGMENTS: Final = """
INSERT INTO segments BY NAME
SELECT id, event, category, protocol.discipline AS discipline, protocol.level AS level, team,
    protocol.segment AS segment, day, dated, season, protocol.season AS printed_season, grades,
    judges_shown AS judges, len(protocol.performances) AS skaters, version, unverified, source,
    digest, layout, protocol.venue AS venue, protocol.printed AS printed,
    protocol.event AS headline, protocol.notes AS notes, protocol.authority AS authority
FROM incoming
"""

_SKATED: Final = """
CREATE OR REPLACE TEMP TABLE skated AS
SELECT first + position - 1 AS performance, id AS segment, skaters[position] AS skater, position, p,
    beside.holds[position] AS holds, beside.elements[position] AS said,
    beside.components[position] AS called
FROM (
    SELECT *, unnest(protocol.performances) AS p,
        generate_subscripts(protocol.performances, 1) AS position
    FROM incoming
)
"""

_PERFORMANCES: Final = """
INSERT INTO performances BY NAME
SELECT k.performance AS id, k.segment, k.skater, k.position, p.name, p.nation, p.rank,
    p.starting_number, p.tss, p.tes, p.pcs, p.deductions, p.base_value, p.status, p.notes, p.club,
    k.holds, s.event, s.category, s.discipline, s.level, s.team, s.segment AS segment_name, s.day,
    s.season, s.grades
FROM skated k JOIN segments s ON s.id = k.segment ORDER BY k.performance
"""

_ELEMENTS: Final = """
INSERT INTO elements BY NAME
SELECT performance, segment, skater, position, e.number, e.code, e.info, e.base_value,
    e.second_half, e.goe, e.panel_score, e.marks, s.family, s.name, s.level, s.jumps, s.rotations,
    s.rotation_call, s.edge_call, s.fall, s.invalid
FROM (
    SELECT performance, segment, skater, unnest(p.elements) AS e, unnest(said) AS s,
        generate_subscripts(p.elements, 1) AS position
    FROM skated
) ORDER BY performance, position
"""

_COMPONENTS: Final = """
INSERT INTO components BY NAME
SELECT performance, segment, skater, position, c.name, component, c.factor, c.panel_score, c.marks
FROM (
    SELECT performance, segment, skater, unnest(p.components) AS c, unnest(called) AS component,
        generate_subscripts(p.components, 1) AS position
    FROM skated
) ORDER BY performance, position
"""

_DEDUCTIONS: Final = """
INSERT INTO deduction_items BY NAME
SELECT performance, segment, position, d.reason, d.points, d.count AS times, d.votes
FROM (
    SELECT performance, segment, unnest(p.deduction_items) AS d,
        generate_subscripts(p.deduction_items, 1) AS position
    FROM skated
) ORDER BY performance, position
"""

_OFFICIALS: Final = """
INSERT INTO officials BY NAME
SELECT segment, position, o.role, seat, o.name, o.nation, judge
FROM (
    SELECT id AS segment, unnest(protocol.officials) AS o, unnest(beside.seats) AS seat,
        unnest(judges) AS judge, generate_subscripts(protocol.officials, 1) AS position
    FROM incoming
) ORDER BY segment, position
"""

_FINDINGS: Final = """
INSERT INTO findings BY NAME
SELECT segment, first + f.performance AS performance, f.check_name, f.sentence
FROM (SELECT id AS segment, first, unnest(beside.findings) AS f FROM incoming)
"""

_DAYS: Final = """
UPDATE events SET first_day = d.low, last_day = d.high
FROM (
    SELECT event, min(day) AS low, max(day) AS high FROM segments
    WHERE event IN (SELECT event FROM incoming) GROUP BY event
) d WHERE id = d.event
"""


def _append(archive: Archive, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        with archive.connection.appender(table) as appender:
            for row in rows:
                appender.append_row(*row)
