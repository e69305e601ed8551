"""Protocols as one table: what the CSV and the Parquet file hold.

Every performance gives a row `performance` (its totals), then a row for each `element`, `component`
and `deduction`. Each row names its event, segment and skater, so that any part of the table stands
by itself; the totals stand in the `performance` row only, so that a sum counts them once. Marks are
in the columns J1, J2 ... in the order of the paper. The panel's names are not in the table: JSON
has them.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from kissandcry.core import Points
from kissandcry.protocols.model import Performance, Protocol

Value = str | int | bool | date | Points | None
Row = dict[str, Value]

# Each column and what it holds, in order; then come the judges.
COLUMNS: Final[dict[str, type]] = {
    "event": str,
    "season": str,
    "date": date,
    "discipline": str,
    "level": str,
    "segment": str,
    "rank": int,
    "status": str,
    "name": str,
    "nation": str,
    "club": str,
    "starting_number": int,
    "row": str,  # performance, element, component or deduction
    "number": int,  # of the element
    "item": str,  # code of the element, name of the component, reason of the deduction
    "info": str,
    "base_value": Points,
    "second_half": bool,
    "goe": Points,
    "factor": Points,
    "panel_score": Points,
    "count": int,  # of the deduction
    "votes": str,
    "points": Points,  # of the deduction, positive
    "tss": Points,
    "tes": Points,
    "pcs": Points,
    "deductions": Points,  # positive
    "notes": str,  # of the performance and of the protocol, parted by " | "
    "authority": str,  # whose rules it was skated under
    "venue": str,
    "printed": str,
    "layout": str,
    "file": str,
}


def rows(protocols: Sequence[Protocol]) -> Iterator[Row]:
    """The rows; a column that a row does not name is empty there."""
    for protocol in protocols:
        segment: Row = {
            "event": protocol.event,
            "season": protocol.season,
            "date": protocol.date,
            "discipline": protocol.discipline.value,
            "level": protocol.level.value,
            "segment": protocol.segment.value,
            "authority": protocol.authority,
            "venue": protocol.venue,
            "printed": protocol.printed,
            "layout": protocol.layout,
            "file": protocol.file,
        }
        for performance in protocol.performances:
            yield from _rows(segment, protocol, performance)


def _rows(segment: Row, protocol: Protocol, performance: Performance) -> Iterator[Row]:
    skate = segment | {
        "rank": performance.rank,
        "status": performance.status,
        "name": performance.name,
        "nation": performance.nation,
        "club": performance.club,
        "starting_number": performance.starting_number,
    }
    yield skate | {
        "row": "performance",
        "base_value": performance.base_value,
        "tss": performance.tss,
        "tes": performance.tes,
        "pcs": performance.pcs,
        "deductions": performance.deductions,
        "notes": " | ".join((*performance.notes, *protocol.notes)),
    }
    for element in performance.elements:
        yield skate | {
            "row": "element",
            "number": element.number,
            "item": element.code,
            "info": element.info,
            "base_value": element.base_value,
            "second_half": element.second_half,
            "goe": element.goe,
            "panel_score": element.panel_score,
            **{f"J{place}": mark for place, mark in enumerate(element.marks, start=1)},
        }
    for component in performance.components:
        yield skate | {
            "row": "component",
            "item": component.name,
            "factor": component.factor,
            "panel_score": component.panel_score,
            **{f"J{place}": mark for place, mark in enumerate(component.marks, start=1)},
        }
    for deduction in performance.deduction_items:
        yield skate | {
            "row": "deduction",
            "item": deduction.reason,
            "count": deduction.count,
            "votes": deduction.votes,
            "points": deduction.points,
        }
