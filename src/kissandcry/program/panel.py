"""What the panel's software does with elements as executed: deletions, +REP, +SEQ, the second half.

The panel names each jump, and says where a combination was broken off; the rest follows from the
order of the elements (ISU Technical Rules, Rules 610 and 611, and Special Regulations, Rule 353).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from kissandcry import notation
from kissandcry.core import Discipline, Segment
from kissandcry.notation import Element
from kissandcry.program.called import Called, Row
from kissandcry.program.dance import call_dance
from kissandcry.program.jumps import call_free
from kissandcry.program.kinds import kind_of
from kissandcry.program.pairs import call_pairs
from kissandcry.program.short_jumps import call_short
from kissandcry.program.spins import call_others, call_spins
from kissandcry.rulebooks import Rulebook

_Caller = Callable[[Rulebook, Segment, Sequence[tuple[str, Row]]], None]


def call(
    book: Rulebook, segment: Segment, codes: Iterable[str], halves: Iterable[bool]
) -> tuple[Called, ...]:
    """The elements as the paper prints them.

    `codes` name the elements in the order executed, without marks (an asterisk, +REP and the like
    that they carry are ignored where they follow from the order); `halves` says of each whether it
    was begun in the second half. Raises `UnknownOnDate` where the rulebook does not know a rule of
    the segment, and `SyntaxProblem` for a code that is none.
    """
    begun = tuple(halves)
    if any(begun):
        book.second_half[segment]  # raises where it is not known
    rows = [Row(place, notation.parse(code)) for place, code in enumerate(codes)]
    kinds = [(kind_of(row.element, book), row) for row in rows]
    _CALLERS.get(book.discipline, _uncalled)(book, segment, kinds)
    entitled = entitled_rows(book, segment, rows)
    return tuple(
        row.called(half and row.place in entitled) for row, half in zip(rows, begun, strict=True)
    )


def call_marked(
    book: Rulebook, segment: Segment, elements: Sequence[Element], halves: Sequence[bool]
) -> tuple[tuple[Called, ...], frozenset[int]]:
    """Elements that carry marks already, called again from their order; and the places of those
    whose +SEQ the order does not give: it is then the panel's, or the planner's, own."""
    bare = [bare_element(element) for element in elements]
    called = call(book, segment, [notation.write(element) for element in bare], halves)
    own = frozenset(
        place
        for place, element in enumerate(elements)
        if element.sequence and not notation.parse(called[place].code).sequence
    )
    if own:
        codes = [
            notation.write(bare_element(element, keep_sequence=place in own))
            for place, element in enumerate(elements)
        ]
        called = call(book, segment, codes, halves)
    return called, own


@lru_cache(maxsize=65536)
def bare_element(element: Element, *, keep_sequence: bool = False) -> Element:
    """An element without the marks that may follow from the order: what the panel called.

    +SEQ with parts behind it stays, as a place where the element was broken off does; and with
    `keep_sequence` one at the end too.
    """
    parts = tuple(replace(part, invalid=False) for part in element.parts)
    dropped = {"REP"} if keep_sequence else {"REP", "SEQ"}
    suffixes = tuple(
        suffix
        for suffix in element.suffixes
        if suffix.after < len(parts) or suffix.word.upper() not in dropped
    )
    return replace(element, parts=parts, suffixes=suffixes, info=())


def entitled_rows(book: Rulebook, segment: Segment, rows: Sequence[Row]) -> frozenset[int]:
    """The places of the elements that carry x if begun in the second half.

    An element without value takes one of the last places too; whether papers print its x the rule
    says.
    """
    rule = book.second_half.get(segment)
    if rule is None:
        return frozenset()
    of_kind = [row for row in rows if row.element.family.value in rule.families]
    if rule.last is not None:
        of_kind = of_kind[-rule.last :]
    return frozenset(row.place for row in of_kind if row.has_value or rule.without_value)


def _call_single(book: Rulebook, segment: Segment, kinds: Sequence[tuple[str, Row]]) -> None:
    jumps = [row for kind, row in kinds if kind == "jump"]
    if book.jump_elements[segment].axel == "solo":
        call_short(book, segment, jumps)
    else:
        call_free(book, segment, jumps)
    call_spins(book, segment, [row for kind, row in kinds if kind == "spin"])
    call_others(book, segment, [(k, row) for k, row in kinds if k not in ("jump", "spin")])


def _uncalled(book: Rulebook, segment: Segment, kinds: Sequence[tuple[str, Row]]) -> None:
    """A discipline whose elements nothing here marks."""


_CALLERS: Final[dict[Discipline, _Caller]] = {
    Discipline.MEN: _call_single,
    Discipline.WOMEN: _call_single,
    Discipline.PAIRS: call_pairs,
    Discipline.ICE_DANCE: call_dance,
}
