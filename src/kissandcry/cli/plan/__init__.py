"""`kissandcry plan`: what to put into a program, what it is worth, what it risks."""

from typing import Final

import click

from kissandcry.cli.lazy import LazyGroup

COMMANDS: Final = ("check", "value", "best", "breakeven", "odds", "season")


@click.group(
    "plan",
    cls=LazyGroup,
    package=__name__,
    names=COMMANDS,
    short_help="Plan a program: rules, value, risk, odds, season.",
)
def command() -> None:
    """Plan a program: what the rules say, what it is worth, what it risks, and the whole season.

    docs/plan_file.md shows how to type a plan.
    """
