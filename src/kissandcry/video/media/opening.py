"""In the decoding process: a clip opened with what is allowed, and its video stream found."""

from collections.abc import Mapping
from typing import BinaryIO, Final

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from kissandcry.video.media.bounds import LARGEST, Refused, check_length, check_size

# Containers, as FFmpeg's demuxers are called. None of them is a list of other addresses.
DEMUXERS: Final = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg"
DECODERS: Final = (
    "h264,hevc,vp8,vp9,libvpx,libvpx-vp9,libdav1d,av1,mpeg4,mpeg2video,mpeg1video,mjpeg,prores,"
    "h263,msmpeg4,msmpeg4v1,msmpeg4v2,dvvideo,"
    "aac,aac_latm,mp3,mp3float,mp2,mp2float,opus,libopus,vorbis,flac,ac3,eac3,alac,amrnb,amrwb,"
    "pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_f32le,pcm_u8,pcm_alaw,pcm_mulaw"
)
_OPTIONS: Final = {
    "format_whitelist": DEMUXERS,
    "codec_whitelist": DECODERS,
    "protocol_whitelist": "",
    "enable_drefs": "0",
    "use_absolute_path": "0",
}
# What the containers above begin with, and where: to tell a damaged clip from no clip.
_SIGNS: Final = (
    (4, b"ftyp"),
    (4, b"moov"),
    (4, b"mdat"),
    (4, b"wide"),
    (4, b"free"),
    (0, b"\x1a\x45\xdf\xa3"),
    (8, b"AVI "),
    (0, b"\x00\x00\x01\xba"),
)
_READ_AT_ONCE: Final = 1 << 18
_CAPTURED_AT: Final = "com.android.capture.fps"


def _nothing_else(url: str, flags: int, options: Mapping[str, str]) -> BinaryIO:
    """A container asks for another file or address: none is opened."""
    raise PermissionError("a clip may not open anything else")


def opened(file: BinaryIO, name: str) -> tuple[InputContainer, VideoStream]:
    """The container and its first moving picture. Raises `Refused`."""
    start = file.read(16)
    if not start:
        raise Refused(f"{name} is empty")
    file.seek(0)
    try:
        container = av.open(
            file,
            "r",
            container_options=dict(_OPTIONS),
            options={"max_pixels": str(LARGEST), "codec_whitelist": DECODERS},
            buffer_size=_READ_AT_ONCE,
            io_open=_nothing_else,
        )
    except (av.error.FFmpegError, PermissionError, ValueError):
        if any(start[place : place + len(sign)] == sign for place, sign in _SIGNS):
            raise Refused(f"{name} is damaged or cut off, so it cannot be opened") from None
        raise Refused(
            f"{name} is no video; allowed are MP4, QuickTime, 3GP, Matroska, WebM, AVI and MPEG",
            video=False,
        ) from None
    stream = next((one for one in container.streams.video if not _is_cover(one)), None)
    if stream is None:
        what = "sound only" if container.streams.audio else "no moving picture"
        raise Refused(f"{name} holds {what}; a clip to be watched holds a video", video=False)
    context = stream.codec_context
    if not allowed(getattr(context, "name", "")):  # none, where FFmpeg knows no decoder
        raise Refused(f"{name} is coded in a way that is not read here; H.264 or HEVC are usual")
    if context.width or context.height:
        check_size(name, context.width, context.height)
    return container, stream


def allowed(decoder: str) -> bool:
    """Whether a decoder is one of those that may run: not every one is held to the list that its
    container was opened with."""
    return decoder in DECODERS.split(",")


def _is_cover(stream: VideoStream) -> bool:
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def said_length(container: InputContainer) -> float:
    """Seconds, as the container says; 0 where it does not."""
    return max(0.0, (container.duration or 0) / av.time_base)


def check_said_length(
    container: InputContainer, name: str, start: float, end: float | None
) -> None:
    """Refuse a part that would take too long by what the container says."""
    length = said_length(container)
    stop = length if end is None else min(end, length) if length else end
    check_length(name, stop - start, start=start)


def captured_at(container: InputContainer, stream: VideoStream) -> float | None:
    """Frames a second while filming, where the container says so: the only metadata read."""
    text = container.metadata.get(_CAPTURED_AT) or stream.metadata.get(_CAPTURED_AT) or ""
    try:
        rate = float(text)
    except ValueError:
        return None
    return rate if 1 <= rate <= 10_000 else None
