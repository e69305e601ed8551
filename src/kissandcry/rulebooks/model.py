"""What a rulebook says: immutable values, each with its dates, its source and how sure we are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar, overload

from kissandcry.core import Discipline, Level, Points, Segment, UnknownOnDate
from kissandcry.rulebooks.content import (
    ContentRule,
    DanceElementsRule,
    DurationRule,
    JumpElementsRule,
    PairElementsRule,
    RepetitionRule,
    SpinsRule,
)
from kissandcry.rulebooks.provenance import Provenance, Status

K = TypeVar("K")
V = TypeVar("V")
D = TypeVar("D")


class RuleTable(Mapping[K, V]):
    """A table that cannot be changed. `table[key]` raises `UnknownOnDate`, naming the table and the
    date, where the rulebook holds nothing; `get` and `in` answer as for any mapping."""

    __slots__ = ("_rows", "_what", "_where")

    def __init__(self, rows: Mapping[K, V], what: str, where: str) -> None:
        self._rows = dict(rows)
        self._what = what
        self._where = where

    def __getitem__(self, key: K) -> V:
        try:
            return self._rows[key]
        except KeyError:
            if self._rows:
                found = f"the {self._what} holds no {str(key)!r}"
            else:
                found = f"the {self._what} is not known"
            raise UnknownOnDate(f"{self._where}: {found}") from None

    @overload
    def get(self, key: K, default: None = None, /) -> V | None: ...
    @overload
    def get(self, key: K, default: V, /) -> V: ...
    @overload
    def get(self, key: K, default: D, /) -> V | D: ...
    def get(self, key: K, default: V | D | None = None, /) -> V | D | None:
        return self._rows.get(key, default)

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __iter__(self) -> Iterator[K]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __repr__(self) -> str:
        return f"<{self._what}, {self._where}: {len(self._rows)} entries>"


@dataclass(frozen=True, slots=True)
class ScaleRow:
    """One line of a scale of values: the base value and the value of each grade of execution.

    `doubts` holds the grades whose value is less sure than the base value, with their status.
    """

    code: str
    base_value: Points
    goe: Mapping[int, Points]  # every grade that is known, 0 included
    provenance: Provenance
    doubts: Mapping[int, Status] = field(default_factory=dict)

    def status_of(self, grade: int) -> Status:
        """How sure the value of one grade is."""
        return self.doubts.get(grade, self.provenance.status)


@dataclass(frozen=True, slots=True)
class PanelRule:
    """How a panel's marks become one score.

    `largest_panel` is how many judges may sit, `maximum` how many of them may count: the same
    number where nobody is drawn by lot.
    """

    trim_from: int  # highest and lowest are deleted from this many counted judges on
    trim_high: int
    trim_low: int
    drawn: Mapping[int, int]  # size of the panel -> judges that count; empty where there is no draw
    draw_scope: str  # "none", "segment" (one draw for all skaters) or "performance"
    maximum: int
    largest_panel: int
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class MarkRule:
    """The marks that a judge may give a program component: from `lowest` to `highest` by `step`."""

    step: Points
    lowest: Points
    highest: Points
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
    without_value: bool = True  # whether papers print x on an element that lost its whole value


@dataclass(frozen=True, slots=True)
class ComponentRule:
    """A program component and its factor."""

    name: str  # "skating_skills", "transitions", "performance", "composition", ...
    factor: Points
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class DeductionRule:
    """A deduction: `schedule` has the points of the first, second ... time; the last repeats."""

    kind: str  # "fall", "time_violation", ...
    schedule: tuple[Points, ...]  # positive points
    per: str  # "occurrence" or "program"
    decided_by: str
    provenance: Provenance

    def total(self, occurrences: int) -> Points:
        """The points taken off for so many occurrences (positive)."""
        counted = min(occurrences, 1) if self.per == "program" else occurrences
        beyond = max(0, counted - len(self.schedule))
        whole = sum(p.hundredths for p in self.schedule[:counted])
        return Points.from_hundredths(whole + beyond * self.schedule[-1].hundredths)


@dataclass(frozen=True, slots=True)
class ReductionRule:
    """What a flag does to an element that the scale of values does not list with that flag.

    `method`: "none" (the base value stays), "listed" (every line stands in the scale), "factor" (of
    the base value), "like" or "one_revolution_less". `words` say what the flag means.
    """

    flag: str  # "<", "<<", "e", "V", "!" or "q", or several
    families: frozenset[str]
    method: str
    factor: Points | None
    goe_step: Points | None  # value of one grade as a share of the reduced base value
    like: str | None  # the flags whose line is taken; "" is the unreduced line
    words: str | None  # such as "under-rotated"
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class TieRule:
    """What breaks a tie: in a segment "tes" or "pcs", in a final result "free_skating"."""

    scope: str
    first: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class GradesRule:
    """The grades of execution that a judge may give: from `lowest` to `highest`."""

    lowest: int
    highest: int
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class SeriesRule:
    """A series of events: `points` by place (first place first), what parts equal points (`ties`,
    names of criteria in kissandcry.scoring.series, the first decides), how many results of a skater
    count (`counted`, the best), how many go on to its final (`quota`), and how many more are named
    to take the place of one who cannot (`alternates`)."""

    points: tuple[int, ...]
    ties: tuple[str, ...]
    counted: int
    quota: int
    alternates: int
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Statement:
    """A rule that is a method and not a number, such as the order of rounding; steps cite it."""

    key: str
    text: str
    provenance: Provenance


@dataclass(frozen=True, eq=False)
class Rulebook:
    """The rules of one day for one discipline and level. Made by `kissandcry.rulebooks.on`.

    There is one object for each period, so a rulebook equals itself only, and can be a key. `day`
    and `until` are the first and last day (None = open) on which these very rules hold.
    """

    authority: str
    day: date
    discipline: Discipline
    level: Level
    grades_rule: GradesRule
    scale: Mapping[str, ScaleRow]
    panel: PanelRule
    calculation: CalculationRule
    second_half: Mapping[Segment, SecondHalfRule]
    components: Mapping[Segment, tuple[ComponentRule, ...]]
    deductions: tuple[DeductionRule, ...]
    ties: Mapping[Segment, TieRule]
    final_tie: TieRule
    series: SeriesRule | None  # the Grand Prix; None where there is no such series
    until: date | None = None
    reductions: tuple[ReductionRule, ...] = ()
    statements: Mapping[str, Statement] = field(default_factory=dict)
    compulsory_dances: tuple[str, ...] = ()  # names D whose sections are rows "D/1S1" of the scale
    marks: MarkRule | None = None  # None where these rules do not say
    content: Mapping[Segment, ContentRule] = field(default_factory=dict)
    jump_elements: Mapping[Segment, "JumpElementsRule"] = field(default_factory=dict)
    repetition: Mapping[Segment, "RepetitionRule"] = field(default_factory=dict)
    spins: Mapping[Segment, "SpinsRule"] = field(default_factory=dict)
    durations: Mapping[Segment, "DurationRule"] = field(default_factory=dict)
    pair_elements: Mapping[Segment, "PairElementsRule"] = field(default_factory=dict)
    dance_elements: Mapping[Segment, "DanceElementsRule"] = field(default_factory=dict)

    @property
    def grades(self) -> tuple[int, int]:
        """The lowest and the highest grade of execution: (-3, 3) or (-5, 5)."""
        return self.grades_rule.lowest, self.grades_rule.highest

    @property
    def grades_provenance(self) -> Provenance:
        """Where `grades` come from."""
        return self.grades_rule.provenance

    @property
    def grand_prix_points(self) -> tuple[int, ...]:
        """The points of the Grand Prix by place; empty where there is no such series."""
        return self.series.points if self.series is not None else ()

    @property
    def mark_step(self) -> Points:
        """What two marks of a component differ by at least: 0.25. Raises `UnknownOnDate`."""
        return self._marks.step

    @property
    def mark_lowest(self) -> Points:
        """The lowest mark that a component may get. Raises `UnknownOnDate`."""
        return self._marks.lowest

    @property
    def mark_highest(self) -> Points:
        """The highest mark that a component may get. Raises `UnknownOnDate`."""
        return self._marks.highest

    @property
    def _marks(self) -> MarkRule:
        if self.marks is None:
            words = f"{self.level} {self.discipline}".replace("_", " ")
            raise UnknownOnDate(
                f"{self.authority}, {words}, rules since {self.day}: the rule of marks for program"
                " components is not known"
            )
        return self.marks

    def row(self, code: str, segment: Segment | None = None) -> ScaleRow | None:
        """The line of the scale for a code; None where there is none.

        A few dance elements had a value of their own in one segment (step sequences of the
        original dance 2008-10): those are rows `original_dance/DiSt3`.
        """
        if segment is not None:
            own = self.scale.get(f"{segment}/{code}")
            if own is not None:
                return own
        return self.scale.get(code)

    def signs(self) -> dict[str, str]:
        """What each sign of the technical panel means in these rules: `{"<": "under-rotated"}`.

        Made for `kissandcry.notation.say(element, book.signs())` and for legends.
        """
        return {rule.flag: rule.words for rule in self.reductions if rule.words is not None}

    def deduction(self, kind: str) -> DeductionRule | None:
        """The deduction of a kind such as "fall", or None where these rules have none."""
        return next((rule for rule in self.deductions if rule.kind == kind), None)
