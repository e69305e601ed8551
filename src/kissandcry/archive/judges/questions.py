"""Each judge against the panel: all of them, and one by element and component."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import polars as pl

from kissandcry.archive import keys
from kissandcry.archive.answer import Answer, Coverage
from kissandcry.archive.judges import sentences
from kissandcry.archive.judges.nations import named_since, unnamed
from kissandcry.archive.judges.statistics import (
    Effect,
    clustered,
    effect,
    false_discovery,
    shrunk,
)
from kissandcry.archive.store import Archive, remembered
from kissandcry.core import NotInArchive, first_day, season_of

CHANCE: Final = 0.1  # q values up to this are called beyond chance

_CHOSEN: Final = """
    ($1::VARCHAR IS NULL OR g.season = $1) AND ($2::VARCHAR IS NULL OR g.discipline = $2)
    AND ($3::DATE IS NULL OR g.day <= $3)
"""
_EFFECTS: Final = ", ".join(
    f"sum({name}_own) AS {name}_own, sum({name}_variance) AS {name}_variance,"
    f" sum({name}_variance * {name}_variance / nullif(freedom, 0)) AS {name}_uncertain"
    for name in ("points", "goe", "component")
)
_SPREAD: Final = "sum(s.{0}_squares) AS {0}_squares, sum(s.{0}_sum) AS {0}_sum"
_JUDGES: Final = f"""
SELECT j.key AS judge, j.name, coalesce(mode(s.nation) FILTER (WHERE s.nation <> ''), '') AS nation,
    count(*) AS segments, sum(s.performances) AS performances,
    sum(s.goe_marks) AS goe_marks, sum(s.component_marks) AS component_marks,
    {_SPREAD.format("goe")}, {_SPREAD.format("component")}, sum(s.points_sum) AS points_sum,
    sum(s.own) AS own, sum(s.weight) AS weight, {_EFFECTS}
FROM seats s JOIN segments g ON g.id = s.segment JOIN judges j ON j.id = s.judge
WHERE {_CHOSEN}
GROUP BY j.id, j.key, j.name
"""
_PARTS: Final = f"""
SELECT kind, part, count(*) AS segments, sum(marks) AS marks, sum(total) AS total,
    sum(squares) AS squares, sum(total * total) AS totals, sum(total * marks) AS products,
    sum(marks * marks) AS counts
FROM seat_parts s JOIN segments g ON g.id = s.segment
WHERE {_CHOSEN} AND s.judge = $4
GROUP BY kind, part ORDER BY kind DESC, marks DESC
"""
# Events of the days when columns name judges, and how many of their segments have a panel.
_KNOWN: Final = f"""
SELECT e.key, count(*) AS segments, count(s.segment) AS named
FROM segments g JOIN events e ON e.id = g.event
LEFT JOIN (SELECT DISTINCT segment FROM seats) s ON s.segment = g.id
WHERE g.day >= $4 AND {_CHOSEN} GROUP BY e.key, e.first_day ORDER BY e.first_day, e.key
"""
_ROW: Final[dict[str, Any]] = {
    "judge": pl.String,
    "name": pl.String,
    "nation": pl.String,
    "segments": pl.Int64,
    "performances": pl.Int64,
    "marks": pl.Int64,
    "goe_difference": pl.Float64,
    "goe_spread": pl.Float64,
    "component_difference": pl.Float64,
    "component_spread": pl.Float64,
    "points_difference": pl.Float64,
    "same_nation_performances": pl.Int64,
    "same_nation_difference": pl.Float64,
    "same_nation_low": pl.Float64,
    "same_nation_high": pl.Float64,
    "same_nation_p": pl.Float64,
    "same_nation_q": pl.Float64,
    "same_nation_shrunk": pl.Float64,
    "same_nation_goe": pl.Float64,
    "same_nation_component": pl.Float64,
    "says": pl.String,
}
_PART: Final[dict[str, Any]] = {
    "kind": pl.String,
    "part": pl.String,
    "segments": pl.Int64,
    "marks": pl.Int64,
    "difference": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "spread": pl.Float64,
}


@remembered
def judges(
    archive: Archive,
    season: str | None = None,
    discipline: str | None = None,
    as_of: date | None = None,
) -> Answer:
    """Every judge against the rest of the panel, those with the most segments first.

    A row a judge: `judge` (key), `name`, `nation`, `segments`, `performances`, `marks`;
    `goe_difference` and `component_difference` (mean of their mark less the mean of the others', in
    grades and in marks) with the standard deviation of single marks (`_spread`);
    `points_difference` (mean a performance). For skaters of their own nation, less the same for the
    others of the segment with equal scores (see `seats`): `same_nation_performances`,
    `same_nation_difference` in points a performance with its 90% interval, `same_nation_p`,
    `same_nation_q` (false discovery rate over the rows shown), `same_nation_shrunk` (few marks
    drawn towards all judges), and the same in grades and in marks; `says` says it in words. None
    where they marked nobody of their nation, or too few others. Empty before columns named
    judges: the sentence says why.
    """
    if refused := _refused(archive, season, as_of):
        return Answer.of(pl.DataFrame(schema=_ROW), refused, Coverage())
    chosen = None if discipline is None else str(keys.discipline(discipline))
    _, rows = _everybody(archive, season, chosen, as_of)
    rows = sorted(rows, key=lambda row: (-row["segments"], row["judge"]))
    known = _coverage(archive, season, chosen, as_of)
    return Answer.of(pl.DataFrame(rows, schema=_ROW), sentences.of_judges(rows, CHANCE), known)


def judge(
    archive: Archive, judge: str, season: str | None = None, as_of: date | None = None
) -> Answer:
    """One judge against the rest of the panel, by family of elements and by component.

    `kind` is "goe", "component" or "same nation" (there `part` is "points", "goe" or "component",
    and `marks` counts performances); `difference` with its 90% interval, in which the marks of one
    segment count as hanging together; `spread` of single marks. Raises `NotInArchive`.
    """
    id, name = _judge(archive, judge)
    if refused := _refused(archive, season, as_of):
        return Answer.of(pl.DataFrame(schema=_PART), refused, Coverage())
    rows = [_part(row) for row in archive.rows(_PARTS, [season, None, as_of, id])]
    whole = None
    # All of them, as in `judges`: q values and shrinkage hang on the other rows.
    for sums, every in zip(*_everybody(archive, season, None, as_of), strict=True):
        if sums["judge"] == judge:
            whole = every
            rows += _same_nation(sums)
    text = sentences.of_judge(name, whole, rows)
    known = _coverage(archive, season, None, as_of)
    return Answer.of(pl.DataFrame(rows, schema=_PART), text, known)


@remembered
def _everybody(
    archive: Archive, season: str | None, discipline: str | None, as_of: date | None
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The sums of all judges, and the rows that come of them."""
    sums = archive.rows(_JUDGES, [season, discipline, as_of])
    return sums, _rows(sums)


@remembered
def _coverage(
    archive: Archive, season: str | None, discipline: str | None, as_of: date | None
) -> Coverage:
    """Whose panels are known, of the events of this archive whose columns name judges."""
    rows = archive.rows(_KNOWN, [season, discipline, as_of, named_since()])
    named, segments = sum(row["named"] for row in rows), sum(row["segments"] for row in rows)
    known = tuple(row["key"] for row in rows if row["named"])
    since = season_of(named_since())
    text = (
        f"The panels of {named:,} of {segments:,} segments are known, in {len(known):,} of the"
        f" {len(rows):,} events that this archive holds from {since} on."
        if rows
        else f"This archive holds nothing from {since} on."
    )
    return Coverage(known, tuple(row["key"] for row in rows if not row["named"]), text)


def _refused(archive: Archive, season: str | None, as_of: date | None) -> str:
    """Why nothing can be said of judges then; empty where something can. Raises `NotInArchive` for
    what is no season."""
    since = named_since()
    start = None if season is None else first_day(season)
    if season is not None and start is None:
        raise NotInArchive(f"{season[:100]!r} is no season; a season is written 2016-17")
    (of_all,) = archive.rows("SELECT min(season) AS season, min(day) AS day FROM performances")
    if of_all["season"] is not None and season is not None and season < of_all["season"]:
        return f"Nothing of {season} is in this archive, which begins with {of_all['season']}."
    first = max(filter(None, (start, of_all["day"])), default=None)
    if as_of is not None and first is not None and as_of < first:
        return f"Nothing of {season or 'this archive'} was skated up to {as_of}."
    if (start is not None and start < since) or (as_of is not None and as_of < since):
        return unnamed().capitalize()
    return ""


def _judge(archive: Archive, key: str) -> tuple[int, str]:
    found = archive.rows("SELECT id, name FROM judges WHERE key = ?", [key])
    if found:
        return int(found[0]["id"]), str(found[0]["name"])
    near = archive.rows(
        "SELECT key, name FROM judges WHERE id IN (SELECT judge FROM seats)"
        " ORDER BY jaro_winkler_similarity(key, lower(?)) DESC, key LIMIT 3",
        [key[:200].replace(" ", "-")],
    )
    if not near:
        raise NotInArchive(f"no judge {key[:100]!r} is in this archive, which names none yet")
    names = ", ".join(f"{row['key']} ({row['name']})" for row in near)
    raise NotInArchive(f"no judge {key[:100]!r} is in this archive; the nearest are {names}")


def _rows(found: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = [_row(sums) for sums in found]
    sure: list[tuple[dict[str, Any], Effect]] = []
    for row, sums in zip(rows, found, strict=True):
        points = _effect(sums, "points")
        if points is not None:
            sure.append((row, points))
            row["same_nation_difference"] = points.estimate
            row["same_nation_low"], row["same_nation_high"] = points.low, points.high
            row["same_nation_p"] = points.p
            for name in ("goe", "component"):
                other = _effect(sums, name)
                row[f"same_nation_{name}"] = None if other is None else other.estimate
    effects = [one for _, one in sure]
    q_values = false_discovery([one.p for one in effects])
    for (row, _), q, drawn in zip(sure, q_values, shrunk(effects), strict=True):
        row["same_nation_q"], row["same_nation_shrunk"] = q, drawn
    for row in rows:
        row["says"] = sentences.says(row, CHANCE)
    return rows


def _row(sums: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(_ROW)
    for name in ("judge", "name", "nation"):
        row[name] = sums[name]
    row["segments"], row["performances"] = int(sums["segments"]), int(sums["performances"])
    row["marks"] = int(sums["goe_marks"] + sums["component_marks"])
    row["same_nation_performances"] = int(sums["own"])
    for name in ("goe", "component"):
        count = int(sums[f"{name}_marks"])
        if count:
            mean = sums[f"{name}_sum"] / count
            row[f"{name}_difference"] = mean
            row[f"{name}_spread"] = max(sums[f"{name}_squares"] / count - mean * mean, 0.0) ** 0.5
    if row["performances"]:
        row["points_difference"] = sums["points_sum"] / row["performances"]
    return row


def _effect(sums: dict[str, Any], name: str) -> Effect | None:
    variance, uncertain = sums[f"{name}_variance"], sums[f"{name}_uncertain"]
    freedom = variance * variance / uncertain if uncertain else 0.0
    return effect(sums[f"{name}_own"], sums["weight"], variance, freedom)


def _part(sums: dict[str, Any]) -> dict[str, Any]:
    count = int(sums["marks"])
    mean = sums["total"] / count
    around = clustered(
        count,
        sums["total"],
        sums["totals"],
        sums["products"],
        int(sums["counts"]),
        sums["segments"],
    )
    return {
        "kind": sums["kind"],
        "part": sums["part"],
        "segments": sums["segments"],
        "marks": count,
        "difference": mean,
        "low": None if around is None else around[1],
        "high": None if around is None else around[2],
        "spread": max(sums["squares"] / count - mean * mean, 0.0) ** 0.5,
    }


def _same_nation(sums: dict[str, Any]) -> list[dict[str, Any]]:
    rows = []
    for name in ("points", "goe", "component"):
        found = _effect(sums, name)
        if found is not None:
            rows.append(
                dict.fromkeys(_PART)
                | {"kind": "same nation", "part": name, "marks": int(sums["own"])}
                | {"difference": found.estimate, "low": found.low, "high": found.high}
            )
    return rows
