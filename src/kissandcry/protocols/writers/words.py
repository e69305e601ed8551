"""How the papers and pages that we write spell the sport's words, and read them back."""

from datetime import date
from typing import Final

from kissandcry.core import Discipline, Level, Points, Segment
from kissandcry.core.spelling import MONTHS as MONTHS

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


def category(level: Level, discipline: Discipline) -> str:
    """Such as `Senior Women`."""
    return f"{LEVELS[level]} {DISCIPLINES[discipline]}"


def long_date(day: date) -> str:
    """Such as `7 December 2012`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def figure(points: Points | None) -> str:
    """Points with a true minus sign, which is as wide as a figure."""
    return "" if points is None else str(points).replace("-", MINUS)


def signed(value: float, places: int) -> str:
    """A number in a sentence: always with its sign, rounded to so many places."""
    return f"{value:+.{places}f}".replace("-", MINUS)


def grade(mark: int | None) -> str:
    """A grade of execution as papers print it."""
    return MISSING if mark is None else str(mark).replace("-", MINUS)
