"""Grand Prix standings: two seasons from the archive against who skated the Final."""

import shutil
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kissandcry.archive import Archive, series
from kissandcry.core import NotInArchive

DISCIPLINES = ("men", "women", "pairs", "ice_dance")
SEASONS = ("2012-13", "2016-17")
# Qualified, then withdrawn before the Final, and who went in the place.
WITHDREW = {
    ("2012-13", "women"): ("Julia LIPNITSKAIA", "Christina GAO"),
    ("2016-17", "pairs"): (
        "Aliona SAVCHENKO / Bruno MASSOT",
        "Natalia ZABIIAKO / Alexander ENBERT",
    ),
}
# Announcement of the Grand Prix: points of the places (of pairs in six places).
POINTS = (15, 13, 11, 9, 7, 5, 4, 3)


class Skated(NamedTuple):
    """What a skater did in one event."""

    place: int
    total: Decimal


def skated(archive: Archive, season: str, discipline: str, kind: str) -> dict[str, dict[str, Any]]:
    """Event and skater to the scores of the two segments."""
    found: dict[str, dict[str, Any]] = defaultdict(lambda: defaultdict(dict))
    for row in archive.rows(
        "SELECT e.key, s.key AS skater, p.segment_name, p.tss FROM performances p"
        " JOIN events e ON e.id = p.event JOIN skaters s ON s.id = p.skater"
        " WHERE e.season = ? AND e.kind = ? AND p.category = replace(?, '_', '-')",
        [season, kind, discipline],
    ):
        found[row["key"]][row["skater"]][row["segment_name"]] = row["tss"]
    return found


def by_hand(events: Iterable[dict[str, Any]], pairs: bool) -> list[tuple[str, int]]:
    """The order after these events: points, then the best place, then the sum of the totals."""
    results: dict[str, list[Skated]] = defaultdict(list)
    for event in events:
        whole = {skater: scores for skater, scores in event.items() if len(scores) == 2}
        for skater, scores in whole.items():
            total = sum(scores.values())
            better = sum(sum(other.values()) > total for other in whole.values())
            results[skater].append(Skated(better + 1, total))
    table = POINTS[:6] if pairs else POINTS
    lines = []
    for skater, own in results.items():
        points = sum(table[one.place - 1] for one in own if one.place <= len(table))
        lines.append(
            (-points, min(one.place for one in own), -sum(one.total for one in own), skater)
        )
    return [(skater, -points) for points, _, _, skater in sorted(lines)]


@pytest.mark.parametrize("season", SEASONS)
@pytest.mark.parametrize("discipline", DISCIPLINES)
def test_the_six_qualifiers_skated_the_final_or_withdrew(
    reference_archive: Archive, season: str, discipline: str
) -> None:
    answer = series.standings(reference_archive, season, discipline)
    (final,) = skated(reference_archive, season, discipline, "grand_prix_final").values()
    rows = answer.to_dicts()
    qualified = [row for row in rows if row["qualified"] == "qualified"]
    assert len(qualified) == 6
    gone = [row for row in qualified if not row["skated_final"]]
    came = [row for row in rows if row["skated_final"] and row not in qualified]
    assert {row["skater"] for row in rows if row["skated_final"]} == set(final)
    expected = WITHDREW.get((season, discipline))
    assert [(one["name"], other["name"]) for one, other in zip(gone, came, strict=True)] == (
        [expected] if expected else []
    )
    if expected:
        assert f"{expected[0]} withdrew, and {expected[1]} went instead." in answer.sentence
        assert gone[0]["note"] == f"withdrew from the Final; {expected[1]} went in the place"
        assert came[0]["note"] == f"went to the Final in the place of {expected[0]}"
        assert came[0]["qualified"] == "alternate 1"
    assert answer.coverage.sentence.startswith("7 of the 7 events")


@pytest.mark.parametrize("season", SEASONS)
@pytest.mark.parametrize("discipline", DISCIPLINES)
@pytest.mark.parametrize("known", [1, 3, 6])
def test_points_and_order_after_some_events_equal_those_by_hand(
    reference_archive: Archive, season: str, discipline: str, known: int
) -> None:
    events = skated(reference_archive, season, discipline, "grand_prix")
    days = dict(
        reference_archive.run(
            "SELECT key, last_day FROM events WHERE season = ? AND kind = 'grand_prix'", [season]
        )
    )
    as_of = sorted(days.values())[known - 1]
    ended = [events[key] for key in events if days[key] <= as_of]
    answer = series.standings(reference_archive, season, discipline, as_of)
    expected = by_hand(ended, discipline == "pairs")
    rows = answer.filter(answer["rank"].is_not_null())
    assert rows.select("skater", "points").rows() == expected
    assert (answer["qualified"] != "").any() == (known == 6)
    if known < 6:
        assert f"after {len(ended)} of 6 events" in answer.sentence
        assert answer["skated_final"].null_count() == answer.height


def test_the_season_that_comes_along(season_archive: Archive) -> None:
    """The men of 2012-13: those who were in Sochi, and the points of their places."""
    answer = series.standings(season_archive, "2012-13", "men")
    assert answer.select("name", "points", "qualified").rows()[:6] == [
        ("Patrick CHAN", 28, "qualified"),
        ("Yuzuru HANYU", 28, "qualified"),
        ("Takahiko KOZUKA", 28, "qualified"),
        ("Tatsuki MACHIDA", 26, "qualified"),
        ("Daisuke TAKAHASHI", 26, "qualified"),
        ("Javier FERNANDEZ", 24, "qualified"),
    ]
    assert answer["qualified"].to_list()[6:10] == ["alternate 1", "alternate 2", "alternate 3", ""]
    first = answer.row(0, named=True)
    assert (first["events"], first["places"]) == (["gpcan2012", "gprus2012"], [2, 1])
    assert first["counted"] == [True, True]


def test_in_the_middle_of_an_event_it_gives_no_points_yet(season_archive: Archive) -> None:
    """On 9 November 2012 the men of the Rostelecom Cup had skated the short program."""
    answer = series.standings(season_archive, "2012-13", "men", date(2012, 11, 9))
    assert "after 3 of 6 events" in answer.sentence
    assert "Of Rostelecom Cup 2012 only the short program is known: no points yet." in (
        answer.sentence
    )


def test_who_has_no_place_stands_at_the_end(season_archive: Archive) -> None:
    """Bingwa GENG withdrew after the short program of the Cup of China and skated no other."""
    row = series.standings(season_archive, "2012-13", "women").row(-1, named=True)
    assert (row["name"], row["rank"], row["points"], row["places"]) == (
        "Bingwa GENG",
        None,
        0,
        [None],
    )


def test_a_season_of_which_events_are_missing_says_so(reference_archive: Archive) -> None:
    answer = series.standings(reference_archive, "2024-25", "women")
    assert (answer["qualified"] == "").all()
    assert "after 2 of 6 events the first" in answer.sentence
    assert "Skate America 2024" in answer.coverage.sentence
    pairs = series.standings(reference_archive, "2005-06", "pairs")
    assert "Skate Canada International 2005" in pairs.sentence


def test_an_unknown_season_names_those_that_are_known(season_archive: Archive) -> None:
    sentence = "no Grand Prix of 2003-04 in men is in this archive; there are events of 2012-13"
    with pytest.raises(NotInArchive, match=sentence):
        series.standings(season_archive, "2003-04", "men")
    with pytest.raises(NotInArchive, match="'x' is no discipline"):
        series.standings(season_archive, "2012-13", "x")
    with pytest.raises(NotInArchive, match="by 2012-10-01"):
        series.standings(season_archive, "2012-13", "men", date(2012, 10, 1))


def test_an_event_that_was_stopped_counts_by_its_short_programs(
    season_file: Path, tmp_path: Path
) -> None:
    """Trophee Bompard 2015 ended after the short programs, whose places gave the points
    (Communication 1980). No paper of it is at hand: that of 2012 stands in for it here."""
    path = shutil.copy(season_file, tmp_path / "stopped.duckdb")
    with Archive(path) as archive:
        archive.run(
            "DELETE FROM segments WHERE segment = 'free_skating' AND event ="
            " (SELECT id FROM events WHERE key = 'gpfra2012')"
        )
        archive.run(
            "DELETE FROM performances WHERE segment_name = 'free_skating' AND event ="
            " (SELECT id FROM events WHERE key = 'gpfra2012')"
        )
        archive.run("UPDATE events SET key = 'gpfra2015', season = '2015-16' WHERE key='gpfra2012'")
        answer = series.standings(archive, "2015-16", "men")
        short = archive.rows(
            "SELECT name, rank FROM performances WHERE event = (SELECT id FROM events"
            " WHERE key = 'gpfra2015') AND category = 'men' ORDER BY rank"
        )
    assert answer["points"].to_list()[:8] == list(POINTS)
    assert answer["name"].to_list() == [row["name"] for row in short]
    assert "was stopped" in answer.sentence
