"""What should I skate next? A plan that its user holds: what it is worth, what the rules say of it.

The plan comes with every question and goes back with the answer; nothing of it stays here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Final

from kissandcry import notation, rulebooks
from kissandcry.archive import Archive
from kissandcry.core import Discipline, KissAndCryError, Level, SyntaxProblem
from kissandcry.planning.season import rink, values
from kissandcry.planning.season.values import ElementWorth, ProgramWorth
from kissandcry.program import Plan, PlannedProgram, plan_file
from kissandcry.program.called import ILLEGAL
from kissandcry.program.legality import check
from kissandcry.program.problem import Legality, Problem
from kissandcry.protocols.writers import words
from kissandcry.rulebooks import Rulebook
from kissandcry.scoring import element_value
from kissandcry.web import planner_best, planner_edits, planner_picture, planner_skill
from kissandcry.web.ask import Ask
from kissandcry.web.page import Page, Route
from kissandcry.web.planner_picture import Bar, clock, figure
from kissandcry.web.planner_skill import NOBODY, Chosen
from kissandcry.web.posted import MOST_BYTES, Posted

# What stands on the page before anything is opened.
START: Final = """\
Skater: Your name
Season: 2024-25
Category: Men

Program: Free Skating
Length: 4:00
Path: 30,4 50,6 56,15 48,25 30,26 12,25 4,15 12,5 30,8 44,15
4T+2T 0:20 @ 50,6
4S 0:42 @ 46,25
3A 1:02 @ 14,25
FCSp4 1:18 @ 6,15
StSq4 1:34 @ 30,8
3Lz+3T 2:10 @ 52,20
3A+1Eu+3S 2:28 @ 24,26
3Lo 2:44 @ 10,8
3F 2:58 @ 40,5
CSSp4 3:10 @ 44,15
ChSq1 3:26 @ 30,22
CCoSp4 3:44 @ 30,15
"""


@dataclass(frozen=True, slots=True)
class Checked:
    """A program of a plan with what the rules and a skill say of it."""

    program: PlannedProgram
    book: Rulebook
    legality: Legality
    worth: ProgramWorth


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


def planner(ask: Ask) -> Page:
    """The page with the plan that it opens with."""
    return shown(answered(ask.archive, Posted()))


def answered(archive: Archive, asked: Posted) -> Answered:
    """What a plan is worth after the changes that were asked for."""
    text = START if asked.plan is None else asked.plan
    try:
        plan = plan_file.parse(text)
        if not plan.programs:
            raise SyntaxProblem("the plan has no program yet; it needs one to be looked at here")
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
        found = replace(found, checked=_check(plan, number, chosen))
        if asked.best:
            found = replace(found, best=_best(found))
    except KissAndCryError as error:
        return replace(found, refused=str(error))
    return found


def _changed(plan: Plan, number: int, edits: Sequence[str]) -> tuple[Plan, str]:
    """The plan after changes, as far as they can be made, and why one cannot."""
    for edit in edits:
        program = plan.programs[number]
        try:
            book = _book(program)
            if edit.startswith("mend "):
                program = _mended(program, edit, check(program, book, _other(plan, number)))
            else:
                program = planner_edits.edited(program, edit, book)
            plan = planner_edits.with_program(plan, number, program)
        except KissAndCryError as error:
            return plan, str(error)
    return plan, ""


def _mended(program: PlannedProgram, edit: str, legality: Legality) -> PlannedProgram:
    """The program after the smallest change that mends a problem."""
    word = edit.removeprefix("mend ")
    mends = {str(place): one.mend for place, one in _numbered(legality)}
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


def _check(plan: Plan, number: int, chosen: Chosen) -> Checked:
    program = plan.programs[number]
    book = _book(program)
    legality = check(program, book, _other(plan, number))
    return Checked(program, book, legality, values.value(program, book, chosen.skill))


def _book(program: PlannedProgram) -> Rulebook:
    return rulebooks.on(program.day, program.discipline, program.level)


def _other(plan: Plan, number: int) -> PlannedProgram | None:
    """The other program of the plan, of which some rules ask."""
    return next((one for place, one in enumerate(plan.programs) if place != number), None)


# --- The page.


def shown(answer: Answered) -> Page:
    """The answer as a page."""
    plan, checked = answer.plan, answer.checked
    return Page(
        title="What should I skate next?",
        answer=_sentence(answer),
        kicker=_kicker(answer),
        template="planner.html",
        section="/plan",
        figures=_figures(checked),
        sources=_sources(checked),
        status=422 if plan is None else 200,
        more={"p": _view(answer), "exports": False},
    )


def pictured(answer: Answered) -> dict[str, Any]:
    """What `planner.typ` draws of a program that could be checked."""
    checked = answer.checked
    assert checked is not None
    program = checked.program
    rows = [
        {
            "number": str(one.number),
            "code": one.planned.code,
            "base": words.figure(one.called_base),
            "bonus": one.called.second_half,
        }
        for one in checked.worth.elements
    ]
    return {
        "kicker": _kicker(answer),
        "answer": _sentence(answer),
        "rows": rows,
        "placed": bool(program.path) or any(one.at for one in program.elements),
        "drawing": rink.svg(program, program.halves(checked.book)),
        "foot": answer.chosen.said,
    }


def _kicker(answer: Answered) -> str:
    plan = answer.plan
    if plan is None:
        return ""
    program = plan.programs[answer.number]
    category = words.category(plan.level, plan.discipline)
    return " · ".join((plan.skater, category, words.SEGMENTS[program.segment], plan.season))


def _sentence(answer: Answered) -> str:
    checked = answer.checked
    if checked is None:
        return "The plan cannot be looked at yet; the sentence below says why."
    legality, of = checked.legality, checked.worth
    illegal = sum(1 for one in legality.problems if one.severity == ILLEGAL)
    text = f"Legal, with a base value of {legality.base_value}"
    if not legality.legal:
        problems = f"{illegal} {'problem' if illegal == 1 else 'problems'}"
        text = f"Not legal: {problems}, and a base value of {legality.base_value} as called"
    if not of.known:
        return f"{text}."
    return f"{text}; {of.score:.1f} is expected, give or take {of.spread:.1f}."


def _figures(checked: Checked | None) -> tuple[tuple[str, str], ...]:
    if checked is None:
        return ()
    of = checked.worth
    found = [("Base value", words.figure(checked.legality.base_value))]
    if of.known:
        found.append(("Elements, expected", figure(of.technical)))
        found.append(("Components, expected", figure(of.component_score)))
        found.append(("Score, expected", f"{figure(of.score)} ± {figure(of.spread)}"))
        found.append(("Falls, expected", figure(of.falls)))
    return tuple(found)


def _sources(checked: Checked | None) -> tuple[str, ...]:
    if checked is None:
        return ()
    book = checked.book
    until = f" to {words.long_date(book.until)}" if book.until else ""
    rules = dict.fromkeys(one.rule for one in checked.legality.problems)
    return (
        *(f"{rule}." for rule in rules),
        f"Rules of {words.long_date(checked.program.day)}, in force since"
        f" {words.long_date(book.day)}{until}. What only the technical panel can see is not"
        " foreseen here.",
        "The plan is yours: it comes with your question, goes back with the answer, and is not"
        " kept.",
    )


def _view(answer: Answered) -> dict[str, Any]:
    """What `planner.html` shows."""
    plan, checked, asked = answer.plan, answer.checked, answer.asked
    programs = [] if plan is None else enumerate(plan.programs)
    codes = _codes(checked.program) if checked else ("", ())
    return {
        "fresh": asked.plan is None,
        "readable": plan is not None,
        "bad_text": plan is None,
        "refused": answer.refused,
        "text": answer.text,
        "most_bytes": MOST_BYTES,
        "file_name": _file_name(plan),
        "program": answer.number,
        "programs": [(number, words.SEGMENTS[one.segment]) for number, one in programs],
        "skater": asked.skater,
        "skater_said": answer.chosen.said,
        "skater_near": answer.chosen.near,
        "skill_text": asked.skill,
        "inventory": asked.inventory,
        "codes_key": codes[0],
        "codes": codes[1] if codes[0] != asked.codes else (),
        "best": answer.best,
        "can_best": checked is not None and planner_best.possible(checked.program),
        **_of_program(answer, checked),
    }


def _of_program(answer: Answered, checked: Checked | None) -> dict[str, Any]:
    if checked is None:
        return _unchecked(answer)
    program, legality, of = checked.program, checked.legality, checked.worth
    halves = program.halves(checked.book)
    bars = [_bar(checked, one) for one in of.elements]
    length = program.length or planner_picture.usual_length(checked.book, program.segment)
    return {
        "rows": [_row(checked, one, halves[row], bars[row]) for row, one in enumerate(of.elements)],
        "general": [_problem(number, one) for number, one in _told(legality) if not one.rows],
        "skilled": of.known,
        "base_value": words.figure(legality.base_value),
        "expected": figure(of.technical) if of.known else "",
        "falls": figure(of.falls) if of.known else "",
        "picture": planner_picture.timeline(program, bars, halves, length),
        "ice": planner_picture.ice(program, halves),
    }


def _unchecked(answer: Answered) -> dict[str, Any]:
    """A program of which nothing can be said, to be changed until something can."""
    found: dict[str, Any] = {"rows": [], "general": [], "skilled": False, "picture": None}
    found |= {"base_value": "", "expected": "", "falls": "", "ice": None}
    if answer.plan is None:
        return found
    program = answer.plan.programs[answer.number]
    halves = [bool(one.second_half) for one in program.elements]
    found["ice"] = planner_picture.ice(program, halves)
    unknown = {"said": "", "bonus": False, "base": "", "called": "", "problems": []}
    found["rows"] = [
        {"number": number, "code": one.code, "time": clock(one.time), "half": half, **unknown}
        for number, (one, half) in enumerate(zip(program.elements, halves, strict=True), start=1)
    ]
    return found


def _bar(checked: Checked, one: ElementWorth) -> Bar:
    segment = checked.program.segment
    plain = element_value(checked.book, one.called.code, False, segment=segment).base_value
    worth = one.worth
    return Bar(
        one.planned.code,
        one.called_base.hundredths,
        (one.called_base - plain).hundredths,
        None if worth is None else worth.mean,
        one.spread or 0.0,
        any(one.number - 1 in problem.rows for problem in checked.legality.problems),
    )


def _row(checked: Checked, one: ElementWorth, half: bool, bar: Bar) -> dict[str, Any]:
    planned, worth = one.planned, one.worth
    return {
        "number": one.number,
        "code": planned.code,
        "said": notation.say(planned.element, checked.book.signs()),
        "time": clock(planned.time),
        "half": half,
        "bonus": bar.bonus > 0,
        "base": words.figure(one.called_base),
        "called": one.called.code,
        "expected": "" if worth is None else figure(worth.mean),
        "spread": "" if worth is None else figure(bar.spread),
        "falls": "" if worth is None else f"{100 * worth.falls:.0f} %",
        "problems": [
            _problem(number, problem)
            for number, problem in _told(checked.legality)
            if problem.rows and problem.rows[0] == one.number - 1
        ],
    }


def _told(legality: Legality) -> list[tuple[int, Problem]]:
    """The problems with their numbers from 1; what reads the same is told once."""
    found = {(one.sentence, one.rows): (number, one) for number, one in _numbered(legality)}
    return sorted(found.values(), key=lambda one: one[0])


def _numbered(legality: Legality) -> list[tuple[int, Problem]]:
    return list(enumerate(legality.problems, start=1))


def _problem(number: int, problem: Problem) -> dict[str, Any]:
    return {
        "number": number,
        "sentence": _capital(problem.sentence),
        "rule": problem.rule.partition(" (")[0],
        "severity": problem.severity,
        "cost": words.figure(problem.cost) if problem.cost else "",
        "mend": "" if problem.mend is None else problem.mend.sentence,
    }


def _capital(sentence: str) -> str:
    return f"{sentence[:1].upper()}{sentence[1:].rstrip('.')}."


def _file_name(plan: Plan | None) -> str:
    if plan is None:
        return "program.plan"
    name = "-".join((*plan.skater.split(), plan.season)).lower()
    return f"{name}.plan"


Codes = tuple[str, tuple[tuple[str, str, str], ...]]


def _codes(program: PlannedProgram) -> Codes:
    """The codes that the scale of the day knows, each with its family and its words, and what tells
    this list from others."""
    return _codes_of(program.day, program.discipline, program.level)


@lru_cache(maxsize=32)
def _codes_of(day: date, discipline: Discipline, level: Level) -> Codes:
    book = rulebooks.on(day, discipline, level)
    found = []
    for code in book.scale:
        try:
            element = notation.parse(code)
        except SyntaxProblem:  # a row of the scale that no element is called by
            continue
        if not any(part.flags or part.invalid for part in element.parts):
            found.append((code, element.family.value, notation.say(element, book.signs())))
    return f"{day} {discipline} {level}", tuple(found)


ROUTES: Final = (Route("/plan", planner, variants=False),)
