"""What elements are worth: from whom a layout asks, and as whole numbers for the solver."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

import numpy as np

from kissandcry.core import Segment
from kissandcry.planning import worth as worth_module
from kissandcry.planning.layout.candidates import JUMP, Candidate
from kissandcry.planning.skill import Skilled
from kissandcry.planning.worth import Worth
from kissandcry.rulebooks.model import Rulebook

SCALE: Final = 1_000_000  # of a point: expected points are rounded to this for the solver


class Worths(Protocol):
    """Says what an element is worth. `second_half`: it earns the bonus; `repeated`: it is the
    second solo execution of its jump."""

    def worth(self, code: str, second_half: bool, repeated: bool) -> Worth: ...


@dataclass(frozen=True, slots=True)
class BaseValues:
    """Base values alone, as if everything were called as it stands with a grade of 0."""

    book: Rulebook
    segment: Segment

    def worth(self, code: str, second_half: bool, repeated: bool) -> Worth:
        """The worth of an element."""
        return worth_module.base(self.book, self.segment, code, second_half, repeated)


@dataclass(eq=False)
class Values:
    """The worth of each candidate with and without the bonus, asked for once."""

    source: Worths
    _kept: dict[tuple[str, str, bool], Worth] = field(default_factory=dict)

    def of(self, candidate: Candidate, bonus: bool) -> Worth:
        """The worth of a candidate."""
        key = (candidate.code, candidate.called, bonus)
        found = self._kept.get(key)
        if found is None:
            code, repeated = candidate.code, candidate.repeated
            if repeated and candidate.called.endswith("+SEQ"):
                code, repeated = candidate.called, False
            found = self.source.worth(code, bonus and candidate.kind == JUMP, repeated)
            self._kept[key] = found
        return found


Objective = Callable[[Worth], float]  # of an element; a layout has the sum


def expected(worth: Worth) -> float:
    """Expected points."""
    return worth.mean


def cautious(weight: float) -> Objective:
    """Expected points less `weight` times the variance."""
    return lambda worth: worth.mean - weight * worth.variance


def growth(theta: float) -> Objective:
    """The logarithm of the mean of exp(theta times points), which is additive too."""
    return lambda worth: log_growth(worth.chances, theta)


def log_growth(chances: Mapping[int, float], theta: float) -> float:
    """log E exp(theta X) of a distribution over hundredths of points."""
    points = np.fromiter(chances, float, len(chances)) / 100
    share = np.fromiter(chances.values(), float, len(chances))
    highest = float(points.max()) if theta >= 0 else float(points.min())
    return theta * highest + math.log(float(share @ np.exp(theta * (points - highest))))


def scaled(value: float) -> int:
    """A value as a whole number for the solver."""
    return round(value * SCALE)


@dataclass(frozen=True, slots=True)
class OfSkill:
    """What elements are worth to a skater whose skill is known."""

    book: Rulebook
    segment: Segment
    skill: Skilled

    def worth(self, code: str, second_half: bool, repeated: bool) -> Worth:
        """The worth of an element."""
        return worth_module.worth(self.book, self.segment, self.skill, code, second_half, repeated)
