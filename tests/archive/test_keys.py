"""What a key means, and what is said of one that means nothing or too much."""

from datetime import date

import pytest

from kissandcry.archive import Archive, keys, records
from kissandcry.core import NotInArchive


def test_an_event_is_found_by_its_name(season_archive: Archive) -> None:
    assert keys.event(season_archive, "grand prix final 2012").key == "gpf2012"


def test_a_name_of_several_names_them(season_archive: Archive) -> None:
    with pytest.raises(NotInArchive, match=r"several skaters are called 'zhang': say one of "):
        keys.skater(season_archive, "zhang")


def test_what_ranks_scores_is_never_a_text_of_somebody(season_archive: Archive) -> None:
    with pytest.raises(NotInArchive, match="is no score to rank by"):
        records.bests(season_archive, "mao-asada", by="tss + 1000")


def test_a_paper_without_a_day_lies_on_that_of_the_calendar(reference_archive: Archive) -> None:
    """NHK Trophy 2017 was held on 10 to 12 November 2017; its papers print no day."""
    assert keys.event(reference_archive, "gpjpn2017").first_day == date(2017, 11, 10)
