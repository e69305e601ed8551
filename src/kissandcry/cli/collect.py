"""`kissandcry collect`: protocols and result pages into the archive."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kissandcry.cli import answers, options
from kissandcry.cli.exits import BAD_INPUT, FINE, INTERRUPTED
from kissandcry.cli.words import many
from kissandcry.core.shown import visible

if TYPE_CHECKING:
    from kissandcry.archive.collect import Collected


@click.command("collect", short_help="Collect protocols and result pages into the archive.")
@click.argument("sources", nargs=-1, required=True, metavar="PATH_OR_URL...")
@options.archive
@options.jobs
@click.option("--again", is_flag=True, help="Read files again that are known.")
@click.option(
    "--rate",
    type=click.FloatRange(0.01, 10),
    default=2.0,
    show_default=True,
    help="Fetch at most so many files of a site in a second.",
)
@click.option(
    "--cache",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep the files of sites in this folder. Default: that of the system.",
)
@click.option(
    "--people",
    type=click.Path(path_type=Path),
    help="A file of overrules of who is who. Default: people.toml beside the archive.",
)
@options.as_json
def command(
    sources: tuple[str, ...],
    archive: str | None,
    jobs: int,
    again: bool,
    rate: float,
    cache: Path | None,
    people: Path | None,
    as_json: bool,
) -> int:
    """Collect protocols and result pages into the archive.

    PATH_OR_URL is a file, a folder, a glob, or the address of a published result site. What is
    known already is skipped, and a revised protocol takes the place of the earlier one, which is
    kept. The pages may be served meanwhile.
    """
    from kissandcry.archive.collect import collect

    _overrule(archive, people)
    try:
        with _bar() as progress:
            found = collect(
                archive,
                sources,
                jobs=jobs,
                again=again,
                rate=rate,
                cache=cache,
                allow_loopback=True,
                progress=progress,
            )
    except KeyboardInterrupt:
        click.echo("\nstopped; what was collected is kept, and the same command goes on", err=True)
        return INTERRUPTED
    for problem in (*found.problems, *found.missing):
        click.echo(visible(problem), err=True)
    if as_json:
        answers.emit(_plain(found))
    elif found.files:
        answers.say(sentence(found))
    return BAD_INPUT if found.problems else FINE


def _overrule(archive: str | None, file: Path | None) -> None:
    """Keep a file of overrules in the archive, if it is another than before."""
    from kissandcry.archive import people, places
    from kissandcry.archive.people import overrules

    beside = Path(archive or places.home()).with_name("people.toml")
    if file is None and not beside.is_file():
        return
    text = overrules.load(file or beside)
    with places.to_write(archive) as found:
        if people.overruled(found) != text:
            people.apply(found, text, str(file or beside))


def sentence(found: "Collected") -> str:
    """What a run brought, in a sentence or two."""
    parts = []
    if found.new:
        skates, segments = many(found.performances, "performance"), many(found.new, "segment")
        parts.append(f"{skates} in {segments} added")
    if found.revised:
        parts.append(f"{many(found.revised, 'segment')} revised")
    if found.earlier:
        parts.append(f"{many(found.earlier, 'earlier paper')} kept")
    if found.pages:
        parts.append(f"{many(found.pages, 'result page')} taken")
    text = ", ".join(parts) if parts else "Nothing is new"
    if parts and found.events:
        text += f", in {many(len(found.events), 'event')}"
    known = found.skipped + found.known
    text += f"; {many(known, 'file')} of {found.files:,} known already." if known else "."
    if found.problems:
        text += f" {many(len(found.problems), 'file')} could not be taken."
    if found.missing:
        text += (
            f" {many(len(found.missing), 'file')} not published yet; the next run takes the rest."
        )
    return text


def _plain(found: "Collected") -> dict[str, object]:
    return {
        "files": found.files,
        "skipped": found.skipped,
        "new": found.new,
        "performances": found.performances,
        "revised": found.revised,
        "earlier": found.earlier,
        "known": found.known,
        "pages": found.pages,
        "events": sorted(found.events),
        "problems": found.problems,
        "missing": found.missing,
    }


@contextmanager
def _bar() -> Iterator[Callable[[int, int, str], None] | None]:
    """A bar on standard error, if that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("collecting", total=None)

        def progress(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total)

        yield progress
