"""What was best? Bests of a skater, highest scores, and how the records of this archive fell.

Scores given in grades from -3 to +3 and from -5 to +5 have records of their own, and so has each
segment by its name. Which scores count stands in `scores`. An equal score breaks no record; who
broke it first on one day is told by the starting order.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import polars as pl

from kissandcry.archive import finals, keys
from kissandcry.archive.answer import Answer, Coverage
from kissandcry.archive.coverage import coverage
from kissandcry.archive.overview import EventRow, SkaterRow, overview
from kissandcry.archive.results import many
from kissandcry.archive.rows import said
from kissandcry.archive.scores import (
    EVERY,
    SCORES,
    TOTAL,
    TOTAL_ORIGINAL,
    TOTALS,
    Asked,
    asked,
    disqualified,
    of_skater,
)
from kissandcry.archive.store import Archive, remembered
from kissandcry.core import Discipline, Level, NotInArchive, Segment
from kissandcry.notation import parse
from kissandcry.protocols.skate_file import words
from kissandcry.protocols.skate_file.words import listed
from kissandcry.protocols.writers.words import MINUS, SEGMENTS, long_date

Query = tuple[str, dict[str, Any]]

TOP: Final = 50
_POSSESSIVE: Final = {
    Discipline.MEN: "men's",
    Discipline.WOMEN: "women's",
    Discipline.PAIRS: "pairs'",
    Discipline.ICE_DANCE: "ice dance",
    Discipline.SYNCHRONIZED: "synchronized skating",
}
_TITLES: Final = {TOTAL: "total", TOTAL_ORIGINAL: "total with original dance"}
_DISCIPLINES: Final = f"[{', '.join(repr(str(one)) for one in Discipline)}]"
_ORDER: Final = f"[{', '.join(repr(str(one)) for one in (*Segment, *_TITLES))}]"
_CLOSING: Final = ", ".join(repr(str(one)) for one in sorted(finals.CLOSING))


def bests(
    archive: Archive,
    skater: str,
    as_of: date | None = None,
    *,
    by: str = "tss",
    national: bool = False,
) -> Answer:
    """The personal and the season's bests of a skater, by segment and total.

    Columns: `best` ("personal" or "season"), `season`, `level`, `grades`, `segment`, `score`,
    `day`, `event`, `event_name`, `category`. Of equal scores the first counts. Raises
    `NotInArchive`.
    """
    who = keys.skater(archive, skater)
    if by not in SCORES:
        raise NotInArchive(f"{by[:100]!r} is no score to rank by; there are {listed(SCORES)}")
    rows = best_rows(archive, who, as_of, by=by, national=national)
    known = coverage(archive, discipline=who.discipline, level=None, skater=who.key, as_of=as_of)
    return Answer.of(pl.DataFrame(rows, schema=_BESTS), _bests_said(who, rows), known)


_BESTS: Final = {
    "best": pl.String(),
    "season": pl.String(),
    "level": pl.String(),
    "grades": pl.UInt8(),
    "segment": pl.String(),
    "score": pl.Decimal(9, 2),
    "day": pl.Date(),
    "event": pl.String(),
    "event_name": pl.String(),
    "category": pl.String(),
}


def best_rows(
    archive: Archive,
    who: SkaterRow,
    as_of: date | None = None,
    *,
    by: str = "tss",
    national: bool = False,
) -> list[dict[str, Any]]:
    """The rows of `bests`."""
    events = overview(archive).events
    best: dict[tuple[Any, ...], dict[str, Any]] = {}
    scores = of_skater(archive, who.id, by=by, national=national, as_of=as_of)
    for one in sorted(scores, key=lambda row: (-row["score"], row["day"], row["category"])):
        kind = (one["grades"], one["level"], one["segment"])
        best.setdefault(("personal", "", *kind), one)
        best.setdefault(("season", one["season"], *kind), one)
    order = [*Segment, *_TITLES]
    found = sorted(best.items(), key=lambda item: order.index(item[1]["segment"]))
    found.sort(key=lambda item: (item[0][1], item[0][2], item[0][3]), reverse=True)
    found.sort(key=lambda item: item[0][0])
    return [_best_row(key[0], one, events[one["event"]]) for key, one in found]


def _best_row(best: str, one: dict[str, Any], event: EventRow) -> dict[str, Any]:
    names = ("season", "level", "grades", "segment", "score", "day", "category")
    row = {name: one[name] for name in names}
    return {"best": best, **row, "event": event.key, "event_name": event.name}


def _bests_said(who: SkaterRow, best: Sequence[dict[str, Any]]) -> str:
    rows = [row for row in best if row["best"] == "personal"]
    if not rows:
        return f"No score of {who.name} that counts is in this archive."
    first = next((row for row in rows if row["segment"] in _TITLES), rows[0])
    return (
        f"The best {segment_title(first['segment'])} of {who.name} is {first['score']}, at"
        f" {first['event_name']} on {long_date(first['day'])}."
    )


def highest_query(what: Asked, *, each: bool = False, top: int = TOP, skip: int = 0) -> Query:
    """The SQL of `highest`, and its values."""
    scores, values = what.sql()
    one = "part" if what.every_part else "skater" if each else ""
    ahead = "0"
    if skip:
        ahead = f"(SELECT count({f'DISTINCT {one}' if one else '*'}) FROM scores, first"
        ahead += " WHERE scores.score > first.score)"
    sql = _HIGHEST.format(
        scores=scores,
        page=_EACH.format(one=one) if one else _PAGE,
        ahead=ahead,
        code="c.code" if what.element is not None else "''",
        segment=_segment_column(what),
    )
    return sql, {**values, "top": top, "skip": skip}


_PAGE: Final = "SELECT * FROM scores ORDER BY score DESC, day, performance LIMIT $top OFFSET $skip"
_EACH: Final = """
SELECT s.* FROM scores s JOIN (
    SELECT {one}, max(score) AS score FROM scores GROUP BY {one}
    ORDER BY score DESC, {one} LIMIT $top OFFSET $skip
) b USING ({one}, score)
QUALIFY row_number() OVER (PARTITION BY s.{one} ORDER BY s.day, s.performance) = 1
"""
# Whoever is level with the first of a page has the rank of all who are; behind them a rank is the
# number of those before.
_HIGHEST: Final = """
WITH scores AS ({scores}), page AS ({page}), first AS (SELECT max(score) AS score FROM page)
SELECT (if(c.score = first.score, {ahead}, $skip + rank() OVER (ORDER BY c.score DESC) - 1)
        + 1)::INTEGER AS rank,
    k.key AS skater, k.name, p.nation, c.score, {code} AS element, c.day, e.key AS event,
    e.name AS event_name, p.category, {segment} AS segment
FROM page c, first, performances p, skaters k, events e
WHERE p.id = c.performance AND k.id = c.skater AND e.id = p.event
ORDER BY c.score DESC, c.day, k.key, e.key
"""


def _segment_column(what: Asked) -> str:
    """The segment of a score `c` of a performance `p`: a total stands for several."""
    if "segment" in what.group:
        return "c.segment"
    return f"'{what.segment}'" if what.segment in TOTALS else "p.segment_name"


@remembered
def highest(
    archive: Archive,
    discipline: str,
    segment: str = TOTAL,
    *,
    grades: int | None = None,
    level: str = "senior",
    by: str = "tss",
    season: str | None = None,
    national: bool = False,
    each: bool = False,
    top: int = TOP,
    skip: int = 0,
    as_of: date | None = None,
) -> Answer:
    """The highest scores of a segment, or of the total.

    `segment` is one of the sport's or `scores.TOTALS`; `grades` 3 or 5 (the latest by default);
    `by` tss, tes or pcs; `each`: the best of each skater only. Columns: `rank`, `skater`, `name`,
    `nation`, `score`, `element` (its code, empty here), `day`, `event`, `event_name`, `category`,
    `segment`. Raises `NotInArchive`.
    """
    what = asked(
        archive,
        discipline,
        segment,
        grades=grades,
        level=level,
        by=by,
        season=season,
        national=national,
        as_of=as_of,
    )
    return _highest(archive, what, each=each, top=top, skip=skip)


def _highest(archive: Archive, what: Asked, *, each: bool, top: int, skip: int) -> Answer:
    frame = archive.frame(*highest_query(what, each=each, top=top, skip=skip))
    if frame.height and not skip:
        best = frame.row(0, named=True)
        text = (
            f"The highest {heading(what)} is {best['score']}, by {best['name']}"
            f" ({best['nation']}) at {best['event_name']} on {long_date(best['day'])}."
        )
    else:
        more = " more" if skip and not frame.height else ""
        text = f"The archive holds no{more} {heading(what)}." if not frame.height else ""
    return Answer.of(frame, text, _known(archive, what))


def progression_query(what: Asked, *, holder: int | None = None, standing: bool = False) -> Query:
    """The SQL of `progression`, and its values; only what one `holder` held, or what stands."""
    scores, values = what.sql()
    where = "WHERE c.until IS NULL" if standing else ""
    if holder is not None:
        where, values = "WHERE c.skater = $holder", {**values, "holder": holder}
    sql = _PROGRESSION.format(
        scores=scores,
        group="".join(f"{name}, " for name in what.group),
        position="s.position" if what.of_parts else "0",
        code="c.code" if what.element is not None else "''",
        segment=_segment_column(what),
        where=where,
        closing=_CLOSING,
        disciplines=_DISCIPLINES,
        series=f"list_position({_ORDER}, c.segment), " if "segment" in what.group else "",
    )
    return sql, values


# First the days on which a record fell, by the best of each day; then the skates of these days in
# order of time, as far as the papers tell it: where they print no starting number, the best counts
# as the first.
_PROGRESSION: Final = """
WITH scores AS ({scores}),
daily AS (SELECT {group}day, max(score) AS best FROM scores GROUP BY ALL),
running AS (
    SELECT *, max(best) OVER (PARTITION BY {group}true ORDER BY day
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
    FROM daily
),
fell AS (SELECT * FROM running WHERE before IS NULL OR best > before),
near AS (
    SELECT s.*, max(s.score) OVER (PARTITION BY {group}s.day ORDER BY e.key, p.category,
        p.segment_name IN ({closing}), p.starting_number NULLS LAST,
        if(p.starting_number IS NULL, -s.score, 0), p.position, {position}
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS earlier
    FROM scores s JOIN fell f USING ({group}day) JOIN performances p ON p.id = s.performance
    JOIN events e ON e.id = p.event
    WHERE f.before IS NULL OR s.score > f.before
),
broke AS (
    SELECT *, lag(score) OVER held AS previous_score, lag(skater) OVER held AS previous,
        day - lag(day) OVER held AS days_held, lead(day) OVER held AS until,
        lead(skater) OVER held AS next
    FROM near WHERE earlier IS NULL OR score > earlier
    WINDOW held AS (PARTITION BY {group}true ORDER BY day, score)
)
SELECT c.day, k.key AS skater, k.name, p.nation, c.score, {code} AS element, e.key AS event,
    e.name AS event_name, p.category, p.discipline, p.level, p.grades, {segment} AS segment,
    c.previous_score, b.key AS previous_skater, b.name AS previous_name,
    c.days_held::INTEGER AS days_held, c.until, n.key AS next_skater, n.name AS next_name
FROM broke c JOIN performances p ON p.id = c.performance JOIN skaters k ON k.id = c.skater
JOIN events e ON e.id = p.event
LEFT JOIN skaters b ON b.id = c.previous LEFT JOIN skaters n ON n.id = c.next
{where}
ORDER BY list_position({disciplines}, p.discipline), p.level DESC, p.grades, {series}c.day,
    c.score
"""


@remembered
def progression(
    archive: Archive,
    discipline: str,
    segment: str | None = None,
    *,
    grades: int | None = None,
    level: str = "senior",
    by: str | None = None,
    element: str | None = None,
    component: str | None = None,
    national: bool = False,
    as_of: date | None = None,
) -> Answer:
    """Every time the record fell, in order of time: of a segment or the total (the default), of an
    `element` (its name, such as 4T+3T; `by` panel_score or goe) or of a `component`.

    Columns: `day`, `skater`, `name`, `nation`, `score`, `element` (its code), `event`,
    `event_name`, `category`, `segment`, `level`, `grades`; who held the record before:
    `previous_score`, `previous_skater`, `previous_name` and for how many `days_held`; and `until`
    when and by whom it was broken: `next_skater`, `next_name` (null while it stands). Of elements
    and components all segments are one where none is asked for. Raises `NotInArchive`.
    """
    part = element is not None or component is not None
    what = asked(
        archive,
        discipline,
        segment if segment is not None or part else TOTAL,
        grades=grades,
        level=level,
        by=by or ("panel_score" if part else "tss"),
        element=None if element is None else element_name(element),
        component=None if component is None else component_name(component),
        national=national,
        as_of=as_of,
    )
    frame = archive.frame(*progression_query(what))
    return Answer.of(frame, _fell(what, frame), _known(archive, what))


def _fell(what: Asked, frame: pl.DataFrame) -> str:
    if not frame.height:
        return f"The archive holds no {heading(what)}."
    best = frame.row(-1, named=True)
    text = (
        f"The highest {heading(what)} in this archive is {best['score']}, by {best['name']}"
        f" ({best['nation']}) at {best['event_name']} on {long_date(best['day'])}"
    )
    if best["previous_name"] is None:
        return f"{text}."
    times = {2: "once", 3: "twice"}.get(frame.height, f"{frame.height - 1} times")
    days = best["days_held"]
    held = f"for {many(days, 'day')}" if days else "earlier on that day"
    return (
        f"{text}. The record fell {times}; before, {best['previous_name']} held it with"
        f" {best['previous_score']} {held}."
    )


@remembered
def elements(
    archive: Archive,
    discipline: str,
    *,
    name: str | None = None,
    segment: str | None = None,
    grades: int | None = None,
    level: str = "senior",
    by: str = "panel_score",
    national: bool = False,
    top: int = TOP,
    skip: int = 0,
    as_of: date | None = None,
) -> Answer:
    """The highest scores (or with `by` "goe" grades of execution) of the element of a name, such as
    4T+3T; without a name the best of each element, by score.

    Columns as in `highest`; `element` is the code as printed. Raises `NotInArchive`.
    """
    what = asked(
        archive,
        discipline,
        segment,
        grades=grades,
        level=level,
        by=by,
        element=EVERY if name is None else element_name(name),
        national=national,
        as_of=as_of,
    )
    return _highest(archive, what, each=False, top=top, skip=skip)


@remembered
def components(
    archive: Archive,
    discipline: str,
    *,
    name: str | None = None,
    segment: str | None = None,
    grades: int | None = None,
    level: str = "senior",
    national: bool = False,
    top: int = TOP,
    skip: int = 0,
    as_of: date | None = None,
) -> Answer:
    """The highest scores of the component of a name, such as transitions, before the factor;
    without a name the best of each component. Columns as in `highest`. Raises `NotInArchive`."""
    what = asked(
        archive,
        discipline,
        segment,
        grades=grades,
        level=level,
        by="panel_score",
        component=EVERY if name is None else component_name(name),
        national=national,
        as_of=as_of,
    )
    return _highest(archive, what, each=False, top=top, skip=skip)


def element_name(code: str) -> str:
    """The name of an element, without levels and calls: 4T+3T of `4T<+3T`. Raises `SyntaxProblem`
    for what is no element."""
    parse(code)
    return said(code, "").name or code


def component_name(name: str) -> str:
    """The one name of a component, in any usual spelling. Raises `NotInArchive`."""
    found = words.find(name, words.COMPONENTS)
    if found is None:
        names = words.listed(words.COMPONENTS.values())
        raise NotInArchive(f"{name[:100]!r} is no component; there are {names}")
    return found


@remembered
def current(
    archive: Archive,
    discipline: str | None = None,
    as_of: date | None = None,
    *,
    level: str | None = "senior",
    national: bool = False,
) -> Answer:
    """The records that stand, of each segment and the total; columns as in `progression`. `level`
    of None stands for all. Raises `NotInArchive`."""
    what = Asked(
        discipline=None if discipline is None else str(keys.discipline(discipline)),
        level=None if level is None else str(keys.level(level)),
        national=national,
        as_of=as_of,
        disqualified=disqualified(archive),
    )
    frame = archive.frame(*progression_query(what, standing=True))
    text = f"{many(frame.height, 'record')} of this archive, held by"
    text += f" {many(frame['skater'].n_unique(), 'skater')}."
    return Answer.of(frame, text, _known(archive, what))


def record(
    archive: Archive, skater: str, as_of: date | None = None, *, national: bool = False
) -> Answer:
    """The records that a skater holds or held, of each segment and the total; columns as in
    `progression`: `until` is null for one that stands. Raises `NotInArchive`."""
    who = keys.skater(archive, skater)
    what = Asked(
        discipline=who.discipline,
        national=national,
        as_of=as_of,
        disqualified=disqualified(archive),
    )
    frame = archive.frame(*progression_query(what, holder=who.id))
    held = frame["until"].null_count()
    past = f" and held {frame.height - held}{' more' * bool(held)}" if frame.height > held else ""
    text = f"{who.name} holds {many(held, 'record')} of this archive{past}."
    return Answer.of(frame, text, _known(archive, what))


def heading(what: Asked) -> str:
    """What is compared, such as `men's short program (grades -3 to +3)`."""
    who = f"{_POSSESSIVE[Discipline(what.discipline or '')]}"
    if what.level not in (None, Level.SENIOR):
        who = f"{what.level.replace('_', ' ')} {who}"
    thing = segment_title(what.segment) if what.segment is not None else ""
    if what.element is not None:
        name = "element" if what.element == EVERY else what.element
        grade = " by its grade of execution" if what.by == "goe" else ""
        thing = f"{name}{grade}{' in the ' * bool(thing)}{thing}"
    elif what.component is not None:
        name = "component" if what.component == EVERY else what.component.replace("_", " ")
        thing = f"{name}{' in the ' * bool(thing)}{thing}"
    else:
        thing += {"tss": "", "tes": ", element score", "pcs": ", component score"}[what.by]
    return f"{who} {thing} (grades {MINUS}{what.grades} to +{what.grades})"


def segment_title(segment: str) -> str:
    """Such as `short program` or `total`."""
    return _TITLES.get(segment) or SEGMENTS[Segment(segment)].lower()


def _known(archive: Archive, what: Asked) -> Coverage:
    return coverage(archive, discipline=what.discipline, level=what.level, as_of=what.as_of)
