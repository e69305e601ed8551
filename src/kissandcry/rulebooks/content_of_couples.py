"""The builders of what pairs and ice dancers may skate beyond the numbers of elements."""

import re
from typing import Final

from kissandcry.core import BadRulebook
from kissandcry.rulebooks.content import DanceElementsRule, PairElementsRule
from kissandcry.rulebooks.provenance import Provenance
from kissandcry.rulebooks.reading import Entry, member

_GROUPS: Final = ("1", "2", "3", "4", "5")
_DEATH_SPIRALS: Final = ("FiDs", "FoDs", "BiDs", "BoDs")
_THROWS: Final = ("TTh", "STh", "LoTh", "FTh", "LzTh", "ATh")
_SPIN: Final = re.compile(r"(F?C?(U|L|C|S|Co)?|P|PCo|D)Sp", re.ASCII)
_JUMP: Final = re.compile(r"[1-5](T|S|Lo|F|Lz|A)", re.ASCII)
_STEPS: Final = re.compile(r"(Nt)?(Ci|Di|Mi|Se|Sl)St|PSt|OFSt|OFT", re.ASCII)
_TWIZZLES: Final = re.compile(r"(S|Sq|Sy)Tw", re.ASCII)
_CHOREOGRAPHIC: Final = re.compile(r"Ch(St|Sp|Li|Tw|Sl|AJ|Hy|RS)", re.ASCII)
_PATTERN: Final = re.compile(r"[1-4][A-Z]{1,3}|[A-Z]{1,3}[1-4]S[eq]", re.ASCII)


def pair_elements(entry: Entry, provenance: Provenance) -> tuple[str, PairElementsRule]:
    """Lifts, twists, throws, death spirals, spins and jumps of pairs."""
    entry.segments()
    return "pair_elements", PairElementsRule(
        lift_groups=frozenset(
            member(group, _GROUPS, f"{entry.where}: 'lift_groups'")
            for group in entry.items("lift_groups")
        ),
        most_of_a_group=_groups(entry),
        lifts_differ=_truth(entry, "lifts_differ"),
        lifts_and_twists=entry.at_least_or_none("lifts_and_twists", 1),
        throws=frozenset(
            member(name, _THROWS, f"{entry.where}: 'throws'") for name in _list(entry, "throws")
        ),
        throws_differ=_truth(entry, "throws_differ"),
        death_spirals=frozenset(
            member(name, _DEATH_SPIRALS, f"{entry.where}: 'death_spirals'")
            for name in _list(entry, "death_spirals")
        ),
        death_spiral_differs=_truth(entry, "death_spiral_differs"),
        spins=_names(entry, "spins", _SPIN, "PCoSp"),
        solo_jumps=_names(entry, "solo_jumps", _JUMP, "2A"),
        combinations=entry.at_least_or_none("combinations", 0) or 0,
        jumps_in_combination=entry.at_least("jumps_in_combination", 1),
        repeated_from=entry.at_least_or_none("repeated_from", 1),
        least_turns=entry.at_least_or_none("least_turns", 1),
        alone_twice=_alone_twice(entry),
        sequence=entry.one_of("sequence", ("hops", "axel", "none")),
        deleted=entry.one_of("deleted", ("element", "jump")),
        provenance=provenance,
    )


def _alone_twice(entry: Entry) -> str | None:
    entry.allow("alone_twice")
    return entry.one_of("alone_twice", ("SEQ", "REP")) if "alone_twice" in entry.raw else None


def _groups(entry: Entry) -> dict[str, int]:
    entry.allow("most_of_a_group")
    found = {}
    if "most_of_a_group" in entry.raw:
        for group, number in entry.table("most_of_a_group").items():
            member(group, _GROUPS, f"{entry.where}: 'most_of_a_group'")
            if type(number) is not int or number < 1:
                raise BadRulebook(
                    f"{entry.where}: 'most_of_a_group' holds {group} = {number!r}; expected a"
                    " whole number from 1 on"
                )
            found[group] = number
    return found


def dance_elements(entry: Entry, provenance: Provenance) -> tuple[str, DanceElementsRule]:
    """The pattern dance, steps, lifts, spins, twizzles and choreographic elements of ice dance."""
    entry.segments()
    places = []
    for names in entry.items("steps"):
        if not isinstance(names, list) or not names:
            raise BadRulebook(
                f"{entry.where}: 'steps' holds {names!r}; expected for each step sequence the"
                " codes that fill its place, such as ['MiSt', 'DiSt']"
            )
        places.append(_checked(entry, "steps", names, _STEPS, "MiSt"))
    return "dance_elements", DanceElementsRule(
        patterns=_names(entry, "patterns", _PATTERN, "1FS"),
        steps=tuple(places),
        twizzles=_names(entry, "twizzles", _TWIZZLES, "SqTw"),
        spins=_names(entry, "spins", _SPIN, "CoSp"),
        choreographic=_names(entry, "choreographic", _CHOREOGRAPHIC, "ChSl"),
        short_lifts=entry.at_least("short_lifts", 0),
        short_lifts_with_long=entry.at_least_or_none("short_lifts_with_long", 0),
        lift_types_again=entry.at_least("lift_types_again", 0),
        long_differs=_truth(entry, "long_differs"),
        provenance=provenance,
    )


def _truth(entry: Entry, key: str) -> bool:
    entry.allow(key)
    return key in entry.raw and entry.truth(key)


def _list(entry: Entry, key: str) -> list[object]:
    entry.allow(key)
    return entry.items(key) if key in entry.raw else []


def _names(entry: Entry, key: str, shape: re.Pattern[str], example: str) -> frozenset[str]:
    return _checked(entry, key, _list(entry, key), shape, example)


def _checked(
    entry: Entry, key: str, names: list[object], shape: re.Pattern[str], example: str
) -> frozenset[str]:
    for name in names:
        if not isinstance(name, str) or shape.fullmatch(name) is None:
            raise BadRulebook(
                f"{entry.where}: '{key}' holds {name!r}; expected a code without level, such as"
                f" {example!r}"
            )
    return frozenset(str(name) for name in names)
