"""From the lines of a grid to performances, with nothing dropped on the way."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from kissandcry.core import Points
from kissandcry.protocols.layouts import grid
from kissandcry.protocols.layouts.grid import points
from kissandcry.protocols.model import (
    Performance,
    PrintedComponent,
    PrintedDeduction,
    PrintedElement,
)

_T = TypeVar("_T")

_MOST_NOTES: Final = 200
_LONGEST_NOTE: Final = 1000
_MORE_NOTES: Final = "more text stands on the paper than is kept"
_SAME_COLUMN: Final = 2.0  # points of x
_ZERO: Final = Points(0)
_MARKS: Final[dict[str, int | None]] = {"-": None, "-0": 0, **{str(n): n for n in range(-9, 10)}}
# The foot of a page: the meaning of symbols, page numbers, when the paper was made.
_FOOT: Final = re.compile(
    r"(?:[xX*<!eqFbVD>]|<<|REP|ExEl|#|Ref\.|GOE|Jx) [A-Z].*|Legend:.*|.*[Pp]rinted:.*"
    r"|.*Page \d+ ?/.*"
    r"|.*Report Created.*|Program Components(?: Factor)?|.*JUDGES DETAILS PER SKATER"
)


@dataclass(slots=True)
class _Draft:
    """A performance while its lines come in."""

    head: grid.PerformanceLine
    name: str
    elements: list[grid.ElementLine] = field(default_factory=list)
    components: list[grid.ComponentLine] = field(default_factory=list)
    deductions: list[PrintedDeduction] = field(default_factory=list)
    base_value: Points | None = None
    printed_tes: str | None = None
    printed_pcs: str | None = None
    printed_deductions: str | None = None
    notes: list[str] = field(default_factory=list)


class Assembly:
    """Takes a paper's lines page by page; `headlines` and `notes` are the text around skaters."""

    def __init__(self) -> None:
        self.headlines: list[str] = []
        self.notes: dict[str, None] = {}  # in order, each once
        self.feet: dict[str, None] = {}  # in order, each once
        self._drafts: list[_Draft] = []

    def take(self, lines: Iterable[grid.GridLine]) -> None:
        """The next page's lines."""
        for line in lines:
            if type(line) is grid.PerformanceLine:
                self._drafts.append(_Draft(line, line.name))
            elif not self._drafts:
                self.headlines.append(
                    line.text if isinstance(line, grid.OtherLine) else " ".join(map(str, line))
                )
            else:
                self._add(self._drafts[-1], line)

    def _add(self, draft: _Draft, line: grid.GridLine) -> None:
        if isinstance(line, grid.ElementLine):
            if line.number is None and not line.code:
                draft.notes.append("a row without number, code or marks is printed")
            else:
                draft.elements.append(line)
        elif isinstance(line, grid.ComponentLine):
            draft.components.append(line)
        elif isinstance(line, grid.SumsLine):
            draft.base_value, draft.printed_tes = points(line.base_value), line.tes
        elif isinstance(line, grid.TotalLine):
            draft.printed_pcs = line.pcs
        elif isinstance(line, grid.DeductionsLine):
            draft.printed_deductions = line.total or draft.printed_deductions
            draft.deductions += _deductions(line)
        elif isinstance(line, grid.VoteLine):
            draft.deductions.append(PrintedDeduction(line.reason, _ZERO, votes=line.votes))
        elif isinstance(line, grid.OtherLine):
            self._other(draft, line)

    def _other(self, draft: _Draft, line: grid.OtherLine) -> None:
        if line.is_data:
            draft.notes.append(f"not understood: {line.text}")
        elif not draft.elements and abs(line.x - draft.head.x) < _SAME_COLUMN:
            draft.name += f" {line.text}"  # a long name goes on below
        elif _FOOT.fullmatch(line.text):
            if "rinted" in line.text or "Report" in line.text:
                self.feet[line.text] = None
        elif line.text in self.headlines:
            return
        else:
            self.note(line.text)

    def note(self, text: str) -> None:
        """Keep a text that stands beside the grid; a sentence may go on in the next line."""
        if text.startswith("REVISED"):
            self.notes["REVISED"] = None
            text = text.replace("REVISED", "").strip()
        if not text:
            return
        if self.notes and (text[0].islower() or text[0] == "("):
            last = next(reversed(self.notes))
            if len(last) < _LONGEST_NOTE:
                del self.notes[last]
                text = f"{last} {text}"
        self.notes[text if len(self.notes) < _MOST_NOTES else _MORE_NOTES] = None

    def performances(self) -> tuple[Performance, ...]:
        """All performances, each row with one place for each judge."""
        judges = self._judges()
        return tuple(_performance(draft, judges) for draft in self._drafts)

    def _judges(self) -> int:
        """The size of the panel: the columns of most rows, less those at the end that stay empty.

        Papers print more columns than there are judges (twelve until 2008-09) and fill the rest
        with `-`; a judge who was removed stands among the others and keeps a column.
        """
        rows = [row.marks for draft in self._drafts for row in draft.components]
        sizes = Counter(map(len, rows))
        if not sizes:
            return 0
        columns = sizes.most_common(1)[0][0]
        while columns > 1 and all(row[columns - 1 : columns] in ([], ["-"]) for row in rows):
            columns -= 1
        return columns


def _deductions(line: grid.DeductionsLine) -> list[PrintedDeduction]:
    return [
        PrintedDeduction(reason, abs(points(amount)), int(count) if count else None)
        for reason, amount, count in line.reasons
        if amount.strip("-0.")  # a heading with 0.00 tells of no deduction
    ]


def _performance(draft: _Draft, judges: int) -> Performance:
    head = draft.head
    anchors = next((row.xs[:judges] for row in draft.components if len(row.xs) >= judges), ())
    for name, shown, other in (
        ("technical score", head.tes, draft.printed_tes),
        ("component score", head.pcs, draft.printed_pcs),
        ("deductions", head.deductions, draft.printed_deductions),
    ):
        if other is not None and abs(points(shown)) != abs(points(other)):
            draft.notes.append(f"{name}: {shown} above, {other} below")
    ranked = head.rank.isdigit()
    return Performance(
        rank=int(head.rank) if ranked else None,
        name=draft.name,
        nation=head.nation,
        starting_number=int(head.starting_number) if head.starting_number else None,
        tss=points(head.tss),
        tes=points(head.tes),
        pcs=points(head.pcs),
        deductions=abs(points(head.deductions)),
        elements=tuple([_element(row, judges, anchors, draft.notes) for row in draft.elements]),
        components=tuple(
            [_component(row, judges, anchors, draft.notes) for row in draft.components]
        ),
        deduction_items=tuple(draft.deductions),
        base_value=draft.base_value,
        status="" if ranked else head.rank,
        notes=tuple(draft.notes),
    )


def _element(
    row: grid.ElementLine, judges: int, anchors: Sequence[float], notes: list[str]
) -> PrintedElement:
    marks = tuple([_MARKS[mark] for mark in row.marks])
    if len(marks) != judges:
        marks = _placed(marks, row, judges, anchors, notes)
    return PrintedElement(
        row.number,
        row.code,
        row.info,
        points(row.base_value),
        row.second_half,
        points(row.goe),
        marks,
        points(row.panel_score),
    )


def _component(
    row: grid.ComponentLine, judges: int, anchors: Sequence[float], notes: list[str]
) -> PrintedComponent:
    marks = tuple([None if mark == "-" else points(mark) for mark in row.marks])
    if len(marks) != judges:
        marks = _placed(marks, row, judges, anchors, notes)
    return PrintedComponent(row.name, points(row.factor), marks, points(row.panel_score))


def _placed(
    marks: tuple[_T | None, ...],
    row: grid.ElementLine | grid.ComponentLine,
    judges: int,
    anchors: Sequence[float],
    notes: list[str],
) -> tuple[_T | None, ...]:
    """Marks of a row that has not as many as there are judges, each in its judge's column."""
    if len(marks) > judges and all(mark is None for mark in marks[judges:]):
        return marks[:judges]
    if not marks:
        return (None,) * judges
    places: dict[int, _T | None] = {}
    if judges and len(anchors) == judges:
        for mark, x in zip(marks, row.xs, strict=True):
            places[min(range(judges), key=lambda judge: abs(anchors[judge] - x))] = mark
    if len(places) == len(marks):
        return tuple(places.get(judge) for judge in range(judges))
    name = row.name if isinstance(row, grid.ComponentLine) else f"element {row.number}"
    notes.append(f"not understood: {name} has {len(marks)} marks for {judges} judges")
    return marks
