"""Go through tries in order of time, and foretell each from what the same skater tried before."""

from dataclasses import dataclass

import numpy as np

from kissandcry.planning.skill.parameters import Fading, Field, Graded
from kissandcry.planning.skill.shrink import KINDS, Floats, Numbers, chances, grades
from kissandcry.planning.skill.tables import Table, family_of, field_of


def kin(fading: Fading, size: int = len(KINDS)) -> Floats:
    """The figures of `Fading.kin` in the order of the kinds."""
    return np.array([1.0, *fading.kin.values()])[:size]


def counts(table: Table, time: float, half_life: float) -> Floats:
    """How often each way came up to a time, older tries fading: shape [keys, ways]."""
    weight = table.weight * 0.5 ** ((time - table.time) / half_life)
    flat = table.key * len(table.ways) + table.way
    found = np.bincount(flat, weight, len(table.keys) * len(table.ways))
    return np.asarray(found.reshape(len(table.keys), len(table.ways)))


@dataclass(frozen=True, slots=True)
class Foretold:
    """`chances`: shape [tries, ways], before each try; `before`: how many tries of the element the
    skater had made, without fading; `raw`: the same counts of each way, shape [tries, ways]."""

    chances: Floats
    before: Floats
    raw: Floats


def foretell(table: Table, field: dict[str, Field], fading: Fading) -> Foretold:
    """The chances of each try before it was made."""
    middle, size = field_of(table, field), len(table.ways)
    found = np.zeros((len(table.key), size))
    before, raw = np.zeros(len(table.key)), np.zeros((len(table.key), size))
    beyond = kin(fading, int(table.kinds.max(initial=0)) + 1)
    for rows in _of_skaters(table):
        keys, at = np.unique(table.key[rows], return_inverse=True)
        own, kinds = middle[keys], table.kinds[keys]
        seen, whole, time = np.zeros((len(keys), size)), np.zeros((len(keys), size)), 0.0
        for first, last in _bounds(table, rows):
            now = float(table.time[first])
            if time:
                seen *= 0.5 ** ((now - time) / fading.half_life)
            time, here = now, at[first - rows.start : last - rows.start]
            found[first:last] = chances(own, seen, kinds, beyond, fading.own)[here]
            raw[first:last] = whole[here]
            add = (here, table.way[first:last])
            np.add.at(seen, add, table.weight[first:last])
            np.add.at(whole, add, table.weight[first:last])
        before[rows] = raw[rows].sum(axis=1)
    return Foretold(found, before, raw)


def log_scores(table: Table, foretold: Floats) -> Floats:
    """The logarithm of the chance of what came, by try."""
    chance = foretold[np.arange(len(table.way)), table.way]
    return np.asarray(np.log(np.maximum(chance, 1e-6)))


def expected_grades(table: Table, usual: Floats, graded: Graded) -> Floats:
    """The grade that was to be expected of each try, as a share: `usual` (shape [tries]) is the
    field's."""
    off = table.share - usual
    found = usual.copy()
    for rows in _of_skaters(table):
        keys, at = np.unique(table.key[rows], return_inverse=True)
        family = _families(table, keys)
        sums, weights, time = np.zeros(len(keys)), np.zeros(len(keys)), 0.0
        for first, last in _bounds(table, rows):
            now = float(table.time[first])
            if time:
                fade = 0.5 ** ((now - time) / graded.half_life)
                sums, weights = sums * fade, weights * fade
            time, here = now, at[first - rows.start : last - rows.start]
            found[first:last] += grades(sums, weights, family, graded.tiers)[here]
            known = np.isfinite(off[first:last])
            np.add.at(sums, here[known], (table.weight * off)[first:last][known])
            np.add.at(weights, here[known], table.weight[first:last][known])
    return found


def _families(table: Table, keys: Numbers) -> Numbers:
    numbers = [family_of(table.keys[one]) for one in keys.tolist()]
    return np.unique(np.array(numbers, np.int64), return_inverse=True)[1]


def _of_skaters(table: Table) -> list[slice]:
    if not len(table.skater):
        return []
    ends = np.r_[np.flatnonzero(np.diff(table.skater)) + 1, len(table.skater)].tolist()
    return [slice(a, b) for a, b in zip([0, *ends[:-1]], ends, strict=True)]


def _bounds(table: Table, rows: slice) -> list[tuple[int, int]]:
    """The rows of each performance of a skater."""
    change = np.flatnonzero(np.diff(table.performance[rows])) + 1 + rows.start
    ends = [*change.tolist(), rows.stop]
    return list(zip([rows.start, *ends[:-1]], ends, strict=True))
