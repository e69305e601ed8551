"""In the decoding process: the frames of a clip, turned upright, scaled, each with its time."""

import heapq
import os
from collections.abc import Iterator
from fractions import Fraction
from typing import BinaryIO, Final

import av
import numpy as np
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from kissandcry.video.media import patience, wire
from kissandcry.video.media.bounds import LARGEST_AS_IS, Refused, check_length, check_size
from kissandcry.video.media.opening import captured_at, check_said_length, opened
from kissandcry.video.media.upright import Upright

_FEWER_THREADS: Final = 4096 * 2304  # from this size on, since each thread holds frames
_USUAL_FPS: Final = 30.0
_STEP: Final = 64  # packets, after which it is said that all goes well
_BACK: Final = 1.0  # seconds: a clock that goes back farther has started again
_AHEAD: Final = 2.0  # seconds: what is nearer is decoded up to, what is farther is sought
_Given = tuple[wire.Answer, memoryview | None]


class Reel:
    """A clip's frames one after another, with their times from the first one on."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self.name = name
        self.container, self.stream = opened(file, name)
        context = self.stream.codec_context
        large = context.width * context.height > _FEWER_THREADS
        context.thread_type = "AUTO"
        context.thread_count = 1 if large else min(4, os.cpu_count() or 1)
        self.base = self.stream.time_base or Fraction(1, 90_000)
        self.fps = _said_fps(self.stream)
        # AVI has no time of being shown: its frames take the times of their packets in order.
        self._queue: list[int] | None = [] if self.container.format.name == "avi" else None
        self.broken = self.lost = self.mistimed = self._hidden = self._given = 0
        self._first: VideoFrame | None = None
        self._coming = self._decoded()
        self._first = next(self._coming, None)
        if self._first is None:
            raise Refused(f"{name} is damaged or encrypted: none of its frames can be decoded")
        self.origin = self._first.pts or 0
        self.upright = Upright(self._first, self.stream)

    def missing(self) -> int:
        """After all frames: how many of those that the container announces came to nothing."""
        announced = self.stream.frames if self.container.format.name.startswith("mov") else 0
        return max(self.lost, announced - self._hidden - self._given)

    @property
    def shown_times(self) -> bool:
        """Whether packets say when they are shown."""
        return self._queue is None

    def frames(self, start: float = 0.0) -> Iterator[tuple[int, float, VideoFrame]]:
        """Index, time and frame from a key frame before `start` on; to be asked again only for a
        later start."""
        index, last = -1, -1.0
        if start > _AHEAD:
            self._seek(start)
            index = -2
        for frame in self._all():
            time = self._time(frame, last)
            if index == -2:  # the frames before it were not counted
                index = round(time * self.fps) - 1
            index += 1
            last = time
            yield index, time, frame

    def _all(self) -> Iterator[VideoFrame]:
        if self._first is not None:
            first, self._first = self._first, None
            yield first
        yield from self._coming

    def _seek(self, start: float) -> None:
        """Go to a key frame before `start`; some containers need more than one try."""
        for early in (0.0, 5.0, 30.0):
            target = self.origin + int(max(0.0, start - early) / self.base)
            try:
                self.container.seek(target, stream=self.stream, backward=True)
            except av.error.FFmpegError:
                continue
            self._coming = self._decoded()
            self._first = next(self._coming, None)
            found = None if self._first is None else self._first.pts
            if found is not None and (found - self.origin) * self.base <= start:
                return
        self.container.seek(0, backward=True)
        self._coming = self._decoded()
        self._first = None

    def _time(self, frame: VideoFrame, last: float) -> float:
        """Where its own time is missing, or not after the last one, the frame follows it closely;
        that is counted. Raises `Refused` where the clock starts again."""
        if frame.pts is None:
            self.mistimed += 1
            return last + 1 / self.fps if last >= 0 else 0.0
        time = float((frame.pts - self.origin) * self.base)
        if time < last - _BACK:
            raise Refused(
                f"{self.name} goes back in time, from {last:.1f} to {time:.1f} s, as clips do that"
                " were joined without being converted; give its parts, or convert it"
            )
        if time <= last:
            self.mistimed += 1
            return last + 1 / (8 * self.fps)
        return time

    def _decoded(self) -> Iterator[VideoFrame]:
        """Frames as they come; a packet that cannot be decoded is counted, not passed over."""
        packets, place = self.container.demux(self.stream), 0
        if self._queue:
            self._queue.clear()
        while True:
            try:
                packet = next(packets, None)
                if packet is None:
                    return
                self._hidden += packet.is_discard
                place += 1
                if place % _STEP == 0:
                    patience.again()
                if self._queue is not None and packet.dts is not None:
                    heapq.heappush(self._queue, packet.dts)
                for frame in packet.decode():
                    if self._queue:
                        frame.pts = heapq.heappop(self._queue)
                    self._given += 1
                    yield frame
            except av.error.EOFError:
                return
            except (av.error.MemoryError, MemoryError):
                raise MemoryError from None
            except av.error.FFmpegError:
                self.lost += 1
                if self.lost > 10_000:
                    return


def _said_fps(stream: VideoStream) -> float:
    rate = stream.guessed_rate or stream.average_rate
    return float(rate) if rate and 1 <= rate <= 1000 else _USUAL_FPS


def clip(file: BinaryIO, name: str) -> wire.IsClip:
    """What the clip is, from the times of all its frames. Raises `Refused`."""
    reel = Reel(file, name)
    reel.container.seek(0, backward=True)
    stamps: list[int] = []
    count = 0
    for place, packet in enumerate(reel.container.demux(reel.stream)):
        if place % _STEP == 0:
            patience.again()
        if packet.size and not packet.is_discard:
            count += 1
            stamp = packet.pts if reel.shown_times else packet.dts
            if stamp is not None:
                stamps.append(stamp)
    without = count - len(stamps)
    times = np.asarray(sorted(set(stamps)), dtype=np.float64) * float(reel.base)
    steps = np.diff(times)
    fps, variable = _rate(steps, float(reel.base), reel.fps, gaps=without > 0)
    if count < 2:
        raise Refused(f"{name} shows a single picture; a clip has more", video=False)
    return wire.IsClip(
        duration=float(np.sum(steps)) + (1 + without) / fps,
        fps=fps,
        size=reel.upright.size,
        frames=count,
        rotation=reel.upright.rotation,
        has_sound=bool(reel.container.streams.audio),
        variable=variable,
        capture_fps=captured_at(reel.container, reel.stream),
    )


def _rate(
    steps: NDArray[np.float64], tick: float, said: float, *, gaps: bool
) -> tuple[float, bool]:
    """The usual frames a second, and whether the steps differ by more than their rounding; `gaps`
    is whether frames without a time stand between the others."""
    if not len(steps):
        return said, False
    middle = float(np.sort(steps)[len(steps) // 2])
    usual = steps[np.abs(steps - middle) <= 0.25 * middle]
    mean = float(np.mean(usual)) if len(usual) else middle
    even = mean * np.maximum(1, np.round(steps / mean)) if gaps else mean
    uneven = np.abs(steps - even) > max(0.1 * mean, 1.01 * tick)
    variable = bool(np.sum(uneven) > max(2, 0.01 * len(steps)))  # a gap or two is none
    if not variable and abs(mean * said - 1) < 0.002:  # times rounded to thousandths
        return said, False
    return 1 / mean, variable


def frames(file: BinaryIO, asked: wire.AskFrames) -> Iterator[_Given]:
    """Frames from `start` to `end`, each `step`-th. Raises `Refused`."""
    reel = Reel(file, asked.name)
    check_said_length(reel.container, asked.name, asked.start, asked.end)
    size = _given_size(reel, asked.height)
    coming = (one for one in reel.frames(asked.start) if one[1] >= asked.start - 1e-6)
    for place, (index, time, frame) in enumerate(coming):
        if asked.end is not None and time >= asked.end - 1e-6:
            break
        check_length(asked.name, time - asked.start, start=asked.start)
        reel.broken += bool(frame.is_corrupt)
        if place % asked.step == 0:
            yield _picture(reel, index, time, frame, size)
    whole = asked.start == 0 and asked.end is None
    lost = reel.missing() if whole else reel.lost
    yield wire.IsDone(broken=reel.broken, lost=lost, mistimed=reel.mistimed), None


def stills(file: BinaryIO, asked: wire.AskStills) -> Iterator[_Given]:
    """The frame nearest to each of the times, which increase. Raises `Refused`."""
    reel = Reel(file, asked.name)
    size = _given_size(reel, asked.height)
    coming = reel.frames(0.0)
    before = after = next(coming, None)
    for wanted in asked.times:
        if after is not None and wanted > after[1] + _AHEAD:
            coming = reel.frames(wanted)
            before = after = next(coming, None) or after
        while after is not None and after[1] < wanted:
            before, after = after, next(coming, None)
        near = [one for one in (before, after) if one is not None]
        if not near:
            raise Refused(f"{asked.name} has no frame at {wanted:.2f} s")
        index, time, frame = min(near, key=lambda one: abs(one[1] - wanted))
        yield _picture(reel, index, time, frame, size)
        after = after or before
    yield wire.IsDone(broken=reel.broken, lost=reel.lost, mistimed=reel.mistimed), None


def _given_size(reel: Reel, height: int | None) -> tuple[int, int]:
    """Width and height of the pictures to give."""
    wide, high = reel.upright.size
    if height is None or height >= high:
        if wide * high > LARGEST_AS_IS:
            raise Refused(
                f"{reel.name} has frames of {wide} x {high} pixels; pictures of more than 4096 x"
                " 2304 are only given scaled, ask for a height"
            )
        return wide, high
    return max(1, round(wide * height / high)), height


def _picture(
    reel: Reel, index: int, time: float, frame: VideoFrame, size: tuple[int, int]
) -> _Given:
    check_size(reel.name, frame.width, frame.height)
    picture = reel.upright.turned(frame, size)
    answer = wire.IsFrame(
        index=index, time=time, width=size[0], height=size[1], broken=bool(frame.is_corrupt)
    )
    return answer, picture.data
