"""Text for a terminal or a file: tables as wide as they must be, colours only in a terminal.

`rich` is loaded when the first line is shown, so that a command that prints JSON does without.
"""

import os
import re
import shutil
import sys
from collections.abc import Iterable, Sequence
from functools import lru_cache
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from kissandcry.cli.answers import say, writing
from kissandcry.core.shown import visible
from kissandcry.scoring import Step

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

PIPED_WIDTH: Final = 100  # of what is no terminal and has no COLUMNS
READABLE: Final = 110  # prose is no wider
_LINES: Final = re.compile(r"[^\n]+")
_WORDS: Final = re.compile(r"\S+")
_PARTS: Final = re.compile(r"[^\s-]+-?|-")  # of a heading
_STEP: Final = 52  # of the words of a step
QUIET: Final = "dim"
STRONG: Final = "bold"
_MINUS: Final = "\N{MINUS SIGN}"
_NEGATIVE: Final = re.compile(r"(?<![\w.,/)\]+-])-(?=\d)")  # no date, no range, no code


def width() -> int:
    """How many columns there are."""
    if not sys.stdout.isatty() and not _columns_asked():
        return PIPED_WIDTH
    return max(shutil.get_terminal_size().columns, 40)


def _columns_asked() -> bool:
    return os.environ.get("COLUMNS", "").isdecimal()


@lru_cache(maxsize=8)
def _console(columns: int) -> "Console":
    from rich.console import Console

    return Console(width=columns, highlight=False, markup=False, emoji=False, safe_box=True)


def show(what: "RenderableType", columns: int = 0) -> None:
    """Print something that rich renders, in so many columns or those there are; a file gets no
    spaces at the ends of lines."""
    console = _console(columns or width())
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

    kept = [_shown(part) if isinstance(part, str) else (_shown(part[0]), part[1]) for part in parts]
    return Text.assemble(*kept)


def _shown(text: str) -> str:
    """The text with a true minus sign before numbers, where there is one."""
    text = visible(_NEGATIVE.sub(_MINUS, text))
    return text if _has_minus(sys.stdout.encoding or "ascii") else text.replace(_MINUS, "-")


@lru_cache(maxsize=8)
def _has_minus(encoding: str) -> bool:
    """A code page of Windows lacks it."""
    try:
        _MINUS.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def line(*parts: str | tuple[str, str]) -> None:
    """Print a line that stays one line, each part plain or with its style."""
    text = styled(*parts)
    text.rstrip()
    with writing():
        _console(width()).print(text, soft_wrap=True)


def prose(text: str, style: str = "", indent: int = 0) -> None:
    """Print sentences from a column on, wrapped so that they can be read."""
    from rich.padding import Padding

    spare = max(width() - READABLE, 0)
    show(Padding(styled((text, style)), (0, spare, 0, indent), expand=False))


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
    say(_shown(text))


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
    (breaks, and is pale) or a width (breaks there). Headings may break too, also at a hyphen.

    No word is ever cut: where there is too little room, the table is wider than the terminal.
    """
    from rich.padding import Padding
    from rich.table import Table

    cells = [[styled(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    heads = [styled(title if heading else "") for title, _ in columns]
    spare = width() - indent - gap * (len(columns) - 1)
    wide = _widths(heads, cells, [kind for _, kind in columns], spare)
    grid = Table(
        box=None,
        padding=(0, gap, 0, 0),
        pad_edge=False,
        show_header=heading,
        header_style=QUIET,
        expand=False,
    )
    for (title, kind), head, so_wide in zip(columns, heads, wide, strict=True):
        grid.add_column(
            head if _longest([head], _WORDS) <= so_wide else styled(title.replace("-", "-\n")),
            justify="right" if kind == "right" else "left",
            overflow="fold",
            style=QUIET if kind == "quiet" else "",
            width=so_wide,
        )
    for row in cells:
        grid.add_row(*row)
    taken = indent + sum(wide) + gap * len(wide)
    show(Padding(grid, (0, 0, 0, indent), expand=False), max(width(), taken))


def _widths(
    heads: "Sequence[Text]", rows: "Sequence[Sequence[Text]]", kinds: Sequence[str], spare: int
) -> list[int]:
    """How wide each column is: as its longest line if `spare` has room for all; else the widest
    give way first, none below its longest word, nor below its longest line where that must not
    break."""
    least, wide = [], []
    for index, (head, kind) in enumerate(zip(heads, kinds, strict=True)):
        cells = [row[index] for row in rows]
        lines, words = _longest(cells, _LINES), _longest(cells, _WORDS)
        words = max(words, _longest([head], _PARTS), int(kind) if kind.isdecimal() else 1)
        least.append(max(words, lines) if kind in {"left", "right"} else words)
        wide.append(words if kind.isdecimal() else max(words, lines, _longest([head], _LINES)))
    while sum(wide) > spare:
        gives = [w if w > enough else 0 for w, enough in zip(wide, least, strict=True)]
        if not any(gives):
            break
        wide[gives.index(max(gives))] -= 1
    return wide


def _longest(texts: "Sequence[Text]", pattern: re.Pattern[str]) -> int:
    """The columns of the longest part that matches."""
    from rich.cells import cell_len

    parts = (part for text in texts for part in pattern.findall(text.plain))
    return max(map(cell_len, parts), default=0)


def steps(taken: Iterable[Step], *, indent: int = 2) -> None:
    """Print the steps of an explanation: what was done, what came out, which rule says so."""
    text = max(min((width() - indent) // 2, _STEP), 30)  # the same in every explanation
    rows = [
        (step.text, f"{'' if step.value is None else step.value:>6}", step.rule) for step in taken
    ]
    columns = (("", f"{text}"), ("", "right"), ("", "quiet"))
    table(columns, rows, heading=False, indent=indent)
