"""Our own PDF, read back from its printed text: the columns are those of `pdf_geometry`.

Unlike the papers of others, one file may hold several protocols; each begins again at page 1.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple, TypeVar

from kissandcry import rulebooks
from kissandcry.core import NotAProtocol, Points, SyntaxProblem
from kissandcry.protocols.model import (
    Official,
    Performance,
    PrintedComponent,
    PrintedDeduction,
    PrintedElement,
    Protocol,
)
from kissandcry.protocols.words import Line, Paper
from kissandcry.protocols.writers import as_pdf as printed
from kissandcry.protocols.writers import pdf_geometry as geometry
from kissandcry.protocols.writers import words

NAME: Final = "kissandcry"

_T = TypeVar("_T")
_PAGE: Final = re.compile(r"(?:(?P<printed>.*) )?Page (?P<page>\d+) of (?P<pages>\d+)")
_SKATER: Final = " ".join(printed.SKATER)
_ELEMENTS: Final = " ".join(filter(None, printed.ELEMENTS))
_CATEGORIES: Final = {
    f"{words.category(level, discipline)}, {words.SEGMENTS[segment]}": (discipline, level, segment)
    for level in words.LEVELS
    for discipline in words.DISCIPLINES
    for segment in words.SEGMENTS
}
_AT_MARGIN: Final = (
    geometry.LEFT + 1
)  # headings and labels begin at it, what is in a table does not


def recognises(first_page: str) -> bool:
    """Whether the text of a first page (a line a line) is of our own PDF."""
    lines = first_page.splitlines()
    return (
        len(lines) > 3
        and lines[0].endswith(printed.HEADING)
        and any(name in lines[1] for name in _CATEGORIES)
        and _PAGE.fullmatch(lines[-1]) is not None
    )


def read(paper: Paper) -> list[Protocol]:
    """The protocols in our own PDF; `layout` is "kissandcry" and `file` the path of the paper.

    Raises `NotAProtocol` for a paper that is not ours, `SyntaxProblem` for one that was altered.
    """
    sheets: list[_Sheet] = []
    for number in range(len(paper)):
        lines = paper.lines(number)
        foot = _PAGE.fullmatch(lines[-1].text) if len(lines) > 3 else None
        if foot is None or printed.HEADING not in lines[0].text:
            raise NotAProtocol(
                f"{paper.path.name}: page {number + 1} is not headed and numbered as ours are"
            )
        if foot["page"] == "1":
            sheets.append(_Sheet(str(paper.path), lines[:3], foot["printed"] or "", []))
        elif not sheets:
            raise NotAProtocol(f"{paper.path.name}: the page numbered 1 is missing")
        sheets[-1].body.extend(lines[3:-1])
    try:
        return [_protocol(sheet) for sheet in sheets]
    except SyntaxProblem as problem:
        raise SyntaxProblem(f"{paper.path.name}: {problem}") from None


class _Sheet(NamedTuple):
    """The pages of one protocol: head, foot, and the lines between."""

    file: str
    head: list[Line]
    foot: str
    body: list[Line]


class _Lines:
    """Lines taken one after another."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._place = 0

    @property
    def text(self) -> str:
        """The text of the next line; empty at the end."""
        return self._lines[self._place].text if self._place < len(self._lines) else ""

    @property
    def x(self) -> float:
        """Where the next line begins; at the end, the margin."""
        return self._lines[self._place].xs[0] if self.text else geometry.LEFT

    def take(self, expected: str) -> Line:
        """The next line. Raises `SyntaxProblem` at the end."""
        if not self.text:
            raise SyntaxProblem(f"the paper ends where {expected} should stand")
        self._place += 1
        return self._lines[self._place - 1]

    def at(self, heading: str) -> bool:
        """Whether the next line begins at the margin with this heading."""
        return self.x < _AT_MARGIN and self.text.startswith(heading)


def _cells(line: Line, edges: Sequence[float]) -> list[str]:
    """What stands in each column; a word belongs to the column in which it begins."""
    cells: list[list[str]] = [[] for _ in edges]
    column = 0
    for word, x in zip(line.words, line.xs, strict=True):
        while column + 1 < len(edges) and x >= edges[column + 1]:
            column += 1
        cells[column].append(word)
    return [" ".join(cell) for cell in cells]


def _protocol(sheet: _Sheet) -> Protocol:
    middle = (geometry.LEFT, geometry.LEFT + geometry.WIDTH * geometry.HEADLINE[0])
    (event, _), (category, day), (venue, season) = (_cells(line, middle) for line in sheet.head)
    if category not in _CATEGORIES:
        raise SyntaxProblem(
            f"{category!r} is not a category and a segment such as 'Senior Men, Short Program'"
        )
    discipline, level, segment = _CATEGORIES[category]
    season, _, authority = season.removeprefix("Season").partition(printed.RULES_OF)
    lines = _Lines(sheet.body)
    notes = _notes(lines)
    if lines.at(printed.NONE):
        lines.take("that line")
    performances = []
    while lines.text == _SKATER:
        performances.append(_performance(lines))
    officials = _officials(lines)
    if lines.text and not lines.at(printed.SYMBOLS):
        raise SyntaxProblem(f"the line {lines.text!r} stands where a skater should begin")
    return Protocol(
        event=event,
        discipline=discipline,
        level=level,
        segment=segment,
        date=day_of(day),
        season=season.strip(),
        layout=NAME,
        performances=tuple(performances),
        officials=officials,
        venue=venue,
        printed=sheet.foot.removeprefix("Printed").strip(),
        notes=notes,
        file=sheet.file,
        authority=authority.strip() or rulebooks.DEFAULT,
    )


def _performance(lines: _Lines) -> Performance:
    lines.take("a skater")
    edges = geometry.edges(geometry.SKATER)
    rank, name, nation, start, tss, tes, pcs, deductions = _cells(lines.take("a skater"), edges)
    status, club = ("", "") if rank.isdecimal() else (rank, "")
    if not lines.text.startswith(_ELEMENTS):
        below = _cells(lines.take("a club"), edges[:2])
        status, club = below[0] or status, below[1]
    heading = lines.take("the heading of the elements")
    if not heading.text.startswith(_ELEMENTS):
        raise SyntaxProblem(f"the line {heading.text!r} stands where elements should begin")
    judges = sum(re.fullmatch(r"J\d+", word) is not None for word in heading.words)
    columns = geometry.edges(geometry.Grid(judges).widths)
    elements, base_value = _elements(lines, columns, heading.text)
    return Performance(
        rank=_whole(rank) if rank.isdecimal() else None,
        name=name,
        nation=nation,
        starting_number=_whole(start),
        tss=_points(tss),
        tes=_points(tes),
        pcs=_points(pcs),
        deductions=-_points(deductions),
        elements=elements,
        components=_components(lines, columns, heading.text),
        deduction_items=_items(lines, columns),
        base_value=base_value,
        status=status,
        notes=_notes(lines),
        club=club,
    )


def _elements(
    lines: _Lines, columns: Sequence[float], heading: str
) -> tuple[tuple[PrintedElement, ...], Points | None]:
    """The elements, and the sum of their base values from the line below them."""
    elements: list[PrintedElement] = []
    while True:
        line = lines.take("an element")
        if line.text == heading:  # again, on the next page
            continue
        number, code, info, base, half, goe, *marks, score = _cells(line, columns)
        if not goe:
            return tuple(elements), _points(base) if base else None
        elements.append(
            PrintedElement(
                _whole(number),
                code,
                info,
                _points(base),
                half == "x",
                _points(goe),
                _marks([_grade(mark) for mark in marks], marks),
                _points(score),
            )
        )


def _components(
    lines: _Lines, columns: Sequence[float], heading: str
) -> tuple[PrintedComponent, ...]:
    # The name takes the columns of the code and the info.
    edges = (columns[0], *columns[3:4], *columns[4:])
    components: list[PrintedComponent] = []
    while True:
        line = lines.take("a component")
        if line.text == heading:
            continue
        name, factor, _, _, *marks, score = _cells(line, edges)
        if name == printed.COMPONENTS and not score:
            continue
        if not name and not factor and not any(marks):
            return tuple(components)
        points = [None if mark in {"", words.MISSING} else _points(mark) for mark in marks]
        components.append(
            PrintedComponent(
                name, _points(factor) if factor else None, _marks(points, marks), _points(score)
            )
        )


def _items(lines: _Lines, columns: Sequence[float]) -> tuple[PrintedDeduction, ...]:
    """The deductions: nothing stands there where there are none."""
    edges = (columns[0], columns[3], columns[4], columns[-1])
    heading = " ".join(filter(None, printed.ITEMS))
    items: list[PrintedDeduction] = []
    if lines.text != heading:
        return ()
    while lines.x > columns[1]:
        line = lines.take("a deduction")
        if line.text == heading:
            continue
        reason, count, votes, points = _cells(line, edges)
        items.append(PrintedDeduction(reason, -_points(points), _whole(count), votes))
    return tuple(items)


def _notes(lines: _Lines) -> tuple[str, ...]:
    notes = []
    while lines.at(printed.NOTE):
        line = lines.take("a note")
        notes.append(_cells(line, (geometry.LEFT, geometry.LEFT + geometry.LABEL - 1))[1])
    return tuple(notes)


def _officials(lines: _Lines) -> tuple[Official, ...]:
    officials = []
    if lines.at(printed.PANEL):
        lines.take("the panel")
        lines.take("the panel")
        while lines.text and not lines.at(printed.SYMBOLS):
            role, name, nation = _cells(
                lines.take("an official"), geometry.edges(geometry.OFFICIAL)
            )
            officials.append(Official(role, name, nation))
    return tuple(officials)


def _marks(marks: list[_T], cells: Sequence[str]) -> tuple[_T, ...]:
    """The marks of a row; columns that stay empty at its end belong to no judge of it."""
    count = len(cells)
    while count and not cells[count - 1]:
        count -= 1
    return tuple(marks[:count])


def _grade(cell: str) -> int | None:
    return None if cell in {"", words.MISSING} else _whole(cell)


def _whole(cell: str) -> int | None:
    if not cell:
        return None
    try:
        return int(cell.replace(words.MINUS, "-"))
    except ValueError:
        raise SyntaxProblem(f"{cell!r} stands where a whole number should") from None


def _points(cell: str) -> Points:
    return Points(cell.replace(words.MINUS, "-"))


def day_of(cell: str) -> date | None:
    """A day as we print it; None for an empty cell. Raises `SyntaxProblem`."""
    if not cell:
        return None
    try:
        day, month, year = cell.split()
        return date(int(year), words.MONTHS.index(month) + 1, int(day))
    except (ValueError, OverflowError):
        raise SyntaxProblem(f"{cell!r} is not a date such as '7 December 2012'") from None
