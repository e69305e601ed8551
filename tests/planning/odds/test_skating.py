"""A simulated skate has the score that the scoring of a real one gives the same marks."""

import numpy as np
import pytest

from kissandcry.core import Contradiction, Points, Segment
from kissandcry.planning.odds import compiling, running, skating
from kissandcry.planning.skill import Outcome
from kissandcry.scoring import MarkedComponent, Skate, SkatedElement, score_segment
from tests.planning.odds.helpers import BOOK, SHORT, Hand, program

N = 200


def test_scores_are_those_of_the_scoring() -> None:
    mine = program()
    rng = running.generator(7, 0)
    judges = skating.seats(mine, rng, N)
    drawn = list(skating.elements(mine, rng, N, judges))
    marks = list(skating.components(mine, rng, N, judges))
    skates = []
    for number in range(N):
        elements = tuple(
            SkatedElement(
                one.element.codes[one.outcome[number]],
                tuple(one.marks[:, number].tolist()),
                one.element.second_half,
            )
            for one in drawn
        )
        falls = sum(int(one.element.falls[one.outcome[number]]) for one in drawn)
        components = tuple(
            MarkedComponent(name, tuple(Points.from_hundredths(int(x)) for x in given[:, number]))
            for name, given in zip(mine.names, marks, strict=True)
        )
        skates.append(Skate(elements, components, {"fall": falls}))
    right = score_segment(BOOK, Segment.SHORT_PROGRAM, skates)
    again = running.generator(7, 0)
    found = skating.skate(mine, again, N, skating.seats(mine, again, N))
    assert found.tss.tolist() == [one.tss.hundredths for one in right]
    assert found.tes.tolist() == [one.tes.hundredths for one in right]
    assert found.pcs.tolist() == [one.pcs.hundredths for one in right]
    assert any(one.deductions for one in right)


def test_outcomes_come_as_often_as_the_skill_says_and_falls_shake() -> None:
    mine = program(Hand(sure=0.6))
    rng = running.generator(1, 0)
    n = 100_000
    drawn = list(skating.elements(mine, rng, n, skating.seats(mine, rng, n)))
    fell = [np.asarray(one.element.falls[one.outcome] > 0) for one in drawn]
    assert fell[0].mean() == pytest.approx(0.4, abs=0.006)
    assert fell[1][fell[0]].mean() == pytest.approx(0.7, abs=0.006)  # after a fall: sure is 0.3
    assert fell[1][~fell[0]].mean() == pytest.approx(0.4, abs=0.006)
    assert not fell[3].any()


def test_marks_scatter_around_the_quality() -> None:
    mine = program(Hand(sure=1.0, grade=1.5, spread=0.0))
    rng = running.generator(3, 0)
    n = 50_000
    for one in skating.elements(mine, rng, n, skating.seats(mine, rng, n)):
        assert one.marks.mean() == pytest.approx(1.5, abs=0.03)
        assert one.marks.std(axis=0).mean() > 0.4
        assert one.marks.mean(axis=0).std() > 0.2  # the panel, the seats
    for mean, given in zip(
        (8.0, 7.75, 8.25),
        skating.components(mine, rng, n, skating.seats(mine, rng, n)),
        strict=True,
    ):
        assert given.mean() / 100 == pytest.approx(mean, abs=0.02)
        assert set(np.unique(given % 25)) == {0}


def test_a_called_element_is_worth_what_the_call_makes_of_it() -> None:
    whole = compiling.planned(BOOK, Segment.SHORT_PROGRAM, SHORT, [False] * 7, Hand())
    gone = compiling.planned(
        BOOK,
        Segment.SHORT_PROGRAM,
        SHORT,
        [False] * 7,
        Hand(),
        called=lambda row, code: f"{code}*" if row == 3 else code,
    )
    assert whole.elements[3].base.tolist() == [320]
    assert gone.elements[3].base.tolist() == [0]
    assert not gone.elements[3].table.any()
    assert (gone.elements[2].base == whole.elements[2].base).all()


class _Wrong(Hand):
    def outcomes(
        self, code: str, *, second_half: bool = False, after_fall: bool = False
    ) -> list[Outcome]:
        return [Outcome("clean", code, 0.8, 0, 1.0, 0.5)]


def test_chances_that_do_not_sum_to_one() -> None:
    with pytest.raises(Contradiction, match=r"^4T\+3T: the chances of its outcomes sum to 0.8"):
        program(_Wrong())


def test_a_skill_of_other_grades() -> None:
    with pytest.raises(Contradiction, match=r"grades up to \+3.*go up to \+5"):
        program(Hand(grades=3))


class _NoSkills(Hand):
    def components(self, segment: Segment) -> dict[str, tuple[float, float]]:
        return {"composition": (8.0, 0.3), "presentation": (8.0, 0.3)}


def test_a_component_that_is_missing() -> None:
    with pytest.raises(Contradiction, match="lacks skating skills; the components are composition"):
        program(_NoSkills())
