"""A protocol as rows of the archive's tables, and back: nothing printed is lost on the way."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

import msgspec

from kissandcry.core import Discipline, KissAndCryError, Level, Points, Segment
from kissandcry.notation import Element, parse
from kissandcry.notation.element import Family
from kissandcry.protocols import (
    Official,
    Performance,
    PrintedComponent,
    PrintedDeduction,
    PrintedElement,
    Protocol,
    headlines,
)

# How the printed name of a component begins, and its one name here: until 2017-18 the papers call
# the performance performance/execution, the composition choreography/composition.
COMPONENTS: Final = {
    "skating": "skating_skills",
    "transition": "transitions",
    "linking": "transitions",
    "performance": "performance",
    "choreography": "composition",
    "composition": "composition",
    "interpretation": "interpretation",
    "timing": "timing",
    "presentation": "presentation",
}
_CALLS: Final = ("", "q", "<", "<<")
_EDGES: Final = ("", "!", "e")
_TURNING: Final = (Family.JUMP, Family.THROW, Family.TWIST)
_SEAT: Final = re.compile(r"Judge\s*(?:No\.?)?\s*(\d{1,2})", re.IGNORECASE | re.ASCII)


def decimal(points: Points) -> Decimal:
    """Points as the archive keeps them."""
    return Decimal(points.hundredths).scaleb(-2)


def points(value: Decimal) -> Points:
    """What the archive keeps, as points."""
    return Points.from_hundredths(int(value.scaleb(2)))


class Said(msgspec.Struct, frozen=True, gc=False):
    """What an element's code says: the columns of `elements` from `family` on."""

    family: str | None = None
    name: str | None = None
    level: str | None = None
    jumps: int | None = None
    rotations: int | None = None
    rotation_call: str | None = None
    edge_call: str | None = None
    fall: bool = False
    invalid: bool = False


@lru_cache(maxsize=65536)
def said(code: str, info: str) -> Said:
    """What a printed element says. One that cannot be read says only whether it fell."""
    try:
        element = parse(code, info)
    except KissAndCryError:
        return Said(fall="F" in info.split())
    if not element.parts:
        return Said(fall="F" in element.info)
    return _said(element)


def _said(element: Element) -> Said:
    first = element.parts[0]
    signs = {sign for text in element.info for sign in text.split("|")}
    signs |= {flag for part in element.parts for flag in part.flags}
    return Said(
        family=str(element.family),
        name="+".join(part.stem for part in element.parts),
        level=first.level,
        jumps=sum(part.family in _TURNING for part in element.parts),
        rotations=first.rotation,
        rotation_call=max((call for call in _CALLS if call in signs or not call), key=_CALLS.index),
        edge_call=max((call for call in _EDGES if call in signs or not call), key=_EDGES.index),
        fall="F" in signs,
        invalid=element.invalid,
    )


@lru_cache(maxsize=1024)
def component(name: str) -> str:
    """The one name of a component; of an unknown one its printed letters."""
    letters = re.sub(r"[^a-z]", "", name.lower())
    return next((one for start, one in COMPONENTS.items() if letters.startswith(start)), letters)


def seat(role: str) -> int | None:
    """The number of a judge's column; None for any other official."""
    match = _SEAT.match(role)
    return int(match[1]) if match else None


def category(protocol: Protocol) -> str:
    """The part of an address that names a category: men, junior-men, team-men, and for a round
    before the short program men-preliminary-round."""
    rounds = [note for note in protocol.notes if headlines.is_round(note)]
    named = rounds[0] if rounds else ""
    return category_name(protocol.level, protocol.discipline, team(protocol), named)


def category_name(level: Level, discipline: Discipline, team: bool, round_: str) -> str:
    """The same from its parts; `round_` is empty for the segments of the final."""
    age = "" if level is Level.SENIOR else f"{level}-"
    text = f"{'team-' * team}{age}{discipline}{f'-{round_}' if round_ else ''}"
    return re.sub(r"[ _]", "-", text.lower())


def team(protocol: Protocol) -> bool:
    """Whether the segment belongs to a competition of teams."""
    named = "team event" in protocol.event.lower()
    return named or any(map(headlines.is_team_event, protocol.notes))


def protocol_of(
    segment: dict[str, Any],
    performances: list[dict[str, Any]],
    elements: dict[int, list[dict[str, Any]]],
    components: dict[int, list[dict[str, Any]]],
    deductions: dict[int, list[dict[str, Any]]],
    officials: list[dict[str, Any]],
    file: str,
) -> Protocol:
    """The protocol that these rows of one segment were made of; each list in order of position."""
    return Protocol(
        event=segment["headline"],
        discipline=Discipline(segment["discipline"]),
        level=Level(segment["level"]),
        segment=Segment(segment["segment"]),
        date=segment["day"] if segment["dated"] else None,
        season=segment["printed_season"],
        layout=segment["layout"],
        performances=tuple(
            _performance(
                row,
                elements.get(row["id"], []),
                components.get(row["id"], []),
                deductions.get(row["id"], []),
            )
            for row in performances
        ),
        officials=tuple(Official(one["role"], one["name"], one["nation"]) for one in officials),
        venue=segment["venue"],
        printed=segment["printed"],
        notes=tuple(segment["notes"]),
        file=file,
        authority=segment["authority"],
    )


def _performance(
    row: dict[str, Any],
    elements: list[dict[str, Any]],
    components: list[dict[str, Any]],
    deductions: list[dict[str, Any]],
) -> Performance:
    return Performance(
        rank=row["rank"],
        name=row["name"],
        nation=row["nation"],
        starting_number=row["starting_number"],
        tss=points(row["tss"]),
        tes=points(row["tes"]),
        pcs=points(row["pcs"]),
        deductions=points(row["deductions"]),
        elements=tuple(
            PrintedElement(
                number=one["number"],
                code=one["code"],
                info=one["info"],
                base_value=points(one["base_value"]),
                second_half=one["second_half"],
                goe=points(one["goe"]),
                marks=tuple(one["marks"]),
                panel_score=points(one["panel_score"]),
            )
            for one in elements
        ),
        components=tuple(
            PrintedComponent(
                name=one["name"],
                factor=None if one["factor"] is None else points(one["factor"]),
                marks=tuple(None if mark is None else points(mark) for mark in one["marks"]),
                panel_score=points(one["panel_score"]),
            )
            for one in components
        ),
        deduction_items=tuple(
            PrintedDeduction(one["reason"], points(one["points"]), one["times"], one["votes"])
            for one in deductions
        ),
        base_value=None if row["base_value"] is None else points(row["base_value"]),
        status=row["status"],
        notes=tuple(row["notes"]),
        club=row["club"],
    )
