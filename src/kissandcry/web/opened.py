"""The archive that is being served."""

from pathlib import Path

from kissandcry import archive
from kissandcry.archive import Archive
from kissandcry.archive.parquet import ParquetArchive


def opened(where: Path | str | Archive | None) -> Archive:
    """The archive at a path (None: your own), to be read, or the one that is open already.

    The file is given up for as long as another process writes to it; questions wait meanwhile. A
    folder of Parquet that is exported again is opened again.
    Raises `Unreadable` where no archive stands there.
    """
    if isinstance(where, Archive):
        return where
    first = archive.open(where)
    if isinstance(first, ParquetArchive):
        first.close()
        return ParquetArchive(str(first.path), yielding=True)
    if not Path(first.path).is_file():
        return first
    first.close()
    return Archive(first.path, yielding=True, threads=1)
