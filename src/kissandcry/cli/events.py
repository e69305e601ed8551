"""`kissandcry events`: which events the archive knows, and which it misses."""

from datetime import date

import click

from kissandcry.cli import asked, options
from kissandcry.cli.asked import Asked, Column, column
from kissandcry.cli.exits import FINE

_MOST = 30
_KINDS = (
    "grand_prix",
    "grand_prix_final",
    "worlds",
    "europeans",
    "four_continents",
    "olympics",
    "junior_worlds",
    "junior_grand_prix",
    "challenger",
    "national",
    "other",
)


@click.command("events", short_help="Which events the archive knows, and which it misses.")
@click.option("--season", type=options.SEASON, help="Only this season, such as 2012-13.")
@click.option("--kind", type=click.Choice(_KINDS), help="Only events of this kind.")
@click.option("--missing", is_flag=True, help="List what the calendar has and the archive has not.")
@asked.options_of
def command(
    season: str | None,
    kind: str | None,
    missing: bool,
    archive: str | None,
    as_of: date | None,
    as_json: bool,
    as_csv: bool,
) -> int:
    """Which events the archive knows, latest first, and which it misses.

    It is measured against a calendar of the championships and the Grand Prix since 2005-06.
    docs/collecting.md says how to collect more.
    """
    from kissandcry.archive import coverage, results

    with asked.opened(archive) as found:
        if missing:
            answer = coverage.missing(found, season=season, kind=kind, as_of=as_of)
        else:
            answer = results.events(found, season=season, kind=kind, as_of=as_of)
            seasons = None if season is None else [season]
            answer.coverage = coverage.coverage(found, seasons=seasons, kind=kind, as_of=as_of)
    columns = _MISSING if missing else _KNOWN
    asked.give([("", answer, columns)], Asked(archive, as_of, as_json, as_csv), _MOST)
    return FINE


_EVENT = (
    column("From", "first_day", "left"),
    column("Event", "event_name", "wrap"),
    column("Key", "event", "left"),
    column("Place", "place", "wrap"),
)
_KNOWN = (
    *_EVENT,
    Column("Categories", lambda row: str(len(row["categories"]))),
    column("Skates", "performances"),
)
_MISSING = (*_EVENT, column("Lacks", "lacks", "left"), column("Calendar", "source", "left"))
