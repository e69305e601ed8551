"""One segment without one of its judges, and without the trimming: what would have been otherwise.

All is scored again from the marks, as arrays. What the recomputation changes is added to the
printed score, so that a skate whose print does not add up is moved by as much as any other.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kissandcry import rulebooks
from kissandcry.archive import keys
from kissandcry.archive.answer import Answer, Coverage
from kissandcry.archive.judges import sentences
from kissandcry.archive.judges.nations import association, named_since, unnamed
from kissandcry.archive.rows import decimal, points
from kissandcry.archive.store import Archive
from kissandcry.core import Discipline, Level, NotInArchive, Points, Segment
from kissandcry.rulebooks import PanelRule, Rulebook
from kissandcry.scoring import (
    NO_MARK,
    NO_SCORE,
    NO_VALUE,
    element_value,
    factored,
    factors_of,
    goe_table,
    grades,
    hundredths_of,
    panel_component,
    panel_goe,
    segment_places,
)

Hundredths = NDArray[np.int64]

_SEGMENT: Final = """
SELECT id, day, discipline, level, segment, authority FROM segments
WHERE event = ? AND category = ? AND segment = ?
"""
_SKATES: Final = """
SELECT p.id, k.key AS skater, p.name, p.nation, p.rank, p.tss, p.tes, p.pcs
FROM performances p JOIN skaters k ON k.id = p.skater
WHERE p.segment = ? AND p.rank IS NOT NULL ORDER BY p.rank, p.position
"""
_ELEMENTS: Final = """
SELECT performance, code, second_half, info, marks FROM elements
WHERE segment = ? ORDER BY performance, position
"""
_COMPONENTS: Final = """
SELECT performance, component, marks FROM components
WHERE segment = ? ORDER BY performance, position
"""
_SEATS: Final = """
SELECT o.seat, j.key, j.name, coalesce(s.nation, '') AS nation
FROM officials o JOIN judges j ON j.id = o.judge
LEFT JOIN seats s ON s.segment = o.segment AND s.judge = o.judge
WHERE o.segment = ? AND o.seat IS NOT NULL ORDER BY o.seat
"""
_MOVED: Final[dict[str, Any]] = {
    "seat": pl.Int64,
    "judge": pl.String,
    "judge_name": pl.String,
    "judge_nation": pl.String,
    "skater": pl.String,
    "name": pl.String,
    "nation": pl.String,
    "same_nation": pl.Boolean,
    "place": pl.Int64,
    "place_without": pl.Int64,
    "score": pl.Decimal(9, 2),
    "score_without": pl.Decimal(9, 2),
    "alone": pl.Boolean,
}
_TRIMMED: Final[dict[str, Any]] = {
    "seat": pl.Int64,
    "judge": pl.String,
    "judge_name": pl.String,
    "judge_nation": pl.String,
    "marks": pl.Int64,
    "highest": pl.Float64,
    "lowest": pl.Float64,
    "deleted": pl.Float64,
}
_UNTRIMMED: Final[dict[str, Any]] = {
    "skater": pl.String,
    "name": pl.String,
    "nation": pl.String,
    "place": pl.Int64,
    "place_untrimmed": pl.Int64,
    "score": pl.Decimal(9, 2),
    "score_untrimmed": pl.Decimal(9, 2),
    "difference": pl.Decimal(9, 2),
}


@dataclass(frozen=True)
class Marked:
    """A segment as arrays: rows are elements or components, columns judges."""

    title: str
    event: str
    book: Rulebook
    segment: Segment
    skates: list[dict[str, Any]]
    seats: dict[int, tuple[str, str, str]]  # of each seat: key, name, nation
    element_of: NDArray[np.int64]
    grades: NDArray[np.int8]
    table: NDArray[np.int16]
    component_of: NDArray[np.int64]
    marks: NDArray[np.int16]
    factors: NDArray[np.int32]

    @property
    def judges(self) -> int:
        """How many columns there are."""
        return int(self.marks.shape[1])


def moved(
    archive: Archive, event: str, category: str, segment: str, as_of: date | None = None
) -> Answer:
    """Marks that changed a placement: who would stand elsewhere without the marks of one judge.

    The judge's marks are left out for the whole segment, and the rest of the panel is trimmed as
    the rules have it for so many. A row for each judge and skater whose place is another then:
    `seat`, `judge`, `judge_name`, `judge_nation`, `skater`, `name`, `nation`, `same_nation` (None
    where the judge's nation is not known), `place`, `place_without`, `score`, `score_without`,
    `alone` (whether the place changes too where only the marks for this skater are left out).
    Raises `NotInArchive`; empty, with a sentence, where columns do not name judges.
    """
    found = _marked(archive, event, category, segment, as_of)
    if isinstance(found, str):
        return Answer.of(pl.DataFrame(schema=_MOVED), found, Coverage())
    whole = _scores(found, found.book.panel)
    printed = _printed(found)
    places = _places(found, printed)
    rows = []
    for seat in range(1, found.judges + 1):
        counted = np.arange(found.judges) != seat - 1
        without = printed + _scores(found, found.book.panel, counted) - whole
        other = _places(found, without)
        for index in np.flatnonzero(other != places).tolist():
            rows.append(
                _who(found, seat, index)
                | {
                    "place": int(places[index]),
                    "place_without": int(other[index]),
                    "score": _points(printed[index, 0]),
                    "score_without": _points(without[index, 0]),
                    "alone": _alone(found, printed, without, index) != places[index],
                }
            )
    text = sentences.of_moved(found.title, rows, found.judges, len(found.skates))
    return Answer.of(pl.DataFrame(rows, schema=_MOVED), text, Coverage((found.event,)))


def trimmed(
    archive: Archive, event: str, category: str, segment: str, as_of: date | None = None
) -> Answer:
    """What the trimmed mean removed: how often each judge's mark was deleted.

    A row a judge: `seat`, `judge`, `judge_name`, `judge_nation`, `marks` (grades and marks of
    components), `highest` and `lowest` (deleted as such), `deleted` (their share). Of equal marks
    one is deleted, and no rule says which: each counts by its part. Raises and declines as `moved`.
    """
    found = _marked(archive, event, category, segment, as_of)
    if isinstance(found, str):
        return Answer.of(pl.DataFrame(schema=_TRIMMED), found, Coverage())
    rule = found.book.panel
    given, high, low = (np.zeros(found.judges) for _ in range(3))
    for marks, missing in ((found.grades, NO_MARK), (found.marks, NO_VALUE)):
        there = marks != missing
        trims = there & (there.sum(axis=1, keepdims=True) >= rule.trim_from)
        given += there.sum(axis=0)
        high += _struck(np.where(trims, marks, -np.inf), rule.trim_high)
        low += _struck(np.where(trims, -marks.astype(np.float64), -np.inf), rule.trim_low)
    rows = []
    for column in np.flatnonzero(given).tolist():
        count = int(given[column])
        rows.append(
            _seat(found, column + 1)
            | {"marks": count, "highest": high[column], "lowest": low[column]}
            | {"deleted": (high[column] + low[column]) / count}
        )
    text = sentences.of_trimmed(found.title, rows)
    return Answer.of(pl.DataFrame(rows, schema=_TRIMMED), text, Coverage((found.event,)))


def untrimmed(
    archive: Archive, event: str, category: str, segment: str, as_of: date | None = None
) -> Answer:
    """The scores without trimming: the mean of all marks. A row a skater: `skater`, `name`,
    `nation`, `place`, `place_untrimmed`, `score`, `score_untrimmed`, `difference`. Raises and
    declines as `moved`."""
    found = _marked(archive, event, category, segment, as_of)
    if isinstance(found, str):
        return Answer.of(pl.DataFrame(schema=_UNTRIMMED), found, Coverage())
    rule = replace(found.book.panel, trim_from=found.judges + 1)
    printed = _printed(found)
    plain = printed + _scores(found, rule) - _scores(found, found.book.panel)
    places, other = _places(found, printed), _places(found, plain)
    rows = [
        {name: skate[name] for name in ("skater", "name", "nation")}
        | {"place": int(places[index]), "place_untrimmed": int(other[index])}
        | {"score": _points(printed[index, 0]), "score_untrimmed": _points(plain[index, 0])}
        | {"difference": _points(plain[index, 0] - printed[index, 0])}
        for index, skate in enumerate(found.skates)
    ]
    text = sentences.of_untrimmed(found.title, rows)
    return Answer.of(pl.DataFrame(rows, schema=_UNTRIMMED), text, Coverage((found.event,)))


def _marked(
    archive: Archive, event: str, category: str, segment: str, as_of: date | None
) -> Marked | str:
    """The segment, or a sentence that says why nothing can be said of its judges."""
    of = keys.event(archive, event)
    kind, name = keys.category(archive, of, category), keys.segment(segment)
    found = archive.rows(_SEGMENT, [of.id, kind, str(name)])
    title = f"{of.name}, {kind.replace('-', ' ')}, {name.replace('_', ' ')}"
    if not found or (as_of is not None and found[0]["day"] > as_of):
        raise NotInArchive(f"{title}: the archive does not hold this segment")
    head = found[0]
    if head["day"] < named_since():
        return f"{title}: {unnamed()}"
    marked = _arrays(archive, head, title, of.key)
    return marked if marked.skates else f"{title}: nobody has a place in it."


def _arrays(archive: Archive, head: dict[str, Any], title: str, event: str) -> Marked:
    book = rulebooks.on(
        head["day"], Discipline(head["discipline"]), Level(head["level"]), head["authority"]
    )
    segment = Segment(head["segment"])
    skates = archive.rows(_SKATES, [head["id"]])
    place = {row["id"]: index for index, row in enumerate(skates)}
    elements = [row for row in archive.rows(_ELEMENTS, [head["id"]]) if row["performance"] in place]
    components = [
        row for row in archive.rows(_COMPONENTS, [head["id"]]) if row["performance"] in place
    ]
    values = [
        element_value(book, row["code"], row["second_half"], row["info"], segment=segment)
        for row in elements
    ]
    least = decimal(book.mark_lowest)  # 0.00 is no mark: so papers print a judge who was removed
    marks = [
        [None if mark is None or mark < least else points(mark) for mark in row["marks"]]
        for row in components
    ]
    return Marked(
        title=title,
        event=event,
        book=book,
        segment=segment,
        skates=skates,
        seats={
            row["seat"]: (row["key"], row["name"], row["nation"])
            for row in archive.rows(_SEATS, [head["id"]])
        },
        element_of=np.array([place[row["performance"]] for row in elements], np.int64),
        grades=grades([row["marks"] for row in elements]),
        table=goe_table(book, values),
        component_of=np.array([place[row["performance"]] for row in components], np.int64),
        marks=hundredths_of(marks),
        factors=factors_of(book, segment, [row["component"] for row in components]),
    )


def _scores(found: Marked, rule: PanelRule, counted: NDArray[np.bool_] | None = None) -> Hundredths:
    """What the marks give each skate, in hundredths: shape [skates, 3], total, elements (without
    base values) and components. What has no score is left out."""
    goe = panel_goe(found.grades, np.arange(len(found.grades)), found.table, rule, counted)
    panel = panel_component(found.marks, rule, counted)
    parts = np.where(panel == NO_SCORE, 0, factored(panel, found.factors))
    result = np.zeros((len(found.skates), 3), np.int64)
    np.add.at(result[:, 1], found.element_of, np.where(goe == NO_SCORE, 0, goe))
    np.add.at(result[:, 2], found.component_of, parts)
    result[:, 0] = result[:, 1] + result[:, 2]
    return result


def _printed(found: Marked) -> Hundredths:
    """The printed scores: total, elements, components."""
    return np.array(
        [[int(row[name].scaleb(2)) for name in ("tss", "tes", "pcs")] for row in found.skates],
        np.int64,
    )


def _places(found: Marked, scores: Hundredths) -> NDArray[np.int32]:
    rule = found.book.ties[found.segment]
    return segment_places(scores[:, 0], scores[:, 1], scores[:, 2], rule)


def _alone(found: Marked, printed: Hundredths, without: Hundredths, index: int) -> int:
    """The place where only the marks for this skater are left out."""
    scores = printed.copy()
    scores[index] = without[index]
    return int(_places(found, scores)[index])


def _who(found: Marked, seat: int, index: int) -> dict[str, Any]:
    skate = found.skates[index]
    row = _seat(found, seat) | {name: skate[name] for name in ("skater", "name", "nation")}
    home = row["judge_nation"]
    row["same_nation"] = association(skate["nation"]) == home if home else None
    return row


def _seat(found: Marked, seat: int) -> dict[str, Any]:
    key, name, nation = found.seats.get(seat, ("", f"Judge {seat}", ""))
    return {"seat": seat, "judge": key, "judge_name": name, "judge_nation": nation}


def _struck(values: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """How often each judge is among the `count` highest of a row; equal ones share what is left."""
    if not count or not len(values):
        return np.zeros(values.shape[1])
    cut = np.sort(values, axis=1)[:, [-count]]
    there = np.isfinite(values)
    above, equal = values > cut, (values == cut) & there
    left = (count - above.sum(axis=1)) / np.maximum(equal.sum(axis=1), 1)
    struck: NDArray[np.float64] = np.where(above, 1.0, np.where(equal, left[:, None], 0.0))
    return np.asarray(struck.sum(axis=0), np.float64)


def _points(hundredths: int) -> Any:
    return decimal(Points.from_hundredths(int(hundredths)))
