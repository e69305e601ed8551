"""A planned program beside what was seen of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Planned:
    """An element of the plan: its `row` there, its `code`, its `time` in seconds if the plan says
    one, and its `kind`: "jump", "spin", "passage", or "" for what is not looked for in a video."""

    row: int
    code: str
    time: int | None
    kind: str


@dataclass(frozen=True, slots=True)
class Found:
    """An element seen: its `kind` ("jump", "spin", "passage"), its `row` among the skate's jumps,
    spins or passages, and when it was, `start` to `end` in seconds of the clip."""

    kind: str
    row: int
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the comparison: an element planned, seen, or both.

    `late` is how many seconds later than planned it was (negative: earlier), by the clock of the
    program (`Beside.start`); None where the plan says no time. `certain` is False where another
    pairing fits nearly as well. `differences` and `sentence` describe; they are never a call.
    """

    planned: Planned | None
    seen: Found | None
    late: float | None
    certain: bool
    differences: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Plan and skate side by side, in order.

    `start` is when the program begins in the clip, in seconds, as the times of the plan suggest;
    None where they do not tell.
    """

    lines: tuple[Line, ...]
    start: float | None
    notes: tuple[str, ...] = ()

    @property
    def both(self) -> tuple[Line, ...]:
        """What was planned and seen."""
        return tuple(line for line in self.lines if line.planned and line.seen)

    @property
    def missing(self) -> tuple[Line, ...]:
        """What was planned and not seen, or not looked for."""
        return tuple(line for line in self.lines if line.seen is None)

    @property
    def extra(self) -> tuple[Line, ...]:
        """What was seen and not planned."""
        return tuple(line for line in self.lines if line.planned is None)
