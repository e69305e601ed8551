"""What does a printed name say? Its letters folded, given and family name told apart.

Papers print the family name in capitals, before or after the given name; that, and not the order,
says which is which.
"""

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from kissandcry.archive.letters import APOSTROPHES, fold

ANY: Final = "*"  # the group of a code that names no nation: ISU, neutral athletes, a club

_TITLES: Final = re.compile(r"^(?:mr|mrs|ms|miss|dr|prof)\b\.?\s*", re.IGNORECASE)
_HONOURS: Final = re.compile(r"[,\s]+(?:M\.?B\.?E|O\.?B\.?E|Jr|Sr|II|III)\b\.?(?=\s|,|$)")
_PREFIX: Final = re.compile(r"^(?:Mc|Mac|Fitz|De|Di|Du|La|Le|Van|Von|O|D)(?=[A-Z]{2})")
_PARTICLES: Final = frozenset(
    "al d da das de del della den der di dos du el la le los mac mc o st ten ter van von zu".split()
)
DAMAGED: Final = re.compile("[\ufffd?]")


@dataclass(frozen=True, slots=True)
class Name:
    """A printed name of one person, in small folded letters.

    `certain` tells whether capitals say which part is the family name; where they do not,
    `flats` holds every way the parts may be turned.
    """

    given: tuple[str, ...]
    family: tuple[str, ...]
    certain: bool
    flats: tuple[str, ...]  # given then family name without a space; the likeliest first
    shown: str  # given name first, as printed

    @property
    def flat(self) -> str:
        """Given name, then family name, in one word."""
        return self.flats[0]


@lru_cache(maxsize=65536)
def read(printed: str) -> Name:
    """What a printed name of one person says."""
    text = _HONOURS.sub("", _TITLES.sub("", " ".join(printed.split())))
    text = text.strip() or printed.strip() or "?"
    before, comma, after = text.partition(",")
    if comma and before.strip() and after.strip():
        family, given = before.split(), after.split()
        return _name(given, family, True)
    words = text.split()
    kinds = [_kind(word) for word in words]
    capitals = [i for i, kind in enumerate(kinds) if kind == "family"]
    if not capitals or len(capitals) == len(words):
        return _name(words[:-1], words[-1:], len(words) == 1)
    ours = set(capitals)
    for i in range(len(words) - 2, -1, -1):
        particle = kinds[i] == "small" or words[i].lower() in _PARTICLES
        if i + 1 in ours and particle and kinds[i] != "family" and len(ours) + 1 < len(words):
            ours.add(i)
    family = [word for i, word in enumerate(words) if i in ours]
    given = [word for i, word in enumerate(words) if i not in ours]
    return _name(given, family, True)


def couple(printed: str) -> tuple[str, ...]:
    """The printed names of those who skate together: one, or two."""
    parts = tuple(" ".join(part.split()) for part in printed.split("/"))
    return tuple(part for part in parts if part) or (printed,)


def _kind(word: str) -> str:
    letters = "".join(c for c in APOSTROPHES.sub("", fold(word)) if c.isalpha())
    bare = _PREFIX.sub("", letters)
    if len(bare) > 1 and bare.isupper():
        return "family"
    return "small" if letters.islower() else "given"


def _words(parts: list[str]) -> tuple[str, ...]:
    folded = APOSTROPHES.sub("", fold(" ".join(parts))).lower()
    damaged = "".join(c if c.isalnum() or c in "?\ufffd" else " " for c in folded)
    return tuple(damaged.split())


def _name(given: list[str], family: list[str], certain: bool) -> Name:
    own, house = _words(given), _words(family)
    all_words = own + house
    flats = ["".join(all_words) or " ".join((*given, *family)).casefold()]
    if not certain:
        for turn in range(1, len(all_words)):
            turned = "".join(all_words[turn:] + all_words[:turn])
            if turned not in flats:
                flats.append(turned)
    return Name(own, house, certain, tuple(flats), " ".join((*given, *family)))


@cache
def _table(name: str) -> list[dict[str, str]]:
    text = files("kissandcry.archive.people").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def _nations() -> dict[str, tuple[str, str]]:
    return {row["code"]: (row["group"], row["script"]) for row in _table("nations.csv")}


@cache
def _languages() -> dict[str, str]:
    return {row["form"]: row["name"] for row in _table("given_names.csv") if row["kind"] != "short"}


@cache
def _shorts() -> dict[str, frozenset[str]]:
    """Of each given name those that may be the same in short."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in _table("given_names.csv"):
        if row["kind"] == "short":
            found[row["form"]].add(row["name"])
            found[row["name"]].add(row["form"])
    return {name: frozenset(others) for name, others in found.items()}


@cache
def common_families() -> frozenset[str]:
    """Family names that so many bear that one name in two nations proves little."""
    return frozenset(row["surname"] for row in _table("surnames.csv"))


def group(nation: str) -> str:
    """The nation that a code stands for: ROC and FSR are RUS, ROM is ROU; `ANY` for a code that
    is none."""
    return _nations().get(nation.strip().upper(), (ANY, ""))[0]


def script(nation: str) -> str:
    """How names of a nation came into Latin letters: latin, cyrillic, korean, japanese, chinese."""
    return _nations().get(nation.strip().upper(), (ANY, "latin"))[1]


def compatible(one: str, other: str) -> bool:
    """Whether two groups of nations may be one."""
    return one == other or ANY in (one, other)


def short_of(one: str, other: str) -> bool:
    """Whether a given name may be the short form of another."""
    return other in _shorts().get(one, ())


# What sounds alike is written alike, by the way names of a script come into Latin letters; the
# pairs are applied in this order.
_EVERYWHERE: Final = (
    (r"oe", "o"),
    (r"ue", "u"),
    (r"ae", "a"),
    (r"ph", "f"),
    (r"ck", "k"),
    (r"c(?=[aou]|[^aeiouyh]|$)", "k"),
    (r"[yj]", "i"),
    (r"w", "v"),
    (r"(.)\1+", r"\1"),
)
_FROM_CYRILLIC: Final = (
    (r"x", "ks"),
    (r"sh?t?ch|chtch", "sh"),
    (r"tch", "ch"),
    (r"kh", "h"),
    (r"th", "t"),
    (r"tz|c(?=[eiy])", "ts"),
    (r"der$", "dr"),
    (r"[yji]+(?=[aeiouyj])", ""),
)
_SOUNDS: Final = {
    "cyrillic": _FROM_CYRILLIC + _EVERYWHERE,
    "korean": ((r"eo", "u"), (r"oo|ou", "u"), (r"y(?=u)", ""), *_EVERYWHERE[4:]),
    "japanese": ((r"o[uo]|oh(?![aiueo])", "o"), (r"uu", "u")),
    "chinese": (),
    "latin": ((r"tz|c(?=[eiy])", "ts"), *_EVERYWHERE),
}
_RULES: Final = {
    script: tuple((re.compile(old), new) for old, new in rules) for script, rules in _SOUNDS.items()
}


@lru_cache(maxsize=65536)
def sound(word: str, script: str) -> str:
    """How a folded word sounds, so that transcriptions of one name are equal."""
    for pattern, new in _RULES[script]:
        word = pattern.sub(new, word)
    return word


@lru_cache(maxsize=65536)
def given_sound(given: tuple[str, ...], script: str) -> str:
    """How given names sound; in Cyrillic nations Oleksandr is Alexander."""
    if script == "cyrillic":
        given = tuple(_languages().get(word, word) for word in given)
    return "".join(sound(word, script) for word in given)


def distance(one: str, other: str, limit: int) -> int:
    """Letters left out, put in, changed, or swapped with the next; `limit` + 1 where more.

    Optimal string alignment: Boytsov, "Indexing methods for approximate dictionary searching",
    ACM Journal of Experimental Algorithmics 16, 2011.
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        if min(row) > limit:
            return limit + 1
        before, last = last, row
    return min(last[-1], limit + 1)
