"""The national CSV layout, against its own printed sums."""

import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kissandcry.core import (
    Contradiction,
    Discipline,
    KissAndCryError,
    Level,
    NotAProtocol,
    Points,
    Segment,
    SyntaxProblem,
    Unreadable,
)
from kissandcry.protocols.layouts import national_csv

HEAD = """JUDGES DETAILS,,,,,,,
"COMPETITION: Oxen cup, Date: 2018-10-27",,,,,,,
"CATEGORY: Seniorer A - Damer, Short Program",,,,,,,
Pl. NAME START No.,,,TOTAL,,TOTAL,TOTAL,DEDUCTION
1 Anna Exempel 10,,,Segments,,Elements,PC,
Klubben Exempel,,,Score,,Score,Score,
"",,,"2,67",=,"0,67","3,00",1
"""
ROWS = """"# EXECUTED ELEMENTS BASE VALUE",GOE,J1,J2,J3,J4,,SCORES
"1 2F e e 1,35","-0,68",-5,--,-5,-5,,"0,67"
"1,35",,,,,,,"0,67"
PROGRAM COMPONENTS FACTOR,,J1,J2,J3,J4,,
"Skating Skills 0,8",,"3,75","4,00","3,25","3,75",,"3,75"
"",,,,,,,"3,00"
DEDUCTIONS,,,,,,,
Fall: 1,,,,,,,
"""


def test_a_small_paper_is_read() -> None:
    protocol = national_csv.read_text(HEAD + ROWS, "a.csv")
    (skate,) = protocol.performances
    assert (skate.name, skate.club, skate.nation) == ("Anna Exempel", "Klubben Exempel", "")
    assert (skate.rank, skate.starting_number) == (1, 10)
    (element,) = skate.elements
    assert (element.code, element.info) == ("2Fe", "e")
    assert element.marks == (-5, None, -5, -5)
    assert element.goe == Points("-0.68")
    assert skate.deduction_items[0].points == Points(1)
    assert skate.notes == ()


def test_every_national_paper_adds_up(shared: Path) -> None:
    """Each printed sum is the sum of what stands above it; counts taken from the text itself."""
    files = sorted((shared / "protocols" / "national").glob("*.csv"))
    assert files
    for file in files:
        text = file.read_text(encoding="utf-8")
        protocol = national_csv.read_csv(file)
        assert national_csv.recognises(text)
        assert (protocol.discipline, protocol.level) == (Discipline.WOMEN, Level.SENIOR)
        assert protocol.season == "2018-19"
        assert len(protocol.performances) == text.count("JUDGES DETAILS") == 11
        for skate in protocol.performances:
            assert skate.club
            assert skate.notes == ()
            assert skate.tes + skate.pcs - skate.deductions == skate.tss
            assert sum((row.panel_score for row in skate.elements), Points(0)) == skate.tes
            assert sum((row.base_value for row in skate.elements), Points(0)) == skate.base_value
            assert (
                sum(
                    (row.panel_score.times(row.factor) for row in skate.components if row.factor),
                    Points(0),
                )
                == skate.pcs
            )
            assert {len(row.marks) for row in skate.elements} == {4}
            assert len(skate.components) == 5
    first, second = map(national_csv.read_csv, files)
    assert (first.segment, first.date) == (Segment.SHORT_PROGRAM, date(2018, 10, 27))
    assert (second.segment, second.date) == (Segment.FREE_SKATING, date(2018, 10, 28))
    assert [len(skate.elements) for skate in first.performances] == [7] * 11
    assert [len(skate.elements) for skate in second.performances] == [12] * 11


def test_sums_that_differ_are_noted() -> None:
    text = (HEAD + ROWS).replace('"1,35",,,,,,,"0,67"', '"1,35",,,,,,,"0,76"')
    (skate,) = national_csv.read_text(text, "a.csv").performances
    assert skate.notes == ("technical score: 0.67 above, 0.76 below",)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"-0,68"', '"-0;68"', "line 9: '-0;68' stands where the GOE should stand"),
        (",-5,-5,,", ",-5,-7,,", "line 9: '-7' stands where a grade should stand"),
        ("e e 1,35", "e e", "line 9: '1 2F e e' stands where number, code and base value should"),
        ("Damer", "Veteraner", "line 3: 'Seniorer A - Veteraner' stands where a category such as"),
        ("2018-10-27", "2018-10-72", "line 2: '2018-10-72' stands where a date such as"),
        ("Short Program", "Kort", "line 3: 'Kort' stands where Short Program or Free Skating"),
        ("# EXECUTED", "# PLANNED", "line 8: '# PLANNED ELEMENTS BASE VALUE' stands where"),
        (
            "GOE,J1",
            "GUE,J1",
            "line 8: '# EXECUTED ELEMENTS BASE VALUE' stands where a heading with GOE",
        ),
        ("Fall: 1", "Fall", "line 15: 'Fall' stands where a deduction such as 'Fall: 1' should"),
        ('"0,67","3,00",1', '"0,67",1', "line 7: '2,67 0,67 1' stands where total, elements, "),
        ("Seniorer A - Damer", "-", "line 3: '-' stands where a category such as 'Seniorer A"),
        (
            ',"-0,68",-5,--,-5,-5,,"0,67"',
            "",
            "line 9: '1 2F e e 1,35' stands where an element with 8 cells, as many as the heading",
        ),
        (
            '-5,-5,,"0,67"',
            "-5",
            "line 9: '1 2F e e 1,35 -0,68 -5 -- -5' stands where an element with 8 cells, as many",
        ),
        ('"1,35",,,,,,,"0,67"', '"1,35"', "line 10: '1,35' stands where an element with 8 cells,"),
        (
            ',"3,75",,"3,75"',
            "",
            "line 12: 'Skating Skills 0,8 3,75 4,00 3,25' stands where a compo",
        ),
        ("1 Anna", "9999 Anna", "line 5: '9999 Anna Exempel 10' stands where place, name and "),
        ("Fall: 1", f"Fall: {'1' * 1500}", "line 15: '11111"),
        (
            "Fall: 1",
            f"Fall: {'1' * 2000}",
            "line 15: a cell has more than 2,000 characters, the most",
        ),
        ("Fall: 1", f"Fall: {'1' * 200_000}", "line 15: a cell has more than 2,000 characters"),
        ("Fall: 1", f'"Fall: 1{"x" * 200_000}', "line 15: a cell has more than 2,000 characters"),
    ],
)
def test_a_row_without_its_form_is_named(old: str, new: str, message: str) -> None:
    with pytest.raises(SyntaxProblem) as error:
        national_csv.read_text((HEAD + ROWS).replace(old, new), "a.csv")
    assert str(error.value).startswith(f"a.csv, {message}")


def test_a_cut_file_is_refused() -> None:
    lines = (HEAD + ROWS).splitlines()
    for count in range(2, len(lines) - 1):
        with pytest.raises(KissAndCryError, match=r"^a\.csv"):
            national_csv.read_text("\n".join(lines[:count]), "a.csv")


def damaged(text: str, choice: random.Random) -> str:
    """The text with a few lines, cells or letters lost, doubled, exchanged or altered."""
    lines = text.split("\n")
    for _ in range(choice.randint(1, 3)):
        place = choice.randrange(len(lines))
        cells = lines[place].split(",")
        letters = list(lines[place]) or [""]
        match choice.randrange(7):
            case 0:
                del cells[choice.randrange(len(cells)) :]
            case 1:
                del cells[choice.randrange(len(cells))]
            case 2:
                cells[choice.randrange(len(cells))] = choice.choice(ODD)
            case 3:
                letters[choice.randrange(len(letters))] = choice.choice(ODD)
                cells = ["".join(letters)]
            case 4:
                cells += ["", *cells]
            case 5:
                cells = [lines[choice.randrange(len(lines))]]
            case _:
                del lines[place + 1 : place + choice.randint(1, 20)]
        lines[place] = ",".join(cells)
    return "\n".join(lines)


ODD = [
    *'- -- " , 1 -5 1,35 1,,35 x é ٣ ² \0 GOE J1 J99'.split(" "),
    "",
    "1" * 1900,
    "1" * 5000,
    "JUDGES DETAILS",
    "# EXECUTED ELEMENTS",
    "PROGRAM COMPONENTS",
]


def read_or_refused(text: str) -> None:
    """A protocol or one sentence with the file's name, and no other error."""
    try:
        national_csv.read_text(text, "a.csv")
    except KissAndCryError as error:
        message = str(error)
        assert message.startswith("a.csv")
        assert len(message) < 400
        assert "\n" not in message


def test_a_damaged_small_paper_is_read_or_refused() -> None:
    choice = random.Random(2018)
    for _ in range(4000):
        read_or_refused(damaged(HEAD + ROWS, choice))


def test_damaged_national_papers_are_read_or_refused(shared: Path) -> None:
    choice = random.Random(2018)
    for file in sorted((shared / "protocols" / "national").glob("*.csv")):
        text = file.read_text(encoding="utf-8")
        for _ in range(300):
            read_or_refused(damaged(text, choice))


@given(st.text(max_size=200), st.integers(0, len(HEAD + ROWS)))
def test_any_text_in_any_place_is_read_or_refused(text: str, place: int) -> None:
    read_or_refused((HEAD + ROWS)[:place] + text + (HEAD + ROWS)[place:])


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"^none\.csv: No such file"):
        national_csv.read_csv(tmp_path / "none.csv")


def test_two_segments_in_one_file_contradict() -> None:
    other = (HEAD + ROWS).replace("Short Program", "Free Skating")
    with pytest.raises(Contradiction, match="a second segment begins, and a file holds one"):
        national_csv.read_text(HEAD + ROWS + other, "a.csv")


def test_another_csv_is_not_a_protocol(tmp_path: Path) -> None:
    with pytest.raises(NotAProtocol, match=r"^a\.csv: the CSV does not begin with a line 'JUDGES"):
        national_csv.read_text("event,name\nx,y\n", "a.csv")
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(Unreadable, match=r"^empty\.csv: the file is empty"):
        national_csv.read_csv(tmp_path / "empty.csv")
    (tmp_path / "latin.csv").write_bytes((HEAD + ROWS).replace("Exempel", "Öst").encode("cp1252"))
    assert national_csv.read_csv(tmp_path / "latin.csv").performances[0].club == "Klubben Öst"
