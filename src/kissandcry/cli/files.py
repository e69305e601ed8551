"""Files for the commands: found from what was typed, with a bar where the work is long."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, TypeVar

from kissandcry.core import KissAndCryError
from kissandcry.core.shown import visible
from kissandcry.protocols import batch

_T = TypeVar("_T")
_LONG: Final = 8  # files that are worth a bar


class Found:
    """The files that patterns name; `bad` counts what could not be found or read."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self.bad = 0
        found: dict[Path, None] = {}
        for pattern in patterns:
            try:
                found |= dict.fromkeys(batch.find([pattern]))
            except KissAndCryError as error:
                self.refuse(str(error))
        self.paths = list(found)

    def refuse(self, sentence: str) -> None:
        """Say on standard error why a file is left out; the others are still done."""
        self.bad += 1
        print(visible(sentence), file=sys.stderr)


def progress(work: Iterable[_T], total: int, what: str, *, as_json: bool) -> Iterator[_T]:
    """The results as they come, with a bar on standard error if that is a terminal.

    Lines of JSON that go to a terminal get none: above a bar they would be broken to its width.
    """
    mixed = as_json and sys.stdout.isatty()
    if total < _LONG or mixed or not sys.stderr.isatty():
        yield from work
        return
    from rich.console import Console
    from rich.progress import Progress

    shared = sys.stdout.isatty()  # lines then stand above the bar; a file gets them itself
    with Progress(console=Console(stderr=True), transient=True, redirect_stdout=shared) as bar:
        yield from bar.track(work, total=total, description=what)
