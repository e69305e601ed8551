"""`kissandcry rules`: the rules of a day, each with its source and how sure it is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import click

from kissandcry.cli import answers, options
from kissandcry.cli.exits import FINE
from kissandcry.core import Discipline, Level, UnknownOnDate

if TYPE_CHECKING:
    from kissandcry.rulebooks import Provenance, Rulebook, ScaleRow


@dataclass(frozen=True)
class Rule:
    """A rule of a topic: what it is about, what it says, and where that comes from."""

    what: str
    value: str
    provenance: "Provenance | None" = None  # where the rulebook carries none


@click.command("rules", short_help="Show the rules of a day with their source and status.")
@click.argument("topic", required=False)
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@options.rulebook
@click.option("--discipline", type=options.DISCIPLINE, default=Discipline.MEN, help="Default: men.")
@options.as_json
def command(
    topic: str | None,
    codes: tuple[str, ...],
    day: date,
    level: Level,
    authority: str,
    discipline: Discipline,
    as_json: bool,
) -> int:
    """Show the rules of a day with their source and how sure they are.

    TOPIC is one of panel, calculation, reductions, second-half, components, deductions, ties,
    grand-prix, statements and scale; without one, all are shown and of the scale its size. `rules
    scale 3Lz CCoSp` shows the lines of the scale of values that start with these codes.
    """
    from kissandcry.rulebooks import on

    topic = topic.lower().replace("_", "-") if topic else None
    if topic not in {None, "scale", *TOPICS}:
        raise click.BadParameter(
            f"{topic!r} is no topic; there are {', '.join(TOPICS)} and scale", param_hint="TOPIC"
        )
    if codes and topic != "scale":
        raise click.UsageError("codes belong to the topic scale: kissandcry rules scale 3Lz")
    book = on(day, discipline, level, authority)
    chosen = {name: list(TOPICS[name](book)) for name in TOPICS if topic in {None, name}}
    scale = _lines(book, codes) if topic == "scale" else None
    if as_json:
        answers.emit(_plain(book, day, chosen, scale))
    else:
        _show(book, day, chosen, scale, whole=topic is None)
    return FINE


def _panel(book: "Rulebook") -> Iterator[Rule]:
    rule = book.panel
    most = f"at most {rule.largest_panel} judges"
    if rule.maximum < rule.largest_panel:
        most += f", of whom at most {rule.maximum} count"
    yield Rule("judges", most, rule.provenance)
    if rule.draw_scope != "none":
        drawn = ", ".join(f"{count} of {size}" for size, count in rule.drawn.items())
        yield Rule("draw", f"{drawn} count, drawn anew for each {rule.draw_scope}", rule.provenance)
    trimmed = (
        f"from {rule.trim_from} judges on the {_times(rule.trim_high)}highest and the"
        f" {_times(rule.trim_low)}lowest mark are deleted"
    )
    yield Rule("trimming", trimmed, rule.provenance)
    low, high = book.grades
    yield Rule("grades", f"from {low:+d} to {high:+d}", book.grades_provenance)


def _times(count: int) -> str:
    return "" if count == 1 else f"{count} "


def _calculation(book: "Rulebook") -> Iterator[Rule]:
    rule = book.calculation
    for what, factor in (
        ("second half", rule.second_half_factor),
        ("sequence (+SEQ)", rule.sequence_factor),
        ("repetition (+REP)", rule.repetition_factor),
        ("unfinished combination (+COMBO)", rule.combination_factor),
    ):
        yield Rule(what, f"times {factor}" if factor else "none", rule.provenance)
    counted = "all jumps" if rule.sequence_jumps is None else f"the {rule.sequence_jumps} highest"
    yield Rule("jumps of a sequence that count", counted, rule.provenance)


def _reductions(book: "Rulebook") -> Iterator[Rule]:
    for rule in book.reductions:
        value = rule.method.replace("_", " ")
        if rule.factor is not None:
            value += f" {rule.factor} of the base value"
        if rule.like is not None:
            value += f" {rule.like}" if rule.like else " without the call"
        yield Rule(f"{rule.flag} for {_words(rule.families)}", value, rule.provenance)


def _second_half(book: "Rulebook") -> Iterator[Rule]:
    for segment, rule in book.second_half.items():
        families = _words(rule.families)
        value = f"the last {rule.last} of: {families}" if rule.last else families
        yield Rule(_spaced(segment), value if families else "none", rule.provenance)


def _components(book: "Rulebook") -> Iterator[Rule]:
    for segment, rules in book.components.items():
        value = ", ".join(f"{_spaced(rule.name)} times {rule.factor}" for rule in rules)
        if rules:
            yield Rule(_spaced(segment), value, rules[0].provenance)
    if marks := book.marks:
        value = f"{marks.lowest} to {marks.highest} in steps of {marks.step}"
        yield Rule("marks", value, marks.provenance)


def _deductions(book: "Rulebook") -> Iterator[Rule]:
    for rule in book.deductions:
        schedule = ", ".join(map(str, rule.schedule))
        value = f"{schedule} for each {rule.per}, decided by the {rule.decided_by}"
        yield Rule(_spaced(rule.kind), value, rule.provenance)


def _ties(book: "Rulebook") -> Iterator[Rule]:
    for segment in book.components:
        if rule := book.ties.get(segment):
            yield Rule(_spaced(segment), f"the higher {rule.first.upper()}", rule.provenance)
    final = book.final_tie
    yield Rule("final result", f"the higher {_spaced(final.first)}", final.provenance)


def _grand_prix(book: "Rulebook") -> Iterator[Rule]:
    if rule := book.series:
        yield Rule("points by place", ", ".join(map(str, rule.points)), rule.provenance)
        yield Rule("equal points", ", then ".join(map(_spaced, rule.ties)), rule.provenance)
        yield Rule("results that count", f"the best {rule.counted}", rule.provenance)
        yield Rule("in the final", f"the best {rule.quota}", rule.provenance)
        yield Rule("alternates", f"the next {rule.alternates}", rule.provenance)


def _statements(book: "Rulebook") -> Iterator[Rule]:
    for statement in book.statements.values():
        yield Rule(_spaced(statement.key), statement.text, statement.provenance)


TOPICS: Final[dict[str, Callable[["Rulebook"], Iterator[Rule]]]] = {
    "panel": _panel,
    "calculation": _calculation,
    "reductions": _reductions,
    "second-half": _second_half,
    "components": _components,
    "deductions": _deductions,
    "ties": _ties,
    "grand-prix": _grand_prix,
    "statements": _statements,
}
_WHAT: Final = 26  # columns of what a rule is about
_MAY_BE_EMPTY: Final = ("reductions", "grand-prix", "statements", "deductions")


def _spaced(key: str) -> str:
    return str(key).replace("_", " ")


def _words(keys: frozenset[str]) -> str:
    return ", ".join(map(_spaced, sorted(keys)))


def _lines(book: "Rulebook", codes: tuple[str, ...]) -> "list[ScaleRow]":
    """The lines of the scale that start with one of the codes; all without codes."""
    found = [row for code, row in book.scale.items() if not codes or code.startswith(codes)]
    for code in codes:
        if not any(row.code.startswith(code) for row in found):
            raise UnknownOnDate(
                f"{code}: no line of the scale of values from {book.day} on starts with it"
            )
    return found


def _show(
    book: "Rulebook",
    day: date,
    chosen: dict[str, list[Rule]],
    scale: "list[ScaleRow] | None",
    *,
    whole: bool,
) -> None:
    from kissandcry.cli import screen
    from kissandcry.cli.rulebook import heading

    screen.prose(heading(book, day), screen.STRONG)
    for topic, rules in chosen.items():
        screen.blank()
        screen.line((topic.replace("-", " ").capitalize(), screen.STRONG))
        if not rules:
            screen.line("  none" if topic in _MAY_BE_EMPTY else "  not known on that day")
            continue
        wide = str((screen.width() - _WHAT - 6) // 2)  # the same in every topic
        columns = (("", str(_WHAT)), ("", wide), ("", "quiet"))
        rows = [(rule.what, rule.value, _origin(rule.provenance, whole)) for rule in rules]
        screen.table(columns, rows, heading=False, indent=2)
    if whole:
        screen.blank()
        screen.line(("Scale of values", screen.STRONG))
        screen.line(f"  {len(book.scale)} lines; `kissandcry rules scale 3Lz` shows some of them")
        screen.blank()
        screen.prose("`kissandcry rules TOPIC` names the sources too.", screen.QUIET)
    if scale is not None:
        _show_scale(book, scale)


def _show_scale(book: "Rulebook", rows: "list[ScaleRow]") -> None:
    from kissandcry.cli import screen

    low, high = book.grades
    known = range(low, high + 1)
    columns = [("Code", "left"), ("Base", "right")]
    columns += [(f"{grade:+d}", "right") for grade in known if grade]
    columns += [("status", "quiet")]
    lines = []
    for row in rows:
        values = [str(row.goe[grade]) if grade in row.goe else "-" for grade in known if grade]
        lines.append([row.code, str(row.base_value), *values, str(row.provenance.status)])
    screen.blank()
    screen.table(columns, lines, gap=1)
    sources = dict.fromkeys(row.provenance.source for row in rows)
    screen.prose(f"Sources: {'; '.join(sources)}.", screen.QUIET)


def _origin(provenance: "Provenance | None", short: bool) -> str:
    if provenance is None:
        return ""
    source = "" if short else f"; {provenance.source}"
    return f"{provenance.rule}{source} [{provenance.status}]"


def _plain(
    book: "Rulebook",
    day: date,
    chosen: dict[str, list[Rule]],
    scale: "list[ScaleRow] | None",
) -> dict[str, Any]:
    from kissandcry.cli.rulebook import identity

    shape: dict[str, Any] = {
        "rules": identity(book, day),
        "grades": book.grades,
        "topics": {
            topic: [
                {"what": rule.what, "value": rule.value} | _where(rule.provenance) for rule in rules
            ]
            for topic, rules in chosen.items()
        },
        "scale_size": len(book.scale),
    }
    if scale is not None:
        shape["scale"] = [
            {
                "code": row.code,
                "base_value": str(row.base_value),
                "goe": {str(grade): str(row.goe[grade]) for grade in sorted(row.goe)},
                "doubts": {str(grade): status for grade, status in sorted(row.doubts.items())},
            }
            | _where(row.provenance)
            for row in scale
        ]
    return shape


def _where(provenance: "Provenance | None") -> dict[str, Any]:
    if provenance is None:
        return dict.fromkeys(("rule", "source", "status", "from", "to"))
    return {
        "rule": provenance.rule,
        "source": provenance.source,
        "status": provenance.status,
        "from": provenance.start,
        "to": provenance.end,
    }
