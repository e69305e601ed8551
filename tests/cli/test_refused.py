"""What cannot be asked is refused in one sentence: what was given, and what may be."""

import shutil
import socket
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from kissandcry.cli import main


@pytest.fixture(autouse=True)
def _own(season_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KISSANDCRY_ARCHIVE", str(season_file))
    monkeypatch.setenv("COLUMNS", "500")


def refused(capfd: pytest.CaptureFixture[str], *arguments: str) -> str:
    capfd.readouterr()
    assert main(arguments) == 2
    done = capfd.readouterr()
    assert done.out == ""
    return done.err.splitlines()[-1]


def said(capfd: pytest.CaptureFixture[str], *arguments: str) -> str:
    capfd.readouterr()
    assert main(arguments) == 0
    return capfd.readouterr().out.splitlines()[0]


@pytest.mark.parametrize(
    ("asked", "unheard", "question"),
    [
        (("--skater", "mao-asada", "--element", "3A"), "--element", "--skater"),
        (("women", "--skater", "mao-asada"), "DISCIPLINE", "--skater"),
        (("--skater", "mao-asada", "--grades", "3"), "--grades", "--skater"),
        (("--skater", "mao-asada", "--level", "junior"), "--level", "--skater"),
        (("--skater", "mao-asada", "--top", "3"), "--top", "--skater"),
        (("women", "--element", "3A", "--component", "timing"), "--component", "--element"),
        (("women", "--element", "3A", "--each"), "--each", "--element"),
        (("women", "--component", "transitions", "--by", "pcs"), "--by", "--component"),
        (("women", "--grades", "3"), "--grades", "the records that stand"),
        (("--top", "3", "--each"), "--top and --each", "the records that stand"),
    ],
)
def test_no_option_of_the_records_goes_unheard(
    asked: Sequence[str], unheard: str, question: str, capfd: pytest.CaptureFixture[str]
) -> None:
    sentence = refused(capfd, "records", *asked)
    assert sentence.startswith(f"Error: {unheard} cannot be asked with {question}, which takes ")
    assert sentence.endswith("--national")


def test_what_goes_with_the_records_is_heard(capfd: pytest.CaptureFixture[str]) -> None:
    """The season until then, and the Final after it: the result pages of the Grand Prix 2012."""
    assert main(["records", "--skater", "mao-asada", "--national", "--as-of", "2012-11-10"]) == 0
    assert "2012-12-08" not in capfd.readouterr().out
    assert main(["records", "women", "total", "--each", "--by", "pcs", "--top", "2"]) == 0


@pytest.mark.parametrize("season", ["2012", "2012-14", "12-13", "last"])
@pytest.mark.parametrize(
    "asked",
    [("series",), ("events", "--season"), ("judges", "--season"), ("profile", "x", "--season")],
)
def test_a_season_is_written_in_one_way(
    asked: Sequence[str], season: str, capfd: pytest.CaptureFixture[str]
) -> None:
    sentence = refused(capfd, *asked, season)
    assert sentence.endswith(f"{season!r} is no season; a season is written 2012-13")


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (
            ("series", "1999-00", "men"),
            "no Grand Prix of 1999-00 in men is in this archive; there are events of 2012-13",
        ),
        (
            ("series", "2012-13", "synchronized"),
            "no Grand Prix of 2012-13 in synchronized is in this archive",
        ),
        (
            ("results", "gpf2012", "men", "free-skating", "--as-of", "1990-01-01"),
            "Error: --as-of is for an event or a category; leave it or SEGMENT out",
        ),
        (("compare", "mao-asada", "Mao ASADA"), "Error: both are Mao ASADA; give two skaters"),
        (
            ("form", "mao-asada", "--event", "gpf2012", "--as-of", "2012-10-01"),
            "gpf2012: no score of Mao ASADA is known up to 2012-10-01",
        ),
        (
            ("people", "--review", "--as-of", "2012-10-01"),
            "Error: --as-of is for the list of people; names are settled for all days",
        ),
    ],
)
def test_what_is_asked_in_vain_is_told(
    asked: Sequence[str], sentence: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert refused(capfd, *asked) == sentence


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (
            ("people", "--as-of", "0001-01-01"),
            "0 people of this archive competed up to 0001-01-01.",
        ),
        (
            ("judges", "--as-of", "1900-01-01"),
            "Nothing of this archive was skated up to 1900-01-01.",
        ),
        (
            ("judges", "--season", "1066-67"),
            "Nothing of 1066-67 is in this archive, which begins with 2012-13.",
        ),
    ],
)
def test_nothing_is_called_nothing(
    asked: Sequence[str], sentence: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert said(capfd, *asked) == sentence


def test_what_is_no_archive_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    other, empty = tmp_path / "other.sqlite", tmp_path / "empty"
    with closing(sqlite3.connect(other)) as made:
        made.execute("CREATE TABLE t (a)")
        made.commit()
    empty.mkdir()
    why = "the archive cannot be opened: it is no file of DuckDB, as an archive is"
    assert refused(capfd, "events", "--archive", str(other)) == f"{other}: {why}"
    why = "no archive of Parquet lies there: it has no tables; `kissandcry export` writes them"
    assert refused(capfd, "events", "--archive", str(empty)) == f"{empty}: {why}"
    why = "something else lies there; choose a new folder"
    assert refused(capfd, "export", str(other)) == f"{other}: {why}"
    assert other.read_bytes().startswith(b"SQLite format 3")


def test_a_site_that_refuses_is_not_called_silent(
    tmp_path: Path, season_file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Nothing listens on a port that was just given back."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    own = tmp_path / "archive.duckdb"
    shutil.copy(season_file, own)
    capfd.readouterr()
    assert main(["collect", f"http://127.0.0.1:{port}/", "--archive", str(own)]) == 2
    assert "no connection can be made; nothing listens there" in capfd.readouterr().err
