"""What was tracked so far, kept so that work that broke off goes on where it was."""

import hashlib
import io
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kissandcry.video.tracking.detect import Person
from kissandcry.video.tracking.follow import Followed
from kissandcry.video.tracking.person import Seen
from kissandcry.video.tracking.runtime import Floats
from kissandcry.video.tracking.survey import Survey

CHUNK: Final = 20.0  # seconds of a clip in one file
_VERSION: Final = "2"  # another one does not go on with what this one left
_DIGEST: Final = 32  # bytes before the arrays, the SHA-256 of them
_COLUMNS: Final = 44  # time, places, score and 32 colours of somebody who was detected
_FIELDS: Final = ("times", "image", "depth", "visibility", "world", "appearance")


def key_of(clip: Path, *settings: object) -> str:
    """What tells this clip, and how it is tracked, from others: of its content, not its name."""
    with clip.open("rb") as file:
        found = hashlib.file_digest(file, "sha256")
    found.update(repr((_VERSION, *settings)).encode())
    return found.hexdigest()[:32]


def save(path: Path, part: Followed) -> None:
    """Keep a part, whole or not at all; not at all where nothing can be written."""
    _keep(path, {name: getattr(part, name) for name in _FIELDS})


def load(path: Path) -> Followed | None:
    """A part that was kept; None where there is none that can be read."""
    found = _kept(path, _FIELDS)
    return None if found is None else Followed(*(found[name] for name in _FIELDS))


def save_survey(path: Path, found: Survey) -> None:
    """Keep a first pass, whole or not at all."""
    seen = [one for sample in found.samples for one in sample]
    _keep(
        path,
        {
            "times": found.times,
            "steady": found.steady,
            "cuts": np.array(found.cuts, np.int64),
            "size": np.array(found.size, np.int64),
            "many": np.array([len(sample) for sample in found.samples], np.int64),
            "shots": np.array([one.shot for one in seen], np.int64),
            "notes": np.array(found.notes, np.str_),
            "people": np.array([_row(one) for one in seen], np.float64).reshape(-1, _COLUMNS),
        },
    )


def load_survey(path: Path) -> Survey | None:
    """A first pass that was kept; None where there is none that can be read."""
    found = _kept(path, ("times", "steady", "cuts", "size", "many", "shots", "people", "notes"))
    if found is None:
        return None
    samples: list[tuple[Seen, ...]] = []
    row = 0
    for number, many in enumerate(found["many"].tolist()):
        rows = range(row, row + many)
        samples.append(
            tuple(_seen(found["people"][at], int(found["shots"][at]), number) for at in rows)
        )
        row += many
    cuts, (wide, high) = found["cuts"].tolist(), found["size"].tolist()
    notes = tuple(found["notes"].tolist())
    return Survey(found["times"], found["steady"], tuple(cuts), tuple(samples), (wide, high), notes)


def _row(one: Seen) -> list[float]:
    who = one.person
    return [one.time, *one.hips, *who.hips, *who.top, *who.box, who.score, *one.colour]


def _seen(row: Floats, shot: int, sample: int) -> Seen:
    time, x, y, *who = row[:12].tolist()
    box = (who[4], who[5], who[6], who[7])
    person = Person((who[0], who[1]), (who[2], who[3]), box, float(row[11]))
    return Seen(person, sample, time, shot, (x, y), row[12:])


def _keep(path: Path, arrays: dict[str, NDArray[Any]]) -> None:
    written = io.BytesIO()
    np.savez_compressed(written, allow_pickle=False, **arrays)
    content = written.getvalue()
    with suppress(OSError):  # what cannot be kept is made again
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(content).digest() + content)
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)


def _kept(path: Path, names: tuple[str, ...]) -> dict[str, NDArray[Any]] | None:
    try:
        whole = path.read_bytes()
    except OSError:
        return None
    content = whole[_DIGEST:]
    if hashlib.sha256(content).digest() != whole[:_DIGEST]:  # damaged, or written by half
        return None
    with np.load(io.BytesIO(content), allow_pickle=False) as found:
        return {name: found[name] for name in names}


def joined(parts: list[Followed]) -> Followed:
    """Parts one after the other."""
    return Followed(*(np.concatenate([getattr(one, name) for one in parts]) for name in _FIELDS))
