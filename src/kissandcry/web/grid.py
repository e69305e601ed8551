"""The protocol grid of one skate: elements down, judges across, the panel's score at the end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from kissandcry import notation
from kissandcry.core import KissAndCryError
from kissandcry.protocols import Performance, Protocol
from kissandcry.protocols.model import PrintedComponent, PrintedDeduction, PrintedElement
from kissandcry.protocols.writers import sentences, words
from kissandcry.protocols.writers.cells import Cell, Cells
from kissandcry.protocols.writers.legend import legend
from kissandcry.rulebooks import Rulebook
from kissandcry.web.page import Column, Table

Explained = Callable[[str], str]  # what of a skate -> the address of its explanation


@dataclass(frozen=True, slots=True)
class Grid:
    """A skate as `grid.html` shows it. `drawn`: a part of the panel was drawn by lot, and the paper
    does not say whose marks count."""

    judges: int
    elements: list[dict[str, Any]]
    components: list[dict[str, Any]]
    deductions: list[dict[str, Any]]
    sums: dict[str, str]
    symbols: list[tuple[str, str]]
    struck: bool
    drawn: bool


def grid(
    protocol: Protocol, one: Performance, book: Rulebook | None, why: Explained | None = None
) -> Grid:
    """The grid of a performance; with `why`, every score is a link."""
    rows: list[PrintedElement | PrintedComponent] = [*one.elements, *one.components]
    judges = max((len(row.marks) for row in rows), default=0)
    cells = Cells.of(protocol, judges, book)
    elements = [
        _element(row, cells, number, why) for number, row in enumerate(one.elements, start=1)
    ]
    components = [
        _component(row, cells, number, why) for number, row in enumerate(one.components, start=1)
    ]
    return Grid(
        judges=judges,
        elements=elements,
        components=components,
        deductions=[_deduction(item) for item in one.deduction_items],
        sums={
            "base": words.figure(one.base_value),
            "tes": words.figure(one.tes),
            "pcs": words.figure(one.pcs),
            "deductions": words.figure(-one.deductions),
            "tss": words.figure(one.tss),
            "why": why("total") if why else "",
        },
        symbols=legend(protocol, book, [one]),
        struck=any("<s>" in row["marks"] for row in (*elements, *components)),
        drawn=book is not None and bool(book.panel.drawn),
    )


def _element(
    row: PrintedElement, cells: Cells, number: int, why: Explained | None
) -> dict[str, Any]:
    return {
        "number": "" if row.number is None else str(row.number),
        "code": row.code or "no name",
        "info": row.info,
        "base": words.figure(row.base_value),
        "half": row.second_half,
        "goe": sentences.signed(row.goe),
        "side": "up" if row.goe.hundredths > 0 else "down" if row.goe.hundredths < 0 else "",
        "marks": _marks(cells.row(row.marks)),
        "score": words.figure(row.panel_score),
        "why": why(str(number)) if why else "",
    }


def _component(
    row: PrintedComponent, cells: Cells, number: int, why: Explained | None
) -> dict[str, Any]:
    return {
        "name": row.name,
        "factor": words.figure(row.factor),
        "marks": _marks(cells.row(row.marks)),
        "score": words.figure(row.panel_score),
        "why": why(f"component-{number}") if why else "",
    }


def _deduction(item: PrintedDeduction) -> dict[str, Any]:
    count = f", {item.count} times" if item.count is not None and item.count > 1 else ""
    votes = f", votes {item.votes}" if item.votes else ""
    return {"text": f"{item.reason}{count}{votes}", "points": words.figure(-item.points)}


def said(row: PrintedElement, book: Rulebook | None) -> str:
    """The element in words; empty for a code that cannot be read."""
    try:
        return notation.say(notation.parse(row.code, row.info), book.signs() if book else None)
    except KissAndCryError:
        return ""


def _marks(cells: Sequence[Cell | None]) -> Markup:
    """The cells of a row: a grade above zero gets its sign, what trimming leaves out is struck."""
    return Markup("".join(map(_mark, cells)))  # figures and our own words only


def _mark(cell: Cell | None) -> str:
    if cell is None:
        return '<td class="m"></td>'
    text = f"+{cell.text}" if cell.tint > 0 else cell.text
    side = f" pos t{cell.tint}" if cell.tint > 0 else f" neg t{-cell.tint}" if cell.tint else ""
    return f'<td class="m{side}">{f"<s>{text}</s>" if cell.struck else text}</td>'


def table(one: Performance) -> Table:
    """The grid as a table for CSV: elements, components and deductions, a row each."""
    rows: list[PrintedElement | PrintedComponent] = [*one.elements, *one.components]
    judges = max((len(row.marks) for row in rows), default=0)
    columns = [
        Column(name, name)
        for name in ("row", "number", "item", "info", "base_value", "second_half", "goe", "factor")
    ]
    columns += [Column(f"J{judge}", f"J{judge}") for judge in range(1, judges + 1)]
    columns.append(Column("panel_score", "panel_score"))
    return Table("marks", "Marks", tuple(columns), _rows(one))


def _rows(one: Performance) -> list[dict[str, Any]]:
    def marks(row: PrintedElement | PrintedComponent) -> dict[str, Any]:
        return {f"J{judge}": mark for judge, mark in enumerate(row.marks, start=1)}

    found: list[dict[str, Any]] = [
        {
            "row": "element",
            "number": row.number,
            "item": row.code,
            "info": row.info,
            "base_value": row.base_value,
            "second_half": row.second_half,
            "goe": row.goe,
            "panel_score": row.panel_score,
            **marks(row),
        }
        for row in one.elements
    ]
    found += [
        {
            "row": "component",
            "item": row.name,
            "factor": row.factor,
            "panel_score": row.panel_score,
            **marks(row),
        }
        for row in one.components
    ]
    found += [
        {"row": "deduction", "item": item.reason, "panel_score": -item.points}
        for item in one.deduction_items
    ]
    totals = {"tes": one.tes, "pcs": one.pcs, "deductions": -one.deductions, "tss": one.tss}
    return [*found, *({"row": name, "panel_score": value} for name, value in totals.items())]
