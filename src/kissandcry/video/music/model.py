"""What is heard in the sound of a clip, and how a movement goes with it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Music:
    """The music of a clip. Times are in seconds from the clip's first frame.

    `onset` is a curve of (time, strength), 25 a second: how much begins to sound, 1 on average.
    `beats` are the times of the beats, as a listener taps quarter notes; `tempo` is a curve of
    (time, beats a minute), one point between two beats each. `start` and `end` are those of the
    sound. Where nothing can be told all of them are empty and `reason` says why.
    """

    onset: tuple[tuple[float, float], ...]
    beats: tuple[float, ...]
    tempo: tuple[tuple[float, float], ...]
    start: float
    end: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Accent:
    """A strong onset of the music at `time` (seconds), `strength` times the usual one.

    `hit` is whether the movement has a burst of its own there, `moved` when (seconds), None where
    there is none.
    """

    time: float
    strength: float
    hit: bool
    moved: float | None


@dataclass(frozen=True, slots=True)
class Together:
    """How far a movement follows the music.

    `correlation` (-1 to 1) is the largest between the energy of the movement and the music (onsets
    and beats), found for a movement that comes `lag` seconds after it (negative: before it). `p` is
    the share of `shifts` turns of the movement against the music, in a circle, that fit as well:
    (1 + those) / (1 + `shifts`). `by_chance` is how many accents such a shifted movement hits on
    average.
    All are None where it cannot be told, and `reason` says why. `sentence` says it in words.
    """

    correlation: float | None
    lag: float | None
    p: float | None
    shifts: int
    accents: tuple[Accent, ...]
    by_chance: float | None
    sentence: str
    reason: str = ""

    @property
    def hits(self) -> int:
        """How many accents the movement hits."""
        return sum(accent.hit for accent in self.accents)
