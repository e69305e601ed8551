"""What stands on the shelf, and what it shows of a skater over the days."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Kept:
    """A review on the shelf: `key` opens it, `sentence` says what was seen."""

    key: str
    skater: str
    day: date
    sentence: str


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a person says the jump at `index` (from 0, in the order of the review's jumps) was:
    its code in notation, and whether it was landed."""

    index: int
    code: str
    landed: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure of one element of one review, with its 90 % interval, in `unit`.

    `measure` is "jump height", "air time", "rotation in the air" or "spin speed", and `kind` what
    jump it was of, as a person confirmed it, "" where nobody did and for spins. `start` is when
    the element begins in the clip, in seconds.
    """

    day: date
    key: str
    measure: str
    kind: str
    start: float
    value: float
    low: float
    high: float
    unit: str
