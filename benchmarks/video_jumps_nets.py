"""Training of the small networks of jumps: Adam with decoupled decay, a cosine of rates."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kissandcry.video.jumps.net import LEAK, Layer, Net

Array = NDArray[np.floating[Any]]
Slope = Callable[[Array, Array], Array]  # of the loss, by the outputs
BATCH = 256
DECAY = 0.02
NOISE = 0.1  # added to inputs, in their own spread
RATE = 2e-3
DOUBT = (-6.0, 0.0)  # of its logarithm, in the unit of the targets


def either(output: Array, target: Array) -> Array:
    """The slope of the logistic loss."""
    return np.asarray(1 / (1 + np.exp(-np.clip(output, -30, 30))) - target)


def doubtful(output: Array, target: Array) -> Array:
    """The slope of a Laplace loss: half of the outputs are values, half logarithms of their
    doubt."""
    half = target.shape[1]
    log = np.clip(output[:, half:], *DOUBT)
    wide = np.exp(log)
    off = target - output[:, :half]
    inside = (output[:, half:] > DOUBT[0]) & (output[:, half:] < DOUBT[1])
    return np.concatenate(
        [-np.tanh(off / 0.02) / wide, np.where(inside, 1 - np.abs(off) / wide, 0.0)], axis=1
    )


def trained(
    x: Array,
    y: Array,
    hidden: tuple[int, ...],
    slope: Slope,
    random: np.random.Generator,
    *,
    steps: int,
) -> Net:
    """A network fitted to inputs (n, inputs) and targets (n, outputs or half as many)."""
    mean, wide = x.mean(axis=0), x.std(axis=0) + 0.02
    z = ((x - mean) / wide).astype(np.float32)
    outputs = y.shape[1] * (2 if slope is doubtful else 1)
    sizes = (x.shape[1], *hidden, outputs)
    weights = [random.normal(0, a**-0.5, (a, b)).astype(np.float32) for a, b in pairwise(sizes)]
    plus = [np.zeros(b, np.float32) for b in sizes[1:]]
    weights[-1] *= 0.1
    if slope is doubtful:
        plus[-1][y.shape[1] :] = -1.5
    moments = [[np.zeros_like(one) for one in (*weights, *plus)] for _ in range(2)]
    for step in range(1, steps + 1):
        rows = random.integers(0, len(z), BATCH)
        noise = random.normal(0, NOISE, (BATCH, z.shape[1])).astype(np.float32)
        slopes = _slopes(weights, plus, z[rows] + noise, y[rows], slope)
        rate = RATE * min(1, step / 200) * 0.5 * (1 + np.cos(np.pi * step / steps))
        for number, (value, own) in enumerate(zip((*weights, *plus), slopes, strict=True)):
            first, second = moments[0][number], moments[1][number]
            first += 0.1 * (own - first)
            second += 0.001 * (own**2 - second)
            change = first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
            value -= rate * (change + (DECAY * value if number < len(weights) else 0))
    layers = tuple(
        Layer(tuple(_rounded(row) for row in w), _rounded(p))
        for w, p in zip(weights, plus, strict=True)
    )
    return Net(_rounded(mean), _rounded(wide), layers)


def _slopes(
    weights: list[Array], plus: list[Array], x: Array, y: Array, slope: Slope
) -> list[Array]:
    """Of the loss by each weight, then by each thing that is added."""
    values: list[Array] = [x]
    for number, (w, p) in enumerate(zip(weights, plus, strict=True)):
        out = values[-1] @ w + p
        values.append(out if number == len(weights) - 1 else np.where(out > 0, out, LEAK * out))
    back: Array = (slope(values[-1], y) / len(x)).astype(np.float32)
    found: list[Array] = [np.zeros(0)] * (2 * len(weights))
    for number in range(len(weights) - 1, -1, -1):
        found[number] = values[number].T @ back
        found[len(weights) + number] = back.sum(axis=0)
        back = (back @ weights[number].T) * np.where(values[number] > 0, 1, LEAK)
    return found


def _rounded(values: Array) -> tuple[float, ...]:
    return tuple(float(f"{one:.4g}") for one in values)
