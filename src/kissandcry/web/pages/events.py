"""Which events are here?"""

from typing import Final

from kissandcry.web.ask import Ask
from kissandcry.web.page import PAGE_ROWS, Column, Page, Pager, Route, Table

_COLUMNS: Final = (
    Column("event_name", "Event", "event", strong=True),
    Column("season", "Season"),
    Column("first_day", "First day", "day"),
    Column("place", "Place"),
    Column("performances", "Performances", "number"),
)


def events(ask: Ask) -> Page:
    """All events, the latest first."""
    page = ask.number("page", 1, 1, 100_000)
    rows = ask.archive.rows(
        "SELECT e.key AS event, e.name AS event_name, e.season, e.first_day, e.place,"
        " (SELECT sum(s.skaters) FROM segments s WHERE s.event = e.id) AS performances,"
        " count(*) OVER () AS all_events"
        " FROM events e ORDER BY e.first_day DESC NULLS LAST, e.key LIMIT ? OFFSET ?",
        [PAGE_ROWS, (page - 1) * PAGE_ROWS],
    )
    count = rows[0]["all_events"] if rows else 0
    last = max(1, -(-count // PAGE_ROWS))
    return Page(
        title="Events",
        answer=f"{count:,} events are in this archive.",
        tables=(Table("events", "Events, the latest first", _COLUMNS, rows),),
        pager=Pager(
            f"Page {page} of {last}",
            f"/events?page={page - 1}" if page > 1 else "",
            f"/events?page={page + 1}" if page < last else "",
        ),
        section="/events",
    )


ROUTES: Final = (Route("/events", events),)
