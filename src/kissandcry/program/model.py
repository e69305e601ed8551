"""A planned program and the season it is for: immutable values that check what they hold."""

import math
import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from kissandcry import notation
from kissandcry.core import Discipline, Level, Segment, SyntaxProblem, first_day
from kissandcry.notation import Element
from kissandcry.rulebooks import Rulebook

RINK: Final = (60.0, 30.0)  # metres, long and broad: ISU Special Regulations, Rule 342
LONGEST: Final = 15 * 60  # seconds: more than any program of a single skater or couple
_HALF_OF_SEASON: Final = (11, 15)  # month and day: the Grand Prix is on, the season's rules hold


@dataclass(frozen=True, slots=True)
class PlannedElement:
    """An element of a planned program.

    `code` is the element as the technical panel would call it. `time` is in seconds from the start;
    `second_half` says outright in which half the element stands (None: `PlannedProgram.halves`
    finds it). `at` is the place on the rink in metres, kept to the centimetre, from the corner at
    the left end on the lower side: 60 along, 30 across. Raises `SyntaxProblem` for what is none of
    these (`notation.NotationError` for the code).
    """

    code: str
    time: int | None = None
    second_half: bool | None = None
    at: tuple[float, float] | None = None
    note: str = ""

    def __post_init__(self) -> None:
        notation.parse(self.code)
        _check_seconds(self.time, f"the time of {self.code}")
        if self.at is not None:
            object.__setattr__(self, "at", _place(self.at, f"the place of {self.code}"))
        _check_line(self.note, f"the note to {self.code}")

    @property
    def element(self) -> Element:
        """What the code says."""
        return notation.parse(self.code)


@dataclass(frozen=True, slots=True)
class PlannedProgram:
    """One program: its elements in order, its music, its length in seconds, its way on the rink.

    `music` has one line for each piece, `wishes` one for each wish about its layout. `path` goes
    through places in metres, as `PlannedElement.at`. Raises `SyntaxProblem` for a season that is
    none and for what a part of it cannot be.
    """

    discipline: Discipline
    level: Level
    segment: Segment
    season: str
    elements: tuple[PlannedElement, ...]
    title: str = ""
    theme: str = ""
    music: tuple[str, ...] = ()
    length: int | None = None
    path: tuple[tuple[float, float], ...] = ()
    choreographer: str = ""
    wishes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_season(self.season)
        for what in ("title", "theme", "choreographer"):
            _check_line(getattr(self, what), f"the {what}")
        _check_lines(self.music, "a line of the music")
        _check_lines(self.wishes, "a wish")
        _check_seconds(self.length, "the length")
        where = "a place of the path"
        object.__setattr__(self, "path", tuple(_place(one, where) for one in self.path))

    @property
    def day(self) -> date:
        """The day of the season on which rules are asked."""
        return day_of(self.season)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its elements, in order."""
        return tuple(element.code for element in self.elements)

    def halves(self, book: Rulebook) -> tuple[bool, ...]:
        """For each element whether it stands in the second half (which is more than to carry an x).

        What an element says outright counts, then its time, held against the middle of the program;
        one that says neither stands where the element before it does. Where no element says
        anything, the usual is assumed: the last elements that the day's rule favours, as many as it
        favours, and where it favours any number of them, those in the latter half of the list.
        """
        middle = self.middle(book)
        halves: list[bool] = []
        said = False
        for element in self.elements:
            half = element.second_half
            if half is None and element.time is not None and middle is not None:
                half = element.time >= middle
            said = said or half is not None
            halves.append((bool(halves) and halves[-1]) if half is None else half)
        return tuple(halves) if said else self._usual(book)

    def middle(self, book: Rulebook) -> float | None:
        """When the second half begins, in seconds: at half of the duration that the rules set,
        without what they allow more or less; where no rule is known, at half of the length."""
        rule = book.durations.get(self.segment)
        seconds = self.length if rule is None else rule.seconds
        return None if seconds is None else seconds / 2

    def _usual(self, book: Rulebook) -> tuple[bool, ...]:
        rule = book.second_half.get(self.segment)
        if rule is None:
            return (False,) * len(self.elements)
        favoured = [
            row
            for row, element in enumerate(self.elements)
            if element.element.family.value in rule.families
        ]
        if rule.last is None:
            chosen = {row for row in favoured if 2 * row >= len(self.elements)}
        else:
            chosen = set(favoured[-rule.last :])
        return tuple(row in chosen for row in range(len(self.elements)))


@dataclass(frozen=True, slots=True)
class Requirement:
    """Elements that a competition asks for: `codes` as far as they are prescribed, such as "2A",
    "3F" or "CSSp", which any level fulfils; `segment` None means any of its segments."""

    codes: tuple[str, ...]
    segment: Segment | None = None

    def __post_init__(self) -> None:
        if not self.codes:
            raise SyntaxProblem("a requirement names no element; it needs one at least")
        for code in self.codes:
            notation.parse(code)


@dataclass(frozen=True, slots=True)
class Competition:
    """A competition of the season; `level` None means the plan's own level."""

    name: str
    start: date
    end: date | None = None
    place: str = ""
    level: Level | None = None
    required: tuple[Requirement, ...] = ()

    def __post_init__(self) -> None:
        if not self.name:
            raise SyntaxProblem("a competition has no name; it needs one")
        _check_line(self.name, "the name of a competition")
        _check_line(self.place, f"the place of {self.name}")
        if self.end is not None and self.end <= self.start:
            raise SyntaxProblem(
                f"{self.name} ends on {self.end} and starts on {self.start}; a competition of more"
                " days ends after its start"
            )

    @property
    def last_day(self) -> date:
        """The day on which it ends."""
        return self.end or self.start


@dataclass(frozen=True, slots=True)
class Attempts:
    """How often an element was tried in a run-through or practice, and how often landed."""

    code: str
    landed: int
    attempts: int = 1
    note: str = ""

    def __post_init__(self) -> None:
        notation.parse(self.code)
        if not 0 <= self.landed <= self.attempts or self.attempts < 1:
            raise SyntaxProblem(
                f"{self.code} was landed {self.landed} times of {self.attempts}; allowed are 0 to"
                " all of at least one attempt"
            )
        _check_line(self.note, f"the note to {self.code}")


@dataclass(frozen=True, slots=True)
class RunThrough:
    """A run-through of a program, or a practice of single elements (`segment` None)."""

    day: date
    segment: Segment | None = None
    elements: tuple[Attempts, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        _check_line(self.note, f"the note of {self.day}")


@dataclass(frozen=True, slots=True)
class Plan:
    """A skater's or couple's plan for a season.

    At most one program for each segment, each of the plan's discipline, level and season. `wishes`
    are about every program, beside those of each program. Raises `SyntaxProblem` for a plan that
    contradicts itself.
    """

    skater: str
    season: str
    discipline: Discipline
    level: Level = Level.SENIOR
    nation: str = ""
    programs: tuple[PlannedProgram, ...] = ()
    competitions: tuple[Competition, ...] = ()
    run_throughs: tuple[RunThrough, ...] = ()
    wishes: tuple[str, ...] = ()
    coach: str = ""

    def __post_init__(self) -> None:
        _check_season(self.season)
        if not self.skater:
            raise SyntaxProblem("the plan names no skater; it needs one")
        for what in ("skater", "nation", "coach"):
            _check_line(getattr(self, what), f"the {what}")
        if self.nation and not re.fullmatch("[A-Z]{3}", self.nation):
            raise SyntaxProblem(f'"{self.nation}" is no nation; a nation is written JPN')
        _check_lines(self.wishes, "a wish")
        own = (self.discipline, self.level, self.season)
        seen: set[Segment] = set()
        for program in self.programs:
            name = program.segment.replace("_", " ")
            if (program.discipline, program.level, program.season) != own:
                raise SyntaxProblem(
                    f"the {name} is for {program.level} {program.discipline} in {program.season},"
                    f" and the plan for {self.level} {self.discipline} in {self.season}"
                )
            if program.segment in seen:
                raise SyntaxProblem(f"the plan has the {name} twice; it may have it once")
            seen.add(program.segment)

    @property
    def day(self) -> date:
        """The day of the season on which rules are asked."""
        return day_of(self.season)

    def program(self, segment: Segment) -> PlannedProgram | None:
        """The program of a segment, or None."""
        return next((one for one in self.programs if one.segment == segment), None)

    def other(self, program: PlannedProgram) -> PlannedProgram | None:
        """The plan's other program, which some rules ask about; None where there is none."""
        return next((one for one in self.programs if one.segment != program.segment), None)

    def wishes_for(self, segment: Segment) -> tuple[str, ...]:
        """Every wish about the program of a segment."""
        program = self.program(segment)
        return self.wishes + (() if program is None else program.wishes)


def day_of(season: str) -> date:
    """The day of a season on which its rules are asked: 15 November. Raises `SyntaxProblem`."""
    _check_season(season)
    first = first_day(season)
    assert first is not None
    return date(first.year, *_HALF_OF_SEASON)


def _check_season(season: str) -> None:
    if first_day(season) is None:
        raise SyntaxProblem(f'"{season}" is no season; a season is written 2024-25')


def _check_seconds(seconds: int | None, what: str) -> None:
    if seconds is not None and not 0 <= seconds <= LONGEST:
        raise SyntaxProblem(f"{what} is {seconds} s; allowed are 0 to {LONGEST} s")


def _place(place: tuple[float, float], what: str) -> tuple[float, float]:
    """The place to the centimetre."""
    if not all(math.isfinite(m) and 0 <= m <= most for m, most in zip(place, RINK, strict=True)):
        raise SyntaxProblem(
            f"{what} is {place[0]:g},{place[1]:g}; allowed are 0 to {RINK[0]:g} m along the rink"
            f" and 0 to {RINK[1]:g} m across"
        )
    along, across = place
    return round(float(along), 2) + 0.0, round(float(across), 2) + 0.0  # no minus before zero


def _check_line(text: str, what: str) -> None:
    if text != " ".join(text.split()) or not text.isprintable():
        raise SyntaxProblem(
            f"{what} is {text[:60]!r}; it is one line without spaces at its ends or side by side"
        )


def _check_lines(texts: tuple[str, ...], what: str) -> None:
    for text in texts:
        if not text:
            raise SyntaxProblem(f"{what} is empty; leave it out")
        _check_line(text, what)
