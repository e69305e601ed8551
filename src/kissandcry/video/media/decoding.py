"""The decoding process: `python -m kissandcry.video.media.decoding REQUEST`, the clip on its input.

It gets an open file and no address. Before it reads a byte of it, it gives up whatever it does not
need: memory beyond a bound, writing to files, opening anything else.
"""

import importlib
import os
import pkgutil
import sys
from collections.abc import Iterator
from typing import BinaryIO

import msgspec
import numpy as np

from kissandcry.core import limits
from kissandcry.video.media import patience, wire
from kissandcry.video.media.bounds import MEMORY, SECONDS, Refused

_ASKED = msgspec.json.Decoder(wire.Asked)
_Given = tuple[wire.Answer, memoryview | None]


class Giver:
    """Writes answers, and ends the process when one takes too long to make."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def give(self, answer: wire.Answer, body: memoryview | None = None) -> None:
        """Write an answer. Whoever takes it may take as long as they like."""
        patience.rest()
        head = msgspec.json.encode(answer)
        length = 0 if body is None else body.nbytes
        self._all(memoryview(wire.HEAD.pack(len(head), length) + head))
        if body is not None:
            self._all(body.cast("B"))
        patience.again()

    def _all(self, view: memoryview) -> None:
        while view:
            view = view[self._stream.write(view) :]


def answers(asked: wire.Asked, file: BinaryIO) -> Iterator[_Given]:
    """What is asked of the clip. Raises `Refused`."""
    from kissandcry.video.media import hearing, looking

    match asked:
        case wire.AskClip():
            yield looking.clip(file, asked.name), None
        case wire.AskFrames():
            yield from looking.frames(file, asked)
        case wire.AskStills():
            yield from looking.stills(file, asked)
        case wire.AskSound():
            yield from hearing.sound(file, asked)


def _warm_up() -> None:
    """Load what is otherwise loaded when first used: afterwards nothing can be opened."""
    import av

    for module in pkgutil.walk_packages(av.__path__, "av."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    av.VideoFrame(16, 16, "yuv420p").reformat(8, 8, "rgb24")
    silence = av.AudioFrame.from_ndarray(np.zeros((1, 64), np.float32), "fltp", "mono")
    silence.sample_rate = 44_100
    av.AudioResampler("flt", "mono", 22_050).resample(silence)


def main() -> None:
    """Answer on standard output, which no library can write to in between."""
    asked = _ASKED.decode(sys.argv[1].encode())
    taken = os.fdopen(os.dup(0), "rb", buffering=0)
    giver = Giver(os.fdopen(os.dup(1), "wb", buffering=0))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    from kissandcry.video.media import hearing, looking  # noqa: F401 - loaded before the limits

    _warm_up()
    limits.memory(data=MEMORY)
    limits.seconds(SECONDS)
    limits.no_files()
    limits.no_more_files()
    patience.again()
    try:
        for answer, body in answers(asked, taken):
            giver.give(answer, body)
    except Refused as error:
        giver.give(wire.IsRefused(video=error.video, sentence=str(error)))
    except MemoryError:
        giver.give(wire.IsRefused(video=True, sentence=_too_much(asked.name)))
    except BrokenPipeError:
        pass  # nobody wants more
    patience.rest()


def _too_much(name: str) -> str:
    return f"{name} takes more than {MEMORY / 1024**3:g} GB of memory to decode, which is allowed"


if __name__ == "__main__":
    main()
