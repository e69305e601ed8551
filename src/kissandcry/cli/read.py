"""`kissandcry read`: what files say, shown in a line each or written in another format."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from kissandcry.cli import answers, options
from kissandcry.cli.exits import BAD_INPUT, FINE
from kissandcry.cli.words import many

if TYPE_CHECKING:
    from kissandcry.cli import files
    from kissandcry.protocols import Protocol

_LEFT: Final = 17  # columns of the date and of how many skaters there are
_TITLE: Final = 38
_EVENT: Final = 38


@click.command("read", short_help="Read protocols and write them in another format.")
@options.FILES
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write all of them to this .json, .jsonl, .csv, .parquet, .html or .pdf file.",
)
@click.option(
    "--officials",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Name the panels from the result pages in this folder.",
)
@options.jobs
@options.as_json
def command(
    paths: tuple[str, ...], output: Path | None, folder: Path | None, jobs: int, as_json: bool
) -> int:
    """Read protocols: PDFs of five layouts, national CSVs, skate files, our own JSON and PDF.

    PATH is a file, a folder or a glob. Without -o, each protocol is told in a line.
    """
    from kissandcry.cli import files, screen
    from kissandcry.protocols import batch, write
    from kissandcry.protocols.files import readable
    from kissandcry.protocols.writers import SUFFIXES

    if output is not None and output.suffix.lower() not in SUFFIXES:
        raise click.BadParameter(
            f"{output.name} has none of the suffixes {', '.join(SUFFIXES)}", param_hint="-o"
        )
    found = files.Found(paths)
    protocols: list[Protocol] = []
    longest = max((len(str(path)) for path in found.paths), default=0)
    narrow = screen.narrow(_LEFT + _TITLE + 2 + _EVENT + 2 + longest)
    read = batch.read_files(found.paths, jobs=jobs)
    for one in files.progress(read, len(found.paths), "reading", as_json=as_json):
        if one.error:
            found.refuse(one.error)
        named = [_named(protocol, folder, found) for protocol in one.protocols]
        if output is not None:
            protocols += named
        for protocol in () if output else named:
            if as_json:
                answers.emit(_plain(protocol, one.path))
            else:
                answers.say(_line(protocol, one.path, narrow))
    if output is not None and protocols:
        write(protocols, output, _rulebook_of)
        if as_json:
            answers.emit({"file": readable(output), "protocols": len(protocols)})
        else:
            answers.say(f"{_count(protocols)} written to {output}.")
    return BAD_INPUT if found.bad else FINE


def _named(protocol: "Protocol", folder: Path | None, found: "files.Found") -> "Protocol":
    """The protocol with its panel; without, if the folder does not tell it, and that is said."""
    if folder is None:
        return protocol
    from kissandcry.core import KissAndCryError
    from kissandcry.protocols.officials import with_officials

    try:
        return with_officials(protocol, folder)
    except KissAndCryError as error:
        found.refuse(f"{Path(protocol.file).name}: {error}")
        return protocol


def _count(protocols: "list[Protocol]") -> str:
    performances = sum(len(one.performances) for one in protocols)
    return f"{many(len(protocols), 'protocol')} with {many(performances, 'performance')}"


def _rulebook_of(protocol: "Protocol") -> Any:
    """The rules by which a page strikes the marks left out; None where none are known."""
    from kissandcry.core import UnknownOnDate
    from kissandcry.protocols import audit

    try:
        return audit(protocol).recomputed.book
    except UnknownOnDate:
        return None


def _title(protocol: "Protocol") -> str:
    from kissandcry.protocols.writers import words

    category = words.category(protocol.level, protocol.discipline)
    return f"{category}, {words.SEGMENTS[protocol.segment]}"


def _line(protocol: "Protocol", path: Path, narrow: bool) -> str:
    """Date or season, skaters, category, event and file, in columns; a narrow terminal gets the
    last two on a line of their own."""
    skaters = len(protocol.performances)
    when = protocol.date.isoformat() if protocol.date else protocol.season
    event = protocol.event or protocol.venue
    first = f"{when or 'no date':<10}  {skaters:>3}  {_title(protocol):<{_TITLE}}"
    second = f"{event:<{_EVENT}}  {path}"
    return f"{first.rstrip()}\n{'':<{_LEFT}}{second}" if narrow else f"{first}  {second}"


def _plain(protocol: "Protocol", path: Path) -> dict[str, Any]:
    from kissandcry.protocols.files import readable

    return {
        "file": readable(path),
        "event": protocol.event,
        "date": protocol.date,
        "season": protocol.season,
        "discipline": protocol.discipline,
        "level": protocol.level,
        "segment": protocol.segment,
        "layout": protocol.layout,
        "performances": len(protocol.performances),
        "officials": len(protocol.officials),
        "notes": protocol.notes,
    }
