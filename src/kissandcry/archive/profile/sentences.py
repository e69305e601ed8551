"""What a coach would say of a profile."""

from collections.abc import Sequence
from typing import Any, Final

from kissandcry import notation
from kissandcry.archive.overview import SkaterRow
from kissandcry.archive.profile.rates import often
from kissandcry.core import KissAndCryError
from kissandcry.notation import Family
from kissandcry.protocols.writers.words import signed

Row = dict[str, Any]

ENOUGH: Final = 5  # attempts from which on an element is spoken of
ENOUGH_OF_THE_FIELD: Final = 20  # attempts of others from which on they are a field
_VERBS: Final = {
    "falls": "falls",
    "under_rotated": "is called under-rotated",
    "wrong_edge": "is called for its edge",
    "popped": "is popped",
    "invalid": "gets no value",
}
_TAKEOFFS: Final = {
    "A": "Axel",
    "Lz": "Lutz",
    "F": "flip",
    "Lo": "loop",
    "S": "Salchow",
    "T": "toe loop",
}
_FAMILIES: Final = {
    Family.DANCE_LIFT: "dance lifts",
    Family.STEPS: "step sequences",
    Family.SPIRALS: "spiral sequences",
    Family.CHOREOGRAPHIC: "choreographic elements",
    Family.TWIZZLES: "twizzles",
    Family.SYNCHRONIZED: "elements",
}


def of_elements(who: SkaterRow, rows: Sequence[Row]) -> str:
    """What is worth most, and what goes wrong."""
    known = [row for row in rows if row["attempts"] >= ENOUGH]
    if not known:
        return _too_few(who, "tries of any one element")
    best = max(known, key=lambda row: float(row["value"]))
    text = (
        f"{who.name}: {_element(best['name'])} is worth most, {best['value']:.1f} on average in"
        f" {best['attempts']} attempts"
    )
    failure, worst = _worst(known)
    if worst is None or not worst[failure]:
        return f"{text}; nothing goes wrong often enough to speak of."
    return f"{text}; {_said(failure, worst, _element(worst['name']))}."


def of_families(who: SkaterRow, rows: Sequence[Row]) -> str:
    """Where the points over the field come from, and what goes wrong."""
    known = [row for row in rows if row["attempts"] >= ENOUGH and row["field_grade"] is not None]
    if not known:
        return _too_few(who, "programs")
    best = max(known, key=_over_the_field)
    least = min(known, key=_over_the_field)
    text = (
        f"{who.name}: against the field of the same segments {family(best)} stand out most, their"
        f" mean grade is {_higher(best)}"
    )
    if least is not best:
        text = f"{text}; {family(least)} least, {_higher(least)}"
    jumps = [row for row in known if row["family"] in {"jump", "throw", "twist"}]
    failure, worst = _worst(jumps)
    if worst is None or not worst[failure]:
        return f"{text}."
    return f"{text}. Of {family(worst)}, one {_said(failure, worst, '')}."


def of_halves(who: SkaterRow, rows: Sequence[Row]) -> str:
    """Whether the second half is worse than the first, and whether that is so for all."""
    parts = []
    for name in ("jumps", "other"):
        found = {
            row["half"]: row for row in rows if row["name"] == name and row["grade"] is not None
        }
        if len(found) == 2 and all(row["field_grade"] is not None for row in found.values()):
            own = found[2]["grade"] - found[1]["grade"]
            field = found[2]["field_grade"] - found[1]["field_grade"]
            title = "jumps" if name == "jumps" else "the other elements"
            parts.append(
                f"{title} get {_change(own)} in the second half than in the first, and"
                f" {_change(field)} in the field"
            )
    if not parts:
        return _too_few(who, "free programs")
    return f"{who.name}: {'; '.join(parts)} (shares of the highest grade)."


def of_components(who: SkaterRow, rows: Sequence[Row]) -> str:
    """The strongest and the weakest component against the field."""
    known = [row for row in rows if row["difference"] is not None]
    if not known:
        return _too_few(who, "programs")
    best, least = known[0], known[-1]
    most = signed(best["difference"], 2)
    text = f"{who.name}: {_title(best)} stands out most, {most} from the field"
    if len(known) == 1:
        return f"{text}."
    return f"{text} of the same segments; {_title(least)} least, {signed(least['difference'], 2)}."


def family(row: Row) -> str:
    """A row of `families` in words: "Lutz jumps", "spins"."""
    if row["family"] == Family.JUMP:
        return f"{_TAKEOFFS.get(row['name'], row['name'])} jumps"
    plain = str(row["family"]).replace("_", " ")
    return _FAMILIES.get(row["family"], plain if plain.endswith("s") else f"{plain}s")


def _too_few(who: SkaterRow, what: str) -> str:
    return f"{who.name}: too few {what} are known here to speak of."


def _worst(rows: Sequence[Row]) -> tuple[str, Row | None]:
    """The failure that costs most attempts over what the field's rate would cost."""
    found = [
        (row[failure] - row[f"field_{failure}_rate"] * row[f"{failure}_of"], failure, row)
        for row in rows
        for failure in ("falls", "under_rotated", "wrong_edge", "popped")
        if row[failure] and row[f"field_{failure}_of"] >= ENOUGH_OF_THE_FIELD
    ]
    if not found:
        return "falls", None
    _, failure, row = max(found, key=lambda one: one[0])
    return failure, row


def _said(failure: str, row: Row, name: str) -> str:
    verb, field = _VERBS[failure], row[f"field_{failure}_rate"]
    own = f"{name} {verb} {often(row[f'{failure}_rate'])}".strip()
    if row[f"{failure}_low"] <= field <= row[f"{failure}_high"]:
        return f"{own}, which may be as often as in the field of the same events ({often(field)})"
    return f"{own}, in the field of the same events {often(field)}"


def _element(name: str) -> str:
    """A name such as 4T+3T in words: "the quadruple toe loop, triple toe loop"."""
    try:
        said = notation.say(notation.parse(name), {})
    except KissAndCryError:
        return f"the {name}"
    return f"the {said.removesuffix(', no level')}"


def _over_the_field(row: Row) -> float:
    return float(row["grade"] - row["field_grade"])


def _higher(row: Row) -> str:
    share = _over_the_field(row)
    return f"{'higher' if share >= 0 else 'lower'} by {abs(share):.0%} of the highest grade"


def _change(share: float) -> str:
    percent = round(100 * share)
    if not percent:
        return "as much"
    return f"{abs(percent)}% {'more' if percent > 0 else 'less'}"


def _title(row: Row) -> str:
    return str(row["component"]).replace("_", " ")
