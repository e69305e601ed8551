"""What a page lets its reader choose, what it loads later, and the words that it explains."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from kissandcry.core import Discipline
from kissandcry.protocols.writers import words
from kissandcry.web.ask import Ask
from kissandcry.web.page import PAGE_ROWS, Pager, Row
from kissandcry.web.terms import TERMS

GLANCE: Final = 10  # rows of a long table where a page is a section of another
TEMPLATE: Final = "question.html"  # the page that shows all this
FARTHEST: Final = 10_000  # the last page of a list that can be asked for

DISCIPLINES: Final = (
    Discipline.MEN,
    Discipline.WOMEN,
    Discipline.PAIRS,
    Discipline.ICE_DANCE,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several answers to a page's question: `options` are (value, words)."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]
    value: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page with an address of its own: shown when it is scrolled to, else a link."""

    address: str
    title: str
    says: str


def more(
    ask: Ask,
    *choices: Choice,
    dated: bool = True,
    sections: Iterable[Section] = (),
    links: Iterable[tuple[str, str]] = (),
    terms: Iterable[str] = (),
    part: str = "",
    **rest: Any,
) -> Mapping[str, Any]:
    """What `question.html` needs beside the page: choices, whether a day can be chosen, sections,
    links to further pages as (words, address), the terms of `TERMS` to explain, and the
    heading of the page where it is a section of another (`part`)."""
    return {
        "choices": choices,
        "dated": dated,
        "as_of": ask.as_of if dated else None,
        "sections": tuple(sections),
        "links": tuple(links),
        "part": part,
        "terms": tuple((term, TERMS[term]) for term in terms),
        **rest,
    }


def choice(
    ask: Ask, name: str, label: str, options: Sequence[tuple[str, str]], default: str = ""
) -> Choice:
    """A choice as the address has it. Raises `BadQuestion` for a value that is none of them."""
    return Choice(name, label, options, ask.choice(name, [value for value, _ in options], default))


def disciplines(*, every: str = "") -> list[tuple[str, str]]:
    """The disciplines as options; `every` names the one for all of them."""
    named = [(str(one), words.DISCIPLINES[one]) for one in DISCIPLINES]
    return [("", every), *named] if every else named


def asked(ask: Ask, path: str, **values: Any) -> str:
    """An address with the day that was asked for, and with these values where they say anything."""
    query = {name: value for name, value in values.items() if value not in ("", None)}
    if ask.as_of:
        query["as_of"] = ask.as_of.isoformat()
    return f"{path}?{urlencode(query)}" if query else path


def glance(ask: Ask, rows: Sequence[Row]) -> Sequence[Row]:
    """The first rows where a page is a section of another, all of them on its own address."""
    return rows[:GLANCE] if ask.fragment else rows


def pager(
    ask: Ask, path: str, page: int, count: int, rows: int = PAGE_ROWS, **values: Any
) -> Pager:
    """Where page `page` of `count` rows stands."""
    last = max(1, -(-count // rows))
    return Pager(
        f"Page {page:,} of {last:,}",
        asked(ask, path, **values, page=page - 1 if page > 2 else None) if page > 1 else "",
        asked(ask, path, **values, page=page + 1) if page < last else "",
    )


def segment_words(name: str) -> str:
    """A segment in words; `total` for the final result."""
    return next((said for key, said in words.SEGMENTS.items() if key == name), name.capitalize())
