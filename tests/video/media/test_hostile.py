"""Files that are no clips, damaged clips, and clips made to do harm: one sentence each."""

import contextlib
import json
import re
import struct
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest

from kissandcry.core import NotAVideo, Unreadable
from kissandcry.video import media
from kissandcry.video.media import bounds
from tests.video.media.making import make


def refused(path: Path, kind: type[Exception], words: str) -> None:
    """Every question is answered by the same refusal, in one sentence that names the file."""
    for ask in (media.probe, lambda p: list(media.frames(p))):
        with pytest.raises(kind, match=words) as caught:
            ask(path)
        text = str(caught.value)
        assert path.name in text
        assert "\n" not in text
        assert not text.endswith(".")


def test_text_is_no_video(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_text("The skater takes the ice. " * 50, encoding="utf-8")
    refused(path, NotAVideo, "is no video; allowed are")


def test_nothing_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.touch()
    refused(path, Unreadable, "is empty")
    refused(tmp_path / "b.mp4", Unreadable, "is not there")
    (tmp_path / "c.mp4").mkdir()
    refused(tmp_path / "c.mp4", Unreadable, "is no file")


@pytest.mark.parametrize("kind", ["png", "mjpeg", "gif"])
def test_a_picture_is_no_video(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.mp4"
    pixels = {"png": "rgb24", "mjpeg": "yuvj420p", "gif": "rgb8"}[kind]
    make(path, codec=kind, pixels=pixels, count=1, kind="gif" if kind == "gif" else "image2pipe")
    refused(path, NotAVideo, "is no video")


def test_sound_alone_is_no_video(tmp_path: Path) -> None:
    path = tmp_path / "a.m4a"
    with av.open(str(path), "w") as out:
        voice = out.add_stream("aac", rate=44_100, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        frame.sample_rate = 44_100
        out.mux(voice.encode(frame))
        out.mux(voice.encode(None))
    refused(path, NotAVideo, "holds sound only")


LISTS = {
    "hls": "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n{uri}\n#EXT-X-ENDLIST\n",
    "concat": "ffconcat version 1.0\nfile '{path}'\n",
    "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
    "m=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n",
    "dash": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"'
    ' profiles="urn:mpeg:dash:profile:isoff-on-demand:2011"><Period><AdaptationSet'
    ' mimeType="video/mp4"><Representation id="1" bandwidth="1"><BaseURL>{uri}</BaseURL>'
    "</Representation></AdaptationSet></Period></MPD>",
    "smil": '<smil><body><video src="{uri}"/></body></smil>',
}


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("name", ["list.mp4", "list.m3u8"])
def test_lists_of_other_files_are_no_videos(tmp_path: Path, kind: str, name: str) -> None:
    other = make(tmp_path / "private.mp4", count=3)
    path = tmp_path / name
    path.write_text(LISTS[kind].format(uri=other.as_uri(), path=other), encoding="utf-8")
    with pytest.raises(NotAVideo, match="is no video"):
        list(media.frames(path))


def test_a_movie_that_refers_to_another_file_shows_nothing_of_it(tmp_path: Path) -> None:
    """A QuickTime reference movie: its frames are said to stand in another file."""
    other = make(tmp_path / "private.mp4", count=10)
    whole = other.read_bytes()
    moov = whole.index(b"moov") - 4
    head = whole[moov : moov + struct.unpack(">I", whole[moov : moov + 4])[0]]
    plain = b"\x00\x00\x00\x0curl \x00\x00\x00\x01"  # "in this same file"
    start = struct.unpack(">I", whole[:4])[0]
    path = tmp_path / "refers.mp4"
    path.write_bytes(whole[:start] + _grown(head, plain, _alias(other)))
    # FFmpeg follows it when it is let: the file is what it is meant to be.
    with av.open(str(path), options={"enable_drefs": "1"}) as container:
        assert sum(1 for _ in container.decode(video=0)) == 10
    with pytest.raises(Unreadable, match="none of its frames can be decoded"):
        list(media.frames(path))


def _alias(other: Path) -> bytes:
    """A data reference of the old Macintosh kind to a file beside this one."""
    name, path = other.name.encode(), str(other).encode()
    path += b"\x00" * (len(path) % 2)
    record = bytes(10) + bytes([3]) + b"vol".ljust(27, b"\x00") + bytes(12)
    record += bytes([len(name)]) + name.ljust(63, b"\x00") + bytes(16)
    record += struct.pack(">HH", 1, 1) + bytes(16)  # one level up, one level down
    record += struct.pack(">HH", 2, len(path)) + path + struct.pack(">HH", 0xFFFF, 0)
    return struct.pack(">I", 12 + len(record)) + b"alis" + bytes(4) + record


def _grown(head: bytes, old: bytes, new: bytes) -> bytes:
    """The box with one entry exchanged, and the sizes of all boxes around it grown to fit."""
    at = head.index(old)
    grown = bytearray(head[:at] + new + head[at + len(old) :])
    for name in (b"moov", b"trak", b"mdia", b"minf", b"dinf", b"dref"):
        start = grown.index(name) - 4
        size = struct.unpack(">I", grown[start : start + 4])[0] + len(new) - len(old)
        grown[start : start + 4] = struct.pack(">I", size)
    return bytes(grown)


def test_a_clip_cut_off(tmp_path: Path) -> None:
    """The index of an MP4 stands at its end unless it was moved; without it nothing can be read."""
    plain = make(tmp_path / "plain.mp4").read_bytes()
    path = tmp_path / "cut.mp4"
    path.write_bytes(plain[: len(plain) // 2])
    refused(path, Unreadable, "damaged or cut off")


def test_frames_that_are_missing_are_counted(tmp_path: Path) -> None:
    plain = make(tmp_path / "plain.mp4", container={"movflags": "faststart"}).read_bytes()
    path = tmp_path / "cut.mp4"
    path.write_bytes(plain[: -len(plain) // 3])
    coming = media.frames(path)
    given = len(list(coming))
    assert 0 < given < 30
    assert given + coming.lost == 30
    assert f"{coming.lost} frames of the clip are damaged or cut off" in coming.notes[0]


def test_damage_in_the_middle_is_counted(tmp_path: Path) -> None:
    plain = bytearray(
        make(tmp_path / "plain.mp4", coding={"g": "10"}, size=(320, 240)).read_bytes()
    )
    middle = plain.index(b"mdat") + 1200
    plain[middle : middle + 300] = b"\x55" * 300
    path = tmp_path / "damaged.mp4"
    path.write_bytes(plain)
    coming = media.frames(path)
    given = list(coming)
    assert coming.lost + coming.broken > 0
    assert len(given) + coming.lost == 30
    assert sum(one.broken for one in given) == coming.broken
    assert [one.time for one in given] == sorted({one.time for one in given})


def test_noise_anywhere_is_a_sentence_or_frames(tmp_path: Path) -> None:
    """Bytes exchanged at random never end in anything but frames or a refusal."""
    plain = make(tmp_path / "plain.mp4", count=8, sound=True).read_bytes()
    chance = np.random.default_rng(7)
    path = tmp_path / "noise.mp4"
    for _ in range(4):
        noisy = np.frombuffer(plain, np.uint8).copy()
        places = chance.integers(0, len(noisy), 20)
        noisy[places] = chance.integers(0, 256, 20)
        path.write_bytes(noisy.tobytes())
        with contextlib.suppress(Unreadable, NotAVideo):
            for frame in media.frames(path):
                assert frame.picture.ndim == 3


def test_giant_frames_are_refused(tmp_path: Path) -> None:
    path = make(tmp_path / "giant.avi", codec="mjpeg", pixels="yuvj420p", count=3)
    raw = bytearray(path.read_bytes())
    at = -1
    while (at := raw.find(b"\xff\xc0\x00\x11\x08", at + 1)) >= 0:  # the head of a JPEG picture
        raw[at + 5 : at + 9] = struct.pack(">HH", 60_000, 60_000)
    path.write_bytes(raw)
    refused(path, Unreadable, "giant.avi")


def test_8k_is_given_scaled(tmp_path: Path) -> None:
    path = make(tmp_path / "large.mp4", size=(7680, 4320), count=2, coding={"preset": "ultrafast"})
    assert media.probe(path).size == (7680, 4320)
    with pytest.raises(Unreadable, match="are only given scaled, ask for a height"):
        next(media.frames(path))
    found = list(media.frames(path, height=180))
    assert [one.picture.shape for one in found] == [(180, 320, 3)] * 2


def test_two_hours_are_refused_and_a_part_is_given(tmp_path: Path) -> None:
    times = [60.0 * n for n in range(121)]
    path = make(tmp_path / "long.mp4", times=times, count=121, size=(64, 48))
    assert media.probe(path).duration == pytest.approx(2 * 3600, rel=0.02)
    words = r"long.mp4 goes on for 2:0\d:00; at most 20 minutes are watched at once"
    for ask in (lambda p: list(media.frames(p)), media.sound):
        with pytest.raises(Unreadable, match=words):
            ask(path)
    part = [one.time for one in media.frames(path, start=600, end=900)]
    assert part == [600.0, 660.0, 720.0, 780.0, 840.0]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_the_decoding_process_can_open_nothing(tmp_path: Path) -> None:
    script = (
        "import socket\n"
        "from kissandcry.video.media import decoding, looking\n"
        "def tried(file, asked):\n"
        "    for what in (lambda: open(asked), lambda: socket.socket()):\n"
        "        try: what()\n"
        "        except OSError: continue\n"
        "        raise SystemExit(3)\n"
        "    raise decoding.Refused('nothing opens')\n"
        "looking.clip = tried\n"
        "decoding.main()\n"
    )
    private = tmp_path / "private.txt"
    private.write_text("of nobody else", encoding="utf-8")
    asked = json.dumps({"ask": "clip", "name": str(private)})
    with private.open("rb") as file:
        done = subprocess.run(
            [sys.executable, "-c", script, asked], stdin=file, capture_output=True, check=False
        )
    assert b"nothing opens" in done.stdout
    assert done.returncode == 0


def test_lengths_are_told_as_players_show_them() -> None:
    assert [bounds.clock(s) for s in (0, 61, 3600, 7325)] == ["0:00", "1:01", "1:00:00", "2:02:05"]


def test_a_frame_that_takes_too_long_ends_the_process(tmp_path: Path) -> None:
    script = (
        "import threading\n"
        "from kissandcry.video.media import decoding, looking, patience\n"
        "patience.again.__defaults__ = (0.2,)\n"
        "looking.clip = lambda file, asked: threading.Event().wait()\n"
        "decoding.main()\n"
    )
    path = tmp_path / "a.mp4"
    path.touch()
    with path.open("rb") as file:
        asked = json.dumps({"ask": "clip", "name": "a.mp4"})
        done = subprocess.run(
            [sys.executable, "-c", script, asked], stdin=file, capture_output=True, check=False
        )
    assert done.returncode != 0
    assert done.stdout == b""


def test_a_process_that_ends_without_a_word_is_told(tmp_path: Path) -> None:
    coming = media.frames(make(tmp_path / "clip.mp4", size=(1280, 720)))
    next(coming)
    coming._decoding._process.kill()  # as a system does that is short of memory
    with pytest.raises(
        Unreadable, match=r"clip\.mp4 cannot be decoded: decoding takes more memory"
    ):
        list(coming)


def test_what_lies_in_the_current_folder_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = make(tmp_path / "a.mp4")
    folder = tmp_path / "of strangers"
    folder.mkdir()
    for name in ("msgspec", "av", "numpy"):
        (folder / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    monkeypatch.chdir(folder)
    assert media.probe(clip).frames == 30
    assert not (tmp_path / "ran").exists()


def test_a_clock_that_starts_again_is_refused(tmp_path: Path) -> None:
    one = make(tmp_path / "one.ts", codec="mpeg2video", count=60, kind="mpegts").read_bytes()
    path = tmp_path / "twice.ts"
    path.write_bytes(one + one)
    with pytest.raises(Unreadable, match=r"twice\.ts goes back in time, from 2\.0 to 0\.0 s"):
        list(media.frames(path))


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux alone")
def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    name = b"\xff.mp4".decode("utf-8", "surrogateescape")
    make(tmp_path / "a.mp4").rename(tmp_path / name)
    assert media.probe(tmp_path / name).frames == 30
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(Unreadable, match=re.escape("\ufffd.mp4 is empty")):
        media.probe(tmp_path / name)


def test_a_decoder_that_is_not_on_the_list_is_not_run(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mkv", codec="ffv1")
    refused(path, Unreadable, "coded in a way that is not read here")


def test_sound_that_begins_late_is_silent_before(tmp_path: Path) -> None:
    path = tmp_path / "late.mkv"
    with av.open(str(path), "w") as out:
        picture = out.add_stream("mpeg4", rate=1)
        picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
        voice = out.add_stream("aac", rate=44_100, layout="mono")
        for number in range(340):
            frame = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), "rgb24")
            frame.pts = number
            out.mux(picture.encode(frame))
        out.mux(picture.encode(None))
        for number in range(60):
            tone = np.sin(np.arange(1024) / 10).astype(np.float32)[None]
            sound = av.AudioFrame.from_ndarray(tone, "fltp", "mono")
            sound.sample_rate, sound.pts = 44_100, 330 * 44_100 + 1024 * number
            out.mux(voice.encode(sound))
        out.mux(voice.encode(None))
    heard = media.sound(path)
    assert heard is not None
    loud = np.flatnonzero(np.abs(heard.samples) > 0.1)
    assert loud[0] / heard.rate == pytest.approx(330, abs=0.2)
