"""Names in plain letters, as they are compared, sought and put into addresses."""

import csv
import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
_LATIN: Final = re.compile(r"[A-Za-z]")
_IS_CYRILLIC: Final = re.compile("[\u0400-\u052f]")
# UTF-8 that was read as a Western code page: two or three letters that begin so.
_MISREAD: Final = re.compile("[\u00c2-\u00c5\u00d0\u00d1][\u0080-\u00bf\u0152-\u0178\u02c6-\u2122]")
APOSTROPHES: Final = re.compile("['\"`\u00b4\u02b9\u02bc\u2018\u2019\u2032]")


def fold(text: str) -> str:
    """The text in plain letters, capitals kept: marks off, special letters spelt out, look-alikes
    of other alphabets and misread code pages put right."""
    text = unicodedata.normalize("NFC", text)
    if _MISREAD.search(text):
        text = _reread(text)
    if _IS_CYRILLIC.search(text):
        text = re.sub(r"\S+", lambda word: _latin(word[0]), text)
    text = unicodedata.normalize("NFKD", text.translate(_letters("special")))
    return "".join(c for c in text if not unicodedata.combining(c))


def flat(text: str) -> str:
    """The folded small letters and figures of a text, without anything between."""
    return "".join(_WORD.findall(APOSTROPHES.sub("", fold(text)).lower()))


def slug(text: str) -> str:
    """A text for an address: letters folded, words joined by hyphens."""
    plain = APOSTROPHES.sub("", fold(text)).lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _reread(text: str) -> str:
    for page in ("cp1252", "latin-1"):
        try:
            return text.encode(page).decode("utf-8")
        except UnicodeError:
            continue
    return text


def _latin(word: str) -> str:
    if not _IS_CYRILLIC.search(word):
        return word
    if _LATIN.search(word):
        return word.translate(_letters("alike"))
    plain = word.lower().translate(_letters("cyrillic"))
    return plain.upper() if word.isupper() else plain.capitalize()


@cache
def _letters(kind: str) -> dict[int, str]:
    """Letters that do not come apart into a letter and marks (special), Cyrillic ones that look
    like Latin ones (alike), and what Cyrillic ones are in Latin letters (cyrillic)."""
    data = files("kissandcry.archive").joinpath("data", "letters.csv")
    rows = csv.DictReader(data.read_text(encoding="utf-8").splitlines())
    return {ord(row["letter"]): row["plain"] for row in rows if row["kind"] == kind}
