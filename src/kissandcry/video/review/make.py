"""From a clip to a review: everything that is asked of it, one after the other."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from kissandcry.core import AgainstTheRules, KissAndCryError, SyntaxProblem
from kissandcry.program import PlannedProgram, plan_file
from kissandcry.video import (
    jumps,
    media,
    motion,
    passages,
    planned,
    poses,
    spins,
    stamina,
    tracking,
)
from kissandcry.video.motion import Motion
from kissandcry.video.music import hear, together
from kissandcry.video.poses import Floats, Poses, Recording
from kissandcry.video.review import words
from kissandcry.video.review.beside import beside
from kissandcry.video.review.model import (
    Curve,
    Element,
    Evidence,
    Half,
    Heard,
    Review,
    Source,
)
from kissandcry.video.seen import Estimate, Passage, Skate

Progress = Callable[[float, str], None]

_POSES: Final = ".json"  # a file of poses in place of a clip
_EVEN: Final = 10.0  # points a second of a curve over the whole clip
_FINE: Final = 60.0  # of one over a jump
# The 90 % interval of the mean energy of a passage, as shares; see docs/video/passages.md.
_ENERGY: Final = (0.6, 1.1)
_MARGIN: Final = 0.4  # seconds before and after a jump


@dataclass(frozen=True, slots=True, eq=False)
class Watched:
    """One clip and what was seen in it."""

    source: Source
    skate: Skate
    motion: Motion
    poses: Poses
    sound: media.Sound | None
    clip: Path | None
    energy: tuple[Floats, Floats]  # times and power, as `stamina.energy`


def watch(
    clip: Path,
    *,
    reference: Path | None = None,
    plan: Path | None = None,
    program: int = 0,
    tap: tuple[float, float, float] | None = None,
    stature: float | None = None,
    skater: str = "",
    start: float = 0.0,
    end: float | None = None,
    model: tracking.Quality = "full",
    cache: Path | None = None,
    progress: Progress | None = None,
) -> Review:
    """Review a clip, alone or beside a reference and a plan; either may be a file of poses.

    `program` is the number of the program in the plan, from 0. `progress` hears the share done and
    what is being done. Raises `NotAVideo`, `Unreadable`, `NothingSeen`, and what a plan raises.
    """
    tell = progress or (lambda share, what: None)
    own_share = 0.9 if reference is None else 0.47
    chosen = None if plan is None else _program(plan, program)

    def first(share: float, what: str) -> None:
        tell(own_share * share, what)

    own = look(clip, tap, stature, (start, end), model, cache, first)
    other = None
    if reference is not None:

        def second(share: float, what: str) -> None:
            tell(own_share * (1 + share), f"the reference: {what}")

        other = look(reference, None, None, (0.0, None), model, cache, second)
    tell(0.95, "measuring")
    review = Review(
        skater=skater,
        source=own.source,
        skate=own.skate,
        curves=_curves(own),
        reference=None if other is None else beside(own, other),
        music=_heard(own),
        stamina=_stamina(own),
        plan=() if chosen is None else _planned(chosen, own.skate),
        plan_title="" if chosen is None else chosen.title,
        cannot=tuple(words.cannot(own.skate)),
        evidence=_evidence(own, start, end),
        reference_evidence=None if other is None else _evidence(other, 0.0, None),
    )
    tell(1.0, "done")
    return review


def _evidence(of: Watched, start: float, end: float | None) -> Evidence:
    return Evidence(of.clip, of.poses, of.motion, start, end, of.sound)


def _program(path: Path, number: int) -> PlannedProgram:
    plan = plan_file.read(path)
    if not 0 <= number < len(plan.programs):
        raise SyntaxProblem(
            f"{path.name}: program {number + 1} is asked for, and the plan has {len(plan.programs)}"
        )
    return plan.programs[number]


def look(
    clip: Path,
    tap: tuple[float, float, float] | None,
    stature: float | None,
    part: tuple[float, float | None],
    model: tracking.Quality,
    cache: Path | None,
    progress: Progress,
) -> Watched:
    """What is seen in one clip, or in one file of poses."""
    sound = None
    notes: list[str] = []
    if clip.suffix.lower() == _POSES:
        if part != (0.0, None):
            raise AgainstTheRules(
                f"{clip.name}: a file of poses is watched whole; a part, by its start and end, is"
                " for a clip"
            )
        recording, has_video = poses.read(clip), False
    else:
        has_video = True
        recording = tracking.track(
            clip, tap=tap, start=part[0], end=part[1], model=model, cache=cache, progress=progress
        )
        try:
            sound = media.sound(clip, start=part[0], end=part[1])
        except KissAndCryError as error:
            notes.append(f"the sound cannot be heard: {error}")
        if sound is not None and sound.lost:
            notes.append(f"{sound.lost} pieces of the sound are damaged and silent")
    found = _skater(recording, clip.name)
    moved = motion.of(found, stature=stature)
    progress(1.0, "measuring")
    flown = jumps.find(moved)
    air = [
        (one.takeoff.value, one.landing.value)
        for jump in flown
        for one in jump.flights
        if one.takeoff.value is not None and one.landing.value is not None
    ]
    turned = spins.find(moved, found, air)
    energy = stamina.energy(moved)
    skate = Skate(
        float(found.times[-1] - found.times[0]),
        found.fps,
        flown,
        turned,
        _with_energy(passages.find(moved, flown, turned), *energy),
        passages.travel(moved),
        (*recording.notes, *moved.notes, *notes),
    )
    source = Source(
        clip.name,
        found.size,
        found.fps,
        skate.duration,
        recording.source,
        has_video,
        sound is not None,
    )
    return Watched(source, skate, moved, found, sound, clip if has_video else None, energy)


def _with_energy(found: tuple[Passage, ...], times: Floats, power: Floats) -> tuple[Passage, ...]:
    """The passages with the mean energy of the limbs in each."""
    said = []
    for one in found:
        here = power[(times >= one.start) & (times <= one.end)]
        known = here[np.isfinite(here)]
        told = replace(one.energy, reason=one.energy.reason or "too little of the limbs is seen")
        if one.kind != "not seen" and 2 * len(known) >= max(len(here), 1):
            mean = float(np.mean(known))
            told = Estimate(mean, _ENERGY[0] * mean, _ENERGY[1] * mean, one.energy.unit)
        said.append(replace(one, energy=told))
    return tuple(said)


def _skater(recording: Recording, name: str) -> Poses:
    """The poses of the skater: the first of those tracked here; in a file who is seen longest."""
    if not recording.people:
        raise SyntaxProblem(f"{name}: nobody is in the file of poses")
    return max(recording.people, key=lambda one: int(one.seen.sum()))


def _curves(of: Watched) -> tuple[Curve, ...]:
    """Height over each jump, energy over the clip."""
    found = []
    times = of.motion.times
    for number, jump in enumerate(of.skate.jumps, start=1):
        near = (times > jump.start - _MARGIN) & (times < jump.end + _MARGIN)
        if near.sum() > 3:
            points = _points(times[near], of.motion.lift[near], _FINE)
            found.append(Curve("height", "m", points, number))
    when, energy = of.energy
    found.append(Curve("energy", "W/kg", _points(when, energy, _EVEN)))
    for number, spin in enumerate(of.skate.spins, start=1):
        found.append(Curve("turning", "turns a minute", tuple(spin.speed), number))
    return tuple(found)


def _points(times: Floats, values: Floats, rate: float) -> tuple[tuple[float, float | None], ...]:
    """At most so many points a second, rounded."""
    if len(times) < 2:
        return ()
    step = max(1, round(1 / rate / max(float(np.median(np.diff(times))), 1e-6)))
    return tuple(
        (round(float(t), 3), round(float(v), 4) if np.isfinite(v) else None)
        for t, v in zip(times[::step], values[::step], strict=True)
    )


def _heard(of: Watched) -> Heard | None:
    """The music and the movement; None where there is no sound."""
    if of.sound is None:
        return None
    music = hear(of.sound)
    when, energy = of.energy
    both = together(music, (when - float(of.poses.times[0])).tolist(), energy.tolist())
    begin = float(of.poses.times[0])
    known = both.correlation is not None
    reason = both.reason or music.reason
    paces = [pace for _, pace in music.tempo]
    tempo = float(np.median(paces)) if paces else None
    return Heard(
        tempo=Estimate(tempo, None, None, "bpm", music.reason),
        correlation=Estimate(both.correlation, None, None, "", reason),
        lag=Estimate(both.lag if known else None, None, None, "s", reason),
        p=both.p,
        hit=tuple(one.time + begin for one in both.accents if one.hit),
        missed=tuple(one.time + begin for one in both.accents if not one.hit),
        beats=tuple(one + begin for one in music.beats),
        notes=(both.sentence,) if both.sentence else (),
    )


def _stamina(of: Watched) -> tuple[Half, ...]:
    found = stamina.of(of.skate, of.motion)
    return tuple(Half(one.what, one.first, one.second, one.change) for one in found.halves)


def _name(kind: str, row: int, skate: Skate) -> str:
    """What was seen, in words."""
    if kind == "jump":
        return words.jump_name(skate.jumps[row])
    return "spin" if kind == "spin" else words.passage(skate.passages[row])


def _planned(program: PlannedProgram, skate: Skate) -> tuple[Element, ...]:
    found = []
    for line in planned.beside(program, skate).lines:
        of, seen = line.planned, line.seen
        found.append(
            Element(
                "" if of is None else of.code,
                None if of is None or of.time is None else float(of.time),
                "" if seen is None else _name(seen.kind, seen.row, skate),
                None if seen is None else seen.start,
                line.sentence,
            )
        )
    return tuple(found)
