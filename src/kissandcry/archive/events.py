"""Which event is it? One key for one event, however its papers, folders and sites call it.

The key of an event that recurs is the code of the competition, as the ISU's result sites use it,
and the year in which it was held: `gpf2012`, `wc2014`. `data/competitions.csv` lists them, with the
words that name each; `data/calendar.csv` lists the championships and Grands Prix to be expected.
Any other event is known by its own name and the season.
"""

import csv
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Final

KINDS: Final = (
    "grand_prix",
    "grand_prix_final",
    "worlds",
    "europeans",
    "four_continents",
    "olympics",
    "junior_worlds",
    "junior_grand_prix",
    "challenger",
    "national",
    "other",
)

UNNAMED: Final = "the papers print no name of an event"  # a note

# Papers of one event lie no further apart. The Olympic Games take 19 days.
_SPAN: Final = timedelta(days=14)
_CODE: Final = re.compile(r"([a-z0-9]*?[a-z])[ _-]?(\d{4}|\d\d)(?!\d)")
_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_SEASON: Final = re.compile(r"(?<!\d)(20\d\d)[-/_ ](\d\d)(?!\d)")
# What papers print where an event's name is expected, and what names no event.
_GENERIC: Final = re.compile(
    r"^(?:(?:isu|the|and|of|in|on|for|figure|ice|skating|event|events|team|men|women|ladies|boys"
    r"|girls|pairs?|dance|senior|junior|short|free|rhythm|program(?:me)?|judges|details|per|skater"
    r"|results?|protocols?|final|total|page|pdfs?|downloads?|data|tmp|temp|files?|single|singles)"
    r"\s*)*$"
)
_NATIONAL: Final = re.compile(r"\bnationals?\b")


@dataclass(frozen=True, slots=True)
class EventName:
    """An event: `key` in addresses, `name` in words, one of `KINDS`, the season such as `2012-13`.

    `place` is the city, where the calendar knows it. `note` says what was doubtful.
    """

    key: str
    name: str
    kind: str
    season: str
    place: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """An event of the calendar. `first_day` is the first day of competition; `held` is "held",
    "cancelled", or "stopped" (after the short programs); `source` says how sure the row is:
    "protocol" or "official page" (the day is theirs), "recalled" (known, not looked up)."""

    key: str
    name: str
    kind: str
    season: str
    first_day: date
    place: str
    held: str
    source: str


@dataclass(frozen=True, slots=True)
class _Competition:
    codes: tuple[str, ...]
    kind: str
    half: str  # "autumn" or "spring" of the season
    since: int
    until: int
    name: str
    words: re.Pattern[str]

    def year(self, season: str) -> int:
        """The year in which it is held in a season."""
        return int(season[:4]) + (self.half == "spring")

    def season(self, year: int) -> str:
        first = year - (self.half == "spring")
        return f"{first:04d}-{(first + 1) % 100:02d}"


def _table(name: str) -> Iterable[dict[str, str]]:
    file = resources.files("kissandcry.archive") / "data" / name
    return csv.DictReader(file.read_text(encoding="utf-8").splitlines())


@cache
def calendar() -> Mapping[str, Expected]:
    """The events that one should expect, by key, in order of time."""
    rows = (
        Expected(
            row["key"],
            row["name"],
            row["kind"],
            row["season"],
            date.fromisoformat(row["first_day"]),
            row["place"],
            row["held"],
            row["source"],
        )
        for row in _table("calendar.csv")
    )
    return {row.key: row for row in sorted(rows, key=lambda row: (row.first_day, row.key))}


@cache
def _competitions() -> tuple[_Competition, ...]:
    return tuple(
        _Competition(
            tuple(row["codes"].split()),
            row["kind"],
            row["half"],
            int(row["since"] or 0),
            int(row["until"] or 9999),
            row["name"],
            re.compile(row["words"]),
        )
        for row in _table("competitions.csv")
    )


def identify(
    headline: str,
    season: str,
    folder: str = "",
    *,
    title: str = "",
    file: str = "",
    day: date | None = None,
    authority: str = "isu",
) -> EventName:
    """The event of a paper.

    Tried in this order: the headline of the paper, the title of the site's pages, the name of the
    file (`wc2014_Men_SP_Scores.pdf`), the folders that it lies in, nearest first (`folder` is a
    name or a path; for a site, the last part of its address). A name that no list here has counts
    as an event of its own. `season` is the one that the audit settled on. Where only a folder gives
    an unknown name, or nothing does, the papers of one week are an event.
    """
    for text in (headline, title):
        if found := _by_words(text, season):
            return found
    # An unknown name in the headline is a name nevertheless: a folder must not overrule it.
    named = next((text for text in (headline, title) if _names(text)), "")
    if not named:
        parts = [part for part in re.split(r"[/\\]", folder) if part]
        for text in (file, *reversed(parts[-2:])):
            if found := _by_code(text, season) or _by_words(text, season, strict=True):
                return found
        return _unnamed(next((part for part in parts[-1:] if _names(part)), ""), season, day)
    kind = "national" if authority != "isu" or _NATIONAL.search(plain(named)) else "other"
    return _own(named, season, kind)


def season_named(texts: Iterable[str]) -> str:
    """The season that names of an event and paths speak of, the first that does: `2012-13`, a code
    (`gpf1213`), or a known competition and its year. Empty where none does."""
    for text in texts:
        for part in reversed(re.split(r"[/\\]", text)):
            for match in _SEASON.finditer(part):
                if int(match[2]) == (int(match[1]) + 1) % 100:
                    return f"{match[1]}-{match[2]}"
            if year := _YEAR.search(part):
                for first in (int(year[1]), int(year[1]) - 1):
                    season = f"{first}-{(first + 1) % 100:02d}"
                    named = _by_code(part, season) or _by_words(part, season, strict=True)
                    if named is not None:
                        return named.season
            elif match_ := _CODE.match(part.lower()):
                digits = match_[2]
                first = 2000 + int(digits[:2])
                for start in (first, first - 1):
                    season = f"{start}-{(start + 1) % 100:02d}"
                    if named := _by_code(part, season):
                        return named.season
    return ""


def settled(
    event: EventName,
    known: Mapping[str, tuple[date | None, date | None]],
    days: Collection[date],
) -> EventName:
    """The event under a key of its own where another, of other days, has its key already.

    `known` holds the first and last day of the events of the archive by key. An event of the
    calendar takes place once, so that its days are not asked: a paper may be printed again later.
    """
    if event.key in calendar() or not days:
        return event
    low, high = min(days), max(days)
    number = 1
    while True:
        key = event.key if number == 1 else f"{event.key}-{number}"
        first, last = known.get(key, (None, None))
        if (first is None or high >= first - _SPAN) and (last is None or low <= last + _SPAN):
            break
        number += 1
    if number == 1:
        return event
    note = f"another event of the name {event.name} took place on other days"
    return replace(event, key=key, name=f"{event.name} ({number})", note=note)


def by_days(days: Sequence[date]) -> list[list[int]]:
    """Papers of one name, by their days: the positions of those that lie close together."""
    order = sorted(range(len(days)), key=days.__getitem__)
    groups: list[list[int]] = []
    for index in order:
        if groups and days[index] - days[groups[-1][-1]] <= _SPAN:
            groups[-1].append(index)
        else:
            groups.append([index])
    return [sorted(group) for group in groups]


def slug(text: str) -> str:
    """The letters and figures of a text, for an address: "Cup of China" is `cup-of-china`."""
    return plain(text).replace(" ", "-")


def plain(text: str) -> str:
    """The letters and figures of a text, small and without accents, parted by single spaces."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", " ", bare).strip()


def _names(text: str) -> bool:
    """Whether a text names an event at all."""
    bare = re.sub(r"\b\d+\b", " ", plain(text))
    return _GENERIC.match(re.sub(r"\s+", " ", bare).strip()) is None


def _by_words(text: str, season: str, *, strict: bool = False) -> EventName | None:
    """The competition that a text names. Its own year counts more than the season, which may come
    from the day of printing; `strict`: a text that names another year says nothing."""
    words = plain(text)
    bare = re.sub(r"\s+", " ", _YEAR.sub("", words)).strip()
    for competition in _competitions():
        if not (competition.words.search(words) or competition.words.search(bare)):
            continue
        year = _named_year(words, competition) or competition.year(season)
        if strict and year != competition.year(season):
            return None
        if competition.since <= year <= competition.until:
            return _known(competition, year)
    return None


def _named_year(words: str, competition: _Competition) -> int:
    if match := _SEASON.search(words):
        first = int(match[1])
        if int(match[2]) == (first + 1) % 100:
            return competition.year(match[0])
    years = _YEAR.findall(words)
    return int(years[0]) if len(years) == 1 else 0


def _by_code(text: str, season: str) -> EventName | None:
    """The competition of a code such as `gpf1213` at the head of a name, if the year fits."""
    match = _CODE.match(text.lower())
    if match is None:
        return None
    for competition in _competitions():
        year = competition.year(season)
        if match[1] in competition.codes and competition.since <= year <= competition.until:
            both = f"{int(season[2:4]):02d}{int(season[5:7]):02d}"
            if match[2] in (str(year), f"{year % 100:02d}", both):
                return _known(competition, year)
    return None


def _known(competition: _Competition, year: int) -> EventName:
    key = f"{competition.codes[0]}{year}"
    row = calendar().get(key)
    if row is not None:
        return EventName(key, row.name, row.kind, row.season, row.place)
    name = f"{competition.name} {year}"
    return EventName(key, name, competition.kind, competition.season(year))


def _unnamed(folder: str, season: str, day: date | None) -> EventName:
    """The event of papers that print no name, by their folder, if it has a name, and their week."""
    name = _words(folder) or "Unnamed event"
    week = season if day is None else f"{day - timedelta(days=day.weekday()):%Y-%m-%d}"
    when = season if day is None else f"week of {week}"
    return EventName(f"{slug(name)}-{week}", f"{name}, {when}", "other", season, note=UNNAMED)


def _words(name: str) -> str:
    return re.sub(r"[_\s]+", " ", name).strip()


def _own(name: str, season: str, kind: str) -> EventName:
    """An event of its own name. Years in the name give way to the season in the key."""
    key = re.sub(r"(?<![a-z0-9])20\d\d(?![0-9])", " ", plain(name))
    words = _words(name)
    dated = words if _YEAR.search(words) else f"{words} {season}"
    return EventName(f"{slug(key)}-{season}".strip("-"), dated, kind, season)
