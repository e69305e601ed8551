"""Protocols as one web page that stands by itself: no script, and nothing fetched from elsewhere.

Every text is escaped, and the page's own policy forbids scripts, so a name cannot do harm.
"""

import base64
import string
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import jinja2

from kissandcry.core import KissAndCryError
from kissandcry.core.fonts import web_font
from kissandcry.protocols.model import Performance, PrintedDeduction, Protocol
from kissandcry.protocols.writers import sentences, words
from kissandcry.protocols.writers.as_json import dump_lines
from kissandcry.protocols.writers.cells import Cell, Cells
from kissandcry.protocols.writers.files import write_whole
from kissandcry.protocols.writers.legend import legend
from kissandcry.protocols.writers.marks import RulebookOf, judges
from kissandcry.rulebooks.model import Rulebook

_SIGNS: Final = f"{words.MINUS}{words.MISSING}·"
_ENVIRONMENT: Final = jinja2.Environment(
    loader=jinja2.PackageLoader("kissandcry.protocols.writers"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(protocols: Sequence[Protocol], rulebook_of: RulebookOf | None = None) -> str:
    """The page. With a rulebook, the marks that trimming leaves out are struck.

    Raises `KissAndCryError` for no protocols.
    """
    if not protocols:
        raise KissAndCryError("there is no protocol to show")
    shown = [
        _protocol(protocol, number, rulebook_of(protocol) if rulebook_of else None)
        for number, protocol in enumerate(protocols, start=1)
    ]
    events = list(dict.fromkeys(protocol.event for protocol in protocols))
    return _ENVIRONMENT.get_template("protocol.html.j2").render(
        title=events[0] if len(events) == 1 and events[0] else "Judges' details per skater",
        several_events=len(events) > 1,
        protocols=shown,
        font=base64.b64encode(web_font(_letters(protocols))).decode("ascii"),
        struck=any(one["struck"] for one in shown),
        sources=[one["source"] for one in shown if one["source"]],
    )


def _letters(protocols: Sequence[Protocol]) -> list[str]:
    """Every letter that the page may show."""
    shown = {*dump_lines(protocols).decode("utf-8"), *string.printable, *_SIGNS}
    return sorted(shown)


def write_html(
    protocols: Sequence[Protocol], path: Path, rulebook_of: RulebookOf | None = None
) -> None:
    """Write a `.html` file."""
    write_whole(path, page(protocols, rulebook_of).encode("utf-8"))


def _protocol(protocol: Protocol, number: int, rulebook: Rulebook | None) -> dict[str, Any]:
    panel = judges([protocol])
    cells = Cells.of(protocol, panel, rulebook)
    skates = [
        _skate(one, f"p{number}s{place}", cells, protocol)
        for place, one in enumerate(protocol.performances, start=1)
    ]
    day = words.long_date(protocol.date) if protocol.date else ""
    season = f"season {protocol.season}" if protocol.season else ""
    printed = f"printed {protocol.printed}" if protocol.printed else ""
    return {
        "event": protocol.event,
        "category": f"{words.category(protocol.level, protocol.discipline)}, "
        f"{words.SEGMENTS[protocol.segment]}",
        "place": [part for part in (protocol.venue, day, season) if part],
        "answer": sentences.of_segment(protocol),
        "notes": protocol.notes,
        "judges": [f"J{judge}" for judge in range(1, panel + 1)],
        "skates": skates,
        "officials": protocol.officials,
        "symbols": legend(protocol, rulebook),
        "struck": any(
            cell is not None and cell["struck"]
            for skate in skates
            for row in (*skate["elements"], *skate["components"])
            for cell in row["marks"]
        ),
        "source": ", ".join(part for part in (Path(protocol.file).name, printed) if part),
    }


def _skate(one: Performance, place: str, cells: Cells, protocol: Protocol) -> dict[str, Any]:
    return {
        "id": place,
        "rank": str(one.rank) if one.rank is not None else one.status,
        "status": one.status,
        "name": one.name,
        "nation": one.nation,
        "club": one.club,
        "start": "" if one.starting_number is None else str(one.starting_number),
        "tss": words.figure(one.tss),
        "tes": words.figure(one.tes),
        "pcs": words.figure(one.pcs),
        "base": words.figure(one.base_value),
        "deductions": words.figure(-one.deductions),
        "answer": sentences.of_performance(one, protocol.performances),
        "elements": [
            {
                "number": "" if row.number is None else str(row.number),
                "code": row.code,
                "info": row.info,
                "base": words.figure(row.base_value),
                "half": row.second_half,
                "goe": sentences.signed(row.goe),
                "marks": _marks(cells.row(row.marks)),
                "score": words.figure(row.panel_score),
            }
            for row in one.elements
        ],
        "components": [
            {
                "name": row.name,
                "factor": words.figure(row.factor),
                "marks": _marks(cells.row(row.marks)),
                "score": words.figure(row.panel_score),
            }
            for row in one.components
        ],
        "deduction_items": [
            {"text": _deduction(item), "points": words.figure(-item.points)}
            for item in one.deduction_items
        ],
        "notes": one.notes,
    }


def _deduction(item: PrintedDeduction) -> str:
    count = f", {item.count} times" if item.count is not None and item.count > 1 else ""
    votes = f", votes {item.votes}" if item.votes else ""
    return f"Deduction: {item.reason}{count}{votes}"


def _marks(cells: Sequence[Cell | None]) -> list[dict[str, Any] | None]:
    """The cells with the colour's side and strength; a grade above zero gets its sign."""
    return [
        None
        if cell is None
        else {
            "text": f"+{cell.text}" if cell.tint > 0 else cell.text,
            "kind": " up" if cell.tint > 0 else " down" if cell.tint else "",
            "strength": f"{abs(cell.tint) / 100:.2f}" if cell.tint else "",
            "struck": cell.struck,
        }
        for cell in cells
    ]
