"""The finalists of two Grand Prix seasons, from the six events' own protocols."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from kissandcry import protocols, rulebooks
from kissandcry.core import Level
from kissandcry.protocols import Performance
from kissandcry.scoring import SeriesResult, final_places, qualifiers, standing

# Qualified, then withdrawn before the Final; the next in the standing took the place.
WITHDRAWN = {
    ("2012-13", "women"): {"Julia LIPNITSKAIA"},
    ("2016-17", "pairs"): {"Aliona SAVCHENKO / Bruno MASSOT"},
}


def performances(path: Path) -> dict[str, Performance]:
    (protocol,) = protocols.read(path)
    return {performance.name: performance for performance in protocol.performances}


def results(event: Path, file: str, tie: rulebooks.TieRule) -> Iterator[SeriesResult]:
    short, free = (
        performances(event / f"{file}_short.pdf"),
        performances(event / f"{file}_free.pdf"),
    )
    names = [name for name in free if name in short]
    totals = [short[name].tss + free[name].tss for name in names]
    places = final_places(
        np.array([total.hundredths for total in totals]),
        np.array([free[name].tss.hundredths for name in names]),
        tie,
    )
    for name, total, place in zip(names, totals, places.tolist(), strict=True):
        yield SeriesResult(
            name, event.name, place, total, free[name].tss, short[name].tss, len(names)
        )


@pytest.mark.parametrize(("season", "final"), [("2012-13", "gpf1213"), ("2016-17", "gpf1617")])
@pytest.mark.parametrize("file", ["men", "women", "pairs", "dance"])
def test_the_six_finalists_follow_from_six_events(
    shared: Path, season: str, final: str, file: str
) -> None:
    folder = shared / "protocols" / season
    (first,) = protocols.read(folder / final / f"{file}_short.pdf")
    book = rulebooks.on(date(int(season[:4]), 11, 1), first.discipline, Level.SENIOR)
    rule = book.series
    assert rule is not None
    events = [event for event in sorted(folder.glob("gp*")) if event.name != final]
    assert len(events) == 6
    lines = standing(
        (result for event in events for result in results(event, file, book.final_tie)),
        rule,
    )
    withdrawn = WITHDRAWN.get((season, file), set())
    assert withdrawn <= {line.skater for line in qualifiers(lines, rule.quota)}
    qualified = {line.skater for line in qualifiers(lines, rule.quota + len(withdrawn))} - withdrawn
    assert qualified == {performance.name for performance in first.performances}
