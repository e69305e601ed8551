"""Judges against what others wrote down, and the statistics against other ways to compute them."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from math import nan
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from kissandcry.archive import Archive, derived, judges, places
from kissandcry.archive.events import slug
from kissandcry.archive.judges import seats
from kissandcry.archive.judges.nations import association
from kissandcry.archive.judges.statistics import Effect, effect, false_discovery, shrunk
from kissandcry.core import NotInArchive
from tests.archive.collected import archive_of, protocols, undone
from tests.protocols.samples import marseille

NAMES = "men_short men_free women_short women_free pairs_short pairs_free dance_short dance_free"
FORMS_OF_ADDRESS = {"mr", "ms", "mrs"}


@pytest.fixture(scope="module")
def named(shared: Path) -> Iterator[Archive]:
    """Three events of 2017-18 with their panels."""
    events = ("2017-18/gpcan2017", "2017-18/gpjpn2017", "2017-18/owg2018")
    papers = [one for event in events for one in protocols(shared, event, NAMES, officials=True)]
    with archive_of(*papers) as archive:
        yield archive


def event_of(archive: Archive, folder: str) -> str:
    """The key of the event whose papers lay in a folder."""
    rows = archive.run(
        "SELECT DISTINCT v.key FROM segments s JOIN sources f ON f.id = s.source"
        " JOIN events v ON v.id = s.event WHERE f.address LIKE ?",
        [f"%/{folder}/%"],
    )
    (row,) = rows
    return str(row[0])


def words(name: str) -> frozenset[str]:
    """A name without the order of its parts: SHI Wei is Ms. Wei SHI."""
    return frozenset(slug(name).split("-")) - FORMS_OF_ADDRESS


def test_the_seats_are_those_of_another_list(named: Archive, shared: Path) -> None:
    """Judges by event, segment and number, as somebody else has gathered them."""
    text = (shared / "oracle" / "judge_nationalities.csv").read_text(encoding="utf-8")
    ours: dict[tuple[str, str, int], list[tuple[frozenset[str], str]]] = defaultdict(list)
    for row in named.rows(
        "SELECT f.address, s.category, s.segment, o.seat, o.name, t.nation FROM officials o"
        " JOIN segments s ON s.id = o.segment JOIN sources f ON f.id = s.source"
        " JOIN seats t ON t.segment = o.segment AND t.seat = o.seat"
    ):
        folder = Path(row["address"]).parent.name
        name = "" if row["category"] == "ice-dance" else row["category"]
        short = "" if not name else str(int(row["segment"].startswith("short")))
        key = (folder, f"{name}{short}", row["seat"])
        ours[key].append((words(row["name"]), row["nation"]))
    compared = nations = 0
    for row in csv.DictReader(text.splitlines()):
        name = row["category"]
        key = (
            row["competition"],
            f"{name}{row['is_short_program'] if name else ''}",
            int(row["judge_number"]),
        )
        if row["event_type"] != "individual" or key not in ours:
            continue
        found = [nation for who, nation in ours[key] if who == words(row["judge_name"])]
        assert found, (key, row["judge_name"], ours[key])
        compared += 1
        if found[0]:
            assert found[0] == row["judge_nationality"]
            nations += 1
    assert compared == 2 * 72  # the Games and Skate Canada; the list lacks the NHK Trophy
    assert nations > 72  # the pages of the Games print ISU for the nation of everybody


@pytest.mark.parametrize("seat", [1, 5, 9])
def test_differences_are_those_of_marks_that_others_read(
    named: Archive, shared: Path, seat: int
) -> None:
    """Skate Canada 2017 from the marks of BuzzFeed News: J1 to J9 in the columns of our judges."""
    text = (shared / "oracle" / "buzzfeed" / "gpcan2017_protocol.json").read_text(encoding="utf-8")
    title = "MEN FREE SKATING"
    marks: dict[str, list[float]] = {"elements": [], "components": []}
    for one in json.loads(text)["performances"]:
        if one["metadata"]["program"].upper() != title:
            continue
        for part, found in marks.items():
            for line in one[part]:
                given = [line[f"J{number}"] for number in range(1, 10)]
                others = [mark for number, mark in enumerate(given, 1) if number != seat]
                if any(mark is None or mark != mark for mark in given):
                    continue
                found.append(given[seat - 1] - sum(others) / len(others))
    (row,) = named.rows(
        "SELECT t.* FROM seats t JOIN segments s ON s.id = t.segment"
        " JOIN events v ON v.id = s.event WHERE v.key = ? AND s.category = 'men'"
        " AND s.segment = 'free_skating' AND t.seat = ?",
        [event_of(named, "gpcan2017"), seat],
    )
    assert row["component_marks"] == len(marks["components"]) == 12 * 5
    assert row["component_sum"] == pytest.approx(sum(marks["components"]))
    assert row["goe_marks"] == len(marks["elements"])
    assert row["goe_sum"] == pytest.approx(sum(marks["elements"]))
    squares = sum(one**2 for one in marks["elements"])
    assert row["goe_squares"] == pytest.approx(squares)


def test_without_one_judge_another_would_have_won_the_free_skating(named: Archive) -> None:
    """The women's free skating of the Games of 2018: Medvedeva and Zagitova with 156.65 each. The
    scores without the second judge, worked out by hand from the printed marks."""
    answer = judges.moved(named, event_of(named, "owg2018"), "women", "free skating")
    row = answer.filter(seat=2, skater=_key(named, "ZAGITOVA Alina")).row(0, named=True)
    assert (row["place"], row["place_without"]) == (2, 1)
    assert row["score"] == Decimal("156.65")
    assert row["score_without"] == _score_without(named, "ZAGITOVA Alina", 2)
    other = answer.filter(seat=2, skater=_key(named, "MEDVEDEVA Evgenia")).row(0, named=True)
    assert other["score_without"] == _score_without(named, "MEDVEDEVA Evgenia", 2)
    assert (other["place"], other["place_without"]) == (1, 2)
    assert "would have been first" in answer.sentence


def _key(archive: Archive, name: str) -> str:
    rows = archive.run(
        "SELECT DISTINCT k.key FROM performances p JOIN skaters k ON k.id = p.skater"
        " WHERE p.name = ?",
        [name],
    )
    return str(rows[0][0])


def _score_without(archive: Archive, name: str, seat: int) -> Decimal:
    """Rule 353 with eight judges: the highest and the lowest left out, the mean of six rounded."""
    cent = Decimal("0.01")

    def mean(values: list[Decimal]) -> Decimal:
        left = sorted(values)[1:-1]
        return (sum(left, Decimal(0)) / len(left)).quantize(cent, ROUND_HALF_UP)

    total = Decimal(0)
    for element in archive.rows(
        "SELECT e.* FROM elements e JOIN performances p ON p.id = e.performance"
        " WHERE p.name = ? AND p.segment_name = 'free_skating'",
        [name],
    ):
        step = _points_of_a_grade(element)
        given = [step(m) for n, m in enumerate(element["marks"], 1) if n != seat]
        total += element["base_value"] + mean(given)
    for component in archive.rows(
        "SELECT c.* FROM components c JOIN performances p ON p.id = c.performance"
        " WHERE p.name = ? AND p.segment_name = 'free_skating'",
        [name],
    ):
        given = [m for n, m in enumerate(component["marks"], 1) if n != seat]
        total += (mean(given) * component["factor"]).quantize(cent, ROUND_HALF_UP)
    return total


# Points of +1, +2, +3 in the scale of values of 2017-18 for what the two
# skated; nobody gave them a negative grade that is not listed.
_GRADES = {
    "2A": ("0.5", "1.0", "1.5"),
    "3": ("0.7", "1.4", "2.1"),
    "sp": ("0.5", "1.0", "1.5"),
    "StSq4": ("0.7", "1.4", "2.1"),
    "ChSq": ("0.7", "1.4", "2.1"),
}


def _points_of_a_grade(element: dict[str, Any]) -> Any:
    code = element["code"]
    kind = next((one for one in ("StSq4", "ChSq") if code.startswith(one)), "")
    if not kind:
        kind = "sp" if "Sp" in code else "3" if "3" in code else "2A"

    def points(grade: int) -> Decimal:
        assert grade >= 0, (code, grade)
        return Decimal(_GRADES[kind][grade - 1]) if grade else Decimal(0)

    return points


def test_every_row_loses_one_highest_and_one_lowest_mark(named: Archive) -> None:
    key = event_of(named, "owg2018")
    answer = judges.trimmed(named, key, "women", "free skating")
    ((rows,),) = named.run(
        "SELECT count(*) FROM (SELECT marks[1]::DECIMAL(9,2) AS m, segment FROM elements UNION ALL"
        " SELECT marks[1], segment FROM components) r JOIN segments s ON s.id = r.segment"
        " JOIN events v ON v.id = s.event WHERE v.key = ? AND s.category = 'women'"
        " AND s.segment = 'free_skating' AND r.m IS NOT NULL",
        [key],
    )
    assert answer["highest"].sum() == pytest.approx(rows)
    assert answer["lowest"].sum() == pytest.approx(rows)
    assert answer["marks"].to_list() == [rows] * 9


def test_the_plain_mean_changes_little_and_keeps_the_printed_score(named: Archive) -> None:
    answer = judges.untrimmed(named, event_of(named, "owg2018"), "men", "short program")
    first = answer.row(0, named=True)
    assert (first["name"], first["score"]) == ("HANYU Yuzuru", Decimal("111.68"))
    assert first["score_untrimmed"] == first["score"] + first["difference"]
    assert max(abs(value) for value in answer["difference"]) < 1


def test_one_judge_by_family_and_component(named: Archive) -> None:
    answer = judges.judge(named, judges.judges(named)["judge"][0])
    assert {"goe", "component", "same nation"} >= set(answer["kind"])
    whole = judges.judges(named).row(0, named=True)
    for kind, name in (("goe", "goe_difference"), ("component", "component_difference")):
        part = answer.filter(kind=kind)
        weighted = (
            sum(d * m for d, m in zip(part["difference"], part["marks"], strict=True))
            / part["marks"].sum()
        )
        assert weighted == pytest.approx(whole[name])
    assert "differs from the panel" in answer.sentence


def test_one_judge_and_all_judges_say_the_same(named: Archive) -> None:
    """Chance is reckoned among all judges, whichever question is asked."""
    for row in judges.judges(named, "2017-18").to_dicts():
        said = judges.judge(named, row["judge"], "2017-18").sentence
        assert said.endswith(row["says"][1:]), row["judge"]


def test_the_wording_never_judges(named: Archive) -> None:
    texts = [judges.judges(named).sentence, *judges.judges(named)["says"]]
    texts.append(judges.judge(named, judges.judges(named)["judge"][0]).sentence)
    key = event_of(named, "owg2018")
    texts.append(judges.moved(named, key, "women", "free skating").sentence)
    for text in texts:
        for word in ("bias", "cheat", "unfair", "wrong mark", "favour", "corrupt", "prefer"):
            assert word not in text.lower()


def test_before_columns_named_judges_nothing_is_said() -> None:
    with Archive() as archive:
        places.fill(archive)
        for answer in (
            judges.judges(archive, season="2012-13"),
            judges.judges(archive, as_of=date(2013, 1, 1)),
            judges.moved(archive, "gpf2012", "men", "free skating"),
            judges.trimmed(archive, "gpf2012", "men", "free skating"),
            judges.untrimmed(archive, "gpf2012", "men", "free skating"),
        ):
            assert answer.is_empty()
            assert "random order" in answer.sentence
        later = judges.judges(archive)
        assert later.is_empty()
        assert "have not been collected" in later.sentence
        with pytest.raises(NotInArchive, match="names none"):
            judges.judge(archive, "nobody")


def test_an_unknown_judge_is_refused_with_near_ones(named: Archive) -> None:
    with pytest.raises(NotInArchive, match="the nearest are"):
        judges.judge(named, "somebody-else")


def test_seats_follow_from_the_printed_tables(named: Archive) -> None:
    tables = ("seats", "seat_parts")
    before = {table: named.run(f"SELECT * FROM {table} ORDER BY ALL") for table in tables}
    with undone(named):
        derived.fill(named, [row[0] for row in named.run("SELECT id FROM segments")])
        after = {table: named.run(f"SELECT * FROM {table} ORDER BY ALL") for table in tables}
    assert after == before


def test_a_judge_who_was_removed_counts_for_nobody(shared: Path) -> None:
    """Skate America 2016, pairs: the sixth column is printed with 0.00 in every component."""
    papers = protocols(shared, "2016-17/gpusa2016", "pairs_short", officials=True)
    with archive_of(*papers) as archive:
        assert [row[0] for row in archive.run("SELECT seat FROM seats ORDER BY seat")] == [
            1, 2, 3, 4, 5, 7, 8, 9,
        ]  # fmt: skip
        ((total,),) = archive.run("SELECT sum(component_sum) FROM seats")
        assert total == pytest.approx(0, abs=1e-9)  # eight judges differ from each other by nothing
        key = event_of(archive, "gpusa2016")
        assert judges.trimmed(archive, key, "pairs", "short program").height == 8


@pytest.mark.parametrize(
    ("printed", "expected"),
    [("OAR", "RUS"), ("ROC", "RUS"), ("FSR", "RUS"), ("ISU", ""), ("-", ""), ("JPN", "JPN")],
)
def test_associations(printed: str, expected: str) -> None:
    assert association(printed) == expected


def test_the_effect_is_that_of_one_regression(named: Archive) -> None:
    """A least squares fit over all segments of a judge at once, with a constant and a slope for
    each of them: the coefficient of his nation is the mean that `seats` gives."""
    ((judge,),) = named.run(
        "SELECT judge FROM seats WHERE weight > 0 GROUP BY judge"
        " ORDER BY count(*) DESC, sum(own) DESC, judge LIMIT 1"
    )
    sat = named.run(
        "SELECT segment, seat, nation FROM seats WHERE judge = ? AND weight > 0", [judge]
    )
    assert len(sat) > 1
    blocks, values, own = [], [], []
    for number, (segment, seat, home) in enumerate(sat):
        (row,) = named.run(seats._SEGMENT, [[segment], date(2016, 7, 1)])
        done = seats.differences(seats.panel_of(named, row))
        nations = named.run(
            "SELECT nation FROM performances WHERE segment = ? ORDER BY position", [segment]
        )
        block = np.zeros((len(nations), 2 * len(sat)))
        block[:, 2 * number] = 1
        block[:, 2 * number + 1] = done.level[:, seat - 1]
        blocks.append(block)
        values.append(done.points[:, seat - 1])
        own += [association(nation) == home for (nation,) in nations]
    design = np.column_stack([np.array(own, float), np.vstack(blocks)])
    fitted = np.linalg.lstsq(design, np.concatenate(values), rcond=None)[0]
    ((sums, weights),) = named.run(
        "SELECT sum(points_own), sum(weight) FROM seats WHERE judge = ?", [judge]
    )
    assert sums / weights == pytest.approx(fitted[0], rel=1e-6)


def test_shuffled_nations_give_nothing(named: Archive) -> None:
    """Where the nations of the skaters of each segment change places, one p value in ten is below
    0.1: within the band of a binomial count."""
    generator = np.random.default_rng(7)
    found = []
    ids = [one[0] for one in named.run("SELECT id FROM segments")]
    for row in named.run(seats._SEGMENT, [ids, date(2016, 7, 1)]):
        done = seats.differences(seats.panel_of(named, row))
        nations = [
            association(n[0])
            for n in named.run(
                "SELECT nation FROM performances WHERE segment = ? ORDER BY position", [row[0]]
            )
        ]
        sat = named.run("SELECT judge, seat, nation FROM seats WHERE segment = ?", [row[0]])
        found.append((done, np.array(nations), sat))
    p_values = []
    for _ in range(20):
        sums: dict[int, Any] = defaultdict(lambda: np.zeros(4))
        for done, nations_of, sat in found:
            drawn = generator.permutation(nations_of)
            for judge, seat, home in sat:
                own = (drawn == home) & (home != "")
                one = seats.seat_sums(done, seat - 1, own)
                if one[9]:
                    sums[judge] += [one[15], one[9], one[16], one[16] ** 2 / one[10]]
        for points, weight, variance, uncertain in sums.values():
            made = effect(points, weight, variance, variance**2 / uncertain)
            assert made is not None
            p_values.append(made.p)
    low = sum(p <= 0.1 for p in p_values)
    count = len(p_values)
    assert count > 500
    assert abs(low - 0.1 * count) < 3.3 * (0.09 * count) ** 0.5


@pytest.mark.parametrize(
    ("freedom", "t", "p"),
    [(10, 1.812, 0.1), (10, 2.228, 0.05), (3, 2.353, 0.1), (5, 4.032, 0.01), (120, 1.980, 0.05)],
)
def test_the_p_value_is_that_of_the_table_of_student(freedom: int, t: float, p: float) -> None:
    one = effect(t, 1, 1, freedom)
    assert one is not None
    assert one.p == pytest.approx(p, abs=0.001)
    assert one.estimate == t


def test_the_interval_reaches_as_far_as_the_table_of_student() -> None:
    one = effect(0, 2, 4, 10)  # a standard error of 1
    assert one is not None
    assert one.low == pytest.approx(-1.812, abs=0.01)
    assert one.high == pytest.approx(1.812, abs=0.01)
    assert effect(1, 0, 1, 5) is None


def test_the_example_of_benjamini_and_hochberg() -> None:
    """Their paper of 1995, section 3.2: of fifteen hypotheses four are rejected at 0.05."""
    p_values = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
        0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000,
    ]  # fmt: skip
    q_values = false_discovery(p_values)
    assert sum(q <= 0.05 for q in q_values) == 4
    assert q_values == sorted(q_values)
    assert q_values[0] == pytest.approx(0.0015)
    assert false_discovery(p_values[::-1]) == q_values[::-1]


def test_few_marks_are_drawn_towards_all() -> None:
    sure = [Effect(one, 0.5, 30, nan, nan, nan) for one in (3.0, 4.0, 5.0, 6.0)]
    vague = Effect(12.0, 6.0, 5, nan, nan, nan)
    drawn = shrunk([*sure, vague])
    assert 3 < drawn[0] < 4.5
    assert abs(drawn[0] - 3) < 0.5
    assert 4 < drawn[4] < 6  # of its twelve hardly anything is left
    assert shrunk([]) == []


def test_a_segment_without_places_is_declined_in_a_sentence() -> None:
    paper = marseille()
    skates = tuple(msgspec.structs.replace(one, rank=None) for one in paper.performances)
    with archive_of(msgspec.structs.replace(paper, performances=skates)) as archive:
        ((event,),) = archive.run("SELECT key FROM events")
        for question in (judges.moved, judges.trimmed, judges.untrimmed):
            answer = question(archive, event, "men", "short program")
            assert (answer.height, answer.sentence[-25:]) == (0, "nobody has a place in it.")
