"""The best layout of what stands on the page: `planning.layout` asked within limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kissandcry.core import Discipline
from kissandcry.notation import Family
from kissandcry.planning.layout.inventory import Inventory, parse, stems
from kissandcry.planning.layout.planner import alternatives, ask
from kissandcry.planning.layout.wishes import wish
from kissandcry.planning.skill import Skill
from kissandcry.planning.worth import Worth, worth
from kissandcry.program import PlannedProgram
from kissandcry.rulebooks import Rulebook
from kissandcry.web.planner_edits import as_set
from kissandcry.web.planner_picture import figure

_LAYOUTS: Final = 5
_SECONDS: Final = 2.0  # for each of them
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
    """The layouts, the best first."""

    title: str
    answer: str
    heading: str
    layouts: tuple[Shown, ...]
    risky: bool  # whether they have a spread
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _ToSkater:
    """What elements are worth to a skater."""

    book: Rulebook
    program: PlannedProgram
    skill: Skill

    def worth(self, code: str, second_half: bool, repeated: bool) -> Worth:
        """The worth of an element."""
        return worth(self.book, self.program.segment, self.skill, code, second_half, repeated)


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
    question = ask(
        book,
        program.segment,
        inventory(program, further),
        _ToSkater(book, program, skill) if skill is not None else None,
        wishes=[wish(one, program.codes) for one in wishes],
        times=_times(program, book),
    )
    found = alternatives(question, _LAYOUTS, seconds=_SECONDS)
    first = found[0]
    what = "base value" if skill is None else "expected score of the elements"
    sure = "proved to be the best" if first.proved else f"at most {figure(first.bound)} is possible"
    return Best(
        title="The best layouts of these elements",
        answer=f"The best has {figure(first.value)} points of {what}: {sure} of all legal ones.",
        heading="Base value" if skill is None else "Expected",
        risky=skill is not None,
        layouts=tuple(
            Shown(
                figure(one.value),
                f"± {figure(one.risk)}" if skill is not None else "",
                ", ".join(f"{e.code} x" if e.bonus else e.code for e in one.elements),
                as_set(one.codes, [e.second_half for e in one.elements]),
            )
            for one in found
        ),
    )


def _times(program: PlannedProgram, book: Rulebook) -> list[float] | None:
    """When the elements begin, where a full program with a time for each is planned."""
    times = [float(one.time) for one in program.elements if one.time is not None]
    whole = len(times) == len(program.elements) == book.content[program.segment].total
    return times if whole and times == sorted(set(times)) else None


def inventory(program: PlannedProgram, further: str) -> Inventory:
    """What a skater has to choose from: the jumps of the program, each where it stands (first in an
    element, or behind another jump), its other elements, and those that the page names."""
    codes: dict[str, None] = {}
    for planned in program.elements:
        if planned.element.family is not Family.JUMP:
            codes[planned.code] = None
            continue
        jumps = stems(planned.code)
        codes[jumps[0]] = None
        codes.update({f"+{jump}": None for jump in jumps[1:]})
    named = further.replace(",", " ").split()
    return parse([*codes, *named])
