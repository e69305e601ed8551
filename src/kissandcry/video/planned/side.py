"""The plan beside the skate."""

from typing import Final

from kissandcry.program.model import PlannedProgram
from kissandcry.video.planned.matching import pair, planned, seen
from kissandcry.video.planned.model import Beside, Found, Line, Planned
from kissandcry.video.planned.words import clock, differences, sentence
from kissandcry.video.seen import Skate

_WHOLE: Final = 0.9  # of the program's length that a clip of all of it lasts at least
_AWAY: Final = 2.0  # seconds by which the clocks of plan and clip may differ unsaid


def beside(program: PlannedProgram, skate: Skate) -> Beside:
    """Each planned element with the one seen, in order, and what stands alone on either side.

    Pairs keep the order of both, and are chosen by kind, number of flights, Axel or not, turns and
    time. Lifts, twists and the like are not looked for in a video; steps that link elements are not
    counted as extra. A video calls no element: the lines describe what it shows.
    """
    plan, found = planned(program), seen(skate)
    pairs, start, doubtful = pair(plan, found, skate)
    lines: list[tuple[float, Line]] = []
    at = 0.0
    for one in plan:
        column = pairs.get(one.row)
        other = None if column is None else found[column]
        at = at if other is None else other.start
        lines.append((at, _line(one, other, skate, start, one.row not in doubtful)))
    paired = set(pairs.values())
    for column, other in enumerate(found):
        if column not in paired and other.kind != "passage":
            lines.append((other.start, _line(None, other, skate, None, True)))
    ordered = tuple(line for _, line in sorted(lines, key=lambda each: each[0]))
    return Beside(ordered, start, _notes(program, skate, start, ordered))


def _line(
    one: Planned | None, other: Found | None, skate: Skate, start: float | None, certain: bool
) -> Line:
    late = None
    if one is not None and other is not None and one.time is not None and start is not None:
        late = other.start - start - one.time
    differs = () if one is None or other is None else differences(one, other, skate)
    words = sentence(one, other, skate, late, certain, differs)
    return Line(one, other, late, certain, differs, words)


def _notes(
    program: PlannedProgram, skate: Skate, start: float | None, lines: tuple[Line, ...]
) -> tuple[str, ...]:
    notes = []
    times = [one.time for one in program.elements if one.time is not None]
    length = program.length or max(times, default=None)
    if length and skate.duration < _WHOLE * length and any(not line.seen for line in lines):
        notes.append(
            f"the clip lasts {clock(skate.duration)} and the program {clock(length)}: what was not"
            " seen may lie outside the clip"
        )
    if start is not None and abs(start) >= _AWAY:
        notes.append(f"the program's clock seems to start at {clock(start)} of the clip")
    if start is None and times:
        notes.append("too few elements were found to tell when the program begins in the clip")
    return tuple(notes)
