"""Files and arguments that nobody should give, and archives that broke: one sentence, and the rest
goes on."""

from pathlib import Path

import pytest

from kissandcry.archive import Archive, collect
from kissandcry.core import Unreadable

SKATE = """\
Event:    Club evening
Date:     8 December 2024
Category: Junior Women
Segment:  Short Program

Skater: {name}, FIN
3Lz+2T      2  1  1  2  1
2A          1  1  0  1  1
FCSp3       1  1  2  1  1
3F         -1 -2 -1  0 -1
StSq3       2  2  1  1  2
LSp4        2  3  2  2  2
CCoSp4      1  2  1  1  2
Composition     6.75 6.50 7.00 6.75 6.50
Presentation    6.50 6.50 6.75 7.00 6.75
Skating Skills  6.75 7.00 6.75 6.50 6.50
"""


def test_a_name_that_no_table_holds_does_not_stop_the_others(tmp_path: Path) -> None:
    for folder, name in (("a", "N" * 2001), ("b", "Anna EXAMPLE")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "one.skate").write_text(SKATE.format(name=name), encoding="utf-8")
    done = collect.collect(tmp_path / "x.duckdb", [str(tmp_path / "a"), str(tmp_path / "b")])
    assert done.performances == 1
    (problem,) = done.problems
    assert problem.startswith(str((tmp_path / "a" / "one.skate").as_posix()))
    assert len(problem) < 400
    assert "\n" not in problem


@pytest.mark.parametrize("source", ["", "  "])
def test_an_empty_name_is_not_the_folder_one_stands_in(tmp_path: Path, source: str) -> None:
    with pytest.raises(Unreadable, match="an empty name was given"):
        collect.collect(tmp_path / "x.duckdb", [source])


@pytest.mark.parametrize("source", ["file:///etc/passwd", "ftp://example.org/x", "gopher://x/"])
def test_only_the_web_is_fetched(tmp_path: Path, source: str) -> None:
    (problem,) = collect.collect(tmp_path / "x.duckdb", [source]).problems
    assert "http" in problem


def test_a_damaged_archive_is_said_to_be_one(tmp_path: Path, season_file: Path) -> None:
    broken = tmp_path / "broken.duckdb"
    content = season_file.read_bytes()
    broken.write_bytes(content[: len(content) // 3])

    def ask() -> None:
        with Archive(broken, read_only=True) as archive:
            archive.rows("SELECT sum(len(marks)) FROM elements")
            archive.rows("SELECT * FROM performances")

    with pytest.raises(Unreadable):
        ask()
