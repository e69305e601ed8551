"""A line that is not understood: one sentence with its number, what was found, what is allowed."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kissandcry.core import (
    AgainstTheRules,
    KissAndCryError,
    SyntaxProblem,
    UnknownOnDate,
    Unreadable,
)
from kissandcry.protocols import skate_file

GOOD = """Date: 2024-12-08
Category: Senior Men
Segment: Free Skating
Judges: 3

Skater: Anna EXAMPLE, FIN
3Lz+2T      2 1 1
3A x       -1 0 1
Composition     6.75 6.50 7.00
Presentation    6.50 6.50 6.75
Skating Skills  6.75 7.00 6.75
Falls 1
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "kind", "parts"),
    [
        ("2024-12-08", "2024-13-08", 1, SyntaxProblem, ["2024-13-08", "8 December 2012"]),
        ("2024-12-08", "1999-12-08", 6, UnknownOnDate, ["1999"]),
        ("Senior Men", "Senor Men", 2, SyntaxProblem, ["Senor Men", "Senior Men"]),
        ("Free Skating", "Free Skatting", 3, SyntaxProblem, ["Free Skatting", '"Free Skating"']),
        ("Free Skating", "Free Dance", 6, UnknownOnDate, ["Free Dance", "Short Program"]),
        ("Segment: Free Skating", "Sgment: Free Skating", 3, SyntaxProblem, ['"Segment"']),
        ("Segment: Free Skating\n", "", 5, SyntaxProblem, ["lacks Segment"]),
        ("Judges: 3", "Judges: nine", 4, SyntaxProblem, ["nine", "from 1 on"]),
        ("Judges: 3", "Judges: 10", 4, AgainstTheRules, ["10 judges", "at most 9"]),
        ("Judges: 3\n", "", 6, AgainstTheRules, ["10 judges", "at most 9"]),
        ("Judges: 3", "Judges: 3\nJudges: 3", 5, SyntaxProblem, ["second time"]),
        ("Skater: Anna EXAMPLE, FIN\n", "", 6, SyntaxProblem, ["Skater:"]),
        ("Anna EXAMPLE, FIN", "", 6, SyntaxProblem, ["no name"]),
        ("3Lz+2T ", "3Lz+2Q ", 7, SyntaxProblem, ['"Q" stands at character 6', "3Lz+2T"]),
        ("3Lz+2T ", "9Lz ", 7, SyntaxProblem, ["9Lz"]),
        ("3Lz+2T ", "SlLi4 ", 7, UnknownOnDate, ["SlLi4", "2024"]),
        ("3Lz+2T ", "3Lz+2\u0422 ", 7, SyntaxProblem, ["CYRILLIC", "3Lz+2T"]),
        ("2 1 1", "2 1", 7, SyntaxProblem, ["2 marks", "3 judges", "-"]),
        ("2 1 1", "2 1 6", 7, AgainstTheRules, ["judge 3", "6", "-5 to +5"]),
        ("2 1 1", "2 1 1.5", 7, AgainstTheRules, ["1.5", "whole grades"]),
        ("2 1 1", "2 1 l", 7, SyntaxProblem, ['"l"', "missing"]),
        ("3A x", "3A y", 8, SyntaxProblem, ['"y"', "x for the second half"]),
        ("3A x ", "CCoSp4 x ", 8, AgainstTheRules, ["CCoSp4", "second half", "jump"]),
        ("Composition  ", "Compositoin  ", 9, SyntaxProblem, ["Compositoin", '"Composition"']),
        ("Composition  ", "Transitions  ", 9, UnknownOnDate, ["Transitions", "Presentation"]),
        ("6.75 6.50 7.00", "6.75 6.50 10.25", 9, AgainstTheRules, ["10.25", "0.25 to 10.00"]),
        ("6.75 6.50 7.00", "6.75 6.50 6.80", 9, AgainstTheRules, ["6.80", "steps of 0.25"]),
        ("6.75 6.50 7.00", "- - -", 9, SyntaxProblem, ["no mark"]),
        ("Skating Skills  6.75 7.00 6.75\n", "", 6, SyntaxProblem, ["Skating Skills"]),
        ("Falls 1", "Falls", 12, SyntaxProblem, ["how often"]),
        ("Falls 1", "Fals 1", 12, SyntaxProblem, ['"Falls"']),
        ("Falls 1", "Falls 1\nFalls 2", 13, SyntaxProblem, ["second time"]),
        ("Falls 1", "Deductions: 1.00", 12, SyntaxProblem, ["a reason and its points"]),
        ("Falls 1", "Deduction: Falls 1.00", 12, SyntaxProblem, ["of the rules", '"Falls 1"']),
        ("Falls 1", "Deduction: Late 0.00", 12, SyntaxProblem, ["Late", "leave it out"]),
        ("Falls 1", "Deduction: Late 1.005", 12, SyntaxProblem, ["1.005", "two places"]),
        ("Falls 1", "Deduction: A 1\nDeduction: A 2", 13, SyntaxProblem, ["second time"]),
        ("Falls 1", "Published: TSX 3", 12, SyntaxProblem, ["TSX", '"TSS"']),
        ("Falls 1", "Published: TSS 1.234", 12, SyntaxProblem, ["1.234"]),
        ("Falls 1", "Start: first", 12, SyntaxProblem, ["first"]),
        ("Falls 1", "Event: too late", 12, SyntaxProblem, ["above the first skater"]),
        ("Falls 1", "12 3 4", 12, SyntaxProblem, ["starts with a number"]),
    ],
)
def test_a_wrong_line_is_named(
    old: str, new: str, line: int, kind: type[KissAndCryError], parts: list[str]
) -> None:
    assert old in GOOD
    with pytest.raises(KissAndCryError) as caught:
        skate_file.parse(_with(old, new), "evening.skate")
    sentence = str(caught.value)
    assert type(caught.value) is kind, sentence
    assert sentence.startswith(f"evening.skate, line {line}: "), sentence
    assert "\n" not in sentence
    for part in parts:
        assert part in sentence


def _with(old: str, new: str) -> str:
    """The good file with something else in it; without its size of the panel ten judges mark."""
    text = GOOD.replace(old, new, 1)
    return text if "Judges" in text else text.replace("2 1 1\n", "2 1 1 2 1 1 2 1 1 2\n")


def test_only_the_last_three_jumps_have_a_second_half_since_2018() -> None:
    """ISU Communication 2176: the last three jump elements of a free skating."""
    jumps = "".join(f"{code} x  0 0 0\n" for code in ("4T", "3Lz", "3F", "3Lo"))
    with pytest.raises(AgainstTheRules, match=r"line 7: 4T has an x .*the last 3 of the jumps"):
        skate_file.parse(GOOD.replace("3Lz+2T      2 1 1\n3A x       -1 0 1\n", jumps))


def test_a_day_with_a_random_draw_is_refused() -> None:
    text = GOOD.replace("2024-12-08", "2008-12-08")
    text = text.replace("Presentation    6.50 6.50 6.75", "Performance 6 6 6\nTransitions 6 6 6")
    text = text.replace("Falls 1", "Interpretation 6 6 6")
    with pytest.raises(UnknownOnDate, match="drawn by lot"):
        skate_file.score(skate_file.parse(text))


@pytest.mark.parametrize(
    ("data", "part"),
    [(b"", "no skater"), (b"\xff\xfe3", "not UTF-8"), (b"#" * 1_100_000, "1,048,576")],
)
def test_what_is_no_text_is_refused(data: bytes, part: str, tmp_path: Path) -> None:
    path = tmp_path / "evening.skate"
    path.write_bytes(data)
    with pytest.raises(KissAndCryError, match=part):
        skate_file.read(path)
    with pytest.raises(Unreadable, match="No such file"):
        skate_file.read(tmp_path / "missing.skate")


@given(st.data())
def test_a_damaged_file_is_read_or_refused_in_one_sentence(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(GOOD) - 1))
    length = data.draw(st.integers(0, 6))
    text = GOOD[:place] + data.draw(st.text(max_size=6)) + GOOD[place + length :]
    said = ""
    try:
        skate_file.score(skate_file.parse(text))
    except KissAndCryError as error:
        said = str(error)
    assert "\n" not in said
