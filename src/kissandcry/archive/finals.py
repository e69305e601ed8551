"""The final result of a category: totals, places and who was not in the last segment.

Rule 353: the sum of the segments decides, then the last segment. Who did not reach the last segment
keeps the place before it, in which those count who withdrew later: so the official pages print it.
What the page says is laid beside the result where it was collected.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

import numpy as np

from kissandcry import rulebooks
from kissandcry.archive.overview import Overview, overview
from kissandcry.archive.store import Archive
from kissandcry.core import Discipline, Level, Segment
from kissandcry.protocols.skate_file.words import SHORT_NAMES
from kissandcry.scoring import final_places

CLOSING: Final = frozenset({Segment.FREE_SKATING, Segment.FREE_DANCE})
# In every category: one of these goes before the closing segment.
OPENING: Final = frozenset(
    {
        Segment.SHORT_PROGRAM,
        Segment.ORIGINAL_DANCE,
        Segment.SHORT_DANCE,
        Segment.RHYTHM_DANCE,
    }
)
ORDER: Final = {str(segment): place for place, segment in enumerate(Segment)}

WITHDREW: Final = "WD"
NOT_REACHED: Final = "FNR"  # final not reached, as the result pages print it

Category = tuple[int, str]  # an event's number and a category


@dataclass(frozen=True, slots=True)
class Skate:
    """A skate of a segment."""

    segment: str
    rank: int | None
    tss: Decimal
    status: str


@dataclass(slots=True)
class Line:
    """A skater's line of a final result. `total` is None where a segment that counts is missing."""

    skater: int
    key: str
    name: str
    nation: str
    skates: list[Skate] = field(default_factory=list)
    place: int | None = None
    total: Decimal | None = None
    status: str = ""

    def points(self, segment: str) -> Decimal | None:
        """The score of a segment."""
        return next((one.tss for one in self.skates if one.segment == segment), None)

    @property
    def sum(self) -> Decimal:
        """The sum of what was skated."""
        return sum((one.tss for one in self.skates), Decimal())


@dataclass(slots=True)
class Result:
    """A final result. `complete`: its last segment and one before it are known, else places stand
    as after the segments that are; `official`: they are those of the result page, because the
    papers do not give them. `remarks` are sentences: what differs from that page, what is missing.
    """

    event: int
    category: str
    discipline: Discipline
    level: Level
    team: bool
    segments: tuple[str, ...]
    last_day: date
    complete: bool
    lines: list[Line]
    official: bool = False
    remarks: list[str] = field(default_factory=list)

    def placed(self) -> list[Line]:
        """The lines with a place, best first."""
        return [line for line in self.lines if line.place is not None]


def final(archive: Archive, event: int, category: str, as_of: date | None = None) -> Result | None:
    """The final result of one category; None where nothing of it was skated by then."""
    return finals(archive, [(event, category)], as_of).get((event, category))


def finals(
    archive: Archive, categories: Sequence[Category], as_of: date | None = None
) -> dict[Category, Result]:
    """The final results of categories; one of which nothing was skated by then is left out."""
    of = overview(archive)
    asked = set(categories)
    official = _official(archive, [one for one in asked if of.has_official_result(*one)])
    found = {}
    for event in dict.fromkeys(event for event, _ in categories):
        skated: defaultdict[Category, list[dict[str, Any]]] = defaultdict(list)
        for segment in of.segments(event):
            if (one := (event, segment["category"])) in asked:
                skated[one] += of.skates([segment["id"]])
        for one, rows in skated.items():
            known = [row for row in rows if as_of is None or row["day"] <= as_of]
            if known:
                page = official[one] if len(known) == len(rows) else []
                found[one] = _result(of, known, page)
    return found


def _official(
    archive: Archive, categories: Sequence[Category]
) -> defaultdict[Category, list[dict[str, Any]]]:
    """The lines of the result pages that were collected."""
    found: defaultdict[Category, list[dict[str, Any]]] = defaultdict(list)
    if categories:
        asked = [[event for event, _ in categories], [name for _, name in categories]]
        for row in archive.rows(_OFFICIAL, asked):
            found[row["event"], row["category"]].append(row)
    return found


_OFFICIAL: Final = """
SELECT f.event, f.category, f.place, f.status, f.points, f.segments, f.nation, f.skater,
    coalesce(s.key, '') AS key, coalesce(s.name, f.name) AS name
FROM final_results f
JOIN (SELECT unnest(?) AS event, unnest(?) AS category) USING (event, category)
LEFT JOIN skaters s ON s.id = f.skater
ORDER BY f.place NULLS LAST, f.points IS NULL, f.name
"""


def _result(of: Overview, rows: list[dict[str, Any]], page: list[dict[str, Any]]) -> Result:
    first = rows[0]
    event = of.events[first["event"]]
    segments = tuple(sorted({row["segment_name"] for row in rows}, key=lambda one: ORDER[one]))
    lines: dict[int, Line] = {}
    for row in sorted(rows, key=lambda row: ORDER[row["segment_name"]]):
        if (line := lines.get(row["skater"])) is None:
            who = of.skaters[row["skater"]]
            line = lines[who.id] = Line(who.id, who.key, who.name, row["nation"])
        line.skates.append(Skate(row["segment_name"], row["rank"], row["tss"], row["status"]))
    closed = segments[-1] in CLOSING
    result = Result(
        event=first["event"],
        category=first["category"],
        discipline=Discipline(first["discipline"]),
        level=Level(first["level"]),
        team=first["team"],
        segments=segments,
        last_day=max(row["day"] for row in rows),
        complete=closed and any(one in OPENING for one in segments) and not first["team"],
        lines=list(lines.values()),
    )
    if not result.team and (result.complete or not closed):
        _Placing(result, page, event.kind, event.authority).place()
    if page:
        _compare(result, page)
    result.lines.sort(key=_shown_order)
    return result


def _shown_order(line: Line) -> tuple[Any, ...]:
    """Places first; without one, by what was skated."""
    ranks = [one.rank or 999 for one in reversed(line.skates)]
    return (line.place is None, line.place or 0, -len(line.skates), ranks, line.key)


class _Placing:
    """Gives the lines of a result their totals, places and statuses."""

    def __init__(
        self, result: Result, page: list[dict[str, Any]], kind: str, authority: str
    ) -> None:
        self._result = result
        self._page = {row["skater"]: row for row in page}
        self._all_skate = "grand_prix" in kind  # nobody is cut there
        self._tie = rulebooks.on(
            result.last_day, result.discipline, result.level, authority
        ).final_tie

    def place(self) -> None:
        """Give them."""
        lines = self._result.lines
        went_on = self._went_on()
        for line in lines:
            line.status = self._status(line, went_on)
        out = [line for line in lines if line.status and line.status != NOT_REACHED]
        there = [line for line in lines if line not in out]
        last = self._result.segments[-1]
        finished = [line for line in there if line.points(last) is not None]
        whole = [line for line in finished if len(line.skates) == len(self._result.segments)]
        for line in finished:
            if line not in whole:
                self._lacks(line)
        for line in whole:
            line.total = line.sum
        self._rank(whole, last)
        if not self._result.complete:  # more is to come: nobody has missed the last segment yet
            return
        for line in there:
            if line not in finished:
                line.status = NOT_REACHED
                line.place = self._place_before(line)

    def _place_before(self, line: Line) -> int:
        """The place before the last segment, which those keep who are not in it."""
        mine, before = _standing(line), len(self._result.segments) - 1
        return 1 + sum(
            _standing(other) < mine
            for other in self._result.lines
            if len(other.skates) - (other.points(self._result.segments[-1]) is not None) == before
        )

    def _rank(self, lines: list[Line], last: str) -> None:
        """The places of those who skated everything."""
        if len(self._result.segments) == 1:
            for line in lines:
                line.place = line.skates[0].rank
            return
        totals = np.array([_hundredths(line.sum) for line in lines], np.int64)
        free = np.array([_hundredths(line.points(last) or Decimal()) for line in lines], np.int64)
        for line, place in zip(lines, final_places(totals, free, self._tie).tolist(), strict=True):
            line.place = place

    def _lacks(self, line: Line) -> None:
        missing = [one for one in self._result.segments if line.points(one) is None]
        self._result.remarks.append(
            f"{line.name} is in the {_said(self._result.segments[-1])} and not in the"
            f" {' and the '.join(map(_said, missing))}, so that no total is known."
        )

    def _status(self, line: Line, went_on: tuple[Decimal, int] | None) -> str:
        """As printed on the papers, else on the page, else as the order of the others shows."""
        for skate in line.skates:
            if skate.status or skate.rank is None:
                return skate.status or WITHDREW
        row = self._page.get(line.skater)
        if row is not None and row["place"] is None and row["status"] != NOT_REACHED:
            return str(row["status"])
        if not self._result.complete or line.points(self._result.segments[-1]) is not None:
            return ""
        if row is not None:
            return NOT_REACHED
        return WITHDREW if self._could_go_on(line, went_on) else NOT_REACHED

    def _went_on(self) -> tuple[Decimal, int] | None:
        """The standing of the last of those who went on to the last segment."""
        last, count = self._result.segments[-1], len(self._result.segments)
        standings = [
            _standing(line)
            for line in self._result.lines
            if line.points(last) is not None and len(line.skates) == count
        ]
        return max(standings) if standings and count > 1 else None

    def _could_go_on(self, line: Line, went_on: tuple[Decimal, int] | None) -> bool:
        """Whether a skater who is not in the last segment was ahead of one who is."""
        if self._all_skate or len(line.skates) < len(self._result.segments) - 1:
            return True
        return went_on is not None and _standing(line) < went_on


def _standing(line: Line) -> tuple[Decimal, int]:
    """What orders skaters before the last segment, smaller is better."""
    before = [one for one in line.skates if one.segment not in CLOSING]
    return -sum((one.tss for one in before), Decimal()), before[-1].rank or 0


def _compare(result: Result, page: list[dict[str, Any]]) -> None:
    """Lay the official page beside a result: what it alone knows is taken over and said."""
    lines = {line.skater: line for line in result.lines}
    for row in page:  # who withdrew before the first segment stands on the page only
        if row["skater"] not in lines:
            added = Line(row["skater"], row["key"], row["name"], row["nation"])
            added.status = row["status"]
            lines[added.skater] = added
            result.lines.append(added)
    other = _other_segments(page, result.segments)
    if result.team:
        return
    if other or not result.complete:
        _take_over(lines, page)
        result.official = True
        what = f"counts {' and '.join(other)}, which" if other else "is of a segment that"
        result.remarks.append(
            f"The official result {what} this archive does not hold: its places and points are"
            " shown."
        )
        return
    for row in page:
        _differences(result, lines[row["skater"]], row)


def _differences(result: Result, line: Line, row: Mapping[str, Any]) -> None:
    """Say where a line differs from the official page."""
    points = row["points"]
    unplaced = row["place"] is None and row["status"] == line.status  # some pages print FNR alone
    if line.place != row["place"] and not unplaced:
        result.remarks.append(
            f"{line.name} is {_place(line.place, line.status)} by the protocols, and"
            f" {_place(row['place'], row['status'])} on the official result page."
        )
    if points is not None and line.total is not None and points != line.total:
        result.remarks.append(
            f"{line.name} has {line.total} points by the protocols, and {points} on the official"
            " result page."
        )


def _place(place: int | None, status: str) -> str:
    return status or "without a place" if place is None else f"number {place}"


def _take_over(lines: Mapping[int, Line], page: Iterable[Mapping[str, Any]]) -> None:
    for row in page:
        line = lines.get(row["skater"])
        if line is not None:
            line.place, line.total, line.status = row["place"], row["points"], row["status"]


def _other_segments(page: list[dict[str, Any]], known: tuple[str, ...]) -> list[str]:
    """The headings of the page's segments that the archive does not hold."""
    short = {SHORT_NAMES[Segment(one)] for one in known}
    headings = dict.fromkeys(
        heading for row in page for heading, place in json.loads(row["segments"]) if place
    )
    return [heading for heading in headings if heading not in short]


def _hundredths(value: Decimal) -> int:
    return int(value.scaleb(2))


def _said(segment: str) -> str:
    return segment.replace("_", " ")
