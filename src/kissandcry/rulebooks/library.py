"""Authorities and their rulebooks: read lazily, kept per period in which nothing changes."""

import os
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

from kissandcry.core import BadRulebook, Discipline, Level, Segment, UnknownOnDate
from kissandcry.rulebooks.model import ReductionRule, Rulebook, RuleTable
from kissandcry.rulebooks.reading import (
    Dated,
    Entry,
    Scope,
    dated,
    day_after,
    member,
    read_toml,
    refuse_overlaps,
    tables_of,
)
from kissandcry.rulebooks.scale import ScaleFile, derive, read_scale
from kissandcry.rulebooks.subjects import SUBJECTS

DEFAULT: Final = "isu"  # the authority whose rules are meant when none is named
# What a rulebook cannot be without, and the words for it.
_NEEDED: Final = {
    "grades": "the rule of grades",
    "panel": "the rule of panel",
    "calculation": "the rule of calculation",
    "ties": "the rule of ties in the final result",
}
# Folders of rulebooks beside ours, separated as in PATH.
FOLDERS_VARIABLE: Final = "KISSANDCRY_RULEBOOKS"


@dataclass(frozen=True, slots=True)
class Basis:
    """What an authority takes over from another: its subjects at a level."""

    authority: str
    level: Level
    subjects: frozenset[str]


@dataclass
class Authority:
    """One body that makes rules: a folder of data. Made by `load`; immutable once read."""

    name: str
    title: str
    folder: Traversable
    scope: Scope
    bases: tuple[Basis, ...]
    _scales: dict[str, ScaleFile] = field(default_factory=dict)
    _books: dict[tuple[Discipline, Level, date], Rulebook] = field(default_factory=dict)
    _starts: dict[tuple[Discipline, Level], list[date]] = field(default_factory=dict)

    @cached_property
    def subjects(self) -> dict[str, list[Dated[Any]]]:
        """Every entry of every subject, checked."""
        self._refuse_circles()
        return {name: self._read(name) for name in SUBJECTS}

    def _refuse_circles(self) -> None:
        """A subject taken over must come from somewhere: not from this authority again."""
        for basis in self.bases:
            for subject in sorted(basis.subjects):
                self._follow(subject, [self.name])

    def _follow(self, subject: str, names: list[str]) -> None:
        for basis in self.bases:
            if subject not in basis.subjects:
                continue
            if basis.authority in names:
                raise BadRulebook(
                    f"{self.name}/authority.toml based_on: {subject} would come from"
                    f" {basis.authority} and from there again; expected an authority with a file"
                    " of its own"
                )
            found = _LOADED.get(basis.authority) or _of_folders(basis.authority)
            if found is None:
                raise BadRulebook(
                    f"{self.name}/authority.toml based_on: no authority is named"
                    f" {basis.authority!r}; known: {', '.join(authorities())}"
                )
            found._follow(subject, [*names, basis.authority])

    def _read(self, subject: str) -> list[Dated[Any]]:
        file = self.folder / f"{subject}.toml"
        if not file.is_file():
            return []
        label = f"{self.name}/{subject}.toml"
        if subject != "scales" and any(subject in basis.subjects for basis in self.bases):
            raise BadRulebook(
                f"{label}: authority.toml takes {subject} over from another authority;"
                f" a subject is either taken over or has a file of its own"
            )
        raw = read_toml(file, label)
        for key in raw:
            member(key, [subject], f"{label}: the table", "is unknown")
        entries = []
        for number, table in enumerate(tables_of(raw, subject, label), start=1):
            entry = Entry(table, f"{label} entry {number}")
            entries.append(dated(entry, self.scope, SUBJECTS[subject]))
        refuse_overlaps(entries)
        return entries

    def entries(self, subject: str, discipline: Discipline, level: Level) -> list[Dated[Any]]:
        """The entries of a subject for a discipline and level, those of a basis included."""
        found = [
            entry
            for entry in self.subjects[subject]
            if discipline in entry.disciplines and level in entry.levels
        ]
        for basis in self.bases:
            if subject in basis.subjects and self._covers(discipline, level):
                found += find(basis.authority).entries(subject, discipline, basis.level)
        return found

    def _covers(self, discipline: Discipline, level: Level) -> bool:
        return discipline in self.scope.disciplines and level in self.scope.levels

    def scale_files(
        self, discipline: Discipline, level: Level
    ) -> list[tuple[Dated[Any], ScaleFile]]:
        """The tables of values for a discipline and level, with the days they are for."""
        own = [
            (entry, self.scale_file(entry.rule))
            for entry in self.subjects["scales"]
            if discipline in entry.disciplines and level in entry.levels
        ]
        for basis in self.bases:
            if "scales" in basis.subjects and self._covers(discipline, level):
                own += find(basis.authority).scale_files(discipline, basis.level)
        return own

    def scale_file(self, name: str) -> ScaleFile:
        """One table of values, read once."""
        if name not in self._scales:
            file = self.folder / "scales" / name
            self._scales[name] = read_scale(file, f"{self.name}/{name}", self.scope.sources)
        return self._scales[name]

    def starts(self, discipline: Discipline, level: Level) -> list[date]:
        """The days on which something changes, in order."""
        key = (discipline, level)
        if key not in self._starts:
            days = set()
            for subject in SUBJECTS:
                for entry in self.entries(subject, discipline, level):
                    days.add(entry.start)
                    if entry.end is not None:
                        days.add(day_after(entry.end))
            for _, table in self.scale_files(discipline, level):
                for row in table.rows:
                    days.add(row.start)
                    if row.end is not None:
                        days.add(day_after(row.end))
            self._starts[key] = sorted(days)
        return self._starts[key]

    def periods(self, discipline: Discipline, level: Level = Level.SENIOR) -> tuple[date, ...]:
        """The first day of each period whose rules are known, in order; `on` answers for these."""
        starts = self.starts(discipline, level)
        return tuple(day for day in starts if not self._lacking(day, discipline, level))

    def _lacking(self, day: date, discipline: Discipline, level: Level) -> list[str]:
        """What a rulebook needs and no entry gives on that day."""
        lacking = []
        for subject, what in _NEEDED.items():
            entries = self.entries(subject, discipline, level)
            if subject == "ties":
                entries = [entry for entry in entries if entry.rule.scope == "final"]
            if not any(entry.holds(day) for entry in entries):
                lacking.append(what)
        return lacking

    def on(self, day: date, discipline: Discipline, level: Level = Level.SENIOR) -> Rulebook:
        """The rules of a day; the same object for every day on which the same rules hold.

        Raises `UnknownOnDate` where the authority has no rules for the discipline, level and day.
        """
        starts = self.starts(discipline, level)
        place = bisect_right(starts, day) - 1
        if place < 0:
            first = f"; the first hold on {starts[0]}" if starts else ""
            raise UnknownOnDate(
                f"{self.title}: no rules are known for {_words(discipline, level)} on {day}{first}"
            )
        key = (discipline, level, starts[place])
        book = self._books.get(key)
        if book is None:
            until = starts[place + 1] if place + 1 < len(starts) else None
            book = self._build(starts[place], until, discipline, level)
            self._books[key] = book
        return book

    def _build(
        self, day: date, after: date | None, discipline: Discipline, level: Level
    ) -> Rulebook:
        where = f"{self.title}, {_words(discipline, level)}, rules since {day}"
        current = {
            name: [e for e in self.entries(name, discipline, level) if e.holds(day)]
            for name in SUBJECTS
        }

        lacking = self._lacking(day, discipline, level)
        if lacking:
            raise UnknownOnDate(f"{where}: {lacking[0]} is not known")

        def one(subject: str) -> Any:
            return current[subject][0].rule

        def by_segment(entries: list[Dated[Any]], what: str) -> RuleTable[Segment, Any]:
            rows = {segment: e.rule for e in entries for segment in e.segments}
            return RuleTable(rows, what, where)

        reductions = tuple(entry.rule for entry in current["reductions"])
        _refuse_two_meanings(reductions, where)
        rows = {}
        for entry, table in self.scale_files(discipline, level):
            if entry.holds(day):
                for code, row in table.on(day).items():
                    if code in rows:
                        raise BadRulebook(f"{entry.where}: {table.name} repeats the code {code!r}")
                    rows[code] = row
        ties = [e for e in current["ties"] if e.rule.scope == "segment"]
        final = [e.rule for e in current["ties"] if e.rule.scope == "final"]
        dances = {code.split("/")[0]: None for code in rows if "/1S1" in code}
        series, marks = current["grand_prix"], current["marks"]
        return Rulebook(
            authority=self.name,
            day=day,
            discipline=discipline,
            level=level,
            grades_rule=one("grades"),
            scale=RuleTable(derive(rows, reductions), "scale of values", where),
            panel=one("panel"),
            calculation=one("calculation"),
            second_half=by_segment(current["second_half"], "second-half rule"),
            components=by_segment(current["components"], "rule of component factors"),
            deductions=tuple(entry.rule for entry in current["deductions"]),
            ties=by_segment(ties, "rule of ties"),
            final_tie=final[0],
            series=series[0].rule if series else None,
            until=None if after is None else date.fromordinal(after.toordinal() - 1),
            reductions=reductions,
            statements=RuleTable(
                {e.rule.key: e.rule for e in current["statements"]}, "list of statements", where
            ),
            compulsory_dances=tuple(dances),
            marks=marks[0].rule if marks else None,
            content=by_segment(current["content"], "rule of content"),
            jump_elements=by_segment(current["jump_elements"], "rule of jump elements"),
            repetition=by_segment(current["repetition"], "rule of repeated jumps"),
            spins=by_segment(current["spins"], "rule of spins"),
            durations=by_segment(current["durations"], "rule of durations"),
            pair_elements=by_segment(current["pair_elements"], "rule of pair elements"),
            dance_elements=by_segment(current["dance_elements"], "rule of dance elements"),
        )

    def check(self) -> None:
        """Read everything the folder holds; raises `BadRulebook` for the first bad thing."""
        for entry in self.subjects["scales"]:
            self.scale_file(entry.rule).all_rows()


def _refuse_two_meanings(reductions: tuple[ReductionRule, ...], where: str) -> None:
    said: dict[str, str] = {}
    for rule in reductions:
        if rule.words is not None and said.setdefault(rule.flag, rule.words) != rule.words:
            raise BadRulebook(
                f"{where}: {rule.flag!r} means {said[rule.flag]!r} and {rule.words!r}; a sign has"
                " one meaning"
            )


def _words(discipline: Discipline, level: Level) -> str:
    return f"{level} {discipline}".replace("_", " ")


_LOADED: dict[str, Authority] = {}
_TAKEN: Final = "another folder holds the authority named {}; each needs a name of its own"


def _read_authority(folder: Traversable) -> Authority:
    name = folder.name
    file = folder / "authority.toml"
    if not file.is_file():
        raise BadRulebook(f"the folder {name} has no authority.toml; each authority needs one")
    head = Entry(read_toml(file, f"{name}/authority.toml"), f"{name}/authority.toml")
    title = head.text("title")
    disciplines = frozenset(head.members("disciplines", Discipline) or Discipline)
    levels = frozenset(head.members("levels", Level) or Level)
    bases = []
    label = f"{name}/authority.toml"
    head.allow("based_on")
    for raw in tables_of(head.raw, "based_on", label):
        entry = Entry(raw, f"{label} based_on")
        level = Level(entry.one_of("level", list(Level)))
        subjects = entry.items("subjects")
        for subject in subjects:
            member(subject, SUBJECTS, f"{entry.where}: 'subjects'")
        bases.append(Basis(entry.text("authority"), level, frozenset(subjects)))
        entry.finish()
    head.finish()
    allowed = {"authority", "sources", *SUBJECTS}
    for item in folder.iterdir():
        if item.name.endswith(".toml"):
            member(item.name[:-5], allowed, f"{name}: the file", "is unknown")
    sources = _read_sources(folder, name)
    return Authority(name, title, folder, Scope(sources, disciplines, levels), tuple(bases))


def _read_sources(folder: Traversable, name: str) -> dict[str, str]:
    file = folder / "sources.toml"
    if not file.is_file():
        return {}
    label = f"{name}/sources.toml"
    raw = read_toml(file, label)
    titles = {}
    for key, title in raw.items():
        if not isinstance(title, str) or not title:
            raise BadRulebook(f"{label}: {key} is {title!r}; expected the title of the source")
        titles[key] = title
    return titles


def load(folder: Path | Traversable) -> Authority:
    """Read a folder of rules, so that `on(..., authority=<name of the folder>)` finds it.

    Raises `BadRulebook` for data that breaks the format, or a name that another folder has.
    """
    authority = _read_authority(folder)
    known = _LOADED.get(authority.name)
    if known is not None and str(known.folder) != str(folder):
        raise BadRulebook(f"{folder}: an authority named {authority.name} is loaded already")
    shipped = _shipped().get(authority.name)
    if shipped is not None and str(shipped) != str(folder):
        raise BadRulebook(f"{folder}: {_TAKEN.format(authority.name)}")
    authority.check()
    _LOADED[authority.name] = authority
    return authority


@lru_cache(maxsize=1)
def _shipped() -> dict[str, Traversable]:
    data = files("kissandcry.rulebooks") / "data"
    return {item.name: item for item in data.iterdir() if item.is_dir()}


def shipped() -> tuple[str, ...]:
    """The names of the authorities whose rules come with this library."""
    return tuple(sorted(_shipped()))


def _folders() -> dict[str, Traversable]:
    found: dict[str, Traversable] = dict(_shipped())
    for text in os.environ.get(FOLDERS_VARIABLE, "").split(os.pathsep):
        folder = Path(text)
        if text and str(found.setdefault(folder.name, folder)) != str(folder):
            raise BadRulebook(f"{FOLDERS_VARIABLE}: {text}: {_TAKEN.format(folder.name)}")
    return found


def _of_folders(name: str) -> Authority | None:
    """An authority that is not read yet."""
    folder = _folders().get(name)
    if folder is None:
        return None
    _LOADED[name] = _read_authority(folder)
    return _LOADED[name]


def find(name: str) -> Authority:
    """An authority by name; raises `UnknownOnDate` for one that no folder has."""
    found = _LOADED.get(name) or _of_folders(name)
    if found is None:
        raise UnknownOnDate(
            f"no rulebooks of an authority named {name!r}; known: {', '.join(authorities())}"
        )
    return found


def authorities() -> tuple[str, ...]:
    """The names of all authorities whose rules can be asked for."""
    return tuple(sorted({*_folders(), *_LOADED}))


def on(
    day: date, discipline: Discipline, level: Level = Level.SENIOR, authority: str = DEFAULT
) -> Rulebook:
    """The rules of a day for a discipline and level.

    The same object comes back for every day on which the same rules hold. Raises `UnknownOnDate`
    where no rulebook holds what was asked for, and `BadRulebook` for data that breaks the format.
    """
    return find(authority).on(day, discipline, level)


def periods(
    discipline: Discipline, level: Level = Level.SENIOR, authority: str = DEFAULT
) -> tuple[date, ...]:
    """The first day of each period in which one rulebook of a discipline and level holds, in order.

    `on` answers for each of these days; empty where the authority has no rules for them. Raises
    `UnknownOnDate` for an authority that no folder has.
    """
    return find(authority).periods(discipline, level)
