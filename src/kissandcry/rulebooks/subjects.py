"""The subjects that an authority's folder may hold, one TOML file each, and how each is built."""

import re
from collections.abc import Callable
from typing import Any

from kissandcry.core import BadRulebook, Points
from kissandcry.rulebooks.model import (
    CalculationRule,
    ComponentRule,
    DeductionRule,
    PanelRule,
    Provenance,
    ReductionRule,
    SecondHalfRule,
    Statement,
    TieRule,
)
from kissandcry.rulebooks.reading import Entry, member, points_of

FAMILIES = ("jump", "throw", "lift", "twist", "spin")
COMPONENTS = (
    "skating_skills",
    "transitions",
    "performance",
    "composition",
    "interpretation",
    "timing",
    "presentation",
)


def panel(entry: Entry, provenance: Provenance) -> tuple[str, PanelRule]:
    """How many judges count, and how high and low marks are deleted."""
    drawn = {}
    for size, counted in entry.table("drawn").items():
        if not size.isascii() or not size.isdigit() or type(counted) is not int:
            raise BadRulebook(
                f"{entry.where}: 'drawn' holds {size} = {counted!r}; expected whole numbers"
            )
        drawn[int(size)] = counted
    return "panel", PanelRule(
        entry.whole("trim_from"),
        entry.whole("trim_high"),
        entry.whole("trim_low"),
        drawn,
        entry.one_of("draw_scope", ("none", "segment", "performance")),
        entry.whole("maximum"),
        provenance,
    )


def calculation(entry: Entry, provenance: Provenance) -> tuple[str, CalculationRule]:
    """How the base values of an element's jumps are put together."""
    return "calculation", CalculationRule(
        entry.text("strategy"),
        entry.points("second_half_factor"),
        entry.points("sequence_factor"),
        entry.whole_or_none("sequence_jumps"),
        entry.points_or_none("repetition_factor"),
        entry.points("combination_factor"),
        provenance,
    )


def second_half(entry: Entry, provenance: Provenance) -> tuple[str, SecondHalfRule]:
    """Which elements of a segment earn the second-half factor."""
    families = frozenset(
        member(family, FAMILIES, f"{entry.where}: 'families'") for family in entry.items("families")
    )
    return "second_half", SecondHalfRule(families, entry.whole_or_none("last"), provenance)


def components(entry: Entry, provenance: Provenance) -> tuple[str, tuple[ComponentRule, ...]]:
    """The program components of a segment, in the order of the protocol, with their factors."""
    rules = []
    for name, factor in entry.table("factors").items():
        member(name, COMPONENTS, f"{entry.where}: 'factors'")
        if not isinstance(factor, str):
            raise BadRulebook(f"{entry.where}: {name} is {factor!r}; expected a text like '1.25'")
        factor_points = points_of(factor, f"{entry.where}: '{name}'")
        rules.append(ComponentRule(name, factor_points, provenance))
    return "components", tuple(rules)


def deductions(entry: Entry, provenance: Provenance) -> tuple[str, DeductionRule]:
    """A deduction and how it grows."""
    kind = entry.text("kind")
    schedule = tuple(_points(value, entry.where) for value in entry.items("schedule"))
    if not schedule:
        raise BadRulebook(f"{entry.where}: 'schedule' is empty; expected points like '1.00'")
    per = entry.one_of("per", ("occurrence", "program"))
    return kind, DeductionRule(kind, schedule, per, entry.text("decided_by"), provenance)


def _points(value: Any, where: str) -> Points:
    if not isinstance(value, str):
        raise BadRulebook(f"{where}: {value!r} is not a text of points like '1.00'")
    return points_of(value, where)


def ties(entry: Entry, provenance: Provenance) -> tuple[str, TieRule]:
    """What decides between equal totals."""
    scope = entry.one_of("scope", ("segment", "final"))
    return scope, TieRule(scope, entry.one_of("first", ("tes", "pcs", "free_skating")), provenance)


def grand_prix(entry: Entry, provenance: Provenance) -> tuple[str, tuple[int, ...]]:
    """Points of the Grand Prix by place, first place first."""
    points = entry.items("points")
    for value in points:
        if type(value) is not int:
            raise BadRulebook(f"{entry.where}: 'points' holds {value!r}; expected whole numbers")
    return "grand_prix", tuple(points)


def grades(entry: Entry, provenance: Provenance) -> tuple[str, tuple[int, int]]:
    """The lowest and the highest grade of execution."""
    return "grades", (entry.whole("lowest"), entry.whole("highest"))


def reductions(entry: Entry, provenance: Provenance) -> tuple[str, ReductionRule]:
    """What a flag does where the scale of values has no line for it."""
    flag = entry.text("flag")
    families = frozenset(
        member(family, FAMILIES, f"{entry.where}: 'families'") for family in entry.items("families")
    )
    method = entry.one_of("method", ("none", "factor", "like", "one_revolution_less"))
    factor = entry.points_or_none("factor")
    if (method == "factor") != (factor is not None):
        raise BadRulebook(f"{entry.where}: the method 'factor', and no other, has a 'factor'")
    step = entry.points_or_none("goe_step")
    like = entry.text_or_none("like")
    if (method == "like") != (like is not None):
        raise BadRulebook(f"{entry.where}: the method 'like', and no other, has a 'like'")
    identity = f"{flag} {sorted(families)}"
    return identity, ReductionRule(flag, families, method, factor, step, like, provenance)


def statements(entry: Entry, provenance: Provenance) -> tuple[str, Statement]:
    """A rule in words."""
    key = entry.text("key")
    return key, Statement(key, entry.text("text"), provenance)


def scales(entry: Entry, provenance: Provenance) -> tuple[str, str]:
    """A table of values, by the name of its file."""
    name = entry.text("file")
    if re.fullmatch(r"[a-z0-9_]+\.csv", name, re.ASCII) is None:
        raise BadRulebook(f"{entry.where}: 'file' is {name!r}; expected a name like jumps_2018.csv")
    return name, name


SUBJECTS: dict[str, Callable[[Entry, Provenance], tuple[str, Any]]] = {
    "calculation": calculation,
    "components": components,
    "deductions": deductions,
    "gaps": statements,
    "grades": grades,
    "grand_prix": grand_prix,
    "panel": panel,
    "reductions": reductions,
    "scales": scales,
    "second_half": second_half,
    "statements": statements,
    "ties": ties,
}
