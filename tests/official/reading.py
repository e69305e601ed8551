"""The reference papers that hold programs, read in two processes."""

import csv
from collections.abc import Collection
from pathlib import Path

from kissandcry.protocols import Protocol
from kissandcry.protocols.batch import read_files


def papers_of(shared: Path, disciplines: Collection[str]) -> list[tuple[str, Protocol]]:
    """Each protocol from 2010-11 on of these disciplines, with the name of its file."""
    folder = shared / "protocols"
    with (folder / "index.csv").open(encoding="utf-8", newline="") as file:
        paths = [
            folder / row["file"]
            for row in csv.DictReader(file)
            if row["season"] >= "2010-11" and row["discipline"] in disciplines
        ]
    found = []
    for read in read_files(paths, jobs=2):
        assert not read.error
        name = read.path.relative_to(folder).as_posix()
        found += [(name, protocol) for protocol in read.protocols]
    return found
