"""Which marks of a printed program follow from the order of its elements.

The marks of a paper (x, +REP, +SEQ, *) are taken off, the elements called again in their order, and
the two compared. A place is an element, or for the asterisk a part of one, where the paper prints
the mark or the order gives it. What only the technical panel could see is counted apart: where a
combination was broken off (+SEQ or +COMBO with jumps behind it, which lose their value), a sequence
by hops, and +SEQ on a jump that stands alone and is not repeated.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from kissandcry import notation
from kissandcry.core import Segment
from kissandcry.notation import Element, Family
from kissandcry.program.called import Called
from kissandcry.program.panel import call_marked
from kissandcry.rulebooks import Rulebook
from kissandcry.scoring.second_half import Called as Printed

BONUS, REP, SEQ = "bonus", "+REP", "+SEQ"
JUMP_DELETED, DELETED = "* on jumps", "other *"
KINDS: Final = (BONUS, REP, SEQ, JUMP_DELETED, DELETED)
FOLLOWS: Final = "follows"  # from the order of the elements
PANEL: Final = "panel"  # only the technical panel can see it
UNEXPLAINED: Final = "unexplained"


@dataclass(frozen=True, slots=True)
class Place:
    """One mark: `row` numbers the elements from 0; `printed` and `derived` say where it stands."""

    row: int
    kind: str
    code: str
    printed: bool
    derived: bool
    verdict: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The marks of one printed program, and the elements as called from their order."""

    places: tuple[Place, ...]
    called: tuple[Called, ...]

    @property
    def rest(self) -> tuple[Place, ...]:
        """The places that the order of the elements does not explain."""
        return tuple(place for place in self.places if place.verdict == UNEXPLAINED)


@dataclass
class Shares:
    """The shares explained of many programs, by kind of mark."""

    programs: int = 0
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    rest: list[tuple[str, Place]] = field(default_factory=list)

    def add(self, explanation: Explanation, where: str = "") -> None:
        """Count one program; `where` names it in `rest`."""
        self.programs += 1
        self.counts.update((place.kind, place.verdict) for place in explanation.places)
        self.rest += [(where, place) for place in explanation.rest]

    def places(self, kind: str) -> int:
        """The places of a kind that the order of elements could explain."""
        return self.counts[kind, FOLLOWS] + self.counts[kind, UNEXPLAINED]

    def seen_by_panel(self, kind: str) -> int:
        """The places of a kind that only the technical panel could see, counted apart."""
        return self.counts[kind, PANEL]

    def share(self, kind: str) -> float | None:
        """The share explained, from 0 to 1; None where there is no such mark."""
        places = self.places(kind)
        return self.counts[kind, FOLLOWS] / places if places else None


def explain(book: Rulebook, segment: Segment, elements: Iterable[Printed]) -> Explanation:
    """The marks of a printed program, each with whether it follows from the order of its elements.

    `elements` in the order executed, as a protocol has them. Raises `UnknownOnDate` where the
    rulebook does not know the rules of the segment, and `SyntaxProblem` for a code that is none.
    """
    rows = tuple(elements)
    printed = [notation.parse(row.code, row.info) for row in rows]
    begun = next((place for place, row in enumerate(rows) if row.second_half), len(rows))
    halves = [place >= begun for place in range(len(rows))]
    called, own = call_marked(book, segment, printed, halves)
    places = [
        place
        for row, element in enumerate(printed)
        for place in _places(row, element, rows[row], called[row], row in own)
    ]
    return Explanation(tuple(places), called)


def _places(
    row: int, printed: Element, line: Printed, called: Called, own: bool
) -> Iterator[Place]:
    element = notation.parse(called.code) if called.code else printed
    why = " ".join(f"{reason.sentence}." for reason in called.reasons)
    deleted = JUMP_DELETED if printed.family is Family.JUMP else DELETED
    broken = {s.after for s in printed.suffixes if s.after < len(printed.parts)}
    broken_at = min(broken, default=len(printed.parts))
    found: list[tuple[str, bool, bool, bool]] = [
        (REP, printed.repetition, element.repetition, False),
        (SEQ, printed.sequence, element.sequence, own or (bool(broken) and printed.sequence)),
    ]
    if not printed.invalid and _worth(printed):
        found.append((BONUS, line.second_half, called.second_half, False))
    for at, (one, other) in enumerate(zip(printed.parts, element.parts, strict=True)):
        found.append((deleted, one.invalid, other.invalid, at >= broken_at))
    for kind, stands, follows, by_panel in found:
        if stands or follows:
            agrees = FOLLOWS if stands == follows else UNEXPLAINED
            verdict = PANEL if by_panel and stands else agrees
            sentence = _sentence(kind, stands, verdict, why)
            yield Place(row, kind, line.code, stands, follows, verdict, sentence)


def _worth(element: Element) -> bool:
    """Whether anything of it has a value, so that a bonus changes the score."""
    return any(part.has_value and not part.invalid for part in element.parts)


def _sentence(kind: str, printed: bool, verdict: str, why: str) -> str:
    if verdict == PANEL:
        return f"{kind}: the technical panel saw it; the order of the elements does not say it."
    if verdict == FOLLOWS:
        return why or f"{kind} follows from the order of the elements."
    if printed:
        return f"{kind} is printed and does not follow from the order of the elements."
    return f"{kind} follows and is not printed. {why}".strip()
