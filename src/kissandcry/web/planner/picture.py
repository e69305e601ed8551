"""A planned program drawn: its elements over the time of the program, and on the ice.

Only where things stand on the screen is worked out here; what they are worth comes from elsewhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from kissandcry.core import Segment
from kissandcry.planning.season import rink
from kissandcry.program import RINK, PlannedProgram
from kissandcry.protocols.writers import words
from kissandcry.rulebooks import Rulebook

_WORDS: Final = 84  # pixels above the bars for codes, which are written aslant
_BARS: Final = 120  # pixels of the highest bar
FOOT: Final = _WORDS + _BARS
HEIGHT: Final = FOOT + 44
_LEFT: Final = 4.0  # percent of the width at which the program starts and ends
_RIGHT: Final = 95.0
_APART: Final = 5.6  # percent that two bars at least keep between them, so that 16 px bars fit


@dataclass(frozen=True, slots=True)
class Bar:
    """An element as drawn: its points in hundredths, with the part that the second half adds, and
    what is expected of it with its spread, in points, where a skill is given."""

    code: str
    value: int
    bonus: int
    mean: float | None
    spread: float
    problem: bool


def timeline(
    program: PlannedProgram, bars: Sequence[Bar], halves: Sequence[bool], length: int | None
) -> Mapping[str, Any]:
    """What `planner_parts.html` draws: places in percent of the width, heights in pixels."""
    known = [one.time for one in program.elements if one.time is not None]
    timed = bool(known) and known == sorted(known)
    end = max([length or 0, *known]) or 1
    if timed:
        times = _filled([one.time for one in program.elements], end)
        places = _apart([_LEFT + (_RIGHT - _LEFT) * time / end for time in times])
    else:
        step = (_RIGHT - _LEFT) / max(1, len(bars))
        places = [_LEFT + step * (row + 0.5) for row in range(len(bars))]
    highest = max((_top(bar) for bar in bars), default=1) or 1
    scale = _BARS / highest
    drawn = [
        {"number": row + 1, "x": round(place, 2), **_drawn(bar, scale)}
        for row, (place, bar) in enumerate(zip(places, bars, strict=True))
    ]
    half = _where_half(places, halves)
    return {
        "title": "Over the program's time" if timed else "In order",
        "text": _text(program, bars, halves),
        "height": HEIGHT,
        "foot": FOOT,
        "bars": drawn,
        "bonuses": any(bar.bonus for bar in bars),
        "half": half,
        "half_width": round(100 - half, 2) if half else 0,
        "ticks": _ticks(end) if timed else [],
    }


def _top(bar: Bar) -> float:
    expected = 0.0 if bar.mean is None else 100 * (bar.mean + bar.spread)
    return max(bar.value, expected)


def _drawn(bar: Bar, scale: float) -> dict[str, Any]:
    def height(hundredths: float) -> float:
        return round(FOOT - max(0.0, hundredths) * scale, 1)

    top = height(bar.value - bar.bonus)
    bonus_top = height(bar.value)
    drawn: dict[str, Any] = {
        "code": bar.code,
        "problem": bar.problem,
        "top": top,
        "height": round(FOOT - top, 1),
        "bonus_top": bonus_top,
        "bonus": round(top - bonus_top, 1),
        "mean": None,
        "words_at": bonus_top - 6,
    }
    if bar.mean is not None:
        drawn["mean"] = height(100 * bar.mean)
        drawn["low"] = height(100 * (bar.mean - bar.spread))
        drawn["high"] = height(100 * (bar.mean + bar.spread))
        drawn["words_at"] = min(bonus_top, drawn["high"]) - 6
    return drawn


def _apart(places: list[float]) -> list[float]:
    """Places that keep their distance, moved as little as that takes."""
    for row in range(1, len(places)):
        places[row] = max(places[row], places[row - 1] + _APART)
    for row in range(len(places) - 1, -1, -1):
        most = _RIGHT if row == len(places) - 1 else places[row + 1] - _APART
        places[row] = min(places[row], most)
    return places


def _where_half(places: Sequence[float], halves: Sequence[bool]) -> float:
    """Where the ground of the second half begins; 0 where no element stands in it."""
    first = next((row for row, half in enumerate(halves) if half), None)
    if first is None:
        return 0
    before = places[first - 1] if first else 0.0
    return round((before + places[first]) / 2, 2)


def _ticks(end: int) -> list[dict[str, Any]]:
    step = 60 if end > 150 else 30
    return [
        {
            "x": round(_LEFT + (_RIGHT - _LEFT) * at / end, 2),
            "words": clock(at),
            "anchor": "middle",
        }
        for at in range(0, end + 1, step)
    ]


def _text(program: PlannedProgram, bars: Sequence[Bar], halves: Sequence[bool]) -> str:
    highest = max(bars, key=lambda bar: bar.value, default=None)
    if highest is None:
        return "No element is planned yet."
    second = sum(halves)
    raised = sum(1 for bar in bars if bar.bonus)
    text = f"{len(bars)} elements, {second} of them in the second half, {raised} raised for it."
    return f"{text} Worth most: {highest.code}."


def clock(seconds: int | None) -> str:
    """A time of the program, such as 1:05."""
    return "" if seconds is None else f"{seconds // 60}:{seconds % 60:02d}"


def _filled(times: Sequence[int | None], end: int) -> list[float]:
    """The times, those that are not given in the middle between their neighbours."""
    found: list[float] = []
    for row, time in enumerate(times):
        if time is None:
            after = next((one for one in times[row:] if one is not None), end)
            time_here = ((found[-1] if found else 0.0) + after) / 2
        else:
            time_here = float(time)
        found.append(time_here)
    return found


def ice(program: PlannedProgram, halves: Sequence[bool]) -> Mapping[str, Any]:
    """The rink: the ice with the path, and what can be moved on it."""
    long, wide = RINK
    spots = [
        _spot("path", f"Point {number} of the path", f"path {number}", at, "", "")
        for number, at in enumerate(program.path, start=1)
    ]
    spots += [
        _spot(
            "element late" if half else "element",
            f"{number}, {one.code}",
            f"place {number}",
            one.at,
            str(number),
            one.code,
        )
        for number, (one, half) in enumerate(zip(program.elements, halves, strict=True), start=1)
        if one.at is not None
    ]
    return {
        "long": f"{long:g}",
        "wide": f"{wide:g}",
        "ground": Markup(rink.ground(program)),
        "spots": spots,
        "to_place": [
            {"number": number, "code": one.code}
            for number, one in enumerate(program.elements, start=1)
            if one.at is None
        ],
    }


def _spot(
    kind: str, name: str, edit: str, at: tuple[float, float], said: str, code: str
) -> dict[str, Any]:
    long, wide = RINK
    along, across = at
    return {
        "kind": kind,
        "name": name,
        "edit": edit,
        "x": f"{along:g}",
        "y": f"{across:g}",
        "left": f"{100 * along / long:.3f}",
        "top": f"{100 - 100 * across / wide:.3f}",
        "words": said,
        "code": code,
    }


def figure(points: float) -> str:
    """A mean or a spread, with two places."""
    return f"{points:.2f}".replace("-", words.MINUS)


def usual_length(book: Rulebook, segment: Segment) -> int | None:
    """How long a program of the segment lasts by the rules, in seconds."""
    rule = book.durations.get(segment)
    return None if rule is None else rule.seconds
