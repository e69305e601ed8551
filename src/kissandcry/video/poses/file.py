"""Poses in a file: JSON, as docs/video/poses.md describes it, for any tracker to write."""

import math
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec
import numpy as np

from kissandcry.core import Contradiction, SyntaxProblem, Unreadable
from kissandcry.video.poses import amiss
from kissandcry.video.poses.landmarks import LANDMARKS, PLACE
from kissandcry.video.poses.model import Camera, Floats, Poses, Recording

FORMAT: Final = "kissandcry poses"
VERSION: Final = 1
MAXIMUM_BYTES: Final = 512 * 1024 * 1024  # four people for four minutes at 60 frames a second
MOST_FRAMES: Final = 20 * 60 * 240
MOST_PEOPLE: Final = 32
MOST_PIXELS: Final = 100_000  # of a side, and how far outside of the picture a landmark may lie
_FURTHEST: Final = 100.0  # metres from the hips
_WIDEST_MAP: Final = 1e9
_DIGITS: Final = {"image": 2, "depth": 2, "visibility": 3, "world": 4}

_Number = float | None
_Point = tuple[_Number, _Number, _Number, _Number]  # x, y, z, visibility
_Metres = tuple[_Number, _Number, _Number]


class _Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    person: int
    frames: list[list[_Point] | None]
    world: list[list[_Metres] | None] | None = None


class _Camera(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    steady: list[tuple[_Metres, _Metres] | None]
    cuts: tuple[int, ...] = ()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    format: str
    version: int
    fps: float
    size: tuple[int, int]
    landmarks: tuple[str, ...]
    people: list[_Person]
    times: list[float] | None = None
    camera: _Camera | None = None
    source: str = ""


_READER: Final = msgspec.json.Decoder(_File)


def read(path: str | Path) -> Recording:
    """The poses of a file, all landmarks that it does not have unknown.

    Raises `Unreadable` for a file that cannot be opened or is too large, and `SyntaxProblem` for
    one that is not as described, with the frame and the landmark.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            data = file.read(MAXIMUM_BYTES + 1)
    except OSError as error:
        raise Unreadable(f"{path.name}: {error.strerror or error}") from None
    if len(data) > MAXIMUM_BYTES:
        raise Unreadable(
            f"{path.name}: a file of poses has at most {MAXIMUM_BYTES // 1024**2} megabytes"
        )
    try:
        held = _READER.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SyntaxProblem(f"{path.name} is no file of poses: {amiss.told(error)}") from None
    return _Reading(path.name, held).recording()


class _Reading:
    """What a file holds, looked through."""

    def __init__(self, name: str, held: _File) -> None:
        self.name = name
        self.held = held

    def recording(self) -> Recording:
        held = self.held
        if held.format != FORMAT or held.version != VERSION:
            raise self._wrong(
                f'is "{held.format}", version {held.version}; what is read is "{FORMAT}",'
                f" version {VERSION}"
            )
        if not 0 < held.fps <= 1000:
            raise self._wrong(f"has {held.fps:g} frames a second; allowed are more than 0 to 1000")
        if not all(0 < side <= MOST_PIXELS for side in held.size):
            raise self._wrong(
                f"has frames of {held.size[0]} x {held.size[1]} pixels; allowed are 1 to"
                f" {MOST_PIXELS} on a side"
            )
        self._check_landmarks()
        numbers = [one.person for one in held.people]
        if not 0 < len(numbers) <= MOST_PEOPLE or len(set(numbers)) != len(numbers):
            raise self._wrong(
                f"has the people {numbers[:40]}; allowed are 1 to {MOST_PEOPLE}, each number once"
            )
        frames = len(held.people[0].frames)
        if frames > MOST_FRAMES:
            raise self._wrong(f"has {frames} frames; allowed are up to {MOST_FRAMES}")
        times, camera = self._times(frames), self._camera(frames)
        people = tuple(self._person(one, times, camera) for one in held.people)
        return Recording(people, held.source)

    def _check_landmarks(self) -> None:
        names = self.held.landmarks
        unknown = next((one for one in names if one not in PLACE), None)
        if unknown is not None:
            raise self._wrong(
                f'names a landmark "{unknown[:40]}"; allowed are the 33 of BlazePose, such as'
                ' "left_ankle"'
            )
        if not names or len(set(names)) != len(names):
            raise self._wrong("names no landmark, or one of them twice; each is named once")

    def _times(self, frames: int) -> Floats:
        if self.held.times is None:
            return np.arange(frames, dtype=np.float64) / self.held.fps
        times = np.asarray(self.held.times, dtype=np.float64)
        if len(times) != frames:
            raise self._wrong(f"has {len(times)} times for {frames} frames; each frame has one")
        if not bool(np.all(np.isfinite(times))) or (frames and times[0] < 0):
            raise self._wrong("has a time that is before 0 or no number of seconds")
        early = np.flatnonzero(np.diff(times) <= 0)
        if len(early):
            raise self._wrong(
                f"has frame {early[0] + 1} at {times[early[0] + 1]:g} s, not after frame"
                f" {early[0]} at {times[early[0]]:g} s; times increase"
            )
        return times

    def _camera(self, frames: int) -> Camera | None:
        held = self.held.camera
        if held is None:
            return None
        if len(held.steady) != frames:
            raise self._wrong(
                f"has a camera of {len(held.steady)} frames for {frames} frames of poses"
            )
        cuts = held.cuts
        if list(cuts) != sorted(set(cuts)) or any(not 0 < cut < frames for cut in cuts):
            raise self._wrong(
                f"has cuts at frames {cuts[:10]}; allowed are frames 1 to {frames - 1}, increasing"
            )
        nothing: tuple[_Metres, _Metres] = ((None,) * 3, (None,) * 3)
        rows = [nothing if row is None else row for row in held.steady]
        steady = np.asarray(rows, dtype=np.float64).reshape(frames, 2, 3)
        self._check_range(steady, _WIDEST_MAP, "the camera", None)
        return Camera(steady, cuts)

    def _person(self, held: _Person, times: Floats, camera: Camera | None) -> Poses:
        frames, name = len(times), f"person {held.person}"
        image = self._table(held.frames, frames, 4, name)
        for column, most in ((0, MOST_PIXELS), (1, MOST_PIXELS), (2, 10 * MOST_PIXELS)):
            self._check_range(image[..., column], most, name, self.held.landmarks)
        seen = image[..., 3]
        seen[np.isnan(seen)] = 0.0
        wrong = np.argwhere((seen < 0) | (seen > 1))
        if len(wrong):
            frame, place = wrong[0]
            raise self._wrong(
                f"has the visibility {seen[frame, place]:g} for {self.held.landmarks[place]} of"
                f" {name} in frame {frame}; allowed are 0 to 1"
            )
        half = np.argwhere(np.isnan(image[..., 0]) != np.isnan(image[..., 1]))
        if len(half):
            raise self._wrong(
                f"has only one of x and y for {self.held.landmarks[half[0][1]]} of {name} in frame"
                f" {half[0][0]}; both are known or null"
            )
        world = np.full((frames, len(self.held.landmarks), 3), np.nan)
        if held.world is not None:
            world = self._table(held.world, frames, 3, f"{name} in the world")
            self._check_range(world, _FURTHEST, f"{name} in the world", self.held.landmarks)
        return Poses(
            times=times,
            image=self._spread(image[..., :2]),
            visibility=self._spread(seen, 0.0),
            depth=self._spread(image[..., 2]),
            world=self._spread(world),
            size=self.held.size,
            fps=self.held.fps,
            camera=camera,
            person=held.person,
        )

    def _table(
        self,
        rows: Sequence[Sequence[Sequence[_Number]] | None],
        frames: int,
        wide: int,
        name: str,
    ) -> Floats:
        """(frames, landmarks of the file, wide), NaN for null."""
        names = len(self.held.landmarks)
        if len(rows) != frames:
            raise self._wrong(
                f"has {len(rows)} frames of {name} and {frames} of the first person; everybody has"
                " all frames, null where not seen"
            )
        table = np.full((frames, names, wide), np.nan)
        for frame, row in enumerate(rows):
            if row is None:
                continue
            if len(row) != names:
                raise self._wrong(
                    f"has {len(row)} landmarks of {name} in frame {frame}; it names {names}"
                )
            table[frame] = np.asarray(row, dtype=np.float64)
        return table

    def _spread(self, table: Floats, missing: float = np.nan) -> Floats:
        """All landmarks in their order, those that the file does not have `missing`."""
        spread = np.full((table.shape[0], len(LANDMARKS), *table.shape[2:]), missing)
        spread[:, [PLACE[one] for one in self.held.landmarks]] = table
        return spread

    def _check_range(
        self, values: Floats, most: float, name: str, landmarks: Sequence[str] | None
    ) -> None:
        wrong = np.argwhere(np.abs(values) > most)
        if len(wrong):
            at = tuple(wrong[0])
            which = "" if landmarks is None else f"{landmarks[at[1]]} of "
            raise self._wrong(
                f"has {values[at]:g} for {which}{name} in frame {at[0]}; allowed are -{most:g} to"
                f" {most:g}"
            )

    def _wrong(self, what: str) -> SyntaxProblem:
        return SyntaxProblem(f"{self.name} {what}")


def write(recording: Recording, path: str | Path) -> None:
    """Write the file: pixels to the hundredth, visibility to the thousandth, metres to a tenth of a
    millimetre. The appearance of people is not kept.

    It is there whole or not at all. Raises `Contradiction` where the people are not of one clip,
    and `Unreadable` where it cannot be written.
    """
    path = Path(path)
    data = b"".join(_pieces(recording))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(dir=path.parent, prefix=".poses")
        try:
            with os.fdopen(number, "wb") as file:
                file.write(data)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise Unreadable(f"{path.name} cannot be written: {error.strerror or error}") from None


def _pieces(recording: Recording) -> Iterator[bytes]:
    """The file, a line a frame, so that it can be looked at."""
    if not recording.people:
        raise Contradiction(
            "the recording has nobody in it; a file of poses has one person at least"
        )
    first = recording.people[0]
    for one in recording.people[1:]:
        same = one.size == first.size and one.fps == first.fps
        if not same or not np.array_equal(one.times, first.times):
            raise Contradiction("the people of the recording are not of one clip: times differ")
    encode = msgspec.json.encode
    head = {"format": FORMAT, "version": VERSION, "source": recording.source, "fps": first.fps}
    more = {"size": first.size, "landmarks": LANDMARKS, "times": first.times.tolist()}
    yield encode(head | more)[:-1]
    if first.camera is not None:
        steady = [_nulls(row.tolist()) for row in first.camera.steady]
        camera = {"steady": steady, "cuts": first.camera.cuts}
        yield b',\n"camera":' + encode(camera)
    yield b',\n"people":['
    for place, one in enumerate(recording.people):
        yield (b"," if place else b"") + b'\n{"person":' + encode(one.person) + b',"frames":[\n'
        yield b",\n".join(encode(row) for row in _image_rows(one))
        if bool(np.any(np.isfinite(one.world))):
            yield b'\n],"world":[\n'
            yield b",\n".join(encode(row) for row in _rows(one.world, _DIGITS["world"]))
        yield b"\n]}"
    yield b"\n]}\n"


def _image_rows(poses: Poses) -> Iterator[object]:
    columns = np.concatenate(
        [
            np.round(poses.image, _DIGITS["image"]),
            np.round(poses.depth, _DIGITS["depth"])[..., None],
            np.round(poses.visibility, _DIGITS["visibility"])[..., None],
        ],
        axis=2,
    )
    for row in columns:
        if bool(np.all(np.isnan(row[:, :3]))) and not bool(np.any(row[:, 3])):
            yield None
        else:
            yield _nulls(row.tolist())


def _rows(table: Floats, digits: int) -> Iterator[object]:
    for row in np.round(table, digits):
        yield None if bool(np.all(np.isnan(row))) else _nulls(row.tolist())


def _nulls(row: list[list[float]]) -> list[list[float | None]]:
    return [[None if math.isnan(one) else one + 0.0 for one in values] for values in row]
