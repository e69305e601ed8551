"""Where a value of a rulebook comes from, and how sure it is."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Status(StrEnum):
    """How sure a value is."""

    OFFICIAL = "official"  # the official text was read
    VERIFIED = "verified"  # recomputed from official protocols
    DERIVED = "derived"  # follows from other values by a rule
    SINGLE_SOURCE = "single source"
    RECALLED = "recalled"  # known, but not opened by us


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a value comes from: rule or Communication, and its dates (inclusive, None = open)."""

    rule: str
    source: str
    status: Status
    start: date
    end: date | None
