"""What a protocol says, as printed: nothing here is computed, corrected or filled in."""

from datetime import date
from typing import Annotated

import msgspec

from kissandcry.core import Discipline, Level, Points, Segment

# No paper prints more; a file that does is refused when it is read.
Number = Annotated[int, msgspec.Meta(ge=0, le=999)]
Mark = Annotated[int, msgspec.Meta(ge=-99, le=99)]
Text = Annotated[str, msgspec.Meta(max_length=2000)]


class Official(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A member of the panel: role as printed ("Judge No.1", "Referee"), name and nation."""

    role: Text
    name: Text
    nation: Text


class PrintedElement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """One line of the executed elements. A mark that was not printed is None, never 0."""

    number: Number | None
    code: Text
    info: Text
    base_value: Points
    second_half: bool
    goe: Points
    marks: tuple[Mark | None, ...]
    panel_score: Points


class PrintedComponent(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """One program component: name and factor as printed, and each judge's mark (quarters)."""

    name: Text
    factor: Points | None
    marks: tuple[Points | None, ...]
    panel_score: Points


class PrintedDeduction(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A deduction with its reason. `points` are taken off (a positive number; 0 = only voted)."""

    reason: Text
    points: Points
    count: Number | None = None  # how often it happened, where printed
    votes: Text = ""  # "4 of 10", where the panel voted


class Performance(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """One skate: a rank of None with a `status` such as "WD" or "DSQ" stands for no result."""

    rank: Number | None
    name: Text
    nation: Text
    starting_number: Number | None
    tss: Points
    tes: Points
    pcs: Points
    deductions: Points  # positive
    elements: tuple[PrintedElement, ...]
    components: tuple[PrintedComponent, ...]
    deduction_items: tuple[PrintedDeduction, ...] = ()
    base_value: Points | None = None  # printed sum of base values
    status: Text = ""
    notes: tuple[Text, ...] = ()
    club: Text = ""  # where the paper prints it, as national papers do


class Protocol(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The judges' details of one segment."""

    event: Text
    discipline: Discipline
    level: Level
    segment: Segment
    date: date | None  # first day printed; None where the paper prints none
    season: Text
    layout: str  # name of the module in kissandcry.protocols.layouts that read it
    performances: tuple[Performance, ...]
    officials: tuple[Official, ...] = ()
    venue: Text = ""
    printed: Text = ""  # when the paper was made, as printed
    notes: tuple[Text, ...] = ()  # such as "REVISED"
    file: Text = ""
    authority: Text = "isu"  # whose rules it was skated under
