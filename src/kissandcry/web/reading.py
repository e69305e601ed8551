"""What the pages of an event read: rows instead of frames.

The public questions of `archive` give frames and sentences; these pages are opened so often that
they look into the overview themselves, read the marks from the tables, and ask the questions only
for what takes thought.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from kissandcry import rulebooks
from kissandcry.archive import Archive, keys, rows, sheets
from kissandcry.archive.overview import EventRow, SkaterRow, overview
from kissandcry.archive.results import category_title
from kissandcry.core import Discipline, Level, NotInArchive, Segment, UnknownOnDate
from kissandcry.protocols import Protocol
from kissandcry.protocols.skate_file.words import listed
from kissandcry.protocols.writers import words
from kissandcry.rulebooks import Rulebook
from kissandcry.web import addresses, cells
from kissandcry.web.page import Row

Found = dict[str, Any]


def head(archive: Archive, event: str, category: str, segment: str) -> Found:
    """A segment with its event and its source. Raises `NotInArchive`, saying what there is."""
    of, known = overview(archive), keys.event(archive, event)
    name = category.lower().replace("_", "-")
    if (row := of.segment(known.id, name, addresses.word(segment))) is not None:
        return {
            **row,
            "event_key": known.key,
            "event_name": known.name,
            "event_kind": known.kind,
            "place": known.place,
        }
    name = keys.category(archive, known, category)
    there = [row["segment"] for row in of.segments(known.id) if row["category"] == name]
    raise NotInArchive(
        f"{known.name}, {name}: no segment {segment[:60]!r} is in this archive; there are"
        f" {listed([addresses.part(one) for one in there])}"
    )


def skates(archive: Archive, segment: int) -> list[Found]:
    """The performances of a segment, best first, with `skater_key` and `skater_name`: what the
    archive calls who skated."""
    of = overview(archive)
    return [_named(row, of.skaters[row["skater"]]) for row in of.skates([segment])]


def _named(row: Row, who: SkaterRow) -> Found:
    return {**row, "skater_key": who.key, "skater_name": who.name}


def one(of: Found, all_of_them: Sequence[Found], skater: str) -> Found:
    """The performance of a skater. Raises `NotInArchive`, naming who is in the segment."""
    for row in all_of_them:
        if row["skater_key"] == skater:
            return row
    there = listed([row["skater_key"] for row in all_of_them[:3]])
    raise NotInArchive(
        f"{of['event_name']}, {title_of(of)}: no skater {skater[:60]!r} took part; the first are"
        f" {there}"
    )


def protocol(archive: Archive, of: Row, all_of_them: Sequence[Row], wanted: int) -> Protocol:
    """The protocol of a segment with the marks of one performance only; the others have none."""
    paper = rows.protocol_of(
        dict(of), [dict(one) for one in all_of_them], {}, {}, {}, [], of["address"]
    )
    elements, components, deductions = sheets.parts(archive, wanted)
    performances = tuple(
        msgspec.structs.replace(
            one, elements=elements, components=components, deduction_items=deductions
        )
        if row["id"] == wanted
        else one
        for one, row in zip(paper.performances, all_of_them, strict=True)
    )
    return msgspec.structs.replace(paper, performances=performances)


def history(archive: Archive, skater: int, of: Found) -> list[Found]:
    """All performances of a skater with a result in the same kind of segment (of its level, and
    with its scale of grades), in order of time: `day`, `segment`, `tss`, `event` (numbers)."""
    return [row for row in overview(archive).of_skater(skater, of) if not row["status"]]


def officials(archive: Archive, segment: int) -> list[Found]:
    """The panel of a segment, as printed, with the keys of its members."""
    found = archive.rows(
        "SELECT position, role, seat, name, nation, judge AS id FROM officials WHERE segment = ?",
        [segment],
    )
    known = overview(archive).judges
    found.sort(key=lambda row: row["position"])
    return [{**row, "judge": known.get(row["id"], "")} for row in found]


def findings(archive: Archive, segment: int, performance: int) -> list[str]:
    """What the audit found in a performance."""
    found = archive.rows(
        "SELECT sentence FROM findings WHERE segment = ? AND performance = ?",
        [segment, performance],
    )
    return [row["sentence"] for row in found]


def rulebook(of: Mapping[str, Any]) -> Rulebook | None:
    """The rules of a segment's day; None where no rulebook holds them."""
    try:
        return rulebooks.on(
            of["day"], Discipline(of["discipline"]), Level(of["level"]), of["authority"]
        )
    except UnknownOnDate:
        return None


def title_of(of: Mapping[str, Any]) -> str:
    """Such as `Men, Free Skating`."""
    return f"{category_of(of)}, {words.SEGMENTS[Segment(of['segment'])]}"


def category_of(of: Mapping[str, Any]) -> str:
    """Such as `Junior Women`."""
    return category_title(of["discipline"], of["level"], team=of["team"])


def crumbs(of: Mapping[str, Any], depth: int) -> tuple[tuple[str, str], ...]:
    """The way to a segment: event, category, segment."""
    event, category, segment = of["event_key"], of["category"], of["segment"]
    way = (
        ("Events", "/events"),
        (of["event_name"], addresses.event(event)),
        (category_of(of), addresses.category(event, category)),
        (words.SEGMENTS[Segment(segment)], addresses.segment(event, category, segment)),
    )
    return way[: depth + 1]


def when_and_where(of: Mapping[str, Any]) -> str:
    """Such as `8 December 2012 · Sochi`."""
    day: date = of["day"]
    parts = [words.long_date(day) if of["dated"] else f"season {of['season']}", of["place"]]
    return " · ".join(part for part in parts if part)


def event_line(event: EventRow) -> str:
    """The place and the days of an event: `Sochi · 7 to 9 December 2012`."""
    parts = [event.place, cells.days(event.first_day, event.last_day)]
    return " · ".join(part for part in parts if part)


def source_of(of: Mapping[str, Any]) -> str:
    """Where the numbers come from, in a sentence."""
    printed = f", printed {of['printed']}" if of["printed"] else ""
    version = f" This is version {of['version']} of the paper." if of["version"] > 1 else ""
    return f"Judges' details per skater: {of['address']}{printed}.{version}"


def category_words(category: str) -> str:
    """A category's key in words: `junior-women` is `Junior Women`."""
    rest = category.removeprefix("team-")
    for level in Level:
        name = level.replace("_", "-")
        if rest.startswith(f"{name}-"):
            discipline = Discipline(addresses.word(rest.removeprefix(f"{name}-")))
            return category_title(discipline, level, team=rest != category)
    return category_title(addresses.word(rest), Level.SENIOR, team=rest != category)
