"""The archive: collecting against bare reading, and a large archive's size, growth and questions.

`python -m benchmarks.bench_archive [LARGE]` asks the large archive at that path, and makes it there
first, by resampling, where none stands.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from benchmarks import resampled
from kissandcry import archive
from kissandcry.archive import profile, records, results, schema, search, store
from kissandcry.archive.collect import collect

SHARED = Path(__file__).resolve().parents[2] / "shared"
PROTOCOLS = SHARED / "protocols"
EVENT = ("2024-25/fc2025", "fc2025")  # its folder, and its key
MOST_TIMES_READING = 1.6
MOST_SECONDS = 2.0
MOST_MILLISECONDS = 150.0
MOST_BYTES = 3 * 1024**3
ROUNDS = 100
ROUNDS_COLLECTING = 3


def main(large: Path | None = None) -> None:
    """Print the figures; without a folder of protocols say so."""
    if not PROTOCOLS.is_dir():
        print(f"archive: no folder of protocols at {PROTOCOLS}")
        return
    with TemporaryDirectory() as folder:
        _collecting(Path(folder))
        if large is None:
            large = Path(folder, "large.duckdb")
        if not large.exists():
            source = Path(folder, "real.duckdb")
            collect(source, [str(PROTOCOLS), str(SHARED / "pages")], jobs=2)
            resampled.main(source, large)
        _large(large, Path(folder))


def _seconds(*command: str) -> float:
    start = perf_counter()
    subprocess.run([sys.executable, "-m", *command], check=False, capture_output=True)
    return perf_counter() - start


def _collecting(folder: Path) -> None:
    """Whole processes, in turn, so that a busy machine slows both alike."""
    ratios = []
    for number in range(ROUNDS_COLLECTING):
        read = _seconds("benchmarks.audit_folder", str(PROTOCOLS), "2")
        path = str(folder / f"{number}.duckdb")
        whole = _seconds("kissandcry", "collect", str(PROTOCOLS), "--jobs", "2", "--archive", path)
        ratios.append((whole / read, whole, read))
    ratio, whole, read = sorted(ratios)[len(ratios) // 2]
    print("collecting all protocols on two processes, whole processes")
    print(f"  read and audited       {read:6.1f} s")
    print(
        f"  collected              {whole:6.1f} s, {ratio:.2f} × reading; at most"
        f" {MOST_TIMES_READING}"
    )


def _large(path: Path, folder: Path) -> None:
    with archive.open(path) as opened:
        ((count,),) = opened.run("SELECT count(*) FROM performances")
    print(f"an archive of {count:,} performances")
    size = path.stat().st_size / 1024**2
    print(f"  size                   {size:6.0f} MB; limit {MOST_BYTES / 1024**2:.0f}")
    print(f"  one event more         {_one_more(path, folder):6.2f} s; limit {MOST_SECONDS}")
    with archive.open(path) as opened:
        for name, question in _questions(opened).items():
            times = []
            for _ in range(ROUNDS):
                start = perf_counter()
                question()
                times.append(1000 * (perf_counter() - start))
            cuts = quantiles(times, n=20)
            print(
                f"  {name:<22} {cuts[9]:6.1f} ms, p95 {cuts[18]:.1f} ms; limit"
                f" {MOST_MILLISECONDS:.0f}"
            )


def _one_more(path: Path, folder: Path) -> float:
    """The seconds of `collect` for the protocols of an event that is taken out before."""
    copy = folder / "copy.duckdb"
    shutil.copy(path, copy)
    with store.writing(copy) as opened, opened.transaction():
        opened.run(
            "CREATE TEMP TABLE gone AS SELECT s.id, s.source FROM segments s"
            " JOIN events e ON e.id = s.event WHERE e.key = ?",
            [EVENT[1]],
        )
        opened.run("DELETE FROM sources WHERE id IN (SELECT source FROM gone)")
        for table in schema.OF_A_SEGMENT:
            opened.run(f"DELETE FROM {table} WHERE segment IN (SELECT id FROM gone)")
        opened.run("DELETE FROM segments WHERE id IN (SELECT id FROM gone)")
    start = perf_counter()
    found = collect(copy, [str(PROTOCOLS / EVENT[0])], jobs=2)
    assert found.new == 8, found
    return perf_counter() - start


def _questions(opened: archive.Archive) -> dict[str, Callable[[], Any]]:
    """Questions as pages ask them, each with something else every time."""
    chance = Random(2012)
    segments = opened.rows(
        "SELECT s.id, e.key AS event, s.category, s.segment FROM segments s"
        " JOIN events e ON e.id = s.event ORDER BY hash(s.id) LIMIT 1000"
    )
    skaters = opened.rows("SELECT id, key, name FROM skaters ORDER BY hash(id) LIMIT 1000")
    skates = opened.rows("SELECT id, segment FROM performances ORDER BY hash(id) LIMIT 1000")

    def grid() -> None:
        one = chance.choice(segments)
        opened.rows("SELECT * FROM performances WHERE segment = ? ORDER BY rank", [one["id"]])
        opened.rows("SELECT * FROM elements WHERE segment = ?", [one["id"]])
        opened.rows("SELECT * FROM components WHERE segment = ?", [one["id"]])

    def skate() -> None:
        one = chance.choice(skates)
        values = [one["segment"], one["id"]]
        for table in ("elements", "components", "deduction_items"):
            opened.rows(f"SELECT * FROM {table} WHERE segment = ? AND performance = ?", values)

    def of_skater(table: str) -> Callable[[], Any]:
        sql = f"SELECT * FROM {table} WHERE skater = ?"
        return lambda: opened.rows(sql, [chance.choice(skaters)["id"]])

    def typed() -> None:
        word = chance.choice(chance.choice(skaters)["name"].split())
        search.search(opened, word[: chance.randint(1, len(word))])

    def result() -> None:
        one = chance.choice(segments)
        results.segment(opened, one["event"], one["category"], one["segment"])

    def key() -> str:
        return str(chance.choice(skaters)["key"])

    def day() -> date:
        """Answers of one day are remembered."""
        return date(2018, 6, 30) + timedelta(days=chance.randint(0, 2000))

    return {
        "grid of a segment": grid,
        "a performance": skate,
        "a skater's skates": of_skater("performances"),
        "a skater's elements": of_skater("elements"),
        "result of a segment": result,
        "a skater's bests": lambda: records.bests(opened, key()),
        "a skater's profile": lambda: profile.elements(opened, key()),
        "highest scores": lambda: records.highest(
            opened,
            chance.choice(["men", "women", "pairs"]),
            "free_skating",
            grades=3,
            as_of=day(),
        ),
        "highest totals": lambda: records.highest(
            opened, chance.choice(["men", "women", "pairs", "ice_dance"]), grades=5, as_of=day()
        ),
        "progression": lambda: records.progression(
            opened,
            chance.choice(["men", "women", "pairs"]),
            "short_program",
            grades=3,
            as_of=day(),
        ),
        "search": typed,
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
