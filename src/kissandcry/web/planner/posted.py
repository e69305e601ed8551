"""What a planner page sends: a plan's text with what is asked about it, bounded and never kept."""

from typing import Annotated, Final
from urllib.parse import urlsplit

import msgspec
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.types import Message

from kissandcry.core import KissAndCryError, SyntaxProblem
from kissandcry.web.uploads import TooLarge

MOST_BYTES: Final = 128 * 1024  # of a plan's text
_REST: Final = 64 * 1024  # what everything else of a form may add
_MOST_EDITS: Final = 100

Text = Annotated[str, msgspec.Meta(max_length=MOST_BYTES)]
Word = Annotated[str, msgspec.Meta(max_length=1000)]


class Elsewhere(KissAndCryError):
    """A page of another site sent this."""


class Posted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A plan as text (None: the page is opened), which of its programs is meant, the changes to
    make, and for whom: a skater by name or key, or the lines of a skill file. `best` asks for the
    best layout of the elements of the program and of `inventory`, `mends` for the changes that
    would mend its problems. `codes` names the list of codes that the page has already."""

    plan: Text | None = None
    program: Annotated[int, msgspec.Meta(ge=0, le=20)] = 0
    edits: Annotated[tuple[Word, ...], msgspec.Meta(max_length=_MOST_EDITS)] = ()
    skater: Annotated[str, msgspec.Meta(max_length=120)] = ""
    skill: Annotated[str, msgspec.Meta(max_length=20_000)] = ""
    inventory: Annotated[str, msgspec.Meta(max_length=600)] = ""
    best: bool = False
    mends: bool = False
    codes: Annotated[str, msgspec.Meta(max_length=80)] = ""


def refuse_elsewhere(request: Request) -> None:
    """Raises `Elsewhere` where a browser says that a page of another site sends the request."""
    origin = request.headers.get("origin")
    own = urlsplit(request.scope.get("kissandcry.origin", "")).netloc
    site = request.headers.get("sec-fetch-site", "same-origin")
    if site not in {"same-origin", "none"} or (origin and urlsplit(origin).netloc != own):
        raise Elsewhere("a page of another site sent this: open the planner here and try again")


async def of_json(request: Request) -> Posted:
    """What a script of the page sends. Raises `Elsewhere`, `TooLarge`, `SyntaxProblem`."""
    refuse_elsewhere(request)
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > 2 * (MOST_BYTES + _REST):  # JSON may write a letter in six bytes
            raise _too_large()
    try:
        return msgspec.json.decode(bytes(content), type=Posted)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise SyntaxProblem(f"what was sent is no question to the planner: {error}") from None


async def of_form(request: Request) -> Posted:
    """What a form of the page sends; a file takes the place of the text. Raises `Elsewhere`,
    `TooLarge`, `SyntaxProblem`."""
    refuse_elsewhere(request)
    seen = 0

    async def bounded() -> Message:
        nonlocal seen
        message = await request.receive()
        seen += len(message.get("body", b""))
        if seen > 2 * MOST_BYTES + _REST:
            raise _too_large()
        return message

    limited = Request(request.scope, bounded)
    most = MOST_BYTES + _REST
    async with limited.form(max_files=2, max_fields=400, max_part_size=most) as form:
        plan = await _plan(form)
        fields = {
            "plan": plan,
            "program": _number(_text(form, "program")),
            "edits": [_text(form, "do")] if _text(form, "do") not in {"", "best"} else [],
            "skater": _text(form, "who") or _text(form, "skater"),
            "skill": _lines(_text(form, "skill")),
            "inventory": _text(form, "inventory"),
            "best": _text(form, "do") == "best",
            "mends": True,
        }
    try:
        return msgspec.convert(fields, Posted)
    except msgspec.ValidationError as error:
        raise SyntaxProblem(f"what was sent is no question to the planner: {error}") from None


async def _plan(form: FormData) -> str:
    for file in form.getlist("file"):
        if isinstance(file, UploadFile) and file.filename:
            content = await file.read(MOST_BYTES + 1)
            if len(content) > MOST_BYTES:
                raise _too_large()
            try:
                return _lines(content.decode("utf-8-sig"))
            except UnicodeDecodeError as error:
                line = content.count(b"\n", 0, error.start) + 1
                raise SyntaxProblem(
                    f"line {line} of the file is no text in UTF-8; a plan is a text file"
                ) from None
    return _lines(_text(form, "plan"))


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def _lines(text: str) -> str:
    """Lines as our files have them: a form sends them with two characters at their ends."""
    return text.replace("\r\n", "\n")


def _number(word: str) -> int:
    return int(word) if word.isascii() and word.isdecimal() and len(word) < 3 else 0


def _too_large() -> TooLarge:
    return TooLarge(f"the plan is larger than the {MOST_BYTES // 1024} kB that are taken here")
