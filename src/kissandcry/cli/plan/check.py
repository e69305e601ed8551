"""`kissandcry plan check`: is the program legal, and do printed programs follow the rules?"""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from kissandcry.cli import answers, options
from kissandcry.cli.exits import BAD_INPUT, DIFFERENCES, FINE
from kissandcry.cli.words import many

if TYPE_CHECKING:
    from kissandcry.cli import files
    from kissandcry.planning.printed import Printed
    from kissandcry.program import PlannedProgram
    from kissandcry.program.legality import Legality, Problem

_REST: Final = 20  # marks that are shown, of those that the order of the elements does not explain


@click.command("check", short_help="Is the program legal? All problems, their cost, their mend.")
@options.FILES
@options.jobs
@options.as_json
def command(paths: tuple[str, ...], jobs: int, as_json: bool) -> int:
    """Check planned programs against the rules of their season: every problem with its rule, what
    it costs, and the smallest change that mends it.

    PATH is a plan (docs/plan_file.md). Of protocols (PDF, JSON and the like, folders too) the marks
    are checked instead: which x, +REP, +SEQ and asterisks follow from the order of the elements.
    """
    from kissandcry.cli import files
    from kissandcry.protocols.files import readable
    from kissandcry.protocols.reader import SUFFIXES

    found = files.Found(paths)
    papers = [path for path in found.paths if path.suffix.lower() in SUFFIXES]
    plans = [path for path in found.paths if path.suffix.lower() not in SUFFIXES]
    different = []
    for path in plans:
        done = _checked(path, found)
        if done is None:
            continue
        different.append(not all(one.legal for _, one in done))
        if as_json:
            answers.emit({"file": readable(path), "programs": [_shape(*one) for one in done]})
        else:
            _show(path if len(found.paths) > 1 else None, done)
    if papers:
        different.append(_papers(papers, found, jobs, as_json))
    if found.bad:
        return BAD_INPUT
    return DIFFERENCES if any(different) else FINE


def _checked(path: Path, found: "files.Found") -> "list[tuple[PlannedProgram, Legality]] | None":
    """The programs of a plan with what is found; None, and that is said, where it is no plan."""
    from kissandcry.core import KissAndCryError
    from kissandcry.program import plan_file
    from kissandcry.program.legality import check

    named = ""  # what reading raises names the file itself
    try:
        plan = plan_file.read(path)
        named = f"{path.name}: "
        return [(one, check(one, other=plan.other(one))) for one in plan.programs]
    except KissAndCryError as error:
        found.refuse(f"{named}{error}")
        return None


def _show(path: Path | None, done: "list[tuple[PlannedProgram, Legality]]") -> None:
    """Show what is found in a plan; `path` names it where there are several."""
    from kissandcry.cli import screen

    if path is not None:
        screen.record(str(path))
    if not done:
        screen.prose("The plan has no program yet.")
    for index, (program, one) in enumerate(done):
        if index:
            screen.blank()
        screen.prose(_answer(program, one), screen.STRONG)
        for problem in one.problems:
            screen.blank()
            screen.prose(_sentence(problem), indent=2)
            screen.prose(problem.rule, screen.QUIET, indent=4)
            if problem.mend is not None:
                screen.prose(f"What mends it: {problem.mend.sentence}", indent=4)


def _answer(program: "PlannedProgram", one: "Legality") -> str:
    from kissandcry.protocols.writers import words

    category = words.category(program.level, program.discipline)
    name = f"{words.SEGMENTS[program.segment]} ({category}, {program.season})"
    value = f"its base value as called is {one.base_value}"
    illegal = sum(problem.severity == "illegal" for problem in one.problems)
    others = len(one.problems) - illegal
    found = "legal" if one.legal else f"not legal, {many(illegal, 'thing')} must change"
    rest = f"; {many(others, 'remark')} beside" if others else ""
    return f"{name}: {found}; {value}{rest}."


def _sentence(problem: "Problem") -> str:
    known = _SEVERITIES[problem.severity]
    cost = f" It costs {problem.cost}." if problem.cost else ""
    return f"{known}{problem.sentence}{cost}"


_SEVERITIES: Final = {"illegal": "", "costs": "Worth less: ", "unknown": "Not known: "}


def _shape(program: "PlannedProgram", one: "Legality") -> dict[str, Any]:
    return {
        "segment": program.segment,
        "discipline": program.discipline,
        "level": program.level,
        "season": program.season,
        "legal": one.legal,
        "base_value": str(one.base_value),
        "called": [{"code": row.code, "second_half": row.second_half} for row in one.called],
        "problems": [
            {
                "kind": problem.kind,
                "severity": problem.severity,
                "elements": [row + 1 for row in problem.rows],
                "sentence": problem.sentence,
                "rule": problem.rule,
                "cost": None if problem.cost is None else str(problem.cost),
                "mend": None if problem.mend is None else _mend(problem),
            }
            for problem in one.problems
        ],
    }


def _mend(problem: "Problem") -> dict[str, Any]:
    assert problem.mend is not None
    return {
        "sentence": problem.mend.sentence,
        "elements": [element.code for element in problem.mend.elements],
        "length": problem.mend.length,
    }


def _papers(papers: list[Path], found: "files.Found", jobs: int, as_json: bool) -> bool:
    """Check the marks of printed programs; whether some do not follow from their elements."""
    from kissandcry.cli import files
    from kissandcry.planning.printed import Printed
    from kissandcry.protocols import batch

    printed = Printed()
    read = batch.read_files(papers, jobs=jobs)
    for one in files.progress(read, len(papers), "checking", as_json=as_json):
        if one.error:
            found.refuse(one.error)
        for protocol in one.protocols:
            printed.add(protocol, f"{one.path.parent.name}/{one.path.name}")
    if as_json:
        answers.emit(_marks(printed))
    else:
        _show_marks(printed)
    return bool(printed.shares.rest)


def _marks(printed: "Printed") -> dict[str, Any]:
    return {
        "programs": printed.shares.programs,
        "marks": [
            {"kind": kind, "places": places, "follow": follow, "share": share, "panel": panel}
            for kind, places, follow, share, panel in printed.lines()
        ],
        "rest": [
            {
                "where": where,
                "element": place.row + 1,
                "code": place.code,
                "kind": place.kind,
                "printed": place.printed,
                "sentence": place.sentence,
            }
            for where, place in printed.shares.rest
        ],
        "left_out": printed.left_out,
    }


def _show_marks(printed: "Printed") -> None:
    from kissandcry.cli import screen

    shares = printed.shares
    lines = printed.lines()
    places, follow = sum(line[1] for line in lines), sum(line[2] for line in lines)
    screen.prose(
        f"{many(shares.programs, 'program')}: of {many(places, 'mark')} that the order of the"
        f" elements decides, {follow:,} follow from it.",
        screen.STRONG,
    )
    screen.blank()
    screen.table(
        [("Mark", "left"), ("Places", "right"), ("Follow", "right"), ("Share", "right"),
         ("Only the panel sees", "right")],
        [
            (kind, f"{count:,}", f"{same:,}", "" if share is None else f"{share:.2%}", f"{own:,}")
            for kind, count, same, share, own in lines
        ],
    )  # fmt: skip
    if shares.rest:
        screen.blank()
        screen.line(("What does not follow", screen.STRONG))
        for where, place in shares.rest[:_REST]:
            screen.record(f"{where}, {place.row + 1} {place.code}: {place.sentence}", 2)
        more = len(shares.rest) - _REST
        if more > 0:
            screen.prose(f"{more} more; --json has all.", screen.QUIET, indent=2)
    for sentence in printed.left_out:
        screen.prose(f"Left out: {sentence}", screen.QUIET)
