"""How did this skate go? Every mark, how each number came about, and its place in the history."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from kissandcry.archive import form
from kissandcry.archive.overview import overview
from kissandcry.core import KissAndCryError, Segment
from kissandcry.protocols.writers import sentences, words
from kissandcry.web import addresses, cells, reading
from kissandcry.web.ask import Ask
from kissandcry.web.explain import explained
from kissandcry.web.grid import grid, table
from kissandcry.web.page import Column, Page, Route, Row, Table
from kissandcry.web.planner import start as planner_start

_EXPECTED: Final = (
    Column("score", "Score", "points", strong=True),
    Column("expected", "Expected", "points"),
    Column("low", "9 in 10", "interval", title="Between these lie nine of ten skates"),
    Column("surprise", "So far off", "share", title="How often a skate is so high or so low"),
)


def performance(ask: Ask) -> Page:
    """One skate."""
    path = ask.path
    of = reading.head(ask.archive, path["event"], path["category"], path["segment"])
    skates = reading.skates(ask.archive, of["id"])
    row = reading.one(of, skates, path["skater"])
    paper = reading.protocol(ask.archive, of, skates, row["id"])
    place = next(place for place, other in enumerate(skates) if other["id"] == row["id"])
    one = paper.performances[place]
    at = (of["event_key"], of["category"], of["segment"], row["skater_key"])
    shown = grid(paper, one, reading.rulebook(of), lambda what: addresses.why(*at, what))
    history = reading.history(ask.archive, row["skater"], of)
    marks = table(one)
    return Page(
        title=f"{one.name}, {one.nation}",
        answer=sentences.of_performance(one, paper.performances),
        kicker=f"{reading.title_of(of)} · {of['event_name']} · {reading.when_and_where(of)}",
        template="performance.html",
        crumbs=reading.crumbs(of, 3),
        tables=(marks,),
        figures=(
            ("Segment score", words.figure(one.tss)),
            ("Elements", words.figure(one.tes)),
            ("Components", words.figure(one.pcs)),
        ),
        sources=(reading.source_of(of),),
        section="/events",
        more={
            "g": shown,
            "row": {**row, "skater": row["skater_key"], "name": row["skater_name"]},
            "place_in_history": _in_history(ask, row, of, history),
            "form": _form(history, of),
            "notes": [*of["notes"], *one.notes],
            "findings": [] if row["holds"] else reading.findings(ask.archive, of["id"], row["id"]),
            "others": _others(of, skates, place),
            "normal": f"{addresses.performance(*at)}/normal",
            "plan": planner_start.address(*at),
        },
    )


def _in_history(ask: Ask, row: Row, of: Row, history: Sequence[Row]) -> str:
    """Where the score stands among those of this skater in the same segment, up to that day."""
    if row["status"]:
        return ""
    before = [one for one in history if (one["day"], one["segment"]) < (of["day"], of["id"])]
    segment = words.SEGMENTS[Segment(of["segment"])].lower()
    if not before:
        return f"The first {segment} of this skater in the archive."
    best = max(before, key=lambda one: one["tss"])
    ahead: Decimal = row["tss"] - best["tss"]
    event = overview(ask.archive).events[best["event"]]
    where = f"{event.name}, {words.long_date(best['day'])}"
    if ahead > 0:
        of_all = f"the best of {len(before)} before" if len(before) > 1 else "the one before"
        return f"The best {segment} of this skater to that day, {ahead} above {of_all} ({where})."
    better = sum(one["tss"] > row["tss"] for one in before)
    if not ahead:
        return f"Equal to the best {segment} of this skater to that day ({where})."
    place = f"{better} of {len(before)} before {'was' if better == 1 else 'were'} better"
    return f"{place}; {-ahead} below the best {segment} to that day ({best['tss']}, {where})."


def _form(history: Sequence[Row], of: Row) -> list[tuple[float, bool]]:
    """The scores in this kind of segment, for the small line; the one shown is marked."""
    return [(float(one["tss"]), one["segment"] == of["id"]) for one in history]


def _others(of: Row, skates: Sequence[dict[str, Any]], place: int) -> dict[str, Any]:
    """The neighbours in the result."""
    at = (of["event_key"], of["category"], of["segment"])
    near = [skates[other] for other in (place - 1, place + 1) if 0 <= other < len(skates)]

    def link(one: Row) -> tuple[str, str]:
        text = f"{one['rank'] or one['status']}. {one['name']} {cells.points(one['tss'])}"
        return text, addresses.performance(*at, one["skater_key"])

    links = [link(one) for one in near]
    return {
        "before": links[0] if place else None,
        "after": links[-1] if place + 1 < len(skates) else None,
    }


def normal(ask: Ask) -> Page:
    """Was this skate normal for the skater? Asked for after the page of the skate is there."""
    path = ask.path
    of = reading.head(ask.archive, path["event"], path["category"], path["segment"])
    row = reading.one(of, reading.skates(ask.archive, of["id"]), path["skater"])
    at = (of["event_key"], of["category"], of["segment"], row["skater_key"])
    try:
        answer = form.normal(ask.archive, at[0], at[1], at[2], at[3])
    except KissAndCryError as error:  # a skate without a result, or of a kind the model leaves out
        sentence, coverage = f"{error}.", ""
        tables: tuple[Table, ...] = ()
    else:
        sentence, coverage = answer.sentence, answer.coverage.sentence
        tables = (Table.of("expected", "What was to be expected", _EXPECTED, answer),)
    return Page(
        title=f"Was it normal? {row['name']}, {row['nation']}",
        answer=sentence,
        kicker=f"{reading.title_of(of)} · {of['event_name']} · {reading.when_and_where(of)}",
        template="normal.html",
        crumbs=(*reading.crumbs(of, 3), (row["name"], addresses.performance(*at))),
        tables=tables,
        coverage=coverage,
        section="/events",
    )


def why(ask: Ask) -> Page:
    """How one number of a skate came about."""
    path = ask.path
    of = reading.head(ask.archive, path["event"], path["category"], path["segment"])
    skates = reading.skates(ask.archive, of["id"])
    row = reading.one(of, skates, path["skater"])
    found = explained(ask.archive, of, skates, row, path["what"])
    at = (of["event_key"], of["category"], of["segment"], row["skater_key"])
    return Page(
        title=found.title,
        answer=found.answer,
        kicker=f"{row['name']}, {row['nation']}",
        template="why.html",
        crumbs=(*reading.crumbs(of, 3), (row["name"], addresses.performance(*at))),
        sources=found.sources,
        section="/events",
        tables=(found.table,),
        more={"steps": found.steps, "marks": found.marks, "back": addresses.performance(*at)},
    )


ROUTES: Final = (
    Route("/event/{event}/{category}/{segment}/{skater}", performance),
    Route("/event/{event}/{category}/{segment}/{skater}/normal", normal),
    Route("/event/{event}/{category}/{segment}/{skater}/why/{what}", why),
)
