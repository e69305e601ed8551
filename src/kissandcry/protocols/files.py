"""Files from elsewhere: opened within limits, and refused in one sentence."""

from pathlib import Path

from kissandcry.core import Unreadable


def check_size(path: Path, maximum: int) -> int:
    """The size of a file in bytes.

    Raises `Unreadable` where there is no such file, for a folder, an empty file and one larger than
    `maximum`.
    """
    try:
        if path.is_dir():
            raise Unreadable(f"{path}: a folder, and a file is needed")
        size = path.stat().st_size
        if not path.is_file():
            raise Unreadable(f"{path.name}: no file, but a device or a pipe")
    except (OSError, ValueError) as error:  # ValueError: a name that no system takes
        raise Unreadable(f"{path.name}: {getattr(error, 'strerror', None) or error}") from None
    if size == 0:
        raise Unreadable(f"{path.name}: the file is empty")
    if size > maximum:
        raise Unreadable(
            f"{path.name}: the file has {size:,} bytes, and at most {maximum:,} are read"
        )
    return size


def readable(path: Path) -> str:
    """The path as text that any format can hold; bytes that are no letters become a sign."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def bounded_bytes(path: Path, maximum: int, first: int = -1) -> bytes:
    """All bytes of a file, or the `first` so many. Errors as `check_size`."""
    check_size(path, maximum)
    try:
        with path.open("rb") as file:
            return file.read(first)
    except OSError as error:
        raise Unreadable(f"{path.name}: {error.strerror or error}") from None
