"""Swedish national results as CSV, taken out of a PDF with Tabula: decimal commas, four or five
judges, a club instead of a nation.

The cells are those of the table, but those left of the GOE run together ("1 2F< < 1,35"), and how
many empty ones follow varies from skater to skater.
"""

import csv
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final, NoReturn

from kissandcry.core import (
    Contradiction,
    Discipline,
    Level,
    NotAProtocol,
    Points,
    Segment,
    SyntaxProblem,
    Unreadable,
    season_of,
)
from kissandcry.protocols.model import (
    Performance,
    PrintedComponent,
    PrintedDeduction,
    PrintedElement,
    Protocol,
)

NAME: Final = "national_csv"
MAXIMUM_BYTES: Final = 16 * 1024 * 1024
LONGEST_CELL: Final = 2000  # characters, as many as a text of a protocol may have

_SHOWN: Final = 60  # characters of a cell that a message repeats

_TITLE: Final = "JUDGES DETAILS"
_EVENT: Final = re.compile(r"COMPETITION: (?P<event>.*), Date: (?P<day>\d{4}-\d\d-\d\d)", re.A)
_CATEGORY: Final = re.compile(r"CATEGORY: (?P<who>.*), (?P<segment>[^,]+)")
_SKATER: Final = re.compile(
    r"(?P<rank>\d{1,3}|[A-Z]{2,3}) (?P<name>.+?)(?: (?P<start>\d{1,3}))?", re.A
)
_ELEMENT: Final = re.compile(
    r"(?P<number>\d{1,3}) (?P<code>\S+)(?: (?P<info>\D\S*(?: \D\S*)*))? (?P<base>\d+,\d\d)", re.A
)
_EDGE: Final = re.compile(r" e(?=\+| e )")  # "2F e e": a code 2Fe and its flag e
_COMPONENT: Final = re.compile(r"(?P<name>\D+?) (?P<factor>\d+,\d+)", re.A)
_REASON: Final = re.compile(r"(?P<reason>[^:]+): (?P<points>\d+(?:,\d+)?)", re.A)
_NUMBER: Final = re.compile(r"-?\d{1,4}(?:,\d{1,2})?", re.A)
_LEVELS: Final = {"senior": Level.SENIOR, "junior": Level.JUNIOR}  # Seniorer A, Juniorer ...
_DISCIPLINES: Final = {
    "damer": Discipline.WOMEN,
    "flickor": Discipline.WOMEN,
    "herrar": Discipline.MEN,
    "pojkar": Discipline.MEN,
    "par": Discipline.PAIRS,
    "isdans": Discipline.ICE_DANCE,
}
_SEGMENTS: Final = {
    "Short Program": Segment.SHORT_PROGRAM,
    "Free Skating": Segment.FREE_SKATING,
    "Rhythm Dance": Segment.RHYTHM_DANCE,
    "Free Dance": Segment.FREE_DANCE,
}


def recognises(text: str) -> bool:
    """Whether the beginning of a text is of this layout."""
    first, _, rest = text.removeprefix("\ufeff").partition("\n")
    return first.rstrip("\r,") == _TITLE and "COMPETITION: " in rest[:200]


def read_csv(path: Path) -> Protocol:
    """The protocol in a file.

    Raises `Unreadable` (empty, too large), `NotAProtocol` (another CSV), `SyntaxProblem` (a line
    that does not have its form; the message gives the line) and `Contradiction` (two segments in
    one file).
    """
    try:
        size = path.stat().st_size
        if not 0 < size <= MAXIMUM_BYTES:
            found = f"the file has {size:,} bytes, and at most {MAXIMUM_BYTES:,} are read"
            raise Unreadable(f"{path.name}: {found if size else 'the file is empty'}")
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"{path.name}: {error.strerror or error}") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    return read_text(text, str(path))


def read_text(text: str, file: str) -> Protocol:
    """The protocol in the text of a file; see `read_csv`."""
    if not recognises(text):
        raise NotAProtocol(f"{Path(file).name}: the CSV does not begin with a line {_TITLE!r}")
    rows = _Rows(text, Path(file).name)
    first: tuple[str, date, str, str] | None = None
    performances = []
    while rows.more:
        rows.expect(_TITLE)
        competition = rows.match(_EVENT, "the competition and its date")
        day = _day(competition["day"], rows)
        category = rows.match(_CATEGORY, "the category and the segment")
        kind = _kind(category["who"], category["segment"], rows)
        found = competition["event"], day, category["who"], category["segment"]
        if first not in {None, found}:
            raise Contradiction(f"{rows.here}: a second segment begins, and a file holds one")
        first = found
        performances.append(_performance(rows))
    if first is None:
        raise NotAProtocol(f"{Path(file).name}: no skater's scores stand in it")
    discipline, level, segment = kind
    return Protocol(
        event=first[0],
        discipline=discipline,
        level=level,
        segment=segment,
        date=day,
        season=season_of(day),
        layout=NAME,
        performances=tuple(performances),
        file=file,
    )


class _Rows:
    """The rows taken one after another."""

    def __init__(self, text: str, name: str) -> None:
        reader = csv.reader(text.splitlines())
        found = ((reader.line_num, [cell.strip() for cell in row]) for row in reader)
        try:
            self._rows = [(line, row) for line, row in found if any(row)]
        except csv.Error:  # far longer still: a quotation mark that nothing closes
            raise _too_long(name, reader.line_num) from None
        for line, row in self._rows:
            if max(map(len, row)) > LONGEST_CELL:
                raise _too_long(name, line)
        self._name = name
        self._place = 0

    @property
    def more(self) -> bool:
        """Whether a row is left."""
        return self._place < len(self._rows)

    @property
    def first(self) -> str:
        """The first cell of the row that comes next."""
        return self._rows[self._place][1][0] if self.more else ""

    @property
    def here(self) -> str:
        """The file and the line of the row taken last."""
        return f"{self._name}, line {self._rows[self._place - 1][0]}"

    def take(self, expected: str) -> list[str]:
        """The next row."""
        if not self.more:
            raise SyntaxProblem(f"{self._name}: the file ends where {expected} should stand")
        self._place += 1
        return self._rows[self._place - 1][1]

    def under(self, heading: Sequence[str], expected: str) -> list[str]:
        """The next row, which must have a cell for each of the heading's."""
        row = self.take(expected)
        if len(row) < len(heading):
            self.refuse(
                " ".join(filter(None, row)),
                f"{expected} with {len(heading)} cells, as many as the heading has,",
            )
        return row

    def match(self, pattern: re.Pattern[str], expected: str) -> re.Match[str]:
        """The next row's first cell, matched whole."""
        cell = self.take(expected)[0]
        found = pattern.fullmatch(cell)
        return found if found else self.refuse(cell, expected)

    def expect(self, heading: str) -> list[str]:
        """The next row, which must begin with this heading."""
        row = self.take(f"{heading!r}")
        return row if row[0].startswith(heading) else self.refuse(row[0], f"{heading!r}")

    def refuse(self, found: str, expected: str) -> NoReturn:
        """Raises `SyntaxProblem`."""
        shown = found if len(found) <= _SHOWN else f"{found[:_SHOWN]}..."
        raise SyntaxProblem(f"{self.here}: {shown!r} stands where {expected} should stand")

    def points(self, cell: str, expected: str) -> Points:
        """A number with a decimal comma."""
        if not _NUMBER.fullmatch(cell):
            self.refuse(cell, expected)
        return Points(cell.replace(",", "."))


def _too_long(name: str, line: int) -> SyntaxProblem:
    return SyntaxProblem(
        f"{name}, line {line}: a cell has more than {LONGEST_CELL:,} characters, the most that is"
        " read"
    )


def _performance(rows: _Rows) -> Performance:
    rows.expect("Pl. NAME")
    head = rows.match(_SKATER, "place, name and starting number")
    club = rows.take("the club")[0]
    sums = [cell for cell in rows.take("the scores") if cell not in {"", "="}]
    if len(sums) != 4:
        rows.refuse(" ".join(sums), "total, elements, components and deduction")
    tss, tes, pcs, deductions = (rows.points(cell, "a score") for cell in sums)
    elements, base_value, sum_of_elements = _elements(rows)
    components, sum_of_components = _components(rows)
    items = _deductions(rows)
    notes = [
        f"{name}: {above} above, {below} below"
        for name, above, below in (
            ("technical score", tes, sum_of_elements),
            ("component score", pcs, sum_of_components),
            ("deductions", deductions, sum((item.points for item in items), Points(0))),
        )
        if above != below
    ]
    ranked = head["rank"].isdigit()
    return Performance(
        rank=int(head["rank"]) if ranked else None,
        name=head["name"],
        nation="",
        starting_number=int(head["start"]) if head["start"] else None,
        tss=tss,
        tes=tes,
        pcs=pcs,
        deductions=deductions,
        elements=elements,
        components=components,
        deduction_items=items,
        base_value=base_value,
        status="" if ranked else head["rank"],
        notes=tuple(notes),
        club=club,
    )


def _elements(rows: _Rows) -> tuple[tuple[PrintedElement, ...], Points, Points]:
    """The elements, the sum of the base values and the sum of the panel's scores."""
    heading = rows.expect("# EXECUTED ELEMENTS")
    judges = _judges(heading, rows)
    if "GOE" not in heading:
        rows.refuse(heading[0], "a heading with GOE")
    goe = heading.index("GOE")
    elements: list[PrintedElement] = []
    while True:
        row = rows.under(heading, "an element")
        if _NUMBER.fullmatch(row[0]):
            return tuple(elements), rows.points(row[0], "a sum"), rows.points(row[-1], "a sum")
        cell = _EDGE.sub("e", row[0])
        found = _ELEMENT.fullmatch(cell) or rows.refuse(row[0], "number, code and base value")
        elements.append(
            PrintedElement(
                int(found["number"]),
                found["code"],
                found["info"] or "",
                rows.points(found["base"], "a base value"),
                "x" in row[1:goe],
                rows.points(row[goe], "the GOE"),
                tuple(_grade(row[judge], rows) for judge in judges),
                rows.points(row[-1], "the panel's score"),
            )
        )


def _components(rows: _Rows) -> tuple[tuple[PrintedComponent, ...], Points]:
    heading = rows.expect("PROGRAM COMPONENTS")
    judges = _judges(heading, rows)
    components: list[PrintedComponent] = []
    while True:
        row = rows.under(heading, "a component")
        if not row[0]:
            return tuple(components), rows.points(row[-1], "a sum")
        found = _COMPONENT.fullmatch(row[0]) or rows.refuse(row[0], "a component and its factor")
        marks = [None if row[judge] == "--" else row[judge] for judge in judges]
        components.append(
            PrintedComponent(
                found["name"],
                rows.points(found["factor"], "a factor"),
                tuple(None if mark is None else rows.points(mark, "a mark") for mark in marks),
                rows.points(row[-1], "the panel's score"),
            )
        )


def _deductions(rows: _Rows) -> tuple[PrintedDeduction, ...]:
    rows.expect("DEDUCTIONS")
    items: list[PrintedDeduction] = []
    while rows.more and rows.first != _TITLE:
        found = rows.match(_REASON, "a deduction such as 'Fall: 1'")
        items.append(PrintedDeduction(found["reason"], rows.points(found["points"], "points")))
    return tuple(items)


def _judges(heading: Sequence[str], rows: _Rows) -> list[int]:
    """The columns of the judges' marks."""
    judges = [column for column, cell in enumerate(heading) if re.fullmatch(r"J\d{1,2}", cell)]
    return judges or rows.refuse(heading[0], "a heading with J1, J2 ...")


def _grade(cell: str, rows: _Rows) -> int | None:
    if cell == "--":
        return None
    return int(cell) if re.fullmatch(r"-?[0-5]", cell) else rows.refuse(cell, "a grade")


def _kind(who: str, segment: str, rows: _Rows) -> tuple[Discipline, Level, Segment]:
    """What a category such as "Seniorer A - Damer" stands for."""
    words = re.findall(r"\w+", who.lower())
    level = next((kind for name, kind in _LEVELS.items() if who.lower().startswith(name)), None)
    discipline = next((_DISCIPLINES[word] for word in words if word in _DISCIPLINES), None)
    if level is None or discipline is None:
        rows.refuse(who, "a category such as 'Seniorer A - Damer' or 'Juniorer - Herrar'")
    if segment not in _SEGMENTS:
        rows.refuse(segment, " or ".join(_SEGMENTS))
    return discipline, level, _SEGMENTS[segment]


def _day(text: str, rows: _Rows) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return rows.refuse(text, "a date such as 2018-10-27")
