"""`kissandcry form`: how did this skater do, and was it normal?"""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kissandcry.cli import answers, asked
from kissandcry.cli.asked import Asked, Column, column
from kissandcry.cli.exits import FINE

if TYPE_CHECKING:
    from kissandcry.archive import Answer, Archive
    from kissandcry.archive.form import Parameters

_MOST = 20


@click.command("form", short_help="How did this skater do, and was it normal?")
@click.argument("skater", required=False)
@click.option("--event", help="Only this event, as it looked on that day: a key such as gpf2012.")
@click.option("--parameters", type=click.Path(path_type=Path), help="Fitted with --fit.")
@click.option(
    "--fit",
    type=click.Path(path_type=Path),
    help="Fit the model to the archive instead, and write its parameters to this file.",
)
@asked.options_of
def command(
    skater: str | None,
    event: str | None,
    parameters: Path | None,
    fit: Path | None,
    archive: str | None,
    as_of: date | None,
    as_json: bool,
    as_csv: bool,
) -> int:
    """Was it a bad day, or a decline? Every score of a skater against what was to be expected of
    them before it, the latest first.

    SKATER is a key or a name, such as "Mao Asada". docs/form.md says how the model works and how
    well it foretold seasons that it had not seen.
    """
    if (skater is None) == (fit is None):
        raise click.UsageError("give a SKATER, or --fit FILE")
    with asked.opened(archive) as found:
        if fit is not None:
            _fit(found, fit, as_of)
            return FINE
        assert skater is not None
        tables = _asked(found, skater, event, as_of, parameters)
    asked.give(tables, Asked(archive, as_of, as_json, as_csv), _MOST)
    return FINE


def _asked(
    archive: "Archive", skater: str, event: str | None, as_of: date | None, file: Path | None
) -> "list[tuple[str, Answer, tuple[Column, ...]]]":
    from kissandcry.archive import Answer, form, keys
    from kissandcry.archive.coverage import coverage
    from kissandcry.archive.form import parameters
    from kissandcry.core import NotInArchive

    fitted: Parameters | None = None if file is None else parameters.load(file)
    answer = form.form(archive, skater, as_of, parameters=fitted)
    if event is None:
        key = keys.skater(archive, skater).key
        seen = coverage(archive, skater=key, level=None, as_of=as_of)
        return [("", Answer.of(answer.reverse(), answer.sentence, seen), _COLUMNS)]
    at = keys.event(archive, event)
    rows = [row for row in answer.to_dicts() if row["event"] == at.key]
    if not rows:
        name, until = keys.skater(archive, skater).name, f" up to {as_of}" if as_of else ""
        raise NotInArchive(f"{at.key}: no score of {name} is known{until}")
    return [
        (
            row["segment"].replace("_", " "),
            form.normal(
                archive, at.key, row["category"], row["segment"], skater, parameters=fitted
            ),
            _COLUMNS,
        )
        for row in rows
    ]


def _fit(archive: "Archive", file: Path, as_of: date | None) -> None:
    from kissandcry.archive import form, pressure
    from kissandcry.archive.form import parameters

    fitted = form.fit(archive, as_of=as_of, tell=answers.say)
    parameters.save(pressure.fit_pressure(archive, fitted, as_of), file)
    said = fitted.provenance
    answers.say(
        f"Fitted to {said.performances:,} performances of {said.first_season} to"
        f" {said.last_season}; written to {file}."
    )


def _expected(row: dict[str, Any]) -> str:
    return f"{row['low']:.1f} to {row['high']:.1f}"


def _verdict(row: dict[str, Any]) -> str:
    return "" if row["verdict"] == "normal" else str(row["verdict"])


_COLUMNS = (
    column("Day", "day", "left"),
    column("Event", "event_name", "wrap"),
    Column("", lambda row: row["segment"].replace("_", " "), "left"),
    column("Place", "rank"),
    column("Score", "score"),
    column("Expected", "expected", form=".1f"),
    Column("Nine of ten", _expected),
    Column("", _verdict, "left"),
)
