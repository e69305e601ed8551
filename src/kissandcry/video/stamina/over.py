"""First half against second: energy, height of jumps, speed of spins."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kissandcry.video.seen import Estimate, Skate
from kissandcry.video.stamina.model import Halves, Stamina
from kissandcry.video.stamina.moving import Moving, energy

Floats = NDArray[np.float64]

_BLOCK: Final = 8.0  # seconds: movement so far apart says something new
_SHORTEST: Final = 30.0  # seconds of a clip of which halves are compared
_POPPED: Final = 0.5
# 95 % points of Student's t with 1 to 30 degrees of freedom, and of the normal distribution.
_STUDENT: Final = tuple(
    float(point)
    for point in "6.314 2.920 2.353 2.132 2.015 1.943 1.895 1.860 1.833 1.812 1.796 1.782 1.771"
    " 1.761 1.753 1.746 1.740 1.734 1.729 1.725 1.721 1.717 1.714 1.711 1.708 1.706 1.703 1.701"
    " 1.699 1.697".split()
)
_NORMAL: Final = 1.645
_DIGITS: Final = {"W/kg": 2, "m": 2, "turns a minute": 0}

Point = tuple[float, float]


def of(skate: Skate, motion: Moving) -> Stamina:
    """How energy, height and speed hold over the program.

    The halves are those of the time in which the skater is seen. Jumps that were cut off by the
    clip or popped are left out, and so is what has no value; what is left out is said in `notes`.
    """
    times, power = energy(motion)
    known = np.isfinite(power)
    if not known.any() and not skate.jumps and not skate.spins:
        return Stamina((), (), (), None, (), ("nobody is seen moving, so stamina cannot be told",))
    seen = times[known] if known.any() else np.array([0.0, skate.duration])
    first, last = float(seen[0]), float(seen[-1])
    middle = (first + last) / 2
    heights, unsure, notes = _heights(skate)
    fast = [spin for spin in skate.spins if spin.fastest.value is not None]
    spins = tuple(((spin.start + spin.end) / 2, spin.fastest.value or 0.0) for spin in fast)
    if len(spins) < len(skate.spins):
        notes.append("the speed of some spins cannot be told; they are left out")
    blocks = _means(times, power, _BLOCK)
    short = last - first < _SHORTEST
    halves = tuple(
        _halves(what, unit, points, errors, middle, short)
        for what, unit, points, errors in (
            ("energy of movement", "W/kg", blocks, [0.0] * len(blocks)),
            ("height of jumps", "m", heights, unsure),
            ("speed of spins", "turns a minute", spins, [_error(one.fastest) for one in fast]),
        )
    )
    return Stamina(_means(times, power, 1.0), heights, spins, middle, halves, tuple(notes))


def _heights(skate: Skate) -> tuple[tuple[Point, ...], list[float], list[str]]:
    """Heights of jumps, how unsure each is, and what is left out."""
    points: list[Point] = []
    errors: list[float] = []
    left_out = 0
    for jump in skate.jumps:
        flight = jump.flights[0] if jump.flights else None
        popped = jump.popped.value is not None and jump.popped.value > _POPPED
        if flight is None or popped or not flight.complete or flight.height.value is None:
            left_out += 1
            continue
        points.append((jump.start, flight.height.value))
        errors.append(_error(flight.height))
    notes = [f"{left_out} of {len(skate.jumps)} jumps are left out"] if left_out else []
    return tuple(points), errors, notes


def _error(told: Estimate) -> float:
    """The standard error of a number, as its 90 % interval has it."""
    if told.low is None or told.high is None:
        return 0.0
    return (told.high - told.low) / 2 / _NORMAL


def _means(times: Floats, values: Floats, block: float) -> tuple[Point, ...]:
    """Means over blocks of so many seconds of which at least half is known: (middle, mean)."""
    if len(times) < 2:
        return ()
    step = float(times[1] - times[0])
    number = ((times - times[0]) // block).astype(int)
    found = []
    for one in range(int(number[-1]) + 1):
        inside = values[number == one]
        inside = inside[np.isfinite(inside)]
        if len(inside) * step >= block / 2:
            middle = float(times[0]) + (one + 0.5) * block
            found.append((round(middle, 3), round(float(inside.mean()), 4)))
    return tuple(found)


def _halves(
    what: str,
    unit: str,
    points: Sequence[Point],
    unsure: Sequence[float],
    middle: float,
    short: bool,
) -> Halves:
    """Means of both halves. What they scatter is their error, and no less than how unsure each
    number is by itself."""
    second = np.array([time >= middle for time, _ in points], np.bool_)
    values, own_errors = np.array([value for _, value in points]), np.array(unsure)
    sides = (values[~second], values[second])
    counts = (len(sides[0]), len(sides[1]))
    why = ""
    if short:
        why = f"cannot tell: the skater is seen for less than {_SHORTEST:.0f} s"
    elif min(counts) < 2:
        why = (
            f"cannot tell: {counts[0]} in the first half and {counts[1]} in the second; at least"
            " two in each are needed"
        )
    if why:
        nothing = Estimate(None, None, None, unit, why)
        return Halves(what, nothing, nothing, nothing, counts, f"{what.capitalize()}: {why}.")
    means = [float(side.mean()) for side in sides]
    scatter = [float(side.var(ddof=1)) / len(side) for side in sides]
    floors = [
        float((own_errors[one] ** 2).sum()) / max(int(one.sum()), 1) ** 2
        for one in (~second, second)
    ]
    own = [
        _mean(mean, error, floor, len(side) - 1.0, unit)
        for mean, error, floor, side in zip(means, scatter, floors, sides, strict=True)
    ]
    freedom = _freedom(scatter, counts)
    change = _mean(means[1] - means[0], sum(scatter), sum(floors), freedom, unit)
    return Halves(what, own[0], own[1], change, counts, _sentence(what, own, change))


def _freedom(errors: Sequence[float], counts: Sequence[int]) -> float:
    """Degrees of freedom of a difference of means (B. L. Welch, Biometrika 1947)."""
    if sum(errors) == 0:
        return float(sum(counts) - 2)
    shares = [error**2 / (count - 1) for error, count in zip(errors, counts, strict=True)]
    return sum(errors) ** 2 / sum(shares)


def _mean(value: float, scatter: float, floor: float, freedom: float, unit: str) -> Estimate:
    """A mean with its interval, of the squared error that scatter and measurement give it."""
    place = int(freedom) - 1
    student = _STUDENT[max(0, place)] if place < len(_STUDENT) else _NORMAL * 1.02
    wide = max(scatter**0.5 * student, floor**0.5 * _NORMAL)
    return Estimate(value, value - wide, value + wide, unit)


def _sentence(what: str, own: Sequence[Estimate], change: Estimate) -> str:
    assert change.low is not None
    assert change.high is not None
    digits = _DIGITS[change.unit]
    if change.low > 0:
        verdict = "more in the second half"
    elif change.high < 0:
        verdict = "less in the second half"
    else:
        verdict = "no difference that can be told from chance"
    return (
        f"{what.capitalize()}: {own[0].value:.{digits}f} {change.unit} in the first half,"
        f" {own[1].value:.{digits}f} in the second (change {change.value:+.{digits}f},"
        f" {change.low:+.{digits}f} to {change.high:+.{digits}f}): {verdict}."
    )
