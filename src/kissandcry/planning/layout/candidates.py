"""Every element that an inventory can make under the rules of a day.

Which jump can follow which is a matter of edges: every jump but the Euler lands on the back outside
edge of the right foot (of a skater who turns to the left), from which the toe loop and the loop
take off; the Euler lands on the left back inside edge, from which the Salchow and the flip do. An
Axel takes off forwards, so that it follows by a step in a sequence.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kissandcry import notation
from kissandcry.notation import Part
from kissandcry.planning.layout.inventory import AXEL, ORDER, Inventory
from kissandcry.planning.layout.rules import Rules
from kissandcry.program.kinds import kind_of

AFTER_A_JUMP: Final = frozenset({"T", "Lo"})
AFTER_AN_EULER: Final = frozenset({"S", "F"})
JUMP: Final = "jump"
SPIN: Final = "spin"
_QUAD: Final = 4
_SPIN: Final = re.compile(r"F?C?(U|L|C|S|Co)Sp", re.ASCII)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An element that may stand in a program.

    `code` is the element as it is planned, `called` as it will be called where it repeats a jump
    ("3Lz+REP"). `jumps` are its jumps without the Euler. `role` is the task that it fills where
    each element has one: "axel", "solo", "combination" of a short program, or the kind of a spin.
    `joined`: whether it takes the place of a combination or sequence; `three`: that of one with
    three jumps. `copies`: how often it may stand in a program.
    """

    code: str
    called: str
    kind: str
    jumps: tuple[str, ...] = ()
    role: str = ""
    joined: bool = False
    three: bool = False
    repeated: bool = False
    copies: int = 1

    @property
    def alone(self) -> str:
        """The jump of a solo jump; empty for everything else."""
        return self.jumps[0] if len(self.jumps) == 1 and self.code == self.jumps[0] else ""

    @property
    def axel(self) -> bool:
        """Whether an Axel is in it."""
        return any(name_of(jump) == AXEL for jump in self.jumps)

    @property
    def stem(self) -> str:
        """The code without levels, by which spins must differ."""
        return "+".join(part.stem for part in notation.parse(self.code).parts)


def rotations(jump: str) -> int:
    """The turns of a jump, which an Axel has a half more of."""
    return int(jump[0])


def name_of(jump: str) -> str:
    """The jump without its turns."""
    return jump[1:]


def quad(jump: str) -> bool:
    """Whether a jump has four turns or more."""
    return rotations(jump) >= _QUAD


def candidates(rules: Rules, inventory: Inventory) -> tuple[Candidate, ...]:
    """All elements of an inventory that a program of the segment may have."""
    most = rules.content.most
    found: list[Candidate] = []
    if most.get(JUMP):
        found += _solo(rules, inventory)
        found += _in_one(rules, inventory)
    for code in inventory.elements:
        kind = kind_of(notation.parse(code), rules.book)
        if kind == SPIN and most.get(SPIN):
            found += _spins(rules, code)
        elif most.get(kind):
            found.append(Candidate(code, code, kind, copies=most[kind]))
    return tuple(dict.fromkeys(found))


def limit(rules: Rules, jump: str) -> int:
    """How often a jump may be executed in a program."""
    most, rule = 3 * rules.content.most.get(JUMP, 0), rules.repetition
    if rule is None:
        return most
    if rotations(jump) >= rule.from_rotations:
        return 2 if rule.names else 1
    if rotations(jump) == 2:
        own = rule.double_axel if name_of(jump) == AXEL else rule.double
        return most if own is None else own
    return most


def _copies(rules: Rules, jumps: tuple[str, ...]) -> int:
    return min(
        (limit(rules, jump) // count for jump, count in Counter(jumps).items()),
        default=0,
    )


def _solo(rules: Rules, inventory: Inventory) -> Iterator[Candidate]:
    jumps = [one for one in inventory.jumps if rotations(one) <= rules.jumps.most_rotations]
    for jump in jumps:
        if rules.short:
            yield from _with_tasks(rules, jump)
            continue
        repeats = rules.repetition
        counted = repeats is not None and rotations(jump) >= repeats.from_rotations
        copies = 1 if counted else min(_copies(rules, (jump,)), rules.content.most[JUMP])
        yield Candidate(jump, jump, JUMP, (jump,), copies=copies)
        if repeats is not None and counted and repeats.names:
            called = f"{jump}+{repeats.mark}"
            takes = repeats.takes_combination
            yield Candidate(jump, called, JUMP, (jump,), joined=takes, repeated=True)


def _with_tasks(rules: Rules, jump: str) -> Iterator[Candidate]:
    """A solo jump of a short program, for each task that it can fill."""
    rule = rules.jumps
    if jump in rule.axel_codes:
        yield Candidate(jump, jump, JUMP, (jump,), role="axel")
    fewest, most = rule.solo_rotations or (1, rule.most_rotations)
    if fewest <= rotations(jump) <= most and rule.solo_jump in (None, name_of(jump)):
        yield Candidate(jump, jump, JUMP, (jump,), role="solo")


def _in_one(rules: Rules, inventory: Inventory) -> Iterator[Candidate]:
    """Combinations and sequences."""
    made: Iterable[tuple[tuple[str, ...], bool]]
    if inventory.joined:
        made = [_taken_apart(code) for code in inventory.joined]
    else:
        made = (
            chain
            for first in inventory.jumps
            for chain in _chains(rules, inventory.behind, (first,), False)
        )
    for jumps, sequence in made:
        found = _joined(rules, jumps, sequence)
        if found is not None:
            yield found


def _taken_apart(code: str) -> tuple[tuple[str, ...], bool]:
    element = notation.parse(code)
    return tuple(part.stem for part in element.parts), element.sequence


def _chains(
    rules: Rules, behind: tuple[str, ...], so_far: tuple[str, ...], sequence: bool
) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Every way to go on from the jumps so far, with whether it is a sequence."""
    rule = rules.jumps
    if len(so_far) > 1:
        yield so_far, sequence
    elif rule.sequence == "hops":  # two jumps count, so that a third would add nothing
        yield from (((*so_far, jump), True) for jump in behind)
    for jump in behind:
        name = name_of(jump)
        if name in AFTER_A_JUMP:
            longer, axels = [(*so_far, jump)], sequence
        elif name == AXEL and rule.sequence == "axel":
            longer, axels = [(*so_far, jump)], True
        elif name in AFTER_AN_EULER and rule.euler is not None:
            longer, axels = [(*so_far, rule.euler, jump)], sequence
        else:
            continue
        for chain in longer:
            if len(chain) <= _longest(rules, axels):
                yield from _chains(rules, behind, chain, axels)


def _longest(rules: Rules, sequence: bool) -> int:
    """How many jumps, an Euler among them, an element may have."""
    rule = rules.jumps
    if not sequence:
        return rule.jumps_in_combination
    return rule.jumps_in_combination if rule.jumps_in_sequence is None else rule.jumps_in_sequence


def _joined(rules: Rules, parts: tuple[str, ...], sequence: bool) -> Candidate | None:
    """The candidate of jumps in one element; None where the rules do not allow it."""
    rule = rules.jumps
    jumps = tuple(part for part in parts if part != rule.euler or part == parts[-1])
    if len(parts) > _longest(rules, sequence) or (sequence and rule.sequence == "none"):
        return None
    if any(rotations(jump) > rule.most_rotations_in_combination for jump in jumps):
        return None
    three = len(parts) > 2 and (not sequence or rule.three_jumps_of_sequence)
    if not rule.combinations or (three and not rule.three_jump_combinations):
        return None
    code = "+".join((*parts, "SEQ") if sequence else parts)
    if rules.short:
        turns = sorted((rotations(jump) for jump in jumps), reverse=True)
        pairs = rule.combination_pairs
        if len(parts) != 2 or (pairs is not None and tuple(turns) not in pairs):
            return None
        return Candidate(code, code, JUMP, jumps, role="combination", joined=True)
    copies = min(_copies(rules, jumps), 1 if three else rule.combinations)
    if not copies:
        return None
    return Candidate(code, code, JUMP, jumps, joined=True, three=three, copies=copies)


def _spins(rules: Rules, code: str) -> Iterator[Candidate]:
    """A spin for each task that it can fill, and for none where there are more spins than tasks."""
    part = notation.parse(code).parts[0]
    for kind in rules.spins.required:
        own = rules.spins.codes.get(kind)
        if part.name in own if own else kind in kinds_of_spin(part):
            yield Candidate(code, code, SPIN, role=kind)
    if rules.content.most[SPIN] > len(rules.spins.required):
        yield Candidate(code, code, SPIN)


def kinds_of_spin(part: Part) -> frozenset[str]:
    """What a spin is: "combination" or "one_position", "flying", "choreographic"."""
    if part.name == "ChSp":
        return frozenset({"choreographic"})
    kinds = {"combination" if "Co" in part.name else "one_position"}
    if part.name.startswith("F"):
        kinds.add("flying")
    return frozenset(kinds)


def position_of_spin(part: Part) -> str:
    """The position of a spin: "U", "L", "C", "S", or "Co" of several; empty where it has none."""
    match = _SPIN.fullmatch(part.name)
    return match[1] if match else ""


def hardness(jump: str) -> tuple[int, int]:
    """To order jumps by what they ask: more turns first, then the take-off."""
    return rotations(jump), ORDER.index(name_of(jump)) if name_of(jump) in ORDER else -1
