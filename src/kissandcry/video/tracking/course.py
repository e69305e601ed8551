"""Where to look for the skater in every frame, from where he or she was detected in a few."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from kissandcry.video.tracking.camera import back
from kissandcry.video.tracking.landmarks import Square
from kissandcry.video.tracking.person import Way
from kissandcry.video.tracking.runtime import Floats
from kissandcry.video.tracking.survey import Survey

_GAP: Final = 2.0  # seconds without a detection that are bridged
_AFTER: Final = 0.4  # seconds before the first and after the last detection
_SPEED: Final = 0.5  # seconds of detections from which it goes on
_WIDER: Final = 2.5  # sides of the square for radii of the body
_SMOOTH: Final = 0.5  # seconds over which the size is taken


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """For each frame of the survey: `hips` (frames, 2) in pixels and `radius` (frames,) of the body
    in pixels of its pictures, `lean` (frames,) in radians clockwise; NaN where nobody is there.
    `away` (frames,): seconds to the nearest detection, so how far the course may lead astray."""

    hips: Floats
    radius: Floats
    lean: Floats
    away: Floats

    def square(self, frame: int, scale: float) -> Square | None:
        """Where to look in a frame, in pixels of pictures that are `scale` times as large."""
        if not np.isfinite(self.radius[frame]):
            return None
        x, y = self.hips[frame] * scale
        side = _WIDER * float(self.radius[frame]) * scale
        return Square(float(x), float(y), side, float(self.lean[frame]))

    def scale(self, frames: slice, side: int) -> float:
        """How much larger pictures should be for squares of `side` pixels, but where the body is
        smallest."""
        radius = self.radius[frames]
        known = radius[np.isfinite(radius)]
        return side / (_WIDER * float(np.quantile(known, 0.1))) if len(known) else 1.0


def course(survey: Survey, way: Way) -> Course:
    """The course of one person: between detections a straight line in the steady picture."""
    frames = len(survey.times)
    hips, radius = np.full((frames, 2), np.nan), np.full(frames, np.nan)
    lean, away = np.full(frames, np.nan), np.full(frames, np.inf)
    bounds = (0, *survey.cuts, frames)
    for shot, (first, last) in enumerate(pairwise(bounds)):
        own = [one for one in way.seen if one.shot == shot]
        if not own or last <= first:
            continue
        times = np.array([one.time for one in own])
        now = survey.times[first:last]
        away[first:last] = np.abs(now[:, None] - times[None]).min(axis=1)
        near = _near(now, times)
        places = np.array([one.hips for one in own])
        steady = np.stack([_along(now, times, places[:, axis]) for axis in (0, 1)], axis=1)
        size = _smooth(times, np.log([one.person.radius for one in own]))
        turned = [
            np.arctan2(
                one.person.top[0] - one.person.hips[0], one.person.hips[1] - one.person.top[1]
            )
            for one in own
        ]
        known = _maps(survey.steady[first:last])
        for row in np.flatnonzero(near):
            hips[first + row] = back(known[row], steady[row])
        radius[first:last] = np.where(near, np.exp(np.interp(now, times, size)), np.nan)
        lean[first:last] = np.where(near, np.interp(now, times, np.clip(turned, -0.8, 0.8)), np.nan)
    return Course(hips, radius, lean, away)


def _near(now: Floats, times: Floats) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether a frame lies between detections that are not far apart, or close to one."""
    after = np.searchsorted(times, now)
    before = np.clip(after - 1, 0, len(times) - 1)
    after = np.clip(after, 0, len(times) - 1)
    between = (
        (times[after] - times[before] <= _GAP) & (times[before] <= now) & (now <= times[after])
    )
    close = np.abs(now[:, None] - times[None]).min(axis=1) <= _AFTER
    return np.asarray(between | close, np.bool_)


def _along(now: Floats, times: Floats, places: Floats) -> Floats:
    """Places between detections, and on with the same speed before the first and after the last."""
    found = np.interp(now, times, places)
    for edge, out in ((0, now < times[0]), (-1, now > times[-1])):
        near = np.abs(times - times[edge]) <= _SPEED
        if near.sum() > 1 and out.any():
            slope = np.polyfit(times[near] - times[edge], places[near], 1)[0]
            found[out] = places[edge] + slope * (now[out] - times[edge])
    return found


def _smooth(times: Floats, values: Floats) -> Floats:
    """Each value the median of those around it."""
    return np.array(
        [np.median(values[np.abs(times - time) <= _SMOOTH / 2 + 1e-6]) for time in times]
    )


def _maps(steady: Floats) -> Floats:
    """The maps of a shot, where the background did not tell the last that is known."""
    found = steady.copy()
    last = np.eye(3)[:2]
    for row in found:
        if np.isfinite(row).all():
            last = row.copy()
        else:
            row[:] = last
    return found
