"""`kissandcry search`: skaters, officials and events by a few letters of their names."""

from typing import TYPE_CHECKING

import click

from kissandcry.cli import asked, options
from kissandcry.cli.asked import Asked, column
from kissandcry.cli.exits import FINE

if TYPE_CHECKING:
    from kissandcry.archive import Answer
    from kissandcry.archive.search import Hit

_COLUMNS = (
    column("Key", "key", "left"),
    column("Name", "name", "wrap"),
    column("", "detail", "left"),
)


@click.command("search", short_help="Skaters, officials and events by a few letters.")
@click.argument("text", nargs=-1, required=True)
@click.option(
    "--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="At most so many."
)
@options.archive
@options.as_json
@click.option("--csv", "as_csv", is_flag=True, help="Print the table as CSV.")
def command(
    text: tuple[str, ...], limit: int, archive: str | None, as_json: bool, as_csv: bool
) -> int:
    """Find skaters, officials and events by the first letters of words of their names, in any
    order, with or without accents. Other commands take the key.
    """
    from kissandcry.archive.search import search

    with asked.opened(archive) as found:
        hits = search(found, " ".join(text), limit)
    asked.give([("", _answer(hits), _COLUMNS)], Asked(archive, None, as_json, as_csv))
    return FINE


def _answer(hits: "list[Hit]") -> "Answer":
    import polars as pl

    from kissandcry.archive import Answer, Coverage

    names = ("kind", "key", "name", "detail")
    frame = pl.DataFrame(hits, schema=dict.fromkeys(names, pl.String()), orient="row")
    count = len(hits)
    sentence = f"{count} found." if count else "Nothing in this archive has such a name."
    return Answer.of(frame, sentence, Coverage())
