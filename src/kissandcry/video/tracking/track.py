"""From a clip to the poses of the skater."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, Literal

import numpy as np

from kissandcry.core import NotAVideo, NothingSeen
from kissandcry.video import media
from kissandcry.video.media import Frame
from kissandcry.video.poses import Camera, Poses, Recording
from kissandcry.video.tracking import person, store
from kissandcry.video.tracking.course import course
from kissandcry.video.tracking.follow import Followed, Follower
from kissandcry.video.tracking.landmarks import Landmarker
from kissandcry.video.tracking.survey import HEIGHT, Survey, survey

Quality = Literal["lite", "full", "heavy"]
Progress = Callable[[float, str], None]

_TALL: Final = 1080  # pixels of the pictures in which landmarks are looked for
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
    last = clip.duration if end is None else min(end, clip.duration or end)
    if last - start > media.LONGEST:
        raise NotAVideo(
            f"{path.name}: {(last - start) / 60:.0f} minutes are asked for, and at most"
            f" {media.LONGEST / 60:.0f} are watched at once; --start and --end choose a part"
        )
    whole = max(last - start, 1e-6)

    def share(time: float) -> float:
        return min((time - start) / whole, 1.0)

    with media.frames(path, start=start, end=end, height=HEIGHT) as frames:
        seen = survey(frames, lambda time: tell(_FIRST * share(time), "looking for the skater"))
        notes = list(frames.notes)
    chosen, doubt = _chosen(seen, clip.size, tap, path.name)
    if doubt:
        notes.append(doubt)
    way = course(seen, chosen)
    folder = None if cache is None else cache / store.key_of(path, model, tap, start, end)

    def told(time: float) -> None:
        tell(_FIRST + (1 - _FIRST) * share(time), "following the skater")

    found = _follow(path, Follower(Landmarker(model), way, seen.size[1]), seen, folder, end, told)
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
        scale = seen.size[1] / size[1]
        return person.tapped(found, (tap[0], tap[1] * scale, tap[2] * scale))[0], ""
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


def _follow(
    path: Path,
    follower: Follower,
    seen: Survey,
    folder: Path | None,
    end: float | None,
    tell: Callable[[float], None],
) -> Followed:
    """The second pass, part by part; parts that are kept are not made again."""
    parts: list[Followed] = []
    done = 0
    while done < len(seen.times):
        first = done
        edge = float(seen.times[first]) + store.CHUNK
        until = int(np.searchsorted(seen.times, edge - 1e-6))
        place = None if folder is None else folder / f"{first}.npz"
        part = None if place is None else store.load(place)
        if part is None or len(part.times) != until - first:
            begin = float(seen.times[first])
            stop = end if until >= len(seen.times) else float(seen.times[until])
            with media.frames(path, start=begin, end=stop, height=_TALL) as frames:
                part = follower.follow(_counted(frames, until - first), first, tell)
            if place is not None and len(part.times) == until - first:
                store.save(place, part)
        if not len(part.times):
            break
        parts.append(part)
        done = first + len(part.times)
    if not parts:
        raise NothingSeen(f"{path.name}: its frames were seen once and not again")
    return store.joined(parts)


def _counted(frames: Iterator[Frame], many: int) -> Iterator[Frame]:
    for _, frame in zip(range(many), frames, strict=False):
        yield frame


def _poses(found: Followed, seen: Survey, size: tuple[int, int], fps: float) -> Poses:
    """The poses in pixels of the clip."""
    count = len(found.times)
    up = size[1] / min(size[1], _TALL)
    grow = size[1] / seen.size[1]
    steady = seen.steady[:count].copy()
    steady[:, :, 2] *= grow
    cuts = tuple(one for one in seen.cuts if one < count)
    return Poses(
        times=found.times,
        image=found.image * up,
        visibility=found.visibility,
        depth=found.depth * up,
        world=found.world,
        size=size,
        fps=fps,
        camera=Camera(steady, cuts),
        appearance=found.appearance,
    )
