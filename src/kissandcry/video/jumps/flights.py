"""Where the skater is in the air.

What the heights look like around a moment says where a flight may be, and where it begins and ends;
how the centre of mass falls and the feet come off the ice, whether it is one.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from kissandcry.video.jumps.edges import Edges, in_air, settled
from kissandcry.video.jumps.heights import Heights
from kissandcry.video.poses import Floats

G: Final = 9.81  # metres a second, each second
_LASTS: Final = (0.08, 1.3)  # seconds for which it seems so
_SEEMS: Final = -1.5  # from which on a moment may be one in the air
AIR: Final = (0.18, 1.1)  # seconds of a flight


@dataclass(frozen=True, slots=True)
class Air:
    """A time in the air, in seconds. `fall` is the acceleration in its middle, in g; `clear` how
    far the lower foot comes off the ice, in metres; `doubt` that of the network about take-off and
    landing, in seconds."""

    takeoff: float
    landing: float
    fall: float
    clear: float
    doubt: tuple[float, float]


def flights(heights: Heights, edges: Edges) -> list[Air]:
    """The flights, in order."""
    found: list[Air] = []
    seems = in_air(heights, edges.air)
    for begin, end in stretches(heights.times, seems):
        one = _flight(heights, edges, begin, end, seems)
        if one is None:
            continue
        if found and one.takeoff < found[-1].landing + 0.05:
            if one.clear > found[-1].clear:
                found[-1] = one
        else:
            found.append(one)
    return found


def stretches(times: Floats, seems: Floats) -> list[tuple[float, float]]:
    """Times between which the skater seems to be in the air."""
    on = np.nan_to_num(seems, nan=-9.0) > _SEEMS
    edges = np.flatnonzero(np.diff(np.concatenate([[0], on.astype(int), [0]])))
    low, high = _LASTS
    return [
        (float(times[a]), float(times[b - 1]))
        for a, b in zip(edges[::2], edges[1::2], strict=True)
        if low <= times[b - 1] - times[a] <= high
    ]


def _flight(heights: Heights, edges: Edges, begin: float, end: float, seems: Floats) -> Air | None:
    """The flight where it seems to be one; None where it is a bend of the knees or a bow."""
    found = candidate(heights, edges, begin, end, seems)
    if found is None:
        return None
    one, signs = found
    return one if edges.real.of(signs[None])[0, 0] > 0 else None


def candidate(
    heights: Heights, edges: Edges, begin: float, end: float, seems: Floats
) -> tuple[Air, Floats] | None:
    """What may be a flight, and the signs (10,) by which it is told whether it is one."""
    times = settled(heights, begin, end, edges.edges)
    if times is None or not AIR[0] <= times.landing - times.takeoff <= AIR[1]:
        return None
    takeoff, landing, doubt = times
    air = landing - takeoff
    fall, clear = middle(heights, takeoff, landing)
    inside = (heights.times >= takeoff) & (heights.times <= landing) & np.isfinite(seems)
    if not inside.any():
        return None
    signs = np.array(
        [
            float(seems[inside].mean()),
            float(seems[inside].max()),
            min(end - begin, 0.5),
            min(air, 0.5),
            abs(end - begin - air),
            float(np.clip(fall, -1, 3)),
            abs(float(np.clip(fall, -1, 3)) - 1),
            float(np.clip(clear, -0.3, 0.6)),
            float(np.clip(clear - G * air**2 / 8 * 0.7, -0.3, 0.3)),
            min(float(np.hypot(*doubt)), 0.2),
        ]
    )
    return Air(takeoff, landing, fall, clear, doubt), signs


def middle(heights: Heights, takeoff: float, landing: float) -> tuple[float, float]:
    """The acceleration of the centre of mass over the middle of a flight, in g downwards, and how
    far the lower foot comes off the ice, in metres."""
    t, air = heights.times, landing - takeoff
    inner = (t > takeoff + 0.12 * air) & (t < landing - 0.12 * air)
    y = heights.values[inner, 0]
    x = t[inner] - (takeoff + landing) / 2
    known = np.isfinite(y)
    fall = 0.0
    if known.sum() >= 5:
        fall = float(-2 * np.polyfit(x[known], y[known], 2)[0] / G)
    top = (t > takeoff + 0.3 * air) & (t < landing - 0.3 * air)
    before = (t > takeoff - 0.2) & (t < takeoff - 0.04)
    after = (t > landing + 0.04) & (t < landing + 0.2)
    low = heights.values[:, 2]
    levels = [float(np.nanmedian(low[one])) for one in (before, after) if _any(low[one])]
    if not levels or not _any(low[top]):
        return fall, 0.0
    return fall, float(np.nanmedian(low[top])) - float(np.mean(levels))


def _any(values: Floats) -> bool:
    return bool(np.isfinite(values).any())
