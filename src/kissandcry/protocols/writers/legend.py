"""What the signs of a protocol mean: those in the codes, in the Info column and beside the values.

Source of the meanings: the legends that the published papers print, 2005-06 to 2024-25.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from kissandcry import notation
from kissandcry.core import Level, UnknownOnDate, first_day
from kissandcry.notation import Family, NotationError
from kissandcry.protocols.model import Performance, PrintedElement, Protocol
from kissandcry.rulebooks import Rulebook, on

# In the order in which a legend lists them; "<" holds for every date, since it is also so where
# the jump was downgraded.
SYMBOLS: Final = {
    "x": "credit for the second half, base value raised",
    "*": "invalid element or jump",
    "<": "jump not fully rotated",
    "<<": "downgraded jump",
    "q": "jump landed on the quarter",
    "e": "wrong edge",
    "!": "edge not clear",
    "b": "jump with a bonus",
    ">": "lift longer than permitted",
    "F": "fall",
    "S": "separation of the hold",
    "V": "reduced value of a spin",
    "V1": "spin with one requirement not fulfilled",
    "V2": "spin with two requirements not fulfilled",
    "SEQ": "jump sequence",
    "REP": "jump repetition",
    "COMBO": "combination not executed",
    "TRANS": "done as a transition",
    "EXEL": "extra element",
}
# Where they stand with steps, twizzles, pattern dances and choreographic elements.
_OF_STEPS: Final = {"<": "steps missed", "!": "requirement not fulfilled"}
_STEPS: Final = frozenset(
    {Family.STEPS, Family.TWIZZLES, Family.PATTERN_DANCE, Family.CHOREOGRAPHIC}
)


def symbols_of(element: PrintedElement) -> set[str]:
    """The symbols of `SYMBOLS` that a line of a protocol shows."""
    return {sign for sign, _ in _signs(element) if sign in SYMBOLS}


def legend(
    protocol: Protocol,
    rulebook: Rulebook | None = None,
    performances: Iterable[Performance] | None = None,
) -> list[tuple[str, str]]:
    """The signs that a protocol shows (or some of its performances), each with its meaning then.

    "<" stood for a downgraded jump as long as the rules took the value of one revolution less for
    it; `rulebook` holds these rules, by itself those of the protocol's date or season.
    """
    shown = protocol.performances if performances is None else performances
    seen = {sign for one in shown for row in one.elements for sign in _signs(row)}
    old = ("<", False) in seen and _downgraded(rulebook or _rules(protocol))
    meanings: dict[tuple[str, str], None] = {}
    for sign, general in SYMBOLS.items():
        if (sign, False) in seen:
            meaning = SYMBOLS["<<"] if sign == "<" and old else general
            meanings[sign, meaning] = None
        if (sign, True) in seen:
            meanings[sign, _OF_STEPS.get(sign, general)] = None
    return list(meanings)


def _signs(element: PrintedElement) -> Iterator[tuple[str, bool]]:
    """The signs of a line, and whether each is said of steps. Of a code that cannot be read only
    the Info column's are known."""
    if element.second_half:
        yield "x", False
    try:
        read = notation.parse(element.code, element.info)
    except NotationError:
        read = notation.parse("", element.info)
    for part in read.parts:
        of_steps = part.family in _STEPS
        yield from ((flag, of_steps) for flag in part.flags)
        if part.invalid:
            yield "*", of_steps
    for suffix in read.suffixes:
        yield suffix.word.upper(), False
    for sign in read.info:
        yield sign, read.family in _STEPS


def _downgraded(rulebook: Rulebook | None) -> bool:
    """Whether the rules value a jump with "<" as one with a revolution less."""
    return rulebook is not None and any(
        rule.flag == "<" and rule.method == "one_revolution_less" for rule in rulebook.reductions
    )


def _rules(protocol: Protocol) -> Rulebook | None:
    """The rules of the protocol's date, else of its season's first day; None where none are known.
    A sign means the same in every age category, and the seniors' rules are the best known."""
    day = protocol.date or first_day(protocol.season)
    if day is None:
        return None
    for level in (protocol.level, Level.SENIOR):
        try:
            return on(day, protocol.discipline, level, protocol.authority)
        except UnknownOnDate:
            continue
    return None
