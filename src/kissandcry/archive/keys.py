"""What is meant by a key? Events, skaters and categories, and what to say of an unknown one."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar

from kissandcry.archive.letters import slug
from kissandcry.archive.overview import EventRow, SkaterRow, overview
from kissandcry.archive.store import Archive
from kissandcry.core import Discipline, Level, NotInArchive, Segment
from kissandcry.protocols.skate_file import words
from kissandcry.protocols.skate_file.words import listed

_W = TypeVar("_W", Discipline, Level, Segment)
_R = TypeVar("_R", EventRow, SkaterRow)

_LONGEST: Final = 200  # characters of a name that is looked for
_NEAR: Final = 3  # keys that a refusal names
_MOST: Final = 9  # rows that are looked at, to name those of one name


def event(archive: Archive, key: str) -> EventRow:
    """The event of a key or of a name, in capitals or not. Raises `NotInArchive`, naming near ones,
    or those that have the name together."""
    of = overview(archive)
    if (known := of.event(key)) is not None:
        return known
    found = archive.run(
        f"SELECT id FROM events WHERE lower(name) = lower(?) ORDER BY key LIMIT {_MOST}",
        [key[:_LONGEST]],
    )
    if found:
        return _only("events", key, [of.events[number] for (number,) in found])
    raise _unknown("event", key, _near(archive, "events", key))


def skater(archive: Archive, key: str) -> SkaterRow:
    """The skater of a key, of one that was given before, or of a name in any spelling that was met
    and in any order. Raises `NotInArchive`, naming near ones, or those who have the name together.
    """
    of = overview(archive)
    if (known := of.skater(key)) is not None:
        return known
    words = slug(key[:_LONGEST]).split("-")
    held = " AND ".join(["contains(text || ' ', ?)"] * len(words))
    for where, values in (
        ("id IN (SELECT id FROM old_keys WHERE kind = 'skaters' AND key = ?)", [key]),
        ("name = ?", [key]),
        (
            f"id IN (SELECT id FROM sought WHERE kind = 'skaters' AND {held})",
            [f" {word} " for word in words],
        ),
    ):
        sql = f"SELECT id FROM skaters WHERE {where} ORDER BY key LIMIT {_MOST}"
        if found := archive.run(sql, values):
            return _only("skaters", key, [of.skaters[number] for (number,) in found])
    raise _unknown("skater", key, _near(archive, "skaters", key))


def category(archive: Archive, of: EventRow, key: str) -> str:
    """The category of an event, in whichever spelling. Raises `NotInArchive`, naming all there
    are."""
    known = sorted({str(row["category"]) for row in overview(archive).segments(of.id)})
    asked = key.lower().replace("_", "-").replace(" ", "-")
    if asked in known:
        return asked
    raise NotInArchive(f"{of.key}: no category {_shown(key)} is known; there are {listed(known)}")


def segment(key: str) -> Segment:
    """A segment of the sport, in any usual spelling. Raises `NotInArchive`, naming all."""
    return _word(key, "segment", words.SEGMENTS)


def discipline(key: str) -> Discipline:
    """A discipline, in any usual spelling. Raises `NotInArchive`, naming all."""
    return _word(key, "discipline", words.DISCIPLINES)


def level(key: str) -> Level:
    """A level, in any usual spelling. Raises `NotInArchive`, naming all."""
    return _word(key, "level", words.LEVELS)


def _word(key: str, what: str, known: Mapping[str, _W]) -> _W:
    found = words.find(key, known)
    if found is None:
        names = words.listed(str(one) for one in known.values())
        raise NotInArchive(f"{_shown(key)} is no {what}; there are {names}")
    return found


def _near(archive: Archive, table: str, key: str) -> list[dict[str, Any]]:
    """The nearest keys; `table` is one of our own names, never what somebody typed."""
    return archive.rows(
        f"SELECT key, name FROM {table}"
        f" ORDER BY jaro_winkler_similarity(key, lower(?)) DESC, key LIMIT {_NEAR}",
        [key[:200].replace(" ", "-")],
    )


def _unknown(what: str, key: str, near: list[dict[str, Any]]) -> NotInArchive:
    if not near:
        return NotInArchive(f"no {what} {_shown(key)} is in this archive, which holds none yet")
    names = listed([f"{row['key']} ({row['name']})" for row in near])
    return NotInArchive(f"no {what} {_shown(key)} is in this archive; the nearest are {names}")


def _only(what: str, key: str, rows: Sequence[_R]) -> _R:
    """The one that a name fits; `rows` are at most `_MOST`. Raises `NotInArchive` for several."""
    if len(rows) == 1:
        return rows[0]
    names = listed([f"{row.key} ({row.name})" for row in rows[: _MOST - 1]])
    more = ", and there are more" if len(rows) == _MOST else ""
    raise NotInArchive(f"several {what} are called {_shown(key)}: say one of {names}{more}")


def _shown(key: str) -> str:
    return repr(key if len(key) <= 100 else f"{key[:100]}...")
