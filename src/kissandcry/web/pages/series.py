"""Who goes to the Final? The standings of the Grand Prix series."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from kissandcry.archive import Archive, series
from kissandcry.core import Level
from kissandcry.protocols.writers import words
from kissandcry.web import addresses, controls
from kissandcry.web.ask import Ask
from kissandcry.web.page import Chart, Column, Page, Route, Table

_CHARTED: Final = 12  # lines of a chart: the qualifiers, the alternates and those just behind
_EVENTS: Final = 12  # columns of events; no series has had so many
_LEVELS: Final = ((str(Level.SENIOR), "Senior"), (str(Level.JUNIOR), "Junior"))


def seasons(ask: Ask) -> Page:
    """The seasons of which this archive knows an event of the series."""
    rows = ask.archive.rows(
        "SELECT season, count(*) FILTER (kind = 'grand_prix') AS senior,"
        " count(*) FILTER (kind = 'junior_grand_prix') AS junior, '/series/' || season AS address"
        " FROM events WHERE kind IN ('grand_prix', 'junior_grand_prix')"
        " GROUP BY season ORDER BY season DESC"
    )
    count = len(rows)
    return Page(
        title="Grand Prix",
        answer=f"The series of {count} season{'s' * (count != 1)} is known here, whole or in part."
        if count
        else "No event of a Grand Prix is in this archive.",
        tables=(
            Table(
                "seasons",
                "Seasons, the latest first",
                (
                    Column("season", "Season", link="address", strong=True),
                    Column("senior", "Events of the Grand Prix", "number"),
                    Column("junior", "Events of the Junior Grand Prix", "number"),
                ),
                rows,
            ),
        ),
        section="/events",
    )


def standings(ask: Ask) -> Page:
    """The standings of one series, on a day."""
    season = ask.path["season"]
    which = controls.choice(
        ask, "discipline", "Discipline", controls.disciplines(), controls.DISCIPLINES[0]
    )
    level = controls.choice(ask, "level", "Level", _LEVELS, _LEVELS[0][0])
    answer = series.standings(ask.archive, season, which.value, ask.as_of, level=level.value)
    rows = answer.to_dicts()
    events = _events(ask.archive, {key for row in rows for key in row["events"]})[:_EVENTS]
    for row in rows:
        row["this"] = row["qualified"] == series.QUALIFIED
        for key, place in zip(row["events"], row["places"], strict=True):
            row[key] = _ordinal(place)
    name = "Junior Grand Prix" if level.value == Level.JUNIOR else "Grand Prix"
    return Page(
        title=f"{name} {season}",
        kicker=dict(which.options)[which.value],
        answer=answer.sentence,
        template=controls.TEMPLATE,
        crumbs=(("Events", "/events"), ("Grand Prix", "/series")),
        charts=(_chart(rows[:_CHARTED]),) if rows else (),
        tables=(_table(ask, rows, events),),
        coverage=answer.coverage.sentence,
        more=controls.more(
            ask,
            which,
            level,
            links=_others(ask, which.value, season),
            terms=("alternate",),
        ),
        section="/events",
    )


def _events(archive: Archive, keys: set[str]) -> list[dict[str, Any]]:
    return archive.rows(
        "SELECT key, name FROM events WHERE list_contains(?, key) ORDER BY first_day, key",
        [sorted(keys)],
    )


def _others(ask: Ask, discipline: str, season: str) -> list[tuple[str, str]]:
    """The seasons before and after."""
    rows = ask.archive.rows(
        "SELECT max(season) FILTER (season < $1) AS before,"
        " min(season) FILTER (season > $1) AS after FROM events WHERE kind = 'grand_prix'",
        [season],
    )
    return [
        (other, f"{addresses.series(other)}?discipline={discipline}")
        for other in rows[0].values()
        if other
    ]


def _table(ask: Ask, rows: Sequence[dict[str, Any]], events: Sequence[Mapping[str, Any]]) -> Table:
    columns = (
        Column("rank", "Place", "number", strong=True),
        Column("skater", "Skater", "skater"),
        Column("points", "Points", "number", strong=True),
        *(Column(one["key"], one["name"], title=f"Place in {one['name']}") for one in events),
        Column("total", "Scores", "points", title="The sum of the scores that count"),
        Column("qualified", "For the Final", "short"),
        *((Column("note", "Note"),) if any(row["note"] for row in rows) else ()),
    )
    return Table(
        "standings",
        "Standing: the place in each event, points for the places",
        columns,
        rows[ask.part()],
        hidden=(Column("skated_final", "Skated in the Final", "flag"),),
        kind="wide",
        count=len(rows),
    )


def _chart(rows: Sequence[Mapping[str, Any]]) -> Chart:
    best = rows[0]
    cut = [row for row in rows if row["qualified"] == series.QUALIFIED]
    text = f"{best['name']} leads with {best['points']} points"
    if cut:
        text += f"; {cut[-1]['name']} is the last to qualify, with {cut[-1]['points']}"
    return Chart(
        "points",
        "bars",
        "Points of the series",
        f"{text}. The qualifiers are in colour.",
        [
            {
                "label": row["name"],
                "part": "points",
                "value": row["points"],
                "note": " and ".join(_ordinal(place) for place in row["places"] if place),
                "who": "this" if row in cut or not cut else "other",
            }
            for row in rows
        ],
    )


def _ordinal(place: int | None) -> str:
    """Such as `1st`; the sign for nothing where a skater has no place."""
    if place is None:
        return words.MISSING
    ending = {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{'th' if place // 10 % 10 == 1 else ending}"


ROUTES: Final = (Route("/series", seasons), Route("/series/{season}", standings))
