"""What this skater can do: the ways in which each element may end, with their chances."""

from kissandcry.planning.skill.model import Ability, Mark, Outcome, Person, Skilled, Way

__all__ = ["Ability", "Mark", "Outcome", "Person", "Skilled", "Way"]
