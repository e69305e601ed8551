"""What lies between jumps and spins, as far as landmarks tell."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kissandcry.video.motion import Motion
from kissandcry.video.passages.across import Piece, pieces
from kissandcry.video.passages.sides import changes, facing, mean
from kissandcry.video.poses import PLACE, Floats
from kissandcry.video.seen import Estimate, Jump, Passage, Spin

_SHORTEST: Final = 2.0  # seconds
_GAP: Final = 1.0  # seconds not seen that are a passage of their own
_TOGETHER: Final = 3.0  # seconds at most from one change of direction to the next, in steps
_FEWEST: Final = 4  # changes of direction that are steps
_OFTEN: Final = 0.5  # of them a second
_AROUND: Final = 0.5  # seconds of steps before the first change and after the last
_STILL: Final = 0.25  # metres a second of the limbs beside the hips, and of the hips
_SIDE: Final = 0.2  # seconds to each side over which a speed is measured
# How many changes of direction are missed or too many, of a 90 % interval: so many, and a share.
_OFF: Final = (1.0, 0.2)

Span = tuple[float, float]


def find(motion: Motion, jumps: Sequence[Jump], spins: Sequence[Spin]) -> tuple[Passage, ...]:
    """The stretches between elements that last two seconds or more, divided by what is seen.

    "steps" where the body often shows its other side (four times or more, half a time a second),
    "still" where limbs and hips hardly move, "not seen" where there is nobody for a second or
    more, "gliding" else. A choreographic sequence is not told.
    """
    side = facing(motion)
    turned = changes(motion, side)
    limbs, hips = _limbs(motion), pieces(motion)
    lost = _lost(motion, np.isfinite(side))
    found = []
    for start, end in _between(motion, jumps, spins):
        for kind, (first, last) in _divided((start, end), lost, turned):
            inside = (motion.times >= first) & (motion.times <= last)
            if kind == "gliding" and _stands(motion, inside, limbs, hips):
                kind = "still"
            found.append(_passage(kind, (first, last), turned))
    return tuple(found)


def _between(motion: Motion, jumps: Sequence[Jump], spins: Sequence[Spin]) -> Iterator[Span]:
    """What the elements leave."""
    taken = [(one.start, one.end) for one in jumps] + [(one.start, one.end) for one in spins]
    taken.sort()
    begin, stop = float(motion.times[0]), float(motion.times[-1])
    for start, end in [*taken, (stop, stop)]:
        if start - begin >= _SHORTEST:
            yield begin, start
        begin = max(begin, end)


def _lost(motion: Motion, known: NDArray[np.bool_]) -> list[Span]:
    """From when to when nobody is seen, for a second or more."""
    times = motion.times
    marks = [float(times[0]), *times[known].tolist(), float(times[-1])]
    return [(one, other) for one, other in pairwise(marks) if other - one >= _GAP]


def _divided(whole: Span, lost: Sequence[Span], turned: Floats) -> Iterator[tuple[str, Span]]:
    """The parts of a stretch, in order; what is too short to be one goes to the one before."""
    marks = [("not seen", one) for one in lost]
    seen = [whole[0], *(edge for one in lost for edge in one), whole[1]]
    for start, end in zip(seen[::2], seen[1::2], strict=True):
        marks += [("steps", one) for one in _steps(turned, (start, end))]
    parts: list[tuple[str, Span]] = []
    at = whole[0]
    for kind, (start, end) in sorted(marks, key=lambda one: one[1]):
        start, end = max(start, at), min(end, whole[1])
        if end - start < (_GAP if kind == "not seen" else _SHORTEST):
            continue
        if start - at >= _SHORTEST:
            parts.append(("gliding", (at, start)))
        elif kind == "steps":
            start = at
        elif parts and parts[-1][0] != "not seen":
            parts[-1] = (parts[-1][0], (parts[-1][1][0], start))
        parts.append((kind, (start, end)))
        at = end
    if whole[1] - at >= _SHORTEST:
        parts.append(("gliding", (at, whole[1])))
    elif parts and parts[-1][0] == "steps":
        parts[-1] = ("steps", (parts[-1][1][0], whole[1]))
    yield from parts


def _steps(turned: Floats, inside: Span) -> Iterator[Span]:
    """Where changes of direction follow each other closely."""
    here = turned[(turned > inside[0]) & (turned < inside[1])]
    edges = np.flatnonzero(np.diff(here) > _TOGETHER) + 1
    for group in np.split(here, edges):
        if len(group) < _FEWEST or len(group) - 1 < _OFTEN * (group[-1] - group[0]):
            continue
        yield max(float(group[0]) - _AROUND, inside[0]), min(float(group[-1]) + _AROUND, inside[1])


def _passage(kind: str, span: Span, turned: Floats) -> Passage:
    reason = "the skater is not seen" if kind == "not seen" else ""
    energy = Estimate(None, None, None, "W/kg", reason)
    if kind == "not seen":
        return Passage(*span, kind, Estimate(None, None, None, "times", reason), energy)
    many = float(((turned >= span[0]) & (turned <= span[1])).sum())
    off = _OFF[0] + _OFF[1] * many
    count = Estimate(many, max(many - off, 0.0), many + off, "times")
    return Passage(*span, kind, count, energy)


def _stands(
    motion: Motion, inside: NDArray[np.bool_], limbs: Floats, hips: Sequence[Piece]
) -> bool:
    """Whether limbs and hips hardly move, as far as both are seen."""
    moved = limbs[inside & np.isfinite(limbs)]
    if len(moved) < 0.5 * inside.sum() or float(np.median(moved)) > _STILL:
        return False
    times = motion.times[inside]
    speeds = [np.abs(one.speed)[(one.times >= times[0]) & (one.times <= times[-1])] for one in hips]
    gone = np.concatenate([np.zeros(0), *speeds])
    if len(gone) < 0.5 * inside.sum():
        return False
    # The body of who glides towards the camera grows.
    scale = motion.scale[inside & np.isfinite(motion.scale)]
    return float(np.median(gone)) < _STILL and float(scale.max() / scale.min()) < 1.2


def _limbs(motion: Motion) -> Floats:
    """How fast wrists and ankles move beside the hips, metres a second."""
    names = ("left_wrist", "right_wrist", "left_ankle", "right_ankle")
    places = motion.joints[:, [PLACE[one] for one in names]] - motion.hips[:, None]
    places = places / motion.scale[:, None, None]
    # The mean of places after less that of places before: what jumps to and fro is averaged out.
    before = mean(motion.times, places, -_SIDE, 0.0)
    after = mean(motion.times, places, 0.0, _SIDE)
    speed = np.hypot(*np.moveaxis(after - before, 2, 0)) / _SIDE
    known = np.isfinite(speed)
    total = np.where(known, speed, 0).sum(axis=1)
    return np.asarray(np.where(known.any(axis=1), total / np.maximum(known.sum(axis=1), 1), np.nan))
