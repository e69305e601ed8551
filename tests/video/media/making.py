"""Small clips, made by the tests: a red corner on green that grows brighter, and a tone."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

RATE = 44_100
TONE = 440.0  # Hz
TICKS = 90_000


def make(
    path: Path,
    *,
    count: int = 30,
    fps: int = 30,
    size: tuple[int, int] = (160, 120),
    codec: str = "h264",
    pixels: str = "yuv420p",
    rotate: int | None = None,
    times: list[float] | None = None,
    sound: bool = False,
    metadata: dict[str, str] | None = None,
    squeeze: Fraction | None = None,
    coding: dict[str, str] | None = None,
    container: dict[str, str] | None = None,
    kind: str | None = None,
) -> Path:
    """A clip of `count` frames; frame i has the green of `green(i)`, its upper left is red."""
    with av.open(str(path), "w", format=kind, options=container or {}) as out:
        out.metadata.update(metadata or {})
        stream: Any = out.add_stream(codec, rate=fps, options=coding or {})
        stream.width, stream.height = size
        stream.pix_fmt = pixels
        stream.bit_rate = 4_000_000
        base = Fraction(1, TICKS) if times else Fraction(1, fps)
        stream.codec_context.time_base = base
        if squeeze:
            stream.codec_context.sample_aspect_ratio = squeeze
        if rotate is not None:
            stream.set_display_rotation(rotate)
        voice: Any = out.add_stream("aac", rate=RATE, layout="mono") if sound else None
        for place in range(count):
            frame = av.VideoFrame.from_ndarray(picture(place, size), "rgb24").reformat(
                format=pixels
            )
            frame.pts = round(times[place] * TICKS) if times else place
            frame.time_base = base
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
        if voice is not None:
            _tone(out, voice, count / fps)
    return path


def green(place: int) -> int:
    return 40 + abs(place * 7 % 380 - 190)  # up and down, without jumps


def picture(place: int, size: tuple[int, int]) -> np.ndarray[Any, np.dtype[np.uint8]]:
    wide, high = size
    made = np.zeros((high, wide, 3), np.uint8)
    made[..., 1] = green(place)
    made[: high // 2, : wide // 2] = (255, 0, 0)
    return made


def _tone(out: Any, voice: Any, seconds: float) -> None:
    at = np.arange(int(RATE * seconds)) / RATE
    samples = (0.5 * np.sin(2 * np.pi * TONE * at)).astype(np.float32)
    for start in range(0, len(samples) - 1023, 1024):
        part = np.ascontiguousarray(samples[None, start : start + 1024])
        frame = av.AudioFrame.from_ndarray(part, "fltp", "mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
        out.mux(voice.encode(frame))
    out.mux(voice.encode(None))
