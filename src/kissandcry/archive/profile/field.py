"""What the field of each segment skated: sums by element and by component."""

from collections.abc import Sequence
from typing import Final

from kissandcry.archive.store import Archive

# What SKATED needs of each performance.
COUNTS: Final = "count(*) AS elements, min(e.position) FILTER (WHERE e.second_half) AS first_x"

# Each element with its half of the program and what went wrong. The second half begins with the
# first x that is printed, at the latest where half of the elements are over; without an x the
# element in the middle of an odd number belongs to neither half.
SKATED: Final = """
    SELECT e.performance, e.segment, coalesce(e.name, e.code) AS name,
        coalesce(e.family, 'unnamed') AS family,
        CASE WHEN e.position >= n.first_x OR 2 * e.position > n.elements + 1 THEN 2
             WHEN 2 * e.position <= n.elements THEN 1 ELSE 0 END AS half,
        e.base_value, e.goe, e.panel_score, list_avg(e.marks) / p.grades AS grade,
        CASE WHEN w.performance IS NULL THEN false ELSE w.fell END AS fell,
        coalesce(w.inferred, false) AS inferred,
        coalesce(w.popped, false) AS popped,
        coalesce(e.rotation_call <> '', false) AS under_rotated,
        coalesce(e.edge_call <> '', false) AS wrong_edge,
        e.invalid, p.day, p.segment_name
    FROM elements e
    JOIN chosen p ON p.id = e.performance
    JOIN counted n ON n.performance = e.performance
    LEFT JOIN slips w ON w.performance = e.performance AND w.position = e.position
"""

# Sums of the rows of SKATED, as `field` has them.
SUMS: Final = """
    count(*)::INTEGER AS attempts, sum(base_value) AS base_value, sum(goe) AS goe,
    sum(panel_score) AS panel_score, coalesce(sum(grade), 0) AS grade,
    count(grade)::INTEGER AS graded, count(*) FILTER (WHERE fell)::INTEGER AS falls,
    count(*) FILTER (WHERE fell IS NULL)::INTEGER AS open_falls,
    count(*) FILTER (WHERE under_rotated)::INTEGER AS under_rotated,
    count(*) FILTER (WHERE wrong_edge)::INTEGER AS wrong_edge,
    count(*) FILTER (WHERE popped)::INTEGER AS popped,
    count(*) FILTER (WHERE invalid)::INTEGER AS invalid
"""

_FIELD: Final = f"""
INSERT INTO field
WITH chosen AS (
    SELECT id, grades, day, segment_name FROM performances
    WHERE segment IN (SELECT unnest($1::INTEGER[]))
), counted AS (
    SELECT performance, {COUNTS} FROM elements e
    WHERE segment IN (SELECT unnest($1::INTEGER[])) GROUP BY performance
), skated AS ({SKATED})
SELECT segment, name, family, half, {SUMS} FROM skated
GROUP BY segment, name, family, half ORDER BY segment, name, half
"""

_COMPONENTS: Final = """
INSERT INTO field_components
SELECT segment, component, count(*), sum(panel_score) FROM components
WHERE segment IN (SELECT unnest($1::INTEGER[]))
GROUP BY segment, component ORDER BY segment, component
"""


def fill(archive: Archive, segments: Sequence[int]) -> None:
    """Write `field` and `field_components` of these segments; `slips` must stand."""
    for table, sql in (("field", _FIELD), ("field_components", _COMPONENTS)):
        archive.run(
            f"DELETE FROM {table} WHERE segment IN (SELECT unnest(?::INTEGER[]))", [segments]
        )
        archive.run(sql, [list(segments)])
