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
from kissandcry.video.media.bounds import LONGEST, check_length
from kissandcry.video.media.looking import Reel
from kissandcry.video.media.opening import check_said_length

_GAP: Final = 0.05  # seconds without sound that are kept as silence
_Given = tuple[wire.Answer, memoryview | None]


def sound(file: BinaryIO, asked: wire.AskSound) -> Iterator[_Given]:
    """The sound in parts, from the first frame on. Raises `Refused`."""
    reel = Reel(file, asked.name)
    check_said_length(reel.container, asked.name, 0.0, None)
    if not reel.container.streams.audio:
        yield wire.IsDone(silent=True), None
        return
    stream = reel.container.streams.audio[0]
    reel.container.seek(0, backward=True)
    origin = float(reel.origin * reel.base)
    given = lost = 0
    for time, samples in _parts(reel.container, stream, asked.rate):
        if isinstance(samples, int):
            lost += samples
            continue
        place = given if time is None else round((time - origin) * asked.rate)
        check_length(asked.name, (given + len(samples)) / asked.rate)
        if place - given > (_GAP * asked.rate if given else 0):
            check_length(asked.name, place / asked.rate)
            missing = np.zeros(min(place - given, LONGEST * asked.rate), np.float32)
            given += len(missing)
            yield wire.IsSound(), missing.data
        elif given == 0 and place < 0:
            samples = samples[-place:]
        if len(samples):
            given += len(samples)
            yield wire.IsSound(), np.ascontiguousarray(samples).data
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
