"""Which element of one skate belongs to which of another: in order, each at most once."""

from typing import Final

from kissandcry.video.alignment.model import Pair
from kissandcry.video.seen import Jump, Skate, Spin

_ALONE: Final = 0.5  # what it costs to leave an element without another
_LATE: Final = 1.0  # what it costs to put the beginning of a skate beside its end
_TURN: Final = 0.15  # a turn more or less in a jump
_FLIGHT: Final = 0.3  # a jump more or less in a combination
_AXEL: Final = 0.2

_Element = tuple[str, int, float, Jump | Spin]


def matched(ours: Skate, theirs: Skate) -> tuple[Pair, ...]:
    """The pairs that cost least together, in the order of time: what is of one kind, as alike as
    can be (turns, jumps of a combination, Axel or not) and at about the same share of the skate."""
    first, second = _elements(ours), _elements(theirs)
    cost = [[0.0] * (len(second) + 1) for _ in range(len(first) + 1)]
    for row in range(len(first) + 1):
        for column in range(len(second) + 1):
            if row or column:
                cost[row][column] = min(one for one, _ in _ways(cost, first, second, row, column))
    pairs = []
    row, column = len(first), len(second)
    while row and column:
        _, way = min(_ways(cost, first, second, row, column))
        if way == 2:
            row, column = row - 1, column - 1
            pairs.append(Pair(first[row][0], first[row][1], second[column][1]))
        else:
            row, column = (row - 1, column) if way == 0 else (row, column - 1)
    return tuple(reversed(pairs))


def _ways(
    cost: list[list[float]], first: list[_Element], second: list[_Element], row: int, column: int
) -> list[tuple[float, int]]:
    """What it costs to come here: leaving out one of ours (0), one of theirs (1), neither (2)."""
    found = []
    if row:
        found.append((cost[row - 1][column] + _ALONE, 0))
    if column:
        found.append((cost[row][column - 1] + _ALONE, 1))
    if row and column and first[row - 1][0] == second[column - 1][0]:
        apart = _apart(first[row - 1], second[column - 1])
        found.append((cost[row - 1][column - 1] + apart, 2))
    return found


def _elements(skate: Skate) -> list[_Element]:
    whole = max(skate.duration, 1e-6)
    found: list[_Element] = [
        ("jump", row, one.start / whole, one) for row, one in enumerate(skate.jumps)
    ]
    found += [("spin", row, one.start / whole, one) for row, one in enumerate(skate.spins)]
    return sorted(found, key=lambda one: one[2])


def _apart(one: _Element, other: _Element) -> float:
    """How unlike two elements of one kind are."""
    found = _LATE * abs(one[2] - other[2])
    if isinstance(one[3], Jump) and isinstance(other[3], Jump):
        here, there = one[3].flights, other[3].flights
        found += _FLIGHT * abs(len(here) - len(there))
        turns = [flights[0].rotation.value for flights in (here, there)]
        if turns[0] is not None and turns[1] is not None:
            found += _TURN * min(abs(turns[0] - turns[1]), 2)
        axels = [flights[0].axel.value for flights in (here, there)]
        if axels[0] is not None and axels[1] is not None:
            found += _AXEL * abs(axels[0] - axels[1])
    return found
