"""A skill made by hand, and events of skaters with it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from kissandcry import rulebooks
from kissandcry.core import Discipline, Level, Segment
from kissandcry.planning.odds.compiling import planned
from kissandcry.planning.odds.model import Entrant, Event, History, Part, Program
from kissandcry.planning.skill import Outcome

DAY = date(2024, 12, 5)
BOOK = rulebooks.on(DAY, Discipline.MEN, Level.SENIOR)
SHORT = ("4T+3T", "3F", "3A", "FCSp4", "CSSp4", "StSq4", "CCoSp4")
SEGMENTS = (Segment.SHORT_PROGRAM, Segment.FREE_SKATING)


@dataclass(frozen=True)
class Hand:
    """Jumps are landed by the chance `sure`, else they fall; after a fall half as often."""

    sure: float = 0.7
    grade: float = 1.5
    spread: float = 1.0
    grades: int = 5

    def outcomes(
        self, code: str, *, second_half: bool = False, after_fall: bool = False
    ) -> Sequence[Outcome]:
        if not code[0].isdigit():
            return [Outcome("clean", code, 1.0, 0, self.grade, self.spread)]
        sure = self.sure / 2 if after_fall else self.sure
        first = code.split("+")[0]
        return [
            Outcome("clean", code, sure, 0, self.grade, self.spread),
            Outcome("fall", f"{first}<", 1 - sure, 1, -4.9, 0.1),
        ]

    def components(self, segment: Segment) -> dict[str, tuple[float, float]]:
        return {
            "composition": (8.0, 0.3),
            "presentation": (7.75, 0.3),
            "skating_skills": (8.25, 0.3),
        }


def program(skill: Hand | None = None, codes: Sequence[str] = SHORT) -> Program:
    """A short program."""
    halves = [number >= len(codes) - 2 for number in range(len(codes))]
    return planned(BOOK, Segment.SHORT_PROGRAM, codes, halves, skill or Hand())


def history(mean: float = 0.0, *, spread: float = 0.05, ability: float = 0.05) -> History:
    """A skater who scores that much over the field of 90 and 180 points."""
    parts = (Part(90.0, 0.02, spread, 0.05), Part(180.0, 0.02, spread, 0.05))
    return History(mean, ability, parts, 0.2, 1.75, 1.6, 0.2)


def event(*means: float, advance: int | None = None, withdraws: float = 0.0) -> Event:
    """An event of skaters with histories."""
    entrants = tuple(
        Entrant(f"s{number}", f"S {number}", history=replace(history(one), withdraws=withdraws))
        for number, one in enumerate(means)
    )
    return Event("event", SEGMENTS, entrants, BOOK.final_tie, advance)
