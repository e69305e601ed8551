"""How is this skater doing, and is it normal? Form, bests and every skate of one skater."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from kissandcry.archive import form, keys, records, scores
from kissandcry.archive.coverage import coverage
from kissandcry.archive.events import calendar
from kissandcry.archive.overview import SkaterRow
from kissandcry.core import Discipline
from kissandcry.protocols.writers import words
from kissandcry.web import addresses, controls, skates
from kissandcry.web.ask import Ask
from kissandcry.web.page import Chart, Column, Page, Route, Table

_ROWS: Final = 50  # skates that the page shows at once
_CHARTED: Final = 48  # skates of a segment in the picture
_RIVALS: Final = 10
_SEASONS: Final = 12
_TERMS: Final = ("segment", "expected score", "interval", "season's best", "TES", "PCS", "GOE")
_PARTNERS: Final = """
WITH own AS (SELECT unnest(members) AS id FROM skaters WHERE id = $skater),
others AS (
    SELECT k.id, k.key, k.name, k.nation, k.discipline, own.id AS person
    FROM skaters k JOIN own ON list_contains(k.members, own.id) WHERE k.id <> $skater
)
SELECT o.key AS skater, o.name, o.nation, o.discipline, p.key AS person, p.name AS of,
    min(f.day) AS first_day, max(f.day) AS last_day, count(f.id) AS performances
FROM others o JOIN people p ON p.id = o.person
LEFT JOIN performances f ON f.skater = o.id
GROUP BY ALL ORDER BY last_day DESC
"""
_MET: Final = """
WITH mine AS (SELECT segment, rank FROM performances WHERE skater = $skater AND day <= $day)
SELECT k.key AS skater, k.name, k.nation, count(*) AS meetings,
    count(*) FILTER (mine.rank < p.rank) AS ahead, count(*) FILTER (mine.rank > p.rank) AS behind
FROM mine JOIN performances p ON p.segment = mine.segment AND p.skater <> $skater
JOIN skaters k ON k.id = p.skater
GROUP BY k.key, k.name, k.nation ORDER BY meetings DESC, k.key LIMIT $top
"""


def skater(ask: Ask) -> Page:
    """Form first, then the bests and every skate."""
    who = keys.skater(ask.archive, ask.path["skater"])
    path = addresses.skater(who.key)
    rows = skates.of_skater(ask.archive, who.id, who.key, ask.as_of)
    state, said = form.history(ask.archive, who, ask.as_of)
    best = records.best_rows(ask.archive, who, ask.as_of)
    page = ask.number("page", 1, 1, controls.FARTHEST)
    return Page(
        title=who.name,
        kicker=_kicker(who, rows),
        answer=said,
        template="skater.html",
        crumbs=(("Skaters", "/skaters"),),
        figures=_figures(best),
        charts=_chart(rows, state),
        tables=(*_bests(ask, best), _all(rows[ask.part(page, _ROWS)], len(rows))),
        pager=controls.pager(ask, path, page, len(rows), _ROWS),
        more=controls.more(ask, sections=_sections(ask, path), terms=_TERMS),
        section="/skaters",
    )


def _kicker(who: SkaterRow, rows: Sequence[Mapping[str, Any]]) -> str:
    said = [words.DISCIPLINES[Discipline(who.discipline)], who.nation]
    if rows:
        seasons = sorted({row["season"] for row in (rows[0], rows[-1])})
        said.append(" to ".join(seasons))
    return " · ".join(one for one in said if one)


def _sections(ask: Ask, path: str) -> tuple[controls.Section, ...]:
    return tuple(
        controls.Section(controls.asked(ask, f"{path}/{part}"), title, says)
        for part, title, says in (
            ("form", "Form, skate by skate", "The trend, and how unusual each score was."),
            ("elements", "Elements", "What each is worth, and what goes wrong how often."),
            ("programs", "Components and stamina", "Against the field; the second half."),
            ("pressure", "Under pressure", "After a lead, skating last, at championships."),
            ("company", "Partners and rivals", "Other careers, and who they meet most often."),
            ("events", "Which events this rests on", "What this archive knows, and what it lacks."),
        )
    )


def _figures(best: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, str], ...]:
    """The personal bests in the grades of execution of today's, or the last, rules."""
    own = [row for row in best if row["best"] == "personal" and row["level"] == "senior"]
    own = own or [row for row in best if row["best"] == "personal"]
    grades = max((row["grades"] for row in own), default=0)
    return tuple(
        (f"Best {records.segment_title(row['segment'])}", f"{row['score']:.2f}")
        for row in own
        if row["grades"] == grades
    )


def _chart(
    rows: Sequence[Mapping[str, Any]], state: Sequence[Mapping[str, Any]]
) -> tuple[Chart, ...]:
    """Each score, with what was expected of it; those outside the interval are told."""
    expected = {(row["event"], row["category"], row["segment"]): row for row in state}
    data = skates.charted(rows, _CHARTED)
    if not data:
        return ()
    unusual = 0
    for point in data:
        row = expected.get(point.pop("key"))
        if row is None:
            continue
        point |= {name: row[name] for name in ("expected", "low", "high")}
        if row["verdict"] != "normal":
            unusual += 1
            point |= {"label": point["title"], "weight": 1 - row["surprise"]}
    text = f"{len(data)} scores in the order they were skated"
    if expected:
        text += (
            ", each with what was expected before it (the line) and where nine of ten were to be"
            f" expected (the band); {unusual or 'none'} unusual, ringed, and named where there is"
            " room"
        )
    return (Chart("form", "scores", "Form", f"{text}.", data),)


def _bests(ask: Ask, best: Sequence[dict[str, Any]]) -> tuple[Table, Table]:
    for row in best:
        row["what"] = records.segment_title(row["segment"]).capitalize()
        if row["level"] != "senior":
            row["what"] = f"{row['level'].replace('_', ' ').capitalize()} {row['what'].lower()}"
        row["signs"] = f"\N{MINUS SIGN}{row['grades']} to +{row['grades']}"
    return (
        Table(
            "bests",
            "Personal bests",
            (
                Column("what", "What"),
                Column("score", "Score", "points", strong=True),
                Column("signs", "Grades"),
                Column("event", "Event", "event"),
            ),
            [row for row in best if row["best"] == "personal"],
            empty="No score that counts is known here.",
            hidden=(
                Column("day", "Day"),
                Column("category", "Category"),
                Column("segment", "Segment"),
                Column("level", "Level"),
            ),
        ),
        _seasons(ask, [row for row in best if row["best"] == "season"]),
    )


def _seasons(ask: Ask, best: Sequence[Mapping[str, Any]]) -> Table:
    """A row a season, a column for what is scored, each score with a link to its event."""
    first = sorted(best, key=lambda row: (row["segment"] in scores.TOTALS, row["day"]))
    names = list(dict.fromkeys(row["what"] for row in first))
    rows: dict[str, dict[str, Any]] = {}
    for row in best:
        season = rows.setdefault(row["season"], {"season": row["season"]})
        season |= {
            row["what"]: row["score"],
            f"{row['what']} at": addresses.category(row["event"], row["category"]),
        }
    return Table(
        "seasons",
        "Season's bests",
        (
            Column("season", "Season"),
            *(Column(name, name, "points", link=f"{name} at") for name in names),
        ),
        list(rows.values())[ask.part(rows=_SEASONS)],
        empty="No score that counts is known here.",
        count=len(rows),
    )


def _all(shown: list[dict[str, Any]], count: int) -> Table:
    return Table(
        "skates",
        "Every skate, the latest first",
        skates.columns(shown),
        shown,
        empty="No skate is known here by that day.",
        hidden=skates.HIDDEN,
        count=count,
    )


def company(ask: Ask) -> Page:
    """Other careers of the same people, whom they meet most often, and the records they hold."""
    who = keys.skater(ask.archive, ask.path["skater"])
    partners = ask.archive.rows(_PARTNERS, {"skater": who.id})
    day = ask.as_of or date.max
    met = ask.archive.rows(_MET, {"skater": who.id, "day": day, "top": _RIVALS})
    for row in met:
        row["compare"], row["words"] = addresses.compare(who.key, row["skater"]), "side by side"
    for row in partners:
        row["what"] = words.DISCIPLINES[Discipline(row["discipline"])]
        row["careers"] = addresses.person(row["person"])
    said = "No other career of the same people is known here."
    if partners:
        said = f"Other careers: {', '.join(row['name'] for row in partners)}."
    if met:
        said += f" The most frequent rival is {met[0]['name']}, in {met[0]['meetings']} segments."
    return Page(
        title=f"Partners and rivals of {who.name}",
        answer=said,
        template=controls.TEMPLATE,
        crumbs=(("Skaters", "/skaters"), (who.name, addresses.skater(who.key))),
        tables=(
            Table(
                "rivals",
                "Whom they meet most often",
                (
                    Column("skater", "Skater", "skater", strong=True),
                    Column("meetings", "Segments", "number"),
                    Column("ahead", "Ahead", "number", title=f"{who.name} ahead"),
                    Column("behind", "Behind", "number", title=f"{who.name} behind"),
                    Column("words", "Compare", link="compare"),
                ),
                met,
                empty="They met nobody in this archive.",
            ),
            Table(
                "partners",
                "Other careers of the same people",
                (
                    Column("skater", "Skater", "skater", strong=True),
                    Column("what", "Discipline"),
                    Column("of", "Who", link="careers"),
                    Column("performances", "Skates", "number"),
                    Column("first_day", "First", "day"),
                    Column("last_day", "Latest", "day"),
                ),
                partners,
                empty="None is known here.",
            ),
        ),
        more=controls.more(ask, part="Partners and rivals"),
        section="/skaters",
    )


def events(ask: Ask) -> Page:
    """Which events of this skater's seasons are known here, and which are missing."""
    who = keys.skater(ask.archive, ask.path["skater"])
    known = coverage(
        ask.archive, discipline=who.discipline, level=None, skater=who.key, as_of=ask.as_of
    )
    expected = calendar()
    rows = [
        {"event": key, "event_name": expected[key].name, "day": expected[key].first_day}
        for key in known.missing
    ]
    return Page(
        title=f"Events of {who.name}",
        answer=known.sentence,
        template=controls.TEMPLATE,
        crumbs=(("Skaters", "/skaters"), (who.name, addresses.skater(who.key))),
        tables=(
            Table(
                "missing",
                "Events of these seasons that this archive lacks",
                (Column("event_name", "Event"), Column("day", "First day", "day")),
                controls.glance(ask, rows[ask.part()]),
                empty="None is missing.",
                hidden=(Column("event", "Event"),),
            ),
        ),
        more=controls.more(ask, part="Which events this rests on"),
        section="/skaters",
    )


ROUTES: Final = (
    Route("/skater/{skater}/events", events),
    Route("/skater/{skater}", skater),
    Route("/skater/{skater}/company", company),
)
