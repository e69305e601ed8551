"""Networks and times of flights, on what is made up: free fall by hand, not by the captures."""

import numpy as np
import pytest

from benchmarks.video_jumps_nets import doubtful, either, trained
from kissandcry.video.jumps.edges import settled, shipped
from kissandcry.video.jumps.flights import G, flights
from kissandcry.video.jumps.heights import RATE, Heights
from kissandcry.video.jumps.net import Layer, Net


def jump(air: float, seed: int) -> tuple[Heights, float, float]:
    """Heights of four seconds with one flight: a bend of the knees, free fall, another bend."""
    rng = np.random.default_rng(seed)
    times = np.arange(0, 4, 1 / RATE)
    takeoff = rng.uniform(1.5, 2.0)
    t = times - takeoff
    fly = np.where((t > 0) & (t < air), G / 2 * t * (air - t), 0.0)
    bend = sum(
        0.16 * np.exp(-(((t - middle) / wide) ** 2))
        for middle, wide in ((-0.2, 0.1), (air + 0.15, 0.1))
    )
    values = np.stack([fly - bend, fly, fly + 0.03], axis=1)
    values[:, 0] += 1.0
    return Heights(times, values + rng.normal(0, 0.006, values.shape)), takeoff, takeoff + air


@pytest.mark.parametrize("air", [0.45, 0.5, 0.6, 0.7])
def test_a_flight_by_the_laws_of_falling_is_found(air: float) -> None:
    heights, takeoff, landing = jump(air, 3)
    (one,) = flights(heights, shipped())
    # The feet count as off the ice from 5 cm on, which takes a body some hundredths of a second.
    assert one.takeoff == pytest.approx(takeoff + 0.01, abs=0.02)
    assert one.landing == pytest.approx(landing - 0.01, abs=0.02)
    assert one.fall == pytest.approx(1.0, abs=0.2)
    assert one.clear == pytest.approx(G * air**2 / 8, rel=0.4)


def test_where_too_little_is_known_no_time_is_told() -> None:
    heights, takeoff, landing = jump(0.5, 4)
    net = shipped().edges
    gone = heights.values.copy()
    gone[:, 1] = np.nan
    assert settled(Heights(heights.times, gone), takeoff, landing, net) is None
    assert settled(heights, -5.0, -4.5, net) is None
    nothing = Heights(heights.times, np.full(heights.values.shape, np.nan))
    assert flights(nothing, shipped()) == []


def test_a_network_is_counted_layer_by_layer() -> None:
    net = Net((1.0, 0.0), (2.0, 1.0), (Layer(((1.0,), (2.0,)), (0.0,)), Layer(((3.0,),), (1.0,))))
    # (3 - 1) / 2 + 2 * 1 = 3, then 3 * 3 + 1; (1 - 1) / 2 - 2 = -2, a tenth of it, 3 * -0.2 + 1.
    assert net.of(np.array([[3.0, 1.0], [1.0, -1.0]])).ravel() == pytest.approx([10.0, 0.4])


def test_a_network_learns_a_line_and_its_doubt() -> None:
    random = np.random.default_rng(1)
    x = random.normal(0, 1, (4000, 2)).astype(np.float32)
    y = (0.5 * x[:, :1] + random.laplace(0, 0.2, (4000, 1))).astype(np.float32)
    told = trained(x, y, (), doubtful, random, steps=1500).of(np.array([[1.0, 0.0], [-1.0, 2.0]]))
    assert told[:, 0] == pytest.approx([0.5, -0.5], abs=0.1)
    assert np.exp(told[:, 1]) == pytest.approx([0.2, 0.2], rel=0.3)
    either_side = trained(x, (x[:, :1] > 0).astype(np.float32), (4,), either, random, steps=1500)
    assert (either_side.of(np.array([[1.0, 0.0], [-1.0, 0.0]])).ravel() > 0).tolist() == [
        True,
        False,
    ]
