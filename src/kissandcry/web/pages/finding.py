"""Who or what is meant? The search, as a page and as one types."""

from typing import Final

from kissandcry.web.ask import Ask
from kissandcry.web.finding import KINDS, MOST, hits
from kissandcry.web.page import Column, Page, Route, Table

_COLUMNS: Final = (
    Column("name", "Name", link="address", strong=True),
    Column("what", "What"),
    Column("detail", ""),
)
_HIDDEN: Final = (Column("kind", "kind"), Column("key", "key"), Column("address", "address"))


def search(ask: Ask) -> Page:
    """All hits for a text."""
    text = ask.text("q")
    if not text:
        return Page(
            title="Search",
            answer="Type a part of a name: of a skater, an event, a judge.",
            template="search.html",
            more={"q": ""},
        )
    found = [{**one, "what": KINDS[one["kind"]]} for one in hits(ask.archive, text, MOST)]
    answer = (
        f"{len(found)} {'hit' if len(found) == 1 else 'hits'} for “{text}”."
        if found
        else f"Nothing in this archive is called “{text}”."
    )
    return Page(
        title="Search",
        answer=answer,
        template="search.html",
        tables=(Table("hits", "Hits", _COLUMNS, found, hidden=_HIDDEN),) if found else (),
        more={"q": text},
    )


def as_typed(ask: Ask) -> Page:
    """The first hits, for the list below the search field."""
    text = ask.text("q")
    return Page(
        title="Search",
        template="hits.html",
        more={"q": text, "hits": hits(ask.archive, text) if text else [], "kinds": KINDS},
    )


ROUTES: Final = (Route("/search", search), Route("/search/hits", as_typed, variants=False))
