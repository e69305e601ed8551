"""Which day's rules a protocol was skated under.

The paper's own date decides. Papers without one are tried under the seasons that their event's name
or their folder speak of, then under all others, latest first: the numbers on the paper say which
rules they follow.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

import msgspec

from kissandcry.core import (
    AgainstTheRules,
    KissAndCryError,
    Segment,
    UnknownOnDate,
    first_day,
    season_of,
)
from kissandcry.protocols.audit.compulsory import derived_dance
from kissandcry.protocols.audit.recompute import Recomputed, recompute
from kissandcry.protocols.audit.tables import Table, table_of
from kissandcry.protocols.audit.valuation import valuation_of
from kissandcry.protocols.headlines import seasons_named
from kissandcry.protocols.model import Protocol
from kissandcry.rulebooks import Rulebook, on, periods

_DOUBTFUL: Final = 4  # one difference in so many elements makes a printed date doubtful
_UNDOUBTED: Final = 50  # so few differences are faults of the print, and not of the day


def settled(
    protocol: Protocol, table: Table, day: date | None = None, hints: Sequence[str] = ()
) -> Recomputed:
    """The protocol recomputed under the rules of its day (or of `day`).

    A printed date is believed unless a good part of the numbers contradicts it and other rules
    explain at least half of these: papers are printed again years later. `hints` are seasons to try
    first. Raises `UnknownOnDate` where no rulebook holds the category on any day tried.
    """
    tried: list[tuple[int, Recomputed]] = []
    refusal: KissAndCryError | None = None
    elements = len(table.elements.printed)
    enough = elements // (_DOUBTFUL if protocol.date else _UNDOUBTED)
    for tried_day, book in _books(protocol, day, hints):
        try:
            tried.append(_fitted(protocol, table, tried_day, book))
        except AgainstTheRules as error:  # such a panel did not exist then
            refusal = error
            continue
        if tried[-1][0] <= enough:
            break
        enough = elements // _UNDOUBTED
    if not tried:
        raise refusal or UnknownOnDate(
            f"{protocol.file or protocol.event}: no rulebook of {protocol.authority} for"
            f" {protocol.level} {protocol.discipline} on"
            f" {day or protocol.date or protocol.season or 'any day'}"
        )
    best = min(tried, key=lambda one: one[0])
    if protocol.date and 2 * best[0] > tried[0][0]:
        return tried[0][1]
    return best[1]


def _fitted(protocol: Protocol, table: Table, day: date, book: Rulebook) -> tuple[int, Recomputed]:
    """The differences under a rulebook; a compulsory dance is taken for the one that fits best."""
    compulsory = protocol.segment is Segment.COMPULSORY_DANCE
    tried = [
        recompute(table, valuation_of(book, protocol.segment, dance), day)
        for dance in (book.compulsory_dances if compulsory else ("",))
    ]
    if compulsory and not any(one.complete and not one.differences(table) for one in tried):
        own = derived_dance(protocol, table, book)
        tried += [recompute(table, own, day)] if own else []
    if not tried:
        raise AgainstTheRules(
            f"{protocol.file or protocol.event}: compulsory dances were not skated on {day}"
        )
    return min(((one.differences(table), one) for one in tried), key=lambda one: one[0])


def _books(
    protocol: Protocol, day: date | None, hints: Sequence[str]
) -> Iterator[tuple[date, Rulebook]]:
    """The days to try with their rulebooks, best first, each rulebook once."""
    seen: set[int] = set()
    for candidate in [day] if day else _days(protocol, hints):
        try:
            book = on(candidate, protocol.discipline, protocol.level, protocol.authority)
        except UnknownOnDate:
            continue
        if id(book) not in seen:
            seen.add(id(book))
            yield candidate, book


def _days(protocol: Protocol, hints: Sequence[str]) -> Iterator[date]:
    """The paper's own day, then the seasons named, then every day on which rules changed."""
    if protocol.date:
        yield protocol.date
    changes = periods(protocol.discipline, protocol.level, protocol.authority)
    named = [protocol.season, *hints, *seasons_named(protocol.event, protocol.file)]
    for season in dict.fromkeys(filter(None, named)):
        first = first_day(season)
        if first is not None:
            yield first
            yield from (change for change in changes if season_of(change) == season)
    yield from reversed(changes)


def with_season(protocol: Protocol, hints: Sequence[str]) -> Protocol:
    """The protocol with the season whose rules its own numbers follow, for a paper without a date.

    `hints` are seasons to try first. Unchanged where no rulebook fits its category at all.
    """
    try:
        done = settled(protocol, table_of(protocol), hints=hints)
    except KissAndCryError:
        return protocol
    return msgspec.structs.replace(protocol, season=season_of(done.day))
