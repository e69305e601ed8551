"""The skill of a skater from the archive: only the skater's own rows are read."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import numpy as np

from kissandcry import rulebooks
from kissandcry.archive import keys
from kissandcry.archive.overview import overview
from kissandcry.archive.store import Archive
from kissandcry.core import Discipline, KissAndCryError, Level, NotInArchive, Segment
from kissandcry.planning.skill import marks, model
from kissandcry.planning.skill.effects import NEW, early
from kissandcry.planning.skill.graded import joined, usual
from kissandcry.planning.skill.marks import Given, part
from kissandcry.planning.skill.model import Ability, Mark, Person
from kissandcry.planning.skill.parameters import Field, Parameters, shipped
from kissandcry.planning.skill.rest import (
    Rest,
    called_then,
    effected,
    highest,
    in_season,
    made,
    of_field,
    shifted,
    tidy,
)
from kissandcry.planning.skill.shrink import KINDS, chances, grades, ratios
from kissandcry.planning.skill.skill import Skill
from kissandcry.planning.skill.tables import (
    FAMILIES,
    Table,
    family_of,
    field_of,
    jump_table,
    level_table,
    split,
)
from kissandcry.planning.skill.tries import YEAR, Try, read
from kissandcry.planning.skill.walk import counts, kin

_LITTLE: Final = 0.05  # tries that count for less are forgotten


def of_skater(
    archive: Archive,
    skater: str,
    as_of: date | None = None,
    *,
    parameters: Parameters | None = None,
) -> Skill:
    """What a skater (a key or a name) can do, from what was skated up to a day.

    Without a day, as of the last performance. Raises `NotInArchive`.
    """
    of = keys.skater(archive, skater)
    p = parameters or shipped()
    rows = [
        row for row in overview(archive).of_skater(of.id) if as_of is None or row["day"] <= as_of
    ]
    if not rows:
        until = f" up to {as_of}" if as_of else ""
        raise NotInArchive(f"{of.name}: no performance is known{until}")
    day, level = as_of or rows[-1]["day"], Level(rows[-1]["level"])
    person = Person(of.name, Discipline(of.discipline), level, day)
    given = marks.read(archive, of.id, day)
    return made_of(person, read(archive, of.id, day), given, p)


def usual_skill(discipline: Discipline, level: Level, day: date) -> Skill:
    """A skater of whom nothing is known: everything is as in the field."""
    return made_of(Person("", discipline, level, day), (), (), shipped())


def made_of(person: Person, tries: Sequence[Try], given: Sequence[Given], p: Parameters) -> Skill:
    """The skill of a person from tries and marks."""
    name, time = str(person.discipline), person.day.toordinal() / YEAR
    field = {one.key: of_field(name, one.key, p)[0] for one in tries if one.discipline == name}
    jumps, others = split(tries, name)
    jumping = jump_table(jumps, p.scale_shift, field) if jumps else None
    levels = level_table(others, p.scale_shift, field)
    better, families = _better(jumping, levels, field, time, p)
    season = shifted(p, "early in the season", early(person.day))
    often: dict[str, float] = {}
    abilities: dict[str, Ability] = {}
    for table, fading in ((jumping, p.jumps), (levels, p.levels)):
        if table is None or not len(table.key):
            continue
        seen, middle = counts(table, time, fading.half_life), field_of(table, field)
        beyond = kin(fading, int(table.kinds.max(initial=0)) + 1)
        often_as = ratios(middle, seen, table.kinds, beyond)
        titles = KINDS[1:] if table is jumping else ("level", "level fall")
        often |= {
            title: tidy(one) for title, one in zip(titles, often_as[1:].tolist(), strict=False)
        }
        rest = Rest(name, person.day, {}, {})
        found = chances(middle, seen, table.kinds, beyond, fading.own)
        tried = np.bincount(table.key, table.weight, len(table.keys))
        for row, key in enumerate(table.keys):
            if seen[row].sum() < _LITTLE:
                continue
            ways = dict(zip(table.ways, found[row].tolist(), strict=True))
            if table is jumping:
                if tried[row] < NEW:
                    ways = effected(ways, p, "new to the skater")
                ways = in_season(ways, person.day, p)
            else:
                ways = _likely(ways)
            edges = _edges(table, key, field[key], time, p) if table is jumping else {}
            known = (float(seen[row].sum()), fading.own)
            ways = called_then(rest, ways)
            more = better[key] + (season if table is jumping else 0.0)
            abilities[key] = made(rest, key, ways, known, more, field[key], p, edges)
    return Skill(
        person,
        highest(name, person.day),
        dict(sorted(abilities.items())),
        _marks(person, given, time, p),
        Rest(name, person.day, often, families),
        p,
    )


def _likely(ways: Mapping[str, float]) -> dict[str, float]:
    """Levels that are hardly ever called are left out."""
    kept = {way: chance for way, chance in ways.items() if chance > 1e-4}
    whole = sum(kept.values())
    return {way: chance / whole for way, chance in kept.items()}


def _better(
    jumping: Table | None, levels: Table, field: Mapping[str, Field], time: float, p: Parameters
) -> tuple[dict[str, float], dict[str, float]]:
    """The grades over the field, as shares, by key; and in all elements and by family."""
    table = joined(jumping, levels)
    off = table.share - usual(table, field)
    known = np.isfinite(off)
    fade = table.weight * 0.5 ** ((time - table.time) / p.grades.half_life)
    size = len(table.keys)
    weights = np.bincount(table.key[known], fade[known], size).astype(np.float64)
    sums = np.bincount(table.key[known], (fade * off)[known], size).astype(np.float64)
    numbers, family = np.unique(
        np.array([family_of(key) for key in table.keys], np.int64), return_inverse=True
    )
    if not size:
        return {}, {}
    found = grades(sums, weights, family, p.grades.tiers)
    whole = sums.sum() / (weights.sum() + p.grades.tiers[0])
    left = np.bincount(family, sums - whole * weights)
    by_family = left / (np.bincount(family, weights) + p.grades.tiers[1])
    names = [FAMILIES[one] for one in numbers.tolist()]
    families = {"": tidy(float(whole))}
    families |= {name: tidy(one) for name, one in zip(names, by_family.tolist(), strict=True)}
    return dict(zip(table.keys, found.tolist(), strict=True)), families


def _edges(table: Table, key: str, field: Field, time: float, p: Parameters) -> dict[str, float]:
    """The chances of the calls for the edge."""
    own = p.edges.own
    weight, called = own, {sign: own * chance for sign, chance in field.edges.items()}
    for one in table.tries:
        if one.key == key and one.edge is not None and one.way != model.POPPED:
            fade = one.weight * 0.5 ** ((time - one.time) / p.edges.half_life)
            weight += fade
            if one.edge in called:
                called[one.edge] += fade
    return {sign: count / weight for sign, count in called.items()}


def _marks(
    person: Person, given: Sequence[Given], time: float, p: Parameters
) -> dict[str, dict[str, Mark]]:
    """The marks of the components that are given on the day."""
    whole, own = marks.better(given, p.components, str(person.discipline), time)
    field = p.components.marks.get(str(person.discipline), {})
    found: dict[str, dict[str, Mark]] = {}
    try:
        book = rulebooks.on(person.day, person.discipline, person.level)
    except KissAndCryError:
        return found
    for segment, rules in book.components.items():
        place = part(str(Segment(segment)))
        for rule in rules:
            known = field.get(f"{place} {rule.name}")
            if known is not None:
                mean = known[0] + whole + own.get(rule.name, 0.0)
                mark = Mark(tidy(min(max(mean, 0.25), 10.0)), tidy(known[1]))
                found.setdefault(place, {})[rule.name] = mark
    return found
