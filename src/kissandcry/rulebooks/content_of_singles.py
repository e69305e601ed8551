"""The builders of what a program may hold: counts and lengths of all disciplines, jumps and spins
of single skating."""

import re
from typing import Final

from kissandcry.core import BadRulebook
from kissandcry.rulebooks.content import (
    KINDS,
    ContentRule,
    DurationRule,
    JumpElementsRule,
    RepetitionRule,
    SpinsRule,
)
from kissandcry.rulebooks.provenance import Provenance
from kissandcry.rulebooks.reading import Entry, member

KINDS_OF_SPINS: Final = ("combination", "flying", "one_position", "choreographic")
DELETED: Final = ("element", "jump", "nothing")
_JUMPS: Final = ("T", "S", "Lo", "F", "Lz", "A")
_AXELS: Final = ("1A", "2A", "3A", "4A", "5A")
_SPIN: Final = re.compile(r"F?C?(U|L|C|S|Co)Sp|ChSp", re.ASCII)


def content(entry: Entry, provenance: Provenance) -> tuple[str, ContentRule]:
    """How many elements of each kind a segment may and must hold."""
    entry.segments()
    most, least = _counts(entry, "most", 1), _counts(entry, "least", 1)
    total = entry.at_least("total", 1)
    for kind, number in least.items():
        if number > most.get(kind, 0):
            raise BadRulebook(
                f"{entry.where}: 'least' holds {kind} = {number} and 'most' {most.get(kind, 0)};"
                " expected no more than the most"
            )
    if not max(most.values(), default=0) <= total <= sum(most.values()):
        raise BadRulebook(
            f"{entry.where}: 'total' is {total}; expected no more than the {sum(most.values())}"
            " elements of 'most' together, and no fewer than any of them"
        )
    return "content", ContentRule(most, least, total, provenance)


def _counts(entry: Entry, key: str, smallest: int) -> dict[str, int]:
    found = {}
    for kind, number in entry.table(key).items():
        member(kind, KINDS, f"{entry.where}: '{key}'")
        if type(number) is not int or number < smallest:
            raise BadRulebook(
                f"{entry.where}: '{key}' holds {kind} = {number!r}; expected a whole number from"
                f" {smallest} on"
            )
        found[kind] = number
    return found


def jump_elements(entry: Entry, provenance: Provenance) -> tuple[str, JumpElementsRule]:
    """Combinations, sequences, the Axel and the jumps of a short program."""
    entry.segments()
    solo_jump, euler = entry.text_or_none("solo_jump"), entry.text_or_none("euler")
    if solo_jump is not None:
        member(solo_jump, _JUMPS, f"{entry.where}: 'solo_jump'")
    if euler is not None:
        member(euler, ("1Lo", "1Eu", "Eu"), f"{entry.where}: 'euler'")
    axel = entry.one_of("axel", ("any", "solo"))
    codes = entry.items("axel_codes") if axel == "solo" else []
    sequence = entry.one_of("sequence", ("hops", "axel", "none"))
    if sequence == "none" and "jumps_in_sequence" in entry.raw:
        raise BadRulebook(
            f"{entry.where}: 'jumps_in_sequence' is for sequences, and 'sequence' is 'none'"
        )
    return "jump_elements", JumpElementsRule(
        combinations=entry.at_least("combinations", 0),
        three_jump_combinations=entry.at_least("three_jump_combinations", 0),
        three_jumps_of_sequence=sequence != "none" and entry.truth("three_jumps_of_sequence"),
        jumps_in_combination=entry.at_least("jumps_in_combination", 2),
        jumps_in_sequence=entry.at_least_or_none("jumps_in_sequence", 2),
        sequence=sequence,
        axel=axel,
        axel_codes=frozenset(
            member(code, _AXELS, f"{entry.where}: 'axel_codes'") for code in codes
        ),
        solo_rotations=_turns(entry, "solo_rotations") if "solo_rotations" in entry.raw else None,
        most_rotations=entry.at_least("most_rotations", 1),
        most_rotations_in_combination=entry.at_least("most_rotations_in_combination", 1),
        solo_jump=solo_jump,
        combination_pairs=_pairs(entry),
        euler=euler,
        eulers=entry.at_least_or_none("eulers", 1),
        euler_counts=entry.truth("euler_counts") if euler is not None else False,
        deleted=entry.one_of("deleted", DELETED),
        deleted_again=entry.one_of("deleted_again", DELETED[:2]),
        provenance=provenance,
    )


def _turns(entry: Entry, key: str) -> tuple[int, int]:
    found = entry.items(key)
    if len(found) != 2 or any(type(turns) is not int for turns in found) or found[0] > found[1]:
        raise BadRulebook(
            f"{entry.where}: '{key}' is {found!r}; expected the fewest and the most turns, such as"
            " [2, 3]"
        )
    return found[0], found[1]


def _pairs(entry: Entry) -> frozenset[tuple[int, int]] | None:
    entry.allow("combination_pairs")
    if "combination_pairs" not in entry.raw:
        return None
    pairs = set()
    for text in entry.items("combination_pairs"):
        first, plus, second = str(text).partition("+")
        if plus != "+" or not (first.isdigit() and second.isdigit()) or int(first) < int(second):
            raise BadRulebook(
                f"{entry.where}: 'combination_pairs' holds {text!r}; expected the turns of two"
                " jumps, the higher first, such as '3+2'"
            )
        pairs.add((int(first), int(second)))
    return frozenset(pairs)


def repetition(entry: Entry, provenance: Provenance) -> tuple[str, RepetitionRule]:
    """How often a jump may be executed in a segment."""
    entry.segments()
    return "repetition", RepetitionRule(
        from_rotations=entry.at_least("from_rotations", 1),
        names=entry.at_least("names", 0),
        quads=entry.at_least_or_none("quads", 0),
        double=entry.at_least_or_none("double", 1),
        double_axel=entry.at_least_or_none("double_axel", 1),
        mark=entry.one_of("mark", ("SEQ", "REP")),
        takes_combination=entry.truth("takes_combination"),
        provenance=provenance,
    )


def spins(entry: Entry, provenance: Provenance) -> tuple[str, SpinsRule]:
    """The kinds of spins that a segment asks for, and how they must differ."""
    entry.segments()
    required = tuple(
        member(kind, KINDS_OF_SPINS, f"{entry.where}: 'required'")
        for kind in entry.items("required")
    )
    codes = {}
    for kind, names in entry.table("codes").items() if "codes" in entry.raw else ():
        member(kind, required, f"{entry.where}: 'codes'")
        if not isinstance(names, list) or not names or not all(map(_is_spin, names)):
            raise BadRulebook(
                f"{entry.where}: 'codes' holds {kind} = {names!r}; expected spins without level,"
                " such as ['CCoSp']"
            )
        codes[kind] = frozenset(names)
    return "spins", SpinsRule(
        required,
        codes,
        entry.truth("different_codes"),
        entry.truth("different_positions"),
        provenance,
    )


def _is_spin(name: object) -> bool:
    return isinstance(name, str) and _SPIN.fullmatch(name) is not None


def durations(entry: Entry, provenance: Provenance) -> tuple[str, DurationRule]:
    """How long a program of a segment lasts."""
    entry.segments()
    seconds = entry.at_least("seconds", 1)
    shorter = entry.at_least_or_none("shorter", 0)
    if shorter is not None and shorter >= seconds:
        raise BadRulebook(
            f"{entry.where}: 'shorter' is {shorter}; expected less than the {seconds} seconds of"
            " the program"
        )
    return "durations", DurationRule(
        seconds, shorter, entry.at_least_or_none("longer", 0), provenance
    )
