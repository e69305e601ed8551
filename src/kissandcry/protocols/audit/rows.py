"""An audit as plain data: one mapping for each performance, points as exact decimal text."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from kissandcry.core import Points
from kissandcry.protocols.audit.report import Audit
from kissandcry.protocols.model import PrintedComponent, PrintedDeduction, PrintedElement


def rows(audit: Audit) -> Iterator[dict[str, Any]]:
    """One mapping for each performance, in the order of the paper.

    Keys: file, event ("" where the paper prints none), date, season, rules_of (the day whose rules
    were applied), discipline, level, segment, rank, status, name, nation,
    starting_number, tes, pcs, deductions, tss, base_value, elements, components, deduction_items,
    holds, checks, notes.
    """
    protocol = audit.protocol
    head = {
        "file": protocol.file,
        "event": protocol.event,
        "date": protocol.date.isoformat() if protocol.date else None,
        "season": audit.season,
        "rules_of": audit.recomputed.day.isoformat(),
        "discipline": protocol.discipline,
        "level": protocol.level,
        "segment": protocol.segment,
    }
    for index, performance in enumerate(protocol.performances):
        yield head | {
            "rank": performance.rank,
            "status": performance.status,
            "name": performance.name,
            "nation": performance.nation,
            "starting_number": performance.starting_number,
            "tes": _decimal(performance.tes.hundredths),
            "pcs": _decimal(performance.pcs.hundredths),
            "deductions": _decimal(performance.deductions.hundredths),
            "tss": _decimal(performance.tss.hundredths),
            "base_value": _text(performance.base_value),
            "elements": [_element(element) for element in performance.elements],
            "components": [_component(component) for component in performance.components],
            "deduction_items": [_deduction(item) for item in performance.deduction_items],
            "holds": index not in audit.by_performance,
            "checks": audit.checks(index),
            "notes": [*protocol.notes, *audit.notes(index)],
        }


def _element(element: PrintedElement) -> dict[str, Any]:
    return {
        "number": element.number,
        "code": element.code,
        "info": element.info,
        "base_value": _decimal(element.base_value.hundredths),
        "second_half": element.second_half,
        "goe": _decimal(element.goe.hundredths),
        "marks": element.marks,
        "panel_score": _decimal(element.panel_score.hundredths),
    }


def _component(component: PrintedComponent) -> dict[str, Any]:
    return {
        "name": component.name,
        "factor": _text(component.factor),
        "marks": [_text(mark) for mark in component.marks],
        "panel_score": _decimal(component.panel_score.hundredths),
    }


def _deduction(item: PrintedDeduction) -> dict[str, Any]:
    return {
        "reason": item.reason,
        "points": _decimal(item.points.hundredths),
        "count": item.count,
        "votes": item.votes,
    }


@lru_cache(maxsize=20_000)
def _decimal(hundredths: int) -> str:
    return str(Points.from_hundredths(hundredths))


def _text(points: Points | None) -> str | None:
    return None if points is None else _decimal(points.hundredths)
