"""`kissandcry plan`: what to put into a program, what it is worth, what it risks."""

import importlib
from typing import Final

import click

COMMANDS: Final = ("check", "value", "best", "breakeven", "odds", "season")


class _Commands(click.Group):
    """Loads a command's module only when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"kissandcry.cli.plan.{cmd_name}")
        command = module.command
        assert isinstance(command, click.Command)
        return command


@click.group("plan", cls=_Commands, short_help="Plan a program: rules, value, risk, odds, season.")
def command() -> None:
    """Plan a program: what the rules say, what it is worth, what it risks, and the whole season.

    docs/plan_file.md shows how to type a plan.
    """
