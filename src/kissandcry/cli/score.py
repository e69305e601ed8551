"""`kissandcry score`: a skate typed by hand, scored and explained."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kissandcry.cli import answers, options
from kissandcry.cli.exits import DIFFERENCES, FINE

if TYPE_CHECKING:
    from kissandcry.protocols.skate_file import Scored


@click.command("score", short_help="Score a skate that was typed by hand, and explain it.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "kind",
    type=click.Choice(["pdf", "html", "json"]),
    help="Write the protocol of the segment in this format.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to; default: FILE with the suffix of the format, if there is no such file yet.",
)
@click.option("--steps", is_flag=True, help="Show every step of every element.")
@options.as_json
def command(file: Path, kind: str | None, output: Path | None, steps: bool, as_json: bool) -> int:
    """Score a skate that was typed by hand, and explain it.

    FILE holds one or more skates of a segment; docs/skate_file.md shows how to type them. Totals
    that it gives as published are checked.
    """
    from kissandcry.protocols import skate_file, write

    target = _target(file, kind, output)
    done = skate_file.score(skate_file.read(file))
    if as_json:
        from kissandcry.cli import shapes

        answers.emit(shapes.segment(done))
    else:
        _show(done, steps)
    if target is not None:
        write([done.protocol()], target, lambda _: done.book)
        click.echo(f"written to {target}", err=True)
    different = any(done.differences(index) for index in range(len(done.scores)))
    return DIFFERENCES if different else FINE


def _target(file: Path, kind: str | None, output: Path | None) -> Path | None:
    """Where to write the protocol, if at all."""
    if kind is None:
        if output is not None:
            raise click.UsageError("-o says where --to writes; give --to pdf, html or json too")
        return None
    if output is not None and output.suffix.lower() != f".{kind}":
        raise click.BadParameter(f"{output.name} does not end in .{kind}", param_hint="-o")
    target = output or file.with_suffix(f".{kind}")
    if output is None and target.exists():
        raise click.UsageError(f"{target} exists already; -o {target} writes over it")
    return target


def _show(done: "Scored", steps: bool) -> None:
    from kissandcry.cli import result, screen
    from kissandcry.cli.rulebook import heading

    if len(done.scores) > 1:
        screen.prose(result.answer(done), screen.STRONG)
    screen.prose(heading(done.book, done.sheet.date), screen.QUIET)
    if len(done.scores) > 1:
        screen.blank()
        result.table(done)
    for index in done.order:
        screen.blank()
        result.skate(done, index)
        if steps or len(done.scores) == 1:
            result.explanation(done, index, every=steps)
        for difference in done.differences(index):
            screen.prose(f"Differs: {difference}.", screen.STRONG)
        for note in done.notes(index):
            screen.prose(f"Not checked: {note}.", screen.QUIET)
    if done.checked and not any(done.differences(index) for index in done.order):
        screen.blank()
        rest = " else" if any(map(done.notes, done.order)) else ""
        screen.prose(f"Everything{rest} that was published is what the marks give.")
