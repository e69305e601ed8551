"""Which day's rules a protocol was skated under.

The paper's own date decides. Papers without one are tried under the seasons that their event's name
or their folder speak of, then under all others, latest first: the numbers on the paper say which
rules they follow.
"""

from collections.abc import Iterator
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


def settled(protocol: Protocol, table: Table, day: date | None = None) -> Recomputed:
    """The protocol recomputed under the rules of its day (or of `day`).

    A printed date is believed unless a good part of the numbers contradicts it: papers are printed
    again years later. Raises `UnknownOnDate` where no rulebook holds the category on any day tried.
    """
    enough = len(table.elements.printed) // _DOUBTFUL if protocol.date else 0
    best: Recomputed | None = None
    fewest = -1
    refusal: KissAndCryError | None = None
    for tried_day, book in _books(protocol, day):
        for dance in book.compulsory_dances if _compulsory(protocol) else ("",):
            try:
                values = valuation_of(book, protocol.segment, dance)
                tried = recompute(table, values, tried_day)
            except AgainstTheRules as error:  # such a panel did not exist then
                refusal = error
                continue
            wrong = tried.differences(table)
            if best is None or wrong < fewest:
                best, fewest = tried, wrong
        if fewest == 0 or (best and fewest <= enough):
            break
    if best is None:
        raise refusal or UnknownOnDate(
            f"{protocol.file or protocol.event}: no rulebook for {protocol.level}"
            f" {protocol.discipline} on {day or protocol.date or protocol.season or 'any day'}"
        )
    return _with_own_dance(protocol, table, best, fewest) if _compulsory(protocol) else best


def _with_own_dance(protocol: Protocol, table: Table, best: Recomputed, wrong: int) -> Recomputed:
    """Recomputed with values derived from the paper, where no known dance explains all of it."""
    if wrong == 0 and best.complete:
        return best
    valuation = derived_dance(protocol, table, best.book)
    if valuation is None:
        return best
    own = recompute(table, valuation, best.day)
    return own if own.differences(table) <= wrong else best


def _compulsory(protocol: Protocol) -> bool:
    return protocol.segment is Segment.COMPULSORY_DANCE


def _books(protocol: Protocol, day: date | None) -> Iterator[tuple[date, Rulebook]]:
    """The days to try with their rulebooks, best first, each rulebook once."""
    seen: set[int] = set()
    for candidate in [day] if day else _days(protocol):
        try:
            book = on(candidate, protocol.discipline, protocol.level, protocol.authority)
        except UnknownOnDate:
            continue
        if id(book) not in seen:
            seen.add(id(book))
            yield candidate, book


def _days(protocol: Protocol) -> Iterator[date]:
    """The paper's own day, then the seasons named, then every day on which rules changed."""
    if protocol.date:
        yield protocol.date
    changes = periods(protocol.discipline, protocol.level, protocol.authority)
    named = [protocol.season, *seasons_named(protocol.event, protocol.file)]
    for season in dict.fromkeys(filter(None, named)):
        first = first_day(season)
        if first is not None:
            yield first
            yield from (change for change in changes if season_of(change) == season)
    yield from reversed(changes)


def with_season(protocol: Protocol) -> Protocol:
    """The protocol with the season that its own numbers fit, where the paper prints no date.

    Unchanged where no rulebook fits its category at all.
    """
    if protocol.season:
        return protocol
    try:
        done = settled(protocol, table_of(protocol))
    except KissAndCryError:
        return protocol
    return msgspec.structs.replace(protocol, season=season_of(done.day))
