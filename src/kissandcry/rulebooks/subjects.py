"""The subjects that an authority's folder may hold, one TOML file each, and how each is built."""

import re
from collections.abc import Callable
from typing import Any

from kissandcry.core import BadRulebook, Points
from kissandcry.rulebooks.content_of_couples import dance_elements, pair_elements
from kissandcry.rulebooks.content_of_singles import (
    content,
    durations,
    jump_elements,
    repetition,
    spins,
)
from kissandcry.rulebooks.model import (
    CalculationRule,
    ComponentRule,
    DeductionRule,
    GradesRule,
    MarkRule,
    PanelRule,
    ReductionRule,
    SecondHalfRule,
    SeriesRule,
    Statement,
    TieRule,
)
from kissandcry.rulebooks.provenance import Provenance
from kissandcry.rulebooks.reading import Entry, member, points_of

FAMILIES = ("jump", "throw", "lift", "twist", "spin")
FAMILIES_OF_DANCE = ("pattern_dance", "steps", "twizzles", "dance_lift", "choreographic")
TIE_BREAKS = (
    "best_place",
    "total_scores",
    "number_of_events",
    "free_scores",
    "best_free_score",
    "short_scores",
    "participants",
)
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
    """How many judges sit and how many count, and how high and low marks are deleted."""
    largest, maximum = entry.at_least("largest_panel", 1), entry.at_least("maximum", 1)
    high, low = entry.at_least("trim_high", 0), entry.at_least("trim_low", 0)
    trim_from = entry.at_least("trim_from", high + low + 1)
    if maximum > largest:
        raise BadRulebook(
            f"{entry.where}: 'maximum' is {maximum}; of {largest} judges no more than all may count"
        )
    scope = entry.one_of("draw_scope", ("none", "segment", "performance"))
    drawn = _drawn(entry, largest, maximum)
    if drawn and scope == "none":
        raise BadRulebook(f"{entry.where}: 'drawn' is for a draw, and 'draw_scope' is 'none'")
    return "panel", PanelRule(trim_from, high, low, drawn, scope, maximum, largest, provenance)


def _drawn(entry: Entry, largest: int, maximum: int) -> dict[int, int]:
    drawn = {}
    for size, counted in entry.table("drawn").items():
        if not size.isascii() or not size.isdigit() or type(counted) is not int:
            raise BadRulebook(
                f"{entry.where}: 'drawn' holds {size} = {counted!r}; expected whole numbers"
            )
        if int(size) > largest or not 0 < counted <= min(int(size), maximum):
            raise BadRulebook(
                f"{entry.where}: 'drawn' holds {size} = {counted}; a panel has at most {largest}"
                f" judges, and of them 1 to {maximum} count"
            )
        drawn[int(size)] = counted
    return drawn


def marks(entry: Entry, provenance: Provenance) -> tuple[str, MarkRule]:
    """The marks that a judge may give a program component."""
    step, lowest, highest = _factor(entry, "step"), entry.points("lowest"), entry.points("highest")
    if lowest > highest or (highest - lowest).hundredths % step.hundredths:
        raise BadRulebook(
            f"{entry.where}: marks from {lowest} to {highest} by {step}; expected whole steps from"
            " the lowest up to the highest"
        )
    return "marks", MarkRule(step, lowest, highest, provenance)


def _factor(entry: Entry, key: str) -> Points:
    """A factor or a step: points above zero."""
    return _above_zero(entry.points(key), f"{entry.where}: '{key}'")


def _factor_or_none(entry: Entry, key: str) -> Points | None:
    found = entry.points_or_none(key)
    return None if found is None else _above_zero(found, f"{entry.where}: '{key}'")


def _above_zero(found: Points, where: str) -> Points:
    if found <= Points(0):
        raise BadRulebook(f"{where} is {found}; expected more than 0")
    return found


def calculation(entry: Entry, provenance: Provenance) -> tuple[str, CalculationRule]:
    """How the base values of an element's jumps are put together."""
    return "calculation", CalculationRule(
        entry.text("strategy"),
        _factor(entry, "second_half_factor"),
        _factor(entry, "sequence_factor"),
        entry.at_least_or_none("sequence_jumps", 1),
        _factor_or_none(entry, "repetition_factor"),
        _factor(entry, "combination_factor"),
        provenance,
    )


def second_half(entry: Entry, provenance: Provenance) -> tuple[str, SecondHalfRule]:
    """Which elements of a segment earn the second-half factor."""
    entry.segments()
    families = frozenset(
        member(family, FAMILIES, f"{entry.where}: 'families'") for family in entry.items("families")
    )
    last = entry.at_least_or_none("last", 1)
    printed = entry.truth("without_value") if "without_value" in entry.raw else True
    return "second_half", SecondHalfRule(families, last, provenance, printed)


def components(entry: Entry, provenance: Provenance) -> tuple[str, tuple[ComponentRule, ...]]:
    """The program components of a segment, in the order of the protocol, with their factors."""
    entry.segments()
    rules = []
    for name, factor in entry.table("factors").items():
        member(name, COMPONENTS, f"{entry.where}: 'factors'")
        if not isinstance(factor, str):
            raise BadRulebook(f"{entry.where}: {name} is {factor!r}; expected a text like '1.25'")
        where = f"{entry.where}: '{name}'"
        rules.append(ComponentRule(name, _above_zero(points_of(factor, where), where), provenance))
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
    return _above_zero(points_of(value, where), f"{where}: a deduction")


def ties(entry: Entry, provenance: Provenance) -> tuple[str, TieRule]:
    """What decides between equal totals."""
    scope = entry.one_of("scope", ("segment", "final"))
    if scope == "segment":
        entry.segments()
    return scope, TieRule(scope, entry.one_of("first", ("tes", "pcs", "free_skating")), provenance)


def grand_prix(entry: Entry, provenance: Provenance) -> tuple[str, SeriesRule]:
    """Points of the Grand Prix by place, its tie breaks, and the places in its Final."""
    points = entry.items("points")
    for value in points:
        if type(value) is not int or value < 1:
            raise BadRulebook(
                f"{entry.where}: 'points' holds {value!r}; expected whole numbers above 0"
            )
    ties = [member(tie, TIE_BREAKS, f"{entry.where}: 'ties'") for tie in entry.items("ties")]
    if len(set(ties)) < len(ties):
        raise BadRulebook(f"{entry.where}: 'ties' names a criterion twice; expected each once")
    return "grand_prix", SeriesRule(
        points=tuple(points),
        ties=tuple(ties),
        counted=entry.at_least("counted", 1),
        quota=entry.at_least("quota", 1),
        alternates=entry.at_least("alternates", 0),
        provenance=provenance,
    )


def grades(entry: Entry, provenance: Provenance) -> tuple[str, GradesRule]:
    """The lowest and the highest grade of execution."""
    lowest, highest = entry.whole("lowest"), entry.at_least("highest", 1)
    if lowest != -highest:
        raise BadRulebook(
            f"{entry.where}: grades from {lowest:+d} to {highest:+d}; expected as many below 0 as"
            " above"
        )
    return "grades", GradesRule(lowest, highest, provenance)


def reductions(entry: Entry, provenance: Provenance) -> tuple[str, ReductionRule]:
    """What a flag does where the scale of values has no line for it."""
    flag = entry.text("flag")
    allowed = (*FAMILIES, *FAMILIES_OF_DANCE)
    families = frozenset(
        member(family, allowed, f"{entry.where}: 'families'") for family in entry.items("families")
    )
    method = entry.one_of("method", ("none", "listed", "factor", "like", "one_revolution_less"))
    factor = _factor_or_none(entry, "factor")
    if (method == "factor") != (factor is not None):
        raise BadRulebook(f"{entry.where}: the method 'factor', and no other, has a 'factor'")
    step = _factor_or_none(entry, "goe_step")
    like = entry.text_or_none("like")
    if (method == "like") != (like is not None):
        raise BadRulebook(f"{entry.where}: the method 'like', and no other, has a 'like'")
    identity = f"{flag} {sorted(families)}"
    words = entry.words_or_none("words")
    return identity, ReductionRule(flag, families, method, factor, step, like, words, provenance)


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
    "content": content,
    "dance_elements": dance_elements,
    "deductions": deductions,
    "durations": durations,
    "gaps": statements,
    "grades": grades,
    "grand_prix": grand_prix,
    "jump_elements": jump_elements,
    "marks": marks,
    "pair_elements": pair_elements,
    "panel": panel,
    "reductions": reductions,
    "repetition": repetition,
    "scales": scales,
    "second_half": second_half,
    "spins": spins,
    "statements": statements,
    "ties": ties,
}
