"""What a protocol says, as printed: nothing here is computed, corrected or filled in."""

from datetime import date

import msgspec

from kissandcry.core import Discipline, Level, Points, Segment


class Official(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A member of the panel: role as printed ("Judge No.1", "Referee"), name and nation."""

    role: str
    name: str
    nation: str


class PrintedElement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """One line of the executed elements. A mark that was not printed is None, never 0."""

    number: int | None
    code: str
    info: str
    base_value: Points
    second_half: bool
    goe: Points
    marks: tuple[int | None, ...]
    panel_score: Points


class PrintedComponent(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """One program component: name and factor as printed, and each judge's mark (quarters)."""

    name: str
    factor: Points | None
    marks: tuple[Points | None, ...]
    panel_score: Points


class PrintedDeduction(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A deduction with its reason. `points` are taken off (a positive number; 0 = only voted)."""

    reason: str
    points: Points
    count: int | None = None  # how often it happened, where printed
    votes: str = ""  # "4 of 10", where the panel voted


class Performance(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """One skate: a rank of None with a `status` such as "WD" or "DSQ" stands for no result."""

    rank: int | None
    name: str
    nation: str
    starting_number: int | None
    tss: Points
    tes: Points
    pcs: Points
    deductions: Points  # positive
    elements: tuple[PrintedElement, ...]
    components: tuple[PrintedComponent, ...]
    deduction_items: tuple[PrintedDeduction, ...] = ()
    base_value: Points | None = None  # printed sum of base values
    status: str = ""
    notes: tuple[str, ...] = ()
    club: str = ""  # where the paper prints it, as national papers do


class Protocol(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The judges' details of one segment."""

    event: str
    discipline: Discipline
    level: Level
    segment: Segment
    date: date | None  # first day printed; None where the paper prints none
    season: str
    layout: str  # name of the module in kissandcry.protocols.layouts that read it
    performances: tuple[Performance, ...]
    officials: tuple[Official, ...] = ()
    venue: str = ""
    printed: str = ""  # when the paper was made, as printed
    notes: tuple[str, ...] = ()  # such as "REVISED"
    file: str = ""
    authority: str = "isu"  # whose rules it was skated under
