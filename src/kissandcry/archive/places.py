"""Where archives lie: your own, and the one that a path or an address names."""

import os
from contextlib import AbstractContextManager
from importlib.resources import files
from pathlib import Path
from typing import Final

from kissandcry.archive import ingest
from kissandcry.archive.parquet import ParquetArchive, is_parquet
from kissandcry.archive.store import MEMORY, Archive, create, writing
from kissandcry.core import Unreadable
from kissandcry.protocols import audit, skate_file

VARIABLE: Final = "KISSANDCRY_ARCHIVE"


def home() -> str:
    """Your own archive: what the variable `KISSANDCRY_ARCHIVE` names, else a file in the folder
    that the system keeps for the data of programs."""
    if named := os.environ.get(VARIABLE):
        return named
    import platformdirs

    return str(platformdirs.user_data_path("kissandcry", appauthor=False) / "archive.duckdb")


def open(path: Path | str | None = None, *, read_only: bool = True) -> Archive:
    """The archive of that path, or your own: a file, a folder of Parquet, or an address of one.

    Your own is made where it does not stand yet, with the events that come with the program. Any
    other is made, empty, only where it is to be written (`read_only=False`). Raises `Unreadable`
    where there is none, or the file is not an archive.
    """
    own = path is None
    place = str(home() if path is None else path)
    if place == MEMORY:
        return Archive()
    if is_parquet(place):
        if not read_only:
            raise Unreadable(f"{place}: an archive of Parquet is only read; collect into a file")
        return ParquetArchive(place)
    if not Path(place).exists():
        if own:
            make(Path(place))
        elif read_only:
            raise Unreadable(f"{place}: no archive stands there; kissandcry collect makes one")
        else:
            create(Path(place), lambda archive: None)
    return Archive(place, read_only=read_only)


def to_write(path: Path | str | None = None) -> AbstractContextManager[Archive]:
    """The archive of that path, or your own, to be written to; one that is served yields meanwhile
    (see `store.writing`). Raises `Unreadable` for one of Parquet."""
    place = str(home() if path is None else path)
    if is_parquet(place):
        raise Unreadable(f"{place}: an archive of Parquet is only read; collect into a file")
    if path is None:
        make(Path(place))
    return writing(Path(place))


def make(path: Path) -> None:
    """A new archive with the events that come with the program; nothing where one stands already.
    Raises `Unreadable` where the folder takes no file."""
    create(path, fill)


def fill(archive: Archive) -> None:
    """Add the events that come with the program."""
    for folder in sorted((files("kissandcry.protocols") / "data").iterdir(), key=lambda f: f.name):
        papers = []
        for file in sorted(folder.iterdir(), key=lambda f: f.name):
            if file.name.endswith(".skate"):
                text = file.read_text(encoding="utf-8")
                sheet = skate_file.parse(text, file.name)
                address = f"{folder.name}/{file.name}"
                protocol = skate_file.protocol_of(sheet, address)
                papers.append(ingest.paper(audit(protocol), address, ingest.digest(text.encode())))
        if papers:
            ingest.add_all(archive, papers)
