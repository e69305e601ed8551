"""One skater, performance by performance: what was expected before each, and the trend as it looks
from the last one back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kissandcry.archive.form import model
from kissandcry.archive.form.field import usual_spread
from kissandcry.archive.form.model import Forecast, State
from kissandcry.archive.form.parameters import Level, Parameters
from kissandcry.archive.form.skates import Group, Skates


@dataclass(frozen=True, slots=True)
class Step:
    """A performance: what was known before and after, and what was expected. `residual` is by how
    much the score was above that, as a share."""

    id: int
    group: Group
    score: float  # points
    before: State
    after: State
    level: Level  # before the segment
    forecast: Forecast
    residual: float
    bad_day: float  # how likely it was one

    @property
    def points(self) -> float:
        """What a share of 1 is."""
        return self.level.score

    @property
    def expected(self) -> float:
        """The score that was expected, in points."""
        return float(self.points * (1 + self.forecast.mean))


class Trend(NamedTuple):
    """The ability at a performance as all of them say, and its standard deviation; `shared` is the
    covariance with the ability at the last performance."""

    ability: float
    deviation: float
    shared: float


Fields = Mapping[int, tuple[Level, Level]]  # by segment: before it and after it


def follow(skates: Skates, fields: Fields, p: Parameters) -> list[Step]:
    """The performances of one skater, the first first."""
    steps: list[Step] = []
    state, last, began = None, 0.0, 0.0
    for group in skates.groups:
        if state is None:
            began, state = group.time, model.newcomer(group.event, p)
        else:
            state = model.aged(state, group.time - last, group.time - began, p)
        last = group.time
        steps.append(_step(skates, group, state, fields[group.segment], p))
        state = steps[-1].after
    return steps


def _step(
    skates: Skates, group: Group, state: State, field: tuple[Level, Level], p: Parameters
) -> Step:
    level, after = field
    row = group.first
    usual = usual_spread(group, level, p)
    extra = model.offset(group.event, group.elapsed, p)
    said = model.forecast(state, level, extra, usual, p)
    score = float(skates.score[row])
    residual = score / level.score - 1 - said.mean
    bad_day = model.days(said.variance, said.spread, p).bad_day(residual)
    # What the segment has taught of its field is no news of the skater.
    rest = score / after.score - 1 - said.mean
    learnt = model.learn_score(state, rest, after.score_variance, usual, p)
    expected, _ = model.components_of(learnt, p)
    rest = float(skates.components[row]) / after.components - 1 - expected
    learnt = model.learn_components(learnt, rest, after.components_variance, p)
    return Step(
        int(skates.id[row]),
        group,
        score,
        state,
        learnt,
        level,
        said,
        residual,
        bad_day,
    )


def trend(steps: Sequence[Step]) -> list[Trend]:
    """The ability at each performance as all of them say, the later ones too.

    The smoother of Rauch, Tung and Striebel, "Maximum Likelihood Estimates of Linear Dynamic
    Systems", 1965, for the two figures of a skater.
    """
    last = steps[-1].after
    ability, manner = last.ability, last.manner
    variances = _variances(last)
    shared = (variances[0], variances[1])
    found = [Trend(ability, variances[0] ** 0.5, shared[0])]
    for step, later in zip(steps[-2::-1], steps[:0:-1], strict=True):
        now, ahead = step.after, later.before
        gain = _gain(_variances(now), _variances(ahead))
        off = (ability - ahead.ability, manner - ahead.manner)
        change = _less(variances, _variances(ahead))
        ability = now.ability + gain[0] * off[0] + gain[1] * off[1]
        manner = now.manner + gain[2] * off[0] + gain[3] * off[1]
        variances = _more(_variances(now), _around(gain, change))
        shared = (
            gain[0] * shared[0] + gain[1] * shared[1],
            gain[2] * shared[0] + gain[3] * shared[1],
        )
        found.append(Trend(ability, max(variances[0], 0.0) ** 0.5, shared[0]))
    return found[::-1]


_Three = tuple[float, float, float]  # a symmetric matrix: corner, side, corner
_Four = tuple[float, float, float, float]


def _variances(state: State) -> _Three:
    return (state.ability_variance, state.covariance, state.manner_variance)


def _less(one: _Three, two: _Three) -> _Three:
    return (one[0] - two[0], one[1] - two[1], one[2] - two[2])


def _more(one: _Three, two: _Three) -> _Three:
    return (one[0] + two[0], one[1] + two[1], one[2] + two[2])


def _gain(now: _Three, ahead: _Three) -> _Four:
    """`now` times the inverse of `ahead`."""
    a, b, c = ahead
    size = a * c - b * b
    x, y, z = now
    return (
        (x * c - y * b) / size,
        (y * a - x * b) / size,
        (y * c - z * b) / size,
        (z * a - y * b) / size,
    )


def _around(gain: _Four, middle: _Three) -> _Three:
    """`gain` times `middle` times `gain` turned over."""
    a, b, c, d = gain
    x, y, z = middle
    one, two = (a * x + b * y, a * y + b * z), (c * x + d * y, c * y + d * z)
    return (one[0] * a + one[1] * b, one[0] * c + one[1] * d, two[0] * c + two[1] * d)
