"""Tables as CSV: UTF-8, comma, one heading line; no cell is taken for a formula."""

import csv
import io
from typing import Final

from kissandcry.protocols.writers import spreadsheet
from kissandcry.web.page import Column, Row, Table

_SEVERAL: Final = {
    "skater": ("skater", "name", "nation"),
    "judge": ("judge", "name", "nation"),
    "event": ("event", "event_name"),
    "interval": ("low", "high"),
}


def csv_of(table: Table) -> bytes:
    """The table; a column of skaters gives their key, name and nation, one of events key and
    name."""
    names = list(dict.fromkeys(n for one in (*table.columns, *table.hidden) for n in _names(one)))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    for row in table.rows:
        writer.writerow([_cell(row, name) for name in names])
    return out.getvalue().encode("utf-8")


def _names(column: Column) -> tuple[str, ...]:
    if column.kind == "rate":
        own = tuple(f"{column.name}{end}" for end in ("", "_of", "_rate", "_low", "_high"))
        return (*own, f"field_{column.name}_rate")
    return _SEVERAL.get(column.kind, (column.name,))


def _cell(row: Row, name: str) -> str:
    return spreadsheet.cell(row.get(name))
