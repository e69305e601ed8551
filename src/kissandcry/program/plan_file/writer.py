"""Writes a plan file for people to read: headings, programs with their elements aligned, the
competitions, the run-throughs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Final

from kissandcry.core import KissAndCryError, SyntaxProblem
from kissandcry.core.spelling import named, title
from kissandcry.program.model import (
    Competition,
    Plan,
    PlannedElement,
    PlannedProgram,
    RunThrough,
)
from kissandcry.program.plan_file.parser import parse

_PLACES: Final = 12  # of the path on a line
_TOP: Final = 10  # columns up to the value


def write(plan: Plan) -> str:
    """The text of a plan; `parse` gives the plan back.

    Raises `SyntaxProblem` for what the file cannot say, such as a competition of another season:
    nothing is written that would be read as something else.
    """
    text = _text(plan)
    try:
        back = parse(text, "its text")
    except KissAndCryError as error:
        raise SyntaxProblem(f"a plan file cannot hold this plan: {error}") from None
    if back != plan:
        changed = next(
            field.name for field in fields(Plan) if _of(plan, field.name) != _of(back, field.name)
        )
        raise SyntaxProblem(
            f"a plan file cannot hold this plan: its {changed.replace('_', ' ')} would be read as"
            " something else"
        )
    return text


def save(plan: Plan, path: Path) -> None:
    """Write a plan file, whole or not at all. Raises as `write`, and `KissAndCryError` for a file
    that cannot be written."""
    text = write(plan)
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise KissAndCryError(f"{path}: cannot be written: {error.strerror or error}") from None


def clock(seconds: int) -> str:
    """Such as `2:50`."""
    return f"{seconds // 60}:{seconds % 60:02d}"


def _of(plan: Plan, name: str) -> object:
    return getattr(plan, name)


def _text(plan: Plan) -> str:
    top = [
        ("Skater", named(plan.skater, plan.nation)),
        ("Season", plan.season),
        ("Category", f"{title(plan.level)} {title(plan.discipline)}"),
        ("Coach", plan.coach),
        *(("Wish", wish) for wish in plan.wishes),
    ]
    lines = [f"{f'{key}:':<{_TOP}}{value}" for key, value in top if value]
    for program in plan.programs:
        lines += ["", *_program(program)]
    for competition in plan.competitions:
        lines += ["", *_competition(competition)]
    for run_through in plan.run_throughs:
        lines += ["", *_run_through(run_through)]
    return "\n".join(lines) + "\n"


def _program(program: PlannedProgram) -> Iterator[str]:
    yield f"Program: {title(program.segment)}"
    for key, value in (
        ("Title", program.title),
        ("Theme", program.theme),
        *(("Music", piece) for piece in program.music),
        ("Choreographer", program.choreographer),
        ("Length", "" if program.length is None else clock(program.length)),
        *(("Wish", wish) for wish in program.wishes),
    ):
        if value:
            yield f"{key}: {value}"
    yield from _aligned([_element(number, e) for number, e in enumerate(program.elements, 1)])
    for start in range(0, len(program.path), _PLACES):
        places = program.path[start : start + _PLACES]
        yield f"Path: {' '.join(f'{metres(x)},{metres(y)}' for x, y in places)}"


def _element(number: int, element: PlannedElement) -> list[str]:
    half = {True: "x", False: "1st", None: ""}[element.second_half]
    at = "" if element.at is None else f"@ {metres(element.at[0])},{metres(element.at[1])}"
    time = "" if element.time is None else clock(element.time)
    return [f"{number:>2}.", element.code, time, half, at, _note(element.note)]


def _competition(one: Competition) -> Iterator[str]:
    yield f"Competition: {one.name}"
    yield f"Date: {one.start}{'' if one.end is None else f' to {one.end}'}"
    if one.place:
        yield f"Place: {one.place}"
    if one.level is not None:
        yield f"Level: {title(one.level)}"
    for need in one.required:
        of = "" if need.segment is None else f"{title(need.segment)} "
        yield f"Required: {of}{', '.join(need.codes)}"


def _run_through(one: RunThrough) -> Iterator[str]:
    of = "" if one.segment is None else f", {title(one.segment)}"
    note = f" {_note(one.note)}" if one.note else ""
    yield f"{'Run-through' if of else 'Practice'}: {one.day}{of}{note}"
    yield from _aligned([[e.code, f"{e.landed}/{e.attempts}", _note(e.note)] for e in one.elements])


def metres(value: float) -> str:
    """A length to the centimetre without zeros at its end: `12`, `9.5`."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _note(note: str) -> str:
    return f"; {note}" if note else ""


def _aligned(rows: Sequence[Iterable[str]]) -> Iterator[str]:
    """The rows in columns; a column that is empty throughout is left out."""
    columns = [column for column in zip(*rows, strict=True) if any(column)]
    widths = [max(map(len, column)) for column in columns]
    for cells in zip(*columns, strict=True):
        yield " ".join(f"{c:<{w}}" for c, w in zip(cells, widths, strict=True)).rstrip()
