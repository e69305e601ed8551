"""How high the field scores, learnt event by event: the walk over all performances of an archive.

A field is a discipline, level and part of the competition. Its level moves from season to season,
further where the rules changed. What the parameters know of a day is taken from them; later levels
are learnt from what the same skaters scored before.
"""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from kissandcry.archive.form import model
from kissandcry.archive.form.model import Forecast, State
from kissandcry.archive.form.parameters import Level, Parameters, Usual
from kissandcry.archive.form.skates import Group, Skates
from kissandcry.core import season_of

Floats = npt.NDArray[np.float64]

_UNKNOWN: Final = 0.3**2  # the variance of a field of which nothing is known
_LOWEST: Final = 0.2  # of the field that anybody is expected to score


class Levels:
    """The levels of all fields, day by day: what is known before a segment is what was known after
    the last day before it, never what came later."""

    def __init__(self, parameters: Parameters) -> None:
        self._p = parameters
        self._changes = [season_of(day) for day in parameters.rule_changes]
        self._days = {series: sorted(levels) for series, levels in parameters.levels.items()}
        self._until = max((days[-1] for days in self._days.values() if days), default=None)
        self.learnt: dict[str, dict[date, Level]] = {}
        self._last: dict[str, tuple[date, Level]] = {}  # what was learnt last, by series

    def fixed(self, series: str, day: date) -> bool:
        """Whether the parameters know the level: up to the last day that they were fitted to."""
        days = self._days.get(series)
        return bool(days and self._until and days[0] <= day <= self._until)

    def before(self, group: Group) -> Level:
        """What is known before a segment is skated."""
        days = self._days.get(group.series, [])
        at = bisect_left(days, group.day)
        known = self._last.get(group.series)
        if at and (known is None or known[0] < days[at - 1]):
            known = (days[at - 1], self._p.levels[group.series][days[at - 1]])
        if known is None:
            usual = self._p.usual[group.usual]
            return Level(usual.score, _UNKNOWN, usual.components, _UNKNOWN)
        return self._drifted(known[1], season_of(known[0]), season_of(group.day))

    def after(self, group: Group) -> Level:
        """What the parameters know after the day of a segment."""
        known = self._p.levels.get(group.series, {}).get(group.day)
        return known or self.before(group)

    def learn(self, group: Group, level: Level) -> None:
        """Keep what is known after a segment."""
        self.learnt.setdefault(group.series, {})[group.day] = level
        self._last[group.series] = (group.day, level)

    def _drifted(self, level: Level, from_: str, to: str) -> Level:
        if from_ == to:
            return level
        changes = sum(from_ < one <= to for one in self._changes)
        years = int(to[:4]) - int(from_[:4])
        more = self._p.season_drift**2 * years + self._p.rule_drift**2 * changes
        return Level(
            level.score,
            level.score_variance + more,
            level.components,
            level.components_variance + more,
        )


@dataclass(frozen=True, slots=True)
class Walked:
    """What the walk found. For each performance what was expected before it, as shares; for each
    segment the level of its field before and after it."""

    mean: Floats
    variance: Floats
    spread: Floats
    residual: Floats
    points: Floats  # what a share of 1 is
    count: Floats  # performances known before
    before: dict[int, Level]
    after: dict[int, Level]
    levels: Levels

    def log_scores(self, p: Parameters) -> Floats:
        """The logarithm of the density of each score, in points."""
        density = model.days(self.variance, self.spread, p).log_density(self.residual)
        return np.asarray(density - np.log(self.points))

    def below(self, p: Parameters) -> Floats:
        """How likely a score at most this high was."""
        return np.asarray(model.days(self.variance, self.spread, p).below(self.residual))


class _Field:
    """All skaters of an archive at once, as arrays."""

    def __init__(self, skates: Skates, p: Parameters) -> None:
        self.p = p
        numbers, self.of = np.unique(skates.skater, return_inverse=True)
        self.seen = np.full(len(numbers), np.nan)
        self.began = np.full(len(numbers), np.nan)
        self.states = State(*(np.zeros(len(numbers)) for _ in State._fields))

    def at(self, who: npt.NDArray[np.int64], group: Group) -> State:
        """The states of the skaters of a segment, at its time."""
        fresh = np.isnan(self.seen[who])
        self.began[who[fresh]] = group.time
        years = np.where(fresh, 0.0, group.time - self.seen[who])
        age = group.time - self.began[who]
        known = State(*(column[who] for column in self.states))
        known = model.aged(known, years, age, self.p)
        self.seen[who] = group.time
        if not fresh.any():
            return known
        new = model.newcomer(group.event, self.p)
        return State(*(np.where(fresh, one, two) for one, two in zip(new, known, strict=True)))

    def keep(self, who: npt.NDArray[np.int64], state: State) -> None:
        for column, values in zip(self.states, state, strict=True):
            column[who] = values


def walk(skates: Skates, p: Parameters) -> Walked:
    """Go through the performances in order of time, expecting each from what went before."""
    field, levels = _Field(skates, p), Levels(p)
    mean, variance, spread, residual, points, count = np.zeros((6, len(skates)))
    before: dict[int, Level] = {}
    after: dict[int, Level] = {}
    for group in skates.groups:
        rows = slice(group.first, group.last)
        who = field.of[rows]
        state = field.at(who, group)
        level = levels.before(group)
        extra = model.offset(group.event, group.elapsed, p)
        usual = usual_spread(group, level, p)
        said = model.forecast(state, level, extra, usual, p)
        mean[rows], variance[rows], spread[rows] = said
        residual[rows] = skates.score[rows] / level.score - 1 - said.mean
        points[rows], count[rows] = level.score, state.count
        before[group.segment] = level
        shares = (skates.score[rows] / level.score, skates.components[rows] / level.components)
        known = levels.fixed(group.series, group.day)
        if known:
            level = levels.after(group)
            shares = (skates.score[rows] / level.score, skates.components[rows] / level.components)
        state, level = _learn(state, level, said, shares, usual, p, known)
        after[group.segment] = level
        field.keep(who, state)
        if not known:
            levels.learn(group, level)
    return Walked(mean, variance, spread, residual, points, count, before, after, levels)


def _learn(
    state: State,
    level: Level,
    said: Forecast,
    shares: tuple[Floats, Floats],
    usual: float,
    p: Parameters,
    fixed: bool,
) -> tuple[State, Level]:
    """The states and the level after a segment, from the scores and the components as shares of the
    level before it."""
    scores, components = shares
    height, variance = 1.0, level.score_variance
    if not fixed:
        mean, noise = model.taken(scores - 1 - said.mean, said.variance, said.spread, p)
        unknown = state.ability_variance + noise
        height, variance = _raised(mean, unknown, 1 + said.mean, variance)
    residual = scores / height - 1 - said.mean
    state = model.learn_score(state, residual, variance, usual, p)
    expected, unknown = model.components_of(state, p)
    rise, components_variance = 1.0, level.components_variance
    if not fixed:
        noise = unknown + p.component_noise**2
        rest = components - 1 - expected
        rise, components_variance = _raised(rest, noise, 1 + expected, components_variance)
    residual = components / rise - 1 - expected
    state = model.learn_components(state, residual, components_variance, p)
    return state, Level(
        level.score * height, variance, level.components * rise, components_variance
    )


def usual_spread(group: Group, level: Level, p: Parameters) -> float:
    """The spread of a performance as a share, where the field scores at that level."""
    height = level.score / p.usual[group.usual].score
    return float(p.spread[group.usual] * height**p.spread_growth)


def _raised(residual: Floats, variance: Floats, share: Floats, prior: float) -> tuple[float, float]:
    """How many times higher a whole field scored than was thought, and the variance of that. A
    skater who is expected at a `share` of the field scores by so much more if the field does."""
    share = np.maximum(share, _LOWEST)
    weights = share * share / variance
    after = 1 / (float(np.sum(weights)) + 1 / prior)
    return 1 + float(np.sum(weights * residual / share)) * after, after


def usual_of(skates: Skates) -> dict[str, Usual]:
    """The mean scores and components of each discipline and part."""
    found: dict[str, list[slice]] = {}
    for group in skates.groups:
        found.setdefault(group.usual, []).append(slice(group.first, group.last))

    def mean(column: Floats, rows: list[slice]) -> float:
        return float(np.mean(np.concatenate([column[one] for one in rows])))

    return {
        name: Usual(mean(skates.score, rows), mean(skates.components, rows))
        for name, rows in sorted(found.items())
    }
