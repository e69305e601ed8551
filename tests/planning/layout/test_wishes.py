"""Wishes: their text, what they do to a layout, and which of them contradict each other."""

import re
from itertools import combinations

import pytest

from kissandcry import rulebooks
from kissandcry.core import Contradiction, Discipline, Level, Segment, SyntaxProblem
from kissandcry.planning import layout
from kissandcry.planning.layout import Amount, Layout, What, Where
from kissandcry.program import day_of
from kissandcry.program.legality import check

FREE = Segment.FREE_SKATING
CODES = "3A,4T,4S,3T,3S,3Lo,3F,3Lz,2T,CCoSp4,FCSp4,LSp4,StSq4,ChSq1"
BOOK = rulebooks.on(day_of("2024-25"), Discipline.MEN, Level.SENIOR)
CURRENT = ("4T+3T", "3A", "4S", "FCSp3", "3Lz", "StSq3", "3F", "ChSq1", "3Lo", "CCoSp4")


def best(*texts: str, codes: str = CODES) -> Layout:
    wishes = [layout.wish(text, CURRENT) for text in texts]
    found = layout.best(layout.ask(BOOK, FREE, layout.parse(codes), wishes=wishes))
    assert check(found.program(BOOK, FREE, "2024-25"), BOOK, mends=False).legal
    return found


def quads(found: Layout) -> list[float]:
    return [one.time for one in found.elements if "4T" in one.code or "4S" in one.code]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "no quad after 3:00",
            Amount("no quad after 3:00", What(turns=4), Where("after", 180), 0, 0),
        ),
        ("keep the Salchow", Amount("keep the Salchow", What(takeoff="S"), Where(), 1)),
        ("at most 2 quads", Amount("at most 2 quads", What(turns=4), Where(), 0, 2)),
        ("At least two Axels", Amount("At least two Axels", What(takeoff="A"), Where(), 2)),
        ("4S at place 1", Amount("4S at place 1", What(code="4S"), Where("place", 1), 1)),
        (
            "combinations only in the first half",
            Amount(
                "combinations only in the first half",
                What(sort="combination"),
                Where("first half", 0, True),
                0,
                0,
            ),
        ),
        (
            "no triple Axel before place 3",
            Amount(
                "no triple Axel before place 3",
                What(turns=3, takeoff="A"),
                Where("before place", 3),
                0,
                0,
            ),
        ),
        ("without 4T+3T", Amount("without 4T+3T", What(code="4T+3T"), Where(), 0, 0)),
        (
            "exactly one sequence",
            Amount("exactly one sequence", What(sort="sequence"), Where(), 1, 1),
        ),
    ],
)
def test_a_wish_is_read_from_its_text(text: str, wanted: Amount) -> None:
    assert layout.wish(text) == wanted


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("make it pretty", "is no wish; wishes are written"),
        ("keep the swan", "is nothing that a wish can be about"),
        ("at most two new elements", "needs the present program"),
    ],
)
def test_a_text_that_is_no_wish_is_refused(text: str, words: str) -> None:
    with pytest.raises(SyntaxProblem, match=words):
        layout.wish(text)


def test_no_quad_after_a_time() -> None:
    assert max(quads(best())) > 120
    assert max(quads(best("no quad after 2:00"))) <= 120


def test_keep_and_leave_out() -> None:
    assert not any("2T" in one for one in best("no toe loop").codes)
    assert "3Lo" in best("keep 3Lo").codes or any("3Lo" in one for one in best("keep 3Lo").codes)
    assert (
        sum(
            one.count("4")
            for one in best("at most 1 quad").codes
            if "Sp" not in one and "St" not in one
        )
        == 1
    )


def test_places() -> None:
    found = best("4S at place 1", "CCoSp4 at place 3", "no quad after place 6")
    at = {one.place: one.code for one in found.elements}
    assert at[1].startswith("4S")
    assert at[3] == "CCoSp4"
    assert max(one.place for one in found.elements if one.time in quads(found)) <= 6


def test_combinations_in_the_first_half() -> None:
    found = best("combinations only in the first half", "sequences only in the first half")
    assert not any("+" in one.code for one in found.elements if one.second_half)
    assert sum(one.bonus for one in found.elements) == 3  # the last three, alone


def test_new_elements_are_those_that_the_present_program_lacks() -> None:
    found = best("at most two new elements")
    present = list(CURRENT)
    new = 0
    for code in found.codes:
        stem = code if code[0].isdigit() else code[:-1]
        same = next((one for one in present if one == code or one[:-1] == stem), None)
        if same is None:
            new += 1
        else:
            present.remove(same)
    assert new == 2


@pytest.mark.parametrize(
    "texts",
    [
        ("at most 1 quad", "keep 4T", "keep 4S", "keep the Lutz"),
        ("no triple Axel", "no sequence", "keep the loop", "at most 2 combinations"),
        ("CCoSp4 at place 1", "4T at place 1", "keep the Salchow"),
        ("no quad", "at least 1 quad after 2:00", "no spin", "keep CCoSp4"),
        ("at most 3 jump elements", "at least 4 combinations", "no Lutz"),
    ],
)
def test_a_conflict_is_named_by_a_smallest_set(texts: tuple[str, ...]) -> None:
    """Every set of wishes is tried: the named one has no layout, each of its subsets has one."""

    def possible(some: tuple[str, ...]) -> bool:
        try:
            best(*some)
        except Contradiction:
            return False
        return True

    with pytest.raises(Contradiction) as caught:
        best(*texts)
    named = tuple(re.findall('"([^"]+)"', str(caught.value)))
    assert set(named) <= set(texts)
    assert not possible(named)
    assert all(possible(some) for some in combinations(named, len(named) - 1))
