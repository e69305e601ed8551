"""From a plan and a skill to a question: what stands in the plan, and what the skater can do."""

import math
from collections.abc import Sequence

from kissandcry.core import Segment, UnknownOnDate
from kissandcry.notation import Family
from kissandcry.planning.layout.chance import Rest
from kissandcry.planning.layout.inventory import Inventory, parse, stems
from kissandcry.planning.panels import fitted
from kissandcry.planning.skill import Skill
from kissandcry.program import PlannedProgram
from kissandcry.rulebooks.model import Rulebook


def inventory_of(program: PlannedProgram, further: Sequence[str] = ()) -> Inventory:
    """What stands in a program, and `further` codes as `parse` reads them: each jump where it
    stands, first in an element or behind another jump."""
    codes: dict[str, None] = {}
    for planned in program.elements:
        if planned.element.family is not Family.JUMP:
            codes[planned.code] = None
            continue
        first, *others = stems(planned.code)
        codes[first] = None
        codes |= {f"+{jump}": None for jump in others}
    return parse([*codes, *further])


def times_of(program: PlannedProgram, book: Rulebook) -> list[float] | None:
    """When the elements begin, where a full program with a time for each is planned."""
    times = [float(one.time) for one in program.elements if one.time is not None]
    whole = len(times) == len(program.elements) == book.content[program.segment].total
    return times if whole and times == sorted(set(times)) else None


def rest_of(book: Rulebook, segment: Segment, skill: Skill) -> Rest:
    """What the components of a segment bring a skater: mean and spread, in points.

    The marks of a performance go up and down together in the share that panels show (`common`). A
    component that the skill does not know gets the mean of those that it knows. Raises
    `UnknownOnDate` where it knows none.
    """
    known = skill.components(segment)
    if not known:
        raise UnknownOnDate(
            f"{skill.person.name or 'the skill'}: no marks of components are known for the"
            f" {segment.replace('_', ' ')}, which a chance needs"
        )
    usual = tuple(sum(mark[part] for mark in known.values()) / len(known) for part in (0, 1))
    marks = [
        (rule.factor.hundredths / 100, *known.get(rule.name, usual))
        for rule in book.components[segment]
    ]
    common = fitted(book).common
    together = sum(factor * spread for factor, _, spread in marks) ** 2
    apart = sum((factor * spread) ** 2 for factor, _, spread in marks)
    return Rest(
        sum(factor * mean for factor, mean, _ in marks),
        math.sqrt(common * together + (1 - common) * apart),
    )
