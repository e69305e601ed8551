"""Runs the examples of a Markdown page, so that no page shows what the program does not do.

A fenced block is run by the word that opens it:

- `python`: a doctest where it holds `>>>`, otherwise a program; a page's blocks share their names;
- `console`: each `$ kissandcry ...` is run and its output compared with the lines below it, where
  `...` stands for anything; `exit=1` behind the word is the exit code expected;
- any word with `file=NAME` behind it: the block is a file of that name for what follows.

Everything else is text. The examples of a page run in one empty folder.
"""

import doctest
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FENCE = re.compile(r"^```(\w*)[ \t]*([^\n`]*)\n(.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)
_OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
_COMMAND = "import sys; from kissandcry.cli import main; sys.exit(main(prog_name='kissandcry'))"
MAKE = {"make run": "kissandcry sochi"}  # what the Makefile runs


class ExampleFailed(AssertionError):
    """An example does not do what its page shows."""


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the options behind it, its text, and the line it starts on."""

    language: str
    options: dict[str, str]
    text: str
    line: int


def blocks(page: str) -> Iterator[Block]:
    for fence in _FENCE.finditer(page):
        options = dict(word.split("=", 1) for word in fence[2].split() if "=" in word)
        yield Block(fence[1], options, fence[3], page.count("\n", 0, fence.start(3)) + 1)


def run_page(page: Path, folder: Path) -> int:
    """Run the examples of `page` in `folder`; how many there were. Raises `ExampleFailed`."""
    names: dict[str, Any] = {"__name__": "__main__"}
    count = 0
    for block in blocks(page.read_text(encoding="utf-8")):
        where = f"{page.name}, line {block.line}"
        if "file" in block.options:
            folder.joinpath(block.options["file"]).write_text(block.text, encoding="utf-8")
        elif block.language == "python":
            _run_python(block, names, where)
            count += 1
        elif block.language == "console":
            _run_console(block, folder, where)
            count += 1
    return count


def _run_python(block: Block, names: dict[str, Any], where: str) -> None:
    if ">>>" not in block.text:
        exec(compile(block.text, where, "exec"), names)
        return
    report: list[str] = []
    test = doctest.DocTestParser().get_doctest(block.text, names, where, where, block.line - 1)
    runner = doctest.DocTestRunner(optionflags=_OPTIONS, verbose=False)
    runner.run(test, out=report.append, clear_globs=False)
    names.update(test.globs)
    if runner.failures:
        raise ExampleFailed(f"{where}:\n{''.join(report)}")


def _run_console(block: Block, folder: Path, where: str) -> None:
    if not block.text.startswith("$ "):
        raise ExampleFailed(f"{where}: a console block starts with a command behind `$ `")
    for entry in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, _, expected = entry.replace("\\\n", " ").partition("\n")
        command = MAKE.get(command.strip(), command.strip())
        program, *arguments = shlex.split(command)
        if program != "kissandcry":
            raise ExampleFailed(f"{where}: only kissandcry is run here, not {command!r}")
        done = subprocess.run(
            [sys.executable, "-c", _COMMAND, *arguments],
            cwd=folder,
            env={**os.environ, "COLUMNS": "110", "NO_COLOR": "1", "PYTHONUTF8": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        if done.returncode != int(block.options.get("exit", "0")):
            raise ExampleFailed(
                f"{where}: {command!r} ended with {done.returncode}:\n{done.stdout}"
            )
        compare(expected, done.stdout, f"{where}: {command!r}")


def compare(expected: str, found: str, where: str) -> None:
    """The two outputs line by line; only spaces at the ends of lines do not count."""
    example = doctest.Example("", _trimmed(expected))
    checker = doctest.OutputChecker()
    if not checker.check_output(example.want, _trimmed(found), doctest.ELLIPSIS):
        raise ExampleFailed(
            f"{where}:\n{checker.output_difference(example, _trimmed(found), doctest.ELLIPSIS)}"
        )


def _trimmed(output: str) -> str:
    return "\n".join(line.rstrip() for line in output.strip("\n").split("\n")) + "\n"
