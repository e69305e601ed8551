"""Protocols as a PDF that a federation can post, typeset with Typst.

The same protocols give the same bytes: no clock and no font of the machine goes into it. What it
prints can be read back (`kissandcry.protocols.layouts.kissandcry`): all but `layout` and `file`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from kissandcry import rulebooks
from kissandcry.core import KissAndCryError
from kissandcry.core.extras import extra
from kissandcry.protocols.model import Performance, Protocol
from kissandcry.protocols.writers import pdf_geometry as geometry
from kissandcry.protocols.writers import words
from kissandcry.protocols.writers.cells import Cell, Cells
from kissandcry.protocols.writers.files import write_whole
from kissandcry.protocols.writers.legend import legend
from kissandcry.protocols.writers.marks import RulebookOf, judges

ROWS_TOGETHER: Final = 38  # more rows than a page holds may be parted

HEADING: Final = "JUDGES DETAILS PER SKATER"
SKATER: Final = (
    "Rank",
    "Name",
    "Nation",
    "Start no.",
    "Segment score =",
    "Elements +",
    "Components +",
    "Deductions",
)
ELEMENTS: Final = ("#", "Executed elements", "Info", "Base value", "", "GOE")
PANEL_SCORE: Final = "Panel score"
COMPONENTS: Final = "Program components"
ITEMS: Final = ("", "Deductions", "Count", "", "")
RULES_OF: Final = ", rules of "
NOTE: Final = "Note"
NONE: Final = "No skater performed."
PANEL: Final = "Panel of officials"
OFFICIAL: Final = ("Function", "Name", "Nation")
SYMBOLS: Final = "Symbols"


def typeset(
    protocols: Sequence[Protocol],
    rulebook_of: RulebookOf | None = None,
    fonts: Sequence[Path] = (),
) -> bytes:
    """The PDF. With a rulebook, the marks that trimming leaves out are struck.

    `fonts` are files of fonts for letters that Source Sans 3 lacks (Chinese, Japanese, Korean).
    Raises `KissAndCryError` for no protocols and for a letter that no font has, and `MissingExtra`
    without the extra `print`.
    """
    with extra("print", "a PDF"):  # these take longer to load than a protocol to read
        from kissandcry.core.fonts import refuse_missing, typeface
        from kissandcry.core.typesetting import pdf

    if not protocols:
        raise KissAndCryError("there is no protocol to print")
    face = typeface(fonts)
    document = {
        "title": f"{protocols[0].event}: {HEADING.capitalize()}",
        "geometry": _geometry(),
        "words": _words(),
        "protocols": [_protocol(protocol, rulebook_of) for protocol in protocols],
    }
    refuse_missing(_texts(document["protocols"]), face)
    return pdf("kissandcry.protocols.writers", "protocol.typ", document, face)


def write_pdf(
    protocols: Sequence[Protocol],
    path: Path,
    rulebook_of: RulebookOf | None = None,
    fonts: Sequence[Path] = (),
) -> None:
    """Write a `.pdf` file."""
    write_whole(path, typeset(protocols, rulebook_of, fonts))


def _geometry() -> dict[str, Any]:
    return {
        "left": geometry.LEFT,
        "width": geometry.WIDTH,
        "headline": geometry.HEADLINE,
        "label": geometry.LABEL,
        "skater": geometry.SKATER,
        "official": geometry.OFFICIAL,
    }


def _words() -> dict[str, Any]:
    return {
        "heading": HEADING,
        "skater": SKATER,
        "elements": ELEMENTS,
        "score": PANEL_SCORE,
        "components": COMPONENTS,
        "factor": "Factor",
        "items": ITEMS,
        "note": NOTE,
        "none": NONE,
        "panel": PANEL,
        "official": OFFICIAL,
        "symbols": SYMBOLS,
        "page": "Page",
    }


def _protocol(protocol: Protocol, rulebook_of: RulebookOf | None) -> dict[str, Any]:
    rulebook = rulebook_of(protocol) if rulebook_of else None
    panel = judges([protocol])
    cells = Cells.of(protocol, panel, rulebook)
    category = words.category(protocol.level, protocol.discipline)
    return {
        "event": _line(protocol.event),
        "category": f"{category}, {words.SEGMENTS[protocol.segment]}",
        "date": words.long_date(protocol.date) if protocol.date else "",
        "venue": _line(protocol.venue),
        "season": _season(protocol),
        "printed": f"Printed {_line(protocol.printed)}" if protocol.printed else "",
        "notes": [_line(note) for note in protocol.notes],
        "judges": [f"J{number}" for number in range(1, panel + 1)],
        "widths": geometry.Grid(panel).widths,
        "skaters": [_skater(one, cells) for one in protocol.performances],
        "officials": [
            [_line(one.role), _line(one.name), _line(one.nation)] for one in protocol.officials
        ],
        "symbols": legend(protocol, rulebook),
    }


def _season(protocol: Protocol) -> str:
    """The season, and whose rules, where these are not those that are meant by default."""
    season = f"Season {_line(protocol.season)}"
    if protocol.authority == rulebooks.DEFAULT:
        return season
    return f"{season}{RULES_OF}{_line(protocol.authority)}"


def _skater(one: Performance, cells: Cells) -> dict[str, Any]:
    """A performance. Its status stands for the rank where there is none, and else below it."""
    status = _line(one.status)
    instead = one.rank is None and not status[:1].isdecimal()
    below = "" if instead else status
    rows = len(one.elements) + len(one.components) + len(one.deduction_items) + len(one.notes)
    return {
        "rank": status if instead else str(one.rank or ""),
        "name": _line(one.name),
        "nation": _line(one.nation),
        "start": "" if one.starting_number is None else str(one.starting_number),
        "tss": words.figure(one.tss),
        "tes": words.figure(one.tes),
        "pcs": words.figure(one.pcs),
        "deductions": words.figure(-one.deductions),
        "second": [below, _line(one.club)] if below or one.club else None,
        "base": words.figure(one.base_value),
        "long": rows > ROWS_TOGETHER,
        "elements": [
            {
                "number": "" if row.number is None else str(row.number),
                "code": _line(row.code),
                "info": _line(row.info),
                "base": words.figure(row.base_value),
                "half": "x" if row.second_half else "",
                "goe": words.figure(row.goe),
                "marks": _marks(cells.row(row.marks)),
                "score": words.figure(row.panel_score),
            }
            for row in one.elements
        ],
        "components": [
            {
                "name": _line(row.name),
                "factor": words.figure(row.factor),
                "marks": _marks(cells.row(row.marks)),
                "score": words.figure(row.panel_score),
            }
            for row in one.components
        ],
        "items": [
            {
                "reason": _line(item.reason),
                "count": "" if item.count is None else str(item.count),
                "votes": _line(item.votes),
                "points": words.figure(-item.points),
            }
            for item in one.deduction_items
        ],
        "notes": [_line(note) for note in one.notes],
    }


def _marks(cells: Sequence[Cell | None]) -> list[dict[str, Any] | None]:
    return [None if cell is None else asdict(cell) for cell in cells]


def _line(text: str) -> str:
    """A text as one line: white space prints as one space."""
    return " ".join(text.split())


def _texts(value: object) -> Iterator[str]:
    """Every text of the document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
