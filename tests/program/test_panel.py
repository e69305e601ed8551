"""Programs whose papers print asterisks, +REP and +SEQ: called again from their order, they print
the same."""

import csv
from datetime import date
from pathlib import Path

import pytest

from kissandcry import notation
from kissandcry.core import Discipline, Level, Segment, UnknownOnDate
from kissandcry.program import call, explain, kind_of
from kissandcry.program.panel import bare_element
from kissandcry.rulebooks import on
from tests.program.programs import planned, program

FILE = Path(__file__).with_name("called_programs.csv")
with FILE.open(encoding="utf-8", newline="") as file:
    CALLED = list(csv.DictReader(file))
MEN = on(date(2024, 11, 15), Discipline.MEN)
FREE = Segment.FREE_SKATING


@pytest.mark.parametrize("row", CALLED, ids=lambda row: f"{row['kind']} {row['skater']}")
def test_the_order_of_elements_gives_what_the_paper_prints(row: dict[str, str]) -> None:
    skated = planned(row)
    book = on(skated.day, skated.discipline, skated.level)
    bare = [notation.write(bare_element(one.element)) for one in skated.elements]
    marked = [bool(one.second_half) for one in skated.elements]
    first = marked.index(True) if True in marked else len(marked)
    halves = [place >= first for place in range(len(marked))]
    called = call(book, skated.segment, bare, halves)
    assert [one.code for one in called] == list(skated.codes)
    # Papers differ in whether an element without value carries its x.
    valued = [place for place, one in enumerate(skated.elements) if not one.element.invalid]
    assert [called[place].second_half for place in valued] == [marked[place] for place in valued]
    assert row["kind"] in {reason.kind for one in called for reason in one.reasons}


def test_every_reason_names_its_rule() -> None:
    called = call(MEN, FREE, ["3Lz", "3F", "3Lz", "3Lz+2T", "2A", "3S", "3T"], [False] * 7)
    assert [one.code for one in called] == ["3Lz", "3F", "3Lz+REP", "3Lz*+2T", "2A", "3S", "3T"]
    (reason,) = called[3].reasons
    assert reason.sentence == "3Lz is executed 3 times, and two are allowed"
    assert reason.rule.rule == "Rule 611: repetition of jumps"


def test_one_quadruple_jump_may_be_repeated_since_2018() -> None:
    codes = ["4T+2T", "4S", "4T", "4S+2T", "3A", "3Lz", "3F"]
    before = call(on(date(2017, 11, 15), Discipline.MEN), FREE, codes, [False] * 7)
    assert [one.code for one in before] == codes
    after = call(MEN, FREE, codes, [False] * 7)
    assert after[3].code == "4S*+2T"
    assert [reason.kind for reason in after[3].reasons] == ["quads_repeated"]


def test_a_quintuple_jump_counts_with_the_quadruple_ones_and_stands_alone() -> None:
    called = call(MEN, FREE, ["5T", "4S+2T", "5T+2T", "4S", "3A"], [False] * 5)
    assert [one.code for one in called] == ["5T", "4S+2T", "5T*+2T", "4S*", "3A"]
    assert [reason.kind for reason in called[2].reasons] == ["turns"]


def test_the_bonus_is_for_the_last_three_also_where_one_has_no_value() -> None:
    codes = ["3A", "2T", "2T", "3Lz", "3F", "3Lo", "2T", "CCoSp4"]
    called = call(MEN, FREE, codes, [True] * 8)
    assert [one.second_half for one in called] == [False] * 4 + [True] * 3 + [False]
    assert called[6].code == "2T*"


def test_an_axel_behind_another_jump_makes_a_sequence() -> None:
    (called,) = call(MEN, FREE, ["3Lz+2A"], [False])
    assert called.code == "3Lz+2A+SEQ"
    assert [reason.severity for reason in called.reasons] == ["mark"]


def test_a_second_half_that_no_rule_knows_is_told() -> None:
    book = on(date(2026, 11, 15), Discipline.MEN)
    assert call(book, FREE, ["3A"], [False])[0].code == "3A"
    with pytest.raises(UnknownOnDate, match="second-half rule is not known"):
        call(book, FREE, ["3A"], [True])


def test_what_the_panel_saw_is_no_explanation_of_ours() -> None:
    class Line:
        def __init__(self, code: str) -> None:
            self.code, self.info, self.second_half = code, "", False

    elements = [Line("4T+SEQ+2T*"), Line("3A"), Line("3A")]
    found = explain(MEN, FREE, elements)
    verdicts = {(place.kind, place.row): place.verdict for place in found.places}
    assert verdicts == {
        ("+SEQ", 0): "panel",
        ("* on jumps", 0): "panel",
        ("+REP", 2): "unexplained",  # derived and not printed
    }
    (rest,) = found.rest
    assert rest.sentence.startswith("+REP follows and is not printed. 3A is executed twice")


@pytest.mark.parametrize(
    ("code", "discipline", "season", "kind"),
    [
        ("3Lz+3T", Discipline.MEN, 2024, "jump"),
        ("FCSp4", Discipline.WOMEN, 2024, "spin"),
        ("ChSp1", Discipline.WOMEN, 2011, "choreographic"),
        ("ChSp1", Discipline.WOMEN, 2026, "spin"),
        ("ChSq1", Discipline.MEN, 2024, "choreographic"),
        ("SpSq4", Discipline.WOMEN, 2009, "spiral_sequence"),
        ("SlSt3", Discipline.MEN, 2010, "step_sequence"),
        ("3LzTh", Discipline.PAIRS, 2024, "throw"),
        ("CCoSp4", Discipline.PAIRS, 2024, "solo_spin"),
        ("PCoSp4", Discipline.PAIRS, 2024, "pair_spin"),
        ("5ALi4", Discipline.PAIRS, 2024, "lift"),
        ("SlLi4", Discipline.ICE_DANCE, 2024, "dance_lift"),
    ],
)
def test_kinds_of_elements(code: str, discipline: Discipline, season: int, kind: str) -> None:
    book = on(date(season, 11, 15), discipline)
    assert kind_of(notation.parse(code), book) == kind


def test_the_junior_short_program_follows_its_season() -> None:
    codes = "3A 3Lz+3T 3F FSSp4 CCSp4 StSq4 CCoSp4"
    junior = program(codes, segment=Segment.SHORT_PROGRAM, season="2023-24", level=Level.JUNIOR)
    book = on(junior.day, junior.discipline, junior.level)
    called = call(book, junior.segment, junior.codes, [False] * 7)
    assert [one.code for one in called if "*" in one.code] == ["3F*"]
    assert called[2].reasons[0].kind == "solo_jump"
    assert "2Lz or 3Lz" in called[2].reasons[0].sentence
