"""What the form model must beat: plain expectations, each with a pooled error.

Each expects the score of a skater from those that the same skater was given before in the same part
of the competition: the last one, the mean of the season or of the career, or a mean in which older
ones fade. Who has none is expected at the mean of the field of the season so far at events of that
level, or of earlier seasons where that is fewer than five scores. The error is, as in
the model, a mixture of two normal distributions, here fitted to the errors of the training seasons
by discipline and part, apart for those with and without a score.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from kissandcry.archive.form.skates import Group, Skates

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_FEW: Final = 5
_MIXED: Final = 40  # errors that a mixture is fitted to
_ROUNDS: Final = 100  # of its fit
_NARROW: Final = 0.2  # of the whole spread that either part has at least
_LITTLE: Final = 1e-9
_HALF_LIVES: Final = (0.25, 0.5, 1.0, 2.0, 4.0, float("inf"))  # years
_FADES: Final = (1.0, 0.8, 0.6, 0.4)  # of a score with each later one


@dataclass(slots=True)
class _Mean:
    total: float = 0.0
    weight: float = 0.0
    season: int = 0
    time: float = 0.0

    @property
    def value(self) -> float:
        return self.total / self.weight

    def add(self, score: float, fade: float = 1.0) -> None:
        self.total = self.total * fade + score
        self.weight = self.weight * fade + 1


@dataclass(slots=True)
class _Fields:
    """Means of fields, so far."""

    means: dict[Hashable, _Mean] = field(default_factory=lambda: defaultdict(_Mean))

    def keys(self, group: Group) -> list[Hashable]:
        return [
            (group.season, group.series, group.event),
            (group.season, group.series),
            (group.series, group.event),
            group.series,
            group.usual,
        ]

    def value(self, group: Group) -> float:
        for key in self.keys(group):
            if self.means[key].weight >= _FEW:
                return self.means[key].value
        return float("nan")

    def add(self, group: Group, scores: Iterable[float]) -> None:
        for score in scores:
            for key in self.keys(group):
                self.means[key].add(score)


Fade = Callable[[_Mean, Group], float]  # how much older scores count when another is added


def _last(_mean: _Mean, _group: Group) -> float:
    return 0.0


def _career(_mean: _Mean, _group: Group) -> float:
    return 1.0


def _season(mean: _Mean, group: Group) -> float:
    return float(mean.season == group.season)


def _fading(half_life: float, fade: float) -> Fade:
    return lambda mean, group: fade * 0.5 ** ((group.time - mean.time) / half_life)


FAMILIES: Final[dict[str, tuple[Fade, ...]]] = {
    "last score": (_last,),
    "mean of season or career": (_career, _season),
    "fading mean": tuple(_fading(life, fade) for life in _HALF_LIVES for fade in _FADES),
}


def expectations(skates: Skates, fade: Fade) -> tuple[Floats, Flags]:
    """What each score is expected to be, in points, and whether the skater had one before."""
    expected = np.full(len(skates), np.nan)
    known = np.zeros(len(skates), np.bool_)
    own: dict[tuple[int, str], _Mean] = {}
    fields = _Fields()
    for group in skates.groups:
        rows = range(group.first, group.last)
        newcomer = fields.value(group)
        for row in rows:
            mean = own.get((int(skates.skater[row]), group.series))
            known[row] = mean is not None
            expected[row] = newcomer if mean is None else mean.value
        for row in rows:
            key, score = (int(skates.skater[row]), group.series), float(skates.score[row])
            mean = own.setdefault(key, _Mean(season=group.season, time=group.time))
            mean.add(score, fade(mean, group))
            mean.season, mean.time = group.season, group.time
        fields.add(group, (float(one) for one in skates.score[rows.start : rows.stop]))
    return expected, known


def log_scores(skates: Skates, expected: Floats, known: Flags, training: Flags) -> Floats:
    """The logarithm of the density of each score. A part without errors in training takes those of
    its discipline."""
    names = np.repeat(
        [one.usual for one in skates.groups], [one.last - one.first for one in skates.groups]
    )
    disciplines = np.array([name.split()[0] for name in names])
    error = skates.score - expected
    usable = training & np.isfinite(error)
    found = np.full(len(skates), np.nan)
    for name in np.unique(names):
        for had in (True, False):
            rows = (names == name) & (known == had)
            pool = usable & rows
            if pool.sum() < _FEW:
                pool = usable & (disciplines == name.split()[0]) & (known == had)
            mixture = _mixture(error[pool])
            off = np.where(np.isfinite(error), error, float(np.mean(error[pool])))[rows]
            found[rows] = np.logaddexp(*_weighed(off, *mixture))
    return found


_Mixture = tuple[Floats, Floats, Floats]  # weights, means and spreads of two normal distributions


def _mixture(errors: Floats) -> _Mixture:
    """The two normal distributions under which the errors are most likely, found by expectation and
    maximisation (Dempster, Laird and Rubin, "Maximum Likelihood from Incomplete Data via the EM
    Algorithm", 1977)."""
    middle, spread = float(np.mean(errors)), float(np.std(errors))
    weight, mean = np.array([0.8, 0.2]), np.array([middle, middle - spread])
    wide = np.array([spread * 0.8, spread * 1.5])
    if errors.size < _MIXED:
        return weight, np.full(2, middle), np.full(2, spread)
    for _ in range(_ROUNDS):
        logs = _weighed(errors, weight, mean, wide)
        share = np.exp(logs - np.logaddexp(*logs))
        many = np.sum(share, axis=1) + _LITTLE
        weight, mean = many / np.sum(many), share @ errors / many
        square = np.sum(share * (errors - mean[:, None]) ** 2, axis=1) / many
        wide = np.maximum(np.sqrt(square), spread * _NARROW)
    return weight, mean, wide


def _weighed(off: Floats, weight: Floats, mean: Floats, spread: Floats) -> Floats:
    far = (off - mean[:, None]) / spread[:, None]
    height = np.log(weight) - np.log(spread * np.sqrt(2 * np.pi))
    return np.asarray(height[:, None] - far**2 / 2)


def best(skates: Skates, family: str, training: Flags) -> tuple[Floats, Flags, Floats]:
    """Of the member of a family that did best in the training seasons: the log scores, which
    skaters it had scores of, and by how much each score lay above what it expected, in points (NaN
    where it expected nothing)."""
    tried = [expectations(skates, fade) for fade in FAMILIES[family]]
    scored = [(log_scores(skates, *one, training), one[1], skates.score - one[0]) for one in tried]
    return max(scored, key=lambda one: float(np.mean(one[0][training])))
