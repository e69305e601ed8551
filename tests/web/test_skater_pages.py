"""The pages of a skater: bests, every skate, what is loaded later."""

import pytest

from kissandcry.archive import Archive
from kissandcry.core import NotInArchive
from kissandcry.web import export
from kissandcry.web.ask import BadQuestion, NotFound
from kissandcry.web.pages import form, people, profile, skater, skaters
from tests.web.asked import asked, cells, drawn, one, shown

HANYU = "yuzuru-hanyu"


def test_the_bests_of_a_season(season_archive: Archive) -> None:
    """Hanyu's short program at the NHK Trophy 2012 was given 95.32, a world record then; his best
    total of that autumn was 264.29, at the Final."""
    page = asked(season_archive, skater.skater, skater=HANYU)
    assert dict(page.figures)["Best short program"] == "95.32"
    assert dict(page.figures)["Best total"] == "264.29"
    tree = shown(page)
    assert one(tree, "h1").text() == "Yuzuru HANYU"
    (season,) = cells(tree, "seasons")
    assert season[0] == "2012-13"
    assert {"95.32", "177.12", "264.29"} <= set(season)


def test_as_of_a_day_only_what_was_skated_counts(season_archive: Archive) -> None:
    """At Skate America, in October, it had been 95.07."""
    page = asked(season_archive, skater.skater, query={"as_of": "2012-11-01"}, skater=HANYU)
    assert dict(page.figures)["Best short program"] == "95.07"
    assert {row["event"] for row in page.tables[-1].rows} == {"gpusa2012"}


def test_every_score_is_drawn_and_told(season_archive: Archive) -> None:
    page = asked(season_archive, skater.skater, skater=HANYU)
    tree = shown(page)
    in_chart = sorted(row["score"] for row in drawn(tree, "form"))
    in_table = sorted(float(row[3]) for row in cells(tree, "skates"))
    assert in_chart == in_table
    assert len(in_chart) == 6
    # Its words are read once: they stand under its title, and the drawing is passed over.
    assert "6 scores" in one(tree, "#c-form figcaption").text()
    assert one(tree, "#c-form .drawing").attributes["aria-hidden"] == "true"
    assert not tree.css("#c-form [aria-label]")


def test_the_csv_names_event_and_segment(season_archive: Archive) -> None:
    page = asked(season_archive, skater.skater, skater=HANYU)
    table = next(table for table in page.tables if table.key == "skates")
    head, first, *_ = export.csv_of(table).decode("utf-8").splitlines()
    assert head.split(",")[:2] == ["event", "event_name"]
    assert "gpf2012" in first
    assert "177.12" in first


def test_without_scripts_the_parts_are_links(season_archive: Archive) -> None:
    tree = shown(asked(season_archive, skater.skater, skater=HANYU))
    links = [node.attributes["href"] for node in tree.css(".later a")]
    assert f"/skater/{HANYU}/elements" in links
    whole = shown(asked(season_archive, profile.elements, skater=HANYU))
    assert one(whole, "h1").text() == "Elements of Yuzuru HANYU"
    part = shown(asked(season_archive, profile.elements, skater=HANYU), fragment=True)
    assert part.css("h1, form, nav") == []
    assert one(part, "h2.part").text() == "Elements"


def test_the_elements_of_a_skater(season_archive: Archive) -> None:
    """Each of his six programs held one step sequence and one combination spin."""
    page = asked(season_archive, profile.elements, skater=HANYU)
    table = next(table for table in page.tables if table.key == "elements")
    rows = {row["name"]: row for row in table.rows}
    assert rows["CCoSp"]["attempts"] == rows["StSq"]["attempts"] == 6
    assert table.rows[0]["attempts"] == max(row["attempts"] for row in table.rows)
    for row in table.rows:
        assert row["falls"] <= row["attempts"]
        if row["falls_rate"] is not None:
            assert row["falls_low"] <= row["falls_rate"] <= row["falls_high"]


def test_rivals_lead_to_a_comparison(season_archive: Archive) -> None:
    page = asked(season_archive, skater.company, skater=HANYU)
    rivals = {row["skater"]: row for row in page.tables[0].rows}
    takahashi = rivals["daisuke-takahashi"]
    assert takahashi["meetings"] == 4  # the NHK Trophy and the Final
    assert takahashi["compare"] == f"/compare/{HANYU}/daisuke-takahashi"


def test_the_list_counts_couples_as_one(season_archive: Archive) -> None:
    page = asked(season_archive, skaters.skaters, query={"discipline": "pairs", "nation": "GER"})
    names = [row["name"] for row in page.tables[0].rows]
    assert "Aliona SAVCHENKO / Robin SZOLKOWY" in names
    assert all(row["nation"] == "GER" for row in page.tables[0].rows)


def test_a_page_of_skaters_keeps_its_hands_off_what_is_remembered(
    season_archive: Archive,
) -> None:
    first = asked(season_archive, skaters.skaters).tables[0].rows[0]
    before = dict(first)
    assert isinstance(first, dict)
    first["performances"] = 0
    assert asked(season_archive, skaters.skaters).tables[0].rows[0] == before


def test_a_person_has_every_career(season_archive: Archive) -> None:
    page = asked(season_archive, skaters.person, person="aliona-savchenko")
    assert [row["discipline"] for row in page.tables[0].rows] == ["pairs"]
    with pytest.raises(NotFound):
        asked(season_archive, skaters.person, person="nobody")


def test_what_is_unknown_is_refused(season_archive: Archive) -> None:
    with pytest.raises(NotInArchive, match=HANYU):
        asked(season_archive, skater.skater, skater="yuzuru-hanyo")
    with pytest.raises(BadQuestion, match="no day"):
        asked(season_archive, skater.skater, query={"as_of": "12.11.2012"}, skater=HANYU)
    with pytest.raises(BadQuestion, match="none of"):
        asked(season_archive, skaters.skaters, query={"nation": "' OR 1=1 --"})


def test_the_form_is_told_first(season_archive: Archive) -> None:
    """The page opens on the last skate: the free skating of the Final, 177.12, third there."""
    page = asked(season_archive, skater.skater, skater=HANYU)
    assert "177.12" in page.answer
    points = drawn(shown(page), "form")
    with_band = [row for row in points if "low" in row]
    assert with_band
    assert all(row["low"] < row["expected"] < row["high"] for row in with_band)
    whole = asked(season_archive, form.trend, skater=HANYU)
    told = {float(row["score"]): row["verdict"] for row in whole.tables[0].rows}
    ringed = {row["score"] for row in points if "label" in row}
    assert ringed == {score for score, verdict in told.items() if verdict != "normal"}


def test_pressure_is_told_with_its_interval(season_archive: Archive) -> None:
    page = asked(season_archive, form.under_pressure, skater=HANYU)
    for row in page.tables[0].rows:
        if row["low"] is not None:
            assert row["low"] <= row["effect"] <= row["high"]
    assert {row["situation"] for row in page.tables[0].rows} >= {"lead", "last", "final"}


def test_what_is_missing_is_said(season_archive: Archive) -> None:
    page = asked(season_archive, skater.events, skater=HANYU)
    assert "wc2013" in {row["event"] for row in page.tables[0].rows}


def test_names_in_doubt_are_listed(season_archive: Archive) -> None:
    page = asked(season_archive, people.review)
    assert page.answer
    assert all(row["name"] and row["other"] for row in page.tables[0].rows)
    names = asked(season_archive, skaters.names, person="aliona-savchenko")
    assert all("savchenko" in row["name"].lower() for row in names.tables[0].rows)
