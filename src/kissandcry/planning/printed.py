"""Printed programs: which of their marks follow from the order of their elements."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kissandcry import rulebooks
from kissandcry.core import KissAndCryError
from kissandcry.program.explain import FOLLOWS, KINDS, Shares, explain
from kissandcry.protocols import Protocol, audit
from kissandcry.rulebooks import Rulebook


@dataclass
class Printed:
    """The marks of many printed programs. `left_out` has a sentence for each protocol whose rules
    are not known."""

    shares: Shares = field(default_factory=Shares)
    left_out: list[str] = field(default_factory=list)

    def add(self, protocol: Protocol, where: str = "") -> None:
        """Count the programs of a protocol; `where` names its file."""
        try:
            book = _book(protocol)
            for one in protocol.performances:
                if one.elements:
                    found = explain(book, protocol.segment, one.elements)
                    self.shares.add(found, f"{where}: {one.name}" if where else one.name)
        except KissAndCryError as error:
            self.left_out.append(f"{where}: {error}" if where else str(error))

    def lines(self) -> list[tuple[str, int, int, float | None, int]]:
        """For each kind of mark: its places, how many follow from the order of the elements, their
        share, and how many more only the technical panel could see."""
        shares = self.shares
        return [
            (
                kind,
                shares.places(kind),
                shares.counts[kind, FOLLOWS],
                shares.share(kind),
                shares.seen_by_panel(kind),
            )
            for kind in KINDS
        ]


def explained(protocols: Iterable[Protocol]) -> Printed:
    """The marks of the programs of protocols."""
    found = Printed()
    for protocol in protocols:
        found.add(protocol, protocol.file)
    return found


def _book(protocol: Protocol) -> Rulebook:
    """The rules of the day that the paper prints, or those that its numbers follow."""
    if protocol.date is None:
        return audit(protocol).recomputed.book
    return rulebooks.on(protocol.date, protocol.discipline, protocol.level, protocol.authority)
