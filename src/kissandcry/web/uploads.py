"""A file that a visitor hands over: bounded, read in a process of its own, and never kept."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.types import Message

from kissandcry.core import KissAndCryError, MissingExtra, NotAProtocol, Unreadable
from kissandcry.protocols import Protocol
from kissandcry.protocols.reader import SUFFIXES
from kissandcry.protocols.writers import as_json
from kissandcry.web.upload_process import Reply

MAXIMUM_BYTES: Final = 8 * 1024 * 1024
_FORM: Final = 64 * 1024  # what the form itself may add
_SECONDS: Final = 20
_AT_ONCE: Final = 2
_LONGEST_NAME: Final = 100
_LOGGED: Final = 4000  # bytes of what a broken process said


class TooLarge(KissAndCryError):
    """More bytes than are taken."""


class Fault(Exception):
    """The reading process broke down: ours to mend. Its text is for the log."""


class Busy(KissAndCryError):
    """As much is being read as this server reads at once."""


_COMMAND: Final = (sys.executable, "-I", "-X", "utf8", "-m", "kissandcry.web.upload_process")
_REFUSED: Final[dict[str, type[KissAndCryError]]] = {
    "refused": Unreadable,
    "large": TooLarge,
    "missing": MissingExtra,
}


class Upload(msgspec.Struct, frozen=True):
    """A file as read: its protocols, each with its findings (performance from 0, check, sentence),
    how many performances the print does not determine, and the season of the rules."""

    name: str
    protocols: tuple[Protocol, ...]
    findings: tuple[tuple[tuple[int, str, str], ...], ...]
    unverified: tuple[int, ...]
    days: tuple[str, ...]


class Desk:
    """Takes files, at most two at once."""

    def __init__(self) -> None:
        self._seats = BoundedSemaphore(_AT_ONCE)

    async def take(self, request: Request) -> tuple[str, bytes]:
        """The name and the bytes of the file in a form. Raises `TooLarge` as soon as too much has
        come, and `Unreadable` where no file is in it."""
        limit = MAXIMUM_BYTES + _FORM
        length = request.headers.get("content-length", "0")
        if length.isascii() and length.isdecimal() and int(length[:12]) > limit:
            raise _too_large()
        seen = 0

        async def bounded() -> Message:
            nonlocal seen
            message = await request.receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise _too_large()
            return message

        async with Request(request.scope, bounded).form(max_files=1, max_fields=4) as form:
            file = form.get("file")
            if file is None or isinstance(file, str) or not file.filename:
                raise Unreadable("no file came: choose a protocol first, or drop one on the field")
            content = await file.read(MAXIMUM_BYTES + 1)
            if len(content) > MAXIMUM_BYTES:
                raise _too_large()
            return shown(file.filename), content

    def read(self, name: str, content: bytes) -> Upload:
        """The file, read and audited in a process that is ended when it takes too long.

        Raises `Busy`; `NotAProtocol` or `Unreadable` for a file that cannot be read, with the name
        that the visitor's file has; `TooLarge` where it takes more time or memory than is given;
        `MissingExtra`; and `Fault` where the program is to blame.
        """
        with self.seat():
            return _read(name, content)

    @contextmanager
    def seat(self) -> Iterator[None]:
        """One of the places at which a file is read. Raises `Busy` where none is free."""
        if not self._seats.acquire(blocking=False):
            raise Busy("two files are being read at this moment: try again in a few seconds")
        try:
            yield
        finally:
            self._seats.release()


def shown(name: str) -> str:
    """A file's name as it may be shown: no folders, no control characters, not long. It is never
    used as a path."""
    last = re.split(r"[/\\]", name)[-1]
    plain = "".join(letter if letter.isprintable() else "?" for letter in last)
    return plain[-_LONGEST_NAME:] or "the file"


def _read(name: str, content: bytes) -> Upload:
    suffix = next((one for one in SUFFIXES if name.lower().endswith(one)), "")
    if not suffix and b"%PDF-" in content[:1024]:
        suffix = ".pdf"
    if not suffix:
        raise NotAProtocol(f"{name}: protocols are read from {', '.join(SUFFIXES)}")
    if not content.strip():
        raise Unreadable(f"{name}: the file is empty")
    with tempfile.TemporaryDirectory(prefix="kissandcry-") as folder:
        path = Path(folder) / f"upload{suffix}"
        path.write_bytes(content)
        reply = _in_a_process(path, name)
    if reply.kind:
        raise _REFUSED[reply.kind](reply.error.replace(path.name, name))
    return Upload(
        name=name,
        protocols=tuple(as_json.read_json(reply.protocols, name)),
        findings=reply.findings,
        unverified=reply.unverified,
        days=reply.days,
    )


def _in_a_process(path: Path, name: str) -> Reply:
    """What the reading process answers."""
    settings = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1"}
    try:
        done = subprocess.run(
            [*_COMMAND, str(path)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env={**os.environ, **settings},
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TooLarge(
            f"{name}: reading it takes longer than the {_SECONDS} seconds that are allowed here;"
            " kissandcry audit reads it without this limit"
        ) from None
    try:
        return msgspec.json.decode(done.stdout, type=Reply)
    except msgspec.DecodeError:
        if done.returncode > 0 and b"MemoryError" not in done.stderr:
            raise Fault(done.stderr[-_LOGGED:].decode("utf-8", "replace")) from None
        raise TooLarge(  # the system ended it
            f"{name}: reading it needs more memory or time than is allowed here; kissandcry audit"
            " reads it without this limit"
        ) from None


def _too_large() -> TooLarge:
    return TooLarge(
        f"the file is larger than the {MAXIMUM_BYTES // 1024 // 1024} MB that are taken here;"
        " kissandcry audit reads larger ones"
    )
