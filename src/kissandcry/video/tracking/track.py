"""From a clip to the poses of the skater."""

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Final, Literal

import numpy as np

from kissandcry.core import NotAVideo, NothingSeen
from kissandcry.video import media
from kissandcry.video.media import Clip
from kissandcry.video.poses import Camera, Poses, Recording
from kissandcry.video.tracking import person, store
from kissandcry.video.tracking.course import course
from kissandcry.video.tracking.follow import Followed, Follower
from kissandcry.video.tracking.landmarks import Landmarker
from kissandcry.video.tracking.survey import HEIGHT, Survey, survey

Quality = Literal["lite", "full", "heavy"]
Progress = Callable[[float, str], None]

_HEIGHTS: Final = (540, 720, 1080)  # pixels of the pictures in which landmarks are looked for
_SIDE: Final = 320  # pixels of the square around a body; what the model sees has 256
_FIRST: Final = 0.4  # of the work is the first pass
_LEAST_SEEN: Final = 0.05  # of the frames
SOURCE: Final = "BlazePose of @mediapipe/pose 0.5"


def track(
    path: Path,
    *,
    tap: tuple[float, float, float] | None = None,
    model: Quality = "full",
    start: float = 0.0,
    end: float | None = None,
    cache: Path | None = None,
    progress: Progress | None = None,
) -> Recording:
    """The poses of the skater in a clip, frame by frame.

    Of several people the skater is who is seen longest, largest and moving; `tap` (seconds, and x,
    y in pixels) says who is. Times and taps are of the whole clip. `cache` is a folder that keeps
    the work, so that it goes on when it is broken off. `progress` hears the share done and what.

    Raises `NothingSeen` where nobody can be followed, and as `media.frames`.
    """
    tell = progress or (lambda share, words: None)
    clip = media.probe(path)
    if clip.slowed > 1:
        raise NotAVideo(
            f"{path.name}: it is kept in slow motion, {clip.slowed:g} times slower than it was"
            " filmed; times in the air and speeds are told of a clip that plays as it was filmed"
        )
    whole = _length(clip, start, end)

    def share(time: float) -> float:
        return min((time - start) / whole, 1.0)

    def seeing(time: float) -> None:
        tell(_FIRST * share(time), "looking for the skater")

    place = None if cache is None else cache / store.key_of(path, start, end)
    seen = _surveyed(path, start, end, place, seeing)
    notes = list(seen.notes)
    chosen, doubt = _chosen(seen, clip.size, tap, path.name)
    if doubt:
        notes.append(doubt)
    way = course(seen, chosen)
    folder = None if place is None else place / f"{model} {tap}"

    def told(time: float) -> None:
        tell(_FIRST + (1 - _FIRST) * share(time), "following the skater")

    follower = Follower(Landmarker(model), way, seen.size[1])
    found = _follow(path, follower, seen, folder, told)
    if follower.missing:
        notes.append(
            f"{follower.missing} frames could not be read a second time, and nobody is followed in"
            " them"
        )
    poses = _poses(found, seen, clip.size, clip.fps)
    if poses.seen.mean() < _LEAST_SEEN:
        raise NothingSeen(f"{path.name}: somebody is there, but no body can be followed")
    return Recording((poses,), SOURCE, tuple(notes))


def _chosen(
    seen: Survey, size: tuple[int, int], tap: tuple[float, float, float] | None, name: str
) -> tuple[person.Way, str]:
    """The way of the skater, and a sentence where it may be another."""
    if not len(seen.times):
        raise NothingSeen(f"{name}: the clip has no frames in the part that was asked for")
    found = person.ways(seen.samples, seen.size[1])
    if not found or len(found[0].seen) < 2:
        raise NothingSeen(
            f"{name}: nobody is seen in it who could be followed; a skater should be at least a"
            " tenth of the picture high"
        )
    if tap is not None:
        return person.tapped(found, tap, seen.size[1] / size[1])[0], ""
    if not person.doubtful(found):
        return found[0], ""
    one, other = (way.seen[len(way.seen) // 2] for way in found[:2])
    return found[0], (
        f"more than one person may be meant: followed is who is at {_where(one, seen)}, and not who"
        f" is at {_where(other, seen)}; --tap says who is the skater"
    )


def _where(one: person.Seen, seen: Survey) -> str:
    x = one.person.hips[0]
    across = "left" if x < seen.size[0] / 3 else "right" if x > seen.size[0] * 2 / 3 else "middle"
    return f"the {across} of the picture at {one.time:.1f} s"


def _length(clip: Clip, start: float, end: float | None) -> float:
    """Seconds that are to be watched, about. Raises `NotAVideo` where none are, or too many."""
    if end is not None and end <= start:
        raise NotAVideo(
            f"{clip.path.name}: the part from {start:g} to {end:g} s is asked for, and it has no"
            " length; the end lies after the start"
        )
    last = clip.duration if end is None else min(end, clip.duration or end)
    if last - start > media.LONGEST:
        raise NotAVideo(
            f"{clip.path.name}: {(last - start) / 60:.0f} minutes are asked for, and at most"
            f" {media.LONGEST / 60:.0f} are watched at once; --start and --end choose a part"
        )
    return max(last - start, 1e-6)


def _surveyed(
    path: Path, start: float, end: float | None, place: Path | None, tell: Callable[[float], None]
) -> Survey:
    """The first pass; not made again where it is kept."""
    kept = None if place is None else store.load_survey(place / "survey")
    if kept is not None:
        return kept
    with media.frames(path, start=start, end=end, height=HEIGHT) as frames:
        found = replace(survey(frames, tell), notes=tuple(frames.notes))
    if place is not None:
        store.save_survey(place / "survey", found)
    return found


def _follow(
    path: Path,
    follower: Follower,
    seen: Survey,
    folder: Path | None,
    tell: Callable[[float], None],
) -> Followed:
    """The second pass, part by part; parts that are kept are not made again."""
    parts: list[Followed] = []
    first = 0
    while first < len(seen.times):
        until = int(np.searchsorted(seen.times, seen.times[first] + store.CHUNK - 1e-6))
        times = seen.times[first:until]
        place = None if folder is None else folder / f"{first}"
        part = None if place is None else store.load(place)
        if part is None or not np.array_equal(part.times, times):
            stop = None if until >= len(seen.times) else float(seen.times[until])
            high = _height(follower.course.scale(slice(first, until), _SIDE) * seen.size[1])
            with media.frames(path, start=float(times[0]), end=stop, height=high) as frames:
                some = islice(frames, len(times))
                missing = follower.missing
                part = follower.follow(some, first, times, tell)
            if place is not None and follower.missing == missing:
                store.save(place, part)
        parts.append(part)
        first = until
    return store.joined(parts)


def _height(needed: float) -> int:
    """The pictures of the second pass are as high as they must be, of a few heights."""
    return next((one for one in _HEIGHTS if one >= needed), _HEIGHTS[-1])


def _poses(found: Followed, seen: Survey, size: tuple[int, int], fps: float) -> Poses:
    """The poses in pixels of the clip."""
    grow = size[1] / seen.size[1]
    steady = seen.steady.copy()
    steady[:, :, 2] *= grow
    return Poses(
        times=found.times,
        image=found.image * grow,
        visibility=found.visibility,
        depth=found.depth * grow,
        world=found.world,
        size=size,
        fps=fps,
        camera=Camera(steady, seen.cuts),
        appearance=found.appearance,
    )
