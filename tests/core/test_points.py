"""Points are whole hundredths: made from text or integers, exact in every step."""

import pickle
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kissandcry.core import Points, SyntaxProblem, round_half_up

HUNDREDTHS = st.integers(-99_999_999, 99_999_999)


@pytest.mark.parametrize(
    ("text", "hundredths"),
    [("8.75", 875), ("-0.49", -49), ("13.0", 1300), ("7", 700), ("+1.5", 150), ("0.00", 0)],
)
def test_text_as_protocols_print_it(text: str, hundredths: int) -> None:
    assert Points(text).hundredths == hundredths


@pytest.mark.parametrize("text", ["", "8,75", "8.755", "1e3", "٣.50", " 8.75", "nan", "--1", "."])
def test_other_text_is_refused_with_what_it_was(text: str) -> None:
    with pytest.raises(SyntaxProblem, match="is not a number of points: expected a decimal like"):
        Points(text)


def test_floats_have_no_way_in() -> None:
    with pytest.raises(TypeError, match="not float"):
        Points(8.75)  # type: ignore[arg-type]


@given(HUNDREDTHS)
def test_written_and_read_again(hundredths: int) -> None:
    points = Points.from_hundredths(hundredths)
    assert Points(str(points)) == points
    assert Decimal(str(points)) == Decimal(hundredths) / 100
    assert pickle.loads(pickle.dumps(points)) == points


@given(HUNDREDTHS, HUNDREDTHS)
def test_sums_differences_and_order_are_those_of_integers(one: int, other: int) -> None:
    first, second = Points.from_hundredths(one), Points.from_hundredths(other)
    assert (first + second).hundredths == one + other
    assert (first - second).hundredths == one - other
    assert sum([first, second]) == first + second
    assert (first < second) == (one < other)
    assert (first == second) == (hash(first) == hash(second) and one == other)
    assert abs(first).hundredths == abs(one)
    assert (-first).hundredths == -one
    assert bool(first) == (one != 0)


@given(HUNDREDTHS, st.integers(0, 400))
def test_a_product_is_rounded_half_up_once(hundredths: int, factor: int) -> None:
    """Rule 353: the product is rounded to two decimals."""
    exact = Decimal(hundredths) * Decimal(factor) / 10_000
    expected = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    product = Points.from_hundredths(hundredths).times(Points.from_hundredths(factor))
    assert Decimal(str(product)) == expected


def test_a_published_product() -> None:
    """Men's free skating 2022-23: a component of 8.50 times 1.67 is 14.195, printed 14.20."""
    assert Points("8.50").times(Points("1.67")) == Points("14.20")
    assert Points("1.00").times(Fraction(1, 3)) == Points("0.33")


@given(st.lists(st.integers(-10_000, 10_000), min_size=1), st.integers(1, 12))
def test_arrays_round_as_single_numbers_do(numerators: list[int], denominator: int) -> None:
    together = round_half_up(np.array(numerators), denominator)
    assert together.tolist() == [round_half_up(number, denominator) for number in numerators]


def test_a_negative_half_goes_away_from_zero() -> None:
    """Four Continents 2020, women: eight judges, -4.23 over six is -0.705, printed -0.71."""
    assert round_half_up(-423, 6) == -71
    assert round_half_up(423, 6) == 71


def test_points_cannot_be_changed_or_mixed() -> None:
    points = Points(3)
    with pytest.raises(AttributeError, match="cannot be changed"):
        points.hundredths = 5
    with pytest.raises(TypeError):
        points + 1
    assert points != 3
    assert f"{points:>6}" == "  3.00"
    assert repr(points) == "Points('3.00')"
