"""Who is followed: the choice among people, what is kept of unfinished work, the camera."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kissandcry.core import NotAVideo, NothingSeen
from kissandcry.video import tracking
from kissandcry.video.media import Frame
from kissandcry.video.poses import Poses
from kissandcry.video.tracking import camera, person, store
from kissandcry.video.tracking.course import Course
from kissandcry.video.tracking.detect import Person, merged, tiles
from kissandcry.video.tracking.follow import Followed, Follower
from kissandcry.video.tracking.person import Seen, Way
from kissandcry.video.tracking.survey import Survey
from tests.video import watched
from tests.video.media.making import make

RED, BLUE = np.eye(32)[5] * 0.9 + 0.1 / 32, np.eye(32)[9] * 0.9 + 0.1 / 32


def somebody(x: float, radius: float = 60.0) -> Person:
    return Person((x, 300.0), (x, 300.0 - radius), (x - 40, 200, x + 40, 320), 0.9)


def crossing() -> list[list[Seen]]:
    """A skater from the left to the right, and somebody who goes slowly the other way."""
    samples = []
    for number in range(40):
        time = number * 0.16
        people = [(50 + 20.0 * number, RED, 60.0), (700 - 3.0 * number, BLUE, 50.0)]
        seen = []
        for x, colour, radius in people:
            one = somebody(x, radius)
            seen.append(Seen(one, number, time, 0, one.hips, colour))
        samples.append(seen)
    return samples


def test_the_skater_stays_the_skater_where_two_people_cross() -> None:
    found = person.ways(crossing(), 540.0)
    assert [one.hips[0] for one in found[0].seen] == [50 + 20.0 * n for n in range(40)]
    assert not person.doubtful(found)
    other = person.tapped(found, (1.6, 670.0, 300.0))
    assert other[0] is found[1]
    # At the end of the clip the other one stands where the skater was pointed at.
    late = [replace(one, time=one.time + 20) for one in found[1].seen]
    apart = [found[0], Way(tuple(late), 0.1)]
    x = found[0].seen[10].person.hips[0]
    assert person.tapped(apart, (1.6, x, 300.0))[0] is found[0]
    with pytest.raises(NothingSeen, match="nobody is seen at the place 10, 10"):
        person.tapped(found, (1.6, 10.0, 10.0), 0.5)
    assert person.ways([[], []], 540.0) == []


def test_who_turns_back_again_and_again_is_followed_to_the_end() -> None:
    """A way by speed breaks off where the skater turns on the spot; by place it goes on."""
    random = np.random.default_rng(2)
    samples = []
    for number in range(120):
        time = number * 0.16
        x = 400 + 4 * 60 * abs((time / 1.2) % 2 - 1) * 1.2 + random.normal(0, 12)
        one = somebody(x, 60 * float(np.exp(random.normal(0, 0.12))))
        samples.append([Seen(one, number, time, 0, one.hips, RED)])
    assert len(person.ways(samples, 540.0)[0].seen) > 100


def test_somebody_seen_in_two_parts_of_a_picture_is_one() -> None:
    assert len(merged([somebody(100), somebody(104), somebody(400)])) == 2
    covered = tiles(1920, 1080, 1080)
    assert covered[0][:2] == (0.0, 0.0)
    assert covered[-1][0] + 1080 == 1920


def tracked(many: int) -> Followed:
    return Followed(
        np.arange(float(many)),
        np.zeros((many, 33, 2)),
        np.zeros((many, 33)),
        np.zeros((many, 33)),
        np.zeros((many, 33, 3)),
        np.zeros((many, 48, 32), np.uint8),
    )


def test_parts_that_are_kept_are_whole_or_not_there(tmp_path: Path) -> None:
    part = tracked(3)
    path = tmp_path / "cache" / "0"
    store.save(path, part)
    again = store.load(path)
    assert again is not None
    assert np.array_equal(again.times, part.times)
    assert store.load(tmp_path / "none") is None
    store.save(path / "a file is no folder" / "0", part)
    assert len(store.joined([part, part]).times) == 6
    clip = tmp_path / "a.mp4"
    clip.write_bytes(b"clip")
    assert store.key_of(clip, "full") != store.key_of(clip, "heavy")


def test_the_camera_is_told_from_the_background() -> None:
    rng = np.random.default_rng(1)
    wall = rng.integers(0, 255, (60, 120, 3), dtype=np.uint8).repeat(10, axis=0).repeat(10, axis=1)
    follower = camera.Follower()
    for number in range(12):
        left = 8 * number
        picture = np.ascontiguousarray(wall[100:460, left : left + 640])
        follower.add(picture, [])
    # The camera turns to the right by 8 pixels a frame: what it sees lies so much further right.
    assert follower.steady[-1][0, 2] == pytest.approx(88, abs=1.0)
    assert follower.steady[-1][0, 0] == pytest.approx(1.0, abs=0.01)
    assert follower.cuts == []
    other = np.full((360, 640, 3), 255, np.uint8)
    other[::20] = 0
    for _ in range(2):
        follower.add(other, [])
    assert len(follower.cuts) == 1
    where = camera.back(follower.steady[5], camera.moved(follower.steady[5], np.array([3.0, 4.0])))
    assert np.allclose(where, [3.0, 4.0])


def test_a_clip_with_nobody_is_refused(tmp_path: Path) -> None:
    watched.needs_models()
    import av

    path = tmp_path / "empty.mp4"
    with av.open(str(path), "w") as file:
        stream = file.add_stream("mpeg4", rate=25)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for number in range(30):
            grey = np.full((240, 320, 3), 90 + number, np.uint8)
            for packet in stream.encode(av.VideoFrame.from_ndarray(grey, format="rgb24")):
                file.mux(packet)
        for packet in stream.encode(None):
            file.mux(packet)
    with pytest.raises(NothingSeen, match="nobody is seen in it"):
        tracking.track(path)
    (tmp_path / "a.txt").write_text("no clip", encoding="utf-8")
    with pytest.raises(NotAVideo):
        tracking.track(tmp_path / "a.txt")


def test_a_black_opening_is_no_shot_and_a_picture_after_a_black_moment_may_be() -> None:
    follower = camera.Follower()
    random = np.random.default_rng(4)
    wall = random.integers(0, 255, (36, 64, 3), dtype=np.uint8)
    picture = np.kron(wall, np.ones((10, 10, 1), np.uint8))
    black = np.zeros_like(picture)
    for frame in [black] * 20 + [picture] * 3 + [black] * 3 + [picture] * 3:
        follower.add(frame, [])
    known = [bool(np.isfinite(one).all()) for one in follower.steady]
    assert known == [False] * 20 + [True] * 3 + [False] * 3 + [True] * 3
    assert follower.cuts == []
    for frame in [black] * 12 + [picture]:
        follower.add(frame, [])
    assert follower.cuts == []  # the same place as before
    other = np.kron(random.integers(0, 255, (36, 64, 3), dtype=np.uint8), np.ones((10, 10, 1))) / 3
    for frame in [black] * 3 + [other.astype(np.uint8)] * 2:
        follower.add(frame, [])
    assert follower.cuts == [45]


def test_a_part_that_is_damaged_is_made_again(tmp_path: Path) -> None:
    place = tmp_path / "0"
    place.write_bytes(b"PK\x03\x04 and nothing of an archive")
    assert store.load(place) is None
    place.write_bytes(b"")
    assert store.load(place) is None
    random = np.random.default_rng(3)
    store.save(place, tracked(4))
    whole = place.read_bytes()
    for _ in range(300):
        damaged = bytearray(whole)
        for at in random.integers(0, len(whole), 3):
            damaged[at] = random.integers(0, 256)
        place.write_bytes(bytes(damaged))
        found = store.load(place)
        assert found is None or np.array_equal(found.times, np.arange(4.0))


def test_a_first_pass_is_kept_as_it_was(tmp_path: Path) -> None:
    seen = tuple(tuple(sample) for sample in crossing())
    steady = np.repeat(np.eye(3)[None, :2], 7, axis=0)
    kept = Survey(np.arange(7.0), steady, (3,), (*seen, ()), (960, 540), ("a note, äöü",))
    store.save_survey(tmp_path / "survey", kept)
    again = store.load_survey(tmp_path / "survey")
    assert again is not None
    assert (again.cuts, again.size, again.notes) == (kept.cuts, kept.size, kept.notes)
    assert np.array_equal(again.times, kept.times)
    assert [len(sample) for sample in again.samples] == [len(sample) for sample in kept.samples]
    for one, other in zip(again.samples[9], kept.samples[9], strict=True):
        assert one.person == other.person
        assert (one.sample, one.shot, one.time, one.hips) == (9, 0, other.time, other.hips)
        assert np.array_equal(one.colour, other.colour)
    assert store.load_survey(tmp_path / "none") is None


def test_work_goes_on_where_it_was_and_comes_to_the_same(shared: Path, tmp_path: Path) -> None:
    watched.needs_models()
    clip, cache = shared / "video" / "clips" / "axel.mp4", tmp_path / "kept"
    heard: list[str] = []

    def hear(_: float, words: str) -> None:
        heard.append(words)

    def tracked_again() -> Poses:
        heard.clear()
        found = tracking.track(clip, end=0.6, model="lite", cache=cache, progress=hear)
        return found.people[0]

    first = tracked_again()
    assert set(heard) == {"looking for the skater", "following the skater"}
    for name, left in (("survey", "looking"), ("0", "following")):
        (place,) = cache.rglob(name)
        place.unlink()
        again = tracked_again()
        assert {words.split()[0] for words in heard} == {left}
        assert np.array_equal(again.image, first.image, equal_nan=True)
        assert again.appearance is not None
        assert first.appearance is not None
        assert np.array_equal(again.appearance, first.appearance)


def test_frames_that_do_not_come_again_are_counted() -> None:
    times = np.arange(5) / 25
    nobody = np.full(5, np.nan)
    follower = Follower(None, Course(np.full((5, 2), np.nan), nobody, nobody, nobody), 540.0)  # type: ignore[arg-type]
    picture = np.zeros((90, 160, 3), np.uint8)
    frames = [Frame(number, number / 25, picture) for number in (0, 1, 3, 9)]
    part = follower.follow(frames, 0, times, lambda _: None)
    assert follower.missing == 2
    assert np.array_equal(part.times, times)
    assert not np.isfinite(part.image).any()


def test_a_part_without_length_is_refused(shared: Path) -> None:
    clip = shared / "video" / "clips" / "axel.mp4"
    with pytest.raises(NotAVideo, match="from 1 to 0 s is asked for, and it has no length"):
        tracking.track(clip, start=1.0, end=0.0)


def test_a_clip_in_slow_motion_is_refused(tmp_path: Path) -> None:
    slow = make(
        tmp_path / "slow.mp4",
        metadata={"com.android.capture.fps": "240"},
        container={"movflags": "use_metadata_tags"},
    )
    with pytest.raises(NotAVideo, match="slow motion, 8 times slower"):
        tracking.track(slow)
