"""Many files at once: found, read and audited, on one process or several."""

import gc
import glob
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

import msgspec

from kissandcry.core import KissAndCryError, Unreadable, limits
from kissandcry.protocols.audit import Audit, audit
from kissandcry.protocols.audit.rows import rows
from kissandcry.protocols.model import Protocol
from kissandcry.protocols.processes import each
from kissandcry.protocols.reader import SUFFIXES, read


def find(patterns: Iterable[str]) -> list[Path]:
    """The files that paths, folders (searched to the bottom) and globs name, each once, in order.

    What names no file stands there as it is: reading it gives the error.
    """
    found: dict[Path, None] = {}
    for pattern in patterns:
        inside = [file for path in named(pattern) for file in _within(path)]
        found |= dict.fromkeys(inside or [Path(pattern)])  # reading says what is wrong with it
    return list(found)


def named(pattern: str) -> list[Path]:
    """The files and folders that a path or a glob names."""
    if _is(Path(pattern).exists):
        return [Path(pattern)]
    return [Path(name) for name in sorted(glob.glob(pattern, recursive=True))]  # noqa: PTH207


def _within(path: Path) -> list[Path]:
    """The file itself, or those in a folder that may be protocols."""
    if not _is(path.is_dir):
        return [path]
    return [
        one for one in sorted(path.rglob("*")) if one.suffix.lower() in SUFFIXES and one.is_file()
    ]


def _is(question: Callable[[], bool]) -> bool:
    try:
        return question()
    except (OSError, ValueError):  # a name that the system does not take
        return False


class Line(NamedTuple):
    """One difference, ready to be shown."""

    name: str
    check: str
    text: str


class Audited(NamedTuple):
    """A file after its audit. `error` is the sentence of a file that could not be read.

    `json` holds one line of JSON for each performance where they were asked for.
    """

    path: Path
    error: str = ""
    performances: int = 0
    differing: int = 0
    unverified: int = 0
    lines: tuple[Line, ...] = ()
    json: bytes = b""


def audit_files(
    paths: Iterable[Path],
    *,
    jobs: int = 1,
    day: date | None = None,
    authority: str = "",
    as_json: bool = False,
) -> Iterator[Audited]:
    """Each file audited, in order. A file that cannot be read does not stop the others.

    `day` and `authority` override what the papers say, as in `audit`.
    """
    return each(_Auditor(day, authority, as_json), list(paths), jobs, _audit_lost)


class Read(NamedTuple):
    """A file as read. `error` is the sentence of a file that could not be read."""

    path: Path
    protocols: tuple[Protocol, ...] = ()
    error: str = ""


def read_files(paths: Iterable[Path], *, jobs: int = 1) -> Iterator[Read]:
    """Each file read, in order. A file that cannot be read does not stop the others."""
    return each(_read_one, list(paths), jobs, _read_lost)


@contextmanager
def without_collector() -> Iterator[None]:
    """Reading a file makes many small objects and no circles of them: looking for circles again and
    again would take a tenth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _read_one(path: Path) -> Read:
    try:
        with without_collector():
            return Read(path, tuple(_protocols(path)))
    except Exception as error:  # noqa: BLE001  # one file must not stop the others
        return Read(path, error=sentence(path, error))


class _Auditor:
    """The audit of one file; an object so that another process can be given it."""

    def __init__(self, day: date | None, authority: str, as_json: bool) -> None:
        self._day = day
        self._authority = authority
        self._as_json = as_json

    def __call__(self, path: Path) -> Audited:
        try:
            with without_collector():
                audits = [
                    audit(protocol, self._day, self._authority) for protocol in _protocols(path)
                ]
                return self._audited(path, audits)
        except Exception as error:  # noqa: BLE001  # one file must not stop the others
            return Audited(path, error=sentence(path, error))

    def _audited(self, path: Path, audits: list[Audit]) -> Audited:
        return Audited(
            path,
            performances=sum(len(one.protocol.performances) for one in audits),
            differing=sum(len(one.by_performance) for one in audits),
            unverified=sum(one.unverified for one in audits),
            lines=tuple(line for one in audits for line in _lines(one)),
            json=b"".join(_json(one) for one in audits) if self._as_json else b"",
        )


def _protocols(path: Path) -> list[Protocol]:
    check_folder(path)
    return read(path)


def check_folder(path: Path, others: str = "") -> None:
    """Raises `Unreadable` for a folder: `find` names one only where nothing in it can be read.
    `others` are what might lie there, too."""
    if _is(path.is_dir):
        raise Unreadable(
            f"{path}: no protocol{others} lies in this folder; protocols end in"
            f" {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"
        )


def sentence(path: Path, error: Exception) -> str:
    """What to say of a file; a fault of ours must not stop the other files."""
    if isinstance(error, KissAndCryError):
        return str(error)
    if isinstance(error, MemoryError):
        return f"{path.name}: reading it needs more memory than there is"
    return f"{path.name}: a fault of this program, please report it: {error!r}"


def lost(path: Path) -> str:
    """What to say of a file whose reading ended the process."""
    return (
        f"{path.name}: not read, for the process that read it was ended: it needs more than the"
        f" {limits.DATA // 1024**3} GB of memory or the time that one file may have, or it breaks"
        " the reader of PDFs"
    )


def _audit_lost(path: Path) -> Audited:
    return Audited(path, error=lost(path))


def _read_lost(path: Path) -> Read:
    return Read(path, error=lost(path))


def _lines(one: Audit) -> Iterator[Line]:
    for finding in one.findings:
        name = one.protocol.performances[finding.performance].name
        yield Line(name, finding.check, finding.text)


def _json(one: Audit) -> bytes:
    return b"".join(msgspec.json.encode(row) + b"\n" for row in rows(one))
