"""Pairs and ice dance: what the whole of a program lacks, and codes to mend it with."""

from collections.abc import Iterator
from typing import Final

from kissandcry.core import Discipline
from kissandcry.notation import Element
from kissandcry.program.called import ILLEGAL
from kissandcry.program.kinds import kind_of
from kissandcry.program.model import PlannedProgram
from kissandcry.program.problem import UNKNOWN, Problem, rule_text, sentence, where
from kissandcry.rulebooks import PairElementsRule, Rulebook

_LEVELS: Final = ("4", "3", "2", "1", "B")
_LIFTS: Final = ("5ALi", "5RLi", "5BLi", "5SLi", "5TLi", "3Li", "4Li")
_DANCE_LIFTS: Final = ("StaLi", "SlLi", "CuLi", "RoLi")
_HALVES: Final = ("W", "L")  # the woman's half was the lady's until 2020-21
_CODES: Final = {
    "lift": _LIFTS,
    "twist": ("3Tw", "2Tw"),
    "throw": ("3LoTh", "3STh", "3FTh", "2STh", "2LoTh", "2FTh"),
    "death_spiral": ("BoDs", "FiDs", "BiDs", "FoDs"),
    "solo_spin": ("CCoSp", "FCCoSp"),
    "pair_spin": ("PCoSp",),
    "step_sequence": ("StSq", "SlSt", "CiSt"),
    "choreographic": ("ChSq1", "ChSp1"),
}
_CODES_OF_DANCE: Final = {
    "dance_lift": _DANCE_LIFTS,
    "dance_spin": ("DSp", "CoSp"),
    "twizzles": ("SqTw", "SyTw", "STw"),
    "step_sequence": (
        *("PSt", "OFSt", "OFT"),
        *(f"{pattern}St" for pattern in ("Mi", "Di", "Ci", "Se", "NtMi", "NtDi", "NtCi")),
    ),
    "choreographic": tuple(f"Ch{name}1" for name in ("RS", "Sl", "St", "Li", "Sp", "Tw", "AJ")),
}


def lacking_of_couples(
    program: PlannedProgram, book: Rulebook, own: frozenset[int], other: PlannedProgram | None
) -> Iterator[Problem]:
    """The problems of a couple's program that lie in no one deleted element.

    `own` are the elements whose +SEQ is the planner's word; `other` is the couple's other program.
    """
    if book.discipline == Discipline.PAIRS:
        rule = book.pair_elements.get(program.segment)
        if rule is None:
            yield _unknown(program, book, "what the elements of pairs must be")
            return
        yield from _sequences(program, rule, own)
        if other is not None and rule.death_spiral_differs:
            yield from _death_spirals(program, rule, other)
    elif book.discipline == Discipline.ICE_DANCE and program.segment not in book.dance_elements:
        yield _unknown(program, book, "what the elements of this dance must be")


def _unknown(program: PlannedProgram, book: Rulebook, what: str) -> Problem:
    text = sentence(f"{what} is not known for {program.season}; it was not checked")
    return Problem("rule_unknown", UNKNOWN, text, f"rules since {book.day}", ())


def _sequences(
    program: PlannedProgram, rule: PairElementsRule, own: frozenset[int]
) -> Iterator[Problem]:
    """+SEQ on jumps that no rule of the season makes a sequence; behind a single jump it says that
    one was broken off."""
    for row in sorted(own):
        if rule.sequence != "hops" and len(program.elements[row].element.parts) > 1:
            words = "a sequence needs an Axel behind the first jump"
            if rule.sequence == "none":
                words = "a short program has no jump sequence"
            text = sentence(f"{where(row, program.elements[row].element)}: {words}")
            yield Problem("sequence", ILLEGAL, text, rule_text(rule.provenance), (row,))


def _death_spirals(
    program: PlannedProgram, rule: PairElementsRule, other: PlannedProgram
) -> Iterator[Problem]:
    """The death spiral of the free skating is another one than that of the short program."""
    of_other = {name for one in other.elements for name in _death_spiral(one.element)}
    for row, one in enumerate(program.elements):
        for name in _death_spiral(one.element):
            if name in of_other:
                text = sentence(
                    f"{where(row, one.element)}: {name} is the death spiral of the short program"
                    " too, and the two must differ"
                )
                yield Problem(
                    "death_spiral_again", ILLEGAL, text, rule_text(rule.provenance), (row,)
                )


def _death_spiral(element: Element) -> Iterator[str]:
    for part in element.parts:
        if part.name.endswith("Ds"):
            yield part.name


def alternatives(program: PlannedProgram, book: Rulebook, kind: str) -> Iterator[str]:
    """Codes of a kind that the scale of values holds, at its highest level, each once."""
    table = _CODES if book.discipline == Discipline.PAIRS else _CODES_OF_DANCE
    dance = book.dance_elements.get(program.segment)
    if kind == "pattern_dance" and dance is not None:
        yield from (f"{name}4" for name in sorted(dance.patterns) if book.row(f"{name}4"))
        return
    for name in table.get(kind, ()):
        yield from _at_level(book, name)


def _at_level(book: Rulebook, name: str) -> Iterator[str]:
    """A code with the highest level that the scale holds, of both partners where each has one."""
    if book.row(name) is not None:
        yield name
        return
    for level in _LEVELS:
        if book.row(f"{name}{level}") is not None:
            yield f"{name}{level}"
            return
        for half in _HALVES:
            if book.row(f"{name}{half}{level}") is not None:
                yield f"{name}{half}{level}+{name}M{level}"
                return


def is_couple_kind(program: PlannedProgram, book: Rulebook, row: int) -> str:
    """The kind of a couple's element that is no jump; "" for jumps and single skating."""
    if book.discipline not in (Discipline.PAIRS, Discipline.ICE_DANCE):
        return ""
    kind = kind_of(program.elements[row].element, book)
    return "" if kind == "jump" else kind
