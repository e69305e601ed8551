"""The papers that an archive keeps: the current one of each segment, and those before it."""

from collections import defaultdict
from datetime import datetime
from typing import Any

import msgspec

from kissandcry.archive import rows
from kissandcry.archive.store import Archive
from kissandcry.core import NotInArchive
from kissandcry.protocols import Protocol
from kissandcry.protocols.writers import as_json


class Version(msgspec.Struct, frozen=True):
    """A paper of a segment. `reason` says why it is not the current one; of that it is empty."""

    version: int
    address: str
    collected: datetime  # UTC
    reason: str


def printed(archive: Archive, segment: int, version: int | None = None) -> Protocol:
    """The protocol of a segment (`segments.id`) as it was printed; an earlier `version` as well.

    Raises `NotInArchive` for a version that there is not.
    """
    (head,) = archive.rows("SELECT * FROM segments WHERE id = ?", [segment])
    if version is not None and version != head["version"]:
        return _superseded(archive, segment, version)
    (file,) = archive.rows("SELECT address FROM sources WHERE id = ?", [head["source"]])

    def of(table: str) -> list[dict[str, Any]]:
        return archive.rows(f"SELECT * FROM {table} WHERE segment = ? ORDER BY position", [segment])

    def parted(table: str) -> dict[int, list[dict[str, Any]]]:
        found: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for row in of(table):
            found[row["performance"]].append(row)
        return found

    return rows.protocol_of(
        head,
        of("performances"),
        parted("elements"),
        parted("components"),
        parted("deduction_items"),
        [one for one in of("officials") if not one["page"]],
        file["address"],
    )


def versions(archive: Archive, segment: int) -> list[Version]:
    """Every paper of a segment, the first version first; the last is the current one."""
    found = archive.rows(
        "SELECT v.version, s.address, s.collected, v.reason FROM"
        " (SELECT version, source, '' AS reason FROM segments WHERE id = $segment"
        "  UNION ALL SELECT version, source, reason FROM superseded WHERE segment = $segment) v"
        " JOIN sources s ON s.id = v.source ORDER BY v.version",
        {"segment": segment},
    )
    return [Version(**row) for row in found]


def _superseded(archive: Archive, segment: int, version: int) -> Protocol:
    found = archive.rows(
        "SELECT protocol, address FROM superseded JOIN sources ON sources.id = source"
        " WHERE superseded.segment = ? AND version = ?",
        [segment, version],
    )
    if not found:
        there = ", ".join(str(one.version) for one in versions(archive, segment))
        raise NotInArchive(f"the segment has no version {version}; there are {there}")
    (protocol,) = as_json.read_json(found[0]["protocol"], "the archive")
    return msgspec.structs.replace(protocol, file=found[0]["address"])
