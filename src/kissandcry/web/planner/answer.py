"""A plan that was posted, with what was asked about it: changed, checked, valued.

The plan comes with every question and goes back with the answer; nothing of it stays here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from kissandcry import rulebooks
from kissandcry.archive import Archive
from kissandcry.core import KissAndCryError, SyntaxProblem
from kissandcry.planning.season import values
from kissandcry.planning.season.values import ProgramWorth
from kissandcry.program import Plan, PlannedProgram, plan_file
from kissandcry.program.legality import check
from kissandcry.program.problem import Legality, Problem
from kissandcry.rulebooks import Rulebook
from kissandcry.web.planner import best as planner_best
from kissandcry.web.planner import edits as planner_edits
from kissandcry.web.planner import skill as planner_skill
from kissandcry.web.planner.posted import Posted
from kissandcry.web.planner.skill import NOBODY, Chosen
from kissandcry.web.planner.start import START

MOST_MENDED: Final = 8  # problems of a program; each more takes longer to find a mend for


@dataclass(frozen=True, slots=True)
class Checked:
    """A program of a plan with what the rules and a skill say of it. `legality` is None where the
    rules are not known: `ProgramWorth.uncalled` says which."""

    program: PlannedProgram
    book: Rulebook
    legality: Legality | None
    worth: ProgramWorth

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Its problems; none where the rules are not known."""
        return () if self.legality is None else self.legality.problems


@dataclass(frozen=True, slots=True)
class Answered:
    """A plan with what was asked about it. `plan` is None where the text cannot be read; `refused`
    says why it, or a change of it, was refused."""

    asked: Posted
    text: str
    plan: Plan | None = None
    number: int = 0
    refused: str = ""
    checked: Checked | None = None
    chosen: Chosen = NOBODY
    best: planner_best.Best | None = None


def answered(archive: Archive, asked: Posted) -> Answered:
    """What a plan is worth after the changes that were asked for."""
    text = START if asked.plan is None else asked.plan
    try:
        plan = plan_file.parse(text)
        if not plan.programs:
            raise SyntaxProblem("the plan has no program yet; it needs one to be looked at here")
        for program in plan.programs:
            planner_edits.bounded(program)
        number = min(asked.program, len(plan.programs) - 1)
        changed, refused = _changed(plan, number, asked.edits)
        if changed is not plan:
            plan, text = changed, plan_file.write(changed)
    except KissAndCryError as error:
        return Answered(asked, text, refused=str(error))
    found = Answered(asked, text, plan, number, refused)
    try:
        chosen = planner_skill.choose(archive, asked.skater, asked.skill, plan.discipline)
    except KissAndCryError as error:
        chosen = Chosen(said=str(error))
    found = replace(found, chosen=chosen)
    try:
        found = replace(found, checked=_check(plan, number, chosen, mends=asked.mends))
        if asked.best:
            found = replace(found, best=_best(found))
    except KissAndCryError as error:
        return replace(found, refused=str(error))
    return found


def _changed(plan: Plan, number: int, edits: Sequence[str]) -> tuple[Plan, str]:
    """The plan after changes, as far as they can be made, and why one cannot."""
    if sum(edit.startswith("mend ") for edit in edits) > 1:
        return plan, "one problem is mended at a time"
    for edit in edits:
        program = plan.programs[number]
        try:
            book = _book(program)
            if edit.startswith("mend "):
                program = _mended(program, edit, _legality(plan, number, book, mends=True))
            else:
                program = planner_edits.edited(program, edit, book)
            plan = planner_edits.with_program(plan, number, program)
        except KissAndCryError as error:
            return plan, str(error)
    return plan, ""


def _mended(program: PlannedProgram, edit: str, legality: Legality) -> PlannedProgram:
    """The program after the smallest change that mends a problem."""
    word = edit.removeprefix("mend ")
    mends = {str(place): one.mend for place, one in numbered(legality.problems)}
    mend = mends.get(word)
    if mend is None:
        raise SyntaxProblem(f"no problem with the number {word[:20]!r} can be mended")
    length = program.length if mend.length is None else mend.length
    return replace(program, elements=mend.elements, length=length)


def _best(answer: Answered) -> planner_best.Best:
    assert answer.plan is not None
    assert answer.checked is not None
    program = answer.checked.program
    wishes = answer.plan.wishes_for(program.segment)
    skill = answer.chosen.skill
    return planner_best.best(program, wishes, answer.checked.book, skill, answer.asked.inventory)


def _check(plan: Plan, number: int, chosen: Chosen, *, mends: bool) -> Checked:
    program = plan.programs[number]
    book = _book(program)
    worth = values.value(program, book, chosen.skill)
    legality = None if worth.uncalled else _legality(plan, number, book, mends=mends)
    return Checked(program, book, legality, worth)


def _legality(plan: Plan, number: int, book: Rulebook, *, mends: bool) -> Legality:
    """What the rules say; with what mends it where not too much is to be mended."""
    program, other = plan.programs[number], _other(plan, number)
    found = check(program, book, other, mends=False)
    if not mends or not 0 < len(found.problems) <= MOST_MENDED:
        return found
    return check(program, book, other)


def _book(program: PlannedProgram) -> Rulebook:
    return rulebooks.on(program.day, program.discipline, program.level)


def _other(plan: Plan, number: int) -> PlannedProgram | None:
    """The other program of the plan, of which some rules ask."""
    return next((one for place, one in enumerate(plan.programs) if place != number), None)


def numbered(problems: Sequence[Problem]) -> list[tuple[int, Problem]]:
    """Problems with their numbers from 1, by which a change mends them."""
    return list(enumerate(problems, start=1))
