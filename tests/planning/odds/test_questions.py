"""What is asked: starting lists, intervals, records, a plan, and refusals of one sentence."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kissandcry import archive
from kissandcry.archive import results
from kissandcry.core import Contradiction, Discipline, KissAndCryError, NotInArchive, Unreadable
from kissandcry.planning.odds import plans, questions, seasons, starting
from kissandcry.planning.odds.questions import How
from kissandcry.program import plan_file
from tests.planning.odds.helpers import Hand

FEW = How(simulations=5000)
PLAN = """
Skater:   Yuzuru HANYU, JPN
Season:   2012-13
Category: Men

Program: Short Program
1. 4T
2. FCSp4
3. 3A
4. 3Lz+3T
5. CSSp4
6. StSq4
7. CCoSp4
"""


class Old(Hand):
    def components(self, segment: Any) -> dict[str, tuple[float, float]]:
        names = "skating_skills transitions performance composition interpretation"
        return dict.fromkeys(names.split(), (8.0, 0.3))


def test_an_event_as_of_the_day_before(season_archive: archive.Archive) -> None:
    odds = questions.of_archive(season_archive, "gpf2012", "women", how=FEW)
    rows = odds.skaters.to_dicts()
    assert {row["name"] for row in rows} == set(
        results.event(season_archive, "gpf2012", "women")["name"]
    )
    assert sum(row["win"] for row in rows) == pytest.approx(1, abs=0.05)
    assert sum(row["podium"] for row in rows) == pytest.approx(3, abs=0.05)
    for row in rows:
        assert row["win_low"] <= row["win"] <= row["win_high"]
        assert row["low"] < row["expected"] < row["high"]
    assert "as of 2012-12-06" in odds.skaters.sentence
    places = odds.places.filter(odds.places["skater"] == rows[0]["skater"])
    assert places["chance"].sum() == pytest.approx(1, abs=0.05)  # but for withdrawals


def test_between_the_segments_the_first_counts(season_archive: archive.Archive) -> None:
    """Mao Asada led after the short program, by half a point."""
    before = questions.of_archive(season_archive, "gpf2012", "women", how=FEW).skaters
    after = questions.of_archive(
        season_archive, "gpf2012", "women", date(2012, 12, 7), how=FEW
    ).skaters
    spread = {
        name: (frame["high"] - frame["low"]).filter(frame["skater"] == "mao-asada")
        for name, frame in (("before", before), ("after", after))
    }
    assert spread["after"].item() < spread["before"].item()
    assert "after the short program" in after.sentence


def test_nothing_later_plays_a_part(season_archive: archive.Archive) -> None:
    """The odds of the first event know only newcomers."""
    odds = questions.of_archive(season_archive, "gpusa2012", "men", how=FEW).skaters
    assert set(odds["known_before"]) == {0}


def test_records(season_archive: archive.Archive) -> None:
    odds = questions.of_archive(season_archive, "gpf2012", "women", record=True, how=FEW)
    rows = odds.records.to_dicts()
    anybody = {row["record"]: row for row in rows if not row["skater"]}
    assert set(anybody) == {"short_program", "free_skating", "total"}
    for row in rows:
        assert row["chance"] <= anybody[row["record"]]["chance"]
    assert odds.records.sentence.startswith("The chance that a record of this archive falls")


def test_a_list_by_hand(season_archive: archive.Archive, tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text("Mao Asada\nashley-wagner # by key\n\nAnna EXAMPLE, new\n", "utf-8")
    start = starting.by_hand(
        season_archive, starting.read_lines(file), Discipline.WOMEN, date(2013, 1, 1)
    )
    odds = questions.of_start(season_archive, start, how=FEW).skaters
    assert set(odds["name"]) == {"Mao ASADA", "Ashley WAGNER", "Anna EXAMPLE"}
    assert odds.row(-1, named=True)["name"] == "Anna EXAMPLE"
    assert start.segments == ("short_program", "free_skating")


def test_a_plan_of_ones_own(season_archive: archive.Archive) -> None:
    plan = plan_file.parse(PLAN)
    start = starting.of_archive(season_archive, "gpf2012", "men")
    key = starting.find(season_archive, start, plan.skater)
    sure, unsure = (
        questions.of_start(
            season_archive,
            start,
            own={key: plans.programs(plan, Old(sure=chance, grades=3), start)},
            how=FEW,
        ).skaters
        for chance in (0.99, 0.3)
    )
    mine = [frame.filter(frame["skater"] == key).row(0, named=True) for frame in (sure, unsure)]
    assert mine[0]["by"] == "plan"
    assert mine[0]["win"] > mine[1]["win"]
    assert mine[0]["expected"] > mine[1]["expected"] + 5


def test_the_interval_holds_what_was_counted() -> None:
    assert questions.interval(0, 100)[0] == 0
    low, high = questions.interval(50, 100)
    assert (low, high) == pytest.approx((0.4038, 0.5962), abs=1e-4)  # Wilson, worked out by hand


@pytest.mark.parametrize(
    ("event", "category", "day", "words"),
    [
        ("gpf2013", "women", None, "no event 'gpf2013' is in this archive"),
        ("gpf2012", "juniors", None, "no category 'juniors' is known"),
        ("gpf2012", "women", date(2012, 12, 31), "all of it was skated by 2012-12-31"),
    ],
)
def test_events_that_cannot_be_foretold(
    season_archive: archive.Archive, event: str, category: str, day: date | None, words: str
) -> None:
    with pytest.raises(KissAndCryError, match=words) as found:
        questions.of_archive(season_archive, event, category, day, how=FEW)
    assert "\n" not in str(found.value)


def test_lists_that_cannot_be(season_archive: archive.Archive, tmp_path: Path) -> None:
    def made(*names: str) -> None:
        starting.by_hand(season_archive, names, Discipline.MEN, date(2013, 1, 1))

    with pytest.raises(Contradiction, match="the starting list is empty"):
        made()
    with pytest.raises(Contradiction, match="Mao ASADA skates women"):
        made("Mao Asada")
    with pytest.raises(NotInArchive, match="no skater 'Nobody Ever'"):
        made("Nobody Ever")
    with pytest.raises(Unreadable, match=r"nowhere\.txt: No such file"):
        starting.read_lines(tmp_path / "nowhere.txt")


def test_a_plan_of_somebody_else(season_archive: archive.Archive) -> None:
    start = starting.of_archive(season_archive, "gpf2012", "men")
    with pytest.raises(Contradiction, match=r"Mao Asada is not on the starting list of gpf2012"):
        starting.find(season_archive, start, "Mao Asada")
    women = starting.of_archive(season_archive, "gpf2012", "women")
    with pytest.raises(Contradiction, match="the plan of Yuzuru HANYU is for senior men"):
        plans.programs(plan_file.parse(PLAN), Old(grades=3), women)


def test_skaters_of_whom_nothing_is_known_are_counted(season_archive: archive.Archive) -> None:
    """The archive begins with the autumn of 2012: before Skate America it knows nobody."""
    before = seasons.of_season(season_archive, "2012-13", "men", how=How(simulations=500))
    many = len(before)
    assert f"Of {many} of {many} skaters this archive knows nothing before" in before.sentence
    final = questions.of_archive(season_archive, "gpf2012", "men", how=FEW)
    assert "knows nothing" not in final.skaters.sentence
