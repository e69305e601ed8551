"""Which of two papers of one segment is the later one?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from kissandcry.archive.events import slug
from kissandcry.protocols import headlines

_CLOCK: Final = re.compile(r"\b(\d{1,2}):(\d\d)(?::(\d\d))? ?([AP]M)?$", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a paper says of itself: whom it names, when it was made, and whether it was revised."""

    people: frozenset[frozenset[str]]
    printed: datetime | None
    revised: bool


def facts(names: Sequence[str], printed: str, revised: bool) -> Facts:
    """The facts of a paper, from its printed names (in either order) and its printed time."""
    people = frozenset(frozenset(slug(name).split("-")) for name in names)
    return Facts(people, printed_at(printed), revised)


def strangers(one: Facts, other: Facts) -> str:
    """Why the two cannot be papers of one segment: more than a third of the skaters of the shorter
    one are not in the other; empty where they can. A revision changes scores, and here and there a
    name."""
    common = len(one.people & other.people)
    if 3 * common >= 2 * min(len(one.people), len(other.people)):
        return ""
    return f"{common} of its {len(one.people)} skaters are among the {len(other.people)}"


def why_earlier(one: Facts, other: Facts) -> str:
    """Why `one` is not the paper that counts, if `other` is there too; empty where it may be.

    A part of a segment never replaces the whole; else the printed time decides, else the note that
    a paper was revised.
    """
    if one.people < other.people and 2 * len(one.people) <= len(other.people):
        return f"a part only: {len(one.people)} of {len(other.people)} skaters"
    if one.printed and other.printed and one.printed != other.printed:
        if one.printed < other.printed:
            return f"printed {one.printed}, another paper {other.printed}"
        return ""
    if other.revised and not one.revised:
        return "another paper is marked as revised"
    return ""


def printed_at(text: str) -> datetime | None:
    """When a paper was made, from what it prints: "24.03.2006 20:02:41", "3/25/2010 4:42:23PM",
    "SUN 6 FEB 2022 12:41". None for a text that names no day."""
    days = headlines.days([text, f"printed: {text}"])
    if not days:
        return None
    clock = _CLOCK.search(text)
    if clock is None:
        return datetime.combine(days[0], time())
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    if clock[4]:
        hour = hour % 12 + 12 * (clock[4].upper() == "PM")
    try:
        return datetime.combine(days[0], time(hour, minute, second))
    except ValueError:
        return datetime.combine(days[0], time())
