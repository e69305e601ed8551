"""What was tracked so far, kept so that work that broke off goes on where it was."""

import hashlib
import io
import os
import tempfile
import zlib
from pathlib import Path
from typing import Final
from zipfile import BadZipFile

import numpy as np

from kissandcry.video.tracking.follow import Followed

CHUNK: Final = 20.0  # seconds of a clip in one file
_VERSION: Final = "1"  # another one does not go on with what this one left
_FIELDS: Final = ("times", "image", "depth", "visibility", "world", "appearance")


def key_of(clip: Path, *settings: object) -> str:
    """What tells this clip, and how it is tracked, from others: of its content, not its name."""
    found = hashlib.sha256()
    with clip.open("rb") as file:
        while part := file.read(1 << 20):
            found.update(part)
    found.update(repr((_VERSION, *settings)).encode())
    return found.hexdigest()[:32]


def save(path: Path, part: Followed) -> None:
    """Keep a part, whole or not at all."""
    content = io.BytesIO()
    arrays = {name: getattr(part, name) for name in _FIELDS}
    np.savez_compressed(content, allow_pickle=False, **arrays)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.getvalue())
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def load(path: Path) -> Followed | None:
    """A part that was kept; None where there is none that can be read."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as found:
            return Followed(*(found[name] for name in _FIELDS))
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error):
        return None


def joined(parts: list[Followed]) -> Followed:
    """Parts one after the other."""
    return Followed(*(np.concatenate([getattr(one, name) for one in parts]) for name in _FIELDS))
