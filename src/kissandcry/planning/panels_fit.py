"""Fit how the marks of panels scatter: `python -m kissandcry.planning.panels_fit ARCHIVE FILE`.

Within a performance, marks are a table of elements by judges. What is common to the marks of one
judge is the judge, what is left is noise (the analysis of variance with two factors; Searle,
Casella and McCulloch, "Variance Components", 1992). A judge's part that returns from skater to
skater is the seat: it can be told where the columns of the papers stand for the judges in their
order. How far panels of events differ is told by skaters who met both in a season.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np

from kissandcry.archive.store import Archive
from kissandcry.core import KissAndCryError, NotInArchive
from kissandcry.planning.panels import Fitted, Floats, Panels, Scatter, rounded

_LEAST_JUDGES: Final = 7
_LEAST_SKATERS: Final = 4  # of a segment, and of a pair of events
_LEAST_BIN: Final = 60  # elements
_SHUFFLED: Final = ("2009-10", "2015-16")  # first and last season of columns without an order
_SPREADS: Final = np.arange(0.15, 1.6, 0.01)  # tried for the noise at a quality
_QUALITIES: Final = np.arange(-0.5, 0.5, 0.05)  # around it

_ELEMENTS: Final = """
SELECT p.discipline, p.grades, p.season, p.segment, e.performance, p.skater, p.segment_name,
    e.marks
FROM elements e JOIN performances p ON p.id = e.performance
WHERE p.status = '' AND NOT e.invalid ORDER BY p.segment, e.performance, e.position
"""
_COMPONENTS: Final = """
SELECT p.discipline, p.grades, p.season, p.segment, c.performance, p.skater, p.segment_name,
    c.marks::DOUBLE[]
FROM components c JOIN performances p ON p.id = c.performance
WHERE p.status = '' ORDER BY p.segment, c.performance, c.position
"""


@dataclass(slots=True)
class _Pool:
    """The performances of a discipline in one scale of grades."""

    tables: list[Floats] = field(default_factory=list)  # [rows, judges]
    heads: list[tuple[str, int, int, str]] = field(default_factory=list)  # season, segment ...


def fit(archive: Archive) -> Panels:
    """The spreads of all disciplines that the archive holds. Raises `NotInArchive` for an archive
    without marks."""
    grades, components = _pools(archive, _ELEMENTS), _pools(archive, _COMPONENTS, removed=True)
    found = {}
    for key in sorted(set(grades) & set(components)):
        scale = key.split()[1]
        found[key] = Fitted(
            _scatter(grades[key], int(scale), _between_panels(grades, scale)),
            _scatter(components[key], None, _between_panels(components, scale)),
            _common(components[key]),
            len(grades[key].tables),
        )
    if not found:
        raise NotInArchive("the archive holds no marks of judges to fit to")
    seasons = sorted({head[0] for pool in grades.values() for head in pool.heads})
    said = f"{seasons[0]} to {seasons[-1]}"
    return Panels(said, "python -m kissandcry.planning.panels_fit", found)


def _pools(archive: Archive, sql: str, *, removed: bool = False) -> dict[str, _Pool]:
    """The tables of marks; `removed`: a column of zeros is a judge who was removed."""
    performances: defaultdict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for *head, marks in archive.run(sql):
        performances[tuple(head)].append(marks)
    pools: defaultdict[str, _Pool] = defaultdict(_Pool)
    for (discipline, highest, season, segment, _, skater, name), rows in performances.items():
        rows = [row for row in rows if None not in row]
        if len(rows) < 2 or len({len(row) for row in rows}) > 1 or len(rows[0]) < _LEAST_JUDGES:
            continue
        table = np.array(rows, np.float64)
        if removed and (table == 0).all(axis=0).any():
            continue
        pools[f"{discipline} {highest}"].tables.append(table)
        pools[f"{discipline} {highest}"].heads.append((season, segment, skater, name))
    return pools


def _scatter(pool: _Pool, highest: int | None, panel: float) -> Scatter:
    parts = np.array([_within(table) for table in pool.tables])
    noise, judge = np.mean(parts, axis=0)
    seat = min(max(_seat(pool), 0.0), 0.9 * judge)
    if highest is None:  # a quarter of a point is fine beside the noise (Sheppard, 1898)
        noises: tuple[float, ...] = (float(np.sqrt(max(noise - 0.25**2 / 12, 0.01))),)
    else:
        noises = _noises(pool, highest, float(judge))
    return Scatter(noises, float(seat**0.5), float((judge - seat) ** 0.5), panel**0.5)


def _within(table: Floats) -> tuple[float, float]:
    """The variances of noise and of judges in one performance."""
    rows, judges = table.shape
    rest = table - table.mean(axis=1, keepdims=True)
    of_judge = rest.mean(axis=0)
    noise = float(((rest - of_judge) ** 2).sum()) / ((rows - 1) * (judges - 1))
    between = rows * float((of_judge**2).sum()) / (judges - 1)
    return noise, (between - noise) / rows


def _seat(pool: _Pool) -> float:
    """The variance of judges that returns from skater to skater of a segment."""
    segments: defaultdict[int, list[Floats]] = defaultdict(list)
    for (season, segment, _, _), table in zip(pool.heads, pool.tables, strict=True):
        if not _SHUFFLED[0] <= season <= _SHUFFLED[1]:
            rest = table - table.mean(axis=1, keepdims=True)
            segments[segment].append(rest.mean(axis=0))
    found = []
    for lines in segments.values():
        if len(lines) < _LEAST_SKATERS or len({len(line) for line in lines}) > 1:
            continue
        many = np.array(lines)
        seat, (skaters, judges) = many.mean(axis=0), many.shape
        rest = float(((many - seat) ** 2).sum()) / ((skaters - 1) * (judges - 1))
        found.append((skaters * float((seat**2).sum()) / (judges - 1) - rest) / skaters)
    return float(np.mean(found)) if found else 0.0


def _between_panels(pools: dict[str, _Pool], scale: str) -> float:
    """The variance of panels from event to event, in all disciplines: half that of the difference
    of two, which skaters who met both have in common."""
    of_skater: defaultdict[tuple[str, int, str], list[tuple[int, float]]] = defaultdict(list)
    for pool in (pool for key, pool in pools.items() if key.endswith(f" {scale}")):
        for (season, segment, skater, name), table in zip(pool.heads, pool.tables, strict=True):
            of_skater[season, skater, name].append((segment, float(np.mean(table))))
    pairs: defaultdict[tuple[int, int], list[float]] = defaultdict(list)
    for skates in of_skater.values():
        for number, (one, score) in enumerate(skates):
            for other, another in skates[number + 1 :]:
                low, high = sorted(((one, score), (other, another)))
                pairs[low[0], high[0]].append(low[1] - high[1])
    found, weights = [], []
    for differences in pairs.values():
        if len(differences) >= _LEAST_SKATERS:
            many = len(differences)
            noise = float(np.var(differences, ddof=1)) / many
            found.append((float(np.mean(differences)) ** 2 - noise) / 2)
            weights.append(many)
    return max(float(np.average(found, weights=weights)), 0.0) if found else 0.0


def _common(pool: _Pool) -> float:
    """The share of the variance of a skater's components, from one performance of a season to the
    next, that is common to all components."""
    of_skater: defaultdict[tuple[str, int, str], list[Floats]] = defaultdict(list)
    for (season, _, skater, name), table in zip(pool.heads, pool.tables, strict=True):
        of_skater[season, skater, name].append(table.mean(axis=1))
    whole, shared = 0.0, 0.0
    for skates in of_skater.values():
        if len(skates) < 2 or len({len(one) for one in skates}) > 1:
            continue
        rest = np.array(skates) - np.mean(skates, axis=0)
        many = rest.shape[1]
        whole += float((rest**2).mean())
        off = rest.sum(axis=1) ** 2 - (rest**2).sum(axis=1)
        shared += float((off / (many * (many - 1))).mean())
    return min(max(shared / whole, 0.0), 1.0) if whole else 0.0


def _noises(pool: _Pool, highest: int, judge: float) -> tuple[float, ...]:
    """The noise of a mark at each whole grade: the spread of a normal value that, rounded to marks
    around that quality, leaves judges as far apart as they were."""
    means = np.concatenate([table.mean(axis=1) for table in pool.tables])
    variances = np.concatenate([table.var(axis=1, ddof=1) for table in pool.tables])
    marks = np.arange(-highest, highest + 1, dtype=np.float64)
    apart, place = [], []
    for grade in marks:
        rows = np.abs(means - grade) <= 0.5
        if rows.sum() >= _LEAST_BIN:
            apart.append(float(np.mean(variances[rows])))
            place.append(float(grade))
    spreads = [_spread_at(grade, wanted, marks) for grade, wanted in zip(place, apart, strict=True)]
    rest = np.sqrt(np.maximum(np.square(spreads) - judge, 0.1**2))
    return tuple(np.interp(marks, place, rest).tolist())


def _spread_at(grade: float, wanted: float, marks: Floats) -> float:
    """The spread that leaves marks around a quality that far apart."""
    middles = grade + _QUALITIES
    found = []
    for spread in _SPREADS:
        chances = rounded(middles, np.full(len(middles), spread), marks)
        mean = chances @ marks
        found.append(float(np.mean(chances @ marks**2 - mean**2)))
    return float(_SPREADS[int(np.argmin(np.abs(np.array(found) - wanted)))])


def save(panels: Panels, path: Path) -> None:
    """Write the figures, three decimals each."""

    def short(value: Any) -> Any:
        if isinstance(value, float):
            return round(value, 3)
        if isinstance(value, dict):
            return {name: short(one) for name, one in value.items()}
        return [short(one) for one in value] if isinstance(value, list | tuple) else value

    text = msgspec.json.format(msgspec.json.encode(short(msgspec.to_builtins(panels))), indent=1)
    path.write_bytes(text + b"\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m kissandcry.planning.panels_fit",
        description="Fit how the marks of panels scatter.",
    )
    parser.add_argument("archive", type=Path)
    parser.add_argument("file", type=Path, help="where the figures are written")
    options = parser.parse_args(arguments)
    try:
        with Archive(options.archive, read_only=True) as archive:
            save(fit(archive), options.file)
    except KissAndCryError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
