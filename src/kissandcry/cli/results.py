"""`kissandcry results`: who won an event, a category or a segment."""

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from kissandcry.cli import asked
from kissandcry.cli.asked import Asked, Column, column
from kissandcry.cli.exits import FINE

if TYPE_CHECKING:
    from kissandcry.archive import Answer


@click.command("results", short_help="Who won an event, a category or a segment.")
@click.argument("event")
@click.argument("category", required=False)
@click.argument("segment", required=False)
@asked.options_of
def command(
    event: str,
    category: str | None,
    segment: str | None,
    archive: str | None,
    as_of: date | None,
    as_json: bool,
    as_csv: bool,
) -> int:
    """Who won an event, a category of it, or a segment.

    EVENT is a key such as gpf2012 (kissandcry events lists them), CATEGORY such as men or
    junior-women, SEGMENT such as short-program. docs/results.md says how places come about.
    """
    from kissandcry.archive import results

    if segment is not None and as_of is not None:
        raise click.UsageError("--as-of is for an event or a category; leave it or SEGMENT out")
    with asked.opened(archive) as found:
        tables: list[tuple[str, Answer, Any]]
        if category is not None and segment is not None:
            answer = results.segment(found, event, category, segment)
            tables = [("", answer, _SEGMENT)]
        else:
            whole = results.event(found, event, category, as_of)
            names = list(dict.fromkeys(whole["category"]))
            answers = [results.event(found, event, name, as_of) for name in names]
            tables = [
                ("" if category else name.replace("-", " "), answer, columns_of(answer))
                for name, answer in zip(names, answers, strict=True)
            ]
            if as_csv or not names:
                tables = [("", whole, _LINE)]
    asked.give(tables, Asked(archive, as_of, as_json, as_csv))
    return FINE


def columns_of(answer: "Answer") -> list[Column]:
    """The columns of a final result: of each segment the score and the place."""
    from kissandcry.core import Segment
    from kissandcry.protocols.skate_file.words import SHORT_NAMES

    skated = {one for row in answer["segments"] for one in row}
    order = [one for one in Segment if one in skated]
    segments = []
    for one in order:
        segments += [_of(one, SHORT_NAMES[one], "segment_scores"), _of(one, "", "segment_places")]
    return [*_LINE, *segments]


def _of(segment: str, heading: str, field: str) -> Column:
    """A column of one segment: its score or its place."""

    def text(row: dict[str, Any]) -> str:
        if segment not in row["segments"]:
            return ""
        value = row[field][row["segments"].index(segment)]
        return "" if value is None else str(value)

    return Column(heading, text)


def _place(row: dict[str, Any]) -> str:
    return row["status"] if row["place"] is None else str(row["place"])


_LINE = (
    Column("", _place),
    column("Name", "name", "wrap"),
    column("", "nation", "left"),
    column("Total", "total"),
)
_SEGMENT = (
    Column("", lambda row: row["status"] or str(row["rank"] or "")),
    column("Name", "name", "wrap"),
    column("", "nation", "left"),
    column("TES", "tes"),
    column("PCS", "pcs"),
    Column("Ded.", lambda row: str(-row["deductions"]) if row["deductions"] else ""),
    column("TSS", "tss"),
    column("Start", "starting_number"),
)
