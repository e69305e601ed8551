"""What `plan best` and `plan breakeven` are asked with: a plan or an inventory, a skill, wishes."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from kissandcry.cli import asked, options
from kissandcry.core import Discipline, Level, Points, Segment, SyntaxProblem

if TYPE_CHECKING:
    from kissandcry.planning.layout import Goal, Question
    from kissandcry.planning.skill import Skill
    from kissandcry.program import PlannedProgram
    from kissandcry.rulebooks import Rulebook

_C = TypeVar("_C", bound=Callable[..., Any])
_SEGMENTS: Final = {"short": Segment.SHORT_PROGRAM, "free": Segment.FREE_SKATING}


@dataclass(frozen=True)
class Given:
    """What was typed."""

    plan: Path | None
    segment: str
    inventory: str | None
    more: str
    season: str | None
    discipline: Discipline | None
    level: Level
    skater: str | None
    skill: Path | None
    wishes: tuple[str, ...]
    late: int | None
    reach: str | None
    beat: tuple[str, ...]
    archive: str | None
    as_of: date | None


def options_of(command: _C) -> _C:
    """The options that say what is asked; they are given to the command as `given`."""
    for option in (
        click.option("--beat", multiple=True, help="A rival's score, to be beaten."),
        click.option("--reach", help="A score of the segment, such as 190.00."),
        click.option(
            "--late",
            type=click.IntRange(0, 20),
            help="So many jump elements at most in the second half.",
        ),
        click.option(
            "--wish", "wishes", multiple=True, help='Such as "no quad after 3:00" (docs/layout.md).'
        ),
        click.option(
            "--skill", type=click.Path(path_type=Path), help="What the skater can do, from a file."
        ),
        click.option("--skater", help="What this skater of the archive can do: a key or a name."),
        click.option("--level", type=options.LEVEL, default=Level.SENIOR, help="Default: senior."),
        click.option("--discipline", type=options.DISCIPLINE, help="Without a plan."),
        click.option("--season", type=options.SEASON, help="Without a plan, such as 2024-25."),
        click.option("--more", default="", help="Codes beside those of the plan: 4F,+3Lo."),
        click.option("--inventory", help="Codes instead of those of the plan: 3Lz,2A,+3T,CCoSp4."),
        click.option(
            "--segment",
            type=click.Choice(list(_SEGMENTS)),
            default="free",
            show_default=True,
            help="Which program.",
        ),
        click.argument("plan", required=False, type=click.Path(path_type=Path)),
    ):
        command = option(command)
    return command


@dataclass(frozen=True)
class Asking:
    """The question, and what belongs to it."""

    question: "Question"
    book: "Rulebook"
    segment: Segment
    skill: "Skill | None"
    goal: "Goal | None"
    wishes: tuple[str, ...]


def asking(given: Given) -> Asking:
    """The question that was typed. Raises `UsageError` where something is missing or too much."""
    from kissandcry import rulebooks
    from kissandcry.planning import layout
    from kissandcry.program import day_of

    if given.skater is not None and given.skill is not None:
        raise click.UsageError("--skater and --skill both tell a skill; give one")
    if given.reach is not None and given.beat:
        raise click.UsageError("--reach and --beat are two goals; give one")
    segment = _SEGMENTS[given.segment]
    program, plan_wishes = _program(given.plan, segment)
    season, discipline, level = given.season, given.discipline, given.level
    if program is not None:
        if season is not None or discipline is not None:
            raise click.UsageError("the plan says its --season and --discipline; leave them out")
        season, discipline, level = program.season, program.discipline, program.level
    if season is None or discipline is None:
        raise click.UsageError("give a PLAN, or --inventory with --season and --discipline")
    book = rulebooks.on(day_of(season), discipline, level)
    skill = _skill(given)
    wishes = (*plan_wishes, *given.wishes)
    question = layout.ask(
        book,
        segment,
        _inventory(given, program),
        None if skill is None else layout.OfSkill(book, segment, skill),
        wishes=[layout.wish(one, None if program is None else program.codes) for one in wishes],
        times=None if program is None else layout.times_of(program, book),
        late=given.late,
    )
    return Asking(question, book, segment, skill, _goal(given, book, segment, skill), wishes)


def _program(
    plan: Path | None, segment: Segment
) -> "tuple[PlannedProgram | None, tuple[str, ...]]":
    from kissandcry.program import plan_file

    if plan is None:
        return None, ()
    read = plan_file.read(plan)
    found = read.program(segment)
    if found is None:
        raise SyntaxProblem(f"{plan}: the plan has no {segment.replace('_', ' ')}")
    return found, read.wishes_for(segment)


def _inventory(given: Given, program: "PlannedProgram | None") -> Any:
    from kissandcry.planning import layout

    if given.inventory is not None:
        return layout.parse(",".join((given.inventory, given.more)))
    if program is None:
        raise click.UsageError("give a PLAN, or --inventory with --season and --discipline")
    return layout.inventory_of(program, given.more.split(","))


def _skill(given: Given) -> "Skill | None":
    from kissandcry.planning import skill

    if given.skill is not None:
        return skill.read(given.skill)
    if given.skater is None:
        return None
    with asked.opened(given.archive) as found:
        return skill.of_skater(found, given.skater, given.as_of)


def _goal(given: Given, book: "Rulebook", segment: Segment, skill: "Skill | None") -> "Goal | None":
    from kissandcry.planning import layout

    if given.reach is None and not given.beat:
        return None
    if skill is None:
        raise click.UsageError("a chance needs to know what the skater can do: give --skill")
    rest = layout.rest_of(book, segment, skill)
    if given.reach is not None:
        return layout.reach(Points(given.reach), rest)
    return layout.beat([max(Points(one) for one in given.beat)], rest)


@contextmanager
def bar(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on standard error, if that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(what, total=None)

        def tell(done: int, total: int) -> None:
            shown.update(task, completed=done, total=total)

        yield tell
