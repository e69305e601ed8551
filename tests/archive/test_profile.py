"""Profiles against what the papers print, what was seen, and sums made another way."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from math import sqrt
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from kissandcry.archive import Archive, derived, places, profile
from kissandcry.archive.profile import slips
from kissandcry.archive.profile.rates import often, rate
from kissandcry.core import NotInArchive
from tests.archive.collected import archive_of, protocols, undone

TABLES = ("sheets", "slips", "field", "field_components")


@pytest.fixture(scope="module")
def shipped() -> Iterator[Archive]:
    with Archive() as archive:
        places.fill(archive)
        yield archive


@pytest.fixture(scope="module")
def games(shared: Path) -> Iterator[Archive]:
    """The singles of the Games of 2014."""
    names = "men_short men_free women_short women_free"
    with archive_of(*protocols(shared, "2013-14/owg2014", names)) as archive:
        yield archive


@pytest.fixture(scope="module")
def worlds(shared: Path) -> Iterator[Archive]:
    """Three events whose papers print every fall."""
    names = "men_short men_free women_short women_free pairs_short pairs_free"
    events = ("2022-23/ec2023", "2023-24/wc2024", "2024-25/ec2025")
    papers = [one for event in events for one in protocols(shared, event, names)]
    with archive_of(*papers) as archive:
        yield archive


def slip(archive: Archive, name: str, segment: str, code: str) -> tuple[bool | None, bool, bool]:
    """Whether an element fell, whether that is inferred, and whether it was popped."""
    rows = archive.run(
        "SELECT CASE WHEN s.performance IS NULL THEN false ELSE s.fell END,"
        " coalesce(s.inferred, false), coalesce(s.popped, false)"
        " FROM elements e JOIN performances p ON p.id = e.performance"
        " LEFT JOIN slips s ON s.performance = e.performance AND s.position = e.position"
        " WHERE p.name = ? AND p.segment_name = ? AND e.code = ?",
        [name, segment, code],
    )
    (row,) = rows
    return row[0], row[1], row[2]


@pytest.mark.parametrize(
    ("name", "segment", "code"),
    [
        ("HANYU Yuzuru", "free_skating", "4S"),  # he won with two falls
        ("HANYU Yuzuru", "free_skating", "3F"),
        ("LIPNITSKAYA Yulia", "short_program", "3F<<"),
        ("LIPNITSKAYA Yulia", "free_skating", "3S"),
    ],
)
def test_falls_that_everybody_saw_are_inferred(
    games: Archive, name: str, segment: str, code: str
) -> None:
    """The free skating of the men and both programs of Lipnitskaya at Sochi, as reported then."""
    assert slip(games, name, segment, code) == (True, True, False)


def test_where_two_elements_have_the_same_marks_it_stays_open_which_fell(games: Archive) -> None:
    """Asada's short program: one fall deducted, -3 from all nine judges for two elements."""
    for code in ("3A<", "2Lo+COMBO"):
        fell, inferred, _ = slip(games, "ASADA Mao", "short_program", code)
        assert fell is None
        assert not inferred
    rows = profile.elements(games, "mao-asada").filter(pl.col("name") == "3A")
    short_and_free = rows.row(0, named=True)
    assert (short_and_free["attempts"], short_and_free["falls_of"]) == (2, 1)


def test_the_rule_finds_the_falls_that_papers_print(
    worlds: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the F is hidden, at least nine in ten of the printed falls are found, and of what is
    said to have fallen at most one in twenty did not."""
    truth = {
        (row[0], row[1]): row[2]
        for row in worlds.run("SELECT performance, position, fall FROM elements")
    }
    monkeypatch.setattr(slips, "printed_since", lambda sign: date(2100, 1, 1))
    with undone(worlds):
        worlds.run("UPDATE elements SET fall = false")
        derived.fill(worlds, [row[0] for row in worlds.run("SELECT id FROM segments")])
        guessed = {
            (row[0], row[1]): row[2]
            for row in worlds.run("SELECT performance, position, fell FROM slips")
        }
    falls = {key for key, fell in truth.items() if fell}
    found = {key for key, fell in guessed.items() if fell}
    assert len(falls) > 100
    assert len(found & falls) >= 0.9 * len(falls)
    assert len(found - falls) <= 0.05 * len(found)


def test_a_printed_fall_is_not_inferred(worlds: Archive) -> None:
    ((printed,),) = worlds.run("SELECT count(*) FROM elements WHERE fall")
    ((fell, inferred, unknown),) = worlds.run(
        "SELECT count(*) FILTER (WHERE fell), count(*) FILTER (WHERE inferred),"
        " count(*) FILTER (WHERE fell IS NULL) FROM slips"
    )
    assert (fell, inferred, unknown) == (printed, 0, 0)


@pytest.mark.parametrize(
    ("name", "segment", "code", "popped"),
    [
        ("Yuzuru HANYU", "free_skating", "2S", True),  # the quadruple Salchow of his free skating
        ("Daisuke TAKAHASHI", "free_skating", "4T", False),
        ("Mao ASADA", "free_skating", "2A+3T", False),  # nobody plans more than a double Axel here
    ],
)
def test_popped_jumps_of_sochi_2012(
    shipped: Archive, name: str, segment: str, code: str, popped: bool
) -> None:
    rows = shipped.run(
        "SELECT coalesce(s.popped, false) FROM elements e"
        " JOIN performances p ON p.id = e.performance JOIN events v ON v.id = p.event"
        " LEFT JOIN slips s ON s.performance = e.performance AND s.position = e.position"
        " WHERE v.key = 'gpf2012' AND p.name = ? AND p.segment_name = ? AND e.code LIKE ?",
        [name, segment, f"{code}%"],
    )
    assert rows
    assert {row[0] for row in rows} == {popped}


def test_most_popped_jumps_are_done_with_more_turns_elsewhere(games: Archive) -> None:
    """The rule looks at one segment; that the same skater turned more in the same take-off at
    another time is another witness."""
    rows = games.run(
        "WITH jumps AS (SELECT e.performance, e.position, e.skater, coalesce(e.rotations, 0) AS r,"
        "  regexp_extract(e.name, '^[0-9]?([A-Za-z]+)', 1) AS takeoff"
        "  FROM elements e WHERE e.family = 'jump'),"
        " others AS (SELECT *, max(r) OVER (PARTITION BY skater, takeoff) AS most,"
        "  count(*) OVER (PARTITION BY skater, takeoff) AS tries FROM jumps)"
        " SELECT count(*), count(*) FILTER (WHERE most > r) FROM others o JOIN slips s"
        " ON s.performance = o.performance AND s.position = o.position"
        " WHERE s.popped AND tries > 1"
    )
    popped, with_more = rows[0]
    assert popped > 20
    assert with_more > 0.9 * popped


def test_the_derived_tables_follow_from_the_printed_ones(shipped: Archive) -> None:
    """`field` again, summed here element by element; and filling twice changes nothing."""
    before = {table: shipped.run(f"SELECT * FROM {table} ORDER BY ALL") for table in TABLES}
    with undone(shipped):
        derived.fill(shipped, [row[0] for row in shipped.run("SELECT id FROM segments")])
        after = {table: shipped.run(f"SELECT * FROM {table} ORDER BY ALL") for table in TABLES}
    assert after == before
    sums: dict[tuple[int, str], list[Any]] = defaultdict(lambda: [0, Decimal(0), Decimal(0), 0, 0])
    for row in shipped.rows("SELECT * FROM elements"):
        one = sums[row["segment"], row["name"]]
        one[0] += 1
        one[1] += row["goe"]
        one[2] += row["panel_score"]
        one[3] += bool(row["rotation_call"])
        one[4] += row["invalid"]
    found = {
        (row[0], row[1]): list(row[2:])
        for row in shipped.run(
            "SELECT segment, name, sum(attempts), sum(goe), sum(panel_score), sum(under_rotated),"
            " sum(invalid) FROM field GROUP BY segment, name"
        )
    }
    assert found == sums


def test_a_profile_is_what_the_elements_give(shipped: Archive) -> None:
    """Every triple Axel of Hanyu, and of all others in the same segments, one by one."""
    row = profile.elements(shipped, "yuzuru-hanyu").filter(name="3A").row(0, named=True)
    mine, others = [], []
    segments = set()
    for one in shipped.rows(
        "SELECT e.*, k.key FROM elements e JOIN skaters k ON k.id = e.skater WHERE e.name = '3A'"
    ):
        if one["key"] == "yuzuru-hanyu":
            mine.append(one)
            segments.add(one["segment"])
        else:
            others.append(one)
    others = [one for one in others if one["segment"] in segments]
    assert (row["attempts"], row["field_attempts"]) == (len(mine), len(others))
    for prefix, rows in (("", mine), ("field_", others)):
        for name, column in (("value", "panel_score"), ("base", "base_value"), ("goe", "goe")):
            expected = float(sum(one[column] for one in rows)) / len(rows)
            assert row[f"{prefix}{name}"] == pytest.approx(expected)
        graded = [sum(one["marks"]) / len(one["marks"]) / 3 for one in rows]
        assert row[f"{prefix}grade"] == pytest.approx(sum(graded) / len(graded))
        calls = sum(bool(one["rotation_call"]) for one in rows)
        assert row[f"{prefix}under_rotated"] == calls
        assert row[f"{prefix}under_rotated_rate"] == pytest.approx(calls / len(rows))


def test_all_elements_are_counted_once_in_each_answer(shipped: Archive) -> None:
    key = "mao-asada"
    ((count,),) = shipped.run(
        "SELECT count(*) FROM elements e JOIN skaters k ON k.id = e.skater WHERE k.key = ?", [key]
    )
    for answer in (
        profile.elements(shipped, key),
        profile.elements(shipped, key, by="first"),
        profile.families(shipped, key),
    ):
        assert answer["attempts"].sum() == count


def test_the_halves_leave_out_the_element_in_the_middle(shipped: Archive) -> None:
    answer = profile.halves(shipped, "mao-asada")
    assert set(zip(answer["name"], answer["half"], strict=True)) <= {
        ("jumps", 1),
        ("jumps", 2),
        ("other", 1),
        ("other", 2),
    }
    ((programs, elements),) = shipped.run(
        "SELECT count(DISTINCT e.performance), count(*) FROM elements e"
        " JOIN performances p ON p.id = e.performance JOIN skaters k ON k.id = e.skater"
        " WHERE k.key = 'mao-asada' AND p.segment_name = 'free_skating'"
    )
    assert elements - answer["attempts"].sum() in range(programs + 1)


def test_what_papers_mark_as_second_half_is_in_the_second(shipped: Archive) -> None:
    """Each jump with an x of one skater's free program counts in the second half, and nothing that
    came before the first x and in the first half by order."""
    key = "yuzuru-hanyu"
    first, second = 0, 0
    for program in shipped.rows(
        "SELECT list(e.second_half ORDER BY e.position) AS x, list(e.family ORDER BY e.position)"
        " AS families FROM elements e JOIN performances p ON p.id = e.performance"
        " JOIN skaters k ON k.id = e.skater"
        " WHERE k.key = ? AND p.segment_name = 'free_skating' GROUP BY e.performance",
        [key],
    ):
        jumps = [family == "jump" for family in program["families"]]
        start = program["x"].index(True)
        first += sum(jumps[: min(start, len(jumps) // 2)])
        second += sum(jumps[start:])
    answer = profile.halves(shipped, key).filter(name="jumps")
    assert dict(zip(answer["half"], answer["attempts"], strict=True)) == {1: first, 2: second}


def test_components_against_the_field(shipped: Archive) -> None:
    answer = profile.components(shipped, "daisuke-takahashi", as_of=date(2012, 12, 8))
    row = answer.filter(component="skating_skills").row(0, named=True)
    rows = shipped.rows(
        "SELECT c.segment, c.panel_score, k.key FROM components c"
        " JOIN skaters k ON k.id = c.skater WHERE c.component = 'skating_skills'"
    )
    own = {one["segment"]: one["panel_score"] for one in rows if one["key"] == "daisuke-takahashi"}
    rest: dict[int, list[Decimal]] = defaultdict(list)
    for one in rows:
        if one["segment"] in own and one["key"] != "daisuke-takahashi":
            rest[one["segment"]].append(one["panel_score"])
    differences = [float(own[s] - sum(rest[s]) / len(rest[s])) for s in own]
    assert row["performances"] == len(own)
    assert row["value"] == pytest.approx(float(sum(own.values())) / len(own))
    assert row["difference"] == pytest.approx(sum(differences) / len(differences), abs=1e-6)
    assert row["low"] < row["difference"] < row["high"]


def test_as_of_a_day_nothing_later_counts(shipped: Archive) -> None:
    early = profile.elements(shipped, "yuzuru-hanyu", as_of=date(2012, 10, 31))
    whole = profile.elements(shipped, "yuzuru-hanyu")
    assert 0 < early["attempts"].sum() < whole["attempts"].sum()
    assert profile.elements(shipped, "yuzuru-hanyu", as_of=date(2000, 1, 1)).is_empty()
    assert profile.elements(shipped, "yuzuru-hanyu", season="2011-12").is_empty()


def test_what_papers_did_not_print_is_not_said_to_be_none(shared: Path) -> None:
    """In 2005-06 no paper prints a call for turns or edge."""
    with archive_of(*protocols(shared, "2005-06/gpcan05", "women_short women_free")) as archive:
        skater = archive.run("SELECT key FROM skaters ORDER BY id LIMIT 1")[0][0]
        jumps = profile.families(archive, skater).filter(family="jump")
    assert jumps.height
    for name in ("under_rotated", "wrong_edge"):
        assert jumps[name].to_list() == [None] * jumps.height
        assert jumps[f"{name}_rate"].to_list() == [None] * jumps.height


def test_an_unknown_skater_is_refused_with_near_ones(shipped: Archive) -> None:
    for ask in (profile.elements, profile.families, profile.halves, profile.components):
        with pytest.raises(NotInArchive, match="yuzuru-hanyu"):
            ask(shipped, "yuzuru-hanyo")


def test_few_attempts_are_said_to_be_few(shipped: Archive) -> None:
    text = profile.elements(shipped, "yuzuru-hanyu", as_of=date(2012, 10, 21)).sentence
    assert "too few" in text


def test_the_interval_of_a_rate() -> None:
    """Wilson's interval solves (p - share)^2 = z^2 p (1 - p) / n: both ends must."""
    one = rate(3, 20)
    z = 1.6448536269514722
    for end in (one.low, one.high):
        assert end is not None
        assert abs(end - 0.15) == pytest.approx(z * sqrt(end * (1 - end) / 20))
    assert (rate(0, 10).low, rate(10, 10).high) == (0, 1)
    assert rate(10, 10).low == pytest.approx(10 / (10 + z * z))
    assert rate(0, 0).rate is None


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0, "never"),
        (0.01, "hardly ever"),
        (0.2, "one time in five"),
        (0.25, "one time in four"),
        (0.5, "every other time"),
        (0.4, "two times in five"),
        (2 / 3, "two times in three"),
        (1, "nearly every time"),
    ],
)
def test_rates_in_words(share: float, words: str) -> None:
    assert often(share) == words
