"""What a skate file says."""

from dataclasses import dataclass
from datetime import date

from kissandcry import rulebooks
from kissandcry.core import Discipline, Level, Points, Segment
from kissandcry.protocols.model import Official
from kissandcry.rulebooks import Rulebook
from kissandcry.scoring import Skate


@dataclass(frozen=True, slots=True)
class Published:
    """Totals that were published, to be checked; None where the file gives none."""

    tes: Points | None = None
    pcs: Points | None = None
    deductions: Points | None = None  # positive
    tss: Points | None = None
    place: int | None = None


@dataclass(frozen=True, slots=True)
class TypedDeduction:
    """A deduction that the rulebook of the day does not know: its points (positive) are typed."""

    reason: str
    points: Points


@dataclass(frozen=True, slots=True)
class TypedSkate:
    """One skater (or couple) with the skate as called and marked."""

    name: str
    nation: str
    skate: Skate
    starting_number: int | None = None
    club: str = ""
    deductions: tuple[TypedDeduction, ...] = ()  # beside those that `skate.calls` counts
    published: Published = Published()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A segment as typed. `judges` is the size of the panel, `source` where the facts come
    from."""

    date: date
    discipline: Discipline
    segment: Segment
    judges: int
    skates: tuple[TypedSkate, ...]
    level: Level = Level.SENIOR
    event: str = ""
    venue: str = ""
    authority: str = "isu"
    source: str = ""
    officials: tuple[Official, ...] = ()

    @property
    def rulebook(self) -> Rulebook:
        """The rules of the day. Raises `UnknownOnDate` where none are known."""
        return rulebooks.on(self.date, self.discipline, self.level, self.authority)
