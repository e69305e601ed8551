"""Pairs: which elements lose their value, by the rules of pair elements."""

from collections.abc import Iterable, Sequence
from typing import Final

from kissandcry.core import Segment
from kissandcry.notation import Element, Part
from kissandcry.program.called import COSTS, MARK, Reason, Row
from kissandcry.program.jumps import is_sequence, name_of
from kissandcry.program.spins import call_others
from kissandcry.rulebooks import PairElementsRule, Rulebook

_Rows = Sequence[tuple[str, Row]]
_AXEL_COUNTS_AS: Final = 3  # the double Axel has more than two revolutions


def call_pairs(book: Rulebook, segment: Segment, kinds: _Rows) -> None:
    """Mark the elements of a pairs program that have no value."""
    call_others(book, segment, [(kind, row) for kind, row in kinds if row.parts and kind])
    rule = book.pair_elements.get(segment)
    if rule is None:
        return
    by_kind = {kind: [row for other, row in kinds if other == kind] for kind, _ in kinds}
    _lifts(rule, by_kind.get("lift", []), by_kind.get("twist", []))
    _throws(rule, by_kind.get("throw", []))
    _prescribed(rule, "death_spiral", rule.death_spirals, by_kind.get("death_spiral", []))
    for kind in ("solo_spin", "pair_spin"):
        names = frozenset(name for name in rule.spins if name.startswith("P") == (kind[0] == "p"))
        _prescribed(rule, kind, names, by_kind.get(kind, []))
    _jumps(rule, by_kind.get("jump", []))
    _turns(rule, [row for kind, row in kinds if kind in ("jump", "throw", "twist")])


def _delete(rule: PairElementsRule, row: Row, kind: str, text: str) -> None:
    row.delete_all(Reason(kind, f"{row.code} {text}", rule.provenance))


def _prescribed(
    rule: PairElementsRule, kind: str, names: frozenset[str], rows: Iterable[Row]
) -> None:
    for row in rows:
        if names and row.has_value and row.parts[0].name not in names:
            words = kind.replace("_", " ")
            text = f"is not the {words} asked for here: {' or '.join(sorted(names))}"
            _delete(rule, row, kind, text)


def _lifts(rule: PairElementsRule, lifts: Sequence[Row], twists: Sequence[Row]) -> None:
    kept: list[Row] = []
    for row in lifts:
        name = row.parts[0].name
        group = name[0]
        same = [other for other in kept if other.parts[0].name[0] == group]
        most = rule.most_of_a_group.get(group)
        if not row.has_value:
            continue
        if group not in rule.lift_groups:
            groups = " or ".join(sorted(rule.lift_groups))
            _delete(rule, row, "lift_group", f"is a lift of group {group}; asked for is {groups}")
        elif most is not None and len(same) >= most:
            text = f"is lift {len(same) + 1} of group {group}, and {most} may stand"
            _delete(rule, row, "lift_group", text)
        elif rule.lifts_differ and any(other.parts[0].name == name for other in same):
            _delete(rule, row, "lift_again", f"is the second {name}, and lifts must differ")
        else:
            kept.append(row)
    together = sorted([*kept, *(row for row in twists if row.has_value)], key=lambda r: r.place)
    for row in together[rule.lifts_and_twists :] if rule.lifts_and_twists else ():
        text = f"is one more than the {rule.lifts_and_twists} lifts and twists together"
        _delete(rule, row, "lifts_and_twists", text)


def _throws(rule: PairElementsRule, rows: Iterable[Row]) -> None:
    seen: set[str] = set()
    for row in rows:
        part = row.parts[0]
        if not row.has_value:
            continue
        if rule.throws and part.name not in rule.throws:
            names = " or ".join(sorted(rule.throws))
            _delete(rule, row, "throw", f"is not the throw of the season: {names}")
        elif rule.throws_differ and name_of(part) in seen:
            text = f"is the second {name_of(part)}, and the throws must differ"
            _delete(rule, row, "throw_again", text)
        else:
            seen.add(name_of(part))


def _turns(rule: PairElementsRule, rows: Iterable[Row]) -> None:
    """Jumps, throws and twists of too few turns; one named without turns has none."""
    for row in rows:
        for place, part in enumerate(row.parts):
            if (part.rotation or 0) < (rule.least_turns or 0):
                turns = part.rotation or "no"
                text = f"{name_of(part)} has {turns} turn; {rule.least_turns} are the fewest"
                row.delete([place], Reason("turns", text, rule.provenance))


def _jumps(rule: PairElementsRule, rows: Sequence[Row]) -> None:
    joined, alone = 0, 0
    seen: dict[str, Row] = {}
    for row in rows:
        jumps = tuple(part for part in row.parts if part.rotation is not None)
        if is_sequence(row):
            text = f"{row.code} is a sequence: an Axel is taken from the landing of another jump"
            row.add("SEQ", Reason("sequence", text, rule.provenance, MARK))
        if is_joined(row.element):
            joined += 1
            if joined > rule.combinations:
                text = f"is combination {joined}, with {rule.combinations} allowed here"
                _from(rule, row, 1 if rule.combinations else 0, "combinations", text)
        else:
            alone += 1
            if alone > 1 and rule.alone_twice is not None:
                text = f"is a second jump alone and is marked +{rule.alone_twice}"
                text = f"{row.code} {text}: one of the two may be a combination or sequence"
                row.add(rule.alone_twice, Reason("alone_twice", text, rule.provenance, COSTS))
            if rule.solo_jumps and row.has_value and name_of(row.parts[0]) not in rule.solo_jumps:
                names = " or ".join(sorted(rule.solo_jumps))
                _delete(rule, row, "solo_jump", f"is not the jump of the season: {names}")
        if len(row.parts) > rule.jumps_in_combination:
            text = f"has {len(row.parts)} jumps, with {rule.jumps_in_combination} allowed"
            _from(rule, row, rule.jumps_in_combination, "jumps_in_combination", text)
        _again(rule, row, jumps, seen)


def _again(rule: PairElementsRule, row: Row, jumps: Sequence[Part], seen: dict[str, Row]) -> None:
    if rule.repeated_from is None or not row.has_value:
        return
    for part in jumps:
        name = name_of(part)
        before = seen.get(name)
        if before is not None and before is not row:
            text = f"{name} stands in {before.code} too; more than two turns stand in one element"
            places = [at for at, other in enumerate(row.parts) if name_of(other) == name]
            if rule.deleted == "element":
                places = list(range(len(row.parts)))
            row.delete(places, Reason("jump_again", text, rule.provenance))
        elif _turns_of(part) >= rule.repeated_from:
            seen[name] = row


def _turns_of(part: Part) -> int:
    if part.name == "A" and part.rotation == _AXEL_COUNTS_AS - 1:
        return _AXEL_COUNTS_AS
    return part.rotation or 0


def _from(rule: PairElementsRule, row: Row, place: int, kind: str, text: str) -> None:
    first = 0 if rule.deleted == "element" and kind == "combinations" else place
    row.delete(range(first, len(row.parts)), Reason(kind, f"{row.code} {text}", rule.provenance))


def is_joined(element: Element) -> bool:
    """Whether a jump element is a combination or sequence, or was meant as one."""
    return len(element.parts) > 1 or element.combination_attempt or element.sequence
