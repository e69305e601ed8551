"""Which planned element is which of those seen: the cheapest pairing in order."""

import math
from collections.abc import Sequence
from statistics import median
from typing import Final

from kissandcry.notation import Family, parse
from kissandcry.program.model import PlannedProgram
from kissandcry.video.planned.model import Found, Planned
from kissandcry.video.seen import Chance, Flight, Jump, Skate, Spin

ALONE: Final = 1.6  # what it costs that an element has no partner
_FLIGHT: Final = 0.7  # for each flight more or less
_TURN: Final = 0.35  # for each turn more or less
_LATE: Final = 20.0  # seconds that cost 1
_LATEST: Final = 2.0
_SURE: Final = 0.95  # no chance is taken for more certain
_ANCHORS: Final = 2  # pairs with a time that tell when the program begins
_KINDS: Final = {
    Family.JUMP: "jump",
    Family.THROW: "jump",
    Family.SPIN: "spin",
    Family.STEPS: "passage",
    Family.TWIZZLES: "passage",
    Family.PATTERN_DANCE: "passage",
}

Pairs = dict[int, int]  # row of the planned to row of the seen


def planned(program: PlannedProgram) -> tuple[Planned, ...]:
    """The elements of the plan, in its order."""
    return tuple(
        Planned(row, one.code, one.time, _KINDS.get(one.element.family, ""))
        for row, one in enumerate(program.elements)
    )


def seen(skate: Skate) -> tuple[Found, ...]:
    """Jumps, spins, and passages of steps, in order of time."""
    found = [Found("jump", row, one.start, one.end) for row, one in enumerate(skate.jumps)]
    found += [Found("spin", row, one.start, one.end) for row, one in enumerate(skate.spins)]
    found += [
        Found("passage", row, one.start, one.end)
        for row, one in enumerate(skate.passages)
        if one.kind == "steps"
    ]
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def pair(
    plan: Sequence[Planned], found: Sequence[Found], skate: Skate
) -> tuple[Pairs, float | None, set[int]]:
    """The pairs, when the program begins in the clip, and the planned rows that are in doubt."""
    costs = [[_unlike(one, other, skate) for other in found] for one in plan]
    pairs, _ = _cheapest(costs, plan, found)
    start = None
    for _again in range(3):
        start = _start(pairs, plan, found)
        if start is None:
            break
        timed = [
            [cost + _lateness(one, other, start) for other, cost in zip(found, row, strict=True)]
            for one, row in zip(plan, costs, strict=True)
        ]
        before = pairs
        pairs, _ = _cheapest(timed, plan, found)
        if pairs == before:
            break
    final = costs if start is None else timed
    if start is not None:
        start = _start(pairs, plan, found)
    return pairs, start, _doubtful(final, pairs, plan, found)


def _doubtful(
    costs: Sequence[Sequence[float]], pairs: Pairs, plan: Sequence[Planned], found: Sequence[Found]
) -> set[int]:
    """Rows that could as well be paired otherwise: without the pair it costs little more."""
    _, best = _cheapest(costs, plan, found)
    doubtful = set()
    for row, column in pairs.items():
        without = [list(line) for line in costs]
        without[row][column] = math.inf
        if _cheapest(without, plan, found)[1] - best < ALONE / 4:
            doubtful.add(row)
    return doubtful


def _cheapest(
    costs: Sequence[Sequence[float]], plan: Sequence[Planned], found: Sequence[Found]
) -> tuple[Pairs, float]:
    """The pairing in order that costs least (Needleman and Wunsch 1970), and what it costs."""
    drop = [ALONE if one.kind else 0.0 for one in plan]
    skip = [0.2 if one.kind == "passage" else ALONE for one in found]  # steps link elements too
    rows, columns = len(plan), len(found)
    table = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        table[row][columns] = table[row + 1][columns] + drop[row]
    for column in range(columns - 1, -1, -1):
        table[rows][column] = table[rows][column + 1] + skip[column]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            table[row][column] = min(
                table[row + 1][column + 1] + costs[row][column],
                table[row + 1][column] + drop[row],
                table[row][column + 1] + skip[column],
            )
    pairs: Pairs = {}
    row = column = 0
    while row < rows and column < columns:
        here = table[row][column]
        if here == table[row + 1][column + 1] + costs[row][column]:
            pairs[row] = column
            row, column = row + 1, column + 1
        elif here == table[row + 1][column] + drop[row]:
            row += 1
        else:
            column += 1
    return pairs, table[0][0]


def _start(pairs: Pairs, plan: Sequence[Planned], found: Sequence[Found]) -> float | None:
    """When the program begins in the clip: the middle one of what the pairs suggest."""
    suggested = [
        found[column].start - time
        for row, column in pairs.items()
        if (time := plan[row].time) is not None
    ]
    return median(suggested) if len(suggested) >= _ANCHORS else None


def _lateness(one: Planned, other: Found, start: float) -> float:
    if one.time is None:
        return 0.0
    return min(_LATEST, abs(other.start - start - one.time) / _LATE)


def _unlike(one: Planned, other: Found, skate: Skate) -> float:
    """What it costs to take one for the other, without their times."""
    if one.kind != other.kind:
        return math.inf
    if other.kind == "jump":
        return _unlike_jump(one, skate.jumps[other.row])
    if other.kind == "spin":
        return _unlike_spin(one, skate.spins[other.row])
    long = other.end - other.start
    return 0.6 * max(0.0, 1 - long / 10)  # a breath of steps is a link


def _unlike_jump(one: Planned, jump: Jump) -> float:
    parts = parse(one.code).parts
    cost = _FLIGHT * abs(len(parts) - len(jump.flights))
    for part, flight in zip(parts, jump.flights, strict=False):
        cost += _against(flight.axel, part.name == "A")
        if flight.turns is not None and part.rotation is not None:
            cost += _TURN * abs(flight.turns - part.rotation)
        else:
            cost += _by_air(flight, part.rotation)
    return cost


def _by_air(flight: Flight, turns: int | None) -> float:
    """Where turns cannot be told the time in the air says a little: singles are short."""
    air = flight.air_time.value
    if air is None or turns is None:
        return 0.0
    usual = 0.25 + 0.12 * turns  # seconds: about what skaters of many levels need at least
    return min(_TURN, max(0.0, abs(air - usual) - 0.1))


def _unlike_spin(one: Planned, spin: Spin) -> float:
    names = [part.name for part in parse(one.code).parts]
    return _against(spin.flying, any(name.startswith("F") for name in names)) * 0.7


def _against(chance: Chance, expected: bool) -> float:
    """How much a chance speaks against what is expected: 0 where it does not."""
    if chance.value is None:
        return 0.0
    likely = min(_SURE, max(1 - _SURE, chance.value))
    odds = math.log(likely / (1 - likely)) * (-1 if expected else 1)
    return max(0.0, odds) / math.log(_SURE / (1 - _SURE)) * 0.9
