"""What stands above the first skater: the event, the category, the day."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from kissandcry.core import Discipline, Level, NotAProtocol, Segment, season_of
from kissandcry.protocols.layouts.grid import LABELS

_T = TypeVar("_T")

_TITLE: Final = re.compile(r"JUDGES[\s\S]{0,40}?DETAILS|DETAILS PER SKATER", re.I)
# Rounds before the short program: the free program was skated (to 2006 and 2010-12).
_ROUND: Final = re.compile(
    r"\b(?:PRELIMINARY ROUND|QUALIFYING(?: ROUND)?(?: GROUP [A-Z])?)\b", re.I
)
_TEAM: Final = re.compile(r"TEAM EVENT", re.I)
_OTHER_LEVEL: Final = re.compile(
    r"\b(?:NOVICE|CUBS?|DEBS?|CHICKS|SPRINGS|MINIS?|ADULTS?|MASTERS?|CHILDREN|KIDS|YOUTH|JUVENILE"
    r"|PRE-?JUVENILE|INTERMEDIATE)\b",
    re.I,
)
_DISCIPLINES: Final = (
    (re.compile(r"\bICE DANC(?:E|ING)\b|\bICE DANCE?\b", re.I), Discipline.ICE_DANCE),
    (re.compile(r"\bSYNCHRONIZED\b", re.I), Discipline.SYNCHRONIZED),
    (re.compile(r"\bPAIRS?\b", re.I), Discipline.PAIRS),
    (re.compile(r"\b(?:LADIES|WOMEN|GIRLS)\b", re.I), Discipline.WOMEN),
    (re.compile(r"\b(?:MEN|BOYS)\b", re.I), Discipline.MEN),
)
_SEGMENTS: Final = (
    (re.compile(r"\bSHORT PROGRAM(?:ME)?\b", re.I), Segment.SHORT_PROGRAM),
    (re.compile(r"\bFREE (?:SKATING|PROGRAM(?:ME)?)\b", re.I), Segment.FREE_SKATING),
    (re.compile(r"\bCOMPULSORY DANCE\b", re.I), Segment.COMPULSORY_DANCE),
    (re.compile(r"\bORIGINAL DANCE\b", re.I), Segment.ORIGINAL_DANCE),
    (re.compile(r"\bSHORT DANCE\b", re.I), Segment.SHORT_DANCE),
    (re.compile(r"\bRHYTHM DANCE\b", re.I), Segment.RHYTHM_DANCE),
    (re.compile(r"\bFREE DANCE\b", re.I), Segment.FREE_DANCE),
)
_LEVELS: Final = (
    (re.compile(r"\bJUNIOR\b(?! GRAND PRIX)", re.I), Level.JUNIOR),
    (re.compile(r"\bADVANCED NOVICE\b", re.I), Level.ADVANCED_NOVICE),
    (re.compile(r"\bINTERMEDIATE NOVICE\b", re.I), Level.INTERMEDIATE_NOVICE),
    (re.compile(r"\bBASIC NOVICE\b", re.I), Level.BASIC_NOVICE),
)
_MONTHS: Final = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
_NAMED_DAY: Final = re.compile(r"\b(?:MON|TUE|WED|THU|FRI|SAT|SUN) (\d{1,2}) ([A-Z]{3}) (\d{4})")
_PRINTED: Final = re.compile(
    r"printed:? *((\d{1,2}|\d{4})([./-])(\d{1,2})[./-](\d{4}|\d{2})\b(?: [\d:]+ *(?:[AP]M)?)?)",
    re.I,
)
_STAMP: Final = re.compile(r"(?:REVISED ?)*(?:\d{1,2} [A-Z]{3})?(?: ?\d{1,2}:\d\d)?")
_VENUE: Final = re.compile(r"^(.*?(?:Palace|Arena|Stadium|Coliseum|PALAVELA|Centre|Center|Hall))\b")
_YEAR: Final = re.compile(r"\b(20\d\d)\b")
_SEASON: Final = re.compile(r"(?<!\d)(20\d\d)-(\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Category:
    """Who competes in what."""

    discipline: Discipline
    level: Level
    segment: Segment
    round: str  # "PRELIMINARY ROUND", "QUALIFYING GROUP A"; empty for the segments of the final


def is_title(text: str) -> bool:
    """Whether a page calls itself a protocol of judges' details."""
    return _TITLE.search(text) is not None


def category(headlines: Sequence[str], name: str) -> Category:
    """The category that the headlines name, senior where they name no level.

    Raises `NotAProtocol` where they name no discipline or segment, and for a level that no rulebook
    here has.
    """
    named = [t for t in headlines if _TITLE.sub("", t) and "FIGURE" not in t.upper()]
    whole = [
        t
        for t in named
        if _first(_DISCIPLINES, [t]) and (_first(_SEGMENTS, [t]) or _ROUND.search(t))
    ]
    discipline = _first(_DISCIPLINES, whole) or _first(_DISCIPLINES, named)
    segment = _first(_SEGMENTS, whole) or _first(_SEGMENTS, named)
    round_ = _first_match(_ROUND, named)
    if segment is None and round_ and discipline is not None:
        dance = discipline is Discipline.ICE_DANCE
        segment = Segment.FREE_DANCE if dance else Segment.FREE_SKATING
    if discipline is None or segment is None:
        missing = "discipline" if discipline is None else "segment"
        raise NotAProtocol(f"{name}: the headlines name no {missing} of figure skating")
    texts = whole or [t for t in named if _first(_DISCIPLINES, [t])]
    level = _first(_LEVELS, texts)
    if level is None and (unknown := _first_match(_OTHER_LEVEL, texts)):
        known = ", ".join(level.replace("_", " ") for level in Level)
        raise NotAProtocol(f"{name}: the level {unknown!r} has no rulebook; known are {known}")
    return Category(discipline, level or Level.SENIOR, segment, round_)


def _first_match(pattern: re.Pattern[str], texts: Sequence[str]) -> str:
    return next((match[0] for text in texts if (match := pattern.search(text))), "")


def _first(choices: Sequence[tuple[re.Pattern[str], _T]], texts: Sequence[str]) -> _T | None:
    for pattern, choice in choices:
        if any(pattern.search(text) for text in texts):
            return choice
    return None


def is_team_event(text: str) -> bool:
    """Whether a headline says that teams compete; their segments are those of single skaters."""
    return _TEAM.fullmatch(text) is not None


def is_round(text: str) -> bool:
    """Whether a note names a round before the short program."""
    return _ROUND.fullmatch(text) is not None


def event(headlines: Sequence[str]) -> str:
    """The event's name: the first headline that is not the title, the category or a date."""
    for text in headlines:
        if not (
            _TITLE.search(text)
            or _PRINTED.match(text)
            or text.startswith("Page ")
            or _STAMP.fullmatch(_without_labels(text))
            or (_first(_SEGMENTS, [text]) and _first(_DISCIPLINES, [text]))
        ):
            return text
    return ""


def _without_labels(text: str) -> str:
    """A line without the words of table heads, which a stamp may lie across."""
    return " ".join(word for word in text.split() if word not in LABELS)


def venue(headlines: Sequence[str]) -> str:
    """Where it was skated, as Olympic papers print it: the headline that names a building."""
    for text in headlines:
        match = _VENUE.search(text)
        if match:
            return match[1]
    return ""


def days(texts: Sequence[str]) -> list[date]:
    """The days that the paper itself prints, best first: the day skated, then the day of printing.

    `9/11/2012` may mean two days; both are given, with the order of the day first unless the clock
    runs to twelve.
    """
    found: list[date] = []
    for text in texts:
        if match := _NAMED_DAY.search(text):
            found += _day(
                int(match[3]),
                _MONTHS.index(match[2]) + 1 if match[2] in _MONTHS else 0,
                int(match[1]),
            )
    for text in texts:
        if match := _PRINTED.search(text):
            found += _printed_days(match)
    return found


def days_of_metadata(metadata: dict[str, str]) -> list[date]:
    """The day on which the file says that it was made (PDF 1.7, 7.9.4: `D:20171112...`)."""
    match = re.match(r"D:(\d{4})(\d\d)(\d\d)", metadata.get("CreationDate", ""))
    return _day(*map(int, match.groups())) if match else []


def printed(texts: Sequence[str]) -> str:
    """When the paper says it was made, as printed."""
    for text in texts:
        if match := _PRINTED.search(text):
            return match[1].strip()
        if "Report Created " in text:
            return text.partition("Report Created ")[2].partition(" Page")[0].strip()
    return ""


def _printed_days(match: re.Match[str]) -> list[date]:
    first, mark, second, third = int(match[2]), match[3], int(match[4]), int(match[5])
    if first > 31:
        return _day(first, second, third)
    year = third if third > 99 else 2000 + third
    day_first = _day(year, second, first)
    month_first = _day(year, first, second) if mark == "/" else []
    return month_first + day_first if match[1].upper().endswith("M") else day_first + month_first


def _day(year: int, month: int, day: int) -> list[date]:
    try:
        return [date(year, month, day)]
    except ValueError:
        return []


def seasons_named(event_name: str, path: str) -> list[str]:
    """Seasons that the event's name or the file's path speak of, best first.

    `Worlds 2012` may lie in 2011-12 or in 2012-13; the later checks decide.
    """
    found = []
    for text in (event_name, *reversed(re.split(r"[/\\]", path))):
        for match in _SEASON.finditer(text):
            if int(match[2]) == (int(match[1]) + 1) % 100:
                found.append(match[0])
        for match in _YEAR.finditer(text):
            found += [season_of(date(int(match[1]), month, 1)) for month in (1, 12)]
    return list(dict.fromkeys(found))
