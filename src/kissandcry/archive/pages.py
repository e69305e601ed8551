"""The pages beside the papers: who was entered, who won, who judged, and what each segment gave.

`read` takes the pages of a site or a folder, `add` puts them into the tables of their event, and
`join` fits them to its papers: the panel to a segment whose paper names none, and a finding where
the page of a segment prints other scores than the paper. `add` comes before the papers of the same
event, since entries say who is who, and `join` after them. Both may be repeated.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any, Final

from kissandcry.archive import rows
from kissandcry.archive.events import EventName, calendar, identify, season_named
from kissandcry.archive.people import Met, Register
from kissandcry.archive.store import Archive
from kissandcry.core import KissAndCryError, Points, first_day, season_of
from kissandcry.protocols import headlines
from kissandcry.protocols.result_pages import PageKind, ResultPage, parse_page

PANEL_CHECK: Final = "panel"  # names of our findings
PAGE_CHECK: Final = "result page"

# How the pages are called on the sites, and how they are saved.
_NAME: Final = re.compile(
    r"(?:.+_(?:entries|results|panel)|CAT\d{1,4}(?:EN|RS)|SEG\d{1,4}(?:OF)?)\.html?",
    re.IGNORECASE | re.ASCII,
)
_TEAM: Final = re.compile(r"(?<![a-z])team(?![a-z])", re.IGNORECASE)
_FORM_OF_ADDRESS: Final = re.compile(r"^(?:Ms|Mrs|Mr|Dr)\.\s+")
_UPDATED: Final = re.compile(rb"Last Update:\s*(\d{1,2})\.(\d{1,2})\.(\d{4})", re.IGNORECASE)
_JUDGE: Final = re.compile(r"Judge\b", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """A page that was read. `category` is as in `segments`; `segment` is empty for entries and
    final results."""

    address: str
    sha256: str
    category: str
    discipline: str
    segment: str
    page: ResultPage
    updated: date | None = None  # as printed at the foot

    @property
    def event(self) -> EventName | None:
        """The event by the title of the page and the folder or address; None where nothing tells
        the season. The papers beside it, if there are any, know better."""
        folder = str(PurePosixPath(self.address.replace("\\", "/")).parent)
        season = season_named((self.page.event, folder))
        if not season and self.updated is not None:
            season = season_of(self.updated)
        return identify("", season, folder, title=self.page.event) if season else None


@dataclass
class Read:
    """Pages that were read, and a sentence about each that was not."""

    pages: list[Page] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)  # address, sentence


def is_page(name: str) -> bool:
    """Whether a file is called as such pages are."""
    return _NAME.fullmatch(name) is not None


def read(files: Iterable[tuple[str, bytes]]) -> Read:
    """The pages in these files, each an address and its bytes. A page that cannot be read does not
    stop the others: on a site that is being published some have no table yet."""
    found = Read()
    for address, data in files:
        name = PurePosixPath(address.replace("\\", "/")).name
        try:
            page = parse_page(data, name)
            category, discipline, segment = _category(page, name)
        except KissAndCryError as error:
            found.problems.append((address, str(error)))
            continue
        digest = hashlib.sha256(data).hexdigest()
        found.pages.append(
            Page(address, digest, category, discipline, segment, page, _updated(data))
        )
    return found


def _updated(data: bytes) -> date | None:
    match = _UPDATED.search(data)
    try:
        return None if match is None else date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return None


def add(archive: Archive, event: int, pages: Sequence[Page]) -> int:
    """Put the pages into the tables of an event (`events.id`), in the transaction that is open; how
    many brought something new. A page takes the place of an earlier one of its kind; one without
    any row, as before a segment begins, does not."""
    last = {
        row[:3]: row[3:]
        for row in archive.run(
            "SELECT kind, category, segment, max(id), max_by(sha256, id) FROM sources"
            " WHERE event = ? AND problem = '' GROUP BY ALL",
            [event],
        )
    }
    new = 0
    order = list(PageKind)
    day = _day(archive, event)
    register = Register(archive.connection)
    register.meet([met for one in pages for met in _met(event, one, day)])
    for one in sorted(pages, key=lambda one: order.index(one.page.kind)):
        key = (str(one.page.kind), one.category, one.segment)
        source, sha256 = last.get(key, (0, ""))
        if sha256 != one.sha256:
            source = _source(archive, event, one)
            last[key] = source, one.sha256
            new += 1
        match one.page.kind:
            case PageKind.ENTRIES:
                _entries(archive, event, one, register.skaters(_met(event, one, day)))
            case PageKind.RESULT:
                _final_results(archive, event, one, register.skaters(_met(event, one, day)))
            case PageKind.PANEL:
                _panel(archive, event, one, source)
            case PageKind.SEGMENT:
                _segment_results(archive, event, one, source)
    return new


def join(archive: Archive, event: int) -> list[int]:
    """Fit the pages of an event to its papers, in the transaction that is open. The segments
    (`segments.id`) that have other officials than before: what is derived from them is to be
    derived again."""
    if not archive.run(
        "SELECT 1 WHERE $1 IN (SELECT event FROM panels)"
        " OR $1 IN (SELECT event FROM segment_results)",
        [event],
    ):
        return []
    archive.run(
        "DELETE FROM findings WHERE check_name IN (?, ?)"
        " AND segment IN (SELECT id FROM segments WHERE event = ?)",
        [PANEL_CHECK, PAGE_CHECK, event],
    )
    named = _join_panels(archive, event)
    _compare(archive, event)
    return named


def _category(page: ResultPage, name: str) -> tuple[str, str, str]:
    """Category, discipline and segment of a page, by its heading: "Ladies - Free Skating"."""
    heading = page.heading
    whole = page.kind in (PageKind.ENTRIES, PageKind.RESULT)
    if whole:  # names no segment: one is lent, and forgotten again
        heading = f"{heading.partition(' - ')[0]} - Free Skating"
    named = headlines.category([heading], name)
    team = any(_TEAM.search(text) for text in (page.heading, name))
    category = rows.category_name(named.level, named.discipline, team, named.round)
    return category, str(named.discipline), "" if whole else str(named.segment)


def _day(archive: Archive, event: int) -> date:
    """A day of the event: from its papers, else the calendar, else the first of its season."""
    ((key, season, first),) = archive.run(
        "SELECT key, season, first_day FROM events WHERE id = ?", [event]
    )
    expected = calendar().get(key)
    return first or (expected.first_day if expected else first_day(season)) or date.min


def _source(archive: Archive, event: int, one: Page) -> int:
    ((id,),) = archive.run("SELECT coalesce(max(id), 0) + 1 FROM sources")
    archive.run(
        "INSERT INTO sources (id, address, sha256, kind, event, collected, category, segment)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            id,
            one.address,
            one.sha256,
            str(one.page.kind),
            event,
            datetime.now(UTC).replace(tzinfo=None),
            one.category,
            one.segment,
        ],
    )
    return int(id)


def _replace(
    archive: Archive, table: str, event: int, one: Page, found: Sequence[Sequence[Any]]
) -> None:
    """Put rows into a table in the place of those of the same category and segment."""
    if not found:
        return
    sql, values = f"DELETE FROM {table} WHERE event = ? AND category = ?", [event, one.category]
    if one.segment:
        sql, values = f"{sql} AND segment = ?", [*values, one.segment]
    archive.run(sql, values)
    with archive.connection.appender(table) as appender:
        for row in found:
            appender.append_row(*row)


def _met(event: int, one: Page, day: date) -> list[Met]:
    """The skaters whom a page of entries or of results names."""
    named: Sequence[Any] = one.page.entries or one.page.results
    return [
        Met(row.name, row.nation, one.discipline, day, row.isu_id, event, one.category)
        for row in named
    ]


def _entries(archive: Archive, event: int, one: Page, skaters: Sequence[int]) -> None:
    entries = one.page.entries
    found = [
        (event, one.category, row.number, row.name, row.nation, row.isu_id, skater)
        for row, skater in zip(entries, skaters, strict=True)
    ]
    _replace(archive, "entries", event, one, found)


def _final_results(archive: Archive, event: int, one: Page, skaters: Sequence[int]) -> None:
    results = one.page.results
    found = [
        (
            event,
            one.category,
            row.place,
            row.status,
            row.name,
            row.nation,
            _decimal(row.points),
            json.dumps(row.segments),
            skater,
            row.isu_id,
        )
        for row, skater in zip(results, skaters, strict=True)
    ]
    _replace(archive, "final_results", event, one, found)


def _panel(archive: Archive, event: int, one: Page, source: int) -> None:
    """Keep a panel; officials that an earlier page gave to the segment go with that page."""
    found = [
        (event, one.category, one.segment, position, row.role, row.name, row.nation, source)
        for position, row in enumerate(one.page.officials, start=1)
    ]
    if not found:
        return
    archive.run(
        "DELETE FROM officials WHERE page AND segment IN"
        " (SELECT id FROM segments WHERE event = ? AND category = ? AND segment = ?)",
        [event, one.category, one.segment],
    )
    _replace(archive, "panels", event, one, found)


def _segment_results(archive: Archive, event: int, one: Page, source: int) -> None:
    found = [
        (
            event,
            one.category,
            one.segment,
            row.place,
            row.status,
            row.qualified,
            row.name,
            row.nation,
            row.starting_number,
            _decimal(row.tss),
            _decimal(row.tes),
            _decimal(row.pcs),
            _decimal(row.deductions),
            source,
        )
        for row in one.page.segment
    ]
    _replace(archive, "segment_results", event, one, found)


def _decimal(value: Points | None) -> Decimal | None:
    return None if value is None else rows.decimal(value)


def _join_panels(archive: Archive, event: int) -> list[int]:
    """Give each segment without officials those of its page, if they are as many as its columns.
    Judges are named in the order of the columns only from 2016-17 on; before, the papers put the
    columns in an order of their own."""
    panels: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in archive.rows(
        "SELECT s.id, s.judges, p.position, p.role, p.name, p.nation"
        " FROM segments s JOIN panels p USING (event, category, segment)"
        " WHERE s.event = ? AND NOT EXISTS (SELECT 1 FROM officials o WHERE o.segment = s.id)"
        " ORDER BY s.id, p.position",
        [event],
    ):
        panels[row["id"]].append(row)
    joined = []
    register = Register(archive.connection)
    register.meet_judges([_named(panel) for panel in panels.values()])
    for segment, panel in panels.items():
        columns = panel[0]["judges"]
        named = sum(_JUDGE.match(row["role"]) is not None for row in panel)
        if columns and named != columns:
            _finding(
                archive,
                segment,
                None,
                PANEL_CHECK,
                f"the page of the panel names {named} judges, and the paper has the marks of"
                f" {columns}; so the officials are not taken from it",
            )
            continue
        judges = register.judges(_named(panel))
        with archive.connection.appender("officials") as appender:
            for row, judge in zip(panel, judges, strict=True):
                seat = rows.seat(row["role"])
                official = (row["role"], seat, row["name"], row["nation"], judge)
                appender.append_row(segment, row["position"], *official, True)
        joined.append(segment)
    return joined


def _named(panel: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    """The officials of a panel, without a form of address."""
    return [(_FORM_OF_ADDRESS.sub("", row["name"]), row["nation"]) for row in panel]


def _compare(archive: Archive, event: int) -> None:
    """Note where the page of a segment and its paper differ. A skater is found in both by place
    and nation, else by nation and score: names may be spelt in two ways."""
    for row in archive.rows(
        "SELECT s.id, s.category, s.segment FROM segments s WHERE s.event = ? AND EXISTS"
        " (SELECT 1 FROM segment_results r WHERE r.event = s.event"
        "  AND r.category = s.category AND r.segment = s.segment AND r.tss IS NOT NULL)",
        [event],
    ):
        printed = archive.rows(
            "SELECT id, rank AS place, name, nation, starting_number, tss, tes, pcs, deductions"
            " FROM performances WHERE segment = ? AND rank IS NOT NULL",
            [row["id"]],
        )
        shown = archive.rows(
            "SELECT place, name, nation, starting_number, tss, tes, pcs, deductions"
            " FROM segment_results WHERE event = ? AND category = ? AND segment = ?"
            " AND place IS NOT NULL AND tss IS NOT NULL ORDER BY place",
            [event, row["category"], row["segment"]],
        )
        for performance, sentence in _differences(printed, shown):
            _finding(archive, row["id"], performance, PAGE_CHECK, sentence)


_WORDS: Final = {
    "place": "place",
    "starting_number": "starting number",
    "tss": "TSS",
    "tes": "TES",
    "pcs": "PCS",
    "deductions": "deductions",
}


def _differences(
    printed: list[dict[str, Any]], shown: list[dict[str, Any]]
) -> Iterable[tuple[int | None, str]]:
    """The performance (None: the segment) and what differs."""
    open_ = list(printed)
    for row in shown:
        near = [one for one in open_ if one["nation"] == row["nation"]]
        same = next(
            (one for key in ("name", "place", "tss") for one in near if one[key] == row[key]),
            None,
        )
        if same is None:
            yield None, f"the result page has {row['name']} ({row['nation']}), the paper has not"
            continue
        open_.remove(same)
        for column, word in _WORDS.items():
            if None not in (row[column], same[column]) and row[column] != same[column]:
                yield (
                    same["id"],
                    f"the result page prints {word} {row[column]}, the paper {same[column]}",
                )
    for one in open_:
        yield one["id"], "the paper has this performance, the result page has not"


def _finding(
    archive: Archive, segment: int, performance: int | None, check: str, sentence: str
) -> None:
    archive.run(
        "INSERT INTO findings (segment, performance, check_name, sentence) VALUES (?, ?, ?, ?)",
        [segment, performance, check, sentence],
    )
