"""Reads a skate file, line by line.

Forgiving in spelling and strict in meaning: every line is understood or refused, by one sentence
that gives its number, what was found, what is allowed and the nearest word. Nothing is evaluated.
"""

import re
from pathlib import Path
from typing import Final, NoReturn

from kissandcry.core import KissAndCryError, Level, SyntaxProblem
from kissandcry.core.typed import read_typed
from kissandcry.protocols.skate_file import headings, rows, words
from kissandcry.protocols.skate_file.headings import ROLES, Headings
from kissandcry.protocols.skate_file.rows import Rows
from kissandcry.protocols.skate_file.sheet import Sheet, TypedSkate

_KEY: Final = re.compile(r"([^\W\d_][^:\d]*?)(?: *(\d{1,2}))? *: *(.*)")
_SKATER: Final = ("skater", "skaters", "couple", "pair", "team", "name")
_SHOWN: Final = "Event, Venue, Date, Category, Segment, Judges, Skater, Start, Club and Published"


def read(path: Path) -> Sheet:
    """The skate file at `path`. Raises `Unreadable` for what is no text, and as `parse`."""
    return parse(read_typed(path, "skate file"), path.name)


def parse(text: str, name: str = "skate file") -> Sheet:
    """The sheet that a text describes; `name` opens each message.

    Raises `SyntaxProblem` for a line that is not understood or missing, `AgainstTheRules` for a
    mark or a second half that the rules of the day do not have, and `UnknownOnDate` for an element
    or a category that no rulebook holds on that day.
    """
    reader = _Reader(name)
    for number, line in enumerate(text.split("\n"), start=1):
        reader.headings.number = number
        line = " ".join(line.split())
        if line and not line.startswith("#"):
            reader.take(line)
    return reader.sheet()


class _Reader:
    """Takes the lines of a file."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.headings = Headings(self.refuse)
        self.skates: list[TypedSkate] = []
        self.rows: Rows | None = None

    def refuse(
        self, sentence: str, kind: type[KissAndCryError] = SyntaxProblem, line: int | None = None
    ) -> NoReturn:
        """Raise the error of a line; see `headings.Refuse`."""
        raise kind(f"{self.name}, line {line or self.headings.number}: {sentence}") from None

    def take(self, line: str) -> None:
        """Understand one line."""
        found = _key(line)
        if found is None:
            self._rows().take_row(line)
            return
        key, number, value = found
        if key in ROLES and not number:
            self.headings.official(ROLES[key], value)
        elif key == "judge" and number:
            self.headings.official(f"Judge No.{int(number)}", value)
        elif number:
            self.refuse(f'"{line[:40]}" is no heading; headings are {_SHOWN}')
        elif key in _SKATER:
            self._skater(value)
        elif key in headings.KEYS:
            self.headings.take(headings.KEYS[key], value)
        elif key in rows.KEYS:
            self._rows().take_key(rows.KEYS[key], value)
        elif self.rows is not None and _is_row(key, self.rows):
            self.rows.take_row(f"{key} {value}")
        else:
            known = (*headings.KEYS, *rows.KEYS, *ROLES, "skater")
            near = words.nearest(key, map(str.title, known))
            self.refuse(f'"{line.partition(":")[0]}" is no heading; headings are {_SHOWN}{near}')

    def _skater(self, value: str) -> None:
        name, nation = words.name_and_nation(value)
        if not name:
            self.refuse('the skater has no name; write for example "Skater: Yuzuru HANYU, JPN"')
        _ = self.headings.book  # the headings must be complete here
        self._finish()
        self.rows = Rows(self.headings, name, nation, self.headings.number)

    def _rows(self) -> Rows:
        if self.rows is None:
            self.refuse(
                'a skate starts with a line such as "Skater: Yuzuru HANYU, JPN", and none stands'
                " above this one"
            )
        return self.rows

    def _finish(self) -> None:
        if self.rows is not None:
            self.skates.append(self.rows.skate())

    def sheet(self) -> Sheet:
        """Everything that was read; refuses a file without a skater."""
        if self.rows is None:
            self.refuse('no skater stands in it; a skate starts with "Skater: name, nation"')
        self._finish()
        top = self.headings
        assert top.date is not None
        assert top.discipline is not None
        assert top.segment is not None
        assert top.judges is not None
        return Sheet(
            date=top.date,
            discipline=top.discipline,
            segment=top.segment,
            judges=top.judges,
            skates=tuple(self.skates),
            level=top.level or Level.SENIOR,
            event=top.given.get("Event", ""),
            venue=top.given.get("Venue", ""),
            authority=top.given.get("Rules", "isu"),
            source=top.given.get("Source", ""),
            officials=tuple(top.officials),
        )


def _key(line: str) -> tuple[str, str, str] | None:
    """The key, its number and the value of a line such as `Judge 3: ...`; the colon may be left out
    behind a word that is known."""
    if match := _KEY.fullmatch(line):
        return words.plain(match[1]), match[2] or "", match[3]
    parts = line.split(" ")
    for count in (3, 2, 1):
        key = words.plain(" ".join(parts[:count]))
        if key in headings.KEYS or key in rows.KEYS or key in _SKATER or key in ROLES:
            return key, "", " ".join(parts[count:])
    if parts[0].casefold() == "judge" and len(parts) > 1 and words.whole(parts[1], 1, 99):
        return "judge", parts[1], " ".join(parts[2:])
    return None


def _is_row(key: str, taken: Rows) -> bool:
    """Whether a component or deduction is written with a colon behind its name."""
    kinds = [rule.kind for rule in taken.book.deductions]
    return key in words.COMPONENTS or words.deduction_kind(key, kinds) is not None
