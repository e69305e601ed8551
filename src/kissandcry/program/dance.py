"""Ice dance: which elements lose their value, by the rules of dance elements."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from kissandcry.core import Segment
from kissandcry.notation import Element
from kissandcry.program.called import Reason, Row
from kissandcry.program.spins import call_others
from kissandcry.rulebooks import DanceElementsRule, Rulebook

_NOT_COUNTED: Final = frozenset({"TRANS", "EXEL", "ExEl"})
_LONG: Final = frozenset({"SeLi", "RRoLi"})  # until 2017-18, with 12 seconds
_PARTNER: Final = re.compile(r"[LWM]$")
_KINDS: Final = ("twizzles", "dance_spin", "choreographic")


def call_dance(book: Rulebook, segment: Segment, kinds: Sequence[tuple[str, Row]]) -> None:
    """Mark the elements of an ice dance that have no value. A transitional lift (+TRANS) and an
    extra element have none by themselves, and are not counted."""
    counted = [(kind, row) for kind, row in kinds if row.parts and kind and _counts(row.element)]
    rule = book.dance_elements.get(segment)
    if rule is not None:
        by_kind = {kind: [row for other, row in counted if other == kind] for kind, _ in counted}
        _again(rule, by_kind.get("choreographic", []))
        for kind, names in zip(
            _KINDS, (rule.twizzles, rule.spins, rule.choreographic), strict=True
        ):
            _allowed(rule, kind, names, by_kind.get(kind, []))
        _patterns(rule, by_kind.get("pattern_dance", []))
        _steps(rule, by_kind.get("step_sequence", []))
        _lifts(rule, by_kind.get("dance_lift", []))
    call_others(book, segment, counted)


def _counts(element: Element) -> bool:
    return not any(suffix.word in _NOT_COUNTED for suffix in element.suffixes)


def stem(row: Row) -> str:
    """The code without level and partner: "OFSt" of "OFStL3+OFStM2"."""
    return _PARTNER.sub("", row.parts[0].name)


def _delete(rule: DanceElementsRule, row: Row, kind: str, text: str) -> None:
    row.delete_all(Reason(kind, f"{row.code} {text}", rule.provenance))


def _allowed(
    rule: DanceElementsRule, kind: str, names: frozenset[str], rows: Iterable[Row]
) -> None:
    for row in rows:
        if names and stem(row) not in names and row.parts[0].level is not None:
            words = kind.replace("_", " ")
            _delete(rule, row, kind, f"is not {words} of this dance: {' or '.join(sorted(names))}")


def _again(rule: DanceElementsRule, rows: Iterable[Row]) -> None:
    seen: set[str] = set()
    for row in rows:
        if stem(row) in seen:
            text = f"is the second {stem(row)}, and choreographic elements must differ"
            _delete(rule, row, "choreographic_again", text)
        seen.add(stem(row))


def _patterns(rule: DanceElementsRule, rows: Iterable[Row]) -> None:
    seen: set[str] = set()
    for row in rows:
        name = row.parts[0].stem
        if rule.patterns and name not in rule.patterns:
            names = " and ".join(sorted(rule.patterns))
            _delete(rule, row, "pattern_dance", f"is not of the season's pattern dance: {names}")
        elif name in seen:
            _delete(rule, row, "pattern_dance", f"is the second {name}")
        seen.add(name)


def _steps(rule: DanceElementsRule, rows: Iterable[Row]) -> None:
    """Each step sequence takes the first free place that its code fills."""
    if not rule.steps:
        return
    free = list(rule.steps)
    for row in rows:
        place = next((one for one in free if stem(row) in one), None)
        if place is not None:
            free.remove(place)
            continue
        left = " and ".join("/".join(sorted(one)) for one in free)
        text = f"fits no step sequence left: {left}" if left else "is one step sequence too many"
        _delete(rule, row, "step_sequence", text)


def is_long(row: Row) -> bool:
    """Whether a lift is a long or a combination lift."""
    return len(row.parts) > 1 or row.parts[0].name in _LONG


def types(row: Row) -> frozenset[str]:
    """The types of a lift; none of a lift called without one."""
    return frozenset(part.name for part in row.parts if part.name != "Li")


def _lifts(rule: DanceElementsRule, rows: Sequence[Row]) -> None:
    kept: list[Row] = []
    for row in rows:
        other = [one for one in kept if types(one) & types(row)]
        if is_long(row) and rule.short_lifts_with_long is None:
            _delete(rule, row, "long_lift", "is a long or combination lift, with none allowed here")
        elif not _number_fits(rule, [*kept, row]):
            text = f"makes lifts too many: {_lifts_allowed(rule)}"
            _delete(rule, row, "dance_lifts", text)
        elif not _types_fit(rule, [*kept, row]):
            text = f"repeats the type of {other[-1].code}, and the lifts must differ"
            _delete(rule, row, "lift_again", text)
        else:
            kept.append(row)


def _number_fits(rule: DanceElementsRule, rows: Sequence[Row]) -> bool:
    long = sum(map(is_long, rows))
    if not long:
        return len(rows) <= rule.short_lifts
    # a combination of one long lift stands in the place of two short ones
    return long == 1 and len(rows) - long <= (rule.short_lifts_with_long or 0)


def _types_fit(rule: DanceElementsRule, rows: Sequence[Row]) -> bool:
    short = [row for row in rows if not is_long(row)]
    again = _repeats(short)
    if len(short) == len(rows):
        return again <= rule.lift_types_again
    return not (_repeats(rows) if rule.long_differs else again)


def _repeats(rows: Sequence[Row]) -> int:
    """How many lifts have a type that a lift before them had."""
    return sum(
        any(types(row) & types(before) for before in rows[:at]) for at, row in enumerate(rows)
    )


def _lifts_allowed(rule: DanceElementsRule) -> str:
    words = f"{rule.short_lifts} short"
    if rule.short_lifts_with_long is not None:
        words += f", or one long or combination lift with {rule.short_lifts_with_long} short"
    return words
