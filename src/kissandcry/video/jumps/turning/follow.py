"""Following a turn through the frames: which ways of turning fit all that was seen.

The state of a frame is the yaw (on a circle of STEPS), the speed of turning (on SPEEDS) and
whether the tracker has exchanged left and right. Forward through the frames the chance of every
state is summed; backward, whole ways of turning are drawn from it. The drawn ways, not one best
fit, give the interval: where two numbers of turns fit alike, both are among them.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kissandcry.video.poses import Floats

STEPS: Final = 72
YAWS: Final = np.arange(STEPS) / STEPS
SPEEDS: Final = np.linspace(-1.0, 7.4, 29)  # turns a second

_REACH = 4  # steps that a yaw may wander from where its speed takes it
_WANDER = 0.012  # turns: what the yaw strays from the speed in a frame
_BACK: Final = np.minimum(SPEEDS - 0.8, 0) / 0.5  # too slow for a flight, in spreads
_PATIENCE = 0.1  # s of which the speed of a flight is judged afresh
_EXCHANGED = 0.01, 0.25  # chance a frame that left and right become exchanged, and right again


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """Ways of turning drawn from their distribution: `yaws` (ways, frames) in turns, unwrapped.

    `evidence` is the log likelihood of all frames, `exchanged` (frames,) the part of the ways in
    which left and right are exchanged.
    """

    yaws: Floats
    evidence: float
    exchanged: Floats


def follow(
    straight: Floats,
    crossed: Floats,
    times: Floats,
    change: Floats,
    flying: NDArray[np.bool_],
    generator: np.random.Generator,
    ways: int = 200,
) -> Ways:
    """Draw `ways` of turning. Log likelihoods (frames, STEPS), as given and exchanged.

    `change` (frames,) is how much the speed may change on the way to each frame, in turns a second
    for a second (it grows with the root of the time); in the frames `flying` a body turns on, and
    hardly stops or turns back.
    """
    frames = len(times)
    gaps = np.diff(times, prepend=times[0])
    top = np.maximum(straight.max(axis=1), crossed.max(axis=1))
    seen = np.exp(np.stack([straight, crossed], axis=1) - top[:, None, None])
    evidence = float(top.sum())
    start = np.exp(-0.5 * ((SPEEDS - 0.5) / 1.0) ** 2)
    state = (
        np.array([0.95, 0.05])[:, None, None] * (start / start.sum())[None, None, :] / STEPS
    ) * np.ones((2, STEPS, 1))
    held = []
    for frame in range(frames):
        if frame:
            state = _step(state, float(gaps[frame]), float(change[frame]))
        state = state * seen[frame][:, :, None]
        if flying[frame]:
            state = state * np.exp(-float(gaps[frame]) / _PATIENCE * _BACK**2)
        total = float(state.sum())
        evidence += float(np.log(total))
        state = state / total
        held.append(state.astype(np.float32))
    return _draw(held, gaps, change, evidence, generator, ways)


def _speeding(gap: float, change: float) -> Floats:
    """(speeds before, speeds after): the chance of each change of speed."""
    sd = max(change * np.sqrt(gap), 0.15)
    chance = np.exp(-0.5 * ((SPEEDS[None, :] - SPEEDS[:, None]) / sd) ** 2)
    # The tail lets a speed change at once: a check-out, a collision with the ice.
    chance = chance / chance.sum(axis=1, keepdims=True)
    return np.asarray(0.995 * chance + 0.005 / len(SPEEDS))


def _exchange() -> Floats:
    begin, end = _EXCHANGED
    return np.array([[1 - begin, begin], [end, 1 - end]])


def _step(state: Floats, gap: float, change: float) -> Floats:
    """One frame on: speeds change, the yaw goes on by the speed, sides are exchanged or not."""
    moved = np.einsum("xyv,vw,xz->zyw", state, _speeding(gap, change), _exchange(), optimize=True)
    waves = np.fft.rfftfreq(STEPS, 1 / STEPS)
    shift = np.exp(-2j * np.pi * waves[:, None] * SPEEDS[None, :] * gap)
    spread = np.exp(-2 * (np.pi * waves * _WANDER) ** 2)
    turned = np.fft.irfft(
        np.fft.rfft(moved, axis=1) * (shift * spread[:, None])[None], n=STEPS, axis=1
    )
    return np.asarray(np.maximum(turned, 1e-14))


def _draw(
    held: list[NDArray[np.float32]],
    gaps: Floats,
    change: Floats,
    evidence: float,
    generator: np.random.Generator,
    ways: int,
) -> Ways:
    """Backward through the frames: a state of each given the state of the next."""
    frames = len(held)
    yaws = np.zeros((ways, frames))
    exchanged = np.zeros((frames, ways))
    side, step, speed = _pick(np.broadcast_to(held[-1], (ways, *held[-1].shape)), generator)
    yaws[:, -1] = YAWS[step]
    exchanged[-1] = side
    between = _exchange()
    around = np.arange(-_REACH, _REACH + 1)
    for frame in range(frames - 2, -1, -1):
        gap = float(gaps[frame + 1])
        came = step / STEPS - SPEEDS[speed] * gap  # where the yaw stood but for its wandering
        middle = np.round(came * STEPS).astype(np.intp)
        steps = middle[:, None] + around[None, :]
        near = np.exp(-0.5 * ((steps / STEPS - came[:, None]) / _WANDER) ** 2)
        slow = _speeding(gap, float(change[frame + 1]))[:, speed].T
        weight = (
            np.moveaxis(held[frame][:, steps % STEPS], 0, 1)
            * between[:, side].T[:, :, None, None]
            * near[:, None, :, None]
            * slow[:, None, None, :]
        )
        side, place, speed = _pick(weight, generator)
        before = steps[np.arange(ways), place]
        yaws[:, frame] = yaws[:, frame + 1] - (step - before) / STEPS
        step = before % STEPS
        exchanged[frame] = side
    yaws += generator.uniform(-0.5, 0.5, yaws.shape) / STEPS
    return Ways(yaws, evidence, exchanged.mean(axis=1))


def _pick(
    weight: NDArray[np.floating], generator: np.random.Generator
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """One state of each row of weights (ways, 2, yaws, speeds)."""
    flat = weight.reshape(len(weight), -1)
    summed = np.cumsum(flat, axis=1, dtype=np.float64)
    drawn = generator.random(len(flat)) * summed[:, -1]
    place = np.sum(summed < drawn[:, None], axis=1)
    place = np.minimum(place, flat.shape[1] - 1)
    side, step, speed = np.unravel_index(place, weight.shape[1:])
    return side, step, speed
