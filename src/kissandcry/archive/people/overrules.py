"""What somebody who knows has written down: these are one person, these are two.

The file is TOML::

    [[same]]
    names = ["Maylin HAUSCH, GER", "Maylin WENDE, GER"]
    name = "Maylin WENDE"                   # how to write the name, if not as printed last
    because = "married; ISU biography"

    [[different]]
    names = ["Yi WANG, CHN, men", "Yi WANG, CHN, women"]
    because = "two people"

A name is as printed, in any order, with or without accents; then the nation, and where that does
not suffice a discipline, and seasons such as `2005-06..2009-10`.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from kissandcry.archive.people import names
from kissandcry.archive.people.evidence import Node, Place, Printed
from kissandcry.core import Discipline, SyntaxProblem, Unreadable, first_day

_SEASONS: Final = re.compile(r"(\d{4}-\d\d)?\.\.(\d{4}-\d\d)?|\d{4}-\d\d", re.ASCII)
_MOST: Final = 5_000_000  # bytes of a file of overrules
_FIELDS: Final = {"same": {"names", "name", "because"}, "different": {"names", "because"}}


@dataclass(frozen=True)
class Pattern:
    """Which printed names, and which of their places, are meant."""

    flats: tuple[str, ...]
    group: str
    discipline: str = ""
    since: str = ""
    until: str = "9999-00"

    def names(self, printed: Printed) -> bool:
        """Whether a printed name is meant, of whatever time."""
        own = names.read(printed.name).flats
        return own[0] in self.flats and names.group(printed.nation) == self.group

    def covers(self, place: Place) -> bool:
        """Whether a place of a name that is meant is meant too."""
        right = self.discipline in ("", place.discipline)
        return right and self.since <= place.season <= self.until

    def meets(self, node: Node) -> bool:
        """Whether any place of the node is meant."""
        return self.names(node.printed) and any(self.covers(place) for place in node.places)


@dataclass(frozen=True)
class Entry:
    """One entry of a file."""

    kind: str
    patterns: tuple[Pattern, ...]
    texts: tuple[str, ...]  # the names as written
    name: str = ""
    because: str = ""


@dataclass(frozen=True)
class Overrules:
    """The entries of all files, the later ones first."""

    entries: tuple[Entry, ...] = ()

    def same(self, one: Node, other: Node) -> bool:
        """Whether an entry says that they are one person."""
        return any(
            entry.kind == "same"
            and any(p.meets(one) for p in entry.patterns)
            and any(p.meets(other) for p in entry.patterns)
            for entry in self.entries
        ) and not self.different(one, other)

    def different(self, one: Node, other: Node) -> bool:
        """Whether an entry says that they are two people."""
        for entry in self.entries:
            if entry.kind != "different":
                continue
            mine = {i for i, p in enumerate(entry.patterns) if p.meets(one)}
            its = {i for i, p in enumerate(entry.patterns) if p.meets(other)}
            if mine and its and not mine & its:
                return True
        return False

    def parts(self, node: Node) -> list[Node]:
        """The node in parts, where an entry says that its printed name is two people."""
        for entry in self.entries:
            mine = [p for p in entry.patterns if p.meets(node)]
            if entry.kind == "different" and len(mine) > 1:
                return _parts(node, mine)
        return []

    def name(self, nodes: Iterable[Node]) -> str:
        """How an entry writes the name of a person; empty where none does."""
        for entry in self.entries:
            if entry.name and any(p.meets(node) for p in entry.patterns for node in nodes):
                return entry.name
        return ""

    def near(self, printed: Printed) -> list[Pattern]:
        """The patterns that an entry puts beside a printed name."""
        return [
            pattern
            for entry in self.entries
            if entry.kind == "same" and any(p.names(printed) for p in entry.patterns)
            for pattern in entry.patterns
        ]


def parse(text: str, where: str) -> Overrules:
    """The overrules of a text. Raises `SyntaxProblem`, which names the line and what is allowed."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SyntaxProblem(f"{where}: not TOML: {error}") from None
    lines = _lines(text)
    found: list[Entry] = []
    for kind, rows in data.items():
        if kind not in _FIELDS or not isinstance(rows, list):
            raise SyntaxProblem(
                f"{where}: [[same]] and [[different]] are the entries of a file of overrules,"
                f" not {kind!r}"
            )
        for index, row in enumerate(rows):
            place = f"{where}, line {lines.get((kind, index), 1)}"
            found.append(_entry(kind, row, place))
    return Overrules(tuple(found))


def load(path: Path) -> str:
    """The text of a file of overrules. Raises `Unreadable`, or `SyntaxProblem` as `parse` does."""
    try:
        if path.stat().st_size > _MOST:
            raise Unreadable(f"{path}: larger than {_MOST // 1_000_000} MB, no file of overrules")
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Unreadable(f"{path}: the file cannot be read, for it is no text in UTF-8") from None
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise Unreadable(f"{path}: the file of overrules cannot be read: {why}") from None
    parse(text, str(path))
    return text


@cache
def shipped() -> Overrules:
    """The overrules that come with the program."""
    data = files("kissandcry.archive.people").joinpath("data", "people.toml")
    return parse(data.read_text(encoding="utf-8"), "people.toml")


def both(own: str) -> Overrules:
    """Those of a text of the user's, which go first, and those that come with the program."""
    return Overrules(parse(own, "people.toml").entries + shipped().entries)


def _entry(kind: str, row: Any, where: str) -> Entry:
    if not isinstance(row, dict):
        raise SyntaxProblem(f"{where}: an entry is written [[{kind}]] with its fields below")
    for field in row:
        if field not in _FIELDS[kind]:
            known = ", ".join(sorted(_FIELDS[kind]))
            raise SyntaxProblem(f"{where}: no field {field!r} is known in [[{kind}]]; {known} are")
    for field in ("name", "because"):
        if not isinstance(row.get(field, ""), str):
            raise SyntaxProblem(f"{where}: {field} is a text")
    texts = row.get("names")
    if not isinstance(texts, list) or len(texts) < 2 or not all(isinstance(t, str) for t in texts):
        raise SyntaxProblem(
            f"{where}: names is a list of two names or more, such as"
            ' ["Maylin HAUSCH, GER", "Maylin WENDE, GER"]'
        )
    patterns = tuple(_pattern(text, where) for text in texts)
    return Entry(kind, patterns, tuple(texts), row.get("name", ""), row.get("because", ""))


def _pattern(text: str, where: str) -> Pattern:
    name, *rest = [part.strip() for part in text.split(",")]
    if not name or not rest:
        raise SyntaxProblem(f"{where}: {text!r} lacks the nation: a name is followed by its nation")
    nation, *more = rest
    found = Pattern(names.read(name).flats, names.group(nation))
    for part in more:
        if part in [str(one) for one in Discipline]:
            found = replace(found, discipline=part)
        elif _SEASONS.fullmatch(part) and all(first_day(s) for s in part.split("..") if s):
            since, dots, until = part.partition("..")
            found = replace(found, since=since, until=(until or "9999-00") if dots else since)
        else:
            raise SyntaxProblem(
                f"{where}: {part!r} is neither a discipline (men, women, pairs, ice_dance) nor"
                " seasons such as 2005-06..2009-10"
            )
    return found


def _parts(node: Node, patterns: list[Pattern]) -> list[Node]:
    taken: dict[int, list[Place]] = {}
    for place in node.places:
        which = next((i for i, p in enumerate(patterns) if p.covers(place)), 0)
        taken.setdefault(which, []).append(place)
    parts = []
    for _, places in sorted(taken.items()):
        stood = {place.event for place in places}
        segments = frozenset(one for one in node.segments if one[0] in stood)
        parts.append(replace(node, places=tuple(places), segments=segments))
    return parts if len(parts) > 1 else []


def _lines(text: str) -> dict[tuple[str, int], int]:
    """The line on which each entry begins."""
    seen: dict[str, int] = {}
    found: dict[tuple[str, int], int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if match := re.match(r"\s*\[\[\s*(\w+)\s*\]\]", line):
            index = seen.get(match[1], 0)
            found[match[1], index] = number
            seen[match[1]] = index + 1
    return found
