"""Values that single out a wrong table, date or reduction.

Scores behind them: protocols of the ISU at the events named; numbers of the Communications.
"""

from datetime import date
from itertools import pairwise

import pytest

from kissandcry.core import Discipline, Level, Points, Segment
from kissandcry.rulebooks import Rulebook, Status, on

MEN, PAIRS, DANCE = Discipline.MEN, Discipline.PAIRS, Discipline.ICE_DANCE


def season(first: int, discipline: Discipline = MEN, level: Level = Level.SENIOR) -> Rulebook:
    return on(date(first, 11, 15), discipline, level)


@pytest.mark.parametrize(
    ("year", "code", "base"),
    [
        (2018, "3T<", "3.15"),  # 75%
        (2019, "3T<", "3.36"),  # 80%
        (2024, "3T<", "3.36"),
        (2022, "4Lze<", "6.90"),  # 60%
        (2024, "5S<<", "9.50"),  # by the table: one revolution less would be the 4S, 9.70
        (2024, "5Lze<<", "7.60"),
        (2022, "FCSp1V", "1.43"),
        (2008, "3Lz<", "1.90"),  # before 2010-11 an under-rotated triple was a double
        (2008, "3A<", "3.50"),
        (2012, "3Lz<", "4.20"),
        (2012, "3Lz<<", "2.10"),
        (2012, "3Lze", "6.00"),  # the edge lowered the base value from 2014-15 on
        (2014, "3Lze", "4.20"),
        (2014, "3Lze<", "3.60"),
        (2014, "3Fe<<", "1.40"),
        (2014, "4T<", "7.20"),
        (2015, "4T<", "8.00"),
        (2014, "CCoSp2p4", "2.50"),
        (2015, "CCoSp3p4", "3.50"),
        (2014, "FCSp2V1", "1.60"),
        (2010, "1A<<", "0.00"),
        (2018, "3ATh<", "4.50"),  # not in the table: 75% of 6.00 by the rule
        (2021, "1Eu<", "0.40"),  # 80% of 0.50
    ],
)
def test_base_values(year: int, code: str, base: str) -> None:
    assert season(year).scale[code].base_value == Points(base)


@pytest.mark.parametrize(
    ("year", "discipline", "code", "grade", "value"),
    [
        (2014, MEN, "4T", -3, "-3.00"),
        (2015, MEN, "4T", -3, "-4.00"),
        (2009, MEN, "4T", -3, "-4.80"),
        (2007, MEN, "4T", -3, "-3.00"),
        (2010, MEN, "SlSt4", 3, "3.00"),
        (2011, MEN, "SlSt4", 3, "2.10"),
        (2022, MEN, "4S", 5, "4.85"),
        (2006, PAIRS, "4Li4", 1, "0.30"),
        (2007, PAIRS, "4Li4", 1, "0.50"),
        (2007, PAIRS, "5ALi4", -2, "-0.60"),
        (2008, PAIRS, "3LoTh", 3, "2.00"),
        (2010, PAIRS, "3LoTh", 3, "2.10"),
        (2007, DANCE, "SlLi4", -3, "-1.30"),
        (2014, DANCE, "1PD2", 1, "0.60"),
    ],
)
def test_grade_values(year: int, discipline: Discipline, code: str, grade: int, value: str) -> None:
    assert season(year, discipline).scale[code].goe[grade] == Points(value)


def test_combination_lifts_change_in_the_middle_of_a_season() -> None:
    """Grand Prix Final, December 2011: 1.70 for six judges' +2; Four Continents 2012: 2.00."""
    before, after = on(date(2011, 12, 10), DANCE), on(date(2012, 1, 25), DANCE)
    assert before.scale["SlLi4+RoLi4"].goe[2] == Points("1.70")
    assert "SlLi4+RoLi4" not in after.scale
    parts = after.scale["SlLi4"].goe[2] + after.scale["RoLi4"].goe[2]
    assert parts == Points("2.00")
    assert before.until == date(2011, 12, 31)
    assert after.day == date(2012, 1, 1)


def test_steps_of_the_original_dance_have_their_own_value() -> None:
    """Europeans 2009: DiSt3 printed 7.20 in the original and 6.20 in the free dance."""
    book = season(2008, DANCE)
    original = book.row("DiSt3", Segment.ORIGINAL_DANCE)
    free = book.row("DiSt3", Segment.FREE_DANCE)
    assert original is not None
    assert free is not None
    assert (str(original.base_value), str(free.base_value)) == ("7.20", "6.20")
    assert book.row("XXSt3") is None


def test_compulsory_dances_are_rows_of_their_own() -> None:
    """Worlds 2010, Golden Waltz: 1.70, 2.80, 2.30, 2.30, 3.40, 3.00 are printed."""
    book = season(2009, DANCE)
    assert book.compulsory_dances == ("Tango Romantica", "Golden Waltz")
    sections = ("1S1", "1S2", "1S3", "2S1", "2S2", "2S3")
    for dance in book.compulsory_dances:
        values = [book.scale[f"{dance}/{section}"].base_value for section in sections]
        assert sum(values, Points(0)) == Points("15.50")
    assert season(2012, DANCE).compulsory_dances == ()


@pytest.mark.parametrize("year", range(2005, 2027))
@pytest.mark.parametrize("discipline", [MEN, PAIRS, DANCE])
@pytest.mark.parametrize("level", [Level.SENIOR, Level.JUNIOR])
def test_a_better_grade_is_never_worth_less(
    year: int, discipline: Discipline, level: Level
) -> None:
    book = season(year, discipline, level)
    low, high = book.grades
    for row in book.scale.values():
        assert row.base_value >= Points(0)
        assert row.goe[0] == Points(0)
        assert all(low <= grade <= high for grade in row.goe)
        ordered = [row.goe[grade] for grade in sorted(row.goe)]
        assert all(a <= b for a, b in pairwise(ordered)), row


@pytest.mark.parametrize("year", range(2018, 2027))
def test_a_step_is_a_tenth_of_the_base_value_of_a_jump(year: int) -> None:
    """From 2018-19 each step of a jump's grade is 10% of its base value, rounded half up."""
    scale = season(year).scale
    jumps = [f"{turns}{kind}" for turns in "1234" for kind in ("T", "S", "Lo", "F", "Lz", "A")]
    for code in [*jumps, *(f"{jump}<" for jump in jumps)]:
        row = scale[code]
        for grade, value in row.goe.items():
            size = (row.base_value.hundredths * abs(grade) + 5) // 10
            assert abs(value).hundredths == size, (code, grade)


def test_how_sure_a_value_is() -> None:
    row = season(2005).scale["4Lz"]
    assert row.provenance.status is Status.RECALLED
    triple = season(2015).scale["3Lz"]
    assert triple.provenance.status is Status.VERIFIED
    assert triple.status_of(-3) is Status.VERIFIED
    assert triple.provenance.source == "recomputed from official protocols"
    derived = season(2015).scale["3Lz<<"]
    assert derived.provenance.status is Status.DERIVED
    assert "one revolution less" in derived.provenance.rule
    assert season(2026).scale["3Lz"].provenance.status is Status.SINGLE_SOURCE
