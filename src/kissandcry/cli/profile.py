"""`kissandcry profile`: what a skater is made of."""

from datetime import date
from typing import Any

import click

from kissandcry.cli import asked, options
from kissandcry.cli.asked import Asked, Column, column
from kissandcry.cli.exits import FINE

_MOST = 15


@click.command("profile", short_help="What a skater is made of, against the field.")
@click.argument("skater")
@click.option("--season", type=options.SEASON, help="Only this season, such as 2012-13.")
@click.option(
    "--part",
    type=click.Choice(["elements", "jumps", "families", "halves", "components"]),
    help="Only this part, with every row.",
)
@asked.options_of
def command(
    skater: str,
    season: str | None,
    part: str | None,
    archive: str | None,
    as_of: date | None,
    as_json: bool,
    as_csv: bool,
) -> int:
    """What a skater is made of, against the field of the same segments.

    SKATER is a key or a name, such as yuzuru-hanyu. Value, grades of execution and what goes wrong,
    by kind of element and by element; the first half of the free program against the second; the
    components. docs/profile.md says how each number comes about.
    """
    from kissandcry.archive import profile

    with asked.opened(archive) as found:
        given: dict[str, Any] = {"season": season, "as_of": as_of}
        kinds = {
            "families": lambda: profile.families(found, skater, **given),
            "elements": lambda: profile.elements(found, skater, **given),
            "jumps": lambda: profile.elements(found, skater, **given, by="first"),
            "halves": lambda: profile.halves(found, skater, **given),
            "components": lambda: profile.components(found, skater, **given),
        }
        shown = [part] if part else ["families", "elements", "halves", "components"]
        tables = [(one, kinds[one](), _COLUMNS[one]) for one in shown]
    asked.give(tables, Asked(archive, as_of, as_json, as_csv), 0 if part else _MOST)
    return FINE


def _rate(title: str, name: str) -> Column:
    """How often something happens, and in the field: "44% (21%)"; empty where no paper says."""

    def text(row: dict[str, Any]) -> str:
        if not row[f"{name}_of"]:
            return ""
        field = row[f"field_{name}_rate"]
        beside = "" if field is None else f" ({field:.0%})"
        return f"{row[f'{name}_rate']:.0%}{beside}" if row[name] else "-"

    return Column(title, text)


def _name(row: dict[str, Any]) -> str:
    from kissandcry.archive.profile.sentences import family

    return family(row)


_RATES = (
    _rate("Falls (field)", "falls"),
    _rate("Under-rotated", "under_rotated"),
    _rate("Wrong edge", "wrong_edge"),
    _rate("Popped", "popped"),
)
_MEANS = (
    column("Tries", "attempts"),
    column("Value", "value", form=".2f"),
    column("GOE", "goe", form="+.2f"),
    column("Field", "field_goe", form="+.2f"),
)
_COLUMNS = {
    "families": (Column("Kind", _name, "wrap"), *_MEANS, *_RATES),
    "elements": (column("Element", "name", "left"), *_MEANS, *_RATES),
    "jumps": (column("First jump", "name", "left"), *_MEANS, *_RATES),
    "halves": (column("", "name", "left"), column("Half", "half"), *_MEANS, *_RATES),
    "components": (
        Column("Component", lambda row: row["component"].replace("_", " "), "left"),
        column("Skates", "performances"),
        column("Value", "value", form=".2f"),
        column("Field", "field_value", form=".2f"),
        column("Difference", "difference", form="+.2f"),
        column("from", "low", form="+.2f"),
        column("to", "high", form="+.2f"),
    ),
}
