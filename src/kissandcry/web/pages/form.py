"""Was it a bad day, or a decline? The trend of a skater, and what pressure does."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from kissandcry.archive import form, keys, pressure
from kissandcry.web import addresses, controls
from kissandcry.web.ask import Ask
from kissandcry.web.page import Chart, Column, Page, Route, Table

_ROWS: Final = 50  # skates that a page shows at once
_FORM: Final = (
    Column("event", "Event", "event"),
    Column("what", "Segment", link="address"),
    Column("score", "Score", "points", strong=True),
    Column("expected", "Expected", "points"),
    Column("interval", "Nine of ten", "interval"),
    Column("verdict", "That is", strong=True),
    Column("surprise", "So far off", "share", title="The chance of a score so low or so high"),
    Column("trend", "Trend", "points"),
    Column("day", "Day", "day"),
)
_FORM_HIDDEN: Final = tuple(
    Column(name, name)
    for name in (
        *("season", "category", "segment", "rank", "side", "bad_day", "known_before"),
        *("trend_low", "trend_high"),
    )
)
_SITUATIONS: Final = (
    Column("said", "Situation", strong=True),
    Column("n", "Skates", "number"),
    Column("raw", "As skated", "signed", title="Mean distance from what was expected, in points"),
    Column("effect", "Effect", "signed", strong=True, title="Drawn towards all skaters"),
    Column("interval", "95% interval", "interval"),
    Column("all_skaters", "All skaters", "signed"),
)


def trend(ask: Ask) -> Page:
    """The ability as all scores tell it, and how unusual each score was."""
    who = keys.skater(ask.archive, ask.path["skater"])
    state = form.form(ask.archive, who.key, ask.as_of)
    rows = state.to_dicts()[::-1]
    page = ask.number("page", 1, 1, controls.FARTHEST)
    for row in rows:
        row["what"] = controls.segment_words(row["segment"])
        row["address"] = addresses.performance(
            row["event"], row["category"], row["segment"], who.key
        )
    path = f"{addresses.skater(who.key)}/form"
    return Page(
        title=f"Form of {who.name}",
        answer="" if ask.fragment else state.sentence,  # the page of the skater has said it
        template=controls.TEMPLATE,
        crumbs=(("Skaters", "/skaters"), (who.name, addresses.skater(who.key))),
        charts=_trend(rows),
        tables=(
            Table(
                "form",
                "Every score against what was expected before it, the latest first",
                _FORM,
                controls.glance(ask, rows[ask.part(page, _ROWS)]),
                empty="The model can speak of no score here.",
                hidden=_FORM_HIDDEN,
                count=len(rows),
            ),
        ),
        pager=None if ask.fragment else controls.pager(ask, path, page, len(rows), _ROWS),
        more=controls.more(
            ask, part="Form, skate by skate", terms=("expected score", "interval", "segment")
        ),
        section="/skaters",
    )


def _trend(rows: Sequence[Mapping[str, Any]]) -> tuple[Chart, ...]:
    if not rows:
        return ()
    last = rows[0]
    data = [
        {
            "day": row["day"],
            "season": row["season"],
            "group": row["what"],
            "score": float(row["score"]),
            "title": row["event_name"],
            "href": row["address"],
            "expected": row["trend"],
            "low": row["trend_low"],
            "high": row["trend_high"],
        }
        for row in rows[::-1]
    ]
    return (
        Chart(
            "trend",
            "scores",
            "Trend: what the ability was worth",
            f"After all these skates it is worth {last['trend']:.1f} points in the"
            f" {last['what'].lower()} ({last['trend_low']:.1f} to {last['trend_high']:.1f}, nine"
            " times in ten). The line is the trend, the band its interval; single scores lie"
            " around it.",
            data,
            {"says": "trend"},
        ),
    )


def under_pressure(ask: Ask) -> Page:
    """What a lead, the last start, finals and championships do to one skater."""
    who = keys.skater(ask.archive, ask.path["skater"])
    answer = pressure.pressure(ask.archive, who.key, as_of=ask.as_of)
    rows = answer.to_dicts()
    for row in rows:
        row["said"] = f"{row['words'][:1].upper()}{row['words'][1:]}"
    return Page(
        title=f"{who.name} under pressure",
        answer=answer.sentence,
        template=controls.TEMPLATE,
        crumbs=(("Skaters", "/skaters"), (who.name, addresses.skater(who.key))),
        charts=_effects(rows),
        tables=(
            Table(
                "situations",
                "What each situation does, in points of the free program",
                _SITUATIONS,
                rows,
                hidden=(Column("situation", "Situation"), Column("says", "In words")),
                kind="wide",
            ),
        ),
        coverage=answer.coverage.sentence,
        more=controls.more(ask, part="Under pressure", terms=("expected score", "interval")),
        section="/skaters",
    )


def _effects(rows: Sequence[Mapping[str, Any]]) -> tuple[Chart, ...]:
    told = [row for row in rows if row["low"] is not None]
    if not told:
        return ()
    return (
        Chart(
            "pressure",
            "intervals",
            "Effect in points of the free program, with 95% intervals",
            " ".join(row["says"] for row in told),
            [
                {
                    "label": row["said"],
                    "value": row["effect"],
                    "low": row["low"],
                    "high": row["high"],
                    "n": row["n"],
                }
                for row in told
            ],
            {"unit": "signed", "less": "lower than expected", "more": "higher than expected"},
        ),
    )


ROUTES: Final = (
    Route("/skater/{skater}/form", trend),
    Route("/skater/{skater}/pressure", under_pressure),
)
