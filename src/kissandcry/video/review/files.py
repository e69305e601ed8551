"""A review as a folder: a page that works without a network, its pictures, its numbers as JSON."""

import json
import re
import secrets
import shutil
import tempfile
from dataclasses import asdict
from importlib import resources
from pathlib import Path
from typing import Any, Final

import jinja2
import msgspec
import numpy as np

from kissandcry.core import AgainstTheRules, Contradiction, MissingExtra, Unreadable
from kissandcry.core.shown import visible
from kissandcry.video.review import charts, copy, drawn, pictures, printed, words
from kissandcry.video.review.model import VERSION, Evidence, Review
from kissandcry.video.review.tables import tables

JSON: Final = "review.json"
PAGE: Final = "index.html"
PAPER: Final = "review.pdf"
_MOST_BYTES: Final = 64 * 1024 * 1024
_STATIC: Final = ("review.css", "review.js")
MADE_OF: Final = "made_of.json"  # of what it was made, where it is one of many
_SYSTEMS: Final = (".DS_Store", "Thumbs.db", "desktop.ini")  # what file managers leave
_OWN: Final = re.compile(
    r"review\.(json|pdf|css|js)|index\.html|data\.js|made_of\.json|(clip|reference)\.mp4"
    r"|jump-\d+-(frames|strobe)\.jpg"
)
_LEFT_OUT: Final = ("evidence", "reference_evidence")


def as_json(review: Review) -> bytes:
    """The review as JSON: all its numbers, without what they were measured in."""
    content = asdict(_bare(review))
    for name in _LEFT_OUT:
        del content[name]
    return msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n"


def _bare(review: Review) -> Review:
    from dataclasses import replace

    return replace(review, evidence=None, reference_evidence=None)


def read(path: Path) -> Review:
    """The review of a folder, or of its review.json.

    Raises `Unreadable` where there is none, and `Contradiction` for one of another version.
    """
    file = path / JSON if path.is_dir() else path
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise Unreadable(f"{file}: larger than any review is")
        content = msgspec.json.decode(file.read_bytes())
    except OSError as error:
        raise Unreadable(f"{file}: {(error.strerror or 'cannot be read').lower()}") from None
    except msgspec.DecodeError as error:
        raise Unreadable(f"{file}: this is no review ({error})") from None
    if not isinstance(content, dict) or content.get("version") != VERSION:
        raise Contradiction(f"{file}: this is no review of the version {VERSION}")
    try:
        return msgspec.convert(content | dict.fromkeys(_LEFT_OUT), type=Review, strict=False)
    except msgspec.ValidationError as error:
        raise Unreadable(f"{file}: this is no review ({error})") from None


def write(review: Review, folder: Path) -> str:
    """Write the page, its pictures, the playable clips, review.pdf and review.json into a folder.

    Returns why there is no review.pdf, in a sentence; nothing where there is one.

    A folder that holds a review and nothing else is replaced, whole or not at all. Raises
    `AgainstTheRules` as `check`.
    """
    check(folder)
    made = folder.parent / f".review-{secrets.token_hex(8)}"
    made.mkdir()
    old = made.with_name(f"{made.name}-old")
    try:
        missing = _write(review, made)
        if folder.exists():
            folder.rename(old)
        made.rename(folder)
    except BaseException as error:
        if old.exists() and not folder.exists():
            old.rename(folder)
        shutil.rmtree(made, ignore_errors=True)
        if isinstance(error, OSError):
            raise _unwritable(folder, error) from None
        raise
    shutil.rmtree(old, ignore_errors=True)
    return missing


def _unwritable(folder: Path, error: OSError) -> AgainstTheRules:
    return AgainstTheRules(
        f"{folder}: no review can be written there: {(error.strerror or str(error)).lower()}"
    )


def check(folder: Path) -> None:
    """Whether a review may be written into a folder, which may not be there yet.

    Raises `AgainstTheRules` where something else than a review is in it, or nothing can be written.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder.parent):
            pass
    except OSError as error:
        raise _unwritable(folder, error) from None
    if folder.exists() and not folder.is_dir():
        raise AgainstTheRules(f"{folder}: a review is a folder, and this is a file")
    held = sorted(one.name for one in folder.iterdir()) if folder.exists() else []
    if held and JSON not in held:
        raise AgainstTheRules(
            f"{folder}: the folder holds something that is no review; choose an empty or a new one"
        )
    others = [name for name in held if not _OWN.fullmatch(name) and name not in _SYSTEMS]
    if others:
        raise AgainstTheRules(
            f"{folder}: beside a review the folder holds {others[0]}, which would be lost; choose"
            " another one, or move it"
        )


def _write(review: Review, folder: Path) -> str:
    (folder / JSON).write_bytes(as_json(review))
    static = resources.files("kissandcry.video.review") / "static"
    for name in _STATIC:
        (folder / name).write_bytes((static / name).read_bytes())
    shown = [
        _clip(folder, "clip", review.source.name, review.evidence),
        _clip(
            folder,
            "reference",
            "" if review.reference is None else review.reference.source.name,
            review.reference_evidence,
        ),
    ]
    data = {
        "clips": [one for one in shown if one],
        "steps": _steps(review),
        "start": 0.0 if review.evidence is None else review.evidence.start,
        "mirrored": review.reference is not None and review.reference.mirrored,
    }
    text = json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")
    (folder / "data.js").write_text(f"window.REVIEW = {text};\n", encoding="utf-8")
    jumps = _jumps(review, folder)
    missing = ""
    try:
        (folder / PAPER).write_bytes(printed.typeset(review, jumps, folder))
    except MissingExtra as error:
        missing = f"{PAPER} is left out: {error}"
    page = _page(review, jumps, bool(data["clips"]), "" if missing else PAPER)
    (folder / PAGE).write_text(page, encoding="utf-8")
    return missing


def _steps(review: Review) -> list[tuple[float, float]]:
    """The map for playback, in seconds of what is played."""
    if review.reference is None:
        return []
    begins = [
        0.0 if one is None else one.start for one in (review.evidence, review.reference_evidence)
    ]
    return [
        (round(ours - begins[0], 3), round(theirs - begins[1], 3))
        for ours, theirs in review.reference.in_step
    ]


def _clip(folder: Path, key: str, name: str, evidence: Evidence | None) -> dict[str, Any] | None:
    """What the page plays: the clip if it can be, and the landmarks to draw over it."""
    if evidence is None:
        return None
    poses = evidence.poses
    file = f"{key}.mp4"
    video = copy.copied(evidence, folder / file)
    size = np.array(poses.size, float)
    places = np.rint(poses.image / size * 2000)
    rows = [
        None
        if not np.isfinite(one).any()
        else [None if np.isnan(value) else int(value) for value in one.ravel()]
        for one in places
    ]
    return {
        "key": key,
        "name": name,
        "video": file if video else "",
        "size": list(poses.size),
        "times": [round(float(time) - evidence.start, 3) for time in poses.times],
        "points": rows,
    }


def _jumps(review: Review, folder: Path) -> list[dict[str, Any]]:
    """Pictures and a curve of each jump."""
    found = []
    for number, jump in enumerate(review.skate.jumps, start=1):
        shown = None if review.evidence is None else pictures.of_jump(review.evidence, jump)
        one: dict[str, Any] = {
            "number": number,
            "name": words.upper(words.jump_name(jump)),
            "at": words.clock(jump.start, 1),
            "seconds": round(jump.start - 0.5, 2),
            "curve": charts.jump(review, number),
        }
        if shown is not None:
            for kind, picture in zip(("frames", "strobe"), shown, strict=True):
                name = f"jump-{number}-{kind}.jpg"
                (folder / name).write_bytes(pictures.jpeg(picture))
                one[kind] = name
        found.append(one)
    return found


def _apart(review: Review) -> list[dict[str, Any]]:
    """Where the two are furthest apart, with both bodies drawn."""
    if review.reference is None:
        return []
    return [
        {"at": words.clock(one.ours, 1), "seconds": one.ours, "one": one, "bodies": bodies}
        for one, bodies in zip(review.reference.apart, drawn.furthest(review), strict=True)
    ]


def _page(review: Review, jumps: list[dict[str, Any]], plays: bool, paper: str) -> str:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("kissandcry.video.review"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return visible(
        environment.get_template("review.html").render(
            review=review,
            answer=words.answer(review),
            tables=tables(review),
            jumps=jumps,
            spins=[
                {
                    "number": number,
                    "at": words.clock(spin.start, 1),
                    "seconds": round(spin.start, 2),
                    "curve": charts.spin(review, number),
                }
                for number, spin in enumerate(review.skate.spins, start=1)
            ],
            energy=charts.energy(review),
            apart=_apart(review),
            plays=plays,
            paper=paper,
            length=words.clock(review.source.duration),
        )
    )
