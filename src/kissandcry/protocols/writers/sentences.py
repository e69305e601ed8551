"""The answer to "how did I do?" in a sentence, from what a protocol prints."""

from collections.abc import Sequence

from kissandcry.core import Points
from kissandcry.protocols.model import Performance, PrintedElement, Protocol
from kissandcry.protocols.writers import words

_PLACES = (
    "First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth Eleventh Twelfth".split()
)


def of_segment(protocol: Protocol) -> str:
    """Who won and by how much."""
    segment = words.SEGMENTS[protocol.segment].lower()
    first = [one for one in protocol.performances if one.rank == 1]
    if not first:
        return f"The paper names no winner of the {segment}."
    names = " and ".join(map(_who, first))
    sentence = f"{names} won the {segment} with {first[0].tss}"
    others = [one for one in protocol.performances if one.rank not in {1, None}]
    if not others:
        return f"{sentence}."
    second = min(others, key=lambda one: one.rank or 0)
    return f"{sentence}, {first[0].tss - second.tss} ahead of {_who(second)}."


def of_performance(one: Performance, all_of_them: Sequence[Performance]) -> str:
    """The place, how far behind the winner if the paper has one, what gave and what cost most."""
    if one.rank is None:
        return f"No place: {one.status}." if one.status else "No place is printed."
    place = _place(one.rank)
    best = max((other.tss for other in all_of_them if other.rank == 1), default=None)
    gap = f", {best - one.tss} behind the winner" if best is not None and one.rank > 1 else ""
    parts = [f"{place} with {one.tss}{gap}"]
    if one.elements:
        up = max(one.elements, key=lambda element: element.goe)
        down = min(one.elements, key=lambda element: element.goe)
        if up.goe > Points(0):
            parts.append(f"{_element(up)} gained most in quality ({signed(up.goe)})")
        if down.goe < Points(0):
            parts.append(f"{_element(down)} lost most ({signed(down.goe)})")
    if one.deductions:
        parts.append(f"{abs(one.deductions)} was deducted")
    return "; ".join(parts) + "."


def _place(rank: int) -> str:
    """Such as `Seventh`, `13th` or `22nd`."""
    if rank <= len(_PLACES):
        return _PLACES[rank - 1]
    ending = (
        "th" if rank % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    )
    return f"{rank}{ending}"


def signed(points: Points) -> str:
    """Points with their sign, zero without."""
    return f"+{points}" if points > Points(0) else words.figure(points)


def _who(one: Performance) -> str:
    return f"{one.name} ({one.nation})" if one.nation else one.name


def _element(element: PrintedElement) -> str:
    return element.code or "an element without a name"
