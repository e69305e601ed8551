"""`kissandcry audit`: does the paper add up?"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import click

from kissandcry.cli import answers, options
from kissandcry.cli.exits import BAD_INPUT, DIFFERENCES, FINE
from kissandcry.cli.words import many

if TYPE_CHECKING:
    from kissandcry.protocols.batch import Audited


@click.command("audit", short_help="Recompute protocols from their marks and say what differs.")
@options.FILES
@options.jobs
@click.option("--on", "day", type=options.DAY, help="Audit by the rules of this day.")
@click.option("--authority", default="", help="Audit by the rules of this authority.")
@options.as_json
def command(
    paths: tuple[str, ...], jobs: int, day: date | None, authority: str, as_json: bool
) -> int:
    """Recompute protocols from their marks, and say what adds up, what does not and why.

    PATH is a file, a folder or a glob. The rules are those of the day that a paper prints.
    """
    from kissandcry.cli import files, screen
    from kissandcry.protocols import batch

    found = files.Found(paths)
    count = _Count()
    work = batch.audit_files(found.paths, jobs=jobs, day=day, authority=authority, as_json=as_json)
    for one in files.progress(work, len(found.paths), "auditing", as_json=as_json):
        if one.error:
            found.refuse(one.error)
            continue
        count.add(one)
        if as_json:
            answers.emit_lines(one.json)
        else:
            _show(one)
    if count.files and not as_json:
        screen.record(count.sentence(found.bad))
        if count.differing:
            screen.record("Next: --json shows every check of every performance.")
    if found.bad:
        return BAD_INPUT
    return DIFFERENCES if count.differing else FINE


def _show(one: "Audited") -> None:
    """The file and, below it, each skater's differences by cause."""
    from kissandcry.cli import screen

    if not one.lines:
        return
    screen.record(f"{one.path}: {one.differing} of {one.performances} differ")
    name = ""
    for line in one.lines:
        if line.name != name:
            name = line.name
            screen.record(name, 2)
        screen.record(f"{line.check.replace('_', ' ')}: {line.text}", 4)


@dataclass
class _Count:
    files: int = 0
    performances: int = 0
    differing: int = 0
    unverified: int = 0

    def add(self, one: "Audited") -> None:
        self.files += 1
        self.performances += one.performances
        self.differing += one.differing
        self.unverified += one.unverified

    def sentence(self, bad: int) -> str:
        """The audit in a sentence or two."""
        holds = self.performances - self.differing
        verb = "adds up" if holds == 1 else "add up"
        text = f"{many(self.performances, 'performance')} in {many(self.files, 'file')}: "
        text += f"{holds} {verb}, {self.differing} differ{'s' * (self.differing == 1)}."
        if self.unverified:
            text += (
                f" In {self.unverified} of them the print does not determine every score"
                " (judges drawn by lot, or a grade whose value is not known): not verifiable."
            )
        if bad:
            text += f" {many(bad, 'file')} could not be read."
        return text
