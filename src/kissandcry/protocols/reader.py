"""Reads files of every kind that a protocol comes in."""

from pathlib import Path
from typing import Final

from msgspec import structs

from kissandcry.core import NotAProtocol, Unreadable, season_of
from kissandcry.protocols import headlines, skate_file
from kissandcry.protocols.assemble import Assembly
from kissandcry.protocols.audit.dating import with_season
from kissandcry.protocols.files import bounded_bytes, readable
from kissandcry.protocols.layouts import LAYOUTS, Layout, grid, kissandcry
from kissandcry.protocols.layouts.national_csv import read_csv
from kissandcry.protocols.model import Protocol
from kissandcry.protocols.words import MAXIMUM_BYTES, Paper
from kissandcry.protocols.writers import as_json

SUFFIXES: Final = (".pdf", ".csv", ".json", ".jsonl", ".skate")
_HEAD: Final = 1024


def read(path: Path) -> list[Protocol]:
    """The protocols in a file: a published PDF, a national CSV, our own PDF, JSON or JSON lines.

    Raises `Unreadable` for a file that cannot be read, `NotAProtocol` for another paper and
    `SyntaxProblem` where a protocol is broken inside; each message is one sentence with the file's
    name.
    """
    head = bounded_bytes(path, max(MAXIMUM_BYTES, as_json.MAXIMUM_BYTES), first=_HEAD)
    if not head.strip():
        raise Unreadable(f"{path.name}: the file is empty")
    protocols = _read(path, head)
    if not protocols:
        raise NotAProtocol(f"{path.name}: no protocol stands in it")
    return [_readable(protocol, path) for protocol in protocols]


def _readable(protocol: Protocol, path: Path) -> Protocol:
    """The protocol with a file name that can be written in any format."""
    name = readable(path)
    return structs.replace(protocol, file=name) if protocol.file == str(path) != name else protocol


def _read(path: Path, head: bytes) -> list[Protocol]:
    suffix = path.suffix.lower()
    if b"%PDF-" in head or suffix == ".pdf":
        return read_pdf(path)
    if suffix in (".json", ".jsonl"):
        return as_json.read_json(bounded_bytes(path, as_json.MAXIMUM_BYTES), path.name)
    if suffix == ".csv":
        return [read_csv(path)]
    if suffix == ".skate":
        return [skate_file.protocol_of(skate_file.read(path), str(path))]
    raise NotAProtocol(f"{path.name}: protocols are read from {', '.join(SUFFIXES)}")


def read_pdf(path: Path) -> list[Protocol]:
    """The protocols in a PDF of any known layout (published papers hold one). Errors as `read`."""
    with Paper(path) as paper:
        if kissandcry.recognises("\n".join(line.text for line in paper.lines(0))):
            return kissandcry.read(paper)
        metadata = paper.metadata
        start, layout = _first_page(paper, metadata)
        assemblies = [Assembly()]
        for page in range(start):  # an official communication may lie before the protocol
            for line in paper.lines(page):
                assemblies[0].note(line.text)
        for page in range(start, len(paper)):
            read = grid.read_lines(paper.lines(page, exact=layout.exact))
            if not layout.exact and grid.ran_together(read):
                read = grid.read_lines(paper.lines(page, exact=True))
            if not read:
                assemblies[-1].note(f"page {page + 1} has no text")
            if _begins_another(assemblies[-1], read):
                assemblies.append(Assembly())
            assemblies[-1].take(read)
    return [_protocol(path, layout, assembly, metadata) for assembly in assemblies]


def _begins_another(assembly: Assembly, page: list[grid.GridLine]) -> bool:
    """Whether a page is headed with another category than the pages before: papers put together."""
    heads = grid.heads(page)
    if not assembly.headlines or not heads or set(heads) <= set(assembly.headlines):
        return False
    if not headlines.is_title("\n".join(heads)):
        return False
    try:
        return headlines.category(heads, "") != headlines.category(assembly.headlines, "")
    except NotAProtocol:
        return False


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
            raise NotAProtocol(
                f"{name}: page {page + 1} has the title of a protocol, but no known layout"
            )
    if not any_text:
        raise Unreadable(
            f"{name}: the PDF has no text, only pictures; a scanned protocol must go through"
            " text recognition first"
        )
    raise NotAProtocol(f"{name}: no page is headed 'Judges Details per Skater'")


def _protocol(path: Path, layout: Layout, assembly: Assembly, metadata: dict[str, str]) -> Protocol:
    performances = assembly.performances()
    if not performances:
        raise NotAProtocol(f"{path.name}: no skater's scores stand in it")
    heads = assembly.headlines
    category = headlines.category(heads, path.name)
    event = headlines.event(heads) if layout.prints_event else ""
    texts = [*heads, *assembly.feet]
    days = headlines.days(texts)
    made = headlines.days_of_metadata(metadata)  # says little: a copy is made anew
    notes = ["REVISED"] if any("REVISED" in text for text in texts) else []
    notes += [category.round] if category.round else []
    notes += [text for text in heads if headlines.is_team_event(text)]
    notes += [note for note in assembly.notes if note not in heads and not layout.repeats(note)]
    protocol = Protocol(
        event=event,
        discipline=category.discipline,
        level=category.level,
        segment=category.segment,
        date=days[0] if days else None,
        season=season_of(days[0]) if days else "",
        layout=layout.name,
        performances=performances,
        venue="" if layout.prints_event else headlines.venue(heads),
        printed=headlines.printed(texts),
        notes=tuple(dict.fromkeys(notes)),
        file=readable(path),
    )
    return protocol if days else with_season(protocol, [season_of(day) for day in made])
