"""`kissandcry records`: what was best, who held a record, and for how long."""

from datetime import date
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from kissandcry.cli import asked, options
from kissandcry.cli.asked import Asked, Column, column
from kissandcry.cli.exits import FINE
from kissandcry.core import Level

if TYPE_CHECKING:
    from kissandcry.archive import Answer, Archive

_Tables = list[tuple[str, "Answer", Any]]


@click.command("records", short_help="What was best, who held a record, and for how long.")
@click.argument("discipline", required=False)
@click.argument("segment", required=False)
@click.option("--skater", help="The bests of a skater, and the records held.")
@click.option("--element", help="Of an element such as 4T+3T; all: the best of each.")
@click.option("--component", help="Of a component such as transitions; all: the best of each.")
@click.option(
    "--grades",
    type=click.Choice(["3", "5"]),
    help="Grades from -3 to +3 or from -5 to +5. Default: the latest.",
)
@click.option("--level", type=options.LEVEL, default=Level.SENIOR, help="Default: senior.")
@click.option(
    "--by",
    type=click.Choice(["tss", "tes", "pcs", "goe"]),
    help="Which score; goe with --element. Default: the whole score.",
)
@click.option(
    "--top",
    type=click.IntRange(1, 1000),
    default=10,
    show_default=True,
    help="How many of the highest.",
)
@click.option("--each", is_flag=True, help="Only the best of each skater, of a SEGMENT.")
@click.option("--national", is_flag=True, help="National events count as well.")
@asked.options_of
def command(
    discipline: str | None,
    segment: str | None,
    skater: str | None,
    archive: str | None,
    as_of: date | None,
    as_json: bool,
    as_csv: bool,
    **how: Any,
) -> int:
    """The records of the archive: those that stand; with SEGMENT (such as short-program or total)
    how its record fell, and the highest scores.

    docs/records.md says which scores count.
    """
    part = how["element"] or how["component"]
    _fitting(skater, segment, how)
    if part and not discipline:
        raise click.UsageError("an element or a component needs a discipline: records men ...")
    with asked.opened(archive) as found:
        if skater:
            tables = _of_skater(found, skater, as_of, how["national"])
        elif discipline and (segment or part):
            tables = _of_segment(found, discipline, segment, as_of, how)
        else:
            tables = _standing(found, discipline, as_of, how)
    asked.give(tables, Asked(archive, as_of, as_json, as_csv))
    return FINE


def _fitting(skater: str | None, segment: str | None, how: dict[str, Any]) -> None:
    """Refuse options that the question would leave unheard."""
    if skater:
        question, fits = "--skater", {"skater", "national"}
    elif how["element"]:
        question = "--element"
        fits = {"discipline", "segment", "element", "grades", "level", "by", "top", "national"}
    elif how["component"]:
        question = "--component"
        fits = {"discipline", "segment", "component", "grades", "level", "top", "national"}
    elif segment:
        question = "a SEGMENT"
        fits = {"discipline", "segment", "grades", "level", "by", "top", "each", "national"}
    else:
        question, fits = "the records that stand", {"discipline", "level", "national"}
    context = click.get_current_context()
    params = context.command.params
    given = [
        one
        for one in params
        if context.get_parameter_source(one.name or "") is ParameterSource.COMMANDLINE
        and one.name not in {*fits, "archive", "as_of", "as_json", "as_csv"}
    ]
    if given:
        from kissandcry.protocols.skate_file.words import listed

        names = [_written(one) for one in given]
        stand = [_written(one) for one in params if one.name in fits]
        stand = [one for one in stand if one != question.removeprefix("a ")]
        raise click.UsageError(
            f"{listed(names)} cannot be asked with {question}, which takes {listed(stand)}"
        )


def _written(one: click.Parameter) -> str:
    return one.opts[0] if isinstance(one, click.Option) else (one.name or "").upper()


def _standing(
    found: "Archive", discipline: str | None, as_of: date | None, how: dict[str, Any]
) -> _Tables:
    from kissandcry.archive import records

    answer = records.current(found, discipline, as_of, level=how["level"], national=how["national"])
    return [("", answer, (_DISCIPLINE, _GRADES, _SEGMENT, *_WHO))]


def _of_skater(found: "Archive", skater: str, as_of: date | None, national: bool) -> _Tables:
    from kissandcry.archive import records

    return [
        ("bests", records.bests(found, skater, as_of, national=national), _BESTS),
        (
            "records",
            records.record(found, skater, as_of, national=national),
            (_GRADES, _SEGMENT, *_SCORE, _EVENT, *_UNTIL),
        ),
    ]


def _of_segment(
    found: "Archive",
    discipline: str,
    segment: str | None,
    as_of: date | None,
    how: dict[str, Any],
) -> _Tables:
    """How a record fell, and the highest scores; of each element or component the best alone."""
    from kissandcry.archive import records

    given = {
        "grades": None if how["grades"] is None else int(how["grades"]),
        "level": how["level"],
        "national": how["national"],
        "as_of": as_of,
    }
    listed: dict[str, Any] = {**given, "segment": segment, "top": how["top"]}
    by = {} if how["by"] is None else {"by": how["by"]}
    fell: dict[str, Any] = {**given, **by}
    if element := how["element"]:
        name = None if element == "all" else element
        best = records.elements(found, discipline, name=name, **listed, **by)
        fell["element"] = name
    elif component := how["component"]:
        name = None if component == "all" else component
        best = records.components(found, discipline, name=name, **listed)
        fell["component"] = name
    else:
        name = segment
        best = records.highest(found, discipline, **listed, **by, each=how["each"])
    columns = [*_HIGHEST, *([_ELEMENT] if how["element"] else [])]
    if name is None:
        return [("", best, columns)]
    history = records.progression(found, discipline, segment, **fell)
    return [("how the record fell", history, (*_WHO, *_BEFORE)), ("highest", best, columns)]


def _stood(row: dict[str, Any]) -> str:
    return "" if row["days_held"] is None else f"{row['days_held']:,}"


def _words(name: str) -> Any:
    return lambda row: row[name].replace("_", " ")


_DISCIPLINE = Column("", _words("discipline"), "left")
_SEGMENT = Column("Segment", _words("segment"), "left")
_ELEMENT = column("Element", "element", "left")
_GRADES = Column("Grades", lambda row: f"\N{PLUS-MINUS SIGN}{row['grades']}", "left")
_SCORE = (column("Day", "day", "left"), column("Score", "score"))
_EVENT = column("Event", "event", "left")  # its key, as names are long
_WHO = (*_SCORE, column("Name", "name", "wrap"), column("", "nation", "left"), _EVENT)
_BEFORE = (Column("Days the last stood", _stood),)
_UNTIL = (column("Until", "until", "left"), column("Broken by", "next_name", "wrap"))
_BESTS = (
    Column("Best", lambda row: row["season"] if row["best"] == "season" else "personal", "left"),
    Column("Level", _words("level"), "left"),
    _GRADES,
    _SEGMENT,
    column("Score", "score"),
    column("Day", "day", "left"),
    column("Event", "event_name", "wrap"),
)
_HIGHEST = (column("", "rank"), *_WHO[1:4], _SCORE[0], column("Event", "event_name", "wrap"))
