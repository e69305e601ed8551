"""What on a paper does not add up, and why."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from kissandcry.core import Points, SyntaxProblem, UnknownOnDate, season_of
from kissandcry.protocols.audit.deductions import deduction_problems
from kissandcry.protocols.audit.recompute import Recomputed
from kissandcry.protocols.audit.tables import Integers, Table
from kissandcry.protocols.model import PrintedElement, Protocol
from kissandcry.scoring.components import factored
from kissandcry.scoring.panel import NO_MARK, NO_SCORE
from kissandcry.scoring.ranking import segment_places
from kissandcry.scoring.second_half import second_half_problems

CHECKS: Final = (
    "numbers",
    "marks",
    "base_value",
    "second_half",
    "goe",
    "panel_score",
    "components",
    "factors",
    "tes",
    "pcs",
    "deductions",
    "tss",
    "rank",
)


class Finding(NamedTuple):
    """One difference: the performance (counted from 0), the check, and the cause in a sentence."""

    performance: int
    check: str
    text: str


def findings(protocol: Protocol, table: Table, done: Recomputed) -> Iterator[Finding]:
    """Every difference between the print and its own marks under the rules of the day."""
    yield from _numbers(protocol)
    yield from _marks(protocol, table, done)
    yield from _base_values(protocol, table, done)
    yield from _second_half(protocol, done)
    yield from _goe(protocol, table, done)
    yield from _panel_scores(table)
    yield from _components(protocol, table, done)
    yield from _totals(protocol, table, done)
    yield from _ranks(protocol, table, done)


def _points(hundredths: int) -> Points:
    return Points.from_hundredths(int(hundredths))


def _element(element: PrintedElement) -> str:
    number = "without number" if element.number is None else str(element.number)
    return f"element {number} ({element.code or 'no code'})"


def _numbers(protocol: Protocol) -> Iterator[Finding]:
    """Element numbers rise, starting numbers are different, and every row was understood."""
    starts: dict[int, list[int]] = defaultdict(list)
    for index, performance in enumerate(protocol.performances):
        numbered = [element for element in performance.elements if element.number is not None]
        for before, element in pairwise(numbered):
            if (element.number or 0) <= (before.number or 0):
                text = f"{_element(before)} is followed by {_element(element)}"
                yield Finding(index, "numbers", text)
        for element in numbered:
            if not 0 < (element.number or 0) <= len(numbered) + _MOST_MISSING:
                text = f"{_element(element)}: a number from 1 to {len(numbered)} was expected"
                yield Finding(index, "numbers", text)
        if performance.starting_number is not None:
            starts[performance.starting_number].append(index)
        for note in performance.notes:
            if note.startswith(_NOT_READ):
                yield Finding(index, "numbers", note)
    most = max(starts, default=0) if open_ranks(protocol) else 2 * len(starts) + _MOST_MISSING
    for start, indices in starts.items():
        for index in indices if len(indices) > 1 or not 0 < start <= most else ():
            others = {protocol.performances[i].name for i in indices if i != index}
            also = f"is also that of {', '.join(sorted(others))}" if others else f"of {len(starts)}"
            yield Finding(index, "numbers", f"starting number {start} {also}")


_MOST_MISSING: Final = 4  # elements deleted from a program, or skaters withdrawn from a small field


def open_numbers(protocol: Protocol) -> dict[int, str]:
    """Why the numbers of a performance cannot be verified: some are left out.

    A deleted element and a skater who withdrew leave a gap, and so would a wrong digit.
    """
    found: dict[int, str] = {}
    drawn = {p.starting_number for p in protocol.performances} - {None}
    free = sorted(set(range(1, len(drawn) + 1)) - drawn)
    for index, performance in enumerate(protocol.performances):
        numbers = {element.number for element in performance.elements} - {None}
        gaps = sorted(set(range(1, len(numbers) + 1)) - numbers)
        texts = [f"there is no element {_numbers_text(gaps)}"] if gaps else []
        if free and performance.starting_number is not None:
            texts.append(f"nobody has starting number {_numbers_text(free)}")
        if texts:
            found[index] = " and ".join(texts)
    return found


def _numbers_text(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))


_NOT_READ: Final = ("not understood", "technical score", "component score", "deductions:")


def _marks(protocol: Protocol, table: Table, done: Recomputed) -> Iterator[Finding]:
    """Marks lie on the scale of the day."""
    low, high = done.book.grades
    elements, components = table.elements, table.components
    marks = elements.marks
    beyond = np.argwhere((marks > high) | ((marks < low) & (marks != NO_MARK))).tolist()
    for row, judge in [*elements.outside, *beyond]:
        element = elements.printed[row]
        yield Finding(
            int(elements.performance[row]),
            "marks",
            f"{_element(element)}, judge {judge + 1}: {element.marks[judge]}, the scale goes from"
            f" {low:+d} to {high:+d}",
        )
    for row, judge in components.outside:
        index = int(components.performance[row])
        first = int(np.searchsorted(components.performance, index))
        component = protocol.performances[index].components[row - first]
        yield Finding(
            index,
            "marks",
            f"{component.name}, judge {judge + 1}: {component.marks[judge]}, allowed are"
            " quarters of points from 0.25 to 10.00",
        )


def _base_values(protocol: Protocol, table: Table, done: Recomputed) -> Iterator[Finding]:
    elements = table.elements
    wrong = (done.rows == 0) | (done.base_value != elements.base_value)
    for row in np.flatnonzero(wrong):
        element = elements.printed[row]
        index = int(elements.performance[row])
        if done.rows[row] == 0:
            key = (element.code, element.second_half, element.info)
            text = f"{_element(element)}: {done.valuation.problems[key]}"
        else:
            text = (
                f"{_element(element)}: base value {element.base_value} printed,"
                f" {_points(done.base_value[row])} by the scale of values of {done.day}"
                f"{_other_half(element, done)}"
            )
        yield Finding(index, "base_value", text)


def _other_half(element: PrintedElement, done: Recomputed) -> str:
    """Whether the printed value is that of the other half of the program."""
    other = structs.replace(element, second_half=not element.second_half)
    row = done.valuation.rows([other])[0]
    if row == 0 or done.valuation.base_value[row] != element.base_value.hundredths:
        return ""
    if element.second_half:
        return "; the x is printed, and its credit was not given"
    return "; the credit of the second half was given, and no x is printed"


def _second_half(protocol: Protocol, done: Recomputed) -> Iterator[Finding]:
    """An x stands only where the rule of the day allows one."""
    for index, performance in enumerate(protocol.performances):
        if not any(element.second_half for element in performance.elements):
            continue
        with suppress(UnknownOnDate, SyntaxProblem):  # told with the base values
            problems = second_half_problems(done.book, protocol.segment, performance.elements)
            for problem in problems:
                element = _element(performance.elements[problem.row])
                yield Finding(index, "second_half", f"{element}: {problem.sentence}")


def _goe(protocol: Protocol, table: Table, done: Recomputed) -> Iterator[Finding]:
    elements = table.elements
    wrong = (done.goe != NO_SCORE) & (done.goe != elements.goe)
    for row in np.flatnonzero(wrong):
        element = elements.printed[row]
        yield Finding(
            int(elements.performance[row]),
            "goe",
            f"{_element(element)}: GOE {element.goe} printed, {_points(done.goe[row])} from the"
            f" marks{_silent(element)} ({done.book.panel.provenance.rule})",
        )


def _silent(element: PrintedElement) -> str:
    """Judges without a mark, who may have counted otherwise than as absent."""
    silent = [f"{judge}" for judge, mark in enumerate(element.marks, start=1) if mark is None]
    return f"; no mark is printed of judge {', '.join(silent)}" if silent else ""


def _panel_scores(table: Table) -> Iterator[Finding]:
    elements = table.elements
    sums = elements.base_value + elements.goe
    for row in np.flatnonzero(sums != elements.panel_score):
        element = elements.printed[row]
        yield Finding(
            int(elements.performance[row]),
            "panel_score",
            f"{_element(element)}: score {element.panel_score} printed, {element.base_value} and"
            f" {element.goe} are {_points(sums[row])}",
        )


def _components(protocol: Protocol, table: Table, done: Recomputed) -> Iterator[Finding]:
    components = table.components
    printed = [c for performance in protocol.performances for c in performance.components]
    wrong = (done.components != NO_SCORE) & (done.components != components.panel_score)
    for row in np.flatnonzero(wrong):
        yield Finding(
            int(components.performance[row]),
            "components",
            f"{printed[row].name}: {printed[row].panel_score} printed,"
            f" {_points(done.components[row])} from the marks"
            f" ({done.book.panel.provenance.rule})",
        )
    rules = done.book.components.get(protocol.segment, ())
    names = ", ".join(f"{rule.name.replace('_', ' ')} {rule.factor}" for rule in rules)
    start = 0
    for index, performance in enumerate(protocol.performances):
        count = len(performance.components)
        factors = components.factor[start : start + count].tolist()
        start += count
        if count != len(rules):
            yield Finding(index, "factors", f"{count} components are printed, the day has {names}")
        elif factors != [rule.factor.hundredths for rule in rules]:
            shown = ", ".join(f"{c.name} {c.factor}" for c in performance.components)
            yield Finding(index, "factors", f"{shown} printed, the day has {names}")


def _sums(values: NDArray[np.integer], performance: Integers, count: int) -> Integers:
    return np.bincount(performance, weights=values, minlength=count).astype(np.int64)


def _totals(protocol: Protocol, table: Table, done: Recomputed) -> Iterator[Finding]:
    elements, components = table.elements, table.components
    count = len(protocol.performances)
    tes = _sums(elements.panel_score, elements.performance, count)
    base = _sums(elements.base_value, elements.performance, count)
    products = factored(components.panel_score, components.factor)
    pcs = _sums(products, components.performance, count)
    yield from _differences("tes", "the sum of the elements", table.tes, tes)
    yield from _differences("pcs", "the sum of the factored components", table.pcs, pcs)
    tss = table.tes + table.pcs - table.deductions
    yield from _differences("tss", "elements and components less deductions", table.tss, tss)
    for index, performance in enumerate(protocol.performances):
        if performance.base_value is not None:
            printed = performance.base_value.hundredths
            if printed != base[index]:
                text = (
                    f"{performance.base_value} is printed as the sum of base values, they are"
                    f" {_points(base[index])}"
                )
                yield Finding(index, "base_value", text)
        for text in deduction_problems(performance, done.book):
            yield Finding(index, "deductions", text)


def _differences(check: str, what: str, printed: Integers, mine: Integers) -> Iterator[Finding]:
    for index in np.flatnonzero(printed != mine):
        text = f"{_points(printed[index])} printed, {what} is {_points(mine[index])}"
        yield Finding(int(index), check, text)


def _ranks(protocol: Protocol, table: Table, done: Recomputed) -> Iterator[Finding]:
    """Each skater against the one printed before: a lower place has a lower score.

    So one wrong score or place is told where it stands and not at everyone below it.
    """
    rule = done.book.ties.get(protocol.segment)
    if rule is None:
        return
    places = segment_places(table.tss, table.tes, table.pcs, rule).tolist()
    ranked = [
        (performance.rank, places[index], index)
        for index, performance in enumerate(protocol.performances)
        if performance.rank is not None
    ]
    ranked.sort()
    excerpt = bool(open_ranks(protocol))
    for position, (rank, place, index) in enumerate(ranked):
        before = ranked[position - 1] if position else None
        text = _misplaced(protocol, rank, place, before)
        if (
            not text
            and not excerpt
            and (before is None or rank != before[0])
            and rank != position + 1
        ):
            text = f"{position} skaters are printed before"
        if text:
            yield Finding(index, "rank", f"rank {rank} printed, {text} ({rule.provenance.rule})")


def _misplaced(
    protocol: Protocol, rank: int, place: int, before: tuple[int, int, int] | None
) -> str:
    """What is wrong with a place, given the skater printed before; empty where nothing is."""
    if before is None:
        return ""
    other_rank, other_place, other = before
    name = protocol.performances[other].name
    if rank == other_rank:
        return "" if place == other_place else f"as for {name}, with other scores"
    if place < other_place:
        return f"with better scores than {name}, printed {other_rank}"
    return f"with the scores of {name}, printed {other_rank}" if place == other_place else ""


def open_ranks(protocol: Protocol) -> str:
    """Why the places cannot be verified: this is an excerpt of a segment; else empty.

    An excerpt has no more than half of the places, and most of its places lie beyond its length;
    one wrong place alone makes no excerpt.
    """
    printed = sorted(p.rank for p in protocol.performances if p.rank is not None)
    count = len(printed)
    if not printed or 2 * count > printed[-1] or printed[count // 2] <= count:
        return ""
    return f"of {printed[-1]} places {count} are here"


def doubtful_day(protocol: Protocol, done: Recomputed) -> str:
    """What speaks against the day that the protocol is dated; empty where nothing does."""
    if protocol.date is not None and protocol.date != done.day:
        return f"dated {protocol.date}, and the numbers follow the rules of {done.day}"
    if protocol.season and protocol.season != season_of(done.day):
        return f"of season {protocol.season}, and the numbers follow the rules of {done.day}"
    return ""
