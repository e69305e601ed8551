"""Protocols as Parquet: the rows of `table` with their types, points and marks as exact decimals.

DuckDB reads our CSV with the types of the columns and writes it as Parquet.
"""

import glob
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from kissandcry.core import Points
from kissandcry.protocols.model import Protocol
from kissandcry.protocols.writers import as_csv, table
from kissandcry.protocols.writers.files import write_whole
from kissandcry.protocols.writers.marks import judges

POINTS: Final = "DECIMAL(9, 2)"
KINDS: Final = {str: "VARCHAR", int: "BIGINT", bool: "BOOLEAN", date: "DATE", Points: POINTS}


def dumps(protocols: Sequence[Protocol]) -> bytes:
    """The table as Parquet."""
    import duckdb  # takes longer to load than a protocol to read

    columns = {name: KINDS[kind] for name, kind in table.COLUMNS.items()}
    columns |= {f"J{n + 1}": POINTS for n in range(judges(protocols))}
    with TemporaryDirectory() as folder, duckdb.connect() as connection:
        source, target = Path(folder, "table.csv"), Path(folder, "table.parquet")
        source.write_bytes(as_csv.dumps(protocols))
        connection.read_csv(
            glob.escape(str(source)),  # DuckDB takes a path for a pattern
            header=True,
            dtype=columns,
            sep=",",
            quotechar='"',
            escapechar='"',
            na_values="",
            parallel=False,
            all_varchar=False,
            hive_partitioning=False,  # else a folder "event=2" would give a column
        ).write_parquet(str(target), compression="zstd")
        return target.read_bytes()


def write_parquet(protocols: Sequence[Protocol], path: Path) -> None:
    """Write a `.parquet` file."""
    write_whole(path, dumps(protocols))
