"""Reads a published PDF into a `Protocol`."""

from pathlib import Path

from kissandcry.core import NotAProtocol, Unreadable, season_of
from kissandcry.protocols import headlines
from kissandcry.protocols.assemble import Assembly
from kissandcry.protocols.layouts import LAYOUTS, Layout, grid
from kissandcry.protocols.model import Protocol
from kissandcry.protocols.words import Paper


def read_pdf(path: Path) -> Protocol:
    """The protocol in a PDF of any known layout.

    Raises `Unreadable` for a file that cannot be read and `NotAProtocol` for another paper.
    """
    with Paper(path) as paper:
        metadata = paper.metadata
        start, layout = _first_page(paper, metadata)
        assembly = Assembly()
        for page in range(start):  # an official communication may lie before the protocol
            assembly.notes += [line.text for line in paper.lines(page)]
        for page in range(start, len(paper)):
            read = grid.read_lines(paper.lines(page, exact=layout.exact))
            if not layout.exact and grid.ran_together(read):
                read = grid.read_lines(paper.lines(page, exact=True))
            assembly.take(read)
    return _protocol(path, layout, assembly, metadata)


def _first_page(paper: Paper, metadata: dict[str, str]) -> tuple[int, Layout]:
    """The page that is headed as a protocol, and the layout that it has."""
    name = paper.path.name
    any_text = False
    for page in range(len(paper)):
        text = "\n".join(line.text for line in paper.lines(page))
        any_text = any_text or bool(text)
        if headlines.is_title(text):
            for layout in LAYOUTS:
                if layout.recognises(metadata, text):
                    return page, layout
            raise NotAProtocol(f"{name}: page {page + 1} has the title of a protocol, but no known layout")
    if not any_text:
        raise Unreadable(
            f"{name}: the PDF has no text, only pictures; a scanned protocol must go through"
            " text recognition first"
        )
    raise NotAProtocol(f"{name}: no page is headed 'Judges Details per Skater'")


def _protocol(
    path: Path, layout: Layout, assembly: Assembly, metadata: dict[str, str]
) -> Protocol:
    performances = assembly.performances()
    if not performances:
        raise NotAProtocol(f"{path.name}: no skater's scores stand in it")
    heads = assembly.headlines
    category = headlines.category(heads, path.name)
    event = headlines.event(heads) if layout.prints_event else ""
    texts = [*heads, *assembly.feet]
    days = headlines.days(texts) or headlines.days_of_metadata(metadata)
    season = season_of(days[0]) if days else ""
    notes = tuple(note for note in ("REVISED",) if any(note in text for text in texts))
    return Protocol(
        event=event,
        discipline=category.discipline,
        level=category.level,
        segment=category.segment,
        date=days[0] if days else None,
        season=season,
        layout=layout.name,
        performances=performances,
        venue="" if layout.prints_event else headlines.venue(heads),
        printed=headlines.printed(texts),
        notes=(*notes, *assembly.notes),
        file=str(path),
    )
