"""Captured jumps beside themselves at a pace that is known, and elements beside elements."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.video_alignment import moving, repaced, whole
from kissandcry.core import NothingSeen
from kissandcry.video import motion, poses, review
from kissandcry.video.alignment import Pair, aligned, matched
from kissandcry.video.motion import Motion
from kissandcry.video.poses import MIRRORED, Recording
from kissandcry.video.seen import Chance, Estimate, Flight, Jump, Skate, Spin, Travel
from tests.video import captures

SOME = ("A_Axel_3", "B_Flip_5", "C_Salchow_5")


def off(shared: Path, key: str, fps: float, seed: int, *, deep: bool, clockwise: bool) -> float:
    """The mean of frames off."""
    trial = whole(captures.trials(shared)[key])
    other, new, old = repaced(trial, np.random.default_rng(6))
    first = moving(trial, 60, 7, deep=deep)
    second = moving(other, fps, seed, deep=deep, clockwise=clockwise)
    found = aligned(first, second)
    assert found.mirrored == clockwise
    return float(np.abs(found.theirs - np.interp(found.ours, old, new)).mean() * fps)


@pytest.mark.parametrize("fps", [25, 30, 60])
def test_another_pace_is_followed_to_two_frames(shared: Path, fps: float) -> None:
    for key in SOME:
        assert off(shared, key, fps, 7, deep=False, clockwise=False) < 2


def test_with_depth_another_camera_and_a_mirror_are_followed_too(shared: Path) -> None:
    for clockwise in (False, True):
        each = [off(shared, key, 25, 8, deep=True, clockwise=clockwise) for key in SOME]
        assert np.median(each) < 2


def test_a_picture_in_a_mirror_is_told(shared: Path) -> None:
    own = moving(whole(captures.trials(shared)["A_Axel_3"]), 30, 7, deep=False)
    joints = (own.joints * (-1, 1))[:, list(MIRRORED)]
    turned = replace(own, joints=joints, hips=own.hips * (-1, 1))
    found = aligned(own, turned)
    assert found.mirrored
    assert np.abs(found.theirs - found.ours).max() < 2 / 30
    assert found.between(0, 10) == pytest.approx(1, abs=0.05)


def test_a_body_that_is_not_seen_is_not_compared(shared: Path) -> None:
    own = moving(whole(captures.trials(shared)["A_Axel_3"]), 30, 7, deep=False)
    gone: motion.Motion = replace(own, joints=np.full(own.joints.shape, np.nan))
    with pytest.raises(NothingSeen, match="not seen well enough to be compared"):
        aligned(own, gone)


def told(value: float) -> Estimate:
    return Estimate(value, value - 0.1, value + 0.1, "")


def jump(start: float, turns: float, axel: float) -> Jump:
    none = Chance(None)
    flight = Flight(
        told(start),
        told(start + 0.5),
        told(0.5),
        told(0.3),
        told(0.3),
        told(turns),
        none,
        Chance(axel),
        none,
        None,
        "cannot tell",
        complete=True,
    )
    return Jump(start, start + 0.5, (flight,), "?", none, none)


def skate(jumps: list[Jump], spins: list[float]) -> Skate:
    turned = tuple(
        Spin(one, one + 5, told(8), told(200), (), (), None, Chance(None)) for one in spins
    )
    return Skate(60, 30, tuple(jumps), turned, (), Travel((), told(0), (), on_rink=False))


def test_elements_are_matched_in_order_and_by_kind() -> None:
    ours = skate([jump(10, 3, 0.0), jump(30, 1, 1.0)], [45])
    theirs = skate([jump(8, 3, 0.0), jump(20, 2, 0.0), jump(31, 1, 1.0)], [46])
    assert matched(ours, theirs) == (Pair("jump", 0, 0), Pair("jump", 1, 2), Pair("spin", 0, 0))
    assert matched(ours, skate([], [])) == ()


def test_a_clip_beside_itself_is_the_same(shared: Path, tmp_path: Path) -> None:
    capture = captures.seen(captures.trials(shared)["A_Axel_3"], fps=30, seed=7)
    file = tmp_path / "axel.json"
    poses.write(Recording((capture.poses,), "made up", ()), file)
    seen = review.watch(file, reference=file)
    beside = seen.reference
    assert beside is not None
    assert not beside.mirrored
    assert max(abs(a - b) for a, b in beside.in_step) < 1 / 30
    assert {one.value.value for one in beside.likeness} != set()
    assert all(one.value.value == pytest.approx(1, abs=0.01) for one in beside.likeness)
    assert beside.matched == (("Jump 1", "Jump 1"),)
    assert all(one.difference.value == 0 for one in beside.differences)
    assert beside.apart == ()


def test_where_a_body_is_not_seen_no_likeness_is_told(shared: Path) -> None:
    seen = moving(whole(captures.trials(shared)["A_Axel_3"]), 60, 7, deep=True)
    joints, world = seen.joints.copy(), seen.world.copy()
    gone = (seen.times > seen.times[0] + 0.8) & (seen.times < seen.times[0] + 1.8)
    joints[gone], world[gone] = np.nan, np.nan
    hidden = replace(seen, joints=joints, world=world)
    found = aligned(hidden, hidden)
    inside = (found.ours > seen.times[0] + 1.0) & (found.ours < seen.times[0] + 1.6)
    assert np.isnan(found.likeness[inside]).all()
    assert np.nanmean(found.likeness) > 0.9


def test_bodies_that_do_not_move_are_refused(shared: Path) -> None:
    seen = moving(whole(captures.trials(shared)["A_Axel_3"]), 60, 7, deep=False)
    first = np.zeros(len(seen.times), int)
    still = replace(seen, joints=seen.joints[first], scale=seen.scale[first], hips=seen.hips[first])
    with pytest.raises(NothingSeen, match="do not move"):
        aligned(still, still)


def test_bodies_that_are_never_seen_together_are_refused(shared: Path) -> None:
    seen = moving(whole(captures.trials(shared)["A_Axel_3"]), 60, 7, deep=False)
    share = (seen.times - seen.times[0]) / np.ptp(seen.times)
    assert np.ptp(seen.times) > 2.2

    def only(kept: NDArray[np.bool_]) -> Motion:
        joints = np.where(kept[:, None, None], seen.joints, np.nan)
        return replace(seen, joints=joints, world=np.full_like(seen.world, np.nan))

    same = float(seen.times[0])
    with pytest.raises(NothingSeen, match="never seen in the same moments"):
        aligned(only(share < 0.15), only(share > 0.85), [(same, same)])
