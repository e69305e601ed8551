"""The asking side: start the decoding process, give it the open clip, take its answers."""

import math
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import msgspec
import numpy as np

from kissandcry.core import NotAVideo, Unreadable
from kissandcry.core.extras import extra
from kissandcry.video.media import wire
from kissandcry.video.media.bounds import LARGEST_AS_IS, PATIENCE
from kissandcry.video.media.model import Picture

_ANSWERS = msgspec.json.Decoder(wire.Answer)
_PIPE = 1 << 20  # bytes, where the system lets it: a frame is some millions


def _widen(pipe: IO[bytes] | None) -> None:
    """Give a pipe more room, where the system has it and lets it."""
    try:
        import fcntl

        if pipe is not None:
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)  # type: ignore[attr-defined, unused-ignore]
    except (ImportError, AttributeError, OSError):
        return


class Decoding:
    """A clip being decoded. Iterating gives the answers, each with the bytes that follow its head;
    closing it, or leaving the `with` block, ends the process."""

    def __init__(self, path: Path, asked: wire.Asked) -> None:
        with extra("video", "watching a clip"):
            if find_spec("av") is None:
                raise ModuleNotFoundError("av is not installed", name="av")
        self._name = asked.name
        # Nothing of the current folder, which may be one of strangers' clips, is imported.
        own = [one for one in sys.path if one and Path(one).is_absolute()]
        environment = dict(os.environ, PYTHONPATH=os.pathsep.join(own))
        command = [sys.executable, "-P", "-m", "kissandcry.video.media.decoding"]
        try:
            if not path.is_file():
                missing = "is no file" if path.exists() else "is not there"
                raise Unreadable(f"{path} {missing}; give the file of a clip")
            # The process is given the open file, and never learns where it stands.
            with path.open("rb") as clip:
                self._process = subprocess.Popen(
                    [*command, msgspec.json.encode(asked).decode()],
                    stdin=clip,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env=environment,
                )
            _widen(self._process.stdout)
        except OSError as error:
            raise Unreadable(f"{path} cannot be opened: {error.strerror}") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __iter__(self) -> Iterator[tuple[wire.Answer, Picture]]:
        while True:
            answer, length = self._head()
            if isinstance(answer, wire.IsRefused):
                self.close()
                raise (Unreadable if answer.video else NotAVideo)(answer.sentence)
            if isinstance(answer, wire.IsFrame):
                self._check(answer, length)
            yield answer, self._bytes(length)
            if isinstance(answer, wire.IsDone):
                self.close()
                return

    def close(self) -> None:
        """End the process. Closing twice does nothing more."""
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process.kill()
        self._process.wait()

    def _head(self) -> tuple[wire.Answer, int]:
        head, length = wire.HEAD.unpack(bytes(self._bytes(wire.HEAD.size)))
        if head > wire.MOST_OF_HEAD or length > LARGEST_AS_IS * 3:
            raise self._gone()
        try:
            return _ANSWERS.decode(bytes(self._bytes(head))), length
        except msgspec.DecodeError:
            raise self._gone() from None

    def _bytes(self, length: int) -> Picture:
        """So many bytes, as they come."""
        taken = np.empty(length, dtype=np.uint8)
        stream, view, done = self._process.stdout, taken.data, 0
        while done < length:
            more = 0 if stream is None or stream.closed else stream.readinto(view[done:])  # type: ignore[attr-defined]
            if not more:
                raise self._gone()
            done += more
        return taken

    def _check(self, answer: wire.IsFrame, length: int) -> None:
        pixels = answer.width * answer.height
        if min(answer.width, answer.height) < 1 or pixels * 3 != length:
            raise self._gone()
        if not math.isfinite(answer.time):
            raise self._gone()

    def _gone(self) -> Unreadable:
        """The process ended without a word: a limit, or a decoder that broke on damage."""
        self.close()
        return Unreadable(
            f"{self._name} cannot be decoded: decoding takes more memory than is allowed or more"
            f" than {PATIENCE} seconds without a step ahead, or the clip is damaged such that it"
            " breaks off"
        )
