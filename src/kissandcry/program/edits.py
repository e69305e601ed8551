"""Small changes of a planned program: an element replaced, shortened, taken out, moved, added."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kissandcry import notation
from kissandcry.core import Discipline
from kissandcry.notation import Element, Part
from kissandcry.program.couples import alternatives, is_couple_kind
from kissandcry.program.jumps import fits_behind, name_of
from kissandcry.program.kinds import kind_of
from kissandcry.program.model import PlannedElement, PlannedProgram
from kissandcry.program.panel import bare_element
from kissandcry.rulebooks import Rulebook

_JUMPS: Final = ("T", "S", "Lo", "F", "Lz", "A")
_FLYING: Final = ("FCSp", "FSSp", "FUSp", "FLSp", "FCCoSp", "FCoSp", "FCSSp")
_OTHERS: Final = ("CCoSp", "CoSp", "CSSp", "CCSp", "LSp", "SSp", "CSp", "USp", "ChSp")
_ADDED: Final = ("2A", "2Lz", "3Lo", "3F", "3Lz", "3T", "3S", "2T+2T", "3T+2T", "3S+2T", "3Lz+2T")
_OF_KIND: Final = {"step_sequence": ("StSq3",), "choreographic": ("ChSq1",)}
_TRIPLE: Final = 3
_COUPLES: Final = (Discipline.PAIRS, Discipline.ICE_DANCE)
_LEVELS: Final = ("4", "3", "2", "1", "B", "")


@dataclass(frozen=True, slots=True)
class Edit:
    """A changed program, and the change in words: "skate 3F in place of 3Lz (element 4)"."""

    words: str
    program: PlannedProgram
    turns_only: bool = False  # the same jump with more or fewer turns
    harder: bool = False  # a jump of more turns


def edits(program: PlannedProgram, book: Rulebook, rows: Sequence[int]) -> Iterator[Edit]:
    """All small changes of the elements in `rows`, and of the program as a whole."""
    yield from _of_times(program)
    for row in rows:
        element = program.elements[row].element
        kind = kind_of(element, book)
        if kind == "jump":
            yield from _of_jumps(program, row, element)
        elif kind == "spin":
            yield from _of_spins(program, book, row, element)
        elif is_couple_kind(program, book, row):
            yield from _of_couples(program, book, row, kind)
        yield _without(program, row)
        yield from _swaps(program, book, row)
    yield from _added(program, book)


def _put(program: PlannedProgram, row: int, code: str) -> PlannedProgram:
    """The program with another element in a place that keeps its time and half."""
    changed = replace(program.elements[row], code=code)
    return _with(program, (*program.elements[:row], changed, *program.elements[row + 1 :]))


def _with(program: PlannedProgram, elements: tuple[PlannedElement, ...]) -> PlannedProgram:
    return replace(program, elements=elements)


def _of_jumps(program: PlannedProgram, row: int, element: Element) -> Iterator[Edit]:
    bare = replace(bare_element(element), suffixes=())
    whole, place = notation.write(element), f"(element {row + 1})"
    for at, part in enumerate(bare.parts):
        for turns in range(max((part.rotation or 0) + 1, _TRIPLE), 0, -1):
            for name in _JUMPS:
                other = Part(part.family, name, turns)
                parts = (*bare.parts[:at], other, *bare.parts[at + 1 :])
                behind = at and (name == "A" or not fits_behind(parts, at))
                if (turns, name) != (part.rotation, part.name) and not behind:
                    code = notation.write(replace(bare, parts=parts))
                    words = f"skate {code} in place of {whole} {place}"
                    yield Edit(
                        words,
                        _put(program, row, code),
                        turns_only=name == part.name,
                        harder=turns > (part.rotation or 0),
                    )
    for at, part in enumerate(bare.parts):
        if len(bare.parts) > 1:
            parts = (*bare.parts[:at], *bare.parts[at + 1 :])
            code = notation.write(replace(bare, parts=parts))
            words = f"take {name_of(part)} out of {whole} and skate {code} {place}"
            yield Edit(words, _put(program, row, code))
    if len(bare.parts) == 1:
        for second in ("2T", "2Lo", "1T"):
            code = f"{notation.write(bare)}+{second}"
            yield Edit(f"skate {code} in place of {whole} {place}", _put(program, row, code))
    elif element.suffixes:
        code = notation.write(bare)
        yield Edit(f"skate {code} in place of {whole} {place}", _put(program, row, code))


def _of_spins(
    program: PlannedProgram, book: Rulebook, row: int, element: Element
) -> Iterator[Edit]:
    part = element.parts[0]
    for name in (*_FLYING, *_OTHERS):
        code = _spin(book, name, (part.level or "", *_LEVELS))
        if name != part.name and code:
            words = f"skate {code} in place of {notation.write(element)} (element {row + 1})"
            yield Edit(words, _put(program, row, code))


def _of_couples(program: PlannedProgram, book: Rulebook, row: int, kind: str) -> Iterator[Edit]:
    whole = program.elements[row].code
    for code in alternatives(program, book, kind):
        if code != whole:
            words = f"skate {code} in place of {whole} (element {row + 1})"
            yield Edit(words, _put(program, row, code))


def _without(program: PlannedProgram, row: int) -> Edit:
    words = f"leave {program.elements[row].code} out (element {row + 1})"
    return Edit(words, _with(program, program.elements[:row] + program.elements[row + 1 :]))


def _swaps(program: PlannedProgram, book: Rulebook, row: int) -> Iterator[Edit]:
    """Elements of one kind change places; times, halves and places on the rink stay."""
    mine = program.elements[row]
    kind = kind_of(mine.element, book)
    for at, other in enumerate(program.elements):
        if at != row and other.code != mine.code and kind_of(other.element, book) == kind:
            changed = _put(_put(program, row, other.code), at, mine.code)
            yield Edit(
                f"let {mine.code} (element {row + 1}) and {other.code} (element {at + 1}) change"
                " places",
                changed,
            )


def _added(program: PlannedProgram, book: Rulebook) -> Iterator[Edit]:
    """Another element at the end, of a kind of which the rules allow more."""
    content = book.content[program.segment]
    kinds = [kind_of(one.element, book) for one in program.elements]
    half = bool(program.elements) and program.elements[-1].second_half
    for kind, most in content.most.items():
        if kinds.count(kind) >= most:
            continue
        codes = alternatives if book.discipline in _COUPLES and kind != "jump" else _of_scale
        for code in codes(program, book, kind):
            added = PlannedElement(code, second_half=half or None)
            words = f"add {code} at the end"
            yield Edit(words, _with(program, (*program.elements, added)))


def _of_scale(program: PlannedProgram, book: Rulebook, kind: str) -> Iterator[str]:
    if kind == "jump":
        yield from _ADDED
    elif kind == "spin":
        for name in (*_FLYING, *_OTHERS):
            code = _spin(book, name, _LEVELS)
            if code:
                yield code
    else:
        for code in _OF_KIND.get(kind, ()):
            yield code if book.row(code) is not None else code.replace("StSq", "SlSt")


def _of_times(program: PlannedProgram) -> Iterator[Edit]:
    """The times put in order, or what the plan says of halves left to its times."""
    times = sorted(one.time for one in program.elements if one.time is not None)
    if times:
        left = iter(times)
        elements = tuple(
            one if one.time is None else replace(one, time=next(left)) for one in program.elements
        )
        if elements != program.elements:
            yield Edit("put the times in order", _with(program, elements))
    if any(one.second_half is not None for one in program.elements):
        elements = tuple(replace(one, second_half=None) for one in program.elements)
        yield Edit("leave the marks of the second half out", _with(program, elements))


def _spin(book: Rulebook, name: str, levels: Sequence[str]) -> str:
    """A spin with the first level that the scale of values holds, in some seasons with the number
    of its positions; "" where it holds none."""
    codes = (f"{name}{positions}{level}" for level in levels for positions in ("", "3p"))
    return next((code for code in codes if book.row(code) is not None), "")
