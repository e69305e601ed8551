"""What one source of protocols does in its own way."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Layout:
    """One family of published PDF. The grid is common to all (see `grid`); this says what differs.

    `recognises` gets the document's metadata and the text of its first page.
    """

    name: str
    recognises: Callable[[dict[str, str], str], bool]
    prints_event: bool = True  # the first headline is the event's name
    exact: bool = False  # columns run together: read every page character by character
    # Whether a line only says again in another language what stands beside it.
    repeats: Callable[[str], bool] = field(default=lambda text: False)
