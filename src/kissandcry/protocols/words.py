"""A PDF as lines of words, read by where each word stands on the page.

A page's text comes in the order in which it was drawn, and that order says little about columns. So
each word's origin is asked for as well: words of about one height make a line, and the words of a
line are put in order from left to right. Some papers draw neighbouring columns so close that their
text runs together ("1101111"); a page like that is read again character by character
(`exact=True`), and characters are joined into words by the gaps between them.
"""

import ctypes
import re
from collections import deque
from collections.abc import Sequence
from itertools import repeat
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Any, Final, NamedTuple, Self

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from kissandcry.core import Unreadable
from kissandcry.protocols.packed import check_unpacked

MAXIMUM_BYTES: Final = 64 * 1024 * 1024
MAXIMUM_PAGES: Final = 400
MAXIMUM_CHARACTERS: Final = 60_000  # on one page; a dense protocol page has about 4,000

_LINE_GAP: Final = 2.6  # points of height; the lines of a protocol stand at least 7 apart
_WIDEST: Final = 100_000.0  # no page is as wide (PDF 1.7, annex C: 14,400 points)
_WORD_GAP: Final = 0.12  # of the character's height; a space is at least twice as wide
_SPACE: Final = 32
_WORD: Final = re.compile(r"\S+")
# A hyphen at the end of a line is given so, and the next line's first word is joined to it.
_LAST_HYPHEN: Final = "\ufffe"
_HYPHENED: Final = re.compile(rf"[^\s{_LAST_HYPHEN}]*{_LAST_HYPHEN}|\S+?(?=\s|\Z|{_LAST_HYPHEN})")

# The binding wraps each argument of each call; at 250,000 words a second that would be most of the
# time. These are the same functions, taking plain addresses.
_PlainCall: Final = ctypes.PYFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p
)
_char_origin: Final = _PlainCall(
    ctypes.cast(raw.FPDFText_GetCharOrigin, ctypes.c_void_p).value or 0
)
_char_box: Final = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(raw.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0
)


class Line(NamedTuple):
    """The words of a line from left to right, and the x of each word's first character (points)."""

    words: Sequence[str]
    xs: Sequence[float]

    @property
    def text(self) -> str:
        """The words with one space between them."""
        return " ".join(self.words)


class _Room:
    """Room for the origins of one page's characters, used again for each page."""

    def __init__(self, size: int) -> None:
        self.values = np.empty((size, 2), dtype=np.float64)
        first = self.values.ctypes.data
        self.xs = range(first, first + 16 * size, 16)
        self.ys = range(first + 8, first + 8 + 16 * size, 16)


_room = _Room(MAXIMUM_CHARACTERS)
_PDFIUM: Final = RLock()  # PDFium runs in one thread at a time, and all share the room


class Paper:
    """An open PDF, a context manager. Raises `Unreadable` with one sentence that says why."""

    def __init__(self, path: Path) -> None:
        self.path = path
        check_unpacked(path, MAXIMUM_BYTES)
        try:
            with _PDFIUM:
                self._document = pdfium.PdfDocument(path)
        except pdfium.PdfiumError as error:
            raise Unreadable(f"{path.name}: {_why(error)}") from None
        pages = len(self._document)
        if not 0 < pages <= MAXIMUM_PAGES:
            self._document.close()
            raise Unreadable(
                f"{path.name}: the PDF has {pages:,} pages, and 1 to {MAXIMUM_PAGES} are read"
            )
        self._last: tuple[int, bool, list[Line]] = (-1, False, [])
        self._open: tuple[int, pdfium.PdfPage, pdfium.PdfTextPage] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with _PDFIUM:
            self._close_page()
            self._document.close()

    def __len__(self) -> int:
        return len(self._document)

    @property
    def metadata(self) -> dict[str, str]:
        """The document's own statements, such as Producer and CreationDate."""
        return dict(self._document.get_metadata_dict(skip_empty=True))

    def lines(self, page: int, *, exact: bool = False) -> list[Line]:
        """The lines of a page (counted from 0) from top to bottom; the last asked for are kept."""
        if self._last[:2] != (page, exact):
            with _PDFIUM:
                text = self._text(page)
                self._last = (page, exact, _exact_lines(text) if exact else _word_lines(text))
        return self._last[2]

    def _text(self, page: int) -> pdfium.PdfTextPage:
        """The text of a page; the page stays open until another is asked for."""
        if self._open is not None and self._open[0] == page:
            return self._open[2]
        self._close_page()
        try:
            sheet = self._document[page]
            text = sheet.get_textpage()
        except pdfium.PdfiumError:
            raise Unreadable(f"{self.path.name}: page {page + 1} is damaged") from None
        self._open = (page, sheet, text)
        if text.count_chars() > MAXIMUM_CHARACTERS:
            raise Unreadable(
                f"{self.path.name}: page {page + 1} has {text.count_chars():,} characters, and at"
                f" most {MAXIMUM_CHARACTERS:,} are read"
            )
        return text

    def _close_page(self) -> None:
        if self._open is not None:
            self._open[2].close()
            self._open[1].close()
            self._open = None


def _why(error: pdfium.PdfiumError) -> str:
    text = str(error).lower()
    if "password" in text:
        return "the PDF is encrypted and asks for a password"
    return "the file is not a PDF, or it is damaged beyond reading"


def _word_lines(textpage: pdfium.PdfTextPage) -> list[Line]:
    """Lines from the words that the text shows."""
    text = textpage.get_text_range()
    if len(text) != textpage.count_chars():  # then places in the text are not character numbers
        return _exact_lines(textpage)
    words, starts = _words(text)
    if not words:
        return []
    handle = ctypes.cast(textpage.raw, ctypes.c_void_p).value
    deque(map(_char_origin, repeat(handle), starts, _room.xs, _room.ys), maxlen=0)
    return _in_lines(words, _room.values[: len(words), 0], _room.values[: len(words), 1])


def _words(text: str) -> tuple[list[str], list[int]]:
    """The words of a text and the place of each word's first character."""
    if _LAST_HYPHEN in text:
        found = list(_HYPHENED.finditer(text))
        words = [match.group().replace(_LAST_HYPHEN, "-") for match in found]
        return words, [match.start() for match in found]
    words = text.split()
    if text.isascii():  # the same by arrays, several times as fast
        letters = np.frombuffer(text.encode("ascii"), np.uint8) > _SPACE
        starts = np.flatnonzero(letters[1:] & ~letters[:-1]) + 1
        places = starts.tolist() if not letters[:1].any() else [0, *starts.tolist()]
        if len(places) == len(words):
            return words, places
    found = list(_WORD.finditer(text))
    return [match.group() for match in found], [match.start() for match in found]


def _in_lines(words: list[str], xs: NDArray[np.float64], ys: NDArray[np.float64]) -> list[Line]:
    """Words put into lines by height and into order by x."""
    order, ends = _reading_order(xs, ys)
    ordered = [words[i] for i in order]
    left = xs[order].tolist()
    lines = []
    start = 0
    for end in ends:
        lines.append(Line(ordered[start:end], left[start:end]))
        start = end
    return lines


def _reading_order(
    xs: NDArray[np.floating], ys: NDArray[np.floating]
) -> tuple[list[int], list[int]]:
    """Indices from top to bottom and left to right, and where each line ends among them."""
    xs, ys = np.nan_to_num(xs), np.nan_to_num(ys)  # a damaged page puts words nowhere
    down = np.argsort(-ys, kind="stable")
    height = ys[down]
    new = height[:-1] - height[1:] > _LINE_GAP
    number = np.zeros(len(ys))
    number[down[1:]] = new.cumsum()
    order = (number * _WIDEST + xs).argsort(kind="stable")
    ends = new.nonzero()[0] + 1
    return order.tolist(), [*ends.tolist(), len(order)]


def _exact_lines(textpage: pdfium.PdfTextPage) -> list[Line]:
    """Lines from single characters: a gap parts two words, whatever the text says."""
    handle: Any = textpage.raw
    count = textpage.count_chars()
    text = textpage.get_text_range()
    if len(text) != count:  # the text leaves characters out; ask for each
        text = "".join(chr(raw.FPDFText_GetUnicode(handle, index)) for index in range(count))
    found = [index for index, character in enumerate(text) if character > " "]
    if not found:
        return []
    text = text.replace(_LAST_HYPHEN, "-")
    boxes = np.empty((len(found), 4), dtype=np.float32)  # left, top, right, bottom
    first = boxes.ctypes.data
    plain = ctypes.cast(handle, ctypes.c_void_p).value
    deque(map(_char_box, repeat(plain), found, range(first, first + 16 * len(found), 16)), maxlen=0)
    left, top, right, bottom = boxes.T
    order, ends = _reading_order(left, bottom)
    ordered = "".join([text[found[i]] for i in order])
    gaps = left[order][1:] - right[order][:-1] > _WORD_GAP * (top - bottom)[order][1:]
    gaps[[end - 1 for end in ends[:-1]]] = True  # a new line is a new word
    starts = [0, *(np.flatnonzero(gaps) + 1).tolist()]
    words = [ordered[a:b] for a, b in zip(starts, [*starts[1:], len(ordered)], strict=True)]
    xs = left[order][starts].tolist()
    lines = []
    begin = 0
    for end in np.searchsorted(starts, ends).tolist():
        lines.append(Line(words[begin:end], xs[begin:end]))
        begin = end
    return lines
