"""Seasons run from 1 July to 30 June."""

from datetime import date

import pytest

from kissandcry.core import season_of


@pytest.mark.parametrize(
    ("day", "season"),
    [
        (date(2012, 12, 8), "2012-13"),
        (date(2013, 6, 30), "2012-13"),
        (date(2013, 7, 1), "2013-14"),
        (date(2000, 1, 1), "1999-00"),
        (date(2009, 12, 31), "2009-10"),
    ],
)
def test_season(day: date, season: str) -> None:
    assert season_of(day) == season
