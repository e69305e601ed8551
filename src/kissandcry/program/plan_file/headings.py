"""The headings of a plan file: where each may stand, and how its value is kept."""

from collections.abc import Callable
from typing import Any, Final

from kissandcry.core import SyntaxProblem, spelling
from kissandcry.program.plan_file import rows

_TOP: Final = {
    "skater": "Skater",
    "skaters": "Skater",
    "couple": "Skater",
    "pair": "Skater",
    "team": "Skater",
    "name": "Skater",
    "season": "Season",
    "category": "Category",
    "discipline": "Category",
    "level": "Level",
    "coach": "Coach",
    "coaches": "Coach",
    "wish": "Wish",
    "wishes": "Wish",
}
_PROGRAM: Final = {
    "title": "Title",
    "theme": "Theme",
    "music": "Music",
    "choreographer": "Choreographer",
    "choreography": "Choreographer",
    "length": "Length",
    "duration": "Length",
    "path": "Path",
    "wish": "Wish",
    "wishes": "Wish",
}
_COMPETITION: Final = {
    "date": "Date",
    "dates": "Date",
    "day": "Date",
    "place": "Place",
    "venue": "Place",
    "location": "Place",
    "level": "Level",
    "required": "Required",
    "required elements": "Required",
}
SECTIONS: Final = {
    "program": "Program",
    "segment": "Program",
    "competition": "Competition",
    "event": "Competition",
    "run through": "Run-through",
    "runthrough": "Run-through",
    "practice": "Run-through",
    "training": "Run-through",
}
KEYS: Final = {"": _TOP, "Program": _PROGRAM, "Competition": _COMPETITION, "Run-through": {}}
WHERE: Final = {
    "": "above the first program",
    "Program": "in a program",
    "Competition": "in a competition",
    "Run-through": "in a run-through",
}
OFTEN: Final = ("Music", "Path", "Wish", "Required")  # may stand several times

EXAMPLES: Final = {
    "Skater": 'write for example "Skater: Yuzuru HANYU, JPN" above everything else',
    "Season": 'write for example "Season: 2024-25" above the first program',
    "Category": 'write for example "Category: Senior Men" above the first program',
    "Program": 'write for example "Program: Free Skating"',
    "Competition": 'write for example "Competition: Nebelhorn Trophy"',
    "Run-through": 'write for example "Run-through: 2017-09-01, Free Skating"',
    "Date": 'write for example "Date: 2017-10-20 to 2017-10-22" below it',
}


def as_text(given: dict[str, Any], heading: str, value: str) -> None:
    """Keep the value as it stands."""
    given[heading] = value


def _lines(given: dict[str, Any], heading: str, value: str) -> None:
    given.setdefault(heading, []).append(value)


def _skater(given: dict[str, Any], heading: str, value: str) -> None:
    given[heading] = spelling.name_and_nation(value)
    if not given[heading][0]:
        raise SyntaxProblem(f"the skater has no name; {EXAMPLES['Skater']}")


def _season(given: dict[str, Any], heading: str, value: str) -> None:
    given[heading] = rows.season(value)


def _category(given: dict[str, Any], heading: str, value: str) -> None:
    found = spelling.category(value)
    if found is None:
        allowed = [f"{level} {one}" for level in spelling.LEVELS for one in spelling.DISCIPLINES]
        raise SyntaxProblem(
            f'"{value[:60]}" is no category; a category is a level and a discipline, such as Senior'
            f" Men{spelling.nearest(value, map(str.title, allowed))}"
        )
    level, discipline = found
    if level is not None and given.setdefault("Level", level) != level:
        raise SyntaxProblem(f"the level is {given['Level']} above and {level} here")
    given[heading], given["Discipline"] = value, discipline


def _level(given: dict[str, Any], heading: str, value: str) -> None:
    found = spelling.find(value, spelling.LEVELS)
    if found is None:
        allowed = spelling.listed(map(spelling.title, spelling.LEVELS.values()))
        near = spelling.nearest(value, map(str.title, spelling.LEVELS))
        raise SyntaxProblem(f'"{value[:60]}" is no level; allowed are {allowed}{near}')
    given[heading] = found


def _length(given: dict[str, Any], heading: str, value: str) -> None:
    given[heading] = rows.seconds(value)


def _path(given: dict[str, Any], heading: str, value: str) -> None:
    given.setdefault(heading, []).extend(rows.path(value))


def _date(given: dict[str, Any], heading: str, value: str) -> None:
    given[heading] = rows.days(value)


def _required(given: dict[str, Any], heading: str, value: str) -> None:
    given.setdefault(heading, []).append(rows.required(value))


SETTERS: Final[dict[str, Callable[[dict[str, Any], str, str], None]]] = {
    "Skater": _skater,
    "Season": _season,
    "Category": _category,
    "Level": _level,
    "Music": _lines,
    "Wish": _lines,
    "Length": _length,
    "Path": _path,
    "Date": _date,
    "Required": _required,
}
