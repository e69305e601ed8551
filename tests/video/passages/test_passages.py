"""Passages and the way across the picture, against ways that are known."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kissandcry.video import motion, passages, poses, review, stamina
from kissandcry.video.poses import LANDMARKS, PLACE, Camera, Floats, Poses, Recording
from kissandcry.video.review.tables import tables
from kissandcry.video.seen import Chance, Jump
from tests.video import captures
from tests.video.passages import skated
from tests.video.passages.skated import Skated


def oval(shared: Path, seed: int, moving: str, seconds: float = 20.0, speed: float = 3.5) -> Skated:
    way = skated.oval(speed)
    body = skated.body(captures.trials(shared), seed, seconds, way, skated.along(way))
    return skated.filmed(body, seed, 30.0, moving)


@pytest.mark.parametrize("moving", ["fixed", "pan", "zoom"])
@pytest.mark.parametrize("seed", [3, 8])
def test_a_known_way_is_measured_however_the_camera_moves(
    shared: Path, moving: str, seed: int
) -> None:
    seen = oval(shared, seed, moving)
    way = passages.travel(motion.of(seen.poses))
    told = way.distance
    assert told.value is not None
    assert told.low is not None
    assert told.high is not None
    # The middle of the hips goes so far to the right and left of the known camera.
    assert told.low <= seen.across <= told.high
    assert told.low < seen.whole.sum()  # over the ice it is farther
    assert told.high < 1.35 * told.low
    assert not way.on_rink
    assert "the lines of the rink are not used" in told.reason
    fast = np.abs(seen.right).max() * 30
    assert way.fastest.low is not None
    assert way.fastest.high is not None
    assert way.fastest.low <= fast <= way.fastest.high


def test_captured_ways_are_as_long_as_they_were(shared: Path) -> None:
    trials = captures.trials(shared)
    for number, key in enumerate(("A_Lutz_4", "B_Axel_4", "C_Loop_4")):
        seen = skated.filmed(skated.captured(trials[key]), number, 60.0, "pan")
        size = skated.stature(trials, trials[key].skater)
        way = passages.travel(motion.of(seen.poses, stature=size))
        assert way.distance.value == pytest.approx(seen.across, rel=0.1)


def statue(seconds: float, fps: float) -> Poses:
    """Somebody who stands, 300 pixels high."""
    heights = {"shoulder": 1.35, "elbow": 1.1, "wrist": 0.9, "hip": 0.88, "knee": 0.48}
    heights |= {"ankle": 0.08, "heel": 0.03, "foot_index": 0.0}
    body = np.full((len(LANDMARKS), 2), np.nan)
    for name, high in heights.items():
        for side, x in (("left", 0.15), ("right", -0.15)):
            body[PLACE[f"{side}_{name}"]] = (x, -high)
    times = np.arange(round(seconds * fps)) / fps
    image = np.repeat(500 + 180 * body[None], len(times), axis=0)
    known = np.isfinite(image[..., 0])
    none = np.full((len(times), len(LANDMARKS), 3), np.nan)
    camera = Camera(np.repeat(np.eye(3)[None, :2], len(times), axis=0))
    return Poses(
        times, image, np.where(known, 0.9, 0), none[..., 0], none, (1920, 1080), fps, camera
    )


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([25.0, 30.0, 60.0]), st.floats(0, 0.012))
def test_noise_is_no_way(seed: int, fps: float, noise: float) -> None:
    random = np.random.default_rng(seed)
    still = statue(20, fps)
    shaken = still.image + random.normal(0, noise * 1.65 * 180, still.image.shape)
    moved = motion.of(replace(still, image=shaken))
    way = passages.travel(moved)
    assert way.distance.value is not None
    assert way.distance.value < 0.3  # metres, in 20 s
    (one,) = passages.find(moved, (), ())
    assert one.kind == "still"
    assert one.turning.value == 0


def test_who_is_not_seen_is_a_gap_and_does_not_glide(shared: Path) -> None:
    own = oval(shared, 3, "pan").poses
    image = own.image.copy()
    image[(own.times > 6) & (own.times < 11)] = np.nan
    moved = motion.of(replace(own, image=image))
    found = passages.find(moved, (), ())
    assert [one.kind for one in found] == ["gliding", "not seen", "gliding"]
    assert found[1].start == pytest.approx(6, abs=0.2)
    assert found[1].end == pytest.approx(11, abs=0.2)
    assert found[1].turning.value is None
    assert found[1].turning.reason == "the skater is not seen"
    way = passages.travel(moved)
    assert len(way.path) == 2
    assert not any(6.2 < time < 10.8 for time, _ in way.speed)
    assert "measured in 15 of 20 s" in way.distance.reason


def test_a_cut_breaks_the_way(shared: Path) -> None:
    seen = oval(shared, 5, "fixed")
    own = seen.poses
    assert own.camera is not None
    image = own.image.copy()
    image[300:] += 700  # another camera: the body is elsewhere in the picture
    cut = replace(own, image=image, camera=Camera(own.camera.steady, (300,)))
    whole, parts = (passages.travel(motion.of(one)) for one in (own, cut))
    assert (len(whole.path), len(parts.path)) == (1, 2)
    when, where = parts.path[1][0]
    assert when == pytest.approx(own.times[300], abs=0.05)
    assert where == 0.0
    assert parts.distance.value == pytest.approx(whole.distance.value, rel=0.03)


def test_without_the_camera_distance_is_not_told(shared: Path) -> None:
    own = replace(oval(shared, 3, "pan", 6.0).poses, camera=None)
    way = passages.travel(motion.of(own))
    assert way.distance.value is None
    assert way.fastest.value is None
    assert way.distance.reason.endswith("nothing says how the camera moved")
    blind = replace(own, camera=Camera(np.full((len(own), 2, 3), np.nan)))
    way = passages.travel(motion.of(blind))
    assert way.distance.value is None
    assert "not seen together" in way.distance.reason


def stepping(shared: Path, seed: int, moments: Floats) -> Skated:
    random = np.random.default_rng(seed)
    way = skated.oval(3.0)
    ahead = skated.along(way)
    turned = skated.halves(moments, random.choice([-1.0, 1.0], len(moments)))
    body = skated.body(
        captures.trials(shared), seed, 40, way, lambda times: ahead(times) + turned(times)
    )
    return skated.filmed(body, seed, 30.0, "pan")


@pytest.mark.parametrize("seed", [0, 2, 4])
def test_steps_are_told_from_gliding(shared: Path, seed: int) -> None:
    seen = stepping(shared, seed, np.arange(12, 28, 0.8))
    found = passages.find(motion.of(seen.poses), (), ())
    (steps,) = (one for one in found if one.kind == "steps")
    assert steps.start == pytest.approx(12, abs=2.5)
    assert steps.end == pytest.approx(28, abs=2.5)
    # Twenty half turns: the captured body itself twists to and fro, so a few more or fewer.
    assert steps.turning.value == pytest.approx(20, abs=4)
    others = [one for one in found if one is not steps]
    assert {one.kind for one in others} == {"gliding"}
    for one, other in pairwise(found):
        assert one.end <= other.start


def test_passages_leave_the_elements_out(shared: Path) -> None:
    moved = motion.of(oval(shared, 3, "pan").poses)
    jump = Jump(8.0, 9.0, (), "?", Chance(None), Chance(None))
    found = passages.find(moved, (jump,), ())
    assert [(one.start, one.end) for one in found] == [
        (0.0, 8.0),
        (9.0, pytest.approx(moved.times[-1])),
    ]
    late = replace(jump, start=1.5, end=18.5)  # less than two seconds are no passage
    assert passages.find(moved, (late,), ()) == ()


def test_a_review_tells_passages_and_the_way(shared: Path, tmp_path: Path) -> None:
    seen = oval(shared, 3, "pan", 12.0)
    poses.write(Recording((seen.poses,)), tmp_path / "skate.json")
    made = review.watch(tmp_path / "skate.json")
    told = {one.key: one for one in tables(made)}
    (row,) = told["passages"].rows
    assert row[0] == "Gliding"
    assert "times" in row[3]
    assert "W/kg" in row[4]
    assert "A choreographic sequence is not told" in told["passages"].note
    assert [one[0] for one in told["ice"].rows] == [
        "Distance across the picture",
        "Fastest across the picture",
    ]
    assert "lines of the rink are not used" in told["ice"].note
    # The body itself in the plane of the camera, without noise: what the picture should show.
    times = seen.poses.times
    own = motion.of(replace(seen.poses, image=180 * seen.flat + 500))
    own = replace(own, joints=180 * seen.flat, scale=np.full(len(times), 180.0))
    truth = float(np.nanmean(stamina.energy(own)[1]))
    energy = made.skate.passages[0].energy
    assert energy.low is not None
    assert energy.high is not None
    assert energy.low <= truth <= energy.high
