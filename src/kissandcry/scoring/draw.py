"""The random draw, solved.

Until 2009-10 a part of the panel was drawn by lot, and only the drawn judges counted; the protocol
prints every judge and does not say who was drawn. But it prints what came out. Every component and
every element of a segment is one equation: the trimmed mean of the drawn columns is the printed
score. A panel of 12 with 9 drawn has 220 draws, and a handful of rows leaves one of them.

Until 2008-09 the columns keep one order and one draw holds for a whole segment, components and
elements alike. In 2009-10 the columns look shuffled anew for each skater, so each performance is
solved by itself and can leave several draws.
"""

from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kissandcry.core import AgainstTheRules, Contradiction
from kissandcry.rulebooks.model import PanelRule
from kissandcry.scoring.panel import NO_VALUE, Judges, trimmed_mean

_CHUNK: Final = 12  # rows between two prunings
_TRUSTED: Final = 10  # a draw that leaves more than one row in ten unexplained explains nothing


@dataclass(frozen=True, slots=True)
class DrawSolution:
    """Which judges may have been drawn.

    `draws`: shape [draws, judges], true for a judge who counts: the draws that explain the most
    rows. `disagreeing` holds the numbers of the rows that the first of them does not explain;
    usually there are none. `used` is the number of rows that took part, `left_out` those with a
    value that is not known.
    """

    draws: NDArray[np.bool_]
    used: int
    left_out: NDArray[np.intp]
    disagreeing: NDArray[np.intp]

    @property
    def unique(self) -> bool:
        """Whether the print determines the draw: one explains more rows than any other, and all of
        them but for single wrong ones."""
        few = len(self.disagreeing) * _TRUSTED <= self.used
        return len(self.draws) == 1 and self.used > 0 and few


def solve_draw(
    values: NDArray[np.integer],
    printed: NDArray[np.integer],
    rule: PanelRule,
    counted: int | None = None,
) -> DrawSolution:
    """The draws that give the printed scores.

    `values`: shape [rows, judges], hundredths: the marks of a component, or the tabulated values of
    the grades of an element; `NO_VALUE` where a judge gave no mark or the table does not know the
    value. `printed`: shape [rows], hundredths. `counted`: how many judges count; by default what
    `rule.drawn` says for the size of the panel, and every number that may count where it does not
    say. A column without any value is an absent judge. Raises `Contradiction` when the shapes do
    not fit, and `AgainstTheRules` for more judges than the rule's largest panel has.
    """
    if values.ndim != 2 or printed.shape != values.shape[:1]:
        raise Contradiction("draw: expected rows by judges and one printed score for each row")
    missing = values == NO_VALUE
    present = np.flatnonzero(~missing.all(axis=0))
    if len(present) > rule.largest_panel:
        raise AgainstTheRules(
            f"draw: marks of {len(present)} judges, the largest panel has {rule.largest_panel}"
            f" ({rule.provenance.rule})"
        )
    empty = missing.all(axis=1)
    known = ~missing[:, present].any(axis=1) & ~empty
    rows, left_out = np.flatnonzero(known), np.flatnonzero(~known & ~empty)
    judges = values.shape[1]
    sizes = _sizes(len(present), rule, counted)
    panel, scores = values[np.ix_(rows, present)], printed[rows]
    draws = [draw for size in sizes for draw in _explaining(panel, scores, rule, size)]
    disagreeing = np.empty(0, np.intp)
    if not draws:
        draws, misses = _nearest(panel, scores, rule, sizes)
        disagreeing = rows[misses]
    chosen = np.zeros((len(draws), judges), np.bool_)
    for line, draw in zip(chosen, draws, strict=True):
        line[present[draw]] = True
    return DrawSolution(chosen, len(rows), left_out, disagreeing)


def solve_segment(
    values: NDArray[np.integer],
    printed: NDArray[np.integer],
    performance: NDArray[np.integer],
    rule: PanelRule,
) -> dict[int, DrawSolution]:
    """The draw of each performance of a segment, by the number that `performance` (shape [rows])
    gives it. Where one draw holds for the segment all have the same solution, and its rows are
    those of the segment; else they are those of the performance. `values` and `printed` as in
    `solve_draw`.
    """
    numbers = [int(number) for number in np.unique(performance)]
    if rule.draw_scope == "segment":
        solution = solve_draw(values, printed, rule)
        return dict.fromkeys(numbers, solution)
    solutions = {}
    for number in numbers:
        rows = np.flatnonzero(performance == number)
        solutions[number] = solve_draw(values[rows], printed[rows], rule)
    return solutions


def _sizes(present: int, rule: PanelRule, counted: int | None) -> list[int]:
    if counted is None and rule.draw_scope == "none":
        counted = present
    if counted is None:
        counted = rule.drawn.get(present)
    if counted is not None:
        return [counted]
    fewest = rule.trim_high + rule.trim_low + 1  # so that a mark is left
    return list(range(fewest, min(rule.maximum, present) + 1))


@cache
def _subsets(judges: int, size: int) -> NDArray[np.intp]:
    """Every choice of `size` out of `judges` columns: shape [choices, size]."""
    chosen = np.array(list(combinations(range(judges), size)), np.intp)
    return chosen.reshape(-1, min(size, judges))


def _hits(
    values: NDArray[np.integer],
    printed: NDArray[np.integer],
    rule: PanelRule,
    choices: NDArray[np.intp],
) -> Judges:
    """Whether each choice gives each printed score: shape [rows, choices]."""
    rows, (number, size) = len(values), choices.shape
    means = trimmed_mean(values[:, choices].reshape(rows * number, size), rule)
    hits: Judges = means.reshape(rows, number) == printed[:, None]
    return hits


def _explaining(
    values: NDArray[np.integer], printed: NDArray[np.integer], rule: PanelRule, size: int
) -> list[NDArray[np.intp]]:
    """The choices of `size` judges that explain every row."""
    choices = _subsets(values.shape[1], size)
    for start in range(0, len(values), _CHUNK):
        if not len(choices):
            break
        part = slice(start, start + _CHUNK)
        choices = choices[_hits(values[part], printed[part], rule, choices).all(axis=0)]
    return list(choices)


def _nearest(
    values: NDArray[np.integer], printed: NDArray[np.integer], rule: PanelRule, sizes: list[int]
) -> tuple[list[NDArray[np.intp]], NDArray[np.intp]]:
    """The choices that explain the most rows, and the rows that the first does not explain."""
    best: list[NDArray[np.intp]] = []
    misses = np.arange(len(values))
    most = -1
    for size in sizes:
        choices = _subsets(values.shape[1], size)
        if not len(choices):
            continue
        hits = _hits(values, printed, rule, choices)
        counts = hits.sum(axis=0)
        top = int(counts.max())
        if top > most:
            most, best = top, []
            misses = np.flatnonzero(~hits[:, int(counts.argmax())])
        if top == most:
            best.extend(choices[counts == top])
    return best, misses
