"""The words of a skate file in every spelling that people use, and how they are written back."""

from collections.abc import Iterable
from typing import Final

from kissandcry.core.spelling import (
    DISCIPLINES,
    LEVELS,
    SEGMENTS,
    SHORT_NAMES,
    category,
    day,
    find,
    listed,
    name_and_nation,
    named,
    nearest,
    plain,
    title,
    whole,
)

__all__ = [
    "COMPONENTS",
    "DEDUCTIONS",
    "DISCIPLINES",
    "LEVELS",
    "SEGMENTS",
    "SHORT_NAMES",
    "category",
    "day",
    "deduction_kind",
    "deduction_title",
    "find",
    "listed",
    "name_and_nation",
    "named",
    "nearest",
    "plain",
    "title",
    "whole",
]

# Names of components, by the key that rulebooks use; protocols have spelt them in many ways.
COMPONENTS: Final = {
    "skating skills": "skating_skills",
    "ss": "skating_skills",
    "transitions": "transitions",
    "transition": "transitions",
    "tr": "transitions",
    "transition linking footwork": "transitions",
    "transitions linking footwork": "transitions",
    "transitions linking footwork movement": "transitions",
    "linking footwork": "transitions",
    "linking footwork movement": "transitions",
    "performance": "performance",
    "performance execution": "performance",
    "pe": "performance",
    "composition": "composition",
    "choreography": "composition",
    "choreography composition": "composition",
    "co": "composition",
    "ch": "composition",
    "interpretation": "interpretation",
    "interpretation of the music": "interpretation",
    "interpretation timing": "interpretation",
    "in": "interpretation",
    "timing": "timing",
    "ti": "timing",
    "presentation": "presentation",
    "pr": "presentation",
}
# What deductions are called on paper beside the name that rulebooks use.
DEDUCTIONS: Final = {
    "interruption in excess": "interruption",
    "costume prop violation": "costume_violation",
    "prop violation": "costume_violation",
    "costume": "costume_failure",
    "illegal element movement": "illegal_element",
    "illegal movement": "illegal_element",
    "music requirements violation": "music_violation",
    "vocal music": "music_violation",
    "music tempo": "tempo",
    "time": "time_violation",
    "extra element": "extra_element",
    "violation of choreo restrictions": "choreography",
    "violation of choreography restrictions": "choreography",
    "choreography restrictions": "choreography",
    "choreo restrictions": "choreography",
}

_DEDUCTION_TITLES: Final = {
    "fall": "Falls",
    "tempo": "Music tempo",
    "choreography": "Violation of choreo restrictions",
}


def deduction_title(kind: str) -> str:
    """How the file and papers name a deduction: `time_violation` is "Time violation"."""
    return _DEDUCTION_TITLES.get(kind) or kind.replace("_", " ").capitalize()


def deduction_kind(text: str, kinds: Iterable[str]) -> str | None:
    """The kind of a deduction among those of the day, in singular or plural."""
    words = plain(text)
    spelt = {plain(kind): kind for kind in kinds}
    for candidate in (words, words.removesuffix("s")):
        if candidate in spelt:
            return spelt[candidate]
        if DEDUCTIONS.get(candidate) in spelt.values():
            return DEDUCTIONS[candidate]
    return None
