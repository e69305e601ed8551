"""How much a PDF holds when it is unpacked, found before anything is made of it.

A stream of a PDF may be packed (PDF 1.7, 7.4.4), and unpacked it is up to a thousand times as long:
a small file could ask for all the memory there is. So each stream is unpacked here piece by piece,
nothing is kept, and it ends where more comes than any protocol has. The largest published protocol
that we know has 5.3 MB. Only zlib's packing can be told by its first bytes, so a paper with another
one is refused, but for those of pictures, which nobody unpacks to read the text.
"""

import re
import zlib
from pathlib import Path
from typing import Final

from kissandcry.core import Unreadable
from kissandcry.core.shown import visible
from kissandcry.protocols.files import bounded_bytes

MAXIMUM_UNPACKED: Final = 32 * 1024 * 1024

_STREAM: Final = re.compile(rb"(?<!end)stream[^\r\n]*[\r\n \t]*")  # readers pass over that line
# PDFium's signs between words: those of PDF 1.7, 7.2.2, and two bytes more.
_SPACE: Final = rb"[\x00\t\n\x0c\r \x80\xff]"
_ENDS: Final = rb"(?=[\x00\t\n\x0c\r \x80\xff()<>\[\]{}/%])"
# The key, of which each letter may be written as its number (7.3.5).
_KEY: Final = b"".join(b"(?:%c|(?i:#%x))" % (letter, letter) for letter in b"Filter")
_FILTER: Final = re.compile(b"/" + _KEY + _ENDS)
# Zlib's, those of pictures (7.4.1), and what the key says of a password or a signature (12.8.1).
_KNOWN: Final = (
    rb"/(?:FlateDecode|Fl|DCTDecode|DCT|CCITTFaxDecode|CCF|JBIG2Decode|JPXDecode"
    rb"|Standard|Adobe\.[A-Za-z.]+|Entrust\.PPKEF|CICI\.SignIt|VeriSign\.PPKVS)"
)
_ALLOWED: Final = re.compile(
    rb"%(space)s*(?:%(known)s%(ends)s|\[(?:%(space)s*%(known)s)*%(space)s*\])"
    % {b"space": _SPACE, b"known": _KNOWN, b"ends": _ENDS}
)
_SHOWN: Final = re.compile(rb"%s*(\[[^\]>]{,60}\]?|/?[^/>]{,40})" % _SPACE)
_PIECE: Final = 64 * 1024
_DEEPEST: Final = 4  # streams that are packed more often are not unpacked further


def check_unpacked(path: Path, maximum_bytes: int) -> None:
    """Raises `Unreadable` for a PDF that has more than `MAXIMUM_UNPACKED` bytes unpacked, and as
    `bounded_bytes`, and for one with a packing that is not weighed. What else the file says of its
    streams is not relied upon; a stream that cannot be unpacked is the reader's matter."""
    data = memoryview(bounded_bytes(path, maximum_bytes))
    _check_filters(path.name, data)
    left = MAXIMUM_UNPACKED
    for found in _STREAM.finditer(data):
        left -= _Unpacked(left).size(data[found.end() :])
        if left < 0:
            raise Unreadable(
                f"{path.name}: the file has {len(data):,} bytes and unpacks to more than"
                f" {MAXIMUM_UNPACKED:,}, the most that is read; no protocol is as large"
            )


def _check_filters(name: str, data: memoryview) -> None:
    """Raises `Unreadable` where a key of filters is followed by anything but the names of those
    allowed: what stands elsewhere in the file, or is spelt in another way, is not looked for."""
    for key in _FILTER.finditer(data):
        if _ALLOWED.match(data, key.end()):
            continue
        found = _SHOWN.match(data, key.end())
        text = visible(" ".join(found[1].decode("latin-1").split())) if found else ""
        raise Unreadable(
            f"{name}: a stream of the PDF has the filter {text}, and only FlateDecode and those of"
            " pictures are read (PDF 1.7, 7.4), which all protocols that we know keep to"
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
