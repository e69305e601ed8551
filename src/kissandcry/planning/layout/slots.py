"""The places of a program and when each begins, cut into zones that the rules and wishes tell
apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kissandcry.core import Contradiction
from kissandcry.planning.layout.rules import Rules


@dataclass(frozen=True, slots=True)
class Slots:
    """When the elements of a full program begin, in seconds from the start; `middle` is when the
    second half begins."""

    starts: tuple[float, ...]
    middle: float

    def second(self, slot: int) -> bool:
        """Whether a place stands in the second half."""
        return self.starts[slot] >= self.middle


@dataclass(frozen=True, slots=True)
class Zone:
    """Places `first` to `last` (from 0) that stand in the same half, and that no wish tells
    apart."""

    first: int
    last: int
    second: bool

    @property
    def size(self) -> int:
        """How many places it has."""
        return self.last - self.first + 1


def slots_of(rules: Rules, times: Sequence[float] | None = None) -> Slots:
    """The places of a full program: `times` (seconds, one for each place), or evenly spread.

    Evenly: the program's duration is cut into as many equal parts as it has elements, and each
    element begins in the middle of its part. Raises `Contradiction` for times that are not in
    order, or too few or too many.
    """
    count, seconds = rules.content.total, rules.duration.seconds
    middle = seconds / 2
    if times is None:
        return Slots(tuple((place + 0.5) * seconds / count for place in range(count)), middle)
    if len(times) != count:
        raise Contradiction(
            f"{len(times)} times are given; a full program of this segment has {count} elements"
            f" ({rules.content.provenance.rule})"
        )
    if list(times) != sorted(times) or times[0] < 0:
        raise Contradiction(
            "the times of the elements are not in order; each element begins after the one before"
        )
    return Slots(tuple(float(time) for time in times), middle)


def zones_of(slots: Slots, covers: Iterable[Sequence[bool]]) -> tuple[Zone, ...]:
    """The longest runs of places that are the same by half and by each row of `covers`."""
    count = len(slots.starts)
    rows = [[slots.second(slot) for slot in range(count)], *covers]
    looks = [tuple(row[slot] for row in rows) for slot in range(count)]
    zones, first = [], 0
    for slot in range(1, count + 1):
        if slot == count or looks[slot] != looks[first]:
            zones.append(Zone(first, slot - 1, slots.second(first)))
            first = slot
    return tuple(zones)
