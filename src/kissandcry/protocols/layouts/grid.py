"""The grid that all published protocols share: what each kind of line looks like.

Every layout prints the same lines (a skater's totals, executed elements, sums, program components,
deductions), and once words are in order of position these lines have one grammar. What differs
between layouts is said by a `Layout`; this module reads lines and knows nothing of any one layout.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Final, NamedTuple, TypeAlias

from kissandcry.core import Points
from kissandcry.protocols.words import Line

_NUMBER: Final = r"\d{1,4}\.\d{1,2}"
_PERFORMANCE: Final = re.compile(
    rf"(\d{{1,3}}|WD|DSQ|DNF|DNS|FNR|RET) (\S.*?) ([A-Z]{{3}})(?: (\d{{1,3}}))?"
    rf" ({_NUMBER}) ({_NUMBER}) ({_NUMBER}) (-?{_NUMBER})"
)
_ELEMENT: Final = re.compile(
    rf"(?:(\d{{1,2}}) )?(?:(?!{_NUMBER}(?: |$))(\S+) )?((?:[^\s\d.-]\S* )*)"
    rf"({_NUMBER}) ?([xX](?= ))?(?:(?<=[xX]) | ?)(-?{_NUMBER}) ((?:(?:-?\d|-) )*)(-?{_NUMBER})"
)
_SUMS: Final = re.compile(rf"({_NUMBER}) (-?{_NUMBER})")
_COMPONENT: Final = re.compile(
    rf"([A-Z][A-Za-z /&]*[A-Za-z]) ({_NUMBER}) ((?:(?:{_NUMBER}|-) )+)({_NUMBER})"
)
_TOTAL: Final = re.compile(
    rf"Judges Total Program Components? Score \(factor(?:iz)?ed\) ({_NUMBER})"
)
_REASON: Final = re.compile(
    r"([A-Z][A-Za-z&/.' -]*?):? (-?\d{1,2}\.\d\d)(?: \((\d{1,2})\))?(?: |$)"
)
_REASON_LINE: Final = re.compile(
    r"(?:[A-Z][A-Za-z&/.' -]*?:? -?\d{1,2}\.\d\d(?: \(\d{1,2}\))?(?: |$))+"
)
_VOTE: Final = re.compile(
    r"([A-Z][A-Za-z&/.' -]*?):?(?: \((\d{1,2} of \d{1,2})\))?((?: D)+|(?: -\d\.\d\d){2,})?"
)
_SUMS_WORDS: Final = 2
_LONGEST: Final = 300  # characters; the lines of a protocol have at most 150
LABELS: Final = frozenset(
    "Rank Name NOC Code Nation Starting Number Total Segment Element Elements Score Program"
    " Component Components (factored) (factorized) Deductions = + - # Executed Info Base Value GOE"
    " The Judges Panel (in random order) Ref Ref. Scores of Factor In fo".split()
) | frozenset(f"J{number}" for number in range(1, 13))


class PerformanceLine(NamedTuple):
    """A skater's rank (or status), name, nation, starting number and totals, as printed."""

    rank: str
    name: str
    nation: str
    starting_number: str | None
    tss: str
    tes: str
    pcs: str
    deductions: str
    x: float = 0.0  # where the name begins


class ElementLine(NamedTuple):
    """An executed element; `xs` are the places of its marks."""

    number: int | None
    code: str
    info: str
    base_value: str
    second_half: bool
    goe: str
    marks: Sequence[str]
    panel_score: str
    xs: Sequence[float]


class ComponentLine(NamedTuple):
    """A program component; `xs` are the places of its marks."""

    name: str
    factor: str
    marks: Sequence[str]
    panel_score: str
    xs: Sequence[float]


class SumsLine(NamedTuple):
    """The sum of base values and the total element score."""

    base_value: str
    tes: str


class TotalLine(NamedTuple):
    """The total program component score."""

    pcs: str


class DeductionsLine(NamedTuple):
    """Deductions with their reasons; `total` is None on a line that continues the one before."""

    reasons: Sequence[tuple[str, str, str | None]]
    total: str | None


class VoteLine(NamedTuple):
    """A violation that the panel voted on."""

    reason: str
    votes: str


class OtherLine(NamedTuple):
    """Any other text; `is_data` tells that it looks like a row of the grid and is not one."""

    text: str
    is_data: bool
    x: float = 0.0


GridLine: TypeAlias = (
    PerformanceLine
    | ElementLine
    | ComponentLine
    | SumsLine
    | TotalLine
    | DeductionsLine
    | VoteLine
    | OtherLine
)


def read_lines(lines: Iterable[Line]) -> list[GridLine]:
    """Each line of a page as what it is; table heads are left out."""
    read: list[GridLine] = []
    for line in lines:
        words = line.words
        text = " ".join(words)
        if len(text) > _LONGEST:
            read.append(OtherLine(f"{text[:_LONGEST]} ...", _looks_like_data(words), line.xs[0]))
            continue
        first = text[0]
        found = (_numbered(text, line) if first.isdigit() else None) or (
            _lettered(text, line) if first.isupper() else None
        )
        if found is None:
            if LABELS.issuperset(words):
                continue
            found = OtherLine(text, _looks_like_data(words), line.xs[0])
        read.append(found)
    return read


def _numbered(text: str, line: Line) -> GridLine | None:
    """A line that begins with a digit."""
    if len(line.words) == _SUMS_WORDS:
        match = _SUMS.fullmatch(text)
        return SumsLine(*match.groups()) if match else None
    if match := _ELEMENT.fullmatch(text):
        number, code, info, base_value, half, goe, marks, score = match.groups()
        columns = marks.split()
        return ElementLine(
            int(number) if number else None,
            code or "",
            # the head of the Info column stands upright and reaches down into the first row
            info.replace("Info", "").rstrip(),
            base_value,
            half is not None,
            goe,
            columns,
            score,
            line.xs[-1 - len(columns) : -1],
        )
    return _performance(text, line)


def _performance(text: str, line: Line) -> PerformanceLine | None:
    match = _PERFORMANCE.fullmatch(text)
    if match is None:
        return None
    rank, name, nation, start, tss, tes, pcs, deductions = match.groups()
    return PerformanceLine(rank, name, nation, start, tss, tes, pcs, deductions, line.xs[1])


def _lettered(text: str, line: Line) -> GridLine | None:
    """A line that begins with a capital letter: of all these, only votes end without a figure."""
    if not text[-1].isdigit():
        match = _VOTE.fullmatch(text) if "(" in text else None
        return VoteLine(match[1], _votes(match)) if match and match[2] else None
    if match := _COMPONENT.fullmatch(text):
        name, factor, marks, score = match.groups()
        columns = marks.split()
        return ComponentLine(name, factor, columns, score, line.xs[-1 - len(columns) : -1])
    if text.startswith("Deductions"):
        return _deductions(text)
    if match := _TOTAL.fullmatch(text):
        return TotalLine(match[1])
    if (match := _VOTE.fullmatch(text)) and (match[2] or match[3]):
        return VoteLine(match[1], _votes(match))
    if found := _performance(text, line):
        return found
    if _REASON_LINE.fullmatch(text):
        return DeductionsLine(_REASON.findall(text), None)
    return None


def _votes(match: re.Match[str]) -> str:
    return match[2] or f"{len(match[3].split())} votes"


def _deductions(text: str) -> DeductionsLine | None:
    """`Deductions: Falls -1.00 (1) -1.00`; the head of the next table may stand on that line."""
    rest = text.removeprefix("Deductions").lstrip(": ")
    words = [word for word in rest.split() if word not in LABELS]
    if not words:
        return None
    rest = " ".join(words)
    head, _, total = rest.rpartition(" ")
    if re.fullmatch(rf"-?{_NUMBER}", total) is None:
        return None
    reasons = [(name, points, count or None) for name, points, count in _REASON.findall(head)]
    return DeductionsLine(reasons, total)


def heads(lines: Sequence[GridLine]) -> list[str]:
    """The text above the first skater of a page."""
    above = takewhile(lambda line: not isinstance(line, PerformanceLine), lines)
    return [line.text for line in above if isinstance(line, OtherLine)]


def ran_together(lines: Sequence[GridLine]) -> bool:
    """Whether columns of this page ran together: a row of figures that is none of the known rows,
    or an element whose marks are not as many as the judges."""
    judges = max((len(line.marks) for line in lines if isinstance(line, ComponentLine)), default=0)
    for line in lines:
        if type(line) is ElementLine:
            if len(line.marks) != judges and judges:
                return True
        elif type(line) is OtherLine and line.is_data:
            return True
    return False


def _looks_like_data(words: Sequence[str]) -> bool:
    """Whether an unread line has the figures of a row: then a column ran together, or worse."""
    figures = sum(1 for word in words if word.lstrip("-").replace(".", "", 1).isdigit())
    return figures >= 3 and "." in words[-1]


class _Known(dict[str, Points]):
    """Points by their text: the same text gives the same object."""

    def __missing__(self, text: str) -> Points:
        if len(self) > _MOST_KNOWN:  # papers print a few thousand; damage must not fill memory
            self.clear()
        known = self[text] = Points(text)
        return known


_MOST_KNOWN: Final = 50_000
points: Final = _Known().__getitem__
