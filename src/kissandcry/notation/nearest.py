"""Finds the valid code nearest to one that is not."""

from difflib import get_close_matches
from functools import cache

from kissandcry.notation.errors import LOOK_ALIKES, NotationError
from kissandcry.notation.names import DANCES, EDGE_JUMPS, FAMILIES, JUMPS, LIFTS, SUFFIXES, THROWS
from kissandcry.notation.parser import parse
from kissandcry.notation.tokenizer import LONGEST
from kissandcry.notation.types import Family


def nearest_code(code: str) -> str:
    """The closest valid code to a text, or "" where none is close.

    Look-alike letters are replaced, spaces and a trailing x (the second half, which is not part of the
    code) left out; then each piece between plus signs that is no code becomes the closest one that is.
    """
    text = "".join(LOOK_ALIKES.get(sign, sign) for sign in code[:LONGEST] if not sign.isspace())
    text = text.rstrip("xX").strip("+")
    if _valid(text):
        return text
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
    known = _known()
    if piece.lower() in known:
        return known[piece.lower()]
    close = get_close_matches(piece.lower(), known, n=1, cutoff=0.5)
    return known[close[0]] if close else ""


@cache
def _known() -> dict[str, str]:
    """Every usual code of one part and every suffix, by its small letters."""
    codes = [word for word in SUFFIXES if word != "EXEL"]
    for rotation in "12345":
        for jump in JUMPS:
            calls = ("", "q", "<", "<<", *(("e", "!") if jump in EDGE_JUMPS else ()))
            codes += [f"{rotation}{jump}{call}" for call in calls]
        codes += [f"{rotation}{throw}" for throw in THROWS]
    levelled = [
        *LIFTS,
        *(f"{rotation}Tw" for rotation in "1234"),
        *(f"1{dance}" for dance in DANCES),
    ]
    levelled += [name for name, family in FAMILIES.items() if family not in _UNLEVELLED]
    codes += [name + level for name in levelled for level in ("", "B", "1", "2", "3", "4")]
    known: dict[str, str] = {}
    for code in codes:
        if code in SUFFIXES or _valid(code):
            known.setdefault(code.lower(), code)
    return known


_UNLEVELLED = frozenset({Family.JUMP, Family.THROW, Family.EXTRA})
