"""Collecting while others read: real processes, and threads that ask."""

import os
import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Thread

import pytest

from kissandcry import archive
from kissandcry.archive import store
from kissandcry.archive.collect import collect
from tests.archive.helpers import DATA, segments, started

FINAL = DATA / "2012-13_grand_prix_final"
COUNT = "SELECT (SELECT sum(skaters) FROM segments) AS said, count(*) AS n FROM performances"


class _Asking(Thread):
    """A thread that asks without a pause; it keeps what it was answered, or what went wrong."""

    def __init__(self, opened: archive.Archive) -> None:
        super().__init__(daemon=True)
        self.answers: list[tuple[int, int]] = []
        self.problem: Exception | None = None
        self.enough = Event()
        self._opened = opened

    def run(self) -> None:
        try:
            while not self.enough.is_set():
                with self._opened.reading():  # two questions, one state
                    (one,) = self._opened.rows(COUNT)
                    (two,) = self._opened.frame(COUNT).to_dicts()
                assert one == two
                self.answers.append((one["said"] or 0, one["n"]))
        except Exception as error:  # noqa: BLE001  # told to the test
            self.problem = error

    def finish(self) -> list[tuple[int, int]]:
        self.enough.set()
        self.join()
        if self.problem is not None:
            raise self.problem
        return self.answers


def test_questions_are_answered_while_another_process_collects(tmp_path: Path) -> None:
    path = tmp_path / "archive.duckdb"
    collect(path, [str(FINAL)])
    with archive.Archive(path, yielding=True) as opened:
        asking = [_Asking(opened) for _ in range(3)]
        for one in asking:
            one.start()
        running = started("collect", DATA, "--archive", path)
        out, err = running.communicate()
        assert (running.returncode, err) == (0, "")
        assert "added" in out
        time.sleep(0.3)
        answers = [one.finish() for one in asking]
    for found in answers:
        assert all(said == n for said, n in found)  # never half an event
        numbers = [n for _, n in found]
        assert numbers == sorted(numbers)
        assert numbers[0] == 48
        assert numbers[-1] > 400  # the season of 2012-13
    assert not (tmp_path / "archive.duckdb.writing").exists()


def test_two_that_collect_take_turns(tmp_path: Path, season_archive: archive.Archive) -> None:
    path = tmp_path / "archive.duckdb"
    folders = sorted(one for one in DATA.iterdir() if one.is_dir())
    running = [started("collect", *half, "--archive", path) for half in (folders[:4], folders[3:])]
    for one in running:
        out, err = one.communicate()
        assert (one.returncode, err) == (0, ""), out
    with archive.open(path) as opened:
        assert segments(opened) == segments(season_archive)


def test_a_request_of_a_dead_writer_stops_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "archive.duckdb"
    collect(path, [str(FINAL)])
    request = tmp_path / "archive.duckdb.writing"
    with archive.Archive(path, yielding=True) as opened:
        request.touch()
        time.sleep(0.2)  # the file is given up meanwhile
        old = time.time() - store._STALE
        os.utime(request, (old, old))
        assert opened.rows(COUNT) == [{"said": 48, "n": 48}]
    assert collect(path, [str(FINAL)], again=True).known == 8
    assert not request.exists()


def test_a_thread_that_asks_already_never_waits(tmp_path: Path) -> None:
    path = tmp_path / "archive.duckdb"
    collect(path, [str(FINAL)])
    with archive.Archive(path, yielding=True) as opened:
        with opened.reading():
            (tmp_path / "archive.duckdb.writing").touch()
            time.sleep(0.2)
            assert opened.rows(COUNT) == [{"said": 48, "n": 48}]
        (tmp_path / "archive.duckdb.writing").unlink()
        assert opened.rows(COUNT) == [{"said": 48, "n": 48}]


def test_who_keeps_the_archive_is_waited_for_and_then_told_of(tmp_path: Path) -> None:
    path = tmp_path / "archive.duckdb"
    collect(path, [str(FINAL)])
    code = (
        "import sys, time\nfrom kissandcry import archive\n"
        "with archive.open(sys.argv[1]) as a:\n print('open', flush=True)\n sys.stdin.read()"
    )
    keeping = subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert keeping.stdout is not None
    assert keeping.stdout.readline() == "open\n"
    with (
        pytest.raises(store.Held, match="another program is using the archive"),
        store.writing(path, wait=0.2),
    ):
        pass
    assert not (tmp_path / "archive.duckdb.writing").exists()
    with archive.open(path) as opened:  # two may read
        assert opened.rows(COUNT)[0]["n"] == 48
    keeping.communicate("")
    assert collect(path, [str(FINAL)], again=True).known == 8
