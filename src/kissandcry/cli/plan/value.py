"""`kissandcry plan value`: what a planned program is worth, element by element."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kissandcry.cli import answers, asked
from kissandcry.cli.exits import FINE

if TYPE_CHECKING:
    from kissandcry.planning.season.values import ElementWorth, ProgramWorth
    from kissandcry.planning.skill import Skill
    from kissandcry.program import Plan


@click.command("value", short_help="What a planned program is worth, element by element.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--skater", help="To this skater of the archive: a key or a name.")
@click.option(
    "--skill",
    "skill_file",
    type=click.Path(path_type=Path),
    help="To the skater whose skill this file tells (docs/skill.md).",
)
@click.option(
    "--practice",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    help="Let each attempt of the run-through log count as this share of one in competition.",
)
@asked.options_of
def command(
    file: Path,
    skater: str | None,
    skill_file: Path | None,
    practice: float,
    archive: str | None,
    as_of: date | None,
    as_json: bool,
    as_csv: bool,
) -> int:
    """What the programs of a plan are worth: the base value as planned and as the technical panel's
    software calls them, and to a skater what they bring on average, with spread and falls.

    FILE is a plan (docs/plan_file.md).
    """
    from kissandcry import rulebooks
    from kissandcry.planning.season import values
    from kissandcry.program import plan_file

    if as_csv and as_json:
        raise click.UsageError("--json and --csv are two ways to print; give one")
    if skater is not None and skill_file is not None:
        raise click.UsageError("--skater and --skill both tell a skill; give one")
    plan = plan_file.read(file)
    skill = _skill(skater, skill_file, archive, as_of)
    if skill is not None and practice:
        skill = values.practised(skill, plan, practice, as_of)
    book = rulebooks.on(plan.day, plan.discipline, plan.level)
    done = [values.value(program, book, skill) for program in plan.programs]
    if as_json:
        answers.emit({"programs": [_shape(one) for one in done]})
    elif as_csv:
        _csv(done)
    else:
        _show(plan, done, skill)
    return FINE


def _skill(
    skater: str | None, file: Path | None, archive: str | None, as_of: date | None
) -> "Skill | None":
    from kissandcry.planning import skill

    if file is not None:
        return skill.read(file)
    if skater is None:
        return None
    with asked.opened(archive) as found:
        return skill.of_skater(found, skater, as_of)


def _show(plan: "Plan", done: "list[ProgramWorth]", skill: "Skill | None") -> None:
    from kissandcry.cli import screen

    if not done:
        screen.prose("The plan has no program yet.")
    for index, one in enumerate(done):
        if index:
            screen.blank()
        screen.prose(_answer(one), screen.STRONG)
        screen.blank()
        changed = any(map(_changed, one.elements))
        columns = [("#", "right"), ("Planned", "left"), ("", "left"), ("Base", "right")]
        if changed:
            columns += [("Called", "left"), ("Base", "right")]
        if one.known:
            columns += [("Expected", "right"), ("Spread", "right"), ("Falls", "right")]
        screen.table(columns, [_cells(row, changed) for row in one.elements])
        for row in one.elements:
            for reason in row.called.reasons:
                screen.prose(f"{row.number} {row.called.code}: {reason.sentence}.", indent=2)
        if one.uncalled:
            screen.prose(f"Counted as planned, not called: {one.uncalled}.", screen.QUIET)
        if one.components:
            screen.blank()
            screen.table(
                [("Component", "left")] + [(one, "right") for one in ("Mark", "Spread", "Factor")],
                [
                    (name.replace("_", " "), f"{m:.2f}", f"{s:.2f}", f"{one.factors[name]:.2f}")
                    for name, (m, s) in one.components.items()
                ],
            )
    if skill is not None:
        screen.blank()
        who = skill.person.name or "a skater of that level"
        screen.prose(
            f"The skill is that of {who} as of {skill.person.day}; docs/skill.md says how it comes"
            " about.",
            screen.QUIET,
        )


def _answer(one: "ProgramWorth") -> str:
    from kissandcry.protocols.writers import words

    name = words.SEGMENTS[one.program.segment]
    base = f"base value {one.base} as planned"
    if one.called_base != one.base:
        base += f", {one.called_base} as called"
    if not one.known:
        return f"{name}: {base}."
    parts = f"elements {one.technical:.1f}, components {one.component_score:.1f}"
    return (
        f"{name}: {base}; expected score {one.score:.1f} ({parts}), give or take {one.spread:.1f},"
        f" with {one.falls:.2f} falls."
    )


def _changed(row: "ElementWorth") -> bool:
    """Whether the element is called otherwise than planned."""
    return row.called.code != row.planned.code or row.called_base != row.base


def _cells(row: "ElementWorth", changed: bool) -> list[str]:
    half = "x" if row.called.second_half or row.planned.second_half else ""
    cells = [str(row.number), row.planned.code, half, str(row.base)]
    if changed:
        other = f"{row.called.code}{' x' if row.called.second_half else ''}"
        cells += [other, str(row.called_base)] if _changed(row) else ["", ""]
    if row.worth is not None:
        cells += [f"{row.worth.mean:.2f}", f"{row.spread:.2f}", f"{row.worth.falls:.2f}"]
    return cells


def _shape(one: "ProgramWorth") -> dict[str, Any]:
    known = one.known
    return {
        "segment": one.program.segment,
        "base": str(one.base),
        "called_base": str(one.called_base),
        "uncalled": one.uncalled,
        "score": one.score if known else None,
        "technical": one.technical if known else None,
        "components": {name: {"mean": m, "spread": s} for name, (m, s) in one.components.items()},
        "spread": one.spread if known else None,
        "falls": one.falls if known else None,
        "elements": [_row(row) for row in one.elements],
    }


def _row(row: "ElementWorth") -> dict[str, Any]:
    return {
        "number": row.number,
        "planned": row.planned.code,
        "base": str(row.base),
        "called": row.called.code,
        "second_half": row.called.second_half,
        "called_base": str(row.called_base),
        "expected": None if row.worth is None else row.worth.mean,
        "spread": row.spread,
        "falls": None if row.worth is None else row.worth.falls,
        "reasons": [reason.sentence for reason in row.called.reasons],
    }


def _csv(done: "list[ProgramWorth]") -> None:
    import polars as pl

    rows = [
        {"segment": str(one.program.segment), **_row(row)} for one in done for row in one.elements
    ]
    answers.emit_lines(asked.csv_of(pl.DataFrame(rows, infer_schema_length=None)))
