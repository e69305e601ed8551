"""How many marks a row has, and which of them a panel's rule leaves out."""

from collections.abc import Callable, Iterable, Sequence

from kissandcry.core import Points
from kissandcry.protocols.model import Protocol
from kissandcry.rulebooks.model import PanelRule, Rulebook

RulebookOf = Callable[[Protocol], Rulebook | None]


def judges(protocols: Iterable[Protocol]) -> int:
    """The most marks that a row has."""
    sizes = [0]
    for protocol in protocols:
        for performance in protocol.performances:
            sizes += [len(row.marks) for row in performance.elements]
            sizes += [len(row.marks) for row in performance.components]
    return max(sizes)


def trimmed(marks: Sequence[int | Points | None], rule: PanelRule | None) -> frozenset[int]:
    """The places (from 0) of the marks that trimming leaves out: of equal marks, the first.

    Empty without a rule, with fewer marks than it trims from, and where judges were drawn by lot:
    then the paper does not say whose marks were trimmed.
    """
    given = [
        (mark.hundredths if isinstance(mark, Points) else mark, place)
        for place, mark in enumerate(marks)
        if mark is not None
    ]
    if rule is None or rule.drawn or len(given) < rule.trim_from:
        return frozenset()
    highest = sorted(given, key=lambda pair: (-pair[0], pair[1]))[: rule.trim_high]
    rest = [pair for pair in given if pair not in highest]
    lowest = sorted(rest)[: rule.trim_low]
    return frozenset(place for _, place in (*highest, *lowest))
