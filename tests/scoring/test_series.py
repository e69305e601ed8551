"""The Grand Prix standing."""

from dataclasses import replace
from datetime import date

import pytest

from kissandcry import rulebooks
from kissandcry.core import Contradiction, Discipline, Points, UnknownOnDate
from kissandcry.rulebooks import subjects
from kissandcry.scoring import SeriesResult, points_for, qualifiers, series, standing

BOOK = rulebooks.on(date(2019, 11, 15), Discipline.WOMEN)
assert BOOK.series is not None
SERIES = BOOK.series
TABLE = SERIES.points


def result(
    skater: str, event: str, place: int, total: str = "200", free: str = "130"
) -> SeriesResult:
    whole, long = Points(total), Points(free)
    return SeriesResult(skater, event, place, whole, long, whole - long, 12)


def order(*results: SeriesResult) -> list[tuple[int, str, int]]:
    return [(line.rank, line.skater, line.points) for line in standing(results, SERIES)]


def test_points_go_by_the_table() -> None:
    assert [points_for(place, TABLE) for place in (1, 2, 8, 9)] == [15, 13, 3, 0]
    with pytest.raises(Contradiction, match="place 0"):
        points_for(0, TABLE)


def test_points_of_two_events_are_added() -> None:
    assert order(
        result("A", "Skate America", 2),
        result("B", "Skate America", 1),
        result("A", "NHK Trophy", 1),
        result("B", "NHK Trophy", 3),
    ) == [(1, "A", 28), (2, "B", 26)]


# Each pair has 24 points or the same number; what parts them comes in the announced order.
TIES = [
    (
        "the best place",
        [(1, "200", "130"), (4, "200", "130")],
        [(2, "250", "150"), (3, "250", "150")],
    ),
    (
        "the total scores",
        [(1, "200", "130"), (4, "201", "130")],
        [(1, "200", "140"), (4, "200", "140")],
    ),
    (
        "the free scores",
        [(1, "200", "131"), (4, "200", "130")],
        [(1, "200", "130"), (4, "200", "130")],
    ),
    (
        "the best free",
        [(1, "200", "132"), (4, "200", "128")],
        [(1, "200", "130"), (4, "200", "130")],
    ),
]


@pytest.mark.parametrize(("what", "better", "worse"), TIES)
def test_ties_are_broken_in_the_announced_order(
    what: str, better: list[tuple[int, str, str]], worse: list[tuple[int, str, str]]
) -> None:
    results = [
        result(name, event, *values)
        for name, both in (("worse", worse), ("better", better))
        for event, values in zip(("Skate America", "NHK Trophy"), both, strict=True)
    ]
    assert [skater for _, skater, _ in order(*results)] == ["better", "worse"], what


def test_more_participants_is_the_last_criterion() -> None:
    full = result("full", "Skate America", 3)
    small = SeriesResult("small", "NHK Trophy", 3, full.total, full.free, full.short, 11)
    assert [skater for _, skater, _ in order(small, full)] == ["full", "small"]


def test_those_whom_nothing_parts_all_qualify() -> None:
    results = [result(f"S{place}", "Skate America", place) for place in range(1, 6)]
    results += [result("X", "NHK Trophy", 6), result("Y", "Skate America", 6)]
    results.append(result("Z", "NHK Trophy", 7))
    lines = standing(results, SERIES)
    assert [line.rank for line in lines] == [1, 2, 3, 4, 5, 6, 6, 8]
    assert [line.skater for line in qualifiers(lines, SERIES.quota)] == [
        "S1",
        "S2",
        "S3",
        "S4",
        "S5",
        "X",
        "Y",
    ]


def test_of_three_results_the_best_two_count() -> None:
    """2011-12: seeded skaters could compete in three events."""
    (line,) = standing(
        [result("A", event, place) for event, place in (("US", 4), ("CAN", 1), ("CHN", 2))], SERIES
    )
    assert (line.points, [one.event for one in line.results]) == (28, ["CAN", "CHN"])


def test_the_rulebook_decides_the_order_of_the_tie_breaks() -> None:
    """Scores before the best place part the first pair of skaters the other way."""
    _, placed, scored = TIES[0]
    results = [
        result(name, event, *values)
        for name, both in (("placed", placed), ("scored", scored))
        for event, values in zip(("Skate America", "NHK Trophy"), both, strict=True)
    ]
    first = standing(results, SERIES)
    assert [line.skater for line in first] == ["placed", "scored"]
    other = standing(results, replace(SERIES, ties=("total_scores", "best_place")))
    assert [line.skater for line in other] == ["scored", "placed"]
    none = standing(results, replace(SERIES, ties=()))
    assert [line.rank for line in none] == [1, 1]


def test_every_tie_break_that_data_may_name_is_known() -> None:
    assert set(series.TIE_BREAKS) == set(subjects.TIE_BREAKS)
    with pytest.raises(UnknownOnDate, match="parts equal points by 'charm', known are best_place"):
        standing([], replace(SERIES, ties=("charm",)))


def test_two_results_in_one_event_contradict() -> None:
    with pytest.raises(Contradiction, match="A has two results in Skate America"):
        order(result("A", "Skate America", 1), result("A", "Skate America", 2))
