"""Programs as skated: each without a deleted element, from the official protocols of its season."""

import csv
from dataclasses import dataclass, replace
from pathlib import Path

from kissandcry.core import Discipline, Level, Segment
from kissandcry.program import PlannedElement, PlannedProgram

FILE = Path(__file__).with_name("legal_programs.csv")


@dataclass(frozen=True)
class Skated:
    """A program, and whose it was."""

    name: str
    program: PlannedProgram


def planned(row: dict[str, str]) -> PlannedProgram:
    """A line of the file; x behind a code marks the second half."""
    elements = tuple(
        PlannedElement(code.removesuffix("x"), second_half=True if code.endswith("x") else None)
        for code in row["elements"].split()
    )
    return PlannedProgram(
        Discipline(row["discipline"]),
        Level(row["level"]),
        Segment(row["segment"]),
        row["season"],
        elements,
    )


def skated() -> list[Skated]:
    """All programs of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return [
            Skated(f"{row['event']} {row['segment']} {row['skater']}", planned(row))
            for row in csv.DictReader(file)
        ]


def program(
    elements: str,
    *,
    segment: Segment = Segment.FREE_SKATING,
    discipline: Discipline = Discipline.MEN,
    season: str = "2024-25",
    level: Level = Level.SENIOR,
) -> PlannedProgram:
    """A program out of codes with spaces between them."""
    row = {
        "elements": elements,
        "discipline": discipline.value,
        "level": level.value,
        "segment": segment.value,
        "season": season,
    }
    return planned(row)


def put(whole: PlannedProgram, row: int, code: str) -> PlannedProgram:
    """The program with another element in one place."""
    changed = replace(whole.elements[row], code=code)
    return replace(whole, elements=(*whole.elements[:row], changed, *whole.elements[row + 1 :]))


def added(whole: PlannedProgram, code: str) -> PlannedProgram:
    """The program with one element more, at the end."""
    half = True if any(one.second_half for one in whole.elements) else None
    return replace(whole, elements=(*whole.elements, PlannedElement(code, second_half=half)))


def without(whole: PlannedProgram, row: int) -> PlannedProgram:
    """The program without one element."""
    return replace(whole, elements=whole.elements[:row] + whole.elements[row + 1 :])
