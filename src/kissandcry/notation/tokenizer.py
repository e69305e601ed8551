"""Cuts an element code into tokens; what a token may follow is the parser's matter."""

import re
from typing import Final, NamedTuple

from kissandcry.notation.names import DANCES, FAMILIES, FEATURES, LIFT_HOLDS, SUFFIXES

LONGEST: Final = 80  # characters; the longest code printed since 2005 has 21


class Token(NamedTuple):
    """A piece of a code: its kind, its text and where it starts."""

    kind: str
    text: str
    position: int


def _one_of(words: set[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


_NAMES: Final = {*FAMILIES, *DANCES, *(f"{hold}Li" for hold in LIFT_HOLDS)} - set(SUFFIXES)
_TOKEN: Final = re.compile(
    rf"""
    (?P<plus>\+)
  | (?P<star>\*)
  | (?P<keys>kp[YNT]+)
  | (?P<feature>(?:{_one_of(set(FEATURES))})[B1-4])
  | (?P<suffix>{_one_of(set(SUFFIXES))})
  | (?P<section>[A-Z][A-Za-z]{{0,3}}\d(?:Sq(?:\dSe)?|Se))  # FO1Sq, WW1Sq1Se, GW1Se
  | (?P<positions>[23]p)
  | (?P<name>
        [A-Z][A-Za-z]{{0,3}}(?=[B1-4]\+kp)  # a pattern dance, whatever its name
      | {_one_of({name for name in _NAMES if len(name) > 1})}
      | Ch[A-Z][A-Za-z]{{0,2}}?(?=[B1-4*!+]|\Z)  # a choreographic element, whatever its name
      | {_one_of({name for name in _NAMES if len(name) == 1})}
    )
  | (?P<figure>\d)
  | (?P<flag><<|<|>|!|q|e|b|V[12]?)
  | (?P<space>\ (?=[q<!e]))
  | (?P<unknown>.)
    """,
    re.VERBOSE | re.ASCII | re.DOTALL,
)


def tokenize(code: str) -> list[Token]:
    """The tokens of a code and an "end" token; a character that fits nowhere becomes "unknown"."""
    tokens = [
        Token(match.lastgroup or "unknown", match.group(), match.start())
        for match in _TOKEN.finditer(code)
    ]
    tokens.append(Token("end", "", len(code)))
    return tokens
