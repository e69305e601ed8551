"""What is told of the turning of one flight."""

from dataclasses import dataclass
from typing import Protocol

from kissandcry.video.poses import Floats
from kissandcry.video.seen import Chance, Estimate


class Moving(Protocol):
    """What the turning is read from: landmarks over time, as `motion.of` gives them."""

    @property
    def times(self) -> Floats:
        """(frames,) seconds."""

    @property
    def joints(self) -> Floats:
        """(frames, 33, 2) pixels, NaN where unknown."""

    @property
    def scale(self) -> Floats:
        """(frames,) pixels a metre, NaN where unknown."""

    @property
    def world(self) -> Floats:
        """(frames, 33, 3) metres, z away from the camera; NaN where depth is not known."""

    @property
    def cuts(self) -> tuple[int, ...]:
        """The first frames of new shots."""


@dataclass(frozen=True, slots=True, eq=False)
class Turning:
    """How a skater turned in a flight. `rotation` in turns, in the air alone.

    `counter_clockwise`, `axel`, `toe`, `turns` and `short` as in `seen.Flight`. `curve` holds
    (seconds, turns) of the body, from before take-off to after landing, 0 at take-off, growing
    whichever way the skater turns; `speed` is the mean speed in the air in turns a second.
    """

    rotation: Estimate
    counter_clockwise: Chance
    axel: Chance
    toe: Chance
    turns: int | None
    short: str
    curve: tuple[tuple[float, float], ...]
    speed: Estimate
    notes: tuple[str, ...] = ()
