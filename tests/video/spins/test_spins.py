"""Spins of rendered bodies, whose revolutions are known; no real spin was at hand."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kissandcry.video import motion, spins
from kissandcry.video.poses import Floats
from kissandcry.video.spins.positions import positions
from tests.video import captures, rendered
from tests.video.rendered import Look


def steady(speed: float) -> Callable[[Floats], Floats]:
    return lambda times: speed * times


@pytest.mark.parametrize(
    ("look", "fps", "speed"),
    [
        (Look("scratch"), 60, 3.5),
        (Look("sit", clockwise=True), 30, 2.4),
        (Look("camel", blur=0.7), 25, 1.8),
        (Look("attitude", noise=8), 50, 2.2),
    ],
)
def test_revolutions_are_counted_to_half_a_turn(look: Look, fps: int, speed: float) -> None:
    times, pictures = rendered.spin(steady(speed), 5.0, fps, look, seed=4)
    (spin,) = spins.find(*rendered.body(times, pictures))
    assert spin.revolutions.value == pytest.approx(speed * 5, abs=0.7)
    assert spin.revolutions.low is not None
    assert spin.revolutions.high is not None
    assert spin.revolutions.low <= speed * 5 <= spin.revolutions.high
    assert spin.fastest.value == pytest.approx(60 * speed, rel=0.2)


def test_a_spin_that_grows_faster_shows_it() -> None:
    times, pictures = rendered.spin(lambda t: 1.5 * t + 0.25 * t**2, 5.0, 60, Look("sit"), seed=2)
    (spin,) = spins.find(*rendered.body(times, pictures), [(-0.6, -0.2)])
    first, last = spin.speed[2][1], spin.speed[-3][1]
    assert last > 1.5 * first
    assert "a flight ends right before it" in spin.notes
    assert spin.flying.value is None
    assert spin.flying.reason


def test_who_stands_still_does_not_spin() -> None:
    times, pictures = rendered.spin(lambda t: 0 * t, 5.0, 30, Look(), seed=1)
    assert spins.find(*rendered.body(times, pictures)) == ()
    short = rendered.spin(steady(3), 0.5, 30, Look(), seed=1)
    assert spins.find(*rendered.body(*short)) == ()


def test_jumps_are_no_spins(shared: Path) -> None:
    trials = captures.trials(shared)
    for number, key in enumerate(("A_Axel_3", "B_Flip_5", "C_Lutz_4")):
        seen = captures.seen(trials[key], fps=60, seed=number, camera=True)
        flight = trials[key].flights[0]
        moved = motion.of(seen.poses)
        assert spins.find(moved, seen.poses, [(flight.takeoff, flight.landing)]) == ()


def test_a_position_is_told_by_whole_turns() -> None:
    times, pictures = rendered.spin(steady(2.5), 4.0, 30, Look(), seed=3)
    moved, _ = rendered.body(times, pictures)
    turned = spins.turning(times, pictures)
    (held,) = positions(moved, 0, len(times) - 1, turned)
    assert held.name == "upright"


def test_standing_before_and_after_is_no_part_of_a_spin() -> None:
    def turned(times: Floats) -> Floats:
        return 2.5 * np.clip(times - 1.5, 0, 4)

    times, pictures = rendered.spin(turned, 7.0, 50, Look("sit"), seed=6)
    (spin,) = spins.find(*rendered.body(times, pictures))
    assert spin.revolutions.value == pytest.approx(10.0, abs=0.5)
    assert (spin.start, spin.end) == pytest.approx((1.5, 5.5), abs=0.4)
    assert not any("only a part" in note for note in spin.notes)


def test_swaying_is_no_spin_and_a_pause_divides_two() -> None:
    random = np.random.default_rng(5)
    knots = np.cumsum(random.uniform(0.4, 1.5, 20))
    angles = np.cumsum(random.choice([-1, -0.5, -0.25, 0.25, 0.5, 1], 20))
    swaying = rendered.spin(lambda at: np.interp(at, knots, angles), 8.0, 30, Look("arms out"))
    assert spins.find(*rendered.body(*swaying)) == ()

    def twice(times: Floats) -> Floats:
        return 3.0 * (np.clip(times, 0, 3) + np.clip(times - 5, 0, 3))

    found = spins.find(*rendered.body(*rendered.spin(twice, 8.0, 50, Look("camel"), seed=2)))
    assert [one.revolutions.value for one in found] == pytest.approx([9.0, 9.0], abs=0.6)


def test_who_travels_or_flies_does_not_spin() -> None:
    times, pictures = rendered.spin(steady(2.5), 4.0, 30, Look("sit"), seed=3)
    moved, poses = rendered.body(times, pictures)
    gliding = replace(moved, hips=moved.hips + np.stack([600 * times, 0 * times], axis=1))
    assert spins.find(gliding, poses) == ()
    assert spins.find(moved, poses, [(float(times[0]), float(times[-1]))]) == ()


def test_frames_that_do_not_come_evenly_are_counted_as_well() -> None:
    times, pictures = rendered.spin(steady(2.5), 6.0, 60, Look("sit"), seed=3)
    slower = (np.arange(len(times)) < len(times) // 2) | (np.arange(len(times)) % 2 == 0)
    random = np.random.default_rng(4)
    for kept in (slower, random.random(len(times)) > 0.2, np.arange(len(times)) % 5 != 0):
        (spin,) = spins.find(*rendered.body(times[kept], pictures[kept]))
        assert spin.revolutions.value == pytest.approx(15.0, abs=0.5)
        assert spin.fastest.value == pytest.approx(150, rel=0.06)


def test_a_fast_spin_in_few_frames_is_less_sure() -> None:
    def wide(fps: int) -> float:
        times, pictures = rendered.spin(steady(4.4), 5.0, fps, Look("camel", noise=2), seed=3)
        (spin,) = spins.find(*rendered.body(times, pictures))
        assert spin.revolutions.high is not None
        assert spin.revolutions.value is not None
        return spin.revolutions.high - spin.revolutions.value

    assert wide(30) > 2 * wide(60)
