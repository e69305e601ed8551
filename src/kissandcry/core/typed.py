"""Text files that people type, opened within a limit."""

from pathlib import Path
from typing import Final

from kissandcry.core.errors import Unreadable

MAXIMUM_BYTES: Final = 1024 * 1024


def read_typed(path: Path, what: str) -> str:
    """The text of a file in UTF-8; `what` it is ("plan file") names the limit.

    Raises `Unreadable` where there is no such file, for one of more than `MAXIMUM_BYTES`, and for
    bytes that are no text.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAXIMUM_BYTES + 1)
    except OSError as error:
        raise Unreadable(f"{path.name}: {error.strerror or error}") from None
    if len(data) > MAXIMUM_BYTES:
        raise Unreadable(f"{path.name}: a {what} has at most {MAXIMUM_BYTES:,} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path.name}: byte {error.start + 1} is not UTF-8 text") from None
