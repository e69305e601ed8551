"""What is this skater made of? Elements, components, the second half of the program."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from kissandcry.archive import keys, profile
from kissandcry.archive.profile.sentences import family
from kissandcry.web import addresses, controls
from kissandcry.web.ask import Ask
from kissandcry.web.page import Chart, Column, Page, Route, Table

TERMS: Final = (
    "GOE",
    "base value",
    "panel score",
    "field",
    "interval",
    "under-rotated",
    "wrong edge",
    "popped",
    "invalid",
)
FAILURES: Final = (
    ("falls", "Falls"),
    ("under_rotated", "Under-rotated"),
    ("wrong_edge", "Wrong edge"),
    ("popped", "Popped"),
    ("invalid", "Invalid"),
)
_ENOUGH: Final = 5  # attempts from which on a rate is drawn; the table has them all
_JUMPING: Final = ("jump", "throw", "twist")  # what is told first
_CHARTED: Final = 12
_MEANS: Final = (
    Column("attempts", "Attempts", "number"),
    Column("value", "Value", "points", strong=True, title="Mean panel score"),
    Column("base", "Base", "points", title="Mean base value"),
    Column("goe", "GOE", "signed", title="Mean grade of execution, in points"),
    Column("field_goe", "Field's GOE", "signed", title="The same of the field"),
)
_RATES: Final = tuple(
    Column(name, words, "rate", title=f"{words}: how often, with the 90% interval, and the field")
    for name, words in FAILURES
)


def elements(ask: Ask) -> Page:
    """Every element: value, grade of execution, and what goes wrong."""
    who = keys.skater(ask.archive, ask.path["skater"])
    failure = controls.choice(ask, "failure", "Picture of", FAILURES, FAILURES[0][0])
    season = ask.text("season") or None
    answer, of_families = profile.elements_and_families(ask.archive, who.key, season, ask.as_of)
    families = of_families.to_dicts()
    families.sort(key=lambda row: (row["family"] not in _JUMPING, -row["attempts"]))
    for row in families:
        row["said"] = _capital(family(row))
    rows = sorted(answer.to_dicts(), key=lambda row: -row["attempts"])
    return Page(
        title=f"Elements of {who.name}",
        answer=of_families.sentence,
        template=controls.TEMPLATE,
        crumbs=(("Skaters", "/skaters"), (who.name, addresses.skater(who.key))),
        charts=_failures(families, failure),
        tables=(
            Table(
                "families",
                "Kinds of elements, against the field of the same segments",
                (Column("said", "Kind", strong=True), *_MEANS, *_RATES),
                families,
                kind="wide",
            ),
            Table(
                "elements",
                "Elements, the most frequent first",
                (Column("name", "Element", "code"), *_MEANS, *_RATES),
                controls.glance(ask, rows[ask.part()]),
                hidden=(Column("family", "Family"),),
                kind="wide",
                count=len(rows),
            ),
        ),
        coverage=answer.coverage.sentence,
        more=controls.more(ask, failure, terms=TERMS, part="Elements"),
        section="/skaters",
    )


def _failures(rows: Sequence[Mapping[str, Any]], failure: controls.Choice) -> tuple[Chart, ...]:
    name, words = failure.value, dict(failure.options)[failure.value]
    told = [row for row in rows if row[f"{name}_of"] >= _ENOUGH][:_CHARTED]
    if not any(row[name] for row in told):
        return ()
    worst = max(told, key=lambda row: row[f"{name}_rate"])
    return (
        Chart(
            "failures",
            "intervals",
            f"{words}: how often, with 90% intervals",
            f"Most often {worst['said']}: {worst[name]} of {worst[f'{name}_of']} attempts. The"
            " amber line is the field of the same segments.",
            [
                {
                    "label": row["said"],
                    "value": row[f"{name}_rate"],
                    "low": row[f"{name}_low"],
                    "high": row[f"{name}_high"],
                    "field": row[f"field_{name}_rate"],
                    "n": row[f"{name}_of"],
                }
                for row in told
            ],
            {"unit": "share", "field": "the field"},
        ),
    )


def programs(ask: Ask) -> Page:
    """Components against the field, and the first half of the program against the second."""
    who = keys.skater(ask.archive, ask.path["skater"])
    season = ask.text("season") or None
    of_components = profile.components(ask.archive, who.key, season, ask.as_of)
    of_halves = profile.halves(ask.archive, who.key, season, ask.as_of)
    components = of_components.to_dicts()
    for row in components:
        row["said"] = _capital(row["component"].replace("_", " "))
    halves = of_halves.to_dicts()
    for row in halves:
        row["said"] = "Jumps" if row["name"] == "jumps" else "Other elements"
        row["which"] = {1: "first", 2: "second"}[row["half"]]
    return Page(
        title=f"Components and stamina of {who.name}",
        answer=f"{of_components.sentence} {of_halves.sentence}",
        template=controls.TEMPLATE,
        crumbs=(("Skaters", "/skaters"), (who.name, addresses.skater(who.key))),
        charts=_components(components),
        tables=(
            Table(
                "components",
                "Components, against the field of the same segments",
                (
                    Column("said", "Component", strong=True),
                    Column("performances", "Skates", "number"),
                    Column("value", "Mean", "points", strong=True),
                    Column("lowest", "Lowest", "points"),
                    Column("highest", "Highest", "points"),
                    Column("field_value", "Field", "points"),
                    Column("difference", "Difference", "signed"),
                    Column("interval", "90% interval", "interval"),
                ),
                components,
            ),
            Table(
                "halves",
                "First half of the free program against the second",
                (
                    Column("said", "What", strong=True),
                    Column("which", "Half"),
                    *_MEANS,
                    *_RATES[:2],
                    _RATES[3],
                ),
                halves,
                kind="wide",
            ),
        ),
        coverage=of_components.coverage.sentence,
        more=controls.more(
            ask,
            terms=("components", "field", "interval", "GOE", "popped"),
            part="Components and stamina",
        ),
        section="/skaters",
    )


def _components(rows: Sequence[Mapping[str, Any]]) -> tuple[Chart, ...]:
    told = [row for row in rows if row["low"] is not None]
    if not told:
        return ()
    text = "; ".join(f"{row['said']} {row['difference']:+.2f}" for row in told)
    return (
        Chart(
            "components",
            "intervals",
            "Components: difference from the field, with 90% intervals",
            f"{text}.".replace("-", "\N{MINUS SIGN}"),
            [
                {
                    "label": row["said"],
                    "value": row["difference"],
                    "low": row["low"],
                    "high": row["high"],
                    "n": row["performances"],
                }
                for row in told
            ],
            {"unit": "signed", "less": "below the field", "more": "above the field"},
        ),
    )


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


ROUTES: Final = (
    Route("/skater/{skater}/elements", elements),
    Route("/skater/{skater}/programs", programs),
)
