"""What should I skate next? What a plan is worth and what the rules say of it, on a page."""

from datetime import date
from functools import lru_cache
from typing import Any, Final

from kissandcry import notation, rulebooks
from kissandcry.core import Discipline, Level, Segment, SyntaxProblem
from kissandcry.planning.season import rink
from kissandcry.planning.season.values import ElementWorth
from kissandcry.program import Plan, PlannedProgram
from kissandcry.program.called import ILLEGAL
from kissandcry.program.problem import Problem
from kissandcry.protocols.writers import words
from kissandcry.scoring import element_value
from kissandcry.web.ask import Ask
from kissandcry.web.page import Page, Route
from kissandcry.web.planner import best as planner_best
from kissandcry.web.planner import picture as planner_picture
from kissandcry.web.planner import start as planner_start
from kissandcry.web.planner.answer import MOST_MENDED, Answered, Checked, answered, numbered
from kissandcry.web.planner.picture import Bar, clock, figure
from kissandcry.web.planner.posted import MOST_BYTES, Posted

_LONGEST: Final = 300  # characters of the address of a skate
_DISCIPLINES: Final = (Discipline.MEN, Discipline.WOMEN, Discipline.PAIRS, Discipline.ICE_DANCE)
_LEVELS: Final = (Level.SENIOR, Level.JUNIOR)
_SEGMENTS: Final = (
    Segment.SHORT_PROGRAM,
    Segment.FREE_SKATING,
    Segment.RHYTHM_DANCE,
    Segment.FREE_DANCE,
)


def planner(ask: Ask) -> Page:
    """The page with the plan that it opens with: an example, the program of a skate (`from`), or an
    empty one of a category."""
    if where := ask.text("from", limit=_LONGEST):
        text, skater = planner_start.skated(ask.archive, where)
        return shown(answered(ask.archive, Posted(plan=text, skater=skater, mends=True)))
    if ask.text("segment"):
        discipline = Discipline(ask.choice("category", [*_DISCIPLINES], Discipline.MEN))
        level = Level(ask.choice("level", [*_LEVELS], Level.SENIOR))
        segment = Segment(ask.choice("segment", [*_SEGMENTS], Segment.FREE_SKATING))
        text = planner_start.empty(discipline, level, segment)
        return shown(answered(ask.archive, Posted(plan=text, mends=True)))
    return shown(answered(ask.archive, Posted(mends=True)))


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
    if legality is None:
        text = f"Whether it is legal is not known; as planned it has a base value of {of.base}"
    elif legality.legal:
        text = f"Legal, with a base value of {of.called_base}"
    else:
        illegal = sum(1 for one in legality.problems if one.severity == ILLEGAL)
        problems = f"{illegal} {'problem' if illegal == 1 else 'problems'}"
        text = f"Not legal: {problems}, and a base value of {of.called_base} as called"
    if not of.known:
        return f"{text}."
    return f"{text}; {of.score:.1f} is expected, give or take {of.spread:.1f}."


def _figures(checked: Checked | None) -> tuple[tuple[str, str], ...]:
    if checked is None:
        return ()
    of = checked.worth
    found = [("Base value", words.figure(of.called_base))]
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
    rules = dict.fromkeys(one.rule for one in checked.problems)
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
        "categories": [(str(one), words.DISCIPLINES[one]) for one in _DISCIPLINES],
        "levels": [(str(one), words.LEVELS[one]) for one in _LEVELS],
        "segments": [(str(one), words.SEGMENTS[one]) for one in _SEGMENTS],
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
    program, of = checked.program, checked.worth
    halves = program.halves(checked.book)
    bars = [_bar(checked, one) for one in of.elements]
    length = program.length or planner_picture.usual_length(checked.book, program.segment)
    return {
        "rows": [_row(checked, one, halves[row], bars[row]) for row, one in enumerate(of.elements)],
        "general": [_problem(number, one) for number, one in _told(checked) if not one.rows],
        "skilled": of.known,
        "base_value": words.figure(of.called_base),
        "unknown": of.uncalled,
        "to_mend": 0 < len(checked.problems) <= MOST_MENDED,
        "too_many": MOST_MENDED if len(checked.problems) > MOST_MENDED else 0,
        "expected": figure(of.technical) if of.known else "",
        "falls": figure(of.falls) if of.known else "",
        "picture": planner_picture.timeline(program, bars, halves, length),
        "ice": planner_picture.ice(program, halves),
    }


def _unchecked(answer: Answered) -> dict[str, Any]:
    """A program of which nothing can be said, to be changed until something can."""
    found: dict[str, Any] = {"rows": [], "general": [], "skilled": False, "picture": None}
    found |= {
        "to_mend": False,
        "too_many": 0,
        "unknown": "",
        "base_value": "",
        "expected": "",
        "falls": "",
        "ice": None,
    }
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
        any(one.number - 1 in problem.rows for problem in checked.problems),
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
            for number, problem in _told(checked)
            if problem.rows and problem.rows[0] == one.number - 1
        ],
    }


def _told(checked: Checked) -> list[tuple[int, Problem]]:
    """The problems with their numbers from 1; what reads the same is told once."""
    found = {(one.sentence, one.rows): (number, one) for number, one in numbered(checked.problems)}
    return sorted(found.values(), key=lambda one: one[0])


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
