"""Which events are here, and who won them?"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from kissandcry.archive import keys, results
from kissandcry.core import Segment
from kissandcry.protocols.skate_file.words import SHORT_NAMES
from kissandcry.web import addresses, cells
from kissandcry.web.ask import Ask
from kissandcry.web.page import PAGE_ROWS, Column, Page, Pager, Route, Row, Table
from kissandcry.web.reading import category_words, event_line

_COUNT: Final = """
SELECT count(DISTINCT event)::INTEGER AS events, sum(skaters)::INTEGER AS skates
FROM segments WHERE ($season IS NULL OR season = $season) AND day <= $as_of
"""
_PAGE: Final = """
SELECT id, key AS event, name AS event_name, kind, season, first_day, last_day, place FROM events
WHERE ($season IS NULL OR season = $season) AND first_day <= $as_of
ORDER BY first_day DESC, key LIMIT $top OFFSET $skip
"""
_OF_PAGE: Final = "SELECT event, category, skaters FROM segments WHERE event IN ({}) AND day <= ?"
_SEASONS: Final = "SELECT DISTINCT season FROM events ORDER BY season DESC"
_COLUMNS: Final = (
    Column("event_name", "Event", "event", strong=True),
    Column("days", "Days"),
    Column("place", "Place"),
    Column("season", "Season"),
    Column("performances", "Performances", "number"),
)
_HIDDEN: Final = (
    Column("kind", "kind"),
    Column("first_day", "first_day"),
    Column("last_day", "last_day"),
    Column("categories", "categories"),
)


def events(ask: Ask) -> Page:
    """All events, or those of a season, the latest first."""
    seasons = [str(row["season"]) for row in ask.archive.rows(_SEASONS)]
    season = ask.choice("season", seasons) or None
    number = ask.number("page", 1, 1, 100_000)
    asked = {"season": season, "as_of": ask.as_of or date.max}
    (count,) = ask.archive.rows(_COUNT, asked)
    page = {"top": PAGE_ROWS, "skip": (number - 1) * PAGE_ROWS}
    rows = _with_segments(ask, ask.archive.rows(_PAGE, asked | page), asked["as_of"])
    of = f" of the season {season}" if season else ""
    return Page(
        title=f"Events {season}" if season else "Events",
        answer=f"{count['events']:,} events{of} with {count['skates'] or 0:,} performances are in"
        " this archive.",
        template="events.html",
        tables=(Table("events", "The latest first", _COLUMNS, rows, hidden=_HIDDEN),),
        pager=_pager(number, count["events"], season),
        section="/events",
        more={"seasons": seasons, "season": season},
    )


def _with_segments(ask: Ask, found: list[dict[str, Any]], until: Any) -> list[dict[str, Any]]:
    """The events of a page with their categories and how many performances they have."""
    if not found:
        return []
    marks = ", ".join("?" for _ in found)
    of: dict[int, list[Row]] = {row["id"]: [] for row in found}
    for row in ask.archive.rows(_OF_PAGE.format(marks), [*of, until]):
        of[row["event"]].append(row)
    return [
        {
            **row,
            "days": cells.days(row["first_day"], row["last_day"]),
            "categories": sorted({one["category"] for one in of[row["id"]]}),
            "performances": sum(one["skaters"] for one in of[row["id"]]),
        }
        for row in found
    ]


def _pager(number: int, count: int, season: str | None) -> Pager:
    last = max(1, -(-count // PAGE_ROWS))
    of = f"&season={season}" if season else ""
    return Pager(
        f"Page {number} of {last}",
        f"/events?page={number - 1}{of}" if number > 1 else "",
        f"/events?page={number + 1}{of}" if number < last else "",
    )


def event(ask: Ask) -> Page:
    """The final results of an event: the first three of each category."""
    of = keys.event(ask.archive, ask.path["event"])
    answer = results.event(ask.archive, of.key, as_of=ask.as_of)
    lines = answer.to_dicts()
    names = list(dict.fromkeys(line["category"] for line in lines))
    tables = tuple(
        _table(of.key, name, [line for line in lines if line["category"] == name], top=3)
        for name in names
    )
    return Page(
        title=of.name,
        answer=answer.sentence,
        kicker=_kicker(of),
        template="event.html",
        crumbs=(("Events", "/events"), (of.season, f"/events?season={of.season}")),
        tables=tables,
        figures=_winners(lines),
        coverage=answer.coverage.sentence,
        section="/events",
        more={
            "categories": [(category_words(one), addresses.category(of.key, one)) for one in names]
        },
    )


def category(ask: Ask) -> Page:
    """The final result of a category."""
    of = keys.event(ask.archive, ask.path["event"])
    name = keys.category(ask.archive, of, ask.path["category"])
    answer = results.event(ask.archive, of.key, name, as_of=ask.as_of)
    lines = answer.to_dicts()
    segments = list(dict.fromkeys(one for line in lines for one in line["segments"]))
    return Page(
        title=category_words(name),
        answer=answer.sentence,
        kicker=f"{of.name} · {_kicker(of)}",
        template="category.html",
        crumbs=(("Events", "/events"), (of.name, addresses.event(of.key))),
        tables=(_table(of.key, name, lines),),
        figures=_winners(lines),
        coverage=answer.coverage.sentence,
        section="/events",
        more={
            "segments": [
                (SHORT_NAMES[Segment(one)], addresses.segment(of.key, name, one))
                for one in segments
            ]
        },
    )


def _kicker(of: keys.EventRow) -> str:
    return event_line({"place": of.place, "first_day": of.first_day, "last_day": of.last_day})


def _winners(lines: Sequence[Row]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (f"{category_words(line['category'])}: {line['name']}", cells.points(line["total"]))
        for line in lines
        if line["place"] == 1
    )


def _table(key: str, category: str, lines: Sequence[Row], top: int | None = None) -> Table:
    """The final result of a category: place, skater, total, then score and place of each segment,
    which lead to the skate."""
    order = list(Segment)
    segments = sorted(
        dict.fromkeys(one for line in lines for one in line["segments"]),
        key=lambda one: order.index(Segment(one)),
    )
    columns = [
        Column("shown_place", "Place", "number"),
        Column("name", "Skater", "skater"),
        Column("total", "Total", "points", strong=True),
    ]
    for one in segments:
        short = SHORT_NAMES[Segment(one)]
        columns += [
            Column(one, short, "points", link=f"{one}_at"),
            Column(f"{one}_place", f"{short} place", "number"),
        ]
    rows = [_row(key, category, line) for line in lines[:top]]
    return Table(category, category_words(category), tuple(columns), rows)


def _row(key: str, category: str, line: Row) -> dict[str, Any]:
    row = {**line, "shown_place": line["status"] or line["place"]}
    skated = zip(line["segments"], line["segment_scores"], line["segment_places"], strict=True)
    for segment, score, place in skated:
        row[segment] = score
        row[f"{segment}_place"] = place
        row[f"{segment}_at"] = addresses.performance(key, category, segment, line["skater"])
    return row


ROUTES: Final = (
    Route("/events", events),
    Route("/event/{event}", event),
    Route("/event/{event}/{category}", category),
)
