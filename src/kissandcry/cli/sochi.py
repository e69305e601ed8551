"""`kissandcry sochi`: a real event scored, checked, and one free skate explained mark by mark."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import click

from kissandcry.cli import answers, options
from kissandcry.cli.exits import DIFFERENCES, FINE
from kissandcry.core import Discipline

if TYPE_CHECKING:
    from rich.text import Text

    from kissandcry.protocols import skate_file

EVENT: Final = "2012-13_grand_prix_final"
EXPLAINED: Final = (Discipline.MEN, 1, "Yuzuru HANYU")  # discipline, segment counted from 0, name
_NAME: Final = 23  # columns, the same in every discipline
IN_STEPS: Final = "3Lz+2T+2T"  # the element whose every step is shown


@click.command("sochi", short_help="Score the Grand Prix Final of Sochi 2012 and explain a skate.")
@options.as_json
def command(as_json: bool) -> int:
    """Score the Grand Prix Final of Sochi, December 2012, from the judges' marks.

    All eight senior segments are recomputed and checked against the published totals; then one free
    skate is explained mark by mark.
    """
    from kissandcry.protocols import skate_file

    event = skate_file.event(EVENT)
    if as_json:
        from kissandcry.cli import shapes

        answers.emit(shapes.event(event))
    else:
        _show(event)
    return DIFFERENCES if event.differences() else FINE


def _show(event: "skate_file.Event") -> None:
    from kissandcry.cli import screen
    from kissandcry.protocols.writers.words import DISCIPLINES, long_date

    segments = [done for group in event.segments.values() for done in group]
    days = sorted({done.sheet.date for done in segments})
    when = f"{days[0].day} and {long_date(days[-1])}"
    screen.line((f"{event.name}, {segments[0].sheet.venue}, {when}", "bold"))
    screen.prose(_answer(event))
    for discipline, group in event.segments.items():
        screen.blank()
        _result(f"{DISCIPLINES[discipline]:<{_NAME}}", event.final[discipline], group)
    _explain(event)
    screen.blank()
    screen.line(("Next: ", "dim"), 'kissandcry element "4Lz+3T" --goe 3,2,3,3,2 --on 2012-12-08')
    screen.line(("      ", "dim"), "kissandcry audit FOLDER_WITH_PROTOCOLS")


def _answer(event: "skate_file.Event") -> str:
    """How did they do? In two sentences."""
    from kissandcry.protocols.skate_file.words import listed

    winners = [f"{lines[0].name} ({lines[0].nation})" for lines in event.final.values()]
    groups = list(event.segments.values())
    skates = sum(len(done.scores) for group in groups for done in group)
    wrong = event.differences()
    checked = (
        "every score and placement equals the published one to the hundredth"
        if not wrong
        else f"{len(wrong)} published numbers differ: {'; '.join(wrong)}"
    )
    segments = sum(map(len, groups))
    return (
        f"{listed(winners)} won. All {skates} skates of the {segments} segments are recomputed here"
        f" from the judges' marks: {checked}."
    )


def _result(
    title: str, final: "tuple[skate_file.FinalLine, ...]", group: "tuple[skate_file.Scored, ...]"
) -> None:
    """The final result of a discipline: a line for each segment of each skater."""
    from kissandcry.cli import screen

    columns = [("", "right"), (title, "left"), ("", "left"), ("", "left")]
    columns += [(name, "right") for name in ("TES", "PCS", "Ded.", "TSS", "Place", "Total")]
    rows = [row for line in final for row in _lines(line, group)]
    screen.table(columns, rows)


def _lines(
    line: "skate_file.FinalLine", group: "tuple[skate_file.Scored, ...]"
) -> "Iterator[list[str | Text]]":
    """A skater's lines; the second partner of a couple stands on the second."""
    from kissandcry.cli import screen
    from kissandcry.protocols.skate_file.words import SHORT_NAMES

    first, _, second = line.name.partition(" / ")
    names = [f"{first} /" if second else first, second]
    for number, done in enumerate(group):
        index = next(n for n, one in enumerate(done.sheet.skates) if one.name == line.name)
        score = done.scores[index]
        yield [
            str(line.place) if number == 0 else "",
            names[number] if number < len(names) else "",
            line.nation if number == 0 else "",
            SHORT_NAMES[done.sheet.segment],
            str(score.tes),
            str(score.pcs),
            str(-score.deductions) if score.deductions else "",
            str(score.tss),
            str(done.places[index]),
            screen.styled((str(line.total), "bold")) if number == 0 else "",
        ]


def _explain(event: "skate_file.Event") -> None:
    """One free skate: the grid, and how an element, a component and the total came about."""
    from kissandcry.cli import result, screen

    discipline, number, name = EXPLAINED
    done = event.segments[discipline][number]
    index = next(n for n, one in enumerate(done.sheet.skates) if one.name == name)
    screen.blank()
    screen.line(("One free skate explained", screen.QUIET))
    result.skate(done, index)
    result.explanation(done, index, chosen=IN_STEPS)
