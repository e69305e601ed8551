"""A published result site as files: its index, the pages that the index links, and the papers.

The sites of ISUCalcFS and of FS Manager call their pages alike (`CAT001EN.htm`, `SEG001OF.htm`);
their papers are read from the links, and of FS Manager's papers only those of the judges' details,
by the title in their names. While an event goes on, files are missing and pages half built: they
are told of, and the next visit completes them.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from kissandcry.archive import hosts
from kissandcry.archive.fetching import Fetcher, Limits, NotThere
from kissandcry.archive.pages import is_page
from kissandcry.core import AgainstTheRules, KissAndCryError, NotAProtocol

# A paper of FS Manager: a code of 34 characters and the report's title.
_REPORT: Final = re.compile(r"FSK[A-Z0-9-]{31}_(?P<title>\w+)\.pdf", re.IGNORECASE | re.ASCII)
_DETAILS: Final = "judgesdetailsperskater"
_WHOLE: Final = re.compile(r"_protocol\.pdf$", re.IGNORECASE)  # the booklet of the whole event
# Entries first: they tell who is who. Papers last.
_ORDER: Final = ("EN", "RS", "SEG", "OF", "PDF")
_INDEXES: Final = ("index.htm", "index.html")


@dataclass(frozen=True)
class Fetched:
    """A file of the site; `problem` is the sentence of one that could not be had, and `missing`
    says that the site links it and has none, as while an event goes on."""

    address: str
    content: bytes = b""
    changed: bool = True  # whether it is new or other than at the last visit
    problem: str = ""
    missing: bool = False

    @property
    def name(self) -> str:
        """The name of the file."""
        return unquote(urlsplit(self.address).path).rpartition("/")[2]


def default_cache() -> Path:
    """Where files of sites are kept, in the folder of the system for such things."""
    import platformdirs

    return platformdirs.user_cache_path("kissandcry", appauthor=False) / "sites"


def fetch(
    address: str,
    *,
    cache: Path | None = None,
    rate: float = 2.0,
    progress: Callable[[int, int, str], None] | None = None,
    allow_loopback: bool = False,
    limits: Limits | None = None,
    pause: Callable[[float], None] | None = None,
) -> Iterator[Fetched]:
    """The pages and papers of the site at an address, entries first and papers last.

    Only what the index links below its own folder is fetched, one file at a time, at most `rate` in
    a second. `progress` is told how many files are done, of how many, and the name of the next.
    `allow_loopback` is for an address of this machine that a person has typed.

    Raises `AgainstTheRules` for an address that may not be asked, `Unreadable` where the index
    cannot be had, and `NotAProtocol` where it links nothing of the kind. A file that is missing
    does not stop the others.
    """
    url = hosts.normal(address)
    visit = Fetcher(
        url,
        cache=cache or default_cache(),
        rate=rate,
        allow_loopback=allow_loopback,
        limits=limits,
        **({} if pause is None else {"pause": pause}),
    )
    index, content = _index(visit, url)
    folder = index.rpartition("/")[0] + "/"
    links = _links(content, index, folder)
    problems: list[Fetched] = []
    for further in [one for one in links if _is_index(one, folder) and one != index]:
        try:
            links |= _links(visit.get(further)[0], further, folder)
        except NotThere:
            continue  # pages link the index under its usual name, wherever it lies
        except KissAndCryError as error:
            problems.append(Fetched(further, problem=str(error)))
    wanted = sorted((one for one in links if _kind(one)), key=_rank)
    if not wanted:
        raise NotAProtocol(
            f"{index}: links no page of a result site (CAT001EN.htm, SEG001.htm) and no paper"
        )
    most = visit.limits.files
    if len(wanted) > most:
        text = f"{index}: links {len(wanted):,} files, and at most {most:,} are fetched"
        problems.append(Fetched(index, problem=text))
        wanted = wanted[:most]
    yield from problems
    for done, one in enumerate(wanted):
        if progress is not None:
            progress(done, len(wanted), _name(one))
        yield _one(visit, one)
    if progress is not None:
        progress(len(wanted), len(wanted), "")


def _one(visit: Fetcher, url: str) -> Fetched:
    try:
        content, changed = visit.get(url)
    except KissAndCryError as error:
        return Fetched(url, problem=str(error), missing=isinstance(error, NotThere))
    return Fetched(url, content, changed)


def _index(visit: Fetcher, url: str) -> tuple[str, bytes]:
    """The page to begin with: what the address names, as a file or as a folder, else the index in
    it under one of its usual names."""
    path = urlsplit(url).path
    if "." not in _name(url) and not path.endswith("/"):
        url = urljoin(url, f"{path}/")
    try:
        found, content, _ = visit.start(url)
    except NotThere:
        if not url.endswith("/"):
            raise
    else:
        return found, content
    folder = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    for name in (*_INDEXES, f"{folder}.htm", f"{folder}.html"):
        try:
            found, content, _ = visit.start(urljoin(url, name))
        except NotThere:
            continue
        return found, content
    raise NotThere(f"{url}: no page of a result site lies there")


def _links(content: bytes, page: str, folder: str) -> set[str]:
    """The addresses that a page links, as far as they lie in the folder, directly."""
    tree = LexborHTMLParser(content.decode("utf-8", errors="replace"))
    found = set()
    for link in tree.css("a[href]"):
        try:
            url = hosts.normal(urljoin(page, (link.attributes.get("href") or "").strip()))
        except (AgainstTheRules, ValueError):
            continue
        # A site may name itself with the other scheme.
        url = f"{folder.partition('://')[0]}://{url.partition('://')[2]}"
        name = hosts.decoded(url.removeprefix(folder))
        if url.startswith(folder) and "?" not in url and not set("/\\") & set(name):
            found.add(url)
    return found


def _kind(url: str) -> str:
    """EN, RS, OF, SEG or PDF; empty for a file that is not wanted."""
    name = _name(url)
    if is_page(name):
        stem = name.rpartition(".")[0].upper()
        ends = {"ENTRIES": "EN", "RESULTS": "RS", "PANEL": "OF"}
        end = ends.get(stem.rpartition("_")[2], stem[-2:])
        return end if end in _ORDER else "SEG"
    if not name.lower().endswith(".pdf") or _WHOLE.search(name):
        return ""
    report = _REPORT.fullmatch(name)
    return "" if report and report["title"].lower() != _DETAILS else "PDF"


def _rank(url: str) -> tuple[int, str]:
    return _ORDER.index(_kind(url)), url


def _is_index(url: str, folder: str) -> bool:
    """Whether a page may be the index of the site, as a list of the files in a folder shows it."""
    event = folder.rstrip("/").rpartition("/")[2].lower()
    name = _name(url).lower()
    return name in (*_INDEXES, f"{event}.htm", f"{event}.html")


def _name(url: str) -> str:
    return unquote(urlsplit(url).path).rpartition("/")[2]
