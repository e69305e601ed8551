"""What a plan begins with: an example, an empty program, or a program that was skated."""

from dataclasses import replace
from typing import Final

from kissandcry import notation
from kissandcry.archive import Archive
from kissandcry.core import Discipline, Level, Segment, SyntaxProblem
from kissandcry.notation import NotationError
from kissandcry.program import Plan, PlannedElement, PlannedProgram, plan_file
from kissandcry.program.panel import bare_element
from kissandcry.protocols.model import PrintedElement
from kissandcry.web import addresses, reading

START: Final = """\
Skater: Your name
Season: 2024-25
Category: Men

Program: Free Skating
Length: 4:00
Path: 30,4 50,6 56,15 48,25 30,26 12,25 4,15 12,5 30,8 44,15
4T+2T 0:20 @ 50,6
4S 0:42 @ 46,25
3A 1:02 @ 14,25
FCSp4 1:18 @ 6,15
StSq4 1:34 @ 30,8
3Lz+3T 2:10 @ 52,20
3A+1Eu+3S 2:28 @ 24,26
3Lo 2:44 @ 10,8
3F 2:58 @ 40,5
CSSp4 3:10 @ 44,15
ChSq1 3:26 @ 30,22
CCoSp4 3:44 @ 30,15
"""
SEASON: Final = "2024-25"  # of a plan that is begun here


def empty(discipline: Discipline, level: Level, segment: Segment) -> str:
    """A plan with a program that has no elements yet."""
    program = PlannedProgram(discipline, level, segment, SEASON, ())
    plan = Plan("Your name", SEASON, discipline, level, programs=(program,))
    return plan_file.write(plan)


def skated(archive: Archive, where: str) -> tuple[str, str]:
    """The program of a skate as a plan, and the key of who skated it. `where` is the address of the
    skate behind `/event/`.

    The elements are as they were executed, without what the technical panel called of them. Raises
    `NotInArchive` for a skate that is not known, and `SyntaxProblem` for what is no address.
    """
    parts = where.strip("/").split("/")
    if len(parts) != 4:
        raise SyntaxProblem(
            f"{where[:60]!r} is no skate; a skate is named as gpf2012/men/free-skating/yuzuru-hanyu"
        )
    event, category, segment, skater = parts
    of = reading.head(archive, event, category, segment)
    skates = reading.skates(archive, of["id"])
    row = reading.one(of, skates, skater)
    paper = reading.protocol(archive, of, skates, row["id"])
    place = next(place for place, other in enumerate(skates) if other["id"] == row["id"])
    one = paper.performances[place]
    elements = tuple(found for each in one.elements if (found := _as_planned(each)) is not None)
    program = PlannedProgram(paper.discipline, paper.level, paper.segment, paper.season, elements)
    plan = Plan(
        one.name, paper.season, paper.discipline, paper.level, one.nation, programs=(program,)
    )
    return plan_file.write(plan), row["skater_key"]


def address(event: str, category: str, segment: str, skater: str) -> str:
    """The address of the planner with the program of a skate."""
    return f"/plan?from={addresses.performance(event, category, segment, skater)[7:]}"


def _as_planned(printed: PrintedElement) -> PlannedElement | None:
    """An element as it was executed; None for a line that names none."""
    try:
        bare = bare_element(notation.parse(printed.code))
    except NotationError:
        return None
    parts = tuple(replace(part, flags=()) for part in bare.parts)
    if not parts:
        return None
    code = notation.write(replace(bare, parts=parts))
    return PlannedElement(code, second_half=True if printed.second_half else None)
