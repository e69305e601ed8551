"""The protocol grid: elements down, judges across, what trimming leaves out in brackets.

In a terminal the marks left out are struck and grades are blue above zero and orange below it; the
sign and the brackets say the same without colour.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from kissandcry.cli import screen
from kissandcry.core import Points
from kissandcry.protocols.skate_file import Scored
from kissandcry.protocols.skate_file.words import title
from kissandcry.rulebooks.model import PanelRule
from kissandcry.scoring import deleted

_WIDE: Final = 6  # columns of a component's mark with its brackets
_NARROW: Final = 4  # of a grade
_SCORE: Final = 8
_UP: Final = "dodger_blue1"
_DOWN: Final = "dark_orange"
_STRUCK: Final = "strike dim"
_NAME: Final = 14  # the longest component
_FACTOR: Final = 6
_LAST: Final = 6  # where there is little room


def skate(done: Scored, index: int) -> None:
    """Print one skate of a scored sheet."""
    one, score = done.sheet.skates[index], done.scores[index]
    heads = [f"{each.code} {each.info}".rstrip() for each in one.skate.elements]
    code = max(map(len, [*heads, "Element"])) + 1
    left = 3 + code + 6 + 2 + 6  # number, code, base value, x, GOE
    judges = done.sheet.judges
    wide = left + judges * _WIDE + _SCORE <= screen.width()
    cell = _WIDE if wide else _NARROW
    rule = done.book.panel
    numbers = "".join(f"{f'J{judge + 1}':>{cell - 1}} " for judge in range(judges))
    heading = f" # {'Element':<{code}}{'Base':>6}  {'GOE':>6}{numbers}{'Score':>{_SCORE}}"
    screen.line((heading, screen.QUIET))
    rows = zip(heads, one.skate.elements, score.elements, strict=True)
    for number, (head, given, earned) in enumerate(rows, start=1):
        start = f"{number:2d} {head:<{code}}{earned.value.base_value:>6}"
        half = " x" if given.second_half else "  "
        screen.line(
            f"{start}{half}{earned.goe:>6}",
            *_cells(given.marks, rule, cell),
            (f"{earned.score:>{_SCORE}}", screen.STRONG),
        )
    total = sum((each.value.base_value for each in score.elements), Points(0))
    end = left + judges * cell
    screen.line(
        f"{'':{3 + code}}{total:>6}", (f"{score.tes:>{end - 9 - code + _SCORE}}", screen.STRONG)
    )
    lead = left if wide else _NAME + _FACTOR
    last = _SCORE if wide else _LAST
    across = f"{'Panel':>{judges * _WIDE + last}}"
    screen.blank()
    screen.line((f"{'Component':<{lead - _FACTOR}}{'times':>{_FACTOR - 1}} {across}", screen.QUIET))
    for marked, earned_part in zip(one.skate.components, score.components, strict=True):
        screen.line(
            f"{title(marked.name):<{lead - _FACTOR}}{earned_part.factor:>{_FACTOR - 1}} ",
            *_cells(marked.marks, rule, _WIDE),
            (f"{earned_part.panel:>{_SCORE if wide else 6}}", screen.STRONG),
        )
    _totals(done, index)


def _totals(done: Scored, index: int) -> None:
    score = done.scores[index]
    screen.blank()
    taken = f" - {score.deductions} deductions" if score.deductions else ""
    screen.line(
        f"Elements {score.tes} + components {score.pcs}{taken} = ",
        (f"{score.tss}", screen.STRONG),
    )


def _cells(
    marks: Sequence[int | Points | None], rule: PanelRule, cell: int
) -> Iterator[str | tuple[str, str]]:
    """A cell for each judge, the mark's last figure always in the same column."""
    gone = deleted(marks, rule)
    for judge, mark in enumerate(marks):
        text = "-" if mark is None else str(mark)
        if judge in (*gone.highest, *gone.lowest):
            yield f"{'(':>{cell - 1 - len(text)}}"
            yield (text, f"{_STRUCK} {_colour(mark)}".rstrip())
            yield ")"
        else:
            yield (f"{text:>{cell - 1}} ", _colour(mark))


def _colour(mark: int | Points | None) -> str:
    if not isinstance(mark, int) or mark == 0:
        return ""
    return _UP if mark > 0 else _DOWN
