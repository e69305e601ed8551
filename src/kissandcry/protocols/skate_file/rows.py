"""The lines of one skater: elements with their grades, components, deductions, published totals."""

import re
from typing import Final, NoReturn

from kissandcry import notation
from kissandcry.core import AgainstTheRules, Points, SyntaxProblem, UnknownOnDate
from kissandcry.notation import NotationError
from kissandcry.protocols.skate_file import words
from kissandcry.protocols.skate_file.headings import Headings
from kissandcry.protocols.skate_file.sheet import Published, TypedDeduction, TypedSkate
from kissandcry.rulebooks import ComponentRule, Rulebook
from kissandcry.scoring import (
    MarkedComponent,
    Skate,
    SkatedElement,
    element_value,
    second_half_problems,
)

FORMS: Final = "an element with its grades, a component with its marks, or a deduction"
KEYS: Final = {
    "start": "Start",
    "start number": "Start",
    "starting number": "Start",
    "club": "Club",
    "deduction": "Deduction",
    "deductions": "Deduction",
    "published": "Published",
    "official": "Published",
}

_MARK: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?|-", re.ASCII)
_GRADE: Final = re.compile(r"[+-]?\d{1,2}", re.ASCII)
_SIGNS: Final = re.compile(r"(?:<<|V\d|[e!<q*FSVb>]|\|)+", re.ASCII)
_SECOND_HALF: Final = frozenset({"x", "X"})
_DASHES: Final = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2014": "-"})  # of marks
_REASON: Final = re.compile(r"(.*\S) ([+-]?\d+(?:[.,]\d+)?)", re.ASCII)
_PUBLISHED: Final = re.compile(r"([A-Za-z]+) *:? *(-?\d+(?:[.,]\d+)?)", re.ASCII)
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
_NAMES_OF_TOTALS: Final = ("TES", "PCS", "Deductions", "TSS", "Place")


class Rows:
    """A skater while the lines come in; `line` is the number of the line that names the skater."""

    def __init__(self, headings: Headings, name: str, nation: str, line: int) -> None:
        self.headings = headings
        self.refuse = headings.refuse
        self.name = name
        self.nation = nation
        self.line = line
        self.elements: list[SkatedElement] = []
        self.element_lines: list[int] = []
        self.components: dict[str, MarkedComponent] = {}
        self.calls: dict[str, int] = {}
        self.deductions: list[TypedDeduction] = []
        self.starting_number: int | None = None
        self.club = ""
        self.published: Published | None = None

    @property
    def book(self) -> Rulebook:
        """The rules of the day."""
        return self.headings.book

    @property
    def _component_rules(self) -> tuple[ComponentRule, ...]:
        assert self.headings.segment is not None  # the rulebook was found with it
        return self.book.components[self.headings.segment]

    def skate(self) -> TypedSkate:
        """The skater, once the lines are over; refuses what is missing."""
        if not self.elements:
            self.refuse(f"{self.name} has no elements", line=self.line)
        order = [rule.name for rule in self._component_rules]
        missing = [words.title(name) for name in order if name not in self.components]
        if missing:
            self.refuse(f"{self.name} has no marks for {words.listed(missing)}", line=self.line)
        self._check_second_half()
        return TypedSkate(
            name=self.name,
            nation=self.nation,
            skate=Skate(
                tuple(self.elements), tuple(self.components[name] for name in order), self.calls
            ),
            starting_number=self.starting_number,
            club=self.club,
            deductions=tuple(self.deductions),
            published=self.published or Published(),
        )

    def _check_second_half(self) -> None:
        """An `x` stands only where the rules of the day give credit for the second half."""
        assert self.headings.segment is not None
        try:
            problems = second_half_problems(self.book, self.headings.segment, self.elements)
        except UnknownOnDate as error:
            marked = (n for n, element in enumerate(self.elements) if element.second_half)
            self.refuse(str(error), UnknownOnDate, self.element_lines[next(marked)])
        for problem in problems:
            self.refuse(problem.sentence, AgainstTheRules, self.element_lines[problem.row])

    def take_key(self, key: str, value: str) -> None:
        """Understand a line such as `Start: 4`: one of the values of `KEYS`."""
        if key == "Start":
            if self.starting_number is not None:
                self.refuse("Start is given a second time")
            self.starting_number = words.whole(value, 1, 999)
            if self.starting_number is None:
                self.refuse(f'"{value}" is no starting number; allowed are 1 to 999')
        elif key == "Club":
            if self.club or not value:
                self.refuse("Club is given a second time" if value else "Club is empty")
            self.club = value
        elif key == "Deduction":
            self._other_deduction(value)
        else:
            if self.published is not None:
                self.refuse("Published is given a second time")
            self.published = self._totals(value.translate(_DASHES))

    def _other_deduction(self, value: str) -> None:
        """A deduction that the rulebook does not know: its reason and its points."""
        found = _REASON.fullmatch(value)
        if found is None:
            self.refuse(
                f'"{value}" is no deduction; it is a reason and its points, such as'
                ' "Deduction: Violation of choreo restrictions 1.00"'
            )
        reason, points = found[1], abs(self._points(found[2], f"the deduction for {found[1]}"))
        kind = words.deduction_kind(reason, [rule.kind for rule in self.book.deductions])
        if kind is not None:
            self.refuse(
                f"{reason} is a deduction of the rules, which say its points; write how often it"
                f' was called: "{words.deduction_title(kind)} 1"'
            )
        if not points:
            self.refuse(f"{reason} takes nothing off; leave it out")
        if any(one.reason == reason for one in self.deductions):
            self.refuse(f"{reason} is given a second time")
        self.deductions.append(TypedDeduction(reason, points))

    def _totals(self, value: str) -> Published:
        allowed = "allowed are TES, PCS, Deductions, TSS and Place, each with its number"
        rest = _PUBLISHED.sub("", value).strip(" ,;")
        if rest or not value:
            self.refuse(f'"{rest}" stands among the published totals; {allowed}')
        found: dict[str, Points] = {}
        for word, number in _PUBLISHED.findall(value):
            key = _TOTALS.get(word.casefold())
            if key is None or key in found:
                fault = "is given twice" if key else "is no total"
                near = "" if key else words.nearest(word, _NAMES_OF_TOTALS)
                self.refuse(f'"{word}" {fault}; {allowed}{near}')
            found[key] = self._points(number, f"the published {word}")
        place = found.pop("place", None)
        if place is not None and (place.hundredths % 100 or place.hundredths <= 0):
            self.refuse(f"the published place is {place}; a place is a whole number from 1 on")
        deductions = found.get("deductions")
        return Published(
            tes=found.get("tes"),
            pcs=found.get("pcs"),
            deductions=None if deductions is None else abs(deductions),
            tss=found.get("tss"),
            place=None if place is None else place.hundredths // 100,
        )

    def _points(self, text: str, what: str) -> Points:
        try:
            return Points(text.replace(",", "."))
        except SyntaxProblem:
            self.refuse(f"{what} is {text}; allowed is a decimal with two places such as 8.75")

    def take_row(self, line: str) -> None:
        """Understand an element, a component or a deduction."""
        tokens = line.translate(_DASHES).split()
        cut = next((n for n, token in enumerate(tokens) if _MARK.fullmatch(token)), len(tokens))
        head, marks = tokens[:cut], tokens[cut:]
        if not head:
            self.refuse(f'"{line[:40]}" starts with a number; a line is {FORMS}')
        label = " ".join(head)
        component = words.find(label, words.COMPONENTS)
        if component is not None:
            self._component(component, marks)
            return
        kind = words.deduction_kind(label, [rule.kind for rule in self.book.deductions])
        if kind is not None:
            self._deduction(kind, marks)
        else:
            self._element(head, marks)

    def _component(self, name: str, marks: list[str]) -> None:
        title = words.title(name)
        allowed = [rule.name for rule in self._component_rules]
        if name not in allowed:
            known = words.listed(map(words.title, allowed))
            self.refuse(f"{title} is no component on that day; there are {known}", UnknownOnDate)
        if name in self.components:
            self.refuse(f"{title} is marked a second time")
        self._check_count(marks, title)
        given = tuple(
            None if mark == "-" else self._mark(mark, judge)
            for judge, mark in enumerate(marks, start=1)
        )
        if all(mark is None for mark in given):
            self.refuse(f"{title} has no mark, and a component needs one")
        self.components[name] = MarkedComponent(name, given)

    def _mark(self, text: str, judge: int) -> Points:
        mark = self._points(text, f"the mark of judge {judge}")
        try:
            step, low, high = self.book.mark_step, self.book.mark_lowest, self.book.mark_highest
        except UnknownOnDate as error:
            self.refuse(str(error), UnknownOnDate)
        if not low <= mark <= high or (mark - low).hundredths % step.hundredths:
            self.refuse(
                f"the mark of judge {judge} is {text}; allowed are {low} to {high} in steps of"
                f" {step}",
                AgainstTheRules,
            )
        return mark

    def _deduction(self, kind: str, marks: list[str]) -> None:
        if kind in self.calls:
            self.refuse(f"{words.title(kind)} is given a second time")
        count = words.whole(marks[0], 1, 99) if len(marks) == 1 else None
        if count is None:
            self.refuse(
                f'{words.title(kind)} needs one number, how often it was called, such as "Falls 1"'
            )
        self.calls[kind] = count

    def _element(self, head: list[str], marks: list[str]) -> None:
        code, *signs = head
        second_half = not _SECOND_HALF.isdisjoint(signs)
        calls = [sign for sign in signs if sign not in _SECOND_HALF]
        try:
            notation.parse(code)
        except NotationError as error:
            self._no_element(head, error)
        for sign in calls:
            if not _SIGNS.fullmatch(sign):
                self.refuse(
                    f'"{sign}" stands behind {code}; allowed are x for the second half, the calls'
                    " of the technical panel (e ! < << q * F S V >), and then the grades"
                )
        info = " ".join(calls)
        try:
            element_value(self.book, code, second_half, info, segment=self.headings.segment)
        except UnknownOnDate as error:
            self.refuse(str(error), UnknownOnDate)
        self._check_count(marks, code)
        grades = tuple(
            None if mark == "-" else self._grade(mark, code, judge)
            for judge, mark in enumerate(marks, start=1)
        )
        self.elements.append(SkatedElement(code, grades, second_half, info))
        self.element_lines.append(self.headings.number)

    def _no_element(self, head: list[str], error: NotationError) -> NoReturn:
        """The line may be a misspelt component or deduction; else its code is wrong."""
        label = " ".join(head)
        spelt = [name.title() for name in (*words.COMPONENTS, *words.DEDUCTIONS) if len(name) > 2]
        spelt += [words.title(rule.kind) for rule in self.book.deductions] + ["Falls"]
        if near := words.nearest(label, spelt):
            self.refuse(f'"{label}" is not known; a line is {FORMS}{near}')
        nearest = f"; the nearest is {error.nearest}" if error.nearest else ""
        self.refuse(f'"{head[0]}" is {error.sentence}{nearest}')

    def _grade(self, text: str, code: str, judge: int) -> int:
        low, high = self.book.grades
        if not _GRADE.fullmatch(text) or not low <= int(text) <= high:
            self.refuse(
                f"the grade of judge {judge} for {code} is {text}; allowed are whole grades from"
                f" {low:+d} to {high:+d}, and - for a missing one",
                AgainstTheRules,
            )
        return int(text)

    def _check_count(self, marks: list[str], what: str) -> None:
        """Each row has a mark, or a `-`, for each judge; the first row may tell how many."""
        for mark in marks:
            if not _MARK.fullmatch(mark):
                self.refuse(f'"{mark}" stands among the marks of {what}; write - for a missing one')
        if self.headings.judges is None:
            if not marks:
                self.refuse(f"{what} has no marks; each judge gives one")
            self.headings.check_judges(self.book, len(marks))
            self.headings.judges = len(marks)
        if len(marks) != self.headings.judges:
            self.refuse(
                f"{what} has {len(marks)} marks, and the panel has {self.headings.judges} judges;"
                " write - for a missing mark"
            )
