"""What was marked in one performance, as one text: a page of it asks one question, not three."""

from collections.abc import Sequence
from typing import Final

import msgspec

from kissandcry.archive.store import Archive
from kissandcry.core import Points
from kissandcry.protocols import PrintedComponent, PrintedDeduction, PrintedElement

Parts = tuple[
    tuple[PrintedElement, ...], tuple[PrintedComponent, ...], tuple[PrintedDeduction, ...]
]

_FILL: Final = """
INSERT INTO sheets
WITH chosen AS (
    SELECT id, segment FROM performances WHERE segment IN (SELECT unnest($1::INTEGER[]))
), e AS (
    SELECT performance, to_json(list([
        to_json(number), to_json(code), to_json(info), to_json((100 * base_value)::INTEGER),
        to_json(second_half), to_json((100 * goe)::INTEGER), to_json(marks),
        to_json((100 * panel_score)::INTEGER)] ORDER BY position)) AS said
    FROM elements WHERE segment IN (SELECT unnest($1::INTEGER[])) GROUP BY performance
), c AS (
    SELECT performance, to_json(list([
        to_json(name), to_json((100 * factor)::INTEGER),
        to_json(list_transform(marks, lambda mark: (100 * mark)::INTEGER)),
        to_json((100 * panel_score)::INTEGER)] ORDER BY position)) AS said
    FROM components WHERE segment IN (SELECT unnest($1::INTEGER[])) GROUP BY performance
), d AS (
    SELECT performance, to_json(list([
        to_json(reason), to_json((100 * points)::INTEGER), to_json(times), to_json(votes)]
        ORDER BY position)) AS said
    FROM deduction_items WHERE segment IN (SELECT unnest($1::INTEGER[])) GROUP BY performance
)
SELECT p.segment, p.id, coalesce(e.said, '[]'), coalesce(c.said, '[]'), coalesce(d.said, '[]')
FROM chosen p LEFT JOIN e ON e.performance = p.id LEFT JOIN c ON c.performance = p.id
    LEFT JOIN d ON d.performance = p.id
ORDER BY p.segment, p.id
"""
_READ: Final = "SELECT elements, components, deductions FROM sheets WHERE performance = ?"

# Points and marks of components are whole hundredths there.
_ELEMENTS: Final = msgspec.json.Decoder(
    list[tuple[int | None, str, str, int, bool, int, tuple[int | None, ...], int]]
)
_COMPONENTS: Final = msgspec.json.Decoder(list[tuple[str, int | None, tuple[int | None, ...], int]])
_DEDUCTIONS: Final = msgspec.json.Decoder(list[tuple[str, int, int | None, str]])


def fill(archive: Archive, segments: Sequence[int]) -> None:
    """Write `sheets` of these segments again."""
    archive.run("DELETE FROM sheets WHERE segment IN (SELECT unnest(?::INTEGER[]))", [segments])
    archive.run(_FILL, [list(segments)])


def parts(archive: Archive, performance: int) -> Parts:
    """The elements, components and deductions of a performance (`performances.id`), as printed."""
    ((elements, components, deductions),) = archive.run(_READ, [performance])
    return (
        tuple(_element(*row) for row in _ELEMENTS.decode(elements)),
        tuple(_component(*row) for row in _COMPONENTS.decode(components)),
        tuple(
            PrintedDeduction(reason, _points(points), times, votes)
            for reason, points, times, votes in _DEDUCTIONS.decode(deductions)
        ),
    )


def _element(
    number: int | None,
    code: str,
    info: str,
    base_value: int,
    second_half: bool,
    goe: int,
    marks: tuple[int | None, ...],
    panel_score: int,
) -> PrintedElement:
    points = (_points(base_value), second_half, _points(goe), marks, _points(panel_score))
    return PrintedElement(number, code, info, *points)


def _component(
    name: str, factor: int | None, marks: tuple[int | None, ...], panel_score: int
) -> PrintedComponent:
    given = tuple(None if mark is None else _points(mark) for mark in marks)
    times = None if factor is None else _points(factor)
    return PrintedComponent(name, times, given, _points(panel_score))


_points: Final = Points.from_hundredths
