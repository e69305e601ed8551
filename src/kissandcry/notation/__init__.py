"""What was skated, in one line: read an element code, write it, say it in words."""

from kissandcry.notation.element import Element, Family, Kind, Part, Suffix
from kissandcry.notation.errors import NotationError
from kissandcry.notation.parser import parse
from kissandcry.notation.words import say
from kissandcry.notation.writer import write

__all__ = [
    "Element",
    "Family",
    "Kind",
    "NotationError",
    "Part",
    "Suffix",
    "parse",
    "say",
    "write",
]
