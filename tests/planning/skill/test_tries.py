"""What was tried, from the protocols of the Grand Prix of 2012-13."""

from datetime import date

import pytest

from kissandcry import notation
from kissandcry.archive import Archive, keys
from kissandcry.planning.skill import tries
from kissandcry.planning.skill.tries import Try, is_jump, jumps_of, key_of, name_of

FINAL_FREE = date(2012, 12, 8)


@pytest.fixture
def hanyu(season_archive: Archive) -> list[Try]:
    return tries.read(season_archive, keys.skater(season_archive, "yuzuru-hanyu").id)


def test_the_quadruple_toe_loops_of_a_season(hanyu: list[Try]) -> None:
    # Six in three events: the protocols print 2.00, -3.00, 2.43, 1.57, 0.57 and 2.71; a fall was
    # deducted for in the free program of Skate America.
    found = [(one.day, one.way) for one in hanyu if one.key == "4T"]
    assert [way for _, way in found] == ["clean", "fall", "clean", "clean", "clean", "clean"]
    assert found[1][0] == date(2012, 10, 20)


def test_a_double_salchow_where_quadruples_were_tried_is_a_popped_one(hanyu: list[Try]) -> None:
    popped = [one for one in hanyu if one.day == FINAL_FREE and one.way == "popped"]
    assert [(one.key, one.done, one.weight) for one in popped] == [("4S", 2, 1.0)]


def test_a_fall_belongs_to_the_last_jump_of_a_combination(hanyu: list[Try]) -> None:
    # 3Lz+3T< with a fall, in the short program of the Final.
    found = {
        one.key: one.way
        for one in hanyu
        if one.day == date(2012, 12, 7) and one.key in ("3Lz", "+3T")
    }
    assert found == {"3Lz": "clean", "+3T": "fall, under-rotated"}


def test_every_try_weighs_as_much_as_one(season_archive: Archive) -> None:
    found = tries.read(season_archive)
    assert all(0 < one.weight <= 1 for one in found)
    jumps = season_archive.rows(
        "SELECT count(*) AS n FROM elements WHERE family = 'throw' AND rotations IS NOT NULL"
    )
    thrown = sum(one.weight for one in found if one.key.endswith("Th"))
    assert thrown == pytest.approx(jumps[0]["n"])


def test_nothing_later_is_read(season_archive: Archive) -> None:
    found = tries.read(season_archive, as_of=date(2012, 10, 31))
    assert found
    assert max(one.day for one in found) <= date(2012, 10, 31)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("4T", ["4T"]),
        ("3Lz+1Eu+3S", ["3Lz", "+3S"]),
        ("3Lz+1Lo+3S", ["3Lz", "+3S"]),
        ("3F+2T+2Lo", ["3F", "+2T", "+2Lo"]),
    ],
)
def test_the_hops_between_jumps_are_no_jumps(code: str, expected: list[str]) -> None:
    parts = jumps_of(notation.parse(code).parts)
    assert [key_of(part, follows=order > 0) for order, (_, part) in enumerate(parts)] == expected


def test_names_and_levels() -> None:
    assert name_of(notation.parse("CCoSp4").parts) == ("CCoSp", "4")
    assert name_of(notation.parse("SqTwW4+SqTwM3").parts) == ("SqTwW+SqTwM", "4+3")
    assert is_jump("3LoTh", "pairs")
    assert not is_jump("2S", "ice_dance")  # a section of a compulsory dance
