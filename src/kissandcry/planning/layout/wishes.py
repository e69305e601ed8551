"""Wishes about a layout: what, how many, and where. docs/layout.md lists their text forms."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kissandcry import notation
from kissandcry.core import SyntaxProblem
from kissandcry.notation import Family
from kissandcry.planning.layout.candidates import JUMP, SPIN, Candidate, name_of, rotations
from kissandcry.planning.layout.slots import Slots

_TURNS: Final = {"single": 1, "double": 2, "triple": 3, "quad": 4, "quadruple": 4, "quint": 5}
_TAKEOFFS: Final = {
    "toe loop": "T",
    "toeloop": "T",
    "salchow": "S",
    "loop": "Lo",
    "flip": "F",
    "lutz": "Lz",
    "axel": "A",
}
_SORTS: Final = (
    "element",
    "jump element",
    "solo jump",
    "combination",
    "sequence",
    "three-jump element",
    "spin",
    "step sequence",
    "choreographic sequence",
)


@dataclass(frozen=True, slots=True)
class What:
    """What a wish speaks of: a number of turns ("quad"), a take-off ("Lutz"), both ("triple
    Axel"), a jump ("4S"), an element ("4T+3T", "CCoSp" of any level), or a sort of element
    ("combination")."""

    turns: int | None = None
    takeoff: str = ""
    code: str = ""
    sort: str = ""

    def count(self, candidate: Candidate) -> int:
        """How often it is in an element: jumps are counted one by one."""
        if self.sort:
            return int(_is(candidate, self.sort))
        if self.code:
            if len(self.code) < 4 and self.code in candidate.jumps:
                return candidate.jumps.count(self.code)
            return int(self.code in (candidate.code, candidate.stem))
        return sum(
            self.turns in (None, rotations(jump)) and self.takeoff in ("", name_of(jump))
            for jump in candidate.jumps
        )


def _is(candidate: Candidate, sort: str) -> bool:
    jump, sequence = candidate.kind == JUMP, candidate.code.endswith("+SEQ")
    several = len(candidate.jumps) > 1
    return {
        "element": True,
        "jump element": jump,
        "solo jump": jump and not several,
        "combination": several and not sequence,
        "sequence": several and sequence,
        "three-jump element": candidate.code.removesuffix("+SEQ").count("+") > 1,
        "spin": candidate.kind == SPIN,
        "step sequence": candidate.kind == "step_sequence",
        "choreographic sequence": candidate.kind == "choreographic",
    }[sort]


@dataclass(frozen=True, slots=True)
class Where:
    """Where a wish holds: `kind` is "everywhere", "after" and "before" (a time in seconds), "after
    place", "before place", "place" (from 1), "first half" or "second half"; `other` turns it
    around."""

    kind: str = "everywhere"
    value: int = 0
    other: bool = False

    def covers(self, slots: Slots) -> tuple[bool, ...]:
        """For each place of the program whether the wish speaks of it."""
        return tuple(self._at(slots, slot) != self.other for slot in range(len(slots.starts)))

    def _at(self, slots: Slots, slot: int) -> bool:
        start, place = slots.starts[slot], slot + 1
        return {
            "everywhere": True,
            "after": start > self.value,
            "before": start < self.value,
            "after place": place > self.value,
            "before place": place < self.value,
            "place": place == self.value,
            "first half": not slots.second(slot),
            "second half": slots.second(slot),
        }[self.kind]


@dataclass(frozen=True, slots=True)
class Amount:
    """At least `least` and at most `most` of something, somewhere: "no quad after 3:00"."""

    text: str
    what: What
    where: Where = Where()
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class New:
    """At most so many elements that are not in the present program: "at most two new elements".

    A spin of another level, and a jump that is called a repeat, are not new.
    """

    text: str
    most: int
    current: tuple[str, ...]


Wish = Amount | New


def new_key(candidate: Candidate) -> str:
    """By which elements are the same as those of the present program."""
    return candidate.code if candidate.kind == JUMP else candidate.stem


def current_key(code: str) -> str:
    """The key of an element of the present program, calls of the panel left out."""
    element = notation.parse(code)
    stems = [part.stem for part in element.parts]
    if element.family is Family.JUMP and element.sequence and len(stems) > 1:
        stems.append("SEQ")
    return "+".join(stems)


_NUMBERS: Final = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
} | {"a": 1, "an": 1, "no": 0}
_N: Final = rf"(?P<n>\d{{1,2}}|{'|'.join(_NUMBERS)})"
_WHERE: Final = (
    r"(?P<where>(?:after|before) \d{1,2}:\d\d|(?:after|before|at|in) place \d{1,2}"
    r"|in the (?:first|second) half)"
)
_WHAT: Final = r"(?P<what>.+?)"
_FORMS: Final[tuple[tuple[re.Pattern[str], int | str | None, int | str | None], ...]] = tuple(
    (re.compile(form, re.ASCII | re.IGNORECASE), least, most)
    for form, least, most in (
        (rf"at most {_N} new elements?", None, "n"),
        (rf"at most {_N} {_WHAT}(?: {_WHERE})?", None, "n"),
        (rf"at least {_N} {_WHAT}(?: {_WHERE})?", "n", None),
        (rf"exactly {_N} {_WHAT}(?: {_WHERE})?", "n", "n"),
        (rf"(?:no|without)(?: the)? {_WHAT}(?: {_WHERE})?", None, 0),
        (rf"(?:keep|with)(?: the| an?)? {_WHAT}(?: {_WHERE})?", 1, None),
        (rf"{_WHAT} only (?P<only>{_WHERE})", None, 0),
        (rf"(?:the )?{_WHAT} {_WHERE}", 1, None),
    )
)
_EXAMPLES: Final = (
    '"no quad after 3:00", "keep the Salchow", "at most two new elements", "at least 1 sequence",'
    ' "combinations only in the first half" or "4Lz at place 1"'
)


def wish(text: str, current: Sequence[str] | None = None) -> Wish:
    """A wish from its text; `current` has the codes of the present program, which wishes about new
    elements need. Raises `SyntaxProblem` for a text that is no wish."""
    words = " ".join(text.split()).rstrip(".")
    for number, (form, low, high) in enumerate(_FORMS):
        match = form.fullmatch(words)
        if match is None:
            continue
        found = match.groupdict()
        n = _number(found.get("n") or "0")
        least, most = _bound(low, n) or 0, _bound(high, n)
        if number == 0:
            assert most is not None
            return _new(words, most, current)
        where = _where(found.get("where"), other=bool(found.get("only")))
        return Amount(words, _what(found["what"], words), where, least, most)
    raise SyntaxProblem(f"{text!r} is no wish; wishes are written {_EXAMPLES}")


def _new(text: str, most: int, current: Sequence[str] | None) -> New:
    if current is None:
        raise SyntaxProblem(
            f'"{text}" needs the present program, and none is given: write its elements into the'
            " plan"
        )
    return New(text, most, tuple(current_key(code) for code in current))


def _bound(given: int | str | None, n: int) -> int | None:
    """A number of a form; the one that the wish says where the form has "n"."""
    return n if isinstance(given, str) else given


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else _NUMBERS[text.lower()]


def _where(text: str | None, other: bool) -> Where:
    if text is None:
        return Where()
    words = text.lower()
    if match := re.fullmatch(r"(after|before) (\d+):(\d\d)", words):
        return Where(match[1], 60 * int(match[2]) + int(match[3]), other)
    if match := re.fullmatch(r"(after|before|at|in) place (\d+)", words):
        kind = "place" if match[1] in ("at", "in") else f"{match[1]} place"
        return Where(kind, int(match[2]), other)
    return Where(words.removeprefix("in the "), 0, other)


def _what(text: str, wish_text: str) -> What:
    """Raises `SyntaxProblem` for something that no element can be."""
    words = text.lower().replace(" jumps", "").replace(" jump", "")
    for one in (text.lower(), words):
        for form in (one, one.removesuffix("s"), re.sub(r"e?s\b", "", one)):
            if form in _SORTS:
                return What(sort=form)
            if form in _TURNS:
                return What(turns=_TURNS[form])
            if form in _TAKEOFFS:
                return What(takeoff=_TAKEOFFS[form])
            first, _, rest = form.partition(" ")
            if first in _TURNS and rest in _TAKEOFFS:
                return What(turns=_TURNS[first], takeoff=_TAKEOFFS[rest])
    try:
        element = notation.parse(text)
    except SyntaxProblem:
        raise SyntaxProblem(
            f'"{wish_text}": {text!r} is nothing that a wish can be about; it is about a jump or'
            " element (4S, 4T+3T, CCoSp4), about quads, triples, the Lutz, combinations, spins and"
            " the like"
        ) from None
    return What(code=notation.write(element))
