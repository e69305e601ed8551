"""How the papers and pages that we write spell the sport's words, and read them back."""

import re
from datetime import date
from typing import Final

from kissandcry.core import Discipline, Level, Points, Segment
from kissandcry.protocols.model import PrintedElement, Protocol

MINUS: Final = "\N{MINUS SIGN}"
MISSING: Final = "\N{EN DASH}"  # stands where a mark was not given

DISCIPLINES: Final = {
    Discipline.MEN: "Men",
    Discipline.WOMEN: "Women",
    Discipline.PAIRS: "Pairs",
    Discipline.ICE_DANCE: "Ice Dance",
    Discipline.SYNCHRONIZED: "Synchronized Skating",
}
LEVELS: Final = {
    Level.SENIOR: "Senior",
    Level.JUNIOR: "Junior",
    Level.ADVANCED_NOVICE: "Advanced Novice",
    Level.INTERMEDIATE_NOVICE: "Intermediate Novice",
    Level.BASIC_NOVICE: "Basic Novice",
}
SEGMENTS: Final = {
    Segment.SHORT_PROGRAM: "Short Program",
    Segment.FREE_SKATING: "Free Skating",
    Segment.COMPULSORY_DANCE: "Compulsory Dance",
    Segment.ORIGINAL_DANCE: "Original Dance",
    Segment.SHORT_DANCE: "Short Dance",
    Segment.RHYTHM_DANCE: "Rhythm Dance",
    Segment.FREE_DANCE: "Free Dance",
}
MONTHS: Final = (
    "January February March April May June July August September October November December"
).split()

# What a flag in the Info column or in a code stands for, in the order in which a legend lists them.
SYMBOLS: Final = {
    "x": "credit for the second half, base value raised",
    "*": "invalid element or jump",
    "<": "jump not fully rotated",
    "<<": "downgraded jump",
    "q": "jump landed on the quarter",
    "e": "wrong edge",
    "!": "edge not clear",
    ">": "lift longer than permitted",
    "F": "fall",
    "V": "reduced value of a spin",
    "SEQ": "jump sequence",
    "REP": "jump repetition",
    "COMBO": "combination not executed",
}


def category(level: Level, discipline: Discipline) -> str:
    """Such as `Senior Women`."""
    return f"{LEVELS[level]} {DISCIPLINES[discipline]}"


def long_date(day: date) -> str:
    """Such as `7 December 2012`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def figure(points: Points | None) -> str:
    """Points with a true minus sign, which is as wide as a figure."""
    return "" if points is None else str(points).replace("-", MINUS)


def grade(mark: int | None) -> str:
    """A grade of execution as papers print it."""
    return MISSING if mark is None else str(mark).replace("-", MINUS)


_IN_INFO: Final = re.compile(r"<<|<|REP|SEQ|COMBO|q|e|!|\*|>|V|F")
_ON_JUMP: Final = re.compile(r"(?:\d(?:Lz|Lo|[TSFAW])|Eu|Th)(<<|<|q|e|!|\*)+")
_IN_CODE: Final = re.compile(r"<<|<|q|e|!|\*")


def symbols_of(element: PrintedElement) -> set[str]:
    """The symbols of `SYMBOLS` that a line of a protocol shows."""
    seen = set(_IN_INFO.findall(element.info))
    seen |= {"x"} if element.second_half else set()
    for jump in _ON_JUMP.finditer(element.code):
        seen |= set(_IN_CODE.findall(jump.group()[2:]))
    seen |= {word for word in ("SEQ", "REP", "COMBO") if f"+{word}" in element.code}
    if "*" in element.code:
        seen.add("*")
    return seen | ({"V"} if re.search(r"Sp[B\d]?V", element.code) else set())


def symbols_in(protocol: Protocol) -> set[str]:
    """The symbols of `SYMBOLS` that a protocol shows."""
    seen: set[str] = set()
    for performance in protocol.performances:
        for element in performance.elements:
            seen |= symbols_of(element)
    return seen
