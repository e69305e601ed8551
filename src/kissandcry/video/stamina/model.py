"""How a skater's strength holds over a program."""

from dataclasses import dataclass

from kissandcry.video.seen.model import Estimate


@dataclass(frozen=True, slots=True)
class Halves:
    """One measure in the first half of what the clip shows against the second.

    `what` is "energy of movement" (W/kg), "height of jumps" (m) or "speed of spins" (turns a
    minute); `first` and `second` are means of `counts` values each, `change` is second less first.
    All intervals are 90 % ones, from how much the values of a half differ among themselves.
    """

    what: str
    first: Estimate
    second: Estimate
    change: Estimate
    counts: tuple[int, int]
    sentence: str


@dataclass(frozen=True, slots=True)
class Stamina:
    """Energy of movement, height of jumps, speed of spins over the program, and their halves.

    `energy` is a curve of (time, W/kg), one point a second; `heights` are (time, m, of the first
    flight of each jump), `spins` (time, turns a minute, the fastest of each). `middle` is the time,
    in seconds, that parts the halves; None where nothing was seen.
    """

    energy: tuple[tuple[float, float], ...]
    heights: tuple[tuple[float, float], ...]
    spins: tuple[tuple[float, float], ...]
    middle: float | None
    halves: tuple[Halves, ...]
    notes: tuple[str, ...] = ()
