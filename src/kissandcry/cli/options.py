"""Options that several commands share, and how their values are read."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final, TypeVar

import click

from kissandcry.core import Discipline, Level, first_day

_C = TypeVar("_C", bound=Callable[..., Any])


class Day(click.ParamType[Any]):
    """A day such as 2012-12-08."""

    name = "date"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        """The date; fails for anything that is not one."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date; a date is written 2012-12-08", param, ctx)


class Grades(click.ParamType[Any]):
    """The judges' grades, such as 3,2,3,-,1: one for each judge, - for a missing one."""

    name = "grades"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[int | None, ...]:
        """The grades; fails for anything that is not one."""
        if isinstance(value, tuple):
            return value
        grades: list[int | None] = []
        for text in value.replace("\N{MINUS SIGN}", "-").split(","):
            text = text.strip()
            figure = text.removeprefix("+").removeprefix("-")
            if text == "-":
                grades.append(None)
            elif figure.isascii() and figure.isdecimal() and len(figure) == 1:
                grades.append(int(text))
            else:
                self.fail(
                    f"{text!r} is no grade; grades are written 3,2,-1,0 with a comma between the"
                    " judges and - for a missing one",
                    param,
                    ctx,
                )
        return tuple(grades)


class Word(click.ParamType[Any]):
    """One of the sport's words, in any spelling that a skate file may have."""

    def __init__(self, name: str, known: str) -> None:
        self.name = name
        self._known = known

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        """The word's value; fails with all words that there are."""
        if not isinstance(value, str) or isinstance(value, Discipline | Level):
            return value
        from kissandcry.protocols.skate_file import words

        known: dict[str, Any] = getattr(words, self._known)
        found = words.find(value.replace("_", " "), known)
        if found is None:
            names = ", ".join(dict.fromkeys(str(one) for one in known.values()))
            self.fail(f"{value!r} is no {self.name}; there are {names}", param, ctx)
        return found


class Season(click.ParamType[Any]):
    """A season such as 2012-13."""

    name = "season"

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        """The season as it is written; fails for anything that is not one."""
        if first_day(str(value)) is None:
            self.fail(f"{value!r} is no season; a season is written 2012-13", param, ctx)
        return str(value)


DAY: Final = Day()
SEASON: Final = Season()
GRADES: Final = Grades()
DISCIPLINE: Final = Word("discipline", "DISCIPLINES")
LEVEL: Final = Word("level", "LEVELS")

FILES: Final = click.argument("paths", nargs=-1, required=True, metavar="PATH...")


def as_json(command: _C) -> _C:
    """`--json`: the answer as JSON instead of text."""
    return click.option(
        "--json", "as_json", is_flag=True, help="Print JSON instead of text (docs/commands.md)."
    )(command)


def jobs(command: _C) -> _C:
    """`--jobs`: on how many processes files are read."""
    return click.option(
        "--jobs",
        type=click.IntRange(1, 256),
        default=1,
        show_default=True,
        help="Read on so many processes.",
    )(command)


def archive(command: _C) -> _C:
    """`--archive`: the archive that is asked."""
    return click.option(
        "--archive",
        "archive",
        metavar="FILE",
        help="The archive; without, your own (docs/archive.md).",
    )(command)


def as_of(command: _C) -> _C:
    """`--as-of`: what was known on a day."""
    return click.option(
        "--as-of",
        "as_of",
        type=DAY,
        help="Only what was skated up to this day, such as 2012-12-08.",
    )(command)


def today() -> date:
    """The day on this computer's calendar."""
    return datetime.now().astimezone().date()


def rulebook(command: _C) -> _C:
    """The options that choose a rulebook."""
    for option in (
        click.option("--authority", default="isu", show_default=True, help="Whose rules."),
        click.option("--level", type=LEVEL, default=Level.SENIOR, help="Default: senior."),
        click.option(
            "--on", "day", type=DAY, default=today, help="The day of the rules. Default: today."
        ),
    ):
        command = option(command)
    return command
