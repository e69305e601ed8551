"""Many files at once: found, read and audited, on one process or several."""

import gc
import glob
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from datetime import date
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import Final, NamedTuple, TypeVar

import msgspec

from kissandcry.core import KissAndCryError, Unreadable
from kissandcry.protocols.audit import Audit, audit
from kissandcry.protocols.audit.rows import rows
from kissandcry.protocols.model import Protocol
from kissandcry.protocols.reader import SUFFIXES, read

_I = TypeVar("_I")
_T = TypeVar("_T")
_SHARES: Final = 8  # parts of the work for each process: few, since files side by side are alike
_MOST_AT_ONCE: Final = 32  # files handed to a process together


def find(patterns: Iterable[str]) -> list[Path]:
    """The files that paths, folders (searched to the bottom) and globs name, each once, in order.

    What names no file stands there as it is: reading it gives the error.
    """
    found: dict[Path, None] = {}
    for pattern in patterns:
        path = Path(pattern)
        if _is(path.is_dir):
            inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES)
            paths = [p for p in inside if p.is_file()]
        elif _is(path.exists):
            paths = [path]
        else:
            paths = [Path(name) for name in sorted(glob.glob(pattern, recursive=True))]  # noqa: PTH207
        found |= dict.fromkeys(paths or [path])  # reading says what is wrong with that one
    return list(found)


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
    return each(_Auditor(day, authority, as_json), list(paths), jobs)


class Read(NamedTuple):
    """A file as read. `error` is the sentence of a file that could not be read."""

    path: Path
    protocols: tuple[Protocol, ...] = ()
    error: str = ""


def read_files(paths: Iterable[Path], *, jobs: int = 1) -> Iterator[Read]:
    """Each file read, in order. A file that cannot be read does not stop the others."""
    return each(_read_one, list(paths), jobs)


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
            return Read(path, tuple(read(path)))
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
                audits = [audit(protocol, self._day, self._authority) for protocol in read(path)]
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


def sentence(path: Path, error: Exception) -> str:
    """What to say of a file; a fault of ours must not stop the other files."""
    if isinstance(error, KissAndCryError):
        return str(error)
    return f"{path.name}: a fault of this program, please report it: {error!r}"


def _lines(one: Audit) -> Iterator[Line]:
    for finding in one.findings:
        name = one.protocol.performances[finding.performance].name
        yield Line(name, finding.check, finding.text)


def _json(one: Audit) -> bytes:
    return b"".join(msgspec.json.encode(row) + b"\n" for row in rows(one))


def each(work: Callable[[_I], _T], items: Sequence[_I], jobs: int) -> Iterator[_T]:
    """`work` done to each item, in order, on so many processes; `work`, items and results must be
    such that one process can hand them to another.

    Raises `Unreadable` where a process ends without a word.
    """
    if jobs <= 1 or len(items) <= 1:
        yield from map(work, items)
        return
    # Spawned processes are the same on every system.
    pool = ProcessPoolExecutor(
        min(jobs, len(items)), mp_context=get_context("spawn"), initializer=_begin
    )
    try:
        together = max(1, min(_MOST_AT_ONCE, len(items) // (jobs * _SHARES)))
        yield from pool.map(work, items, chunksize=together)
    except BrokenProcessPool:
        raise Unreadable(
            "a reading process ended without a word; try again with --jobs 1"
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """What a reading process begins with: it leaves Ctrl-C to the process that asked for it, and
    ends with that process, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
