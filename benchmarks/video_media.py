"""What a frame costs, decoded bare in this process and through `media`: milliseconds, memory.

python -m benchmarks.video_media CLIP
"""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import av

from kissandcry.video import media


def bare(path: Path, height: int | None) -> Iterator[Any]:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        for frame in container.decode(stream):
            wide = None if height is None else round(frame.width * height / frame.height)
            yield frame.reformat(wide, height, "rgb24", interpolation="BILINEAR").to_ndarray()


def each(frames: Callable[[], Iterator[Any]]) -> float:
    """Milliseconds a frame, the best of three; the start is left out."""
    best = float("inf")
    for _ in range(3):
        coming = frames()
        next(coming)
        start = time.perf_counter()
        count = sum(1 for _ in coming)
        best = min(best, (time.perf_counter() - start) / count * 1000)
    return best


def main() -> None:
    path = Path(sys.argv[1])
    print(media.probe(path))
    for height in (None, 720, 480, 256):
        ours = each(lambda height=height: media.frames(path, height=height))  # type: ignore[misc]
        plain = each(lambda height=height: bare(path, height))  # type: ignore[misc]
        print(f"{height or 'as is':>6}: bare {plain:5.1f} ms, through media {ours:5.1f} ms")


if __name__ == "__main__":
    main()
