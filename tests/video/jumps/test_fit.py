"""The functions that tell flights, fitted to jumps that are made up: free fall, a bend of the knees
before and after, and a little noise."""

import numpy as np
import pytest

from kissandcry.video.jumps.edges import Edges, Step, fit, fit_air, fit_real, in_air, moved
from kissandcry.video.jumps.flights import G, candidate, flights, stretches
from kissandcry.video.jumps.heights import MANY, RATE, Heights

Made = tuple[Heights, float, float]


def jump(seed: int) -> Made:
    """Heights of four seconds with one flight, its take-off and its landing."""
    rng = np.random.default_rng(seed)
    times = np.arange(0, 4, 1 / RATE)
    air = rng.uniform(0.35, 0.65)
    takeoff = rng.uniform(1.5, 2.2)
    landing = takeoff + air
    t = times - takeoff
    fly = np.where((t > 0) & (t < air), G / 2 * t * (air - t), 0.0)
    bend = 0.12 * np.exp(-(((t + 0.15) / 0.1) ** 2)) + 0.12 * np.exp(
        -(((t - air - 0.15) / 0.1) ** 2)
    )
    values = np.stack([fly - bend * (column in (0, 4, 5, 6)) for column in range(MANY)], axis=1)
    values += rng.normal(0, 0.006, values.shape)
    return Heights(times, values), takeoff, landing


@pytest.fixture(scope="module")
def edges() -> Edges:
    known = [jump(seed) for seed in range(40)]
    air = fit_air(known, 1.0)
    found = Edges(
        air,
        Step((), (), 0.0),
        fit([(h, a) for h, a, _ in known], landing=False, penalty=0.05, seed=1),
        fit([(h, b) for h, _, b in known], landing=True, penalty=0.05, seed=2),
        {60: (0.02, 0.02, 0.03, 0.03)},
        "made up",
    )
    rows, flown = [], []
    for heights, takeoff, landing in known:
        seems = in_air(heights, air)
        for begin, end in stretches(heights.times, seems):
            one = candidate(heights, found, begin, end, seems)
            if one is not None:
                rows.append(one[1])
                flown.append(abs(begin + end - takeoff - landing) < 0.3)
        rows.append(np.zeros(9))  # nothing at all is no flight
        flown.append(False)
    real = fit_real(rows, flown, 0.1)
    return Edges(air, real, found.takeoff, found.landing, found.spread, found.fitted)


def test_a_new_flight_is_found_to_a_fraction_of_a_frame(edges: Edges) -> None:
    off = []
    for seed in range(100, 110):
        heights, takeoff, landing = jump(seed)
        (one,) = flights(heights, edges)
        off += [abs(one.takeoff - takeoff), abs(one.landing - landing)]
        assert one.fall == pytest.approx(1.0, abs=0.2)  # free fall
        top = G * (landing - takeoff) ** 2 / 8
        assert one.clear == pytest.approx(top, abs=0.35 * top)
    assert np.mean(off) < 0.5 / RATE


def test_where_too_little_is_known_no_time_is_told(edges: Edges) -> None:
    heights, takeoff, _ = jump(200)
    gone = heights.values.copy()
    gone[:, 1] = np.nan
    assert moved(Heights(heights.times, gone), takeoff, edges.takeoff, landing=False) is None
    assert moved(heights, -5.0, edges.takeoff, landing=False) is None
    assert flights(Heights(heights.times, np.full(heights.values.shape, np.nan)), edges) == []
