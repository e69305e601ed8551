"""How a number of a printed skate came about: the steps of `scoring`, beside what was printed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kissandcry.archive import Archive, kept
from kissandcry.core import KissAndCryError, Points, Segment
from kissandcry.protocols import Audit, Performance, audit
from kissandcry.protocols.model import PrintedComponent, PrintedElement
from kissandcry.protocols.writers import sentences, words
from kissandcry.scoring import (
    ComponentScore,
    ElementScore,
    Step,
    element_value,
    explain_component,
    explain_element,
)
from kissandcry.scoring.panel import NO_SCORE, NO_VALUE
from kissandcry.scoring.steps import cite
from kissandcry.web import reading
from kissandcry.web.ask import NotFound
from kissandcry.web.grid import said
from kissandcry.web.page import Column, Row, Table

_COMPONENT: Final = re.compile(r"component-(\d{1,2})", re.ASCII)
_COLUMNS: Final = (Column("text", "Step"), Column("value", "Value"), Column("rule", "Rule"))


@dataclass(frozen=True, slots=True)
class Explained:
    """An explanation: `answer` says what it came to, `marks` are the judges' marks in a line."""

    title: str
    answer: str
    steps: list[dict[str, str]]
    marks: str
    sources: tuple[str, ...]

    @property
    def table(self) -> Table:
        """The steps as a table, for CSV."""
        return Table("steps", "Steps", _COLUMNS, self.steps)


def explained(archive: Archive, of: Row, skates: Sequence[Row], row: Row, what: str) -> Explained:
    """The explanation of an element (its place from 1), a component (`component-1`) or the `total`
    of a performance in the archive. Raises `NotFound` for anything else."""
    skate = _Skate.of(archive, of, skates, row)
    if what == "total":
        return skate.total()
    if match := _COMPONENT.fullmatch(what):
        return skate.component(int(match[1]))
    if what.isascii() and what.isdecimal() and len(what) <= 3:
        return skate.element(int(what))
    raise NotFound(
        f"{what[:40]!r} is no number of a skate; there are the elements by their place from 1, the"
        " components as component-1 and so on, and total"
    )


class _Skate:
    """A performance in its audited paper: `index` is its place there."""

    def __init__(self, done: Audit, index: int) -> None:
        self._done = done
        self._index = index
        self._book = done.recomputed.book
        self._one: Performance = done.protocol.performances[index]
        draw = done.recomputed.draws.get(index)
        self._draws: list[NDArray[np.bool_]] = list(draw.draws) if draw is not None else []

    @classmethod
    def of(cls, archive: Archive, of: Row, skates: Sequence[Row], row: Row) -> "_Skate":
        """Audited alone where that decides, else with the whole segment: a draw by lot is found
        from all its marks."""
        book = reading.rulebook(of)
        together = book is None or book.panel.drawn or of["segment"] == Segment.COMPULSORY_DANCE
        if together:
            paper = kept.printed(archive, of["id"])
            return cls(audit(paper, of["day"]), row["position"] - 1)
        paper = reading.protocol(archive, of, [row], row["id"])
        return cls(audit(paper, of["day"]), 0)

    def element(self, number: int) -> Explained:
        """An element by its place."""
        elements = self._one.elements
        if not 0 < number <= len(elements):
            raise NotFound(f"this skate has {len(elements)} elements, and {number} is asked for")
        printed = elements[number - 1]
        line = self._first(self._done.table.elements.performance) + number - 1
        goe = int(self._done.recomputed.goe[line])
        steps: tuple[Step, ...] = ()
        problem = ""
        try:
            value = element_value(
                self._book,
                printed.code,
                printed.second_half,
                printed.info,
                segment=self._done.recomputed.valuation.segment,
                dance=self._done.recomputed.valuation.dance,
            )
        except KissAndCryError as error:
            problem = f"It cannot be computed again: {error}."
        else:
            points = printed.goe if goe == NO_SCORE else Points.from_hundredths(goe)
            score = ElementScore(value, points, value.base_value + points)
            steps = explain_element(self._book, score, printed.marks, self._counted)
            problem = self._differs(printed.panel_score, score.score, goe == NO_SCORE)
        return Explained(
            title=f"{printed.code or 'An element without a name'}"
            f"{f' {printed.info}' if printed.info else ''}",
            answer=_element_words(printed, said(printed, self._book), problem),
            steps=_shown(steps),
            marks=_marks(printed),
            sources=self._sources(),
        )

    def component(self, number: int) -> Explained:
        """A component by its place."""
        components = self._one.components
        if not 0 < number <= len(components):
            raise NotFound(
                f"this skate has {len(components)} components, and {number} is asked for"
            )
        printed = components[number - 1]
        line = self._first(self._done.table.components.performance) + number - 1
        panel = int(self._done.recomputed.components[line])
        factor = int(self._done.table.components.factor[line])
        marks = self._done.table.components.marks[line]
        open_ = panel == NO_SCORE
        points = printed.panel_score if open_ else Points.from_hundredths(panel)
        times = Points.from_hundredths(factor)
        score = ComponentScore(printed.name, points, times, points.times(times))
        given = [None if mark == NO_VALUE else Points.from_hundredths(int(mark)) for mark in marks]
        steps = explain_component(self._book, score, given, self._counted)
        problem = self._differs(printed.panel_score, points, open_)
        return Explained(
            title=printed.name,
            answer=f"The panel gives {printed.panel_score}, worth {score.score} points"
            f" with the factor {times}. {problem}".rstrip(),
            steps=_shown(steps),
            marks=_marks(printed),
            sources=self._sources(),
        )

    def total(self) -> Explained:
        """The segment score."""
        one, book = self._one, self._book
        rule = cite(book, "total", book.panel.provenance)
        taken = [
            Step(_reason(item.reason, item.count), -item.points, "printed on the paper")
            for item in one.deduction_items
        ]
        if one.deductions and not taken:
            taken = [Step("deductions, without a reason on the paper", -one.deductions, "")]
        steps = (
            Step(f"sum of the scores of {len(one.elements)} elements", one.tes, rule),
            Step(f"sum of {len(one.components)} components, each times its factor", one.pcs, rule),
            *taken,
            Step("elements and components, less the deductions", one.tss, rule),
        )
        found = [finding.text for finding in self._done.by_performance.get(self._index, ())]
        problem = f" The paper differs: {'; '.join(found)}." if found else ""
        return Explained(
            title="Segment score",
            answer=f"{one.tes} for the elements and {one.pcs} for the components"
            f"{f', less {abs(one.deductions)}' if one.deductions else ''}: {one.tss}.{problem}",
            steps=_shown(steps),
            marks="",
            sources=self._sources(),
        )

    @property
    def _counted(self) -> Sequence[bool] | None:
        """Who counts, where the draw is known."""
        return self._draws[0].tolist() if len(self._draws) == 1 else None

    def _first(self, performance: NDArray[np.int64]) -> int:
        return int(np.searchsorted(performance, self._index))

    def _differs(self, printed: Points, mine: Points, open_: bool) -> str:
        if open_ and len(self._draws) > 1:
            return (
                f"A part of the panel was drawn by lot, and the print leaves {len(self._draws)}"
                " draws possible: whose marks count is not known."
            )
        if open_:
            return "The marks do not determine it: the print is shown."
        if printed != mine:
            return f"The paper prints {printed}; its marks give {mine}."
        return ""

    def _sources(self) -> tuple[str, ...]:
        book, paper = self._book, self._done.protocol
        since = words.long_date(book.day)
        rules = f"Rules of {book.authority.upper()} for {book.level} {book.discipline}"
        said_of = f"{rules.replace('_', ' ')}, in force since {since}."
        return (said_of, f"Marks: {paper.file}.")


def _element_words(printed: PrintedElement, in_words: str, problem: str) -> str:
    text = f"{in_words[:1].upper()}{in_words[1:]}. " if in_words else ""
    text += f"Base value {printed.base_value}, grade of execution {sentences.signed(printed.goe)}:"
    return f"{text} {printed.panel_score}. {problem}".rstrip()


def _reason(reason: str, count: int | None) -> str:
    return f"deduction: {reason}" + (f", {count} times" if count is not None and count > 1 else "")


def _shown(steps: Sequence[Step]) -> list[dict[str, str]]:
    return [
        {"text": step.text, "value": words.figure(step.value), "rule": step.rule} for step in steps
    ]


def _marks(row: PrintedElement | PrintedComponent) -> str:
    """The marks in a line: `J1 +2, J2 +3`."""
    given: list[str] = []
    for judge, mark in enumerate(row.marks, start=1):
        if isinstance(mark, int):
            text = f"+{mark}" if mark > 0 else words.grade(mark)
        else:
            text = words.figure(mark) or words.MISSING
        given.append(f"J{judge} {text}")
    return f"Marks: {', '.join(given)}" if given else ""
