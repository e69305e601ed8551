"""The values that stand on the lines of a plan file: times, places, elements, attempts.

Each function raises `SyntaxProblem` with a sentence that the reader puts behind the file's name and
the line's number.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from kissandcry import notation
from kissandcry.core import Segment, SyntaxProblem, first_day, spelling
from kissandcry.notation import NotationError
from kissandcry.program.model import LONGEST, RINK, Attempts, PlannedElement, Requirement

ELEMENT_FORM: Final = (
    "an element is its code and, if wanted, its time 1:23, x for the second half, its place"
    " @ 12,8 and a note behind a semicolon"
)
ATTEMPT_FORM: Final = (
    'an element of a run-through is its code and how often it was landed, such as "4Lz 2/3",'
    ' "4Lz landed" or "4Lz fall"'
)
_NUMBERED: Final = re.compile(r"\d{1,2}[.)] +(?=\S)")
_METRES: Final = r"(-?\d{1,3}(?:\.\d{1,6})?)"
_AT: Final = re.compile(rf"@ ?{_METRES}(?: ?, ?| ){_METRES}(?!\S)", re.ASCII)
_PLACE: Final = re.compile(rf"{_METRES} ?, ?{_METRES}(?:$| )", re.ASCII)
_TIME: Final = re.compile(r"(\d{1,2}):([0-5]\d)", re.ASCII)
_SECOND_HALF: Final = {"x": True, "X": True, "2nd": True, "1st": False}
_COUNT: Final = re.compile(r"(\d{1,4}) ?(?:/|of) ?(\d{1,4})", re.ASCII)
_LANDED: Final = ("landed", "yes", "clean", "ok", "+", "good")
_MISSED: Final = ("missed", "no", "-")
_HOW_MISSED: Final = ("fall", "fell", "popped", "step out", "under-rotated", "downgraded")
_SEASON: Final = re.compile(r"(\d{4}) ?[-/\N{EN DASH}] ?(?:\d\d)?(\d\d)", re.ASCII)
_DAYS: Final = re.compile(r"(\d{1,2}\.?) ?[-\N{EN DASH}] ?(\d{1,2}\.? [^\W\d_]+,? \d{4})")
_FROM_TO: Final = re.compile(r" to | until | - | ?\N{EN DASH} ?")
_DASHES: Final = str.maketrans("\N{EN DASH}\N{MINUS SIGN}", "--")


def unnumbered(line: str) -> str:
    """The line without the number before an element: "1. 4Lz" or "1) 4Lz"."""
    return _NUMBERED.sub("", line, count=1) if _NUMBERED.match(line) else line


def _parted(line: str) -> tuple[str, str]:
    """What stands before a note, and the note: behind a semicolon or in brackets."""
    cut = next((place for place, sign in enumerate(line) if sign in ";("), len(line))
    head, sign, note = line[:cut], line[cut : cut + 1], line[cut + 1 :]
    if sign == "(":  # brackets around the whole of it are left out, others belong to it
        inner = note.removesuffix(")")
        note = inner if inner != note and not set(inner) & set("()") else f"({note}"
    return head.translate(_DASHES).strip(), note.strip()


def element(line: str) -> PlannedElement:
    """An element of a program: `4Lz+3T 1:23 x @ 12,8 ; note`."""
    head, note = _parted(unnumbered(line))
    if not head:
        raise SyntaxProblem(f'"{_short(line)}" names no element; {ELEMENT_FORM}')
    name, _, rest = head.partition(" ")
    known_code(name)
    at = None
    if place := _AT.search(rest):
        at = metres(place[1], place[2])
        rest = f"{rest[: place.start()]} {rest[place.end() :]}"
    moment: int | None = None
    half: bool | None = None
    for word in rest.split():
        if word in _SECOND_HALF and half is None:
            half = _SECOND_HALF[word]
        elif _TIME.fullmatch(word) and moment is None:
            moment = seconds(word)
        else:
            raise SyntaxProblem(f'"{_short(word)}" stands behind {name}; {ELEMENT_FORM}')
    return PlannedElement(name, moment, half, at, note)


def attempts(line: str) -> Attempts:
    """An element of a run-through: `4Lz 2/3 ; note`."""
    head, note = _parted(unnumbered(line))
    name, _, rest = head.partition(" ")
    if not name:
        raise SyntaxProblem(f'"{_short(line)}" names no element; {ATTEMPT_FORM}')
    known_code(name)
    if count := _COUNT.fullmatch(rest):
        return Attempts(name, int(count[1]), int(count[2]), note)
    word = rest.casefold()
    if word in _LANDED or word in _MISSED:
        return Attempts(name, int(word in _LANDED), 1, note)
    if word in _HOW_MISSED:
        return Attempts(name, 0, 1, ", ".join(filter(None, (word, note))))
    near = spelling.nearest(rest, (*_LANDED, *_MISSED, *_HOW_MISSED)) if rest else ""
    found = f'"{_short(rest)}" stands' if rest else "nothing stands"
    raise SyntaxProblem(f"{found} behind {name}; {ATTEMPT_FORM}{near}")


def known_code(text: str) -> None:
    """Refuses what is no element code, in one sentence with the nearest."""
    try:
        notation.parse(text)
    except NotationError as error:
        nearest = f"; the nearest is {error.nearest}" if error.nearest else ""
        raise SyntaxProblem(f'"{_short(text)}" is {error.sentence}{nearest}') from None


def seconds(text: str) -> int:
    """Such as `2:50`."""
    found = _TIME.fullmatch(text)
    if found is None:
        raise SyntaxProblem(f'"{_short(text)}" is no time; a time is written 2:50')
    length = int(found[1]) * 60 + int(found[2])
    if length > LONGEST:
        raise SyntaxProblem(
            f"{text} is longer than any program; allowed is up to {LONGEST // 60}:00"
        )
    return length


def metres(along: str, across: str) -> tuple[float, float]:
    """A place on the rink."""
    place = float(along), float(across)
    if not all(0 <= one <= most for one, most in zip(place, RINK, strict=True)):
        raise SyntaxProblem(
            f"{along},{across} is off the rink; allowed are 0 to {RINK[0]:g} m along it and 0 to"
            f" {RINK[1]:g} m across"
        )
    return place


def path(text: str) -> tuple[tuple[float, float], ...]:
    """Places in metres: `12,8 14,9.5`."""
    found, start = [], 0
    while start < len(text):
        place = _PLACE.match(text, start)
        if place is None:
            raise SyntaxProblem(
                f'"{_short(text[start:])}" stands in the path; a path is places in metres such as'
                " 12,8 14,9.5"
            )
        found.append(metres(place[1], place[2]))
        start = place.end()
    return tuple(found)


def season(text: str) -> str:
    """A season in the spelling `2024-25`; also from `2024/25` and `2024-2025`."""
    found = _SEASON.fullmatch(text)
    spelt = f"{found[1]}-{found[2]}" if found else text
    if first_day(spelt) is None:
        raise SyntaxProblem(f'"{_short(text)}" is no season; a season is written 2024-25')
    return spelt


def days(text: str) -> tuple[date, date | None]:
    """A day, or the first and last of several: `2017-10-20 to 2017-10-22`, `20-22 October 2017`."""
    if (first := spelling.day(text)) is not None:
        return first, None
    if match := _DAYS.fullmatch(text):
        last = spelling.day(match[2])
        rest = match[2].split(" ", 1)[1]
        first = spelling.day(f"{match[1]} {rest}")
    else:
        parts = _FROM_TO.split(text)
        first, last = (spelling.day(part) for part in (parts[0], parts[-1]))
        if len(parts) != 2:
            first = None
    if first is None or last is None:
        raise SyntaxProblem(
            f'"{_short(text)}" is no date; a date is written 2017-10-20, and of several days'
            " 2017-10-20 to 2017-10-22"
        )
    return first, last


def segment(text: str) -> Segment:
    """A segment, however it is spelt."""
    found = spelling.find(text, spelling.SEGMENTS)
    if found is None:
        allowed = spelling.listed(map(spelling.title, spelling.SEGMENTS.values()))
        near = spelling.nearest(text, map(str.title, spelling.SEGMENTS))
        raise SyntaxProblem(f'"{_short(text)}" is no segment; allowed are {allowed}{near}')
    return found


def run_through(text: str) -> tuple[date, Segment | None, str]:
    """Such as `2017-09-01, Free Skating; note`."""
    head, note = _parted(text)
    day, of = spelling.day(head), None
    if day is None:
        before, comma, after = head.rpartition(",")
        day = spelling.day(before)
        if comma and day is not None:
            of = segment(after)
    if day is None:
        raise SyntaxProblem(
            f'"{_short(head)}" is no date and segment; a run-through is written "2017-09-01, Free'
            ' Skating"'
        )
    return day, of, note


def required(text: str) -> Requirement:
    """Such as `Short Program 2A, 3F, CSSp`; without a segment it is about the whole competition."""
    words = text.replace(":", " ").replace(",", " ").split()
    of: Segment | None = None
    for count in (2, 1):
        found = spelling.find(" ".join(words[:count]), spelling.SEGMENTS)
        if found is not None:
            of, words = found, words[count:]
            break
    if not words:
        raise SyntaxProblem(
            f'"{_short(text)}" names no element; required elements are written "Short Program 2A,'
            ' 3F, CSSp"'
        )
    for word in words:
        known_code(word)
    return Requirement(tuple(words), of)


def unknown(key: str, known: Iterable[str], shown: str) -> str:
    """The sentence for a heading that is none."""
    near = spelling.nearest(key, map(str.title, known))
    return f'"{_short(key)}" is no heading here; headings are {shown}{near}'


def _short(text: str) -> str:
    return text[:60]
