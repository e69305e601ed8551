"""A question to the archive on the command line: its options, and its answer as text, JSON or CSV.

The answer's sentence comes first, then its table, then which events it rests on.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from kissandcry.cli import answers, options

if TYPE_CHECKING:
    import polars as pl

    from kissandcry.archive import Answer, Archive

_C = TypeVar("_C", bound=Callable[..., Any])


class Column(NamedTuple):
    """A column of a table: its heading, and the text of a row; left or right."""

    title: str
    text: Callable[[dict[str, Any]], str]
    align: str = "right"


class Asked(NamedTuple):
    """How an answer is wanted."""

    archive: str | None
    as_of: date | None
    as_json: bool
    as_csv: bool


def options_of(command: _C) -> _C:
    """`--archive`, `--as-of`, `--json` and `--csv`."""
    for option in (
        click.option("--csv", "as_csv", is_flag=True, help="Print the table as CSV."),
        options.as_json,
        options.as_of,
        options.archive,
    ):
        command = option(command)
    return command


@contextmanager
def opened(path: str | None) -> "Iterator[Archive]":
    """The archive of a path, or one's own, to be read."""
    from kissandcry import archive

    with archive.open(path) as found:
        yield found


def column(title: str, name: str, align: str = "right", form: str = "") -> Column:
    """A column that shows a field; `form` is a format such as "+.2f", and None is empty."""
    return Column(title, lambda row: "" if row[name] is None else format(row[name], form), align)


def give(
    tables: "Sequence[tuple[str, Answer, Sequence[Column]]]", asked: Asked, most: int = 0
) -> None:
    """Print answers: each with its title, and the columns of its table; `most`: rows shown of
    each in text, all if 0. JSON and CSV have every row and column; CSV is of the first answer."""
    if asked.as_json and asked.as_csv:
        raise click.UsageError("--json and --csv are two ways to print; give one")
    if asked.as_csv:
        answers.emit_lines(csv_of(tables[0][1]))
    elif asked.as_json:
        answers.emit({title or "answer": shape(answer) for title, answer, _ in tables})
    else:
        _text(tables, most)


def shape(answer: "Answer") -> dict[str, Any]:
    """An answer as plain data; points are exact decimal strings."""
    return {
        "sentence": answer.sentence,
        "rows": [{k: _plain(v) for k, v in row.items()} for row in answer.to_dicts()],
        "coverage": {
            "known": list(answer.coverage.known),
            "missing": list(answer.coverage.missing),
            "sentence": answer.coverage.sentence,
        },
    }


def csv_of(frame: "pl.DataFrame") -> bytes:
    """A frame as CSV; lists are joined with a bar, and no text is taken for a formula."""
    from kissandcry.protocols.writers.spreadsheet import cell

    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(frame.columns)
    writer.writerows([cell(value) for value in row] for row in frame.iter_rows())
    return text.getvalue().encode("utf-8")


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, Decimal) else value


def _text(tables: "Sequence[tuple[str, Answer, Sequence[Column]]]", most: int) -> None:
    from kissandcry.cli import screen

    said = ""
    for index, (title, answer, columns) in enumerate(tables):
        if index:
            screen.blank()
        if title:
            screen.line((title.capitalize(), screen.STRONG))
        screen.prose(answer.sentence)
        rows = answer.to_dicts()
        shown = rows[:most] if most else rows
        if shown:
            screen.blank()
            screen.table(
                [(one.title, one.align) for one in columns],
                [[one.text(row) for one in columns] for row in shown],
            )
        if len(shown) < len(rows):
            screen.prose(f"{len(rows) - len(shown)} more; --csv and --json have all.", screen.QUIET)
        said = answer.coverage.sentence or said
    if said:
        screen.blank()
        screen.prose(said, screen.QUIET)
