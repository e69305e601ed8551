"""How far, how fast, what is steps and what is gliding: against ways that are known.

    python -m benchmarks.video_passages SHARED [CASES]

SHARED is the folder of the captures. Captured trials, and captured bodies that are sent over a made
up way and turned as they are told to, stand before cameras that are fixed, follow, or follow and
zoom; the background is followed to 0.2 pixels a frame, landmarks have 1 % noise.
"""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from kissandcry.video import motion, passages, stamina
from kissandcry.video.passages import across
from kissandcry.video.poses import Floats
from kissandcry.video.seen import Estimate
from tests.video import captures
from tests.video.captures import Trial
from tests.video.passages import skated
from tests.video.passages.skated import Skated

RATES: Final = (25.0, 30.0, 50.0, 60.0)
WAYS: Final = ("fixed", "pan", "zoom")
CUTS: Final = (0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6)
SMOOTH: Final = 0.2  # seconds, of the true speed


class Case(NamedTuple):
    """One body before one camera."""

    made_up: bool
    skater: str
    moving: str
    told: bool
    size: float
    skated: Skated


def cases(trials: Mapping[str, Trial], many: int) -> Iterable[Case]:
    """Half of them captured, half made up; the height of half of each is told."""
    keys = sorted(trials)
    for number in range(many):
        random = np.random.default_rng(100 + number)
        fps, moving = float(random.choice(RATES)), WAYS[number % 3]
        if made_up := number % 2 == 1:
            way = skated.oval(random.uniform(1, 6), random.uniform(5, 12), random.uniform(3, 10))
            turns = random.uniform(-0.3, 0.3)
            body = skated.body(trials, number, 20, way, skated.turning(turns))
        else:
            body = skated.captured(trials[keys[random.integers(len(keys))]])
        seen = skated.filmed(body, number, fps, moving)
        size = skated.stature(trials, body.skater)
        yield Case(made_up, body.skater, moving, number % 4 < 2, size, seen)


def true_speed(of: Skated) -> Floats:
    """Metres a second across the picture, smooth over a fifth of a second."""
    return np.asarray(np.abs(of.right) * of.poses.fps)


def measured(moved: motion.Motion) -> Floats:
    """(frames,): 1 in what could be measured, else 0."""
    inside = np.zeros(len(moved.times))
    for piece in across.pieces(moved):
        inside[(moved.times > piece.times[0]) & (moved.times <= piece.times[-1])] = 1
    return inside


def within(one: Estimate, truth: float) -> bool:
    """Whether an interval holds the truth."""
    return one.low is not None and one.high is not None and one.low <= truth <= one.high


def cut_offs(trials: Mapping[str, Trial], found: list[Case]) -> None:
    """The error of the speed, and what a body that stands covers, by the cut-off."""
    print("cut-off   error of the speed   a standing body covers, metres a minute")
    still = [
        motion.of(
            skated.filmed(skated.body(trials, n, 20, skated.standing, lambda t: 0 * t), n).poses
        )
        for n in range(6)
    ]
    moved = [(case, motion.of(case.skated.poses, stature=case.size)) for case in found[:60]]
    for cut in CUTS:
        off = []
        for case, one in moved:
            for piece in across.pieces(one, cut):
                truth = np.interp(piece.times, one.times, true_speed(case.skated))
                off.append(np.mean((np.abs(piece.speed) - truth)[5:-5] ** 2) ** 0.5)
        stood = [3 * sum(piece.length for piece in across.pieces(one, cut)) for one in still]
        print(f"{cut:5.2f} s {np.median(off):12.3f} m/s {np.mean(stood):16.2f}")


def distances(found: list[Case]) -> None:
    """Distance and fastest moment, with and without the height of the skater."""
    for told in (True, False):
        for made_up in (False, True):
            some = [one for one in found if one.made_up == made_up]
            ratio, fast, held, held_fast = [], [], [], []
            for case in some:
                moved = motion.of(case.skated.poses, stature=case.size if told else None)
                seen = passages.travel(moved)
                speed = true_speed(case.skated) * measured(moved)
                truth, top = float(speed.sum()) / case.skated.poses.fps, float(speed.max())
                ratio.append((seen.distance.value or 0) / truth)
                fast.append((seen.fastest.value or 0) - top)
                held.append(within(seen.distance, truth))
                held_fast.append(within(seen.fastest, top))
            name = f"{'made up' if made_up else 'captured'}, height {'' if told else 'not '}told"
            part = np.round(np.quantile(ratio, [0.05, 0.5, 0.95]), 2)
            print(f"{name:28} {len(some)} distance / true {part} held {np.mean(held):.1%}", end="")
            quant = np.round(np.quantile(fast, [0.05, 0.5, 0.95]), 2)
            print(f"  fastest less true {quant} m/s held {np.mean(held_fast):.1%}")
    share = [one.skated.across / one.skated.whole.sum() for one in found]
    print("across the picture / over the ice", np.round(np.quantile(share, [0.05, 0.5, 0.95]), 2))


def counted(seen: Skated) -> list[tuple[int, Estimate]]:
    """Of each passage: how often the body showed its other side as its markers turn, and as it is
    told."""
    pairs = []
    for one in passages.find(motion.of(seen.poses), (), ()):
        inside = (seen.poses.times >= one.start) & (seen.poses.times <= one.end)
        pairs.append((side_changes(seen.aside[inside]), one.turning))
    return pairs


def sides(trials: Mapping[str, Trial]) -> None:
    """Changes of side in what was captured before and after the flights."""
    pairs = []
    for number, key in enumerate(sorted(trials)):
        for part in captures.without_flights(trials[key]):
            if len(part.body) > 2.2 * captures.RATE:
                pairs += counted(skated.filmed(skated.captured(part), number))
    told("captured, between flights", pairs)


def told(name: str, pairs: list[tuple[int, Estimate]]) -> None:
    """How well changes of side are counted."""
    off = np.array([(one.value or 0) - truth for truth, one in pairs])
    held = np.mean([within(one, truth) for truth, one in pairs])
    print(
        f"{name}: {sum(truth for truth, _ in pairs)} changes of side in {len(pairs)} passages,"
        f" error {np.mean(np.abs(off)):.2f}, mean {np.mean(off):+.2f}, held {held:.1%}"
    )


def side_changes(aside: Floats) -> int:
    """How often an angle goes from right to left in the picture or back, 15 degrees past."""
    cos = np.cos(aside)
    side = np.sign(cos[np.abs(cos) > np.sin(np.radians(15))])
    return int((np.diff(side) != 0).sum())


class Labelled(NamedTuple):
    """Steps from `start` to `end` in 60 s of gliding round an oval, at so many changes a second."""

    start: float
    end: float
    often: float
    skated: Skated


def labelled(trials: Mapping[str, Trial], number: int) -> Labelled:
    """A captured body that glides, turns half way round again and again, and glides."""
    random = np.random.default_rng(700 + number)
    start, lasts = random.uniform(10, 25), random.uniform(10, 25)
    often = random.uniform(0.7, 1.8)
    moments = start + np.cumsum(random.gamma(4, 1 / often / 4, 100))
    moments = moments[moments < start + lasts]
    which = random.choice([-1.0, 1.0], len(moments))
    way = skated.oval(random.uniform(2, 5), random.uniform(8, 12), random.uniform(4, 8))
    ahead, turned = skated.along(way), skated.halves(moments, which)
    body = skated.body(trials, number, 60, way, lambda t: ahead(t) + turned(t))
    seen = skated.filmed(body, number, float(random.choice(RATES)), WAYS[number % 3])
    return Labelled(start, float(moments[-1]), often, seen)


def kinds(trials: Mapping[str, Trial], many: int) -> None:
    """The share of seconds that are told right, and the share of step sequences that are found."""
    right, missed, false, glided, edges, pairs = [], 0, 0.0, 0.0, [], []
    for number in range(many):
        one = labelled(trials, number)
        found = passages.find(motion.of(one.skated.poses), (), ())
        steps = [part for part in found if part.kind == "steps"]
        inside = sum(max(0, min(p.end, one.end) - max(p.start, one.start)) for p in steps)
        outside = sum(p.end - p.start for p in steps) - inside
        pairs += counted(one.skated)
        right.append(inside / (one.end - one.start))
        missed += right[-1] < 0.5
        false += outside
        glided += 60 - (one.end - one.start)
        if len(steps) == 1:
            edges += [abs(steps[0].start - one.start), abs(steps[0].end - one.end)]
    print(
        f"{many} step sequences of 10 to 25 s: {np.mean(right):.1%} of their seconds told as steps,"
        f" less than half of it in {missed}; {false / glided:.1%} of {glided:.0f} s of gliding"
        f" told as steps; edges off by {np.median(edges):.1f} s at the middle"
    )
    told("made up", pairs)


class Flat(NamedTuple):
    """A body without a camera."""

    times: Floats
    joints: Floats
    scale: Floats
    cuts: tuple[int, ...] = ()


def energies(found: list[Case]) -> None:
    """The mean energy of a passage beside that of the body itself in the camera's plane."""
    for told in (True, False):
        ratio = []
        for case in found:
            times = case.skated.poses.times
            own = Flat(times, 1000 * case.skated.flat, np.full(len(times), 1000.0))
            moved = motion.of(case.skated.poses, stature=case.size if told else None)
            truth = np.nanmean(stamina.energy(own)[1])
            ratio.append(np.nanmean(stamina.energy(moved)[1]) / truth)
        part = np.round(np.quantile(ratio, [0.05, 0.5, 0.95]), 2)
        print(f"energy / true, height {'' if told else 'not '}told {part}")


def main() -> None:
    """Print the tables."""
    trials = captures.trials(Path(sys.argv[1]))
    found = list(cases(trials, int(sys.argv[2]) if len(sys.argv) > 2 else 240))
    cut_offs(trials, found)
    distances(found)
    energies([one for one in found if one.made_up][:40])
    sides(trials)
    kinds(trials, len(found) // 4)


if __name__ == "__main__":
    main()
