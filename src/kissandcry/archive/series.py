"""Who goes to the Final? The standing of a Grand Prix series, from the places in its events.

Points, ties, how many results count and how many go on are those of `Rulebook.series`; the places
are those of `finals`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from typing import Any, Final

import polars as pl

from kissandcry import rulebooks
from kissandcry.archive import finals, keys
from kissandcry.archive.answer import Answer
from kissandcry.archive.coverage import coverage
from kissandcry.archive.events import Expected, calendar
from kissandcry.archive.results import POINTS, category_title
from kissandcry.archive.rows import decimal, points
from kissandcry.archive.store import Archive
from kissandcry.core import Level, NotInArchive, Points, UnknownOnDate
from kissandcry.protocols.skate_file.words import listed
from kissandcry.scoring import SeriesResult, Standing, qualifiers, standing

QUALIFIED: Final = "qualified"
_KINDS: Final = {Level.SENIOR: "grand_prix", Level.JUNIOR: "junior_grand_prix"}
_FINAL: Final = "grand_prix_final"  # of both series: they are held together
_FEW: Final = 4  # seasons that a sentence names
_COLUMNS: Final = {
    "rank": pl.Int32(),
    "skater": pl.String(),
    "name": pl.String(),
    "nation": pl.String(),
    "points": pl.Int32(),
    "events": pl.List(pl.String()),
    "places": pl.List(pl.Int32()),
    "counted": pl.List(pl.Boolean()),
    "total": POINTS,
    "qualified": pl.String(),
    "skated_final": pl.Boolean(),
    "note": pl.String(),
}
_EVENTS: Final = """
SELECT e.id, e.key, e.name, e.kind, g.category, min(g.day) AS day
FROM segments g JOIN events e ON e.id = g.event
WHERE e.season = ? AND list_contains(?, e.kind) AND g.discipline = ? AND g.level = ? AND NOT g.team
    AND g.day <= ?
GROUP BY ALL ORDER BY day, e.key
"""


def standings(
    archive: Archive,
    season: str,
    discipline: str,
    as_of: date | None = None,
    *,
    level: str = Level.SENIOR,
) -> Answer:
    """The standing of the Grand Prix of a season such as `2012-13`, after the events known by then.

    Columns: `rank`, `skater`, `name`, `nation`, `points`, `events` with `places` (null: no place)
    and whether each `counted`, `total` (the sum of the scores that count), `qualified`
    ("qualified", "alternate 1" ...; empty as long as an event of the series is not known),
    `skated_final` (null where the Final is not known) and `note` (who withdrew, and who went in the
    place). Raises `NotInArchive` for a season without such an event, and `UnknownOnDate` where no
    series is known in the rules.
    """
    which, of_level = keys.discipline(discipline), keys.level(level)
    kind = _KINDS.get(of_level, "")
    values = [season, [kind, _FINAL], str(which), str(of_level), as_of or date.max]
    held = archive.rows(_EVENTS, values)
    events = [row for row in held if row["kind"] == kind]
    if not events:
        raise _no_series(archive, season, kind, which, as_of)
    rule = rulebooks.on(events[0]["day"], which, of_level).series
    if rule is None:
        raise UnknownOnDate(f"{season}: the rulebook of {which} knows no Grand Prix")
    found = finals.finals(archive, [(row["id"], row["category"]) for row in held], as_of)
    table = _Table(season, kind, rule)
    for row in events:
        table.add(row, found[row["id"], row["category"]])
    last = next((row for row in held if row["kind"] == _FINAL), None)
    if last is not None:
        table.final(found[last["id"], last["category"]])
    frame = pl.DataFrame(table.rows(), schema=_COLUMNS)
    known = coverage(
        archive,
        seasons=[season],
        discipline=which,
        kind=[kind, _FINAL],
        level=of_level,
        as_of=as_of,
    )
    title = category_title(which, of_level)
    return Answer.of(frame, f"{title}: {table.sentence()}", known)


def _no_series(
    archive: Archive, season: str, kind: str, discipline: str, as_of: date | None
) -> NotInArchive:
    rows = archive.rows("SELECT DISTINCT season FROM events WHERE kind = ? ORDER BY season", [kind])
    by = f" by {as_of}" if as_of else ""
    seasons = [row["season"] for row in rows]
    known = listed(seasons)
    if len(seasons) > _FEW:
        known = f"{len(seasons)} seasons from {seasons[0]} to {seasons[-1]}"
    there = f"; there are events of {known}" if known and season not in seasons else ""
    what = discipline.replace("_", " ")
    return NotInArchive(f"no Grand Prix of {season} in {what} is in this archive{by}{there}")


@dataclass(slots=True)
class _Skater:
    """What a skater did in the series. `results` has a place of None for each event without one."""

    line: finals.Line
    results: list[tuple[str, int | None]] = field(default_factory=list)


class _Table:
    """The standing as it grows event by event."""

    def __init__(self, season: str, kind: str, rule: rulebooks.SeriesRule) -> None:
        self._rule = rule
        self._expected = _expected(season, kind)
        self._skaters: dict[str, _Skater] = {}
        self._results: list[SeriesResult] = []
        self._closed: list[str] = []
        self._remarks: list[str] = []
        self._final: set[str] | None = None
        self._lines: tuple[Standing, ...] | None = None

    def add(self, row: dict[str, Any], result: finals.Result) -> None:
        """The result of an event. One whose last segment is not known gives no points."""
        stopped = self._stopped(row["key"], result)
        self._remarks += [f"{row['name']}: {remark}" for remark in result.remarks]
        if not (result.complete or result.official or stopped):
            after = listed([one.replace("_", " ") for one in result.segments])
            self._remarks.append(f"Of {row['name']} only the {after} is known: no points yet.")
            return
        if stopped:
            self._remarks.append(f"{row['name']} was stopped: the places after it gave the points.")
        self._closed.append(row["key"])
        placed = result.placed()
        for line in result.lines:
            own = self._skaters.setdefault(line.key, _Skater(line))
            own.results.append((row["key"], line.place))
        self._results += [
            SeriesResult(
                skater=line.key,
                event=row["key"],
                place=line.place or 0,
                total=points(line.sum if line.total is None else line.total),
                free=_free(line),
                short=points(line.sum - _free_points(line)),
                participants=len(placed),
            )
            for line in placed
        ]

    def _stopped(self, key: str, result: finals.Result) -> bool:
        row = calendar().get(key)
        return row is not None and row.held == "stopped" and not result.complete

    def final(self, result: finals.Result) -> None:
        """Who skated in the Final."""
        self._final = {line.key for line in result.lines if line.skates}

    def _standing(self) -> tuple[Standing, ...]:
        if self._lines is None:
            self._lines = standing(self._results, self._rule)
        return self._lines

    @property
    def _whole(self) -> bool:
        """Whether all events of the series are known, as far as the calendar knows them."""
        return bool(self._expected) and set(self._expected) <= set(self._closed)

    def _qualified(self) -> dict[str, str]:
        """Who qualified, and the alternates behind them."""
        if not self._whole:
            return {}
        lines = self._standing()
        best = qualifiers(lines, self._rule.quota)
        said = {line.skater: QUALIFIED for line in best}
        behind = lines[len(best) : len(best) + self._rule.alternates]
        said |= {line.skater: f"alternate {n}" for n, line in enumerate(behind, start=1)}
        return said

    def _moves(self) -> list[tuple[str | None, str | None]]:
        """Who withdrew before the Final and who went in the place, in the order of the standing."""
        if self._final is None or not self._whole:
            return []
        qualified = self._qualified()
        order = [line.skater for line in self._standing()]
        gone = [one for one in order if qualified.get(one) == QUALIFIED and one not in self._final]
        came = [one for one in order if qualified.get(one) != QUALIFIED and one in self._final]
        return list(zip_longest(gone, came))

    def _notes(self) -> dict[str, str]:
        said = {}
        for gone, came in self._moves():
            if gone is not None:
                went = f"; {self._name(came)} went in the place" if came is not None else ""
                said[gone] = f"withdrew from the Final{went}"
            if came is not None:
                place = f" in the place of {self._name(gone)}" if gone is not None else ""
                said[came] = f"went to the Final{place}"
        return said

    def rows(self) -> list[dict[str, Any]]:
        """The lines of the answer; who has no place in any event stands at the end."""
        qualified, notes = self._qualified(), self._notes()
        found = []
        for line in self._standing():
            total = sum((result.total for result in line.results), Points(0))
            row = self._row(self._skaters[line.skater], {one.event for one in line.results})
            row |= {"rank": line.rank, "points": line.points, "total": decimal(total)}
            row |= {"qualified": qualified.get(line.skater, "")}
            found.append(row | {"note": notes.get(line.skater, "")})
        placed = {line.skater for line in self._standing()}
        return found + [
            self._row(own, set()) for key, own in self._skaters.items() if key not in placed
        ]

    def _row(self, own: _Skater, counted: set[str]) -> dict[str, Any]:
        """A line without what the standing gives."""
        return {
            "rank": None,
            "skater": own.line.key,
            "name": own.line.name,
            "nation": own.line.nation,
            "points": 0,
            "events": [key for key, _ in own.results],
            "places": [place for _, place in own.results],
            "counted": [key in counted for key, _ in own.results],
            "total": None,
            "qualified": "",
            "skated_final": None if self._final is None else own.line.key in self._final,
            "note": "",
        }

    def _name(self, key: str | None) -> str:
        return self._skaters[key].line.name if key is not None else ""

    def sentence(self) -> str:
        """Who leads or qualified, and who then withdrew."""
        lines = self._standing()
        known = f"{len(self._closed)} of {len(self._expected)}" if self._expected else "known"
        if not lines:
            return " ".join(["No event of the series is known to its end.", *self._remarks])
        best = qualifiers(lines, self._rule.quota)
        names = listed([f"{self._name(line.skater)} ({line.points})" for line in best])
        if self._whole:
            said = [f"{names} qualified for the Final."]
        else:
            said = [f"after {known} events the first {len(best)} are {names}."]
        for gone, came in self._moves():
            if gone is not None and came is not None:
                said.append(f"{self._name(gone)} withdrew, and {self._name(came)} went instead.")
            elif gone is not None:
                said.append(f"{self._name(gone)} withdrew.")
            else:
                said.append(f"{self._name(came)} went to the Final as well.")
        return " ".join([*said, *self._remarks])


def _expected(season: str, kind: str) -> dict[str, Expected]:
    return {
        key: one
        for key, one in calendar().items()
        if one.season == season and one.kind == kind and one.held != "cancelled"
    }


def _free_points(line: finals.Line) -> Decimal:
    closing: Sequence[finals.Skate] = [one for one in line.skates if one.segment in finals.CLOSING]
    return sum((one.tss for one in closing), Decimal())


def _free(line: finals.Line) -> Points:
    return points(_free_points(line))
