"""In the decoding process: the sound of a clip."""

from collections.abc import Iterator
from typing import BinaryIO, Final

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from numpy.typing import NDArray

from kissandcry.video.media import wire
from kissandcry.video.media.bounds import LONGEST, Refused, check_length
from kissandcry.video.media.looking import Reel
from kissandcry.video.media.opening import allowed, check_said_length

_BLOCK: Final = 1 << 16  # samples of silence given at once
_GAP: Final = 0.05  # seconds without sound that are kept as silence
_Given = tuple[wire.Answer, memoryview | None]


def sound(file: BinaryIO, asked: wire.AskSound) -> Iterator[_Given]:
    """The sound in parts, from `start` on. Raises `Refused`."""
    reel = Reel(file, asked.name)
    check_said_length(reel.container, asked.name, asked.start, asked.end)
    if not reel.container.streams.audio:
        yield wire.IsDone(silent=True), None
        return
    decoder = reel.container.streams.audio[0].codec_context.name
    if not allowed(decoder):
        raise Refused(f"{asked.name} has sound that is coded in a way that is not read here")
    origin = float(reel.origin * reel.base) + asked.start
    # Sound is coded in short pieces that need the one before.
    reel.container.seek(int(max(0.0, origin - 1.0) * av.time_base), backward=True)
    most = round((LONGEST if asked.end is None else asked.end - asked.start) * asked.rate)
    given = lost = 0
    coming: int | None = None  # where the next sample stands, after the start
    for time, samples in _parts(reel.container, reel.container.streams.audio[0], asked.rate):
        if isinstance(samples, int):
            lost += samples
            continue
        place = None if time is None else round((time - origin) * asked.rate)
        if place is None or (coming is not None and abs(place - coming) <= _GAP * asked.rate):
            place = coming or 0
        coming = place + len(samples)
        while given < min(place, most):
            silence = np.zeros(min(place - given, most - given, _BLOCK), np.float32)
            given += len(silence)
            yield wire.IsSound(), silence.data
        samples = samples[max(0, given - place) :][: most - given]
        if len(samples):
            given += len(samples)
            yield wire.IsSound(), np.ascontiguousarray(samples).data
        if coming > most:
            if asked.end is None:
                check_length(asked.name, coming / asked.rate, start=asked.start)
            break
    yield wire.IsDone(lost=lost), None


def _parts(
    container: InputContainer, stream: AudioStream, rate: int
) -> Iterator[tuple[float | None, NDArray[np.float32] | int]]:
    """Times in the container's seconds with their samples; a number is of packets lost."""
    resampler = av.AudioResampler("flt", "mono", rate)
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets, None)
            if packet is None:
                break
            for frame in packet.decode():
                assert isinstance(frame, AudioFrame)
                start = frame.time
                for part in resampler.resample(frame):
                    yield start, part.to_ndarray().reshape(-1).astype(np.float32, copy=False)
                    start = None
        except av.error.EOFError:
            break
        except (av.error.FFmpegError, ValueError):
            yield None, 1
    for part in resampler.resample(None):
        yield None, part.to_ndarray().reshape(-1).astype(np.float32, copy=False)
