"""What is compared, and what a comparison says. Times are in seconds of the clip they belong to."""

from dataclasses import dataclass

import numpy as np

from kissandcry.video.motion import Motion
from kissandcry.video.seen import Estimate, Skate


@dataclass(frozen=True, slots=True, eq=False)
class Watched:
    """One clip, watched: what was seen in it, and the movement it was seen in."""

    skate: Skate
    motion: Motion


@dataclass(frozen=True, slots=True)
class Pair:
    """An element of ours and the one it was matched with: (start, end) each, None: unmatched.

    `kind` is "jump", "spin" or "passage".
    """

    kind: str
    ours: tuple[float, float] | None
    theirs: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference, ours less theirs, from times that were not warped.

    `about` is "timing", "shape", "height", "rotation speed", "position" or "arms".
    """

    about: str
    ours: float
    theirs: float
    amount: Estimate
    words: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike a pair is, 0 to 100; None where the video cannot tell, and `reason` says why."""

    pair: Pair
    value: float | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two skates beside each other.

    `step` holds (ours, theirs), both increasing: the corners of the map for playback in step.
    `mirrored` is whether the reference is compared as in a mirror; None: cannot tell.
    """

    pairs: tuple[Pair, ...]
    step: tuple[tuple[float, float], ...]
    differences: tuple[Difference, ...]
    likeness: tuple[Likeness, ...]
    mirrored: bool | None
    notes: tuple[str, ...] = ()

    def in_step(self, time: float) -> float | None:
        """The moment of theirs that belongs to `time` of ours; None where nothing was aligned."""
        if not self.step:
            return None
        ours, theirs = zip(*self.step, strict=True)
        return float(np.interp(time, ours, theirs))
