"""Saved pages of a result site: entries, results, the result of a segment, and the panel.

A page is read by the headings of its table, not by its layout: the sites of ISUCalcFS (since 2005),
of FS Manager and of the Japanese system differ in markup, and agree in the words. Source of the
columns: the pages themselves.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final, NoReturn

import msgspec
from selectolax.lexbor import LexborHTMLParser, LexborNode

from kissandcry.core import NotAProtocol, Points, SyntaxProblem, Unreadable
from kissandcry.protocols.model import Official

MAXIMUM_BYTES: Final = 4 * 1024 * 1024
LONGEST_CELL: Final = 2000  # characters, as many as a text of a protocol may have
DEEPEST: Final = 60  # nodes around a table; on the sites that are known at most 15


class PageKind(StrEnum):
    """What a page tells."""

    ENTRIES = "entries"
    RESULT = "result"  # of a competition
    SEGMENT = "segment"  # the result of a segment, in details
    PANEL = "panel"


class Entry(msgspec.Struct, frozen=True):
    """Who is entered: skater, couple or team. `isu_id` is the number of the biography that the name
    links to, eight digits; a couple has one of its own."""

    number: int | None
    name: str
    nation: str
    isu_id: str = ""


class ResultRow(msgspec.Struct, frozen=True):
    """A line of the final result. `status` says what stands instead of the place or the points:
    "WD" (withdrawn), "FNR" (final not reached) ..."""

    place: int | None
    status: str
    name: str
    nation: str
    points: Points | None
    segments: tuple[tuple[str, int | None], ...]  # heading such as "SP", and the place in it
    isu_id: str = ""


class SegmentRow(msgspec.Struct, frozen=True):
    """A line of the result of a segment; `components` are (heading, panel's score) unfactored."""

    place: int | None
    status: str
    qualified: str  # "Q" where printed
    name: str
    nation: str
    tss: Points | None
    tes: Points | None
    pcs: Points | None
    components: tuple[tuple[str, Points | None], ...]
    deductions: Points | None  # positive
    starting_number: int | None
    isu_id: str = ""


class ResultPage(msgspec.Struct, frozen=True):
    """A page: the rows of its kind; the others are empty. `heading` is as shown, such as
    "Men - Short Program"."""

    kind: PageKind
    event: str
    heading: str
    entries: tuple[Entry, ...] = ()
    results: tuple[ResultRow, ...] = ()
    segment: tuple[SegmentRow, ...] = ()
    officials: tuple[Official, ...] = ()


# A heading's letters, as they are spelt on any of the sites, and the name of the column.
_COLUMNS: Final = {
    "no": "number",
    "#": "number",
    "name": "name",
    "nat": "nation",
    "nation": "nation",
    "fpl": "place",
    "pl": "place",
    "points": "points",
    "function": "role",
    "qual": "qualified",
    "tss": "tss",
    "tes": "tes",
    "pcs": "pcs",
    "ded": "deductions",
    "stn": "start",
}
_KINDS: Final = {
    PageKind.PANEL: {"role", "name", "nation"},
    PageKind.SEGMENT: {"place", "name", "nation", "tss", "tes", "pcs"},
    PageKind.RESULT: {"place", "name", "nation", "points"},
    PageKind.ENTRIES: {"number", "name", "nation"},
}
_WHOLE: Final = re.compile(r"\d{1,4}", re.ASCII)
_STATUS: Final = re.compile(r"[A-Z]{2,4}")
_BIOGRAPHY: Final = re.compile(r"isufs(\d{8})\.html?", re.IGNORECASE | re.ASCII)
_CHARSET: Final = re.compile(rb"charset=[\"']?([\w-]+)", re.IGNORECASE)


def read_page(path: Path) -> ResultPage:
    """The page in a file; see `parse_page`. Raises `Unreadable` also where no file can be read."""
    try:
        size = path.stat().st_size
        if size > MAXIMUM_BYTES:
            raise Unreadable(
                f"{path.name}: the page has {size:,} bytes, and at most {MAXIMUM_BYTES:,} are read"
            )
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"{path.name}: {error.strerror or error}") from None
    return parse_page(data, path.name)


def parse_page(data: bytes, name: str) -> ResultPage:
    """The page in these bytes; `name` opens each message.

    Raises `Unreadable` (empty), `NotAProtocol` (no table of a known kind) and `SyntaxProblem` (a
    cell that does not hold what its column does).
    """
    if not data.strip():
        raise Unreadable(f"{name}: the page is empty")
    tree = LexborHTMLParser(_decode(data))
    for line_break in tree.css("td br"):
        line_break.replace_with(" / ")  # parts the two of a couple
    for table in tree.css("table"):
        if _deep(table):
            continue
        rows = [(list(_cells(row)), row) for row in _rows(table)]
        for place, (cells, _) in enumerate(rows):
            columns = [_column(cell) for cell in cells]
            kind = next((kind for kind, need in _KINDS.items() if need <= set(columns)), None)
            if kind is not None:
                body = [(cells, _biography(row)) for cells, row in rows[place + 1 :]]
                return _page(tree, kind, columns, body, name)
    raise NotAProtocol(
        f"{name}: the page has no table of entries, results, segment results or officials"
    )


def _deep(node: LexborNode) -> bool:
    """Whether a node lies deeper than those of any site: each table holds the text of those in it,
    so that reading many inside one another would take for ever."""
    outer: LexborNode | None = node
    for _ in range(DEEPEST):
        outer = outer.parent if outer is not None else None
    return outer is not None


def _decode(data: bytes) -> str:
    """The text: UTF-8 where it is, else as the page says, else Windows-1252 (as old sites are).
    Bytes that the encoding does not know become the replacement character, for all to see."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        said = _CHARSET.search(data[:2048])
    encoding = said[1].decode("ascii").lower() if said else "cp1252"
    try:
        return data.decode("cp1252" if encoding == "iso-8859-1" else encoding, errors="replace")
    except (LookupError, UnicodeError):  # not known, or not one that can replace a byte
        return data.decode("cp1252", errors="replace")


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    """The rows of a table itself, not those of the tables in it."""
    for part in table.iter():
        if part.tag == "tr":
            yield part
        elif part.tag in {"tbody", "thead", "tfoot"}:
            yield from (row for row in part.iter() if row.tag == "tr")


def _cells(row: LexborNode) -> Iterator[str]:
    """The texts of a row's cells, with single spaces."""
    for cell in row.iter():
        if cell.tag in {"td", "th"}:
            yield " ".join(cell.text(separator=" ").split())


def _biography(row: LexborNode) -> str:
    """The number of the ISU's biography that a row links to, if it does."""
    for link in row.css("a[href]"):
        if match := _BIOGRAPHY.search(link.attributes.get("href") or ""):
            return match[1]
    return ""


def _column(cell: str) -> str:
    """The name of a column; an unknown heading (a segment, a component) stands for itself."""
    heading = re.sub(r"[\s/=+.-]+", "", cell)
    return _COLUMNS.get(heading.lower(), heading)


def _page(
    tree: LexborHTMLParser,
    kind: PageKind,
    columns: Sequence[str],
    body: Sequence[tuple[Sequence[str], str]],
    name: str,
) -> ResultPage:
    rows = []
    group = ""
    for number, (cells, biography) in enumerate(body, start=1):
        where = f"{name}, row {number}"
        if not any(cells):
            continue  # parts the judges from the others
        if max(map(len, cells)) > LONGEST_CELL:
            raise SyntaxProblem(
                f"{where}: a cell has more than {LONGEST_CELL:,} characters, the most that is read"
            )
        if len(cells) == len(columns):
            rows.append(_Row(dict(zip(columns, cells, strict=True)), group, where, biography))
        elif len(cells) == 1:
            group = cells[0]  # "Withdrawn" stands above those who are
        else:
            raise SyntaxProblem(
                f"{where}: {len(cells)} cells stand where the heading has {len(columns)}"
            )
    event, heading = _headings(tree)
    return ResultPage(
        kind=kind,
        event=event,
        heading=heading,
        entries=tuple(map(_entry, rows)) if kind is PageKind.ENTRIES else (),
        results=tuple(map(_result, rows)) if kind is PageKind.RESULT else (),
        segment=tuple(map(_segment, rows)) if kind is PageKind.SEGMENT else (),
        officials=tuple(map(_official, rows)) if kind is PageKind.PANEL else (),
    )


def _headings(tree: LexborHTMLParser) -> tuple[str, str]:
    """The event, and what the page is about: "Men", "Men - Free Skating"."""
    title = tree.css_first("title")
    event = " ".join(title.text().split()) if title else ""
    shown = tree.css_first("tr.caption2, tr.Caption2, p.Font14")
    heading = " ".join(shown.text().split()) if shown else ""
    return event.removesuffix(f" - {heading.split(' - ')[0]}"), heading


class _Row:
    """A row's cells by column."""

    def __init__(self, cells: dict[str, str], group: str, where: str, biography: str) -> None:
        self.cells = cells
        self.biography = biography
        self._group = group
        self._where = where

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def place(self) -> tuple[int | None, str]:
        """The place, and a status: it stands instead of the place or of the points, or above."""
        cell = self["place"].removesuffix(".")
        points = self["points"]
        status = points if _STATUS.fullmatch(points) else self._group
        if _WHOLE.fullmatch(cell):
            return int(cell), status
        return None, status if cell in {"", "-"} else cell

    def whole(self, column: str) -> int | None:
        """A whole number, or None for an empty cell."""
        cell = self[column].removeprefix("#").rstrip(".")
        if not cell or cell == "-":
            return None
        if not _WHOLE.fullmatch(cell):
            self._refuse(column, "a whole number")
        return int(cell)

    def points(self, column: str) -> Points | None:
        """Points, or None for an empty cell and one with a word such as "FNR"."""
        cell = self[column]
        if not cell or cell == "-" or _STATUS.fullmatch(cell):
            return None
        try:
            return Points(cell)
        except SyntaxProblem:
            self._refuse(column, "points such as 205.45")

    def _refuse(self, column: str, allowed: str) -> NoReturn:
        raise SyntaxProblem(
            f"{self._where}: {self[column]!r} stands in the column {column!r}, and allowed is"
            f" {allowed}"
        )


def _entry(row: _Row) -> Entry:
    return Entry(row.whole("number"), row["name"], row["nation"], row.biography)


def _official(row: _Row) -> Official:
    return Official(row["role"], row["name"], row["nation"])


def _result(row: _Row) -> ResultRow:
    place, status = row.place()
    segments = [column for column in row.cells if column not in _COLUMNS.values()]
    return ResultRow(
        place=place,
        status=status,
        name=row["name"],
        nation=row["nation"],
        points=row.points("points"),
        segments=tuple((column, row.whole(column)) for column in segments),
        isu_id=row.biography,
    )


def _segment(row: _Row) -> SegmentRow:
    place, status = row.place()
    components = [column for column in row.cells if column and column not in _COLUMNS.values()]
    deductions = row.points("deductions")
    return SegmentRow(
        place=place,
        status=status,
        qualified=row["qualified"],
        name=row["name"],
        nation=row["nation"],
        tss=row.points("tss"),
        tes=row.points("tes"),
        pcs=row.points("pcs"),
        components=tuple((column, row.points(column)) for column in components),
        deductions=None if deductions is None else abs(deductions),
        starting_number=row.whole("start"),
        isu_id=row.biography,
    )
