"""Strict reading of one authority's data files.

Every refusal is a `BadRulebook` whose sentence names the file, the entry or line, what was found
and what is allowed. A key that no reader asked for is unknown, so a misspelt key cannot pass.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import Any, Generic, TypeVar

from kissandcry.core import BadRulebook, Discipline, Level, Points, Segment, SyntaxProblem
from kissandcry.rulebooks.provenance import Provenance, Status

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """A rule with the days (inclusive, None = open), disciplines, levels and segments it is for."""

    rule: T
    identity: str  # entries of one identity must not overlap
    where: str
    status: Status
    start: date
    end: date | None
    disciplines: frozenset[Discipline]
    levels: frozenset[Level]
    segments: tuple[Segment, ...]

    def holds(self, day: date) -> bool:
        """Whether the rule is in force on that day."""
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Scope:
    """What an entry is for when it does not say: everything that the authority covers."""

    sources: Mapping[str, str]  # key -> title
    disciplines: frozenset[Discipline]
    levels: frozenset[Level]


class Entry:
    """One table of a TOML file; each accessor checks the type and remembers the key as known."""

    def __init__(self, raw: Mapping[str, Any], where: str) -> None:
        self.raw = raw
        self.where = where
        self.chosen_segments: tuple[Segment, ...] = ()
        self._known: list[str] = []

    def _get(self, key: str, kind: type[T], wanted: str, needed: bool) -> T | None:
        self._known.append(key)
        value = self.raw.get(key)
        if value is None:
            if needed:
                raise BadRulebook(f"{self.where}: the key '{key}' is missing; expected {wanted}")
            return None
        if not isinstance(value, kind) or isinstance(value, bool):
            raise BadRulebook(f"{self.where}: '{key}' is {value!r}; expected {wanted}")
        return value

    def text(self, key: str) -> str:
        """A text that must be there and not be empty."""
        value = self._get(key, str, "a text", needed=True)
        if not value:
            raise BadRulebook(f"{self.where}: '{key}' is empty; expected a text")
        return value

    def text_or_none(self, key: str) -> str | None:
        """A text that may be left out."""
        return self._get(key, str, "a text", needed=False)

    def words_or_none(self, key: str) -> str | None:
        """A text that may be left out, but not be empty."""
        return None if self.text_or_none(key) is None else self.text(key)

    def one_of(self, key: str, allowed: Iterable[str]) -> str:
        """A text out of a list."""
        return member(self.text(key), allowed, f"{self.where}: '{key}'")

    def whole(self, key: str) -> int:
        """A whole number that must be there."""
        value = self._get(key, int, "a whole number", needed=True)
        assert value is not None
        return value

    def at_least(self, key: str, least: int) -> int:
        """A whole number that must be there and not lie below `least`."""
        value = self.whole(key)
        if value < least:
            raise BadRulebook(f"{self.where}: '{key}' is {value}; expected {least} or more")
        return value

    def at_least_or_none(self, key: str, least: int) -> int | None:
        """A whole number not below `least`, which may be left out."""
        return self.at_least(key, least) if key in self.raw else None

    def truth(self, key: str) -> bool:
        """True or false, which must be there."""
        self._known.append(key)
        found = self.raw.get(key)
        if not isinstance(found, bool):
            raise BadRulebook(f"{self.where}: '{key}' is {found!r}; expected true or false")
        return found

    def points(self, key: str) -> Points:
        """Points (or a factor), written as a text."""
        return points_of(self.text(key), f"{self.where}: '{key}'")

    def points_or_none(self, key: str) -> Points | None:
        """Points that may be left out."""
        return None if self.text_or_none(key) is None else self.points(key)

    def items(self, key: str) -> list[Any]:
        """A list that must be there."""
        value = self._get(key, list, "a list", needed=True)
        assert value is not None
        return value

    def table(self, key: str) -> dict[str, Any]:
        """A table that must be there."""
        value = self._get(key, dict, "a table", needed=True)
        assert value is not None
        return value

    def members(self, key: str, kind: type[E]) -> list[E] | None:
        """A list of words of the vocabulary, or None where it is left out."""
        value = self._get(key, list, "a list", needed=False)
        if value is None:
            return None
        allowed = [m.value for m in kind]
        return [kind(member(item, allowed, f"{self.where}: '{key}'")) for item in value]

    def segments(self) -> None:
        """Ask for the segments, which must be named. A subject that never asks has none."""
        named = self.members("segments", Segment)
        if not named:
            allowed = ", ".join(sorted(Segment))
            raise BadRulebook(f"{self.where}: 'segments' names none; expected some of {allowed}")
        self.chosen_segments = tuple(named)

    def day(self, key: str, needed: bool) -> date | None:
        """A date of TOML, such as 2018-07-01 without quotes."""
        value = self._get(key, date, "a date like 2018-07-01", needed)
        if isinstance(value, datetime):
            raise BadRulebook(f"{self.where}: '{key}' is {value}; expected a date without a time")
        return value

    def allow(self, key: str) -> None:
        """Know a key that is read elsewhere."""
        self._known.append(key)

    def finish(self) -> None:
        """Refuse every key that nothing asked for."""
        for key in self.raw:
            member(key, self._known, f"{self.where}: the key", "is unknown")


def member(found: object, allowed: Iterable[str], where: str, problem: str = "is not known") -> str:
    """`found`, if it is one of `allowed`."""
    words = list(allowed)
    if not isinstance(found, str) or found not in words:
        raise BadRulebook(f"{where} {found!r} {problem}; allowed: {', '.join(sorted(set(words)))}")
    return found


def points_of(text: str, where: str) -> Points:
    """The points that a text of the data stands for."""
    try:
        return Points(text)
    except SyntaxProblem as problem:
        raise BadRulebook(f"{where}: {problem}") from None


def tables_of(raw: Mapping[str, Any], key: str, where: str) -> list[Mapping[str, Any]]:
    """The `[[key]]` tables of a file; none where it has no such key."""
    found = raw.get(key, [])
    if not isinstance(found, list) or not all(isinstance(table, dict) for table in found):
        kind = "one table" if isinstance(found, dict) else repr(found)
        raise BadRulebook(f"{where}: '{key}' is {kind}; expected each entry under [[{key}]]")
    return found


def read_toml(file: Traversable, where: str) -> dict[str, Any]:
    """The tables of a TOML file; TOML itself refuses a key that stands there twice."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise BadRulebook(
            f"{where} is not valid TOML: {_reason(problem)}; each key stands there once, texts in"
            f" quotes, dates like 2018-07-01"
        ) from None


def _reason(problem: Exception) -> str:
    return re.sub(r"\s+", " ", str(problem)).rstrip(".")


def source_of(key: object, sources: Mapping[str, str], where: str) -> str:
    """The title of a source; a value without a known source is refused."""
    if not isinstance(key, str) or not key:
        raise BadRulebook(f"{where}: a value has no source; expected a key of sources.toml")
    if key not in sources:
        raise BadRulebook(f"{where}: the source {key!r} is not listed in sources.toml")
    return sources[key]


def check_days(start: date, end: date | None, where: str) -> None:
    """A period must not end before it begins."""
    if end is not None and end < start:
        raise BadRulebook(f"{where}: 'to' {end} lies before 'from' {start}")


def dated(
    entry: Entry, scope: Scope, build: Callable[[Entry, Provenance], tuple[str, T]]
) -> Dated[T]:
    """Read what all entries have in common and build the rule. `build` gives identity and rule."""
    start = entry.day("from", needed=True)
    end = entry.day("to", needed=False)
    assert start is not None
    check_days(start, end, entry.where)
    status = Status(entry.one_of("status", [s.value for s in Status]))
    source = _sources(entry, scope)
    rule_text = entry.text_or_none("rule") or ""
    entry.text_or_none("note")
    disciplines = entry.members("disciplines", Discipline)
    levels = entry.members("levels", Level)
    identity, rule = build(entry, Provenance(rule_text, source, status, start, end))
    entry.finish()
    return Dated(
        rule,
        identity,
        entry.where,
        status,
        start,
        end,
        frozenset(disciplines) if disciplines is not None else scope.disciplines,
        frozenset(levels) if levels is not None else scope.levels,
        entry.chosen_segments,
    )


def _sources(entry: Entry, scope: Scope) -> str:
    value = entry.raw.get("source")
    keys = value if isinstance(value, list) and value else [value]
    entry.allow("source")
    return "; ".join(source_of(key, scope.sources, entry.where) for key in keys)


def refuse_overlaps(entries: Sequence[Dated[T]]) -> None:
    """Two values for one thing on one day are a contradiction."""
    groups: dict[tuple[str, Discipline, Level, Segment | None], list[Dated[T]]] = {}
    for entry in entries:
        for discipline in entry.disciplines:
            for level in entry.levels:
                for segment in entry.segments or (None,):
                    group = (entry.identity, discipline, level, segment)
                    groups.setdefault(group, []).append(entry)
    for group, members in groups.items():
        members.sort(key=lambda e: e.start)
        for before, after in pairwise(members):
            if before.end is None or after.start <= before.end:
                where, first = after.where, before.where
                raise BadRulebook(
                    f"{where} overlaps {first}: both hold on {after.start}"
                    f" for {group[2]} {group[1]}; one value a day is allowed"
                )


def day_after(day: date) -> date:
    """The next day."""
    return day + timedelta(days=1)
