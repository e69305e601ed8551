"""Which moment of one skate belongs to which of another: dynamic time warping in a band.

From one moment of ours to the next theirs goes on by none, one or two (Sakoe and Chiba, 1978,
recalled, with another choice of steps), so theirs may be up to twice as fast. The band lies around
the elements that were matched. Beginning and end are open.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kissandcry.core import NothingSeen
from kissandcry.video.alignment.model import Aligned, View
from kissandcry.video.alignment.shapes import Shapes, mirrored, shapes
from kissandcry.video.motion import Motion
from kissandcry.video.poses import Floats

_RATE: Final = 50.0  # moments a second that are compared
_LONG: Final = 60.0  # seconds, over which it is
_SLOWER: Final = 25.0
_BAND: Final = 1.5  # seconds on each side of the elements that were matched
_SHARE: Final = 0.35  # of the longer skate, where none was
_WIDEST: Final = 12.0  # seconds
_UNEVEN: Final = 0.08  # of what is usual, for going on faster or slower than ours
_MOVING: Final = 0.10  # seconds of movement that count like so many metres of place
_KNOWN: Final = 0.5  # of the bends
_STILL: Final = 1e-6  # metres


def aligned(ours: Motion, theirs: Motion, anchors: Sequence[tuple[float, float]] = ()) -> Aligned:
    """Align two skates by where their joints are from their hips; `anchors` pairs times that belong
    together (the middles of elements that were matched).

    The reference is tried as it is and in a mirror; for a camera on another side also by how far
    limbs are bent, where the poses have depth, and by heights alone where not. What fits best,
    measured by how far moments put together at random are apart, is taken.
    Raises `NothingSeen` where a body is hardly seen.
    """
    longest = max(float(np.ptp(one.times)) for one in (ours, theirs))
    rate = _RATE if longest <= _LONG else _SLOWER
    first, second = shapes(ours, rate), shapes(theirs, rate)
    centre, wide = _band(first.times, second.times, anchors)
    other_view: View = "bends" if _deep(first) and _deep(second) else "heights"
    views: tuple[View, View] = ("picture", other_view)
    best: tuple[float, Floats, Floats, bool, View] | None = None
    for turned in (False, True):
        other = mirrored(second) if turned else second
        for view in views:
            a, b = _rows(first, view), _rows(other, view)
            usual = _usual(a, b)
            path, off = _path(a, b, centre * rate, wide * rate, usual)
            if not np.isfinite(off).any():
                continue
            ratio = float(np.nanmean(off)) / usual
            if best is None or ratio < best[0]:
                best = (ratio, path, off / usual, turned, view)
    if best is None:
        raise NothingSeen("the bodies of the two skates are never seen in the same moments")
    _, path, ratios, turned, view = best
    other = mirrored(second) if turned else second
    apart = _apart(first, other, path)
    moments = second.times[0] + path / rate
    return Aligned(first.times, moments, apart, 1 - ratios, turned, view)


def _band(
    first: Floats, second: Floats, anchors: Sequence[tuple[float, float]]
) -> tuple[Floats, float]:
    """Where theirs is expected, in seconds from its start, for each moment of ours, and how far it
    may be from there."""
    long = max(float(np.ptp(first)), float(np.ptp(second)))
    if not anchors:
        share = (first - first[0]) / max(float(np.ptp(first)), 1e-6)
        return share * float(np.ptp(second)), min(max(_SHARE * long, _BAND), _WIDEST)
    here, there = (np.array(one) for one in zip(*sorted(anchors), strict=True))
    # Before the first and after the last element both go on at the same pace.
    here = np.r_[here[0] - long, here, here[-1] + long]
    there = np.r_[there[0] - long, there, there[-1] + long]
    return np.interp(first, here, there) - second[0], _BAND


def _deep(of: Shapes) -> bool:
    """Whether its poses are told in space."""
    return bool(np.isfinite(of.bends).mean() > _KNOWN)


def _rows(of: Shapes, view: View) -> Floats:
    """(n, features): what is compared, and how it changes."""
    if view == "bends":
        flat = of.bends
    else:
        joints = of.joints if view == "picture" else of.joints[..., 1:]
        flat = joints.reshape(len(joints), -1)
    moving = np.asarray(np.gradient(flat, of.times, axis=0))
    return np.concatenate([flat, _MOVING * moving], axis=1)


def _distance(one: Floats, others: Floats) -> Floats:
    """(m,): the root of the mean square, over what is known in both, of one and m others."""
    square = (others - one) ** 2
    known = np.isfinite(square)
    many = known.sum(axis=-1)
    total = np.where(known, square, 0).sum(axis=-1)
    enough = many >= 0.3 * square.shape[-1]
    return np.where(enough, np.sqrt(total / np.maximum(many, 1)), np.nan)


def _usual(a: Floats, b: Floats) -> float:
    """How far moments that are put together at random are apart."""
    random = np.random.default_rng(0)
    here, there = random.integers(0, len(a), 2000), random.integers(0, len(b), 2000)
    off = _distance(a[here], b[there])
    if np.isfinite(off).sum() < 20:
        raise NothingSeen("the bodies of the two skates are not seen well enough to be compared")
    usual = float(np.nanmedian(off))
    if usual < _STILL:
        raise NothingSeen("the bodies of the two skates do not move, so nothing can be compared")
    return usual


def _path(a: Floats, b: Floats, centre: Floats, wide: float, usual: float) -> tuple[Floats, Floats]:
    """For each row of `a` the row of `b` on the path that costs least, and what is between."""
    reach = max(2, round(wide))
    across = 2 * reach + 1
    starts = np.round(centre).astype(int) - reach
    cost = np.full(across, np.inf)
    came: list[NDArray[np.int8]] = []
    offs = []
    for row in range(len(a)):
        columns = starts[row] + np.arange(across)
        inside = (columns >= 0) & (columns < len(b))
        off, told = np.full(across, np.inf), np.full(across, np.nan)
        if inside.any():
            found = _distance(a[row], b[columns[inside]])
            off[inside] = np.where(np.isfinite(found), found, usual)
            told[inside] = found
        offs.append(told)
        if row == 0:
            cost, way = off, np.zeros(across, np.int8)
        else:
            shift = starts[row] - starts[row - 1]
            padded = np.concatenate([np.full(2 + across, np.inf), cost, np.full(across, np.inf)])
            at = np.clip(2 + across + np.arange(across) + shift, 2, len(padded) - 1)
            steps = np.stack([padded[at - by] + _UNEVEN * usual * abs(by - 1) for by in range(3)])
            way = steps.argmin(axis=0).astype(np.int8)
            cost = steps.min(axis=0) + off
            if not np.isfinite(cost).any():  # theirs has ended: it waits there
                cost, way = np.where(inside, usual, np.inf), np.full(across, 1, np.int8)
                if not inside.any():
                    cost = np.full(across, usual)
        came.append(way)
    return _back(came, offs, cost, starts, len(b))


def _back(
    came: list[NDArray[np.int8]],
    offs: list[Floats],
    cost: Floats,
    starts: NDArray[np.int_],
    many: int,
) -> tuple[Floats, Floats]:
    """The path from its end back to its beginning."""
    path, off = np.zeros(len(came)), np.full(len(came), np.nan)
    place = int(np.argmin(cost))
    for row in range(len(came) - 1, -1, -1):
        path[row] = starts[row] + place
        off[row] = offs[row][place]
        if row:
            column = starts[row] + place - int(came[row][place])
            place = int(np.clip(column - starts[row - 1], 0, len(cost) - 1))
    path = np.maximum.accumulate(np.clip(path, 0, many - 1))
    return np.clip(_smoothed(path), 0, many - 1), off


def _smoothed(path: Floats) -> Floats:
    """Steps of whole rows made even; never falling."""
    reach = 4
    kernel = np.ones(2 * reach + 1) / (2 * reach + 1)
    slope = (path[-1] - path[0]) / max(len(path) - 1, 1)
    line = path[0] + slope * np.arange(len(path))
    padded = np.pad(path - line, reach, mode="edge")
    return np.asarray(line + np.convolve(padded, kernel, "valid"))


def _apart(first: Shapes, second: Shapes, path: Floats) -> Floats:
    """(n,): how far apart the joints are, the root of the mean square, in metres."""
    rows = np.clip(np.round(path).astype(int), 0, len(second.times) - 1)
    return _distance(
        first.joints.reshape(len(first.times), -1),
        second.joints[rows].reshape(len(first.times), -1),
    )
