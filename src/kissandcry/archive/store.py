"""The archive: one DuckDB file, or one in memory."""

import os
import re
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from functools import wraps
from pathlib import Path
from threading import Condition, Event, RLock, Thread, get_ident, local
from time import monotonic, sleep, time
from types import TracebackType
from typing import Any, Concatenate, Final, ParamSpec, Self, TypeVar

import duckdb
import polars as pl

from kissandcry.archive import schema
from kissandcry.core import Unreadable

_P = ParamSpec("_P")
_T = TypeVar("_T")

MEMORY: Final = ":memory:"
_REMEMBERED: Final = 500  # answers that an archive keeps

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
# Nothing that a question says can reach a file, the network or a variable of this program.
_CLOSED: Final[dict[str, str | bool | int | float | list[str]]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
}
# What DuckDB says of a file that another process, or this one, has open in another way.
_HELD: Final = re.compile(r"set lock on file|different configuration|used by another process")
_PAUSE: Final = 0.02  # seconds between two tries
_LONGEST: Final = 60.0  # seconds that a question waits for a writer
_PATIENCE: Final = 5.0  # seconds that a writer's request waits for questions that go on
_STALE: Final = 5.0  # seconds after which a request to write that nobody renews is forgotten

_NEXT_GENERATION: Final = """
INSERT INTO meta VALUES ('generation', '1')
ON CONFLICT (name) DO UPDATE SET value = (meta.value::BIGINT + 1)::VARCHAR
"""
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


class Held(Unreadable):
    """Another process keeps the archive for itself."""


def run(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    values: Sequence[Any] | dict[str, Any] = (),
) -> list[tuple[Any, ...]]:
    """Run a statement to its end; its rows, if it has any."""
    rows: list[tuple[Any, ...]] = connection.execute(sql, values).fetchall()
    return rows


class Archive:
    """An open archive: `path` is a file or `:memory:`; a new one is made where nothing stands.

    The engine's own way to files and to the network is closed, whatever a question says. Threads
    may ask at once. With `yielding`, the file is given up whenever another process is to write to
    it (see `writing`) and opened again afterwards; questions wait meanwhile. `threads` work on one
    question; where many ask at once, one is best.

    Raises `Unreadable` where the file is not an archive of this version, or another process keeps
    it for more than `wait` seconds.
    """

    def __init__(
        self,
        path: Path | str = MEMORY,
        *,
        read_only: bool = False,
        yielding: bool = False,
        threads: int | None = None,
        wait: float = 10.0,
    ) -> None:
        self.path = path
        self._threads = threads
        self.read_only = read_only or yielding
        self._writer: int | None = None  # the thread whose transaction is open
        self._memory: OrderedDict[str, Any] = OrderedDict()
        self._making: dict[str, RLock] = {}
        self._openings = 1
        self._yielding: _Yielding | None = None
        self.connection = self._connect(wait)
        try:
            self._prepare()
        except BaseException:
            self.connection.close()
            raise
        if yielding and str(path) != MEMORY:
            self._yielding = _Yielding(self)

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
        if self._yielding is not None:
            self._yielding.stop()
        self.connection.close()

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor to ask with. The file stays as it is until the end of the block, so that several
        questions asked within, by whichever means, are answered from one state of it."""
        if self._writer == get_ident():  # a cursor stands outside of the transaction
            yield self.connection
            return
        with self._yielding.held() if self._yielding is not None else nullcontext():
            cursor = self.connection.cursor()
            try:
                with _told(self.path):
                    yield cursor
            finally:
                cursor.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is done within is done wholly or not at all. Every question that this thread
        asks within, too, sees what was written so far; other threads see it afterwards."""
        self.connection.begin()
        self._writer = get_ident()
        try:
            with _told(self.path):
                yield
                self.run(_NEXT_GENERATION)
                self.connection.commit()
        except BaseException:
            with suppress(duckdb.Error):  # a commit that failed has ended the transaction already
                self.connection.rollback()
            raise
        finally:
            self._writer = None

    @property
    def generation(self) -> int:
        """How many transactions have written to the archive: what was worked out from it holds as
        long as this stays the same."""
        rows = self.run("SELECT value FROM meta WHERE name = 'generation'")
        return int(rows[0][0]) if rows else 0

    @property
    def state(self) -> int | None:
        """Tells what was answered before somebody else wrote from what is answered now: how often
        the file was opened. None in an archive that is not only read."""
        return self._openings if self.read_only else None

    def remembered(self, key: str, make: Callable[[], _T]) -> _T:
        """What `make` gives, worked out once in an archive that is only read, as long as nobody
        else writes to it: for answers that are the same for every reader of a large archive. `key`
        tells them apart."""
        if not self.read_only:
            return make()
        memory = self._memory
        found: _T | None = memory.get(key)
        if found is None:
            try:
                with self._making.setdefault(key, RLock()):  # who comes meanwhile waits for it
                    found = memory.get(key)
                    if found is None:
                        found = memory[key] = make()
            finally:  # a refusal is no answer, and leaves nothing here
                self._making.pop(key, None)
            while len(memory) > _REMEMBERED:
                memory.popitem(last=False)
        with suppress(KeyError):  # what is asked for often stays
            memory.move_to_end(key)
        return found

    def frame(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> pl.DataFrame:
        """The rows of a question in SQL, as a Polars frame."""
        with self.reading() as cursor:
            cursor.execute(sql, values)
            names = {column[0]: polars_type(str(column[1])) for column in cursor.description}
            return pl.DataFrame(cursor.fetchall(), schema=names, orient="row")

    def rows(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[dict[str, Any]]:
        """The rows of a question in SQL, as dictionaries."""
        with self.reading() as cursor:
            cursor.execute(sql, values)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def run(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        """Run a statement to its end; its rows, if it has any."""
        with self.reading() as cursor:
            return run(cursor, sql, values)

    def reopen(self) -> None:
        """Open the file again after it was given up. Raises `Held` where somebody else has it."""
        self._memory = OrderedDict()
        self.connection = self._connect(0)
        self._openings += 1

    def _connect(self, wait: float) -> duckdb.DuckDBPyConnection:
        until = monotonic() + wait
        while True:
            try:
                return _locked(
                    duckdb.connect(str(self.path), self.read_only, {**_CLOSED}), self._threads
                )
            except duckdb.Error as error:
                if not _HELD.search(str(error)):
                    text = _why_not(self.path) or str(error).partition("\n")[0]
                    raise Unreadable(f"{self.path}: the archive cannot be opened: {text}") from None
            if monotonic() >= until:
                raise Held(f"{self.path}: another program is using the archive; try again later")
            sleep(_PAUSE)

    def _prepare(self) -> None:
        names = self.rows("SELECT table_name AS name FROM information_schema.tables")
        tables = {row["name"] for row in names}
        if not tables and not self.read_only:
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
                f"{self.path}: the archive has the tables {row['value']} of another version, and"
                f" this program has {schema.VERSION}; move it away and collect into a new one"
            )


def _locked(
    connection: duckdb.DuckDBPyConnection, threads: int | None
) -> duckdb.DuckDBPyConnection:
    """The connection, whose settings nothing can change any more. Whoever opens a file first in
    this process sets its threads; all connections to a file must be opened with equal settings."""
    if not run(connection, "SELECT current_setting('lock_configuration')")[0][0]:
        if threads is not None:
            run(connection, f"SET threads = {threads:d}")
        run(connection, "SET lock_configuration = true")
    return connection


def remembered(
    question: Callable[Concatenate[Archive, _P], _T],
) -> Callable[Concatenate[Archive, _P], _T]:
    """A question whose answer is the same for every reader, and is kept as `Archive.remembered`."""

    @wraps(question)
    def asked(archive: Archive, /, *args: _P.args, **named: _P.kwargs) -> _T:
        key = f"{question.__module__}.{question.__qualname__} {args!r} {named!r}"
        return archive.remembered(key, lambda: question(archive, *args, **named))

    return asked


@contextmanager
def _told(path: Path | str) -> Iterator[None]:
    """Raises `Unreadable` where a file is damaged, or its disk full or away."""
    try:
        yield
    except (duckdb.IOException, duckdb.FatalException, duckdb.SerializationException) as error:
        text = str(error).partition("\n")[0]
        raise Unreadable(f"{path}: the archive cannot be used: {text}") from None


@contextmanager
def writing(path: Path, *, wait: float = 60.0) -> Iterator[Archive]:
    """The archive at `path`, to be written to; made where there is none.

    Only one process can write, and none can read meanwhile. So whoever writes lays a request beside
    the file, upon which the archives that are `yielding` give it up, and waits for its turn, at
    most `wait` seconds; then raises `Held`.
    """
    request = _request(path)
    if not path.exists():
        create(path, lambda archive: None)
    until = monotonic() + wait
    try:
        while True:
            try:
                request.touch()
            except OSError as error:
                text = f"{path}: cannot be written: {error.strerror or error}"
                raise Unreadable(text) from None
            try:
                archive = Archive(path, wait=0)
                break
            except Held:
                if monotonic() >= until:
                    raise
                sleep(_PAUSE)
        with archive:
            yield archive
    finally:
        with suppress(OSError):
            request.unlink()


def create(path: Path, fill: Callable[[Archive], None]) -> None:
    """A new archive, made beside its place and then put there, so that nobody ever sees half of it.
    Nothing happens where one stands already. Raises `Unreadable` where the folder takes no file."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with _made(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            part.unlink(missing_ok=True)
        with Archive(part) as archive:
            fill(archive)
        with _made(path):
            _put(part, path)
    finally:
        for left in (part, part.with_name(f"{part.name}.wal")):
            with suppress(OSError):
                left.unlink(missing_ok=True)


@contextmanager
def _made(path: Path) -> Iterator[None]:
    """Say of what the system refuses that the archive cannot be made."""
    try:
        yield
    except OSError as error:
        raise Unreadable(f"{path}: cannot be made: {error.strerror or error}") from None


def _put(part: Path, path: Path) -> None:
    """Put a file in its place unless one stands there: it may have been collected into already."""
    try:
        os.link(part, path)
    except FileExistsError:
        return
    except OSError:  # a file system without links
        if not path.exists():
            part.rename(path)


def _request(path: Path | str) -> Path:
    return Path(f"{path}.writing")


def _why_not(path: Path | str) -> str:
    """That a file is of another kind, which the engine words by its own settings."""
    try:
        with Path(path).open("rb") as file:
            other = file.read(12)[8:] != b"DUCK"
    except OSError:
        return ""
    return "it is no file of DuckDB, as an archive is" if other else ""


class _Yielding:
    """Gives the file of an archive up while another process writes to it."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._request = _request(archive.path)
        self._turn = Condition()
        self._away = False
        self._stopped = Event()
        self._held = local()  # how often this thread holds the file
        self._holders = 0
        self._watch = Thread(target=self._run, name="archive", daemon=True)
        self._watch.start()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Within, the file is open and stays so. A thread that holds it already never waits."""
        depth = getattr(self._held, "depth", 0)
        if not depth:
            with self._turn:
                if not self._turn.wait_for(lambda: not self._away, _LONGEST):
                    raise Held(f"{self._archive.path}: the archive is being written; try again")
                self._holders += 1
        self._held.depth = depth + 1
        try:
            yield
        finally:
            self._held.depth = depth
            if not depth:
                with self._turn:
                    self._holders -= 1
                    self._turn.notify_all()

    def stop(self) -> None:
        """Watch no longer."""
        self._stopped.set()
        with self._turn:
            self._turn.notify_all()
        self._watch.join()

    def _run(self) -> None:
        while not self._stopped.wait(_PAUSE):
            if self._asked():
                self._give_up()

    def _asked(self) -> bool:
        try:
            return time() - self._request.stat().st_mtime < _STALE
        except OSError:
            return False

    def _give_up(self) -> None:
        with self._turn:
            self._away = True
            self._turn.wait_for(lambda: not self._holders or self._stopped.is_set(), _PATIENCE)
            if self._holders:  # the others go on meanwhile, and the writer is heard again
                self._away = False
                self._turn.notify_all()
                return
        self._archive.connection.close()
        while not self._stopped.wait(_PAUSE):
            if self._asked():
                continue
            with suppress(Unreadable):  # the writer still has it
                self._archive.reopen()
                break
        with self._turn:
            self._away = False
            self._turn.notify_all()
