"""The questions: the form of a skater, and whether one performance was normal."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl

from kissandcry.archive import keys
from kissandcry.archive.answer import Answer
from kissandcry.archive.coverage import coverage, of_event
from kissandcry.archive.form import known, model, sentences
from kissandcry.archive.form.follow import Step, Trend, follow, trend
from kissandcry.archive.form.parameters import FREE, Parameters, shipped
from kissandcry.archive.form.skates import read_skater
from kissandcry.archive.overview import SkaterRow, overview
from kissandcry.archive.store import Archive
from kissandcry.core import NotInArchive

INTERVAL: Final = 0.9
_TAIL: Final = (1 - INTERVAL) / 2
_DEVIATIONS: Final = 1.6449  # of the band around the trend, nine of ten too
_YEAR: Final = 0.9  # years after which a performance counts as a year later
_LEAST: Final = 4  # performances that a change of the trend needs
_SHORTEST: Final = 0.15  # years that it needs

SCHEMA: Final[dict[str, pl.DataType]] = {
    "day": pl.Date(),
    "season": pl.String(),
    "event": pl.String(),
    "event_name": pl.String(),
    "category": pl.String(),
    "segment": pl.String(),
    "rank": pl.Int32(),
    "score": pl.Decimal(9, 2),
    "expected": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "side": pl.String(),
    "surprise": pl.Float64(),
    "verdict": pl.String(),
    "bad_day": pl.Float64(),
    "known_before": pl.Int32(),
    "trend": pl.Float64(),
    "trend_low": pl.Float64(),
    "trend_high": pl.Float64(),
}


def form(
    archive: Archive,
    skater: str,
    as_of: date | None = None,
    *,
    parameters: Parameters | None = None,
) -> Answer:
    """Was it a bad day, or a decline? Every score of a skater (a key or a name) against what was to
    be expected of them before it, the first first.

    Columns: `day`, `season`, `event`, `event_name`, `category`, `segment`, `rank`, `score`;
    `expected`, and `low` to `high`, between which nine of ten scores were to be expected; `side`
    (low, high), `surprise` (the chance of a score so low or so high), `verdict` (normal, low,
    high, very low, very high), `bad_day` (how likely it was one), `known_before` (scores the
    expectation rests on); `trend` and its 90% band: what the ability was worth in this segment, as
    all scores up to `as_of` say. All in points but `surprise` and `bad_day`, which are shares.

    The sentence speaks of the last one. Raises `NotInArchive`.
    """
    of = keys.skater(archive, skater)
    rows, said = history(archive, of, as_of, parameters=parameters)
    known = coverage(archive, discipline=of.discipline, level=None, skater=of.key, as_of=as_of)
    return Answer.of(pl.DataFrame(rows, schema=SCHEMA, orient="row"), said, known)


def history(
    archive: Archive,
    of: SkaterRow,
    as_of: date | None = None,
    *,
    parameters: Parameters | None = None,
) -> tuple[list[dict[str, Any]], str]:
    """The rows and the sentence of `form`."""
    rows, steps, trends = _rows(archive, of, as_of, parameters or shipped())
    if not rows:
        return [], _nothing(of, as_of)
    last = rows[-1]
    said = [
        f"{of.name} at {last['event_name']}, {last['day']}:",
        sentences.of_performance(last, of.discipline),
        sentences.of_history(last["known_before"]),
        sentences.of_trend(_turn(steps, trends)),
        sentences.of_career(rows),
    ]
    return rows, " ".join(filter(None, said))


def normal(
    archive: Archive,
    event: str,
    category: str,
    segment: str,
    skater: str,
    *,
    parameters: Parameters | None = None,
) -> Answer:
    """Was this performance normal? One row with the columns of `form`, as it looked on that day:
    nothing that was skated later plays a part. Raises `NotInArchive`."""
    of = keys.skater(archive, skater)
    at = keys.event(archive, event)
    name, part = keys.category(archive, at, category), str(keys.segment(segment))
    where = (at.id, name, part)
    skated = next(
        (
            row
            for row in overview(archive).of_skater(of.id)
            if (row["event"], row["category"], row["segment_name"]) == where
        ),
        None,
    )
    if skated is None:
        raise NotInArchive(f"{at.key}, {name}, {part}: {of.name} did not skate there")
    p, known = parameters or shipped(), of_event(archive, at, skated["day"])
    rows, steps, trends = _rows(archive, of, skated["day"], p, until=skated["id"])
    if not steps or steps[-1].id != skated["id"]:
        return Answer.of(pl.DataFrame(schema=SCHEMA), _nothing(of, None), known)
    said = [
        sentences.of_performance(rows[-1], of.discipline),
        sentences.of_history(rows[-1]["known_before"]),
        sentences.of_trend(_turn(steps, trends)),
    ]
    frame = pl.DataFrame(rows[-1:], schema=SCHEMA, orient="row")
    return Answer.of(frame, " ".join(filter(None, said)), known)


def _rows(
    archive: Archive, of: SkaterRow, as_of: date | None, p: Parameters, until: int = 0
) -> tuple[list[dict[str, Any]], list[Step], list[Trend]]:
    """The rows of a skater, the first first, and what they rest on; up to the performance `until`,
    if one is given."""
    with archive.reading():
        skates, printed = read_skater(archive, of.id, p.usual, as_of)
        steps = follow(skates, known.fields(archive, skates.groups, p), p)
    if until:
        ids = [step.id for step in steps]
        steps = steps[: ids.index(until) + 1] if until in ids else []
    if not steps:
        return [], [], []
    trends = trend(steps)
    figures = _figures(steps, trends, p)
    rows = [{**printed[step.id], **row} for step, row in zip(steps, figures, strict=True)]
    return rows, steps, trends


def _figures(steps: Sequence[Step], trends: Sequence[Trend], p: Parameters) -> list[dict[str, Any]]:
    variance = np.array([float(step.forecast.variance) for step in steps])
    spread = np.array([float(step.forecast.spread) for step in steps])
    points = np.array([step.points for step in steps])
    expected = np.array([step.expected for step in steps])
    residual = np.array([step.residual for step in steps])
    days = model.days(variance, spread, p)
    below = np.asarray(days.below(residual))
    lowest, highest = days.quantiles((_TAIL, 1 - _TAIL))
    low, high = np.maximum(expected + points * lowest, 0.0), expected + points * highest
    found = []
    for index, (step, at) in enumerate(zip(steps, trends, strict=True)):
        side = "low" if below[index] < 0.5 else "high"
        chance = float(min(below[index], 1 - below[index]))
        middle = step.expected + step.points * (at.ability - float(step.before.ability))
        band = step.points * at.deviation * _DEVIATIONS
        found.append(
            {
                "expected": round(float(expected[index]), 2),
                "low": round(float(low[index]), 2),
                "high": round(float(high[index]), 2),
                "side": side,
                "surprise": chance,
                "verdict": sentences.verdict(chance, side),
                "bad_day": step.bad_day,
                "known_before": int(step.before.count),
                "trend": round(middle, 2),
                "trend_low": round(middle - band, 2),
                "trend_high": round(middle + band, 2),
            }
        )
    return found


def _turn(steps: Sequence[Step], trends: Sequence[Trend]) -> dict[str, Any] | None:
    """The change of the ability within a year, or since the first performance; None where too
    little is known."""
    last = steps[-1].group.time
    earlier = [index for index, one in enumerate(steps) if last - one.group.time >= _YEAR]
    first = earlier[-1] if earlier else 0
    years = last - steps[first].group.time
    if len(steps) < _LEAST or years < _SHORTEST:
        return None
    then, now = trends[first], trends[-1]
    change = now.ability - then.ability
    variance = now.deviation**2 + then.deviation**2 - 2 * then.shared
    free = next((one for one in reversed(steps) if one.group.part == FREE), steps[-1])
    return {
        "months": max(round(12 * years), 1),
        "change": change * free.points,
        "part": sentences.part(free.group.discipline, free.group.part),
        "fallen": float(model.normal_below(-change / max(variance, 1e-12) ** 0.5)),
    }


def _nothing(of: SkaterRow, as_of: date | None) -> str:
    until = f" up to {as_of}" if as_of else ""
    return f"No score of {of.name} is known{until} that the form model could speak of."
