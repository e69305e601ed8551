"""A real clip reviewed once for all tests of this run: `../shared/video/clips/axel.mp4`."""

import os
import shutil
from pathlib import Path

import pytest

from kissandcry.video import review, tracking

IN_CI = os.environ.get("CI") == "true"


def needs_models() -> None:
    """Skip with one line where the pose models are not here; they must be in CI."""
    if not tracking.available():
        message = "the pose models are not here: `sh scripts/assets.sh` brings them"
        if IN_CI:
            pytest.fail(message)
        pytest.skip(message)


def axel(shared: Path) -> Path:
    """A single Axel, 107 frames at 30 a second: take-off at frame 65, landing at frame 80."""
    return shared / "video" / "clips" / "axel.mp4"


def make(shared: Path, folder: Path) -> None:
    """The review of the clip in a folder."""
    needs_models()
    made = review.watch(axel(shared), skater="Somebody", cache=folder.parent / "cache")
    review.write(made, folder)
    shutil.rmtree(folder.parent / "cache")
