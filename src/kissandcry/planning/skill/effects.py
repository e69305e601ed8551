"""Does the second half make a jump worse, or the element after a fall, or the early season?

Failures in a situation are compared with those that were to be expected of the same skaters and
jumps; so are those outside of it, and the effect is the ratio of the two. What is not told apart
from 1 at 99% is left out: kept as a figure, and not used.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

import numpy as np

from kissandcry.planning.skill import model
from kissandcry.planning.skill.graded import joined, own, usual
from kissandcry.planning.skill.parameters import Effect, Fading, Field, Graded, Shift
from kissandcry.planning.skill.shrink import KIND, KINDS, Floats
from kissandcry.planning.skill.tables import Table
from kissandcry.planning.skill.tries import Try
from kissandcry.planning.skill.walk import foretell

Flags = np.ndarray[Any, np.dtype[np.bool_]]

SURE: Final = 2.576  # standard errors of a 99% interval
_LEAST: Final = 8.0  # failures that an effect needs
_DECEMBER: Final = 12
_JULY: Final = 7
NEW: Final = 3  # tries before, up to which an element is new to a skater
_SETTLED: Final = 4  # programs that the skater was seen in by then


def early(day: date) -> bool:
    """Whether a day is in the first part of the season, up to November."""
    return _JULY <= day.month < _DECEMBER


SITUATIONS: Final[Mapping[str, Callable[[Try], bool]]] = {
    "second half": lambda one: one.second_half,
    "after a fall": lambda one: one.after_fall,
    "early in the season": lambda one: early(one.day),
    "short program": lambda one: one.segment == "short_program",
}


def estimate(
    jumps: Mapping[str, Table],
    levels: Mapping[str, Table],
    known: Mapping[str, Mapping[str, Field]],
    fading: Fading,
    graded: Graded,
) -> tuple[dict[str, dict[str, Effect]], dict[str, Shift]]:
    """The effects of each situation on the failures of jumps, and on the grades of clean ones."""
    foretold = {name: foretell(table, dict(known[name]), fading) for name, table in jumps.items()}
    effects: dict[str, dict[str, Effect]] = {}
    flags_of: dict[str, dict[str, Flags]] = {
        situation: {
            name: np.array([inside(one) for one in table.tries], bool)
            for name, table in jumps.items()
        }
        for situation, inside in SITUATIONS.items()
    }
    flags_of["new to the skater"] = {
        name: (foretold[name].before < NEW) & _settled(table) for name, table in jumps.items()
    }
    for situation, flags in flags_of.items():
        effects[situation] = {}
        for kind, title in enumerate(KINDS):
            if not kind:
                continue
            rows = [
                (
                    table.weight * (KIND[table.way] == kind),
                    foretold[name].chances,
                    flags[name],
                    table,
                )
                for name, table in jumps.items()
            ]
            seen = np.concatenate([one[0] for one in rows])
            expected = np.concatenate(
                [one[3].weight * one[1][:, kind == KIND].sum(axis=1) for one in rows]
            )
            within = np.concatenate([one[2] for one in rows])
            skater = np.concatenate([one[3].skater for one in rows])
            told = np.concatenate([_tells(one[3], title) for one in rows])
            effects[situation][title] = effect(
                *(one[told] for one in (seen, expected, within, skater))
            )
    return effects, _shifts(jumps, levels, known, graded, flags_of)


def _tells(table: Table, kind: str) -> Flags:
    """The tries that show a kind of failure: a large error only a jump that stands alone, since in
    a combination it is the last jump's, or nobody's."""
    if kind != "step-out":
        return np.ones(len(table.tries), bool)
    return np.array([one.lost is None and one.key[0] != "+" for one in table.tries], bool)


def effect(seen: Floats, expected: Floats, within: Flags, skater: Floats) -> Effect:
    """The ratio of (seen to expected) in a situation and outside of it. The interval is that of
    the logarithm, by skaters: what one skater does at several times counts as one.

    All of shape [tries]: failures seen, failures expected, whether in the situation, the skater.
    """
    sums = {
        inside: (float(seen[within == inside].sum()), float(expected[within == inside].sum()))
        for inside in (True, False)
    }
    tried, share = float(within.sum()), float(within.mean()) if within.size else 0.0
    if min(sums[True][0], sums[False][0]) < _LEAST:
        return Effect(1.0, 0.0, 1e6, share, tried, False)
    ratio = {inside: one / two for inside, (one, two) in sums.items()}
    _, of = np.unique(skater, return_inverse=True)
    variance = np.zeros(of.max() + 1)
    for inside in (True, False):
        rows = within == inside
        left = (seen - ratio[inside] * expected) * rows / sums[inside][0]
        variance += (1 if inside else -1) * np.bincount(of, left)
    middle, deviation = (
        float(np.log(ratio[True] / ratio[False])),
        float(np.sqrt((variance**2).sum())),
    )
    low, high = (float(np.exp(middle + sign * SURE * deviation)) for sign in (-1, 1))
    return Effect(float(np.exp(middle)), low, high, share, tried, bool(not low <= 1 <= high))


def _settled(table: Table) -> Flags:
    """Tries of skaters who were seen in some programs before."""
    found = np.zeros(len(table.tries), bool)
    seen: dict[int, list[int]] = {}
    for place, one in enumerate(table.tries):
        known = seen.setdefault(one.skater, [])
        if not known or known[-1] != one.performance:
            known.append(one.performance)
        found[place] = len(known) > _SETTLED
    return found


def _shifts(
    jumps: Mapping[str, Table],
    levels: Mapping[str, Table],
    known: Mapping[str, Mapping[str, Field]],
    graded: Graded,
    flags_of: Mapping[str, Mapping[str, Flags]],
) -> dict[str, Shift]:
    """What each situation does to the grades of clean jumps."""
    left: dict[str, Floats] = {}
    for name, table in jumps.items():
        middle = usual(table, known[name])
        better = own(joined(table, levels[name]), table, known[name], graded)
        off = table.share - middle - better
        left[name] = np.where(table.way == model.RESULTS.index(model.CLEAN), off, np.nan)
    off = np.concatenate(list(left.values()))
    skater = np.concatenate([table.skater for table in jumps.values()])
    return {
        situation: shift(off, np.concatenate([flags[name] for name in jumps]), skater)
        for situation, flags in flags_of.items()
    }


def shift(off: Floats, within: Flags, skater: Floats) -> Shift:
    """The mean of what is left of the grades in a situation less that outside of it, in shares of
    the highest grade; the interval by skaters. Shapes [tries]."""
    said = np.isfinite(off)
    off, within, skater = off[said], within[said], skater[said]
    if within.sum() < _LEAST or (~within).sum() < _LEAST:
        return Shift(0.0, -1.0, 1.0, 0.0, float(within.sum()), False)
    means = {inside: float(off[within == inside].mean()) for inside in (True, False)}
    _, of = np.unique(skater, return_inverse=True)
    parts = np.zeros(of.max() + 1)
    for inside in (True, False):
        rows = within == inside
        left = (off - means[inside]) * rows / rows.sum()
        parts += (1 if inside else -1) * np.bincount(of, left)
    middle, deviation = means[True] - means[False], float(np.sqrt((parts**2).sum()))
    low, high = middle - SURE * deviation, middle + SURE * deviation
    share, kept = float(within.mean()), not low <= 0 <= high
    return Shift(middle, low, high, share, float(within.sum()), kept)
