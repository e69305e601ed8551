"""How well revolutions are counted, on rendered bodies; and how many spins are found where none is.

    python -m benchmarks.video_spins [CASES]

Each body stands still, begins to turn, grows faster and slower, and stands still again. Its
position, size, contrast, blur, noise, shaking and frame rate are drawn. For false spins it turns to
and fro by up to a turn at a time.
"""

import sys
from multiprocessing import Pool
from typing import Final, NamedTuple

import numpy as np

from kissandcry.video import spins
from kissandcry.video.seen import Estimate, Spin
from tests.video import rendered
from tests.video.rendered import POSES, Look

FALSE: Final = 12.0  # seconds of turning to and fro
RATES: Final = (25.0, 30.0, 50.0, 60.0)


class Case(NamedTuple):
    """What was found of one body, and what it did."""

    truth: float
    fastest: float
    fps: float
    found: tuple[Spin, ...]


def spinning(number: int) -> Case:
    """A body that turns between two times at which it stands."""
    random = np.random.default_rng(40_000 + number)
    fps, top = float(random.choice(RATES)), random.uniform(1.3, 5.2)
    lasts, start = random.uniform(3, 8), random.uniform(0.8, min(top, 2.5))
    before, after = random.uniform(0.8, 2, 2)
    rise, fall = random.uniform(0.2, 0.9) * lasts, random.uniform(0, 0.5)
    times = np.linspace(-before, lasts + after, 6000)
    speed = np.interp(times, [0, rise, lasts], [start, top, top * (1 - fall)])
    speed[(times < 0) | (times > lasts)] = 0
    turned = np.concatenate([[0], np.cumsum((speed[1:] + speed[:-1]) / 2 * np.diff(times))])
    look = Look(
        pose=str(random.choice(list(POSES))),
        size=random.uniform(0.6, 0.9),
        tilt=random.uniform(0, 0.3),
        blur=random.uniform(0.1, 0.8),
        noise=random.uniform(2, 12),
        jitter=random.uniform(0.2, 1.5),
        clockwise=bool(random.random() < 0.3),
        contrast=random.uniform(0.4, 1),
    )
    clip = rendered.spin(
        lambda at: np.interp(at - before, times, turned), before + lasts + after, fps, look, number
    )
    return Case(float(turned[-1]), float(speed.max()), fps, spins.find(*rendered.body(*clip)))


def swaying(number: int) -> int:
    """How many spins are found of a body that turns to and fro."""
    random = np.random.default_rng(30_000 + number)
    fps = float(random.choice(RATES))
    knots = np.cumsum(random.uniform(0.4, 1.5, 30))
    angles = np.cumsum(random.choice([-1, -0.5, -0.25, 0.25, 0.5, 1], 30))
    look = Look(pose=str(random.choice(list(POSES))), size=0.75, jitter=1.0, noise=6.0)
    clip = rendered.spin(lambda at: np.interp(at, knots, angles), FALSE, fps, look, number)
    return len(spins.find(*rendered.body(*clip)))


def main() -> None:
    """Print the table."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 180
    with Pool() as pool:
        cases = pool.map(spinning, range(many), 4)
        false = pool.map(swaying, range(many * 2 // 5), 4)
    counted = [sum(one.revolutions.value or 0 for one in case.found) for case in cases]
    errors = np.abs(np.array(counted) - [case.truth for case in cases])
    one = [case for case in cases if len(case.found) == 1]
    held = [within(case.found[0].revolutions, case.truth) for case in one]
    fast = [within(case.found[0].fastest, 60 * case.fastest) for case in one]
    print(f"{many} spins, {np.median([case.truth for case in cases]):.1f} turns at the middle")
    print(f"one spin found         {len(one) / many:6.1%}")
    print(f"none                   {np.mean([not case.found for case in cases]):6.1%}")
    print(f"within half a turn     {np.mean(errors <= 0.5):6.1%}")
    print(f"within one turn        {np.mean(errors <= 1):6.1%}")
    print(f"error at the middle    {np.median(errors):6.2f} turns")
    for clear in (True, False):
        some = [case for case in one if clear == (not any("weak" in n for n in notes(case)))]
        off = np.array([abs((c.found[0].revolutions.value or 0) - c.truth) for c in some])
        name = "repeats well " if clear else "repeats weakly"
        print(f"{name:14} {len(some):4}  within half a turn {np.mean(off <= 0.5):6.1%}")
    print(f"90 % intervals hold    {np.mean(held):6.1%} of counts, {np.mean(fast):6.1%} of speeds")
    print(
        f"false spins            {sum(false)} in {len(false) * FALSE:.0f} s of turning to and fro"
    )


def notes(case: Case) -> tuple[str, ...]:
    """What is said of the only spin."""
    return case.found[0].notes


def within(estimate: Estimate, truth: float) -> bool:
    """Whether an interval holds the truth."""
    low, high = estimate.low, estimate.high
    return low is not None and high is not None and low <= truth <= high


if __name__ == "__main__":
    main()
