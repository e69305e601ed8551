"""The page that lists the reviews of a folder of clips."""

from importlib import resources
from pathlib import Path
from typing import Final
from urllib.parse import quote

import jinja2
import msgspec

from kissandcry.core import AgainstTheRules
from kissandcry.core.shown import visible
from kissandcry.video.review import files

JSON: Final = "reviews.json"
_STYLE: Final = "review.css"

Lines = dict[str, tuple[str, str]]  # name of a clip: what its review says, or the problem


def begin(folder: Path) -> Lines:
    """The reviews that a folder lists already; the folder is made where there is none.

    Raises `AgainstTheRules` for one that holds something else.
    """
    lines: Lines = {}
    if (folder / JSON).is_file():
        try:
            lines = msgspec.json.decode((folder / JSON).read_bytes(), type=Lines)
        except msgspec.DecodeError:
            lines = {}  # reviews say themselves whether they are up to date
    elif folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise AgainstTheRules(
            f"{folder}: the folder holds something that is no list of reviews; choose an empty or"
            " a new one"
        )
    folder.mkdir(parents=True, exist_ok=True)
    write(folder, lines)
    return _still_there(folder, lines)


def _still_there(folder: Path, lines: Lines) -> Lines:
    return {name: line for name, line in lines.items() if (folder / name / files.JSON).is_file()}


def write(folder: Path, lines: Lines) -> None:
    """Write the page and the list it is made of."""
    ordered = dict(sorted(lines.items()))
    (folder / JSON).write_bytes(msgspec.json.format(msgspec.json.encode(ordered), indent=1))
    style = resources.files("kissandcry.video.review") / "static" / _STYLE
    (folder / _STYLE).write_bytes(style.read_bytes())
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("kissandcry.video.review"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    rows = [
        {
            "name": name,
            "page": "" if problem else quote(f"{name}/{files.PAGE}"),
            "said": said or problem,
        }
        for name, (said, problem) in ordered.items()
    ]
    page = environment.get_template("reviews.html").render(rows=rows)
    (folder / files.PAGE).write_text(visible(page), encoding="utf-8")
