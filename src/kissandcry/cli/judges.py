"""`kissandcry judges`: each judge against the rest of the panel."""

from datetime import date
from typing import Any

import click

from kissandcry.cli import asked, options
from kissandcry.cli.asked import Asked, Column, column
from kissandcry.cli.exits import FINE

_MOST = 30


@click.command("judges", short_help="How each judge differs from the rest of the panel.")
@click.argument("judge", required=False)
@click.option("--season", type=options.SEASON, help="Only this season, such as 2017-18.")
@click.option("--discipline", help="Only this discipline, in the list of all judges.")
@click.option(
    "--segment",
    nargs=3,
    metavar="EVENT CATEGORY SEGMENT",
    help="One segment instead: places that hang on one judge, and what trimming removed.",
)
@asked.options_of
def command(
    judge: str | None,
    season: str | None,
    discipline: str | None,
    segment: tuple[str, str, str] | None,
    archive: str | None,
    as_of: date | None,
    as_json: bool,
    as_csv: bool,
) -> int:
    """How each judge differs from the rest of the panel: all of them, or the one of a key.

    From 2016-17 on, where columns name judges. A difference from the panel is not an error;
    docs/judges.md says what can be concluded and what cannot.
    """
    from kissandcry.archive import judges

    if segment and (judge or season or discipline):
        raise click.UsageError("--segment stands alone; leave JUDGE, --season and --discipline out")
    if judge and discipline:
        raise click.UsageError("--discipline is for the list of all judges; leave JUDGE out")
    with asked.opened(archive) as found:
        tables: list[tuple[str, Any, Any]]
        if segment:
            tables = [
                (title, ask(found, *segment, as_of=as_of), columns)
                for title, ask, columns in (
                    ("moved", judges.moved, _MOVED),
                    ("trimmed", judges.trimmed, _TRIMMED),
                    ("untrimmed", judges.untrimmed, _UNTRIMMED),
                )
            ]
        elif judge:
            tables = [("", judges.judge(found, judge, season, as_of), _PARTS)]
        else:
            tables = [("", judges.judges(found, season, discipline, as_of), _ALL)]
    asked.give(tables, Asked(archive, as_of, as_json, as_csv), _MOST)
    return FINE


def _interval(row: dict[str, Any]) -> str:
    if row["same_nation_low"] is None:
        return ""
    return f"{row['same_nation_low']:+.1f} to {row['same_nation_high']:+.1f}"


_SEAT = (column("Judge", "judge_name", "left"), column("", "judge_nation", "left"))
_ALL = (
    column("Judge", "name", "left"),
    column("", "nation", "left"),
    column("Segments", "segments"),
    column("Marks", "marks"),
    column("GOE", "goe_difference", form="+.2f"),
    column("Comp.", "component_difference", form="+.2f"),
    column("Own", "same_nation_performances"),
    column("Points", "same_nation_difference", form="+.1f"),
    Column("90%", _interval),
    column("q", "same_nation_q", form=".3f"),
)
_PARTS = (
    column("", "kind", "left"),
    Column("", lambda row: row["part"].replace("_", " "), "left"),
    column("Marks", "marks"),
    column("Difference", "difference", form="+.2f"),
    column("from", "low", form="+.2f"),
    column("to", "high", form="+.2f"),
    column("Spread", "spread", form=".2f"),
)
_MOVED = (
    *_SEAT,
    column("Skater", "name", "wrap"),
    column("", "nation", "left"),
    column("Place", "place"),
    column("Without", "place_without"),
    column("Score", "score"),
    column("Without", "score_without"),
)
_TRIMMED = (
    *_SEAT,
    column("Marks", "marks"),
    column("Highest", "highest", form=".0f"),
    column("Lowest", "lowest", form=".0f"),
    column("Deleted", "deleted", form=".0%"),
)
_UNTRIMMED = (
    column("Skater", "name", "wrap"),
    column("", "nation", "left"),
    column("Place", "place"),
    column("Untrimmed", "place_untrimmed"),
    column("Score", "score"),
    column("Untrimmed", "score_untrimmed"),
    column("Difference", "difference"),
)
