"""Which events are here, and who won them?"""

from collections.abc import Sequence
from datetime import date
from itertools import islice
from typing import Any, Final

from kissandcry.archive import keys, results
from kissandcry.archive.coverage import of_event
from kissandcry.archive.overview import Overview, overview
from kissandcry.core import Segment
from kissandcry.protocols.skate_file.words import SHORT_NAMES
from kissandcry.protocols.writers import words
from kissandcry.web import addresses, cells
from kissandcry.web.ask import Ask
from kissandcry.web.page import PAGE_ROWS, Column, Page, Pager, Route, Row, Table
from kissandcry.web.reading import category_words, event_line

_COLUMNS: Final = (
    Column("event_name", "Event", "event", strong=True),
    Column("days", "Days"),
    Column("place", "Place"),
    Column("season", "Season"),
    Column("performances", "Performances", "number"),
)
_ALL: Final = slice(None)
_HIDDEN: Final = (
    Column("kind", "kind"),
    Column("first_day", "first_day"),
    Column("last_day", "last_day"),
    Column("categories", "categories"),
)


def events(ask: Ask) -> Page:
    """All events, or those of a season, the latest first."""
    known = overview(ask.archive)
    seasons, as_of = known.seasons, ask.as_of
    season = ask.choice("season", seasons) or None
    number = ask.number("page", 1, 1, 100_000)
    held = known.held(season, as_of)
    part = ask.part(number)
    shown = islice(held.items(), part.start, part.stop)
    rows = [_listed(known, one, size, as_of) for one, size in shown]
    of = f" of the season {season}" if season else ""
    return Page(
        title=f"Events {season}" if season else "Events",
        answer=f"{len(held):,} events{of} with {sum(held.values()):,} performances are in"
        " this archive.",
        template="events.html",
        tables=(
            Table("events", "The latest first", _COLUMNS, rows, hidden=_HIDDEN, count=len(held)),
        ),
        pager=_pager(number, len(held), season),
        section="/events",
        more={"seasons": seasons, "season": season},
    )


def _listed(known: Overview, event: int, size: int, as_of: date | None) -> dict[str, Any]:
    """A row of the list: an event, its categories and how many performances it has."""
    of = known.events[event]
    return {
        "event": of.key,
        "event_name": of.name,
        "kind": of.kind,
        "season": of.season,
        "first_day": of.first_day,
        "last_day": of.last_day,
        "place": of.place,
        "days": cells.days(of.first_day, of.last_day),
        "categories": known.categories(event, as_of),
        "performances": size,
    }


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
    lines, answer = results.lines(ask.archive, of, None, ask.as_of)
    names = list(dict.fromkeys(line["category"] for line in lines))
    tables = tuple(
        _table(of.key, name, [line for line in lines if line["category"] == name], ask.part(rows=3))
        for name in names
    )
    return Page(
        title=of.name,
        answer=answer,
        kicker=event_line(of),
        template="event.html",
        crumbs=(("Events", "/events"), (of.season, f"/events?season={of.season}")),
        tables=tables,
        figures=_winners(lines),
        coverage=of_event(ask.archive, of, ask.as_of).sentence,
        section="/events",
        more={
            "categories": [(category_words(one), addresses.category(of.key, one)) for one in names]
        },
    )


def category(ask: Ask) -> Page:
    """The final result of a category."""
    of = keys.event(ask.archive, ask.path["event"])
    name = keys.category(ask.archive, of, ask.path["category"])
    lines, answer = results.lines(ask.archive, of, name, ask.as_of)
    segments = list(dict.fromkeys(one for line in lines for one in line["segments"]))
    return Page(
        title=category_words(name),
        answer=answer,
        kicker=f"{of.name} · {event_line(of)}",
        template="category.html",
        crumbs=(("Events", "/events"), (of.name, addresses.event(of.key))),
        tables=(_table(of.key, name, lines),),
        figures=_winners(lines),
        coverage=of_event(ask.archive, of, ask.as_of).sentence,
        section="/events",
        more={
            "segments": [
                (words.SEGMENTS[Segment(one)], addresses.segment(of.key, name, one))
                for one in segments
            ]
        },
    )


def _winners(lines: Sequence[Row]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (f"{category_words(line['category'])}: {line['name']}", cells.points(line["total"]))
        for line in lines
        if line["place"] == 1
    )


def _table(key: str, category: str, lines: Sequence[Row], part: slice = _ALL) -> Table:
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
            Column(one, short, "points", link=f"{one}_at", title=words.SEGMENTS[Segment(one)]),
            Column(f"{one}_place", f"{short} place", "number"),
        ]
    rows = [_row(key, category, line) for line in lines[part]]
    return Table(category, category_words(category), tuple(columns), rows, count=len(lines))


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
