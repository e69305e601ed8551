"""`kissandcry series`: the Grand Prix of a season, and who goes to its Final."""

from datetime import date
from typing import Any

import click

from kissandcry.cli import asked, options
from kissandcry.cli.asked import Asked, Column, column
from kissandcry.cli.exits import FINE
from kissandcry.core import Discipline, Level

_MOST = 12
_ALL = (Discipline.MEN, Discipline.WOMEN, Discipline.PAIRS, Discipline.ICE_DANCE)


@click.command("series", short_help="The Grand Prix of a season, and who goes to its Final.")
@click.argument("season", type=options.SEASON)
@click.argument("discipline", required=False)
@click.option("--level", type=options.LEVEL, default=Level.SENIOR, help="Default: senior.")
@asked.options_of
def command(
    season: str,
    discipline: str | None,
    level: Level,
    archive: str | None,
    as_of: date | None,
    as_json: bool,
    as_csv: bool,
) -> int:
    """The standing of the Grand Prix of a season such as 2012-13: points, order, the qualifiers and
    alternates, who withdrew from the Final and who went instead.

    Without DISCIPLINE, those of all four. docs/results.md says how the points come about.
    """
    from kissandcry.archive import series

    with asked.opened(archive) as found:
        tables = [
            (
                "" if discipline else one.replace("_", " "),
                series.standings(found, season, one, as_of, level=level),
                _COLUMNS,
            )
            for one in ([discipline] if discipline else _ALL)
        ]
    most = 0 if discipline else _MOST
    asked.give(tables, Asked(archive, as_of, as_json, as_csv), most)
    return FINE


def _places(row: dict[str, Any]) -> str:
    """Such as `gpusa2012 2, gpjpn2012 1`; what does not count stands in brackets."""
    parts = []
    for event, place, counted in zip(row["events"], row["places"], row["counted"], strict=True):
        text = f"{event} {'-' if place is None else place}"
        parts.append(text if counted or place is None else f"({text})")
    return ", ".join(parts)


def _what(row: dict[str, Any]) -> str:
    return "; ".join(text for text in (row["qualified"], row["note"]) if text)


_COLUMNS = (
    column("", "rank"),
    column("Name", "name", "wrap"),
    column("", "nation", "left"),
    column("Points", "points"),
    column("Scores", "total"),
    Column("Places", _places, "left"),
    Column("", _what, "wrap"),
)
