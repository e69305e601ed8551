"""The cells of tables: one way to show a figure, a day, a skater, an event."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from markupsafe import Markup, escape

from kissandcry.core import Points
from kissandcry.protocols.writers import words
from kissandcry.web import addresses
from kissandcry.web.ask import CSV_ROWS
from kissandcry.web.page import Column, Row, Table

_NEGATIVE: Final = re.compile(r"(?<![\w-])-(?=\d)")
_NUMERIC: Final = frozenset({"number", "points", "signed", "share", "rate", "interval", "day"})
_RATE: Final = Markup("{}% <small>{} to {}</small>")
_FIELD: Final = Markup("<br><small>field {}</small>")
_OWN_CLASS: Final = {
    "code": "code",
    "skater": "who",
    "judge": "who",
    "event": "who",
    "short": "nowrap",
}


def figure(value: object) -> str:
    """A number with a true minus sign; empty for None."""
    return "" if value is None else str(value).replace("-", words.MINUS)


def minus(text: str) -> str:
    """A sentence whose negative numbers have a true minus sign."""
    return _NEGATIVE.sub(words.MINUS, text)


def points(value: Decimal | Points | float | None) -> str:
    """Points with two decimals."""
    if value is None:
        return ""
    return figure(value if isinstance(value, Points) else f"{value:z.2f}")


def signed(value: Decimal | Points | float | None) -> str:
    """Points with their sign, zero without."""
    text = points(value)
    return f"+{text}" if value and text[0] != words.MINUS and text != "0.00" else text


def day(value: date | None) -> str:
    """A day such as `8 December 2012`."""
    return "" if value is None else words.long_date(value)


def days(first: date | None, last: date | None) -> str:
    """The days of an event: `6 to 9 December 2012`, `30 March to 2 April 2017`."""
    if first is None or last is None or first == last:
        return day(first or last)
    if first.year != last.year:
        return f"{day(first)} to {day(last)}"
    if first.month != last.month:
        return f"{first.day} {words.MONTHS[first.month - 1]} to {day(last)}"
    return f"{first.day} to {day(last)}"


def share(value: float | None) -> str:
    """A probability or a rate in percent; under one percent is said so."""
    if value is None:
        return ""
    return "< 1%" if 0 < value < 0.01 else f"{value:.0%}"


def rate(row: Row, name: str) -> Markup | str:
    """How often something happens (`name`_rate), its interval (`name`_low, `name`_high), and how
    often it happens to the field (field_`name`_rate)."""
    value, low, high = (row.get(f"{name}_{end}") for end in ("rate", "low", "high"))
    if value is None:
        return ""
    if low is None or high is None:
        return share(value)
    said = _RATE.format(f"{value:.0%}"[:-1], f"{low:.0%}"[:-1], f"{high:.0%}"[:-1])
    field = row.get(f"field_{name}_rate")
    return said if field is None else said + _FIELD.format(share(field))


def who(row: Row, key: str, address: Callable[[str], str]) -> Markup:
    """A name as a link, with its nation."""
    name, nation = row.get("name") or row.get(key) or "", row.get("nation") or ""
    if not row.get(key):
        return escape(f"{name} {nation}".strip())
    to = escape(address(row[key]))
    said = f'<a href="{to}">{escape(name)}</a> <span class="nation">{escape(nation)}</span>'
    return Markup(said)  # each part is escaped


def of_event(row: Row) -> Markup:
    """An event's name as a link."""
    return link(addresses.event(row["event"]), row.get("event_name") or row["event"])


def link(address: str, text: str) -> Markup:
    """A link."""
    return Markup(f'<a href="{escape(address)}">{escape(text)}</a>')  # each part is escaped


def _list(value: Sequence[Any] | None) -> str:
    return ", ".join(str(one) for one in value or ())


def _flag(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


_TEXTS: Final[Mapping[str, Callable[[Any], str]]] = {
    "number": figure,
    "points": points,
    "signed": signed,
    "share": share,
    "day": day,
    "list": _list,
    "flag": _flag,
}


_FIGURES: Final = frozenset({"points", "signed"})  # kinds whose texts have nothing to escape


def inner(column: Column, row: Row) -> Markup | str:
    """What stands in a cell."""
    kind = column.kind
    if kind == "skater":
        return who(row, "skater", addresses.skater)
    if kind == "judge":
        return who(row, "judge", addresses.judge)
    if kind == "event":
        return of_event(row)
    if kind == "rate":
        return rate(row, column.name)
    if kind == "interval":
        low, high = row.get("low"), row.get("high")
        return "" if low is None or high is None else f"{points(low)} to {points(high)}"
    value = row.get(column.name)
    said = _TEXTS.get(kind)
    text = said(value) if said else "" if value is None else str(value)
    if column.link and text and (address := row.get(column.link)):
        return link(address, text)
    return text


def _cell(column: Column, names: str, row: Row) -> str:
    """A cell of a table as HTML, with its classes. Figures need no escaping: that of each would
    take a third of the time of a table."""
    what = inner(column, row)
    if column.kind == "signed" and what and what != "0.00":
        names = f"{names} {'down' if what[0] == words.MINUS else 'up'}"
    said = what if column.kind in _FIGURES and not column.link else escape(what)
    return f'<td class="{names}">{said}</td>' if names else f"<td>{said}</td>"


def _classes(column: Column) -> str:
    names = ["n"] if column.kind in _NUMERIC else []
    if column.strong:
        names.append("strong")
    if column.kind in _OWN_CLASS:
        names.append(_OWN_CLASS[column.kind])
    return " ".join(names)


def csv_words(table: Table) -> str:
    """What the link to a table's CSV says: how many rows it has where they are not all here."""
    if table.count <= len(table.rows):
        return "CSV"
    if table.count > CSV_ROWS:
        return f"CSV, first {CSV_ROWS:,} of {table.count:,} rows"
    return f"CSV, all {table.count:,} rows"


def heading(column: Column) -> Markup:
    """The class of a column's heading."""
    return Markup(' class="n"') if column.kind in _NUMERIC else Markup("")


def body(table: Table) -> Markup:
    """All rows of a table. A row that is this skater's or the reference's has that class."""
    lines = []
    columns = [(column, _classes(column)) for column in table.columns]
    for row in table.rows:
        name = "this" if row.get("this") else "reference" if row.get("reference") else ""
        cells = "".join(_cell(column, names, row) for column, names in columns)
        lines.append(f'<tr class="{name}">{cells}</tr>' if name else f"<tr>{cells}</tr>")
    return Markup("\n".join(lines))  # made of cells, which are escaped


def spark(values: Sequence[tuple[float, bool]]) -> Markup:
    """A small line of scores, the marked one as a point; its words stand in its label."""
    low, high = min(value for value, _ in values), max(value for value, _ in values)
    step = 96 / (len(values) - 1)
    span = (high - low) or 1

    def at(place: int, value: float) -> tuple[str, str]:
        return f"{place * step:.1f}", f"{22 - 20 * (value - low) / span:.1f}"

    line = " ".join(",".join(at(place, value)) for place, (value, _) in enumerate(values))
    dots = Markup("").join(
        Markup('<circle cx="{}" cy="{}" r="3"/>').format(*at(place, value))
        for place, (value, marked) in enumerate(values)
        if marked
    )
    return Markup(
        '<svg class="spark" viewBox="0 0 96 24" role="img" aria-label="{} scores from {} to {}">'
        '<polyline points="{}"/>{}</svg>'
    ).format(len(values), points(low), points(high), line, dots)
