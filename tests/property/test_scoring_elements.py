"""What must hold for every jump element. The rule (353, base values of jump elements):

The base values of the jumps are added. The base value of a jump element begun in the second half
is multiplied by 1.1, and the product rounded; that of a repeated jump is multiplied by 0.7 and
that of a sequence by 0.8 (since 2022 by 1.0), and rounded again. The grade of execution goes by
the jump of the highest value.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kissandcry import rulebooks
from kissandcry.core import Discipline, Level
from kissandcry.rulebooks.model import Rulebook
from kissandcry.scoring import element_value

DAYS = [date(2012, 12, 8), date(2016, 12, 8), date(2019, 12, 8), date(2023, 12, 8)]
BOOKS = [rulebooks.on(day, Discipline.MEN, Level.SENIOR) for day in DAYS]
NAMES = ("T", "S", "Lo", "F", "Lz")

books = st.sampled_from(BOOKS)
jumps = st.builds(
    "{}{}{}".format,
    st.sampled_from((1, 2, 3)),
    st.sampled_from(NAMES),
    st.sampled_from(("", "", "<<")),
)
combinations = st.lists(jumps, min_size=1, max_size=3)
suffixes = st.sampled_from(("", "+SEQ", "+REP", "+COMBO"))


def rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def by_decimals(book: Rulebook, codes: list[str], second_half: bool, suffix: str) -> str:
    """The base value, computed another way from the same table."""
    values = sorted((Decimal(str(book.scale[code].base_value)) for code in codes), reverse=True)
    if suffix == "+SEQ" and book.calculation.sequence_jumps is not None:
        values = values[:2]
    value = sum(values, Decimal(0))
    if second_half:
        value = rounded(value * Decimal("1.1"))
    if suffix == "+SEQ" and book.day < date(2022, 7, 1):
        value = rounded(value * Decimal("0.8"))
    if suffix == "+REP" and book.day >= date(2014, 7, 1):
        value = rounded(value * Decimal("0.7"))
    return str(rounded(value))


@given(books, combinations, st.booleans(), suffixes)
def test_factors_come_in_the_order_of_the_rule(
    book: Rulebook, codes: list[str], second_half: bool, suffix: str
) -> None:
    value = element_value(book, "+".join(codes) + suffix, second_half)
    assert str(value.base_value) == by_decimals(book, codes, second_half, suffix)


@given(books, combinations)
def test_grades_go_by_the_jump_of_the_highest_value(book: Rulebook, codes: list[str]) -> None:
    value = element_value(book, "+".join(codes), False)
    highest = max(book.scale[code].base_value for code in codes)
    (row,) = value.goe_rows
    assert row in codes
    assert book.scale[row].base_value == highest
    assert value.goe == book.scale[row].goe


@given(books, combinations, st.booleans(), st.data())
def test_a_jump_marked_with_an_asterisk_is_as_if_not_jumped(
    book: Rulebook, codes: list[str], second_half: bool, data: st.DataObject
) -> None:
    """Rule 353: a jump marked * has no value, and its grade does not count."""
    place = data.draw(st.integers(0, len(codes)))
    more = [*codes[:place], data.draw(jumps) + "*", *codes[place:]]
    with_it = element_value(book, "+".join(more), second_half)
    without = element_value(book, "+".join(codes), second_half)
    assert (with_it.base_value, with_it.goe) == (without.base_value, without.goe)


@given(books, combinations, st.booleans(), suffixes)
def test_the_last_value_of_the_steps_is_the_base_value(
    book: Rulebook, codes: list[str], second_half: bool, suffix: str
) -> None:
    value = element_value(book, "+".join(codes) + suffix, second_half)
    shown = [step.value for step in value.steps if step.value is not None]
    assert shown[-1] == value.base_value


@pytest.mark.parametrize("discipline", [Discipline.MEN, Discipline.PAIRS, Discipline.ICE_DANCE])
@pytest.mark.parametrize("year", range(2005, 2026))
def test_a_higher_grade_is_never_worth_less(year: int, discipline: Discipline) -> None:
    """The table of every element rises with the grade, on which unknown values rely."""
    book = rulebooks.on(date(year, 12, 8), discipline, Level.SENIOR)
    for row in book.scale.values():
        values = [row.goe[grade] for grade in sorted(row.goe)]
        assert values == sorted(values), row.code
