"""Judges as pages: what may be said, and where nothing can be."""

import pytest

from kissandcry.archive import Archive
from kissandcry.core import NotInArchive
from kissandcry.web.pages import judges
from tests.web.asked import asked, shown


def test_marks_in_random_order_name_nobody(season_archive: Archive) -> None:
    """Until 2015-16 the columns of a protocol stand in random order."""
    page = asked(season_archive, judges.everybody, query={"season": "2012-13"})
    assert "random order" in page.answer
    assert shown(page).css("tbody tr") == []
    panel = asked(
        season_archive, judges.panel, event="gpf2012", category="men", segment="free-skating"
    )
    assert "random order" in panel.answer
    assert all(not table.rows for table in panel.tables)


def test_an_unknown_judge_is_refused(season_archive: Archive) -> None:
    with pytest.raises(NotInArchive):
        asked(season_archive, judges.one, judge="nobody")
