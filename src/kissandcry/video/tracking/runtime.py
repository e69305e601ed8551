"""The pose models, run by LiteRT: the detector of people and the landmarks of one of them.

Bazarevsky et al., "BlazePose: On-device Real-time Body Pose tracking", 2020. Sizes of the tensors
are those of the models of @mediapipe/pose 0.5 (Apache-2.0), which `scripts/assets.py` brings.
"""

import hashlib
import os
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kissandcry.core import MissingExtra
from kissandcry.core.extras import extra

Floats = NDArray[np.float64]
Picture = NDArray[np.uint8]

DETECTOR: Final = "pose_detection"
SIDE: Final = {DETECTOR: 224, "lite": 256, "full": 256, "heavy": 256}
# SHA-256 of the files.
FILES: Final = {
    DETECTOR: (
        "pose_detection.tflite",
        "a63c614bef30d35947f13be361820b1e4e3bec9cfeebf4d11216a18373108e85",
    ),
    "lite": (
        "pose_landmark_lite.tflite",
        "f17bfbecadb61c3be1baa8b8d851cc6619c870a87167b32848ad20db306b9d61",
    ),
    "full": (
        "pose_landmark_full.tflite",
        "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
    ),
    "heavy": (
        "pose_landmark_heavy.tflite",
        "59e42d71bcd44cbdbabc419f0ff76686595fd265419566bd4009ef703ea8e1fe",
    ),
}


class Model:
    """One model, for one thread at a time."""

    def __init__(self, name: str, threads: int | None = None) -> None:
        with extra("video", "watching a clip"):
            from ai_edge_litert.interpreter import Interpreter
        self._interpreter: Any = Interpreter(
            model_content=_content(name), num_threads=threads or min(os.cpu_count() or 1, 4)
        )
        self._interpreter.allocate_tensors()
        self._input = self._interpreter.get_input_details()[0]["index"]
        outputs = self._interpreter.get_output_details()
        self._outputs = {one["name"]: one["index"] for one in outputs}

    def run(self, picture: NDArray[np.float32]) -> dict[str, NDArray[np.float32]]:
        """The outputs by name for a picture (side, side, 3)."""
        self._interpreter.set_tensor(self._input, picture[None])
        self._interpreter.invoke()
        return {name: self._interpreter.get_tensor(at)[0] for name, at in self._outputs.items()}


@cache
def _content(name: str) -> bytes:
    """The file of a model. Raises `MissingExtra` where it is not here or not the one expected."""
    file, expected = FILES[name]
    path = Path(str(resources.files("kissandcry.video"))) / "models" / file
    try:
        content = path.read_bytes()
    except OSError:
        raise MissingExtra(
            f"watching a clip needs the pose models, which are not here ({file}): `make run` or"
            " `sh scripts/assets.sh` brings them"
        ) from None
    found = hashlib.sha256(content).hexdigest()
    if found != expected:
        raise MissingExtra(
            f"the pose model {file} has the SHA-256 {found}, and expected is {expected}:"
            " `sh scripts/assets.sh` brings it again"
        )
    return content


def available() -> bool:
    """Whether the models are here."""
    try:
        for name in FILES:
            _content(name)
    except MissingExtra:
        return False
    return True
