"""Who or what is meant by a few letters? Skaters, officials and events, as they are typed."""

from typing import Final, NamedTuple

from kissandcry.archive.letters import slug
from kissandcry.archive.store import Archive

_LONGEST: Final = 200  # letters of a search
_WORDS: Final = 8
_MOST: Final = 1000  # hits

# A word counts from its beginning first, and from its middle where nothing begins so. Names whose
# first word is meant stand before others, then shorter ones; of events the latest. One look at the
# table finds both.
_HITS: Final = """
SELECT kind = 'events' AS events, min_by(
    {{'kind': kind, 'key': key, 'name': name, 'detail': detail}},
    CASE WHEN kind = 'events' THEN -10 * TRY_CAST(left(detail, 4) AS INTEGER)
        WHEN starts_with(text, ?) THEN 0 ELSE 1000 END + length(text) + id / 1e7, ?) AS hits
FROM sought WHERE {held} GROUP BY events ORDER BY events
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
    found = _hits(archive, [f" {word}" for word in words], limit)
    if not found and max(len(word) for word in words) > 2:
        found = _hits(archive, words, limit)
    names = [hit for hit in found if hit.kind != "event"]
    events = [hit for hit in found if hit.kind == "event"]
    return [*names[: max(limit - len(events), limit - 3, 1)], *events][:limit]


def _hits(archive: Archive, parts: list[str], limit: int) -> list[Hit]:
    sql = _HITS.format(held=" AND ".join(["contains(text, ?)"] * len(parts)))
    rows = archive.rows(sql, [parts[0], min(limit, _MOST), *parts])
    return [
        Hit(one["kind"].removesuffix("s"), one["key"], one["name"], one["detail"])
        for row in rows
        for one in row["hits"]
    ]
