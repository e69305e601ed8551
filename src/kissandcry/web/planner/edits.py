"""What a hand does to a planned program on its page: one line for each change.

`move 3 1`, `up 3`, `down 3`, `remove 3`, `add 4Lz`, `code 3 4F`, `time 3 1:25`, `half 3`,
`place 3 12.5 20`, `path 2 10 5`, `path new 10 5`, `off place 3`, `off path 2`,
`set 4Lz 4T+3T 3A+1Eu+3S-x ...` (all elements, those of the second half with `-x`). Rows and points
of the path count from 1. The places in the program keep their time, half and spot on the ice: what
is moved takes those of its new place.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from kissandcry.core import SyntaxProblem
from kissandcry.program import Plan, PlannedElement, PlannedProgram
from kissandcry.program.plan_file.rows import known_code
from kissandcry.rulebooks import Rulebook
from kissandcry.scoring import element_value

MOST_ELEMENTS: Final = 40  # more than any program has
MOST_POINTS: Final = 200  # of a path
_SECOND: Final = "-x"
_TIME: Final = re.compile(r"(\d{1,2}):([0-5]\d)")

Elements = tuple[PlannedElement, ...]


def edited(program: PlannedProgram, edit: str, book: Rulebook) -> PlannedProgram:
    """The program after a change. Raises `SyntaxProblem` for a change that cannot be made."""
    verb, _, rest = edit.strip().partition(" ")
    words = rest.split()
    if verb not in _VERBS:
        raise SyntaxProblem(f"{verb[:20]!r} is no change of a program; known: {', '.join(_VERBS)}")
    changed = _VERBS[verb](program, words, book)
    bounded(changed)
    return changed


def bounded(program: PlannedProgram) -> None:
    """Raises `SyntaxProblem` for a program with more than a page shows."""
    if len(program.elements) > MOST_ELEMENTS:
        raise SyntaxProblem(
            f"the program has {len(program.elements)} elements; at most {MOST_ELEMENTS} are"
            " planned here"
        )
    if len(program.path) > MOST_POINTS:
        raise SyntaxProblem(
            f"the path has {len(program.path)} points; at most {MOST_POINTS} are drawn here"
        )


def with_program(plan: Plan, place: int, program: PlannedProgram) -> Plan:
    """The plan with another program at a place."""
    programs = (*plan.programs[:place], program, *plan.programs[place + 1 :])
    return replace(plan, programs=programs)


def _move(program: PlannedProgram, words: Sequence[str], _: Rulebook) -> PlannedProgram:
    first, last = _row(program, words, 0), _row(program, words, 1)
    order = list(program.elements)
    order.insert(last, order.pop(first))
    return _in_slots(program, order)


def _up(program: PlannedProgram, words: Sequence[str], book: Rulebook) -> PlannedProgram:
    row = _row(program, words, 0)
    return _move(program, (str(row + 1), str(max(row, 1))), book)


def _down(program: PlannedProgram, words: Sequence[str], book: Rulebook) -> PlannedProgram:
    row = _row(program, words, 0)
    return _move(program, (str(row + 1), str(min(row + 2, len(program.elements)))), book)


def _remove(program: PlannedProgram, words: Sequence[str], _: Rulebook) -> PlannedProgram:
    row = _row(program, words, 0)
    return replace(program, elements=program.elements[:row] + program.elements[row + 1 :])


def _add(program: PlannedProgram, words: Sequence[str], book: Rulebook) -> PlannedProgram:
    added = _planned(_word(words, 0, "an element"), book, program)
    return replace(program, elements=(*program.elements, added))


def _code(program: PlannedProgram, words: Sequence[str], book: Rulebook) -> PlannedProgram:
    row = _row(program, words, 0)
    code = _planned(_word(words, 1, "a code"), book, program).code
    return _changed(program, row, replace(program.elements[row], code=code))


def _time(program: PlannedProgram, words: Sequence[str], _: Rulebook) -> PlannedProgram:
    row = _row(program, words, 0)
    seconds = None
    if len(words) > 1:
        found = _TIME.fullmatch(words[1])
        if found is None:
            raise SyntaxProblem(
                f"the time {words[1][:20]!r} is none; a time of the program is written 1:25"
            )
        seconds = 60 * int(found[1]) + int(found[2])
    return _changed(program, row, replace(program.elements[row], time=seconds))


def _half(program: PlannedProgram, words: Sequence[str], book: Rulebook) -> PlannedProgram:
    """The second half begins with this element, or behind it where it stood in it."""
    row = _row(program, words, 0)
    begins = row + 1 if program.halves(book)[row] else row
    return _with_halves(program, [place >= begins for place in range(len(program.elements))], book)


def _place(program: PlannedProgram, words: Sequence[str], _: Rulebook) -> PlannedProgram:
    row = _row(program, words, 0)
    return _changed(program, row, replace(program.elements[row], at=_spot(words[1:])))


def _path(program: PlannedProgram, words: Sequence[str], _: Rulebook) -> PlannedProgram:
    spot = _spot(words[1:])
    if words and words[0] == "new":
        return replace(program, path=(*program.path, spot))
    point = _point(program, words)
    return replace(program, path=(*program.path[:point], spot, *program.path[point + 1 :]))


def _off(program: PlannedProgram, words: Sequence[str], _: Rulebook) -> PlannedProgram:
    what, rest = _word(words, 0, "place or path"), words[1:]
    if what == "place":
        row = _row(program, rest, 0)
        return _changed(program, row, replace(program.elements[row], at=None))
    if what == "path":
        point = _point(program, rest)
        return replace(program, path=program.path[:point] + program.path[point + 1 :])
    raise SyntaxProblem(f"{what[:20]!r} cannot be taken off the ice; allowed are place and path")


def _set(program: PlannedProgram, words: Sequence[str], book: Rulebook) -> PlannedProgram:
    if not words:
        raise SyntaxProblem("the change names no elements; it needs one at least")
    elements = tuple(_planned(word.removesuffix(_SECOND), book, program) for word in words)
    if len(elements) == len(program.elements):
        program = _in_slots(program, elements)
    else:
        program = replace(program, elements=elements)
    return _with_halves(program, [word.endswith(_SECOND) for word in words], book)


def as_set(codes: Sequence[str], halves: Sequence[bool]) -> str:
    """The change that makes a program of these elements."""
    pairs = zip(codes, halves, strict=True)
    return " ".join(("set", *(f"{code}{_SECOND if second else ''}" for code, second in pairs)))


_VERBS: Final[dict[str, Callable[[PlannedProgram, Sequence[str], Rulebook], PlannedProgram]]] = {
    "move": _move,
    "up": _up,
    "down": _down,
    "remove": _remove,
    "add": _add,
    "code": _code,
    "time": _time,
    "half": _half,
    "place": _place,
    "path": _path,
    "off": _off,
    "set": _set,
}


def _planned(code: str, book: Rulebook, program: PlannedProgram) -> PlannedElement:
    """An element that the scale of values of the day knows, as the plan file asks for."""
    known_code(code)
    element = PlannedElement(code)
    if all(part.has_value for part in element.element.parts):
        element_value(book, code, False, segment=program.segment)
    return element


def _with_halves(program: PlannedProgram, halves: Sequence[bool], book: Rulebook) -> PlannedProgram:
    """The program with its elements in these halves, said outright only where it would not follow
    from their times."""
    wanted = tuple(halves)
    marks: list[bool | None] = [None] * len(wanted)
    while (found := _marked(program, marks)).halves(book) != wanted:
        pairs = zip(found.halves(book), wanted, strict=True)
        place = next(place for place, (is_, be) in enumerate(pairs) if is_ is not be)
        marks[place] = wanted[place]
    for place, mark in enumerate(marks):  # those that others have made needless
        marks[place] = None
        if _marked(program, marks).halves(book) != wanted:
            marks[place] = mark
    return _marked(program, marks)


def _marked(program: PlannedProgram, marks: Sequence[bool | None]) -> PlannedProgram:
    pairs = zip(program.elements, marks, strict=True)
    elements = tuple(replace(one, second_half=mark) for one, mark in pairs)
    return replace(program, elements=elements)


def _in_slots(program: PlannedProgram, order: Sequence[PlannedElement]) -> PlannedProgram:
    """Elements in a new order; time, half and spot on the ice stay with the place."""
    elements = [
        replace(one, time=slot.time, second_half=slot.second_half, at=slot.at)
        for one, slot in zip(order, program.elements, strict=True)
    ]
    return replace(program, elements=tuple(elements))


def _changed(program: PlannedProgram, row: int, element: PlannedElement) -> PlannedProgram:
    elements = (*program.elements[:row], element, *program.elements[row + 1 :])
    return replace(program, elements=elements)


def _row(program: PlannedProgram, words: Sequence[str], place: int) -> int:
    return _number(_word(words, place, "a row"), len(program.elements), "element")


def _point(program: PlannedProgram, words: Sequence[str]) -> int:
    return _number(_word(words, 0, "a point"), len(program.path), "point of the path")


def _number(word: str, most: int, what: str) -> int:
    if not (word.isascii() and word.isdecimal() and len(word) < 4 and 1 <= int(word) <= most):
        raise SyntaxProblem(f"no {what} has the number {word[:20]!r}; there are {most}")
    return int(word) - 1


def _spot(words: Sequence[str]) -> tuple[float, float]:
    try:
        along, across = (float(word) for word in words)
    except ValueError:
        said = " ".join(words)[:40]
        raise SyntaxProblem(
            f"{said!r} is no spot on the ice; a spot is metres along and metres across: 12.5 20"
        ) from None
    return along, across


def _word(words: Sequence[str], place: int, what: str) -> str:
    if len(words) <= place:
        raise SyntaxProblem(f"the change does not say {what}")
    return words[place]
