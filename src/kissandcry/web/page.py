"""A page as data: what every variant of it (HTML, CSV, picture) is made from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import polars as pl

if TYPE_CHECKING:
    from kissandcry.web.ask import Ask

PAGE_ROWS: Final = 100  # rows that a table shows at once

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the key in the rows, the heading on the page, and how a cell is shown (`kind`, see
    `kissandcry.web`). `link` is the key of the rows that holds the cell's address."""

    name: str
    heading: str
    kind: str = "text"
    link: str = ""
    strong: bool = False
    title: str = ""  # a heading's words where the heading is short


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `key` names it in `?table=`. With `hidden` columns only the CSV has them. `count`
    says how many rows there are where a page shows not all of them."""

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    empty: str = "Nothing is known here."
    hidden: tuple[Column, ...] = ()
    kind: str = ""  # a class for the look
    count: int = 0

    @classmethod
    def of(
        cls, key: str, caption: str, columns: tuple[Column, ...], frame: pl.DataFrame, **rest: Any
    ) -> "Table":
        """The rows of a frame (an `Answer`)."""
        return cls(key, caption, columns, frame.to_dicts(), **rest)


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: `kind` names the function of static/charts.js that draws `data`, `text` says in
    words what it shows."""

    key: str
    kind: str
    title: str
    text: str
    data: Sequence[Row]
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pager:
    """Where in a long list a page stands; the addresses of the neighbours, empty where none is."""

    text: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One question and its answer; see `kissandcry.web`."""

    title: str
    answer: str = ""
    kicker: str = ""
    template: str = "page.html"
    crumbs: tuple[tuple[str, str], ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    figures: tuple[tuple[str, str], ...] = ()
    coverage: str = ""
    sources: tuple[str, ...] = ()
    pager: Pager | None = None
    more: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200
    section: str = ""  # the entry of the menu that it belongs to: "/events"


@dataclass(frozen=True, slots=True)
class Route:
    """An address and what answers it. `variants` False: neither CSV nor picture."""

    path: str
    answer: "Callable[[Ask], Page]"
    variants: bool = True
