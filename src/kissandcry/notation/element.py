"""What an element code says: an element of one or more parts, each with its own calls."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Family(StrEnum):
    """What sort of thing a part of an element is."""

    JUMP = "jump"
    THROW = "throw"
    TWIST = "twist"
    LIFT = "lift"  # of pairs; the lifts of ice dance are DANCE_LIFT
    DEATH_SPIRAL = "death_spiral"
    PIVOT = "pivot"
    SPIN = "spin"
    SPIRALS = "spirals"
    STEPS = "steps"
    CHOREOGRAPHIC = "choreographic"
    TWIZZLES = "twizzles"
    PATTERN_DANCE = "pattern_dance"
    DANCE_LIFT = "dance_lift"
    SYNCHRONIZED = "synchronized"
    EXTRA = "extra"  # an element beyond the permitted ones, printed without its name
    UNNAMED = "unnamed"  # a line of a protocol that prints no code


class Kind(StrEnum):
    """How the parts of an element belong together."""

    SOLO = "solo"
    COMBINATION = "combination"  # of jumps, also where only +COMBO says so
    SEQUENCE = "sequence"  # of jumps (+SEQ)
    TWO_PART = "two_part"  # each partner's half, a combination lift, steps with twizzles


EDGES: Final = ("e", "!")
LANDINGS: Final = ("q", "<", "<<")
_IN_THE_SCALE: Final = ("e", "<", "<<", "V", "V1", "V2")
_LANDING_IN_THE_SCALE: Final = frozenset(
    {Family.JUMP, Family.THROW, Family.TWIST, Family.SYNCHRONIZED}
)
_TURNING: Final = frozenset({Family.JUMP, Family.THROW, Family.TWIST})
_WITHOUT_LEVEL: Final = frozenset({Family.JUMP, Family.THROW})


@dataclass(frozen=True, slots=True)
class Part:
    """One jump, one spin, one partner's half: what stands between two plus signs.

    `name` is the text before the level without the rotations: "Lz", "LzTh", "Tw", "CCoSp"; the
    group of a pair lift and the section of a pattern dance belong to it ("5ALi", "1FS", "GW1Se").
    `flags` are the technical panel's calls as printed and in the printed order, without the "*",
    which is `invalid`. `positions` is "2p" or "3p" of a combination spin (2014-15 and 2015-16),
    `key_points` the answers of a pattern dance ("YYTN"), `feature` the point of intersection or
    the step sequence of a synchronized element ("pi2", "s1"). `spaced` says that a space is printed
    before the calls ("2Lz e").
    """

    family: Family
    name: str
    rotation: int | None = None
    level: str | None = None  # "B", "1" .. "4"
    flags: tuple[str, ...] = ()
    invalid: bool = False
    positions: str = ""
    key_points: str = ""
    feature: str = ""
    spaced: bool = False

    @property
    def edge(self) -> str:
        """The call for the take-off edge: "e" (wrong), "!" (not clear) or ""."""
        return next((flag for flag in self.flags if flag in EDGES), "")

    @property
    def landing(self) -> str:
        """The call for the landing: "q" (on the quarter), "<", "<<" or ""."""
        return next((flag for flag in self.flags if flag in LANDINGS), "")

    @property
    def stem(self) -> str:
        """The code without level, calls and additions: "3Lz", "3Tw", "CCoSp3p", "1FS"."""
        return f"{'' if self.rotation is None else self.rotation}{self.name}{self.positions}"

    @property
    def scale_code(self) -> str:
        """The text by which a scale of values lists the part.

        It keeps the calls that have a row of their own (e, <, <<, V) in the scale's order and
        leaves out "!", "q", "b", "*" and key points: "4Lz!q" is valued as "4Lz", "3Lz!<" as "3Lz<".
        Where a pattern dance carries "<", its level has been lowered and the row is the level's.
        """
        code = f"{self.stem}{self.level or ''}"
        if self.feature:
            code = f"{code}+{self.feature}"
        if not self.flags:
            return code
        kept = self.flags
        if self.family not in _LANDING_IN_THE_SCALE:
            kept = tuple(flag for flag in kept if flag not in LANDINGS)
        return code + "".join(flag for flag in _IN_THE_SCALE if flag in kept)

    @property
    def has_value(self) -> bool:
        """Whether the code prints the level or the rotations that a value needs.

        "CCoSp", "A" and "5ALi" are worth 0.00. An invalid part ("*") is another matter: `invalid`.
        """
        if self.family in _TURNING and self.rotation is None:
            return False
        return self.level is not None or self.family in _WITHOUT_LEVEL


@dataclass(frozen=True, slots=True)
class Suffix:
    """A word such as "SEQ" that stands after so many parts of the element, spelt as printed."""

    after: int
    word: str


@dataclass(frozen=True, slots=True)
class Element:
    """An element as the technical panel called it; `info` holds the signs of the Info column."""

    parts: tuple[Part, ...]
    suffixes: tuple[Suffix, ...] = ()
    info: tuple[str, ...] = ()

    @property
    def family(self) -> Family:
        """The family of the first part."""
        return self.parts[0].family if self.parts else Family.UNNAMED

    @property
    def kind(self) -> Kind:
        """How the parts belong together."""
        if self.family is Family.JUMP:
            if self.sequence:
                return Kind.SEQUENCE
            if len(self.parts) > 1 or self.combination_attempt:
                return Kind.COMBINATION
            return Kind.SOLO
        return Kind.TWO_PART if len(self.parts) > 1 else Kind.SOLO

    @property
    def sequence(self) -> bool:
        """Whether +SEQ is printed."""
        return self.has_suffix("SEQ")

    @property
    def repetition(self) -> bool:
        """Whether +REP is printed: a repeated jump that was not in combination."""
        return self.has_suffix("REP")

    @property
    def combination_attempt(self) -> bool:
        """Whether +COMBO is printed: called as a jump combination that lacks its next jump."""
        return self.has_suffix("COMBO")

    @property
    def extra(self) -> bool:
        """Whether the element is an extra one (+EXEL, +ExEl)."""
        return self.has_suffix("EXEL") or self.family is Family.EXTRA

    @property
    def invalid(self) -> bool:
        """Whether every part is invalid ("*"), so that the element has no value."""
        return bool(self.parts) and all(part.invalid for part in self.parts)

    @property
    def only_in_info(self) -> tuple[str, ...]:
        """The Info column's signs that the code does not carry, such as "F" for a fall."""
        printed = {flag for part in self.parts for flag in part.flags}
        if any(part.invalid for part in self.parts):
            printed.add("*")
        return tuple(sign for sign in self.info if sign not in printed)

    def has_suffix(self, word: str) -> bool:
        """Whether a suffix is printed, however it is spelt."""
        return any(suffix.word.upper() == word for suffix in self.suffixes)
