"""The second half: which elements may carry the x that raises their base value.

Rule 353: until 2017-18 every jump element begun in the second half (of pairs in some seasons throws
and lifts too), since then only the last ones of the program. An element without value still takes
one of these last places.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from kissandcry import notation
from kissandcry.core import Segment
from kissandcry.rulebooks.model import Rulebook, SecondHalfRule


class Called(Protocol):
    """An element as called or printed: `SkatedElement`, and the elements of a protocol."""

    @property
    def code(self) -> str: ...
    @property
    def info(self) -> str: ...
    @property
    def second_half(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class NotEntitled:
    """An x that the rule does not allow: `row` numbers the elements from 0; `sentence` says why."""

    row: int
    sentence: str


def second_half_problems(
    book: Rulebook, segment: Segment, elements: Iterable[Called]
) -> tuple[NotEntitled, ...]:
    """The elements of one performance, in the order skated, that carry an x without being entitled.

    Whether an element without x was begun in the second half no paper says, so only what carries
    one is looked at. Raises `UnknownOnDate` where an x stands and the rulebook does not know the
    rule of the segment, and `SyntaxProblem` for a code that is none.
    """
    rows = tuple(elements)
    marked = [row for row, element in enumerate(rows) if element.second_half]
    if not marked:
        return ()
    rule = book.second_half[segment]
    entitled = [row for row, element in enumerate(rows) if _family(element) in rule.families]
    if rule.last is not None:
        entitled = entitled[-rule.last :]
    found = (row for row in marked if row not in entitled)
    return tuple(NotEntitled(row, _sentence(rows[row].code, segment, rule)) for row in found)


def _family(element: Called) -> str:
    return notation.parse(element.code, element.info).family.value


def _sentence(code: str, segment: Segment, rule: SecondHalfRule) -> str:
    families = [f"{family}s" for family in sorted(rule.families)]
    which = " and ".join([", ".join(families[:-1]), families[-1]] if families[1:] else families)
    if not which:
        which = f"no element of the {segment.replace('_', ' ')}"
    elif rule.last == 1:
        which = f"the last of the {which}"
    elif rule.last is not None:
        which = f"the last {rule.last} of the {which}"
    name = code or "an element without a name"
    return f"{name} has an x for the second half; by {rule.provenance.rule} it is for {which}"
