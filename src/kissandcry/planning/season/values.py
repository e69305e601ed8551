"""What a planned program is worth, element by element: by base value, and to a skater."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from kissandcry import notation
from kissandcry.core import Contradiction, Points, Segment, UnknownOnDate
from kissandcry.notation import Suffix
from kissandcry.planning.season.log import attempts
from kissandcry.planning.skill import Skill
from kissandcry.planning.worth import Worth, worth
from kissandcry.program import Plan, PlannedElement, PlannedProgram
from kissandcry.program.called import Called
from kissandcry.program.legality import check
from kissandcry.rulebooks import Rulebook
from kissandcry.scoring import component_rule, element_value


@dataclass(frozen=True, slots=True)
class ElementWorth:
    """An element: its base value as planned and as the panel's software calls it, and with a skill
    what it brings on average, how much that scatters (one standard deviation) and how often it
    falls. A part that the software deletes brings nothing."""

    number: int
    planned: PlannedElement
    base: Points
    called: Called
    called_base: Points
    worth: Worth | None

    @property
    def spread(self) -> float | None:
        """One standard deviation of what it brings, in points."""
        return None if self.worth is None else math.sqrt(self.worth.variance)


@dataclass(frozen=True, slots=True)
class ProgramWorth:
    """A program's value.

    `uncalled` says why the elements count as planned, where the rules by which the software calls
    them are not known ("" where they are). With a skill: `score` is the mean of the elements less
    falls and of the components together, `spread` one standard deviation of it.
    """

    program: PlannedProgram
    uncalled: str
    elements: tuple[ElementWorth, ...]
    components: Mapping[str, tuple[float, float]]
    factors: Mapping[str, float]

    @property
    def base(self) -> Points:
        """The base value as planned."""
        return sum((one.base for one in self.elements), Points(0))

    @property
    def called_base(self) -> Points:
        """The base value as called."""
        return sum((one.called_base for one in self.elements), Points(0))

    @property
    def known(self) -> bool:
        """Whether a skill was asked."""
        return any(one.worth is not None for one in self.elements)

    @property
    def technical(self) -> float:
        """What the elements bring on average, less the deductions for their falls."""
        return sum(one.worth.mean for one in self.elements if one.worth is not None)

    @property
    def component_score(self) -> float:
        """What the components bring on average, times their factors."""
        return sum(self.factors[name] * mean for name, (mean, _) in self.components.items())

    @property
    def score(self) -> float:
        """The expected score of the segment."""
        return self.technical + self.component_score

    @property
    def falls(self) -> float:
        """The mean number of falls."""
        return sum(one.worth.falls for one in self.elements if one.worth is not None)

    @property
    def spread(self) -> float:
        """One standard deviation of the score: the elements scatter each by itself, the components
        go up and down together."""
        elements = sum(one.worth.variance for one in self.elements if one.worth is not None)
        together = sum(self.factors[name] * spread for name, (_, spread) in self.components.items())
        return math.sqrt(elements + together**2)


def value(program: PlannedProgram, book: Rulebook, skill: Skill | None = None) -> ProgramWorth:
    """What a program is worth under the rules of a day, and to a skater if a skill is given.

    Raises `UnknownOnDate` for an element that the scale of values does not hold, and
    `Contradiction` for the skill of another discipline.
    """
    if skill is not None and skill.person.discipline != program.discipline:
        raise Contradiction(
            f"the plan is for {program.discipline}, and the skill of {skill.person.name} is for"
            f" {skill.person.discipline}"
        )
    calls, uncalled = _called(program, book)
    rows = []
    for number, (planned, called) in enumerate(zip(program.elements, calls, strict=True), start=1):
        marked = called.second_half or bool(planned.second_half)
        rows.append(
            ElementWorth(
                number,
                planned,
                element_value(book, planned.code, marked, segment=program.segment).base_value,
                called,
                element_value(
                    book, called.code, called.second_half, segment=program.segment
                ).base_value,
                None if skill is None else _worth(book, program.segment, skill, called),
            )
        )
    components = {} if skill is None else dict(skill.components(program.segment))
    names = [rule.name for rule in book.components.get(program.segment, ())]
    components = {name: marks for name, marks in components.items() if name in names}
    factors = {
        name: component_rule(book, program.segment, name).factor.hundredths / 100
        for name in components
    }
    return ProgramWorth(program, uncalled, tuple(rows), components, factors)


def _called(program: PlannedProgram, book: Rulebook) -> tuple[tuple[Called, ...], str]:
    """The elements as called; as planned, and why, where the rules for that are not known."""
    try:
        return check(program, book, mends=False).called, ""
    except UnknownOnDate as error:
        planned = program.elements
        return tuple(Called(one.code, bool(one.second_half), ()) for one in planned), str(error)


_NOTHING = Worth(0.0, 0.0, 0.0, 0.0, {0: 1.0})


def _worth(book: Rulebook, segment: Segment, skill: Skill, called: Called) -> Worth:
    """What an element as called brings: its parts that keep their value."""
    element = notation.parse(called.code)
    kept = [place for place, part in enumerate(element.parts) if not part.invalid]
    if not kept:
        return _NOTHING
    suffixes = tuple(
        Suffix(min(suffix.after, len(kept)), suffix.word)
        for suffix in element.suffixes
        if suffix.word.upper() != "REP"
    )
    parts = tuple(element.parts[place] for place in kept)
    code = notation.write(replace(element, parts=parts, suffixes=suffixes, info=()))
    return worth(book, segment, skill, code, called.second_half, element.repetition)


def practised(skill: Skill, plan: Plan, weight: float, until: date | None = None) -> Skill:
    """The skill with the plan's run-through log: each attempt counts as `weight` of an attempt in
    competition. Of a combination the first jump is meant.

    Raises `UnknownOnDate` for an element of which nothing is known of anybody.
    """
    for code, tries in attempts(plan, until).items():
        landed, tried = sum(one.landed for one in tries), sum(one.attempts for one in tries)
        skill = skill.practised(code, landed, tried, weight)
    return skill
