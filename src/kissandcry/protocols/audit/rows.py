"""An audit as plain data: one mapping for each performance, points as exact decimal text."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from kissandcry.core import Points
from kissandcry.protocols.audit.report import Audit
from kissandcry.protocols.model import PrintedComponent, PrintedDeduction, PrintedElement


def rows(audit: Audit) -> Iterator[dict[str, Any]]:
    """One mapping for each performance, in the order of the paper.

    Keys: file, event (the folder's name where the paper prints none), date, season, rules_of (the
    day whose rules were applied), discipline, level, segment, rank, status, name, nation,
    starting_number, tes, pcs, deductions, tss, base_value, elements, components, deduction_items,
    holds, checks, notes.
    """
    protocol = audit.protocol
    head = {
        "file": protocol.file,
        "event": protocol.event or PurePath(protocol.file).parent.name,
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
            "tes": str(performance.tes),
            "pcs": str(performance.pcs),
            "deductions": str(performance.deductions),
            "tss": str(performance.tss),
            "base_value": _text(performance.base_value),
            "elements": [_element(element) for element in performance.elements],
            "components": [_component(component) for component in performance.components],
            "deduction_items": [_deduction(item) for item in performance.deduction_items],
            "holds": index not in audit.by_performance,
            "checks": audit.checks(index),
            "notes": audit.notes(index),
        }


def _element(element: PrintedElement) -> dict[str, Any]:
    return {
        "number": element.number,
        "code": element.code,
        "info": element.info,
        "base_value": str(element.base_value),
        "second_half": element.second_half,
        "goe": str(element.goe),
        "marks": element.marks,
        "panel_score": str(element.panel_score),
    }


def _component(component: PrintedComponent) -> dict[str, Any]:
    return {
        "name": component.name,
        "factor": _text(component.factor),
        "marks": [_text(mark) for mark in component.marks],
        "panel_score": str(component.panel_score),
    }


def _deduction(item: PrintedDeduction) -> dict[str, Any]:
    return {
        "reason": item.reason,
        "points": str(item.points),
        "count": item.count,
        "votes": item.votes,
    }


def _text(points: Points | None) -> str | None:
    return None if points is None else str(points)
