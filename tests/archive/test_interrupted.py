"""A run that is killed or stopped leaves whole events, and the next one completes it."""

import os
import random
import signal
import time
from pathlib import Path

import pytest

from kissandcry import archive
from kissandcry.archive.collect import collect
from tests.archive.helpers import DATA, segments, started

Whole = dict[str, list[tuple[object, ...]]]


def undisturbed(path: Path) -> tuple[Whole, float]:
    """What a run gives that nobody stops, and how many seconds it takes."""
    begun = time.monotonic()
    running = started("collect", DATA, "--archive", path)
    assert running.communicate()[1] == ""
    seconds = time.monotonic() - begun
    with archive.open(path) as opened:
        return segments(opened), seconds


def assert_whole(path: Path, whole: Whole) -> int:
    """Every event that is in the archive is in it wholly; how many there are."""
    if not path.exists():
        return 0
    with archive.open(path) as opened:
        found = segments(opened)
    assert {key: whole[key] for key in found} == found
    return len(found)


def kill_at_random(folder: Path, times: int, jobs: int) -> None:
    folder.mkdir()
    whole, seconds = undisturbed(folder / "whole.duckdb")
    assert len(whole) >= 7  # the six Grands Prix of 2012-13 and the Final
    chance = random.Random(times)
    path = folder / "killed.duckdb"
    for number in range(times):
        if not number % 5:  # sometimes what was left is collected into again, sometimes nothing
            path.unlink(missing_ok=True)
            Path(f"{path}.wal").unlink(missing_ok=True)
        running = started("collect", DATA, "--archive", path, "--jobs", str(jobs), "--again")
        time.sleep(chance.uniform(0.2, 1.1) * seconds)
        running.kill()
        running.communicate()  # ends only when the reading processes have ended, too
        assert_whole(path, whole)
    collect(path, [str(DATA)])
    with archive.open(path) as opened:
        assert segments(opened) == whole
        rows = opened.rows("SELECT count(*) AS n, count(DISTINCT digest) AS other FROM segments")
        assert rows[0]["n"] == rows[0]["other"]


def test_three_kills(tmp_path: Path) -> None:
    kill_at_random(tmp_path / "kills", 3, jobs=2)


@pytest.mark.soak
def test_fifty_kills(tmp_path: Path) -> None:
    kill_at_random(tmp_path / "one", 25, jobs=1)
    kill_at_random(tmp_path / "two", 25, jobs=2)


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no interrupt to one process")
def test_control_c_stops_with_one_word(tmp_path: Path) -> None:
    whole, seconds = undisturbed(tmp_path / "whole.duckdb")
    path = tmp_path / "stopped.duckdb"
    running = started("collect", DATA, "--archive", path, "--jobs", "2")
    time.sleep(seconds / 2)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate()
    if running.returncode == 0:
        pytest.skip("the run was over before it could be stopped")
    assert (running.returncode, out, err) == (130, "", "\nstopped\n")
    assert_whole(path, whole)
    assert collect(path, [str(DATA)]).problems == []
    with archive.open(path) as opened:
        assert segments(opened) == whole
