"""Who is meant by a printed name? People, couples, teams and officials are each one."""

from datetime import date

import duckdb

from kissandcry.archive.events import slug
from kissandcry.archive.store import run


class Register:
    """The people of an archive, within a transaction that adds an event."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def skater(self, name: str, nation: str, discipline: str, day: date, isu_id: str = "") -> int:
        """The row in `skaters` of who is meant; a new one where nobody known is."""
        key = slug(name)
        found = run(self._connection, "SELECT id FROM skaters WHERE key = ?", [key])
        if found:
            return int(found[0][0])
        members = [self._person(one, nation) for one in name.split(" / ")]
        return self._new(
            "INSERT INTO skaters SELECT coalesce(max(id), 0) + 1, ?, ?, ?, ?, ? FROM skaters"
            " RETURNING id",
            [key, name, nation, discipline, members],
        )

    def judge(self, name: str, nation: str) -> int:
        """The row in `judges` of an official."""
        key = slug(name)
        found = run(self._connection, "SELECT id FROM judges WHERE key = ?", [key])
        if found:
            return int(found[0][0])
        return self._new(
            "INSERT INTO judges SELECT coalesce(max(id), 0) + 1, ?, ?, ? FROM judges RETURNING id",
            [key, name, nation],
        )

    def _person(self, name: str, nation: str) -> int:
        key = slug(name)
        found = run(self._connection, "SELECT id FROM people WHERE key = ?", [key])
        if found:
            return int(found[0][0])
        return self._new(
            "INSERT INTO people SELECT coalesce(max(id), 0) + 1, ?, ?, ? FROM people RETURNING id",
            [key, name, nation],
        )

    def _new(self, sql: str, values: list[object]) -> int:
        return int(run(self._connection, sql, values)[0][0])
