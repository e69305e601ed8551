"""Add papers to the archive: an event whole or not at all, and nothing twice."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from msgspec import structs

from kissandcry.archive import derived, tables
from kissandcry.archive.events import EventName, by_days, settled
from kissandcry.archive.kept import printed
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


@dataclass
class Added:
    """What papers brought: segments that were new, revised, and known before; papers that are kept
    as earlier ones of their segment; and what was not taken, a sentence each."""

    new: int = 0
    revised: int = 0
    known: int = 0
    earlier: int = 0
    performances: int = 0
    events: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)


def add(archive: Archive, event: EventName, papers: Sequence[Paper]) -> Added:
    """Add the papers of one event in one transaction."""
    with archive.transaction():
        return _write(archive, [(event, list(papers))])


def add_all(archive: Archive, papers: Sequence[Paper], refused: Sequence[Refused] = ()) -> Added:
    """Add papers that lay together, of whichever events, in one transaction; and remember the files
    that were refused, so that they are not read again."""
    with archive.transaction():
        added = _write(archive, _by_event(archive, papers))
        known = tables.known_sources(archive, [one.sha256 for one in refused])
        new = {one.sha256: one for one in refused if one.sha256 not in known}
        first = tables.next_id(archive, "sources")
        rows = [
            Source(id, one.address, one.sha256, None, one.problem)
            for id, one in enumerate(new.values(), start=first)
        ]
        tables.add_sources(archive, rows)
        return added


def _write(archive: Archive, events: Iterable[tuple[EventName, list[Paper]]]) -> Added:
    added = Added()
    segments: list[Segment] = []
    numbers = itertools.count(tables.next_id(archive, "segments"))
    for event, papers in events:
        segments += _Event(archive, event, numbers, added).add(papers)
    tables.write(archive, segments)
    derived.fill(archive, [one.id for one in segments])
    return added


def _by_event(archive: Archive, papers: Sequence[Paper]) -> list[tuple[EventName, list[Paper]]]:
    """The papers by event. Papers of one name that lie far apart are those of several events."""
    named: dict[str, list[Paper]] = defaultdict(list)
    for one in papers:
        named[one.event.key].append(one)
    found: dict[str, tuple[EventName, list[Paper]]] = {}
    for key, own in named.items():
        rows = archive.run(
            "SELECT key, first_day, last_day FROM events WHERE starts_with(key, ?)", [key]
        )
        known: dict[str, tuple[date | None, date | None]] = {row[0]: row[1:] for row in rows}
        for group in by_days([one.day for one in own]):
            together = [own[index] for index in group]
            days = [one.day for one in together]
            event = settled(together[0].event, known, days)
            known.setdefault(event.key, (min(days), max(days)))
            found.setdefault(event.key, (event, []))[1].extend(together)
    return list(found.values())


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
        self, archive: Archive, event: EventName, numbers: Iterator[int], added: Added
    ) -> None:
        self._archive = archive
        self._added = added
        self._key = event.key
        self._event = tables.event(archive, event)
        self._current = {
            (row[0], row[1]): _Current(
                row[2], row[3], row[4], row[5], facts(row[6], row[7], row[8])
            )
            for row in archive.run(tables.CURRENT, [self._event])
        }
        self._known = set(archive.run(tables.DIGESTS, [self._event]))
        self._numbers = numbers
        self._older: list[Older] = []

    def add(self, papers: Sequence[Paper]) -> list[Segment]:
        """Find the place of each paper, in this order; the segments that are to be written."""
        known = tables.known_sources(self._archive, [one.sha256 for one in papers])
        next_source = tables.next_id(self._archive, "sources")
        sources: list[Source] = []
        for one in papers:
            source = known.get(one.sha256)
            problem = self._paper(one, next_source if source is None else source)
            if problem:
                self._added.problems.append(problem)
            if source is None:
                sources.append(Source(next_source, one.address, one.sha256, self._event, problem))
                known |= {one.sha256: next_source} if one.sha256 else {}
                next_source += 1
        tables.add_sources(self._archive, sources)
        tables.add_older(self._archive, self._older)
        self._added.events.add(self._key)
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
        elif strangers(new.facts, old.facts):
            return (
                f"{one.address}: not taken, for it names other skaters than the paper of the same"
                f" segment of {self._key} that is known"
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
