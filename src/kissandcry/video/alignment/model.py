"""What two skates beside each other say. Times are in seconds of the clip they belong to."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from kissandcry.video.poses import Floats

View = Literal["picture", "bends", "heights"]


@dataclass(frozen=True, slots=True)
class Pair:
    """An element of ours and the one that it was matched with, by their rows. `kind` is "jump" or
    "spin"."""

    kind: str
    ours: int
    theirs: int


@dataclass(frozen=True, slots=True, eq=False)
class Aligned:
    """Which moment of theirs belongs to which of ours.

    `ours`, `theirs` (n,) in seconds, the first evenly, the second never falling; `off` (n,) how
    far apart the two bodies are then, in metres of each joint; `likeness` (n,) is 1 for the same
    and 0 for moments that are put together at random. `mirrored` is whether left and right of the
    reference are exchanged; `view` is what was compared: joints in the "picture", for cameras on
    one side, else the "bends" of limbs in space, or the "heights" of the joints.
    """

    ours: Floats
    theirs: Floats
    off: Floats
    likeness: Floats
    mirrored: bool
    view: View

    def in_step(self, time: float) -> float:
        """The moment of theirs that belongs to `time` of ours."""
        return float(np.interp(time, self.ours, self.theirs))

    def between(self, start: float, end: float) -> float | None:
        """The mean likeness between two times of ours; None where the bodies are not seen."""
        inside = (self.ours >= start) & (self.ours <= end) & np.isfinite(self.likeness)
        return float(np.clip(self.likeness[inside].mean(), 0, 1)) if inside.sum() >= 5 else None
