"""Are the effects of pressure more than chance? Against effects drawn by lot, against themselves,
and on seasons held back."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from kissandcry.archive import pressure
from kissandcry.archive.form import model
from kissandcry.archive.form.field import Floats, walk
from kissandcry.archive.form.parameters import Parameters, Pressure
from kissandcry.archive.form.skates import Skates, cut
from kissandcry.archive.pressure import Flags, Marked, Situations

_DRAWS: Final = 1000
_SURE: Final = 1.96  # standard errors of a 95% interval
_HALVES: Final = 3  # performances that each half needs


def chance_table(skates: Skates, flags: Situations, p: Parameters) -> Iterator[str]:
    """How often an effect is found where there is none: situations drawn by lot among the
    performances that they are compared with. And how far the effects of a skater in every second
    performance agree with those in the others (the correlation over skaters)."""
    marked = pressure.marked_walk(skates, flags, p)
    rng = np.random.default_rng(1)
    yield (
        "| situation | skates | mean effect | between skaters | found by lot, all skaters |"
        " found by lot, one skater | halves agree |"
    )
    yield "|---|" + "---:|" * 6
    for name, words in pressure.SITUATIONS.items():
        found = pressure.population(marked, name)
        of_all, of_one = by_lot(marked, name, rng)
        agree, skaters = split_half(marked, name)
        yield (
            f"| {words} | {found.performances} | {found.mean:+.2f} ± {_SURE * found.mean_error:.2f}"
            f" | {found.between:.2f} | {100 * of_all:.1f}% | {100 * of_one:.1f}%"
            f" | {agree:+.2f} of {skaters} |"
        )


def by_lot(
    marked: Marked, name: str, rng: np.random.Generator, draws: int = _DRAWS
) -> tuple[float, float]:
    """The share of draws in which an effect on all is found, and of skaters in all draws."""
    chosen, rest = marked.flags[name]
    pool = marked.only(chosen | rest)
    chosen = chosen[chosen | rest]
    of_all, of_one, skaters = 0, 0, 0
    for _ in range(draws):
        drawn = _drawn(pool, name, chosen, rng)
        mixed = Marked(
            pool.skater,
            pool.event,
            pool.season,
            pool.distance,
            pool.variance,
            pool.stratum,
            {name: (drawn, ~drawn)},
        )
        found = pressure.population(mixed, name)
        of_all += abs(found.mean) > _SURE * found.mean_error
        one, many = _found(mixed, name, found)
        of_one, skaters = of_one + one, skaters + many
    return of_all / draws, of_one / max(skaters, 1)


def _drawn(pool: Marked, name: str, chosen: Flags, rng: np.random.Generator) -> Flags:
    """As many performances by lot as were chosen, in each level of event and part. Where whole
    events are the situation, whole events are drawn."""
    drawn = np.zeros(len(chosen), np.bool_)
    if name in ("final", "championship"):
        events = np.unique(pool.event)
        many = len(np.unique(pool.event[chosen]))
        return np.isin(pool.event, rng.choice(events, many, replace=False))
    for stratum in np.unique(pool.stratum):
        rows = np.flatnonzero(pool.stratum == stratum)
        drawn[rng.choice(rows, int(np.sum(chosen[rows])), replace=False)] = True
    return drawn


def _found(marked: Marked, name: str, found: Pressure) -> tuple[int, int]:
    """Of how many skaters an effect of their own is found, and how many there are."""
    chosen, distance = pressure.beside(marked, name, found.rest)
    variance, skater = marked.variance[chosen], marked.skater[chosen]
    _, of = np.unique(skater, return_inverse=True)
    weight = np.bincount(of, 1 / variance)
    raw = np.bincount(of, distance / variance) / weight
    noise = 1 / weight + found.mean_error**2
    keep = found.between**2 / (found.between**2 + noise)
    own, deviation = keep * (raw - found.mean), np.sqrt(keep * noise)
    return int(np.sum(np.abs(own) > _SURE * deviation)), len(raw)


def split_half(marked: Marked, name: str) -> tuple[float, int]:
    """The correlation over skaters of the effect in every second performance with that in the
    others, of those who have three of each; and how many these are."""
    rest = pressure.rest_of(marked, name)
    chosen, distance = pressure.beside(marked, name, rest)
    skater = marked.skater[chosen]
    pairs = [
        (float(np.mean(own[::2])), float(np.mean(own[1::2])))
        for one in np.unique(skater)
        if len(own := distance[skater == one]) >= 2 * _HALVES
    ]
    if len(pairs) < _HALVES:
        return float("nan"), len(pairs)
    return float(np.corrcoef(np.array(pairs).T)[0, 1]), len(pairs)


def held_table(
    skates: Skates, flags: Situations, fitted: Sequence[tuple[str, Parameters]]
) -> Iterator[str]:
    """The log score per performance in a situation, in seasons held back: without its effect, with
    that on all skaters, and with that of each skater's own too."""
    yield "| situation | performances | no effect | effect on all | and of each skater |"
    yield "|---|" + "---:|" * 4
    seasons = [_held(skates, flags, int(season[:4]), p) for season, p in fitted]
    for name, words in pressure.SITUATIONS.items():
        three = np.concatenate([one[name] for one in seasons], axis=1)
        figures = " | ".join(f"{figure:.4f}" for figure in np.mean(three, axis=1))
        yield f"| {words} | {three.shape[1]} | {figures} |"


def _held(skates: Skates, flags: Situations, year: int, p: Parameters) -> dict[str, Floats]:
    """Log scores of a season, a row for each of the three ways."""
    skates = cut(skates, year + 1)
    walked = walk(skates, p)
    marked = pressure.marked_walk(skates, flags, p)
    before = marked.only(marked.season < year)
    day = model.days(walked.variance, walked.spread, p)
    found: dict[str, Floats] = {}
    for name in marked.flags:
        everybody = pressure.population(before, name)
        chosen, distance = pressure.beside(marked, name, everybody.rest)
        rows = np.flatnonzero(chosen)
        past, now = rows[marked.season[rows] < year], rows[marked.season[rows] == year]
        own = np.zeros(len(marked.skater))
        of = dict(zip(rows.tolist(), distance.tolist(), strict=True))
        for one in np.unique(marked.skater[now]):
            mine = past[marked.skater[past] == one]
            known = np.array([of[row] for row in mine.tolist()], np.float64)
            own[marked.skater == one] = pressure.shrunk(known, marked.variance[mine], everybody)[1]
        # What is left of a score after the rest, in shares, and then what an effect explains of it.
        left = np.zeros(len(marked.skater))
        left[rows] = distance * walked.spread[rows]
        shifts = (0.0, everybody.mean, everybody.mean + own)
        found[name] = np.array(
            [
                (day.log_density(left - shift * walked.spread) - np.log(walked.points))[now]
                for shift in shifts
            ]
        )
    return found
