"""The address of everything that has one. Inside, words are parted by "_", in addresses by "-"."""

from urllib.parse import quote, urlencode


def part(text: str) -> str:
    """A word of an address: `short_program` is `short-program`."""
    return quote(text.replace("_", "-"), safe="")


def word(text: str) -> str:
    """The word inside for one of an address: `short-program` is `short_program`."""
    return text.replace("-", "_")


def event(key: str) -> str:
    """An event."""
    return f"/event/{quote(key, safe='')}"


def category(key: str, category: str) -> str:
    """The final result of a category."""
    return f"{event(key)}/{part(category)}"


def segment(key: str, category_: str, segment_: str, version: int | None = None) -> str:
    """A segment; with a `version`, that older one."""
    at = f"{category(key, category_)}/{part(segment_)}"
    return at if version is None else f"{at}?version={version}"


def performance(key: str, category_: str, segment_: str, skater_: str) -> str:
    """One skate."""
    return f"{segment(key, category_, segment_)}/{quote(skater_, safe='')}"


def panel(key: str, category_: str, segment_: str) -> str:
    """The panel of a segment: what each judge's marks changed."""
    return f"/panel/{quote(key, safe='')}/{part(category_)}/{part(segment_)}"


def why(key: str, category_: str, segment_: str, skater_: str, what: str) -> str:
    """How a number came about: `what` is an element's place from 1, a component or `total`."""
    return f"{performance(key, category_, segment_, skater_)}/why/{part(what)}"


def skater(key: str) -> str:
    """A skater, a couple or a team."""
    return f"/skater/{quote(key, safe='')}"


def person(key: str) -> str:
    """A person, with every career."""
    return f"/person/{quote(key, safe='')}"


def judge(key: str) -> str:
    """A judge or another official."""
    return f"/judge/{quote(key, safe='')}"


def compare(one: str, other: str) -> str:
    """Two skaters head to head."""
    return f"/compare/{quote(one, safe='')}/{quote(other, safe='')}"


def series(season: str) -> str:
    """The Grand Prix series of a season."""
    return f"/series/{quote(season, safe='')}"


def search(text: str) -> str:
    """The search for a text."""
    return f"/search?{urlencode({'q': text})}"
