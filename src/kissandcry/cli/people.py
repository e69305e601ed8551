"""`kissandcry people`: who is one person, by which rule, and what is in doubt."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from kissandcry.cli import answers, asked
from kissandcry.cli.asked import Asked, Column, column
from kissandcry.cli.exits import FINE
from kissandcry.core.shown import visible

_MOST = 30


@click.command("people", short_help="Who is one person, by which rule, and who is in doubt.")
@click.option("--review", is_flag=True, help="Names in doubt, and what to write to settle each.")
@click.option("--explain", metavar="KEY", help="Which names are this one's, and by which rules.")
@click.option(
    "--apply",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Keep this file of overrules in the archive, and work out anew whom it names.",
)
@asked.options_of
def command(
    review: bool,
    explain: str | None,
    apply: Path | None,
    archive: str | None,
    as_of: date | None,
    as_json: bool,
    as_csv: bool,
) -> int:
    """Everybody who competes in the archive, under one name each.

    Names are printed in many ways. Which of them are one person is decided by rules, each with a
    number; docs/people.md lists them, and the file of overrules that goes before them.
    """
    from kissandcry.archive import people

    if sum((review, explain is not None, apply is not None)) > 1:
        raise click.UsageError("--review, --explain and --apply are three questions; give one")
    if as_of is not None and (review or explain is not None or apply is not None):
        raise click.UsageError("--as-of is for the list of people; names are settled for all days")
    if apply is not None:
        return _apply(archive, apply)
    columns: tuple[Column, ...]
    with asked.opened(archive) as found:
        if review:
            answer, columns = people.review(found), _REVIEW
        elif explain is not None:
            answer, columns = people.explain(found, explain), _EXPLAIN
        else:
            answer, columns = people.people(found, as_of), _PEOPLE
    asked.give([("", answer, columns)], Asked(archive, as_of, as_json, as_csv), _MOST)
    return FINE


def _apply(archive: str | None, file: Path) -> int:
    from kissandcry.archive import people, places
    from kissandcry.archive.people import overrules, questions

    text = overrules.load(file)
    with places.to_write(archive) as found:
        before, now = people.apply(found, text, str(file))
        unknown = questions.unused(found, text, str(file))
    entries = len(overrules.parse(text, str(file)).entries)
    were = "1 entry is" if entries == 1 else f"{entries} entries are"
    answers.say(f"{were} kept in the archive: {before:,} people and officials before, {now:,} now.")
    for sentence in unknown:
        click.echo(visible(sentence), err=True)
    return FINE


def _named(title: str, name: str, nation: str) -> Column:
    return Column(title, lambda row: f"{row[name]}, {row[nation]}" if row[name] else "", "wrap")


def _names(row: dict[str, Any]) -> str:
    return str(len(row["names"]))


_PEOPLE = (
    column("Key", "person", "left"),
    column("Name", "name", "wrap"),
    column("", "nation", "left"),
    column("From", "first_day"),
    column("To", "last_day"),
    Column("Names", _names),
)
_REVIEW = (
    Column("Write", lambda row: row["write"].strip().replace("\n", " "), "wrap"),
    column("Rule", "rule", "left"),
    column("because", "says", "wrap"),
)
_EXPLAIN = (
    _named("Name", "name", "nation"),
    _named("is", "other", "other_nation"),
    column("Rule", "rule", "left"),
    column("because", "says", "wrap"),
)
