"""A review: what was seen of one clip, alone, beside a reference, its music and its plan."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kissandcry.video.media import Sound
from kissandcry.video.motion import Motion
from kissandcry.video.poses import Poses
from kissandcry.video.seen import Estimate, Skate

VERSION: Final = 1  # of review.json


@dataclass(frozen=True, slots=True)
class Curve:
    """A measure over time: `points` of (seconds, value in `unit`); None where it is not known.

    `about` is what it is of: "height" of the hips over their standing course, "energy" of the body,
    "speed" over the ice. `element` numbers the jump or spin that it belongs to, from 1 on; None
    where it is of the whole clip.
    """

    about: str
    unit: str
    points: tuple[tuple[float, float | None], ...]
    element: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """What a skate was seen in: the name of the file, its picture and frames, and who found the
    poses. Nothing else that a clip carries is kept."""

    name: str
    size: tuple[int, int]
    fps: float
    duration: float
    tracker: str
    has_video: bool
    has_sound: bool


@dataclass(frozen=True, slots=True)
class Apart:
    """Where two skates are furthest apart: at `ours` and `theirs` (seconds), in which element or
    phrase, and how, in a sentence."""

    ours: float
    theirs: float
    what: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure of an element in both skates, and the difference ours minus theirs."""

    element: str
    measure: str
    ours: Estimate
    theirs: Estimate
    difference: Estimate


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like two phrases are, 0 to 1, and between which seconds of ours and of theirs."""

    what: str
    ours: tuple[float, float]
    theirs: tuple[float, float]
    value: Estimate


@dataclass(frozen=True, slots=True)
class Reference:
    """The skate beside ours. `in_step` pairs seconds of ours with seconds of theirs, increasing;
    `yardsticks` says what a likeness of so much means, in sentences with their values."""

    source: Source
    skate: Skate
    in_step: tuple[tuple[float, float], ...]
    matched: tuple[tuple[str, str], ...]
    differences: tuple[Difference, ...]
    apart: tuple[Apart, ...]
    likeness: tuple[Likeness, ...]
    yardsticks: tuple[tuple[str, float], ...]
    mirrored: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """The music and the movement: their correlation at `lag` seconds (the body after the music),
    `p` of as much by chance, and the accents of the music that the body hits or misses."""

    tempo: Estimate
    correlation: Estimate
    lag: Estimate
    p: float | None
    hit: tuple[float, ...]
    missed: tuple[float, ...]
    beats: tuple[float, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Half:
    """A measure in the first half of the skate and in the second, and the change."""

    measure: str
    first: Estimate
    second: Estimate
    change: Estimate


@dataclass(frozen=True, slots=True)
class Element:
    """A line of the plan beside what was done: `code` as planned ("" for what was not planned),
    `planned` its time in the plan, `seen` and `start` what was seen and when; `said` in words."""

    code: str
    planned: float | None
    seen: str
    start: float | None
    said: str


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What the numbers were measured in, for the pictures: not part of review.json."""

    clip: Path | None
    poses: Poses
    motion: Motion | None = None
    start: float = 0.0
    end: float | None = None
    sound: Sound | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """What one clip shows, and what it cannot tell.

    `evidence` and `reference_evidence` are there only in the run that watched the clips.
    """

    skater: str
    source: Source
    skate: Skate
    curves: tuple[Curve, ...] = ()
    reference: Reference | None = None
    music: Heard | None = None
    stamina: tuple[Half, ...] = ()
    plan: tuple[Element, ...] = ()
    plan_title: str = ""
    cannot: tuple[str, ...] = ()
    version: int = VERSION
    evidence: Evidence | None = field(default=None, compare=False, repr=False)
    reference_evidence: Evidence | None = field(default=None, compare=False, repr=False)
