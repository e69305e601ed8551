"""Text for a terminal or a file: tables as wide as they must be, colours only in a terminal.

`rich` is loaded when the first line is shown, so that a command that prints JSON does without.
"""

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from functools import lru_cache
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from kissandcry.cli.answers import CONTROLS, say, writing
from kissandcry.scoring import Step

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

PIPED_WIDTH: Final = 100  # of what is no terminal and has no COLUMNS
READABLE: Final = 110  # prose is no wider
_STEP: Final = 52  # of the words of a step
QUIET: Final = "dim"
STRONG: Final = "bold"
_SHOWN: Final = CONTROLS | {ord("\N{MINUS SIGN}"): "-"}  # consoles of Windows may lack it


def width() -> int:
    """How many columns there are."""
    if not sys.stdout.isatty() and not _columns_asked():
        return PIPED_WIDTH
    return max(shutil.get_terminal_size().columns, 40)


def _columns_asked() -> bool:
    return os.environ.get("COLUMNS", "").isdecimal()


@lru_cache(maxsize=1)
def _console(columns: int) -> "Console":
    from rich.console import Console

    return Console(width=columns, highlight=False, markup=False, emoji=False, safe_box=True)


def show(what: "RenderableType") -> None:
    """Print something that rich renders; a file gets no spaces at the ends of lines."""
    console = _console(width())
    with writing():
        if console.is_terminal:
            console.print(what)
            return
        with console.capture() as captured:
            console.print(what)
        lines = captured.get().splitlines()
        sys.stdout.write("".join(f"{one.rstrip()}\n" for one in lines))


def styled(*parts: str | tuple[str, str]) -> "Text":
    """A text of parts, each plain or with its style."""
    from rich.text import Text

    kept = [
        part.translate(_SHOWN) if isinstance(part, str) else (part[0].translate(_SHOWN), part[1])
        for part in parts
    ]
    return Text.assemble(*kept)


def line(*parts: str | tuple[str, str]) -> None:
    """Print a line that stays one line, each part plain or with its style."""
    text = styled(*parts)
    text.rstrip()
    with writing():
        _console(width()).print(text, soft_wrap=True)


def prose(text: str, style: str = "") -> None:
    """Print sentences, wrapped so that they can be read."""
    from rich.padding import Padding

    spare = max(width() - READABLE, 0)
    show(Padding(styled((text, style)), (0, spare, 0, 0), expand=False))


def narrow(columns: int) -> bool:
    """Whether so many columns are more than there are. A file has as many as it needs."""
    return columns > width() and (sys.stdout.isatty() or _columns_asked())


def record(text: str, indent: int = 0) -> None:
    """Print a line of a list from a column on: a file gets it whole, in a terminal it breaks."""
    if narrow(indent + len(text)):
        start, rest = " " * indent, " " * (indent + 2 * bool(indent))
        lines = wrap(text, width(), initial_indent=start, subsequent_indent=rest)
        text = "\n".join(lines)
    else:
        text = " " * indent + text
    say(text)


def blank() -> None:
    """Print an empty line."""
    line("")


def table(
    columns: Sequence[tuple[str, str]],
    rows: Iterable[Sequence["str | Text"]],
    *,
    heading: bool = True,
    indent: int = 0,
    gap: int = 2,
) -> None:
    """Print a table; a column is its heading and "left", "right", "wrap" (may break), "quiet"
    (breaks, and is pale) or a width (breaks there)."""
    from rich.padding import Padding
    from rich.table import Table

    grid = Table(
        box=None,
        padding=(0, gap, 0, 0),
        pad_edge=False,
        show_header=heading,
        header_style=QUIET,
        expand=False,
    )
    for title, kind in columns:
        grid.add_column(
            title,
            justify="right" if kind == "right" else "left",
            no_wrap=kind in {"left", "right"},
            overflow="fold",
            style=QUIET if kind == "quiet" else "",
            width=int(kind) if kind.isdecimal() else None,
        )
    for row in rows:
        grid.add_row(*(styled(cell) if isinstance(cell, str) else cell for cell in row))
    show(Padding(grid, (0, 0, 0, indent), expand=False))


def steps(taken: Iterable[Step], *, indent: int = 2) -> None:
    """Print the steps of an explanation: what was done, what came out, which rule says so."""
    text = max(min((width() - indent) // 2, _STEP), 30)  # the same in every explanation
    rows = [
        (step.text, f"{'' if step.value is None else step.value:>6}", step.rule) for step in taken
    ]
    columns = (("", f"{text}"), ("", "right"), ("", "quiet"))
    table(columns, rows, heading=False, indent=indent)
