"""Ten events as read by BuzzFeed News (CC BY 4.0), mark by mark against our reading."""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from kissandcry.core import Points
from kissandcry.protocols import Performance, read

EVENTS = (
    "2016-17/gpcan2016 2016-17/gpchn2016 2016-17/gpf1617 2016-17/gpfra2016 2016-17/gpjpn2016"
    " 2016-17/gprus2016 2016-17/gpusa2016 2016-17/wc2017 2017-18/gpcan2017 2017-18/gpjpn2017"
).split()


@pytest.mark.parametrize("event", EVENTS)
def test_the_same_marks_are_read(shared: Path, event: str) -> None:
    text = (shared / "oracle" / "buzzfeed" / f"{event[8:]}_protocol.json").read_text(
        encoding="utf-8"
    )
    theirs = {
        (one["metadata"]["name"], one["metadata"]["total_segment_score"]): one
        for one in json.loads(text)["performances"]
        if _adds_up(one)
    }
    compared = 0
    for path in sorted((shared / "protocols" / event).glob("*.pdf")):
        for performance in read(path)[0].performances:
            other = theirs.get((performance.name, str(performance.tss)))
            if other is not None:
                compared += 1
                assert _ours(performance) == _theirs(other), (path.name, performance.name)
    assert compared >= 40


def _adds_up(one: dict[str, Any]) -> bool:
    scores = sum(round(100 * element["scores_of_panel"]) for element in one["elements"])
    return bool(scores == Points(one["metadata"]["total_element_score"]).hundredths)


def _ours(performance: Performance) -> list[Any]:
    rows: list[Any] = [
        (e.number, e.code, e.base_value.hundredths, e.goe.hundredths, _given(e.marks))
        for e in performance.elements
    ]
    for c in performance.components:
        marks = tuple(m.hundredths for m in c.marks if m)  # a removed judge is 0.00
        rows.append((c.panel_score.hundredths, marks))
    return rows


def _given(marks: tuple[int | None, ...]) -> tuple[int, ...]:
    return tuple(mark for mark in marks if mark is not None)


def _theirs(one: dict[str, Any]) -> list[Any]:
    rows: list[Any] = []
    for e in one["elements"]:
        marks = tuple(int(m) for m in _columns(e) if not math.isnan(m))
        number = int(e["element_num"])
        rows.append((number, e["element_desc"], _cents(e["base_value"]), _cents(e["goe"]), marks))
    for c in one["components"]:
        marks = tuple(_cents(m) for m in _columns(c) if not math.isnan(m) and m)
        rows.append((_cents(c["scores_of_panel"]), marks))
    return rows


def _columns(row: dict[str, Any]) -> list[float]:
    return [
        float("nan") if row[f"J{judge}"] is None else row[f"J{judge}"] for judge in range(1, 10)
    ]


def _cents(value: float) -> int:
    return round(100 * value)
