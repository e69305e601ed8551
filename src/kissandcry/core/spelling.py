"""Words of the sport in every spelling that people use in files typed by hand, and how they are
written back."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Final, TypeVar

from kissandcry.core.vocabulary import Discipline, Level, Segment

_T = TypeVar("_T")

MONTHS: Final = (
    "January February March April May June July August September October November December"
).split()
_BRITISH: Final = {"programme": "program", "synchronised": "synchronized"}

DISCIPLINES: Final = {
    "men": Discipline.MEN,
    "man": Discipline.MEN,
    "mens": Discipline.MEN,
    "women": Discipline.WOMEN,
    "woman": Discipline.WOMEN,
    "womens": Discipline.WOMEN,
    "ladies": Discipline.WOMEN,
    "lady": Discipline.WOMEN,
    "pairs": Discipline.PAIRS,
    "pair": Discipline.PAIRS,
    "pair skating": Discipline.PAIRS,
    "ice dance": Discipline.ICE_DANCE,
    "ice dancing": Discipline.ICE_DANCE,
    "dance": Discipline.ICE_DANCE,
    "synchronized": Discipline.SYNCHRONIZED,
    "synchronized skating": Discipline.SYNCHRONIZED,
    "synchro": Discipline.SYNCHRONIZED,
}
LEVELS: Final = {
    "senior": Level.SENIOR,
    "seniors": Level.SENIOR,
    "junior": Level.JUNIOR,
    "juniors": Level.JUNIOR,
    "advanced novice": Level.ADVANCED_NOVICE,
    "intermediate novice": Level.INTERMEDIATE_NOVICE,
    "basic novice": Level.BASIC_NOVICE,
}
SHORT_NAMES: Final = {  # as result lists write them
    Segment.SHORT_PROGRAM: "SP",
    Segment.FREE_SKATING: "FS",
    Segment.COMPULSORY_DANCE: "CD",
    Segment.ORIGINAL_DANCE: "OD",
    Segment.SHORT_DANCE: "SD",
    Segment.RHYTHM_DANCE: "RD",
    Segment.FREE_DANCE: "FD",
}
SEGMENTS: Final = {
    "short program": Segment.SHORT_PROGRAM,
    "short": Segment.SHORT_PROGRAM,
    "free skating": Segment.FREE_SKATING,
    "free skate": Segment.FREE_SKATING,
    "free program": Segment.FREE_SKATING,
    "long program": Segment.FREE_SKATING,
    "free": Segment.FREE_SKATING,
    "fp": Segment.FREE_SKATING,
    "compulsory dance": Segment.COMPULSORY_DANCE,
    "original dance": Segment.ORIGINAL_DANCE,
    "short dance": Segment.SHORT_DANCE,
    "rhythm dance": Segment.RHYTHM_DANCE,
    "free dance": Segment.FREE_DANCE,
    **{short.casefold(): segment for segment, short in SHORT_NAMES.items()},
}
_NATION: Final = re.compile(
    r"(?P<name>.*?)(?: ?, ?(?P<code>[A-Z]{3})| ?\((?P<in>[A-Z]{3})\))", re.ASCII
)
_DATES: Final = (
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})"), (1, 2, 3)),
    (re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})"), (3, 2, 1)),
    (re.compile(r"(\d{1,2})\.? ([a-z]{3,9}),? (\d{4})"), (3, 2, 1)),
    (re.compile(r"([a-z]{3,9})\.? (\d{1,2}),? (\d{4})"), (3, 1, 2)),
)


def plain(text: str) -> str:
    """The text without case, accents, punctuation and British spelling: what is compared."""
    text = unicodedata.normalize("NFKD", text.casefold()).replace("'", "").replace("\u2019", "")
    words = re.sub(r"[^a-z0-9]+", " ", text).split()
    return " ".join(_BRITISH.get(word, word) for word in words)


def find(text: str, words: Mapping[str, _T]) -> _T | None:
    """What a word stands for, however it is spelt."""
    return words.get(plain(text))


def category(text: str) -> tuple[Level | None, Discipline] | None:
    """Such as "Senior Men": a level, which may be missing, and a discipline in either order."""
    words = plain(text).split()
    for cut in range(len(words) + 1):
        first, second = " ".join(words[:cut]), " ".join(words[cut:])
        for level, discipline in ((first, second), (second, first)):
            if discipline in DISCIPLINES and (not level or level in LEVELS):
                return LEVELS.get(level), DISCIPLINES[discipline]
    return None


def day(text: str) -> date | None:
    """A date as 2012-12-08, 8.12.2012, 8 December 2012 or December 8, 2012."""
    text = " ".join(text.casefold().split())
    for pattern, order in _DATES:
        if found := pattern.fullmatch(text):
            year, month, number = (found[place] for place in order)
            try:
                return date(int(year), _month(month), int(number))
            except ValueError:
                return None
    return None


def _month(text: str) -> int:
    if text.isdecimal():
        return int(text)
    fitting = [n for n, name in enumerate(MONTHS, start=1) if name.casefold().startswith(text)]
    return fitting[0] if fitting else 0


def nearest(text: str, allowed: Iterable[str]) -> str:
    """Such as `; the nearest is "Free Skating"`, or nothing where no word is near."""
    spelt = {plain(word): word for word in allowed}
    close = get_close_matches(plain(text), spelt, n=1, cutoff=0.6)
    return f'; the nearest is "{spelt[close[0]]}"' if close else ""


def title(key: str) -> str:
    """How the file spells a key of a rulebook: `skating_skills` is "Skating Skills"."""
    return key.replace("_", " ").title()


def listed(values: Iterable[str]) -> str:
    """Each value once, in order: `men, women and pairs`."""
    names = list(dict.fromkeys(values))
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def whole(text: str, low: int, high: int) -> int | None:
    """A whole number from `low` to `high`, or None."""
    if text.isascii() and text.isdecimal() and len(text) < 10 and low <= int(text) <= high:
        return int(text)
    return None


def name_and_nation(text: str) -> tuple[str, str]:
    """A name and a nation ("" if missing): "Yuzuru HANYU, JPN" or "Yuzuru HANYU (JPN)".

    A comma at the end says that there is no nation: "Team GBR, USA," is a name.
    """
    if text.endswith(","):
        return text.removesuffix(",").rstrip(), ""
    if match := _NATION.fullmatch(text):
        return match["name"], match["code"] or match["in"]
    return text, ""


def named(name: str, nation: str) -> str:
    """How the file writes a name and a nation; `name_and_nation` reads it back."""
    if nation:
        return f"{name}, {nation}"
    return name if name_and_nation(name) == (name, "") else f"{name},"
