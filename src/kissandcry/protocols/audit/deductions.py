"""The deductions of a performance: do the reasons add up, and does each cost what its rule says?"""

from collections.abc import Iterator, Sequence
from typing import Final

from kissandcry.core import Points
from kissandcry.protocols.model import Performance, PrintedDeduction
from kissandcry.rulebooks import DeductionRule, Rulebook

# How papers begin their reasons, and the kinds of deduction in a rulebook that these may be.
_KINDS: Final = (
    ("fall", ("fall",)),
    ("time violation", ("time_violation",)),
    ("late start", ("late_start",)),
    ("interruption", ("interruption", "interruption_three_minutes")),
    ("costume failure", ("costume_failure",)),
    ("costume", ("costume_violation",)),
    ("illegal element", ("illegal_element",)),
    ("extended lift", ("extended_lift",)),
    ("music tempo", ("tempo",)),
    ("music", ("music_violation",)),
    ("extra element", ("extra_element",)),
    ("violation of choreo", ("choreography",)),
    ("choreography restriction", ("choreography",)),
)
_MOST: Final = 20  # occurrences that are tried; no paper has printed more than five


def deduction_problems(performance: Performance, book: Rulebook) -> Iterator[str]:
    """What contradicts itself or the rules of the day, a sentence each."""
    items = performance.deduction_items
    if not items:
        return
    total = sum((item.points for item in items), Points(0))
    if total != performance.deductions:
        yield f"{performance.deductions} printed, the reasons add up to {total}"
    for item in items:
        rules = _rules(item, book)
        if not item.points or not rules:
            continue
        allowed = _amounts(rules)
        if item.points not in allowed:
            yield (
                f"{item.reason}: {item.points} printed, allowed are {_list(allowed)}"
                f" ({rules[0].provenance.rule})"
            )
        elif _count_is_open(item, rules) is None:
            of_count = rules[0].total(item.count or 0)
            yield (
                f"{item.reason} ({item.count}): {item.points} printed, for {item.count} it is"
                f" {of_count} ({rules[0].provenance.rule})"
            )


def open_deductions(performance: Performance, book: Rulebook) -> str:
    """Why the deductions cannot all be verified; empty where they can."""
    if performance.deductions and not performance.deduction_items:
        return "the paper gives no reason"
    reasons = []
    for item in performance.deduction_items:
        rules = _rules(item, book)
        if item.points and not rules:
            reasons.append(f"the rulebook of the day holds no deduction for {item.reason!r}")
        elif item.points and _count_is_open(item, rules):
            reasons.append(f"the number behind {item.reason!r} is that of the points")
    return "; ".join(reasons)


def _rules(item: PrintedDeduction, book: Rulebook) -> list[DeductionRule]:
    reason = item.reason.lower()
    for beginning, kinds in _KINDS:
        if reason.startswith(beginning):
            return [rule for rule in map(book.deduction, kinds) if rule is not None]
    return []


def _count_is_open(item: PrintedDeduction, rules: Sequence[DeductionRule]) -> bool | None:
    """Whether the printed count cannot be checked; None where it is wrong.

    At the Games of 2018 the number in brackets is that of the points, not of the falls.
    """
    if item.count is None or any(rule.total(item.count) == item.points for rule in rules):
        return False
    return True if 100 * item.count == item.points.hundredths else None


def _amounts(rules: Sequence[DeductionRule]) -> list[Points]:
    """Every sum that so many occurrences can cost, smallest first."""
    return sorted({rule.total(count) for rule in rules for count in range(1, _MOST)})


def _list(values: Sequence[Points]) -> str:
    shown = ", ".join(map(str, values[:5]))
    return shown if len(values) <= 5 else f"{shown} ..."
