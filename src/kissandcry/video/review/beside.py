"""A skate beside a reference, as the review tells it."""

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from kissandcry.core import NothingSeen
from kissandcry.video.alignment import Aligned, Pair, aligned, matched, measures
from kissandcry.video.poses import PLACE, Floats
from kissandcry.video.review.model import Apart, Difference, Likeness, Reference
from kissandcry.video.seen import Estimate, Jump, Skate, Spin

if TYPE_CHECKING:
    from kissandcry.video.review.make import Watched

_CORNERS: Final = 0.2  # seconds from one corner of the map for playback to the next
_FURTHEST: Final = 3  # moments
_BETWEEN: Final = 1.5  # seconds from one of them to the next
_SHORT: Final = 1.0  # seconds: a shorter phrase has no likeness of its own
_TOLD: Final = 0.08  # metres: less is not told apart
_PARTS: Final = ("wrist", "elbow", "knee", "ankle")
# Means of captured jumps put beside each other, each through a camera of its own:
# `python -m benchmarks.video_alignment FOLDER` measures them.
YARDSTICKS: Final = (
    ("the same skater, the same jump again", 0.60),
    ("another skater, the same jump", 0.43),
    ("another skater, another jump", 0.33),
)
_UNMATCHED: Final = "no jump or spin of the two belongs together"


def beside(own: "Watched", other: "Watched") -> Reference:
    """What can be said of both: which elements belong together, in what they differ, each measured
    in its own time, and how like the movements are once they are put in step."""
    pairs = matched(own.skate, other.skate)
    anchors = [(_middle(own.skate, one, 0), _middle(other.skate, one, 1)) for one in pairs]
    notes = []
    try:
        step = aligned(own.motion, other.motion, anchors)
    except NothingSeen as error:
        step = None
        notes.append(str(error))
    if not pairs:
        notes.append(_UNMATCHED)
        if step is not None and not _alike(step):
            step = None
            notes[-1] += ", and the movements are not alike: the two are not compared"
    if step is not None and step.mirrored:
        notes.append("the reference is compared as in a mirror: left there is right here")
    if step is not None and step.view == "bends":
        notes.append(
            "the cameras stand on different sides: limbs are compared in space, and a drawing shows"
            " each body as its own camera does"
        )
    if step is not None and step.view == "heights":
        notes.append(
            "the cameras stand on different sides and the poses have no depth: only heights of"
            " joints are compared, and moments may be some frames off"
        )
    names = tuple((_name(own.skate, one, 0), _name(other.skate, one, 1)) for one in pairs)
    return Reference(
        other.source,
        other.skate,
        in_step=() if step is None else _corners(step),
        matched=names,
        differences=(
            *_timing(own.skate, other.skate, pairs),
            *(
                each
                for one, (name, _) in zip(pairs, names, strict=True)
                for each in _differences(own, other, one, name)
            ),
        ),
        apart=() if step is None else tuple(_furthest(own, other, step)),
        likeness=() if step is None else tuple(_phrases(own.skate, step)),
        yardsticks=() if step is None else YARDSTICKS,
        mirrored=step is not None and step.mirrored,
        notes=tuple(notes),
    )


def _alike(step: Aligned) -> bool:
    """Whether two skates without an element in common are like enough to be put in step: as like
    as the same jump of two skaters is."""
    value = step.between(float(step.ours[0]), float(step.ours[-1]))
    return value is not None and value >= YARDSTICKS[1][1]


def _element(skate: Skate, pair: Pair, side: int) -> Jump | Spin:
    row = (pair.ours, pair.theirs)[side]
    return skate.jumps[row] if pair.kind == "jump" else skate.spins[row]


def _middle(skate: Skate, pair: Pair, side: int) -> float:
    one = _element(skate, pair, side)
    return (one.start + one.end) / 2


def _name(skate: Skate, pair: Pair, side: int) -> str:
    row = (pair.ours, pair.theirs)[side] + 1
    return f"{pair.kind.capitalize()} {row}"


def _corners(step: Aligned) -> tuple[tuple[float, float], ...]:
    times = [*np.arange(step.ours[0], step.ours[-1], _CORNERS).tolist(), float(step.ours[-1])]
    return tuple((round(time, 3), round(step.in_step(time), 3)) for time in times)


def _timing(ours: Skate, theirs: Skate, pairs: tuple[Pair, ...]) -> Iterator[Difference]:
    """How long after the element before each comes, in both."""
    for last, this in pairwise(pairs):
        a = measures.after(_element(ours, last, 0), _element(ours, this, 0))
        b = measures.after(_element(theirs, last, 1), _element(theirs, this, 1))
        what = f"time since {_name(ours, last, 0).lower()}"
        yield Difference(_name(ours, this, 0), what, a, b, _less(a, b))


def _differences(own: "Watched", other: "Watched", pair: Pair, name: str) -> Iterator[Difference]:
    """The measures of two elements; each comes from its own clip as it was filmed."""
    one, two = _element(own.skate, pair, 0), _element(other.skate, pair, 1)
    found: list[tuple[str, Estimate, Estimate]] = []
    if isinstance(one, Jump) and isinstance(two, Jump):
        here, there = one.flights[0], two.flights[0]
        found = [
            ("time in the air", here.air_time, there.air_time),
            ("height", here.height, there.height),
            ("rotation in the air", here.rotation, there.rotation),
            (
                "rotation speed",
                _ratio(here.rotation, here.air_time, "turns a second"),
                _ratio(there.rotation, there.air_time, "turns a second"),
            ),
            (
                "hands from the axis in the air",
                measures.hands(own.motion, here),
                measures.hands(other.motion, there),
            ),
        ]
    elif isinstance(one, Spin) and isinstance(two, Spin):
        length = [Estimate(e.end - e.start, None, None, "s") for e in (one, two)]
        found = [
            ("revolutions", one.revolutions, two.revolutions),
            ("fastest", one.fastest, two.fastest),
            ("length", length[0], length[1]),
            *measures.held(one, two),
        ]
    for what, a, b in found:
        yield Difference(name, what, a, b, _less(a, b))


def _half(one: Estimate) -> float | None:
    return None if one.low is None or one.high is None else (one.high - one.low) / 2


def _less(one: Estimate, other: Estimate) -> Estimate:
    """One less the other; the intervals of both go into its own."""
    if one.value is None or other.value is None:
        return Estimate(None, None, None, one.unit, one.reason or other.reason)
    value = one.value - other.value
    first, second = _half(one), _half(other)
    if first is None or second is None:
        return Estimate(value, None, None, one.unit)
    wide = float(np.hypot(first, second))
    return Estimate(value, value - wide, value + wide, one.unit)


def _ratio(turns: Estimate, time: Estimate, unit: str) -> Estimate:
    """Turns by seconds."""
    if turns.value is None or not time.value:
        return Estimate(None, None, None, unit, turns.reason or time.reason)
    value = turns.value / time.value
    first, second = _half(turns), _half(time)
    if first is None or second is None:
        return Estimate(value, None, None, unit)
    wide = value * float(np.hypot(first / max(turns.value, 0.1), second / time.value))
    return Estimate(value, max(value - wide, 0.0), value + wide, unit)


def _phrases(skate: Skate, step: Aligned) -> Iterator[Likeness]:
    """How like each element is, and what lies between them."""
    last, before = float(step.ours[0]), "the start"
    spans: list[tuple[float, float, str]] = []
    for start, end, name in _spans(skate):
        spans += [(last, start, f"From {before} to {name.lower()}"), (start, end, name)]
        last, before = end, name.lower()
    spans.append((last, float(step.ours[-1]), f"From {before} to the end"))
    for start, end, name in spans:
        if end - start < _SHORT and name.startswith("From"):
            continue
        value = step.between(start, end)
        reason = "" if value is not None else "too little of the bodies is seen"
        theirs = (step.in_step(start), step.in_step(end))
        yield Likeness(name, (start, end), theirs, Estimate(value, None, None, "", reason))


def _furthest(own: "Watched", other: "Watched", step: Aligned) -> Iterator[Apart]:
    """The moments in which the bodies are furthest apart, the furthest first."""
    # From different sides a picture shows the cameras apart, not the bodies.
    told = step.off if step.view == "picture" else 1 - step.likeness
    if np.isfinite(told).sum() < 5:
        return
    off = np.where(np.isfinite(told), told, 0.0)
    reach = 5
    even = np.convolve(np.pad(off, reach, mode="edge"), np.ones(11) / 11, "valid")
    for _ in range(_FURTHEST):
        row = int(np.argmax(even))
        if even[row] <= 0:
            return
        time, theirs = float(step.ours[row]), float(step.theirs[row])
        sentence = _said(own, other, time, theirs, mirrored=step.mirrored)
        if sentence:
            yield Apart(time, theirs, _where(own.skate, time), sentence)
        even[np.abs(step.ours - time) < _BETWEEN] = 0.0


def _where(skate: Skate, time: float) -> str:
    for start, end, name in _spans(skate):
        if start <= time <= end:
            return name
    return ""


def _spans(skate: Skate) -> list[tuple[float, float, str]]:
    """The elements in order: beginning, end, name."""
    return sorted(
        [(one.start, one.end, f"Jump {row}") for row, one in enumerate(skate.jumps, 1)]
        + [(one.start, one.end, f"Spin {row}") for row, one in enumerate(skate.spins, 1)]
    )


def _said(own: "Watched", other: "Watched", time: float, theirs: float, *, mirrored: bool) -> str:
    """Which joint is furthest from where it is in the reference, in a sentence."""
    best = (_TOLD, "")
    for side in ("left", "right"):
        there_side = {"left": "right", "right": "left"}[side] if mirrored else side
        for part in _PARTS:
            here = _height(own, f"{side}_{part}", time)
            there = _height(other, f"{there_side}_{part}", theirs)
            if here is not None and there is not None and abs(here - there) > best[0]:
                way = "higher" if here > there else "lower"
                words = f"the {side} {part} is {100 * abs(here - there):.0f} cm {way}"
                best = (abs(here - there), f"{words} over the hips than in the reference")
    return best[1]


def _height(of: "Watched", joint: str, time: float) -> float | None:
    """How far a joint is above the hips, in metres of this body."""
    motion = of.motion
    near = np.abs(motion.times - time) <= 0.06
    above: Floats = (motion.hips[near, 1] - motion.joints[near, PLACE[joint], 1]) / motion.scale[
        near
    ]
    known = above[np.isfinite(above)]
    return float(np.median(known)) if len(known) else None
