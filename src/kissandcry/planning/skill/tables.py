"""Tries as arrays: one table for the jumps of a discipline, one for its elements with levels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Final

import numpy as np

from kissandcry import notation, rulebooks
from kissandcry.core import Discipline, KissAndCryError, Level
from kissandcry.notation import Family
from kissandcry.planning.skill import model
from kissandcry.planning.skill.parameters import Field
from kissandcry.planning.skill.shrink import KIND, Floats, Numbers
from kissandcry.planning.skill.tries import YEAR, Try, is_jump

SCALE: Final = 5  # the highest grade of the scale that shares are compared in
FAMILIES: Final = (*(str(one) for one in Family), "follows")


@dataclass(frozen=True, slots=True)
class Table:
    """Tries in order of skater and time; columns of shape [tries]. `key` and `way` are places in
    `keys` and `ways`; `kinds` of shape [keys, ways] the kinds of failure (0: none)."""

    keys: tuple[str, ...]
    ways: tuple[str, ...]
    kinds: Numbers
    skater: Numbers
    performance: Numbers
    time: Floats
    key: Numbers
    way: Numbers
    weight: Floats
    share: Floats  # NaN where nothing is said
    noise: Floats
    tries: tuple[Try, ...]


def split(tries: Sequence[Try], discipline: str) -> tuple[list[Try], list[Try]]:
    """The jumps, and the elements with levels, of a discipline."""
    jumps: list[Try] = []
    others: list[Try] = []
    for one in tries:
        if one.discipline == discipline:
            (jumps if is_jump(one.key, discipline) else others).append(one)
    return jumps, others


def jump_table(tries: Sequence[Try], shift: float, field: dict[str, Field]) -> Table:
    """The jumps. A landing from before papers told of q is one on the quarter by the field's share
    of such, if the field has it."""
    rows = [part for one in tries for part in _on_the_quarter(one, field)]
    keys = tuple(sorted({one.key for one in rows}))
    return _table(rows, keys, model.RESULTS, np.tile(KIND, (len(keys), 1)), shift)


def level_table(tries: Sequence[Try], shift: float, field: dict[str, Field]) -> Table:
    """The elements with levels; the level that the field has most often is no failure."""
    known = {key for key, one in field.items() if model.CLEAN not in one.ways}
    keys = tuple(sorted({one.key for one in tries} | (known if not tries else set())))
    ways = tuple(
        sorted({one.way for one in tries} | {w for k in keys if k in field for w in field[k].ways})
    )
    kinds = np.ones((len(keys), len(ways)), np.int64)
    for row, key in enumerate(keys):
        if key in field:
            kinds[row, ways.index(most(field[key]))] = 0
    if model.FALL in ways:
        kinds[:, ways.index(model.FALL)] = 2
    return _table(tries, keys, ways, kinds, shift)


def most(field: Field) -> str:
    """The level that is skated most often."""
    return max((way for way in field.ways if way != model.FALL), key=lambda way: field.ways[way])


def _on_the_quarter(one: Try, field: dict[str, Field]) -> Iterator[Try]:
    known = field.get(one.key)
    if one.way != model.CLEAN or known is None or "q" in told(one.discipline, one.day):
        yield one
        return
    quarter = known.ways.get(model.QUARTER, 0.0)
    share = quarter / max(quarter + known.ways[model.CLEAN], 1e-9)
    yield _weighed(one, model.CLEAN, 1 - share)
    if share:
        yield _weighed(one, model.QUARTER, share)


def _weighed(one: Try, way: str, share: float) -> Try:
    kept = one.share if way == one.way else None
    return replace(one, way=way, weight=one.weight * share, share=kept)


def _table(
    rows: Sequence[Try], keys: tuple[str, ...], ways: tuple[str, ...], kinds: Numbers, shift: float
) -> Table:
    place = {key: number for number, key in enumerate(keys)}
    of = {way: number for number, way in enumerate(ways)}
    return Table(
        keys,
        ways,
        kinds,
        np.array([one.skater for one in rows], np.int64),
        np.array([one.performance for one in rows], np.int64),
        np.array([one.day.toordinal() / YEAR for one in rows], np.float64),
        np.array([place[one.key] for one in rows], np.int64),
        np.array([of[one.way] for one in rows], np.int64),
        np.array([one.weight for one in rows], np.float64),
        np.array([shared(one, shift) for one in rows], np.float64),
        np.array([one.noise for one in rows], np.float64),
        tuple(rows),
    )


def shared(one: Try, shift: float) -> float:
    """The grade as a share of the highest, as it would be in grades up to +5; NaN for none. Only
    what was stood is graded otherwise in the two scales."""
    if one.share is None:
        return float("nan")
    stood = one.way not in model.RESULTS or one.way == model.CLEAN
    return one.share + (shift if one.grades < SCALE and stood else 0.0)


def field_of(table: Table, field: dict[str, Field]) -> Floats:
    """The field's chances: shape [keys, ways]; every row sums to one."""
    found = np.zeros((len(table.keys), len(table.ways)))
    for row, key in enumerate(table.keys):
        known = field.get(key)
        if known is None:
            found[row] = 1.0
            continue
        found[row] = [known.ways.get(way, 0.0) for way in table.ways]
    return np.asarray(found / found.sum(axis=1, keepdims=True))


def family_of(key: str) -> int:
    """The number of the family of a key; jumps that follow are one of their own."""
    return _family(key)


@cache
def _family(key: str) -> int:
    if key.startswith("+"):
        return FAMILIES.index("follows")
    try:
        return FAMILIES.index(str(notation.parse(key).family))
    except KissAndCryError:
        return FAMILIES.index(str(Family.UNNAMED))


@cache
def _since(discipline: str) -> dict[str, date]:
    """From which day on the rules know a call."""
    found: dict[str, date] = {}
    for year in range(2003, 2040):
        day = date(year, 7, 1)
        try:
            book = rulebooks.on(day, Discipline(discipline), Level.SENIOR)
        except KissAndCryError:
            continue
        for rule in book.reductions:
            found.setdefault(rule.flag, day)
    return found


def told(discipline: str, day: date) -> frozenset[str]:
    """The calls that the rules of a day know."""
    return frozenset(flag for flag, since in _since(discipline).items() if since <= day)
