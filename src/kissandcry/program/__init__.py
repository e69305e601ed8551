"""What goes into a program: the plan, what the rules allow of it, and what they make of it."""

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

__all__ = [
    "RINK",
    "Attempts",
    "Competition",
    "Plan",
    "PlannedElement",
    "PlannedProgram",
    "Requirement",
    "RunThrough",
    "day_of",
]
