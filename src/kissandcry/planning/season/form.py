"""The planned program content form as a PDF, typeset with Typst: both programs side by side in the
form's usual order, and each program's way on the rink on the second page.

The same plan gives the same bytes: no clock and no font of the machine goes into it.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from kissandcry import notation, rulebooks
from kissandcry.core import KissAndCryError, Segment
from kissandcry.core.extras import extra
from kissandcry.planning.season import rink
from kissandcry.program import Competition, Plan, PlannedProgram
from kissandcry.program.plan_file.writer import clock
from kissandcry.protocols.writers import words
from kissandcry.protocols.writers.files import write_whole

HEADING: Final = "PLANNED PROGRAM CONTENT"
_SHORT: Final = (Segment.SHORT_PROGRAM, Segment.RHYTHM_DANCE, Segment.SHORT_DANCE)


def typeset(
    plan: Plan, competition: Competition | None = None, fonts: Sequence[Path] = ()
) -> bytes:
    """The form of a plan, for a competition or with a blank line for its name.

    The short program or rhythm dance stands on the left. `fonts` are files of fonts for letters
    that Source Sans 3 lacks. Raises `KissAndCryError` for a plan without a program and for a letter
    that no font has, and `MissingExtra` without the extra `print`.
    """
    with extra("print", "a PDF"):
        from kissandcry.core.fonts import refuse_missing, typeface
        from kissandcry.core.typesetting import pdf

    if not plan.programs:
        raise KissAndCryError("the plan has no program yet; the form needs one")
    face = typeface(fonts)
    document = _document(plan, competition)
    refuse_missing(_texts(document["form"]), face)
    return pdf("kissandcry.planning.season", "content_form.typ", document, face)


def write_form(
    plan: Plan,
    path: Path,
    competition: Competition | None = None,
    fonts: Sequence[Path] = (),
) -> None:
    """Write the form as a `.pdf` file. Raises as `typeset`."""
    write_whole(path, typeset(plan, competition, fonts))


def _document(plan: Plan, competition: Competition | None) -> dict[str, Any]:
    ordered = sorted(plan.programs, key=lambda one: one.segment not in _SHORT)
    event = "" if competition is None else competition.name
    form = {
        "heading": HEADING,
        "event": event,
        "date": "" if competition is None else _days(competition),
        "place": "" if competition is None else competition.place,
        "name": plan.skater,
        "nation": plan.nation,
        "category": words.category(_level_of(plan, competition), plan.discipline),
        "season": plan.season,
        "coach": plan.coach,
        "programs": [_program(program) for program in ordered],
    }
    title = f"{plan.skater}: {HEADING.capitalize()}"
    return {"title": title, "form": form, "rinks": [_rink(one) for one in ordered if _placed(one)]}


def _level_of(plan: Plan, competition: Competition | None) -> Any:
    return plan.level if competition is None or competition.level is None else competition.level


def _days(one: Competition) -> str:
    first = words.long_date(one.start)
    if one.end is None:
        return first
    same = (one.start.year, one.start.month) == (one.end.year, one.end.month)
    return f"{one.start.day if same else first} to {words.long_date(one.end)}"


def _program(program: PlannedProgram) -> dict[str, Any]:
    return {
        "segment": words.SEGMENTS[program.segment],
        "title": program.title,
        "music": list(program.music),
        "choreographer": program.choreographer,
        "length": "" if program.length is None else clock(program.length),
        "elements": [
            {"code": code, "words": notation.say(notation.parse(code))} for code in program.codes
        ],
    }


def _placed(program: PlannedProgram) -> bool:
    return bool(program.path) or any(element.at for element in program.elements)


def _rink(program: PlannedProgram) -> dict[str, str]:
    book = rulebooks.on(program.day, program.discipline, program.level)
    halves = program.halves(book)
    return {
        "segment": words.SEGMENTS[program.segment],
        "svg": rink.svg(program, halves),
        "alt": rink.in_words(program, halves),
    }


def _texts(value: object) -> Iterator[str]:
    """Every text of the form."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
