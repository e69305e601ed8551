"""How many marks a row has."""

from collections.abc import Callable, Iterable

from kissandcry.protocols.model import Protocol
from kissandcry.rulebooks.model import Rulebook

RulebookOf = Callable[[Protocol], Rulebook | None]


def judges(protocols: Iterable[Protocol]) -> int:
    """The most marks that a row has."""
    sizes = [0]
    for protocol in protocols:
        for performance in protocol.performances:
            sizes += [len(row.marks) for row in performance.elements]
            sizes += [len(row.marks) for row in performance.components]
    return max(sizes)
