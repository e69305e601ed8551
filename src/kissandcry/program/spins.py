"""Spins, steps and choreographic elements of single skating, in the order skated."""

from collections.abc import Mapping, Sequence
from typing import Final

from kissandcry.core import Segment
from kissandcry.notation import Part
from kissandcry.program.called import Reason, Row
from kissandcry.rulebooks import Rulebook, SpinsRule

_WORDS: Final = {
    "combination": "a combination spin",
    "flying": "a flying spin",
    "one_position": "a spin in one position",
    "choreographic": "a choreographic spin",
}


def fills(name: str, kind: str) -> bool:
    """Whether a spin such as "FCCoSp" is of a kind where the rules list no codes."""
    if name == "ChSp":
        return kind == "choreographic"
    if kind == "combination":
        return "Co" in name
    if kind == "flying":
        return name.startswith("F")
    return kind == "one_position" and "Co" not in name


def may_fill(rule: SpinsRule, part: Part) -> tuple[str, ...]:
    """The required kinds that a spin may stand for."""
    name = part.name
    if name == "Sp":  # a spin that the panel could not name may have been any
        return rule.required
    return tuple(
        kind
        for kind in rule.required
        if (name in rule.codes[kind] if kind in rule.codes else fills(name, kind))
    )


def filled_kinds(rule: SpinsRule, parts: Sequence[Part]) -> frozenset[str]:
    """The required kinds that the spins fill, each spin one at most, as many as can be."""
    return _filled(rule, parts, frozenset(rule.required))


def _filled(rule: SpinsRule, parts: Sequence[Part], free: frozenset[str]) -> frozenset[str]:
    if not parts:
        return frozenset()
    rest = parts[1:]
    found = [_filled(rule, rest, free)]
    for kind in may_fill(rule, parts[0]):
        if kind in free:
            found.append(_filled(rule, rest, free - {kind}) | {kind})
    return max(found, key=len)


def position(name: str) -> str:
    """The position of a spin in one position: "C", "S", "L" or "U"."""
    return name.removesuffix("Sp")[-1:]


def call_spins(book: Rulebook, segment: Segment, rows: Sequence[Row]) -> None:
    """Mark the spins that lose their value. Raises `UnknownOnDate` for rules not known."""
    rule, content = book.spins[segment], book.content[segment]
    most = content.most.get("spin", 0)
    kept: list[Part] = []
    for number, row in enumerate(rows, start=1):
        part = row.parts[0]
        again = rule.different_codes and any(other.name == part.name for other in kept)
        if number > most:
            sentence = f"{row.code} is spin {number}, and {most} are allowed"
            row.delete_all(Reason("spins", sentence, content.provenance))
            if again:
                row.reasons.append(_again(rule, part))
        elif again:
            row.delete_all(_again(rule, part))
        elif not _fits(rule, [*kept, part], most - number):
            row.delete_all(Reason("spin_kind", _kind_sentence(rule, row, kept), rule.provenance))
        elif rule.different_positions and _same_position(rule, [*kept, part]):
            sentence = f"{row.code} is in the position of the flying spin; the two must differ"
            row.delete_all(Reason("spin_position", sentence, rule.provenance))
        else:
            kept.append(part)


def _again(rule: SpinsRule, part: Part) -> Reason:
    sentence = f"{part.name} stands in the program already; each spin has another code"
    return Reason("spin_again", sentence, rule.provenance)


def _fits(rule: SpinsRule, parts: Sequence[Part], left: int) -> bool:
    """Whether the required kinds can still be filled. In a short program every spin must fill one;
    in a free skating what is lacking must still have a place among the spins that are `left`."""
    filled = len(filled_kinds(rule, parts))
    if rule.codes:
        return filled == len(parts)
    return filled + left >= len(rule.required)


def _kind_sentence(rule: SpinsRule, row: Row, kept: Sequence[Part]) -> str:
    have = [other.name for other in kept]
    asked = ", ".join(wanted(rule.codes, kind) for kind in rule.required)
    beside = f" beside {' and '.join(have)}" if have else ""
    return f"{row.code}{beside} leaves a required spin out; the program needs {asked}"


def wanted(codes: Mapping[str, frozenset[str]], kind: str) -> str:
    """A required kind in words, with the codes that fill it where the rules list them."""
    names = " or ".join(sorted(codes.get(kind, ())))
    return f"{_WORDS[kind]} ({names})" if names else _WORDS[kind]


def _same_position(rule: SpinsRule, parts: Sequence[Part]) -> bool:
    flying = [p for p in parts if "flying" in may_fill(rule, p) and p.name.startswith("F")]
    single = [
        p for p in parts if "one_position" in may_fill(rule, p) and not p.name.startswith("F")
    ]
    return any(position(a.name) == position(b.name) for a in flying for b in single)


def call_others(book: Rulebook, segment: Segment, rows: Sequence[tuple[str, Row]]) -> None:
    """Mark the steps, spirals and choreographic elements beyond their number."""
    rule = book.content[segment]
    seen: dict[str, int] = {}
    for kind, row in rows:
        seen[kind] = seen.get(kind, 0) + 1
        most = rule.most.get(kind, 0)
        if seen[kind] > most:
            words = kind.replace("_", " ") if kind else "element of its kind"
            allowed = f"{most} allowed" if most else "none allowed"
            sentence = f"{row.code} is {words} {seen[kind]}, with {allowed} here"
            row.delete_all(Reason("elements", sentence, rule.provenance))
