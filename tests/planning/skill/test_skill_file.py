"""Skills that are written by hand."""

from pathlib import Path

import pytest

from kissandcry.archive import Archive
from kissandcry.core import Contradiction, KissAndCryError, SyntaxProblem, UnknownOnDate, Unreadable
from kissandcry.planning import skill

HEAD = "discipline: men\nday: 2024-11-15\n"
TEXT = """
name: Anna Example   # whoever
Discipline: Women
day: 2024-11-15
3Lz: 20 attempts, 14 clean, 3 falls, GOE +1.5
3F: clean 80 %, under rotated 15%, fall 5%, edge ! 20%
+3T: 9 of 12
CCoSp4: level 4 85%, level 3 15%
practice 3A: 6 of 40, weight 0.3
components free: composition 8.5 ± 0.25, presentation 8.25
"""


def test_what_is_said_is_what_is_meant() -> None:
    found = skill.parse(TEXT)
    assert found.person.name == "Anna Example"
    assert found.ability("3F").ways["clean"].chance == 0.8
    assert found.ability("3F").ways["fall"].chance == 0.05
    assert found.ability("3F").edges == {"!": 0.2}
    assert found.ability("3Lz").ways["clean"].grade == 1.5
    assert found.ability("CCoSp").ways["3"].chance == 0.15
    assert found.known("3Lz") == 20
    assert found.known("3A") == 12  # 40 of practice, each 0.3 of a try
    assert found.components("free_skating")["composition"] == (8.5, 0.25)


def test_counts_are_drawn_to_the_field() -> None:
    # 14 of 20, and the field as 16 more: (14 + 16 p) / 36.
    usual = skill.parse("discipline: women\nday: 2024-11-15\n").ability("3Lz")
    found = skill.parse(TEXT).ability("3Lz")
    wanted = (14 + usual.weight * usual.ways["clean"].chance) / (20 + usual.weight)
    assert found.ways["clean"].chance == pytest.approx(wanted, abs=1e-4)


def test_a_skill_is_read_as_it_was_written(season_archive: Archive, tmp_path: Path) -> None:
    written = skill.parse(TEXT)
    assert skill.parse(skill.write(written)) == written
    for key in ("yuzuru-hanyu", "mao-asada", "meryl-davis-charlie-white"):
        made = skill.of_skater(season_archive, key)
        path = tmp_path / f"{key}.txt"
        path.write_text(skill.write(made), encoding="utf-8")
        assert skill.read(path) == made


def test_lines_take_the_place_of_what_the_archive_says(season_archive: Archive) -> None:
    made = skill.of_skater(season_archive, "yuzuru-hanyu")
    changed = skill.parse("4S: clean 90%, fall 10%", start=made)
    assert changed.ability("4S").ways["clean"].chance == 0.9
    assert changed.ability("4T") == made.ability("4T")


@pytest.mark.parametrize(
    ("line", "kind", "said"),
    [
        ("4X: 3 of 4", SyntaxProblem, "line 3.*not an element code"),
        ("4T: 5 of 4", Contradiction, "4T: 5 tries are told of, and only 4 were attempted"),
        ("4T: 4 attempts, 3 clean, 2 falls", Contradiction, "5 tries are told of"),
        ("4T: clean 80%, fall 10%", Contradiction, "chances of 4T sum to 90%"),
        ("4T: clean 120%, fall -20%", Contradiction, "outside 0% to 100%"),
        ("4T: 3 of 4, 1 flal", SyntaxProblem, "did you mean fall"),
        ("4T+3T: 3 of 4", SyntaxProblem, "a combination is known from its jumps"),
        ("4T", SyntaxProblem, "has no colon"),
        ("4T: GOE +7", SyntaxProblem, r"from -5 to \+5"),
        ("4T: 3 clean", SyntaxProblem, "how many attempts"),
        ("4T: 3 of 4, clean 50%", SyntaxProblem, "counts or chances, not both"),
        ("4T: whatever", SyntaxProblem, "not understood"),
        ("4T: 3 of 4\n4T: 3 of 4", SyntaxProblem, "line 4.*twice"),
        ("3LoTh: 3 of 4", UnknownOnDate, "line 3.*3LoTh"),
        ("CCoSp: 4 tries, 3 popped", SyntaxProblem, "does not happen to it"),
        ("components free: artistry 9", SyntaxProblem, "artistry"),
        ("components free: composition 19", SyntaxProblem, "from 0 to 10"),
        ("practice 4T: 3 of 4", SyntaxProblem, "practice 4T: 12 of 20, weight 0.3"),
        ("grades: 3", SyntaxProblem, "grades go up to 5"),
    ],
)
def test_errors_name_the_line_and_what_is_allowed(
    line: str, kind: type[KissAndCryError], said: str
) -> None:
    with pytest.raises(kind, match=said) as caught:
        skill.parse(HEAD + line)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("4T: 3 of 4", "names its discipline"),
        ("discipline: man", "did you mean men"),
        ("discipline: men\nday: today", "is no day"),
    ],
)
def test_a_skill_says_of_whom_it_speaks(text: str, said: str) -> None:
    with pytest.raises(SyntaxProblem, match=said):
        skill.parse(text)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="missing"):
        skill.read(tmp_path / "missing.txt")


def test_practice_cannot_land_more_than_was_tried() -> None:
    with pytest.raises(Contradiction, match="5 landed of 4"):
        skill.parse(HEAD).practised("4T", 5, 4, 0.5)


def test_the_headings_of_a_plan_file_are_understood() -> None:
    lines = "4T: 14 of 20\n"
    plan = skill.parse(
        f"Skater: Anna EXAMPLE, FIN\nCategory: Junior Men\nDate: 2024-11-15\n{lines}"
    )
    own = skill.parse(
        f"name: Anna EXAMPLE\ndiscipline: men\nlevel: junior\nday: 2024-11-15\n{lines}"
    )
    assert skill.write(plan) == skill.write(own)


def test_a_category_that_is_none_is_refused() -> None:
    with pytest.raises(SyntaxProblem, match=r"line 1: 'Everybody' is no category"):
        skill.parse("Category: Everybody\n4T: 3 of 4")
