"""Which event is it? Papers, folders and sites that call one event by several names.

Source of the names: headlines of the papers and titles of the result pages as published.
"""

import csv
from collections import defaultdict
from datetime import date
from importlib.resources import files
from pathlib import Path

import click
import pytest

from kissandcry.archive import Archive, events
from kissandcry.archive.coverage import coverage
from kissandcry.archive.events import by_days, calendar, identify, season_named, settled
from kissandcry.cli.events import command
from kissandcry.core import season_of
from kissandcry.protocols.result_pages import read_page


@pytest.mark.parametrize(
    ("headline", "season", "folder", "key", "kind"),
    [
        # one event, by the headline of its papers, the title of its site, and its folder
        ("ISU World Figure Skating Championships 2014", "2013-14", "", "wc2014", "worlds"),
        ("ISU World Championships 2014", "2013-14", "", "wc2014", "worlds"),
        ("", "2013-14", "season1314/wc2014", "wc2014", "worlds"),
        ("", "2013-14", "World Championships 2014", "wc2014", "worlds"),
        # the year of a Grand Prix Final is that in which it was held
        ("ISU Grand Prix Final 2013-14", "2013-14", "", "gpf2013", "grand_prix_final"),
        ("ISU GP and JGP Final 2011", "2011-12", "", "gpf2011", "grand_prix_final"),
        ("SBS ISU Grand Prix and Junior Grand Prix Final", "2008-09", "", "gpf2008", None),
        ("", "2006-07", "gpf0607", "gpf2006", "grand_prix_final"),
        ("", "2022-23", "gpf2022", "gpf2022", "grand_prix_final"),
        ("", "2012-13", "2012-13_grand_prix_final", "gpf2012", "grand_prix_final"),
        # sponsors come and go
        ("MasterCard Skate Canada International", "2005-06", "", "gpcan2005", "grand_prix"),
        ("ISU GP Hilton HHonors Skate America 2012", "2012-13", "", "gpusa2012", "grand_prix"),
        ("ISU GP 2015 Progressive Skate America", "2015-16", "", "gpusa2015", "grand_prix"),
        ("ISU GP Lexus Cup of China 2014", "2014-15", "", "gpchn2014", "grand_prix"),
        ("ISU GP Trophee Bompard 2012", "2012-13", "", "gpfra2012", "grand_prix"),
        ("ISU GP Trophee de France 2016", "2016-17", "", "gpfra2016", "grand_prix"),
        ("XX Olympic Winter Games 2006", "2005-06", "", "owg2006", "olympics"),
        ("Olympic Winter Games PyeongChang 2018", "2017-18", "", "owg2018", "olympics"),
        # a name of one competition within that of another
        ("ISU World Junior Figure Skating Championships 2013", "2012-13", "", "wjc2013", None),
        ("ISU World Team Trophy 2013", "2012-13", "", "wtt2013", "other"),
        ("ISU Junior Grand Prix Final 2005", "2005-06", "", "jgpf2005", "junior_grand_prix"),
        ("ISU JGP Czech Skate 2013", "2013-14", "", "jgpcze2013", "junior_grand_prix"),
        ("ISU CS Finlandia Trophy 2017", "2017-18", "", "csfin2017", "challenger"),
        ("Finlandia Trophy", "2024-25", "", "gpfin2024", "grand_prix"),
        # a name that is not listed counts, whatever the folder is called
        ("Springtime Cup 2014", "2013-14", "wc2014", "springtime-cup-2013-14", "other"),
        ("Skate Canada Challenge 2013", "2012-13", "gpcan2012", None, "other"),
        ("Swedish Nationals", "2012-13", "", "swedish-nationals-2012-13", "national"),
        # a folder of another year than the paper says nothing
        ("", "2015-16", "wc2014", "wc2014-2015-16", "other"),
    ],
)
def test_one_key_for_one_event(
    headline: str, season: str, folder: str, key: str | None, kind: str | None
) -> None:
    found = identify(headline, season, folder)
    assert key in (None, found.key)
    assert kind in (None, found.kind)
    assert found.kind in events.KINDS


def test_all_reference_papers_and_pages_agree(shared: Path) -> None:
    """A folder is an event, and the title of its pages says the same as its papers: 78 of them."""
    keys = defaultdict(set)
    with (shared / "protocols/index.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            place = str(Path(row["file"]).parent)
            keys[row["event"]].add(identify("", row["season"], place).key)
    assert len(keys) == len(set.union(*keys.values())) == 77
    pages = 0
    for path in sorted((shared / "pages").glob("20*/*/men_entries.html")):
        page = read_page(path)
        found = identify("", path.parent.parent.name, "", title=page.event)
        assert {found.key} == keys[path.parent.name], page.event
        pages += 1
    assert pages == 51


def test_names_leave_sponsors_out() -> None:
    found = identify("ISU GP Hilton HHonors Skate America 2012", "2012-13")
    assert (found.name, found.season, found.place) == ("Skate America 2012", "2012-13", "Kent")
    assert identify("", "2012-13", "gpf1213").name == "Grand Prix Final 2012"
    assert identify("Oxen cup", "2018-19").name == "Oxen cup 2018-19"


def test_papers_without_any_name_are_an_event_a_week() -> None:
    one, other = date(2022, 11, 5), date(2022, 11, 12)  # two Saturdays
    first = identify("", "2022-23", "/home/me/Downloads", day=one)
    assert first.key == "unnamed-event-2022-10-31"
    assert first.note == "the papers print no name of an event"
    assert identify("Figure Skating", "2022-23", "", day=date(2022, 11, 6)).key == first.key
    assert identify("", "2022-23", "/home/me/Downloads", day=other).key != first.key


def test_two_events_of_one_name_keep_apart() -> None:
    name = identify("Club Cup", "2023-24")
    known = {name.key: (date(2023, 10, 7), date(2023, 10, 8))}
    assert settled(name, known, [date(2023, 10, 8)]) == name
    second = settled(name, known, [date(2024, 3, 2)])
    assert second.key == f"{name.key}-2"
    assert second.note
    known[second.key] = (date(2024, 3, 2), date(2024, 3, 2))
    assert settled(name, known, [date(2024, 3, 3)]).key == second.key
    # a championship takes place once: its papers may be printed again much later
    worlds = identify("ISU World Championships 2014", "2013-14")
    known = {worlds.key: (date(2014, 3, 26), date(2014, 3, 29))}
    assert settled(worlds, known, [date(2014, 6, 1)]) == worlds


def test_days_that_lie_together() -> None:
    days = [date(2023, 10, 7), date(2024, 3, 2), date(2023, 10, 8), date(2024, 3, 1)]
    assert by_days(days) == [[0, 2], [1, 3]]
    assert by_days([]) == []


def test_seasons_that_names_speak_of() -> None:
    assert season_named(["NHK Trophy 2017"]) == "2017-18"
    assert season_named(["ISU World Championships 2014"]) == "2013-14"
    assert season_named(["", "http://results.example/season0607/gpf0607"]) == "2006-07"
    assert season_named(["papers/2012-13/men.pdf"]) == "2012-13"
    assert season_named(["papers/men.pdf", "Club Cup"]) == ""


def test_the_calendar_is_sound() -> None:
    """Seven Grand Prix events a season, and the championships; days within their season."""
    rows = list(calendar().values())
    assert [one.first_day for one in rows] == sorted(one.first_day for one in rows)
    seasons = defaultdict(list)
    for one in rows:
        assert season_of(one.first_day) == one.season
        assert one.name.endswith(one.key[-4:])
        assert one.kind in events.KINDS
        assert one.held in ("held", "cancelled", "stopped")
        assert one.source in ("protocol", "official page", "recalled")
        assert identify(one.name, one.season).key == one.key
        assert identify("", one.season, one.key).key == one.key
        seasons[one.season].append(one.kind)
    assert list(seasons) == [f"{year}-{(year + 1) % 100:02d}" for year in range(2005, 2026)]
    for season, kinds in seasons.items():
        assert kinds.count("grand_prix") == 6, season
        olympic = int(season[:4]) in (2005, 2009, 2013, 2017, 2021, 2025)
        assert sorted(kinds[kinds.index("grand_prix_final") :]) == sorted(
            ["grand_prix_final", "europeans", "four_continents", "junior_worlds", "worlds"]
            + ["olympics"] * olympic
        )


def test_days_of_the_calendar_are_those_of_the_papers(reference_archive: Archive) -> None:
    """Where the first segment of an event is in the archive, and the paper prints its day."""
    held = dict(
        reference_archive.run(
            "SELECT e.key, min(s.day) FROM events e JOIN segments s ON s.event = e.id"
            " WHERE s.dated GROUP BY e.key"
        )
    )
    from_papers = [one for one in calendar().values() if one.source == "protocol"]
    assert len(from_papers) >= 60
    for one in from_papers:
        assert held[one.key] == one.first_day, one.key


def test_every_competition_is_found_by_its_code() -> None:
    with (files("kissandcry.archive") / "data/competitions.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            year = int(row["since"] or row["until"] or 2013)
            first = year - (row["half"] == "spring")
            season = f"{first}-{(first + 1) % 100:02d}"
            code = row["codes"].split()[0]
            assert identify("", season, f"{code}{year}").key == f"{code}{year}"


def test_the_command_offers_every_kind() -> None:
    kind = next(one for one in command.params if one.name == "kind")
    assert isinstance(kind.type, click.Choice)
    assert list(kind.type.choices) == list(events.KINDS)


def test_coverage_of_the_season_that_comes_along(season_archive: Archive) -> None:
    series = coverage(season_archive, kind=["grand_prix", "grand_prix_final"])
    assert series.sentence == "7 of the 7 events of 2012-13 in the calendar are known."
    assert series.known == (
        "gpusa2012",
        "gpcan2012",
        "gpchn2012",
        "gprus2012",
        "gpfra2012",
        "gpjpn2012",
        "gpf2012",
    )
    assert series.missing == series.partly == ()
    whole = coverage(season_archive)
    assert whole.missing == ("ec2013", "fc2013", "wc2013")
    assert whole.sentence == (
        "7 of the 10 events of 2012-13 in the calendar are known; missing: European Championships"
        " 2013, Four Continents Championships 2013, World Championships 2013."
    )


def test_coverage_as_of_a_date(season_archive: Archive) -> None:
    early = coverage(season_archive, as_of=date(2012, 11, 4))
    assert early.known == ("gpusa2012", "gpcan2012", "gpchn2012")
    assert early.missing == ()
    # what is not skated yet is not missing
    half = coverage(season_archive, as_of=date(2012, 10, 19))
    assert half.partly == ()
    assert half.sentence == "1 of the 1 event of 2012-13 in the calendar is known."


def test_coverage_of_a_skater_a_discipline_and_nothing(season_archive: Archive) -> None:
    skater = coverage(season_archive, skater="yuzuru-hanyu")
    assert skater.known == ("gpusa2012", "gpjpn2012", "gpf2012")
    assert skater.missing == ("ec2013", "fc2013", "wc2013")
    assert len(coverage(season_archive, discipline="pairs").known) == 7
    empty = coverage(season_archive, seasons=["1999-00"])
    assert (empty.known, empty.sentence) == ((), "The archive holds no such event.")
    none = coverage(season_archive, seasons=["2013-14"], kind="worlds")
    assert none.sentence == (
        "0 of the 1 event of 2013-14 in the calendar is known; missing: World Championships 2014."
    )


def test_coverage_of_the_reference_papers(reference_archive: Archive) -> None:
    """Cancelled events are not missing, and what was never skated is not missing from a part."""
    found = coverage(reference_archive)
    assert "wc2020" not in found.missing
    assert "ec2021" not in found.missing
    assert "wc2021" in found.known
    assert "gpfra2015" in found.missing
    assert {"gpf2022", "gprus2019", "fc2023"} <= set(found.partly)
    assert "wc2012" not in found.partly
