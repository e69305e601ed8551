"""Shrinkage against figures worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kissandcry.planning.skill.effects import effect
from kissandcry.planning.skill.parameters import Effect
from kissandcry.planning.skill.shrink import chances, grades, ratios


def test_a_jump_that_fell_more_often_than_in_the_field() -> None:
    # The field stands 8 of 10; the skater stood 6 of 10. Falls: 4 seen, 2 expected, and the field
    # counts for 2 expected ones: (4 + 2) / (2 + 2) = 1.5 times as often. The prior is 0.8 to
    # 0.2 * 1.5 = 0.3, so 8/11 and 3/11, and it counts for 10 tries: (6 + 80/11) / 20.
    field, counts = np.array([[0.8, 0.2]]), np.array([[6.0, 4.0]])
    kinds, kin = np.array([0, 1]), np.array([1.0, 2.0])
    assert ratios(field, counts, kinds, kin).tolist() == [1.0, 1.5]
    found = chances(field, counts, kinds, kin, 10.0)
    assert found[0] == pytest.approx([(6 + 80 / 11) / 20, (4 + 30 / 11) / 20])


def test_a_jump_not_tried_is_known_from_the_other_one() -> None:
    field = np.array([[0.9, 0.1], [0.5, 0.5]])
    counts = np.array([[0.0, 10.0], [0.0, 0.0]])
    # (10 + 1) / (1 + 1) = 5.5 times as often: 0.5 to 2.75.
    found = chances(field, counts, np.array([0, 1]), np.array([1.0, 1.0]), 5.0)
    assert found[1] == pytest.approx([0.5 / 3.25, 2.75 / 3.25])


def test_nothing_tried_is_the_field() -> None:
    field = np.array([[0.7, 0.3]])
    found = chances(field, np.zeros((1, 2)), np.array([0, 1]), np.array([1.0, 4.0]), 8.0)
    assert found[0] == pytest.approx([0.7, 0.3])


def test_grades_in_three_tiers() -> None:
    # Two elements of one family, two tries each, together 2 over the field in the first. All:
    # 2 / (4 + 4) = 0.25. Left 1.5 and -0.5; family: 1 / (4 + 4) = 0.125. Left 1.25 and -0.75;
    # elements: over 2 + 4.
    found = grades(np.array([2.0, 0.0]), np.array([2.0, 2.0]), np.array([0, 0]), (4.0, 4.0, 4.0))
    assert found == pytest.approx([0.375 + 1.25 / 6, 0.375 - 0.75 / 6])


@given(
    st.lists(st.lists(st.floats(0, 50), min_size=3, max_size=3), min_size=1, max_size=6),
    st.floats(0.1, 100),
    st.floats(0.1, 100),
)
def test_chances_sum_to_one(counts: list[list[float]], own: float, kin: float) -> None:
    field = np.tile([0.6, 0.3, 0.1], (len(counts), 1))
    found = chances(field, np.array(counts), np.array([0, 1, 2]), np.array([1.0, kin, kin]), own)
    assert found.sum(axis=1) == pytest.approx(1)
    assert (found > 0).all()


def test_an_effect_is_the_ratio_of_two_ratios() -> None:
    # 20 failures where 10 were expected, and 10 where 20 were: four times as often.
    seen = np.array([1.0] * 20 + [1.0] * 10)
    expected = np.array([0.5] * 20 + [2.0] * 10)
    within = np.array([True] * 20 + [False] * 10)
    found = effect(seen, expected, within, np.arange(30.0))
    assert found.factor == pytest.approx(4)
    assert found.low == pytest.approx(4)  # every try failed as often as all did
    assert found.kept
    assert found.share == pytest.approx(2 / 3)


def test_too_few_failures_make_no_effect() -> None:
    none = effect(np.ones(4), np.ones(4), np.array([True, True, False, False]), np.arange(4.0))
    assert isinstance(none, Effect)
    assert not none.kept
