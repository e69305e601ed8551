"""What a visitor asks: the parts of an address, each read within limits."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from kissandcry.archive import Archive
from kissandcry.core import KissAndCryError
from kissandcry.web.page import PAGE_ROWS

LONGEST: Final = 120  # characters of one value of a query
CSV_ROWS: Final = 10_000  # that a table has as CSV


class BadQuestion(KissAndCryError):
    """An address asks for something that no page gives."""


class NotFound(KissAndCryError):
    """No page stands at an address. `near` holds (words, address) of what may be meant."""

    def __init__(self, sentence: str, near: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(sentence)
        self.near = tuple(near)


class Ask:
    """A question to a page. `path` are the parts of the address, `origin` is the address of the
    site (empty where the request names no valid host), `fragment` says that htmx asks, `whole`
    that the rows of all pages are wanted at once, for a CSV."""

    __slots__ = ("_query", "address", "archive", "fragment", "origin", "path", "whole")

    def __init__(
        self,
        archive: Archive,
        path: Mapping[str, str],
        query: Mapping[str, str],
        *,
        address: str = "/",
        origin: str = "",
        fragment: bool = False,
        whole: bool = False,
    ) -> None:
        self.archive = archive
        self.path = path
        self._query = query
        self.address = address
        self.origin = origin
        self.fragment = fragment
        self.whole = whole

    def part(self, page: int = 1, rows: int = PAGE_ROWS) -> slice:
        """Which rows of a table are shown: those of a page, and as CSV the first `CSV_ROWS`."""
        return slice(0, CSV_ROWS) if self.whole else slice((page - 1) * rows, page * rows)

    @property
    def as_of(self) -> date | None:
        """The last day that counts; None for all that is known."""
        return self.day("as_of")

    def text(self, name: str, default: str = "", limit: int = LONGEST) -> str:
        """A text of the query. Raises `BadQuestion` where it is longer than `limit`."""
        value = self._query.get(name, default)
        if len(value) > limit:
            raise BadQuestion(
                f"{name}: the text has {len(value)} characters, and at most {limit} are read"
            )
        return "".join(letter if letter.isprintable() else " " for letter in value).strip()

    def choice(self, name: str, allowed: Sequence[str], default: str = "") -> str:
        """One of some words. Raises `BadQuestion` for any other."""
        value = self.text(name) or default
        if value not in allowed and value != default:
            raise BadQuestion(f"{name}: {value!r} is none of {', '.join(allowed)}")
        return value

    def number(self, name: str, default: int, low: int, high: int) -> int:
        """A whole number. Raises `BadQuestion` for anything else or one outside the bounds."""
        value = self.text(name)
        if not value:
            return default
        if not (value.isascii() and value.isdecimal() and low <= int(value) <= high):
            raise BadQuestion(f"{name}: {value!r} is no whole number from {low} to {high}")
        return int(value)

    def day(self, name: str) -> date | None:
        """A day. Raises `BadQuestion` for a text that is none."""
        value = self.text(name)
        if not value:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise BadQuestion(f"{name}: {value!r} is no day; a day is written 2012-12-08") from None
