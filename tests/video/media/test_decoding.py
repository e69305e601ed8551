"""What the decoding process answers, asked here without a process: one that gives up opening files
cannot say which of its lines ran."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from kissandcry.video.media import patience, wire
from kissandcry.video.media.bounds import Refused
from kissandcry.video.media.decoding import answers
from tests.video.media.making import make


def said(path: Path, asked: wire.Asked) -> list[wire.Answer]:
    with path.open("rb", buffering=0) as file:
        try:
            return [answer for answer, _ in answers(asked, file)]
        finally:
            patience.rest()  # or this process would be ended as one that hangs


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("plain.mp4", {}),
        ("sound.mov", {"sound": True}),
        ("turned.mp4", {"rotate": 90}),
        (
            "uneven.mkv",
            {"times": [0.0, 0.04, 0.1, 0.13, 0.2, 0.3, 0.31, 0.4, 0.5, 0.6] * 1, "count": 10},
        ),
        ("wide.mp4", {"squeeze": Fraction(4, 3)}),
        ("slow.mp4", {"metadata": {"com.android.capture.fps": "120"}}),
    ],
)
def test_a_clip_is_told_and_all_its_frames_are_given(
    tmp_path: Path, name: str, more: dict[str, object]
) -> None:
    path = make(tmp_path / name, **more)  # type: ignore[arg-type]  # as the test names them
    (told,) = said(path, wire.AskClip(name=name))
    assert isinstance(told, wire.IsClip)
    given = said(path, wire.AskFrames(name=name, start=0.0, end=None, step=1, height=None))
    frames = [one for one in given if isinstance(one, wire.IsFrame)]
    assert len(frames) == more.get("count", 30)
    assert (frames[0].width, frames[0].height) == told.size
    times = [one.time for one in frames]
    assert times[0] == 0.0
    assert times == sorted(times)
    assert isinstance(given[-1], wire.IsDone)
    part = said(path, wire.AskFrames(name=name, start=0.2, end=0.4, step=2, height=64))
    inside = [one for one in part if isinstance(one, wire.IsFrame)]
    assert inside
    assert all(0.2 <= one.time < 0.4 and one.height <= 64 for one in inside)
    stills = said(path, wire.AskStills(name=name, times=(0.0, 0.3), height=None))
    assert sum(isinstance(one, wire.IsFrame) for one in stills) == 2
    heard = said(path, wire.AskSound(name=name, rate=22_050))
    last = heard[-1]
    assert isinstance(last, wire.IsDone)
    assert last.silent is not bool(more.get("sound"))


@pytest.mark.parametrize(
    "content",
    [b"", b"no clip at all", b"#EXTM3U\nhttp://a.example/b.ts\n", b"ffconcat version 1.0\n"],
)
def test_what_is_no_clip_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(content)
    with pytest.raises(Refused):
        said(path, wire.AskClip(name="a.mp4"))


def test_a_clip_cut_off_is_given_as_far_as_it_goes(tmp_path: Path) -> None:
    whole = make(tmp_path / "a.mkv", count=60)
    path = tmp_path / "cut.mkv"
    content = whole.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    given = said(path, wire.AskFrames(name="cut.mkv", start=0.0, end=None, step=1, height=None))
    many = sum(isinstance(one, wire.IsFrame) for one in given)
    assert 0 < many < 60
    assert np.isfinite([one.time for one in given if isinstance(one, wire.IsFrame)]).all()
