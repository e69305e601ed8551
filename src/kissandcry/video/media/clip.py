"""Clips, decoded in a process of their own that can open nothing else."""

import math
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from kissandcry.core import NotAVideo, SyntaxProblem, Unreadable
from kissandcry.core.extras import extra
from kissandcry.video.media.child import RATE, Ask, Said
from kissandcry.video.media.model import Clip, Frame, Sound

LONGEST: Final = 20 * 60.0  # seconds that are watched at once
_LONGEST_HEAD: Final = 1 << 16
_COMMAND: Final = (sys.executable, "-I", "-X", "utf8", "-m", "kissandcry.video.media.child")


def probe(path: Path) -> Clip:
    """What a clip is.

    Raises `NotAVideo` for a file that is none of the videos that are read, `Unreadable` for one
    that is missing or damaged, and `MissingExtra`.
    """
    with _asked(path, Ask("probe")) as said:
        for one, _ in said:
            if one.told is not None:
                t = one.told
                return Clip(
                    path,
                    t.duration,
                    t.fps,
                    t.size,
                    t.frames,
                    t.rotation,
                    t.has_sound,
                    t.variable,
                    t.capture_fps,
                )
    raise Unreadable(f"{path.name}: nothing can be read of it")


def frames(
    path: Path,
    *,
    start: float = 0.0,
    end: float | None = None,
    step: int = 1,
    height: int | None = None,
) -> Iterator[Frame]:
    """The frames from `start` to `end` in seconds, each `step`th, at most `height` pixels high.

    Raises as `probe`, and `SyntaxProblem` for times that cannot be; frames that cannot be decoded
    are left out and counted: `Unreadable` at the end where more than a tenth are.
    """
    if start < 0 or (end is not None and end <= start) or step < 1:
        raise SyntaxProblem(f"frames are asked for from {start} to {end} seconds, each {step}.")
    last = -math.inf
    with _asked(path, Ask("frames", start, end, step, height)) as said:
        for one, content in said:
            if one.end:
                if one.broken > 0.1 * (one.index + one.broken):
                    raise Unreadable(
                        f"{path.name}: {one.broken} of {one.index + one.broken} packets of pictures"
                        " cannot be decoded; the clip is damaged"
                    )
                return
            if one.time - start > LONGEST:
                raise NotAVideo(
                    f"{path.name}: the clip is longer than the {LONGEST / 60:.0f} minutes that are"
                    " watched at once; --start and --end choose a part of it"
                )
            if one.time <= last:
                raise Unreadable(f"{path.name}: the times of its frames run backwards")
            last = one.time
            picture: NDArray[np.uint8] = np.frombuffer(content, np.uint8).reshape(one.shape)
            yield Frame(one.index, one.time, picture)


def still(path: Path, time: float, *, height: int | None = None) -> NDArray[np.uint8]:
    """The picture that is shown at a time in seconds: (height, width, 3), RGB.

    Raises as `frames`; `Unreadable` where the clip is shorter.
    """
    for frame in frames(path, start=max(time - 1e-3, 0.0), height=height):
        return frame.picture
    raise Unreadable(f"{path.name}: no picture is shown at {time:.2f} seconds")


def sound(path: Path, *, start: float = 0.0, end: float | None = None) -> Sound | None:
    """The sound in one channel, None where the clip has none. Raises as `probe`."""
    pieces: list[NDArray[np.float32]] = []
    began: float | None = None
    with _asked(path, Ask("sound", start, end)) as said:
        for one, content in said:
            if one.end:
                break
            if one.size == 0:
                began = one.time
                continue
            pieces.append(np.frombuffer(content, np.float32))
            if sum(map(len, pieces[-1:])) and len(pieces) * 64 > LONGEST * RATE:
                break
    if began is None or not pieces:
        return None
    samples = np.concatenate(pieces)
    before = max(round((start - began) * RATE), 0)
    samples = samples[before:]
    if end is not None:
        samples = samples[: round((end - start) * RATE)]
    return Sound(samples, RATE, max(began, start))


@contextmanager
def _asked(path: Path, ask: Ask) -> Iterator[Iterator[tuple[Said, bytes]]]:
    """What the decoding process says; it is ended when nobody listens any more."""
    with extra("video", "watching a clip"):
        import av  # noqa: F401
    try:
        file = path.open("rb")
    except OSError as error:
        reason = (error.strerror or "cannot be opened").lower()
        raise Unreadable(f"{path}: {reason}; a video file is needed") from None
    command = [*_COMMAND, msgspec.json.encode(ask).decode()]
    with (
        file,
        subprocess.Popen(
            command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as process,
    ):
        assert process.stdout is not None
        try:
            yield _messages(process.stdout, path.name)
        finally:
            process.kill()
            process.stdout.close()


def _messages(stream: IO[bytes], name: str) -> Iterator[tuple[Said, bytes]]:
    """The messages one after the other. Raises what they say is wrong."""
    while True:
        head = stream.read(4)
        if len(head) < 4:
            raise Unreadable(f"{name}: decoding broke off; the clip is damaged or too large")
        size = struct.unpack("<I", head)[0]
        if size > _LONGEST_HEAD:
            raise Unreadable(f"{name}: decoding gave no answer that can be read")
        said = msgspec.json.decode(stream.read(size), type=Said)
        if said.error:
            kind = NotAVideo if said.kind == "video" else Unreadable
            raise kind(f"{name}: {said.error}")
        content = stream.read(said.size) if said.size else b""
        if len(content) != said.size:
            raise Unreadable(f"{name}: decoding broke off; the clip is damaged or too large")
        yield said, content
        if said.end:
            return
