"""The draws of every official protocol of 2005-06 to 2009-10 that is at hand."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

from kissandcry import protocols, rulebooks
from kissandcry.protocols import Protocol
from kissandcry.rulebooks.model import Rulebook
from kissandcry.scoring import hundredths_of, solve_segment, trimmed_mean


def segments(shared: Path, *seasons: str) -> Iterator[Protocol]:
    for season in seasons:
        for path in sorted((shared / "protocols" / season).rglob("*.pdf")):
            yield from protocols.read(path)


def rules(protocol: Protocol) -> Rulebook:
    first = int(protocol.season[:4])
    return rulebooks.on(protocol.date or date(first, 12, 1), protocol.discipline, protocol.level)


def solved(protocol: Protocol) -> tuple[int, int, int]:
    """Performances, those with one draw, and components that do not recompute."""
    rows = [
        (number, component)
        for number, performance in enumerate(protocol.performances)
        for component in performance.components
    ]
    values = hundredths_of([component.marks for _, component in rows])
    printed = np.array([component.panel_score.hundredths for _, component in rows])
    owner = np.array([number for number, _ in rows])
    book = rules(protocol)
    solutions = solve_segment(values, printed, owner, book.panel)
    wrong = 0
    for number, solution in solutions.items():
        own = owner == number
        scores = trimmed_mean(values[own], book.panel, solution.draws[0])
        wrong += int((scores != printed[own]).sum())
    unique = sum(solution.unique for solution in solutions.values())
    return len(solutions), unique, wrong


def test_one_draw_holds_for_each_segment_until_2008_09(shared: Path) -> None:
    found = [
        solved(protocol)
        for protocol in segments(shared, "2005-06", "2006-07", "2007-08", "2008-09")
    ]
    assert len(found) == 78
    assert all(performances == unique for performances, unique, _ in found)
    assert sum(wrong for *_, wrong in found) == 0


def test_in_2009_10_a_draw_exists_for_each_performance(shared: Path) -> None:
    found = [solved(protocol) for protocol in segments(shared, "2009-10")]
    assert sum(performances for performances, _, _ in found) == 397
    assert sum(unique for _, unique, _ in found) == 257  # from the components alone
    assert sum(wrong for *_, wrong in found) == 0
