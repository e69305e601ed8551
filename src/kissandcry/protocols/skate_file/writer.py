"""Writes a skate file for people to read: headings, then each skater's lines aligned."""

from collections.abc import Iterator
from typing import Final

from kissandcry.core import Level, Points
from kissandcry.protocols.skate_file.sheet import Published, Sheet, TypedSkate
from kissandcry.protocols.skate_file.words import title

_HEADING: Final = 10  # columns up to the value
_SENIOR: Final = Level.SENIOR


def write(sheet: Sheet) -> str:
    """The text of a sheet; `parse` gives the sheet back."""
    lines = [f"{f'{key}:':<{_HEADING}}{value}" for key, value in _headings(sheet)]
    width = max((len(official.role) for official in sheet.officials), default=0) + 2
    for official in sheet.officials:
        role = f"{official.role.replace('Judge No.', 'Judge ')}:"
        lines.append(f"{role:<{width}}{_named(official.name, official.nation)}")
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


def _named(name: str, nation: str) -> str:
    return f"{name}, {nation}" if nation else name


def _skate(one: TypedSkate) -> Iterator[str]:
    yield f"Skater: {_named(one.name, one.nation)}"
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
        yield f"{'Falls' if kind == 'fall' else title(kind)} {count}"
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
