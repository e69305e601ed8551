"""The question: who goes to the Final of a Grand Prix season?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import polars as pl

from kissandcry import rulebooks
from kissandcry.archive import Answer, finals, keys
from kissandcry.archive.coverage import coverage
from kissandcry.archive.rows import points
from kissandcry.archive.store import Archive
from kissandcry.core import Contradiction, Level, NotInArchive, Points, UnknownOnDate
from kissandcry.planning.odds import season as seasons
from kissandcry.planning.odds import starting
from kissandcry.planning.odds.model import Entrant, Event, History
from kissandcry.planning.odds.questions import How, chance, percent, strangers
from kissandcry.planning.odds.season import Season, Standings
from kissandcry.rulebooks.model import SeriesRule
from kissandcry.scoring import SeriesResult

_KINDS: Final = {Level.SENIOR: "grand_prix", Level.JUNIOR: "junior_grand_prix"}
_EVENTS: Final = """
SELECT e.id, e.key, g.category, min(g.day) AS begins, max(g.day) AS ends
FROM segments g JOIN events e ON e.id = g.event
WHERE e.season = ? AND e.kind = ? AND g.discipline = ? AND g.level = ? AND NOT g.team
GROUP BY ALL ORDER BY begins, e.key
"""
_ROWS: Final = {
    "skater": pl.String(),
    "name": pl.String(),
    "nation": pl.String(),
    "events": pl.List(pl.String()),
    "qualified": pl.Float64(),
    "qualified_low": pl.Float64(),
    "qualified_high": pl.Float64(),
    "alternate": pl.Float64(),
    "alternate_low": pl.Float64(),
    "alternate_high": pl.Float64(),
    "points": pl.Float64(),
}
_ENOUGH: Final = 0.95
_PLAIN: Final = How(simulations=20_000)


def of_season(
    archive: Archive,
    season: str,
    discipline: str,
    as_of: date | None = None,
    *,
    level: str = Level.SENIOR,
    how: How = _PLAIN,
) -> Answer:
    """Who goes to the Final: the chances to qualify and to be an alternate, and the mean points, of
    everybody in the Grand Prix of a season, by the starting lists in the archive.

    What was skated by `as_of` (by default, the day before the first event) is known, the rest is
    simulated. Raises `NotInArchive` for a season without such an event, `UnknownOnDate` where the
    rules know no series, and `Contradiction` where everything was skated by then.
    """
    which, of_level = keys.discipline(discipline), keys.level(level)
    held = archive.rows(_EVENTS, [season, _KINDS.get(of_level, ""), str(which), str(of_level)])
    if not held:
        raise NotInArchive(
            f"no Grand Prix of {season} in {which.replace('_', ' ')} is in this archive"
        )
    rule = rulebooks.on(held[0]["begins"], which, of_level).series
    if rule is None:
        raise UnknownOnDate(f"{season}: the rulebook of {which} knows no Grand Prix")
    day = as_of or held[0]["begins"] - timedelta(days=1)
    what, people = _season(archive, held, day, rule)
    if not what.events:
        raise Contradiction(
            f"the Grand Prix of {season}: all that this archive holds was skated by {day}; ask as"
            " of an earlier day"
        )
    done: Standings = how.run(seasons.tally, what, seasons.CHUNK)
    known = coverage(
        archive,
        seasons=[season],
        discipline=str(which),
        kind=_KINDS[of_level],
        level=str(of_level),
        as_of=day,
    )
    rows = _rows(what, done, people)
    text = _said(rows, done, what, len(held), day) + strangers(people.values())
    return Answer.of(pl.DataFrame(rows, schema=_ROWS), text, known)


def _season(
    archive: Archive, held: Sequence[dict[str, Any]], day: date, rule: SeriesRule
) -> tuple[Season, dict[str, Entrant]]:
    """The season as of a day, and who its skaters are."""
    over = [(row["id"], row["category"]) for row in held if row["ends"] <= day]
    results = finals.finals(archive, over)
    known = [
        one
        for row in held
        if (row["id"], row["category"]) in results
        for one in _results(row["key"], results[row["id"], row["category"]])
    ]
    events: list[Event] = []
    first: dict[str, float] = {}
    for row in held:
        if row["ends"] <= day:
            continue
        start = starting.of_archive(archive, row["key"], row["category"], day)
        events.append(_drifting(starting.event_of(archive, start), first))
    people = {one.key: one for event in events for one in event.entrants}
    for result in results.values():
        for line in result.lines:
            people.setdefault(line.key, Entrant(line.key, line.name, line.nation))
    return Season(tuple(sorted(people)), tuple(events), tuple(known), rule), people


def _drifting(event: Event, first: dict[str, float]) -> Event:
    """The event with histories whose uncertainty is parted: what is common to all events of the
    season, as it was at the `first` of each skater, and what the ability moved since."""
    entrants = []
    for one in event.entrants:
        history = one.history
        assert isinstance(history, History)
        common = first.setdefault(one.key, history.ability)
        drift = max(history.ability**2 - common**2, 0.0) ** 0.5
        parted = replace(history, ability=min(common, history.ability), drift=drift)
        entrants.append(replace(one, history=parted))
    return replace(event, entrants=tuple(entrants))


def _results(key: str, result: finals.Result) -> list[SeriesResult]:
    placed, found = result.placed(), []
    for line in placed:
        total = points(line.sum if line.total is None else line.total)
        closing = [points(one.tss) for one in line.skates if one.segment in finals.CLOSING]
        free = sum(closing, Points(0))
        place = line.place or 0
        found.append(SeriesResult(line.key, key, place, total, free, total - free, len(placed)))
    return found


def _rows(what: Season, done: Standings, people: dict[str, Entrant]) -> list[dict[str, Any]]:
    rows = []
    for number, key in enumerate(what.skaters):
        own = [one.event for one in what.known if one.skater == key]
        own += [e.key for e in what.events if any(one.key == key for one in e.entrants)]
        mean = float(done.points[number] @ np.arange(done.points.shape[1])) / done.simulations
        row: dict[str, Any] = {
            "skater": key,
            "name": people[key].name,
            "nation": people[key].nation,
            "events": own,
            "points": mean,
        }
        row |= chance("qualified", int(done.qualified[number]), done.simulations)
        row |= chance("alternate", int(done.alternates[number]), done.simulations)
        rows.append(row)
    return sorted(rows, key=lambda row: (-row["qualified"], -row["alternate"], -row["points"]))


def _said(
    rows: Sequence[dict[str, Any]], done: Standings, what: Season, held: int, day: date
) -> str:
    named = [f"{row['name']} {percent(row['qualified'])}" for row in rows[: what.rule.quota]]
    below = np.cumsum(done.cut) / done.simulations  # the last who qualified had at most so many
    enough = int(np.searchsorted(below, _ENOUGH))
    return (
        f"Of {done.simulations:,} simulations as of {day}, with {held - len(what.events)} of {held}"
        f" events known, the Final sees {', '.join(named)}; {enough} points and more are enough in"
        f" {percent(_ENOUGH)} of them but for ties."
    )
