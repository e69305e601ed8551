"""What the odds must beat: the order of season's bests with noise, and Elo ratings.

Both know of an event what was known the day before, and both have figures of their own that are
fitted to earlier seasons: those with which they would have foretold these best.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

DRAWS: Final = 1500  # simulations of an event while fitting
_STEP: Final = 0.25  # the first, as a share of the figure
_SMALL: Final = 0.05  # the first of figures near 0
ROUNDS: Final = (6, 2)  # of a fit, and of one that begins where the last one ended


@dataclass(frozen=True, slots=True)
class Held:
    """An event of one category that was held: skaters by number, their places (0: none), the
    segments' scores by skater, the total (NaN: none)."""

    event: str
    category: str
    discipline: str
    season: int
    day: date
    skaters: tuple[int, ...]
    places: Ints
    totals: Floats
    segments: tuple[tuple[tuple[int, float], ...], ...]


@dataclass(frozen=True, slots=True)
class Bests:
    """What is known of the entrants of an event: the season's best, the career's best (NaN: none),
    in shares of the mean of the first that is known."""

    season: Floats
    career: Floats


Figures = tuple[float, ...]
Rival = Callable[[Figures, int, np.random.Generator, int], Ints]  # of an event: its places


def bests(events: Sequence[Held]) -> list[Bests]:
    """What was known before each event, which are in order of time."""
    season: dict[tuple[str, int], tuple[int, float]] = {}
    career: dict[tuple[str, int], float] = {}
    found = []
    for event in events:
        keys = [(event.discipline, skater) for skater in event.skaters]
        own = [season.get(key, (0, np.nan)) for key in keys]
        of_season = np.array([best if year == event.season else np.nan for year, best in own])
        of_career = np.array([career.get(key, np.nan) for key in keys])
        known = np.where(np.isnan(of_season), of_career, of_season)
        size = float(np.nanmean(known)) if np.isfinite(known).any() else 1.0
        found.append(Bests(of_season / size, of_career / size))
        for key, total in zip(keys, event.totals.tolist(), strict=True):
            if np.isnan(total):
                continue
            year, best = season.get(key, (0, 0.0))
            season[key] = (event.season, max(best, total) if year == event.season else total)
            career[key] = max(career.get(key, 0.0), total)
    return found


BESTS_START: Final[Figures] = (0.06, 0.08, 0.12, 0.0, -0.1)


def by_bests(known: Sequence[Bests]) -> Rival:
    """The order by season's bests, career bests where there is none, with normal noise. Its
    figures: the spread of the noise with a season's best, with a career best and with neither, what
    is added to a career best, and where who has neither stands; all shares."""

    def places(figures: Figures, at: int, rng: np.random.Generator, n: int) -> Ints:
        of = known[at]
        wide_season, wide_career, wide_new, more, new = figures
        no_season, none = np.isnan(of.season), np.isnan(of.career)
        middle = np.where(no_season, of.career + more, of.season)
        middle = np.where(none & no_season, 1 + new, middle)
        wide = np.where(no_season, np.where(none, wide_new, wide_career), wide_season)
        noise = rng.standard_normal((len(middle), n))
        return ranked(middle[:, None] + noise * np.abs(wide)[:, None])

    return places


ELO_START: Final[Figures] = (200.0, 120.0, 1450.0)


def by_elo(events: Sequence[Held]) -> Rival:
    """Elo ratings (Elo, "The Rating of Chessplayers", 1978): each segment is a game of everybody
    against everybody. Its figures: K of a game against the whole field, the scale, and the rating
    of who begins. Chances of places are those of the ratings as strengths, drawn one after the
    other (Plackett, "The Analysis of Permutations", 1975): the order of ratings with Gumbel
    noise."""
    kept: dict[tuple[float, float], list[Floats]] = {}

    def places(figures: Figures, at: int, rng: np.random.Generator, n: int) -> Ints:
        gain, scale, first = figures[0], max(figures[1], 1.0), figures[2]
        if (gain, first) not in kept:
            kept.clear()
            kept[gain, first] = ratings(events, gain, first)
        strength = kept[gain, first][at]
        noise = rng.gumbel(size=(len(strength), n))
        return ranked(strength[:, None] / scale + noise)

    return places


def ratings(events: Sequence[Held], gain: float, first: float) -> list[Floats]:
    """The ratings of the entrants before each event; who begins has `first`."""
    of: defaultdict[tuple[str, int], float] = defaultdict(lambda: first)
    found = []
    for event in events:
        found.append(np.array([of[event.discipline, one] for one in event.skaters]))
        for segment in event.segments:
            if len(segment) < 2:
                continue
            keys = [(event.discipline, skater) for skater, _ in segment]
            scores = np.array([score for _, score in segment])
            now = np.array([of[key] for key in keys])
            won = (scores[:, None] > scores) + 0.5 * (scores[:, None] == scores)
            chance = 1 / (1 + 10 ** ((now - now[:, None]) / 400))
            change = (won - chance).sum(axis=1) / (len(keys) - 1)  # with oneself: 0
            for key, more in zip(keys, change.tolist(), strict=True):
                of[key] += gain * more
    return found


def ranked(values: Floats) -> Ints:
    """The places by values of shape [entrants, n]; without ties."""
    order = np.argsort(-values, axis=0)
    places = np.empty(values.shape, np.int32)
    np.put_along_axis(places, order, np.arange(1, len(values) + 1)[:, None], axis=0)
    return places


def fit(
    rival: Rival,
    start: Figures,
    training: Sequence[int],
    worth: Callable[[int, Ints], float],
    rounds: int,
) -> Figures:
    """The figures with which the training events would have been foretold best: `worth` is the log
    score of the places drawn for an event. Moves one figure at a time."""

    def whole(figures: Figures) -> float:
        rng = np.random.default_rng(1)
        return sum(worth(at, rival(figures, at, rng, DRAWS)) for at in training)

    best, figures = whole(start), start
    steps = [abs(figure) * _STEP if abs(figure) > _SMALL else _SMALL for figure in start]
    for _ in range(rounds):
        for place in range(len(start)):
            for sign in (1, -1):
                moved = list(figures)
                moved[place] += sign * steps[place]
                tried = whole(tuple(moved))
                if tried > best:
                    best, figures = tried, tuple(moved)
                    steps[place] *= 1.3
                    break
            else:
                steps[place] /= 2
    return figures
