"""Which kind of element the rules of content count a code as."""

from functools import lru_cache
from typing import Final

from kissandcry.core import Discipline
from kissandcry.notation import Element, Family
from kissandcry.rulebooks import Rulebook

_SINGLES: Final = frozenset({Discipline.MEN, Discipline.WOMEN})
_KINDS: Final = {
    Family.JUMP: "jump",
    Family.THROW: "throw",
    Family.TWIST: "twist",
    Family.LIFT: "lift",
    Family.DEATH_SPIRAL: "death_spiral",
    Family.PIVOT: "pivot",
    Family.SPIN: "spin",
    Family.SPIRALS: "spiral_sequence",
    Family.STEPS: "step_sequence",
    Family.CHOREOGRAPHIC: "choreographic",
    Family.TWIZZLES: "twizzles",
    Family.PATTERN_DANCE: "pattern_dance",
    Family.DANCE_LIFT: "dance_lift",
}


@lru_cache(maxsize=65536)
def kind_of(element: Element, book: Rulebook | None = None) -> str:
    """The kind of an element, one of `kissandcry.rulebooks.content.KINDS`; "" for what has none.

    `book` tells apart what one code means in different disciplines and seasons: ChSp is a
    choreographic sequence with spirals in 2010-12 and a spin where the rules of spins ask for it.
    """
    name = element.parts[0].name if element.parts else ""
    if name == "DSp":
        return "dance_spin"
    if name in ("PSp", "PCoSp"):
        return "pair_spin"
    if book is not None:
        if element.family is Family.SPIN and book.discipline == Discipline.PAIRS:
            return "solo_spin"
        if element.family is Family.SPIN and book.discipline == Discipline.ICE_DANCE:
            return "dance_spin"
        if name == "ChSp" and book.discipline in _SINGLES:
            asked = any("choreographic" in rule.required for rule in book.spins.values())
            return "spin" if asked else "choreographic"
    return _KINDS.get(element.family, "")
