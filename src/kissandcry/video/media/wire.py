"""What the decoding process is asked, and what it answers: a head in JSON, then plain bytes.

The process has read a file from elsewhere and is not trusted: what it sends is checked.
"""

import struct
from typing import Final

import msgspec

HEAD: Final = struct.Struct("<II")  # bytes of the head, bytes that follow it
MOST_OF_HEAD: Final = 1 << 16


class Ask(msgspec.Struct, frozen=True, tag_field="ask", kw_only=True):
    """Something asked of a clip; `name` is what sentences call it."""

    name: str


class AskClip(Ask, tag="clip", frozen=True, kw_only=True):
    """What the clip is."""


class AskFrames(Ask, tag="frames", frozen=True, kw_only=True):
    """Frames from `start` to `end` seconds, each `step`-th, `height` pixels high (None: as is)."""

    start: float = 0.0
    end: float | None = None
    step: int = 1
    height: int | None = None


class AskStills(Ask, tag="stills", frozen=True, kw_only=True):
    """The frames nearest to the times."""

    times: tuple[float, ...]
    height: int | None = None


class AskSound(Ask, tag="sound", frozen=True, kw_only=True):
    """The sound from `start` to `end` seconds, one channel of so many samples a second."""

    rate: int
    start: float = 0.0
    end: float | None = None


Asked = AskClip | AskFrames | AskStills | AskSound


class IsClip(msgspec.Struct, tag="clip", frozen=True, kw_only=True):
    """As `Clip`."""

    duration: float
    fps: float
    size: tuple[int, int]
    frames: int
    rotation: int
    has_sound: bool
    variable: bool
    capture_fps: float | None


class IsFrame(msgspec.Struct, tag="frame", frozen=True, kw_only=True):
    """A frame; its picture follows, row by row."""

    index: int
    time: float
    width: int
    height: int
    broken: bool


class IsSound(msgspec.Struct, tag="sound", frozen=True):
    """Samples follow, float32."""


class IsDone(msgspec.Struct, tag="done", frozen=True, kw_only=True):
    """All was given: how many frames were broken or `lost`, and how many stood at no own time."""

    broken: int = 0
    lost: int = 0
    mistimed: int = 0
    silent: bool = False


class IsRefused(msgspec.Struct, tag="refused", frozen=True, kw_only=True):
    """The clip is refused: `video` whether it is a clip at all, and the sentence."""

    video: bool
    sentence: str


Answer = IsClip | IsFrame | IsSound | IsDone | IsRefused
