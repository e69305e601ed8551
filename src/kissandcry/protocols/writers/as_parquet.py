"""Protocols as Parquet: the rows of `table`, typed; points and marks are exact decimals."""

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kissandcry.core import Points
from kissandcry.protocols.model import Protocol
from kissandcry.protocols.writers import table
from kissandcry.protocols.writers.files import write_whole
from kissandcry.protocols.writers.marks import judges

if TYPE_CHECKING:
    import polars

DIGITS: Final = 9  # of a decimal in all; two stand after the point


def frame(protocols: Sequence[Protocol]) -> "polars.DataFrame":
    """The table as a polars frame."""
    import polars as pl  # takes longer to load than a protocol to read

    points = pl.Decimal(DIGITS, 2)
    kinds = {str: pl.String(), int: pl.Int64(), bool: pl.Boolean(), date: pl.Date(), Points: points}
    schema: dict[str, polars.DataType] = {name: kinds[kind] for name, kind in table.COLUMNS.items()}
    marks = [f"J{n + 1}" for n in range(judges(protocols))]
    schema |= dict.fromkeys(marks, points)
    rows = list(table.rows(protocols))
    columns = {}
    for name, kind in schema.items():
        exact = name in marks or table.COLUMNS.get(name) is Points
        values = [_decimal(row.get(name)) if exact else row.get(name) for row in rows]
        columns[name] = pl.Series(name, values, dtype=kind)
    return pl.DataFrame(columns)


def write_parquet(protocols: Sequence[Protocol], path: Path) -> None:
    """Write a `.parquet` file."""
    buffer = io.BytesIO()
    frame(protocols).write_parquet(buffer, compression="zstd")
    write_whole(path, buffer.getvalue())


def _decimal(value: table.Value) -> Decimal | None:
    if isinstance(value, Points):
        return Decimal(value.hundredths).scaleb(-2)
    return Decimal(value) if isinstance(value, int) else None
