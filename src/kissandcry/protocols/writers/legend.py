"""What the signs of a protocol mean: those in the codes, in the Info column and beside the values.

The rules of the day say what the technical panel's signs mean. For the others, and where no rules
are known, the meanings are those of the legends that published papers print.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from kissandcry import notation
from kissandcry.core import Discipline, Level, UnknownOnDate, first_day
from kissandcry.notation import NotationError
from kissandcry.protocols.model import Performance, PrintedElement, Protocol
from kissandcry.rulebooks import Rulebook, on

# In the order in which a legend lists them. What "<" says here is true also of a downgraded jump,
# for which it stood at first.
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
_OF_DANCE: Final = {"<": "steps missed", "!": "requirement not fulfilled"}


def symbols_of(element: PrintedElement) -> set[str]:
    """The symbols of `SYMBOLS` that a line of a protocol shows."""
    return SYMBOLS.keys() & set(_signs(element))


def legend(
    protocol: Protocol,
    rulebook: Rulebook | None = None,
    performances: Iterable[Performance] | None = None,
) -> list[tuple[str, str]]:
    """The signs that a protocol shows (or some of its performances), each with its meaning then.

    `rulebook` says what they mean, by itself that of the protocol's date or season.
    """
    shown = protocol.performances if performances is None else performances
    seen = {sign for one in shown for row in one.elements for sign in _signs(row)}
    book = rulebook or _rules(protocol)
    meanings = SYMBOLS | (_OF_DANCE if protocol.discipline is Discipline.ICE_DANCE else {})
    meanings |= book.signs() if book else {}
    return [(sign, meanings[sign]) for sign in SYMBOLS if sign in seen]


def _signs(element: PrintedElement) -> Iterator[str]:
    """The signs of a line. Of a code that cannot be read only the Info column's are known."""
    if element.second_half:
        yield "x"
    try:
        read = notation.parse(element.code, element.info)
    except NotationError:
        read = notation.parse("", element.info)
    for part in read.parts:
        yield from part.flags
        if part.invalid:
            yield "*"
    yield from (suffix.word.upper() for suffix in read.suffixes)
    yield from read.info


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
