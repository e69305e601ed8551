"""Who or what is meant by a few letters? Skaters, officials and events, as they are typed."""

from typing import Final, NamedTuple

from kissandcry.archive.letters import slug
from kissandcry.archive.store import Archive

_LONGEST: Final = 200  # letters of a search
_WORDS: Final = 8

# A word counts from its beginning first, and from its middle where nothing begins so. Names whose
# first word is meant stand before others, then shorter ones. `held` is a test of one word.
_NAMES: Final = """
SELECT s.kind, s.id FROM sought s WHERE {held}
ORDER BY starts_with(s.text, ?) DESC, s.kind DESC, length(s.text), s.text LIMIT ?
"""
_EVENTS: Final = """
SELECT key, name, season FROM events
WHERE {held} ORDER BY coalesce(last_day, DATE '0001-01-01') DESC, key LIMIT ?
"""
# As `letters.slug` folds, as far as names of events need it.
_FOLDED: Final = (
    "translate(lower(strip_accents(' ' || name || ' ' || key || ' ' || season)), '-', ' ')"
)
_DETAILS: Final = """
SELECT 'skaters' AS kind, s.id, s.key, s.name, s.nation, s.discipline FROM skaters s
WHERE s.id IN (SELECT unnest(?::INTEGER[]))
UNION ALL
SELECT 'judges', j.id, j.key, j.name, j.nation, 'official' FROM judges j
WHERE j.id IN (SELECT unnest(?::INTEGER[]))
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
    names = _names(archive, [f" {word}" for word in words], limit)
    if not names and max(len(word) for word in words) > 2:
        names = _names(archive, words, limit)
    events = _events(archive, words, limit)
    both = [*names[: max(limit - len(events), limit - 3, 1)], *events]
    return both[:limit]


def _names(archive: Archive, parts: list[str], limit: int) -> list[Hit]:
    sql = _NAMES.format(held=" AND ".join(["contains(s.text, ?)"] * len(parts)))
    found = [(row["kind"], row["id"]) for row in archive.rows(sql, [*parts, parts[0], limit])]
    if not found:
        return []
    own = [[id for kind, id in found if kind == table] for table in ("skaters", "judges")]
    rows = {(row["kind"], row["id"]): row for row in archive.rows(_DETAILS, own)}
    hits = []
    for kind, id in found:
        if row := rows.get((kind, id)):
            detail = f"{row['nation']}, {row['discipline'].replace('_', ' ')}".strip(", ")
            hits.append(Hit(kind.removesuffix("s"), row["key"], row["name"], detail))
    return hits


def _events(archive: Archive, words: list[str], limit: int) -> list[Hit]:
    held = " AND ".join([f"contains({_FOLDED}, ?)"] * len(words))
    rows = archive.rows(_EVENTS.format(held=held), [*(f" {word}" for word in words), limit])
    return [Hit("event", row["key"], row["name"], row["season"]) for row in rows]
