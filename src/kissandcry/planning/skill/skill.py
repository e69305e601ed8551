"""The skill of a skater: what each element may come to, in any program."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from kissandcry.core import Segment
from kissandcry.planning.skill import outcomes as ways_of
from kissandcry.planning.skill import rest as others
from kissandcry.planning.skill.marks import part
from kissandcry.planning.skill.model import Ability, Mark, Outcome, Person
from kissandcry.planning.skill.parameters import Parameters, shipped
from kissandcry.planning.skill.rest import Rest

_SURE = 1.6449  # deviations on either side that hold 90%


@dataclass(frozen=True)
class Skill:
    """What a skater can do, as of a day.

    `grades`: the highest grade of the scale that grades are in. `abilities`: the jumps and elements
    that are known, by key (`Ability.code`); everything else is as `rest` says. `marks`: of the
    components, by segment and name. Made by `of_skater`, `usual`, `parse` or `read`.
    """

    person: Person
    grades: int
    abilities: Mapping[str, Ability]
    marks: Mapping[str, Mapping[str, Mark]]
    rest: Rest
    parameters: Parameters = field(default_factory=shipped, repr=False, compare=False)
    _kept: dict[tuple[str, bool, bool], tuple[Outcome, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _ways: ways_of.Kept = field(default_factory=dict, init=False, repr=False, compare=False)
    _others: dict[str, Ability] = field(default_factory=dict, init=False, repr=False, compare=False)

    def ability(self, key: str) -> Ability:
        """What is known of a jump ("4T", "+3T" for one that follows) or of an element ("CCoSp").

        Raises `UnknownOnDate` for one of which nothing is known of anybody.
        """
        found = self.abilities.get(key) or self._others.get(key)
        if found is None:
            found = self._others[key] = others.ability(self.rest, key, self.parameters)
        return found

    def known(self, code: str) -> float:
        """How many tries of the element (of its first jump, for jumps) count; 0: never seen."""
        found = self.abilities.get(ways_of.keys(code)[0])
        return found.attempts if found else 0.0

    def outcomes(
        self, code: str, *, second_half: bool = False, after_fall: bool = False
    ) -> tuple[Outcome, ...]:
        """The ways in which the element `code` may end, most likely first; chances sum to one.

        Calls and marks of invalidity in the code are not looked at. A level in it ("CCoSp3") is the
        highest that may be reached. Raises `SyntaxProblem`, and `UnknownOnDate` as `ability`.
        """
        asked = (code, second_half, after_fall)
        found = self._kept.get(asked)
        if found is None:
            situations = {"second half": second_half, "after a fall": after_fall}
            found = ways_of.outcomes(
                self.ability, self.parameters, self.grades, code, situations, self._ways
            )
            self._kept[asked] = found
        return found

    def components(self, segment: Segment | str) -> Mapping[str, tuple[float, float]]:
        """Mean and spread of the marks of each component of a segment, in points."""
        marks = self.marks.get(part(str(segment)), {})
        return MappingProxyType({name: (one.mean, one.spread) for name, one in marks.items()})

    def landed(self, code: str) -> tuple[float, float, float]:
        """The chance that the first jump of `code` is landed clean (that an element with levels
        gets the highest that is known), and where it lies with 90%."""
        key = ways_of.keys(code)[0]
        one = self.ability(key)
        chance = one.ways[ways_of.success(one)].chance
        error = _SURE * (chance * (1 - chance) / (one.attempts + one.weight + 1)) ** 0.5
        return chance, max(chance - error, 0.0), min(chance + error, 1.0)

    def practised(self, code: str, landed: float, tried: float, weight: float) -> "Skill":
        """The skill with what was landed in practice: `landed` of `tried`, each counting as
        `weight` of a try in competition. Failures are shared out as they are known. Of a
        combination the first jump is meant.

        Raises `Contradiction` for more landed than tried.
        """
        one = ways_of.with_tries(self.ability(ways_of.keys(code)[0]), landed, tried, weight)
        return replace(self, abilities={**self.abilities, one.code: one})
