"""Writes a skate file for people to read: headings, then each skater's lines aligned."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Final

from kissandcry.core import KissAndCryError, Level, Points, SyntaxProblem
from kissandcry.protocols.skate_file.parser import parse
from kissandcry.protocols.skate_file.sheet import Published, Sheet, TypedSkate
from kissandcry.protocols.skate_file.words import deduction_title, named, title

_HEADING: Final = 10  # columns up to the value
_SENIOR: Final = Level.SENIOR


def write(sheet: Sheet) -> str:
    """The text of a sheet; `parse` gives the sheet back.

    Raises `SyntaxProblem` for what the file cannot say, such as a name of two lines: nothing is
    written that would be read as something else.
    """
    text = _text(sheet)
    try:
        back = parse(text, "its text")
    except KissAndCryError as error:
        raise SyntaxProblem(f"a skate file cannot hold this sheet: {error}") from None
    if back != sheet:
        raise SyntaxProblem(f"a skate file cannot hold this sheet: {_changed(sheet, back)}")
    return text


def _changed(sheet: Sheet, back: Sheet) -> str:
    """The first thing that would be read back as something else."""
    pairs: list[tuple[str, object, object]] = [
        (f"{field.name} of {one.name!r}", getattr(one, field.name), getattr(other, field.name))
        for one, other in zip(sheet.skates, back.skates, strict=False)
        for field in fields(TypedSkate)
    ]
    pairs += [
        (one.role, (one.name, one.nation), (other.name, other.nation))
        for one, other in zip(sheet.officials, back.officials, strict=False)
    ]
    pairs += [
        (field.name, getattr(sheet, field.name), getattr(back, field.name))
        for field in fields(Sheet)
    ]
    what, mine, read = next(pair for pair in pairs if pair[1] != pair[2])
    return f"{what}, {mine!r}, would be read as {read!r}"


def _text(sheet: Sheet) -> str:
    lines = [f"{f'{key}:':<{_HEADING}}{value}" for key, value in _headings(sheet)]
    width = max((len(official.role) for official in sheet.officials), default=0) + 2
    for official in sheet.officials:
        role = f"{official.role.replace('Judge No.', 'Judge ')}:"
        lines.append(f"{role:<{width}}{named(official.name, official.nation)}")
    for one in sheet.skates:
        lines += ["", *_skate(one)]
    return "\n".join(lines) + "\n"


def _headings(sheet: Sheet) -> Iterator[tuple[str, str]]:
    headings = {
        "Event": sheet.event,
        "Venue": sheet.venue,
        "Date": sheet.date.isoformat(),
        "Category": f"{title(sheet.level)} {title(sheet.discipline)}",
        "Segment": title(sheet.segment),
        "Judges": str(sheet.judges),
        "Rules": "" if sheet.authority == "isu" else sheet.authority,
        "Source": sheet.source,
    }
    return ((key, value) for key, value in headings.items() if value)


def _skate(one: TypedSkate) -> Iterator[str]:
    yield f"Skater: {named(one.name, one.nation)}"
    if one.club:
        yield f"Club: {one.club}"
    if one.starting_number is not None:
        yield f"Start: {one.starting_number}"
    heads = [
        " ".join(filter(None, (each.code, each.info, "x" if each.second_half else "")))
        for each in one.skate.elements
    ]
    width = max(map(len, heads), default=0) + 1
    for head, element in zip(heads, one.skate.elements, strict=True):
        grades = " ".join("-".rjust(2) if g is None else f"{g:2d}" for g in element.marks)
        yield f"{head:<{width}} {grades}"
    names = [title(component.name) for component in one.skate.components]
    width = max(map(len, names), default=0) + 1
    for name, component in zip(names, one.skate.components, strict=True):
        marks = " ".join("-".rjust(5) if m is None else f"{m:>5}" for m in component.marks)
        yield f"{name:<{width}} {marks}"
    for kind, count in one.skate.calls.items():
        yield f"{deduction_title(kind)} {count}"
    for other in one.deductions:
        yield f"Deduction: {other.reason} {other.points}"
    if published := _published(one.published):
        yield f"Published: {published}"


def _published(totals: Published) -> str:
    parts: list[tuple[str, Points | int | None]] = [
        ("TES", totals.tes),
        ("PCS", totals.pcs),
        ("Deductions", totals.deductions),
        ("TSS", totals.tss),
        ("Place", totals.place),
    ]
    return "  ".join(f"{name} {value}" for name, value in parts if value is not None)
