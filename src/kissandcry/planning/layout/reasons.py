"""Why each element stands where it stands, in plain words with what a change would cost."""

from collections.abc import Sequence
from dataclasses import dataclass

from kissandcry.core import Contradiction
from kissandcry.planning.layout.candidates import JUMP, Candidate
from kissandcry.planning.layout.planner import Element, Layout, Question, Told, best
from kissandcry.planning.layout.wishes import Amount, What

_NOTHING = 0.005  # points: less is no difference that a score shows


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an element is in the layout and in its place. `cost` is what the best layout without it
    (or with one fewer, where it stands twice) is worth less; None where there is none."""

    place: int
    code: str
    cost: float | None
    sentence: str


def reasons(question: Question, layout: Layout, *, tell: Told | None = None) -> tuple[Reason, ...]:
    """A reason for each element: what leaving it out costs (the best layout without it is solved
    anew), and why it has the bonus or not (the cheapest exchange with another jump element)."""
    found: list[Reason] = []
    costs: dict[str, tuple[float | None, Layout | None]] = {}
    for number, element in enumerate(layout.elements, start=1):
        if element.code not in costs:
            costs[element.code] = _without(question, layout, element.code)
        cost, other = costs[element.code]
        words = [_kept(layout, element, cost, other), *_placed(question, layout, element)]
        found.append(Reason(element.place, element.code, cost, " ".join(words)))
        if tell is not None:
            tell(number, len(layout.elements))
    return tuple(found)


def _without(question: Question, layout: Layout, code: str) -> tuple[float | None, Layout | None]:
    times = layout.codes.count(code)
    exactly = Amount(f"fewer {code}", _exactly(code), most=times - 1)
    try:
        other = best(question.asking((*question.task.wishes, exactly)))
    except Contradiction:
        return None, None
    return layout.expected - other.expected, other


@dataclass(frozen=True, slots=True)
class _Exactly(What):
    """One element and no other."""

    def count(self, candidate: Candidate) -> int:
        """Whether it is this one."""
        return int(candidate.code == self.code)


def _exactly(code: str) -> What:
    return _Exactly(code=code)


def _kept(layout: Layout, element: Element, cost: float | None, other: Layout | None) -> str:
    if cost is None or other is None:
        return f"Without {element.code} there is no legal layout."
    if cost < _NOTHING:
        return f"Another layout without {element.code} is worth as much."
    taken = _news(other.codes, layout.codes)
    instead = f", with {' and '.join(taken)} instead" if 0 < len(taken) < 4 else ""
    return f"The best layout without {element.code} is worth {cost:.2f} less{instead}."


def _news(codes: Sequence[str], old: Sequence[str]) -> list[str]:
    left = list(old)
    news = []
    for code in codes:
        if code in left:
            left.remove(code)
        else:
            news.append(code)
    return news


def _placed(question: Question, layout: Layout, element: Element) -> list[str]:
    """Why it stands in its part of the program."""
    if element.kind != JUMP:
        return ["It is worth the same in any place."] if not question.task.wishes else []
    words = []
    if element.called != element.code:
        words.append(f"It repeats a solo jump, so it is called {element.called}.")
    if question.task.rules.favoured:
        words += _bonus(question, layout, element)
    return words


def _bonus(question: Question, layout: Layout, element: Element) -> list[str]:
    """What the bonus brings it, and what giving it to the next one would cost."""
    jumps = [one for one in layout.elements if one.kind == JUMP]
    with_it, without = _both(question, layout, element)
    brings = with_it - without
    others = [(_brings(question, layout, one), one) for one in jumps if one.bonus != element.bonus]
    if element.bonus:
        said = f"The second half brings it {brings:+.2f}"
        if not others:
            return [f"{said}."]
        most, other = max(others, key=lambda pair: pair[0])
        return [f"{said}; to {other.code} it would bring {most:+.2f}."]
    if not others:
        return []
    least, other = min(others, key=lambda pair: pair[0])
    return [
        f"It stands before the elements with the bonus, which would bring it {brings:+.2f} and"
        f" brings {other.code} {least:+.2f}."
    ]


def _brings(question: Question, layout: Layout, element: Element) -> float:
    with_it, without = _both(question, layout, element)
    return with_it - without


def _both(question: Question, layout: Layout, element: Element) -> tuple[float, float]:
    """The expected points with the bonus and without."""
    candidate = next(
        one.candidate for one in layout.chosen if one.candidate.called == element.called
    )
    values = question.values
    return values.of(candidate, True).mean, values.of(candidate, False).mean
