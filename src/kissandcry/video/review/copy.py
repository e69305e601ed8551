"""The clip as the page plays it: small, and with nothing of the first file but what is seen and
heard."""

from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import numpy as np

from kissandcry.core.extras import extra
from kissandcry.video import media
from kissandcry.video.review.model import Evidence

_HIGH: Final = 540  # pixels
_CLOCK: Final = 90_000  # ticks a second
_PIECE: Final = 1024  # samples of sound encoded at once


def copied(evidence: Evidence, to: Path) -> bool:
    """Write the part of the clip that was watched; False where it cannot be encoded here."""
    if evidence.clip is None:
        return False
    with extra("video", "watching a clip"):
        import av
    if "libx264" not in av.codecs_available:
        return False
    sound = evidence.sound
    frames = media.frames(evidence.clip, start=evidence.start, end=evidence.end, height=_HIGH)
    with frames, av.open(str(to), "w", format="mp4", options={"movflags": "+faststart"}) as file:
        stream: Any = None
        audio: Any = None
        for frame in frames:
            if stream is None:
                stream = _stream(file, frame.picture, evidence)
                audio = None if sound is None else _audio(file, sound.rate)
            picture = av.VideoFrame.from_ndarray(_even(frame.picture), format="rgb24")
            picture.pts = round((frame.time - evidence.start) * _CLOCK)
            picture.time_base = Fraction(1, _CLOCK)
            for packet in stream.encode(picture):
                file.mux(packet)
        if stream is None:
            return False
        for packet in stream.encode(None):
            file.mux(packet)
        if sound is not None and audio is not None:
            _sounded(file, audio, sound)
    return True


def _stream(file: Any, picture: media.Picture, evidence: Evidence) -> Any:
    stream = file.add_stream("libx264", rate=max(round(evidence.poses.fps), 1))
    even = _even(picture)
    stream.height, stream.width = even.shape[0], even.shape[1]
    stream.pix_fmt = "yuv420p"
    stream.time_base = Fraction(1, _CLOCK)
    stream.codec_context.time_base = Fraction(1, _CLOCK)
    stream.options = {"preset": "ultrafast", "crf": "27", "g": "30"}
    return stream


def _audio(file: Any, rate: int) -> Any:
    return file.add_stream("aac", rate=rate, layout="mono")


def _sounded(file: Any, audio: Any, sound: media.Sound) -> None:
    import av

    for first in range(0, len(sound.samples), _PIECE):
        part = np.ascontiguousarray(sound.samples[None, first : first + _PIECE])
        frame = av.AudioFrame.from_ndarray(part, format="fltp", layout="mono")
        frame.sample_rate, frame.pts = sound.rate, first
        for packet in audio.encode(frame):
            file.mux(packet)
    for packet in audio.encode(None):
        file.mux(packet)


def _even(picture: media.Picture) -> media.Picture:
    """Without the last row or column where their number is odd: the codec takes even ones."""
    high, wide = picture.shape[0] // 2 * 2, picture.shape[1] // 2 * 2
    return np.ascontiguousarray(picture[:high, :wide])
