"""What goes into a program: the plan, what the rules allow of it, and what they make of it."""

from kissandcry.program.called import Called, Reason
from kissandcry.program.explain import Explanation, Place, Shares, explain
from kissandcry.program.kinds import kind_of
from kissandcry.program.legality import check
from kissandcry.program.model import (
    RINK,
    Attempts,
    Competition,
    Plan,
    PlannedElement,
    PlannedProgram,
    Requirement,
    RunThrough,
    day_of,
)
from kissandcry.program.panel import call
from kissandcry.program.problem import Legality, Mend, Problem

__all__ = [
    "RINK",
    "Attempts",
    "Called",
    "Competition",
    "Explanation",
    "Legality",
    "Mend",
    "Place",
    "Plan",
    "PlannedElement",
    "PlannedProgram",
    "Problem",
    "Reason",
    "Requirement",
    "RunThrough",
    "Shares",
    "call",
    "check",
    "day_of",
    "explain",
    "kind_of",
]
