"""Writing a file whole or not at all."""

import os
from pathlib import Path

from kissandcry.core import KissAndCryError


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` beside `path` first and then put it in its place: nobody sees half a file.

    Raises `KissAndCryError` where the folder or the file cannot be written (on Windows: a file that
    another program holds open).
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise KissAndCryError(f"{path}: cannot be written: {error.strerror or error}") from None
