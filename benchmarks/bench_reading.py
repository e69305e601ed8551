"""How long reading and auditing take, as a multiple of the bare text extraction of the same files.

Whole processes are timed, start included, in turn, so that a busy machine slows both alike.
"""

import resource
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "protocols"
ROUNDS = 3
MOST_TIMES_BARE = 2.5
MOST_MEGABYTES = 250
LEAST_SCALING = 1.7


def _seconds(*command: str) -> float:
    start = perf_counter()
    subprocess.run([sys.executable, "-m", *command], check=True)
    return perf_counter() - start


def _megabytes() -> float:
    """The largest process run so far (kilobytes on Linux)."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main(folder: Path = FOLDER) -> None:
    """Print the ratios; without a folder of protocols say so."""
    if not folder.is_dir():
        print(f"reading: no folder of protocols at {folder}")
        return
    name = str(folder)
    bare, one, two = [], [], []
    for _ in range(ROUNDS):
        bare.append(_seconds("benchmarks.bare", name))
        one.append(_seconds("benchmarks.audit_folder", name, "1"))
        two.append(_seconds("benchmarks.audit_folder", name, "2"))
    times = median(a / b for a, b in zip(one, bare, strict=True))
    scaling = median(a / b for a, b in zip(one, two, strict=True))
    print("reading and auditing protocols, whole processes")
    print(f"  bare text extraction   {median(bare):6.1f} s")
    print(
        f"  read and audited       {median(one):6.1f} s, {times:.2f} × bare;"
        f" at most {MOST_TIMES_BARE}"
    )
    print(
        f"  on two processes       {median(two):6.1f} s, {scaling:.2f} × faster;"
        f" at least {LEAST_SCALING}"
    )
    print(f"  largest process        {_megabytes():6.0f} MB; limit {MOST_MEGABYTES}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
