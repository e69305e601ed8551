"""The best layout of what stands on the page: `planning.layout` asked within limits."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kissandcry.core import Discipline
from kissandcry.planning import layout
from kissandcry.planning.layout import Layout, OfSkill, Question
from kissandcry.planning.skill import Skill
from kissandcry.program import PlannedProgram
from kissandcry.rulebooks import Rulebook
from kissandcry.web.planner.edits import as_set
from kissandcry.web.planner.picture import figure

_LAYOUTS: Final = 5
_SECONDS: Final = 2.0  # for each of them
_FOR_REASONS: Final = 6.0  # seconds after which no more are looked for
_SINGLES: Final = (Discipline.MEN, Discipline.WOMEN)


@dataclass(frozen=True, slots=True)
class Shown:
    """A layout as the page lists it; `edit` is the change that takes it."""

    value: str
    spread: str
    codes: str
    edit: str


@dataclass(frozen=True, slots=True)
class Best:
    """The layouts, the best first; `risky` says whether they have a spread, `reasons` why each
    element of the best stands where it stands."""

    title: str
    answer: str
    heading: str
    layouts: tuple[Shown, ...]
    risky: bool
    reasons: tuple[str, ...]


def possible(program: PlannedProgram) -> bool:
    """Whether layouts can be looked for: in single skating."""
    return program.discipline in _SINGLES


def best(
    program: PlannedProgram,
    wishes: Sequence[str],
    book: Rulebook,
    skill: Skill | None,
    further: str,
) -> Best:
    """The best layouts of the elements of a program and `further` ones, by what is expected of
    them or, without a skill, by their base values; `wishes` as the plan has them.

    Raises what `planning.layout` raises, and `MissingExtra` where the solver is not installed.
    """
    question = layout.ask(
        book,
        program.segment,
        layout.inventory_of(program, further.replace(",", " ").split()),
        OfSkill(book, program.segment, skill) if skill is not None else None,
        wishes=[layout.wish(one, program.codes) for one in wishes],
        times=layout.times_of(program, book),
    )
    found = layout.alternatives(question, _LAYOUTS, seconds=_SECONDS)
    first = found[0]
    what = "base value" if skill is None else "expected score of the elements"
    sure = "proved to be the best" if first.proved else f"at most {figure(first.bound)} is possible"
    kept = f" The wishes of the plan are kept: {'; '.join(wishes)}." if wishes else ""
    return Best(
        title="The best layouts of these elements",
        answer=f"The best has {figure(first.value)} points of {what}: {sure} of all legal"
        f" ones.{kept}",
        heading="Base value" if skill is None else "Expected",
        layouts=tuple(_shown(one) for one in found),
        risky=skill is not None,
        reasons=_reasons(question, first),
    )


def _shown(one: Layout) -> Shown:
    return Shown(
        value=figure(one.value),
        spread=f"± {figure(one.risk)}",
        codes=", ".join(f"{each.code} x" if each.bonus else each.code for each in one.elements),
        edit=as_set(one.codes, [each.second_half for each in one.elements]),
    )


class _LongEnough(Exception):
    """The time for reasons is over."""


def _reasons(question: Question, first: Layout) -> tuple[str, ...]:
    """Why each element is there; none where that takes too long to find."""
    end = time.monotonic() + _FOR_REASONS

    def told(_: int, __: int) -> None:
        if time.monotonic() > end:
            raise _LongEnough

    try:
        found = layout.reasons(question, first, tell=told)
    except _LongEnough:
        return ()
    return tuple(f"{one.place}, {one.code}: {one.sentence}" for one in found)
