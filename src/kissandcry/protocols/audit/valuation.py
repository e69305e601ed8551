"""The values of the elements of one kind of segment: one growing table for all its papers."""

from collections.abc import Sequence
from threading import Lock
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kissandcry.core import KissAndCryError, Segment
from kissandcry.notation import NotationError
from kissandcry.protocols.model import PrintedElement
from kissandcry.rulebooks import Rulebook
from kissandcry.scoring.elements import ElementValue, element_value, goe_table

_MOST_CODES: Final = 20_000  # printed codes are a few thousand; damaged ones must not fill memory


class Valuation:
    """Base values and grade values by row number, under one rulebook.

    `base_value` (shape [rows], hundredths) and `goe` (shape [rows, grades]) grow with each new
    code; row 0 stands for a code without a known value, and `problems` says why.
    """

    def __init__(self, book: Rulebook, segment: Segment, dance: str = "") -> None:
        self.book = book
        self.dance = dance
        self.segment = segment
        self._lock = Lock()
        self._rows: dict[tuple[str, bool, str], int] = {}
        self.problems: dict[tuple[str, bool, str], str] = {}
        self.base_value: NDArray[np.int64] = np.zeros(1, np.int64)
        self.goe: NDArray[np.int16] = np.zeros((1, book.grades[1] - book.grades[0] + 1), np.int16)

    def rows(self, elements: list[PrintedElement]) -> NDArray[np.int64]:
        """The row of each element, 0 where the code cannot be valued."""
        known = self._rows
        keys = [(element.code, element.second_half, element.info) for element in elements]
        with self._lock:
            unknown = {key for key in keys if key not in known}
            if unknown:
                self._learn(sorted(unknown))
        return np.array([self._rows[key] for key in keys], np.int64)

    def hold(self, values: Sequence[ElementValue]) -> None:
        """Take in values that the rulebook does not hold."""
        for value in values:
            self._rows[(value.code, value.second_half, "")] = len(self.base_value)
            self.base_value = np.append(self.base_value, value.base_value.hundredths)
            self.goe = np.concatenate([self.goe, goe_table(self.book, [value])])

    def _learn(self, keys: list[tuple[str, bool, str]]) -> None:
        values: list[ElementValue] = []
        for key in keys:
            code, second_half, info = key
            try:
                value = element_value(
                    self.book, code, second_half, info, segment=self.segment, dance=self.dance
                )
            except NotationError as error:
                self.problems[key] = error.sentence
                self._rows[key] = 0
            except KissAndCryError as error:
                self.problems[key] = str(error)
                self._rows[key] = 0
            else:
                self._rows[key] = len(self.base_value) + len(values)
                values.append(value)
        bases = [value.base_value.hundredths for value in values]
        self.base_value = np.append(self.base_value, np.array(bases, np.int64))
        self.goe = np.concatenate([self.goe, goe_table(self.book, values)])

    def __len__(self) -> int:
        return len(self._rows)


_KNOWN: Final[dict[tuple[int, Segment, str], Valuation]] = {}


def valuation_of(book: Rulebook, segment: Segment, dance: str = "") -> Valuation:
    """The valuation of a rulebook, a segment and a compulsory dance, shared by all papers."""
    key = (id(book), segment, dance)
    known = _KNOWN.get(key)
    if known is None or known.book is not book or len(known) > _MOST_CODES:
        known = _KNOWN[key] = Valuation(book, segment, dance)
    return known
