"""Optional parts of the installation: a part that is missing is named in the error."""

from collections.abc import Iterator
from contextlib import contextmanager

from kissandcry.core.errors import MissingExtra


@contextmanager
def extra(name: str, purpose: str) -> Iterator[None]:
    """Around the imports of an extra. Raises `MissingExtra` where one of them is not installed.

    `purpose` opens the sentence: "a PDF".
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise MissingExtra(
            f"{purpose} needs the library {error.name}, which is not installed here: install"
            f" kissandcry[{name}]"
        ) from None
