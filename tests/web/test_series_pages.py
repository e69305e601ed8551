"""Standings of a Grand Prix series as pages."""

from datetime import date

import pytest

from kissandcry.archive import Archive
from kissandcry.core import NotInArchive
from kissandcry.web.ask import BadQuestion
from kissandcry.web.pages import series
from tests.web.asked import asked, cells, drawn, shown

# ISU Grand Prix of Figure Skating 2012-13, women: the six who qualified, and who went in the place
# of Julia Lipnitskaia.
QUALIFIED = (
    "Ashley WAGNER",
    "Mao ASADA",
    "Kiira KORPI",
    "Akiko SUZUKI",
    "Julia LIPNITSKAIA",
    "Elizaveta TUKTAMYSHEVA",
)


def test_the_six_qualifiers_are_told_and_drawn(season_archive: Archive) -> None:
    page = asked(season_archive, series.standings, query={"discipline": "women"}, season="2012-13")
    tree = shown(page)
    rows = cells(tree, "standings")
    assert [row[1][:-3] for row in rows[:6]] == list(QUALIFIED)
    assert len(tree.css("tr.this")) == len(QUALIFIED)
    coloured = [row["label"] for row in drawn(tree, "points") if row["who"] == "this"]
    assert coloured == list(QUALIFIED)
    assert "Christina GAO" in page.answer


def test_the_chart_says_what_the_table_says(season_archive: Archive) -> None:
    tree = shown(asked(season_archive, series.standings, season="2012-13"))
    points = [(row["label"], str(row["value"])) for row in drawn(tree, "points")]
    told = [(row[1][:-3], row[2]) for row in cells(tree, "standings")]
    assert points == told[: len(points)]


def test_as_of_a_day_nobody_has_qualified(season_archive: Archive) -> None:
    """On 1 November 2012 two of the six events had been skated."""
    query = {"discipline": "women", "as_of": date(2012, 11, 1).isoformat()}
    page = asked(season_archive, series.standings, query=query, season="2012-13")
    tree = shown(page)
    assert tree.css("tr.this") == []
    headings = [node.text() for node in tree.css("thead th")]
    assert headings[3 : headings.index("Scores")] == [
        "Skate America 2012",
        "Skate Canada International 2012",
    ]


def test_what_is_unknown_is_refused(season_archive: Archive) -> None:
    with pytest.raises(NotInArchive, match="2012-13"):
        asked(season_archive, series.standings, season="1990-91")
    with pytest.raises(BadQuestion, match="2012-12-08"):
        asked(season_archive, series.standings, query={"as_of": "soon"}, season="2012-13")
    with pytest.raises(BadQuestion, match="none of"):
        asked(season_archive, series.standings, query={"discipline": "x"}, season="2012-13")


def test_the_seasons_are_listed(season_archive: Archive) -> None:
    tree = shown(asked(season_archive, series.seasons))
    assert cells(tree, "seasons") == [["2012-13", "6", "0"]]
