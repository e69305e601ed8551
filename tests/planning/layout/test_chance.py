"""The chance to reach a score and the break-even, against every layout one by one."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import product

import pytest

from kissandcry import rulebooks
from kissandcry.core import Contradiction, Discipline, Level, Points, Segment
from kissandcry.planning import layout, skill
from kissandcry.planning.worth import Worth, base
from kissandcry.program import day_of
from tests.planning.layout import brute

FREE, SHORT = Segment.FREE_SKATING, Segment.SHORT_PROGRAM
BOOK = rulebooks.on(day_of("2024-25"), Discipline.MEN, Level.SENIOR)
JUMPS = ("2A", "3A", "3T", "4T", "3Lz")
REST = ("FCSp4", "CSSp4", "CCoSp4", "StSq4")


def summed(shares: list[Mapping[int, float]]) -> dict[int, float]:
    """The distribution of a sum, outcome by outcome."""
    total: dict[int, float] = {}
    for combination in product(*(one.items() for one in shares)):
        points = sum(score for score, _ in combination)
        chance = 1.0
        for _, share in combination:
            chance *= share
        total[points] = total.get(points, 0.0) + chance
    return total


@pytest.mark.parametrize("aim", [25, 40, 45, 52])
def test_the_best_chance_is_that_of_all_layouts(aim: int) -> None:
    source = brute.Drawn(BOOK, SHORT, 3)
    rest = [source.worth(code, False, False).chances for code in REST]
    chances = []
    for rows in brute.every(BOOK, "2024-25", JUMPS, REST):
        own = [source.worth(code, half, again).chances for code, half, again in rows]
        total = summed([*own, *rest])
        chances.append(sum(chance for points, chance in total.items() if points >= 100 * aim))
    question = layout.ask(BOOK, SHORT, layout.parse([*JUMPS, *REST]), source)
    found = layout.best_chance(question, layout.reach(Points(aim)))
    assert found.proved
    assert found.chance == pytest.approx(max(chances), abs=1e-9)
    assert found.bound == found.chance


def test_a_bound_is_stated_where_not_every_layout_was_looked_at() -> None:
    source = brute.Drawn(BOOK, SHORT, 3)
    question = layout.ask(BOOK, SHORT, layout.parse([*JUMPS, *REST]), source)
    proved = layout.best_chance(question, layout.reach(Points(45)))
    cut = layout.best_chance(question, layout.reach(Points(45)), most=1)
    assert not cut.proved
    assert cut.chance <= proved.chance <= cut.bound


def test_the_rest_of_the_score_and_a_field_count() -> None:
    worths = [Worth(5.0, 0.0, 0.0, 0.0, {500: 1.0})]
    half = layout.chance_of(worths, layout.reach(Points(45), layout.Rest(40.0, 2.0)))
    assert half == pytest.approx(0.5)
    field = layout.beat({Points("44.99"): 0.25, Points(45): 0.75}, layout.Rest(40.0, 0.0))
    assert layout.chance_of(worths, field) == pytest.approx(0.25)  # more than 45 is needed
    assert layout.chance_of(worths, layout.beat([Points(4), Points(6)])) == pytest.approx(0.5)
    with pytest.raises(Contradiction, match=r"sum to 0\.9000"):
        layout.beat({Points(1): 0.9})
    with pytest.raises(Contradiction, match="no score of a rival"):
        layout.beat([])


@dataclass(frozen=True)
class Learned:
    """Worths in which one jump succeeds at a rate, and every other as `brute.Drawn` has it."""

    drawn: brute.Drawn
    code: str
    rate: float

    def worth(self, code: str, second_half: bool, repeated: bool) -> Worth:
        parts = code.split("+")
        own = self.drawn.worth(code, second_half, repeated)
        if self.code not in parts:
            return own
        points = base(self.drawn.book, self.drawn.segment, code, second_half, repeated).mean
        sure = self.rate ** parts.count(self.code)
        mean = sure * points - (1 - sure) * 2
        shares = {round(100 * points): sure, -200: 1 - sure}
        return Worth(mean, 0.0, 0.0, 0.0, shares)


def test_a_jump_pays_from_the_rate_that_every_layout_says() -> None:
    """Just below the rate the best of all layouts does without the jump, just above it does not."""
    for seed in (1, 2, 3):
        drawn = brute.Drawn(BOOK, FREE, seed)
        jumps, rest = ["2A", "3S", "4T"], ["FCSp4"]
        question = layout.ask(BOOK, FREE, layout.parse([*jumps, *rest]), drawn)
        found = layout.break_even(question, "4T", partial(Learned, drawn, "4T"))
        assert found.proved
        assert found.rate is not None
        assert 0 < found.rate < 1
        for rate, pays in ((found.rate - 2e-3, False), (found.rate + 2e-3, True)):
            (best,) = brute.best(BOOK, FREE, "2024-25", jumps, rest, Learned(drawn, "4T", rate))
            assert any("4T" in code for code, _ in best.rows) == pays


def test_a_jump_that_never_pays_or_always() -> None:
    drawn = brute.Drawn(BOOK, FREE, 1)
    question = layout.ask(BOOK, FREE, layout.parse("2A,3Lz,2T,FCSp4"), drawn)

    def nothing(rate: float) -> layout.Worths:
        return _Flat(drawn, "3Lz", -5.0)

    def much(rate: float) -> layout.Worths:
        return _Flat(drawn, "3Lz", 50.0)

    assert layout.break_even(question, "3Lz", nothing).rate is None
    assert layout.break_even(question, "3Lz", much).rate == 0
    with pytest.raises(Contradiction, match="4Lz is no jump of the inventory"):
        layout.break_even(question, "4Lz", much)


@dataclass(frozen=True)
class _Flat:
    """Worths in which every element with one jump brings the same."""

    drawn: brute.Drawn
    code: str
    points: float

    def worth(self, code: str, second_half: bool, repeated: bool) -> Worth:
        if self.code in code.split("+"):
            return Worth(self.points, 0.0, 0.0, 0.0, {round(100 * self.points): 1.0})
        return self.drawn.worth(code, second_half, repeated)


def test_the_break_even_of_a_chance_lies_where_the_chances_cross() -> None:
    drawn = brute.Drawn(BOOK, SHORT, 3)
    question = layout.ask(BOOK, SHORT, layout.parse([*JUMPS, *REST]), drawn)
    goal = layout.reach(Points(42))

    def at(rate: float) -> Learned:
        return Learned(drawn, "4T", rate)

    found = layout.break_even_chance(question, "4T", at, goal)
    assert found.rate is not None
    without = layout.ask(BOOK, SHORT, layout.parse([*JUMPS, *REST]).without("4T"), drawn)
    other = layout.best_chance(without, goal).chance
    for rate, pays in ((found.rate - 2 * found.exact, False), (found.rate, True)):
        asked = layout.ask(BOOK, SHORT, layout.parse([*JUMPS, *REST]), at(rate))
        keeping = asked.asking([layout.wish("keep 4T")])
        assert (layout.best_chance(keeping, goal).chance >= other) == pays


def test_a_skill_at_a_rate_fails_as_it_failed() -> None:
    usual = skill.usual(Discipline.MEN, Level.SENIOR, day_of("2024-25"))
    before = usual.ability("4T").ways
    after = layout.at_rate(usual, "4T", 0.9).ability("4T").ways
    assert after["clean"].chance == pytest.approx(0.9)
    assert sum(one.chance for one in after.values()) == pytest.approx(1)
    assert after["fall"].chance / after["popped"].chance == pytest.approx(
        before["fall"].chance / before["popped"].chance
    )
    with pytest.raises(Contradiction, match="from 0 to 1"):
        layout.at_rate(usual, "4T", 1.1)


def test_a_jump_that_nobody_set_behind_another_has_a_rate_too() -> None:
    usual = skill.usual(Discipline.WOMEN, Level.SENIOR, day_of("2024-25"))
    after = layout.at_rate(usual, "5T", 0.25).ability("5T").ways
    assert after["clean"].chance == pytest.approx(0.25)
    assert sum(way.chance for way in after.values()) == pytest.approx(1)
