"""Exact solutions: the best content, proved, and which wishes contradict each other."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kissandcry.core import Contradiction
from kissandcry.planning.layout.candidates import JUMP
from kissandcry.planning.layout.model import Chosen, Content, Model, Task, build, forbid
from kissandcry.planning.layout.wishes import Wish
from kissandcry.planning.layout.worths import SCALE, Objective, Values, scaled

if TYPE_CHECKING:
    from ortools.sat.python import cp_model


@dataclass(frozen=True, slots=True)
class Solution:
    """What the solver chose. `value` is the objective of it and `bound` what no layout exceeds,
    both in the unit of the objective; `proved`: they are the same."""

    chosen: tuple[Chosen, ...]
    value: float
    bound: float
    proved: bool
    seconds: float

    @property
    def gap(self) -> float:
        """How far a better layout could at most be."""
        return self.bound - self.value


def best_content(
    task: Task,
    values: Values,
    objective: Objective,
    *,
    without: Iterable[Content] = (),
    seconds: float | None = None,
) -> Solution:
    """The content with the greatest objective, other than the contents `without`.

    `seconds` limits the search; the best so far is then returned, with the bound that is proved.
    Raises `Contradiction` where no layout keeps the rules and wishes (or none is left, or none was
    found in time).
    """
    begun = time.perf_counter()
    contents = tuple(without)
    model = build(task)
    for content in contents:
        forbid(model, content)
    return run(model, values, objective, seconds, begun)


def run(
    model: Model, values: Values, objective: Objective, seconds: float | None, begun: float
) -> Solution:
    """Solve a model for an objective. Raises `Contradiction`."""
    from ortools.sat.python import cp_model

    points = {
        key: scaled(objective(values.of(model.task.candidates[key[0]], key[1].bonus)))
        for key in model.x
    }
    model.cp.maximize(
        cp_model.LinearExpr.weighted_sum(list(model.x.values()), list(points.values()))
    )
    solver = _solver(seconds)
    status = solver.solve(model.cp)
    if status == cp_model.INFEASIBLE:
        raise _contradiction(model.task)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise Contradiction(f"no layout was found within {seconds:g} seconds; allow more time")
    return Solution(
        model.chosen(solver.value),
        solver.objective_value / SCALE,
        solver.best_objective_bound / SCALE,
        status == cp_model.OPTIMAL,
        time.perf_counter() - begun,
    )


def _solver(seconds: float | None) -> "cp_model.CpSolver":
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1  # of equally good layouts, always the same one
    solver.parameters.linearization_level = 2
    solver.parameters.cp_model_probing_level = 0  # takes longer than it saves
    if seconds is not None:
        solver.parameters.max_time_in_seconds = seconds
    return solver


def feasible(task: Task) -> bool:
    """Whether any layout keeps the rules and wishes of a task."""
    from ortools.sat.python import cp_model

    return bool(_solver(None).solve(build(task).cp) != cp_model.INFEASIBLE)


def _contradiction(task: Task) -> Contradiction:
    """The sentence that names a smallest set of wishes that cannot all hold."""
    if not task.wishes:
        return Contradiction(_unmet(task))
    if not feasible(replace(task, wishes=())):
        return Contradiction(_unmet(replace(task, wishes=())))
    left = conflict(task)
    named = " and ".join(f'"{wish.text}"' for wish in left)
    if len(left) == 1:
        return Contradiction(f"the wish {named} cannot be met by any legal layout of the inventory")
    return Contradiction(
        f"the wishes {named} contradict each other: no legal layout keeps them all, and without any"
        " one of them there is one"
    )


def conflict(task: Task) -> tuple[Wish, ...]:
    """A minimal set of wishes that no legal layout keeps together: without any one of them there is
    one. Each is left out in turn, and stays out where the rest still cannot be kept."""
    left = list(task.wishes)
    for wish in task.wishes:
        rest = [one for one in left if one is not wish]
        if not feasible(replace(task, wishes=tuple(rest))):
            left = rest
    return tuple(left)


def _unmet(task: Task) -> str:
    """What the inventory lacks for any legal layout."""
    rules = task.rules
    segment = rules.segment.replace("_", " ")
    if rules.jumps.axel == "any" and not any(one.axel for one in task.candidates):
        return (
            f"the inventory has no Axel, which the {segment} needs ({rules.jumps.provenance.rule})"
        )
    if rules.short:
        for role, what in (
            ("axel", f"solo Axel ({' or '.join(sorted(rules.jumps.axel_codes))})"),
            ("solo", "solo jump"),
            ("combination", "combination"),
        ):
            if not any(one.kind == JUMP and one.role == role for one in task.candidates):
                return (
                    f"the inventory has no {what} that the {segment} may have"
                    f" ({rules.jumps.provenance.rule})"
                )
    for kind, least in rules.content.least.items():
        if not any(one.kind == kind for one in task.candidates):
            name = kind.replace("_", " ")
            return (
                f"the inventory has no {name}, and the {segment} needs {least}"
                f" ({rules.content.provenance.rule})"
            )
    return (
        f"no legal layout of the {segment} can be made of the inventory"
        f" ({rules.content.provenance.rule})"
    )
