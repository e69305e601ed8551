"""Reads an element code. The docstring of each function is its rule of the grammar."""

import re
from collections.abc import Set
from functools import lru_cache
from typing import Final

from kissandcry.notation.element import EDGES, LANDINGS, Element, Family, Part, Suffix
from kissandcry.notation.errors import NotationError
from kissandcry.notation.names import (
    DANCES,
    EDGE_JUMPS,
    FAMILIES,
    JUMPS,
    LIFT_HOLDS,
    ROTATIONS,
    THROWS,
    TWISTS,
)
from kissandcry.notation.tokenizer import LONGEST, Token, tokenize

_LEVELS: Final = ("B", "1", "2", "3", "4")
_PARTED: Final = frozenset({Family.STEPS, Family.TWIZZLES, Family.DANCE_LIFT})
_KEYED: Final = frozenset({Family.PATTERN_DANCE, Family.STEPS})
_LANDED: Final = frozenset({*LANDINGS, "b"})
_CALLS: Final[dict[Family, Set[str]]] = {
    Family.JUMP: _LANDED,
    Family.THROW: _LANDED,
    Family.TWIST: frozenset(LANDINGS),
    Family.SPIN: frozenset({"V", "V1", "V2"}),
    Family.SYNCHRONIZED: frozenset({"<", "<<"}),
    Family.DANCE_LIFT: frozenset({">"}),
    Family.PATTERN_DANCE: frozenset({"<"}),
    Family.STEPS: frozenset({"<"}),
    Family.TWIZZLES: frozenset({"<"}),
    Family.CHOREOGRAPHIC: frozenset({"!"}),
}
_SIGN: Final = re.compile(r"<<|[A-Za-z]\d?|[^\s|]", re.ASCII)  # of the Info column
_EDGE_CALLS: Final = _LANDED | set(EDGES)
_NO_CALLS: Final[Set[str]] = frozenset()


class _Reader:
    """The tokens of one code and the place reached."""

    __slots__ = ("at", "code", "tokens")

    def __init__(self, code: str) -> None:
        self.code = code
        self.tokens = tokenize(code)
        self.at = 0

    @property
    def next(self) -> Token:
        return self.tokens[self.at]

    def take(self, kind: str) -> str | None:
        """The text of the next token if it is of this kind, which is then passed."""
        token = self.tokens[self.at]
        if token.kind != kind:
            return None
        self.at += 1
        return token.text

    def take_level(self) -> str | None:
        """level = "B" | "1" | "2" | "3" | "4" ;"""
        token = self.tokens[self.at]
        if token.text in _LEVELS:
            self.at += 1
            return token.text
        if token.kind == "figure":
            raise self.error("a level (B, 1, 2, 3 or 4)")
        return None

    def error(self, expected: str, position: int | None = None) -> NotationError:
        """The error at a position, by itself that of the next token."""
        start = self.tokens[self.at].position if position is None else position
        return NotationError(self.code, start, expected)


@lru_cache(maxsize=65536)
def parse(code: str, info: str = "") -> Element:
    """The element that a code means: `parse("4Lz!q+1Eu+3S<")`.

    `info` is the Info column beside it. The code alone decides what the parts are; the signs of
    the Info column are kept in `Element.info`, and `Element.only_in_info` lists those that the code
    does not carry: until 2018-19 "!" and until 2013-14 "e" stood only there, "F" for a fall always.
    An empty code is the element of family UNNAMED. Raises `NotationError`.
    """
    if len(code) > LONGEST:
        raise NotationError(code, LONGEST, f"the end (a code has at most {LONGEST} characters)")
    signs = tuple(_SIGN.findall(info)) if info else ()
    if not code:
        return Element((), (), signs)
    return _element(_Reader(code), signs)


def _element(reader: _Reader, info: tuple[str, ...]) -> Element:
    """element = part , { "+" , ( part | suffix ) } ;"""
    parts = [_part(reader)]
    suffixes: list[Suffix] = []
    while reader.next.kind != "end":
        if reader.take("plus") is None:
            if reader.code[reader.next.position :] in {"x", "X"}:
                raise reader.error("the end (the x of the second half is no part of the code)")
            raise reader.error("+ or the end")
        if reader.next.kind == "suffix":
            suffixes.append(_suffix(reader, parts, suffixes))
        else:
            parts.append(_another(reader, parts))
    return Element(tuple(parts), tuple(suffixes), info)


def _suffix(reader: _Reader, parts: list[Part], suffixes: list[Suffix]) -> Suffix:
    """suffix = "SEQ" | "REP" | "COMBO" | "TRANS" | "EXEL" | "ExEl" ;

    The first three follow jumps, and each stands once.
    """
    position, word = reader.next.position, reader.next.text
    if any(suffix.word == word for suffix in suffixes):
        raise reader.error(f"a jump or the end (+{word} stands there already)")
    if word in {"SEQ", "REP", "COMBO"} and parts[0].family is not Family.JUMP:
        raise reader.error(f"the end (+{word} belongs to jumps)", position - 1)
    reader.at += 1
    return Suffix(len(parts), word)


def _another(reader: _Reader, parts: list[Part]) -> Part:
    """After a jump: another jump. After steps, twizzles or a dance lift: one more of these."""
    position, first = reader.next.position, parts[0].family
    part = _part(reader)
    if first is Family.JUMP:
        if part.family is not Family.JUMP:
            raise reader.error("another jump, SEQ, REP or COMBO", position)
    elif first not in _PARTED:
        raise reader.error("the end (this element has one part)", position - 1)
    elif len(parts) > 1 or part.family not in _PARTED:
        raise reader.error("one second half (a step sequence, twizzles or a dance lift)", position)
    return part


def _part(reader: _Reader) -> Part:
    """part = figured | section | named ;"""
    token = reader.next
    if token.kind == "figure":
        reader.at += 1
        return _figured(reader, token)
    if token.kind == "section":
        reader.at += 1
        return _levelled(reader, Family.PATTERN_DANCE, token.text)
    # "ExEl" can stand alone, as the name of an extra element.
    if token.kind == "name" or (token.kind == "suffix" and token.text in FAMILIES):
        family = FAMILIES.get(token.text)
        if family is None and token.text.startswith("Ch"):
            family = Family.CHOREOGRAPHIC
        if family is not None:
            reader.at += 1
            if family in {Family.JUMP, Family.THROW}:
                return _turning(reader, family, token.text, None)
            return _levelled(reader, family, token.text)
    raise reader.error("a jump with its rotations (3Lz) or the name of an element (CCoSp4)")


def _figured(reader: _Reader, figure: Token) -> Part:
    """figured = rotations , ( jump | throw | twist ) | group , lift | number , pattern dance ;"""
    token = reader.next
    name = reader.take("name")
    if name is None:
        raise reader.error("a jump, throw, twist, lift or pattern dance after the figure")
    levelled = reader.next.text in _LEVELS
    if name in DANCES and (levelled or name not in JUMPS):
        return _levelled(reader, Family.PATTERN_DANCE, figure.text + name)
    if name.endswith("Li") and name[:-2] in LIFT_HOLDS:
        return _lift(reader, figure, token)
    if name in JUMPS or name in THROWS or name in TWISTS:
        if int(figure.text) not in ROTATIONS:
            raise reader.error("1 to 5 rotations", figure.position)
        if name in TWISTS:
            return _levelled(reader, Family.TWIST, name, int(figure.text))
        family = Family.JUMP if name in JUMPS else Family.THROW
        return _turning(reader, family, name, int(figure.text))
    if levelled and name not in FAMILIES:  # the tokenizer saw key points after it
        return _levelled(reader, Family.PATTERN_DANCE, figure.text + name)
    raise reader.error(
        "a jump, throw, twist, lift or pattern dance after the figure", token.position
    )


def _lift(reader: _Reader, group: Token, name: Token) -> Part:
    """lift = ( "1" .. "5" , "Li" | "5" , hold , "Li" ) , [ level ] ;"""
    if name.text != "Li" and group.text != "5":
        raise reader.error('"Li" (only group 5 names its hold)', name.position)
    if group.text not in {"1", "2", "3", "4", "5"}:
        raise reader.error("a group from 1 to 5", group.position)
    return _levelled(reader, Family.LIFT, group.text + name.text)


def _turning(reader: _Reader, family: Family, name: str, rotation: int | None) -> Part:
    """jump = [ rotations ] , name , [ " " ] , calls ;

    throw = [ rotations ] , name , "Th" , [ " " ] , calls ;
    The space stands before a call only: a national layout of 2018-19 printed "2Lz e+2T<<".
    """
    allowed = _EDGE_CALLS if name in EDGE_JUMPS else _CALLS[family]
    spaced = reader.take("space") is not None
    flags, invalid = _calls(reader, allowed)
    return Part(family, name, rotation, None, flags, invalid, spaced=spaced)


def _levelled(reader: _Reader, family: Family, name: str, rotation: int | None = None) -> Part:
    """levelled = name , [ positions ] , [ level ] , [ "+" , ( feature | key points ) ] , calls ;

    Positions belong to spins, a feature to synchronized elements, key points to pattern dances and
    step sequences.
    """
    positions = reader.take("positions") if family is Family.SPIN else None
    level = reader.take_level()
    keys = feature = ""
    if reader.next.kind == "plus":
        following = reader.tokens[reader.at + 1]
        if following.kind == "keys" and family in _KEYED:
            keys = following.text[2:]
            reader.at += 2
        elif following.kind == "feature" and family is Family.SYNCHRONIZED:
            feature = following.text
            reader.at += 2
    flags, invalid = _calls(reader, _CALLS.get(family, _NO_CALLS))
    return Part(family, name, rotation, level, flags, invalid, positions or "", keys, feature)


def _calls(reader: _Reader, allowed: Set[str]) -> tuple[tuple[str, ...], bool]:
    """calls = { call } , [ "*" ] ;

    call = "e" | "!" | "q" | "<" | "<<" | "b" | "V" | "V1" | "V2" | ">" ;
    At most one call is for the edge and one for the landing.
    """
    flags: tuple[str, ...] = ()
    while (token := reader.next).kind == "flag":
        if token.text not in allowed:
            raise reader.error(_what_follows(allowed))
        for group in (EDGES, LANDINGS):
            if token.text in group and any(flag in group for flag in flags):
                raise reader.error("only one call of its kind")
        if token.text in flags:
            raise reader.error("each call only once")
        flags = (*flags, token.text)
        reader.at += 1
    return flags, reader.take("star") is not None


def _what_follows(allowed: Set[str]) -> str:
    calls = [call for call in ("e", "!", "q", "<", "<<", "V", ">") if call in allowed]
    return ", ".join([*calls, "*", "+"]) + " or the end"
