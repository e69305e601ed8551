"""Each kind of line of a protocol, as it was printed somewhere."""

import pytest

from kissandcry.protocols.layouts import grid
from kissandcry.protocols.words import Line


def _read(text: str) -> grid.GridLine | None:
    words = text.split()
    read = grid.read_lines([Line(words, [float(10 * place) for place in range(len(words))])])
    return read[0] if read else None


def _element(text: str) -> grid.ElementLine:
    line = _read(text)
    assert isinstance(line, grid.ElementLine)
    return line


@pytest.mark.parametrize(
    ("text", "name", "start", "deductions"),
    [
        ("1 Emanuel SANDHU CAN 139.70 66.80 72.90 0.00", "Emanuel SANDHU", None, "0.00"),
        ("1 HANYU Yuzuru JPN 21 178.64 89.66 90.98 -2.00", "HANYU Yuzuru", "21", "-2.00"),
        (
            "10 Jessica DUBE / Bryce DAVISON CAN 9 51.10 27.10 25.00 1.00",
            "Jessica DUBE / Bryce DAVISON",
            "9",
            "1.00",
        ),
    ],
)
def test_a_skater(text: str, name: str, start: str | None, deductions: str) -> None:
    line = _read(text)
    assert isinstance(line, grid.PerformanceLine)
    assert (line.name, line.starting_number, line.deductions) == (name, start, deductions)


@pytest.mark.parametrize(
    ("text", "code", "info", "half", "marks"),
    [
        ("6 1A 0.9x 0.00 0 0 0 0 1 0 0 0 0 1 - - 0.90", "1A", "", True, 12),
        ("10 2F 1.9 x 0.00 0 0 0 -1 0 0 0 0 0 0 0 -1 1.90", "2F", "", True, 12),
        ("6 3A+2T+2Lo 12.76 X 1.43 2 1 1 1 1 2 2 2 1 14.19", "3A+2T+2Lo", "", True, 9),
        ("3 4Lz< F < 9.20 -4.60 -5 -5 -5 -5 -5 -5 -5 -5 -5 4.60", "4Lz<", "F <", False, 9),
        ("1 4T<< <<Info 4.10 -2.10 -3 -3 -3 -3 -3 -3 -3 -3 -3 2.00", "4T<<", "<<", False, 9),
        ("11 ChSq1 0.00 0.00 - - - - - - - - - 0.00", "ChSq1", "", False, 9),
        ("12 0.00 0.00 - - - - - - - - - 0.00", "", "", False, 9),
    ],
)
def test_an_element(text: str, code: str, info: str, half: bool, marks: int) -> None:
    line = _element(text)
    assert (line.code, line.info, line.second_half) == (code, info, half)
    assert len(line.marks) == len(line.xs) == marks


def test_an_element_without_a_number() -> None:
    """Worlds 2010, pairs short: a row of zeros stands where element 1 was."""
    line = _element("0.00 0.00 - - - - - - - - - 0.00")
    assert (line.number, line.code) == (None, "")


@pytest.mark.parametrize(
    "name",
    ["Skating Skills", "Transition / Linking Footwork", "Interpretation of the Music/Timing"],
)
def test_a_component(name: str) -> None:
    line = _read(f"{name} 0.80 9.50 - 9.75 9.50 9.61")
    assert isinstance(line, grid.ComponentLine)
    assert (line.name, line.factor, line.marks) == (name, "0.80", ["9.50", "-", "9.75", "9.50"])


@pytest.mark.parametrize(
    ("text", "reasons", "total"),
    [
        ("Deductions: 0.00", [], "0.00"),
        ("Deductions Falls: -2.00 (2) -2.00", [("Falls", "-2.00", "2")], "-2.00"),
        (
            "Deductions: Extended lifts -1.00 Falls -1.00 (1) -2.00",
            [("Extended lifts", "-1.00", None), ("Falls", "-1.00", "1")],
            "-2.00",
        ),
        ("Deductions: Total Total Total Program 0.00", [], "0.00"),
        (
            "Illegal Element: 0.00 Falls: 1.00",
            [("Illegal Element", "0.00", ""), ("Falls", "1.00", "")],
            None,
        ),
    ],
)
def test_deductions(
    text: str, reasons: list[tuple[str, str, str | None]], total: str | None
) -> None:
    line = _read(text)
    assert isinstance(line, grid.DeductionsLine)
    assert [tuple(reason[:2]) for reason in line.reasons] == [reason[:2] for reason in reasons]
    assert line.total == total


@pytest.mark.parametrize(
    ("text", "votes"),
    [
        ("Violation of choreo restrictions (2 of 10)", "2 of 10"),
        ("Music requirements violation: (1 of 10)", "1 of 10"),
        ("Music requirements: (7 of 10) -2.00 -2.00 -2.00 -2.00 -2.00 -2.00 -2.00", "7 of 10"),
        ("Music violation: -1.00 -1.00 -1.00 -1.00 -1.00 -1.00", "6 votes"),
    ],
)
def test_votes(text: str, votes: str) -> None:
    line = _read(text)
    assert isinstance(line, grid.VoteLine)
    assert line.votes == votes


@pytest.mark.parametrize(
    "text",
    ["Rank Name NOC Code", "Total Total Total Total", "# Executed Info Base GOE J1 J2 J3 Ref."],
)
def test_table_heads_are_left_out(text: str) -> None:
    assert _read(text) is None


def test_a_row_that_ran_together_is_told() -> None:
    columns = "Skating Skills 2.00 7.00 7.00 7.25 7.50 7.19"
    text = "5 3S 4.5 1.00 1 1101 5.50"
    lines = [Line(line.split(), [0.0] * len(line.split())) for line in (columns, text)]
    assert grid.ran_together(grid.read_lines(lines))


def test_other_text_is_kept() -> None:
    line = _read("Couple WANG/LIU (CHN): deduction specification has been corrected.")
    assert isinstance(line, grid.OtherLine)
    assert not line.is_data
