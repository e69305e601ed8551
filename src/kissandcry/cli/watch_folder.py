"""`kissandcry watch FOLDER`: a folder of clips, each reviewed for itself."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click

from kissandcry.cli import answers
from kissandcry.cli.exits import BAD_INPUT, FINE, INTERRUPTED
from kissandcry.cli.words import many as count
from kissandcry.core import AgainstTheRules
from kissandcry.core.shown import visible
from kissandcry.video.review import many
from kissandcry.video.review.many import Outcome


def refuse_tap(tap: str | None) -> None:
    """Raises `AgainstTheRules` for a place in the picture, which is one of one clip."""
    if tap is not None:
        raise AgainstTheRules("--tap is a place in one clip; give that clip instead of a folder")


def run(
    folder: Path,
    to: Path,
    asked: many.Asked,
    processes: int,
    cluster: str | None,
    as_json: bool,
) -> int:
    """Review the clips, a line for each; the code that the command ends with."""
    try:
        with _bar() as shown:

            def progress(one: Outcome, done: int, total: int) -> None:
                shown(done, total)
                if one.problem:
                    click.echo(visible(_named(one, one.problem)), err=True)
                elif not as_json and not one.known:
                    answers.say(visible(f"{one.name}: {one.said}"))

            found = many.watch_all(
                folder, to, asked, processes=processes, cluster=cluster, progress=progress
            )
    except KeyboardInterrupt:
        click.echo("\nstopped; what was reviewed is kept, and the same command goes on", err=True)
        return INTERRUPTED
    for missing in dict.fromkeys(one.missing for one in found if one.missing):
        click.echo(visible(missing), err=True)
    if as_json:
        answers.emit([asdict(one) for one in found])
    else:
        answers.say(_summary(folder, to, found))
    return BAD_INPUT if any(one.problem for one in found) else FINE


def _named(one: Outcome, sentence: str) -> str:
    """The sentence, beginning with the clip that it is about."""
    rest = sentence.removeprefix(Path(one.name).name)
    return f"{one.name}{rest}" if rest != sentence else f"{one.name}: {sentence}"


def _summary(folder: Path, to: Path, found: list[Outcome]) -> str:
    made = sum(1 for one in found if not one.problem and not one.known)
    known = sum(1 for one in found if one.known)
    refused = sum(1 for one in found if one.problem)
    text = f"{count(made, 'clip')} reviewed"
    if known:
        text += f", {known} reviewed before"
    if refused:
        text += f", {refused} refused"
    others = many.clips(folder, to)[1]
    if others:
        text += f"; {count(others, 'other file')} passed over"
    return f"{text}. The reviews are listed in {to / 'index.html'}"


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error, if that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("watching", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
