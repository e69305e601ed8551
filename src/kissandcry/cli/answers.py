"""What goes to standard output: an answer as JSON, or a line of text."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

ON_WINDOWS: Final = os.name == "nt"


class OutputCut(Exception):
    """Standard output takes no more; the sentence is empty where its reader has gone."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence


@contextmanager
def writing() -> Iterator[None]:
    """Around what writes to standard output. Raises `OutputCut` where that fails.

    A reader goes away as `| head` does. Windows calls that an invalid argument, which is something
    else everywhere but here.
    """
    try:
        yield
    except OSError as error:
        if error.errno == errno.EPIPE or (ON_WINDOWS and error.errno == errno.EINVAL):
            raise OutputCut from None
        raise OutputCut(f"standard output: {error.strerror or error}") from None


def emit(answer: Any) -> None:
    """Write an answer as a line of JSON."""
    import msgspec

    emit_lines(msgspec.json.encode(answer) + b"\n")


def emit_lines(lines: bytes) -> None:
    """Write lines of JSON, in UTF-8 whatever letters the console has."""
    with writing():
        sys.stdout.buffer.write(lines)


def say(line: str) -> None:
    """Write a line of text."""
    from kissandcry.core.shown import visible

    with writing():
        print(visible(line))


def finish() -> None:
    """Hand everything over that was written."""
    with writing():
        sys.stdout.flush()


def close_quietly() -> None:
    """Let nothing more be written when Python flushes at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
