"""From a plan and a skill to a question: what stands in the plan, and what the skater can do."""

import math
from collections.abc import Sequence

from kissandcry.core import Segment
from kissandcry.notation import Family
from kissandcry.planning.layout.chance import Rest
from kissandcry.planning.layout.inventory import Inventory, parse, stems
from kissandcry.planning.panels import fitted
from kissandcry.planning.skill import Skill
from kissandcry.program import PlannedProgram
from kissandcry.rulebooks.model import Rulebook
from kissandcry.scoring import component_rule


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

    The marks of a performance go up and down together in the share that panels show (`common`).
    """
    marks = [
        (component_rule(book, segment, name).factor.hundredths / 100, mean, spread)
        for name, (mean, spread) in skill.components(segment).items()
    ]
    common = fitted(book).common
    spreads = [factor * spread for factor, _, spread in marks]
    together = sum(spreads) ** 2
    apart = sum(spread**2 for spread in spreads)
    return Rest(
        sum(factor * mean for factor, mean, _ in marks),
        math.sqrt(common * together + (1 - common) * apart),
    )
