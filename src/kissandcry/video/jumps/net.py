"""A small network: what a line of numbers means, by weights that were fitted."""

from typing import Final

import msgspec
import numpy as np

from kissandcry.video.poses import Floats

LEAK: Final = 0.1  # what a unit lets through below 0


class Layer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`weights` (inputs, outputs) and what is added to each output."""

    weights: tuple[tuple[float, ...], ...]
    plus: tuple[float, ...]


class Net(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What each input is counted from and in, and the layers."""

    mean: tuple[float, ...]
    wide: tuple[float, ...]
    layers: tuple[Layer, ...]

    def of(self, rows: Floats) -> Floats:
        """(n, outputs) of (n, inputs)."""
        values = (rows - np.array(self.mean)) / np.array(self.wide)
        for number, layer in enumerate(self.layers):
            if number:
                values = np.where(values > 0, values, LEAK * values)
            values = values @ np.array(layer.weights) + np.array(layer.plus)
        return np.asarray(values)
