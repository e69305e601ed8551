"""From which success rate on a jump pays that is not yet mastered.

The best layout with the jump is worth more the more often it is landed, the best layout without it
always the same. Where the two cross, the jump breaks even. Each step is an exact solve: the layout
that is best at one rate gives the rate at which it breaks even itself, at which the best layout is
sought again, until nothing better is found there (Newton's method for a maximum of curves).
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from kissandcry.core import Contradiction, UnknownOnDate
from kissandcry.planning.layout.candidates import Candidate
from kissandcry.planning.layout.chance import Goal, best_chance
from kissandcry.planning.layout.planner import Layout, Question, ask, best
from kissandcry.planning.layout.wishes import Amount, What
from kissandcry.planning.layout.worths import Values, Worths
from kissandcry.planning.skill import Ability, Skill, Way
from kissandcry.planning.skill.outcomes import success
from kissandcry.planning.worth import Worth

At = Callable[[float], Worths]  # what elements are worth at a success rate
EXACT: Final = 1e-6  # of a rate
_EQUAL: Final = 2e-6  # of expected points: what the solver's whole numbers may hide
_STEPS: Final = 60
_HALVINGS: Final = 7  # of the rate, for a chance: to the hundredth


@dataclass(frozen=True, slots=True)
class BreakEven:
    """From which success rate on a jump pays.

    `rate` is None where it does not pay even if it always succeeds, and 0 where it always pays.
    `without` is the best layout without the jump, `with_it` the best with it at that rate (at 1
    where there is none). `gain` is what it brings if it always succeeds: expected points, or of a
    chance. `proved`: every step was; `exact` is how near the rate is.
    """

    code: str
    rate: float | None
    without: Layout
    with_it: Layout
    gain: float
    proved: bool
    exact: float


def at_rate(skill: Skill, code: str, rate: float) -> Skill:
    """The skill with a jump that succeeds so often, opening an element or following another jump;
    the ways in which it fails keep their shares. Raises `Contradiction` for a rate outside 0 to 1.
    """
    if not 0 <= rate <= 1:
        raise Contradiction(f"the success rate of {code} is {rate:g}; it is from 0 to 1")
    changed = {code: _with_rate(skill.ability(code), rate)}
    with suppress(UnknownOnDate):  # a jump that nobody has ever set behind another
        changed[f"+{code}"] = _with_rate(skill.ability(f"+{code}"), rate)
    return replace(skill, abilities={**skill.abilities, **changed})


def _with_rate(ability: Ability, rate: float) -> Ability:
    best_way = success(ability)
    others = [way.chance for name, way in ability.ways.items() if name != best_way]
    failing = sum(others)

    def chance(name: str, way: Way) -> float:
        if name == best_way:
            return rate
        return (1 - rate) * (way.chance / failing if failing > 0 else 1 / len(others))

    ways = {name: replace(way, chance=chance(name, way)) for name, way in ability.ways.items()}
    return replace(ability, ways=ways)


@dataclass(eq=False)
class _Sides:
    """The two questions of a break-even: without the jump, and with it at a rate."""

    question: Question
    code: str
    at: At

    def without(self) -> Question:
        """The question without the jump."""
        asked = self.question
        rules, task = asked.task.rules, asked.task
        other = ask(
            rules.book,
            rules.segment,
            asked.inventory.without(self.code),
            asked.values.source,
            wishes=task.wishes,
            times=task.slots.starts,
            late=task.late,
        )
        return replace(other, values=_Shared(asked.values, self.code, asked.values.source))

    def with_it(self, rate: float) -> Question:
        """The question of layouts that have the jump, which succeeds so often."""
        task = self.question.task
        wish = Amount(f"with {self.code}", What(code=self.code), least=1)
        return replace(
            self.question,
            task=replace(task, wishes=(*task.wishes, wish)),
            values=self.values(rate),
        )

    def values(self, rate: float) -> Values:
        """What elements are worth at a rate."""
        return _Shared(self.question.values, self.code, self.at(rate))


class _Shared(Values):
    """Values that ask anew only for the elements with one jump; the others stay as they are."""

    def __init__(self, others: Values, code: str, source: Worths) -> None:
        super().__init__(source)
        self._others = others
        self._code = code

    def of(self, candidate: Candidate, bonus: bool) -> Worth:
        """The worth of a candidate."""
        if self._code in candidate.jumps:
            return super().of(candidate, bonus)
        return self._others.of(candidate, bonus)


def break_even(question: Question, code: str, at: At) -> BreakEven:
    """From which success rate on a jump of the inventory pays for the expected score.

    `at` says what elements are worth at a rate. Raises `Contradiction` for a jump that is not in
    the inventory, or that no legal layout with the wishes has.
    """
    sides = _sides(question, code, at)
    without = best(sides.without())
    rate, found = 1.0, best(sides.with_it(1.0))
    gain = found.value - without.value
    proved = without.proved and found.proved
    if gain < -_EQUAL:
        return BreakEven(code, None, without, found, gain, proved, 0.0)
    for _ in range(_STEPS):
        crossing = _crossing(sides, found, without.value, rate)
        if crossing <= EXACT:
            lowest = best(sides.with_it(0.0))
            if lowest.value >= without.value:
                return BreakEven(code, 0.0, without, lowest, gain, proved and lowest.proved, 0.0)
        better = best(sides.with_it(crossing))
        proved = proved and better.proved
        rate = crossing
        if better.value <= without.value + _EQUAL:
            return BreakEven(code, rate, without, found, gain, proved, EXACT)
        found = better
    return BreakEven(code, rate, without, found, gain, False, rate)


def _sides(question: Question, code: str, at: At) -> _Sides:
    if not any(code in one.jumps for one in question.task.candidates):
        known = ", ".join(question.inventory.jumps)
        raise Contradiction(
            f"{code} is no jump of the inventory that may be skated; it has {known}"
        )
    return _Sides(question, code, at)


def _crossing(sides: _Sides, layout: Layout, aim: float, above: float) -> float:
    """The smallest rate up to `above` at which a layout is worth `aim`."""

    def value(rate: float) -> float:
        values = sides.values(rate)
        return sum(
            one.times * values.of(one.candidate, one.cell.bonus).mean for one in layout.chosen
        )

    low, high = 0.0, above
    if value(low) >= aim:
        return 0.0
    while high - low > EXACT / 4:
        middle = (low + high) / 2
        if value(middle) >= aim:
            high = middle
        else:
            low = middle
    return high


def break_even_chance(
    question: Question, code: str, at: At, goal: Goal, *, most: int = 300
) -> BreakEven:
    """From which success rate on a jump pays for the chance to reach a goal, to the hundredth.

    At most `most` layouts are looked at one by one at each rate, so that the answer is `proved`
    only where every chance was. Raises as `break_even`.
    """
    sides = _sides(question, code, at)
    without = best_chance(sides.without(), goal, most=most)

    def gained(rate: float) -> tuple[float, Layout, bool]:
        found = best_chance(sides.with_it(rate), goal, most=most)
        return found.chance - without.chance, found.layout, found.proved

    gain, layout, proved = gained(1.0)
    proved = proved and without.proved
    if gain < 0:
        return BreakEven(code, None, without.layout, layout, gain, proved, 0.0)
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        more, found, sure = gained(middle)
        proved = proved and sure
        if more >= 0:
            high, layout = middle, found
        else:
            low = middle
    rate = 0.0 if low <= 0 and high <= 2**-_HALVINGS else high
    return BreakEven(code, rate, without.layout, layout, gain, proved, high - low)
