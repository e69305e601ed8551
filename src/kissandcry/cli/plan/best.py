"""`kissandcry plan best`: the best layout of what a skater can do."""

import csv
import io
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import click

from kissandcry.cli import answers, asked
from kissandcry.cli.exits import FINE
from kissandcry.cli.plan import asking
from kissandcry.cli.plan.asking import Asking, Given

if TYPE_CHECKING:
    from kissandcry.planning.layout import Chance, Frontier, Layout, Reason

_COLUMNS: Final = (
    "layout,place,time,code,called,second_half,bonus,base_value,expected,spread".split(",")
)


@click.command("best", short_help="The best layout, proved; alternatives, risk and reasons.")
@asking.options_of
@click.option(
    "--alternatives",
    type=click.IntRange(1, 50),
    default=1,
    show_default=True,
    help="So many of the best layouts.",
)
@click.option("--reasons", "why", is_flag=True, help="Why each element stands where it stands.")
@click.option("--frontier", "risk", is_flag=True, help="Expected points against risk.")
@asked.options_of
def command(
    alternatives: int,
    why: bool,
    risk: bool,
    archive: str | None,
    as_of: date | None,
    as_json: bool,
    as_csv: bool,
    **typed: Any,
) -> int:
    """The best legal layout of what a skater can do: which elements, which combinations, in which
    order, with what in the second half. It is proved that none is better.

    PLAN is a plan file (docs/plan_file.md), whose elements are the choice; --inventory gives
    another one. With --skater or --skill what is expected counts, else the base value.
    """
    if as_json and as_csv:
        raise click.UsageError("--json and --csv are two ways to print; give one")
    given = Given(archive=archive, as_of=as_of, **typed)
    found = asking.asking(given)
    done = _answer(found, alternatives, why, risk)
    if as_json:
        answers.emit(_shape(found, done))
    elif as_csv:
        answers.emit_lines(_csv(done.layouts))
    else:
        _show(found, done)
    return FINE


class _Done:
    """What was found."""

    def __init__(self, layouts: "tuple[Layout, ...]") -> None:
        self.layouts = layouts
        self.reasons: tuple[Reason, ...] = ()
        self.frontier: Frontier | None = None
        self.chance: Chance | None = None


def _answer(found: Asking, count: int, why: bool, risk: bool) -> _Done:
    from kissandcry.planning import layout

    with asking.bar("solving") as tell:
        done = _Done(layout.alternatives(found.question, count, tell=tell))
        if why:
            done.reasons = layout.reasons(found.question, done.layouts[0], tell=tell)
        if risk:
            done.frontier = layout.frontier(found.question, tell=tell)
        if found.goal is not None:
            done.chance = layout.best_chance(found.question, found.goal, tell=tell)
    return done


def _show(found: Asking, done: _Done) -> None:
    from kissandcry.cli import screen

    best = done.layouts[0]
    screen.prose(_sentence(found, best), screen.STRONG)
    screen.blank()
    _table(found, best)
    _free(best, len(found.question.task.slots.starts))
    for reason in done.reasons:
        screen.prose(f"{reason.place} {reason.code}: {reason.sentence}", indent=2)
    if len(done.layouts) > 1:
        screen.blank()
        screen.line(("The next best layouts", screen.STRONG))
        _list(found, done.layouts, best)
    if done.frontier is not None:
        screen.blank()
        screen.line(("Expected points against risk", screen.STRONG))
        _list(found, done.frontier.layouts, best)
        if not done.frontier.complete:
            screen.prose("Between these there are more.", screen.QUIET)
    if done.chance is not None:
        screen.blank()
        screen.prose(_chance(done.chance), screen.STRONG)
        screen.blank()
        _table(found, done.chance.layout)


def _sentence(found: Asking, best: "Layout") -> str:
    what = "base value" if found.skill is None else "expected of the elements, falls taken off"
    risk = "" if found.skill is None else f", give or take {best.risk:.2f}"
    sure = (
        "proved: no legal layout has more"
        if best.proved
        else f"not proved: no legal layout has more than {best.bound:.2f}"
    )
    return f"The best layout: {best.expected:.2f} points {what}{risk}; {sure}."


def _chance(chance: "Chance") -> str:
    sure = (
        "proved: no legal layout has a better one"
        if chance.proved
        else f"the best of {chance.looked_at:,} layouts; no legal layout has more than"
        f" {chance.bound:.1%}"
    )
    return f"The chance of the goal: {chance.chance:.1%} ({sure})."


def _table(found: Asking, layout: "Layout") -> None:
    from kissandcry.cli import screen

    columns = [("#", "right"), ("Time", "right"), ("Element", "left"), ("", "left")]
    columns.append(("Base", "right"))
    if found.skill is not None:
        columns += [("Expected", "right"), ("Spread", "right")]
    rows = []
    for one in layout.elements:
        minutes, seconds = divmod(round(one.time), 60)
        row = [str(one.place), f"{minutes}:{seconds:02d}", one.called, "x" if one.bonus else ""]
        row.append(str(one.base_value))
        if found.skill is not None:
            row += [f"{one.worth.mean:.2f}", f"{one.worth.variance**0.5:.2f}"]
        rows.append(row)
    screen.table(columns, rows)


def _free(layout: "Layout", places: int) -> None:
    """The places of a full program in which nothing stands."""
    from kissandcry.cli import screen

    free = sorted(set(range(1, places + 1)) - {one.place for one in layout.elements})
    if free:
        named = ", ".join(map(str, free))
        one = len(free) == 1
        screen.prose(
            f"{'Place' if one else 'Places'} {named} {'stays' if one else 'stay'} free: no other"
            " element of the choice is allowed there and adds anything.",
            screen.QUIET,
        )


def _list(found: Asking, layouts: "tuple[Layout, ...]", best: "Layout") -> None:
    from kissandcry.cli import screen

    columns = [("Points", "right"), ("Less", "right")]
    if found.skill is not None:
        columns.append(("Spread", "right"))
    columns.append(("Elements", "wrap"))
    rows = []
    for one in layouts:
        row = [f"{one.expected:.2f}", f"{best.expected - one.expected:.2f}"]
        if found.skill is not None:
            row.append(f"{one.risk:.2f}")
        rows.append([*row, ", ".join(_marked(one))])
    screen.table(columns, rows)


def _marked(layout: "Layout") -> list[str]:
    return [f"{one.called} x" if one.bonus else one.called for one in layout.elements]


def _shape(found: Asking, done: _Done) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "segment": found.segment,
        "wishes": found.wishes,
        "candidates": len(found.question.task.candidates),
        "layouts": [shape_of(one) for one in done.layouts],
        "reasons": [
            {"place": one.place, "code": one.code, "cost": one.cost, "sentence": one.sentence}
            for one in done.reasons
        ],
    }
    if done.frontier is not None:
        shape["frontier"] = [shape_of(one) for one in done.frontier.layouts]
    if done.chance is not None:
        shape["chance"] = {
            "chance": done.chance.chance,
            "bound": done.chance.bound,
            "proved": done.chance.proved,
            "looked_at": done.chance.looked_at,
            "layout": shape_of(done.chance.layout),
        }
    return shape


def shape_of(layout: "Layout") -> dict[str, Any]:
    """A layout as plain data."""
    return {
        "expected": layout.expected,
        "spread": layout.risk,
        "base_value": str(layout.base_value),
        "bound": layout.bound,
        "proved": layout.proved,
        "elements": [
            {
                "place": one.place,
                "time": one.time,
                "code": one.code,
                "called": one.called,
                "second_half": one.second_half,
                "bonus": one.bonus,
                "base_value": str(one.base_value),
                "expected": one.worth.mean,
                "spread": one.worth.variance**0.5,
            }
            for one in layout.elements
        ],
    }


def _csv(layouts: "tuple[Layout, ...]") -> bytes:
    from kissandcry.protocols.writers.spreadsheet import cell

    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for number, layout in enumerate(layouts, start=1):
        for element in shape_of(layout)["elements"]:
            row = {"layout": number, **element}
            writer.writerow([cell(row[name]) for name in _COLUMNS])
    return text.getvalue().encode("utf-8")
