"""What a process that reads files from elsewhere may take, where the system has such limits.

Windows has none of them. macOS does not enforce those of memory, and refuses to set them.
"""

import sys
from typing import Final

DATA: Final = 4 * 1024**3  # bytes of its own; the largest protocol takes a tenth


def memory(*, data: int | None = None, addresses: int | None = None) -> None:
    """Take at most so many bytes of data, or of addresses with the libraries included."""
    if sys.platform in ("win32", "darwin"):
        return
    import resource

    for kind, most in ((resource.RLIMIT_DATA, data), (resource.RLIMIT_AS, addresses)):
        if most is not None:
            _lower(kind, most)


def seconds(more: int) -> None:
    """Take at most so many seconds of the processor from now on; then the system ends this
    process."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + more, hard=False)


def no_files() -> None:
    """Write nothing to any file."""
    if sys.platform == "win32":
        return
    import resource

    _lower(resource.RLIMIT_FSIZE, 0)


def no_more_files() -> None:
    """Open nothing from now on, neither files nor connections; what is open stays open."""
    if sys.platform == "win32":
        return
    import resource

    _lower(resource.RLIMIT_NOFILE, 3)


def _lower(kind: int, most: int, *, hard: bool = True) -> None:
    """Set a limit, unless a lower one holds already."""
    if sys.platform == "win32":
        return
    import resource

    highest = resource.getrlimit(kind)[1]
    allowed = most if highest == resource.RLIM_INFINITY else min(most, highest)
    resource.setrlimit(kind, (allowed, allowed if hard else highest))
