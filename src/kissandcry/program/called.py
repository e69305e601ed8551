"""What the technical panel's software makes of elements in their order: marks, and why."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from kissandcry import notation
from kissandcry.notation import Element, Part, Suffix
from kissandcry.rulebooks import Provenance

ILLEGAL: Final = "illegal"  # something loses its value, or what must be there is not
COSTS: Final = "costs"  # allowed, and worth less than it looks
MARK: Final = "mark"  # a mark that takes nothing from what was planned


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an element is called as it is. `kind` is one word of `docs/program.md`, `severity` one of
    "illegal", "costs" and "mark", `rule` the rule with its source."""

    kind: str
    sentence: str
    rule: Provenance
    severity: str = ILLEGAL


@dataclass(frozen=True, slots=True)
class Called:
    """An element as the paper would print it, with x (`second_half`) or without."""

    code: str
    second_half: bool
    reasons: tuple[Reason, ...]


@dataclass(slots=True)
class Row:
    """An element while it is being called: `deleted` holds the parts that lose their value."""

    place: int
    element: Element
    deleted: set[int] = field(default_factory=set)
    added: list[str] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)

    @property
    def parts(self) -> tuple[Part, ...]:
        return self.element.parts

    @property
    def has_value(self) -> bool:
        return len(self.deleted) < len(self.parts)

    @property
    def code(self) -> str:
        """The element as it came."""
        return notation.write(self.element)

    def delete(self, parts: Iterable[int], reason: Reason) -> None:
        """Take the value of parts away."""
        found = set(parts) & set(range(len(self.parts)))
        if not found <= self.deleted:
            self.reasons.append(reason)
        self.deleted |= found

    def delete_all(self, reason: Reason) -> None:
        """Take the value of the whole element away."""
        self.delete(range(len(self.parts)), reason)

    def add(self, word: str, reason: Reason) -> None:
        """Add a word such as REP behind the element."""
        if not self.element.has_suffix(word) and word not in self.added:
            self.added.append(word)
            self.reasons.append(reason)

    def called(self, second_half: bool) -> Called:
        """The element as it is printed."""
        if not (self.deleted or self.added or any(part.invalid for part in self.parts)):
            return Called(self.code, second_half, tuple(self.reasons))
        parts = tuple(
            replace(part, invalid=place in self.deleted) for place, part in enumerate(self.parts)
        )
        words = sorted(self.added, key=lambda word: word == "REP")
        suffixes = (*self.element.suffixes, *(Suffix(len(parts), word) for word in words))
        code = notation.write(replace(self.element, parts=parts, suffixes=suffixes))
        return Called(code, second_half, tuple(self.reasons))
