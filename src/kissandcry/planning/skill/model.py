"""What a skater can do: for every element the ways in which it may end, each with its chance.

Grades of execution are in grades of the scale that `Skill.grades` names (5: from -5 to +5). They
are the quality that was shown, which a panel gives on average: how judges scatter around it is not
part of the skill (see `kissandcry.planning.panels`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final, Protocol

from kissandcry.core import Discipline, Level

CLEAN: Final = "clean"
STEP_OUT: Final = "step-out"
QUARTER: Final = "quarter"
UNDER_ROTATED: Final = "under-rotated"
DOWNGRADED: Final = "downgraded"
FALL: Final = "fall"
FALL_UNDER_ROTATED: Final = "fall, under-rotated"
FALL_DOWNGRADED: Final = "fall, downgraded"
POPPED: Final = "popped"
# The ways in which a jump or a throw jump ends.
RESULTS: Final = (
    CLEAN,
    STEP_OUT,
    QUARTER,
    UNDER_ROTATED,
    DOWNGRADED,
    FALL,
    FALL_UNDER_ROTATED,
    FALL_DOWNGRADED,
    POPPED,
)
FALLS: Final = frozenset({FALL, FALL_UNDER_ROTATED, FALL_DOWNGRADED})
# What the technical panel writes beside the code.
FLAGS: Final = MappingProxyType(
    {
        QUARTER: "q",
        UNDER_ROTATED: "<",
        FALL_UNDER_ROTATED: "<",
        DOWNGRADED: "<<",
        FALL_DOWNGRADED: "<<",
    }
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way in which an element may end.

    `name` says it in words ("clean", "fall, under-rotated", "level 3"); `code` is the element as
    the technical panel would call it ("4T<", "2T", "4T+COMBO"); `chance` its share of one; `falls`
    how many falls it holds; `grade` the quality in grades of execution, and `spread` its standard
    deviation from one time to the next.
    """

    name: str
    code: str
    chance: float
    falls: int
    grade: float
    spread: float


class Skilled(Protocol):
    """What the value of an element asks of a skill: the scale of its grades, and outcomes."""

    @property
    def grades(self) -> int:
        """The highest grade of the scale in which the grades of the outcomes are."""
        ...

    def outcomes(
        self, code: str, *, second_half: bool = False, after_fall: bool = False
    ) -> Sequence[Outcome]:
        """The ways in which the element `code` may end; their chances sum to one."""
        ...


@dataclass(frozen=True, slots=True)
class Way:
    """How likely a result is, and the grade that it gets: mean and spread, in grades."""

    chance: float
    grade: float
    spread: float


@dataclass(frozen=True, slots=True)
class Ability:
    """What is known of one jump or element.

    `code` is "4T" for a jump that opens an element, "+3T" for one that follows, "CCoSp" for an
    element with levels. `ways` are by result (`RESULTS`), or by level ("4", "B", "3+4" of two
    parts, "" for none) and then "fall". `edges` are the chances of "!" and "e". `attempts` is how
    many times it was tried, older ones counting less, and `weight` how many more attempts what is
    known of others counts for, so that a chance p has the variance p (1 - p) / (attempts + weight
    + 1).
    """

    code: str
    attempts: float
    weight: float
    ways: Mapping[str, Way]
    edges: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mark:
    """The marks of a program component: mean and spread from one time to the next, in points."""

    mean: float
    spread: float


@dataclass(frozen=True, slots=True)
class Person:
    """Of whom a skill speaks, and of which day."""

    name: str
    discipline: Discipline
    level: Level
    day: date
