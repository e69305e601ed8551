"""Nobody is merged with another, and nobody split: against names checked by hand and the numbers
that official entries link."""

import csv
import html
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import permutations
from pathlib import Path
from random import Random
from typing import Final

import pytest

from kissandcry.archive import Archive
from kissandcry.archive.people import Met, Register, explain, people, review, standing
from kissandcry.archive.people import rules as ruling
from kissandcry.core import NotInArchive
from tests.archive import met
from tests.archive.met import HERE, Named

_SEX: Final = {"woman": "f", "man": "m"}


@pytest.fixture(scope="module")
def archive() -> Iterator[Archive]:
    with Archive() as found:
        met.collect(found, met.by_event(met.named()))
        yield found


def _checked() -> list[tuple[str, frozenset[tuple[str, str, str]]]]:
    with (HERE / "people_checked.csv").open(encoding="utf-8", newline="") as file:
        return [
            (
                row["key"],
                frozenset(
                    (*one.rsplit(", ", 1), _SEX[row["who"]]) for one in row["names"].split(" | ")
                ),
            )
            for row in csv.DictReader(file)
        ]


def test_the_people_checked_by_hand_are_enough_and_hard_enough() -> None:
    checked = _checked()
    assert len({key for key, _ in checked}) == len(checked) >= 300
    with (HERE / "people_checked.csv").open(encoding="utf-8", newline="") as file:
        assert sum("couple" in row["numbers"] for row in csv.DictReader(file)) >= 60
    changed = [own for _, own in checked if len({(sorted(n.lower()), x)[1] for n, x, _ in own}) > 1]
    assert len(changed) >= 40


def test_nobody_is_merged_and_nobody_split(archive: Archive) -> None:
    found = met.people(archive)
    of_name = {name: own for own in found for name in own}
    for key, names in _checked():
        assert {of_name[name] for name in names} == {names}, key


def test_each_has_the_key_expected(archive: Archive) -> None:
    frame = people(archive)
    names = dict(zip(frame["person"], frame["names"], strict=True))
    for key, own in _checked():
        printed = " / ".join(names[key])
        assert all(name in printed for name, _, _ in own), key


def test_each_number_is_one_skater_and_each_skater_one_number(archive: Archive) -> None:
    """Numbers come from the entries themselves, not from the rules. No exception is known."""
    rows = archive.run("SELECT DISTINCT isu_id, skater FROM entries WHERE isu_id != ''")
    skaters, numbers = defaultdict(set), defaultdict(set)
    for number, skater in rows:
        skaters[number].add(skater)
        numbers[skater].add(number)
    assert len(skaters) > 800
    assert [own for own in skaters.values() if len(own) > 1] == []
    assert [own for own in numbers.values() if len(own) > 1] == []


def test_the_rules_find_without_numbers_what_the_numbers_say() -> None:
    """Whoever has one number is one without it too, or stands among the doubtful; nobody else is
    merged."""
    without = [row._replace(number="") for row in met.named()]
    with Archive() as archive:
        met.collect(archive, met.by_event(without))
        rows = archive.run("SELECT name, nation, discipline, skater FROM name_forms")
        doubtful = {name for row in review(archive).rows() for name in (row[0], row[2])}
    skater = {(name, nation, discipline): id for name, nation, discipline, id in rows}
    numbers: dict[str, set[int]] = defaultdict(set)
    names: dict[int, set[str]] = defaultdict(set)
    for row in met.named():
        discipline = standing.discipline_of(row.category)
        id = skater[row.name, row.nation, discipline]
        names[id].add(row.number)
        if row.number:
            numbers[row.number].add(id)
    assert [own - {""} for own in names.values() if len(own - {""}) > 1] == []
    split = {number for number, own in numbers.items() if len(own) > 1}
    assert len(split) <= 4
    for row in met.named():
        if row.number in split:
            assert doubtful & set(row.name.split(" / ")), row


def test_any_order_of_collecting_ends_in_the_same_people() -> None:
    """With the names of those who have several, and all that stood beside them."""
    hard = {name[0] for _, own in _checked() if len(own) > 3 for name in own}
    rows = [row for row in met.named() if hard & set(row.name.split(" / "))]
    assert len(hard) > 50
    events = met.by_event(rows)
    with Archive() as ordered:
        met.collect(ordered, events)
        expected = met.people(ordered), _entered(ordered)
    for seed in range(2):
        with Archive() as shuffled:
            met.collect(shuffled, Random(seed).sample(events, len(events)))
            assert (met.people(shuffled), _entered(shuffled)) == expected


def _entered(archive: Archive) -> set[frozenset[tuple[str, str, str]]]:
    """The performances of each skater."""
    found = defaultdict(set)
    rows = archive.run(
        "SELECT p.skater, p.name, e.key, p.segment_name FROM performances p"
        " JOIN events e ON e.id = p.event"
    )
    for skater, *what in rows:
        found[skater].add(tuple(what))
    return {frozenset(own) for own in found.values()}


def test_a_question_lists_everybody_and_the_doubtful(archive: Archive) -> None:
    everybody = people(archive)
    (row,) = everybody.filter(everybody["person"] == "valentina-marchei").to_dicts()
    assert row["skaters"] == ["valentina-marchei", "valentina-marchei-ondrej-hotarek"]
    assert str(everybody.height) in everybody.sentence.replace(",", "")
    assert review(archive).columns[-1] == "write"


def test_each_joining_names_its_rule(archive: Archive) -> None:
    answer = explain(archive, "yuzuru-hanyu")
    (row,) = answer.to_dicts()
    assert {row["name"], row["other"]} == {"HANYU Yuzuru", "Yuzuru HANYU"}
    assert (row["rule"], row["rule_name"]) == ("S2", "number")
    wende = explain(archive, "maylin-hausch-daniel-wende").to_dicts()
    assert {row["rule"] for row in wende} == {"S2"}
    with pytest.raises(NotInArchive, match="the nearest are"):
        explain(archive, "yuzuru-haniu-of-nowhere")


def test_every_rule_is_documented() -> None:
    page = (HERE.parents[1] / "docs" / "people.md").read_text(encoding="utf-8")
    for rule in ruling.rules().values():
        assert f"**{rule.number}** {rule.name}: {rule.says}" in page.replace("\n  ", " ")


_LINK: Final = re.compile(r'<a href="[^"]*isufs(\d+)\.htm"[^>]*>(.*?)</a>(.*?)(?=<a |$)', re.DOTALL)


def test_the_names_met_are_those_of_the_saved_entries(shared: Path) -> None:
    """Name, nation and number of each line of the entries, read apart from the collector."""
    met_there = {(row.number, row.name, row.nation) for row in met.named() if row.number}
    pages = [
        *shared.glob("pages/*/*/*_entries.html"),
        *shared.glob("pages/sites/wc2014/CAT*EN.HTM"),
    ]
    read = 0
    for page in pages:
        text = page.read_bytes().decode("utf-8", "replace")
        for number, name, after in _LINK.findall(text):
            nation = re.search(r"<td[^>]*>([A-Z]{3})</td>", after)
            assert nation
            printed = html.unescape(re.sub("<[^>]*>", "", name)).strip()
            if "\ufffd" not in printed:
                assert (number, printed, nation[1]) in met_there, page
                read += 1
    assert read > 2000


def test_two_of_one_name_are_told_apart_by_their_numbers() -> None:
    first = [
        Named("one", date(2012, 11, 2), "women", "Anna EXAMPLE", "FIN", number="1"),
        Named("two", date(2013, 11, 1), "women", "Anna EXAMPLE", "FIN"),
    ]
    late = [Named("three", date(2014, 11, 7), "women", "Anna EXAMPLE", "FIN", number="2")]
    with Archive() as archive:
        met.collect(archive, met.by_event(first))
        assert archive.run("SELECT key FROM skaters") == [("anna-example",)]
        met.collect(archive, met.by_event(late))
        keys = archive.run("SELECT key FROM skaters ORDER BY id")
        assert keys == [("anna-example",), ("anna-example-fin",)]
        skated = archive.run(
            "SELECT e.key, s.key FROM performances p JOIN events e ON e.id = p.event"
            " JOIN skaters s ON s.id = p.skater WHERE segment_name = 'FS' ORDER BY p.day"
        )
        assert skated[0] == ("one", "anna-example")
        assert skated[2] == ("three", "anna-example-fin")


_COUPLES: Final = [
    Named("one", date(2012, 11, 2), "ice-dance", "Tessa VIRTUE / Scott MOIR", "CAN", number="5"),
    Named("two", date(2013, 11, 1), "ice-dance", "Scott MOIR / Tessa VIRTUE", "CAN", number="5"),
    Named("three", date(2014, 2, 10), "ice-dance", "VIRTUE Tessa / MOIR Scott", "CAN"),
]


def test_a_couple_printed_with_the_man_first_is_the_same_couple() -> None:
    for numbered in (True, False):
        rows = [row if numbered else row._replace(number="") for row in _COUPLES]
        for order in permutations(met.by_event(rows)):
            with Archive() as archive:
                met.collect(archive, order)
                assert archive.run("SELECT name FROM skaters") == [("Tessa VIRTUE / Scott MOIR",)]
                assert archive.run("SELECT count(DISTINCT skater) FROM performances") == [(1,)]
                assert met.people(archive) == {
                    frozenset((name, "CAN", sex) for name in own for sex in sexes)
                    - frozenset({(own[1], "CAN", sexes[1])})
                    for own, sexes in (
                        (("Tessa VIRTUE", "VIRTUE Tessa"), "fm"),
                        (("Scott MOIR", "MOIR Scott"), "mf"),
                    )
                }
                assert review(archive).is_empty()
                assert {row["rule"] for row in explain(archive, "scott-moir").to_dicts()} >= {"S15"}


def test_a_man_in_a_womans_place_beside_another_partner_is_doubtful() -> None:
    rows = [_COUPLES[0], _COUPLES[1]._replace(name="Scott MOIR / Jane EXAMPLE", number="")]
    for order in permutations(met.by_event(rows)):
        with Archive() as archive:
            met.collect(archive, order)
            assert archive.run("SELECT count(*) FROM skaters") == [(2,)]
            (row,) = review(archive).to_dicts()
            assert (row["name"], row["other"], row["rule"]) == ("Scott MOIR", "Scott MOIR", "D7")


@pytest.mark.parametrize(
    "two",
    [
        [("Anna EXAMPLEN", "FIN"), ("Anna EXOMPLAN", "FIN")],
        [("Anna EXAMPLAN", "SWE"), ("Anna EXAMPLAN", "NOR")],
    ],
)
def test_a_name_that_fits_two_people_is_neither_and_listed(two: list[tuple[str, str]]) -> None:
    """A letter between two who skated against each other, and a third nation after two."""
    rows = [Named("one", date(2012, 11, 2), "women", *who) for who in two]
    rows.append(Named("two", date(2013, 11, 1), "women", "Anna EXAMPLAN", "FIN"))
    for order in permutations(met.by_event(rows)):
        with Archive() as archive:
            met.collect(archive, order)
            assert len(met.people(archive)) == 3
            listed = {
                frozenset({(row[0], row[1]), (row[2], row[3])}) for row in review(archive).rows()
            }
            assert {frozenset({one, ("Anna EXAMPLAN", "FIN")}) for one in two} <= listed


def test_a_register_alone_takes_names_without_an_event() -> None:
    with Archive() as archive, archive.transaction():
        register = Register(archive.connection)
        names = [("Tessa VIRTUE / Scott MOIR", "CAN"), ("MOIR Scott", "CAN")]
        days = date(2014, 2, 16)
        ids = register.skaters([Met(*one, "ice_dance", days) for one in names])
        assert len(set(ids)) == 2
        assert register.skaters([]) == []
