"""Collect protocols and result pages: files, folders, globs and published sites.

Files are read and audited in processes of their own while this one writes. What lies in one folder
goes in together, wholly or not at all, and the archive is open only while it is written to, so that
it can be served meanwhile. A file whose content is known is not read again.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Final

from kissandcry.archive import ingest, pages, places, site, tables
from kissandcry.archive.ingest import Added, Refused
from kissandcry.archive.pages import Page
from kissandcry.archive.papers import Paper, paper
from kissandcry.archive.store import Archive, Held, writing
from kissandcry.core import KissAndCryError, MissingExtra, Unreadable
from kissandcry.protocols import audit, batch, read
from kissandcry.protocols.files import bounded_bytes, check_size, readable
from kissandcry.protocols.processes import each

Progress = Callable[[int, int, str], None]  # how many are done, of how many, and what is next

_MAXIMUM_BYTES: Final = 256 * 1024 * 1024
_MAXIMUM_PAGE: Final = 16 * 1024 * 1024
# Folders are gathered, to be written at once, until so many seconds or files have come together:
# questions wait while they are written.
_TOGETHER: Final = 1.0
_MOST_TOGETHER: Final = 100
_WORTH: Final = 20  # fewer files are read sooner than other processes have started


@dataclass
class Collected(Added):
    """What a run brought. `files` were named, `skipped` of them were known by their content;
    `missing` are linked by a site that does not have them yet, a sentence each."""

    files: int = 0
    skipped: int = 0
    missing: list[str] = field(default_factory=list)

    def take(self, added: Added) -> None:
        """Count what went into the archive."""
        for name in ("new", "revised", "known", "earlier", "performances", "pages"):
            setattr(self, name, getattr(self, name) + getattr(added, name))
        self.events |= added.events
        self.problems += added.problems


@dataclass(frozen=True)
class _File:
    """A file that is to be read; `address` is where it was found."""

    path: Path
    address: str
    folder: str
    sha256: str


@dataclass(frozen=True)
class _Read:
    """A file as read: its papers, or its page, or why it has neither."""

    file: _File
    papers: tuple[Paper, ...] = ()
    page: Page | None = None
    problem: str = ""
    lasting: bool = True  # whether the content is at fault, so that it need not be read again


def collect(
    place: Path | str | Archive | None,
    sources: Iterable[str],
    *,
    jobs: int = 1,
    again: bool = False,
    rate: float = 2.0,
    cache: Path | None = None,
    allow_loopback: bool = False,
    progress: Progress | None = None,
) -> Collected:
    """Collect files, folders, globs and addresses of sites into the archive at a path (None: your
    own), or into one that is open.

    `again` reads known files, too. `rate` (files a second), `cache` and `allow_loopback` are those
    of `site.fetch`. A file that cannot be read does not stop the others: `problems` names it.
    Raises `Held` where another program keeps the archive, and `Unreadable` where it cannot be
    written.
    """
    run = _Run(_opener(place), jobs, again, progress or (lambda done, total, name: None))
    wanted = list(sources)
    if not all(one.strip() for one in wanted):
        raise Unreadable("an empty name was given, and it names no file")
    run.local([one for one in wanted if not is_address(one)])
    for one in wanted:
        if is_address(one):
            try:
                run.site(one, rate, cache, allow_loopback)
            except Held:
                raise
            except KissAndCryError as error:
                run.collected.problems.append(str(error))
    return run.collected


def is_address(source: str) -> bool:
    """Whether a source is an address, of the web or another kind, and no path."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", source) is not None


def find(patterns: Iterable[str]) -> list[Path]:
    """The files that paths, folders (searched to the bottom) and globs name, folder by folder: of
    folders those that may hold protocols or result pages. What names no file stands there as it is.
    """
    found: dict[Path, None] = {}
    for pattern in patterns:
        path = Path(pattern)
        inside = batch.find([pattern])
        beside = [page for folder in batch.named(pattern) for page in _pages(folder)]
        if beside and inside == [path]:  # a folder without protocols
            inside = []
        found |= dict.fromkeys([*inside, *beside])
    return sorted(found, key=lambda one: (str(one.parent), one.name))


def _pages(path: Path) -> list[Path]:
    """The result pages in a folder."""
    try:
        return [one for one in path.rglob("*") if pages.is_page(one.name) and one.is_file()]
    except (OSError, ValueError):  # a name that the system does not take
        return []


class _Run:
    """One run of collecting."""

    def __init__(self, opener: "_Opener", jobs: int, again: bool, progress: Progress) -> None:
        self.collected = Collected()
        self._opener = opener
        self._jobs = jobs
        self._again = again
        self._progress = progress
        with opener() as archive:
            rows = archive.rows("SELECT sha256, problem FROM sources")
            self._replaced = tables.replaced_pages(archive)
        self._known = {row["sha256"]: row["problem"] for row in rows}
        self._waiting: list[_Read] = []
        self._since = monotonic()

    def local(self, patterns: list[str]) -> None:
        """Collect files that lie here."""
        files: list[_File] = []
        for path in find(patterns):
            address = readable(path)
            self.collected.files += 1
            try:
                batch.check_folder(path, " and no result page")
                sha256 = _sha256(path)
            except KissAndCryError as error:
                self.collected.problems.append(str(error))
                continue
            files.append(_File(path, address, str(path.parent), sha256))
        self._read(files)

    def site(self, address: str, rate: float, cache: Path | None, allow_loopback: bool) -> None:
        """Collect a published site. What it does not have yet is missing and no problem: papers,
        and pages that are half built."""
        before = len(self.collected.problems)
        with TemporaryDirectory() as folder:
            files: list[_File] = []
            fetched = site.fetch(
                address,
                cache=cache,
                rate=rate,
                allow_loopback=allow_loopback,
                progress=self._progress,
            )
            for number, one in enumerate(fetched):
                self.collected.files += 1
                if one.problem:
                    told = self.collected.missing if one.missing else self.collected.problems
                    told.append(one.problem)
                    continue
                path = Path(folder, str(number), _plain(address), _plain(one.name))
                path.parent.mkdir(parents=True)
                path.write_bytes(one.content)
                sha256 = hashlib.sha256(one.content).hexdigest()
                files.append(_File(path, one.address, address, sha256))
            self._read(files)
        told = self.collected.problems[before:]
        half = [one for one in told if pages.is_page(one.partition(":")[0])]
        self.collected.missing += half
        self.collected.problems[before:] = [one for one in told if one not in half]

    def _read(self, files: list[_File]) -> None:
        """Read what is not known, and write it folder by folder."""
        new = [one for one in files if self._again or not self._is_known(one)]
        for one in files:
            if not self._again and self._is_known(one):
                self.collected.skipped += 1
                if problem := self._known[one.sha256]:
                    self.collected.problems.append(problem)
        jobs = self._jobs if len(new) >= _WORTH else 1
        read = each(_read_one, new, jobs, _lost)
        done = 0
        for _, group in groupby(read, key=lambda one: one.file.folder):
            for found in group:
                self._progress(done, len(new), Path(found.file.address).name)
                self._waiting.append(found)
                done += 1
            waited = monotonic() - self._since
            if waited > _TOGETHER or len(self._waiting) >= _MOST_TOGETHER:
                self._write()
        self._write()
        self._progress(done, len(new), "")

    def _is_known(self, file: _File) -> bool:
        """Whether the archive has what a file says: a page that another replaced may be back."""
        last = self._replaced.get(file.sha256)
        return file.sha256 in self._known and (last is None or file.address in last)

    def _write(self) -> None:
        """Write the folders that are whole."""
        if self._waiting:
            papers = [paper for one in self._waiting for paper in one.papers]
            found = [one.page for one in self._waiting if one.page is not None]
            refused = [
                Refused(one.file.address, one.file.sha256, one.problem, _kind(one.file))
                for one in self._waiting
                if one.problem and one.lasting
            ]
            passing = [one for one in self._waiting if one.problem and not one.lasting]
            self.collected.problems += [one.problem for one in passing]
            with self._opener() as archive:
                self.collected.take(ingest.add_all(archive, papers, found, refused))
            self._known |= {one.file.sha256: one.problem for one in self._waiting if one.lasting}
        self._waiting = []
        self._since = monotonic()


_Opener = Callable[[], AbstractContextManager[Archive]]


def _opener(place: Path | str | Archive | None) -> _Opener:
    """How the archive is opened each time that something is to be written."""
    if isinstance(place, Archive):
        return lambda: nullcontext(place)
    path = Path(places.home() if place is None else place)
    if place is None:
        places.make(path)
    return lambda: writing(path)


def _read_one(file: _File) -> _Read:
    """What a file holds. A fault of ours must not stop the other files."""
    try:
        if pages.is_page(Path(file.address).name):
            found = pages.read([(file.address, bounded_bytes(file.path, _MAXIMUM_PAGE))])
            problem = found.problems[0][1] if found.problems else ""
            if problem.startswith(file.path.name) and not is_address(file.address):
                problem = f"{file.address}{problem.removeprefix(file.path.name)}"
            return _Read(file, page=found.pages[0] if found.pages else None, problem=problem)
        with batch.without_collector():
            papers = [paper(audit(p), file.address, file.sha256) for p in read(file.path)]
            return _Read(file, tuple(papers))
    except Exception as error:  # noqa: BLE001  # one file must not stop the others
        return _Read(file, problem=_sentence(file, error), lasting=_lasting(error))


def _lost(file: _File) -> _Read:
    """What is known of a file that ended the process it was read in. Another time it may not."""
    return _Read(file, problem=_with_folder(file, batch.lost(file.path)), lasting=False)


def _sentence(file: _File, error: Exception) -> str:
    return _with_folder(file, batch.sentence(file.path, error))


def _with_folder(file: _File, text: str) -> str:
    """What is said of a file, with its folder: many have one name."""
    if is_address(file.address) or not text.startswith(file.path.name):
        return text
    return f"{file.address}{text.removeprefix(file.path.name)}"


def _lasting(error: Exception) -> bool:
    """Whether an error tells of the content: not of the system, of memory, or a fault of ours."""
    system = isinstance(error.__context__, OSError | MemoryError)
    return isinstance(error, KissAndCryError) and not isinstance(error, MissingExtra) and not system


def _kind(file: _File) -> str:
    return "page" if pages.is_page(Path(file.address).name) else "protocol"


def _plain(name: str) -> str:
    """A name from elsewhere as one that any system takes."""
    return re.sub(r"[^A-Za-z0-9._-]|^[.-]", "_", name)[-100:]


def _sha256(path: Path) -> str:
    check_size(path, _MAXIMUM_BYTES)
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise Unreadable(f"{path.name}: {error.strerror or error}") from None
