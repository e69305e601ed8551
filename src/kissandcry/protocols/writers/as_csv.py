"""Protocols as CSV: the rows of `table`, one header line, points as exact decimals with a point.

UTF-8 with a byte order mark, so that Excel shows accents, and CRLF line ends (RFC 4180), the same
bytes on every system. A text is written as it is: a name that begins with `=` keeps it.
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from kissandcry.protocols.model import Protocol
from kissandcry.protocols.writers import table
from kissandcry.protocols.writers.files import write_whole
from kissandcry.protocols.writers.marks import judges


def dumps(protocols: Sequence[Protocol]) -> bytes:
    """The table as CSV."""
    columns = [*table.COLUMNS, *(f"J{n + 1}" for n in range(judges(protocols)))]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in table.rows(protocols):
        writer.writerow({name: _plain(value) for name, value in row.items()})
    return text.getvalue().encode("utf-8-sig")


def write_csv(protocols: Sequence[Protocol], path: Path) -> None:
    """Write a `.csv` file."""
    write_whole(path, dumps(protocols))


def _plain(value: table.Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
