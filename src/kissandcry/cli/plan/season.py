"""`kissandcry plan season`: the competitions ahead, and what stands before each."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kissandcry.cli import answers, options
from kissandcry.cli.exits import DIFFERENCES, FINE

if TYPE_CHECKING:
    from kissandcry.planning.season.checks import Before, Season
    from kissandcry.program import Plan


@click.command("season", short_help="The competitions ahead, and what stands before each.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--date", "day", type=options.DAY, default=options.today, help="Seen from this day; today."
)
@click.option(
    "--form",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the planned program content form to this .pdf file, for the next competition.",
)
@click.option(
    "--rink",
    type=click.Path(file_okay=False, path_type=Path),
    help="Draw each program on the rink, as .svg files in this folder.",
)
@click.option("--csv", "as_csv", is_flag=True, help="Print the checks as CSV.")
@options.as_json
def command(
    file: Path, day: date, form: Path | None, rink: Path | None, as_csv: bool, as_json: bool
) -> int:
    """The competitions of a plan: how long it is still, and what is in order before each.

    FILE is a plan (docs/plan_file.md). Looked at are the rules of the day, required elements, the
    length, the music, and what the run-through log says was landed lately.
    """
    from kissandcry.planning.season import checks
    from kissandcry.program import plan_file

    if as_csv and as_json:
        raise click.UsageError("--json and --csv are two ways to print; give one")
    if form is not None and form.suffix.lower() != ".pdf":
        raise click.BadParameter(f"{form.name} does not end in .pdf", param_hint="--form")
    plan = plan_file.read(file)
    seen = checks.season(plan, day)
    if as_json:
        answers.emit(_shape(seen))
    elif as_csv:
        _csv(seen)
    else:
        _show(seen)
    _write(plan, seen, form, rink)
    ahead = (one for one in seen.competitions if one.ahead)
    return DIFFERENCES if any(one.problems for one in ahead) else FINE


def _write(plan: "Plan", seen: "Season", form: Path | None, rink: Path | None) -> None:
    if form is not None:
        from kissandcry.planning.season.form import write_form

        write_form(plan, form, None if seen.next is None else seen.next.competition)
        click.echo(f"written to {form}", err=True)
    if rink is not None:
        from kissandcry.planning.season.rink import write_drawings

        for path in write_drawings(plan, rink):
            click.echo(f"written to {path}", err=True)


def _show(seen: "Season") -> None:
    from kissandcry.cli import screen

    screen.prose(seen.sentence, screen.STRONG)
    for one in seen.competitions:
        screen.blank()
        screen.line((one.competition.name, screen.STRONG), f"  {_when(one)}, {one.countdown}")
        if one.ahead:
            rows = [(_WORDS[check.state], check.about, check.sentence) for check in one.checks]
            screen.table([("", "left"), ("", "left"), ("", "wrap")], rows, heading=False, indent=2)
    if seen.next_steps:
        screen.blank()
        screen.line(("What to do next", screen.STRONG))
        for step in seen.next_steps:
            screen.prose(step, indent=2)


_WORDS = {"fine": "in order", "problem": "to do", "unknown": "not known"}


def _when(one: "Before") -> str:
    from kissandcry.protocols.writers.words import long_date

    where = f"{one.competition.place}, " if one.competition.place else ""
    return f"{where}{long_date(one.competition.start)}"


def _shape(seen: "Season") -> dict[str, Any]:
    return {
        "sentence": seen.sentence,
        "date": seen.day,
        "competitions": [
            {
                "name": one.competition.name,
                "start": one.competition.start,
                "end": one.competition.last_day,
                "place": one.competition.place,
                "days": one.days,
                "checks": [
                    {"about": check.about, "state": check.state, "sentence": check.sentence}
                    for check in one.checks
                ],
            }
            for one in seen.competitions
        ],
        "next": seen.next_steps,
    }


def _csv(seen: "Season") -> None:
    import polars as pl

    from kissandcry.cli.asked import csv_of

    rows = [
        (of.name, of.start, one.days, each.about, each.state, each.sentence)
        for one in seen.competitions
        for of in (one.competition,)
        for each in one.checks
    ]
    names = ["competition", "start", "days", "about", "state", "sentence"]
    answers.emit_lines(csv_of(pl.DataFrame(rows, schema=names, orient="row")))
