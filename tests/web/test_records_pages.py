"""Records as pages."""

import pytest

from kissandcry.archive import Archive
from kissandcry.web.ask import BadQuestion
from kissandcry.web.pages import records
from tests.web.asked import asked, cells, drawn, shown


def test_how_the_record_of_the_short_program_fell(season_archive: Archive) -> None:
    """Autumn 2012: 95.07 at Skate America, then 95.32 at the NHK Trophy, both by Yuzuru Hanyu."""
    page = asked(season_archive, records.segments, query={"segment": "short_program"})
    tree = shown(page)
    fell = cells(tree, "fell")
    assert [row[0] for row in fell[:2]] == ["95.32", "95.07"]
    assert fell[0][4] == "stands"
    assert [f"{row['score']:.2f}" for row in drawn(tree, "progression")][::-1] == [
        row[0] for row in fell
    ]
    assert cells(tree, "highest")[0][1] == "95.32"


def test_the_other_grades_have_records_of_their_own(season_archive: Archive) -> None:
    page = asked(season_archive, records.segments, query={"grades": "5"})
    assert cells(shown(page), "highest") == []
    assert "no" in page.answer


def test_an_element_and_a_component(season_archive: Archive) -> None:
    best = asked(season_archive, records.elements, query={"name": "4T"})
    assert best.tables[0].key == "fell"
    assert {row["element"].rstrip("<x") for row in best.tables[1].rows} >= {"4T"}
    every = asked(season_archive, records.elements)
    assert [table.key for table in every.tables] == ["highest"]
    skills = asked(season_archive, records.components, query={"name": "skating_skills"})
    assert skills.title == "Records of skating skills"
    assert float(skills.tables[0].rows[0]["score"]) <= 10


def test_a_segment_that_the_discipline_lacks_gives_the_total(season_archive: Archive) -> None:
    query = {"discipline": "men", "segment": "free_dance"}
    page = asked(season_archive, records.segments, query=query)
    # Takahashi at the Final of Sochi: 269.40; nobody had more in that series.
    assert "269.40" in page.answer
    with pytest.raises(BadQuestion, match="short_program"):
        asked(season_archive, records.segments, query={"segment": "figures"})


def test_what_stands_leads_to_how_it_fell(season_archive: Archive) -> None:
    page = asked(season_archive, records.standing, query={"discipline": "men"})
    addresses = [row["fell"] for row in page.tables[0].rows]
    assert "/records?discipline=men&segment=short_program&grades=3&level=senior" in addresses
