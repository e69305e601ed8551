"""The archive that is being served: opened to read, and opened again when it was written to."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Condition
from time import monotonic
from typing import Final

from kissandcry import archive
from kissandcry.archive import Archive

_LOOK_EVERY: Final = 1.0  # seconds

State = tuple[int, int, int] | None


class Opened:
    """The archive at a path (None: your own), or one that is open already and stays so."""

    def __init__(self, where: Path | str | Archive | None) -> None:
        self._changing = Condition()
        self._lent = 0
        self._looked = monotonic()
        self._where = None if isinstance(where, Archive) else where
        self._archive = where if isinstance(where, Archive) else archive.open(where)
        self._mine = not isinstance(where, Archive)
        self._seen = self._state()

    @contextmanager
    def lend(self) -> Iterator[Archive]:
        """The archive for one question. While it is opened again, those who ask wait."""
        with self._changing:
            if self._changed():
                self._changing.wait_for(lambda: not self._lent)
                if self._changed(look=True):  # nobody else has done it meanwhile
                    self._again()
            self._lent += 1
        try:
            yield self._archive
        finally:
            with self._changing:
                self._lent -= 1
                self._changing.notify_all()

    def close(self) -> None:
        """Close it, if it was opened here."""
        if self._mine:
            self._archive.close()

    def _changed(self, *, look: bool = False) -> bool:
        if not self._mine or not (look or monotonic() - self._looked > _LOOK_EVERY):
            return False
        state = self._state()
        if state == self._seen or state is None:
            self._looked = monotonic()
            return False
        return True

    def _again(self) -> None:
        """DuckDB gives the old file as long as one connection to it is open."""
        self._archive.close()
        self._archive = archive.open(self._where)
        self._seen = self._state()
        self._looked = monotonic()

    def _state(self) -> State:
        """What tells one state of the file from another; None for what is no file."""
        try:
            found = Path(self._archive.path).stat()
        except (OSError, ValueError):
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size
