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


@pytest.fixture(scope="module")
def seconds(tmp_path_factory: pytest.TempPathFactory) -> float:
    """How long a run takes that nobody stops."""
    begun = time.monotonic()
    running = started("collect", DATA, "--archive", tmp_path_factory.mktemp("run") / "a.duckdb")
    assert running.communicate()[1] == ""
    return time.monotonic() - begun


@pytest.fixture
def whole(season_archive: archive.Archive) -> Whole:
    """What such a run gives: the events that come with the program."""
    found = segments(season_archive)
    assert len(found) == 7  # the six Grands Prix of 2012-13 and the Final
    return found


def assert_whole(path: Path, whole: Whole) -> int:
    """Every event that is in the archive is in it wholly; how many there are."""
    if not path.exists():
        return 0
    with archive.open(path) as opened:
        found = segments(opened)
    assert {key: whole[key] for key in found} == found
    return len(found)


def kill_at_random(folder: Path, times: int, jobs: int, whole: Whole, seconds: float) -> None:
    folder.mkdir()
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


def test_three_kills(tmp_path: Path, whole: Whole, seconds: float) -> None:
    kill_at_random(tmp_path / "kills", 3, 2, whole, seconds)


@pytest.mark.soak
def test_fifty_kills(tmp_path: Path, whole: Whole, seconds: float) -> None:
    kill_at_random(tmp_path / "one", 25, 1, whole, seconds)
    kill_at_random(tmp_path / "two", 25, 2, whole, seconds)


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no interrupt to one process")
def test_control_c_stops_with_one_sentence(tmp_path: Path, whole: Whole, seconds: float) -> None:
    path = tmp_path / "stopped.duckdb"
    running = started("collect", DATA, "--archive", path, "--jobs", "2")
    while not path.exists() and running.poll() is None:  # it begins when all is loaded
        time.sleep(0.01)
    time.sleep(seconds / 10)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate()
    if running.returncode == 0:
        pytest.skip("the run was over before it could be stopped")
    told = "\nstopped; what was collected is kept, and the same command goes on\n"
    assert (running.returncode, out, err) == (130, "", told)
    assert_whole(path, whole)
    assert collect(path, [str(DATA)]).problems == []
    with archive.open(path) as opened:
        assert segments(opened) == whole
