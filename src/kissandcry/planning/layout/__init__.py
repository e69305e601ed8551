"""The best layout of a program: exact, with its alternatives, its risk, and when a jump pays."""

from kissandcry.planning.layout.breakeven import (
    BreakEven,
    at_rate,
    break_even,
    break_even_chance,
)
from kissandcry.planning.layout.chance import (
    Chance,
    Goal,
    Rest,
    beat,
    best_chance,
    chance_of,
    reach,
)
from kissandcry.planning.layout.frontier import Frontier, frontier
from kissandcry.planning.layout.inventory import Inventory, parse
from kissandcry.planning.layout.planner import (
    Element,
    Layout,
    Question,
    alternatives,
    ask,
    best,
)
from kissandcry.planning.layout.plans import inventory_of, rest_of, times_of
from kissandcry.planning.layout.reasons import Reason, reasons
from kissandcry.planning.layout.wishes import Amount, New, What, Where, Wish, wish
from kissandcry.planning.layout.worths import BaseValues, OfSkill, Worths

__all__ = [
    "Amount",
    "BaseValues",
    "BreakEven",
    "Chance",
    "Element",
    "Frontier",
    "Goal",
    "Inventory",
    "Layout",
    "New",
    "OfSkill",
    "Question",
    "Reason",
    "Rest",
    "What",
    "Where",
    "Wish",
    "Worths",
    "alternatives",
    "ask",
    "at_rate",
    "beat",
    "best",
    "best_chance",
    "break_even",
    "break_even_chance",
    "chance_of",
    "frontier",
    "inventory_of",
    "parse",
    "reach",
    "reasons",
    "rest_of",
    "times_of",
    "wish",
]
