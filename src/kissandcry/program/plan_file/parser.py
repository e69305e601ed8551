"""Reads a plan file, line by line.

Forgiving in spelling and strict in meaning: every line is understood or refused, by one sentence
that gives its number, what was found, what is allowed and the nearest word. Nothing is evaluated.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NoReturn

from kissandcry import rulebooks
from kissandcry.core import (
    KissAndCryError,
    Level,
    Segment,
    SyntaxProblem,
    UnknownOnDate,
    season_of,
    spelling,
)
from kissandcry.core.typed import read_typed
from kissandcry.program.model import (
    Competition,
    Plan,
    PlannedElement,
    PlannedProgram,
    RunThrough,
    day_of,
)
from kissandcry.program.plan_file import rows
from kissandcry.program.plan_file.headings import (
    EXAMPLES,
    KEYS,
    OFTEN,
    SECTIONS,
    SETTERS,
    WHERE,
    as_text,
)
from kissandcry.rulebooks import Rulebook
from kissandcry.scoring import element_value

_KEY: Final = re.compile(r"([^\W\d_](?:[^\W\d_]|[ '-])*?) ?: ?(.*)")


def read(path: Path) -> Plan:
    """The plan file at `path`. Raises `Unreadable` for what is no text, and as `parse`."""
    return parse(read_typed(path, "plan file"), path.name)


def parse(text: str, name: str = "plan file") -> Plan:
    """The plan that a text describes; `name` opens each message.

    Raises `SyntaxProblem` for a line that is not understood or missing, and `UnknownOnDate` for a
    season, category, segment or element for which no rulebook holds. Whether a program is legal is
    another question (`kissandcry.program.legality`).
    """
    reader = _Reader(name)
    for number, line in enumerate(text.split("\n"), start=1):
        reader.number = number
        line = " ".join(line.split())
        if line and not line.startswith("#"):
            with reader.at_line():
                reader.take(line)
    return reader.plan()


class _Reader:
    """Takes the lines of a file; a section is kept until the next one starts."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.number = 0
        self.top: dict[str, Any] = {}
        self.section = ""  # a value of `SECTIONS`, or "" above the first
        self.started = 0  # the line on which it started
        self.here: dict[str, Any] = {}  # what the section says, by heading
        self.book: Rulebook | None = None
        self.programs: list[PlannedProgram] = []
        self.competitions: list[Competition] = []
        self.run_throughs: list[RunThrough] = []

    @contextmanager
    def at_line(self) -> Iterator[None]:
        """Puts the file's name and the line in hand before what is raised inside."""
        try:
            yield
        except KissAndCryError as error:
            raise type(error)(f"{self.name}, line {self.number}: {error}") from None

    def take(self, line: str) -> None:
        """Understand one line."""
        hidden = next((sign for sign in line if not sign.isprintable()), "")
        if hidden:
            raise SyntaxProblem(
                f"U+{ord(hidden):04X} stands in it, a sign that is not seen; leave it out"
            )
        found = self._heading(line)
        if found is None:
            self._row(line)
            return
        key, value = found
        if key in SECTIONS:
            self._start(SECTIONS[key], value)
            return
        heading = KEYS[self.section].get(key)
        if heading is None:
            self._misplaced(key)
        if not value:
            raise SyntaxProblem(f"{heading} is empty; leave it out or fill it in")
        given = self.here if self.section else self.top
        if heading in given and heading not in OFTEN:
            raise SyntaxProblem(f"{heading} is given a second time")
        SETTERS.get(heading, as_text)(given, heading, value)

    def _heading(self, line: str) -> tuple[str, str] | None:
        """The key and the value of a line such as `Music: ...`; the colon may be left out behind a
        word that is known here."""
        if match := _KEY.fullmatch(line):
            return spelling.plain(match[1]), match[2]
        parts = line.split(" ")
        for count in (2, 1):
            key = spelling.plain(" ".join(parts[:count]))
            if key in SECTIONS or key in KEYS[self.section]:
                return key, " ".join(parts[count:])
        return None

    def _misplaced(self, key: str) -> NoReturn:
        own = KEYS[self.section]
        for section, keys in KEYS.items():
            if key in keys:
                raise SyntaxProblem(f"{keys[key]} stands {WHERE[section]}, not here")
        shown = spelling.listed([*own.values(), *SECTIONS.values()])
        raise SyntaxProblem(rows.unknown(key, (*own, *SECTIONS), shown))

    def _row(self, line: str) -> None:
        if self.section == "Program":
            element = rows.element(line)
            self._check_value(element)
            self.here.setdefault("elements", []).append(element)
        elif self.section == "Run-through":
            self.here.setdefault("elements", []).append(rows.attempts(line))
        else:
            own = KEYS[self.section]
            shown = spelling.listed([*own.values(), *SECTIONS.values()])
            raise SyntaxProblem(rows.unknown(line.split(" ")[0], (*own, *SECTIONS), shown))

    def _check_value(self, element: PlannedElement) -> None:
        """Refuses an element that the season's scale of values does not hold."""
        assert self.book is not None
        if all(part.has_value for part in element.element.parts):
            element_value(self.book, element.code, False, segment=self.here["Segment"])

    def _start(self, section: str, value: str) -> None:
        self._finish()
        self._read_book()
        if not value:
            raise SyntaxProblem(f"{section} is empty; {EXAMPLES[section]}")
        here: dict[str, Any] = {}
        if section == "Program":
            here["Segment"] = self._segment(value)
        elif section == "Competition":
            here["Name"] = value
        else:
            here["Day"], here["Segment"], here["Note"] = rows.run_through(value)
        self.section, self.here, self.started = section, here, self.number

    def _segment(self, value: str) -> Segment:
        """The segment of a program; the headings above it must be complete."""
        book = self._read_book()
        segment = rows.segment(value)
        if segment not in book.components:
            who = f"{spelling.title(book.level)} {spelling.title(book.discipline)}"
            known = spelling.listed(map(spelling.title, book.components)) or "none known"
            raise UnknownOnDate(
                f"{who} have no {spelling.title(segment)} in {self.top['Season']}; there are"
                f" {known}"
            )
        if any(one.segment == segment for one in self.programs):
            raise SyntaxProblem(f"the {spelling.title(segment)} is given a second time")
        return segment

    def _read_book(self) -> Rulebook:
        if self.book is None:
            self._need_headings()
            top = self.top
            day = day_of(top["Season"])
            self.book = rulebooks.on(day, top["Discipline"], self._level())
        return self.book

    def _need_headings(self) -> None:
        for heading, key in (("Skater",) * 2, ("Season",) * 2, ("Category", "Discipline")):
            if key not in self.top:
                raise SyntaxProblem(f"the plan lacks {heading}; {EXAMPLES[heading]}")

    def _level(self) -> Level:
        level: Level = self.top.get("Level", Level.SENIOR)
        return level

    def _finish(self) -> None:
        """Close the section in hand; what is wrong with the whole of it is said of its first
        line."""
        section, here = self.section, self.here
        here_now, self.number = self.number, self.started or self.number
        if section == "Program":
            self.programs.append(self._program(here))
        elif section == "Competition":
            self.competitions.append(self._competition(here))
        elif section:
            entry = (here["Day"], here["Segment"], tuple(here.get("elements", ())))
            self.run_throughs.append(RunThrough(*entry, here["Note"]))
        self.number = here_now

    def _program(self, here: dict[str, Any]) -> PlannedProgram:
        return PlannedProgram(
            discipline=self.top["Discipline"],
            level=self._level(),
            segment=here["Segment"],
            season=self.top["Season"],
            elements=tuple(here.get("elements", ())),
            title=here.get("Title", ""),
            theme=here.get("Theme", ""),
            music=tuple(here.get("Music", ())),
            length=here.get("Length"),
            path=tuple(here.get("Path", ())),
            choreographer=here.get("Choreographer", ""),
            wishes=tuple(here.get("Wish", ())),
        )

    def _competition(self, here: dict[str, Any]) -> Competition:
        if "Date" not in here:
            raise SyntaxProblem(f"{here['Name']} has no Date; {EXAMPLES['Date']}")
        start, end = here["Date"]
        if season_of(start) != self.top["Season"]:
            raise SyntaxProblem(
                f"{here['Name']} starts on {start}, which is in the season {season_of(start)}; the"
                f" plan is for {self.top['Season']}"
            )
        return Competition(
            name=here["Name"],
            start=start,
            end=end,
            place=here.get("Place", ""),
            level=here.get("Level"),
            required=tuple(here.get("Required", ())),
        )

    def plan(self) -> Plan:
        """Everything that was read."""
        with self.at_line():
            self._finish()
            self._read_book()
            name, nation = self.top["Skater"]
            return Plan(
                skater=name,
                nation=nation,
                season=self.top["Season"],
                discipline=self.top["Discipline"],
                level=self._level(),
                programs=tuple(self.programs),
                competitions=tuple(self.competitions),
                run_throughs=tuple(self.run_throughs),
                wishes=tuple(self.top.get("Wish", ())),
                coach=self.top.get("Coach", ""),
            )
