"""The best layout, and the next best ones: a question, and layouts as its answers."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from kissandcry.core import Contradiction, Points, Segment
from kissandcry.planning.layout.candidates import JUMP, Candidate, candidates
from kissandcry.planning.layout.inventory import Inventory
from kissandcry.planning.layout.model import Chosen, Content, Task, content_of
from kissandcry.planning.layout.order import in_order
from kissandcry.planning.layout.rules import rules_of
from kissandcry.planning.layout.slots import slots_of
from kissandcry.planning.layout.solve import Solution, best_content
from kissandcry.planning.layout.wishes import Wish
from kissandcry.planning.layout.worths import BaseValues, Objective, Values, Worths, expected
from kissandcry.planning.worth import Worth
from kissandcry.program import PlannedElement, PlannedProgram
from kissandcry.rulebooks.model import Rulebook
from kissandcry.scoring import element_value

Told = Callable[[int, int], None]  # so many steps of so many are done


@dataclass(frozen=True, eq=False, slots=True)
class Question:
    """What is asked: the task and what its elements are worth."""

    task: Task
    values: Values
    inventory: Inventory

    @property
    def book(self) -> Rulebook:
        """The rules of the day."""
        return self.task.rules.book

    def asking(self, wishes: Iterable[Wish]) -> "Question":
        """The same question with other wishes."""
        return replace(self, task=replace(self.task, wishes=tuple(wishes)))


@dataclass(frozen=True, slots=True)
class Element:
    """An element in its place.

    `place` counts from 1 among the places of a full program, `time` is when it begins, in seconds.
    `bonus`: it earns the factor of the second half; `called`: as it will be called where its jump
    is a repeated one. `base_value` has both.
    """

    code: str
    called: str
    kind: str
    place: int
    time: float
    second_half: bool
    bonus: bool
    base_value: Points
    worth: Worth


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout in order, with what is expected of its elements in points and the variance of that.

    `value` is the objective that was asked for (expected points, if nothing else), `bound` what no
    legal layout exceeds in it, and `proved` whether these are the same.
    """

    elements: tuple[Element, ...]
    chosen: tuple[Chosen, ...]
    value: float
    bound: float
    proved: bool
    seconds: float

    @property
    def expected(self) -> float:
        """Expected points of the elements, less what falls take off."""
        return sum(one.worth.mean for one in self.elements)

    @property
    def variance(self) -> float:
        """The variance of the points, as if elements went well or badly by themselves."""
        return sum(one.worth.variance for one in self.elements)

    @property
    def risk(self) -> float:
        """The standard deviation of the points."""
        return float(self.variance**0.5)

    @property
    def base_value(self) -> Points:
        """The base value of all elements as called."""
        return sum((one.base_value for one in self.elements), Points(0))

    @property
    def content(self) -> Content:
        """What is in it, wherever it stands."""
        return content_of(self.chosen)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes as planned, in order."""
        return tuple(one.code for one in self.elements)

    def program(self, book: Rulebook, segment: Segment, season: str) -> PlannedProgram:
        """The layout as a planned program."""
        return PlannedProgram(
            book.discipline,
            book.level,
            segment,
            season,
            tuple(
                PlannedElement(one.code, round(one.time), one.second_half) for one in self.elements
            ),
        )


def ask(
    book: Rulebook,
    segment: Segment,
    inventory: Inventory,
    worths: Worths | None = None,
    *,
    wishes: Iterable[Wish] = (),
    times: Sequence[float] | None = None,
    late: int | None = None,
) -> Question:
    """A question about the layouts of a segment.

    `worths` says what elements are worth (None: base values alone), `times` when the elements of a
    full program begin (seconds; None: evenly spread), `late` how many jump elements at most may
    stand in the second half. Raises `AgainstTheRules` for pairs and ice dance, `UnknownOnDate`
    where a rule of the day is not known, and `Contradiction` for times that cannot be.
    """
    rules = rules_of(book, segment)
    task = Task(rules, candidates(rules, inventory), slots_of(rules, times), tuple(wishes), late)
    return Question(task, Values(worths or BaseValues(book, segment)), inventory)


def best(
    question: Question, objective: Objective = expected, *, seconds: float | None = None
) -> Layout:
    """The legal layout with the greatest objective, proved; `seconds` limits the search.

    Raises `Contradiction` where no legal layout keeps the wishes: it names a smallest set of them
    that contradict each other.
    """
    found = best_content(question.task, question.values, objective, seconds=seconds)
    return layout_of(question, found)


def alternatives(
    question: Question,
    count: int,
    objective: Objective = expected,
    *,
    tell: Told | None = None,
    seconds: float | None = None,
) -> tuple[Layout, ...]:
    """The best layouts of different content, the best first: each the best of all others, proved.

    Fewer than `count` where there are no more.
    """
    found: list[Layout] = []
    while len(found) < count:
        without = [one.content for one in found]
        try:
            solution = best_content(
                question.task, question.values, objective, without=without, seconds=seconds
            )
        except Contradiction:
            if not found:
                raise
            break
        found.append(layout_of(question, solution))
        if tell is not None:
            tell(len(found), count)
    return tuple(found)


def layout_of(question: Question, solution: Solution) -> Layout:
    """A solution with its elements in the usual order."""
    task = question.task
    elements = tuple(
        _element(question, one.candidate, one.place, one.bonus)
        for one in in_order(task, solution.chosen)
    )
    return Layout(
        elements,
        solution.chosen,
        solution.value,
        solution.bound,
        solution.proved,
        solution.seconds,
    )


def _element(question: Question, candidate: Candidate, place: int, bonus: bool) -> Element:
    rules, slots = question.task.rules, question.task.slots
    carried = bonus and candidate.kind == JUMP
    value = element_value(rules.book, candidate.called, carried, segment=rules.segment)
    return Element(
        candidate.code,
        candidate.called,
        candidate.kind,
        place + 1,
        slots.starts[place],
        slots.second(place),
        carried,
        value.base_value,
        question.values.of(candidate, carried),
    )
