"""Finds the valid code nearest to one that is not."""

import re
from difflib import get_close_matches
from functools import cache
from typing import Final

from kissandcry.notation.element import Family
from kissandcry.notation.errors import LOOK_ALIKES, NotationError
from kissandcry.notation.names import DANCES, FAMILIES, JUMPS, LIFTS, SUFFIXES, THROWS
from kissandcry.notation.parser import parse
from kissandcry.notation.tokenizer import LONGEST

_CALLS: Final = re.compile(r"[q<!e*]*\Z")


def nearest_code(code: str, position: int) -> str:
    """The closest valid code to a text that fails at a position, or "" where none is close.

    Look-alike letters are replaced; spaces and a trailing x, which marks the second half and is no
    part of the code, are left out; a missing "+" is put in and one sign too many left out; else
    each piece between plus signs that is no code becomes the closest one that is.
    """
    code = code[:LONGEST]
    text = "".join(LOOK_ALIKES.get(sign, sign) for sign in code if not sign.isspace())
    before, sign, after = code[:position], code[position : position + 1], code[position + 1 :]
    # A figure that is too large becomes the largest: of rotations (5) or of levels (4).
    mended = [before + largest + after for largest in "54"] if sign.isdigit() else [before + after]
    for candidate in (text.rstrip("xX").strip("+"), f"{before}+{sign}{after}", *mended):
        if _valid(candidate):
            return candidate
    pieces = [_nearest_piece(piece) for piece in text.split("+") if piece]
    while pieces:
        joined = "+".join(pieces)
        if all(pieces) and _valid(joined):
            return joined
        pieces.pop()
    return ""


def _valid(code: str) -> bool:
    if not code:
        return False
    try:
        parse.__wrapped__(code)
    except NotationError:
        return False
    return True


def _nearest_piece(piece: str) -> str:
    if piece in SUFFIXES or piece.startswith("kp") or _valid(piece):
        return piece
    calls = _CALLS.search(piece)
    start = calls.start() if calls else len(piece)
    figured = piece[0].isdigit()
    alike = [code for code in _known() if code[0].isdigit() == figured]
    close = get_close_matches(piece[:start].lower(), alike, n=1, cutoff=0.5)
    if not close:
        return ""
    found = _known()[close[0]]
    return found + piece[start:] if _valid(found + piece[start:]) else found


@cache
def _known() -> dict[str, str]:
    """Every usual code of one part and every suffix, by its small letters."""
    codes = [word for word in SUFFIXES if word != "EXEL"]
    for rotation in "12345":
        codes += [f"{rotation}{jump}" for jump in JUMPS]
        codes += [f"{rotation}{throw}" for throw in THROWS]
    levelled = [
        *LIFTS,
        *(f"{rotation}Tw" for rotation in "1234"),
        *(f"1{dance}" for dance in DANCES),
    ]
    levelled += [name for name, family in FAMILIES.items() if family not in _UNLEVELLED]
    codes += [name + level for name in levelled for level in ("B", "1", "2", "3", "4")]
    known: dict[str, str] = {}
    for code in codes:
        if code in SUFFIXES or _valid(code):
            known.setdefault(code.lower(), code)
    return known


_UNLEVELLED = frozenset({Family.JUMP, Family.THROW, Family.EXTRA})
