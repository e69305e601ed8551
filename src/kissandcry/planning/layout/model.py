"""The exact model: which element stands in which part of the program.

A layout is legal where the numbers of its elements, their kinds and their jumps keep the rules; the
order matters only through halves (the bonus), through which of two solo jumps comes first, and
through wishes. So the model counts how often each candidate stands in each *cell*: a zone of places
that nothing tells apart, and whether the bonus of the second half is earned there. Placing the
chosen elements within their zones is left to `planning.layout.order`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from kissandcry import notation
from kissandcry.core.extras import extra
from kissandcry.planning.layout.candidates import (
    JUMP,
    SPIN,
    Candidate,
    limit,
    position_of_spin,
    quad,
    rotations,
)
from kissandcry.planning.layout.rules import Rules
from kissandcry.planning.layout.slots import Slots, Zone, zones_of
from kissandcry.planning.layout.wishes import Amount, New, Wish, new_key

if TYPE_CHECKING:
    from ortools.sat.python import cp_model


class Cell(NamedTuple):
    """A part of the program: a zone (its number; -1 for an element that may stand anywhere), and
    whether the bonus is earned."""

    zone: int
    bonus: bool


class Chosen(NamedTuple):
    """A candidate in a cell, so many times."""

    candidate: Candidate
    cell: Cell
    times: int


Content = tuple[tuple[str, int], ...]  # codes as planned and how often, in the order of the codes


def content_of(chosen: Iterable[Chosen]) -> Content:
    """What is in a layout, wherever it stands."""
    counts: dict[str, int] = defaultdict(int)
    for candidate, _, times in chosen:
        counts[candidate.code] += times
    return tuple(sorted(counts.items()))


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be laid out: candidates under rules, places and wishes. `late` is the most jump
    elements that may stand in the second half (None: as many as there are places)."""

    rules: Rules
    candidates: tuple[Candidate, ...]
    slots: Slots
    wishes: tuple[Wish, ...] = ()
    late: int | None = None

    @property
    def zones(self) -> tuple[Zone, ...]:
        """The zones that halves and wishes cut the program into."""
        wheres = (one.where for one in self.wishes if isinstance(one, Amount))
        return zones_of(self.slots, (where.covers(self.slots) for where in wheres))


@dataclass(eq=False)
class Model:
    """The constraints of a task; `x` counts each candidate in each cell."""

    task: Task
    cp: "cp_model.CpModel"
    zones: tuple[Zone, ...]
    x: "dict[tuple[int, Cell], cp_model.IntVar]" = field(default_factory=dict)

    def total(
        self, weight: Callable[[Candidate], int], where: Callable[[Cell], bool] | None = None
    ) -> "cp_model.LinearExpr":
        """A weighted count of what is chosen, in the cells of `where`."""
        from ortools.sat.python import cp_model

        variables, weights = [], []
        for (index, cell), variable in self.x.items():
            if (where is None or where(cell)) and (w := weight(self.task.candidates[index])):
                variables.append(variable)
                weights.append(w)
        return cp_model.LinearExpr.weighted_sum(variables, weights)

    def most(
        self,
        weight: Callable[[Candidate], int],
        most: int,
        where: Callable[[Cell], bool] | None = None,
    ) -> None:
        """No more than so much of something."""
        self.cp.add(self.total(weight, where) <= most)

    def chosen(self, value: "Callable[[cp_model.IntVar], int]") -> tuple[Chosen, ...]:
        """The candidates that a solution takes."""
        found = ((key, value(variable)) for key, variable in self.x.items())
        return tuple(
            Chosen(self.task.candidates[index], cell, times)
            for (index, cell), times in found
            if times
        )


def build(task: Task) -> Model:
    """The model of a task. Raises `MissingExtra` where the solver is not installed."""
    with extra("plan", "the best layout"):
        from ortools.sat.python import cp_model

    model = Model(task, cp_model.CpModel(), task.zones)
    _variables(model)
    _counts(model)
    _places(model)
    if task.rules.short:
        _tasks(model)
    elif task.rules.content.most.get(JUMP):
        _repeats(model)
        if task.rules.jumps.axel == "any":
            model.cp.add(model.total(lambda one: int(one.axel)) >= 1)
    _spins(model)
    for wish in task.wishes:
        _wish(model, wish)
    return model


def _variables(model: Model) -> None:
    cells = _jump_cells(model)
    anywhere = (Cell(-1, False),)
    zoned = tuple(Cell(zone, False) for zone in range(len(model.zones)))
    for index, candidate in enumerate(model.task.candidates):
        if candidate.kind == JUMP:
            own = cells
        else:
            own = zoned if _bound(model.task, candidate) else anywhere
        for cell in own:
            model.x[index, cell] = model.cp.new_int_var(0, candidate.copies, "")


def _bound(task: Task, candidate: Candidate) -> bool:
    """Whether a wish cares where an element stands."""
    return any(
        isinstance(one, Amount) and one.where.kind != "everywhere" and one.what.count(candidate)
        for one in task.wishes
    )


def _jump_cells(model: Model) -> tuple[Cell, ...]:
    """The cells of jump elements, in the order of the program.

    In the second half a jump element without the bonus stands before those with it. Where no wish
    tells places apart and the first half has room for every jump element without the bonus, those
    stand there: nothing is worth less for it.
    """
    rules, zones = model.task.rules, model.zones
    favoured, most = rules.favoured, rules.content.most.get(JUMP, 0)
    first = sum(zone.size for zone in zones if not zone.second)
    simple = len(zones) == 2 and first >= most - favoured
    plain = rules.bonus.last is not None or not favoured
    found = []
    for number, zone in enumerate(zones):
        if not zone.second or (plain and not simple):
            found.append(Cell(number, False))
        if zone.second and favoured:
            found.append(Cell(number, True))
    return tuple(found)


def _counts(model: Model) -> None:
    """How many elements of each kind, how many of them together, how many in each zone."""
    rules = model.task.rules
    kinds = {candidate.kind for candidate in model.task.candidates}
    for kind in sorted(kinds | set(rules.content.least)):
        of_kind = model.total(lambda one, kind=kind: int(one.kind == kind))  # type: ignore[misc]
        model.cp.add(of_kind <= rules.content.most.get(kind, 0))
        if least := rules.content.least.get(kind):
            model.cp.add(of_kind >= least)
    model.most(lambda _: 1, rules.content.total)
    for number, zone in enumerate(model.zones):
        model.most(lambda _: 1, zone.size, lambda cell, n=number: cell.zone == n)  # type: ignore[misc]
    model.most(lambda one: int(one.joined), rules.jumps.combinations)
    model.most(lambda one: int(one.three), rules.jumps.three_jump_combinations)
    if model.task.late is not None:
        model.most(
            lambda one: int(one.kind == JUMP),
            model.task.late,
            lambda cell: cell.zone >= 0 and model.zones[cell.zone].second,
        )


def _places(model: Model) -> None:
    """The bonus goes to the last jump elements, as many as the rule favours."""
    cells = [cell for cell in _jump_cells(model) if model.zones[cell.zone].second]
    favoured = model.task.rules.favoured
    if not favoured:
        return

    def jump(one: Candidate) -> int:
        return int(one.kind == JUMP)

    bonus = model.total(jump, lambda cell: cell.bonus)
    model.cp.add(bonus <= favoured)
    for cell in cells:
        if cell.bonus:
            continue
        here = model.cp.new_bool_var("")  # whether a jump element of the second half goes without
        plain = model.total(jump, lambda other, cell=cell: other == cell)  # type: ignore[misc]
        model.cp.add(plain == 0).only_enforce_if(~here)
        model.cp.add(bonus == favoured).only_enforce_if(here)
        earlier = model.total(
            jump,
            lambda other, zone=cell.zone: other.bonus and other.zone < zone,  # type: ignore[misc]
        )
        model.cp.add(earlier == 0).only_enforce_if(here)


def _jumps(model: Model) -> list[str]:
    return sorted({jump for one in model.task.candidates for jump in one.jumps})


def _repeats(model: Model) -> None:
    """How often each jump may be executed, and which of two solo jumps is the repeated one."""
    rules = model.task.rules
    rule = rules.repetition
    assert rule is not None
    twice: dict[str, cp_model.IntVar] = {}
    for jump in _jumps(model):
        count = model.total(lambda one, jump=jump: one.jumps.count(jump))  # type: ignore[misc]
        if rotations(jump) < rule.from_rotations:
            model.cp.add(count <= limit(rules, jump))
            continue
        twice[jump] = model.cp.new_bool_var("")
        model.cp.add(count <= 1 + twice[jump])
        _second(model, jump)
    model.cp.add(sum(twice.values()) <= rule.names)
    if rule.quads is not None:
        model.cp.add(sum(two for jump, two in twice.items() if quad(jump)) <= rule.quads)


def _second(model: Model, jump: str) -> None:
    """A solo jump is called repeated only after the same solo jump."""
    _after(
        model,
        lambda one: one.alone == jump and one.repeated,
        lambda one: one.alone == jump and not one.repeated,
    )
    model.most(lambda one: int(one.alone == jump and not one.repeated), 1)


def _after(
    model: Model, later: Callable[[Candidate], bool], earlier: Callable[[Candidate], bool]
) -> None:
    """Of two jump elements the one stands after the other, and not without it."""

    def until(cell: Cell, weight: Callable[[Candidate], bool]) -> "cp_model.LinearExpr":
        return model.total(lambda one: int(weight(one)), lambda other: other <= cell)

    for cell in _jump_cells(model):
        model.cp.add(until(cell, later) <= until(cell, earlier))


def _tasks(model: Model) -> None:
    """A short program: one jump element for each task, and no jump in two of them. Of two solo
    Axels the first one skated is the Axel of the program."""
    for role in ("axel", "solo", "combination"):
        model.most(lambda one, role=role: int(one.kind == JUMP and one.role == role), 1)  # type: ignore[misc]
    for jump in _jumps(model):
        model.most(lambda one, jump=jump: int(jump in one.jumps), 1)  # type: ignore[misc]
    _after(model, lambda one: one.role == "solo" and one.axel, lambda one: one.role == "axel")


def _spins(model: Model) -> None:
    """One spin for each kind that is required, and how they must differ."""
    rule = model.task.rules.spins
    spins = [one for one in model.task.candidates if one.kind == SPIN]
    for kind in rule.required:
        model.most(lambda one, kind=kind: int(one.kind == SPIN and one.role == kind), 1)  # type: ignore[misc]
    spare = model.task.rules.content.most.get(SPIN, 0) - len(rule.required)
    model.most(lambda one: int(one.kind == SPIN and not one.role), max(spare, 0))
    if rule.different_codes:
        for stem in sorted({one.stem for one in spins}):
            model.most(lambda one, stem=stem: int(one.kind == SPIN and one.stem == stem), 1)  # type: ignore[misc]
    if rule.different_positions:
        places = {one: position_of_spin(notation.parse(one.code).parts[0]) for one in spins}
        for place in sorted(set(places.values())):
            model.most(
                lambda one, place=place: int(  # type: ignore[misc]
                    one.role in ("flying", "one_position") and places.get(one) == place
                ),
                1,
            )


def _wish(model: Model, wish: Wish) -> None:
    if isinstance(wish, New):
        _new(model, wish)
        return
    covered = wish.where.covers(model.task.slots)

    def here(cell: Cell) -> bool:
        return cell.zone < 0 or covered[model.zones[cell.zone].first]

    count = model.total(wish.what.count, here)
    if wish.least:
        model.cp.add(count >= wish.least)
    if wish.most is not None:
        model.cp.add(count <= wish.most)


def _new(model: Model, wish: New) -> None:
    """No more than so many elements beyond those that the present program has too."""
    present: dict[str, int] = defaultdict(int)
    for key in wish.current:
        present[key] += 1
    old = []
    for key, times in present.items():
        kept = model.cp.new_int_var(0, times, "")
        model.cp.add(kept <= model.total(lambda one, key=key: int(new_key(one) == key)))  # type: ignore[misc]
        old.append(kept)
    model.cp.add(model.total(lambda _: 1) - sum(old) <= wish.most)


def forbid(model: Model, content: Content) -> None:
    """Leave out every layout with this very content, however it is ordered.

    Another content lacks one of its elements somewhere, or has all of them and one more.
    """
    literals = []
    for code, times in content:
        fewer = model.cp.new_bool_var("")
        count = model.total(lambda one, code=code: int(one.code == code))  # type: ignore[misc]
        model.cp.add(count <= times - 1).only_enforce_if(fewer)
        literals.append(fewer)
    more = model.cp.new_bool_var("")
    size = sum(times for _, times in content)
    model.cp.add(model.total(lambda _: 1) >= size + 1).only_enforce_if(more)
    model.cp.add_bool_or([*literals, more])
