"""Your own archive, and those that a path names."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kissandcry import archive
from kissandcry.archive import places
from kissandcry.core import Unreadable

COUNT = "SELECT count(*) AS n FROM performances"


def test_your_own_archive_is_made_with_the_events_that_come_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "new" / "mine.duckdb"
    monkeypatch.setenv(places.VARIABLE, str(own))
    with archive.open() as opened:
        events = {row["season"] for row in opened.rows("SELECT season FROM events")}
        assert events == {"2012-13"}
        assert opened.rows(COUNT)[0]["n"] >= 48  # the eight segments of Sochi, six skaters each
    assert [one.name for one in own.parent.iterdir()] == ["mine.duckdb"]
    before = own.read_bytes()
    with archive.open() as opened:
        assert opened.rows(COUNT)[0]["n"] >= 48
    assert own.read_bytes() == before


def test_without_the_variable_it_lies_with_the_data_of_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(places.VARIABLE, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert Path(places.home()).name == "archive.duckdb"
    assert Path(places.home()).parent.name == "kissandcry"


def test_an_archive_that_is_there_is_never_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "mine.duckdb"
    with archive.open(path, read_only=False) as opened:
        assert opened.rows(COUNT) == [{"n": 0}]
    places.make(path)
    with archive.open(path) as opened:
        assert opened.rows(COUNT) == [{"n": 0}]
    assert [one.name for one in tmp_path.iterdir()] == ["mine.duckdb"]


def test_many_processes_that_start_at_once_make_one(tmp_path: Path) -> None:
    path = tmp_path / "mine.duckdb"
    code = f"from kissandcry import archive\nprint(archive.open().rows({COUNT!r})[0]['n'] >= 48)"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            env=os.environ | {places.VARIABLE: str(path)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for _ in range(3)
    ]
    assert [one.communicate() for one in running] == [("True\n", "")] * 3
    assert [one.name for one in tmp_path.iterdir()] == ["mine.duckdb"]


def test_what_is_not_there_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"none\.duckdb: no archive stands there"):
        archive.open(tmp_path / "none.duckdb")
    assert list(tmp_path.iterdir()) == []


def test_in_memory() -> None:
    with archive.open(archive.MEMORY) as opened:
        assert opened.rows(COUNT) == [{"n": 0}]
