"""A rulebook in a line: whose rules, for whom, and on which days they hold."""

from datetime import date
from typing import Any

from kissandcry.protocols.writers.words import DISCIPLINES, LEVELS, long_date
from kissandcry.rulebooks import Rulebook

_NAMES = {"isu": "ISU"}


def authority(book: Rulebook) -> str:
    """The authority as people write it."""
    return _NAMES.get(book.authority, book.authority)


def category(book: Rulebook) -> str:
    """Such as `senior men`."""
    return f"{LEVELS[book.level]} {DISCIPLINES[book.discipline]}".lower()


def heading(book: Rulebook, day: date) -> str:
    """The rulebook in a sentence."""
    until = f"to {long_date(book.until)}" if book.until else "on"
    return (
        f"{authority(book)} rules for {category(book)} on {long_date(day)}; they hold from"
        f" {long_date(book.day)} {until}."
    )


def identity(book: Rulebook, day: date) -> dict[str, Any]:
    """The rulebook as plain data."""
    return {
        "authority": book.authority,
        "discipline": book.discipline,
        "level": book.level,
        "on": day,
        "from": book.day,
        "to": book.until,
    }
