"""The Grand Prix: the standing of many seasons at once is that of `scoring.series`."""

from datetime import date

import numpy as np
import pytest

from kissandcry import archive, rulebooks
from kissandcry.archive import series
from kissandcry.core import Contradiction, Discipline, Level, NotInArchive, Points
from kissandcry.planning.odds import running, season, seasons
from kissandcry.planning.odds.questions import How
from kissandcry.planning.odds.season import Results
from kissandcry.rulebooks.model import SeriesRule
from kissandcry.scoring import SeriesResult, qualifiers, standing

FEW = How(simulations=4000)


def rule_of(day: date) -> SeriesRule:
    rule = rulebooks.on(day, Discipline.MEN, Level.SENIOR).series
    assert rule is not None
    return rule


def drawn(n: int) -> Results:
    """Six events of twelve skaters, each in one to three; few points, so that many are equal."""
    rng = np.random.default_rng(1)
    shape = (6, 12, n)
    there = rng.random(shape) < 0.35
    totals = np.where(there, 20_000 + 100 * rng.integers(0, 5, shape), 0).astype(np.int32)
    free = np.where(there, 10_000 + 100 * rng.integers(0, 4, shape), 0).astype(np.int32)
    better = (totals[:, :, None] < totals[:, None]).sum(axis=2)
    places = np.where(there, better + 1, 0).astype(np.int32)
    many = np.broadcast_to(there.sum(axis=1)[:, None], shape).astype(np.int32)
    return Results(places, totals, free, np.where(there, many, 0))


@pytest.mark.parametrize("day", [date(2012, 11, 1), date(2016, 11, 1), date(2024, 11, 1)])
def test_standings_are_those_of_the_scoring(day: date) -> None:
    rule, n = rule_of(day), 150
    results = drawn(n)
    found = season.ranked(results, rule)
    counted = season.counted(found, rule)
    through = np.zeros(12, np.int64)
    for one in range(n):
        rows = [
            SeriesResult(
                str(skater),
                str(event),
                int(results.places[event, skater, one]),
                Points.from_hundredths(int(results.totals[event, skater, one])),
                Points.from_hundredths(int(results.free[event, skater, one])),
                Points.from_hundredths(
                    int(results.totals[event, skater, one] - results.free[event, skater, one])
                ),
                int(results.participants[event, skater, one]),
            )
            for event in range(6)
            for skater in range(12)
            if results.places[event, skater, one]
        ]
        lines = standing(rows, rule)
        right = {int(line.skater): (line.rank, line.points) for line in lines}
        for skater in range(12):
            rank, points = int(found.ranks[skater, one]), int(found.points[skater, one])
            assert (rank, points) == right.get(skater, (0, 0))
        for line in qualifiers(lines, rule.quota):
            through[int(line.skater)] += 1
    assert counted.qualified.tolist() == through.tolist()


def test_who_qualified_is_known_when_all_but_one_event_are(
    season_archive: archive.Archive,
) -> None:
    """Before the last event of 2012-13: who was sure of the Final by points went there."""
    answer = seasons.of_season(season_archive, "2012-13", "women", date(2012, 11, 18), how=FEW)
    real = series.standings(season_archive, "2012-13", "women")
    went = set(real.filter(real["qualified"] == "qualified")["skater"])
    sure = set(answer.filter(answer["qualified"] == 1)["skater"])
    out = set(answer.filter(answer["qualified"] == 0)["skater"])
    assert sure <= went
    assert sure
    assert not out & went
    assert answer["qualified"].sum() == pytest.approx(6, abs=0.01)
    assert "with 5 of 6 events known" in answer.sentence


def test_a_season_before_it_began(season_archive: archive.Archive) -> None:
    answer = seasons.of_season(season_archive, "2012-13", "men", how=How(simulations=1000))
    assert answer["qualified"].sum() == pytest.approx(6, abs=0.05)
    assert (answer["qualified_low"] <= answer["qualified"]).all()
    assert answer["alternate"].sum() == pytest.approx(3, abs=0.1)


def test_seasons_are_the_same_for_one_seed(season_archive: archive.Archive) -> None:
    one, two = (
        seasons.of_season(
            season_archive, "2012-13", "pairs", how=How(simulations=5000, seed=3, processes=many)
        )
        for many in (1, 2)
    )
    assert one.to_dicts() == two.to_dicts()
    assert season.CHUNK < 5000 < running.CHUNK


@pytest.mark.parametrize(
    ("of", "day", "words"),
    [
        ("1998-99", None, "no Grand Prix of 1998-99 in men is in this archive"),
        ("2012-13", date(2013, 5, 1), "all that this archive holds was skated by 2013-05-01"),
    ],
)
def test_seasons_that_cannot_be_foretold(
    season_archive: archive.Archive, of: str, day: date | None, words: str
) -> None:
    with pytest.raises((NotInArchive, Contradiction), match=words):
        seasons.of_season(season_archive, of, "men", day, how=FEW)
