"""What is wrong with a planned program, and what would mend it."""

from dataclasses import dataclass
from typing import Final

from kissandcry import notation
from kissandcry.core import Points, UnknownOnDate
from kissandcry.notation import Element
from kissandcry.program.called import COSTS, ILLEGAL, Called
from kissandcry.program.model import PlannedElement, PlannedProgram
from kissandcry.rulebooks import Provenance, Rulebook
from kissandcry.scoring import element_value

UNKNOWN: Final = "unknown"  # a rule that we do not know
SEVERITIES: Final = (ILLEGAL, COSTS, UNKNOWN)


@dataclass(frozen=True, slots=True)
class Mend:
    """A change that mends a problem: the program with `elements` has no illegal problem.

    `length` is the length in seconds where that is what changes, else None.
    """

    sentence: str
    elements: tuple[PlannedElement, ...]
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing against the rules, or worth less than it looks.

    `kind` is one of the words of `docs/program.md`; `severity` "illegal", "costs" or "unknown" (a
    rule that we do not know); `rows` number the elements concerned from 0. `cost` is in points:
    what the element is worth less than it would be (of several problems of one element the first
    has it all), or a deduction; None where nothing can be said, as for a missing element. `times`
    is how many elements are missing, else 1.
    """

    kind: str
    severity: str
    sentence: str
    rule: str
    rows: tuple[int, ...] = ()
    cost: Points | None = None
    mend: Mend | None = None
    times: int = 1


@dataclass(frozen=True, slots=True)
class Legality:
    """All problems of a program, the illegal ones first; its elements as the panel would call them;
    and its base value so called (elements that the scale of values does not hold count nothing)."""

    problems: tuple[Problem, ...]
    called: tuple[Called, ...]
    base_value: Points

    @property
    def legal(self) -> bool:
        """Whether nothing loses its value and nothing is missing."""
        return not any(problem.severity == ILLEGAL for problem in self.problems)


def value_of(program: PlannedProgram, book: Rulebook, code: str, bonus: bool) -> Points | None:
    """The base value of a code; None where the scale of values holds no such element."""
    try:
        return element_value(book, code, bonus, segment=program.segment).base_value
    except UnknownOnDate:
        return None


def where(row: int, element: Element) -> str:
    """An element by its number and code: "element 3 (2A)"."""
    return f"element {row + 1} ({notation.write(element)})"


def sentence(text: str) -> str:
    """A text as a sentence of its own."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"


def rule_text(provenance: Provenance) -> str:
    """A rule in words, with where it was read and how sure that is."""
    return f"{provenance.rule} ({provenance.source}; {provenance.status})"
