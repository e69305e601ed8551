"""`kissandcry watch`: a clip of a skate, reviewed."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from kissandcry.cli import answers
from kissandcry.cli.exits import FINE
from kissandcry.core.shown import visible

if TYPE_CHECKING:
    from kissandcry.video.review import Review
    from kissandcry.video.tracking.track import Quality


@click.command("watch", short_help="Review the video of a skate.")
@click.argument("clip", type=click.Path(path_type=Path), metavar="CLIP|FOLDER")
@click.option(
    "--reference",
    type=click.Path(path_type=Path),
    metavar="CLIP",
    help="A clip of the skate to put beside it.",
)
@click.option(
    "--plan", type=click.Path(path_type=Path), metavar="FILE", help="The plan of the program."
)
@click.option(
    "--program",
    type=click.IntRange(1, 20),
    default=1,
    show_default=True,
    help="Which program of the plan it is.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of the review; of the reviews, for a folder. Default: review, or reviews.",
)
@click.option("--tap", metavar="SECONDS,X,Y", help="Who is the skater: a place in pixels.")
@click.option(
    "--stature",
    type=click.FloatRange(0.8, 2.3),
    metavar="METRES",
    help="The skater's height; a usual one is taken without it.",
)
@click.option("--skater", default="", metavar="NAME", help="Whose skate it is.")
@click.option(
    "--start", type=click.FloatRange(0), default=0.0, metavar="SECONDS", help="Where to begin."
)
@click.option("--end", type=click.FloatRange(0), metavar="SECONDS", help="Where to end.")
@click.option(
    "--model",
    type=click.Choice(["lite", "full", "heavy"]),
    default="full",
    show_default=True,
    help="The pose model: from the fastest to the most careful.",
)
@click.option(
    "--cache",
    type=click.Path(path_type=Path, file_okay=False),
    help="Keep unfinished work in this folder. Default: in that of the system, until it is done.",
)
@click.option(
    "--processes",
    type=click.IntRange(1, 61),
    default=2,
    show_default=True,
    help="Watch the clips of a folder in so many processes, each on up to four cores.",
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Watch them on a Dask cluster, such as tcp://10.0.0.5:8786, which sees the same folders.",
)
@click.option("--again", is_flag=True, help="Watch clips of a folder again that are reviewed.")
@click.option("--json", "as_json", is_flag=True, help="Print the review as JSON.")
def command(
    clip: Path,
    reference: Path | None,
    plan: Path | None,
    program: int,
    output: Path | None,
    tap: str | None,
    stature: float | None,
    skater: str,
    start: float,
    end: float | None,
    model: str,
    cache: Path | None,
    processes: int,
    cluster: str | None,
    again: bool,
    as_json: bool,
) -> int:
    """Review the video of a skate: CLIP is a video, or a file of poses (.json).

    Jumps and spins are found and measured, each number with its interval, and what the video cannot
    tell is said. The review is a folder with a page that works without a network. Nothing leaves
    this computer, unless a cluster is named. Work that was broken off goes on where it was.

    Where CLIP is a folder, every clip in it and in its folders is reviewed, each for itself, with a
    page that lists the reviews. What is reviewed already is not watched again.
    """
    quality = cast("Quality", model)
    if clip.is_dir():
        from kissandcry.cli import watch_folder
        from kissandcry.video.review.many import Asked

        watch_folder.refuse_tap(tap)
        more = (stature, skater, start, end, quality, cache, again)
        asked = Asked(reference, plan, program - 1, *more)
        to = output or Path("reviews")
        return watch_folder.run(clip, to, asked, processes, cluster, as_json)
    if cluster is not None:
        from kissandcry.core import AgainstTheRules

        raise AgainstTheRules("--cluster is for a folder of clips; one clip is watched here")
    from kissandcry.video import review

    to = output or Path("review")
    review.check(to)
    with _bar() as tell, _kept(cache, clip) as place:
        made = review.watch(
            clip,
            reference=reference,
            plan=plan,
            program=program - 1,
            tap=None if tap is None else _tap(tap),
            stature=stature,
            skater=skater,
            start=start,
            end=end,
            model=quality,
            cache=place,
            progress=tell,
        )
        tell(0.99, "writing the review")
        missing = review.write(made, to)
    if missing:
        click.echo(visible(missing), err=True)
    _say(made, to, as_json)
    return FINE


@contextmanager
def _kept(cache: Path | None, clip: Path) -> Iterator[Path]:
    """Where unfinished work is kept; without a folder of one's own, until it is done."""
    import hashlib
    import shutil

    import platformdirs

    from kissandcry.core import KissAndCryError

    if cache is not None:
        yield cache
        return
    own = hashlib.sha256(os.fsencode(clip.absolute())).hexdigest()[:16]
    place = Path(platformdirs.user_cache_dir("kissandcry")) / "watching" / own
    try:
        yield place
    except KissAndCryError:  # it would be refused again; what is interrupted stays
        shutil.rmtree(place, ignore_errors=True)
        raise
    shutil.rmtree(place, ignore_errors=True)


def _say(made: "Review", to: Path, as_json: bool) -> None:
    from kissandcry.video import review
    from kissandcry.video.review import words

    if as_json:
        answers.say(review.as_json(made).decode("utf-8").rstrip())
        return
    for sentence in words.answer(made):
        answers.say(visible(sentence))
    answers.say(f"The review is {to / 'index.html'}")


def _tap(text: str) -> tuple[float, float, float]:
    """The place of the skater. Raises `SyntaxProblem`."""
    from kissandcry.core import SyntaxProblem

    try:
        time, x, y = (float(one) for one in text.split(","))
        if not all(isfinite(one) and one >= 0 for one in (time, x, y)):
            raise ValueError
    except ValueError:
        raise SyntaxProblem(
            f"--tap is {text!r}; it is a time in seconds and a place in pixels: 2.5,640,360"
        ) from None
    return time, x, y


@contextmanager
def _bar() -> Iterator[Callable[[float, str], None]]:
    """A progress bar on the error stream, where that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
    )
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("opening", total=1.0)
        yield lambda share, words: bar.update(task, completed=share, description=words)
