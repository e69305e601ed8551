"""The questions of a profile: elements, families, halves of the free program, components."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import polars as pl

from kissandcry.archive import keys
from kissandcry.archive.answer import Answer
from kissandcry.archive.coverage import coverage
from kissandcry.archive.judges.statistics import effect
from kissandcry.archive.overview import SkaterRow
from kissandcry.archive.profile import sentences
from kissandcry.archive.profile.calls import printed_since
from kissandcry.archive.profile.field import COUNTS, SKATED, SUMS
from kissandcry.archive.profile.rates import rate
from kissandcry.archive.store import Archive

FAILURES: Final = ("falls", "under_rotated", "wrong_edge", "popped", "invalid")

# The performances of a skater, what they hold, and the field of the same segments; $1 skater,
# $2 season, $3 as of, $4 and $5 the days since which papers print < and e.
_CHOSEN: Final = """
chosen AS (
    SELECT id, segment, grades, day, segment_name FROM performances
    WHERE skater = $1 AND ($2::VARCHAR IS NULL OR season = $2)
        AND ($3::DATE IS NULL OR day <= $3)
)
"""
_PARTS: Final = f"""
WITH {_CHOSEN}, counted AS (
    SELECT e.performance, {COUNTS}
    FROM elements e JOIN chosen p ON p.id = e.performance GROUP BY e.performance
), skated AS ({SKATED}), mine AS (
    SELECT segment, name, family, half, {SUMS},
        count(*) FILTER (WHERE inferred)::INTEGER AS inferred
    FROM skated GROUP BY segment, name, family, half
), theirs AS (
    SELECT f.*, c.day, c.segment_name FROM field f
    JOIN (SELECT DISTINCT segment, day, segment_name FROM chosen) c ON c.segment = f.segment
)
"""
_KEY: Final = {
    "name": "name",
    "first": "CASE WHEN family = 'jump' THEN split_part(name, '+', 1) ELSE name END",
    "takeoff": "CASE WHEN family = 'jump' THEN regexp_extract(name, '^[0-9]?([A-Za-z]+)', 1)"
    " ELSE '' END",
}
# What may go wrong with which elements, and from which day on papers say so.
_MAY_TURN: Final = "family IN ('jump', 'throw', 'twist') AND day >= $4::DATE"
_HAS_EDGE: Final = "family = 'jump' AND regexp_matches(name, '[0-9](Lz|F)') AND day >= $5::DATE"
_SUMS: Final = ("attempts", "base_value", "goe", "panel_score", "grade", "graded")


def _totals(prefix: str = "") -> str:
    """Sums of rows like those of `field`; the `_of` of a failure are the attempts that could show
    it, on papers that print it."""
    sums = [f"sum({name}) AS {prefix}{name}" for name in _SUMS]
    sums += [
        f"sum(falls) AS {prefix}falls",
        f"sum(attempts - open_falls) AS {prefix}falls_of",
        f"sum(invalid) AS {prefix}invalid",
        f"sum(attempts) AS {prefix}invalid_of",
    ]
    for name, condition in (
        ("under_rotated", _MAY_TURN),
        ("wrong_edge", _HAS_EDGE),
        ("popped", "family = 'jump'"),
    ):
        sums.append(f"sum({name}) FILTER (WHERE {condition}) AS {prefix}{name}")
        sums.append(f"sum(attempts) FILTER (WHERE {condition}) AS {prefix}{name}_of")
    return ", ".join(sums)


def _grouped(key: str, group: str, condition: str = "true", *, same: bool = False) -> str:
    """The statement: own sums, and as `field_` those of the field with the skater, by `group`.

    `same`: of the field only what has a key that the skater has in the same segment.
    """
    pair = "(segment, key) IN (SELECT segment, key FROM keyed)" if same else "true"
    return f"""{_PARTS}, keyed AS (
        SELECT m.*, {key} AS key, c.day, c.segment_name
        FROM mine m JOIN (SELECT DISTINCT segment, day, segment_name FROM chosen) c
            ON c.segment = m.segment
    ), own AS (
        SELECT {group}, {_totals()}, sum(inferred) AS falls_inferred
        FROM keyed WHERE {condition} GROUP BY {group}
    ), all_of_them AS (
        SELECT {group}, {_totals("field_")}
        FROM (SELECT *, {key} AS key FROM theirs) WHERE {condition} AND {pair} GROUP BY {group}
    )
    SELECT * FROM own LEFT JOIN all_of_them USING ({group})
    """


_ELEMENTS: Final = {by: _grouped(_KEY[by], "family, key", same=True) for by in ("name", "first")}
_FAMILIES: Final = _grouped(_KEY["takeoff"], "family, key")
_HALVES: Final = _grouped(
    "CASE WHEN family IN ('jump', 'throw', 'twist') THEN 'jumps' ELSE 'other' END",
    "key, half",
    "half > 0 AND segment_name IN ('free_skating', 'free_dance')",
)
_COMPONENTS: Final = f"""
WITH {_CHOSEN}, mine AS (
    SELECT c.segment, c.component, c.panel_score, p.segment_name
    FROM components c JOIN chosen p ON p.id = c.performance
)
SELECT m.component, count(*) AS performances, avg(m.panel_score)::DOUBLE AS value,
    min(m.panel_score) AS lowest, max(m.panel_score) AS highest,
    sum(f.performances - 1) AS field_performances,
    (sum(f.panel_score - m.panel_score) / nullif(sum(f.performances - 1), 0))::DOUBLE
        AS field_value,
    avg((m.panel_score * f.performances - f.panel_score)
        / nullif(f.performances - 1, 0))::DOUBLE AS difference,
    stddev_samp((m.panel_score * f.performances - f.panel_score)
        / nullif(f.performances - 1, 0))::DOUBLE AS spread
FROM mine m JOIN field_components f ON f.segment = m.segment AND f.component = m.component
GROUP BY m.component ORDER BY difference DESC NULLS LAST
"""


def elements(
    archive: Archive,
    skater: str,
    season: str | None = None,
    as_of: date | None = None,
    *,
    by: str = "name",
) -> Answer:
    """What each element of a skater is worth and how often it goes wrong, against the field.

    `skater` is a key; `by` is "name" (3Lz+3T apart from 3Lz) or "first" (jumps by their first).
    A row an element: `family`, `name`, `attempts`; the means `value` (panel score), `base`, `goe`
    (points) and `grade` (mean grade as a share of the highest there is); for each of `FAILURES` its
    count, `_of` (attempts of which the papers tell), `_rate`, `_low`, `_high` (90%, Wilson);
    `falls_inferred` of the falls; and with `field_` before it the same of all others who skated
    this element in the same segments. Raises `NotInArchive` for an unknown skater.
    """
    return _asked(archive, skater, season, as_of, _ELEMENTS[by], sentences.of_elements)


def families(
    archive: Archive, skater: str, season: str | None = None, as_of: date | None = None
) -> Answer:
    """As `elements`, by family, and jumps by the take-off of their first: `name` is "Lz" there.

    The field is that of all segments where the skater skated.
    """
    return _asked(archive, skater, season, as_of, _FAMILIES, sentences.of_families)


def halves(
    archive: Archive, skater: str, season: str | None = None, as_of: date | None = None
) -> Answer:
    """The first half of the free programs against the second.

    Columns as in `elements`, with `name` "jumps" (throws and twists among them) or "other", and
    `half`, 1 or 2: the second begins with the first x of the paper, at the latest where half of the
    elements are over; without an x, of an odd number the one in the middle is in neither.
    """
    return _asked(archive, skater, season, as_of, _HALVES, sentences.of_halves)


def components(
    archive: Archive, skater: str, season: str | None = None, as_of: date | None = None
) -> Answer:
    """The components of a skater: `component`, `performances`, the mean `value` (panel score
    before the factor), `lowest`, `highest`, the `field_value` of the same segments, and the mean
    `difference` from the field with its 90% interval `low`, `high` (Student's t; None for one
    performance)."""
    who = keys.skater(archive, skater)
    rows = archive.rows(_COMPONENTS, [who.id, season, as_of])
    for row in rows:
        spread, count = row.pop("spread"), row["performances"]
        sure = None
        if row["difference"] is not None and spread is not None:
            sure = effect(row["difference"], 1, spread**2 / count, count - 1)
        row["low"], row["high"] = (None, None) if sure is None else (sure.low, sure.high)
    frame = pl.DataFrame(rows, schema=_COMPONENT_SCHEMA)
    text = sentences.of_components(who, rows)
    return Answer.of(frame, text, coverage(archive, level=None, skater=who.key, as_of=as_of))


_COMPONENT_SCHEMA: Final[dict[str, Any]] = {
    "component": pl.String,
    "performances": pl.Int64,
    "value": pl.Float64,
    "lowest": pl.Decimal(9, 2),
    "highest": pl.Decimal(9, 2),
    "field_performances": pl.Int64,
    "field_value": pl.Float64,
    "difference": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
}


def _asked(
    archive: Archive,
    skater: str,
    season: str | None,
    as_of: date | None,
    sql: str,
    say: Callable[[SkaterRow, list[dict[str, Any]]], str],
) -> Answer:
    who = keys.skater(archive, skater)
    values = [who.id, season, as_of, printed_since("<"), printed_since("e")]
    rows = [_row(sums) for sums in archive.rows(sql, values)]
    rows.sort(key=_order)
    known = coverage(archive, level=None, skater=who.key, as_of=as_of)
    return Answer.of(pl.DataFrame(rows, schema=_SCHEMA), say(who, rows), known)


def _order(row: dict[str, Any]) -> tuple[Any, ...]:
    if row["half"]:
        return (row["name"], row["half"])
    return (row["family"], -row["attempts"], row["name"])


def _row(sums: dict[str, Any]) -> dict[str, Any]:
    """A row of an answer from the sums of a statement."""
    row: dict[str, Any] = {
        "family": sums.get("family"),
        "name": sums["key"],
        "half": sums.get("half"),
        **_part(sums),
        "falls_inferred": int(sums["falls_inferred"]),
    }
    others = {
        name: (sums[f"field_{name}"] or 0) - (sums[name] or 0)
        for name in (*_SUMS, *FAILURES, *(f"{failure}_of" for failure in FAILURES))
    }
    return row | {f"field_{name}": value for name, value in _part(others).items()}


def _part(sums: dict[str, Any]) -> dict[str, Any]:
    count, graded = int(sums["attempts"]), int(sums["graded"])
    part: dict[str, Any] = {"attempts": count}
    for name, total in (("value", "panel_score"), ("base", "base_value"), ("goe", "goe")):
        part[name] = float(sums[total]) / count if count else None
    part["grade"] = sums["grade"] / graded if graded else None
    for failure in FAILURES:
        one = rate(int(sums[failure] or 0), int(sums[f"{failure}_of"] or 0))
        part[failure] = one.happened if one.attempts else None
        part[f"{failure}_of"] = one.attempts
        part[f"{failure}_rate"], part[f"{failure}_low"] = one.rate, one.low
        part[f"{failure}_high"] = one.high
    return part


def _columns(prefix: str = "") -> dict[str, Any]:
    columns: dict[str, Any] = {f"{prefix}attempts": pl.Int64}
    columns |= {f"{prefix}{name}": pl.Float64 for name in ("value", "base", "goe", "grade")}
    for failure in FAILURES:
        columns |= {f"{prefix}{failure}": pl.Int64, f"{prefix}{failure}_of": pl.Int64}
        columns |= {f"{prefix}{failure}_{name}": pl.Float64 for name in ("rate", "low", "high")}
    return columns


_SCHEMA: Final[dict[str, Any]] = {
    "family": pl.String,
    "name": pl.String,
    "half": pl.Int64,
    **_columns(),
    "falls_inferred": pl.Int64,
    **_columns("field_"),
}
