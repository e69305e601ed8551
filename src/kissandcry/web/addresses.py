"""The address of everything that has one. Inside, words are parted by "_", in addresses by "-"."""

from functools import lru_cache
from urllib.parse import quote, urlencode


@lru_cache(maxsize=4096)
def _quoted(text: str) -> str:
    return quote(text, safe="")


def part(text: str) -> str:
    """A word of an address: `short_program` is `short-program`."""
    return _quoted(text.replace("_", "-"))


def word(text: str) -> str:
    """The word inside for one of an address: `short-program` is `short_program`."""
    return text.replace("-", "_")


def event(key: str) -> str:
    """An event."""
    return f"/event/{_quoted(key)}"


def category(key: str, category: str) -> str:
    """The final result of a category."""
    return f"{event(key)}/{part(category)}"


def segment(key: str, category_: str, segment_: str, version: int | None = None) -> str:
    """A segment; with a `version`, that older one."""
    at = f"{category(key, category_)}/{part(segment_)}"
    return at if version is None else f"{at}?version={version}"


def performance(key: str, category_: str, segment_: str, skater_: str) -> str:
    """One skate."""
    return f"{segment(key, category_, segment_)}/{_quoted(skater_)}"


def panel(key: str, category_: str, segment_: str) -> str:
    """The panel of a segment: what each judge's marks changed."""
    return f"/panel/{_quoted(key)}/{part(category_)}/{part(segment_)}"


def why(key: str, category_: str, segment_: str, skater_: str, what: str) -> str:
    """How a number came about: `what` is an element's place from 1, a component or `total`."""
    return f"{performance(key, category_, segment_, skater_)}/why/{part(what)}"


def skater(key: str) -> str:
    """A skater, a couple or a team."""
    return f"/skater/{_quoted(key)}"


def person(key: str) -> str:
    """A person, with every career."""
    return f"/person/{_quoted(key)}"


def judge(key: str) -> str:
    """A judge or another official."""
    return f"/judge/{_quoted(key)}"


def compare(one: str, other: str) -> str:
    """Two skaters head to head."""
    return f"/compare/{_quoted(one)}/{_quoted(other)}"


def series(season: str) -> str:
    """The Grand Prix series of a season."""
    return f"/series/{_quoted(season)}"


def search(text: str) -> str:
    """The search for a text."""
    return f"/search?{urlencode({'q': text})}"
