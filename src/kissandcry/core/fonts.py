"""The typeface of our papers: Source Sans 3 (Adobe, SIL Open Font License 1.1), which has tabular
figures and Latin, Greek and Cyrillic letters. It comes in a package of its own."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from unicodedata import name as name_of

import fontpkg_source_sans_3 as source_sans  # type: ignore[import-untyped]

from kissandcry.core import KissAndCryError, Unreadable
from kissandcry.core.extras import extra

with extra("print", "a page that carries its typeface"):
    from fontTools import subset  # type: ignore[import-untyped]
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

FAMILY: Final[str] = source_sans.FAMILY
FOLDER: Final = Path(source_sans.ROOT) / "files"
UPRIGHT: Final = FOLDER / "SourceSans3[wght].ttf"


@dataclass(frozen=True, slots=True)
class Typeface:
    """Families in the order in which a letter is looked for, their folders, all their letters."""

    families: tuple[str, ...]
    folders: tuple[Path, ...]
    letters: frozenset[int]


def typeface(more: Sequence[Path] = ()) -> Typeface:
    """Source Sans 3, then the font files `more` for the letters that it lacks."""
    found = [_font(UPRIGHT), *map(_font, more)]
    return Typeface(
        tuple(dict.fromkeys(family for family, _ in found)),
        tuple(dict.fromkeys([FOLDER, *(path.resolve().parent for path in more)])),
        frozenset().union(*(letters for _, letters in found)),
    )


def refuse_missing(texts: Iterable[str], face: Typeface) -> None:
    """Raises `KissAndCryError` for the first text with a letter that would print as a box."""
    for text in texts:
        for letter in text:
            if ord(letter) not in face.letters:
                raise KissAndCryError(
                    f"{text!r} cannot be printed: {' and '.join(face.families)} has no "
                    f"{name_of(letter, 'letter')} (U+{ord(letter):04X}); write it in Latin, Greek"
                    " or Cyrillic letters, or give a font file that has it"
                )


def web_font(letters: Iterable[str]) -> bytes:
    """Source Sans 3 as a WOFF file with these letters only, for a page that carries its own font.

    Letters that it lacks are left to the reader's own fonts.
    """
    options = subset.Options(
        flavor="woff",
        layout_features=["kern", "tnum", "lnum", "mark", "mkmk", "ccmp", "locl"],
        hinting=False,
        recalc_timestamp=False,  # the same letters give the same bytes
    )
    file = io.BytesIO()
    with subset.load_font(UPRIGHT, options) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(text="".join(letters))
        subsetter.subset(font)
        subset.save_font(font, file, options)
    return file.getvalue()


@cache
def _font(path: Path) -> tuple[str, frozenset[int]]:
    """A font file's family and its letters."""
    try:
        with path.open("rb") as file, TTFont(file, lazy=True, fontNumber=0) as font:
            family = font["name"].getBestFamilyName()
            letters = font.getBestCmap()
    except Exception as error:  # noqa: BLE001 - what it raises on a broken file is not told
        raise Unreadable(f"{path.name}: not a font that can be read: {error}") from None
    return str(family), frozenset(letters or ())
