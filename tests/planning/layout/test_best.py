"""The best layouts: figures that an independent model proved, and what a layout says of itself."""

from dataclasses import replace
from itertools import pairwise

import pytest

from kissandcry import rulebooks
from kissandcry.core import (
    AgainstTheRules,
    Contradiction,
    Discipline,
    Level,
    Points,
    Segment,
    SyntaxProblem,
    UnknownOnDate,
)
from kissandcry.planning import layout
from kissandcry.planning.layout.worths import cautious
from kissandcry.program import day_of
from kissandcry.program.legality import check
from kissandcry.rulebooks import Rulebook
from tests.planning.layout import brute

FREE, SHORT = Segment.FREE_SKATING, Segment.SHORT_PROGRAM
REST = "CCoSp4,FCSp4,LSp4,StSq4,ChSq1"
TRIPLES = f"2A,3T,3S,3Lo,3F,3Lz,{REST}"
EVERYTHING = ",".join(f"{n}{one}" for n in "234" for one in ("T", "S", "Lo", "F", "Lz", "A"))


def rules(season: str = "2024-25", discipline: Discipline = Discipline.MEN) -> Rulebook:
    return rulebooks.on(day_of(season), discipline, Level.SENIOR)


@pytest.mark.parametrize(("codes", "points"), [(TRIPLES, "62.40"), (f"2T,2Lo,{TRIPLES}", "65.38")])
def test_base_values_agree_with_what_an_independent_model_proved(codes: str, points: str) -> None:
    found = layout.best(layout.ask(rules(), FREE, layout.parse(codes)))
    assert found.base_value == Points(points)
    assert found.proved
    assert found.bound == pytest.approx(found.value, abs=1e-6)
    assert check(found.program(rules(), FREE, "2024-25"), mends=False).legal


def test_all_jumps_to_the_quad_axel_are_solved_to_the_optimum() -> None:
    book = rules()
    source = brute.Drawn(book, FREE, 7)
    found = layout.best(layout.ask(book, FREE, layout.parse(f"{EVERYTHING},{REST}"), source))
    assert found.proved
    assert len(found.elements) == 12
    legality = check(found.program(book, FREE, "2024-25"), mends=False)
    assert legality.legal
    assert legality.base_value == found.base_value


def test_alternatives_differ_in_content_and_never_grow() -> None:
    found = layout.alternatives(layout.ask(rules(), FREE, layout.parse(TRIPLES)), 6)
    assert len({one.content for one in found}) == 6
    values = [one.value for one in found]
    assert values == sorted(values, reverse=True)


def test_alternatives_end_where_there_are_no_more() -> None:
    question = layout.ask(rules(), FREE, layout.parse("2A"))
    found = layout.alternatives(question, 99)
    # 2A, 2A+2A+SEQ, 2A and 2A: a double Axel may stand twice in a program.
    assert sorted(one.codes for one in found) == [("2A",), ("2A", "2A"), ("2A+2A+SEQ",)]


def test_the_bonus_of_older_seasons_goes_to_every_jump_element_of_the_second_half() -> None:
    book = rules("2016-17")
    codes = layout.parse(f"2A,2T,2Lo,2F,3T,3S,3Lo,3F,3Lz,{REST}")
    free = layout.best(layout.ask(book, FREE, codes))
    few = layout.best(layout.ask(book, FREE, codes, late=3))
    assert sum(one.bonus for one in free.elements) == 7  # of thirteen places
    assert sum(one.bonus for one in few.elements) == 3
    assert free.base_value > few.base_value


def test_the_frontier_has_only_layouts_that_are_best_for_a_weight() -> None:
    book = rules()
    source = brute.Drawn(book, FREE, 11)
    question = layout.ask(book, FREE, layout.parse(f"3A,4T,4S,3Lz,{REST}"), source)
    found = layout.frontier(question).layouts
    assert found[0].expected == pytest.approx(layout.best(question).expected, abs=1e-4)
    assert len(found) > 2
    for one, other in pairwise(found):
        assert one.expected > other.expected
        assert one.variance > other.variance
        weight = (one.expected - other.expected) / (one.variance - other.variance)
        best = layout.best(question, cautious(weight))
        assert best.value >= one.expected - weight * one.variance - 1e-4


def test_reasons_cost_what_the_best_layout_without_the_element_is_worth_less() -> None:
    book = rules()
    question = layout.ask(book, FREE, layout.parse(TRIPLES))
    best = layout.best(question)
    given = {one.code: one for one in layout.reasons(question, best)}
    without = layout.ask(book, FREE, layout.parse(TRIPLES.replace("CCoSp4,", "")))
    lost = best.expected - layout.best(without).expected
    assert given["CCoSp4"].cost == pytest.approx(lost, abs=1e-6)
    assert "worth 3.50 less" in given["CCoSp4"].sentence


def test_elements_stand_where_a_program_has_them() -> None:
    found = layout.best(layout.ask(rules(), FREE, layout.parse(TRIPLES)))
    assert [one.place for one in found.elements] == sorted(one.place for one in found.elements)
    assert found.elements[-1].code == "CCoSp4"
    assert all(one.second_half for one in found.elements if one.bonus)
    assert all(one.second_half == (one.time >= 120) for one in found.elements)


def test_times_of_ones_own_decide_what_stands_in_the_second_half() -> None:
    times = [float(5 * place) for place in range(12)]  # all in the first two minutes
    found = layout.best(layout.ask(rules(), FREE, layout.parse(TRIPLES), times=times))
    assert not any(one.bonus for one in found.elements)
    with pytest.raises(Contradiction, match="a full program of this segment has 12"):
        layout.ask(rules(), FREE, layout.parse(TRIPLES), times=[1.0])
    with pytest.raises(Contradiction, match="not in order"):
        layout.ask(rules(), FREE, layout.parse(TRIPLES), times=times[::-1])


def test_listed_combinations_are_all_that_are_made() -> None:
    found = layout.best(layout.ask(rules(), FREE, layout.parse(f"{TRIPLES},3Lz+3T,2A+3Lo")))
    joined = {one.code for one in found.elements if "+" in one.code}
    assert joined == {"3Lz+3T", "2A+3Lo"}


def test_what_cannot_be_is_refused_in_one_sentence() -> None:
    book = rules()
    with pytest.raises(Contradiction, match="has no Axel, which the free skating needs"):
        layout.best(layout.ask(book, FREE, layout.parse("3T,3S")))
    with pytest.raises(Contradiction, match="has no solo jump that the short program may have"):
        layout.best(layout.ask(book, SHORT, layout.parse("2A,2T,CCoSp4")))
    with pytest.raises(AgainstTheRules, match="the best layout of pairs is not worked out"):
        layout.ask(rules(discipline=Discipline.PAIRS), FREE, layout.parse("2A"))
    with pytest.raises(UnknownOnDate):
        layout.best(layout.ask(rules("2026-27"), FREE, layout.parse("2A,3T")))
    for codes, words in (
        ("3Lz<", "a call of the technical panel"),
        ("CCoSp", "has no level"),
        ("5ALi4", "no element of single skating"),
        ("3Q", "not an element code"),
        (" , ", "the inventory is empty"),
    ):
        with pytest.raises(SyntaxProblem, match=words):
            layout.parse(codes)


def test_a_search_that_is_cut_short_says_what_it_proved() -> None:
    question = layout.ask(rules(), FREE, layout.parse(f"{EVERYTHING},{REST}"))
    with pytest.raises(Contradiction, match="no layout was found within"):
        layout.best(question, seconds=1e-6)


def test_the_inventory_forgets_a_jump_wherever_it_stands() -> None:
    own = layout.parse("3Lz,2A,+3T,+3Lz,3Lz+3T,CCoSp4").without("3Lz")
    assert own.jumps == ("2A",)
    assert own.following == ("3T",)
    assert own.joined == ()
    assert replace(own, following=None).behind == ("2A",)
