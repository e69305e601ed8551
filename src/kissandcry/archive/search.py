"""Who or what is meant by a few letters? Skaters, officials and events, as they are typed."""

from bisect import bisect_right
from itertools import accumulate
from typing import Final, NamedTuple

from kissandcry.archive.letters import slug
from kissandcry.archive.store import Archive

_LONGEST: Final = 200  # letters of a search
_WORDS: Final = 8
_MOST: Final = 1000  # hits
_LEAST: Final = 3  # letters that are looked for in the middle of a word
_EVENTS: Final = 3  # places that events may take from names

_SOUGHT: Final = """
SELECT kind, key, name, detail, text FROM sought
ORDER BY kind = 'events', CASE WHEN kind = 'events' THEN -TRY_CAST(left(detail, 4) AS INTEGER) END,
    length(text), id, kind
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
    limit = min(limit, _MOST)
    words = slug(text[:_LONGEST]).split("-")[:_WORDS]
    words = [word for word in words if word]
    if not words or limit < 1:
        return []
    names, events = archive.remembered(__name__, lambda: _read(archive))
    parts = [f" {word}" for word in words]
    if not any(one.holds(parts) for one in (names, events)):
        if max(len(word) for word in words) < _LEAST:
            return []
        parts = words  # nothing begins so: from the middle
    events_found = events.find(parts, limit)
    most = max(limit - len(events_found), limit - _EVENTS, 1)
    return [*names.find(parts, most), *events_found][:limit]


def _read(archive: Archive) -> "tuple[_Sought, _Sought]":
    rows = archive.run(_SOUGHT)
    first = next((place for place, row in enumerate(rows) if row[0] == "events"), len(rows))
    return _Sought(rows[:first], starting=True), _Sought(rows[first:])


class _Sought:
    """What can be found, the likeliest first, and its words as one text with a line each: finding a
    word in it takes less time than asking for it. `starting`: what begins with the first word that
    is looked for is likelier than all else."""

    def __init__(self, rows: list[tuple[str, ...]], *, starting: bool = False) -> None:
        self._starting = starting
        self._hits = [Hit(row[0].removesuffix("s"), *row[1:4]) for row in rows]
        self._text = "".join(f"\n{row[4]} " for row in rows) + "\n"
        self._starts = list(accumulate((len(row[4]) + 2 for row in rows), initial=0))

    def holds(self, parts: list[str]) -> bool:
        """Whether there is a line with all parts."""
        return bool(self.find(parts, 1))

    def find(self, parts: list[str], most: int) -> list[Hit]:
        """The first lines with all parts."""
        found: dict[int, None] = {}
        for start in (*[f"\n{parts[0]}"] * self._starting, parts[0]):
            place = self._text.find(start)
            while place >= 0 and len(found) < most:
                line = bisect_right(self._starts, place) - 1
                whole = self._text[self._starts[line] : self._starts[line + 1]]
                if all(part in whole for part in parts):
                    found.setdefault(line)
                place = self._text.find(start, self._starts[line + 1])
        return [self._hits[line] for line in found]
