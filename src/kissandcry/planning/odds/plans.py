"""The planned programs of a plan file, ready to be skated in an event."""

from kissandcry import rulebooks
from kissandcry.core import Contradiction, Segment
from kissandcry.planning.odds.compiling import planned
from kissandcry.planning.odds.model import Program, Skill
from kissandcry.planning.odds.starting import Start
from kissandcry.program import Plan, panel


def programs(plan: Plan, skill: Skill, start: Start) -> tuple[Program | None, ...]:
    """The plan's program for each segment that is to come, None where it has none. Each outcome of
    an element is called as if the rest went as planned. Raises `Contradiction` for a plan of
    another discipline or level, or without any of the segments."""
    if (plan.discipline, plan.level) != (start.discipline, start.level):
        mine, theirs = (f"{one.level} {one.discipline}".replace("_", " ") for one in (plan, start))
        raise Contradiction(f"the plan of {plan.skater} is for {mine}, and the event for {theirs}")
    found = tuple(_program(plan, skill, segment, start) for segment in start.segments)
    if not any(found):
        names = " and ".join(one.replace("_", " ") for one in start.segments)
        raise Contradiction(f"the plan of {plan.skater} has no program for the {names}")
    return found


def _program(plan: Plan, skill: Skill, segment: Segment, start: Start) -> Program | None:
    one = plan.program(segment)
    if one is None:
        return None
    book = rulebooks.on(start.begins, start.discipline, start.level, start.authority)
    codes, halves = list(one.codes), one.halves(book)

    def called(row: int, code: str) -> str:
        """What the panel's software makes of an outcome where the rest goes as planned."""
        tried = [*codes[:row], code, *codes[row + 1 :]]
        return panel.call(book, segment, tried, halves)[row].code

    entitled = [each.second_half for each in panel.call(book, segment, codes, halves)]
    return planned(book, segment, codes, entitled, skill, called=called)
