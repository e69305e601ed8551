"""A program drawn on the rink: its path and its numbered elements, as SVG, and the same in words.

The rink is 60 by 30 metres with corners of 8.5 m (ISU Rule 342; the corners are those of the ice
hockey rinks on which most competitions are held). An element of the first half is a disc, one of
the second half a square with a double frame: the halves are told apart without colour.
"""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Final

from kissandcry import rulebooks
from kissandcry.core import KissAndCryError
from kissandcry.core.spelling import title
from kissandcry.program import RINK, Plan, PlannedProgram
from kissandcry.program.plan_file.writer import clock, metres
from kissandcry.protocols.writers.files import write_whole

CORNER: Final = 8.5  # metres
_MARGIN: Final = 1.5
_MARK: Final = 1.15  # half of the size of an element's mark
_SIZE: Final = 1.75  # of the letters of a code
_LETTER: Final = 0.58  # of the size: the mean width of a letter of a code
_INK: Final = "#16202b"
_QUIET: Final = "#5b6875"
_HAIR: Final = "#c3ccd4"
_ICE: Final = "#f7fafc"
_PATH: Final = "#2f74c0"

_Box = tuple[float, float, float, float]  # left, top, right, bottom
_Place = tuple[float, float]


def svg(program: PlannedProgram, halves: Sequence[bool]) -> str:
    """The drawing; `halves` tells of each element whether it stands in the second half.

    The coordinates of the drawing are metres, from the corner at the left end on the upper side.
    Every part has a class (`ice`, `line`, `path`, `first`, `second`, `number`, `code`), by which a
    page may give it other colours. Elements without a place are left to `in_words`.
    """
    along, across = RINK
    size = f"{-_MARGIN} {-_MARGIN} {along + 2 * _MARGIN} {across + 2 * _MARGIN}"
    name = f"{title(program.segment)}: the way on the ice"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}" role="img"'
        ' font-family="Source Sans 3, sans-serif">',
        f"<title>{escape(name)}</title>",
        f"<desc>{escape(in_words(program, halves))}</desc>",
        *_ice(),
    ]
    parts += _way(program)
    marks = {
        number: _drawn(element.at)
        for number, element in enumerate(program.elements, start=1)
        if element.at is not None
    }
    taken = [_around(place, _MARK) for place in marks.values()]
    for number, place in marks.items():
        code = program.elements[number - 1].code
        parts += _mark(number, place, halves[number - 1])
        parts += _code(code, place, taken)
    return "\n".join([*parts, "</svg>"]) + "\n"


def ground(program: PlannedProgram) -> str:
    """The ice with the way on it, as parts of a drawing of 60 by 30: for a page on which the
    elements lie so that they can be moved."""
    return "\n".join([*_ice(), *_way(program)])


def in_words(program: PlannedProgram, halves: Sequence[bool]) -> str:
    """What the drawing shows: every element with its half and its place."""
    said = [
        f"{number} {element.code}"
        f"{'' if element.time is None else f' at {clock(element.time)}'},"
        f" {'second' if half else 'first'} half, {_where(element.at)}"
        for number, (element, half) in enumerate(zip(program.elements, halves, strict=True), 1)
    ]
    way = ""
    if program.path:
        first, last = _spot(program.path[0]), _spot(program.path[-1])
        way = f" The way goes from {first} to {last}."
    return f"{title(program.segment)} on the rink: {'; '.join(said) or 'no element yet'}.{way}"


def _where(at: _Place | None) -> str:
    return "no place given" if at is None else f"at {_spot(at)}"


def _spot(at: _Place) -> str:
    """A place in words: end, side and metres."""
    along, across = at
    thirds = ("left end", "middle", "right end")
    third = thirds[min(int(along * 3 / RINK[0]), 2)]
    side = ("lower side", "middle", "upper side")[min(int(across * 3 / RINK[1]), 2)]
    words = third if third == side else f"{third}, {side}"
    return f"{metres(along)},{metres(across)} m ({words})"


def _ice() -> list[str]:
    along, across = RINK
    line = f'class="line" stroke="{_HAIR}" stroke-width="0.12"'
    lines = [
        f'<rect class="ice" x="0" y="0" width="{along:g}" height="{across:g}" rx="{CORNER}"'
        f' fill="{_ICE}" stroke="{_QUIET}" stroke-width="0.25"/>',
        f'<line {line} x1="{along / 2:g}" y1="0" x2="{along / 2:g}" y2="{across:g}"/>',
        f'<line {line} x1="0" y1="{across / 2:g}" x2="{along:g}" y2="{across / 2:g}"'
        ' stroke-dasharray="0.6 0.6"/>',
    ]
    for metre in range(10, int(along), 10):  # a tick at every 10 m, to read places by
        for edge, inward in ((0.0, 0.7), (across, -0.7)):
            lines.append(f'<line {line} x1="{metre}" y1="{edge:g}" x2="{metre}"'
                         f' y2="{edge + inward:g}"/>')  # fmt: skip
    return lines


def _drawn(place: _Place) -> _Place:
    """A place of the plan in the drawing, whose upper side is 0."""
    return place[0], RINK[1] - place[1]


def _smooth(places: Sequence[_Place]) -> str:
    """A curve through the places: between two of them a cubic that leaves each in the direction of
    its neighbours (Catmull and Rom, 1974)."""
    steps = [f"M{_pair(places[0])}"]
    for index in range(len(places) - 1):
        before = places[max(index - 1, 0)]
        here, there = places[index], places[index + 1]
        after = places[min(index + 2, len(places) - 1)]
        one = (here[0] + (there[0] - before[0]) / 6, here[1] + (there[1] - before[1]) / 6)
        two = (there[0] - (after[0] - here[0]) / 6, there[1] - (after[1] - here[1]) / 6)
        steps.append(f"C{_pair(one)} {_pair(two)} {_pair(there)}")
    return "".join(steps)


def _pair(place: _Place) -> str:
    return f"{metres(place[0])} {metres(place[1])}"


def _way(program: PlannedProgram) -> list[str]:
    places = [_drawn(place) for place in program.path]
    if len(places) < 2:
        return []
    return [
        f'<path class="path" d="{_smooth(places)}" fill="none" stroke="{_PATH}"'
        ' stroke-width="0.25" stroke-linecap="round" stroke-linejoin="round"/>',
        _start(places[0]),
    ]


def _start(place: _Place) -> str:
    """Where the program begins: a small ring."""
    x, y = place
    return (
        f'<circle class="path" cx="{metres(x)}" cy="{metres(y)}" r="0.45" fill="{_ICE}"'
        f' stroke="{_PATH}" stroke-width="0.25"/>'
    )


def _mark(number: int, place: _Place, second: bool) -> list[str]:
    x, y = metres(place[0]), metres(place[1])
    if second:
        marks = [
            f'<rect class="second" x="{metres(place[0] - half)}" y="{metres(place[1] - half)}"'
            f' width="{metres(2 * half)}" height="{metres(2 * half)}" fill="white"'
            f' stroke="{_INK}" stroke-width="0.18"/>'
            for half in (_MARK + 0.1, _MARK - 0.25)
        ]
        fill = _INK
    else:
        marks = [f'<circle class="first" cx="{x}" cy="{y}" r="{_MARK}" fill="{_INK}"/>']
        fill = "white"
    down = metres(place[1] + 0.48)
    return [
        *marks,
        f'<text class="number" x="{x}" y="{down}" font-size="1.4" font-weight="600"'
        f' text-anchor="middle" fill="{fill}">{number}</text>',
    ]


def _code(code: str, place: _Place, taken: list[_Box]) -> list[str]:
    """The code beside its mark, where the most room is."""
    wide = len(code) * _SIZE * _LETTER
    x, y = place
    gap = _MARK + 0.7
    boxes = [
        (x + gap, y - _SIZE / 2, x + gap + wide, y + _SIZE / 2),
        (x - gap - wide, y - _SIZE / 2, x - gap, y + _SIZE / 2),
        (x - wide / 2, y - gap - _SIZE, x + wide / 2, y - gap),
        (x - wide / 2, y + gap, x + wide / 2, y + gap + _SIZE),
    ]
    box = min(boxes, key=lambda one: _crowded(one, taken))
    taken.append(box)
    left, top, base = metres(box[0]), metres(box[1]), metres(box[3] - 0.25 * _SIZE)
    return [
        f'<rect class="ice" x="{left}" y="{top}" width="{metres(wide)}" height="{_SIZE}"'
        f' fill="{_ICE}" fill-opacity="0.8"/>',
        f'<text class="code" x="{left}" y="{base}" font-size="{_SIZE}" font-weight="600"'
        f' fill="{_INK}">{escape(code)}</text>',
    ]


def _crowded(box: _Box, taken: Sequence[_Box]) -> float:
    """How much of a box lies on others or off the ice, in square metres."""
    on_others = sum(_common(box, other) for other in taken)
    whole = (box[2] - box[0]) * (box[3] - box[1])
    return on_others + whole - _common(box, (0.5, 0.5, RINK[0] - 0.5, RINK[1] - 0.5))


def _common(one: _Box, other: _Box) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return max(wide, 0) * max(high, 0)


def _around(place: _Place, half: float) -> _Box:
    return place[0] - half, place[1] - half, place[0] + half, place[1] + half


def write_drawings(plan: Plan, folder: Path) -> list[Path]:
    """Draw each program into a folder, as `short_program.svg` and so on; the files written.

    Raises `KissAndCryError` for a folder or file that cannot be written.
    """
    written = []
    for program in plan.programs:
        book = rulebooks.on(program.day, program.discipline, program.level)
        path = folder / f"{program.segment}.svg"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise KissAndCryError(f"{folder}: {error.strerror or error}") from None
        write_whole(path, svg(program, program.halves(book)).encode("utf-8"))
        written.append(path)
    return written
