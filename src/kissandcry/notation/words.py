"""Says an element in plain words, the rules' own."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from kissandcry.notation.element import Element, Family, Kind, Part
from kissandcry.notation.names import DANCES, FEATURES, ROTATIONS, SUFFIXES, TWISTS, WORDS
from kissandcry.notation.parser import parse

# What each call means, unless the rules of the day say otherwise.
_CALLS: Final = {
    "e": "wrong edge",
    "!": "unclear edge",
    "q": "landed on the quarter",
    "<": "under-rotated",
    "<<": "downgraded",
    "b": "bonus",
    "V": "requirement not fulfilled",
    "V1": "one requirement not fulfilled",
    "V2": "two requirements not fulfilled",
    ">": "held too long",
}
_CALLS_OF_LEVELLED: Final = {**_CALLS, "<": "steps missed", "!": "requirement not fulfilled"}
_WITH: Final = frozenset({"V1", "V2"})  # said as "with one requirement not fulfilled"
_WITH_A: Final = frozenset({"e", "!", "b", "V"})  # said as "with a wrong edge"
_INFO: Final = {"*": "invalid", "F": "with a fall", "S": "with a separation of the hold"}
_SECTION: Final = re.compile(r"([A-Z][A-Za-z]*)(\d)(?:Sq(?:(\d)Se)?|(Se))", re.ASCII)


def say(element: Element | str, words: Mapping[str, str] | None = None) -> str:
    """An element, or its code, in words.

    `4Lzq+1Eu+3F` is "quadruple Lutz landed on the quarter, Euler, triple flip". `words` says what a
    sign means in the rules of a day, as `Rulebook.signs` gives it: until 2009-10 `{"<":
    "downgraded"}`. Without it, signs are said as in 2024-25. Raises `NotationError` for a text that
    is no code.
    """
    dated = words or {}
    if isinstance(element, str):
        element = parse(element)
    if not element.parts:
        return "an element without a name"
    pieces = [_say_part(part, dated) for part in element.parts]
    for suffix in reversed(element.suffixes):
        pieces.insert(suffix.after, SUFFIXES[suffix.word])
    first = element.parts[0]
    said_of_all = (_INFO.get(sign) or _call(first, sign, dated) for sign in element.only_in_info)
    pieces += [said for said in said_of_all if said]
    joint = ", and " if element.kind is Kind.TWO_PART else ", "
    return joint.join(pieces)


def _say_part(part: Part, dated: Mapping[str, str]) -> str:
    words = _SAYERS.get(part.family, _say_levelled)(part)
    calls = [_call(part, flag, dated) for flag in part.flags]
    if calls and part.family in {Family.JUMP, Family.THROW}:
        words = f"{words} {' and '.join(calls)}"
    elif calls:
        words = ", ".join([words, *calls])
    return f"{words} (invalid, no value)" if part.invalid else words


def _call(part: Part, sign: str, dated: Mapping[str, str]) -> str:
    """What a sign says of a part; empty for a sign that nobody knows."""
    as_jump = part.family in _CALLED_AS_JUMPS
    said = dated.get(sign) or (_CALLS if as_jump else _CALLS_OF_LEVELLED).get(sign, "")
    if said and sign in _WITH_A:
        return f"with {'an' if said[0] in 'aeiou' else 'a'} {said}"
    with_it = sign in _WITH or (sign == "<" and not as_jump)
    return f"with {said}" if said and with_it else said


def _say_turning(part: Part) -> str:
    if part.name == "Eu":
        return "Euler"
    if part.rotation is None:
        return f"{WORDS[part.name]} without a full rotation"
    rotation, words = ROTATIONS[part.rotation], WORDS[part.name]
    if part.family is Family.THROW:
        return words.replace("throw ", f"throw {rotation} ")
    return f"{rotation} {words}"


def _say_twist(part: Part) -> str:
    words = TWISTS[part.name]
    if part.rotation is not None:
        words = f"{ROTATIONS[part.rotation]} {words}"
    return f"{words}{_level(part)}"


def _say_levelled(part: Part) -> str:
    words = WORDS.get(part.name, f"choreographic element {part.name}")
    if part.family is Family.CHOREOGRAPHIC:
        return words if part.level else f"{words}, not confirmed"
    if part.positions:
        words += f" with {'two' if part.positions == '2p' else 'three'} basic positions"
    return f"{words}{_level(part)}{_key_points(part)}"


def _say_synchronized(part: Part) -> str:
    words = f"{WORDS[part.name]}{_level(part)}"
    if not part.feature:
        return words
    feature, level = part.feature[:-1], part.feature[-1]
    return f"{words}, with {FEATURES[feature]}, {_LEVELS[level]}"


def _say_pattern_dance(part: Part) -> str:
    section = _SECTION.fullmatch(part.name)
    if section is None:
        number, dance = part.name[0], part.name[1:]
        unit = "sequence" if dance == "S" else "section"
        words = f"{DANCES.get(dance, f'pattern dance {dance}')}, {unit} {number}"
    else:
        dance, number, sequence, old = section.groups()
        words = f"{DANCES.get(dance, f'pattern dance {dance}')}, "
        if sequence:
            words += f"sequence {number}, section {sequence}"
        else:
            words += f"{'section' if old else 'sequence'} {number}"
    return f"{words}{_level(part)}{_key_points(part)}"


def _level(part: Part) -> str:
    return f", {_LEVELS[part.level]}" if part.level else ", no level"


def _key_points(part: Part) -> str:
    if not part.key_points:
        return ""
    answers = ", ".join(_ANSWERS[answer] for answer in part.key_points)
    return f" (key points: {answers})"


_LEVELS: Final = {"B": "basic level", **{level: f"level {level}" for level in "1234"}}
_ANSWERS: Final = {"Y": "yes", "N": "no", "T": "timing"}
_CALLED_AS_JUMPS: Final = frozenset({Family.JUMP, Family.THROW, Family.TWIST, Family.SYNCHRONIZED})
_SAYERS: Final[dict[Family, Callable[[Part], str]]] = {
    Family.JUMP: _say_turning,
    Family.THROW: _say_turning,
    Family.TWIST: _say_twist,
    Family.PATTERN_DANCE: _say_pattern_dance,
    Family.SYNCHRONIZED: _say_synchronized,
}
