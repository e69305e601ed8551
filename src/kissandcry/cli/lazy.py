"""A group of commands of which each is loaded when it is called, so that starting stays quick."""

import importlib
from collections.abc import Sequence
from typing import Any

import click


class LazyGroup(click.Group):
    """A group whose commands are the modules of `package` of these names, each with its
    `command`."""

    def __init__(self, *args: Any, package: str, names: Sequence[str], **rest: Any) -> None:
        super().__init__(*args, **rest)
        self._package = package
        self._names = tuple(names)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._names:
            return None
        command = importlib.import_module(f"{self._package}.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command
