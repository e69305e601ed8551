"""What this skater can do: the ways in which each element may end, with their chances."""

from kissandcry.planning.skill.estimate import of_skater
from kissandcry.planning.skill.estimate import usual_skill as usual
from kissandcry.planning.skill.file import parse, read
from kissandcry.planning.skill.model import Ability, Mark, Outcome, Person, Skilled, Way
from kissandcry.planning.skill.skill import Skill
from kissandcry.planning.skill.writing import write

__all__ = [
    "Ability",
    "Mark",
    "Outcome",
    "Person",
    "Skill",
    "Skilled",
    "Way",
    "of_skater",
    "parse",
    "read",
    "usual",
    "write",
]
