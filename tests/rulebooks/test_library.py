"""Rulebooks are made once for each period, cannot be changed, and come from any folder."""

import dataclasses
import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from kissandcry import rulebooks
from kissandcry.core import BadRulebook, Discipline, Level, Points, Segment, UnknownOnDate
from kissandcry.rulebooks import RuleTable, library, on

MEN = Discipline.MEN
DAY = date(2024, 1, 12)

FEDERATION = {
    "authority.toml": """
title = "A small federation"
disciplines = ["women"]
levels = ["basic_novice"]

[[based_on]]
authority = "isu"
level = "junior"
subjects = ["grades", "scales", "panel", "calculation", "ties"]
""",
    "sources.toml": 'handbook = "Handbook of the small federation"\n',
    "deductions.toml": """
[[deductions]]
from = 2023-01-01
kind = "fall"
schedule = ["0.20", "0.30"]
per = "occurrence"
decided_by = "technical panel"
source = "handbook"
status = "official"
""",
}


@pytest.fixture
def federation(tmp_path: Path) -> Iterator[Path]:
    """A folder of rules outside the package."""
    folder = tmp_path / "small_federation"
    folder.mkdir()
    for name, text in FEDERATION.items():
        (folder / name).write_text(text, encoding="utf-8")
    yield folder
    library._LOADED.pop(folder.name, None)


def test_one_object_for_one_period() -> None:
    first = on(date(2018, 12, 1), MEN)
    assert on(date(2019, 3, 20), MEN) is first
    assert first.day == date(2018, 7, 1)
    assert first.until == date(2019, 6, 30)
    assert on(date(2019, 7, 1), MEN) is not first


@pytest.mark.parametrize("discipline", [MEN, Discipline.PAIRS, Discipline.ICE_DANCE])
def test_periods_follow_each_other_without_a_hole(discipline: Discipline) -> None:
    day = date(2005, 7, 1)
    while True:
        book = on(day, discipline)
        assert book.day == day
        if book.until is None:
            break
        assert on(book.until, discipline) is book
        day = book.until + timedelta(days=1)
    assert day == date(2026, 7, 1)


@pytest.mark.parametrize("discipline", list(Discipline))
@pytest.mark.parametrize("level", [Level.SENIOR, Level.JUNIOR])
def test_the_days_on_which_rules_change(discipline: Discipline, level: Level) -> None:
    days = rulebooks.periods(discipline, level)
    assert [on(day, discipline, level).day for day in days] == list(days)


def test_a_day_without_rules_begins_no_period() -> None:
    """The one season of synchronized skating that is known ends on 30 June 2026."""
    assert rulebooks.periods(Discipline.SYNCHRONIZED) == (date(2025, 7, 1),)
    assert rulebooks.periods(MEN, Level.BASIC_NOVICE) == ()
    assert rulebooks.periods(MEN, Level.BASIC_NOVICE, "example_federation")[0] == date(2022, 7, 1)
    assert rulebooks.DEFAULT == "isu"
    assert date(2012, 1, 1) in rulebooks.periods(Discipline.ICE_DANCE)  # the lifts of that January


def test_rules_cannot_be_changed() -> None:
    book = on(DAY, MEN)
    with pytest.raises(dataclasses.FrozenInstanceError):
        book.grades = (-3, 3)  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        book.day = DAY  # type: ignore[misc]
    assert {book: "a key"}[on(DAY, MEN)] == "a key"
    assert dataclasses.replace(book) != book
    with pytest.raises(TypeError):
        book.scale["3T"].goe[1] = Points(9)  # type: ignore[index]
    assert not hasattr(book.scale, "__setitem__")


def test_a_table_is_a_mapping() -> None:
    table = RuleTable({"a": 1}, "list of letters", "here")
    assert dict(table) == {"a": 1}
    assert table.get("b") is None
    assert table.get("b", 5) == 5
    assert "b" not in table
    assert repr(table) == "<list of letters, here: 1 entries>"
    with pytest.raises(UnknownOnDate, match="here: the list of letters holds no 'b'"):
        table["b"]


def test_a_federation_adds_its_rules_without_code(federation: Path) -> None:
    rulebooks.load(federation)
    book = on(DAY, Discipline.WOMEN, Level.BASIC_NOVICE, "small_federation")
    assert book.authority == "small_federation"
    assert book.scale["2A"].base_value == Points("3.30")
    fall = book.deduction("fall")
    assert fall is not None
    assert [str(fall.total(times)) for times in range(4)] == ["0.00", "0.20", "0.50", "0.80"]
    assert "small_federation" in rulebooks.authorities()
    with pytest.raises(UnknownOnDate):  # what it did not take over is not known
        book.components[Segment.FREE_SKATING]
    with pytest.raises(
        UnknownOnDate,
        match=r"^small_federation, basic novice women, rules since .*: the rule of marks for"
        r" program components is not known$",
    ):
        assert book.mark_step
    with pytest.raises(UnknownOnDate):
        on(DAY, MEN, Level.BASIC_NOVICE, "small_federation")


def test_folders_named_in_the_environment(
    federation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(library.FOLDERS_VARIABLE, os.pathsep.join([str(federation), ""]))
    assert rulebooks.authorities() == ("example_federation", "isu", "small_federation")
    assert on(DAY, Discipline.WOMEN, Level.BASIC_NOVICE, "small_federation").deductions


def test_two_folders_of_one_name_are_refused(federation: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / federation.name
    other.mkdir(parents=True)
    (other / "authority.toml").write_text('title = "Another"\n', encoding="utf-8")
    rulebooks.load(federation)
    rulebooks.load(federation)  # once more does no harm
    with pytest.raises(BadRulebook, match="an authority named small_federation is loaded already"):
        rulebooks.load(other)


@pytest.fixture
def another_isu(tmp_path: Path) -> Path:
    """A folder of rules that is named as one of ours."""
    folder = tmp_path / "isu"
    folder.mkdir()
    (folder / "authority.toml").write_text('title = "Another"\n', encoding="utf-8")
    return folder


def test_no_folder_takes_the_place_of_ours(
    another_isu: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "_LOADED", {})  # as in a process that has asked for nothing yet
    sentence = "isu: another folder holds the authority named isu; each needs a name of its own$"
    with pytest.raises(BadRulebook, match=sentence):
        rulebooks.load(another_isu)
    monkeypatch.setenv(library.FOLDERS_VARIABLE, str(another_isu))
    with pytest.raises(BadRulebook, match=f"^KISSANDCRY_RULEBOOKS: .*{sentence}"):
        on(DAY, MEN)
    with pytest.raises(BadRulebook, match=sentence):
        rulebooks.authorities()


def test_two_folders_of_one_name_in_the_environment(
    federation: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "elsewhere" / federation.name
    both = [str(federation), str(federation)]
    monkeypatch.setenv(library.FOLDERS_VARIABLE, os.pathsep.join(both))  # once more does no harm
    assert federation.name in rulebooks.authorities()
    monkeypatch.setenv(library.FOLDERS_VARIABLE, os.pathsep.join([*both, str(other)]))
    with pytest.raises(BadRulebook, match="the authority named small_federation; each needs"):
        rulebooks.authorities()


def test_federations_that_take_a_subject_from_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "_LOADED", {})
    folders = [tmp_path / "first", tmp_path / "second"]
    for folder, other in zip(folders, reversed(folders), strict=True):
        folder.mkdir()
        basis = f'authority = "{other.name}"\nlevel = "senior"\nsubjects = ["panel"]\n'
        text = f'title = "{folder.name}"\n[[based_on]]\n{basis}'
        (folder / "authority.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv(library.FOLDERS_VARIABLE, os.pathsep.join(map(str, folders)))
    with pytest.raises(BadRulebook, match="panel would come from first and from there again"):
        on(DAY, MEN, authority="first")


def test_a_sign_has_one_meaning_on_a_day(federation: Path) -> None:
    entry = """
[[reductions]]
from = 2023-01-01
flag = "<"
words = "{words}"
families = ["{family}"]
method = "listed"
source = "handbook"
status = "official"
"""
    entries = [
        entry.format(words=words, family=family)
        for words, family in (("under-rotated", "jump"), ("nearly fallen", "throw"))
    ]
    (federation / "reductions.toml").write_text("".join(entries), encoding="utf-8")
    rulebooks.load(federation)
    with pytest.raises(BadRulebook, match="'<' means 'under-rotated' and 'nearly fallen'; a sign"):
        on(DAY, Discipline.WOMEN, Level.BASIC_NOVICE, "small_federation")


def test_an_authority_that_nobody_knows() -> None:
    with pytest.raises(
        UnknownOnDate, match="authority named 'fifa'; known: example_federation, is"
    ):
        on(DAY, MEN, authority="fifa")


def test_the_example_federation() -> None:
    """A simplified basic novice rulebook beside the ISU's: own factors, falls and panel."""
    book = on(DAY, Discipline.WOMEN, Level.BASIC_NOVICE, "example_federation")
    assert (book.panel.largest_panel, book.panel.maximum) == (5, 5)
    assert book.second_half[Segment.FREE_SKATING].families == frozenset()
    assert [str(rule.factor) for rule in book.components[Segment.FREE_SKATING]] == ["1.67"] * 3
    assert book.scale["2Lz"].base_value == on(DAY, MEN).scale["2Lz"].base_value
    fall = book.deduction("fall")
    assert fall is not None
    assert str(fall.total(2)) == "1.00"


def test_all_that_is_shipped_is_well_formed() -> None:
    for name in rulebooks.authorities():
        library.find(name).check()


def test_junior_patterns_are_for_juniors() -> None:
    junior = on(date(2015, 11, 15), Discipline.ICE_DANCE, Level.JUNIOR)
    assert junior.scale["1SW4"].base_value == Points("5.00")
    assert "1SW4" not in on(date(2015, 11, 15), Discipline.ICE_DANCE).scale
