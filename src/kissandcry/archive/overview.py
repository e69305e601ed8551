"""The overview of an archive, kept in memory: events, skaters, segments and all scores, no marks.

A question in SQL costs about a millisecond however little it asks for, and a page asks many such
small ones: who is this, which segments had that event, what else did this skater skate? They are
answered from here. A million performances take about a second to read and 300 MB; each part is read
when it is first needed, and an archive that is only read keeps it until somebody else has written.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from threading import RLock
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt

from kissandcry.archive.store import Archive

_T = TypeVar("_T")
Row = dict[str, Any]

_NONE: Final = -1  # stands for NULL in a column of numbers
_EVENTS: Final = """
SELECT id, key, name, kind, season, first_day, last_day, place, authority FROM events
ORDER BY first_day DESC, key
"""
_SKATERS: Final = "SELECT id, key, name, nation, discipline FROM skaters"
_SEGMENTS: Final = """
SELECT g.* EXCLUDE (digest), s.address FROM segments g JOIN sources s ON s.id = g.source
ORDER BY g.event, g.category, g.day, g.id
"""
_JUDGES: Final = "SELECT id, key FROM judges"
_OFFICIAL: Final = "SELECT DISTINCT event, category FROM final_results"
# One order for both: `rank` alone would be the column of the answer, in which none is a number.
_ORDER: Final = "ORDER BY segment, performances.rank NULLS LAST, position"
_NUMBERS: Final = f"""
SELECT id, segment, skater, position, coalesce(rank, {_NONE})::INTEGER AS rank,
    coalesce(starting_number, {_NONE})::INTEGER AS starting_number,
    (100 * tss)::INTEGER AS tss, (100 * tes)::INTEGER AS tes, (100 * pcs)::INTEGER AS pcs,
    (100 * deductions)::INTEGER AS deductions,
    coalesce(100 * base_value, {_NONE})::INTEGER AS base_value, holds
FROM performances {_ORDER}
"""
_TEXTS: Final = f"SELECT name, nation, status FROM performances {_ORDER}"
_RARE: Final = "SELECT id, notes, club FROM performances WHERE len(notes) > 0 OR club <> ''"
# What a performance takes from its segment: the name there, and here.
_FROM_SEGMENT: Final = (
    ("event", "event"),
    ("category", "category"),
    ("discipline", "discipline"),
    ("level", "level"),
    ("team", "team"),
    ("segment", "segment_name"),
    ("day", "day"),
    ("season", "season"),
    ("grades", "grades"),
)
_KEPT: Final = 16
_KIND: Final = ("segment", "level", "grades")


@dataclass(frozen=True, slots=True)
class EventRow:
    """A row of `events`."""

    id: int
    key: str
    name: str
    kind: str
    season: str
    first_day: date | None
    last_day: date | None
    place: str
    authority: str


@dataclass(frozen=True, slots=True)
class SkaterRow:
    """A row of `skaters`."""

    id: int
    key: str
    name: str
    nation: str
    discipline: str


def overview(archive: Archive) -> "Overview":
    """The overview of an archive as it is now."""
    return archive.remembered(__name__, lambda: Overview(archive))


class Overview:
    """See the module. Rows are dictionaries with the columns of the tables in `schema`."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._lock = RLock()
        self._parts: dict[str, Any] = {}
        self._asked: dict[int, list[Row]] = {}  # the skaters asked for last: a page asks thrice

    def _part(self, name: str, read: Callable[[Archive], _T]) -> _T:
        if name not in self._parts:
            with self._lock:  # who comes meanwhile waits for it, instead of reading it as well
                if name not in self._parts:
                    self._parts[name] = read(self._archive)
        found: _T = self._parts[name]
        return found

    def read(self) -> None:
        """Read all parts now, for whoever would rather wait before the first question."""
        for part in (self.event, self.skater):
            part("")
        self.has_official_result(0, "")
        self.of_skater(0)
        _ = self.held(), self.seasons, self.nations, self.judges

    @property
    def events(self) -> dict[int, EventRow]:
        """The events by their numbers, the latest first."""
        return self._part("events", _events)

    def event(self, key: str) -> EventRow | None:
        """The event of a key."""
        return self._part(
            "event keys", lambda _: {one.key: one for one in self.events.values()}
        ).get(key)

    @property
    def skaters(self) -> dict[int, SkaterRow]:
        """The skaters by their numbers."""
        return self._part("skaters", _skaters)

    def skater(self, key: str) -> SkaterRow | None:
        """The skater of a key."""
        keys = self._part("skater keys", lambda _: {one.key: one for one in self.skaters.values()})
        return keys.get(key)

    @property
    def judges(self) -> dict[int, str]:
        """The keys of the judges and other officials by their numbers."""
        return self._part("judges", lambda archive: dict(archive.run(_JUDGES)))

    @property
    def nations(self) -> list[str]:
        """The nations of the skaters."""
        return self._part("nations", lambda _: _nations(self.skaters.values()))

    def segments_of(self, discipline: str) -> set[str]:
        """The segments that were ever skated in a discipline."""
        return self._segments.of_discipline.get(discipline, set())

    def segment(self, event: int, category: str, segment: str) -> Row | None:
        """A segment with the `address` of its source."""
        number = self._segments.named.get((event, category, segment))
        return None if number is None else self._segments.row(number)

    def segments(self, event: int) -> list[Row]:
        """The segments of an event with the `address` of their sources, by category and day."""
        return [self._segments.row(one) for one in self._segments.of_event.get(event, ())]

    def has_official_result(self, event: int, category: str) -> bool:
        """Whether the final result of a category was collected from its page."""
        return (event, category) in self._part("official", _official)

    @property
    def performances(self) -> int:
        """How many there are."""
        return sum(self._segments.sizes(None).values())

    def held(self, season: str | None = None, as_of: date | None = None) -> dict[int, int]:
        """How many performances each event of a season has by a day, the latest event first; an
        event that had none by then is left out."""
        if as_of is not None:
            return self._held(season, as_of)
        return self._part(f"held {season}", lambda _: self._held(season, None))

    def _held(self, season: str | None, as_of: date | None) -> dict[int, int]:
        sizes = self._segments.sizes(as_of)
        return {
            number: sizes[number]
            for number, one in self.events.items()
            if number in sizes and season in (None, one.season)
        }

    @property
    def seasons(self) -> list[str]:
        """The seasons of the events, the latest first."""
        return self._part("seasons", lambda _: _seasons(self.events.values()))

    def skated(self, event: int, category: str) -> set[str]:
        """The segments of a category that the archive holds, by their names."""
        heads = [self._segments.head(one) for one in self._segments.of_event.get(event, ())]
        return {row["segment_name"] for row in heads if row["category"] == category}

    def categories(self, event: int, as_of: date | None = None) -> list[str]:
        """The categories of an event of which anything was skated by a day."""
        heads = [self._segments.head(one) for one in self._segments.of_event.get(event, ())]
        return sorted({row["category"] for row in heads if row["day"] <= (as_of or date.max)})

    def skates(self, segments: Iterable[int]) -> list[Row]:
        """The performances of segments, best first in each."""
        return [row for one in segments for row in self._rows(self._skates.of_segment(one))]

    def of_skater(self, skater: int, segment: Row | None = None) -> list[Row]:
        """The performances of a skater, in order of time; with a `segment`, those of the same kind:
        with its name and level, in its scale of grades. The rows are kept, and not to be changed.
        """
        places = self._skates.of_skater(skater)
        if segment is not None:
            return self._in_time(self._same_kind(places, segment))
        if (known := self._asked.get(skater)) is None:
            known = self._in_time(places)
            with self._lock:
                self._asked[skater] = known
                while len(self._asked) > _KEPT:
                    del self._asked[next(iter(self._asked))]
        return list(known)

    def _in_time(self, places: npt.NDArray[np.int64]) -> list[Row]:
        return sorted(self._rows(places), key=lambda row: (row["day"], row["segment"]))

    def _same_kind(self, places: npt.NDArray[np.int64], segment: Row) -> npt.NDArray[np.int64]:
        wanted = [segment[name] for name in _KIND]
        own = self._skates.segments(places)
        same = np.array([self._segments.kind(one) == wanted for one in own], bool)
        return np.asarray(places[same])

    @property
    def _segments(self) -> "_Segments":
        return self._part("segments", _Segments)

    @property
    def _skates(self) -> "_Skates":
        return self._part("skates", _Skates)

    def _rows(self, places: slice | npt.NDArray[np.int64]) -> Iterator[Row]:
        heads: dict[int, Row] = {}
        for row in self._skates.rows(places):
            if (segment := row["segment"]) not in heads:
                heads[segment] = self._segments.head(segment)
            yield row | heads[segment]


def _events(archive: Archive) -> dict[int, EventRow]:
    return {row[0]: EventRow(*row) for row in archive.run(_EVENTS)}


def _skaters(archive: Archive) -> dict[int, SkaterRow]:
    return {row[0]: SkaterRow(*row) for row in archive.run(_SKATERS)}


def _official(archive: Archive) -> set[tuple[int, str]]:
    return {(event, category) for event, category in archive.run(_OFFICIAL)}


def _nations(skaters: Iterable[SkaterRow]) -> list[str]:
    return sorted({one.nation for one in skaters if one.nation})


def _seasons(events: Iterable[EventRow]) -> list[str]:
    return sorted({one.season for one in events}, reverse=True)


class _Segments:
    """The segments: rows as tuples, which take a quarter of the memory of dictionaries."""

    def __init__(self, archive: Archive) -> None:
        with archive.reading() as cursor:
            cursor.execute(_SEGMENTS)
            self._names = [column[0] for column in cursor.description]
            rows = cursor.fetchall()
        number, event = self._names.index("id"), self._names.index("event")
        self._rows = {row[number]: row for row in rows}
        self._kind = [self._names.index(name) for name in _KIND]
        self._head = [(self._names.index(name), here) for name, here in _FROM_SEGMENT]
        held = [self._names.index(name) for name in ("event", "day", "skaters")]
        self._held = [tuple(row[place] for place in held) for row in rows]
        self._sizes = _summed((event, skaters) for event, _, skaters in self._held)
        self.of_event: dict[int, list[int]] = {}
        for row in rows:
            self.of_event.setdefault(row[event], []).append(row[number])
        named = [self._names.index(name) for name in ("event", "category", "segment")]
        self.named = {tuple(row[place] for place in named): row[number] for row in rows}
        which = [self._names.index(name) for name in ("discipline", "segment")]
        self.of_discipline: dict[str, set[str]] = {}
        for discipline, segment in {tuple(row[place] for place in which) for row in rows}:
            self.of_discipline.setdefault(discipline, set()).add(segment)

    def row(self, segment: int) -> Row:
        """A row."""
        return dict(zip(self._names, self._rows[segment], strict=True))

    def sizes(self, as_of: date | None) -> dict[int, int]:
        """How many performances each event has by a day."""
        if as_of is None:
            return self._sizes
        return _summed((event, skaters) for event, day, skaters in self._held if day <= as_of)

    def kind(self, segment: int) -> list[Any]:
        """What makes two segments comparable."""
        row = self._rows[segment]
        return [row[place] for place in self._kind]

    def head(self, segment: int) -> Row:
        """What its performances repeat of it."""
        row = self._rows[segment]
        return {name: row[place] for place, name in self._head}


def _summed(counts: Iterable[tuple[int, int]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for one, count in counts:
        found[one] = found.get(one, 0) + count
    return found


def _points(hundredths: int) -> Decimal:
    return Decimal(hundredths).scaleb(-2)


def _points_or_none(hundredths: int) -> Decimal | None:
    return None if hundredths == _NONE else _points(hundredths)


def _number_or_none(number: int) -> int | None:
    return None if number == _NONE else number


class _Skates:
    """The performances: a row in each column, ordered by segment."""

    def __init__(self, archive: Archive) -> None:
        with archive.reading() as cursor:
            numbers = cursor.execute(_NUMBERS).fetchnumpy()
            texts = cursor.execute(_TEXTS).fetchnumpy()
            self._rare = {row[0]: row[1:] for row in cursor.execute(_RARE).fetchall()}
        once: dict[str, str] = {}  # a text that is printed often is kept once
        self._columns: dict[str, npt.NDArray[Any]] = dict(numbers) | {
            name: np.array([once.setdefault(text, text) for text in column], object)
            for name, column in texts.items()
        }
        self._in_segment = _ranges(numbers["segment"])
        self._by_skater = np.argsort(numbers["skater"], kind="stable")
        self._with_skater = _ranges(numbers["skater"][self._by_skater])

    def of_segment(self, segment: int) -> slice:
        """The places of the performances of a segment."""
        return self._in_segment.get(segment, slice(0))

    def of_skater(self, skater: int) -> npt.NDArray[np.int64]:
        """The places of the performances of a skater."""
        return self._by_skater[self._with_skater.get(skater, slice(0))]

    def segments(self, places: npt.NDArray[np.int64]) -> list[int]:
        """The segments of the performances at places."""
        found: list[int] = self._columns["segment"][places].tolist()
        return found

    def rows(self, places: slice | npt.NDArray[np.int64]) -> Iterator[Row]:
        """The performances at places."""
        own = {name: column[places].tolist() for name, column in self._columns.items()}
        for name, read in _READ.items():
            own[name] = [read(value) for value in own[name]]
        names = list(own)
        for values in zip(*own.values(), strict=True):
            row = dict(zip(names, values, strict=True))
            row["notes"], row["club"] = self._rare.get(row["id"], ((), ""))
            yield row


_READ: Final[dict[str, Callable[[int], Any]]] = {
    "rank": _number_or_none,
    "starting_number": _number_or_none,
    "base_value": _points_or_none,
    **dict.fromkeys(("tss", "tes", "pcs", "deductions"), _points),
}


def _ranges(ordered: npt.NDArray[Any]) -> dict[int, slice]:
    """From where to where each value stands in a column ordered by it."""
    if not len(ordered):
        return {}
    first = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    ends = np.r_[first[1:], len(ordered)]
    values: Sequence[int] = ordered[first].tolist()
    return dict(zip(values, map(slice, first.tolist(), ends.tolist()), strict=True))
