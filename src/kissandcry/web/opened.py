"""The archive that is being served: opened to read, and opened again when its file was replaced."""

from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Final

from kissandcry.archive import Archive

_LOOK_EVERY: Final = 1.0  # seconds


class Opened:
    """The archive at a path, or one that is open already."""

    def __init__(self, where: "Path | str | Archive") -> None:
        self._lock = Lock()
        self._looked = monotonic()
        if isinstance(where, Archive):
            self._path: Path | None = None
            self._archive = where
            return
        self._path = Path(where)
        self._seen = self._state()
        self._archive = self._open()

    def current(self) -> Archive:
        """The archive as it is now."""
        if self._path is not None and monotonic() - self._looked > _LOOK_EVERY:
            self._look()
        return self._archive

    def close(self) -> None:
        """Close it, if it was opened here."""
        if self._path is not None:
            self._archive.close()

    def _look(self) -> None:
        with self._lock:
            self._looked = monotonic()
            state = self._state()
            if state and state != self._seen:
                self._seen, self._archive = state, self._open()

    def _state(self) -> tuple[int, int, int] | None:
        assert self._path is not None
        try:
            found = self._path.stat()
        except OSError:  # being replaced
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size

    def _open(self) -> Archive:
        assert self._path is not None
        return Archive(self._path, read_only=True)
