"""How a number came about, step by step, each with its rule.

The steps are plain data (`Step`); whoever shows them decides how they look.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kissandcry.core import Contradiction, Points
from kissandcry.rulebooks.model import PanelRule, Rulebook
from kissandcry.scoring.deductions import deduction_steps
from kissandcry.scoring.steps import Step, cite
from kissandcry.scoring.total import ComponentScore, ElementScore, SkateScore


@dataclass(frozen=True, slots=True)
class Deleted:
    """Which judges (numbers from 0) were deleted as the highest and as the lowest."""

    highest: tuple[int, ...]
    lowest: tuple[int, ...]


def deleted(
    marks: Sequence[int | Points | None], rule: PanelRule, counted: Sequence[bool] | None = None
) -> Deleted:
    """The judges whose marks trimming deletes: of equal marks the first is the one struck.

    `counted` says for each judge whether the draw lets him count. The highest and the lowest are
    two different judges, also where all marks are equal.
    """
    given = [
        (mark.hundredths if isinstance(mark, Points) else mark, judge)
        for judge, mark in enumerate(marks)
        if mark is not None and (counted is None or counted[judge])
    ]
    if len(given) < rule.trim_from:
        return Deleted((), ())
    highest = tuple(judge for _, judge in sorted(given, key=_from_the_top)[: rule.trim_high])
    rest = sorted(entry for entry in given if entry[1] not in highest)
    return Deleted(highest, tuple(judge for _, judge in rest[: rule.trim_low]))


def explain_element(
    book: Rulebook,
    score: ElementScore,
    marks: Sequence[int | None],
    counted: Sequence[bool] | None = None,
) -> tuple[Step, ...]:
    """From the base values to the score of an element, given the judges' grades."""
    steps = list(score.value.steps)
    rule = cite(book, "goe", book.panel.provenance)
    if any(mark is not None for mark in marks):
        values = [None if mark is None else score.value.goe.get(mark) for mark in marks]
        steps.append(Step(_tabulated(marks, values), None, rule))
        steps.append(_trimming(book.panel, marks, counted))
        steps.append(Step("mean of the values left, rounded", score.goe, rule))
    steps.append(Step("base value and grade of execution", score.score, rule))
    return tuple(steps)


def explain_component(
    book: Rulebook,
    score: ComponentScore,
    marks: Sequence[Points | None],
    counted: Sequence[bool] | None = None,
) -> tuple[Step, ...]:
    """From the judges' marks to the factored score of a component."""
    rule = cite(book, "components", book.panel.provenance)
    return (
        _trimming(book.panel, marks, counted),
        Step("mean of the marks left, rounded", score.panel, rule),
        Step(f"times the factor {score.factor}, rounded", score.score, rule),
    )


def explain_total(book: Rulebook, score: SkateScore, calls: Mapping[str, int]) -> tuple[Step, ...]:
    """From the sums to the total segment score. Raises `Contradiction` where `calls` are not those
    that were deducted for."""
    taken = deduction_steps(book, calls)
    if sum((step.value.hundredths for step in taken if step.value), 0) != abs(
        score.deductions.hundredths
    ):
        raise Contradiction(f"deductions of {score.deductions} do not follow from {dict(calls)}")
    rule = cite(book, "total", book.panel.provenance)
    return (
        Step("sum of the element scores", score.tes, rule),
        Step("sum of the factored components", score.pcs, rule),
        *taken,
        Step("elements and components, less the deductions", score.tss, rule),
    )


def _from_the_top(entry: tuple[int, int]) -> tuple[int, int]:
    return -entry[0], entry[1]


def _signed(grade: int) -> str:
    return f"{grade:+d}" if grade else "0"


def _tabulated(marks: Sequence[int | None], values: Sequence[Points | None]) -> str:
    pairs = dict.fromkeys(
        f"{_signed(mark)} is {'not known' if value is None else value}"
        for mark, value in sorted(
            ((m, v) for m, v in zip(marks, values, strict=True) if m is not None),
            key=lambda pair: pair[0],
        )
    )
    return f"each grade takes its value in the table: {', '.join(pairs)}"


def _trimming(
    rule: PanelRule, marks: Sequence[int | Points | None], counted: Sequence[bool] | None
) -> Step:
    gone = deleted(marks, rule, counted)
    count = sum(
        mark is not None and (counted is None or counted[judge]) for judge, mark in enumerate(marks)
    )
    if not gone.highest and not gone.lowest:
        text = f"{count} judges count, too few to delete any"
    else:
        high = ", ".join(str(judge + 1) for judge in gone.highest)
        low = ", ".join(str(judge + 1) for judge in gone.lowest)
        text = f"{count} judges count; deleted are the highest (judge {high}) and lowest ({low})"
    return Step(text, None, rule.provenance.rule)
