"""Clips that are hard to follow, composed of the real one: the skater is to be the right one in 99
of 100 frames, and the jump where it is in the plain clip."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kissandcry.core import NothingSeen
from kissandcry.video import jumps, motion, tracking
from kissandcry.video.poses import Floats, Poses, Recording
from tests.video import composed, watched
from tests.video.composed import Picture

TAKEOFF, LANDING = 65, 80  # the first frame in the air, the first on the ice again; by eye


@dataclass(frozen=True)
class Plain:
    """The real clip: its frames, who is followed in it, and where his or her body is."""

    pictures: list[Picture]
    poses: Poses
    bodies: list[Floats]

    @property
    def hips(self) -> Floats:
        return composed.hips(self.poses)

    def fixed(self, frame: int, place: tuple[float, float], seen_in: int) -> Floats:
        """Where a place of the background, seen in one frame, is in another, in pixels."""
        assert self.poses.camera is not None
        steady = self.poses.camera.steady
        there = steady[seen_in][:, :2] @ place + steady[seen_in][:, 2]
        return np.asarray(np.linalg.solve(steady[frame][:, :2], there - steady[frame][:, 2]))


@pytest.fixture(scope="module")
def plain(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Plain:
    watched.needs_models()
    pictures = composed.frames(watched.axel(shared))
    clip = composed.written(pictures, tmp_path_factory.mktemp("plain") / "plain.mp4")
    (poses,) = tracking.track(clip).people
    bodies = [composed.body(poses.image[row], pictures[row].shape) for row in range(len(poses))]
    return Plain(pictures, poses, bodies)


def followed(pictures: list[Picture], folder: Path) -> Recording:
    return tracking.track(composed.written(pictures, folder / "hard.mp4"))


def right(found: Poses, expected: Floats, trunk: float) -> float:
    """The share of frames in which the hips are where they should be, to half a trunk; of those in
    which they are to be seen."""
    known = np.isfinite(expected).all(axis=1)
    off = np.linalg.norm(composed.hips(found) - expected, axis=1)[known]
    return float(np.mean(off < 0.5 * trunk))


def flight(found: Poses) -> tuple[float, float]:
    """Take-off and landing of the only flight, in frames."""
    ((one,),) = [jump.flights for jump in jumps.find(motion.of(found))]
    assert one.takeoff.value is not None
    assert one.landing.value is not None
    return one.takeoff.value * composed.FPS, one.landing.value * composed.FPS


def test_the_plain_clip(plain: Plain, shared: Path) -> None:
    """Beside landmarks that others found in it, by another tracker."""
    assert plain.poses.seen.mean() >= 0.99
    path = shared / "video" / "clips" / "axel_poses_by_others.json"
    others = json.loads(path.read_text(encoding="utf-8"))["frames"]
    expected = np.full((len(plain.poses), 2), np.nan)
    for one in others:
        there = [(each["x"] * 1920 / 1080, each["y"]) for each in one["landmarks"]]
        expected[one["frame"] - 1] = np.mean([there[23], there[24]], axis=0)
    assert np.isfinite(expected).all(axis=1).mean() > 0.98
    assert right(plain.poses, expected, composed.trunk(plain.poses)) >= 0.99
    takeoff, landing = flight(plain.poses)
    # The blade leaves and meets the ice between two frames.
    assert takeoff == pytest.approx(TAKEOFF - 0.5, abs=1)
    assert landing == pytest.approx(LANDING - 0.5, abs=1)


def beside(plain: Plain, row: int) -> Picture:
    """Somebody like the skater stands in the background, some way off; the skater passes."""
    high, wide = plain.pictures[0].shape[:2]
    at = plain.fixed(row, (0.75 * wide, 0.5 * high), seen_in=53)
    move = at - plain.hips[10] * high
    return composed.pasted(
        plain.pictures[row], plain.pictures[10], plain.bodies[10], (move[0], move[1]), 0.8
    )


def crossing(plain: Plain, row: int) -> Picture:
    """Another skater, smaller and the other way round, crosses in front."""
    high = plain.pictures[0].shape[0]
    many = len(plain.pictures)
    other = (row + 40) % many
    across = (plain.hips[row, 0] - plain.hips[other, 0]) * high + (0.5 - row / many) * 1.6 * high
    return composed.pasted(
        plain.pictures[row],
        plain.pictures[other],
        plain.bodies[other],
        (across, -20.0),
        0.7,
        mirrored=True,
    )


def behind(plain: Plain, row: int) -> Picture:
    """A coach walks through the picture behind the skater, in other colours."""
    high, wide = plain.pictures[0].shape[:2]
    many = len(plain.pictures)
    across = (1.2 * row / many - 0.1) * wide - plain.hips[20, 0] * high
    blue = np.clip(plain.pictures[20] + np.array([-60, -20, 70]), 0, 255).astype(np.uint8)
    with_coach = composed.pasted(plain.pictures[row], blue, plain.bodies[20], (across, -15.0), 0.75)
    own = plain.bodies[row][:, :, None]
    return np.asarray(np.rint(with_coach * (1 - own) + plain.pictures[row] * own), np.uint8)


def shown(plain: Plain, pictures: list[Picture]) -> NDArray[np.bool_]:
    """Whether the skater's hips are to be seen, and not somebody else in front of them."""
    found = []
    for row, picture in enumerate(pictures):
        x, y = np.rint(plain.hips[row] * picture.shape[0]).astype(int)
        here = (slice(y - 4, y + 5), slice(x - 4, x + 5))
        off = np.abs(picture[here].astype(int) - plain.pictures[row][here].astype(int))
        found.append(bool(off.mean() < 8))
    return np.array(found)


@pytest.mark.parametrize(("second", "hidden"), [(beside, True), (crossing, False), (behind, False)])
def test_a_second_person_in_view(
    plain: Plain, tmp_path: Path, second: Callable[[Plain, int], Picture], hidden: bool
) -> None:
    pictures = [second(plain, row) for row in range(len(plain.pictures))]
    expected = np.where(shown(plain, pictures)[:, None], plain.hips, np.nan)
    assert np.isfinite(expected).mean() > 0.85
    (found,) = followed(pictures, tmp_path).people
    assert right(found, expected, composed.trunk(plain.poses)) >= 0.99
    if not hidden:  # somebody in front of the take-off may make a flight of their own
        assert flight(found) == pytest.approx(flight(plain.poses), abs=1.5)


def test_a_score_over_the_picture(plain: Plain, tmp_path: Path) -> None:
    def over(picture: Picture) -> Picture:
        found = picture.copy()
        found[430:520, 60:900] = (20, 30, 90)
        found[440:470, 80:500:40] = 255
        found[20:90, 760:940] = (200, 30, 30)
        return found

    (found,) = followed([over(one) for one in plain.pictures], tmp_path).people
    assert right(found, plain.hips, composed.trunk(plain.poses)) >= 0.99
    assert flight(found) == pytest.approx(flight(plain.poses), abs=1)


def test_a_black_opening(plain: Plain, tmp_path: Path) -> None:
    black = np.zeros_like(plain.pictures[0])
    (found,) = followed([black] * 60 + plain.pictures, tmp_path).people
    expected = np.concatenate([np.full((60, 2), np.nan), plain.hips])
    assert right(found, expected, composed.trunk(plain.poses)) >= 0.99
    assert not found.seen[:60].any()
    assert np.array(flight(found)) - 60 == pytest.approx(np.array(flight(plain.poses)), abs=1)


def test_a_cut_to_something_else_and_back(plain: Plain, tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    stands = np.kron(
        random.integers(0, 255, (27, 48, 3), dtype=np.uint8), np.ones((20, 20, 1), np.uint8)
    )
    pictures = plain.pictures[:40] + [stands] * 30 + plain.pictures[40:]
    (found,) = followed(pictures, tmp_path).people
    expected = np.concatenate([plain.hips[:40], np.full((30, 2), np.nan), plain.hips[40:]])
    assert right(found, expected, composed.trunk(plain.poses)) >= 0.99
    assert found.camera is not None
    assert found.camera.cuts == (40, 70)
    assert not found.seen[43:67].any()
    assert np.array(flight(found)) - 30 == pytest.approx(np.array(flight(plain.poses)), abs=1)


def test_the_camera_turns_during_the_flight(plain: Plain, tmp_path: Path) -> None:
    corners = [
        (int(60 + 60 * np.sin((row - 72) / 8)), int(20 + 15 * np.cos(row / 5)))
        for row in range(len(plain.pictures))
    ]
    pictures = [
        picture[y : y + 486, x : x + 840]
        for picture, (x, y) in zip(plain.pictures, corners, strict=True)
    ]
    (found,) = followed(pictures, tmp_path).people
    expected = (plain.hips * 540 - np.array(corners)) / 486
    assert right(found, expected, composed.trunk(plain.poses)) >= 0.99
    assert flight(found) == pytest.approx(flight(plain.poses), abs=1)


def test_a_skater_in_a_mirror(plain: Plain, tmp_path: Path) -> None:
    (found,) = followed([one[:, ::-1] for one in plain.pictures], tmp_path).people
    expected = np.stack([960 / 540 - plain.hips[:, 0], plain.hips[:, 1]], axis=1)
    assert right(found, expected, composed.trunk(plain.poses)) >= 0.99
    assert flight(found) == pytest.approx(flight(plain.poses), abs=1)
    (mirrored,) = jumps.find(motion.of(found))
    (real,) = jumps.find(motion.of(plain.poses))
    chances = [jump.flights[0].counter_clockwise.value for jump in (mirrored, real)]
    assert None not in chances
    assert (chances[0] or 0) > 0.8  # the skater turns clockwise
    assert (chances[1] or 1) < 0.2


def test_a_jump_that_the_end_of_the_clip_cuts_off(plain: Plain, tmp_path: Path) -> None:
    (found,) = followed(plain.pictures[:75], tmp_path).people
    assert right(found, plain.hips[:75], composed.trunk(plain.poses)) >= 0.99
    found_jumps = jumps.find(motion.of(found))
    assert all(not jump.flights[0].complete for jump in found_jumps)
    assert all(jump.flights[0].height.value is None for jump in found_jumps)


def test_nobody_is_in_view(plain: Plain, tmp_path: Path) -> None:
    side = [np.ascontiguousarray(plain.pictures[row][:, -300:]) for row in range(40)]
    with pytest.raises(NothingSeen, match="nobody is seen in it who could be followed"):
        followed(side, tmp_path)
