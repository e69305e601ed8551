"""The arithmetic of the model, for one skater (floats) and for many at once (arrays) alike.

A skater has an `ability`, the share by which they score over the field, and a `manner`, by which
the components stand above what the ability alone gives. Both move in time as random walks and are
known as a normal distribution, which each performance narrows (a Kalman filter: Kalman, "A New
Approach to Linear Filtering and Prediction Problems", 1960).

One performance scatters around the ability in two ways: most are good days, some are bad ones, with
falls. That is a mixture of two normal distributions whose mean is zero; after a performance the
model says how likely it was a bad day, and takes it for the ability as far as it was not.
"""

import math
from typing import Any, Final, NamedTuple

import numpy as np

from kissandcry.archive.form.parameters import (
    CHAMPIONSHIP,
    FINAL,
    Level,
    Parameters,
)

Number = Any  # a float, or an array of floats of one shape


def _sqrt(value: Number) -> Number:
    return math.sqrt(value) if isinstance(value, float) else np.sqrt(value)


def _log(value: Number) -> Number:
    return math.log(value) if isinstance(value, float) else np.log(value)


def _exp(value: Number) -> Number:
    return math.exp(value) if isinstance(value, float) else np.exp(value)


def _limited(value: Number, low: float, high: float) -> Number:
    if isinstance(value, float):
        return min(max(value, low), high)
    return np.minimum(np.maximum(value, low), high)


_ROOT: Final = math.log(2 * math.pi) / 2
_YOUTH: Final = 2.0  # years after which the rise of a young career has fallen to 1/e
_ODD: Final = 6.0  # squares of standardised residuals count no more than this for the own spread
_FAR: Final = 3.0  # spreads off are carried on within an event, and no more
_EVENT: Final = 14 / 365.25  # years between two performances of one event, at most


class State(NamedTuple):
    """What is known of a skater: means, variances, and the evidence on the own spread."""

    ability: Number
    manner: Number
    ability_variance: Number
    covariance: Number
    manner_variance: Number
    count: Number  # performances
    squares: Number  # of standardised residuals
    day_form: Number  # by how much the last score of the event lay above what was expected


class Forecast(NamedTuple):
    """The score that is expected, as a share over the field's: `mean`, the variance of what is not
    known of the skater and the field, and the standard deviation of a performance."""

    mean: Number
    variance: Number
    spread: Number


def newcomer(event: str, p: Parameters) -> State:
    """A skater of whom nothing is known but the level of the event."""
    return State(
        p.newcomer[event],
        0.0,
        p.newcomer_spread**2 * (1.0 if event != "other" else 4.0),
        0.0,
        p.component_spread**2,
        0.0,
        0.0,
        0.0,
    )


def aged(state: State, years: Number, age: Number, p: Parameters) -> State:
    """The state `years` later; `age` is the length of the career at that time, in years."""
    return state._replace(
        ability=state.ability + p.youth * years * _exp(-age / _YOUTH),
        ability_variance=state.ability_variance + p.ability_drift**2 * years,
        manner_variance=state.manner_variance + p.component_drift**2 * years,
        day_form=state.day_form * (years < _EVENT),
    )


def offset(event: str, elapsed: float, p: Parameters) -> float:
    """What the level of the event, and the part of the season that has `elapsed`, add."""
    extra = {CHAMPIONSHIP: p.championship, FINAL: p.final}.get(event, 0.0)
    return p.season_progress * elapsed + extra


def spread_of(state: State, usual: Number, p: Parameters) -> Number:
    """The standard deviation of a performance: the `usual` one, as far as the own is not known."""
    own = (p.spread_evidence + state.squares) / (p.spread_evidence + state.count)
    return usual * _sqrt(own)


def forecast(state: State, level: Level, extra: float, usual: Number, p: Parameters) -> Forecast:
    """What is expected before a performance."""
    return Forecast(
        extra + state.ability + p.carried * state.day_form,
        state.ability_variance + level.score_variance,
        spread_of(state, usual, p),
    )


class Days(NamedTuple):
    """Good and bad days: the weight, the mean and the variance of each."""

    good: float
    good_mean: Number
    good_variance: Number
    bad: float
    bad_mean: Number
    bad_variance: Number

    def log_density(self, residual: Number) -> Number:
        """The logarithm of the density."""
        good, bad = self._logs(residual)
        return np.logaddexp(good, bad)

    def bad_day(self, residual: Number) -> Number:
        """How likely it was a bad day."""
        good, bad = self._logs(residual)
        return 1.0 / (1.0 + _exp(_limited(good - bad, -700.0, 700.0)))

    def below(self, residual: Number) -> Number:
        """How likely a performance is at most this good."""
        good = normal_below((residual - self.good_mean) / _sqrt(self.good_variance))
        bad = normal_below((residual - self.bad_mean) / _sqrt(self.bad_variance))
        return self.good * good + self.bad * bad

    def quantiles(self, shares: tuple[float, ...]) -> Number:
        """What these shares of performances stay below, a row for each; by bisection."""
        reach = 5 * np.sqrt(self.bad_variance)
        size = np.ones((len(shares), 1))
        low, high = size * (self.bad_mean - reach), size * (self.good_mean + reach)
        sought = np.reshape(shares, (-1, 1))
        for _ in range(18):
            middle = (low + high) / 2
            under = self.below(middle) < sought
            low, high = np.where(under, middle, low), np.where(under, high, middle)
        return (low + high) / 2

    def _logs(self, residual: Number) -> tuple[Number, Number]:
        return (
            math.log(self.good) + _log_normal(residual - self.good_mean, self.good_variance),
            math.log(self.bad) + _log_normal(residual - self.bad_mean, self.bad_variance),
        )


def days(variance: Number, spread: Number, p: Parameters) -> Days:
    """How residuals scatter, where `variance` is not known and a performance has its `spread`."""
    square, gap = spread * spread, p.bad_gap * spread
    return Days(
        1 - p.bad_share,
        p.bad_share * gap,
        variance + square,
        p.bad_share,
        (p.bad_share - 1) * gap,
        variance + square * p.bad_width**2,
    )


def taken(residual: Number, variance: Number, spread: Number, p: Parameters) -> tuple[Number, ...]:
    """What a residual says of the ability: its mean without the day, and the day's variance."""
    day = days(variance, spread, p)
    bad = day.bad_day(residual)
    shift = day.good_mean * (1 - bad) + day.bad_mean * bad
    noise = spread * spread * (1 - bad + bad * p.bad_width**2)
    return residual - shift, noise


def learn_score(
    state: State, residual: Number, level_variance: Number, usual: Number, p: Parameters
) -> State:
    """The state after a score that lies `residual` above what was expected."""
    variance = state.ability_variance + level_variance
    mean, noise = taken(residual, variance, spread_of(state, usual, p), p)
    total = variance + noise
    one, two = state.ability_variance / total, state.covariance / total
    whole = usual * usual * day_variance(p)
    odd = _limited(residual * residual / (variance + whole), 0.0, _ODD)
    return State(
        state.ability + one * mean,
        state.manner + two * mean,
        state.ability_variance * (1 - one),
        state.covariance * (1 - one),
        state.manner_variance - two * state.covariance,
        state.count + 1.0,
        state.squares + odd,
        _limited(residual, -_FAR * usual, _FAR * usual),
    )


def day_variance(p: Parameters) -> float:
    """The variance of a performance, in squares of its spread."""
    bad = p.bad_share
    return 1 - bad + bad * p.bad_width**2 + bad * (1 - bad) * p.bad_gap**2


def components_of(state: State, p: Parameters) -> tuple[Number, Number]:
    """The components that are expected over the field's, and the variance of that."""
    k = p.loading
    variance = k * k * state.ability_variance + 2 * k * state.covariance + state.manner_variance
    return k * state.ability + state.manner, variance


def learn_components(
    state: State, residual: Number, level_variance: Number, p: Parameters
) -> State:
    """The state after components that lie `residual` above what was expected."""
    k = p.loading
    along = k * state.ability_variance + state.covariance
    across = k * state.covariance + state.manner_variance
    total = k * along + across + level_variance + p.component_noise**2
    return state._replace(
        ability=state.ability + along / total * residual,
        manner=state.manner + across / total * residual,
        ability_variance=state.ability_variance - along * along / total,
        covariance=state.covariance - along * across / total,
        manner_variance=state.manner_variance - across * across / total,
    )


def _log_normal(distance: Number, variance: Number) -> Number:
    return -_ROOT - (_log(variance) + distance * distance / variance) / 2


_erf: Final[Any] = np.frompyfunc(math.erf, 1, 1)


def normal_below(distance: Number) -> Number:
    """How likely a standard normal value is at most `distance`."""
    if isinstance(distance, float):
        return 0.5 + math.erf(distance * math.sqrt(0.5)) / 2
    return 0.5 + _erf(distance * math.sqrt(0.5)).astype(np.float64) / 2
