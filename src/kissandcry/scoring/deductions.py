"""Deductions: what each call takes off, by the rulebook's schedule.

A fall counts once for each partner who falls; a schedule can make the third fall dearer than the
second (Rule 353).
"""

from collections.abc import Mapping

from kissandcry.core import AgainstTheRules, Points, UnknownOnDate
from kissandcry.rulebooks.model import DeductionRule, Rulebook
from kissandcry.scoring.steps import Step, scope


def deduction_rule(book: Rulebook, kind: str) -> DeductionRule:
    """The rule of a kind such as "fall". Raises `UnknownOnDate` naming the kinds there are."""
    rule = book.deduction(kind)
    if rule is None:
        known = ", ".join(sorted(rule.kind for rule in book.deductions))
        raise UnknownOnDate(f"deduction {kind!r}: the rules ({scope(book)}) know {known}")
    return rule


def deduction_steps(book: Rulebook, calls: Mapping[str, int]) -> tuple[Step, ...]:
    """What each kind takes off (positive points): `{"fall": 3}` is three falls.

    Raises `UnknownOnDate` for a kind that the rulebook does not know and `AgainstTheRules` for a
    count below zero.
    """
    steps = []
    for kind, count in calls.items():
        rule = deduction_rule(book, kind)
        if count < 0:
            raise AgainstTheRules(f"deduction {kind}: a count of {count}, allowed are 0 and more")
        if count:
            text = f"{kind.replace('_', ' ')}, {count} called by the {rule.decided_by}"
            steps.append(Step(text, rule.total(count), rule.provenance.rule))
    return tuple(steps)


def deductions(book: Rulebook, calls: Mapping[str, int]) -> Points:
    """The sum of what is taken off, positive. Errors as `deduction_steps`."""
    values = (step.value for step in deduction_steps(book, calls))
    return sum((value for value in values if value is not None), Points(0))
