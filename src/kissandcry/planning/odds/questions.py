"""The questions: how may an event end, and who goes to the Final?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

import numpy as np
import polars as pl

from kissandcry.archive import Answer, records
from kissandcry.archive.coverage import coverage
from kissandcry.archive.store import Archive
from kissandcry.planning.odds import event, running, starting
from kissandcry.planning.odds.event import Tally
from kissandcry.planning.odds.model import Entrant, Event, Program, Record
from kissandcry.planning.odds.starting import Start

SIMULATIONS: Final = 100_000
_SURE: Final = 1.96  # standard errors of a 95% interval
_LOW, _HIGH = 0.05, 0.95


@dataclass(frozen=True, slots=True)
class How:
    """How it is simulated: see `running.run`."""

    simulations: int = SIMULATIONS
    seed: int = 1
    processes: int = 1
    cluster: str | None = None
    progress: running.Progress | None = None

    def run(self, chunk: Any, what: Any, size: int = running.CHUNK) -> Any:
        """Simulate it."""
        return running.run(
            chunk,
            what,
            self.simulations,
            seed=self.seed,
            processes=self.processes,
            cluster=self.cluster,
            progress=self.progress,
            size=size,
        )


@dataclass(frozen=True, slots=True)
class Odds:
    """How an event may end: the skaters, every place of each, and the records."""

    skaters: Answer
    places: Answer
    records: Answer


_PLAIN: Final = How()
_SKATERS: Final = {
    "skater": pl.String(),
    "name": pl.String(),
    "nation": pl.String(),
    "by": pl.String(),
    "known_before": pl.Int32(),
    **{
        f"{what}{end}": pl.Float64()
        for what in ("win", "podium", "top_half")
        for end in ("", "_low", "_high")
    },
    "mean_place": pl.Float64(),
    "expected": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
}
_PLACES: Final = {
    "skater": pl.String(),
    "place": pl.Int32(),
    "chance": pl.Float64(),
    "chance_low": pl.Float64(),
    "chance_high": pl.Float64(),
}
_RECORDS: Final = {
    "record": pl.String(),
    "stands_at": pl.Decimal(9, 2),
    "skater": pl.String(),
    "chance": pl.Float64(),
    "chance_low": pl.Float64(),
    "chance_high": pl.Float64(),
}


def of_archive(
    archive: Archive,
    key: str,
    category: str,
    as_of: date | None = None,
    *,
    own: Mapping[str, tuple[Program | None, ...]] | None = None,
    record: bool = False,
    how: How = _PLAIN,
) -> Odds:
    """How a category of an event may end, from its starting list in the archive, as of a day: by
    default the one before it began. `own`: planned programs by the key of their skater. Raises
    `NotInArchive` and `Contradiction`, and what `running.run` raises."""
    start = starting.of_archive(archive, key, category, as_of)
    return of_start(archive, start, own=own, record=record, how=how)


def of_start(
    archive: Archive,
    start: Start,
    *,
    own: Mapping[str, tuple[Program | None, ...]] | None = None,
    record: bool = False,
    how: How = _PLAIN,
) -> Odds:
    """The same for any starting list, such as one written by hand (`starting.by_hand`)."""
    known = coverage(
        archive, discipline=str(start.discipline), level=str(start.level), as_of=start.day
    )
    marks = standing(archive, start) if record else ()
    what = starting.event_of(archive, start, own=own, records=marks)
    done: Tally = how.run(event.tally, what)
    rows = skater_rows(what, done)
    return Odds(
        Answer.of(
            pl.DataFrame(rows, schema=_SKATERS),
            _said(rows, done, start) + strangers(what.entrants),
            known,
        ),
        Answer.of(pl.DataFrame(_place_rows(what, done), schema=_PLACES), "", known),
        Answer.of(
            pl.DataFrame(_record_rows(what, done), schema=_RECORDS), _fall_said(what, done), known
        ),
    )


def standing(archive: Archive, start: Start) -> tuple[Record, ...]:
    """The records of this archive that stood on that day, of the segments to come and the total."""
    found = records.current(archive, str(start.discipline), start.day, level=str(start.level))
    grades = start.book.grades[1]
    marks = []
    for row in found.to_dicts():
        if row["grades"] != grades:
            continue
        hundredths = int(row["score"].scaleb(2))
        if row["segment"] == "total":
            marks.append(Record("total", None, hundredths))
        elif row["segment"] in start.segments:
            number = start.segments.index(row["segment"])
            marks.append(Record(row["segment"], number, hundredths))
    return tuple(marks)


def interval(count: int, of: int) -> tuple[float, float]:
    """The 95% interval of a chance that was counted `count` times `of` so many (Wilson, "Probable
    Inference, the Law of Succession, and Statistical Inference", 1927)."""
    share, square = count / of, _SURE**2
    middle = (share + square / (2 * of)) / (1 + square / of)
    reach = _SURE * float(np.sqrt(share * (1 - share) / of + square / (4 * of * of)))
    reach /= 1 + square / of
    return max(middle - reach, 0.0), min(middle + reach, 1.0)


def chance(name: str, count: int, of: int) -> dict[str, float]:
    """A chance and its interval, under a name."""
    low, high = interval(count, of)
    return {name: count / of, f"{name}_low": low, f"{name}_high": high}


def skater_rows(what: Event, done: Tally) -> list[dict[str, Any]]:
    """A row of each entrant, who wins most often first."""
    half, rows = len(what.entrants) // 2, []
    for number, one in enumerate(what.entrants):
        places = done.places[number]
        upto = {"win": 1, "podium": 3, "top_half": half}
        row: dict[str, Any] = {
            "skater": one.key,
            "name": one.name,
            "nation": one.nation,
            "by": "plan" if any(one.programs) else "history",
            "known_before": one.history.known if one.history is not None else 0,
        }
        for name, last in upto.items():
            row |= chance(name, int(places[:last].sum()), done.simulations)
        placed = int(places.sum())
        row["mean_place"] = _mean_place(places) if placed else None
        row["expected"] = int(done.sums[number]) / done.simulations / 100
        low, high = quantiles(done.points[number], (_LOW, _HIGH))
        rows.append(row | {"low": low, "high": high})
    return sorted(rows, key=lambda row: (-row["win"], -row["podium"], row["mean_place"] or 999))


def _mean_place(places: Any) -> float:
    return float(places @ np.arange(1, len(places) + 1) / places.sum())


def quantiles(points: Any, shares: Sequence[float]) -> list[float]:
    """What these shares of totals stay below, by counts of whole points, to a tenth."""
    below = np.concatenate([[0], np.cumsum(points)]) / points.sum()
    return [round(float(np.interp(share, below, np.arange(len(below)))), 1) for share in shares]


def _place_rows(what: Event, done: Tally) -> list[dict[str, Any]]:
    return [
        {"skater": one.key, "place": place, **chance("chance", int(count), done.simulations)}
        for one, places in zip(what.entrants, done.places, strict=True)
        for place, count in enumerate(places, start=1)
        if count
    ]


def _record_rows(what: Event, done: Tally) -> list[dict[str, Any]]:
    """Each record: anybody first, then who may break it."""
    rows = []
    for record, counts in zip(what.records, done.records, strict=True):
        whom = [("", int(counts[-1]))]
        named = zip(what.entrants, counts[:-1].tolist(), strict=True)
        whom += sorted(((one.key, n) for one, n in named if n), key=lambda pair: -pair[1])
        head = {"record": record.name, "stands_at": _points(record.hundredths)}
        rows += [
            {**head, "skater": key, **chance("chance", n, done.simulations)} for key, n in whom
        ]
    return rows


def _points(hundredths: int) -> Decimal:
    return Decimal(hundredths).scaleb(-2)


def percent(share: float) -> str:
    """Such as `43%`, `3.2%`, `less than 0.1%`."""
    if 0 < share < 0.001:
        return "less than 0.1%"
    if 0.999 < share < 1:
        return "more than 99.9%"
    whole = 0.1 <= share <= 0.9 or share in {0, 1}
    return f"{100 * share:.0f}%" if whole else f"{100 * share:.1f}%"


def _said(rows: Sequence[Mapping[str, Any]], done: Tally, start: Start) -> str:
    first = rows[0]
    error = 50 * (first["win_high"] - first["win_low"])
    text = f"{first['name']} wins {percent(first['win'])} of {done.simulations:,} simulations"
    text += f" (±{error:.1f})"
    if len(rows) > 1:
        others = [f"{row['name']} {percent(row['win'])}" for row in rows[1:3] if row["win"] > 0]
        text += f", {' and '.join(others)}" if others else ""
    skated = " and the ".join(one.replace("_", " ") for one in start.skated)
    known = f"after the {skated}" if skated else f"as of {start.day}"
    return f"{text}; {known}."


def strangers(entrants: Iterable[Entrant]) -> str:
    """A sentence on those of whom the archive knows no performance before; empty where of all."""
    of = {one.key: one.history for one in entrants if one.history is not None}
    unknown = sum(history.known == 0 for history in of.values())
    if not unknown:
        return ""
    return (
        f" Of {unknown} of {len(of)} skaters this archive knows nothing before that day, and takes"
        " them as newcomers."
    )


def _fall_said(what: Event, done: Tally) -> str:
    if not what.records:
        return ""
    said = []
    for record, counts in zip(what.records, done.records, strict=True):
        name = record.name.replace("_", " ")
        share = percent(int(counts[-1]) / done.simulations)
        said.append(f"the {name} ({_points(record.hundredths)}) {share}")
    return f"The chance that a record of this archive falls: {', '.join(said)}."
