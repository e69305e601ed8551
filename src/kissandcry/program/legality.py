"""Is a planned program allowed? All that is wrong with it, what it costs, and what would mend it.

A program is illegal where something in it loses its value or what must be there is not. What is
allowed and worth less than it looks (a jump repeated alone, a bonus that the rule does not give, a
length outside the allowed one) costs, and does not make it illegal.
"""

from kissandcry.program.looking import look
from kissandcry.program.mend import with_mends
from kissandcry.program.model import PlannedProgram
from kissandcry.program.problem import Legality, Mend, Problem
from kissandcry.rulebooks import Rulebook, on

__all__ = ["Legality", "Mend", "Problem", "check"]


def check(
    program: PlannedProgram,
    book: Rulebook | None = None,
    other: PlannedProgram | None = None,
    *,
    mends: bool = True,
) -> Legality:
    """Hold a planned program against the rules of its season.

    `book` stands for the rules of another day; `other` is the skater's other program, for rules
    about both; `mends=False` leaves the search for changes out, which takes most of the time.
    Raises `UnknownOnDate` where no rules of the season, or none of what such a program may hold,
    are known.
    """
    if book is None:
        book = on(program.day, program.discipline, program.level)
    found = look(program, book, other)
    if not mends or not found.problems:
        return found
    return with_mends(program, book, other, found)
