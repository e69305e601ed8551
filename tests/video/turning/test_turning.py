"""The turning in a flight, on captured jumps seen through made-up cameras (truth: the capture)."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from kissandcry.video.jumps.turning import Turning, turn
from kissandcry.video.jumps.turning.body import POINTS, likelihood, phases, usual
from kissandcry.video.poses import MIRRORED, PLACE, Floats
from tests.video.captures import Capture, seen, trials

SOME = ("A_Axel_4", "A_Lutz_3", "B_Axel_3", "B_Flip_3", "C_Toeloop_4", "C_Loop_5")


@dataclass(frozen=True, slots=True, eq=False)
class Landmarks:
    """What the turning is read from."""

    times: Floats
    joints: Floats
    scale: Floats
    world: Floats
    cuts: tuple[int, ...] = ()


def landmarks(capture: Capture) -> Landmarks:
    poses = capture.poses
    return Landmarks(poses.times, poses.image, np.full(len(poses), np.nan), poses.world)


def told(capture: Capture) -> Turning:
    flight = capture.flights[0]
    return turn(landmarks(capture), flight.takeoff, flight.landing)


@pytest.mark.parametrize("key", SOME)
def test_rotation_is_that_of_the_capture_from_the_picture_alone(shared: Path, key: str) -> None:
    trial = trials(shared)[key]
    for rate, clockwise in ((60.0, False), (30.0, True)):
        capture = seen(trial, fps=rate, seed=4, clockwise=clockwise)
        found = told(capture)
        assert found.rotation.value == pytest.approx(trial.flights[0].rotation, abs=0.2)
        assert found.counter_clockwise.value is not None
        assert (found.counter_clockwise.value < 0.5) == clockwise


def test_a_mirrored_skater_turns_as_far_the_other_way(shared: Path) -> None:
    capture = seen(trials(shared)["A_Flip_4"], seed=1)
    poses = capture.poses
    flipped = poses.image[:, list(MIRRORED)] * np.array([-1.0, 1.0])
    there, back = told(capture), told(replace(capture, poses=replace(poses, image=flipped)))
    assert there.rotation == back.rotation
    assert there.counter_clockwise.value == pytest.approx(1 - (back.counter_clockwise.value or 0))


def test_left_and_right_exchanged_in_the_flight_change_little(shared: Path) -> None:
    trial = trials(shared)["C_Lutz_4"]
    capture = seen(trial, seed=3, swapped=0.0)
    image = capture.poses.image.copy()
    flight = capture.flights[0]
    at = int(np.searchsorted(capture.poses.times, (flight.takeoff + flight.landing) / 2))
    image[at : at + 4] = image[at : at + 4, list(MIRRORED)]
    found = told(replace(capture, poses=replace(capture.poses, image=image)))
    assert found.rotation.value == pytest.approx(flight.rotation, abs=0.2)


def test_depth_may_be_there_and_may_be_wrong(shared: Path) -> None:
    trial = trials(shared)["B_Salchow_4"]
    capture = seen(trial, seed=5, world=True)
    flight = capture.flights[0]
    wrong = np.random.default_rng(1).normal(0, 0.3, capture.poses.world.shape)
    for world in (capture.poses.world, wrong):
        motion = replace(landmarks(capture), world=world)
        found = turn(motion, flight.takeoff, flight.landing)
        assert found.rotation.value == pytest.approx(flight.rotation, abs=0.2)


def test_axels_and_names_of_jumps(shared: Path) -> None:
    # Captured double and single Axels and a triple Lutz, by the name and by the turns in the air.
    for key, axel, turns in (("C_Axel_4", True, 2), ("B_Axel_4", True, 1), ("A_Lutz_6", False, 3)):
        found = told(seen(trials(shared)[key], seed=2))
        assert found.axel.value is not None
        assert (found.axel.value > 0.5) == axel
        assert found.turns in (turns, None)
        assert found.short == "cannot tell"


def test_a_real_clip_of_a_single_axel_turned_clockwise(shared: Path) -> None:
    # By eye the body turns to the right 1.1 to 1.2 times from take-off (frame 65) to landing (80).
    path = shared / "video" / "clips" / "axel_poses_by_others.json"
    frames = json.loads(path.read_text(encoding="utf-8"))["frames"]
    times = np.array([one["frame"] / 30 for one in frames])
    across = [[(mark["x"] * 1920, mark["y"] * 1080) for mark in one["landmarks"]] for one in frames]
    nothing = np.full((len(times), 33, 3), np.nan)
    motion = Landmarks(times, np.array(across), nothing[:, 0, 0], nothing)
    found = turn(motion, 65 / 30, 80 / 30)
    assert found.rotation.value == pytest.approx(1.1, abs=0.15)
    assert found.counter_clockwise.value is not None
    assert found.counter_clockwise.value < 0.1
    assert found.axel.value is not None
    assert found.axel.value > 0.9
    assert found.turns == 1


def test_doubt_about_the_flight_widens_the_interval(shared: Path) -> None:
    capture = seen(trials(shared)["A_Loop_4"], seed=1)
    flight = capture.flights[0]
    widths = []
    for doubt in (0.0, 0.03):
        found = turn(landmarks(capture), flight.takeoff, flight.landing, doubt=doubt).rotation
        assert found.low is not None
        assert found.high is not None
        widths.append(found.high - found.low)
    assert widths[1] > widths[0] + 0.1


def test_what_is_not_seen_is_not_told(shared: Path) -> None:
    capture = seen(trials(shared)["A_Loop_4"], seed=1)
    flight = capture.flights[0]
    whole = landmarks(capture)
    before = whole.times < flight.takeoff + 0.2
    cut = Landmarks(
        whole.times[before], whole.joints[before], whole.scale[before], whole.world[before]
    )
    other_shot = replace(whole, cuts=(int(before.sum()),))
    nobody = replace(whole, joints=np.full_like(whole.joints, np.nan))
    legs = whole.joints.copy()
    for name in ("left_ankle", "right_ankle", "left_hip", "right_hip"):
        legs[:, PLACE[name]] = np.nan
    for motion, why in (
        (cut, "does not show the whole flight"),
        (other_shot, "does not show the whole flight"),
        (nobody, "not seen in enough frames"),
        (replace(whole, joints=legs), "no size"),
    ):
        found = turn(motion, flight.takeoff, flight.landing)
        assert found.rotation.value is None
        assert why in found.rotation.reason
        assert found.counter_clockwise.value is None


def test_a_body_that_faces_away_is_likeliest_where_it_faces() -> None:
    # The usual posture itself, turned to a known yaw, is likeliest there and not at its mirror.
    posture = usual()
    yaws = np.arange(24) / 24
    phase = phases(np.array([0.25]), 0.0, 0.5)
    for place, yaw in enumerate(yaws):
        cos, sin = np.cos(2 * np.pi * yaw), np.sin(2 * np.pi * yaw)
        across = cos * posture.mean[phase[0], 0] + sin * posture.mean[phase[0], 1]
        straight, _ = likelihood(across[None, :], phase, yaws, posture)
        assert np.argmax(straight[0]) == place
    assert across.shape == (len(POINTS),)
