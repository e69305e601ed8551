"""How much a PDF holds when it is unpacked, found before anything is made of it.

A stream of a PDF may be packed (PDF 1.7, 7.4.4), and unpacked it is up to a thousand times as long:
a small file could ask for all the memory there is. So each stream is unpacked here piece by piece,
nothing is kept, and it ends where more comes than any protocol has. The largest published protocol
that we know has 5.3 MB.
"""

import re
import zlib
from pathlib import Path
from typing import Final

from kissandcry.core import Unreadable
from kissandcry.protocols.files import bounded_bytes

MAXIMUM_UNPACKED: Final = 32 * 1024 * 1024

_STREAM: Final = re.compile(rb"(?<!end)stream[^\r\n]*[\r\n \t]*")  # readers pass over that line
_PIECE: Final = 64 * 1024
_DEEPEST: Final = 4  # streams that are packed more often are not unpacked further


def check_unpacked(path: Path, maximum_bytes: int) -> None:
    """Raises `Unreadable` for a PDF that has more than `MAXIMUM_UNPACKED` bytes unpacked, and as
    `bounded_bytes`. What the file says of its streams is not relied upon; a stream that cannot be
    unpacked is the reader's matter."""
    data = memoryview(bounded_bytes(path, maximum_bytes))
    left = MAXIMUM_UNPACKED
    for found in _STREAM.finditer(data):
        left -= _Unpacked(left).size(data[found.end() :])
        if left < 0:
            raise Unreadable(
                f"{path.name}: the file has {len(data):,} bytes and unpacks to more than"
                f" {MAXIMUM_UNPACKED:,}, the most that is read; no protocol is as large"
            )


class _Unpacked:
    """One stream, unpacked until it ends or more than `most` bytes have come."""

    def __init__(self, most: int, depth: int = 1) -> None:
        self._most = most
        self._depth = depth
        self._unpack = zlib.decompressobj()
        self._inner: _Unpacked | None = None
        self._begun = b""  # the first bytes, until there are two to tell by
        self._size = 0

    def size(self, data: memoryview) -> int:
        """The bytes that come of a stream which begins here; a little more than `most` stands for
        any larger number."""
        if not _is_packed(bytes(data[:2])):
            return 0
        for start in range(0, len(data), _PIECE):
            if not self.take(bytes(data[start : start + _PIECE])):
                break
        return self.total

    @property
    def total(self) -> int:
        """The bytes so far, with those that they unpack to in turn."""
        return self._size + (self._inner.total if self._inner else 0)

    def take(self, packed: bytes) -> bool:
        """Unpack the next piece; whether more is wanted."""
        while packed and not self._unpack.eof:
            try:
                piece = self._unpack.decompress(packed, _PIECE)
            except zlib.error:
                return False
            within = piece
            if self._size < 2:
                within = self._begun = self._begun + piece
                if _is_packed(within[:2]) and self._depth < _DEEPEST:
                    self._inner = _Unpacked(self._most, self._depth + 1)
            self._size += len(piece)
            if self._inner is not None:
                self._inner.take(within)
            if self.total > self._most:
                return False
            packed = self._unpack.unconsumed_tail
        return not self._unpack.eof


def _is_packed(start: bytes) -> bool:
    """Whether bytes begin as zlib's do (RFC 1950, 2.2)."""
    return len(start) == 2 and start[0] & 15 == 8 and int.from_bytes(start) % 31 == 0
