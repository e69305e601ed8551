"""Write down who is who: people, skaters, their keys, and whom each row of the archive means."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar

import duckdb

from kissandcry.archive import letters
from kissandcry.archive.people import names
from kissandcry.archive.people.evidence import Node, Printed
from kissandcry.archive.people.index import Index, insert
from kissandcry.archive.people.overrules import Overrules
from kissandcry.archive.people.resolve import Link
from kissandcry.archive.people.standing import At, Form, Standing
from kissandcry.archive.store import run

_Group = TypeVar("_Group", bound=Any)


class Shown(NamedTuple):
    """How a person is written."""

    name: str
    nation: str


def allot(votes: Mapping[_Group, Counter[int]], first: int) -> dict[_Group, int]:
    """A row for each group: the lowest of those that it has more votes for than any other group,
    else a new one, from `first` on."""
    best: dict[int, _Group] = {}
    for group in sorted(votes):
        for id, count in votes[group].items():
            if id not in best or count > votes[best[id]][id]:
                best[id] = group
    won: dict[_Group, list[int]] = defaultdict(list)
    for id, group in best.items():
        won[group].append(id)
    found: dict[_Group, int] = {}
    for group in sorted(votes):
        found[group] = min(won[group]) if group in won else first
        first += group not in won
    return found


def gone(votes: Mapping[_Group, Counter[int]], ids: Mapping[_Group, int]) -> dict[int, int]:
    """The rows that others took the place of, and those others."""
    left = set(ids.values())
    best: dict[int, tuple[int, int]] = {}
    for group in sorted(votes):
        for id, count in votes[group].items():
            if id not in left and (id not in best or count > best[id][0]):
                best[id] = (count, ids[group])
    return {id: to for id, (_, to) in best.items()}


def shown(nodes: Sequence[Node], rules: Overrules) -> Shown:
    """How a person is written: given name first, as printed at most events since the family name
    is the present one, with the accents of whichever paper prints them."""
    whole = [node for node in nodes if len("".join(node.name.given)) > 1] or list(nodes)
    family = max(whole, key=lambda node: (node.last, node.printed)).sounds[1]
    present = [node for node in whole if node.sounds[1] == family]
    events: Counter[str] = Counter()
    for node in present:
        events[node.name.flat] += len(node.places)
    last = {node.name.flat: node.last for node in sorted(present, key=lambda node: node.last)}
    flat = max(events, key=lambda one: (events[one], last[one], one))

    def rank(node: Node) -> tuple[bool, int, int, date, Printed]:
        text = node.name.shown
        marks = sum(not c.isascii() for c in text)
        return (node.name.certain, marks, text.count("-"), node.last, node.printed)

    best = max((node for node in present if node.name.flat == flat), key=rank)
    latest = max(nodes, key=lambda node: (node.group != names.ANY, node.last, node.printed))
    return Shown(rules.name(nodes) or best.name.shown, latest.printed.nation)


class Rows:
    """The rows of `people`, `skaters` or `judges` that change."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, table: str) -> None:
        self._connection = connection
        self._table = table

    def write(
        self,
        values: Mapping[int, tuple[Any, ...]],
        slugs: Mapping[int, str],
        gone: Mapping[int, int],
    ) -> None:
        """Write the rows: what follows the key of each, and for new ones the key wished for. The
        first values are the name and the nation. `gone` names the rows that others took the
        place of."""
        known = self._known(values)
        new = [id for id in sorted(values) if id not in known]
        keys = self._keys([(slugs[id] or f"{self._table}-{id}", values[id][1]) for id in new])
        insert(
            self._connection,
            self._table,
            ((id, key, *values[id]) for id, key in zip(new, keys, strict=True)),
        )
        fields = ("name", "nation", "discipline", "members")
        for id, row in known.items():
            if tuple(row) != tuple(values[id]):
                assign = ", ".join(f"{f} = ?" for f, _ in zip(fields, row, strict=False))
                sql = f"UPDATE {self._table} SET {assign} WHERE id = ?"
                run(self._connection, sql, [*values[id], id])
        self._drop(gone)

    def _known(self, ids: Iterable[int]) -> dict[int, tuple[Any, ...]]:
        """What follows the keys of the rows that exist."""
        rows = run(
            self._connection,
            f"SELECT * EXCLUDE key FROM {self._table} WHERE id IN (SELECT unnest(?::INTEGER[]))",
            [sorted(ids)],
        )
        return {row[0]: row[1:] for row in rows}

    def _keys(self, wanted: Sequence[tuple[str, str]]) -> list[str]:
        """A free key for each slug and nation: the slug, else with the nation, else a number."""
        tries = [
            (slug, with_nation, *(f"{with_nation}-{i}" for i in range(2, 10)))
            for slug, with_nation in (
                (slug, f"{slug}-{letters.slug(nation)}".strip("-")) for slug, nation in wanted
            )
        ]
        every = sorted({one for own in tries for one in own})
        rows = run(
            self._connection,
            f"SELECT key FROM {self._table} WHERE key IN (SELECT unnest(?::VARCHAR[])) UNION ALL"
            " SELECT key FROM old_keys WHERE kind = ? AND key IN (SELECT unnest(?::VARCHAR[]))",
            [every, self._table, every],
        )
        taken = {row[0] for row in rows}
        found: list[str] = []
        for own in tries:
            key = next((one for one in own if one not in taken), "")
            more = 10
            while not key or key in taken:
                key, more = f"{own[1]}-{more}", more + 1
            taken.add(key)
            found.append(key)
        return found

    def _drop(self, gone: Mapping[int, int]) -> None:
        """Remove rows; their keys lead on to those that took their place."""
        if not gone:
            return
        own = [sorted(gone)]
        where = "WHERE id IN (SELECT unnest(?::INTEGER[]))"
        keys = run(self._connection, f"SELECT id, key FROM {self._table} {where}", own)
        for id, to in gone.items():
            sql = "UPDATE old_keys SET id = ? WHERE kind = ? AND id = ?"
            run(self._connection, sql, [to, self._table, id])
        insert(self._connection, "old_keys", ((self._table, key, gone[id]) for id, key in keys))
        run(self._connection, f"DELETE FROM {self._table} {where}", own)


def remap(connection: duckdb.DuckDBPyConnection, moved: Mapping[At, tuple[int, int]]) -> None:
    """Let the rows of the archive mean whoever is meant now."""
    if not moved:
        return
    run(
        connection,
        "CREATE TEMP TABLE moved (name VARCHAR, event INTEGER, old INTEGER, new INTEGER)",
    )
    insert(
        connection,
        "moved",
        [(at.form.name, at.event, old, new) for at, (old, new) in sorted(moved.items())],
    )
    for table in ("performances", "entries", "final_results"):
        run(
            connection,
            f"UPDATE {table} SET skater = m.new FROM moved m WHERE {table}.skater = m.old"
            f" AND {table}.name = m.name AND {table}.event = m.event",
        )
    for table in _with(connection, "skater", "performance"):
        run(
            connection,
            f"UPDATE {table} SET skater = p.skater FROM performances p"
            f" WHERE p.id = {table}.performance AND p.skater != {table}.skater"
            f" AND {table}.skater IN (SELECT old FROM moved)",
        )
    run(connection, "DROP TABLE moved")


def remap_judges(
    connection: duckdb.DuckDBPyConnection, moved: Iterable[tuple[Sequence[str], int, int]]
) -> None:
    """Let the rows of the archive mean whichever official is meant now: `moved` has the name and
    the nation as printed, and the rows before and now."""
    pairs = set()
    for (name, nation), old, new in moved:
        sql = "UPDATE officials SET judge = ? WHERE judge = ? AND name = ? AND nation = ?"
        run(connection, sql, [new, old, name, nation])
        pairs.add((old, new))
    for table in _with(connection, "judge", "segment"):
        for old, new in sorted(pairs) if table != "officials" else ():
            sql = (
                f"UPDATE {table} SET judge = ? WHERE judge = ?"
                " AND segment IN (SELECT segment FROM officials WHERE judge = ?)"
                " AND segment NOT IN (SELECT segment FROM officials WHERE judge = ?)"
            )
            run(connection, sql, [new, old, new, old])


def _with(connection: duckdb.DuckDBPyConnection, *columns: str) -> list[str]:
    """The tables that have both columns."""
    rows = run(
        connection,
        "SELECT table_name FROM duckdb_columns() WHERE column_name IN (?, ?) AND NOT internal"
        " GROUP BY table_name HAVING count(*) = 2 ORDER BY table_name",
        columns,
    )
    return [row[0] for row in rows]


def orphans(connection: duckdb.DuckDBPyConnection, skaters: Iterable[int]) -> None:
    """Remove those of these skaters, and their people, whom no printed name means any more."""
    rows = run(
        connection,
        "SELECT id, members FROM skaters WHERE id IN (SELECT unnest(?::INTEGER[]))"
        " AND id NOT IN (SELECT skater FROM name_forms)",
        [sorted(skaters)],
    )
    if not rows:
        return
    own = [row[0] for row in rows]
    where = "id IN (SELECT unnest(?::INTEGER[]))"
    run(connection, f"DELETE FROM skaters WHERE {where}", [own])
    run(connection, f"DELETE FROM sought WHERE kind = 'skaters' AND {where}", [own])
    run(
        connection,
        f"DELETE FROM people WHERE {where} AND id NOT IN (SELECT unnest(members) FROM skaters)",
        [sorted({person for _, members in rows for person in members})],
    )


def name_forms(
    connection: duckdb.DuckDBPyConnection,
    standing: Standing,
    meant: Mapping[At, int],
    turned: Container[At],
    ids: Mapping[Printed, int],
    known: Iterable[Form],
) -> None:
    """Write down each printed name of a competitor with its days; the persons of a `turned` one in
    the order of the couple."""
    found: dict[tuple[Form, int], list[Any]] = {}
    parts: dict[tuple[Form, int], list[int]] = {}
    for at, one in standing.items():
        own = [ids[part] for part in at.form.parts]
        parts[at.form, meant[at]] = own[::-1] if at in turned else own
        row = found.setdefault((at.form, meant[at]), [one.number, one.first, one.last])
        row[:] = max(row[0], one.number), min(row[1], one.first), max(row[2], one.last)
    old = [list(column) for column in zip(*sorted(known), strict=True)] or [[], [], []]
    run(
        connection,
        "DELETE FROM name_forms WHERE (name, nation, discipline) IN"
        " (SELECT (unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[])))",
        old,
    )
    insert(
        connection,
        "name_forms",
        (
            (*form, number, skater, first, last, parts[form, skater])
            for (form, skater), (number, first, last) in sorted(found.items())
        ),
    )


def doubts(
    connection: duckdb.DuckDBPyConnection,
    own: Iterable[int],
    links: Sequence[Link],
    index: Index,
) -> None:
    """Write down what somebody who knows should look at, instead of what stood there of these."""
    run(
        connection,
        "DELETE FROM doubts WHERE one IN (SELECT unnest($1::INTEGER[]))"
        " OR other IN (SELECT unnest($1::INTEGER[]))",
        [sorted(own)],
    )
    ids = index.known({printed for link in links for printed in (link.one, link.other)})
    insert(
        connection,
        "doubts",
        ((ids[link.one], ids[link.other], link.rule.number, link.because) for link in links),
    )


def overruled(connection: duckdb.DuckDBPyConnection) -> str:
    """The user's overrules that this archive keeps; empty where there are none."""
    rows = run(connection, "SELECT value FROM meta WHERE name = 'people'")
    return str(rows[0][0]) if rows else ""


def overrule(connection: duckdb.DuckDBPyConnection, text: str) -> None:
    """Keep the user's overrules in this archive."""
    run(connection, "DELETE FROM meta WHERE name = 'people'")
    run(connection, "INSERT INTO meta VALUES ('people', ?)", [text])
