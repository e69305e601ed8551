"""Reads a skate file, line by line.

Forgiving in spelling and strict in meaning: every line is understood or refused, by one sentence
that gives its number, what was found, what is allowed and the nearest word. Nothing is evaluated.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final, NoReturn

from kissandcry import notation, rulebooks
from kissandcry.core import (
    AgainstTheRules,
    Discipline,
    KissAndCryError,
    Level,
    Points,
    Segment,
    SyntaxProblem,
    UnknownOnDate,
    Unreadable,
)
from kissandcry.notation import NotationError
from kissandcry.protocols.model import Official
from kissandcry.protocols.skate_file import words
from kissandcry.protocols.skate_file.sheet import Published, Sheet, TypedSkate
from kissandcry.rulebooks import Rulebook
from kissandcry.scoring import MarkedComponent, Skate, SkatedElement, element_value

MAXIMUM_BYTES: Final = 1024 * 1024
MOST_JUDGES: Final = 12  # of any panel since 2005
QUARTER: Final = 25
HIGHEST_MARK: Final = 1000

_MARK: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?|-", re.ASCII)
_SIGNS: Final = re.compile(r"(?:<<|V\d|[e!<q*FSVb>]|\|)+", re.ASCII)
_SECOND_HALF: Final = ("x", "X")
_DASHES: Final = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2014": "-"})
_KEY: Final = re.compile(r"([^\W\d_][^:\d]*?)(?: *(\d+))? *: *(.*)")
_PUBLISHED: Final = re.compile(r"([A-Za-z]+) *:? *(-?\d+(?:[.,]\d+)?)", re.ASCII)
_ROLES: Final = {
    "referee": "Referee",
    "technical controller": "Technical Controller",
    "technical specialist": "Technical Specialist",
    "assistant technical specialist": "Assistant Technical Specialist",
    "data operator": "Data Operator",
    "replay operator": "Replay Operator",
}
_SKATER: Final = ("skater", "skaters", "couple", "pair", "team", "name")
_FORMS: Final = "an element with its grades, a component with its marks, or a deduction"


def read(path: Path) -> Sheet:
    """The skate file at `path`. Raises `Unreadable` for what is no text, and as `parse`."""
    try:
        with path.open("rb") as file:
            data = file.read(MAXIMUM_BYTES + 1)
    except OSError as error:
        raise Unreadable(f"{path.name}: {error.strerror or error}") from None
    if len(data) > MAXIMUM_BYTES:
        raise Unreadable(f"{path.name}: a skate file has at most {MAXIMUM_BYTES:,} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path.name}: byte {error.start + 1} is not UTF-8 text") from None
    return parse(text, path.name)


def parse(text: str, name: str = "skate file") -> Sheet:
    """The sheet that a text describes; `name` opens each message.

    Raises `SyntaxProblem` for a line that is not understood or missing, `AgainstTheRules` for a
    mark or a second half that the rules of the day do not have, and `UnknownOnDate` for an element
    or a category that no rulebook holds on that day.
    """
    reader = _Reader(name)
    for number, line in enumerate(text.translate(_DASHES).splitlines(), start=1):
        reader.number = number
        line = " ".join(line.split())
        if line and not line.startswith("#"):
            reader.take(line)
    return reader.sheet()


@dataclass
class _Draft:
    """A skater while the lines come in."""

    name: str
    nation: str
    line: int
    elements: list[SkatedElement] = field(default_factory=list)
    element_lines: list[int] = field(default_factory=list)
    components: dict[str, MarkedComponent] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    starting_number: int | None = None
    club: str = ""
    published: Published | None = None


class _Reader:
    """Takes the lines; `number` is that of the line in hand."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.number = 0
        self.given: dict[str, str] = {}  # headings by their key, as written
        self.date: date | None = None
        self.discipline: Discipline | None = None
        self.level: Level | None = None
        self.segment: Segment | None = None
        self.judges: int | None = None
        self.officials: list[Official] = []
        self.drafts: list[_Draft] = []
        self._book: Rulebook | None = None

    def refuse(
        self, sentence: str, kind: type[KissAndCryError] = SyntaxProblem, line: int | None = None
    ) -> NoReturn:
        raise kind(f"{self.name}, line {line or self.number}: {sentence}") from None

    # The headings

    def take(self, line: str) -> None:
        """Understand one line."""
        match = _KEY.fullmatch(line)
        key = words.plain(match[1]) if match else ""
        if match and key in _ROLES:
            self._official(_ROLES[key] + (f" {match[2]}" if match[2] else ""), match[3])
        elif match and key == "judge" and match[2]:
            self._official(f"Judge No.{int(match[2])}", match[3])
        elif match and not match[2] and key in _SKATER:
            self._skater(match[3])
        elif match and not match[2] and key in _HEADINGS:
            self._heading(_HEADINGS[key], match[3])
        elif match and not match[2] and key in _OF_SKATER:
            self._of_skater(_OF_SKATER[key], match[3])
        elif match:
            known = (*_HEADINGS, *_OF_SKATER, *_ROLES, "Judge 1", "Skater")
            near = words.nearest(match[1], map(str.title, known))
            self.refuse(
                f'"{match[1]}" is no heading; headings are Event, Venue, Date, Category, Segment,'
                f" Judges, Skater, Start, Club and Published{near}"
            )
        else:
            self._row(line)

    def _heading(self, key: str, value: str) -> None:
        if self.drafts:
            self.refuse(f"{key} belongs above the first skater")
        if key in self.given:
            self.refuse(f"{key} is given a second time")
        if not value:
            self.refuse(f"{key} is empty")
        self.given[key] = value
        setter = _SETTERS.get(key)
        if setter:
            setter(self, value)

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
        self.level = words.find(value, words.LEVELS) or self._unknown("level", value, words.LEVELS)

    def _set_segment(self, value: str) -> None:
        self.segment = words.find(value, words.SEGMENTS) or self._unknown(
            "segment", value, words.SEGMENTS
        )

    def _unknown(self, what: str, value: str, known: dict[str, object] | object) -> NoReturn:
        spelt = known if isinstance(known, dict) else {}
        allowed = words.listed(words.title(str(one)) for one in spelt.values())
        near = words.nearest(value, map(str.title, spelt))
        self.refuse(f'"{value}" is no {what}; allowed are {allowed}{near}')

    def _set_judges(self, value: str) -> None:
        self.judges = self._whole(value, "judges", 1, MOST_JUDGES)

    def _whole(self, value: str, what: str, low: int, high: int) -> int:
        if not (value.isascii() and value.isdecimal() and low <= int(value[:9]) <= high):
            self.refuse(f'"{value}" {what}; allowed is a whole number from {low} to {high}')
        return int(value)

    def _official(self, role: str, value: str) -> None:
        name, nation = _named(value)
        if not name:
            self.refuse(f"{role} has no name")
        if any(one.role == role for one in self.officials):
            self.refuse(f"{role} is given a second time")
        self.officials.append(Official(role, name, nation))

    # The rules of the day, known as soon as the headings are

    @property
    def book(self) -> Rulebook:
        if self._book is None:
            missing = [
                name
                for name, value in (
                    ("Date", self.date),
                    ("Category", self.discipline),
                    ("Segment", self.segment),
                )
                if value is None
            ]
            if missing:
                self.refuse(
                    f"the heading lacks {words.listed(missing)}; write for example"
                    f' "{_EXAMPLES[missing[0]]}" above the first skater'
                )
            assert self.date is not None
            assert self.discipline is not None
            try:
                self._book = rulebooks.on(
                    self.date,
                    self.discipline,
                    self.level or Level.SENIOR,
                    self.given.get("Rules", "isu"),
                )
                self._book.components[self._segment]
            except UnknownOnDate as error:
                self.refuse(str(error), UnknownOnDate)
        return self._book

    @property
    def _segment(self) -> Segment:
        assert self.segment is not None
        return self.segment

    # A skater

    def _skater(self, value: str) -> None:
        self._finish()
        name, nation = _named(value)
        if not name:
            self.refuse('the skater has no name; write for example "Skater: Yuzuru HANYU, JPN"')
        _ = self.book  # the headings must be complete here
        self.drafts.append(_Draft(name, nation, self.number))

    def _finish(self) -> None:
        """What must hold once a skater's lines are over."""
        if not self.drafts:
            return
        draft = self.drafts[-1]
        if not draft.elements:
            self.refuse(f"{draft.name} has no elements", line=draft.line)
        needed = [rule.name for rule in self.book.components[self._segment]]
        missing = [words.title(name) for name in needed if name not in draft.components]
        if missing:
            self.refuse(f"{draft.name} has no marks for {words.listed(missing)}", line=draft.line)
        self._second_half(draft)

    def _second_half(self, draft: _Draft) -> None:
        """An `x` stands only where the rules of the day give credit for the second half."""
        if not any(element.second_half for element in draft.elements):
            return
        try:
            rule = self.book.second_half[self._segment]
        except UnknownOnDate as error:
            self.refuse(str(error), UnknownOnDate, draft.line)
        families = [notation.parse(each.code, each.info).family for each in draft.elements]
        counted = [n for n, family in enumerate(families) if family.value in rule.families]
        allowed = counted if rule.last is None else counted[-rule.last :]
        for number, element in enumerate(draft.elements):
            if element.second_half and number not in allowed:
                which = "" if rule.last is None else f"the last {rule.last} of "
                allowed_words = words.listed(f"{family}s" for family in sorted(rule.families))
                self.refuse(
                    f"{element.code} has an x for the second half; by {rule.provenance.rule} it is"
                    f" for {which}{allowed_words or 'no element of this segment'}",
                    AgainstTheRules,
                    draft.element_lines[number],
                )

    @property
    def _draft(self) -> _Draft:
        if not self.drafts:
            self.refuse(
                'a skate starts with a line such as "Skater: Yuzuru HANYU, JPN", and none stands'
                " above this one"
            )
        return self.drafts[-1]

    def _of_skater(self, key: str, value: str) -> None:
        draft = self._draft
        if key == "Start":
            if draft.starting_number is not None:
                self.refuse("Start is given a second time")
            draft.starting_number = self._whole(value, "is no starting number", 1, 999)
        elif key == "Club":
            if draft.club:
                self.refuse("Club is given a second time")
            draft.club = value
        else:
            if draft.published is not None:
                self.refuse("Published is given a second time")
            draft.published = self._published(value)

    def _published(self, value: str) -> Published:
        found: dict[str, Points] = {}
        rest = _PUBLISHED.sub("", value).strip(" ,;")
        if rest or not value:
            self.refuse(
                f'"{rest}" stands among the published totals; allowed are TES, PCS, Deductions, TSS'
                " and Place, each with its number"
            )
        for word, number in _PUBLISHED.findall(value):
            key = _TOTALS.get(word.casefold())
            if key is None or key in found:
                fault = "is given twice" if key else "is no total"
                self.refuse(
                    f'"{word}" {fault}; allowed are TES, PCS, Deductions, TSS and Place'
                    f"{words.nearest(word, ('TES', 'PCS', 'Deductions', 'TSS', 'Place'))}"
                )
            found[key] = self._points(number, f"the published {word}")
        place = found.pop("place", None)
        if place is not None and (place.hundredths % 100 or place.hundredths <= 0):
            self.refuse(f"the published place is {place}; a place is a whole number from 1 on")
        return Published(
            tes=found.get("tes"),
            pcs=found.get("pcs"),
            deductions=abs(found["deductions"]) if "deductions" in found else None,
            tss=found.get("tss"),
            place=None if place is None else place.hundredths // 100,
        )

    def _points(self, text: str, what: str) -> Points:
        try:
            return Points(text.replace(",", "."))
        except SyntaxProblem:
            self.refuse(f'{what} is "{text}"; allowed is a decimal with two places such as 8.75')

    # The rows of a skate: elements, components, deductions

    def _row(self, line: str) -> None:
        tokens = line.split()
        cut = next((n for n, token in enumerate(tokens) if _MARK.fullmatch(token)), len(tokens))
        head, marks = tokens[:cut], tokens[cut:]
        if not head:
            self.refuse(f'"{line[:40]}" starts with a number; a line is {_FORMS}')
        draft = self._draft
        label = " ".join(head)
        component = words.find(label, words.COMPONENTS)
        if component is not None and marks:
            self._component(draft, component, marks)
            return
        kind = words.deduction_kind(label, [rule.kind for rule in self.book.deductions])
        if kind is not None:
            self._deduction(draft, kind, marks)
        else:
            self._element(draft, head, marks)

    def _component(self, draft: _Draft, name: str, marks: list[str]) -> None:
        allowed = [rule.name for rule in self.book.components[self._segment]]
        if name not in allowed:
            self.refuse(
                f"{words.title(name)} is no component on that day; there are"
                f" {words.listed(map(words.title, allowed))}",
                UnknownOnDate,
            )
        if name in draft.components:
            self.refuse(f"{words.title(name)} is marked a second time")
        self._count(marks, words.title(name))
        given = tuple(
            None if mark == "-" else self._mark(mark, judge)
            for judge, mark in enumerate(marks, start=1)
        )
        if all(mark is None for mark in given):
            self.refuse(f"{words.title(name)} has no mark, and a component needs one")
        draft.components[name] = MarkedComponent(name, given)

    def _mark(self, text: str, judge: int) -> Points:
        mark = self._points(text, f"the mark of judge {judge}")
        if not (0 < mark.hundredths <= HIGHEST_MARK) or mark.hundredths % QUARTER:
            self.refuse(
                f"the mark of judge {judge} is {text}; allowed are quarters of points from 0.25 to"
                " 10.00",
                AgainstTheRules,
            )
        return mark

    def _deduction(self, draft: _Draft, kind: str, marks: list[str]) -> None:
        if kind in draft.calls:
            self.refuse(f"{words.title(kind)} is given a second time")
        if len(marks) != 1:
            self.refuse(f'{words.title(kind)} needs one number, how often, such as "Falls 1"')
        draft.calls[kind] = self._whole(marks[0], f"is no count of {kind}", 1, 99)

    def _element(self, draft: _Draft, head: list[str], marks: list[str]) -> None:
        code, *signs = head
        second_half = bool({*_SECOND_HALF} & {*signs})
        info = " ".join(sign for sign in signs if sign not in _SECOND_HALF)
        try:
            notation.parse(code)
        except NotationError as error:
            self._no_element(head, error)
        for sign in info.split():
            if not _SIGNS.fullmatch(sign):
                self.refuse(
                    f'"{sign}" stands behind {code}; allowed are x for the second half, the'
                    " panel's calls (e ! < << q * F S V >), and then the grades"
                )
        try:
            element_value(self.book, code, second_half, info, segment=self._segment)
        except UnknownOnDate as error:
            if not self.given.get("Dance"):
                self.refuse(str(error), UnknownOnDate)
        self._count(marks, code)
        grades = tuple(
            None if mark == "-" else self._grade(mark, code, judge)
            for judge, mark in enumerate(marks, start=1)
        )
        draft.elements.append(SkatedElement(code, grades, second_half, info))
        draft.element_lines.append(self.number)

    def _no_element(self, head: list[str], error: NotationError) -> NoReturn:
        """The line may be a misspelt component or deduction; else its code is wrong."""
        label = " ".join(head)
        known = [rule.kind for rule in self.book.deductions]
        spelt = [name.title() for name in (*words.COMPONENTS, *words.DEDUCTIONS) if len(name) > 2]
        spelt += [words.title(kind) for kind in known] + ["Falls"]
        if near := words.nearest(label, spelt):
            self.refuse(f'"{label}" is not known; a line is {_FORMS}{near}')
        nearest = f"; the nearest is {error.nearest}" if error.nearest else ""
        self.refuse(f'"{head[0]}" is {error.sentence}{nearest}')

    def _grade(self, text: str, code: str, judge: int) -> int:
        low, high = self.book.grades
        whole = text.removeprefix("+")
        if not re.fullmatch(r"-?\d{1,2}", whole, re.ASCII) or not low <= int(whole) <= high:
            self.refuse(
                f"the grade of judge {judge} for {code} is {text}; allowed are whole grades from"
                f" {low:+d} to {high:+d}, and - for a missing one",
                AgainstTheRules,
            )
        return int(whole)

    def _count(self, marks: list[str], what: str) -> None:
        for mark in marks:
            if not _MARK.fullmatch(mark):
                self.refuse(f'"{mark}" stands among the marks of {what}; write - for a missing one')
        if self.judges is None:
            if not 1 <= len(marks) <= MOST_JUDGES:
                self.refuse(f"{what} has {len(marks)} marks; a panel has 1 to {MOST_JUDGES} judges")
            self.judges = len(marks)
        if len(marks) != self.judges:
            self.refuse(
                f"{what} has {len(marks)} marks, and the panel has {self.judges} judges; write -"
                " for a missing mark"
            )

    # The whole

    def sheet(self) -> Sheet:
        """Everything that was read. Raises `SyntaxProblem` where something is missing."""
        if not self.drafts:
            _ = self.book if self.given else None
            self.refuse('no skater stands in it; a skate starts with "Skater: name, nation"')
        self._finish()
        assert self.date is not None
        assert self.discipline is not None
        assert self.judges is not None
        return Sheet(
            date=self.date,
            discipline=self.discipline,
            segment=self._segment,
            judges=self.judges,
            skates=tuple(map(self._skate, self.drafts)),
            level=self.level or Level.SENIOR,
            event=self.given.get("Event", ""),
            venue=self.given.get("Venue", ""),
            authority=self.given.get("Rules", "isu"),
            dance=self.given.get("Dance", ""),
            source=self.given.get("Source", ""),
            officials=tuple(self.officials),
        )

    def _skate(self, draft: _Draft) -> TypedSkate:
        order = [rule.name for rule in self.book.components[self._segment]]
        components = tuple(draft.components[name] for name in order)
        return TypedSkate(
            name=draft.name,
            nation=draft.nation,
            skate=Skate(tuple(draft.elements), components, draft.calls),
            starting_number=draft.starting_number,
            club=draft.club,
            published=draft.published or Published(),
        )


def _named(value: str) -> tuple[str, str]:
    """A name and a nation: "Yuzuru HANYU, JPN" or "Yuzuru HANYU (JPN)"."""
    if match := re.fullmatch(r"(.*?) ?(?:, ?|\()([A-Z]{3})\)?", value):
        return match[1].strip(), match[2]
    return value, ""


_HEADINGS: Final = {
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
    "dance": "Dance",
    "source": "Source",
}
_SETTERS: Final[dict[str, Callable[[_Reader, str], None]]] = {
    "Date": _Reader._set_date,
    "Category": _Reader._set_category,
    "Level": _Reader._set_level,
    "Segment": _Reader._set_segment,
    "Judges": _Reader._set_judges,
}
_OF_SKATER: Final = {
    "start": "Start",
    "start number": "Start",
    "starting number": "Start",
    "club": "Club",
    "published": "Published",
    "official": "Published",
}
_TOTALS: Final = {
    "tes": "tes",
    "pcs": "pcs",
    "deductions": "deductions",
    "deduction": "deductions",
    "ded": "deductions",
    "tss": "tss",
    "place": "place",
    "rank": "place",
}
_EXAMPLES: Final = {
    "Date": "Date: 2012-12-08",
    "Category": "Category: Senior Men",
    "Segment": "Segment: Free Skating",
}
