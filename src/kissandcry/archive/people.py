"""Who is meant by a printed name? People, couples, teams and officials are each one."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import duckdb

from kissandcry.archive.events import slug
from kissandcry.archive.store import run


class Met(NamedTuple):
    """A skater as a paper names one."""

    name: str
    nation: str
    discipline: str
    day: date
    isu_id: str = ""


class Register:
    """The people of an archive, within a transaction that adds an event.

    Questions come for a whole paper at once, so that the number of statements does not grow with
    the number of skaters.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def skaters(self, met: Sequence[Met]) -> list[int]:
        """The row in `skaters` of each who is meant; a new one where nobody known is."""
        keys = [slug(one.name) for one in met]
        known = self._known("skaters", keys)
        new = {key: one for key, one in zip(keys, met, strict=True) if key not in known}
        members = {key: [slug(name) for name in one.name.split(" / ")] for key, one in new.items()}
        people = self._people(
            {
                key: (name, one.nation)
                for own, one in zip(members.values(), new.values(), strict=True)
                for key, name in zip(own, one.name.split(" / "), strict=True)
            }
        )
        rows = [
            (id, key, one.name, one.nation, one.discipline, [people[own] for own in members[key]])
            for id, (key, one) in enumerate(new.items(), start=self._next("skaters"))
        ]
        self._insert("skaters", rows)
        known |= {row[1]: row[0] for row in rows}
        return [known[key] for key in keys]

    def judges(self, met: Sequence[tuple[str, str]]) -> list[int]:
        """The row in `judges` of each official, named with the nation."""
        keys = [slug(name) for name, _ in met]
        known = self._known("judges", keys)
        new = {key: one for key, one in zip(keys, met, strict=True) if key not in known}
        rows = [
            (id, key, *one) for id, (key, one) in enumerate(new.items(), start=self._next("judges"))
        ]
        self._insert("judges", rows)
        known |= {row[1]: row[0] for row in rows}
        return [known[key] for key in keys]

    def _people(self, wanted: dict[str, tuple[str, str]]) -> dict[str, int]:
        known = self._known("people", list(wanted))
        new = {key: one for key, one in wanted.items() if key not in known}
        rows = [
            (id, key, *one) for id, (key, one) in enumerate(new.items(), start=self._next("people"))
        ]
        self._insert("people", rows)
        return known | {row[1]: row[0] for row in rows}

    def _known(self, table: str, keys: list[str]) -> dict[str, int]:
        sql = f"SELECT key, id FROM {table} WHERE key IN (SELECT unnest(?::VARCHAR[]))"
        return dict(run(self._connection, sql, [keys]))

    def _next(self, table: str) -> int:
        sql = f"SELECT coalesce(max(id), 0) + 1 FROM {table}"
        return int(run(self._connection, sql)[0][0])

    def _insert(self, table: str, rows: Sequence[tuple[object, ...]]) -> None:
        if rows:
            with self._connection.appender(table) as appender:
                for row in rows:
                    appender.append_row(*row)
