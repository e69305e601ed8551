"""Jumps: flights with their measures, put together into elements."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

import numpy as np

from kissandcry.video.jumps.edges import Edges, Width, shipped
from kissandcry.video.jumps.flights import AIR, Air, G, flights
from kissandcry.video.jumps.heights import Heights, heights
from kissandcry.video.jumps.turning import turn
from kissandcry.video.motion import Motion
from kissandcry.video.seen import Chance, Estimate, Flight, Jump

_COMBINED: Final = 1.6  # seconds from a landing to the next take-off in one element
_SHORTEST_SHOT: Final = 0.5  # seconds
_SLOW_MOTION: Final = (0.5, 6)  # of g, flights that fall slower: the clip is slowed down
_FALLEN: Final = (0.3, 1.6)  # seconds after a landing in which a fall is looked for
_NINE_TENTHS: Final = 1.645  # standard deviations in the half of a 90 % interval
_CLEAR: Final = 0.05  # metres over the ice, from which on a foot counts as off it
_ROUGH: Final = 0.08  # seconds, the half of the interval of a take-off without its landing
_FALL_HIGH: Final = 0.55  # of the usual height of hips over feet: lower is a fall, or a sit


def find(motion: Motion) -> tuple[Jump, ...]:
    """The jumps of a skate, in order.

    A flight is where the centre of mass falls freely and no foot is on the ice; when it begins and
    ends is told to a fraction of a frame, with the 90 % interval that was measured on skaters left
    out of the fit (docs/video/review.md). Height is g t²/8. Nothing here is a call.
    """
    edges = shipped()
    elements: list[list[Flight]] = []
    for seen in _shots(motion):
        told = [_told(motion, seen, one, edges) for one in flights(seen, edges)]
        told += _cut_off(seen, told)
        for one in sorted(told, key=_begin):
            last = elements[-1][-1] if elements else None
            together = last is not None and _begin(one) - _end(last) <= _COMBINED
            if together and _begin(elements[-1][0]) >= seen.times[0]:
                elements[-1].append(one)
            else:
                elements.append([one])
    return tuple(_jump(motion, one) for one in elements)


def _shots(motion: Motion) -> list[Heights]:
    found = []
    for first, last in pairwise((0, *motion.cuts, len(motion.times))):
        times = motion.times[first:last]
        if len(times) > 5 and times[-1] - times[0] >= _SHORTEST_SHOT:
            found.append(heights(motion, first, last))
    return found


def _begin(flight: Flight) -> float:
    value = flight.takeoff.value
    return -np.inf if value is None else value


def _end(flight: Flight) -> float:
    value = flight.landing.value
    return np.inf if value is None else value


def _told(motion: Motion, seen: Heights, air: Air, edges: Edges) -> Flight:
    """A whole flight and its measures."""
    width, few = _width(edges, motion.fps)
    first, last = (one * few for one in air.doubt)
    wide = float(np.hypot(first, last)) * width.air_time
    time = air.landing - air.takeoff
    edge = (first * width.takeoff + last * width.landing) / 2
    turned = turn(motion, air.takeoff, air.landing, doubt=edge / _NINE_TENTHS)
    notes = []
    low, high = _SLOW_MOTION
    if not low < air.fall < high:
        notes.append("the body falls more slowly than a body does: the clip may be slowed down")
    return Flight(
        takeoff=_around(air.takeoff, first * width.takeoff, "s"),
        landing=_around(air.landing, last * width.landing, "s"),
        air_time=_around(time, wide, "s"),
        height=Estimate(_high(time), _high(max(time - wide, 0.0)), _high(time + wide), "m"),
        rise=_rise(motion, seen, air),
        rotation=turned.rotation,
        counter_clockwise=turned.counter_clockwise,
        axel=turned.axel,
        toe=turned.toe,
        turns=turned.turns,
        short=turned.short,
        complete=True,
        notes=(*notes, *turned.notes),
    )


def _width(edges: Edges, fps: float) -> tuple[Width, float]:
    """How wide intervals are at a rate, and by what they are wider at one below those fitted."""
    rate = min(edges.width, key=lambda one: abs(one - fps))
    return edges.width[rate], max(1.0, (rate / fps) ** 0.5)


def _high(air_time: float) -> float:
    """How high a body flies that is in the air for so long."""
    return G * air_time**2 / 8


def _around(value: float, wide: float, unit: str) -> Estimate:
    return Estimate(value, max(value - wide, 0.0), value + wide, unit)


def _rise(motion: Motion, seen: Heights, air: Air) -> Estimate:
    """How far the centre of mass rises from take-off to the top, by the size of the body."""
    times, centre = seen.times, seen.values[:, 0]
    inside = (times >= air.takeoff) & (times <= air.landing) & np.isfinite(centre)
    if inside.sum() < 5:
        return Estimate(None, None, None, "m", "the body is not seen well enough in the air")
    x = times[inside] - air.takeoff
    fitted = np.polyfit(x, centre[inside], 2)
    ends = np.polyval(fitted, [0.0, air.landing - air.takeoff])
    top = np.polyval(fitted, x).max()
    value = float(max(top - ends.mean(), 0.0))
    wide = 1.645 * (motion.unsure * value + 0.02)
    return Estimate(value, max(value - wide, 0.0), value + wide, "m")


def _cut_off(seen: Heights, known: Sequence[Flight]) -> list[Flight]:
    """A jump whose landing the clip does not show: it flew off before the end of the shot."""
    centre = seen.values[:, 0]
    tail = (seen.times > seen.times[-1] - 0.14) & np.isfinite(centre)
    if tail.sum() < 6 or seen.times[-1] - seen.times[0] < 1.0:
        return []
    x = seen.times[tail] - seen.times[-1]
    fall = -2 * np.polyfit(x, centre[tail], 2)[0] / G
    before = (seen.times < seen.times[-1] - 0.3) & (seen.times > seen.times[-1] - 0.9)
    feet = seen.values[:, 2]
    if not before.any() or not np.isfinite(feet[before]).any():
        return []
    clear = float(np.nanmedian(feet[tail]) - np.nanmedian(feet[before]))
    lowest = seen.values[:, 1]
    on_ice = np.nan_to_num(lowest - np.nanmedian(lowest[before]), nan=np.inf) < _CLEAR
    takeoff = float(seen.times[np.flatnonzero(on_ice)[-1]]) if on_ice.any() else float("-inf")
    taken = any(_end(one) >= takeoff for one in known)
    if taken or not 0.5 < fall < 1.8 or clear < 0.08 or seen.times[-1] - takeoff > AIR[1]:
        return []
    reason = "the clip ends before the landing, so this cannot be told"
    untold = Estimate(None, None, None, "s", reason)
    none = Chance(None, reason)
    return [
        Flight(
            takeoff=_around(takeoff, _ROUGH, "s"),
            landing=untold,
            air_time=untold,
            height=replace(untold, unit="m"),
            rise=replace(untold, unit="m"),
            rotation=replace(untold, unit="turns"),
            counter_clockwise=none,
            axel=none,
            toe=none,
            turns=None,
            short="cannot tell",
            complete=False,
            notes=("the clip ends in the air",),
        )
    ]


def _jump(motion: Motion, parts: Sequence[Flight]) -> Jump:
    """An element of flights."""
    end = _end(parts[-1])
    last = float(motion.times[-1])
    return Jump(
        start=_begin(parts[0]),
        end=end if np.isfinite(end) else last,
        flights=tuple(parts),
        code="+".join(_code(one) for one in parts),
        fall=_fall(motion, end) if np.isfinite(end) else Chance(None, "the clip ends in the air"),
        popped=_popped(parts[-1]),
    )


def _code(flight: Flight) -> str:
    """What it may have been: turns, and what kind, as far as that can be told."""
    axel = flight.axel.value
    kind = "A" if axel is not None and axel > 0.8 else "?"
    turns = "?" if flight.turns is None else str(flight.turns)
    return f"{turns}{kind}" if (turns, kind) != ("?", "?") else "?"


def _fall(motion: Motion, landing: float) -> Chance:
    """Whether the hips come down to the ice after a landing."""
    times = motion.times
    after = (times > landing + _FALLEN[0]) & (times < landing + _FALLEN[1])
    if times[-1] < landing + 0.8:
        return Chance(None, "the clip ends too soon after the landing")
    feet = np.nanmax(np.nan_to_num(motion.joints[:, 27:33, 1], nan=-np.inf), axis=1)
    over = (feet - motion.hips[:, 1]) / motion.scale
    known = over[np.isfinite(over)]
    now = over[after][np.isfinite(over[after])]
    if len(known) < 20 or len(now) < 5:
        return Chance(None, "the body is not seen well enough after the landing")
    lowest = float(np.quantile(now, 0.2) / np.median(known))
    return Chance(float(np.clip(1 / (1 + np.exp((lowest - _FALL_HIGH) / 0.05)), 0.01, 0.99)))


def _popped(flight: Flight) -> Chance:
    """Whether a jump was opened: hardly a turn, though it flew long enough for two."""
    turns, air = flight.rotation.value, flight.air_time.value
    if turns is None or air is None:
        return Chance(None, "the rotation is not known")
    if air < 0.35:
        return Chance(None, "too short a flight to tell a popped jump from a single one")
    return Chance(float(np.clip(1 / (1 + np.exp((turns - 0.9) / 0.15)), 0.01, 0.95)))
