"""The sport's own words, one name for one thing."""

import re
from datetime import date
from enum import StrEnum


class Discipline(StrEnum):
    """A discipline of figure skating."""

    MEN = "men"
    WOMEN = "women"
    PAIRS = "pairs"
    ICE_DANCE = "ice_dance"
    SYNCHRONIZED = "synchronized"


class Level(StrEnum):
    """An age category."""

    SENIOR = "senior"
    JUNIOR = "junior"
    ADVANCED_NOVICE = "advanced_novice"
    INTERMEDIATE_NOVICE = "intermediate_novice"
    BASIC_NOVICE = "basic_novice"


class Segment(StrEnum):
    """A segment of a competition. The first dance segment was a compulsory dance and an original
    dance until 2009-10, a short dance until 2017-18 and has been a rhythm dance since."""

    SHORT_PROGRAM = "short_program"
    FREE_SKATING = "free_skating"
    COMPULSORY_DANCE = "compulsory_dance"
    ORIGINAL_DANCE = "original_dance"
    SHORT_DANCE = "short_dance"
    RHYTHM_DANCE = "rhythm_dance"
    FREE_DANCE = "free_dance"


def first_day(season: str) -> date | None:
    """The first day of a season such as `2012-13`; None for a text that names no season."""
    match = re.fullmatch(r"(\d{4})-(\d\d)", season, re.ASCII)
    if match is None or int(match[2]) != (int(match[1]) + 1) % 100 or not int(match[1]):
        return None
    return date(int(match[1]), 7, 1)


def season_of(day: date) -> str:
    """The season of a day, such as `2012-13`: it runs from 1 July to 30 June."""
    first = day.year if day.month >= 7 else day.year - 1
    return f"{first:04d}-{(first + 1) % 100:02d}"
