"""Clips of the kinds that cameras make: what comes out is what was put in."""

import itertools
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from kissandcry.core import SyntaxProblem, Unreadable
from kissandcry.video import media
from tests.video.media.making import TONE, green, make

KINDS = [
    ("mp4", "h264", {}),
    ("mov", "mjpeg", {"pixels": "yuvj420p"}),
    ("mkv", "h264", {}),
    ("webm", "libvpx-vp9", {}),
    ("avi", "mpeg4", {"coding": {"bf": "2"}}),
    ("avi", "h264", {}),
    ("ts", "h264", {}),
    ("3gp", "h264", {}),
]


def shade(frame: media.Frame) -> float:
    return float(np.mean(frame.picture[-30:-10, -50:-10, 1]))


@pytest.mark.parametrize(("suffix", "codec", "more"), KINDS)
def test_every_frame_of_every_kind_at_its_time(
    tmp_path: Path, suffix: str, codec: str, more: dict[str, str]
) -> None:
    path = make(tmp_path / f"clip.{suffix}", codec=codec, **more)  # type: ignore[arg-type]
    clip = media.probe(path)
    assert (clip.frames, clip.size, clip.has_sound) == (30, (160, 120), False)
    assert clip.fps == pytest.approx(30)
    assert clip.duration == pytest.approx(1.0, abs=0.01)
    assert not clip.variable
    with media.frames(path) as coming:
        found = list(coming)
        assert coming.notes == ()
    assert [one.index for one in found] == list(range(30))
    # Matroska keeps thousandths of a second.
    assert [one.time for one in found] == pytest.approx([n / 30 for n in range(30)], abs=6e-4)
    assert [shade(one) for one in found] == pytest.approx([green(n) for n in range(30)], abs=6)
    assert media.sound(path) is None


def test_a_program_stream_gives_some_frames_no_time_of_their_own(tmp_path: Path) -> None:
    path = make(tmp_path / "clip.mpg", codec="mpeg2video", kind="mpeg")
    clip = media.probe(path)
    assert (clip.frames, clip.variable) == (30, False)
    assert clip.fps == pytest.approx(30)
    coming = media.frames(path)
    found = list(coming)
    assert [shade(one) for one in found] == pytest.approx([green(n) for n in range(30)], abs=6)
    late = [one.time - n / 30 for n, one in enumerate(found)]
    assert max(map(abs, late)) < 1.1 / 30
    assert all(one.time < other.time for one, other in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("turn", "corner"), [(90, "lower left"), (180, "lower right"), (270, "upper right")]
)
def test_a_turned_clip_is_given_upright(tmp_path: Path, turn: int, corner: str) -> None:
    path = make(tmp_path / "clip.mp4", rotate=turn, count=4)
    with av.open(str(path)) as container:
        said = next(container.decode(video=0)).rotation % 360
    clip = media.probe(path)
    assert clip.rotation == said == turn
    assert clip.size == ((120, 160) if turn != 180 else (160, 120))
    shown = next(media.frames(path)).picture
    assert shown.shape == (clip.size[1], clip.size[0], 3)
    places = {
        "upper left": (8, 8),
        "upper right": (8, -8),
        "lower left": (-8, 8),
        "lower right": (-8, -8),
    }
    red = [name for name, place in places.items() if shown[place][0] > 200]
    assert red == [corner]  # the red corner is stored at the upper left
    small = next(media.frames(path, height=40)).picture
    assert small.shape[0] == 40


def test_pixels_that_are_not_square_are_made_so(tmp_path: Path) -> None:
    path = make(tmp_path / "clip.mp4", squeeze=Fraction(4, 3), count=3)
    assert media.probe(path).size == (213, 120)
    assert next(media.frames(path)).picture.shape == (120, 213, 3)


def test_ten_bits_a_colour_are_converted(tmp_path: Path) -> None:
    coding = {"x265-params": "log-level=none"}
    path = make(
        tmp_path / "clip.mp4", codec="libx265", pixels="yuv420p10le", count=5, coding=coding
    )
    found = list(media.frames(path))
    assert found[0].picture.dtype == np.uint8
    assert [shade(one) for one in found] == pytest.approx([green(n) for n in range(5)], abs=6)


@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
def test_uneven_times_are_the_true_ones(tmp_path: Path, suffix: str) -> None:
    times = [0.0, 0.03, 0.1, 0.12, 0.2, 0.25, 0.3, 0.31, 0.4, 0.5]
    path = make(tmp_path / f"clip.{suffix}", times=times, count=10)
    assert media.probe(path).variable
    assert [one.time for one in media.frames(path)] == pytest.approx(times, abs=1e-3)


def test_slow_motion_is_told(tmp_path: Path) -> None:
    path = make(
        tmp_path / "clip.mp4",
        metadata={"com.android.capture.fps": "240", "location": "+59.3293+018.0686/"},
        container={"movflags": "use_metadata_tags"},
    )
    clip = media.probe(path)
    assert clip.capture_fps == 240
    assert clip.slowed == pytest.approx(8)
    assert "59.3" not in repr(clip)
    usual = media.probe(make(tmp_path / "usual.mp4"))
    assert (usual.capture_fps, usual.slowed) == (None, 1.0)


@pytest.mark.parametrize("suffix", ["mp4", "ts", "avi"])
def test_a_part_has_the_same_frames_as_the_whole(tmp_path: Path, suffix: str) -> None:
    path = make(tmp_path / f"clip.{suffix}", count=150, coding={"g": "40"})
    whole = {one.index: one for one in media.frames(path)}
    part = list(media.frames(path, start=3.1, end=3.5, step=2))
    assert [one.index for one in part] == [93, 95, 97, 99, 101, 103]
    for one in part:
        assert one.time == pytest.approx(whole[one.index].time, abs=1e-9)
        assert np.array_equal(one.picture, whole[one.index].picture)
    assert shade(media.Frame(0, 0.0, media.still(path, 4.0))) == pytest.approx(green(120), abs=6)
    early, late, again = media.stills(path, [0.5, 4.02, 0.5], height=60)
    assert early.shape == (60, 80, 3)
    assert np.array_equal(early, again)
    assert np.mean(late[-15:-5, -25:-5, 1]) == pytest.approx(green(121), abs=6)
    beyond = media.still(path, 60.0)
    assert np.array_equal(beyond, whole[149].picture)


def test_sound_is_one_channel_in_step_with_the_pictures(tmp_path: Path) -> None:
    heard = media.sound(make(tmp_path / "clip.mp4", sound=True))
    assert heard is not None
    assert heard.samples.dtype == np.float32
    assert len(heard.samples) / heard.rate == pytest.approx(1.0, abs=0.05)
    power = np.abs(np.fft.rfft(heard.samples[: heard.rate]))
    assert np.argmax(power) * heard.rate / len(heard.samples[: heard.rate]) == pytest.approx(
        TONE, abs=2
    )


def test_a_part_of_the_sound_is_that_of_the_whole(tmp_path: Path) -> None:
    path = make(tmp_path / "clip.mp4", sound=True, count=120)
    whole, part = media.sound(path), media.sound(path, start=2.0, end=2.5)
    assert whole is not None
    assert part is not None
    assert len(part.samples) == part.rate // 2
    there = whole.samples[2 * whole.rate :][: len(part.samples)]
    # The tone has 50 samples a turn: half a turn off would show as a difference of twice the tone.
    assert np.abs(part.samples - there).max() < 0.1


def test_frames_may_be_left_before_their_end(tmp_path: Path) -> None:
    coming = media.frames(make(tmp_path / "clip.mp4"))
    next(coming)
    coming.close()
    coming.close()
    with pytest.raises(Unreadable):
        next(coming)


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": -1.0},
        {"start": 2.0, "end": 1.0},
        {"step": 0},
        {"height": 3},
        {"start": float("nan")},
    ],
)
def test_what_cannot_be_asked(tmp_path: Path, wrong: dict[str, float]) -> None:
    with pytest.raises(SyntaxProblem):
        media.frames(tmp_path / "clip.mp4", **wrong)  # type: ignore[arg-type]


def test_a_real_clip(shared: Path) -> None:
    path = shared / "video" / "clips" / "axel.mp4"
    clip = media.probe(path)
    # Its documentation: 1080p30, 107 frames.
    assert (clip.size, clip.fps, clip.frames) == ((1920, 1080), 30.0, 107)
    assert clip.has_sound
    with av.open(str(path)) as container:
        bare = [one.to_ndarray(format="rgb24") for one in container.decode(video=0)]
    assert len(bare) == 107
    for frame, plain in zip(media.frames(path), bare, strict=True):
        # Another conversion of colours rounds differently, by a step or two.
        few = np.asarray(plain, np.int16)[::8, ::8]
        assert np.mean(np.abs(frame.picture[::8, ::8] - few)) < 2
    heard = media.sound(path)
    assert heard is not None
    assert len(heard.samples) / heard.rate == pytest.approx(107 / 30, abs=0.1)
