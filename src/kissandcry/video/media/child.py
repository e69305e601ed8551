"""Decodes a clip by itself: `python -m kissandcry.video.media.child` reads the clip from standard
input, which is the file itself, and writes what was asked for to standard output.

A clip from elsewhere is decoded here and not in the program: with the file already open there is no
address that a container could lead to, the demuxers are those of plain video files, and memory is
limited. Messages are a length (4 bytes), JSON, and, where the JSON names a size, so many bytes.
"""

import struct
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

import msgspec
import numpy as np

from kissandcry.core import limits
from kissandcry.video.media.model import Told

# Plain files of pictures and sound; no playlists, no lists of other files, no streams.
DEMUXERS: Final = ("mov", "matroska", "avi", "mpegts", "mpeg", "mp4", "webm", "3gp", "m4v")
OPTIONS: Final = {
    "protocol_whitelist": "none",
    "format_whitelist": "mov,matroska,avi,mpegts,mpeg",
    "enable_drefs": "0",
    "use_absolute_path": "0",
}
MEMORY: Final = 6 * 1024**3  # bytes of addresses; an 8K picture and its references take one
MOST_PIXELS: Final = 8192 * 4608
RATE: Final = 22050
_UNEVEN: Final = 0.25  # of a frame


class Ask(msgspec.Struct, frozen=True):
    """What is wanted: "probe", "frames" or "sound"; times in seconds, `height` at most."""

    what: str
    start: float = 0.0
    end: float | None = None
    step: int = 1
    height: int | None = None


class Said(msgspec.Struct, frozen=True, omit_defaults=True):
    """A message: what the clip is, a frame or a piece of sound (`size` bytes follow), the end, or
    an error and its kind ("video", "unreadable")."""

    told: Told | None = None
    index: int = 0
    time: float = 0.0
    shape: tuple[int, ...] = ()
    size: int = 0
    end: bool = False
    broken: int = 0
    error: str = ""
    kind: str = ""


class Refused(Exception):
    """What the clip is not, in a sentence."""

    def __init__(self, sentence: str, kind: str = "video") -> None:
        super().__init__(sentence)
        self.kind = kind


def opened(source: BinaryIO) -> Any:
    """The container. Raises `Refused`."""
    import av

    av.logging.set_level(av.logging.PANIC)
    try:
        container = av.open(source, "r", options=dict(OPTIONS), metadata_errors="replace")
    except (av.FFmpegError, ValueError, OSError) as error:
        raise Refused(f"the file is no video that is read here ({_words(error)})") from None
    names = set(container.format.name.split(","))
    if not names & set(DEMUXERS):
        raise Refused(f"the file is a container of the kind {container.format.name}, not a video")
    if not container.streams.video:
        raise Refused("the file has no pictures")
    return container


def _words(error: Exception) -> str:
    text = str(error.strerror if isinstance(error, OSError) and error.strerror else error)
    return text.partition(";")[0].partition(":")[0][:80]


def told(container: Any) -> Told:
    """What the container says of itself. Raises `Refused` for a size that is not read here."""
    stream = container.streams.video[0]
    width, height = stream.codec_context.width, stream.codec_context.height
    if not 16 <= width * height <= MOST_PIXELS or min(width, height) < 4:
        raise Refused(
            f"the pictures are {width} x {height}, which is not read here: at most"
            f" {MOST_PIXELS // 10**6} million pixels are"
        )
    duration = 0.0
    if stream.duration and stream.time_base:
        duration = float(stream.duration * stream.time_base)
    elif container.duration:
        duration = container.duration / 1e6
    rate = stream.average_rate or stream.guessed_rate or 0
    base = stream.guessed_rate or rate
    fps = float(rate) if rate else 0.0
    return Told(
        duration,
        fps if 0 < fps < 1000 else 30.0,
        (width, height),
        int(stream.frames or 0),
        0,
        bool(container.streams.audio),
        bool(base) and abs(float(base) - fps) > 0.01 * fps,
        _capture(container),
        container.format.name,
    )


def _capture(container: Any) -> float:
    """What the camera took a second, as phones write it into slow motion."""
    for key in ("com.android.capture.fps", "com.apple.quicktime.capture.fps"):
        try:
            found = float(container.metadata.get(key, 0))
        except ValueError:
            continue
        if 0 < found < 2000:
            return found
    return 0.0


def frames(container: Any, ask: Ask) -> Iterator[tuple[Said, bytes | memoryview]]:
    """The frames that were asked for, upright and in RGB."""
    import av

    stream = container.streams.video[0]
    stream.thread_type = "AUTO"
    about = told(container)
    first = float((stream.start_time or 0) * stream.time_base)
    if ask.start > 0:
        target = int((ask.start + first) / stream.time_base)
        container.seek(target, stream=stream, backward=True)
    broken = number = index = 0
    last = -1.0
    for frame in _decoded(container, stream):
        if frame is None:
            broken += 1
            continue
        time = frame.time - first if frame.time is not None else last + 1 / about.fps
        if time < ask.start - 1e-6:
            continue
        if ask.end is not None and time >= ask.end:
            break
        if time <= last:  # two frames of one time: the later is shown when the earlier is over
            time = last + _UNEVEN / about.fps
        last = time
        number += 1
        if (number - 1) % ask.step:
            continue
        picture = _picture(frame, ask.height)
        yield Said(index=index, time=time, shape=picture.shape, size=picture.nbytes), picture.data
        index += 1
    if number == 0 and broken:
        raise Refused("none of the pictures can be decoded", "unreadable")
    _ = av
    yield Said(end=True, index=number, broken=broken), b""


def _decoded(container: Any, stream: Any) -> Iterator[Any]:
    """The frames as they come; None for a packet that cannot be decoded."""
    import av

    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets)
        except StopIteration:
            return
        except av.FFmpegError:
            yield None
            return
        try:
            yield from packet.decode()
        except av.FFmpegError:
            yield None


def _picture(frame: Any, height: int | None) -> np.ndarray[Any, Any]:
    """The frame upright, in RGB, at most so high."""
    turn = round(frame.rotation / 90) % 4
    high = frame.width if turn % 2 else frame.height
    scale = min(1.0, height / high) if height else 1.0
    size = {}
    if scale < 1:
        size = {
            "width": max(2, round(frame.width * scale / 2) * 2),
            "height": max(2, round(frame.height * scale / 2) * 2),
        }
    found = frame.to_ndarray(format="rgb24", **size)
    return np.ascontiguousarray(np.rot90(found, turn)) if turn else found


def sound(container: Any, ask: Ask) -> Iterator[tuple[Said, bytes | memoryview]]:
    """The sound in one channel, in pieces."""
    import av

    stream = container.streams.audio[0]
    picture = container.streams.video[0]
    first = float((picture.start_time or 0) * picture.time_base)
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    if ask.start > 0:
        target = int((ask.start + first) / stream.time_base)
        container.seek(target, stream=stream, backward=True)
    began, broken = False, 0
    for frame in _decoded(container, stream):
        if frame is None:
            broken += 1
            continue
        time = (frame.time or 0.0) - first
        if ask.end is not None and time >= ask.end:
            break
        for part in resampler.resample(frame):
            samples = part.to_ndarray().astype(np.float32).ravel()
            if not began:
                yield Said(time=time), b""
                began = True
            yield Said(size=samples.nbytes), samples.data
    yield Said(end=True, broken=broken), b""


def answers(ask: Ask, source: BinaryIO) -> Iterator[tuple[Said, bytes | memoryview]]:
    """Everything that is said to one question."""
    container = opened(source)
    about = told(container)
    if ask.what == "probe":
        yield Said(told=_upright(container, about)), b""
    elif ask.what == "frames":
        yield from frames(container, ask)
    elif not about.has_sound:
        yield Said(end=True, index=-1), b""
    else:
        yield from sound(container, ask)


def _upright(container: Any, about: Told) -> Told:
    """What is known when the first picture is seen: how it is turned."""
    for frame in _decoded(container, container.streams.video[0]):
        if frame is not None:
            turn = round(frame.rotation / 90) % 4
            size = (frame.height, frame.width) if turn % 2 else (frame.width, frame.height)
            return msgspec.structs.replace(about, rotation=90 * turn, size=size)
    raise Refused("none of the pictures can be decoded", "unreadable")


def main() -> None:
    """Answer on standard output; the question is the only argument."""
    limits.memory(addresses=MEMORY)
    limits.no_files()
    ask = msgspec.json.decode(sys.argv[1], type=Ask)
    out = sys.stdout.buffer

    def say(said: Said, more: bytes | memoryview = b"") -> None:
        head = msgspec.json.encode(said)
        out.write(struct.pack("<I", len(head)))
        out.write(head)
        out.write(more)
        out.flush()

    try:
        with open(0, "rb", closefd=False) as source:
            for said, more in answers(ask, source):
                say(said, more)
    except Refused as error:
        say(Said(error=str(error), kind=error.kind))
    except MemoryError:
        say(Said(error="the pictures take more memory than is given here", kind="unreadable"))


if __name__ == "__main__":
    main()
