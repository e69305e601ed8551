"""`kissandcry compare`: two skaters against each other."""

from datetime import date
from typing import Any

import click

from kissandcry.cli import asked
from kissandcry.cli.asked import Asked, Column, column
from kissandcry.cli.exits import FINE


@click.command("compare", short_help="Two skaters against each other.")
@click.argument("one", metavar="SKATER")
@click.argument("other", metavar="SKATER")
@asked.options_of
def command(
    one: str, other: str, archive: str | None, as_of: date | None, as_json: bool, as_csv: bool
) -> int:
    """Every segment and final result in which two skaters met, and who was ahead how often.

    A SKATER is a key or a name, such as yuzuru-hanyu.
    """
    from kissandcry.archive import keys, results

    with asked.opened(archive) as found:
        who = [keys.skater(found, key) for key in (one, other)]
        if who[0].key == who[1].key:
            raise click.UsageError(f"both are {who[0].name}; give two skaters")
        answer = results.head_to_head(found, one, other, as_of)
        names = [each.name for each in who]
    asked.give([("", answer, _columns(*names))], Asked(archive, as_of, as_json, as_csv))
    return FINE


def _columns(one: str, other: str) -> list[Column]:
    """The names of couples are long: their family names head the columns."""
    return [
        column("Day", "day", "left"),
        column("Event", "event_name", "wrap"),
        Column("", lambda row: row["segment"].replace("_", " "), "left"),
        Column(_short(one), lambda row: _score(row, "one")),
        Column("", lambda row: _mark(row, "one"), "left"),
        Column(_short(other), lambda row: _score(row, "other")),
        Column("", lambda row: _mark(row, "other"), "left"),
    ]


def _short(name: str) -> str:
    """The family names, which papers print in capitals."""
    return "/".join(
        " ".join(word for word in part.split() if word.isupper() and len(word) > 1) or part
        for part in name.split(" / ")
    )


def _score(row: dict[str, Any], who: str) -> str:
    return "" if row[f"{who}_score"] is None else str(row[f"{who}_score"])


def _mark(row: dict[str, Any], who: str) -> str:
    return "" if row[f"{who}_rank"] is None else f"{row[f'{who}_rank']}."
