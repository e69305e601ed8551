"""The floor of the house: points, the sport's vocabulary and the kinds of error."""

from kissandcry.core.errors import (
    AgainstTheRules,
    BadRulebook,
    Contradiction,
    KissAndCryError,
    MissingExtra,
    NotAProtocol,
    NotAVideo,
    NothingSeen,
    NotInArchive,
    SyntaxProblem,
    UnknownOnDate,
    Unreadable,
)
from kissandcry.core.points import Points, round_half_up
from kissandcry.core.vocabulary import Discipline, Level, Segment, first_day, season_of

__all__ = [
    "AgainstTheRules",
    "BadRulebook",
    "Contradiction",
    "Discipline",
    "KissAndCryError",
    "Level",
    "MissingExtra",
    "NotAProtocol",
    "NotAVideo",
    "NotInArchive",
    "NothingSeen",
    "Points",
    "Segment",
    "SyntaxProblem",
    "UnknownOnDate",
    "Unreadable",
    "first_day",
    "round_half_up",
    "season_of",
]
