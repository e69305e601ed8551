"""What the pages of an event read: a few queries each, and rows instead of frames.

The public questions of `archive` give frames and sentences; these pages are opened so often that
they read the tables themselves, and ask the questions only for what takes thought.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from kissandcry import rulebooks
from kissandcry.archive import Archive, keys, rows
from kissandcry.archive.results import category_title
from kissandcry.core import Discipline, Level, NotInArchive, Segment, UnknownOnDate
from kissandcry.protocols import Protocol
from kissandcry.protocols.skate_file.words import listed
from kissandcry.protocols.writers import words
from kissandcry.rulebooks import Rulebook
from kissandcry.web import addresses, cells
from kissandcry.web.page import Row

_HEAD: Final = """
SELECT g.*, e.key AS event_key, e.name AS event_name, e.kind AS event_kind, e.place,
    c.address, c.collected
FROM events e JOIN segments g ON g.event = e.id JOIN sources c ON c.id = g.source
WHERE e.key = ? AND g.category = ? AND g.segment = ?
"""
_SKATES: Final = """
SELECT p.*, s.key AS skater_key, s.name AS skater_name
FROM performances p JOIN skaters s ON s.id = p.skater
WHERE p.segment = ? ORDER BY p.rank NULLS LAST, p.position
"""
_CURRENT: Final = "SELECT {} FROM {} WHERE performance = ? ORDER BY position"
_HISTORY: Final = """
SELECT p.day, p.segment, p.segment_name, p.tss, p.grades, p.level, p.id, p.category,
    e.key AS event, e.name AS event_name
FROM performances p JOIN events e ON e.id = p.event
WHERE p.skater = ? AND p.status = '' ORDER BY p.day, p.segment
"""

Found = dict[str, Any]


def head(archive: Archive, event: str, category: str, segment: str) -> Found:
    """A segment with its event and its source. Raises `NotInArchive`, saying what there is."""
    found = archive.rows(_HEAD, [event, category, addresses.word(segment)])
    if found:
        return found[0]
    of = keys.event(archive, event)
    name = keys.category(archive, of, category)
    known = archive.rows(
        "SELECT segment FROM segments WHERE event = ? AND category = ? ORDER BY day",
        [of.id, name],
    )
    there = listed([addresses.part(row["segment"]) for row in known])
    raise NotInArchive(
        f"{of.name}, {name}: no segment {segment[:60]!r} is in this archive; there are {there}"
    )


def skates(archive: Archive, segment: int) -> list[Found]:
    """The performances of a segment, best first, with the keys of the skaters."""
    return archive.rows(_SKATES, [segment])


def one(archive: Archive, of: Found, all_of_them: Sequence[Found], skater: str) -> Found:
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

    def parts(table: str) -> dict[int, list[Found]]:
        return {wanted: archive.rows(_CURRENT.format("*", table), [wanted])}

    return rows.protocol_of(
        dict(of),
        [dict(one) for one in all_of_them],
        parts("elements"),
        parts("components"),
        parts("deduction_items"),
        [],
        of["address"],
    )


def history(archive: Archive, skater: int) -> list[Found]:
    """All performances of a skater with a result, in order of time."""
    return archive.rows(_HISTORY, [skater])


def officials(archive: Archive, segment: int) -> list[Found]:
    """The panel of a segment, as printed."""
    return archive.rows(
        "SELECT o.role, o.seat, o.name, o.nation, j.key AS judge FROM officials o"
        " JOIN judges j ON j.id = o.judge WHERE o.segment = ? ORDER BY o.position",
        [segment],
    )


def findings(archive: Archive, segment: int, performance: int | None = None) -> list[str]:
    """What the audit found: of a performance, or with None of all of them and their segment."""
    return [
        row["sentence"]
        for row in archive.rows(
            "SELECT sentence FROM findings WHERE segment = $segment"
            " AND ($one IS NULL OR performance = $one)",
            {"segment": segment, "one": performance},
        )
    ]


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


def event_line(event: Mapping[str, Any]) -> str:
    """The place and the days of an event: `Sochi · 7 to 9 December 2012`."""
    parts = [event["place"], cells.days(event["first_day"], event["last_day"])]
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
