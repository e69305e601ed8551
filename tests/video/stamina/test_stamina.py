"""Energy against what mechanics says of simple movements; halves against how they were made."""

from dataclasses import dataclass, replace

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray

from kissandcry.video.poses import LANDMARKS, PLACE
from kissandcry.video.seen import Chance, Estimate, Flight, Jump, Skate, Spin, Travel
from kissandcry.video.stamina import Halves, Stamina, energy, of

Floats = NDArray[np.float64]

FOREARM = 0.022  # of the body's mass, with the hand; its centre is 0.682 down from the elbow
CANNOT = Estimate(None, None, None, "m", "cannot tell")


@dataclass
class Moved:
    times: Floats
    joints: Floats
    scale: Floats
    cuts: tuple[int, ...] = ()


def standing(seconds: float, fps: float = 60.0, scale: float = 200.0) -> Moved:
    """Somebody 1.7 m tall who stands still."""
    times = np.arange(0, seconds, 1 / fps)
    body = np.zeros((len(LANDMARKS), 2))
    places = {"shoulder": 0.3, "elbow": 0.6, "wrist": 0.85, "hip": 0.85, "knee": 1.25}
    for name, down in (places | {"ankle": 1.6, "foot_index": 1.7}).items():
        for side, out in (("left", 0.2), ("right", -0.2)):
            body[PLACE[f"{side}_{name}"]] = out, down
    joints = np.repeat(body[None] * scale, len(times), axis=0)
    return Moved(times, joints, np.full(len(times), scale))


def swinging(seconds: float, reach: Floats | float, fps: float = 60.0) -> Moved:
    """The left wrist goes from side to side once in two seconds, so many metres each way."""
    moved = standing(seconds, fps)
    swing = np.asarray(reach) * np.sin(np.pi * moved.times)
    moved.joints[:, PLACE["left_wrist"], 0] += swing * 200
    return moved


def test_gliding_takes_no_energy_of_movement() -> None:
    moved = standing(10)
    moved.joints += 300 * moved.times[:, None, None]
    _, power = energy(moved)
    assert np.nanmax(power) < 1e-9
    assert np.isfinite(power).mean() > 0.95


@pytest.mark.parametrize("fps", [25.0, 30.0, 50.0, 60.0])
def test_a_swinging_forearm(fps: float) -> None:
    times, power = energy(swinging(20, 0.4, fps))
    fastest = 0.682 * 0.4 * np.pi  # metres a second
    highest = 0.5 * FOREARM * (1 - FOREARM) * fastest**2  # J/kg, of forearm and the rest
    expected = 4 * highest / 2 / 2  # it comes and goes twice in two seconds; half of that counts
    assert np.nanmean(power[times > 1]) == pytest.approx(expected, rel=0.06)


def test_twice_the_swing_is_four_times_the_energy() -> None:
    once, twice = (np.nanmean(energy(swinging(20, reach))[1]) for reach in (0.2, 0.4))
    assert twice / once == pytest.approx(4, rel=0.01)


@pytest.mark.parametrize("fps", [25.0, 60.0, 120.0])
def test_a_cut_is_no_movement(fps: float) -> None:
    moved = standing(10, fps)
    cut = len(moved.times) // 2
    moved.joints[cut:, :, 0] *= -1  # the same body from the other side
    assert np.nanmax(energy(moved)[1]) > 1
    moved.cuts = (cut,)
    _, power = energy(moved)
    assert np.nanmax(power) < 1e-9
    assert np.isfinite(power).mean() > 0.93


def test_what_is_not_known_stays_so() -> None:
    moved = swinging(20, 0.3)
    moved.joints[300:600] = np.nan
    times, power = energy(moved)
    assert np.isnan(power[(times > 5.2) & (times < 9.8)]).all()
    assert np.isfinite(power[(times > 1) & (times < 4.8)]).all()
    moved.scale[:] = np.nan
    assert np.isnan(energy(moved)[1]).all()
    empty = standing(0.03)
    assert not np.isfinite(energy(empty)[1]).any()


def jump(time: float, height: float | None, popped: float = 0.0) -> Jump:
    high = CANNOT if height is None else Estimate(height, height - 0.03, height + 0.03, "m")
    one = Flight(
        *(CANNOT, CANNOT, CANNOT, high, CANNOT, CANNOT),
        *(Chance(None), Chance(None), Chance(None)),
        None,
        "cannot tell",
        True,
    )
    return Jump(time, time + 1, (one,), "", Chance(0.0), Chance(popped))


def spin(time: float, speed: float) -> Spin:
    fastest = Estimate(speed, speed - 5, speed + 5, "turns a minute")
    return Spin(time, time + 8, CANNOT, fastest, (), (), 0, Chance(None))


def skate(jumps: tuple[Jump, ...] = (), spins: tuple[Spin, ...] = ()) -> Skate:
    return Skate(120.0, 60.0, jumps, spins, (), Travel((), CANNOT, (), False))


def of_what(stamina: Stamina, what: str) -> Halves:
    return next(one for one in stamina.halves if one.what == what)


def test_who_tires_swings_less() -> None:
    reach = np.where(np.arange(0, 120, 1 / 60) < 60, 0.4, 0.3)
    reach = reach * (1 + 0.1 * np.sin(np.arange(len(reach)) / 431))
    stamina = of(skate(), swinging(120, reach))
    change = of_what(stamina, "energy of movement").change
    assert change.high is not None
    assert change.high < 0
    assert "less in the second half" in of_what(stamina, "energy of movement").sentence
    assert stamina.middle == pytest.approx(60, abs=1)
    assert len(stamina.energy) == 120


def test_heights_and_speeds_of_the_halves() -> None:
    jumps = tuple(jump(t, h) for t, h in ((10, 0.50), (25, 0.52), (40, 0.51)))
    jumps += tuple(jump(t, h) for t, h in ((70, 0.41), (85, 0.43), (100, 0.42)))
    spins = (spin(5, 180), spin(50, 190), spin(80, 185), spin(110, 182))
    stamina = of(skate(jumps, spins), swinging(120, 0.3))
    heights = of_what(stamina, "height of jumps")
    assert heights.change.value == pytest.approx(-0.09)
    # By hand: the scatter, s = 0.01 in each half of three, would give 2.132 (4 degrees of freedom)
    # x 0.01 x sqrt(2/3); each height is known to 0.03 only, which gives more.
    assert heights.change.low == pytest.approx(-0.09 - 0.03 * (2 / 3) ** 0.5)
    assert heights.counts == (3, 3)
    assert "no difference" in of_what(stamina, "speed of spins").sentence
    wider = tuple(jump(t, h) for t, h in ((10, 0.6), (25, 0.5), (40, 0.4), (70, 0.4), (85, 0.3)))
    wider += (jump(100, 0.2),)  # s = 0.1
    change = of_what(of(skate(wider), swinging(120, 0.3)), "height of jumps").change
    assert change.low == pytest.approx(-0.2 - 2.132 * 0.1 * (2 / 3) ** 0.5)


def test_less_than_can_be_measured_is_no_difference() -> None:
    same = tuple(jump(t, h) for t, h in ((10, 0.300), (40, 0.300), (70, 0.301), (100, 0.301)))
    heights = of_what(of(skate(same), swinging(120, 0.3)), "height of jumps")
    assert "no difference" in heights.sentence
    assert heights.first.low == pytest.approx(0.3 - 0.03 / 2**0.5)


def test_few_jumps_do_not_tell() -> None:
    popped = jump(30, 0.2, popped=0.9)
    jumps = (jump(10, 0.5), popped, jump(50, None), jump(80, 0.4), jump(90, 0.4))
    stamina = of(skate(jumps), swinging(120, 0.3))
    heights = of_what(stamina, "height of jumps")
    assert heights.change.value is None
    assert "1 in the first half and 2 in the second" in heights.change.reason
    assert stamina.notes == ("2 of 5 jumps are left out",)


def test_a_short_clip_and_nobody() -> None:
    short = of(skate((jump(1, 0.5), jump(2, 0.5), jump(8, 0.4), jump(9, 0.4))), swinging(10, 0.3))
    assert all(one.change.value is None for one in short.halves)
    nobody = standing(60)
    nobody.joints[:] = np.nan
    assert of(skate(), nobody).notes == ("nobody is seen moving, so stamina cannot be told",)


def test_intervals_of_the_change_cover() -> None:
    rng = np.random.default_rng(3)
    moved = swinging(120, 0.3, 25)
    held, trials = 0, 200
    for _ in range(trials):
        times = np.sort(rng.uniform(2, 118, 10))
        jumps = tuple(jump(t, 0.5 - 0.05 * (t > 60) + rng.normal(0, 0.04)) for t in times)
        change = of_what(of(skate(jumps), moved), "height of jumps").change
        if change.low is None or change.high is None:
            trials -= 1
            continue
        held += change.low <= -0.05 <= change.high
    assert abs(held / trials - 0.9) < 1.96 * (0.9 * 0.1 / trials) ** 0.5


def test_it_can_be_kept() -> None:
    stamina = of(skate((jump(10, 0.5),)), swinging(40, 0.3))
    kept = replace(stamina, notes=("one",))
    assert msgspec.json.decode(msgspec.json.encode(kept), type=Stamina) == kept
