"""Where printed names stood: what the archive holds of them, and what a paper brings."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

import duckdb

from kissandcry.archive.people import evidence
from kissandcry.archive.people.evidence import Node, Place, Printed
from kissandcry.archive.store import run
from kissandcry.core import Discipline, Level, first_day, season_of

_PERFORMANCES: Final = """
SELECT name, nation, discipline, event, skater, season, level, min(day), max(day), '',
    list(DISTINCT category || ' ' || segment_name)
FROM performances WHERE skater IN (SELECT unnest(?::INTEGER[])) GROUP BY ALL
"""
_LISTS: Final = """
SELECT l.name, l.nation, l.category, l.event, l.skater, e.season, e.first_day, e.last_day, l.number
FROM (SELECT name, nation, category, event, skater, isu_id AS number FROM entries
    UNION ALL SELECT name, nation, category, event, skater, isu_id FROM final_results) l
JOIN events e ON e.id = l.event WHERE l.skater IN (SELECT unnest(?::INTEGER[]))
"""


class Met(NamedTuple):
    """A skater as a paper names one; `event` is the row of `events`, and `segment` is empty where
    a list of entries or results names the skater."""

    name: str
    nation: str
    discipline: str
    day: date
    isu_id: str = ""
    event: int = 0
    category: str = ""
    segment: str = ""


class Form(NamedTuple):
    """A printed name of a competitor."""

    name: str
    nation: str
    discipline: str

    @property
    def parts(self) -> tuple[Printed, ...]:
        """The persons named."""
        return evidence.parts(*self)


class At(NamedTuple):
    """A printed name of a competitor at an event."""

    form: Form
    event: int


@dataclass
class Stood:
    """How a printed name of a competitor stood at one event."""

    first: date
    last: date
    season: str
    level: str
    number: str = ""
    segments: set[tuple[int, str, str]] = field(default_factory=set)
    skater: int | None = None  # who was meant until now
    turned: bool = False  # whether the man is printed first there


Standing = dict[At, Stood]


def part_of(standing: Standing, ids: Mapping[Printed, int]) -> Standing:
    """Those who have one of these parts in the name."""
    return {at: one for at, one in standing.items() if any(p in ids for p in at.form.parts)}


def of_archive(
    connection: duckdb.DuckDBPyConnection, ids: Iterable[int]
) -> tuple[Standing, set[Form], list[int]]:
    """How all competitors stood whose printed name has one of these parts; their names; and the
    rows that they mean until now."""
    rows = run(
        connection,
        "SELECT DISTINCT f.name, f.nation, discipline, skater, len(parts) = 2 AND p.sex = 'm'"
        " FROM (SELECT *, unnest(parts) AS part FROM name_forms) f"
        " LEFT JOIN printed_names p ON p.id = f.parts[1]"
        " WHERE part IN (SELECT unnest(?::INTEGER[]))",
        [sorted(ids)],
    )
    forms = {Form(*row[:3]) for row in rows}
    turned = {(Form(*row[:3]), row[3]) for row in rows if row[4]}
    skaters = sorted({row[3] for row in rows})
    standing: Standing = {}
    for row in run(connection, _PERFORMANCES, [skaters]):
        form, event = Form(*row[:3]), row[3]
        if form in forms:
            segments = {(event, *one.split(" ", 1)) for one in row[10]}
            _add(
                standing,
                At(form, event),
                Stood(
                    row[7], row[8], row[5], row[6], "", segments, row[4], (form, row[4]) in turned
                ),
            )
    for row in run(connection, _LISTS, [skaters]):
        form, event = Form(row[0], row[1], discipline_of(row[2])), row[3]
        if form in forms:
            day = row[6] or first_day(row[5]) or date.min
            known = row[4], (form, row[4]) in turned
            stood = Stood(day, row[7] or day, row[5], level_of(row[2]), row[8], set(), *known)
            _add(standing, At(form, event), stood)
    return standing, forms, skaters


def add_met(standing: Standing, met: Sequence[Met]) -> None:
    """Add what a paper brings."""
    for one in met:
        segments = {(one.event, one.category, one.segment)} if one.segment else set()
        level = level_of(one.category)
        stood = Stood(one.day, one.day, season_of(one.day), level, one.isu_id, segments)
        _add(standing, At(Form(*one[:3]), one.event), stood)


def nodes(standing: Standing, ids: Mapping[Printed, int]) -> dict[int, Node]:
    """What is known of each printed name."""
    places: dict[Printed, list[Place]] = defaultdict(list)
    segments: dict[Printed, set[tuple[int, str, str]]] = defaultdict(set)
    for (form, event), one in standing.items():
        parts = form.parts
        for index, part in enumerate(parts):
            partner = parts[1 - index].name if len(parts) == 2 else ""
            place = Place(
                event,
                one.season,
                form.discipline,
                one.level,
                one.first,
                one.last,
                partner,
                one.number,
            )
            places[part].append(place)
            segments[part] |= one.segments
    return {
        ids[part]: Node(part, tuple(sorted(own)), frozenset(segments[part]))
        for part, own in places.items()
        if part in ids
    }


def with_partners(
    met: Iterable[Met],
) -> dict[Printed, tuple[set[str], set[tuple[str, str]]]]:
    """Each person named, with the partners as printed and the ISU numbers."""
    found: dict[Printed, tuple[set[str], set[tuple[str, str]]]] = {}
    for one in met:
        parts = Form(*one[:3]).parts
        for index, part in enumerate(parts):
            partners, numbers = found.setdefault(part, (set(), set()))
            if len(parts) == 2:
                partners.add(parts[1 - index].name)
            if one.isu_id:
                numbers.add((evidence.role(part.sex, len(parts) == 2), one.isu_id))
    return found


def discipline_of(category: str) -> str:
    """The discipline of a category such as `junior-ice-dance`."""
    longest = sorted((str(one) for one in Discipline), key=len, reverse=True)
    return next((d for d in longest if category.endswith(d.replace("_", "-"))), category)


def level_of(category: str) -> str:
    """The level of a category such as `junior-ice-dance`."""
    bare = category.removeprefix("team-")
    return next(
        (str(one) for one in Level if bare.startswith(f"{one.replace('_', '-')}-")), "senior"
    )


def _add(standing: Standing, at: At, new: Stood) -> None:
    old = standing.get(at)
    if old is None:
        standing[at] = new
        return
    old.first, old.last = min(old.first, new.first), max(old.last, new.last)
    old.level = max(old.level, new.level)
    old.number = max(old.number, new.number)
    old.segments |= new.segments
    if old.skater is None:
        old.skater, old.turned = new.skater, new.turned
