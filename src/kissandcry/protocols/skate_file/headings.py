"""The lines above the first skater: which event, which day, whose rules, who judged."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, NoReturn, Protocol

from kissandcry import rulebooks
from kissandcry.core import (
    AgainstTheRules,
    Discipline,
    KissAndCryError,
    Level,
    Segment,
    SyntaxProblem,
    UnknownOnDate,
)
from kissandcry.protocols.model import Official
from kissandcry.protocols.skate_file import words
from kissandcry.rulebooks import Rulebook

ROLES: Final = {
    "referee": "Referee",
    "technical controller": "Technical Controller",
    "technical specialist": "Technical Specialist",
    "assistant technical specialist": "Assistant Technical Specialist",
    "data operator": "Data Operator",
    "replay operator": "Replay Operator",
}
KEYS: Final = {
    "event": "Event",
    "competition": "Event",
    "venue": "Venue",
    "place": "Venue",
    "location": "Venue",
    "date": "Date",
    "day": "Date",
    "category": "Category",
    "discipline": "Category",
    "level": "Level",
    "segment": "Segment",
    "program": "Segment",
    "judges": "Judges",
    "panel": "Judges",
    "rules": "Rules",
    "rulebook": "Rules",
    "source": "Source",
}
_EXAMPLES: Final = {
    "Date": "Date: 2012-12-08",
    "Category": "Category: Senior Men",
    "Segment": "Segment: Free Skating",
}


class Refuse(Protocol):
    """Raises the error of the line in hand, or of `line`."""

    def __call__(
        self, sentence: str, kind: type[KissAndCryError] = SyntaxProblem, line: int | None = None
    ) -> NoReturn:
        """Raise `kind` with the sentence behind the file's name and the line's number."""


class Headings:
    """What the headings say so far."""

    def __init__(self, refuse: Refuse) -> None:
        self.refuse = refuse
        self.number = 0  # of the line in hand
        self.given: dict[str, str] = {}  # as written, by key
        self.date: date | None = None
        self.discipline: Discipline | None = None
        self.level: Level | None = None
        self.segment: Segment | None = None
        self.judges: int | None = None
        self._judges_line = 0
        self.officials: list[Official] = []
        self._book: Rulebook | None = None

    def take(self, key: str, value: str) -> None:
        """Understand a heading: one of the values of `KEYS`."""
        if self._book is not None:
            self.refuse(f"{key} belongs above the first skater")
        if key in self.given:
            self.refuse(f"{key} is given a second time")
        if not value:
            self.refuse(f"{key} is empty")
        self.given[key] = value
        if key in _SETTERS:
            _SETTERS[key](self, value)

    def official(self, role: str, value: str) -> None:
        """Note a member of the panel."""
        name, nation = words.name_and_nation(value)
        if not name:
            self.refuse(f"{role} has no name")
        if any(one.role == role for one in self.officials):
            self.refuse(f"{role} is given a second time")
        self.officials.append(Official(role, name, nation))

    @property
    def book(self) -> Rulebook:
        """The rules of the day; the headings must be complete."""
        if self._book is None:
            self._book = self._read_book()
        return self._book

    def _read_book(self) -> Rulebook:
        if self.date is None or self.discipline is None or self.segment is None:
            needed = {"Date": self.date, "Category": self.discipline, "Segment": self.segment}
            missing = [name for name, value in needed.items() if value is None]
            self.refuse(
                f"the heading lacks {words.listed(missing)}; write for example"
                f' "{_EXAMPLES[missing[0]]}" above the first skater'
            )
        level = self.level or Level.SENIOR
        try:
            book = rulebooks.on(self.date, self.discipline, level, self.given.get("Rules", "isu"))
        except UnknownOnDate as error:
            self.refuse(str(error), UnknownOnDate)
        if self.segment not in book.components:
            known = words.listed(words.title(segment) for segment in book.components)
            self.refuse(
                f"{words.title(level)} {words.title(self.discipline)} have no"
                f" {words.title(self.segment)} on {self.date}; there are {known or 'none known'}",
                UnknownOnDate,
            )
        if self.judges is not None:
            self.check_judges(book, self.judges, self._judges_line)
        return book

    def check_judges(self, book: Rulebook, judges: int, line: int | None = None) -> None:
        """Refuse more judges than may sit in a panel of the day."""
        rule = book.panel
        if judges > rule.largest_panel:
            self.refuse(
                f"{judges} judges; by {rule.provenance.rule} a panel has at most"
                f" {rule.largest_panel}",
                AgainstTheRules,
                line,
            )

    def _set_date(self, value: str) -> None:
        self.date = words.day(value)
        if self.date is None:
            self.refuse(f'"{value}" is no date; a date is written 2012-12-08 or 8 December 2012')

    def _set_category(self, value: str) -> None:
        found = words.category(value)
        if found is None:
            allowed = [f"{level} {one}" for level in words.LEVELS for one in words.DISCIPLINES]
            self.refuse(
                f'"{value}" is no category; a category is a level and a discipline, such as Senior'
                f" Men{words.nearest(value, map(str.title, allowed))}"
            )
        self.level = found[0] or self.level
        self.discipline = found[1]

    def _set_level(self, value: str) -> None:
        self.level = words.find(value, words.LEVELS)
        if self.level is None:
            self._unknown("level", value, words.LEVELS)

    def _set_segment(self, value: str) -> None:
        self.segment = words.find(value, words.SEGMENTS)
        if self.segment is None:
            self._unknown("segment", value, words.SEGMENTS)

    def _unknown(self, what: str, value: str, known: Mapping[str, str]) -> NoReturn:
        allowed = words.listed(map(words.title, known.values()))
        near = words.nearest(value, map(str.title, known))
        self.refuse(f'"{value}" is no {what}; allowed are {allowed}{near}')

    def _set_judges(self, value: str) -> None:
        self.judges = words.whole(value, 1, 99)
        self._judges_line = self.number
        if self.judges is None:
            self.refuse(f'"{value}" is no number of judges; it is a whole number from 1 on')


_SETTERS: Final[dict[str, Callable[[Headings, str], None]]] = {
    "Date": Headings._set_date,
    "Category": Headings._set_category,
    "Level": Headings._set_level,
    "Segment": Headings._set_segment,
    "Judges": Headings._set_judges,
}
