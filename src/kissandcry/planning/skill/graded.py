"""The grades of a skater's clean jumps and of elements with levels, in one table."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from kissandcry.planning.skill import model
from kissandcry.planning.skill.parameters import Field, Graded
from kissandcry.planning.skill.shrink import Floats
from kissandcry.planning.skill.tables import Table
from kissandcry.planning.skill.walk import expected_grades

Flags = np.ndarray[Any, np.dtype[np.bool_]]


def usual(table: Table, known: Mapping[str, Field]) -> Floats:
    """The field's grade of each try's way, as a share."""
    found = np.full((len(table.keys), len(table.ways)), np.nan)
    for row, key in enumerate(table.keys):
        for way, (mean, _) in known[key].grades.items() if key in known else ():
            if way in table.ways:
                found[row, table.ways.index(way)] = mean
    return np.asarray(found[table.key, table.way])


def stood(table: Table) -> Flags:
    """The tries whose grades tell how well the skater does it: clean jumps, levels."""
    if table.ways == model.RESULTS:
        return np.asarray(table.way == 0)
    return np.asarray([one.way != model.FALL for one in table.tries], bool)


def only(table: Table, rows: Flags) -> Table:
    """The table with grades in these rows alone."""
    return replace(table, share=np.where(rows, table.share, np.nan))


def joined(jumps: Table | None, levels: Table) -> Table:
    """Both tables in one, in order of time, with the grades of what was stood."""
    parts = [only(one, stood(one)) for one in (jumps, levels) if one is not None]
    keys = tuple(key for one in parts for key in one.keys)
    ways = tuple(way for one in parts for way in one.ways)
    begin, of_way, columns = 0, 0, []
    for one in parts:
        columns.append((one.key + begin, one.way + of_way))
        begin, of_way = begin + len(one.keys), of_way + len(one.ways)

    def both(name: str) -> Any:
        return np.concatenate([getattr(one, name) for one in parts])

    tries = [one for part in parts for one in part.tries]
    key, way = (np.concatenate([one[place] for one in columns]) for place in (0, 1))
    order = np.lexsort((both("performance"), both("time"), both("skater")))
    arrays = {name: both(name)[order] for name in ("skater", "performance", "time", "weight")}
    marks_of = {name: both(name)[order] for name in ("share", "noise")}
    return Table(
        keys,
        ways,
        np.zeros((len(keys), len(ways)), np.int64),
        key=key[order],
        way=way[order],
        tries=tuple(tries[one] for one in order.tolist()),
        **arrays,
        **marks_of,
    )


def own(whole: Table, table: Table, known: Mapping[str, Field], graded: Graded) -> Floats:
    """What the skater was expected to have over the field, for each row of a table."""
    middle = np.nan_to_num(usual(whole, known))
    better = expected_grades(whole, middle, graded) - middle
    found = {
        (int(p), whole.keys[k]): float(value)
        for p, k, value in zip(whole.performance, whole.key, better, strict=True)
    }
    pairs = zip(table.performance.tolist(), table.key.tolist(), strict=True)
    return np.array([found.get((p, table.keys[k]), 0.0) for p, k in pairs])
