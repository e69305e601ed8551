"""Who or what is meant by a few letters? Skaters, officials and events, as they are typed."""

from typing import Final, NamedTuple

from kissandcry.archive.letters import slug
from kissandcry.archive.store import Archive

_LONGEST: Final = 200  # letters of a search
_WORDS: Final = 8

# A word counts from its beginning first, and from its middle where nothing begins so. Names whose
# first word is meant stand before others, then shorter ones; events the latest first.
_NAMES: Final = """
SELECT kind, key, name, detail FROM sought WHERE kind <> 'events' AND {held}
ORDER BY starts_with(text, ?) DESC, kind DESC, length(text), text LIMIT ?
"""
_EVENTS: Final = """
SELECT kind, key, name, detail FROM sought WHERE kind = 'events' AND {held}
ORDER BY detail DESC, length(text), text LIMIT ?
"""


class Hit(NamedTuple):
    """What was found: `kind` is skater, judge or event; `detail` a nation and discipline, or a
    season."""

    kind: str
    key: str
    name: str
    detail: str


def search(archive: Archive, text: str, limit: int = 10) -> list[Hit]:
    """The skaters, officials and events whose names have a word that begins with each word of the
    text, the likeliest first; without regard to accents, capitals and order. At most `limit`."""
    words = slug(text[:_LONGEST]).split("-")[:_WORDS]
    words = [word for word in words if word]
    if not words or limit < 1:
        return []
    begin = [f" {word}" for word in words]
    names = _hits(archive, _NAMES, begin, [begin[0], limit])
    events = _hits(archive, _EVENTS, begin, [limit])
    if not names and not events and max(len(word) for word in words) > 2:
        names = _hits(archive, _NAMES, words, [words[0], limit])
    return [*names[: max(limit - len(events), limit - 3, 1)], *events][:limit]


def _hits(archive: Archive, sql: str, parts: list[str], values: list[object]) -> list[Hit]:
    held = " AND ".join(["contains(text, ?)"] * len(parts))
    rows = archive.rows(sql.format(held=held), [*parts, *values])
    return [
        Hit(row["kind"].removesuffix("s"), row["key"], row["name"], row["detail"]) for row in rows
    ]
