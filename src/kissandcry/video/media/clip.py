"""What is asked of a clip: what it is, its frames, some of its pictures, its sound."""

import math
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np

from kissandcry.core import SyntaxProblem, Unreadable
from kissandcry.video.media import wire
from kissandcry.video.media.asking import Decoding
from kissandcry.video.media.bounds import LONGEST
from kissandcry.video.media.model import Clip, Frame, Picture, Sound

RATE: Final = 22_050  # samples a second: music is heard by its onsets, which lie below 11 kHz


def probe(path: str | Path) -> Clip:
    """What the clip is.

    Raises `NotAVideo` for what is no clip, `Unreadable` for one that is damaged, empty, too large
    or cannot be opened; so do all the others here. A long clip is told as it is, and refused only
    where more than `LONGEST` seconds of it are to be watched.
    """
    path = Path(path)
    with Decoding(path, wire.AskClip(name=_name(path))) as decoding:
        for answer, _ in decoding:
            if isinstance(answer, wire.IsClip):
                return Clip(
                    path=path,
                    duration=answer.duration,
                    fps=answer.fps,
                    size=answer.size,
                    frames=answer.frames,
                    rotation=answer.rotation,
                    has_sound=answer.has_sound,
                    variable=answer.variable,
                    capture_fps=answer.capture_fps,
                )
    raise Unreadable(f"{path.name} cannot be decoded")


class Frames(Iterator[Frame]):
    """Frames, one after another, decoded while the last one is looked at.

    When all were given: `broken` is the number of frames that came damaged (given all the same,
    `Frame.broken`), `lost` of those that could not be decoded at all, `mistimed` of those without
    a time of their own after the frame before (they are given close after it). Memory does not
    grow. `close`, or leaving a `with` block, ends decoding; so does dropping the last frame.
    """

    def __init__(self, path: Path, asked: wire.AskFrames | wire.AskStills) -> None:
        self.broken = self.lost = self.mistimed = 0
        self._decoding = Decoding(path, asked)
        self._answers = iter(self._decoding)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __del__(self) -> None:
        if hasattr(self, "_decoding"):
            self.close()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Frame:
        answer, picture = next(self._answers)
        if isinstance(answer, wire.IsFrame):
            shaped = picture.reshape(answer.height, answer.width, 3)
            return Frame(answer.index, answer.time, shaped, answer.broken)
        if isinstance(answer, wire.IsDone):
            self.broken, self.lost, self.mistimed = answer.broken, answer.lost, answer.mistimed
        self.close()
        raise StopIteration

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be known of the frames, a sentence each; complete when all were given."""
        counted = (
            (
                self.broken,
                "frames of the clip are damaged and shown as far as they could be mended",
            ),
            (self.lost, "frames of the clip are damaged or cut off and could not be decoded"),
            (
                self.mistimed,
                "frames of the clip have no time of their own and follow the one before",
            ),
        )
        return tuple(f"{number} {what}" for number, what in counted if number)

    def close(self) -> None:
        """End decoding."""
        self._decoding.close()


def frames(
    path: str | Path,
    *,
    start: float = 0.0,
    end: float | None = None,
    step: int = 1,
    height: int | None = None,
) -> Frames:
    """The frames from `start` up to `end` (seconds from the first frame; one that is shown at `end`
    is left out), each `step`-th of them, scaled to `height` pixels where they are higher.

    The index of a frame is counted from the clip's first; where a part that begins later was
    sought, it is told from the time by the usual frames a second.
    """
    _check_part(start, end)
    if step < 1:
        raise SyntaxProblem(f"each {step}-th frame cannot be given; the step is 1 or more")
    _check_height(height)
    path = Path(path)
    asked = wire.AskFrames(name=_name(path), start=start, end=end, step=step, height=height)
    return Frames(path, asked)


def stills(path: str | Path, times: Sequence[float], *, height: int | None = None) -> list[Picture]:
    """The pictures of the frames nearest to the times (seconds from the first frame)."""
    _check_height(height)
    path = Path(path)
    ordered = sorted(set(times))
    if not ordered:
        return []
    asked = wire.AskStills(name=_name(path), times=tuple(ordered), height=height)
    with Frames(path, asked) as found:
        pictures = dict(zip(ordered, (frame.picture for frame in found), strict=True))
    return [pictures[time] for time in times]


def still(path: str | Path, time: float, *, height: int | None = None) -> Picture:
    """The picture of the frame nearest to `time`."""
    return stills(path, [time], height=height)[0]


def sound(path: str | Path, *, start: float = 0.0, end: float | None = None) -> Sound | None:
    """The sound as one channel, from `start` up to `end` (seconds from the first frame); None where
    the clip has none."""
    _check_part(start, end)
    path = Path(path)
    parts: list[np.ndarray[tuple[int], np.dtype[np.float32]]] = []
    count = lost = 0
    asked = wire.AskSound(name=_name(path), rate=RATE, start=start, end=end)
    with Decoding(path, asked) as decoding:
        for answer, samples in decoding:
            if isinstance(answer, wire.IsSound):
                count += len(samples) // 4
                if count > (LONGEST + 1) * RATE or len(samples) % 4:
                    raise Unreadable(f"{path.name} gives more sound than it may")
                parts.append(samples.view(np.float32))
            elif isinstance(answer, wire.IsDone):
                if answer.silent:
                    return None
                lost = answer.lost
    return Sound(np.concatenate(parts) if parts else np.zeros(0, np.float32), RATE, lost)


def _name(path: Path) -> str:
    """What sentences call a clip; a name need not be text."""
    return os.fsencode(path.name).decode("utf-8", "replace")


def _check_part(start: float, end: float | None) -> None:
    if not 0 <= start < math.inf or (end is not None and not start <= end < math.inf):
        raise SyntaxProblem(
            f"nothing can be given from {start} to {end} s; the start is 0 or later, and the end is"
            " not before it"
        )


def _check_height(height: int | None) -> None:
    if height is not None and height < 16:
        raise SyntaxProblem(f"a height of {height} pixels is too little; allowed are 16 and more")
