"""What is here? The first page opens on the Grand Prix Final of Sochi, December 2012."""

from collections.abc import Sequence
from typing import Any, Final

from kissandcry.archive import Archive, keys, results
from kissandcry.archive.overview import overview
from kissandcry.archive.store import remembered
from kissandcry.core import NotInArchive
from kissandcry.protocols.skate_file.words import listed
from kissandcry.protocols.writers import sentences, words
from kissandcry.web import addresses, reading
from kissandcry.web.ask import Ask
from kissandcry.web.grid import grid
from kissandcry.web.page import Column, Page, Route, Row, Table

# The story that the first page tells, as long as its event is in the archive.
EVENT: Final = "gpf2012"
SKATE: Final = (EVENT, "men", "free_skating", "yuzuru-hanyu")
_WINNERS: Final = (
    Column("category_words", "Category", "short", link="category_at"),
    Column("name", "Winner", "skater"),
    Column("total", "Total", "points", strong=True),
    Column("second", "Second", "short"),
    Column("margin", "Ahead by", "points"),
)


def home(ask: Ask) -> Page:
    """The first page: who won, one skate explained, and what to ask next."""
    return _home(ask.archive)


@remembered
def _home(archive: Archive) -> Page:
    try:
        return _of_event(archive, EVENT)
    except NotInArchive:
        latest = next(iter(overview(archive).events.values()), None)
    return _of_event(archive, latest.key) if latest is not None else _empty()


def _empty() -> Page:
    return Page(
        title="Kiss & Cry",
        answer="Nothing is in this archive yet.",
        template="empty.html",
    )


def _of_event(archive: Archive, key: str) -> Page:
    answer = results.event(archive, key)
    lines = answer.to_dicts()
    event = keys.event(archive, key)
    rows = _winners(key, lines)
    more = _story(archive)
    return Page(
        title=event.name,
        answer=f"{listed([str(row['name']) for row in rows])} won." if rows else answer.sentence,
        kicker=reading.event_line(event),
        template="home.html",
        tables=(Table("winners", "Winners", _WINNERS, rows),),
        figures=tuple((str(row["name"]), str(row["total"])) for row in rows[:4]),
        coverage=answer.coverage.sentence,
        more={"event_at": addresses.event(key), "story": more, "known": _known(archive)},
    )


def _winners(key: str, lines: Sequence[Row]) -> list[dict[str, Any]]:
    rows = []
    for name in dict.fromkeys(line["category"] for line in lines):
        placed = [one for one in lines if one["category"] == name and one["place"] is not None]
        placed.sort(key=lambda one: one["place"])
        if not placed or placed[0]["total"] is None:
            continue
        first, rest = placed[0], placed[1:]
        rows.append(
            {
                **first,
                "category_words": reading.category_words(name),
                "category_at": addresses.category(key, name),
                "second": f"{rest[0]['name']} {rest[0]['nation']}" if rest else "",
                "margin": first["total"] - rest[0]["total"] if rest and rest[0]["total"] else None,
            }
        )
    return rows


def _story(archive: Archive) -> dict[str, Any] | None:
    """The skate that is explained; None where it is not in the archive."""
    event, category, segment, skater = SKATE
    try:
        of = reading.head(archive, event, category, segment)
        skates = reading.skates(archive, of["id"])
        row = reading.one(of, skates, skater)
    except NotInArchive:
        return None
    paper = reading.protocol(archive, of, skates, row["id"])
    one = next(
        own
        for own, other in zip(paper.performances, skates, strict=True)
        if other["id"] == row["id"]
    )
    first = skates[0]
    best = max(range(len(one.elements)), key=lambda place: one.elements[place].panel_score)
    return {
        "title": f"{one.name}, {words.SEGMENTS[paper.segment].lower()}",
        "answer": sentences.of_performance(one, paper.performances),
        "at": addresses.performance(*SKATE),
        "grid": grid(paper, one, reading.rulebook(of), lambda what: addresses.why(*SKATE, what)),
        "why": addresses.why(*SKATE, str(best + 1)),
        "element": one.elements[best].code,
        "skater": skater,
        "rival": first["skater_key"] if first["skater_key"] != skater else "",
        "rival_name": first["name"],
        "name": one.name,
        "season": of["season"],
    }


def _known(archive: Archive) -> Row:
    of = overview(archive)
    return {"events": len(of.events), "skates": of.performances, "skaters": len(of.skaters)}


ROUTES: Final = (Route("/", home),)
