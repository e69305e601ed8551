"""Spins of rendered bodies, whose revolutions are known; no real spin was at hand."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from kissandcry.video import motion, spins
from kissandcry.video.motion import Motion
from kissandcry.video.poses import Bytes, Floats, Poses
from kissandcry.video.spins.positions import positions
from tests.video import captures, rendered
from tests.video.rendered import Look


def body(times: Floats, pictures: Bytes | None) -> tuple[Motion, Poses]:
    """Somebody who stands upright in the middle of a picture for so long."""
    frames = len(times)
    standing = np.full((33, 2), np.nan)
    places = {0: 0.05, 11: 0.3, 12: 0.3, 23: 0.85, 24: 0.85, 25: 1.25, 26: 1.25, 27: 1.65, 28: 1.65}
    for place, down in places.items():
        standing[place] = (320 + (10 if place % 2 else -10), 60 + 200 * down)
    standing[29:33] = standing[27]
    image = np.repeat(standing[None], frames, axis=0)
    poses = Poses(
        times,
        image,
        np.where(np.isfinite(image[..., 0]), 1.0, 0.0),
        np.full((frames, 33), np.nan),
        np.full((frames, 33, 3), np.nan),
        (640, 480),
        float(1 / np.median(np.diff(times))),
        appearance=pictures,
    )
    return motion.of(poses), poses


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
    (spin,) = spins.find(*body(times, pictures))
    assert spin.revolutions.value == pytest.approx(speed * 5, abs=0.7)
    assert spin.revolutions.low is not None
    assert spin.revolutions.high is not None
    assert spin.revolutions.low <= speed * 5 <= spin.revolutions.high
    assert spin.fastest.value == pytest.approx(60 * speed, rel=0.2)


def test_a_spin_that_grows_faster_shows_it() -> None:
    times, pictures = rendered.spin(lambda t: 1.5 * t + 0.25 * t**2, 5.0, 60, Look("sit"), seed=2)
    (spin,) = spins.find(*body(times, pictures), [(-0.6, -0.2)])
    first, last = spin.speed[2][1], spin.speed[-3][1]
    assert last > 1.5 * first
    assert spin.flying.value is not None
    assert spin.flying.value > 0.5  # a flight ends right before it


def test_who_stands_still_does_not_spin() -> None:
    times, pictures = rendered.spin(lambda t: 0 * t, 5.0, 30, Look(), seed=1)
    assert spins.find(*body(times, pictures)) == ()
    short = rendered.spin(steady(3), 0.5, 30, Look(), seed=1)
    assert spins.find(*body(*short)) == ()


def test_jumps_are_no_spins(shared: Path) -> None:
    trials = captures.trials(shared)
    for number, key in enumerate(("A_Axel_3", "B_Flip_5", "C_Lutz_4")):
        seen = captures.seen(trials[key], fps=60, seed=number, camera=True)
        flight = trials[key].flights[0]
        moved = motion.of(seen.poses)
        assert spins.find(moved, seen.poses, [(flight.takeoff, flight.landing)]) == ()


def test_a_position_is_told_by_whole_turns() -> None:
    times, pictures = rendered.spin(steady(2.5), 4.0, 30, Look(), seed=3)
    moved, _ = body(times, pictures)
    turned = spins.turning(times, pictures)
    (held,) = positions(moved, 0, len(times) - 1, turned)
    assert held.name == "upright"
