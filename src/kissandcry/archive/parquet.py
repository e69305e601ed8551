"""An archive as a folder of Parquet, which many machines can ask at once.

One file for each table, and one for each season of the large ones: `performances/2012-13.parquet`.
The folder may lie in object storage: any address that fsspec knows. DuckDB asks it in place.
"""

import glob
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Condition, local
from typing import Any, Final, TypeAlias, TypeVar

import duckdb

from kissandcry.archive.store import MEMORY, Archive, Held, run
from kissandcry.core import KissAndCryError, Unreadable
from kissandcry.core.extras import extra

# In parts by season; each has a column that names its segment.
LARGE: Final = ("performances", "elements", "components", "deduction_items", "findings")
_LAST: Final = "meta.parquet"  # written when all others are there
_OTHERS: Final = "other"  # the part of a large table that has no season
_PATIENCE: Final = 5.0  # seconds that a new export waits for those who read the old one

_T = TypeVar("_T")
_Export: TypeAlias = tuple[int, int, int] | None


def is_parquet(place: str) -> bool:
    """Whether a place is a folder, or an address of object storage."""
    return "://" in place or Path(place).is_dir()


class ParquetArchive(Archive):
    """An archive in a folder of Parquet, or at an address, to be read.

    All answers come from one export. Once the folder was exported again, questions raise `Held`; an
    archive that is `yielding` is opened anew instead, and only who asks at that moment is refused.
    An address is not watched, since nothing is exported over an archive that lies there.

    Raises `Unreadable` where there is none, and `MissingExtra` for an address where fsspec is not
    installed.
    """

    def __init__(self, place: str, *, yielding: bool = False) -> None:
        self._follows = yielding
        self._export: _Export = None
        self._turn = Condition()
        self._readers = 0
        self._within = local()  # how deep this thread is in what it reads
        super().__init__(place, read_only=True)

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """See `Archive.reading`. Raises `Held` where the folder was exported again meanwhile."""
        with self._one_export(), super().reading() as cursor:
            yield cursor

    def remembered(self, key: str, make: Callable[[], _T]) -> _T:
        """See `Archive.remembered`."""
        with self._one_export():
            return super().remembered(key, make)

    @contextmanager
    def _one_export(self) -> Iterator[None]:
        depth = getattr(self._within, "depth", 0)
        if not depth:
            with self._turn:
                if self._is_other():
                    self._follow()
                self._readers += 1
        self._within.depth = depth + 1
        try:
            yield
        except (duckdb.Error, Unreadable):  # perhaps of files that are away
            if not depth:
                self._check()
            raise
        else:
            if not depth:
                self._check()
        finally:
            self._within.depth = depth
            if not depth:
                with self._turn:
                    self._readers -= 1
                    self._turn.notify_all()

    def _is_other(self) -> bool:
        found = _export_at(str(self.path))
        return found is None or found != self._export

    def _check(self) -> None:
        if self._is_other():
            raise Held(f"{self.path}: the archive was exported again; ask again") from None

    def _follow(self) -> None:
        """Open the new export when the last who reads the old one has gone."""
        if not self._follows:
            raise Held(f"{self.path}: the archive was exported again; open it again")
        if not self._turn.wait_for(lambda: not self._readers, _PATIENCE):
            raise Held(f"{self.path}: the archive was exported again; ask again")
        if not self._is_other():  # who waited, too, was first
            return
        old = self.connection
        try:
            self.reopen()
            old.close()
            self._prepare()
        except Unreadable as error:
            self._export = None
            raise Held(str(error)) from None

    def _connect(self, wait: float) -> duckdb.DuckDBPyConnection:
        export = _export_at(str(self.path))
        folder = _Folder(str(self.path))
        connection = duckdb.connect()
        try:
            folder.admit(connection)
            for table in _tables():
                relation = connection.read_parquet(folder.files(table), hive_partitioning=False)
                relation.create_view(table)
            for setting in ("enable_external_access", "python_enable_replacements"):
                run(connection, f"SET {setting} = false")
            run(connection, "SET lock_configuration = true")
        except (duckdb.Error, OSError) as error:
            connection.close()
            text = str(error).partition("\n")[0]
            if isinstance(error, FileNotFoundError):
                text = "it has no tables; `kissandcry export` writes them"
            raise Unreadable(f"{self.path}: no archive of Parquet lies there: {text}") from None
        self._export = export
        return connection


def _export_at(place: str) -> _Export:
    """What tells an export into a folder from another: its `meta.parquet`, which each writes."""
    if "://" in place:
        return (0, 0, 0)
    try:
        found = Path(place, _LAST).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


class _Folder:
    """A folder of this machine, or one behind an address."""

    def __init__(self, place: str) -> None:
        self.place = place.rstrip("/\\")
        self.system: Any = None
        if "://" in place:
            with extra("cloud", "an archive in object storage"):
                import fsspec
            try:
                self.system, self.path = fsspec.core.url_to_fs(self.place)
            except (ValueError, ImportError, OSError) as error:
                raise Unreadable(f"{place}: cannot be reached: {error}") from None

    def admit(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Let a connection into this folder, and nowhere else."""
        ways = [self.place]
        if self.system is not None:
            connection.register_filesystem(self.system)
            ways.append(self.system.unstrip_protocol(self.path))
        else:
            ways.append(str(Path(self.place).resolve()))
        ways += [glob.escape(one) for one in ways]  # DuckDB asks for the pattern, then for the file
        run(connection, "SET allowed_directories = ?", [ways])

    def files(self, table: str) -> list[str]:
        """The files of a table, as patterns that fit these files alone."""
        if table not in LARGE:
            return [glob.escape(f"{self.place}/{table}.parquet")]
        if self.system is None:
            names = [one.name for one in Path(self.place, table).iterdir()]
        else:
            found = self.system.ls(f"{self.path}/{table}", detail=False)
            names = [one.rpartition("/")[2] for one in found]
        parts = sorted(name for name in names if name.endswith(".parquet"))
        return [glob.escape(f"{self.place}/{table}/{name}") for name in parts]


def export(archive: Archive, place: str) -> int:
    """Write an archive, which is a file, as Parquet to a folder or an address; how many files.

    A folder is made beside its place and then put there, instead of an archive that stands there.
    At an address `meta.parquet` comes last, without which nothing can be opened. Raises
    `KissAndCryError` where something else is there already, or it cannot be written.
    """
    if "://" in place:
        return _export_away(archive, _Folder(place))
    folder = Path(place)
    other = folder.is_file() or (folder.is_dir() and any(folder.iterdir()))
    if other and not (folder / _LAST).is_file():
        raise KissAndCryError(f"{folder}: something else lies there; choose a new folder")
    part = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
    try:
        part.mkdir(parents=True)
        count = len(_write(archive, part))
        _replace(folder, part, old)
    except OSError as error:
        raise KissAndCryError(f"{folder}: cannot be written: {error.strerror or error}") from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)
    return count


def _replace(folder: Path, part: Path, old: Path) -> None:
    """Put the new folder in its place; what stood there stays if that fails."""
    stood = folder.exists()
    if stood:
        folder.rename(old)
    try:
        part.rename(folder)
    except OSError:
        if stood:
            old.rename(folder)
        raise


def _export_away(archive: Archive, to: _Folder) -> int:
    if to.system.exists(f"{to.path}/{_LAST}"):
        raise KissAndCryError(f"{to.place}: an archive lies there already; choose a new address")
    with TemporaryDirectory() as folder:
        names = [one.relative_to(folder).as_posix() for one in _write(archive, Path(folder))]
        for name in sorted(names, key=lambda one: one == _LAST):
            system, path = to.system, f"{to.path}/{name}"
            system.makedirs(path.rpartition("/")[0], exist_ok=True)
            system.put_file(str(Path(folder, name)), path)
    return len(names)


def _write(archive: Archive, folder: Path) -> list[Path]:
    """Write every table below a folder; the files."""
    written = []
    # The archive's own connection has no way to files.
    with duckdb.connect() as connection:
        run(connection, "ATTACH ? AS source (READ_ONLY)", [str(archive.path)])
        seasons = run(connection, "SELECT DISTINCT season FROM source.segments ORDER BY season")
        for table in _tables():
            if table not in LARGE:
                file = folder / f"{table}.parquet"
                run(connection, f"COPY source.{table} TO ? ({_FORMAT})", [str(file)])
                written.append(file)
                continue
            (folder / table).mkdir()
            for (season,) in [*seasons, (_OTHERS,)]:
                file = folder / table / f"{season}.parquet"
                run(connection, _PART.format(table=table, form=_FORMAT), [season, str(file)])
                written.append(file)
    return written


_FORMAT: Final = "FORMAT parquet, COMPRESSION zstd"
_PART: Final = """
COPY (
    SELECT t.* FROM source.{table} t LEFT JOIN source.segments s ON s.id = t.segment
    WHERE coalesce(s.season, 'other') = ? ORDER BY t.segment, t.rowid
) TO ? ({form})
"""


@lru_cache(maxsize=1)
def _tables() -> tuple[str, ...]:
    """The tables of an archive of this version."""
    with Archive(MEMORY) as empty:
        rows = empty.rows("SELECT table_name AS name FROM duckdb_tables() ORDER BY name")
    return tuple(row["name"] for row in rows)
