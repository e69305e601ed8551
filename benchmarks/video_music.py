"""How well beats are found: F (70 ms) for each piece of a folder of sounds and their `.beats`.

    python -m benchmarks.video_music FOLDER

Each piece NAME.flac (or .wav) lies beside NAME.beats, the times of its beats in seconds, one a
line. Printed are F without the first five seconds, as is usual, and with them; the best F for the
same beats counted half or a quarter of a beat later (scores whose times count from an upbeat); and
the seconds it took.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import numpy as np

from kissandcry.video.music import hear
from tests.video.music.measure import f_measure
from tests.video.music.sounds import piece


def main(argv: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="F of the beats of a folder of pieces")
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args(argv).folder
    rows = []
    files = sorted(file for file in folder.iterdir() if file.suffix in (".flac", ".wav"))
    print(f"{'piece':44s} {'F':>6s} {'all':>6s} {'upbeat':>6s} {'seconds':>8s}")
    for file in files:
        sound, beats = piece(file)
        began = perf_counter()
        found = hear(sound).beats
        took = perf_counter() - began
        count = np.arange(len(beats))
        later = max(
            f_measure(np.interp(count + part, count, beats).tolist(), found)
            for part in (0, 0.25, 0.5, 0.75)
        )
        rows.append((f_measure(beats, found), f_measure(beats, found, after=0.0), later))
        print(f"{file.stem:44s} {rows[-1][0]:6.3f} {rows[-1][1]:6.3f} {later:6.3f} {took:8.2f}")
    if rows:
        means = np.mean(rows, axis=0)
        print(f"{'mean of ' + str(len(rows)):44s} {means[0]:6.3f} {means[1]:6.3f} {means[2]:6.3f}")


if __name__ == "__main__":
    main()
