"""The archive: one DuckDB file, or one in memory."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import duckdb
import polars as pl

from kissandcry.archive import schema
from kissandcry.core import Unreadable

MEMORY: Final = ":memory:"

_TYPES: Final[dict[str, pl.DataType]] = {
    "BOOLEAN": pl.Boolean(),
    "TINYINT": pl.Int8(),
    "SMALLINT": pl.Int16(),
    "INTEGER": pl.Int32(),
    "BIGINT": pl.Int64(),
    "HUGEINT": pl.Int128(),
    "UTINYINT": pl.UInt8(),
    "USMALLINT": pl.UInt16(),
    "UINTEGER": pl.UInt32(),
    "UBIGINT": pl.UInt64(),
    "FLOAT": pl.Float32(),
    "DOUBLE": pl.Float64(),
    "VARCHAR": pl.String(),
    "BLOB": pl.Binary(),
    "DATE": pl.Date(),
    "TIMESTAMP": pl.Datetime("us"),
}
_DECIMAL: Final = re.compile(r"DECIMAL\((\d+),(\d+)\)")


def polars_type(name: str) -> pl.DataType:
    """The Polars type of a DuckDB type, by its name. Raises `KeyError` for one not used here.

    Frames are made from rows: what DuckDB hands over as an Arrow stream stays with Polars
    until the interpreter has ended, and DuckDB then prints that it leaks.
    """
    if name.endswith("[]"):
        return pl.List(polars_type(name[:-2]))
    if match := _DECIMAL.fullmatch(name):
        return pl.Decimal(int(match[1]), int(match[2]))
    return _TYPES[name]


def run(
    connection: duckdb.DuckDBPyConnection, sql: str, values: Sequence[Any] = ()
) -> list[tuple[Any, ...]]:
    """Run a statement to its end; its rows, if it has any."""
    rows: list[tuple[Any, ...]] = connection.execute(sql, values).fetchall()
    return rows


class Archive:
    """An open archive. `path` is a file or `:memory:`; a new one is made where nothing stands.

    Raises `Unreadable` where the file is not an archive of this version.
    """

    def __init__(self, path: Path | str = MEMORY, *, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self._writing = False
        try:
            self.connection = duckdb.connect(str(path), read_only=read_only)
        except duckdb.Error as error:
            raise Unreadable(f"{path}: the archive cannot be opened: {error}") from None
        self._prepare(read_only)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is done within is done wholly or not at all. Every question asked within, too,
        sees what was written so far."""
        self.connection.begin()
        self._writing = True
        try:
            yield
            self.connection.commit()
        except BaseException:
            self.connection.rollback()
            raise
        finally:
            self._writing = False

    def frame(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> pl.DataFrame:
        """The rows of a question in SQL, as a Polars frame."""
        with self._cursor() as cursor:
            cursor.execute(sql, values)
            names = {column[0]: polars_type(str(column[1])) for column in cursor.description}
            return pl.DataFrame(cursor.fetchall(), schema=names, orient="row")

    def rows(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[dict[str, Any]]:
        """The rows of a question in SQL, as dictionaries."""
        with self._cursor() as cursor:
            cursor.execute(sql, values)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def run(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a statement in the transaction of this archive; its rows, if it has any."""
        return run(self.connection, sql, values)

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of its own for each question, so that threads can ask at once; within a
        transaction the connection itself, for a cursor stands outside of it."""
        if self._writing:
            yield self.connection
            return
        cursor = self.connection.cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    def _prepare(self, read_only: bool) -> None:
        tables = {row["table_name"] for row in self.rows("SELECT table_name FROM duckdb_tables()")}
        if not tables and not read_only:
            self.connection.begin()
            self.run(schema.TABLES)
            self.run("INSERT INTO meta VALUES ('version', ?)", [schema.VERSION])
            self.connection.commit()
            return
        if "meta" not in tables:
            raise Unreadable(f"{self.path}: the file is not an archive of Kiss & Cry")
        (row,) = self.rows("SELECT value FROM meta WHERE name = 'version'") or [{"value": "none"}]
        if row["value"] != schema.VERSION:
            raise Unreadable(
                f"{self.path}: the archive has the version {row['value']}, and this program reads"
                f" {schema.VERSION}; collect into a new file"
            )
