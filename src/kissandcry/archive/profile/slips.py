"""Which elements fell, and which jumps were popped.

Papers print the F of a fall since 2022-23 (`data/calls.toml`). Before, a fall is only a deduction,
and the element is inferred: as many of the elements with the lowest grades fell as were deducted
for. Where the grades that decide lie close together, or too few are low enough, it stays open which
fell (`fell` is NULL); only an element whose mean grade is not negative is taken to have been stood.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from kissandcry import rulebooks
from kissandcry.archive.profile.calls import printed_since
from kissandcry.archive.rows import points
from kissandcry.archive.store import Archive
from kissandcry.core import Discipline, KissAndCryError, Level, Points
from kissandcry.rulebooks import DeductionRule

LOW: Final = 0.6  # of the lowest grade: a mean grade as low as this may be a fall
APART: Final = 0.03  # of the lowest grade: mean grades nearer to each other do not tell who fell
_MOST: Final = 20  # falls that are tried; no paper has printed more than six

# $1: the segments; $2, $3: performances with a deduction, and for how many falls (NULL: not said);
# $4: the day since which the F is printed; $5: LOW; $6: APART.
_SLIPS: Final = """
INSERT INTO slips
WITH deducted AS (
    SELECT unnest($2::INTEGER[]) AS performance, unnest($3::INTEGER[]) AS falls
), skated AS (
    SELECT e.segment, e.performance, e.position, e.family, e.fall, s.day >= $4::DATE AS printed,
        coalesce(e.rotations, 0) AS turns,
        e.family = 'jump' AND regexp_matches(e.name, '^[0-9]?A') AS axel,
        round(-list_avg(e.marks) / s.grades, 6) AS low,
        d.performance IS NOT NULL AS taken_off,
        d.falls - count(*) FILTER (WHERE e.fall) OVER (PARTITION BY e.performance) AS falls
    FROM elements e
    JOIN segments s ON s.id = e.segment
    LEFT JOIN deducted d ON d.performance = e.performance
    WHERE e.segment IN (SELECT unnest($1::INTEGER[]))
), ranked AS (
    SELECT *, NOT fall AND coalesce(low >= $5, false) AS like_a_fall,
        coalesce(list(low ORDER BY low DESC) FILTER (WHERE NOT fall AND low >= $5)
            OVER (PARTITION BY performance), []) AS lows,
        median(turns) FILTER (WHERE family = 'jump') OVER (PARTITION BY segment) AS usual,
        median(turns) FILTER (WHERE family = 'jump' AND NOT axel) OVER (PARTITION BY segment)
            AS usual_others,
        count(*) FILTER (WHERE family = 'jump' AND NOT axel AND turns <= 2)
            OVER (PARTITION BY performance) AS doubles,
        count(*) FILTER (WHERE family = 'jump' AND NOT axel AND turns > 2)
            OVER (PARTITION BY performance) AS triples
    FROM skated
), judged AS (
    SELECT segment, performance, position,
        CASE
            WHEN fall THEN true
            WHEN printed OR NOT taken_off OR falls <= 0 THEN false
            WHEN falls IS NULL THEN NULL
            WHEN like_a_fall AND len(lows) <= falls THEN true
            WHEN like_a_fall AND low >= lows[falls + 1] + $6 THEN true
            WHEN like_a_fall AND low <= lows[falls] - $6 THEN false
            WHEN like_a_fall THEN NULL
            WHEN len(lows) >= falls OR low <= 0 THEN false
        END AS fell,
        NOT fall AND NOT printed AS unprinted,
        coalesce(family = 'jump' AND (
            (turns <= 1 AND usual >= 2)
            OR (turns = 2 AND NOT axel AND usual_others >= 3
                AND NOT (doubles >= 3 AND doubles > triples))
        ), false) AS popped
    FROM ranked
)
SELECT segment, performance, position, fell, unprinted AND coalesce(fell, false), popped
FROM judged
WHERE fell IS DISTINCT FROM false OR popped
ORDER BY segment, performance, position
"""

_DEDUCTIONS: Final = """
SELECT p.id, s.day, s.discipline, s.level, s.authority, p.deductions, d.reason, d.points, d.times
FROM performances p
JOIN segments s ON s.id = p.segment
LEFT JOIN deduction_items d ON d.performance = p.id AND d.segment = p.segment
WHERE p.segment IN (SELECT unnest(?::INTEGER[])) AND p.deductions <> 0
"""


def fill(archive: Archive, segments: Sequence[int]) -> None:
    """Write `slips` of these segments from their elements, marks and deductions."""
    archive.run("DELETE FROM slips WHERE segment IN (SELECT unnest(?::INTEGER[]))", [segments])
    falls = _falls(archive.run(_DEDUCTIONS, [segments]))
    values = [list(segments), list(falls), list(falls.values()), printed_since("F"), LOW, APART]
    archive.run(_SLIPS, values)


def _falls(rows: Sequence[tuple[Any, ...]]) -> dict[int, int | None]:
    """How many falls were deducted for in each performance with deductions; None: not said."""
    items: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        items[row[0]].append(row)
    return {performance: _deducted(found) for performance, found in items.items()}


def _deducted(rows: Sequence[tuple[Any, ...]]) -> int | None:
    if rows[0][6] is None:  # the paper gives no reason
        return None
    count = 0
    for _, day, discipline, level, authority, _, reason, taken, times in rows:
        if not reason.lower().startswith("fall") or not taken:
            continue
        rule = _rule(day, discipline, level, authority)
        known = _times(rule, points(taken)) if rule is not None else times
        if known is None:
            return None
        count += known
    return count


def _times(rule: DeductionRule, taken: Points) -> int | None:
    """How many falls cost so much. The number that is printed is that of the points on some papers
    (the Games of 2018), so the points decide."""
    return next((n for n in range(1, _MOST) if rule.total(n) == taken), None)


def _rule(day: date, discipline: str, level: str, authority: str) -> DeductionRule | None:
    try:
        book = rulebooks.on(day, Discipline(discipline), Level(level), authority)
    except KissAndCryError:
        return None
    return book.deduction("fall")
