"""A paper on its way into the archive: read and audited, and small, so that one process can hand it
to another. What is left to find out is who is meant."""

import hashlib
from datetime import date
from functools import lru_cache
from pathlib import PurePath
from typing import Final

import msgspec
from msgspec import structs

from kissandcry.archive import rows
from kissandcry.archive.events import EventName, calendar, identify
from kissandcry.core import Contradiction, Points, SyntaxProblem
from kissandcry.protocols import Audit, Protocol
from kissandcry.protocols.writers import as_json

_MOST_HUNDREDTHS: Final = 99_999_999  # what can be read back as points
_MOST_LINES: Final = 255  # of a performance, and officials of a segment


class Found(msgspec.Struct, frozen=True):
    """A finding of the audit; the performance is counted from 0."""

    performance: int
    check_name: str
    sentence: str


class Beside(msgspec.Struct, frozen=True):
    """What stands in the tables beside the print: of each performance whether everything adds up,
    what its elements say and how its components are called; of each official the seat; and what
    the audit found."""

    holds: tuple[bool, ...]
    elements: tuple[tuple[rows.Said, ...], ...]
    components: tuple[tuple[str, ...], ...]
    seats: tuple[int | None, ...]
    findings: tuple[Found, ...]


class Paper(msgspec.Struct, frozen=True):
    """A protocol as read and audited. `protocol` and `beside` are JSON; the file that it came from
    and the layout that read it are no part of what is printed."""

    address: str
    sha256: str
    event: EventName
    category: str
    team: bool
    discipline: str
    segment: str
    day: date
    dated: bool
    season: str
    grades: int
    judges_shown: int
    unverified: int
    layout: str
    printed: str
    revised: bool
    skaters: tuple[tuple[str, str], ...]  # name and nation
    officials: tuple[tuple[str, str], ...]
    protocol: bytes
    beside: bytes

    @property
    def facts(self) -> tuple[list[str], str, bool]:
        """What decides which of two papers is the later one: see `succession.facts`."""
        return [name for name, _ in self.skaters], self.printed, self.revised

    @property
    def digest(self) -> str:
        """The SHA-256 of all that is printed: equal papers have one, whichever file they are."""
        return digest(self.protocol)


def digest(content: bytes) -> str:
    """The SHA-256 of a file or a paper, by which it is known again."""
    return hashlib.sha256(content).hexdigest()


def paper(audit: Audit, address: str, sha256: str, *, title: str = "") -> Paper:
    """A paper, ready to be added. `address` is the path or URL of its file, `title` what the site
    that it lay on is called.

    Raises `Contradiction` for a protocol that no table holds: with too many lines, points beyond a
    million, or letters that are none.
    """
    protocol = audit.protocol
    _check_size(protocol, address)
    place = PurePath(address.replace("\\", "/"))
    beside = Beside(
        tuple(index not in audit.by_performance for index in range(len(protocol.performances))),
        tuple(tuple(rows.said(e.code, e.info) for e in p.elements) for p in protocol.performances),
        tuple(tuple(rows.component(c.name) for c in p.components) for p in protocol.performances),
        tuple(rows.seat(one.role) for one in protocol.officials),
        tuple(Found(*one) for one in audit.findings),
    )
    try:
        printed = _ENCODER.encode(structs.replace(protocol, file="", layout=""))
        _check(printed)
    except SyntaxProblem as error:
        raise Contradiction(f"{address}: {str(error).partition(': ')[2]}") from None
    except UnicodeEncodeError:
        raise Contradiction(f"{address}: a text of it holds letters that are none") from None
    except _TooMuch as error:
        raise Contradiction(
            f"{address}: {error} points stand in it, and fewer than a million are kept"
        ) from None
    event = identify(
        protocol.event,
        audit.season,
        str(place.parent),
        title=title,
        file=place.name,
        day=protocol.date or audit.recomputed.day,
        authority=protocol.authority,
    )
    # A paper without a day was skated when the calendar has its event, if it has it.
    expected = calendar().get(event.key)
    day = protocol.date or (expected.first_day if expected else audit.recomputed.day)
    return Paper(
        address=address,
        sha256=sha256,
        event=event,
        category=rows.category(protocol),
        team=rows.team(protocol),
        discipline=str(protocol.discipline),
        segment=str(protocol.segment),
        day=day,
        dated=protocol.date is not None,
        season=audit.season,
        grades=audit.recomputed.book.grades[1],
        judges_shown=max(
            (len(e.marks) for p in protocol.performances for e in p.elements), default=0
        ),
        unverified=audit.unverified,
        layout=protocol.layout,
        printed=protocol.printed,
        revised="REVISED" in protocol.notes,
        skaters=tuple((one.name, one.nation) for one in protocol.performances),
        officials=tuple((one.name, one.nation) for one in protocol.officials),
        protocol=printed,
        beside=msgspec.json.encode(beside),
    )


class _TooMuch(ValueError):
    """Points that are no score of any paper."""


def _check_size(protocol: Protocol, address: str) -> None:
    for what, count in (
        ("officials", len(protocol.officials)),
        *(("elements", len(one.elements)) for one in protocol.performances),
        *(("components", len(one.components)) for one in protocol.performances),
        *(("deductions", len(one.deduction_items)) for one in protocol.performances),
    ):
        if count > _MOST_LINES:
            raise Contradiction(f"{address}: {count} {what}, and at most {_MOST_LINES} are kept")


def _check(printed: bytes) -> None:
    """Whether it can be read again, for that is what it is kept for. Raises as `read_json`."""
    try:
        _CHECKER.decode(printed)
    except msgspec.DecodeError:
        as_json.read_json(printed)  # has the words for it


def _plain(value: object) -> str:
    if not isinstance(value, Points):
        raise TypeError(f"a protocol holds no {type(value).__name__}")
    return _text(value.hundredths)


@lru_cache(maxsize=65536)
def _text(hundredths: int) -> str:
    points = Points.from_hundredths(hundredths)
    if abs(hundredths) > _MOST_HUNDREDTHS:
        raise _TooMuch(points)
    return str(points)


_SOME: Final = Points(0)
# The points are our own writing: only the rest is looked at.
_CHECKER: Final = msgspec.json.Decoder(Protocol, dec_hook=lambda kind, value: _SOME)
_ENCODER: Final = msgspec.json.Encoder(enc_hook=_plain)
