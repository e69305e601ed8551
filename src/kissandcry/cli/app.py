"""The group of commands, each loaded when it is called, and how every one of them ends."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import click

from kissandcry import __version__
from kissandcry.cli import answers
from kissandcry.cli.exits import BAD_INPUT, CUT_SHORT, FINE, INTERRUPTED
from kissandcry.cli.lazy import LazyGroup

if TYPE_CHECKING:
    from kissandcry.core import KissAndCryError

COMMANDS: Final = (
    "sochi",
    "score",
    "element",
    "rules",
    "read",
    "audit",
    "collect",
    "export",
    "events",
    "results",
    "series",
    "compare",
    "records",
    "people",
    "search",
    "profile",
    "form",
    "pressure",
    "judges",
    "plan",
    "serve",
    "watch",
)


@click.group(
    cls=LazyGroup,
    package="kissandcry.cli",
    names=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 everything is fine, 1 something differs, 2 the input is bad.",
)
@click.version_option(__version__, prog_name="kissandcry", message="%(prog)s %(version)s")
def kissandcry() -> None:
    """Scores figure skates to the hundredth, explains every mark, and reads and audits the official
    protocols of singles, pairs and ice dance since 2005-06."""


def main(arguments: Sequence[str] | None = None, prog_name: str = "kissandcry") -> int:
    """Run a command; its exit code. Every refusal is one sentence on standard error."""
    _forgive_encodings()
    try:
        code = kissandcry.main(arguments, prog_name=prog_name, standalone_mode=False)
        answers.finish()
        return code or FINE
    except click.ClickException as error:
        error.show()
        return BAD_INPUT
    except _our_errors() as error:
        from kissandcry.core.shown import visible

        click.echo(visible(str(error)), err=True)
        return BAD_INPUT
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        return INTERRUPTED
    except answers.OutputCut as cut:
        answers.close_quietly()
        if cut.sentence:
            click.echo(cut.sentence, err=True)
        return BAD_INPUT if cut.sentence else CUT_SHORT


def _our_errors() -> "type[KissAndCryError]":
    """What the library raises on purpose; loaded only once something was raised."""
    from kissandcry.core import KissAndCryError

    return KissAndCryError


def _forgive_encodings() -> None:
    """A console that lacks a letter shows a question mark; it is no reason to stop."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
