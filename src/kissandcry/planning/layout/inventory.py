"""What a skater has to choose from: jumps, spins and sequences."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kissandcry import notation
from kissandcry.core import SyntaxProblem
from kissandcry.notation import Element, Family

AXEL: Final = "A"
ORDER: Final = ("T", "S", "Lo", "F", "Lz", AXEL)  # from the easiest take-off to the hardest


@dataclass(frozen=True, slots=True)
class Inventory:
    """The elements that a skater can do.

    `jumps` open an element ("3Lz"); `following` are the jumps that may stand behind another one in
    an element, all of `jumps` where it is None; `elements` are spins, step and choreographic
    sequences, each with its level. `joined` lists combinations and sequences ("4T+3T",
    "3Lz+2A+SEQ"): where there are any, these are all that are made.
    """

    jumps: tuple[str, ...]
    elements: tuple[str, ...] = ()
    following: tuple[str, ...] | None = None
    joined: tuple[str, ...] = ()

    @property
    def behind(self) -> tuple[str, ...]:
        """The jumps that may follow another one."""
        return self.jumps if self.following is None else self.following

    def without(self, code: str) -> "Inventory":
        """The inventory without a jump, spin or sequence, wherever it stands."""
        return Inventory(
            tuple(one for one in self.jumps if one != code),
            tuple(one for one in self.elements if one != code),
            None if self.following is None else tuple(o for o in self.following if o != code),
            tuple(one for one in self.joined if code != one and code not in stems(one)),
        )


def parse(codes: str | Iterable[str]) -> Inventory:
    """An inventory from element codes, in one text with commas or one by one.

    A jump may follow others too; where codes with a plus before them are given ("+3T"), these are
    all that may. Raises `SyntaxProblem` for a code that is none, for calls of a technical panel
    ("3Lz<"), and for elements that are not of single skating.
    """
    given = codes.split(",") if isinstance(codes, str) else list(codes)
    jumps: dict[str, None] = {}
    following: dict[str, None] = {}
    joined: dict[str, None] = {}
    elements: dict[str, None] = {}
    for text in (one.strip() for one in given):
        if not text:
            continue
        element = _checked(text.removeprefix("+"))
        code = notation.write(element)
        if element.family is not Family.JUMP:
            elements[code] = None
        elif len(element.parts) > 1:
            joined[code] = None
        elif text.startswith("+"):
            following[code] = None
        else:
            jumps[code] = None
    if not jumps and not elements and not joined:
        raise SyntaxProblem("the inventory is empty: it needs codes such as 3Lz,2A,CCoSp4")
    return Inventory(tuple(jumps), tuple(elements), tuple(following) or None, tuple(joined))


def stems(code: str) -> tuple[str, ...]:
    """The jumps of a jump element, the Euler among them."""
    return tuple(part.stem for part in notation.parse(code).parts)


_FAMILIES: Final = frozenset(
    {Family.JUMP, Family.SPIN, Family.STEPS, Family.CHOREOGRAPHIC, Family.SPIRALS}
)


def _checked(text: str) -> Element:
    element = notation.parse(text)
    if element.family not in _FAMILIES:
        raise SyntaxProblem(
            f"{text} is no element of single skating; an inventory holds jumps, spins and sequences"
        )
    if any(part.flags or part.invalid for part in element.parts) or (
        element.repetition or element.combination_attempt
    ):
        raise SyntaxProblem(
            f"{text} carries a call of the technical panel; an inventory holds elements as they are"
            " meant, such as 3Lz"
        )
    if element.sequence and len(element.parts) == 1:
        raise SyntaxProblem(f"{text} is a sequence of one jump; write the jump alone")
    if not all(part.has_value for part in element.parts):
        raise SyntaxProblem(f"{text} has no level or no turns; write CCoSp4 or 3Lz")
    return element
