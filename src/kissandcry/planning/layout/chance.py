"""The chance to reach a score, or to beat a field: the best layout for it, or the best found with a
bound that no layout exceeds.

The chance is not a sum over elements, so no single solve finds its maximum. But for every theta > 0
the chance that a total X exceeds t is at most E exp(theta (X - t)) (Chernoff), and the logarithm of
that is a sum over elements: one exact solve gives its maximum over all legal layouts, and so a
bound on every layout's chance; the smallest of several thetas is stated. Layouts whose own bound is
above the best chance found are then listed by the solver. Where the list ends within the limit, the
best is proved.
"""

import math
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from kissandcry.archive.form.model import normal_below
from kissandcry.core import Contradiction, Points
from kissandcry.planning.layout.model import Chosen, Model, build
from kissandcry.planning.layout.planner import Layout, Question, Told, best, layout_of
from kissandcry.planning.layout.solve import Solution
from kissandcry.planning.layout.worths import SCALE, cautious, growth, log_growth
from kissandcry.planning.worth import Worth

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

Floats = NDArray[np.float64]
LISTED: Final = 20_000  # layouts that are looked at one by one
_THETAS: Final = (0.05, 0.1, 0.2, 0.35, 0.5, 0.8, 1.2, 2.0)  # of a point
_WEIGHTS: Final = (0.0, 0.03, 0.1, 0.3, -0.03, -0.1)  # of the variance: careful, and bold
_LISTING: Final = 10.0  # seconds for the list of layouts
_LOOKING: Final = 10.0  # seconds for their chances
_CUTS: Final = 3  # of the thetas, in the listing
_SMALLEST: Final = 1e-12


@dataclass(frozen=True, slots=True)
class Rest:
    """What the score has beside the elements, such as components: mean and spread, in points."""

    mean: float = 0.0
    spread: float = 0.0


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached: each score in hundredths, with how likely it is the one that is
    needed; and what the skater has beside the elements."""

    scores: Mapping[int, float]
    rest: Rest = field(default_factory=Rest)

    def weight(self, theta: float) -> float:
        """log E exp(theta (rest - needed)), which makes the growth of elements a bound."""
        needed = {-score: chance for score, chance in self.scores.items()}
        rest = theta * self.rest.mean + (theta * self.rest.spread) ** 2 / 2
        return log_growth(needed, theta) + rest


def reach(score: Points, rest: Rest | None = None) -> Goal:
    """The goal of at least so many points."""
    return Goal({score.hundredths: 1.0}, rest or Rest())


def beat(scores: Sequence[Points] | Mapping[Points, float], rest: Rest | None = None) -> Goal:
    """The goal of more points than the best rival: their scores, equally likely or with chances.

    Raises `Contradiction` for chances that do not sum to one.
    """
    if not isinstance(scores, Mapping):
        if not scores:
            raise Contradiction("no score of a rival is given; at least one is needed")
        counts: dict[int, float] = {}
        for one in scores:
            counts[one.hundredths + 1] = counts.get(one.hundredths + 1, 0.0) + 1 / len(scores)
        return Goal(counts, rest or Rest())
    total = math.fsum(scores.values())
    if abs(total - 1) > 1e-6 or min(scores.values(), default=0.0) < 0:
        raise Contradiction(
            f"the chances of the rivals' scores sum to {total:.4f}; they must sum to 1, each from 0"
        )
    return Goal({one.hundredths + 1: p for one, p in scores.items()}, rest or Rest())


@dataclass(frozen=True, slots=True)
class Chance:
    """The layout with the best chance that was found. No legal layout has more than `bound`;
    `proved`: none has more than `chance`. `looked_at` is how many layouts were worked out."""

    layout: Layout
    chance: float
    bound: float
    proved: bool
    looked_at: int


@dataclass(eq=False)
class Totals:
    """The distribution of a layout's total, from those of its elements, which are independent.

    Each element's distribution over hundredths is transformed once (`length` points, more than any
    total of the task spans); the transform of a sum is the product.
    """

    length: int
    _kept: dict[int, tuple[Worth, int, NDArray[np.complex128]]] = field(default_factory=dict)

    def of(self, worths: Sequence[Worth]) -> tuple[int, Floats]:
        """The lowest total in hundredths, and the chance of each hundredth from there on."""
        lowest, product = 0, np.ones(self.length // 2 + 1, np.complex128)
        for one in worths:
            _, least, transformed = self._kept.get(id(one)) or self._transform(one)
            lowest += least
            product *= transformed
        return lowest, np.clip(np.fft.irfft(product, self.length), 0.0, 1.0)

    def _transform(self, worth: Worth) -> tuple[Worth, int, NDArray[np.complex128]]:
        row, least = np.zeros(self.length), min(worth.chances)
        for points, chance in worth.chances.items():
            row[points - least] = chance
        self._kept[id(worth)] = found = (worth, least, np.fft.rfft(row))
        return found


def totals_for(worths: Iterable[Worth], count: int) -> Totals:
    """Room for the total of any `count` of these elements."""
    spans = sorted((max(one.chances) - min(one.chances) for one in worths), reverse=True)
    size = 1 + sum(spans[:count]) if count <= len(spans) else 1 + count * max(spans, default=0)
    return Totals(1 << max(size, 2).bit_length())


def reached(goal: Goal, lowest: int, count: int) -> Floats:
    """How likely the goal is reached with each total of the elements: `lowest` hundredths and the
    next, so many."""
    found, rest = np.zeros(count), goal.rest
    totals = np.arange(lowest, lowest + count)
    for score, chance in goal.scores.items():
        missing = score - 100 * rest.mean
        if rest.spread <= 0:
            found += chance * (totals >= missing - 1e-9)
        else:
            found += chance * normal_below((totals - missing) / (100 * rest.spread))
    return found


def chance_of(worths: Sequence[Worth], goal: Goal) -> float:
    """The chance that elements of these worths, with the rest, reach the goal."""
    lowest, shares = totals_for(worths, len(worths)).of(worths)
    return _share(float(shares @ reached(goal, lowest, len(shares))))


def _share(chance: float) -> float:
    return min(max(chance, 0.0), 1.0)


@dataclass(frozen=True, eq=False, slots=True)
class _Chances:
    """Works out the chance of many layouts of one question: what is the same for all is kept."""

    question: Question
    totals: Totals
    first: int
    reached: Floats

    def of(self, chosen: Sequence[Chosen]) -> float:
        """The chance of a layout."""
        lowest, shares = self.totals.of(_worths(self.question, chosen))
        start = lowest - self.first
        return _share(float(shares @ self.reached[start : start + len(shares)]))


def _chances(question: Question, goal: Goal) -> _Chances:
    task = question.task
    worths = [
        question.values.of(one, bonus)
        for one in task.candidates
        for bonus in (False, True)
        for _ in range(one.copies)
    ]
    most = task.rules.content.total
    totals = totals_for(worths, most)
    first = most * min(0, *(min(one.chances) for one in worths))
    last = most * max(0, *(min(one.chances) for one in worths)) + totals.length
    return _Chances(question, totals, first, reached(goal, first, last - first + 1))


def best_chance(
    question: Question, goal: Goal, *, most: int = LISTED, tell: Told | None = None
) -> Chance:
    """The layout with the best chance to reach a goal, proved or with a bound.

    At most `most` layouts are worked out one by one. Raises `Contradiction` as `best`.
    """
    begun = time.perf_counter()
    steps = len(_WEIGHTS) + len(_THETAS) + 1
    pool: dict[tuple[Chosen, ...], Layout] = {}
    bounds: dict[float, float] = {}
    for done, weight in enumerate(_WEIGHTS, start=1):
        found = best(question, cautious(weight))
        pool[found.chosen] = found
        if tell is not None:
            tell(done, steps)
    for done, theta in enumerate(_THETAS, start=len(_WEIGHTS) + 1):
        found = best(question, growth(theta))
        pool[found.chosen] = found
        bounds[theta] = found.bound + goal.weight(theta)
        if tell is not None:
            tell(done, steps)
    known = _chances(question, goal)
    chances = {chosen: known.of(chosen) for chosen in pool}
    tight = sorted(bounds, key=lambda theta: bounds[theta])[:_CUTS]
    bound = min(1.0, math.exp(min(bounds[tight[0]], 0.0)))
    least = max(*chances.values(), _SMALLEST)
    listed = _listed(question, goal, tight, least, most)
    until, proved = time.perf_counter() + _LOOKING, listed.all
    for chosen in listed.found:
        if time.perf_counter() > until:
            proved = False
            break
        if chosen not in chances:
            chances[chosen] = known.of(chosen)
    top = max(chances, key=lambda chosen: chances[chosen])
    bound = chances[top] if proved else max(bound, chances[top])
    solution = Solution(top, chances[top], bound, proved, time.perf_counter() - begun)
    return Chance(layout_of(question, solution), chances[top], bound, proved, len(chances))


def _worths(question: Question, chosen: Sequence[Chosen]) -> list[Worth]:
    return [
        question.values.of(one.candidate, one.cell.bonus)
        for one in chosen
        for _ in range(one.times)
    ]


@dataclass(frozen=True, slots=True)
class _Listed:
    """Layouts that were listed, and whether these are all."""

    found: tuple[tuple[Chosen, ...], ...]
    all: bool


def _listed(
    question: Question, goal: Goal, thetas: Sequence[float], chance: float, most: int
) -> _Listed:
    """The layouts whose bound is above a chance for these thetas; no other can have more."""
    from ortools.sat.python import cp_model

    model = build(question.task)
    for theta in thetas:
        _at_least(model, question, theta, math.log(chance) - goal.weight(theta))
    collector = _collector(model, most)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.enumerate_all_solutions = True
    solver.parameters.linearization_level = 0  # nothing is maximised
    solver.parameters.max_time_in_seconds = _LISTING
    status = solver.solve(model.cp, collector)
    found: tuple[tuple[Chosen, ...], ...] = tuple(dict.fromkeys(collector.found))  # type: ignore[attr-defined]
    complete = status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    return _Listed(found, complete and len(found) < most)


def _at_least(model: Model, question: Question, theta: float, least: float) -> None:
    """Only layouts whose growth is at least so much, rounded so that none is lost."""
    from ortools.sat.python import cp_model

    value = growth(theta)
    points = [
        math.ceil(SCALE * value(question.values.of(question.task.candidates[i], cell.bonus)))
        for i, cell in model.x
    ]
    total = cp_model.LinearExpr.weighted_sum(list(model.x.values()), points)
    model.cp.add(total >= math.floor(SCALE * least))


def _collector(model: Model, most: int) -> "cp_model.CpSolverSolutionCallback":
    from ortools.sat.python import cp_model

    class Collector(cp_model.CpSolverSolutionCallback):
        """Keeps what the solver finds, and stops it at the limit."""

        def __init__(self) -> None:
            super().__init__()
            self.found: dict[tuple[Chosen, ...], None] = {}

        def on_solution_callback(self) -> None:
            self.found[model.chosen(self.value)] = None
            if len(self.found) >= most:
                self.stop_search()

    return Collector()
