"""The cells of the judges' marks, as the page and the PDF show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kissandcry.core import Points
from kissandcry.protocols.model import Protocol
from kissandcry.protocols.writers import words
from kissandcry.rulebooks.model import PanelRule, Rulebook
from kissandcry.scoring import deleted

_FULL: Final = 100


@dataclass(frozen=True, slots=True)
class Cell:
    """A judge's mark: its text as papers print it, its colour as a share of the strongest (in
    percent, from -100 for the lowest grade to 100 for the highest, 0 for none), and whether the
    panel's score leaves it out."""

    text: str
    tint: int
    struck: bool


@dataclass(frozen=True, slots=True)
class Cells:
    """Makes the cells of a protocol's rows: `judges` in each, coloured up to the grade
    `strongest`; struck by `rule`, where there is one."""

    judges: int
    strongest: int
    rule: PanelRule | None

    @classmethod
    def of(cls, protocol: Protocol, judges: int, rulebook: Rulebook | None) -> "Cells":
        """The strongest colour is that of the rulebook's highest grade; without a rulebook, that of
        the largest grade printed."""
        if rulebook is not None:
            return cls(judges, rulebook.grades[1], rulebook.panel)
        return cls(judges, max(_sizes(protocol), default=1), None)

    def row(self, marks: Sequence[int | Points | None]) -> list[Cell | None]:
        """A cell for each judge; None for a judge whom this row does not know."""
        struck = left_out(marks, self.rule)
        cells: list[Cell | None] = [
            Cell(_text(mark), self._tint(mark), place in struck) for place, mark in enumerate(marks)
        ]
        return [*cells, *[None] * (self.judges - len(cells))]

    def _tint(self, mark: int | Points | None) -> int:
        if not isinstance(mark, int):
            return 0
        share = min(abs(mark) * _FULL // self.strongest, _FULL)
        return share if mark > 0 else -share


def left_out(
    marks: Sequence[int | Points | None],
    rule: PanelRule | None,
    counted: Sequence[bool] | None = None,
) -> frozenset[int]:
    """The places (from 0) of the marks that trimming leaves out.

    Empty without a rule, and where judges were drawn by lot unless `counted` says which of them
    count: the paper does not tell whose marks were trimmed.
    """
    if rule is None or (rule.drawn and counted is None):
        return frozenset()
    gone = deleted(marks, rule, counted)
    return frozenset((*gone.highest, *gone.lowest))


def _sizes(protocol: Protocol) -> Iterable[int]:
    """How far each grade printed is from zero, zero left out."""
    for performance in protocol.performances:
        for row in performance.elements:
            yield from (abs(mark) for mark in row.marks if mark)


def _text(mark: int | Points | None) -> str:
    return words.figure(mark) if isinstance(mark, Points) else words.grade(mark)
