"""`kissandcry pressure`: a lead, the last start, finals and championships."""

from datetime import date

import click

from kissandcry.cli import asked
from kissandcry.cli.asked import Asked, column
from kissandcry.cli.exits import FINE


@click.command("pressure", short_help="What a lead, the last start, finals and championships do.")
@click.argument("skater", required=False)
@click.option("--discipline", help="All skaters of this discipline.")
@asked.options_of
def command(
    skater: str | None,
    discipline: str | None,
    archive: str | None,
    as_of: date | None,
    as_json: bool,
    as_csv: bool,
) -> int:
    """What a lead before the free program, the last start, a Grand Prix Final and championships do
    to a skater, beside what they do to all; or to all skaters.

    SKATER is a key or a name, such as "Mao Asada". Few skates prove nothing, and then it is said
    that no effect is found. docs/form.md says how well that holds.
    """
    from kissandcry.archive import pressure

    if skater is not None and discipline is not None:
        raise click.UsageError("--discipline is for all skaters; leave SKATER out")
    with asked.opened(archive) as found:
        answer = pressure.pressure(found, skater, discipline, as_of)
    columns = _OF_ONE if skater is not None else _OF_ALL
    asked.give([("", answer, columns)], Asked(archive, as_of, as_json, as_csv))
    return FINE


_OF_ALL = (
    column("Situation", "words", "left"),
    column("Skates", "n"),
    column("Effect", "effect", form="+.1f"),
    column("from", "low", form="+.1f"),
    column("to", "high", form="+.1f"),
)
_OF_ONE = (
    *_OF_ALL[:2],
    column("As skated", "raw", form="+.1f"),
    column("All skaters", "all_skaters", form="+.1f"),
    column("Their own", "effect", form="+.1f"),
    *_OF_ALL[3:],
)
