"""Before each competition: what is in order, what is not, and what to do next."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from kissandcry import rulebooks
from kissandcry.core import KissAndCryError, Segment
from kissandcry.core.spelling import listed, title
from kissandcry.planning.season.log import attempts, lately, stem
from kissandcry.program import Competition, Plan, PlannedProgram, Requirement
from kissandcry.program.called import ILLEGAL
from kissandcry.program.legality import check
from kissandcry.program.plan_file.writer import clock
from kissandcry.rulebooks import Rulebook

FINE: Final = "fine"
PROBLEM: Final = "problem"
UNKNOWN: Final = "unknown"
DAYS: Final = 28  # of the log that count as lately


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: `about` names it ("rules", "length" ...), `state` is `FINE`, `PROBLEM`
    or `UNKNOWN`, `sentence` says what was found."""

    about: str
    state: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Before:
    """A competition seen from a day: `days` until it starts (negative once it has started)."""

    competition: Competition
    days: int
    checks: tuple[Check, ...]

    @property
    def countdown(self) -> str:
        """How long it is still, in words."""
        if self.days == 0:
            return "today"
        if self.days > 0:
            return "tomorrow" if self.days == 1 else f"in {self.days} days"
        over = -self.days - (self.competition.last_day - self.competition.start).days
        if over <= 0:
            return "now"
        return "ended yesterday" if over == 1 else f"ended {over} days ago"

    @property
    def ahead(self) -> bool:
        """Whether it has not ended."""
        return self.days + (self.competition.last_day - self.competition.start).days >= 0

    @property
    def problems(self) -> tuple[Check, ...]:
        """What is not in order."""
        return tuple(one for one in self.checks if one.state == PROBLEM)


@dataclass(frozen=True, slots=True)
class Season:
    """A season seen from a day: its competitions by date, and what to do next."""

    day: date
    competitions: tuple[Before, ...]
    next_steps: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The answer in a sentence."""
        ahead = [one for one in self.competitions if one.ahead]
        if not ahead:
            return "No competition lies ahead."
        first = ahead[0]
        return f"{first.competition.name} is {first.countdown}: {_standing(first)}."

    @property
    def next(self) -> Before | None:
        """The next competition."""
        return next((one for one in self.competitions if one.ahead), None)


def season(plan: Plan, day: date) -> Season:
    """The plan seen from a day. Nothing is raised for rules that are not known: a check says so."""
    found = tuple(
        Before(one, (one.start - day).days, tuple(_checks(plan, one, day)))
        for one in sorted(plan.competitions, key=lambda one: (one.start, one.name))
    )
    return Season(day, found, tuple(_next_steps(plan, found)))


def _standing(one: Before) -> str:
    """How things stand before a competition."""
    to_do = len(one.problems)
    unknown = [
        made for made in one.checks if made.state == UNKNOWN and made.about != "run-throughs"
    ]
    if to_do:
        return f"{to_do} of its checks ask for something" if to_do > 1 else _ONE
    if unknown:
        return f"nothing to do is known, and {len(unknown)} of its checks cannot be made"
    return "everything is in order"


_ONE: Final = "one of its checks asks for something"


def _next_steps(plan: Plan, found: tuple[Before, ...]) -> Iterator[str]:
    ahead = [one for one in found if one.ahead]
    if not plan.competitions:
        yield "Write the first competition of the season into the plan."
    for one in ahead[:1]:
        for found_out in one.problems:
            yield f"Before {one.competition.name}: {found_out.sentence}"


def _checks(plan: Plan, one: Competition, day: date) -> Iterator[Check]:
    level = one.level or plan.level
    try:
        book = rulebooks.on(one.start, plan.discipline, level)
    except KissAndCryError as error:
        yield Check("rules", UNKNOWN, f"{error}.")
        return
    programs = tuple(replace(program, level=level) for program in plan.programs)
    yield _planned(programs, book)
    for program in programs:
        yield _rules(program, book, next((one for one in programs if one is not program), None))
    for need in one.required:
        yield _required(need, programs)
    for program in programs:
        yield from _length(program, book)
        yield _music(program)
    for program in programs:
        yield from _run_throughs(plan, program, day)


def _planned(programs: tuple[PlannedProgram, ...], book: Rulebook) -> Check:
    have = {program.segment for program in programs if program.elements}
    missing = [segment for segment in Segment if segment in book.components and segment not in have]
    if missing:
        return Check(
            "programs", PROBLEM, f"No {listed(map(title, missing))} is planned; plan its elements."
        )
    return Check("programs", FINE, f"{listed(map(_name, programs))} are planned.")


def _rules(program: PlannedProgram, book: Rulebook, other: PlannedProgram | None) -> Check:
    name = _name(program)
    try:
        found = check(program, book, other)
    except KissAndCryError as error:
        return Check("rules", UNKNOWN, f"{name}: {error}.")
    if found.legal:
        return Check("rules", FINE, f"{name}: it is legal by the rules of that day.")
    first, *more = [one for one in found.problems if one.severity == ILLEGAL]
    others = "" if not more else f" ({len(more)} more: kissandcry plan check)"
    mend = "" if first.mend is None else f" {first.mend.sentence}"
    return Check("rules", PROBLEM, f"{name}: {first.sentence}{others}{mend}")


def _required(need: Requirement, programs: tuple[PlannedProgram, ...]) -> Check:
    asked = [one for one in programs if need.segment in {None, one.segment}]
    planned = {
        name
        for program in asked
        for element in program.elements
        for name in (stem(element.code), *(part.stem for part in element.element.parts))
    }
    missing = [code for code in need.codes if stem(code) not in planned]
    where = "the programs" if need.segment is None else f"the {title(need.segment)}"
    if missing:
        return Check(
            "required", PROBLEM, f"{listed(missing)} is required, and {where} must have it."
        )
    return Check("required", FINE, f"{listed(need.codes)}, as required, is in {where}.")


def _length(program: PlannedProgram, book: Rulebook) -> Iterator[Check]:
    name, rule = _name(program), book.durations.get(program.segment)
    if program.length is None:
        yield Check("length", UNKNOWN, f"{name}: its length is not given.")
    elif rule is None:
        yield Check("length", UNKNOWN, f"{name}: how long it may be is not known.")
    else:
        low = None if rule.shorter is None else rule.seconds - rule.shorter
        high = None if rule.longer is None else rule.seconds + rule.longer
        allowed = f"{_bounds(low, high)} ({rule.provenance.rule})"
        short = low is not None and program.length < low
        long = high is not None and program.length > high
        if short or long:
            verb = "lengthen" if short else "shorten"
            yield Check(
                "length",
                PROBLEM,
                f"{name}: {verb} the music: it lasts {clock(program.length)}, allowed is"
                f" {allowed}.",
            )
        else:
            yield Check("length", FINE, f"{name}: {clock(program.length)}; allowed is {allowed}.")


def _bounds(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        return f"{clock(low)} to {clock(high)}"
    if low is not None:
        return f"{clock(low)} or more"
    return "any" if high is None else f"up to {clock(high)}"


def _music(program: PlannedProgram) -> Check:
    name = _name(program)
    if program.music:
        return Check("music", FINE, f"{name}: {listed(program.music)}.")
    return Check("music", PROBLEM, f"{name}: name its music; the form asks for title and composer.")


def _run_throughs(plan: Plan, program: PlannedProgram, day: date) -> Iterator[Check]:
    """What was landed lately against what is planned."""
    name, tried, since = _name(program), attempts(plan, day), day - timedelta(DAYS)
    kept = {code: lately(tried, code, since, day) for code in program.codes}
    missing = [code for code, one in kept.items() if one is None]
    known = {code: one for code, one in kept.items() if one is not None}
    weak = [
        f"{code} ({one.landed} of {one.attempts})"
        for code, one in known.items()
        if 2 * one.landed < one.attempts
    ]
    log = f"the log of the last {DAYS} days"
    if weak:
        text = f"{name}: by {log} landed less than every second time: {', '.join(weak)}."
        yield Check("run-throughs", PROBLEM, text)
    elif known:
        text = f"{name}: by {log} landed at least every second time: {', '.join(known)}."
        yield Check("run-throughs", FINE, text)
    if missing:
        what = ", ".join(missing) if known else "nothing of it"
        text = f"{name}: not in {log}: {what}." if known else f"{name}: {log} has {what}."
        yield Check("run-throughs", UNKNOWN, text)


def _name(program: PlannedProgram) -> str:
    return title(program.segment)
