"""What a rulebook says: immutable values, each with its dates, its source and how sure we are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kissandcry.core import Discipline, Level, Points, Segment


class Status(StrEnum):
    """How sure a value is."""

    OFFICIAL = "official"  # the official text was read
    VERIFIED = "verified"  # recomputed from official protocols
    DERIVED = "derived"  # follows from other values by a rule
    SINGLE_SOURCE = "single source"
    RECALLED = "recalled"  # known, but not opened by us


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a value comes from: the rule or Communication, and its dates (inclusive, None = open)."""

    rule: str
    source: str
    status: Status
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class ScaleRow:
    """One line of a scale of values: the base value and the value of each grade of execution."""

    code: str
    base_value: Points
    goe: Mapping[int, Points]  # every grade that is known, 0 included
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class PanelRule:
    """How a panel's marks become one score."""

    trim_from: int  # highest and lowest are deleted from this many counted judges on
    trim_high: int
    trim_low: int
    drawn: Mapping[int, int]  # size of the panel -> judges that count; empty where there is no draw
    draw_scope: str  # "none", "segment" (one draw for all skaters) or "performance"
    maximum: int
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class CalculationRule:
    """How the base value of an element with more than one jump is built."""

    strategy: str  # name of a function in kissandcry.scoring.elements
    second_half_factor: Points
    sequence_factor: Points
    sequence_jumps: int | None  # how many of the highest jumps of a sequence count; None = all
    repetition_factor: Points | None
    combination_factor: Points  # for +COMBO; 1.00 where it changes nothing
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class SecondHalfRule:
    """Which elements earn the second-half factor in a segment."""

    families: frozenset[str]  # "jump", "throw", "lift", "twist"; empty = none
    last: int | None  # only the last so many jump elements; None = all in the second half
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class ComponentRule:
    """A program component and its factor."""

    name: str  # "skating_skills", "transitions", "performance", "composition", ...
    factor: Points
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class DeductionRule:
    """A deduction: `schedule` gives the points of the first, second ... occurrence (the last repeats)."""

    kind: str  # "fall", "time_violation", ...
    schedule: tuple[Points, ...]  # positive points
    per: str  # "occurrence" or "program"
    decided_by: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class TieRule:
    """What breaks a tie: in a segment "tes" or "pcs", in a final result "free_skating"."""

    scope: str
    first: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules of one day for one discipline and level. Made by `kissandcry.rulebooks.on`."""

    authority: str
    day: date
    discipline: Discipline
    level: Level
    grades: tuple[int, int]  # lowest and highest grade of execution: (-3, 3) or (-5, 5)
    scale: Mapping[str, ScaleRow]
    panel: PanelRule
    calculation: CalculationRule
    second_half: Mapping[Segment, SecondHalfRule]
    components: Mapping[Segment, tuple[ComponentRule, ...]]
    deductions: tuple[DeductionRule, ...]
    ties: Mapping[Segment, TieRule]
    final_tie: TieRule
    grand_prix_points: tuple[int, ...]
