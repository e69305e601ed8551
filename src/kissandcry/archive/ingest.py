"""Add papers to the archive: an event whole or not at all, and nothing twice."""

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from msgspec import structs

from kissandcry.archive import derived, pages, tables
from kissandcry.archive.events import UNNAMED, EventName, by_days, settled
from kissandcry.archive.kept import printed
from kissandcry.archive.pages import Page
from kissandcry.archive.papers import Paper, digest, paper
from kissandcry.archive.store import Archive
from kissandcry.archive.succession import Facts, facts, strangers, why_earlier
from kissandcry.archive.tables import Older, Segment, Source
from kissandcry.protocols.writers import as_json

__all__ = ["Added", "Paper", "Refused", "add", "add_all", "digest", "paper", "printed"]


class Refused(NamedTuple):
    """A file that could not be taken, and why, in a sentence."""

    address: str
    sha256: str
    problem: str
    kind: str = "protocol"  # as in `sources`; page: a result page that cannot be read


@dataclass
class Added:
    """What papers brought: segments that were new, revised, and known before; papers that are kept
    as earlier ones of their segment; pages that were new or revised; and what was not taken, a
    sentence each."""

    new: int = 0
    revised: int = 0
    known: int = 0
    earlier: int = 0
    performances: int = 0
    pages: int = 0
    events: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)


def add(archive: Archive, event: EventName, papers: Sequence[Paper]) -> Added:
    """Add the papers of one event in one transaction."""
    added = Added()
    with archive.transaction():
        _write(archive, [_Lot(event, list(papers))], added)
    return added


def add_all(
    archive: Archive,
    papers: Sequence[Paper],
    found: Sequence[Page] = (),
    refused: Sequence[Refused] = (),
) -> Added:
    """Add papers and result pages, of whichever events, in one transaction; and remember the files
    that were refused, so that they are not read again."""
    added = Added()
    with archive.transaction():
        papers = _named(archive, papers, found)
        lots = _by_event(archive, papers)
        refused = [*refused, *_with_pages(lots, papers, found)]
        _write(archive, lots, added)
        known = tables.known_sources(archive, [one.sha256 for one in refused])
        first = tables.next_id(archive, "sources")
        new = {one.sha256: one for one in refused if one.sha256 not in known}
        rows = [
            Source(id, one.address, one.sha256, None, one.problem, one.kind)
            for id, one in enumerate(new.values(), start=first)
        ]
        for one in refused:
            if one.sha256 in known:
                tables.set_problem(archive, known[one.sha256], one.problem)
        tables.add_sources(archive, rows)
    added.problems += [one.problem for one in refused]
    return added


@dataclass
class _Lot:
    """What goes to one event."""

    event: EventName
    papers: list[Paper] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)


def _write(archive: Archive, lots: Sequence[_Lot], added: Added) -> None:
    ids, new = tables.events(archive, [lot.event for lot in lots])
    for id, lot in zip(ids, lots, strict=True):
        if lot.pages:
            added.pages += pages.add(archive, id, lot.pages)
    numbers = itertools.count(tables.next_id(archive, "segments"))
    sources = _Sources(archive, [one.sha256 for lot in lots for one in lot.papers])
    segments: list[Segment] = []
    for id, lot in zip(ids, lots, strict=True):
        event = _Event(archive, lot.event.key, id, numbers, added)
        if id not in new:
            event.look()
        segments += event.add(lot.papers, sources)
        added.events.add(lot.event.key)
    sources.write()
    tables.write(archive, segments)
    changed = {one.id for one in segments}
    changed |= {segment for id in ids for segment in pages.join(archive, id)}
    derived.fill(archive, sorted(changed))


def _with_pages(
    lots: list[_Lot], papers: Sequence[Paper], found: Sequence[Page]
) -> Iterator[Refused]:
    """Put each page to the papers that lay beside it, else to the event that it names itself; and
    say which name none."""
    event_of = {one.address: lot for lot in lots for one in lot.papers}
    beside: dict[str, set[str]] = defaultdict(set)
    by_key = {lot.event.key: lot for lot in lots}
    for one in papers:
        beside[_folder(one.address)].add(event_of[one.address].event.key)
    for page in found:
        keys = beside[_folder(page.address)]
        named = page.event
        if len(keys) == 1:
            by_key[next(iter(keys))].pages.append(page)
        elif named is None:
            problem = f"{page.address}: neither the page nor its folder says which event it is of"
            yield Refused(page.address, page.sha256, problem, str(page.page.kind))
        else:
            lot = by_key.get(named.key)
            if lot is None:
                lot = by_key[named.key] = _Lot(named)
                lots.append(lot)
            lot.pages.append(page)


def _named(archive: Archive, papers: Sequence[Paper], found: Sequence[Page]) -> list[Paper]:
    """The papers; of those that print no name of an event, with that of the result pages that lie
    beside them or lay there before."""
    titles: dict[str, EventName | None] = {
        _folder(page.address): page.event for page in found if page.event is not None
    }
    named = []
    for one in papers:
        folder = _folder(one.address)
        if one.event.note == UNNAMED:
            if folder not in titles:
                titles[folder] = _of_pages(archive, folder)
            event = titles[folder]
            one = one if event is None else structs.replace(one, event=event)
        named.append(one)
    return named


def _of_pages(archive: Archive, folder: str) -> EventName | None:
    """The event of the result pages that were collected from a folder, if they are of one."""
    rows = archive.run(
        "SELECT key, name, kind, season, place, note FROM events WHERE id IN"
        " (SELECT event FROM sources WHERE kind <> 'protocol' AND starts_with(address, ?))",
        [f"{folder}/"],
    )
    return EventName(*rows[0]) if len(rows) == 1 else None


def _folder(address: str) -> str:
    return address.replace("\\", "/").rpartition("/")[0]


def _by_event(archive: Archive, papers: Sequence[Paper]) -> list[_Lot]:
    """The papers by event. Papers of one name that lie far apart are those of several events."""
    named: dict[str, list[Paper]] = defaultdict(list)
    for one in papers:
        named[one.event.key].append(one)
    found: dict[str, _Lot] = {}
    rows = archive.run(
        "SELECT key, first_day, last_day FROM events WHERE EXISTS"
        " (SELECT 1 FROM unnest(?::VARCHAR[]) n(named) WHERE starts_with(key, named))",
        [list(named)],
    )
    known: dict[str, tuple[date | None, date | None]] = {row[0]: row[1:] for row in rows}
    for own in named.values():
        for group in by_days([one.day for one in own]):
            together = [own[index] for index in group]
            days = [one.day for one in together]
            event = settled(together[0].event, known, days)
            known.setdefault(event.key, (min(days), max(days)))
            found.setdefault(event.key, _Lot(event)).papers.extend(together)
    return list(found.values())


class _Sources:
    """The files that papers came from: those that are known, and those to be remembered."""

    def __init__(self, archive: Archive, hashes: Sequence[str]) -> None:
        self._archive = archive
        self._known = tables.known_sources(archive, hashes)
        self._before = set(self._known.values())
        self._numbers = itertools.count(tables.next_id(archive, "sources"))
        self._new: list[Source] = []

    def id(self, one: Paper) -> int:
        """The row of the file of a paper."""
        id = self._known.get(one.sha256)
        return next(self._numbers) if id is None else id

    def remember(self, id: int, one: Paper, event: int, problem: str) -> None:
        """Keep in mind what became of a paper of this file."""
        if id in self._before:
            tables.set_problem(self._archive, id, problem, event)
        elif one.sha256 not in self._known:
            self._new.append(Source(id, one.address, one.sha256, event, problem))
            if one.sha256:
                self._known[one.sha256] = id

    def write(self) -> None:
        """Write the new ones."""
        tables.add_sources(self._archive, self._new)


@dataclass(slots=True)
class _Current:
    """The paper of a segment that counts: one of the archive, or a `paper` of this transaction."""

    segment: int
    version: int
    source: int
    digest: str
    facts: Facts
    paper: Paper | None = None


class _Event:
    """The part of a transaction that adds papers to an event."""

    def __init__(
        self, archive: Archive, key: str, event: int, numbers: Iterator[int], added: Added
    ) -> None:
        self._archive = archive
        self._added = added
        self._key = key
        self._event = event
        self._numbers = numbers
        self._current: dict[tuple[str, str], _Current] = {}
        self._known: set[tuple[int, str]] = set()  # digests of earlier papers
        self._older: list[Older] = []

    def look(self) -> None:
        """Find what is there already."""
        self._current = {
            (row[0], row[1]): _Current(
                row[2], row[3], row[4], row[5], facts(row[6], row[7], row[8])
            )
            for row in self._archive.run(tables.CURRENT, [self._event])
        }
        self._known = {(row[0], row[1]) for row in self._archive.run(tables.DIGESTS, [self._event])}

    def add(self, papers: Sequence[Paper], sources: _Sources) -> list[Segment]:
        """Find the place of each paper, in this order; the segments that are to be written."""
        for one in papers:
            source = sources.id(one)
            problem = self._paper(one, source)
            if problem:
                self._added.problems.append(problem)
            sources.remember(source, one, self._event, problem)
        tables.add_older(self._archive, self._older)
        return [
            Segment(self._event, one.segment, one.version, one.source, one.paper)
            for one in self._current.values()
            if one.paper is not None
        ]

    def _paper(self, one: Paper, source: int) -> str:
        """Find the place of a paper; why it has none, else nothing."""
        key = (one.category, one.segment)
        new = _Current(0, 1, source, one.digest, facts(*one.facts), one)
        old = self._current.get(key)
        if old is None:
            new.segment = next(self._numbers)
            self._current[key] = new
            self._added.new += 1
            self._added.performances += len(one.skaters)
            return ""
        new.segment = old.segment
        if new.digest == old.digest or (old.segment, new.digest) in self._known:
            self._added.known += 1
        elif found := strangers(new.facts, old.facts):
            return (
                f"{one.address}: not taken, for it names other skaters than the paper of the same"
                f" segment of {self._key} that is known: {found}, and a revision has two thirds"
            )
        elif reason := why_earlier(new.facts, old.facts):
            new.version = old.version
            self._keep(new, reason)
            old.version += 1
            tables.set_version(self._archive, old.segment, old.version)
            self._added.earlier += 1
        else:
            self._keep(
                old, why_earlier(old.facts, new.facts) or "another paper was collected later"
            )
            new.version = old.version + 1
            self._current[key] = new
            self._added.revised += 1
        return ""

    def _keep(self, one: _Current, reason: str) -> None:
        """Keep a paper as an earlier one of its segment."""
        if one.paper is None:
            whole = printed(self._archive, one.segment)
        else:
            (whole,) = as_json.read_json(one.paper.protocol)
            whole = structs.replace(whole, layout=one.paper.layout)
        content = as_json.dump_lines([structs.replace(whole, file="")])
        self._older.append(Older(one.segment, one.version, one.source, reason, one.digest, content))
        self._known.add((one.segment, one.digest))
