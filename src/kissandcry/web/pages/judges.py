"""How does a judge differ from the panel? All judges, one judge, one panel."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from kissandcry.archive import judges, keys
from kissandcry.web import addresses, controls
from kissandcry.web.ask import Ask
from kissandcry.web.page import Chart, Column, Page, Route, Table

_CHARTED: Final = 16  # judges in the picture, those with most segments first
_TERMS: Final = ("panel", "GOE", "components", "interval", "trimmed mean")
_SAYS: Final = (
    "A difference from the panel is no fault: whoever is right may stand alone. Intervals hold nine"
    " times in ten; q is the share of false alarms to expect among all judges with so small a q."
)
_SEASONS: Final = "SELECT DISTINCT season FROM segments WHERE id IN (SELECT segment FROM seats)"
_SEATS: Final = """
SELECT e.key AS event, e.name AS event_name, g.category, g.segment, g.day, s.seat
FROM seats s JOIN segments g ON g.id = s.segment JOIN events e ON e.id = g.event
JOIN judges j ON j.id = s.judge
WHERE j.key = ? ORDER BY g.day DESC, e.key, g.category, g.segment
"""


def everybody(ask: Ask) -> Page:
    """All judges against their panels."""
    season = _season(ask)
    which = controls.choice(ask, "discipline", "Discipline", controls.disciplines(every="All"))
    answer = judges.judges(ask.archive, season.value or None, which.value or None, ask.as_of)
    page = ask.number("page", 1, 1, controls.FARTHEST)
    rows = answer[ask.part(page)].to_dicts()
    for row in rows:
        row["low"], row["high"] = row["same_nation_low"], row["same_nation_high"]
        row["chance"] = _chance(row["same_nation_q"])
    columns = (
        Column("judge", "Judge", "judge", strong=True),
        Column("segments", "Segments", "number"),
        Column("goe_difference", "GOE", "signed", title="Mean difference of their grades"),
        Column("component_difference", "Components", "signed", title="Mean difference of marks"),
        Column("same_nation_performances", "Own nation", "number", title="Skates of their nation"),
        Column("same_nation_difference", "Difference", "signed", title="Points a skate"),
        Column("interval", "90% interval", "interval"),
        Column("chance", "q", "number", title="Share of false alarms to expect"),
    )
    hidden = tuple(
        Column(name, name)
        for name in (
            *("performances", "marks", "goe_spread", "component_spread", "points_difference"),
            *("same_nation_p", "same_nation_q", "same_nation_shrunk", "says"),
        )
    )
    return Page(
        title="Judges",
        answer=answer.sentence,
        template=controls.TEMPLATE,
        charts=_nations(rows),
        tables=(
            Table(
                "judges",
                "Judges against the rest of their panels, those with most segments first",
                columns,
                rows,
                empty="No judge can be named here.",
                hidden=hidden,
                kind="wide",
                count=answer.height,
            ),
        ),
        pager=controls.pager(
            ask, "/judges", page, answer.height, season=season.value, discipline=which.value
        ),
        coverage=answer.coverage.sentence,
        sources=(_SAYS,) if rows else (),
        more=controls.more(ask, season, which, terms=_TERMS),
        section="/judges",
    )


def _season(ask: Ask) -> controls.Choice:
    """All seasons, or one; an earlier one is answered by why nothing can be said."""
    rows = ask.archive.remembered(
        f"{__name__} seasons", lambda: ask.archive.rows(f"{_SEASONS} ORDER BY season DESC")
    )
    options = [("", "All"), *((row["season"], row["season"]) for row in rows)]
    asked = ask.text("season", limit=7)
    if asked not in dict(options):
        options.append((asked, asked))
    return controls.Choice("season", "Season", options, asked)


def _chance(value: float | None) -> str:
    return "" if value is None else "< 0.01" if value < 0.01 else f"{value:.2f}"


def _nations(rows: Sequence[Mapping[str, Any]]) -> tuple[Chart, ...]:
    told = [row for row in rows if row["low"] is not None][:_CHARTED]
    if not told:
        return ()
    return (
        Chart(
            "nations",
            "intervals",
            "Skaters of the judge's own nation: difference from the panel, points a skate",
            f"The {len(told)} judges of this page with most segments among those who marked skaters"
            " of their own nation, each with the 90% interval; zero is as the panel marks them.",
            [
                {
                    "label": f"{row['name']} {row['nation']}",
                    "value": row["same_nation_difference"],
                    "low": row["low"],
                    "high": row["high"],
                    "n": row["same_nation_performances"],
                }
                for row in told
            ],
            {"unit": "signed", "less": "lower than the panel", "more": "higher than the panel"},
        ),
    )


def one(ask: Ask) -> Page:
    """One judge against the panels, by kind of element and by component."""
    season = _season(ask)
    key = ask.path["judge"]
    answer = judges.judge(ask.archive, key, season.value or None, ask.as_of)
    who = ask.archive.rows("SELECT key AS judge, name, nation FROM judges WHERE key = ?", [key])[0]
    rows = answer.to_dicts()
    for row in rows:
        row["said"] = _part(row)
    return Page(
        title=who["name"],
        kicker=f"Judge · {who['nation']}" if who["nation"] else "Judge",
        answer=answer.sentence,
        template=controls.TEMPLATE,
        crumbs=(("Judges", "/judges"),),
        charts=_parts(rows),
        tables=(
            Table(
                "parts",
                "Difference from the rest of the panel",
                (
                    Column("said", "Of what", strong=True),
                    Column("segments", "Segments", "number"),
                    Column("marks", "Marks", "number"),
                    Column("difference", "Difference", "signed"),
                    Column("interval", "90% interval", "interval"),
                    Column("spread", "Spread", "points", title="Standard deviation of one mark"),
                ),
                rows,
                empty="Nothing can be said of this judge.",
                hidden=(Column("kind", "Kind"), Column("part", "Part")),
            ),
            _seats(ask, key),
        ),
        coverage=answer.coverage.sentence,
        sources=(_SAYS,) if rows else (),
        more=controls.more(ask, season, terms=_TERMS),
        section="/judges",
    )


def _part(row: Mapping[str, Any]) -> str:
    """What a row is about, with its unit."""
    part = row["part"].replace("_", " ")
    if row["kind"] == "same nation":
        unit = {"points": "points a skate", "goe": "grades"}.get(part, "marks of components")
        return f"Own nation, {unit}"
    if row["kind"] == "goe":
        return f"GOE: {part}"
    return str(part).capitalize()


def _parts(rows: Sequence[Mapping[str, Any]]) -> tuple[Chart, ...]:
    """Two pictures, since grades and marks are not points."""
    charts = []
    for key, kinds, title in (
        ("marks", ("goe", "component"), "Grades and marks: difference from the panel"),
        ("nation", ("same nation",), "Skaters of the same nation: difference from the panel"),
    ):
        told = [row for row in rows if row["kind"] in kinds and row["low"] is not None]
        told = [row for row in told if key == "marks" or row["part"] == "points"]
        if told:
            text = "; ".join(f"{row['said']} {row['difference']:+.2f}" for row in told)
            charts.append(
                Chart(
                    key,
                    "intervals",
                    f"{title}, with 90% intervals",
                    f"{text}.".replace("-", "\N{MINUS SIGN}"),
                    [
                        {
                            "label": row["said"],
                            "value": row["difference"],
                            "low": row["low"],
                            "high": row["high"],
                            "n": row["marks"],
                        }
                        for row in told
                    ],
                    {"unit": "signed", "less": "lower", "more": "higher"},
                )
            )
    return tuple(charts)


def _seats(ask: Ask, judge: str) -> Table:
    known = ask.archive.rows(_SEATS, [judge])
    rows = known[ask.part()]
    for row in rows:
        row["what"] = _category(row["category"], row["segment"])
        row["panel"] = addresses.panel(row["event"], row["category"], row["segment"])
    return Table(
        "seats",
        "Panels, the latest first",
        (
            Column("event", "Event", "event"),
            Column("what", "Segment", link="panel"),
            Column("seat", "Seat", "number"),
            Column("day", "Day", "day"),
        ),
        rows,
        empty="The papers known here do not name this judge's column.",
        hidden=(Column("category", "Category"), Column("segment", "Segment")),
        count=len(known),
    )


def _category(category: str, segment: str) -> str:
    return f"{category.replace('-', ' ').capitalize()}, {controls.segment_words(segment).lower()}"


def panel(ask: Ask) -> Page:
    """One panel: marks that changed a placement, and what the trimmed mean removed."""
    event, category = ask.path["event"], ask.path["category"]
    segment = addresses.word(ask.path["segment"])
    name = keys.event(ask.archive, event).name
    moved = judges.moved(ask.archive, event, category, segment)
    trimmed = judges.trimmed(ask.archive, event, category, segment)
    untrimmed = judges.untrimmed(ask.archive, event, category, segment)
    return Page(
        title=f"The panel at {name}",
        kicker=_category(category, segment),
        answer=moved.sentence,
        template=controls.TEMPLATE,
        crumbs=(
            ("Events", "/events"),
            (name, addresses.event(event)),
            ("Segment", addresses.segment(event, category, segment)),
        ),
        tables=_of_panel(ask, moved.to_dicts(), trimmed.to_dicts(), untrimmed.to_dicts()),
        sources=tuple(dict.fromkeys((trimmed.sentence, untrimmed.sentence, _SAYS))),
        more=controls.more(ask, dated=False, terms=_TERMS),
        section="/judges",
    )


def _of_panel(
    ask: Ask,
    moved: list[dict[str, Any]],
    trimmed: list[dict[str, Any]],
    untrimmed: list[dict[str, Any]],
) -> tuple[Table, ...]:
    for row in (*moved, *trimmed):
        row["of"] = " ".join(one for one in (row["judge_name"], row["judge_nation"]) if one)
        row["address"] = addresses.judge(row["judge"]) if row["judge"] else ""
    judge = Column("of", "Judge", link="address", strong=True)
    return (
        Table(
            "moved",
            "Marks that changed a placement: the place without one judge",
            (
                Column("seat", "Seat", "number"),
                judge,
                Column("skater", "Skater", "skater"),
                Column("place", "Place", "number"),
                Column("place_without", "Without", "number", strong=True),
                Column("score", "Score", "points"),
                Column("score_without", "Without", "points"),
                Column("same_nation", "Same nation", "flag"),
            ),
            moved[ask.part()],
            empty="No placement hangs on the marks of one judge.",
            hidden=(Column("judge", "Judge"), Column("alone", "Alone", "flag")),
            count=len(moved),
        ),
        Table(
            "trimmed",
            "What the trimmed mean removed",
            (
                Column("seat", "Seat", "number"),
                judge,
                Column("marks", "Marks", "number"),
                Column("highest", "As the highest", "points"),
                Column("lowest", "As the lowest", "points"),
                Column("deleted", "Removed", "share", strong=True),
            ),
            trimmed,
            empty="The columns of this paper do not name judges.",
            hidden=(Column("judge", "Judge"),),
        ),
        Table(
            "untrimmed",
            "The result with all marks counted",
            (
                Column("place", "Place", "number"),
                Column("skater", "Skater", "skater"),
                Column("score", "Score", "points"),
                Column("score_untrimmed", "All marks", "points"),
                Column("difference", "Difference", "signed"),
                Column("place_untrimmed", "Place then", "number", strong=True),
            ),
            untrimmed,
            empty="The columns of this paper do not name judges.",
        ),
    )


ROUTES: Final = (
    Route("/judges", everybody),
    Route("/judge/{judge}", one),
    Route("/panel/{event}/{category}/{segment}", panel),
)
