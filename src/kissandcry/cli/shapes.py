"""The answers of the commands as plain data for `--json`; points are exact decimal strings."""

from typing import Any

from kissandcry.core import Points
from kissandcry.protocols.skate_file import Event, FinalLine, Scored
from kissandcry.scoring import (
    Step,
    explain_component,
    explain_element,
)


def step(one: Step) -> dict[str, Any]:
    """A step of an explanation."""
    return {"text": one.text, "value": text(one.value), "rule": one.rule}


def text(points: Points | None) -> str | None:
    """Points as text, None as null."""
    return None if points is None else str(points)


def segment(done: Scored, *, explained: bool = True) -> dict[str, Any]:
    """A scored segment: skates by place, explained step by step where asked for."""
    sheet = done.sheet
    return {
        "event": sheet.event,
        "date": sheet.date,
        "discipline": sheet.discipline,
        "level": sheet.level,
        "segment": sheet.segment,
        "judges": sheet.judges,
        "authority": sheet.authority,
        "skates": [_skate(done, index, explained) for index in done.order],
    }


def event(one: Event) -> dict[str, Any]:
    """A whole event: final results, segments, and what differs from the published totals."""
    return {
        "event": one.name,
        "final": {
            discipline: [_line(line) for line in lines] for discipline, lines in one.final.items()
        },
        "segments": [
            segment(done, explained=False) for group in one.segments.values() for done in group
        ],
        "differences": one.differences(),
    }


def _line(one: FinalLine) -> dict[str, Any]:
    return {
        "place": one.place,
        "name": one.name,
        "nation": one.nation,
        "total": str(one.total),
        "segments": [{"place": place, "tss": str(points)} for place, points in one.segments],
    }


def _skate(done: Scored, index: int, explained: bool) -> dict[str, Any]:
    one, score, book = done.sheet.skates[index], done.scores[index], done.book
    shape: dict[str, Any] = {
        "place": one.published.place if done.excerpt else done.places[index],
        "name": one.name,
        "nation": one.nation,
        "starting_number": one.starting_number,
        "tes": str(score.tes),
        "pcs": str(score.pcs),
        "deductions": str(score.deductions),
        "tss": str(score.tss),
        "differences": done.differences(index),
        "notes": done.notes(index),
    }
    if not explained:
        return shape
    shape["elements"] = [
        {
            "number": number,
            "code": given.code,
            "info": given.info,
            "base_value": str(earned.value.base_value),
            "second_half": given.second_half,
            "goe": str(earned.goe),
            "marks": given.marks,
            "panel_score": str(earned.score),
            "steps": [step(each) for each in explain_element(book, earned, given.marks)],
        }
        for number, (given, earned) in enumerate(
            zip(one.skate.elements, score.elements, strict=True), start=1
        )
    ]
    shape["components"] = [
        {
            "name": given.name,
            "factor": str(earned.factor),
            "marks": [text(mark) for mark in given.marks],
            "panel_score": str(earned.panel),
            "steps": [step(each) for each in explain_component(book, earned, given.marks)],
        }
        for given, earned in zip(one.skate.components, score.components, strict=True)
    ]
    shape["steps"] = [step(each) for each in done.total_steps(index)]
    return shape
