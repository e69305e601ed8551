"""`kissandcry plan breakeven`: from which success rate on a jump pays."""

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import click

from kissandcry.cli import answers, asked
from kissandcry.cli.exits import FINE
from kissandcry.cli.plan import asking
from kissandcry.cli.plan.asking import Asking, Given
from kissandcry.cli.plan.best import shape_of

if TYPE_CHECKING:
    from kissandcry.planning.layout import BreakEven

_TOLD: Final = 0.03  # of the failures; rarer ones are not named


@click.command("breakeven", short_help="From which success rate on a jump pays.")
@click.argument("jump")
@asking.options_of
@asked.options_of
def command(
    jump: str,
    archive: str | None,
    as_of: date | None,
    as_json: bool,
    as_csv: bool,
    **typed: Any,
) -> int:
    """From which success rate on a jump that is not yet mastered pays: for the expected score, and
    with --reach or --beat for the chance of that too. When it fails, it fails in the shares that
    the skill knows.

    JUMP is a jump such as 4Lz; the rest of the choice is that of PLAN or of --inventory.
    """
    if as_csv:
        raise click.UsageError("a break-even is no table; there is --json")
    if typed["skater"] is None and typed["skill"] is None:
        raise click.UsageError("a break-even needs to know what the skater can do: give --skill")
    typed["more"] = ",".join(one for one in (typed["more"], jump) if one)
    found = asking.asking(Given(archive=archive, as_of=as_of, **typed))
    done = _answer(found, jump)
    if as_json:
        answers.emit({name: _shape(one) for name, one in done.items()})
    else:
        _show(jump, done)
        _failures(found, jump)
    return FINE


def _answer(found: Asking, jump: str) -> "dict[str, BreakEven]":
    from kissandcry.planning import layout

    skill = found.skill
    assert skill is not None

    def at(rate: float) -> "layout.Worths":
        return layout.OfSkill(found.book, found.segment, layout.at_rate(skill, jump, rate))

    done = {"score": layout.break_even(found.question, jump, at)}
    if found.goal is not None:
        done["chance"] = layout.break_even_chance(found.question, jump, at, found.goal)
    return done


def _show(jump: str, done: "dict[str, BreakEven]") -> None:
    from kissandcry.cli import screen

    for what, one in done.items():
        screen.prose(_sentence(jump, what, one), screen.STRONG)
        screen.record(f"without it  {', '.join(one.without.codes)}", indent=2)
        screen.record(f"with it     {', '.join(one.with_it.codes)}", indent=2)


def _failures(found: Asking, jump: str) -> None:
    """How the jump ends when it is not clean, which is what a low rate rests on."""
    from kissandcry.cli import screen
    from kissandcry.planning import layout

    assert found.skill is not None
    ways = layout.at_rate(found.skill, jump, 0.0).outcomes(jump)
    said = ", ".join(f"{way.name} {way.chance:.0%}" for way in ways if way.chance >= _TOLD)
    worth = layout.OfSkill(found.book, found.segment, layout.at_rate(found.skill, jump, 0.0)).worth(
        jump, False, False
    )
    screen.prose(
        f"Not clean, {jump} is worth {worth.mean:.2f} on average, falls taken off: {said}.",
        screen.QUIET,
    )


def _sentence(jump: str, what: str, one: "BreakEven") -> str:
    goal = "expected score" if what == "score" else "chance of the goal"
    gain = f"{one.gain:+.2f} points" if what == "score" else f"{100 * one.gain:+.1f} points of 100"
    sure = "" if one.proved else " Not every step was proved."
    if one.rate is None:
        return f"{jump} does not pay for the {goal} even if it is always clean ({gain}).{sure}"
    if one.rate <= 0:
        return f"{jump} pays for the {goal} even if it is never clean; always clean {gain}.{sure}"
    return (
        f"{jump} pays for the {goal} where {one.rate:.1%} or more of the tries are clean; always"
        f" clean {gain}.{sure}"
    )


def _shape(one: "BreakEven") -> dict[str, Any]:
    return {
        "jump": one.code,
        "rate": one.rate,
        "gain": one.gain,
        "proved": one.proved,
        "exact": one.exact,
        "without": shape_of(one.without),
        "with": shape_of(one.with_it),
    }
