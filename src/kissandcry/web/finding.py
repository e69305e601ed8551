"""Skaters, events and judges by any part of a name."""

from typing import Any, Final

from kissandcry.archive import Archive
from kissandcry.web import addresses

LONGEST: Final = 80  # characters that a search reads
MOST: Final = 50
_ADDRESS: Final = {
    "skater": addresses.skater,
    "event": addresses.event,
    "judge": addresses.judge,
}
KINDS: Final = {"skater": "Skater", "event": "Event", "judge": "Official"}


_ALL: Final = """
SELECT 'skater' AS kind, key, name, nation || ', ' || replace(discipline, '_', ' ') AS detail
FROM skaters UNION ALL
SELECT 'event', key, name, season FROM events UNION ALL
SELECT 'judge', key, name, nation FROM judges
"""


def hits(archive: Archive, text: str, limit: int = 8) -> list[dict[str, Any]]:
    """The hits, best first: `kind`, `key`, `name`, `detail` and the `address` of the page."""
    words = text[:LONGEST].lower().split()
    where = " AND ".join("contains(strip_accents(lower(name)), strip_accents(?))" for _ in words)
    found = archive.rows(
        f"SELECT * FROM ({_ALL}) WHERE {where or 'false'} ORDER BY kind DESC, name LIMIT ?",
        [*words, limit],
    )
    return [{**hit, "address": _ADDRESS[hit["kind"]](hit["key"])} for hit in found]
