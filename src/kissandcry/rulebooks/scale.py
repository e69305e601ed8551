"""Scales of values: one CSV table per era, each row with its dates, status and source.

Columns: code, from, to, base, one column per grade (-3 ... +3 or -5 ... +5, without 0), status,
doubts, source. An empty `to` is open; an empty grade is not known. `doubts` names the grades whose
value is less sure than the row's status: `derived -3 +3; recalled -2`.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.resources.abc import Traversable
from types import MappingProxyType

from kissandcry.core import BadRulebook, Points
from kissandcry.rulebooks.model import ReductionRule, ScaleRow
from kissandcry.rulebooks.provenance import Provenance, Status
from kissandcry.rulebooks.reading import check_days, member, points_of, source_of

_FIXED = ("code", "from", "to", "base")
_LAST = ("status", "doubts", "source")
_GRADE = re.compile(r"[+-][1-9]", re.ASCII)
_DOUBT = re.compile(r"([a-z ]+?)((?: [+-][1-9])+)", re.ASCII)
_STATUSES = [status.value for status in Status]
_ZERO = Points(0)

# A jump, a throw or a twist with its number of revolutions, without flags.
_REVOLVING = re.compile(r"([1-5])(T|S|Lo|F|Lz|A|Eu|(?:T|S|Lo|F|Lz|A)Th|(?:Lz|F|A)?Tw[B1-4])")


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row of the table before its points are read: cheap to keep for all dates."""

    line: int
    cells: list[str]
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class ScaleFile:
    """All rows of one table, checked for form, dates and overlaps."""

    name: str
    grades: tuple[int, ...]
    rows: tuple[RawRow, ...]
    sources: Mapping[str, str]
    _read: dict[int, ScaleRow] = field(default_factory=dict)  # by line: periods share most rows

    def on(self, day: date) -> dict[str, ScaleRow]:
        """The rows in force on a day."""
        rows = {}
        for raw in self.rows:
            if raw.start <= day and (raw.end is None or day <= raw.end):
                row = self._read.get(raw.line)
                if row is None:
                    row = self._read[raw.line] = self._row(raw)
                rows[raw.cells[0]] = row
        return rows

    def all_rows(self) -> list[ScaleRow]:
        """The rows of every date; raises `BadRulebook` for any bad value."""
        return [self._row(raw) for raw in self.rows]

    def _row(self, raw: RawRow) -> ScaleRow:
        cells = raw.cells
        where = f"{self.name} line {raw.line}"
        goe = {0: _ZERO}
        for grade, text in zip(self.grades, cells[4:-3], strict=True):
            if text:
                goe[grade] = points_of(text, where)
        status = Status(member(cells[-3], _STATUSES, f"{where}: the status"))
        source = source_of(cells[-1], self.sources, where)
        provenance = _provenance(source, status, raw.start, raw.end)
        doubts = _doubts(cells[-2], where)
        base = points_of(cells[3], where)
        return ScaleRow(cells[0], base, MappingProxyType(goe), provenance, doubts)


@lru_cache(maxsize=1024)
def _provenance(source: str, status: Status, start: date, end: date | None) -> Provenance:
    return Provenance("scale of values", source, status, start, end)


@lru_cache(maxsize=1024)
def _day(text: str, where: str) -> date:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise BadRulebook(f"{where}: {text!r} is not a date; expected one like 2018-07-01")


@lru_cache(maxsize=512)
def _doubts(text: str, where: str) -> Mapping[int, Status]:
    doubts = {}
    for part in text.split("; ") if text else ():
        match = _DOUBT.fullmatch(part)
        if match is None:
            raise BadRulebook(f"{where}: 'doubts' is {text!r}; expected e.g. 'derived -3 +3'")
        status = Status(member(match[1], _STATUSES, f"{where}: the status"))
        doubts.update({int(grade): status for grade in match[2].split()})
    return MappingProxyType(doubts)


def read_scale(file: Traversable, name: str, sources: Mapping[str, str]) -> ScaleFile:
    """Read a table; raises `BadRulebook` for a wrong header, row, date, or overlapping rows."""
    if not file.is_file():
        raise BadRulebook(f"scales.toml names {name}, but there is no such file")
    lines = list(csv.reader(file.read_text(encoding="utf-8").splitlines()))
    header = lines[0] if lines else []
    grades = tuple(header[4:-3])
    fits = tuple(header[:4]) == _FIXED and tuple(header[-3:]) == _LAST
    if not fits or not all(_GRADE.fullmatch(g) for g in grades) or len(set(grades)) < len(grades):
        raise BadRulebook(
            f"{name} line 1: the columns are {','.join(header)}; expected {','.join(_FIXED)},"
            f" each grade once and {','.join(_LAST)}"
        )
    rows = []
    for number, cells in enumerate(lines[1:], start=2):
        if len(cells) != len(header) or not cells[0]:
            raise BadRulebook(
                f"{name} line {number}: {len(cells)} cells; expected {len(header)}, code first"
            )
        where = f"{name} line {number}"
        start, end = _day(cells[1], where), _day(cells[2], where) if cells[2] else None
        check_days(start, end, where)
        rows.append(RawRow(number, cells, start, end))
    _refuse_overlaps(rows, name)
    return ScaleFile(name, tuple(int(grade) for grade in grades), tuple(rows), sources)


def _refuse_overlaps(rows: Iterable[RawRow], name: str) -> None:
    last: dict[str, RawRow] = {}
    for row in sorted(rows, key=lambda r: r.start):
        before = last.get(row.cells[0])
        if before is not None and (before.end is None or row.start <= before.end):
            raise BadRulebook(
                f"{name} line {row.line}: {row.cells[0]} overlaps line {before.line}:"
                f" both hold on {row.start}; one row a day is allowed"
            )
        last[row.cells[0]] = row


def derive(rows: dict[str, ScaleRow], reductions: Iterable[ReductionRule]) -> dict[str, ScaleRow]:
    """Add the lines that follow from a reduction rule and that the table does not list itself.

    Rules are applied in the order of the data, so that `e<<` may build on `e`.
    """
    for rule in reductions:
        if rule.method in {"none", "listed"}:
            continue
        for code in list(rows):
            match = _REVOLVING.fullmatch(code)
            if match is None or _family(match[2]) not in rule.families:
                continue
            reduced = code + rule.flag
            if reduced not in rows:
                rows[reduced] = _reduced(rows, code, match, rule)
    return rows


def _family(kind: str) -> str:
    return "throw" if kind.endswith("Th") else "twist" if "Tw" in kind else "jump"


def _reduced(
    rows: Mapping[str, ScaleRow], code: str, match: re.Match[str], rule: ReductionRule
) -> ScaleRow:
    full = rows[code]
    source = rule.provenance
    provenance = Provenance(
        source.rule, source.source, Status.DERIVED, full.provenance.start, full.provenance.end
    )
    if rule.like is not None:
        same = rows.get(code + rule.like, full)
        return ScaleRow(code + rule.flag, same.base_value, same.goe, provenance, same.doubts)
    if rule.method == "factor" and rule.factor is not None:
        base = full.base_value.times(rule.factor)
        goe = full.goe
        if rule.goe_step is not None:
            whole = {g: Points.from_hundredths(base.hundredths * g) for g in goe}
            goe = {g: value.times(rule.goe_step) for g, value in whole.items()}
        return ScaleRow(code + rule.flag, base, MappingProxyType(dict(goe)), provenance)
    edge = "e" if rule.flag.startswith("e") else ""
    lower = rows.get(f"{int(match[1]) - 1}{match[2]}{edge}")
    if lower is None:
        nothing = MappingProxyType(dict.fromkeys(full.goe, _ZERO))
        return ScaleRow(code + rule.flag, _ZERO, nothing, provenance)
    return ScaleRow(code + rule.flag, lower.base_value, lower.goe, provenance, lower.doubts)
