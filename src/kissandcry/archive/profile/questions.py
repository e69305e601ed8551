"""The questions of a profile: elements, families, halves of the free program, components."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Final

import polars as pl

from kissandcry.archive import finals, keys
from kissandcry.archive.answer import Answer, Coverage
from kissandcry.archive.coverage import coverage
from kissandcry.archive.judges.statistics import effect
from kissandcry.archive.overview import SkaterRow
from kissandcry.archive.profile import sentences
from kissandcry.archive.profile.parts import FAILURES, Grouped, Key, Kind, Parts, Sums
from kissandcry.archive.profile.rates import rate
from kissandcry.archive.store import Archive

_TAKEOFF: Final = re.compile(r"[0-9]?([A-Za-z]+)")


def _by_name(of: Kind) -> tuple[str, str]:
    return of.family, of.name


def _by_first(of: Kind) -> tuple[str, str]:
    return of.family, of.name.partition("+")[0] if of.family == "jump" else of.name


def _by_takeoff(of: Kind) -> tuple[str, str]:
    found = _TAKEOFF.match(of.name) if of.family == "jump" else None
    return of.family, found[1] if found else ""


def _by_half(of: Kind) -> tuple[str, str, int] | None:
    if not of.half or of.segment_name not in finals.CLOSING:
        return None
    return "", "jumps" if of.family in ("jump", "throw", "twist") else "other", of.half


Say = Callable[[SkaterRow, list[dict[str, Any]]], str]
_BY: Final = {"name": _by_name, "first": _by_first}
_COMPONENTS: Final = """
WITH chosen AS (
    SELECT id, segment_name FROM performances
    WHERE skater = $1 AND ($2::VARCHAR IS NULL OR season = $2)
        AND ($3::DATE IS NULL OR day <= $3)
), mine AS (
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
    return _asked(archive, skater, season, as_of, _BY[by], sentences.of_elements, same=True)


def families(
    archive: Archive, skater: str, season: str | None = None, as_of: date | None = None
) -> Answer:
    """As `elements`, by family, and jumps by the take-off of their first: `name` is "Lz" there.

    The field is that of all segments where the skater skated.
    """
    return _asked(archive, skater, season, as_of, _by_takeoff, sentences.of_families)


def halves(
    archive: Archive, skater: str, season: str | None = None, as_of: date | None = None
) -> Answer:
    """The first half of the free programs against the second.

    Columns as in `elements`, with `name` "jumps" (throws and twists among them) or "other", and
    `half`, 1 or 2: the second begins with the first x of the paper, at the latest where half of the
    elements are over; without an x, of an odd number the one in the middle is in neither.
    """
    return _asked(archive, skater, season, as_of, _by_half, sentences.of_halves)


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


def elements_and_families(
    archive: Archive, skater: str, season: str | None = None, as_of: date | None = None
) -> tuple[Answer, Answer]:
    """`elements` and `families` of a skater, for which the same is read."""
    who = keys.skater(archive, skater)
    known = coverage(archive, level=None, skater=who.key, as_of=as_of)
    parts = Parts(archive, who.id, season, as_of)
    return (
        _answer(who, parts.grouped(_by_name, same=True), sentences.of_elements, known),
        _answer(who, parts.grouped(_by_takeoff), sentences.of_families, known),
    )


def _asked(
    archive: Archive,
    skater: str,
    season: str | None,
    as_of: date | None,
    key: Key,
    say: Say,
    *,
    same: bool = False,
) -> Answer:
    who = keys.skater(archive, skater)
    known = coverage(archive, level=None, skater=who.key, as_of=as_of)
    sums = Parts(archive, who.id, season, as_of).grouped(key, same=same)
    return _answer(who, sums, say, known)


def _answer(who: SkaterRow, sums: Grouped, say: Say, known: Coverage) -> Answer:
    rows = sorted((_row(of, *both) for of, both in sums.items()), key=_order)
    return Answer.of(pl.DataFrame(rows, schema=_SCHEMA), say(who, rows), known)


def _order(row: dict[str, Any]) -> tuple[Any, ...]:
    if row["half"]:
        return (row["name"], row["half"])
    return (row["family"], -row["attempts"], row["name"])


def _row(of: tuple[Any, ...], sums: Sums, field: Sums) -> dict[str, Any]:
    """A row of an answer: what it is of, and the sums of the skater and of the field with them."""
    row: dict[str, Any] = {
        "family": of[0] or None,
        "name": of[1],
        "half": of[2] if len(of) > 2 else None,
        **_part(sums),
        "falls_inferred": int(sums["inferred"]),
    }
    others = {name: field[name] - value for name, value in sums.items()}
    return row | {f"field_{name}": value for name, value in _part(others).items()}


def _part(sums: Sums) -> dict[str, Any]:
    count, graded = int(sums["attempts"]), int(sums["graded"])
    part: dict[str, Any] = {"attempts": count}
    for name, total in (("value", "panel_score"), ("base", "base_value"), ("goe", "goe")):
        part[name] = float(sums[total]) / count if count else None
    part["grade"] = sums["grade"] / graded if graded else None
    for failure in FAILURES:
        one = rate(int(sums[failure]), int(sums[f"{failure}_of"]))
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
