"""What a program may hold: the rules of the well-balanced program, each with its dates."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kissandcry.rulebooks.provenance import Provenance

# The kinds of elements that the rules count; `kissandcry.program.kind_of` says which one a code is.
KINDS: Final = (
    "jump",
    "spin",
    "step_sequence",
    "choreographic",
    "spiral_sequence",
    "lift",
    "twist",
    "throw",
    "death_spiral",
    "pivot",
    "pair_spin",
    "solo_spin",
    "dance_lift",
    "dance_spin",
    "twizzles",
    "pattern_dance",
)


@dataclass(frozen=True, slots=True)
class ContentRule:
    """How many elements of each kind a segment may hold.

    `most` and `least` go from a kind (one of `KINDS`) to a number; a kind that is not named in
    `most` is not allowed, one that is not named in `least` may be left out. `total` is the number
    of all elements together.
    """

    most: Mapping[str, int]
    least: Mapping[str, int]
    total: int
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class JumpElementsRule:
    """Jump elements of single skating beyond their number, which is in `ContentRule`.

    `axel`: "any" (one jump element at least has an Axel-type jump), "solo" (the short program: one
    solo Axel of `axel_codes`). `combinations` counts combinations and sequences together, and
    `three_jump_combinations` those of them with three jumps: sequences only where
    `three_jumps_of_sequence`. `solo_jump` names the prescribed jump of a junior short program
    ("Lo"). `combination_pairs` are the rotations, the higher first, that the two jumps of a short
    program's combination may have, such as (3, 2); None leaves them free. `deleted` says what of an
    element that breaks a rule loses its value: "element", "jump" or "nothing"; `deleted_again` the
    same where its jump is executed again in a short program. `sequence`: "hops"
    (any jumps joined by hops, until 2017-18), "axel" (an Axel taken straight from the landing of
    the jump before) or "none" (no sequences, as in a short program).
    """

    combinations: int
    three_jump_combinations: int
    three_jumps_of_sequence: bool
    jumps_in_combination: int
    jumps_in_sequence: int | None  # None: any number
    sequence: str
    axel: str
    axel_codes: frozenset[str]
    solo_rotations: tuple[int, int] | None  # of a solo jump: the fewest and the most; None: any
    most_rotations: int  # of any jump
    most_rotations_in_combination: int
    solo_jump: str | None
    combination_pairs: frozenset[tuple[int, int]] | None
    euler: str | None  # "1Lo" until 2017-18, "1Eu", then "Eu"; None where it is not allowed
    eulers: int | None  # how many in a program; None: no limit of its own
    euler_counts: bool  # as one of the jumps of its element
    deleted: str
    deleted_again: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class RepetitionRule:
    """How often a jump may be executed.

    Of jumps with `from_rotations` or more, `names` different ones may be executed twice, at most
    `quads` of them with four rotations or more (None: no such limit), none three times. `double`
    and `double_axel` say how often any double jump and the double Axel may stand in a program
    (None: no limit). Where both executions of a name are solo jumps, the second is marked
    "SEQ" or "REP" (`mark`); `takes_combination` says that it takes the place of a combination.
    """

    from_rotations: int
    names: int
    quads: int | None
    double: int | None
    double_axel: int | None
    mark: str
    takes_combination: bool
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class SpinsRule:
    """Spins of single skating: `required` kinds ("combination", "flying", "one_position",
    "choreographic"), and in a short program the codes that fill each (`codes`, without level:
    {"flying": {"FSSp", "FCSp"}}; empty where any of its kind does). `different_codes`: no two spins
    of one code; `different_positions`: the flying spin and the one-position spin differ in
    position."""

    required: tuple[str, ...]
    codes: Mapping[str, frozenset[str]]
    different_codes: bool
    different_positions: bool
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class DurationRule:
    """How long a program lasts: `seconds`, and how many it may be shorter or longer (None: not
    limited on that side)."""

    seconds: int
    shorter: int | None
    longer: int | None
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class PairElementsRule:
    """Elements of pairs beyond their number, which is in `ContentRule`.

    `lift_groups` are the groups that count ("3", "4", "5"), `most_of_a_group` how many lifts of one
    group may stand, `lifts_differ` that no code stands twice, `lifts_and_twists` how many of both
    together (None: each by its own number). `throws`, `death_spirals`, `spins` (solo and pair
    spins) and `solo_jumps` are the codes prescribed, without level; empty leaves them free.
    `throws_differ`: no throw twice with the same turns; `death_spiral_differs`: another one than in
    the short program. `combinations` counts combinations and sequences; a jump of `repeated_from`
    turns or more, and the double Axel with 3, stands in one jump element only (None: not limited).
    Jumps, throws and twists of fewer than `least_turns` have no value. Where two jump elements are
    single jumps, the second is marked `alone_twice` ("SEQ" or "REP"; None in a short program).
    `sequence`: "hops" (any jumps joined by hops), "axel" (an Axel taken straight from the landing
    of the jump before) or "none". `deleted` says what of a jump element that breaks a rule loses
    its value: "element" or "jump".
    """

    lift_groups: frozenset[str]
    most_of_a_group: Mapping[str, int]
    lifts_differ: bool
    lifts_and_twists: int | None
    throws: frozenset[str]
    throws_differ: bool
    death_spirals: frozenset[str]
    death_spiral_differs: bool
    spins: frozenset[str]
    solo_jumps: frozenset[str]
    combinations: int
    jumps_in_combination: int
    repeated_from: int | None
    least_turns: int | None
    alone_twice: str | None
    sequence: str
    deleted: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class DanceElementsRule:
    """Elements of ice dance beyond their number, which is in `ContentRule`.

    `patterns` are the sections of the season's pattern dance ("1FS"); `steps` has for each step
    sequence the codes that fill its place; `twizzles`, `spins` and `choreographic` are the codes
    allowed; empty leaves them free. No choreographic element stands twice. `short_lifts` may stand
    where there is no long or combination lift, and `short_lifts_with_long` beside one (None: no
    such lift is allowed). Where all lifts are short, `lift_types_again` of them may repeat the type
    of another; `long_differs`: nor may a short lift have a type of the long or combination lift.
    """

    patterns: frozenset[str]
    steps: tuple[frozenset[str], ...]
    twizzles: frozenset[str]
    spins: frozenset[str]
    choreographic: frozenset[str]
    short_lifts: int
    short_lifts_with_long: int | None
    lift_types_again: int
    long_differs: bool
    provenance: Provenance
