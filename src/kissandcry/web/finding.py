"""Skaters, events and judges by any part of a name."""

from typing import Any, Final

from kissandcry.archive import Archive, search
from kissandcry.web import addresses

LONGEST: Final = 80  # characters that a search reads
MOST: Final = 50
_ADDRESS: Final = {
    "skater": addresses.skater,
    "event": addresses.event,
    "judge": addresses.judge,
}
KINDS: Final = {"skater": "Skater", "event": "Event", "judge": "Official"}


def hits(archive: Archive, text: str, limit: int = 8) -> list[dict[str, Any]]:
    """The hits, best first: `kind`, `key`, `name`, `detail` and the `address` of the page."""
    return [
        {**hit._asdict(), "address": _ADDRESS[hit.kind](hit.key)}
        for hit in search.search(archive, text[:LONGEST], limit)
    ]
