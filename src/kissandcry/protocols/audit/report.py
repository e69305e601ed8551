"""The audit of a protocol: for each performance, each check with its verdict."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

import numpy as np
from msgspec import structs

from kissandcry.core import season_of
from kissandcry.protocols.audit.checks import (
    CHECKS,
    Finding,
    doubtful_day,
    findings,
    open_numbers,
    open_ranks,
)
from kissandcry.protocols.audit.compulsory import DERIVED
from kissandcry.protocols.audit.dating import settled
from kissandcry.protocols.audit.deductions import open_deductions
from kissandcry.protocols.audit.hidden import Hidden, hidden_grades, hidden_marks
from kissandcry.protocols.audit.recompute import Recomputed
from kissandcry.protocols.audit.tables import Integers, Table, table_of
from kissandcry.protocols.model import Protocol
from kissandcry.scoring.panel import NO_SCORE

OK: Final = "ok"


def audit(protocol: Protocol, day: date | None = None, authority: str = "") -> "Audit":
    """Recompute a protocol from its marks.

    `day` overrides the date and `authority` the rules that the protocol names. Raises
    `UnknownOnDate` where no rulebook holds the category.
    """
    if authority:
        protocol = structs.replace(protocol, authority=authority)
    table = table_of(protocol)
    done = settled(protocol, table, day)
    return Audit(protocol, table, done, tuple(findings(protocol, table, done)))


@dataclass(frozen=True)
class Audit:
    """A protocol, what its marks give, and every difference by cause."""

    protocol: Protocol
    table: Table
    recomputed: Recomputed
    findings: tuple[Finding, ...]

    @property
    def season(self) -> str:
        """The season whose rules were applied."""
        return season_of(self.recomputed.day)

    @property
    def holds(self) -> bool:
        """Whether everything that can be verified adds up."""
        return not self.findings

    @property
    def unverified(self) -> int:
        """How many performances have a GOE or a component that the marks do not determine."""
        return len(self._unverified)

    @cached_property
    def by_performance(self) -> dict[int, list[Finding]]:
        """The differences of each performance that has any."""
        found: dict[int, list[Finding]] = defaultdict(list)
        for finding in self.findings:
            found[finding.performance].append(finding)
        return dict(found)

    @cached_property
    def _unverified(self) -> dict[int, list[str]]:
        """Performances with a score that the marks do not determine, and which checks these are."""
        found: dict[int, list[str]] = defaultdict(list)
        for check, scores, performance in (
            ("goe", self.recomputed.goe, self.table.elements.performance),
            ("components", self.recomputed.components, self.table.components.performance),
        ):
            for index in np.unique(performance[scores == NO_SCORE]):
                found[int(index)].append(check)
        return dict(found)

    @cached_property
    def _doubt(self) -> str:
        return doubtful_day(self.protocol, self.recomputed)

    @cached_property
    def _open_ranks(self) -> str:
        return open_ranks(self.protocol)

    @cached_property
    def _open_numbers(self) -> dict[int, str]:
        return open_numbers(self.protocol)

    @cached_property
    def _hidden(self) -> tuple[dict[int, str], dict[int, str]]:
        """Judges with hidden marks, by row of the elements and by row of the components."""
        grades = hidden_grades(self.table, self.recomputed)
        return _judges(grades), _judges(hidden_marks(self.table, self.recomputed))

    @cached_property
    def _first_element(self) -> list[int]:
        return _starts(self.table.elements.performance, len(self.protocol.performances))

    @cached_property
    def _first_component(self) -> list[int]:
        return _starts(self.table.components.performance, len(self.protocol.performances))

    def checks(self, index: int) -> dict[str, str]:
        """The verdicts on the performance with this place in the protocol, counted from 0.

        "ok", "not verifiable: ..." or the cause of a difference; `trimmed_marks` lists the marks
        that could be others without any printed number changing.
        """
        verdicts = dict.fromkeys(CHECKS, OK)
        for check in self._unverified.get(index, ()):
            verdicts[check] = f"not verifiable: {self._why_unverified(index, check)}"
        if index in self._open_numbers:
            verdicts["numbers"] = f"not verifiable: {self._open_numbers[index]}"
        if why := open_deductions(self.protocol.performances[index], self.recomputed.book):
            verdicts["deductions"] = f"not verifiable: {why}"
        verdicts["date"] = OK if not self._doubt else f"not verifiable: {self._doubt}"
        if self._open_ranks:
            verdicts["rank"] = f"not verifiable: {self._open_ranks}"
        found = self.by_performance.get(index, ())
        for check in {finding.check for finding in found}:
            verdicts[check] = "; ".join(f.text for f in found if f.check == check)
        verdicts["trimmed_marks"] = self._trimmed(index)
        return verdicts

    def _why_unverified(self, index: int, check: str) -> str:
        draw = self.recomputed.draws.get(index)
        if draw is not None and not draw.unique:
            left = len(draw.draws)
            return f"part of the panel was drawn by lot, and the print leaves {left} draws possible"
        if check == "goe":
            return "the scale of values of the day is not known for every grade given"
        return "a component has no marks"

    def _trimmed(self, index: int) -> str:
        """The marks of a performance that the print does not determine."""
        performance = self.protocol.performances[index]
        grades, marks = self._hidden
        parts = []
        first = self._first_element[index]
        for row, element in enumerate(performance.elements, start=first):
            if judges := grades.get(row):
                parts.append(f"element {element.number} {judges}")
        first = self._first_component[index]
        for row, component in enumerate(performance.components, start=first):
            if judges := marks.get(row):
                parts.append(f"{component.name} {judges}")
        if not parts:
            return OK
        return f"not verifiable: trimming and rounding hide {', '.join(parts)}"

    def notes(self, index: int) -> list[str]:
        """What a reader should know beside the checks: notes of the paper, judges removed."""
        notes = list(self.protocol.performances[index].notes)
        if self.recomputed.valuation.dance == DERIVED:
            notes.append("the values of this compulsory dance are derived from this paper itself")
        for judge in np.flatnonzero(self.table.removed[index]):
            notes.append(f"judge {judge + 1} was removed: the marks printed as 0.00 do not count")
        return notes


def _judges(hidden: Hidden) -> dict[int, str]:
    """The judges of each row that has any, as `J1 J5`."""
    found: dict[int, str] = {}
    for row, judge in np.argwhere(hidden).tolist():
        found[row] = f"{found[row]} J{judge + 1}" if row in found else f"J{judge + 1}"
    return found


def _starts(performance: Integers, count: int) -> list[int]:
    """The first row of each performance."""
    starts: list[int] = np.searchsorted(performance, np.arange(count)).tolist()
    return starts
