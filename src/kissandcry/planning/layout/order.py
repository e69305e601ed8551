"""From a content to a program: which chosen element stands in which place."""

from collections.abc import Sequence
from typing import NamedTuple

from kissandcry.planning.layout.candidates import JUMP, SPIN, Candidate, hardness
from kissandcry.planning.layout.model import Chosen, Task
from kissandcry.planning.layout.slots import Zone


class Placed(NamedTuple):
    """A candidate in a place (from 0) of the program."""

    candidate: Candidate
    place: int
    bonus: bool


def in_order(task: Task, chosen: Sequence[Chosen]) -> tuple[Placed, ...]:
    """The usual order of a content that the model allows.

    Within a zone nothing is worth more in one order than in another, so the usual one is taken: the
    hardest jumps first, spins and sequences spread among them, a combination spin at the end.
    """
    zones = task.zones
    inside: dict[int, list[tuple[Candidate, bool]]] = {number: [] for number in range(len(zones))}
    free: list[Candidate] = []
    for candidate, cell, times in chosen:
        for _ in range(times):
            if cell.zone < 0:
                free.append(candidate)
            else:
                inside[cell.zone].append((candidate, cell.bonus))
    for number, more in enumerate(_shared_out(zones, inside, sorted(free, key=_usual))):
        inside[number] += [(candidate, False) for candidate in more]
    placed: list[Placed] = []
    for number, zone in enumerate(zones):
        row = _row(inside[number])
        places = _spread(zone, len(row), last=number == len(zones) - 1)
        placed += [
            Placed(candidate, place, bonus)
            for (candidate, bonus), place in zip(row, places, strict=True)
        ]
    return tuple(placed)


def _usual(candidate: Candidate) -> tuple[int, str]:
    """Spins and sequences in the order in which programs usually have them."""
    kinds = {"step_sequence": 1, "choreographic": 2}
    if candidate.kind == SPIN:
        return (3 if "Co" in candidate.code else 0), candidate.code
    return kinds.get(candidate.kind, 1), candidate.code


def _shared_out(
    zones: Sequence[Zone], inside: dict[int, list[tuple[Candidate, bool]]], free: list[Candidate]
) -> list[list[Candidate]]:
    """Elements that may stand anywhere, shared among the zones as these have room."""
    rooms = [zone.size - len(inside[number]) for number, zone in enumerate(zones)]
    spare = sum(rooms) - len(free)
    shared: list[list[Candidate]] = []
    for room in rooms:
        left = sum(rooms[len(shared) :])
        take = room if not left else min(room, -(-len(free) * room // left) if spare else room)
        shared.append(free[:take])
        free = free[take:]
    return shared


def _row(elements: Sequence[tuple[Candidate, bool]]) -> list[tuple[Candidate, bool]]:
    """The elements of a zone in order: jumps without bonus before those with it, a repeated jump
    after the first one, and the others between them, the last of these at the end."""
    jumps = sorted(
        (one for one in elements if one[0].kind == JUMP),
        key=lambda one: (one[1], _comes_second(one[0]), _easier(one[0])),
    )
    rest = (one for one in elements if one[0].kind != JUMP)
    others = sorted(rest, key=lambda one: _usual(one[0]))
    return _merged(jumps, others)


def _comes_second(candidate: Candidate) -> bool:
    """Whether it stands after another solo jump: the repeated one, and a second solo Axel."""
    return candidate.repeated or (candidate.role == "solo" and candidate.axel)


def _easier(candidate: Candidate) -> tuple[tuple[int, int], ...]:
    return tuple((-turns, -takeoff) for turns, takeoff in map(hardness, candidate.jumps))


def _merged(
    jumps: list[tuple[Candidate, bool]], others: list[tuple[Candidate, bool]]
) -> list[tuple[Candidate, bool]]:
    """Both in one row, the others spread evenly and the last of them at the end."""
    row, taken = [], 0
    for number, one in enumerate(others, start=1):
        until = -(-len(jumps) * number // len(others))
        row += jumps[taken:until]
        row.append(one)
        taken = until
    return row + jumps[taken:]


def _spread(zone: Zone, count: int, *, last: bool) -> list[int]:
    """Places for so many elements: all, or evenly over the zone, and the program's end is used."""
    spare = zone.size - count
    return [
        zone.first + number + (number + last) * spare // max(count, 1) for number in range(count)
    ]
