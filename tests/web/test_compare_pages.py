"""Two skaters against each other as pages."""

import pytest

from kissandcry.archive import Archive
from kissandcry.core import NotInArchive
from kissandcry.web.ask import NotFound
from kissandcry.web.pages import compare
from tests.web.asked import asked, cells, drawn, shown

HANYU, TAKAHASHI = "yuzuru-hanyu", "daisuke-takahashi"


def test_who_was_ahead_at_the_final(season_archive: Archive) -> None:
    """Sochi, December 2012: Takahashi won with 269.40, before Hanyu with 264.29."""
    page = asked(season_archive, compare.compare, one=HANYU, other=TAKAHASHI)
    final = next(
        row
        for row in page.tables[0].rows
        if row["event"] == "gpf2012" and row["segment"] == "total"
    )
    assert (final["one_rank"], str(final["one_score"])) == (2, "264.29")
    assert (final["other_rank"], str(final["other_score"])) == (1, "269.40")
    assert final["ahead"] == "Daisuke TAKAHASHI"
    assert final["reference"]
    tree = shown(page)
    assert len(cells(tree, "meetings")) == 6  # two events: two segments and a result each
    assert {row["who"] for row in drawn(tree, "scores")} == {"this", "reference"}


def test_either_order_tells_the_same(season_archive: Archive) -> None:
    one = asked(season_archive, compare.compare, one=HANYU, other=TAKAHASHI).tables[0].rows
    other = asked(season_archive, compare.compare, one=TAKAHASHI, other=HANYU).tables[0].rows
    assert [row["one_score"] for row in one] == [row["other_score"] for row in other]
    assert [row["ahead"] for row in one] == [row["ahead"] for row in other]


def test_names_are_asked_for(season_archive: Archive) -> None:
    page = asked(season_archive, compare.choose)
    assert len(shown(page).css("form.choices input[type=text]")) == 2
    query = {"one": "Yuzuru HANYU", "other": "Daisuke TAKAHASHI"}
    named = asked(season_archive, compare.choose, query=query)
    assert named.title == "Yuzuru HANYU and Daisuke TAKAHASHI"


def test_nobody_is_compared_with_himself(season_archive: Archive) -> None:
    with pytest.raises(NotFound):
        asked(season_archive, compare.compare, one=HANYU, other=HANYU)
    with pytest.raises(NotInArchive):
        asked(season_archive, compare.compare, one=HANYU, other="nobody")


def test_who_never_met_is_said(season_archive: Archive) -> None:
    page = asked(season_archive, compare.compare, one=HANYU, other="mao-asada")
    assert "have not met" in page.answer
    assert cells(shown(page), "meetings") == []


def test_profiles_stand_side_by_side(season_archive: Archive) -> None:
    page = asked(season_archive, compare.profiles, one=HANYU, other=TAKAHASHI)
    spins = next(row for row in page.tables[0].rows if row["said"] == "Spins")
    # Three spins a program; Hanyu skated six programs here, and so did Takahashi.
    assert spins["one_attempts"] == spins["other_attempts"] == 18
