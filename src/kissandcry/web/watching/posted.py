"""What the page hands over: a clip and what goes with it, bounded, into a folder of its own."""

import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from anyio import to_thread
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.types import Message

from kissandcry.core import SyntaxProblem, Unreadable
from kissandcry.web.planner.posted import refuse_elsewhere
from kissandcry.web.uploads import TooLarge, shown

MOST_BYTES: Final = 2 * 1024**3  # of everything in one form
_SPARE: Final = 3  # so often the size is left free on the disk: parts, copies, what is made of it
_FILES: Final = ("clip", "reference", "plan")
_SUFFIX: Final = re.compile(r"\.[a-z0-9]{1,5}")
_LONGEST: Final = 120  # characters of a skater's name
_STATURE: Final = (0.8, 2.3)  # metres


@dataclass(frozen=True, slots=True)
class Handed:
    """What came: the files by field, in `folder`, and the words beside them. `name` is what the
    visitor called the clip."""

    folder: Path
    files: dict[str, Path]
    name: str
    skater: str
    stature: float | None
    tap: tuple[float, float, float] | None


async def take(request: Request, incoming: Path) -> Handed:
    """The clip of a form, in a new folder under `incoming`.

    Raises `Elsewhere`, `TooLarge` as soon as too much has come, `Unreadable` where no clip is in
    it, and `SyntaxProblem` for a number that is none.
    """
    refuse_elsewhere(request)
    length = request.headers.get("content-length", "0")
    expected = int(length[:15]) if length.isascii() and length.isdecimal() else 0
    incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
    if expected > MOST_BYTES or shutil.disk_usage(incoming).free < _SPARE * expected:
        raise _too_large()
    seen = 0

    async def bounded() -> Message:
        nonlocal seen
        message = await request.receive()
        seen += len(message.get("body", b""))
        if seen > MOST_BYTES:
            raise _too_large()
        return message

    async with Request(request.scope, bounded).form(max_files=3, max_fields=8) as form:
        name, skater = _name(form), _word(form, "skater")
        stature, tap = _stature(form), _tap(form)
        folder = Path(tempfile.mkdtemp(dir=incoming))
        try:
            files = await to_thread.run_sync(_kept, form, folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    return Handed(folder, files, name, skater, stature, tap)


def _name(form: FormData) -> str:
    clip = form.get("clip")
    if not isinstance(clip, UploadFile) or not clip.filename:
        raise Unreadable("no clip came: choose a video first, or drop one on the field")
    return shown(clip.filename)


def _kept(form: FormData, folder: Path) -> dict[str, Path]:
    """The files of the form; of their names only the ending is taken."""
    found = {}
    for field in _FILES:
        file = form.get(field)
        if not isinstance(file, UploadFile) or not file.filename:
            continue
        suffix = Path(shown(file.filename)).suffix.lower()
        path = folder / f"{field}{suffix if _SUFFIX.fullmatch(suffix) else ''}"
        with path.open("xb") as to:
            shutil.copyfileobj(file.file, to, 1 << 20)
        found[field] = path
    return found


def _word(form: FormData, field: str) -> str:
    """One line of text."""
    text = form.get(field)
    plain = " ".join(text.split()) if isinstance(text, str) else ""
    if len(plain) > _LONGEST or not plain.isprintable():
        raise SyntaxProblem(f"the {field} is one line of at most {_LONGEST} letters")
    return plain


def _stature(form: FormData) -> float | None:
    text = _word(form, "stature").replace(",", ".")
    if not text:
        return None
    least, most = _STATURE
    found = _number(text, "the skater's height")
    if not least <= found <= most:
        raise SyntaxProblem(
            f"the skater's height is {text}; it is in metres, from {least} to {most}"
        )
    return found


def _tap(form: FormData) -> tuple[float, float, float] | None:
    """Where the skater was pointed at: seconds, and the place in pixels."""
    text = _word(form, "tap")
    if not text:
        return None
    parts = [_number(one, "the place of the skater") for one in text.split(",")]
    if len(parts) != 3 or min(parts) < 0:
        raise SyntaxProblem(
            f"the place of the skater is {text}; it is a time in seconds and a place in pixels,"
            " three numbers with commas between them"
        )
    return parts[0], parts[1], parts[2]


def _number(text: str, what: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = float("nan")
    if not abs(found) < 1e9:
        raise SyntaxProblem(f"{what} is {text!r}, which is no number")
    return found


def _too_large() -> TooLarge:
    return TooLarge(
        f"the clip is larger than the {MOST_BYTES // 1024**3} GB that are taken here, or than what"
        " is free on this disk; kissandcry watch reviews larger ones"
    )
