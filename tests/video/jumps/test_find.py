"""Jumps in real motion capture, seen through cameras that are made up: a sample, for the whole
takes minutes (`python -m benchmarks.video_jumps_fit`). The shipped functions know these skaters."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kissandcry.video import jumps, motion
from kissandcry.video.jumps.edges import shipped
from kissandcry.video.seen import Flight, Jump
from tests.video import captures

SOME = ("A_Axel_3", "A_Loop_5", "A_Lutz_4", "B_Flip_5", "B_Toeloop_4", "C_Axel_4", "C_Salchow_5")


def found(trial: captures.Trial, fps: float, seed: int, *, clockwise: bool = False) -> list[Flight]:
    seen = captures.seen(trial, fps=fps, seed=seed, clockwise=clockwise, camera=True)
    return [one for jump in jumps.find(motion.of(seen.poses)) for one in jump.flights]


@pytest.mark.parametrize("fps", [30, 60])
def test_flights_are_found_and_timed(shared: Path, fps: int) -> None:
    trials = captures.trials(shared)
    air, height, held, false = [], [], [], 0
    for number, key in enumerate(SOME):
        truth = trials[key].flights[0]
        flights = found(trials[key], fps, number, clockwise=number % 2 == 1)
        middle = (truth.takeoff + truth.landing) / 2
        own = [
            one
            for one in flights
            if one.takeoff.value is not None
            and one.landing.value is not None
            and abs((one.takeoff.value + one.landing.value) / 2 - middle) < 0.2
        ]
        false += len(flights) - len(own)
        assert len(own) == 1, key
        one = own[0].air_time
        assert one.value is not None
        assert one.low is not None
        assert one.high is not None
        assert own[0].height.value is not None
        air.append(abs(one.value - truth.air_time))
        height.append(abs(own[0].height.value - truth.height))
        held.append(one.low <= truth.air_time <= one.high)
    assert false <= 1
    assert np.mean(air) < 0.05
    assert np.mean(height) < 0.05
    assert sum(held) >= 5


def test_a_jump_that_the_clip_cuts_off_has_no_height(shared: Path) -> None:
    trial = captures.trials(shared)["A_Axel_3"]
    seen = captures.seen(trial, fps=60, seed=1, moving="pan", camera=True).poses
    flight = trial.flights[0]
    last = int(np.searchsorted(seen.times, (flight.takeoff + flight.landing) / 2))
    assert seen.camera is not None
    cut = replace(
        seen,
        times=seen.times[:last],
        image=seen.image[:last],
        visibility=seen.visibility[:last],
        depth=seen.depth[:last],
        world=seen.world[:last],
        camera=replace(seen.camera, steady=seen.camera.steady[:last]),
    )
    for jump in jumps.find(motion.of(cut)):
        for one in jump.flights:
            assert not one.complete
            assert one.height.value is None
            assert "the clip ends before the landing" in one.height.reason
            assert jump.fall.value is None


def test_gliding_has_no_jumps(shared: Path) -> None:
    trials = captures.trials(shared)
    stretches = [one for key in SOME for one in captures.without_flights(trials[key], 0.3)]
    false: list[Jump] = []
    for number, stretch in enumerate(stretches):
        if len(stretch.body) > 90:
            seen = captures.seen(stretch, fps=60, seed=number, camera=True)
            false += [
                one
                for one in jumps.find(motion.of(seen.poses))
                if any(flight.complete for flight in one.flights)
            ]
    assert len(false) <= 1


def test_the_functions_say_what_they_were_fitted_to() -> None:
    edges = shipped()
    assert "FS-Jump3D" in edges.fitted
    assert set(edges.width) == {25, 30, 50, 60}


def test_a_skater_who_is_hardly_seen_jumps_nowhere(shared: Path) -> None:
    seen = captures.seen(captures.trials(shared)["A_Axel_3"], fps=60, seed=1, camera=True).poses
    image = seen.image.copy()
    image[np.arange(len(seen)) % 25 != 0] = np.nan
    assert jumps.find(motion.of(replace(seen, image=image))) == ()
