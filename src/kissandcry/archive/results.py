"""Who won? Events, segments and final results, and two skaters against each other."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

import numpy as np
import polars as pl

from kissandcry import rulebooks
from kissandcry.archive import finals, keys
from kissandcry.archive.answer import Answer
from kissandcry.archive.coverage import coverage, of_event
from kissandcry.archive.overview import EventRow, Overview, SkaterRow, overview
from kissandcry.archive.store import Archive
from kissandcry.core import Discipline, Level, NotInArchive, Segment
from kissandcry.protocols.skate_file.words import listed
from kissandcry.protocols.writers.words import DISCIPLINES, LEVELS, SEGMENTS
from kissandcry.scoring import segment_places

POINTS: Final = pl.Decimal(9, 2)
TOTAL: Final = "total"
_LATEST: Final = date.max
_ALL: Final = 2**31 - 1


def events(
    archive: Archive,
    *,
    season: str | None = None,
    kind: str | None = None,
    as_of: date | None = None,
    top: int | None = None,
    skip: int = 0,
) -> Answer:
    """The events of the archive, latest first: `event`, `event_name`, `kind`, `season`,
    `first_day`, `last_day`, `place`, `categories` and how many `performances`."""
    frame = archive.frame(
        """
        SELECT e.key AS event, e.name AS event_name, e.kind, e.season, e.first_day, e.last_day,
            e.place, list(DISTINCT g.category ORDER BY g.category) AS categories,
            sum(g.skaters)::INTEGER AS performances
        FROM segments g JOIN events e ON e.id = g.event
        WHERE g.day <= $as_of AND ($season IS NULL OR e.season = $season)
            AND ($kind IS NULL OR e.kind = $kind)
        GROUP BY ALL ORDER BY e.first_day DESC, e.key LIMIT $top OFFSET $skip
        """,
        {
            "season": season,
            "kind": kind,
            "as_of": as_of or _LATEST,
            "top": _ALL if top is None else top,
            "skip": skip,
        },
    )
    skates = sum(frame["performances"])
    text = f"{many(frame.height, 'event')} with {many(skates, 'performance')}."
    seasons = None if season is None else [season]
    known = coverage(archive, seasons=seasons, kind=kind, level=None, as_of=as_of)
    return Answer.of(frame, text, replace(known, known=tuple(frame["event"])))


_EVENT: Final = {
    "category": pl.String(),
    "place": pl.Int32(),
    "skater": pl.String(),
    "name": pl.String(),
    "nation": pl.String(),
    "total": POINTS,
    "status": pl.String(),
    "segments": pl.List(pl.String()),
    "segment_places": pl.List(pl.Int32()),
    "segment_scores": pl.List(POINTS),
}


def event(
    archive: Archive, event: str, category: str | None = None, as_of: date | None = None
) -> Answer:
    """The final results of an event, or of one of its categories.

    Columns: `category`, `place`, `skater`, `name`, `nation`, `total`, `status` (WD withdrew, FNR
    did not reach the last segment, DSQ disqualified), and of each segment skated its name, place
    and score: `segments`, `segment_places`, `segment_scores`. Until the last segment is known,
    places and totals are those after the segments that are. A team event has no result of a
    skater. Raises `NotInArchive`.
    """
    of = keys.event(archive, event)
    rows, said = lines(archive, of, category, as_of)
    return Answer.of(pl.DataFrame(rows, schema=_EVENT), said, of_event(archive, of, as_of))


def lines(
    archive: Archive, of: EventRow, category: str | None, as_of: date | None = None
) -> tuple[list[dict[str, Any]], str]:
    """The rows and the sentence of `event`."""
    if category is None:
        held = sorted(overview(archive).segments(of.id), key=_category_order)
        names = list(dict.fromkeys(row["category"] for row in held))
    else:
        names = [keys.category(archive, of, category)]
    found = finals.finals(archive, [(of.id, name) for name in names], as_of)
    results = [found[of.id, name] for name in names if (of.id, name) in found]
    if not results:
        until = f" by {as_of}" if as_of else ""
        return [], f"Nothing of {of.name} was skated{until}."
    rows = [_event_row(one, line) for one in results for line in one.lines]
    return rows, " ".join(_sentences(results))


def _category_order(row: dict[str, Any]) -> tuple[Any, ...]:
    disciplines, levels = [*Discipline], [*Level]
    place = (levels.index(row["level"]), disciplines.index(row["discipline"]))
    return (row["team"], *place, row["category"])


def _event_row(result: finals.Result, line: finals.Line) -> dict[str, Any]:
    skates = line.skates
    return {
        "category": result.category,
        "place": line.place,
        "skater": line.key,
        "name": line.name,
        "nation": line.nation,
        "total": line.total,
        "status": line.status,
        "segments": [one.segment for one in skates],
        "segment_places": [one.rank for one in skates],
        "segment_scores": [one.tss for one in skates],
    }


def _sentences(results: Sequence[finals.Result]) -> list[str]:
    """Who won each category, and what to know of it."""
    said = [_won(one) for one in results if one.placed()]
    teams = [one for one in results if one.team]
    if teams:
        said.append("In a team event the teams have a final result, and not the skaters.")
    return [*said, *(remark for one in results for remark in one.remarks)]


def _won(result: finals.Result) -> str:
    best = [line for line in result.placed() if line.place == 1]
    second = next((line for line in result.placed() if line.place != 1), None)
    names = listed([f"{line.name} ({line.nation})" for line in best])
    title = category_title(result.discipline, result.level)
    if not (result.complete or result.official):
        after = listed([SEGMENTS[Segment(one)].lower() for one in result.segments])
        return f"{title}: after the {after} {names} {_is(best)} first{_margin(best, second)}."
    return f"{title}: {names} won{_margin(best, second)}."


def _is(lines: Sequence[finals.Line]) -> str:
    return "is" if len(lines) == 1 else "are"


def _margin(best: Sequence[finals.Line], second: finals.Line | None) -> str:
    """Such as ` with 269.40, 5.11 ahead of Yuzuru HANYU (JPN)`."""
    total = best[0].total if best else None
    if total is None:
        return ""
    if second is None or second.total is None or len(best) > 1:
        return f" with {total}"
    ahead = total - second.total
    by = f"{ahead} ahead of" if ahead else "the same as"
    return f" with {total}, {by} {second.name} ({second.nation})"


def category_title(discipline: str, level: str, *, team: bool = False) -> str:
    """Such as `Men`, `Junior Women` or `Team event, Pairs`."""
    words = DISCIPLINES[Discipline(discipline)]
    if level != Level.SENIOR:
        words = f"{LEVELS[Level(level)]} {words}"
    return f"Team event, {words}" if team else words


_SEGMENT: Final = {
    "rank": pl.Int32(),
    "skater": pl.String(),
    "name": pl.String(),
    "nation": pl.String(),
    "starting_number": pl.Int32(),
    "tss": POINTS,
    "tes": POINTS,
    "pcs": POINTS,
    "deductions": POINTS,
    "status": pl.String(),
    "holds": pl.Boolean(),
}


def segment(
    archive: Archive, event: str, category: str, segment: str, as_of: date | None = None
) -> Answer:
    """A segment, best first: `rank` (as printed), `skater`, `name`, `nation`, `starting_number`,
    `tss`, `tes`, `pcs`, `deductions`, `status` and `holds` (whether the audit adds up). A rank that
    the tie rules of the day do not give is said. Raises `NotInArchive`."""
    of = keys.event(archive, event)
    name = keys.category(archive, of, category)
    which = keys.segment(segment)
    own = overview(archive)
    there = [row for row in own.segments(of.id) if row["category"] == name]
    head = next((row for row in there if row["segment"] == which), None)
    if head is None:
        known = listed([row["segment"] for row in there])
        raise NotInArchive(f"{of.key}, {name}: no {which} is known; there are {known}")
    if head["day"] > (as_of or _LATEST):
        text = f"The {SEGMENTS[which].lower()} was not skated by {as_of}."
        return Answer.of(pl.DataFrame(schema=_SEGMENT), text, of_event(archive, of, as_of))
    rows = [_named(own.skaters[row["skater"]], row) for row in own.skates([head["id"]])]
    frame = pl.DataFrame(rows, schema=_SEGMENT, orient="row")
    text = " ".join([_segment_won(rows, which), *_other_ranks(rows, head, which)])
    return Answer.of(frame, text, of_event(archive, of, as_of))


def _named(who: SkaterRow, row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "skater": who.key, "name": who.name}


def _segment_won(rows: list[dict[str, Any]], which: Segment) -> str:
    ranked = [row for row in rows if row["rank"] is not None]
    if not ranked:
        return f"Nobody has a place in the {SEGMENTS[which].lower()}."
    first = ranked[0]
    text = f"{first['name']} ({first['nation']}) won the {SEGMENTS[which].lower()}"
    text += f" with {first['tss']}"
    if len(ranked) > 1:
        ahead = first["tss"] - ranked[1]["tss"]
        by = f"{ahead} ahead of" if ahead else "the same as"
        text += f", {by} {ranked[1]['name']} ({ranked[1]['nation']})"
    return f"{text}."


def _other_ranks(rows: list[dict[str, Any]], head: dict[str, Any], which: Segment) -> list[str]:
    """Where the printed rank is not the one by the rules of the day."""
    ranked = [row for row in rows if row["rank"] is not None and not row["status"]]
    level, discipline = Level(head["level"]), Discipline(head["discipline"])
    rule = rulebooks.on(head["day"], discipline, level, head["authority"]).ties.get(which)
    if rule is None or not ranked:
        return []
    tss, tes, pcs = (
        np.array([int(row[column].scaleb(2)) for row in ranked], np.int64)
        for column in ("tss", "tes", "pcs")
    )
    return [
        f"{row['name']} is printed as number {row['rank']}, and by the scores is number {place}."
        for row, place in zip(ranked, segment_places(tss, tes, pcs, rule).tolist(), strict=True)
        if row["rank"] != place
    ]


_OF_SKATER: Final = {
    "day": pl.Date(),
    "event": pl.String(),
    "event_name": pl.String(),
    "kind": pl.String(),
    "season": pl.String(),
    **_EVENT,
}


def of_skater(
    archive: Archive,
    skater: str,
    as_of: date | None = None,
    *,
    top: int | None = None,
    skip: int = 0,
) -> Answer:
    """Every event of a skater, latest first: `day` (of the last segment), `event`, `event_name`,
    `kind`, `season`, and the skater's line as in `event`. Raises `NotInArchive`."""
    who = keys.skater(archive, skater)
    own = overview(archive)
    last: dict[finals.Category, date] = {}  # day of each category
    for row in own.of_skater(who.id):
        if row["day"] <= (as_of or _LATEST):
            last[row["event"], row["category"]] = row["day"]
    every = sorted(last, key=lambda one: (-last[one].toordinal(), one))
    took_part = every[skip:] if top is None else every[skip : skip + top]
    found = finals.finals(archive, took_part, as_of)
    rows, won = [], 0
    for one in took_part:
        result, of = found[one], own.events[one[0]]
        line = next(line for line in result.lines if line.skater == who.id)
        won += line.place == 1 and (result.complete or result.official)
        rows.append(
            {
                "day": result.last_day,
                "event": of.key,
                "event_name": of.name,
                "kind": of.kind,
                "season": of.season,
                **_event_row(result, line),
            }
        )
    text = f"{who.name} took part in {many(len({event for event, _ in every}), 'event')}"
    text += " of this archive"
    text += f" and won {won}." if won and len(rows) == len(every) else "."
    frame = pl.DataFrame(rows, schema=_OF_SKATER)
    known = coverage(archive, discipline=who.discipline, level=None, skater=who.key, as_of=as_of)
    return Answer.of(frame, text, known)


_MEETING: Final = {
    "day": pl.Date(),
    "event": pl.String(),
    "event_name": pl.String(),
    "category": pl.String(),
    "segment": pl.String(),
    "one_rank": pl.Int32(),
    "one_score": POINTS,
    "other_rank": pl.Int32(),
    "other_score": POINTS,
    "winner": pl.String(),
}


def head_to_head(archive: Archive, one: str, other: str, as_of: date | None = None) -> Answer:
    """Every segment and every final result in which two skaters met, in order of time.

    Columns: `day`, `event`, `event_name`, `category`, `segment` ("total" is the final result),
    `one_rank`, `one_score`, `other_rank`, `other_score` and `winner` (a key; null where neither is
    ahead, or one has no place). Raises `NotInArchive`.
    """
    first, second = keys.skater(archive, one), keys.skater(archive, other)
    met = _met(overview(archive), first.id, second.id, as_of or _LATEST)
    pairs = list(dict.fromkeys((row["event_id"], row["category"]) for row in met))
    found = finals.finals(archive, pairs, as_of)
    rows: list[tuple[Any, ...]] = []
    for number, row in enumerate(met):
        of = (row["event_id"], row["category"])
        ranks = (row["one_rank"], row["one_score"], row["other_rank"], row["other_score"])
        head = (row["day"], row["event"], row["event_name"], row["category"])
        rows.append((*head, row["segment"], *ranks, _winner(first.key, second.key, ranks)))
        last = number + 1 == len(met) or (met[number + 1]["event_id"], met[number + 1]["category"])
        if last != of and (found[of].complete or found[of].official):
            lines = {line.skater: line for line in found[of].lines}
            mine, theirs = lines[first.id], lines[second.id]
            ranks = (mine.place, mine.total, theirs.place, theirs.total)
            head = (found[of].last_day, *head[1:])
            rows.append((*head, TOTAL, *ranks, _winner(first.key, second.key, ranks)))
    frame = pl.DataFrame(rows, schema=_MEETING, orient="row")
    known = coverage(archive, discipline=first.discipline, level=None, as_of=as_of)
    known = replace(known, known=tuple(dict.fromkeys(frame["event"])))
    return Answer.of(frame, _balance(first, second, frame), known)


def _met(own: Overview, first: int, second: int, until: date) -> list[dict[str, Any]]:
    """The segments in which both skated, those of a category together, in order of time."""
    theirs = {row["segment"]: row for row in own.of_skater(second)}
    both = [
        (row, theirs[row["segment"]])
        for row in own.of_skater(first)
        if row["segment"] in theirs and row["day"] <= until
    ]
    last = {(mine["event"], mine["category"]): mine["day"] for mine, _ in both}
    both.sort(key=lambda pair: _meeting_order(pair[0], last))
    return [
        {
            "day": mine["day"],
            "event_id": mine["event"],
            "event": own.events[mine["event"]].key,
            "event_name": own.events[mine["event"]].name,
            "category": mine["category"],
            "segment": mine["segment_name"],
            "one_rank": mine["rank"],
            "one_score": mine["tss"],
            "other_rank": other["rank"],
            "other_score": other["tss"],
        }
        for mine, other in both
    ]


def _meeting_order(row: dict[str, Any], last: dict[finals.Category, date]) -> tuple[Any, ...]:
    of = (row["event"], row["category"])
    return (last[of], *of, row["day"], finals.ORDER[row["segment_name"]])


def _winner(
    one: str, other: str, ranks: tuple[int | None, Decimal | None, int | None, Decimal | None]
) -> str | None:
    mine, _, theirs, _ = ranks
    if mine is None or theirs is None or mine == theirs:
        return None
    return one if mine < theirs else other


def _balance(one: SkaterRow, other: SkaterRow, frame: pl.DataFrame) -> str:
    if not frame.height:
        return f"{one.name} and {other.name} have not met in this archive."
    total = pl.col("segment") == TOTAL
    finals_, segments = frame.filter(total)["winner"], frame.filter(~total)["winner"]
    results = (_count(finals_, one.key), _count(finals_, other.key))
    skates = (_count(segments, one.key), _count(segments, other.key))
    if not any(results):
        return f"{_ahead(one.name, other.name, skates)} in segments."
    text = f"{_ahead(one.name, other.name, results)} in final results"
    if (skates[0] > skates[1]) == (results[0] > results[1]) and skates[0] != skates[1]:
        return f"{text} and {max(skates)} to {min(skates)} in segments."
    return f"{text}; {_ahead(one.name, other.name, skates)} in segments."


def _ahead(one: str, other: str, count: tuple[int, int]) -> str:
    """Such as `Yuzuru HANYU is ahead of Patrick CHAN 7 to 5`."""
    mine, theirs = count
    if mine == theirs:
        return f"{one} and {other} are level at {mine} to {theirs}"
    ahead, behind = (one, other) if mine > theirs else (other, one)
    return f"{ahead} is ahead of {behind} {max(count)} to {min(count)}"


def _count(winners: pl.Series, key: str) -> int:
    return int((winners == key).sum() or 0)


def many(count: int, what: str) -> str:
    """Such as `1 event` or `1,200 events`."""
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"
