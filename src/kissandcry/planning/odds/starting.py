"""Who starts? The starting list of an event out of the archive, or one written by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from kissandcry import rulebooks
from kissandcry.archive import finals, keys
from kissandcry.archive.form.parameters import shipped as form_parameters
from kissandcry.archive.form.skates import read
from kissandcry.archive.overview import EventRow, overview
from kissandcry.archive.store import Archive
from kissandcry.core import Contradiction, Discipline, Level, NotInArchive, Segment, Unreadable
from kissandcry.planning.odds import widths
from kissandcry.planning.odds.history import Upcoming, forecasts
from kissandcry.planning.odds.model import Entrant, Event, History, Program, Record
from kissandcry.protocols.skate_file.words import listed
from kissandcry.rulebooks.model import Rulebook

NEWCOMER: Final = ", new"  # behind a name that the archive does not know
_SEGMENTS: Final = """
SELECT id, discipline, level, segment, day, team FROM segments WHERE event = ? AND category = ?
"""
_STARTED: Final = """
SELECT p.skater, p.tss, p.status, p.starting_number, p.position, p.nation
FROM performances p WHERE p.segment = ? ORDER BY p.starting_number NULLS LAST, p.position
"""
_ENTERED: Final = "SELECT skater, nation FROM entries WHERE event = ? AND category = ?"
_LAST_TIME: Final = """
SELECT g.event, g.segment, g.skaters FROM segments g JOIN events e ON e.id = g.event
WHERE e.kind = ? AND g.category = ? AND g.day < ? ORDER BY g.day DESC, g.event
"""


@dataclass(frozen=True, slots=True)
class Starter:
    """A line of a starting list. `number` is that of the archive, below 0 for a newcomer; `brought`
    the hundredths of segments skated before."""

    number: int
    key: str
    name: str
    nation: str
    brought: int = 0


@dataclass(frozen=True, slots=True)
class Start:
    """A category of an event before it begins, or between two segments: `day` is the last day of
    which anything is known, `segments` those to come, of all in order; `advance` how many go on."""

    key: str
    kind: str
    discipline: Discipline
    level: Level
    day: date
    begins: date
    segments: tuple[Segment, ...]
    skated: tuple[Segment, ...]
    starters: tuple[Starter, ...]
    advance: int | None
    authority: str = "isu"

    @property
    def book(self) -> Rulebook:
        """The rules of the day."""
        return rulebooks.on(self.begins, self.discipline, self.level, self.authority)


def of_archive(archive: Archive, event: str, category: str, as_of: date | None = None) -> Start:
    """The starting list of a category as of a day: the day before it began, or between segments.

    Raises `NotInArchive` for an event without a starting list, and `Contradiction` where all was
    skated by then.
    """
    at = keys.event(archive, event)
    name = keys.category(archive, at, category)
    rows = archive.rows(_SEGMENTS, [at.id, name])
    if not rows:
        raise NotInArchive(f"{at.key}, {name}: no segment is known, so the rules of no day hold")
    rows.sort(key=lambda row: finals.ORDER[row["segment"]])
    day = as_of or rows[0]["day"] - timedelta(days=1)
    before = [row for row in rows if row["day"] <= day]
    after = [row for row in rows if row["day"] > day]
    if not after:
        raise Contradiction(
            f"{at.key}, {name}: all of it was skated by {day}; ask as of an earlier day"
        )
    if rows[0]["team"]:
        raise Contradiction(f"{at.key}, {name}: a team event has no places of skaters to foretell")
    starters = _starters(archive, at, name, before, after)
    return Start(
        at.key,
        at.kind,
        Discipline(rows[0]["discipline"]),
        Level(rows[0]["level"]),
        day,
        after[0]["day"],
        tuple(Segment(row["segment"]) for row in after),
        tuple(Segment(row["segment"]) for row in before),
        starters,
        _advance(archive, at.kind, name, after[0]["day"]) if len(after) > 1 else None,
        at.authority,
    )


def _starters(
    archive: Archive,
    at: EventRow,
    category: str,
    before: Sequence[Mapping[str, Any]],
    after: Sequence[Mapping[str, Any]],
) -> tuple[Starter, ...]:
    """Who skates in the next segment, as its paper has them, else as the entries do."""
    rows = archive.rows(_STARTED, [after[0]["id"]])
    if not rows:
        rows = archive.rows(_ENTERED, [at.id, category])
    if not rows:
        raise NotInArchive(f"{at.key}, {category}: no starting list is known")
    brought: dict[int, int] = {}
    for segment in before:
        for row in archive.rows(_STARTED, [segment["id"]]):
            brought[row["skater"]] = brought.get(row["skater"], 0) + _hundredths(row["tss"])
    of = overview(archive).skaters
    return tuple(
        Starter(
            row["skater"],
            of[row["skater"]].key,
            of[row["skater"]].name,
            row["nation"],
            brought.get(row["skater"], 0),
        )
        for row in rows
        if not before or row["skater"] in brought
    )


def _advance(archive: Archive, kind: str, category: str, day: date) -> int | None:
    """How many went on to the last segment at the latest event of this kind; None: all did."""
    last: dict[str, int] = {}
    event = None
    for row in archive.rows(_LAST_TIME, [kind, category, day]):
        if event is not None and row["event"] != event:
            break
        event = row["event"]
        last[row["segment"]] = row["skaters"]
    closing = [count for segment, count in last.items() if segment in finals.CLOSING]
    if not closing or max(last.values()) < closing[0] * 1.1 + 1:  # one or two withdrew
        return None
    return closing[0]


def by_hand(
    archive: Archive,
    names: Sequence[str],
    discipline: Discipline,
    day: date,
    *,
    level: Level = Level.SENIOR,
    kind: str = "grand_prix",
) -> Start:
    """A starting list of names or keys; who has never skated stands there as "Anna EXAMPLE, new".
    The event begins the day after `day`. Raises `NotInArchive` for a name that is not known, and
    `Contradiction` for an empty list."""
    starters: list[Starter] = []
    for name in names:
        if name.endswith(NEWCOMER):
            bare = name.removesuffix(NEWCOMER).strip()
            starters.append(Starter(-1 - len(starters), bare, bare, ""))
            continue
        who = keys.skater(archive, name)
        if who.discipline != discipline:
            raise Contradiction(
                f"{who.name} skates {_words(who.discipline)}, and the list is of"
                f" {_words(discipline)}"
            )
        starters.append(Starter(who.id, who.key, who.name, who.nation))
    if not starters:
        raise Contradiction("the starting list is empty; write one skater on each line")
    begins = day + timedelta(days=1)
    book = rulebooks.on(begins, discipline, level)
    usual = [one for one in Segment if one in book.components and one in _USUAL]
    return Start(
        "list", kind, discipline, level, day, begins, tuple(usual), (), tuple(starters), None
    )


_USUAL: Final = (
    Segment.SHORT_PROGRAM,
    Segment.FREE_SKATING,
    Segment.SHORT_DANCE,
    Segment.RHYTHM_DANCE,
    Segment.FREE_DANCE,
)


def read_lines(path: Path) -> list[str]:
    """The names of a list written by hand: one on a line, with notes behind #. Raises
    `Unreadable`."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not written in UTF-8"
        raise Unreadable(f"{path}: {reason}") from None
    bare = (line.split("#")[0].strip() for line in text.splitlines())
    return [line for line in bare if line]


def find(archive: Archive, start: Start, name: str) -> str:
    """The key of a skater on the starting list, by key or name. Raises `NotInArchive`, and
    `Contradiction` for one who does not start."""
    for one in start.starters:
        if name in (one.key, one.name):
            return one.key
    key = keys.skater(archive, name).key
    if key not in {one.key for one in start.starters}:
        names = listed([one.name for one in start.starters[:3]])
        raise Contradiction(f"{name} is not on the starting list of {start.key}: {names} ...")
    return key


def event_of(
    archive: Archive,
    start: Start,
    *,
    own: Mapping[str, tuple[Program | None, ...]] | None = None,
    records: tuple[Record, ...] = (),
) -> Event:
    """The event to be simulated: histories of all who start, and the planned programs of those who
    have some (`own`, by key; one for each segment to come)."""
    known = known_histories(archive, start)
    planned = dict(own or {})
    strange = [key for key in planned if key not in {one.key for one in start.starters}]
    if strange:
        raise Contradiction(
            f"{start.key}: {strange[0]} has a plan and is not on the starting list, which has"
            f" {listed([one.key for one in start.starters[:4]])} and others"
        )
    entrants = tuple(
        replace(one, programs=planned.get(one.key, ()))
        for one in (
            Entrant(s.key, s.name, s.nation, known[s.number], (), s.brought) for s in start.starters
        )
    )
    tie = start.book.final_tie
    event = Event(start.key, start.segments, entrants, tie, start.advance, records)
    return widths.shipped().event(event, start.kind, start.discipline)


def known_histories(archive: Archive, start: Start) -> dict[int, History]:
    """What the form model expects of everybody who starts, by number."""
    p = form_parameters()
    skates = read(archive, as_of=start.day, known=p.usual)
    upcoming = Upcoming(
        start.kind, str(start.discipline), str(start.level), start.begins, start.segments
    )
    return forecasts(skates, [one.number for one in start.starters], upcoming, p)


def _hundredths(value: Decimal) -> int:
    return int(value.scaleb(2))


def _words(name: str) -> str:
    return str(name).replace("_", " ")
