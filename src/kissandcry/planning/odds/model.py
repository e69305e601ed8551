"""Who takes part in a simulated event: skaters with a planned program, or with only a history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kissandcry.core import Contradiction, Segment
from kissandcry.rulebooks.model import PanelRule, TieRule

Floats = NDArray[np.float64]
Scores = NDArray[np.int32]


class Outcome(Protocol):
    """One way an element may turn out: see `planning.skill`."""

    @property
    def code(self) -> str: ...
    @property
    def chance(self) -> float: ...
    @property
    def falls(self) -> int: ...
    @property
    def grade(self) -> float: ...
    @property
    def spread(self) -> float: ...


class Skill(Protocol):
    """What a skater can do: the outcomes of an element, whose chances sum to one, in grades of the
    scale up to `grades`; and by name the mean and the spread of each component, in points."""

    @property
    def grades(self) -> int: ...

    def outcomes(
        self, code: str, /, *, second_half: bool = False, after_fall: bool = False
    ) -> Sequence[Outcome]: ...
    def components(self, segment: Segment, /) -> Mapping[str, tuple[float, float]]: ...


@dataclass(frozen=True, slots=True)
class PlannedElement:
    """An element of a planned program and its outcomes, as columns: those that are usual, and then
    those after a fall, where they differ. `usual` and `after_fall` are the chances summed up, in
    65536ths, but for the last; `base` is hundredths; `grade` and `spread` are levels of quality
    above the lowest; `table` has the hundredths of each grade, a row for each outcome."""

    code: str
    second_half: bool
    codes: tuple[str, ...]
    usual: tuple[int, ...]
    after_fall: tuple[int, ...] | None  # None: the same
    base: Scores
    falls: NDArray[np.int16]
    grade: NDArray[np.float32]
    spread: NDArray[np.float32]
    table: NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Spreads:
    """Spreads of the judges in levels of quality, as tables that a random byte looks up (shape
    [256]), and that of the panel."""

    seat: NDArray[np.int16]
    skate: NDArray[np.int16]
    panel: float


@dataclass(frozen=True, slots=True)
class Scale:
    """How the judges of one rulebook mark: `drawn` is the mark for each level of quality and random
    byte, one after the other; `levels` how many levels there are."""

    drawn: NDArray[np.int8] | NDArray[np.int16]
    levels: int
    spreads: Spreads


@dataclass(frozen=True, slots=True)
class Program:
    """A planned program of one segment, ready to be skated many times. `components` is the mean and
    the spread of each in levels of quality, `common` what share of that spread they have in common;
    `deducted` the hundredths that 0, 1, 2 ... falls cost."""

    segment: Segment
    elements: tuple[PlannedElement, ...]
    names: tuple[str, ...]  # of the components
    components: tuple[tuple[float, float], ...]
    factors: NDArray[np.int32]
    common: float
    deducted: Scores
    grades: Scale
    marks: Scale
    rule: PanelRule
    judges: int


@dataclass(frozen=True, slots=True)
class Part:
    """What is expected of a segment from a history: `points` is what the field scores, with its
    spread `field` as a share; `spread` that of one performance, `usual` that of others."""

    points: float
    field: float
    spread: float
    usual: float


@dataclass(frozen=True, slots=True)
class History:
    """A skater of whom only earlier scores are known, as the form model sees them (docs/form.md),
    in shares of what the field scores: the `mean` and the uncertainty `ability`, common to all
    segments, which moves on by `drift` from a season's start to an event; and the segments.
    `withdraws` is the chance not to finish."""

    mean: float
    ability: float
    parts: tuple[Part, ...]
    bad_share: float
    bad_gap: float
    bad_width: float
    carried: float
    known: int = 0  # performances
    drift: float = 0.0
    withdraws: float = 0.0


@dataclass(frozen=True, slots=True)
class Entrant:
    """Who takes part: a planned program for each segment where there is one, else the history.
    `brought` is what was scored in segments before those that are simulated, in hundredths."""

    key: str
    name: str
    nation: str = ""
    history: History | None = None
    programs: tuple[Program | None, ...] = ()
    brought: int = 0

    def program(self, segment: int) -> Program | None:
        """The planned program of a segment, by its number."""
        return self.programs[segment] if segment < len(self.programs) else None


@dataclass(frozen=True, slots=True)
class Record:
    """A score to be beaten: in the segment of that number, or in the total (None)."""

    name: str
    segment: int | None
    hundredths: int


@dataclass(frozen=True, slots=True)
class Event:
    """An event of one discipline, simulated. `advance`: how many go on to the last segment (None:
    all); `tie` parts equal totals; `records` are scores of which the fall is counted."""

    key: str
    segments: tuple[Segment, ...]
    entrants: tuple[Entrant, ...]
    tie: TieRule
    advance: int | None = None
    records: tuple[Record, ...] = field(default=())

    def __post_init__(self) -> None:
        if not self.entrants:
            raise Contradiction(f"{self.key}: nobody takes part, an event needs an entrant")
        keys = [one.key for one in self.entrants]
        twice = next((key for key in keys if keys.count(key) > 1), None)
        if twice is not None:
            raise Contradiction(f"{self.key}: {twice} is entered twice, everybody skates once")
        for one in self.entrants:
            bare = [n for n in range(len(self.segments)) if one.program(n) is None]
            if bare and one.history is None:
                segment = self.segments[bare[0]].replace("_", " ")
                raise Contradiction(
                    f"{self.key}: of {one.name} neither a program nor earlier scores are known for"
                    f" the {segment}; one of them is needed"
                )
