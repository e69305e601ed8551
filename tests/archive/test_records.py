"""Records as of any day, against plain Python over the protocols as they are read."""

import json
import random
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kissandcry.archive import Archive, records
from kissandcry.archive.scores import TOTAL, TOTAL_ORIGINAL
from kissandcry.core import KissAndCryError, NotInArchive
from kissandcry.notation import parse
from kissandcry.protocols import batch
from tests.conftest import _built_once

FIVE = date(2018, 7, 1)  # grades from -5 to +5 are given since
CLOSING = ("free_skating", "free_dance")
DAYS = [
    date(2006, 2, 15),
    date(2009, 1, 21),
    date(2010, 3, 26),
    date(2012, 12, 7),
    date(2014, 2, 14),
    date(2018, 2, 20),
    date(2019, 12, 6),
    date(2022, 2, 10),
    date(2025, 12, 31),
]


class Score(NamedTuple):
    """A score as a protocol prints it. `event` and `skater` are keys."""

    discipline: str
    level: str
    grades: int
    segment: str
    team: bool
    event: str
    skater: str
    day: date
    start: int | None
    row: int
    position: int
    part: str
    value: Decimal


def _facts(shared: Path) -> list[dict[str, Any]]:
    """Every performance of all protocols, read anew, as plain data."""
    files = [*shared.glob("protocols/**/*.pdf"), *shared.glob("pages/**/*.pdf")]
    files += shared.glob("protocols/**/*_JD*.csv")
    facts = []
    for read in batch.read_files(sorted(files), jobs=2):
        for p in read.protocols:
            head = {
                "file": read.path.relative_to(shared).as_posix(),
                "discipline": str(p.discipline),
                "level": str(p.level),
                "segment": str(p.segment),
                "day": str(p.date) if p.date else None,
            }
            facts += [
                {
                    **head,
                    "name": one.name,
                    "start": one.starting_number,
                    "row": row,
                    "tss": str(one.tss),
                    "tes": str(one.tes),
                    "pcs": str(one.pcs),
                    "elements": [[e.code, str(e.panel_score), str(e.goe)] for e in one.elements],
                    "components": [[c.name, str(c.panel_score)] for c in one.components],
                }
                for row, one in enumerate(p.performances)
            ]
    return facts


@pytest.fixture(scope="session")
def facts_file(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Path:
    """`_facts` as JSON, made once for all processes of a test run."""

    def build(path: Path) -> None:
        path.write_text(json.dumps(_facts(shared)), encoding="utf-8")

    return _built_once(tmp_path_factory, "facts", build)


class Printed:
    """What the protocols print. Who is meant by a name, and the key of an event, are those of the
    archive."""

    def __init__(self, facts: list[dict[str, Any]], archive: Archive) -> None:
        who = {}
        for row in archive.rows(
            "SELECT o.address, p.name, s.key AS skater, e.key AS event, p.day, p.team"
            " FROM performances p JOIN segments g ON g.id = p.segment"
            " JOIN sources o ON o.id = g.source JOIN skaters s ON s.id = p.skater"
            " JOIN events e ON e.id = p.event WHERE e.kind <> 'national'"
        ):
            file = Path(row["address"]).as_posix().rpartition("/shared/")[2]
            who[file, row["name"]] = row
        self.skates = [
            fact | {"who": who[fact["file"], fact["name"]]}
            for fact in facts
            if (fact["file"], fact["name"]) in who
        ]
        assert len(self.skates) == len(who)

    def _score(self, fact: dict[str, Any], value: str, position: int, part: str) -> Score:
        who = fact["who"]
        day = date.fromisoformat(fact["day"]) if fact["day"] else who["day"]
        return Score(
            fact["discipline"],
            fact["level"],
            5 if day >= FIVE else 3,
            fact["segment"],
            who["team"],
            who["event"],
            who["skater"],
            day,
            fact["start"],
            fact["row"],
            position,
            part,
            Decimal(value),
        )

    def segments(self, by: str) -> list[Score]:
        return [self._score(fact, fact[by], 0, "") for fact in self.skates]

    def totals(self, by: str) -> list[Score]:
        """The sums of all segments of a category, of those who skated all of them."""
        held: dict[tuple[str, ...], set[str]] = defaultdict(set)
        own: dict[tuple[str, ...], list[Score]] = defaultdict(list)
        for one in self.segments(by):
            if not one.team:
                category = (one.event, one.level, one.discipline)
                held[category].add(one.segment)
                own[*category, one.skater].append(one)
        found = []
        for key, scores in own.items():
            segments = held[key[:3]]
            closing = [one for one in scores if one.segment in CLOSING]
            opened = segments - {*CLOSING, "compulsory_dance"}
            if closing and opened and len(scores) == len(segments):
                kind = TOTAL_ORIGINAL if "original_dance" in segments else TOTAL
                found.append(
                    closing[0]._replace(
                        segment=kind,
                        day=max(one.day for one in scores),
                        value=sum((one.value for one in scores), Decimal()),
                    )
                )
        return found

    def elements(self, column: int) -> list[Score]:
        """Scores (1) or grades of execution (2) of elements, by their names."""
        found = []
        for fact in self.skates:
            for position, element in enumerate(fact["elements"], start=1):
                try:
                    name = "+".join(part.stem for part in parse(element[0], "").parts)
                except KissAndCryError:
                    continue
                found.append(self._score(fact, element[column], position, name))
        return found

    def components(self, start: str) -> list[Score]:
        return [
            self._score(fact, value, position, start)
            for fact in self.skates
            for position, (name, value) in enumerate(fact["components"], start=1)
            if name.lower().startswith(start)
        ]


@pytest.fixture(scope="module")
def printed(reference_file: Path, facts_file: Path) -> Printed:
    """What the protocols print."""
    with Archive(reference_file, read_only=True) as archive:
        return Printed(json.loads(facts_file.read_text(encoding="utf-8")), archive)


def in_time(one: Score) -> tuple[Any, ...]:
    """The order of time; without a starting number the best of a paper counts as the first, and of
    equal ones the first in the paper."""
    known = one.start is not None
    return (
        one.day,
        one.event,
        ("team-" if one.team else "") + ("" if one.level == "senior" else one.level),
        one.segment in CLOSING,
        not known,
        one.start or 0,
        0 if known else -one.value,
        one.row,
        one.position,
    )


def fell(scores: Sequence[Score]) -> list[tuple[Any, ...]]:
    """Every time the record fell: day, skater, event, value, and the one before."""
    found: list[tuple[Any, ...]] = []
    best: Score | None = None
    for one in sorted(scores, key=in_time):
        if best is None or one.value > best.value:
            before: tuple[Any, ...] = (None, None, None)
            if best is not None:
                before = (best.value, best.skater, (one.day - best.day).days)
            found.append((one.day, one.skater, one.event, one.value, *before))
            best = one
    return found


COLUMNS = (
    "day",
    "skater",
    "event",
    "score",
    "previous_score",
    "previous_skater",
    "days_held",
)


def groups(scores: Sequence[Score]) -> Iterator[tuple[tuple[Any, ...], list[Score]]]:
    """Scores by what has a record of its own."""
    found: dict[tuple[Any, ...], list[Score]] = defaultdict(list)
    for one in scores:
        found[one.discipline, one.level, one.grades, one.segment].append(one)
    yield from found.items()


@pytest.mark.parametrize("by", ["tss", "tes", "pcs"])
@pytest.mark.parametrize("of", [Printed.segments, Printed.totals])
def test_every_record_fell_as_the_protocols_say(
    reference_archive: Archive,
    printed: Printed,
    by: str,
    of: Callable[[Printed, str], list[Score]],
) -> None:
    """Every category, segment and total, as of five days (of TES and PCS: as of the last)."""
    scores = of(printed, by)
    compared = 0
    for as_of in DAYS[::2] if by == "tss" else DAYS[-1:]:
        for (discipline, level, grades, segment), own in groups(scores):
            expected = fell([one for one in own if one.day <= as_of])
            answer = records.progression(
                reference_archive,
                discipline,
                segment,
                level=level,
                grades=grades,
                by=by,
                as_of=as_of,
            )
            assert answer.select(COLUMNS).rows() == expected, (segment, discipline, as_of)
            compared += bool(expected)
    assert compared > (5 if by != "tss" else 30)


@pytest.mark.parametrize("as_of", DAYS)
def test_the_highest_scores_are_those_of_the_protocols(
    reference_archive: Archive, printed: Printed, as_of: date
) -> None:
    for scores in (printed.segments("tss"), printed.totals("tss")):
        for (discipline, level, grades, segment), all_own in groups(scores):
            own = [one for one in all_own if one.day <= as_of]
            answer = records.highest(
                reference_archive,
                discipline,
                segment,
                level=level,
                grades=grades,
                top=20,
                as_of=as_of,
            )
            values = sorted((one.value for one in own), reverse=True)
            assert answer["score"].to_list() == values[:20]
            ranks = [1 + sum(other > value for other in values) for value in values[:20]]
            assert answer["rank"].to_list() == ranks
            marks = {(one.skater, one.event, one.value) for one in own}
            assert {*answer.select("skater", "event", "score").rows()} <= marks


def test_pages_of_the_highest_scores_follow_each_other(
    reference_archive: Archive, printed: Printed
) -> None:
    """Grades of execution repeat often, so that ties lie across the pages."""
    own = [one for one in printed.elements(2) if one.part == "3Lz" and one.discipline == "women"]
    values = sorted((one.value for one in own if one.grades == 3), reverse=True)
    given: dict[str, Any] = {"name": "3Lz", "by": "goe", "grades": 3}
    whole = records.elements(reference_archive, "women", **given, top=90)
    assert whole["score"].to_list() == values[:90]
    ranks = [1 + sum(other > value for other in values) for value in values[:90]]
    assert whole["rank"].to_list() == ranks
    for skip in (0, 30, 60, 7):
        part = records.elements(reference_archive, "women", **given, top=30, skip=skip)
        assert part["rank"].to_list() == ranks[skip : skip + 30]
        assert part["score"].to_list() == values[skip : skip + 30]


def test_the_best_of_each_skater(reference_archive: Archive, printed: Printed) -> None:
    own = [one for one in printed.totals("tss") if one.discipline == "women" and one.grades == 5]
    best: dict[str, Decimal] = {}
    for one in own:
        if one.level == "senior":
            best[one.skater] = max(best.get(one.skater, Decimal()), one.value)
    values = sorted(best.values(), reverse=True)
    for skip in (0, 40):
        answer = records.highest(reference_archive, "women", each=True, top=40, skip=skip)
        assert dict(answer.select("skater", "score").rows()).items() <= best.items()
        assert answer["score"].to_list() == values[skip : skip + 40]
        assert answer["rank"].to_list() == [1 + sum(v > x for v in values) for x in answer["score"]]


@pytest.mark.parametrize(
    ("discipline", "name", "column"),
    [("men", "4T+3T", 1), ("women", "3A", 2), ("pairs", "3LzTh", 1), ("ice_dance", "StaLi", 1)],
)
def test_the_record_of_an_element_fell_as_the_protocols_say(
    reference_archive: Archive, printed: Printed, discipline: str, name: str, column: int
) -> None:
    own = [
        one
        for one in printed.elements(column)
        if one.part == name and one.discipline == discipline and one.level == "senior"
    ]
    for as_of in (DAYS[5], DAYS[-1]):
        for grades in (3, 5):
            answer = records.progression(
                reference_archive,
                discipline,
                element=name,
                grades=grades,
                by="goe" if column == 2 else None,
                as_of=as_of,
            )
            chosen = [one for one in own if one.grades == grades and one.day <= as_of]
            assert answer.select(COLUMNS).rows() == fell(chosen)


def test_the_record_of_a_component_fell_as_the_protocols_say(
    reference_archive: Archive, printed: Printed
) -> None:
    own = [one for one in printed.components("skating") if one.level == "senior"]
    for discipline in ("men", "women", "pairs", "ice_dance"):
        answer = records.progression(
            reference_archive, discipline, component="skating skills", grades=3
        )
        chosen = [one for one in own if one.discipline == discipline and one.grades == 3]
        assert answer.select(COLUMNS).rows() == fell(chosen)


def test_the_best_of_each_element(reference_archive: Archive, printed: Printed) -> None:
    best: dict[str, Decimal] = {}
    for one in printed.elements(1):
        if (one.discipline, one.level, one.grades) == ("men", "senior", 5):
            best[one.part] = max(best.get(one.part, Decimal()), one.value)
    answer = records.elements(reference_archive, "men", grades=5, top=30)
    assert answer["score"].to_list() == sorted(best.values(), reverse=True)[:30]
    names = ["+".join(part.stem for part in parse(code, "").parts) for code in answer["element"]]
    assert [best[name] for name in names] == answer["score"].to_list()


def test_personal_and_seasons_bests(reference_archive: Archive, printed: Printed) -> None:
    """Of 40 skaters, as of two days each."""
    scores = [*printed.segments("tss"), *printed.totals("tss")]
    skaters = random.Random(20121208).sample(sorted({one.skater for one in scores}), 40)
    for number, skater in enumerate(["yuzuru-hanyu", *skaters]):
        as_of = DAYS[number % len(DAYS)]
        for day in (as_of, DAYS[-1]):
            best: dict[tuple[Any, ...], Decimal] = {}
            for one in scores:
                if one.skater == skater and one.day <= day:
                    first = one.day.year - (one.day.month < 7)
                    season = f"{first}-{(first + 1) % 100:02d}"
                    for key in ("personal", season):
                        name = (key, one.level, one.grades, one.segment)
                        best[name] = max(best.get(name, Decimal()), one.value)
            answer = records.bests(reference_archive, skater, day)
            found = {
                (row["season"] if row["best"] == "season" else "personal", *key): row["score"]
                for row in answer.to_dicts()
                for key in [(row["level"], row["grades"], row["segment"])]
            }
            assert found == best, (skater, day)


def test_what_a_skater_holds_is_part_of_how_the_records_fell(reference_archive: Archive) -> None:
    answer = records.record(reference_archive, "yuzuru-hanyu")
    expected = []
    for grades in (3, 5):
        for segment in ("short_program", "free_skating", TOTAL):
            whole = records.progression(reference_archive, "men", segment, grades=grades)
            expected += whole.filter(whole["skater"] == "yuzuru-hanyu").rows()
    assert answer.filter(answer["level"] == "senior").rows() == expected
    held = answer["until"].null_count()
    assert answer.sentence == (
        f"Yuzuru HANYU holds {held} records of this archive and held {answer.height - held} more."
    )


def test_the_records_that_stand_are_the_last_of_each_progression(
    reference_archive: Archive,
) -> None:
    answer = records.current(reference_archive, as_of=DAYS[3])
    assert set(answer["grades"]) == {3}
    for row in answer.to_dicts():
        whole = records.progression(
            reference_archive, row["discipline"], row["segment"], grades=3, as_of=DAYS[3]
        )
        assert whole.row(-1, named=True) == row
    assert records.current(reference_archive, "women").height < answer.height


def test_the_short_program_of_the_men_in_autumn_2012(season_archive: Archive) -> None:
    """95.07 at Skate America and 95.32 at the NHK Trophy were announced as world records."""
    answer = records.progression(season_archive, "men", "short program")
    assert answer.select("name", "score").rows()[-2:] == [
        ("Yuzuru HANYU", Decimal("95.07")),
        ("Yuzuru HANYU", Decimal("95.32")),
    ]
    assert answer.sentence.startswith(
        "The highest men's short program (grades \N{MINUS SIGN}3 to +3) in this archive is 95.32,"
        " by Yuzuru HANYU (JPN) at NHK Trophy 2012 on "
    )


def copied(file: Path, folder: Path) -> Archive:
    return Archive(shutil.copy(file, folder / "copy.duckdb"))


def test_an_equal_score_breaks_no_record(season_file: Path, tmp_path: Path) -> None:
    with copied(season_file, tmp_path) as archive:
        before = records.progression(archive, "men", "free skating").rows()
        archive.run(  # the last to skate in Sochi gets the score of the best
            "UPDATE performances SET tss = (SELECT max(tss) FROM performances WHERE segment_name ="
            " 'free_skating' AND discipline = 'men') WHERE name = 'Daisuke TAKAHASHI'"
            " AND segment_name = 'free_skating' AND day = '2012-12-08'"
        )
        assert records.progression(archive, "men", "free skating").rows() == before
        ranks = records.highest(archive, "men", "free skating", top=4)["rank"].to_list()
        assert ranks[:2] == [1, 1]


def test_who_is_disqualified_or_in_a_national_event_holds_no_record(
    season_file: Path, tmp_path: Path
) -> None:
    with copied(season_file, tmp_path) as archive:
        first = records.highest(archive, "women", top=1).row(0, named=True)
        archive.run(
            "INSERT INTO final_results (event, category, status, name, nation, segments, skater,"
            " isu_id) SELECT e.id, 'women', 'DSQ', s.name, s.nation, '[]', s.id, ''"
            " FROM events e, skaters s WHERE e.key = ? AND s.key = ?",
            [first["event"], first["skater"]],
        )
        second = records.highest(archive, "women", top=1).row(0, named=True)
        assert (second["skater"], second["event"]) != (first["skater"], first["event"])
        archive.run("UPDATE events SET kind = 'national' WHERE key = ?", [second["event"]])
        third = records.highest(archive, "women", top=1).row(0, named=True)
        assert third["event"] != second["event"]
        counted = records.highest(archive, "women", top=1, national=True).row(0, named=True)
        assert counted["event"] == second["event"]


def test_a_team_event_counts_for_segments_and_gives_no_total(reference_archive: Archive) -> None:
    """Medvedeva's 81.06 in the team event of 2018 was a world record of the short program."""
    answer = records.progression(reference_archive, "women", "short program", grades=3)
    row = answer.filter(answer["score"] == Decimal("81.06")).row(0, named=True)
    assert (row["category"], row["skater"]) == ("team-women", "evgenia-medvedeva")
    totals = records.highest(reference_archive, "women", grades=3, top=1000)
    assert set(totals["category"]) == {"women"}


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda a: records.highest(a, "men", "tot"), "'tot' is no segment; there are short_prog"),
        (lambda a: records.highest(a, "mn"), "'mn' is no discipline; there are men, women"),
        (lambda a: records.highest(a, "men", by="goe"), "'goe' is no score to rank by; there are"),
        (lambda a: records.highest(a, "men", grades=4), "grades of 4: there are 3 .* and 5"),
        (lambda a: records.components(a, "men", name="charm"), "'charm' is no component; there"),
        (lambda a: records.bests(a, "hanju"), "no skater 'hanju' is in this archive; the nearest"),
    ],
)
def test_what_is_not_known_is_refused_in_one_sentence(
    season_archive: Archive, ask: Callable[[Archive], Any], sentence: str
) -> None:
    with pytest.raises(NotInArchive, match=sentence):
        ask(season_archive)


def test_a_record_that_nobody_holds(season_archive: Archive) -> None:
    assert records.highest(season_archive, "men", grades=5).height == 0
    answer = records.progression(season_archive, "men", element="4A", grades=3)
    assert answer.sentence == "The archive holds no men's 4A (grades \N{MINUS SIGN}3 to +3)."
    with pytest.raises(KissAndCryError, match="not an element code"):
        records.elements(season_archive, "men", name="9Q")
