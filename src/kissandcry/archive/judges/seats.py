"""Each judge of a segment against the rest of the panel, as sums that add up over segments.

A difference is a mark less the mean of the other judges' marks for the same element or component.
In points, each grade takes its value in the scale of the day and each component its factor, and
the differences of a skate add up: how much higher the judge alone would have had it.

The same-nation effect of a segment is the coefficient of "of the judge's nation" in a least squares
fit of these differences by performance, beside a constant and the points of the rest of the panel:
a judge who marks all leading skaters higher is not taken for one who marks their own higher. Over
segments the effects are averaged by their weights, as in one fit with a constant and a slope for
each segment (Frisch and Waugh, 1933). A performance is one observation: marks of one judge for one
skate are not independent of each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kissandcry import rulebooks
from kissandcry.archive.judges.nations import UNKNOWN, association, named_since
from kissandcry.archive.rows import decimal
from kissandcry.archive.store import Archive
from kissandcry.core import Discipline, KissAndCryError, Level, Points, Segment
from kissandcry.scoring import NO_MARK, NO_VALUE, element_value, goe_table, grades, tabulated

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

MEASURES: Final = ("goe", "component", "points")
_FITTED: Final = 3  # a constant, a slope, the effect
_FREEDOM: Final = 2  # degrees of freedom that a segment needs to count
_SMALL: Final = 1e-9

_SEGMENT: Final = """
SELECT id, day, discipline, level, segment, authority FROM segments s
WHERE id IN (SELECT unnest(?::INTEGER[])) AND day >= ?
    AND EXISTS (FROM officials o WHERE o.segment = s.id AND o.seat IS NOT NULL)
"""
# The nation of a judge on all panels that print one, for the judges of some segments.
_ELSEWHERE: Final = """
SELECT judge, mode(nation) FROM officials
WHERE judge IN (SELECT judge FROM officials WHERE segment IN (SELECT unnest($1::INTEGER[])))
    AND NOT list_contains($2::VARCHAR[], nation)
GROUP BY judge
"""
_WITHOUT: Final = """
SELECT DISTINCT s.segment, s.judge, s.nation
FROM seats s JOIN officials o ON o.segment = s.segment AND o.seat = s.seat
WHERE s.judge IN (SELECT unnest($1::INTEGER[])) AND list_contains($2::VARCHAR[], o.nation)
"""
_OFFICIALS: Final = """
SELECT seat, judge, nation FROM officials WHERE segment = ? AND seat IS NOT NULL ORDER BY seat
"""
_PERFORMANCES: Final = "SELECT id, nation FROM performances WHERE segment = ? ORDER BY position"
_ELEMENTS: Final = """
SELECT performance, coalesce(family, 'unnamed'), code, second_half, info, base_value, marks
FROM elements WHERE segment = ? ORDER BY performance, position
"""
_COMPONENTS: Final = """
SELECT performance, component, coalesce(factor, 0), marks
FROM components WHERE segment = ? ORDER BY performance, position
"""


@dataclass(frozen=True)
class Panel:
    """The marks of a segment: rows are elements or components, columns judges; NaN: no mark."""

    performances: int
    element_of: Integers  # performance of each element, from 0
    families: list[str]
    base_value: Floats  # points
    marks: Floats  # grades
    values: Floats  # points of each grade; NaN where the scale does not say
    component_of: Integers
    components: list[str]
    factors: Floats
    component_marks: Floats


@dataclass(frozen=True)
class Differences:
    """What each judge gave more than the rest: of marks, and of performances [performances, judges]
    the mean in grades, the mean in marks of components, the sum in points, and the points of the
    rest of the panel."""

    goe: Floats
    component: Floats
    goe_mean: Floats
    component_mean: Floats
    points: Floats
    level: Floats


def fill(archive: Archive, segments: Sequence[int]) -> None:
    """Write `seats` and `seat_parts` of those of the segments whose columns name judges, and of
    older ones where the nation of one of their judges has become known since."""
    rows: list[tuple[Any, ...]] = []
    parts: list[tuple[Any, ...]] = []
    unknown = sorted(UNKNOWN)
    elsewhere = dict(archive.run(_ELSEWHERE, [list(segments), unknown]))
    # Panels that print no nation have it from others, and these may be new.
    late = {
        segment
        for segment, judge, nation in archive.run(_WITHOUT, [sorted(elsewhere), unknown])
        if nation != association(elsewhere[judge])
    }
    wanted = sorted({*segments, *late})
    if late:
        elsewhere = dict(archive.run(_ELSEWHERE, [wanted, unknown]))
    for table in ("seats", "seat_parts"):
        archive.run(f"DELETE FROM {table} WHERE segment IN (SELECT unnest(?::INTEGER[]))", [wanted])
    for found in archive.run(_SEGMENT, [wanted, named_since()]):
        _segment(archive, found, elsewhere, rows, parts)
    for table, filled in (("seats", rows), ("seat_parts", parts)):
        if filled:
            with archive.connection.appender(table) as appender:
                for row in filled:
                    appender.append_row(*row)


def _segment(
    archive: Archive,
    found: tuple[Any, ...],
    elsewhere: Mapping[int, str],
    rows: list[tuple[Any, ...]],
    parts: list[tuple[Any, ...]],
) -> None:
    segment = int(found[0])
    skated = archive.run(_PERFORMANCES, [segment])
    panel = panel_of(archive, found)
    done = differences(panel)
    nations = np.array([association(nation) for _, nation in skated])
    for seat, judge, nation in archive.run(_OFFICIALS, [segment]):
        column = seat - 1
        if column >= panel.marks.shape[1] or np.isnan(panel.marks[:, column]).all():
            continue
        home = association(nation) or association(elsewhere.get(judge, ""))
        own = (nations == home) & (home != "")
        rows.append((segment, judge, seat, home, *seat_sums(done, column, own)))
        parts.extend(
            (segment, judge, kind, part, *sums) for kind, part, sums in _parts(panel, done, column)
        )


def panel_of(archive: Archive, found: tuple[Any, ...]) -> Panel:
    """The marks of a segment; `found`: its id, day, discipline, level, segment and authority."""
    segment, day, discipline, level, name, authority = found
    book = rulebooks.on(day, Discipline(discipline), Level(level), authority)
    ids = {row[0]: index for index, row in enumerate(archive.run(_PERFORMANCES, [segment]))}
    elements = archive.run(_ELEMENTS, [segment])
    components = archive.run(_COMPONENTS, [segment])
    marks = grades([row[6] for row in elements])
    values = np.full(marks.shape, NO_VALUE, np.int16)
    for index, (_, _, code, second, info, _, _) in enumerate(elements):
        try:
            value = element_value(book, code, second, info, segment=Segment(name))
        except KissAndCryError:
            continue  # no scale says what its grades are worth
        table = goe_table(book, [value])
        values[index] = tabulated(marks[[index]], np.zeros(1, np.int64), table)
    return Panel(
        performances=len(ids),
        element_of=np.array([ids[row[0]] for row in elements], np.int64),
        families=[row[1] for row in elements],
        base_value=np.array([float(row[5]) for row in elements]),
        marks=np.where(marks == NO_MARK, np.nan, marks.astype(np.float64)),
        values=np.where(values == NO_VALUE, np.nan, values / 100),
        component_of=np.array([ids[row[0]] for row in components], np.int64),
        components=[row[1] for row in components],
        factors=np.array([float(row[2]) for row in components]),
        component_marks=_rectangle(
            [row[3] for row in components], marks.shape[1], book.mark_lowest
        ),
    )


def _rectangle(marks: Sequence[Sequence[Any]], judges: int, lowest: Points) -> Floats:
    """Marks of components as an array. 0.00 is no mark: so papers print a judge who was removed."""
    least = decimal(lowest)
    table = np.full((len(marks), judges), np.nan)
    for line, row in zip(table, marks, strict=True):
        line[: len(row)] = [
            np.nan if mark is None or mark < least else float(mark) for mark in row[:judges]
        ]
    return table


def differences(panel: Panel) -> Differences:
    """Every judge against the mean of the others."""
    goe, _ = _from_the_rest(panel.marks)
    value, rest = _from_the_rest(panel.values)
    component, rest_of_components = _from_the_rest(panel.component_marks)
    count = panel.performances
    factors = panel.factors[:, None]
    return Differences(
        goe=goe,
        component=component,
        goe_mean=_by(panel.element_of, goe, count, mean=True),
        component_mean=_by(panel.component_of, component, count, mean=True),
        points=_by(panel.element_of, value, count)
        + _by(panel.component_of, component * factors, count),
        level=_by(panel.element_of, rest + panel.base_value[:, None], count)
        + _by(panel.component_of, rest_of_components * factors, count),
    )


def _from_the_rest(marks: Floats) -> tuple[Floats, Floats]:
    """Each mark less the mean of the others, and that mean; NaN without marks."""
    given = ~np.isnan(marks)
    total = np.where(given, marks, 0.0).sum(axis=1, keepdims=True)
    others = given.sum(axis=1, keepdims=True) - given
    rest = np.where(
        others > 0, (total - np.where(given, marks, 0.0)) / np.maximum(others, 1), np.nan
    )
    return marks - rest, rest


def _by(of: Integers, values: Floats, count: int, *, mean: bool = False) -> Floats:
    """Sums or means by performance: shape [performances, judges]. Missing ones are left out."""
    given = ~np.isnan(values)
    total = np.zeros((count, values.shape[1]))
    np.add.at(total, of, np.where(given, values, 0.0))
    if not mean:
        return total
    marks = np.zeros_like(total)
    np.add.at(marks, of, given)
    return np.where(marks > 0, total / np.maximum(marks, 1), np.nan)


def seat_sums(done: Differences, column: int, own: NDArray[np.bool_]) -> tuple[float | int, ...]:
    """The columns of `seats` from `goe_marks` on; `own`: who is of the judge's nation [n]."""
    goe, component = done.goe[:, column], done.component[:, column]
    skated = ~np.isnan(done.goe_mean[:, column])
    mine = own & skated
    weight, freedom, effects = _effects(done, column, mine, skated)
    return (
        *_sums(goe),
        *_sums(component),
        int(skated.sum()),
        float(done.points[skated, column].sum()),
        int(mine.sum()),
        weight,
        freedom,
        *effects,
    )


def _sums(values: Floats) -> tuple[int, float, float]:
    given = values[~np.isnan(values)]
    return len(given), float(given.sum()), float((given**2).sum())


def _effects(
    done: Differences, column: int, own: NDArray[np.bool_], skated: NDArray[np.bool_]
) -> tuple[float, float, list[float]]:
    """Weight, degrees of freedom, and of each measure the effect and the variance, weighted."""
    nothing = (0.0, 0.0, [0.0] * (2 * len(MEASURES)))
    measures = (done.goe_mean, done.component_mean, done.points)
    counted = skated & ~np.isnan(done.component_mean[:, column])
    freedom = int(counted.sum()) - _FITTED
    if not own[counted].any() or freedom < _FREEDOM:
        return nothing
    level = done.level[counted, column]
    base = np.column_stack([np.ones(len(level)), level - level.mean()])
    left = _left(base, own[counted].astype(np.float64))
    weight = float(left @ left)
    if weight < _SMALL:  # all are of their nation, or all but one line
        return nothing
    sums: list[float] = []
    for measure in measures:
        rest = _left(base, measure[counted, column])
        effect = float(left @ rest) / weight
        squares = float(((rest - effect * left) ** 2).sum())
        sums += [weight * effect, weight * squares / freedom]
    return weight, float(freedom), sums


def _left(base: Floats, values: Floats) -> Floats:
    """What a least squares fit by `base` leaves of the values."""
    fit = np.linalg.lstsq(base, values, rcond=None)[0]
    return np.asarray(values - base @ fit, np.float64)


def _parts(
    panel: Panel, done: Differences, column: int
) -> list[tuple[str, str, tuple[int, float, float]]]:
    """Sums by family and by component."""
    found = []
    for kind, names, values in (
        ("goe", panel.families, done.goe[:, column]),
        ("component", panel.components, done.component[:, column]),
    ):
        of = np.array(names)
        for part in sorted(set(names)):
            sums = _sums(values[of == part])
            if sums[0]:
                found.append((kind, part, sums))
    return found
