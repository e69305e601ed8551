"""Elements as a video shows them. No grade of execution and no component: a video does not tell."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measured number with its 90 % interval, `low` to `high`, in `unit`.

    Where it cannot be told all three are None, and `reason` says why in one sentence; a reason may
    also stand beside a number that is worth little.
    """

    value: float | None
    low: float | None
    high: float | None
    unit: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Chance:
    """How likely something is, 0 to 1; None where the video cannot tell, and `reason` says why."""

    value: float | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Flight:
    """One time in the air.

    `takeoff` and `landing` are in seconds from the start of the clip, to a fraction of a frame;
    `air_time` in seconds; `height` in metres, g t²/8; `rise` in metres, of the hips, by the body's
    size; `rotation` in turns, in the air alone; `counter_clockwise` is the chance that the skater
    turns to the left as seen from above, `axel` that the take-off is forward, `toe` that a toe
    pick helps. `turns` is the number of turns of the jump's name that fits (an Axel's half turn
    left out), None where it cannot be told; `short` says whether the rotation was
    complete: "complete", "quarter", "under-rotated", "downgraded" or "cannot tell".
    `complete` is whether the clip shows both take-off and landing.
    """

    takeoff: Estimate
    landing: Estimate
    air_time: Estimate
    height: Estimate
    rise: Estimate
    rotation: Estimate
    counter_clockwise: Chance
    axel: Chance
    toe: Chance
    turns: int | None
    short: str
    complete: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Jump:
    """A jump element: one flight, or several in combination. `start` and `end` in seconds.

    `code` is what it may have been, in notation with `?` where it is open ("3?+2T"), for people to
    read, never a call. `fall` and `popped` are chances.
    """

    start: float
    end: float
    flights: tuple[Flight, ...]
    code: str
    fall: Chance
    popped: Chance


@dataclass(frozen=True, slots=True)
class Position:
    """A position held in a spin: "upright", "sit", "camel", "layback" or "cannot tell"."""

    name: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Spin:
    """A spin. `start` and `end` in seconds; `speed` is a curve of (seconds, turns a minute).

    `revolutions` in turns; `fastest` in turns a minute; `flying` whether it began with a flight.
    """

    start: float
    end: float
    revolutions: Estimate
    fastest: Estimate
    speed: tuple[tuple[float, float], ...]
    positions: tuple[Position, ...]
    changes: int | None
    flying: Chance
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """What lies between jumps and spins, `start` to `end` in seconds.

    `kind` is "steps", "gliding", "still" or "not seen"; a choreographic sequence is not told from
    these. `turning` counts how often the body showed its other side. `energy` is the mean energy
    of movement in watts a kilogram, in the plane of the picture; a review fills it in.
    """

    start: float
    end: float
    kind: str
    turning: Estimate
    energy: Estimate


@dataclass(frozen=True, slots=True)
class Travel:
    """How the skater moved across the picture, beside the background; what goes towards the camera
    or away from it is not seen, so the way over the ice is longer.

    `speed` is a curve of (time, metres a second), `distance` in metres, `fastest` in metres a
    second. `path` holds the pieces between cuts and gaps: (time, metres to the right of where the
    piece began). `on_rink` is whether the lines of the rink were used; they are not.
    """

    speed: tuple[tuple[float, float], ...]
    distance: Estimate
    path: tuple[tuple[tuple[float, float], ...], ...]
    on_rink: bool
    fastest: Estimate = Estimate(None, None, None, "m/s")


@dataclass(frozen=True, slots=True)
class Skate:
    """Everything that was seen in one clip, in the order of time."""

    duration: float
    fps: float
    jumps: tuple[Jump, ...]
    spins: tuple[Spin, ...]
    passages: tuple[Passage, ...]
    travel: Travel
    notes: tuple[str, ...] = ()
