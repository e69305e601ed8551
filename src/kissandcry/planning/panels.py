"""How the marks of a panel scatter around what was shown, and what the panel's score is then.

What an element shows is its quality: the grade that judges give it on average, such as 2.3. A judge
gives it a whole grade nearby. Three things part the judges: the seat (a judge who marks everybody
a little higher), the judge's view of this one skate, and the single element. The first is common
to a segment and the second to a performance, so that neither averages out over the elements. And a
whole panel may stand a little higher or lower than the panel of another event. The same holds for
the marks of the components. `panels.json` holds the spreads of all four, fitted by
`python -m kissandcry.planning.panels_fit`; docs/odds.md prints them.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from kissandcry.archive.form.model import normal_below
from kissandcry.core import Discipline, UnknownOnDate
from kissandcry.rulebooks.model import PanelRule, Rulebook
from kissandcry.scoring import ElementValue

Floats = NDArray[np.float64]

FINE: Final = 16  # levels of quality to a grade, and to a mark
BYTES: Final = 256  # a random byte decides a mark
_MARK: Final = 4  # marks of a component to a point: quarters
_BISECTIONS: Final = 30
_REACH: Final = 20.0  # how far beyond the scale a quality may be thought, in grades
_EDGE: Final = 0.02  # nobody is that sure of the highest grade
_TAIL: Final = 4.0  # spreads of a judge that are looked at


class Scatter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Spreads of marks, in grades or in points of a component: `noise` of one mark (at equal steps
    of quality from the lowest to the highest, or one for all), `seat` of a judge over a segment,
    `skate` of a judge over one performance, `panel` of whole panels from event to event."""

    noise: tuple[float, ...]
    seat: float
    skate: float
    panel: float

    @property
    def judge(self) -> float:
        """The spread of a judge in a performance, seat and skate together."""
        return float(np.hypot(self.seat, self.skate))


class Fitted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How panels of a discipline mark, in one of the two scales of grades. `common` is the share
    of the variance of components in a performance that all components have in common."""

    grades: Scatter
    components: Scatter
    common: float
    performances: int


class Panels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of `panels.json`: by discipline and highest grade, such as `men 5`."""

    seasons: str
    command: str
    fitted: dict[str, Fitted]


@dataclass(frozen=True, eq=False)
class Marks:
    """How marks fall at each level of quality, `FINE` levels to a grade or a point, from `lowest`
    on. `chances`: shape [levels, marks], sums of 256ths; `drawn`: shape [levels, 256], the mark
    that each random byte gives, counted from the lowest mark."""

    lowest: float
    step: float
    chances: Floats
    drawn: NDArray[np.int8]

    @property
    def levels(self) -> int:
        """How many levels of quality there are."""
        return len(self.chances)


@cache
def shipped() -> Panels:
    """The fitted figures that come with the program."""
    text = (resources.files("kissandcry.planning") / "panels.json").read_bytes()
    return msgspec.json.decode(text, type=Panels)


def fitted(book: Rulebook) -> Fitted:
    """How panels mark under a rulebook. Raises `UnknownOnDate` for a discipline without figures."""
    found = shipped().fitted.get(f"{book.discipline} {book.grades[1]}")
    if found is None:
        known = ", ".join(
            str(one).replace("_", " ")
            for one in Discipline
            if any(key.startswith(f"{one} ") for key in shipped().fitted)
        )
        raise UnknownOnDate(
            f"how panels mark {str(book.discipline).replace('_', ' ')} in grades up to"
            f" {book.grades[1]:+d} is not known; it is known of {known}"
        )
    return found


@lru_cache(maxsize=64)
def grade_marks(book: Rulebook) -> Marks:
    """How the grades of one judge fall, at each level of quality."""
    low, high = book.grades
    return scattered(float(low), float(high), 1.0, fitted(book).grades.noise)


@lru_cache(maxsize=64)
def component_marks(book: Rulebook) -> Marks:
    """How the marks of one judge for a component fall, in quarters of a point."""
    return scattered(
        book.mark_lowest.hundredths / 100,
        book.mark_highest.hundredths / 100,
        book.mark_step.hundredths / 100,
        fitted(book).components.noise,
    )


@lru_cache(maxsize=64)
def scattered(low: float, high: float, step: float, noise: tuple[float, ...]) -> Marks:
    """The marks from `low` to `high` that a judge gives at each level of quality: a normal value
    around what was shown, rounded to a mark. At each level their mean is the quality itself."""
    quality = np.linspace(low, high, round((high - low) * FINE) + 1)
    spread = np.interp(quality, np.linspace(low, high, len(noise)), noise)
    wanted = np.clip(quality, low + _EDGE * step, high - _EDGE * step)
    marks = np.linspace(low, high, round((high - low) / step) + 1)
    least, most = quality - _REACH, quality + _REACH
    for _ in range(_BISECTIONS):
        middle = (least + most) / 2
        under = rounded(middle, spread, marks) @ marks < wanted
        least, most = np.where(under, middle, least), np.where(under, most, middle)
    below = np.cumsum(rounded((least + most) / 2, spread, marks), axis=1)
    edges = np.rint(below * BYTES).astype(np.int64)
    drawn = (np.arange(BYTES)[None, :, None] >= edges[:, None, :-1]).sum(axis=2)
    chances = np.diff(edges, axis=1, prepend=0) / BYTES
    return Marks(low, step, chances, drawn.astype(np.int8))


def rounded(middle: Floats, spread: Floats, marks: Floats) -> Floats:
    """The chance of each mark where normal values of these middles and spreads (shape [levels]) are
    rounded to the nearest mark: shape [levels, marks]."""
    edges = (marks[1:] + marks[:-1]) / 2
    below = normal_below((edges[None, :] - middle[:, None]) / spread[:, None])
    ends = np.zeros((len(middle), 1)), np.ones((len(middle), 1))
    return np.diff(np.concatenate([ends[0], below, ends[1]], axis=1), axis=1)


def expected(
    book: Rulebook, value: ElementValue, grade: float, spread: float = 0.0, judges: int = 0
) -> tuple[float, float]:
    """The mean and the variance of the points that a panel gives an element for its grades.

    `grade`: the quality, in grades; `spread`: its standard deviation from one time to the next;
    `judges`: how many count, as many as may where 0. Points are floats, before they are rounded to
    hundredths. Judges scatter as `fitted(book)` says. The highest and the lowest value are deleted
    as the rulebook's panel rule has it.
    """
    values = _values(book, value)
    return _expected(book, values, float(grade), float(spread), judges or book.panel.maximum)


@lru_cache(maxsize=65536)
def _expected(
    book: Rulebook, values: tuple[float, ...], grade: float, spread: float, judges: int
) -> tuple[float, float]:
    mean, variance = _by_level(book, values, judges)
    wide = float(np.hypot(spread, fitted(book).grades.panel))
    low, high = book.grades
    beyond = (len(mean) - 1 - (high - low) * FINE) // 2
    quality = low + (np.arange(len(mean)) - beyond) / FINE
    weights = level_weights(quality, grade, wide)
    middle = float(weights @ mean)
    return middle, float(weights @ (variance + (mean - middle) ** 2))


def level_weights(quality: Floats, middle: float, spread: float) -> Floats:
    """How likely each level is, for a normal quality; what lies beyond them is at their ends."""
    if spread * FINE < 0.25:  # between two levels, or on one
        place = min(max((middle - float(quality[0])) * FINE, 0.0), len(quality) - 1.0)
        distance = np.abs(np.arange(len(quality)) - place)
        return np.asarray(np.maximum(1 - distance, 0.0))
    edges = (quality[1:] + quality[:-1]) / 2
    below = np.asarray(normal_below((edges - middle) / spread))
    return np.diff(np.concatenate([[0.0], below, [1.0]]))


def _values(book: Rulebook, value: ElementValue) -> tuple[float, ...]:
    """The points of each grade; what the scale does not know lies between its neighbours."""
    low, high = book.grades
    known = sorted(value.goe)
    points = [value.goe[grade].hundredths / 100 for grade in known]
    return tuple(np.interp(np.arange(low, high + 1), known, points).tolist())


@lru_cache(maxsize=8192)
def _by_level(book: Rulebook, values: tuple[float, ...], judges: int) -> tuple[Floats, Floats]:
    """The mean and the variance of the panel's points at each level of quality, as `_one_judge`."""
    return trimmed_moments(one_judge(book), np.array(values), judges, book.panel)


@lru_cache(maxsize=64)
def one_judge(book: Rulebook) -> Floats:
    """The chances of the grades of a judge of whom nothing is known, at each level and at as many
    beyond the scale as a judge may lie above or below."""
    chances = grade_marks(book).chances
    spread = fitted(book).grades.judge * FINE
    reach = int(_TAIL * spread) + 1
    shifts = np.arange(-reach, reach + 1)
    weights = np.exp(-((shifts / spread) ** 2) / 2)
    level = np.arange(-reach, len(chances) + reach)
    levels = np.clip(level[:, None] + shifts, 0, len(chances) - 1)
    return np.asarray(np.einsum("s,lsm->lm", weights / weights.sum(), chances[levels]))


def trimmed_moments(
    chances: Floats, values: Floats, judges: int, rule: PanelRule
) -> tuple[Floats, Floats]:
    """The mean and the variance of a trimmed mean of independent marks.

    `chances`: shape [levels, marks]; `values`: shape [marks], never falling. Exact, but for the
    rounding: the sum without the highest and the lowest, whose joint moments are those of order
    statistics. Raises `UnknownOnDate` where the rule deletes more than one on each side.
    """
    first, second = chances @ values, chances @ values**2
    if judges < rule.trim_from or not (rule.trim_high or rule.trim_low):
        return first, (second - first**2) / judges
    if (rule.trim_high, rule.trim_low) != (1, 1):
        raise UnknownOnDate(
            f"a panel that deletes {rule.trim_high} high and {rule.trim_low} low marks cannot be"
            f" foretold, only one of each ({rule.provenance.rule})"
        )
    high = _extremes(chances, values, judges)
    low = _extremes(chances[:, ::-1], values[::-1], judges)
    both = _highest_and_lowest(chances, values, judges)
    total = judges * first
    square = judges * second + judges * (judges - 1) * first**2
    left = total - high[0] - low[0]
    whole = square + high[1] + low[1] - 2 * high[2] - 2 * low[2] + 2 * both
    count = judges - 2
    return left / count, np.maximum(whole - left**2, 0.0) / count**2


def _extremes(chances: Floats, values: Floats, judges: int) -> tuple[Floats, Floats, Floats]:
    """Of the last value in this order: its mean, its mean square, and the mean of its product with
    the sum of all."""
    upto = np.cumsum(chances, axis=1)
    before = upto - chances
    last = upto**judges - before**judges
    # The others are anything up to it, and one of them may be it instead.
    others = upto ** (judges - 1) - before ** (judges - 1)
    lower = np.cumsum(chances * values, axis=1) - chances * values
    product = judges * (lower * others + chances * values * upto ** (judges - 1))
    return last @ values, last @ values**2, product @ values


def _highest_and_lowest(chances: Floats, values: Floats, judges: int) -> Floats:
    """The mean of the product of the highest and the lowest value."""
    upto = np.cumsum(chances, axis=1)
    before = upto - chances
    found = np.zeros(len(chances))
    for low in range(len(values)):
        for high in range(low, len(values)):
            whole = upto[:, high] - before[:, low]
            without_low = np.maximum(upto[:, high] - upto[:, low], 0.0)
            without_high = np.maximum(before[:, high] - before[:, low], 0.0)
            neither = np.maximum(before[:, high] - upto[:, low], 0.0)
            if low == high:
                chance = whole**judges
            else:
                chance = whole**judges - without_low**judges - without_high**judges
                chance = chance + neither**judges
            found += chance * values[low] * values[high]
    return found
