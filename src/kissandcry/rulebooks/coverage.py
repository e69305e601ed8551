"""The page that says how sure each rule of each season is.

`python -m kissandcry.rulebooks.coverage` writes it."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from kissandcry.core import Discipline, Level, season_of
from kissandcry.rulebooks.library import DEFAULT, Authority, find, shipped
from kissandcry.rulebooks.model import ScaleRow
from kissandcry.rulebooks.provenance import Status
from kissandcry.rulebooks.reading import Dated

PAGE: Final = Path("docs/rulebooks/coverage.md")
MISSING: Final = "missing"
NONE: Final = "none"

# The columns of a table, and the subject that each shows.
_RULES: Final = {
    "grades": "grades",
    "calculation": "calculation",
    "second half": "second_half",
    "reductions": "reductions",
    "panel": "panel",
    "marks": "marks",
    "components": "components",
    "deductions": "deductions",
    "ties": "ties",
    "Grand Prix": "grand_prix",
    "content": "content",
    "jump elements": "jump_elements",
    "repetition": "repetition",
    "spins": "spins",
    "durations": "durations",
    "pair elements": "pair_elements",
    "dance elements": "dance_elements",
}
# Rules that only these disciplines have; the others have none.
_SINGLES: Final = (Discipline.MEN, Discipline.WOMEN)
_ONLY: Final[dict[str, tuple[Discipline, ...]]] = {
    **dict.fromkeys(("jump elements", "repetition", "spins"), _SINGLES),
    "pair elements": (Discipline.PAIRS,),
    "dance elements": (Discipline.ICE_DANCE,),
}
_MAY_HAVE_NONE: Final = ("reductions", "Grand Prix")  # nothing is lacking where there is none
_NEEDED: Final = ("calculation", "panel")  # without these there is no rulebook
_HEAD: Final = """# What the rulebooks cover

Made by `python -m kissandcry.rulebooks.coverage` from the data; a test fails when it is out of
date. A season is looked at on 15 November. Each cell names how sure the values are:

| word | meaning |
|---|---|
| official | the official text was read |
| verified | recomputed from official protocols |
| derived | follows from other values by a rule |
| single source | read in one place that is not the ISU |
| recalled | known, but not opened by us |
| missing | not known: asking for it raises an error |
| none | there is none: no sign of its own in that discipline, no such series |

The columns *base values* and *grade values* count the lines of the scale of values, and the values
of single grades of execution, by how sure they are.
"""


def page() -> str:
    """The whole page, in Markdown: the authorities that come with this library."""
    parts = [_HEAD]
    for name in sorted(shipped(), key=lambda name: (name != DEFAULT, name)):
        body = find(name)
        parts.append(f"## {body.title}\n")
        for level in Level:
            if level in body.scope.levels:
                parts += _tables(body, level)
        gaps = body.subjects["gaps"]
        if gaps:
            parts.append("### Known gaps\n")
            parts.append("\n".join(f"- {_period(gap)}: {gap.rule.text}" for gap in gaps) + "\n")
    return "\n".join(parts)


def _period(entry: Dated[Any]) -> str:
    last = "on" if entry.end is None else f"to {season_of(entry.end)}"
    first = season_of(entry.start)
    return first if entry.end is not None and season_of(entry.end) == first else f"{first} {last}"


def _tables(body: Authority, level: Level) -> Iterator[str]:
    """One table for each group of disciplines that share all of it."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for discipline in Discipline:
        lines = tuple(_lines(body, discipline, level))
        if lines:
            groups.setdefault(lines, []).append(discipline.replace("_", " "))
    for lines, names in groups.items():
        columns = ["season", *_RULES, "base values", "grade values"]
        yield f"### {level.replace('_', ' ')}: {', '.join(names)}\n"
        yield f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}"
        yield "\n".join(lines) + "\n"


def _lines(body: Authority, discipline: Discipline, level: Level) -> Iterator[str]:
    entries = {column: body.entries(rule, discipline, level) for column, rule in _RULES.items()}
    tables = [(e, t.all_rows()) for e, t in body.scale_files(discipline, level)]
    years = [start.year for start in body.starts(discipline, level)]
    for year in range(min(years, default=0), max(years, default=-1) + 1):
        day = date(year, 11, 15)
        if not any(e.holds(day) for rule in _NEEDED for e in entries[rule]):
            continue  # no rulebook in that season
        cells = [
            _words((e.status for e in found if e.holds(day)), column, discipline)
            for column, found in entries.items()
        ]
        rows = [row for entry, rows in tables if entry.holds(day) for row in rows if _on(row, day)]
        grades = [row.status_of(grade) for row in rows for grade in row.goe if grade]
        cells += [_counts(row.provenance.status for row in rows), _counts(grades)]
        yield f"| {season_of(day)} | {' | '.join(cells)} |"


def _on(row: ScaleRow, day: date) -> bool:
    start, end = row.provenance.start, row.provenance.end
    return start <= day and (end is None or day <= end)


def _words(statuses: Iterable[Status], column: str, discipline: Discipline) -> str:
    found = set(statuses)
    may_have_none = column in _MAY_HAVE_NONE or discipline not in _ONLY.get(column, Discipline)
    without = NONE if may_have_none else MISSING
    return ", ".join(status for status in Status if status in found) or without


def _counts(statuses: Iterable[Status]) -> str:
    found = Counter(statuses)
    return ", ".join(f"{found[status]} {status}" for status in Status if found[status]) or MISSING


def write(target: Path = PAGE) -> None:
    """Write the page, with line ends that are the same everywhere."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(*(Path(argument) for argument in sys.argv[1:2]))
