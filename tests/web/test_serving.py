"""`kissandcry serve` as a process of its own: it answers while another one collects, and ends
quietly."""

import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

COMMAND = (sys.executable, "-m", "kissandcry")


class Served:
    """A server that runs; `errors` is what it complained of, once it has ended."""

    def __init__(self, archive: Path) -> None:
        self.process = subprocess.Popen(
            [*COMMAND, "serve", "--archive", str(archive), "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().split(" at ")[1].split()[0].rstrip("/")
        self.errors = ""

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of an address."""
        try:
            with urllib.request.urlopen(f"{self.address}{path}", timeout=60) as answer:
                return answer.status, answer.read().decode("utf-8")
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode("utf-8")

    def end(self) -> int:
        """Ctrl-C, as a terminal gives it; what the process ends with."""
        self.process.send_signal(signal.SIGINT)
        _, self.errors = self.process.communicate(timeout=60)
        return self.process.returncode


@pytest.fixture
def archive(season_file: Path, tmp_path: Path) -> Path:
    path = tmp_path / "archive.duckdb"
    shutil.copy(season_file, path)
    return path


@pytest.fixture
def served(archive: Path) -> Iterator[Served]:
    running = Served(archive)
    yield running
    if running.process.poll() is None:
        running.process.kill()
        running.process.communicate()


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C reaches every process of a console there")
def test_ctrl_c_ends_it_without_a_word(served: Served) -> None:
    for path in ("/", "/skater/yuzuru-hanyu", "/records", "/judges"):
        assert served.get(path)[0] == 200
    assert served.end() == 0
    assert served.errors == ""


def test_pages_answer_while_another_process_collects(
    served: Served, archive: Path, shared: Path
) -> None:
    asked = ("/", "/events", "/skater/yuzuru-hanyu", "/skaters", "/records")
    before = json.loads(served.get("/api/events?season=2012-13")[1])
    assert "2016-17" not in served.get("/events")[1]
    folder = sorted((shared / "protocols" / "2016-17").iterdir())[0]
    collecting = subprocess.Popen(
        [*COMMAND, "collect", str(folder), "--archive", str(archive)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    statuses = []
    while collecting.poll() is None:
        for path in asked:
            statuses.append(served.get(path)[0])
    _, said = collecting.communicate()
    assert collecting.returncode == 0, said
    assert set(statuses) == {200}
    status, events = served.get("/events?season=2016-17")
    assert status == 200
    assert "2016-17" in events
    assert json.loads(served.get("/api/events?season=2012-13")[1]) == before
