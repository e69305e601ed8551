"""Skills from the archive that comes along, and what is known of everybody."""

from datetime import date

import pytest

from kissandcry.archive import Archive
from kissandcry.core import Discipline, Level, NotInArchive, UnknownOnDate
from kissandcry.planning import skill
from kissandcry.planning.skill import Skill
from kissandcry.planning.skill.parameters import shipped

CODES = (
    "4T",
    "4T+3T",
    "3A",
    "4A",
    "3Lz+1Eu+3S",
    "3F+2T+2Lo",
    "3A+2A+SEQ",
    "CCoSp4",
    "StSq3",
    "ChSq1",
)


@pytest.fixture
def hanyu(season_archive: Archive) -> Skill:
    return skill.of_skater(season_archive, "yuzuru-hanyu", date(2012, 12, 31))


@pytest.fixture
def unknown() -> Skill:
    return skill.usual(Discipline.MEN, Level.SENIOR, date(2024, 11, 15))


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("second_half", [False, True])
@pytest.mark.parametrize("after_fall", [False, True])
def test_chances_sum_to_one(hanyu: Skill, code: str, second_half: bool, after_fall: bool) -> None:
    found = hanyu.outcomes(code, second_half=second_half, after_fall=after_fall)
    assert sum(one.chance for one in found) == pytest.approx(1)
    assert all(-3 <= one.grade <= 3 for one in found)
    assert found[0].chance == max(one.chance for one in found)


def test_what_was_tried_is_known(hanyu: Skill) -> None:
    # Six quadruple toe loops within ten weeks, so next to nothing has faded.
    assert 5.5 < hanyu.known("4T") <= 6
    assert hanyu.known("4Lz") == 0
    clean = hanyu.ability("4T").ways["clean"].chance
    assert shipped().field["men"]["4T"].ways["clean"] < clean < 5 / 6


def test_as_of_a_day_later_skates_do_not_count(season_archive: Archive) -> None:
    early = skill.of_skater(season_archive, "yuzuru-hanyu", date(2012, 10, 31))
    assert 1.5 < early.known("4T") <= 2


def test_calls_of_later_days_are_not_made(hanyu: Skill) -> None:
    assert hanyu.grades == 3
    assert not any("q" in one.code for one in hanyu.outcomes("4S"))


def test_the_codes_are_those_of_a_technical_panel(unknown: Skill) -> None:
    found = {one.name: one.code for one in unknown.outcomes("4T+3T")}
    assert found["clean"] == "4T+3T"
    assert found["under-rotated"] == "4T<+3T"
    assert found["then under-rotated"] == "4T+3T<"
    assert found["fall, no next jump"] == "4T+COMBO"
    assert {one.code for one in unknown.outcomes("3F") if one.name == "popped"} == {"2F", "1F"}


def test_falls_are_counted(unknown: Skill) -> None:
    for one in unknown.outcomes("4Lz"):
        assert one.falls == one.name.startswith("fall")


def test_a_situation_does_what_its_effect_says(unknown: Skill) -> None:
    effects = shipped().effects["second half"]
    early, late = (
        {name: sum(one.chance for one in found if one.name == name) for name in ("popped", "clean")}
        for found in (unknown.outcomes("3Lz"), unknown.outcomes("3Lz", second_half=True))
    )
    assert effects["popped"].kept
    assert effects["popped"].factor > 1
    assert late["popped"] > early["popped"]


def test_an_element_that_nobody_is_known_to_try_has_kin(unknown: Skill) -> None:
    best = [unknown.landed(code)[0] for code in ("3F", "4F", "5F")]
    assert best == sorted(best, reverse=True)
    with pytest.raises(UnknownOnDate, match="3LoTh"):
        unknown.outcomes("3LoTh")


def test_more_tries_narrow_the_interval(unknown: Skill) -> None:
    _, low, high = unknown.landed("4Lz")
    _, lower, higher = unknown.practised("4Lz", 10, 20, 1.0).landed("4Lz")
    assert higher - lower < high - low


def test_components_are_those_of_the_day(hanyu: Skill, season_archive: Archive) -> None:
    assert set(hanyu.components("free_skating")) == {
        "skating_skills",
        "transitions",
        "performance",
        "composition",
        "interpretation",
    }
    later = skill.of_skater(season_archive, "yuzuru-hanyu", date(2022, 10, 1))
    assert set(later.components("free_skating")) == {
        "composition",
        "presentation",
        "skating_skills",
    }


def test_nobody_who_has_not_skated_has_a_skill(season_archive: Archive) -> None:
    with pytest.raises(NotInArchive):
        skill.of_skater(season_archive, "yuzuru-hanyu", date(2012, 1, 1))
    with pytest.raises(NotInArchive):
        skill.of_skater(season_archive, "nobody-at-all")


def test_couples_have_levels_of_both(season_archive: Archive) -> None:
    couple = skill.of_skater(season_archive, "meryl-davis-charlie-white")
    found = couple.outcomes("CuLi4")
    assert found[0].code == "CuLi4"
    assert sum(one.chance for one in found) == pytest.approx(1)


def test_who_never_lands_cleanly_may_go_on_after_a_step_out() -> None:
    one = skill.parse("discipline: men\nday: 2024-11-15\n4T: step-out 100%\n+3T: clean 100%")
    found = {each.code: each for each in one.outcomes("4T+3T")}
    assert found["4T+3T"].grade == one.ability("4T").ways["step-out"].grade
    assert sum(each.chance for each in found.values()) == pytest.approx(1)


def test_a_step_out_that_goes_on_counts_as_often_as_it_happens() -> None:
    # In whatever order the ways are written down, the element that is told alike is one.
    lines = ("4T: step-out 50%, clean 50%", "4T: clean 50%, step-out 50%")
    first, second = (
        skill.parse(f"discipline: men\nday: 2024-11-15\n{line}\n+3T: clean 100%").outcomes("4T+3T")
        for line in lines
    )
    assert {(one.name, one.grade) for one in first} == {(one.name, one.grade) for one in second}


def test_a_level_that_is_not_planned_is_not_reached(unknown: Skill) -> None:
    every = {one.code: one.chance for one in unknown.outcomes("CCoSp4") if not one.falls}
    three = {one.code: one.chance for one in unknown.outcomes("CCoSp3") if not one.falls}
    assert three["CCoSp3"] == pytest.approx(every["CCoSp3"] + every["CCoSp4"], abs=0.01)
    assert "CCoSp4" not in three
    assert unknown.outcomes("CCoSp") == unknown.outcomes("CCoSp4")


def test_a_level_of_each_part_is_held(season_archive: Archive) -> None:
    levels = {
        one.code
        for one in skill.usual(Discipline.ICE_DANCE, Level.SENIOR, date(2024, 11, 15)).outcomes(
            "OFStW2+OFStM4"
        )
    }
    assert levels
    assert all(code.startswith(("OFStW2", "OFStW1", "OFStWB", "OFStW+")) for code in levels)
