"""Which scores count for bests and records, as SQL: of segments, totals, elements and components.

A score counts if it was skated in an international event and has a place: no score of who was
disqualified or withdrew, and none of a national event (unless asked for). Team events count, as the
ISU counts them, but give no total. A score whose audit does not add up counts as it is printed.

A total is the sum of all segments of a category, and counts where the archive holds the closing
segment, one that opens it, and the skater in each. Until 2009-10 dance had up to three: those
totals are a record of their own, `TOTAL_ORIGINAL`.

The SQL is put together from the texts in this module alone; what somebody asks for is bound.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from kissandcry.archive import finals, keys
from kissandcry.archive.overview import overview
from kissandcry.archive.store import Archive, remembered
from kissandcry.core import NotInArchive, Segment
from kissandcry.protocols.skate_file.words import listed, plain

TOTAL: Final = "total"
TOTAL_ORIGINAL: Final = "total_original"  # with an original dance
TOTALS: Final = (TOTAL, TOTAL_ORIGINAL)
SCORES: Final = ("tss", "tes", "pcs")
OF_ELEMENTS: Final = ("panel_score", "goe")
EVERY: Final = "*"  # each element, or each component


@dataclass(frozen=True, slots=True)
class Asked:
    """Which scores are asked for; None stands for all. `by` is a column of the scores: one of
    `SCORES`, or one of `OF_ELEMENTS` with an `element`. `element` and `component` are names, or
    `EVERY`. `disqualified` are the performances of those whom a result page disqualifies."""

    discipline: str | None = None
    segment: str | None = None
    level: str | None = None
    grades: int | None = None
    by: str = "tss"
    element: str | None = None
    component: str | None = None
    season: str | None = None
    national: bool = False
    as_of: date | None = None
    disqualified: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """`by` goes into the query as a column; raises `NotInArchive` for any other text."""
        allowed: tuple[str, ...] = SCORES
        if self.of_parts:
            allowed = OF_ELEMENTS if self.element is not None else OF_ELEMENTS[:1]
        if self.by not in allowed:
            raise NotInArchive(
                f"{self.by[:100]!r} is no score to rank by; there are {listed(allowed)}"
            )

    @property
    def of_parts(self) -> bool:
        """Whether elements or components are asked for."""
        return self.element is not None or self.component is not None

    @property
    def every_part(self) -> bool:
        """Whether each element, or each component, is asked for."""
        return EVERY in (self.element, self.component)

    @property
    def group(self) -> tuple[str, ...]:
        """The columns that part the scores asked for: each group has its own bests and records.
        What is fixed by the question is none of them."""
        heads = [name for name in ("discipline", "level", "grades") if getattr(self, name) is None]
        if self.of_parts:
            return (*heads, "part") if self.every_part else tuple(heads)
        return (*heads, "segment") if self.segment is None else tuple(heads)

    def sql(self) -> tuple[str, dict[str, Any]]:
        """A query of the scores asked for, and its values.

        Columns: those of `group`, `performance` (of a total that of the closing segment), `skater`,
        `day` and `score`; of elements and components `position`, of elements `code`.
        """
        values = dict(self._values())
        if self.national is False:
            values["kind"] = "national"
        if self.disqualified:
            values["disqualified"] = list(self.disqualified)
        if self.of_parts:
            return self._of_parts(), values
        parts = []
        if self.segment not in TOTALS:
            columns = self._heads({"segment": "p.segment_name AS segment"})
            parts.append(_SEGMENTS.format(group=columns, by=self.by, where=self._where()))
        if self.segment is None or self.segment in TOTALS:
            parts.append(self._totals())
        return " UNION ALL ".join(parts), values

    def _of_parts(self) -> str:
        if self.component is not None:
            columns = self._heads({"part": "e.component AS part"})
            return _COMPONENTS.format(group=columns, where=self._where())
        columns = self._heads({"part": "e.name AS part"})
        return _ELEMENTS.format(group=columns, by=self.by, where=self._where())

    def _totals(self) -> str:
        label = f"if(c.original, '{TOTAL_ORIGINAL}', '{TOTAL}') AS segment"
        kind = "true"
        if self.segment is not None:
            kind = "c.original" if self.segment == TOTAL_ORIGINAL else "NOT c.original"
        columns = "".join(f"{label if name == 'segment' else f'c.{name}'}, " for name in self.group)
        where = f"{self._where()} AND NOT p.team"
        fixed = [name for name in ("discipline", "level", "grades") if name not in self.group]
        of = " AND ".join(["NOT team", *(f"{name} = ${name}" for name in fixed)])
        return _TOTALS.format(group=columns, by=self.by, where=where, kind=kind, of=of)

    def _heads(self, special: dict[str, str]) -> str:
        return "".join(f"{special.get(name, f'p.{name}')}, " for name in self.group)

    def _where(self) -> str:
        """The conditions on `performances p`, and on `elements` or `components e`."""
        said = ["p.status = ''", "p.rank IS NOT NULL"]
        said += ["p.event NOT IN (SELECT id FROM events WHERE kind = $kind)"] * (not self.national)
        said += ["NOT list_contains($disqualified, p.id)"] * bool(self.disqualified)
        said += [_CONDITIONS[name] for name, _ in self._values()]
        said += ["e.name IS NOT NULL AND NOT e.invalid"] * (self.element == EVERY)
        return " AND ".join(said)

    def _values(self) -> Iterator[tuple[str, Any]]:
        for name in ("discipline", "level", "grades", "season", "as_of"):
            if getattr(self, name) is not None:
                yield name, getattr(self, name)
        if self.segment is not None and self.segment not in TOTALS:
            yield "segment", self.segment
        if self.element not in (None, EVERY):
            yield "element", self.element
        if self.component not in (None, EVERY):
            yield "component", self.component


_CONDITIONS: Final = {
    "discipline": "p.discipline = $discipline",
    "level": "p.level = $level",
    "grades": "p.grades = $grades",
    "season": "p.season = $season",
    "as_of": "p.day <= $as_of",
    "segment": "p.segment_name = $segment",
    "element": "e.name = $element",
    "component": "e.component = $component",
}
_SEGMENTS: Final = """
SELECT {group}p.id AS performance, p.skater, p.day, p.{by} AS score
FROM performances p WHERE {where}
"""
_ELEMENTS: Final = """
SELECT {group}p.id AS performance, p.skater, p.day, e.{by} AS score, e.position, e.code
FROM elements e JOIN performances p ON p.id = e.performance WHERE {where}
"""
_COMPONENTS: Final = """
SELECT {group}p.id AS performance, p.skater, p.day, e.panel_score AS score, e.position
FROM components e JOIN performances p ON p.id = e.performance WHERE {where}
"""


def _quoted(segments: frozenset[Segment]) -> str:
    return ", ".join(f"'{segment}'" for segment in sorted(segments))


# `c` are the categories that have a total, by their segments; a total is of the day of the last.
_TOTALS: Final = f"""
SELECT {{group}}t.performance, t.skater, t.day, t.score
FROM (
    SELECT p.event, p.category, p.skater, count(*) AS skated, max(p.day) AS day,
        sum(p.{{by}})::DECIMAL(9,2) AS score,
        max(p.id) FILTER (p.segment_name IN ({_quoted(finals.CLOSING)})) AS performance
    FROM performances p WHERE {{where}} GROUP BY ALL
) t JOIN (
    SELECT event, category, count(*) AS held, bool_or(segment = 'original_dance') AS original,
        any_value(discipline) AS discipline, any_value(level) AS level,
        any_value(grades) AS grades
    FROM segments WHERE {{of}} GROUP BY event, category
    HAVING bool_or(segment IN ({_quoted(finals.CLOSING)}))
        AND bool_or(segment IN ({_quoted(finals.OPENING)}))
) c ON c.event = t.event AND c.category = t.category AND c.held = t.skated
WHERE {{kind}}
"""
_DISQUALIFIED: Final = """
SELECT p.id FROM performances p JOIN final_results f
    ON f.event = p.event AND f.category = p.category AND f.skater = p.skater
WHERE f.status IN ('DSQ', 'DQ') ORDER BY p.id
"""


@remembered
def disqualified(archive: Archive) -> tuple[int, ...]:
    """The performances of those whom the official result page disqualifies."""
    return tuple(int(row["id"]) for row in archive.rows(_DISQUALIFIED))


def of_skater(
    archive: Archive,
    skater: int,
    *,
    by: str = "tss",
    national: bool = False,
    as_of: date | None = None,
) -> list[dict[str, Any]]:
    """The scores of a skater that count, of segments and totals: `segment`, `score`, `day`,
    `season`, `event` (its number), `category`, `level` and `grades`."""
    of, out = overview(archive), set(disqualified(archive))
    rows = [
        {**row, "segment": row["segment_name"], "score": row[by]}
        for row in of.of_skater(skater)
        if not row["status"]
        and row["rank"] is not None
        and row["id"] not in out
        and row["day"] <= (as_of or date.max)
        and (national or of.events[row["event"]].kind != "national")
    ]
    categories: defaultdict[tuple[int, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if not row["team"]:
            categories[row["event"], row["category"]].append(row)
    for (event, category), skated in categories.items():
        held = of.skated(event, category)
        if held & finals.CLOSING and held & finals.OPENING and len(skated) == len(held):
            rows.append(
                {
                    **skated[-1],
                    "segment": TOTAL_ORIGINAL if "original_dance" in held else TOTAL,
                    "score": sum(row["score"] for row in skated),
                    "day": max(row["day"] for row in skated),
                }
            )
    return rows


def asked(
    archive: Archive,
    discipline: str,
    segment: str | None,
    *,
    grades: int | None = None,
    level: str,
    by: str,
    element: str | None = None,
    component: str | None = None,
    season: str | None = None,
    national: bool = False,
    as_of: date | None = None,
) -> Asked:
    """What somebody asks for, by the names that the archive knows; `grades` of None are the latest
    that were given by then. Raises `NotInArchive`."""
    found = Asked(
        discipline=str(keys.discipline(discipline)),
        segment=None if segment is None else total_or_segment(segment),
        level=str(keys.level(level)),
        by=by,
        element=element,
        component=component,
        season=season,
        national=national,
        as_of=as_of,
        disqualified=disqualified(archive),
    )
    return replace(found, grades=_grades(archive, found, grades))


def total_or_segment(key: str) -> str:
    """One of `TOTALS`, or a segment in any usual spelling. Raises `NotInArchive`."""
    word = plain(key).replace(" ", "_")
    return word if word in TOTALS else str(keys.segment(key))


def _grades(archive: Archive, found: Asked, grades: int | None) -> int:
    """The grades of execution that are asked for: 3 or 5."""
    if grades is not None:
        if grades not in (3, 5):
            raise NotInArchive(f"grades of {grades}: there are 3 (-3 to +3) and 5 (-5 to +5)")
        return grades
    segment = "original_dance" if found.segment == TOTAL_ORIGINAL else found.segment
    (row,) = archive.rows(
        """
        SELECT max(grades) AS latest FROM segments
        WHERE discipline = $discipline AND level = $level AND day <= $as_of
            AND ($segment IS NULL OR segment = $segment)
        """,
        {
            "discipline": found.discipline,
            "level": found.level,
            "as_of": found.as_of or date.max,
            "segment": None if segment == TOTAL else segment,
        },
    )
    return 5 if row["latest"] is None else int(row["latest"])
