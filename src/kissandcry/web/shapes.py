"""The shapes of the JSON interface: points are texts with two decimals, exact; days ISO dates."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, PlainSerializer, WithJsonSchema

Exact = Annotated[
    Decimal,
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+(\.\d{1,2})?$", "examples": ["177.12"]}),
]


class Shape(BaseModel):
    """What all shapes share."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Problem(Shape):
    """A refusal: one sentence, and addresses of what may have been meant."""

    error: str
    near: list[str] = []


class Known(Shape):
    """Which events an answer rests on, and which it misses, by their keys."""

    known: list[str]
    missing: list[str]
    sentence: str


class Answered(Shape):
    """An answer: its sentence, and what it rests on."""

    answer: str
    coverage: Known


class EventLine(Shape):
    """An event."""

    event: str
    event_name: str
    kind: str
    season: str
    first_day: date | None
    last_day: date | None
    place: str
    categories: list[str]
    performances: int


class Events(Answered):
    """Events, the latest first."""

    events: list[EventLine]


class ResultLine(Shape):
    """A line of a final result. `status`: WD, FNR, DSQ; empty for a result."""

    category: str
    place: int | None
    skater: str
    name: str
    nation: str
    total: Exact | None
    status: str
    segments: list[str]
    segment_places: list[int | None]
    segment_scores: list[Exact | None]


class EventResult(Answered):
    """The final results of an event or of one of its categories."""

    results: list[ResultLine]


class SegmentLine(Shape):
    """A skate in the result of a segment. `holds`: its marks give its scores."""

    rank: int | None
    skater: str
    name: str
    nation: str
    starting_number: int | None
    tss: Exact
    tes: Exact
    pcs: Exact
    deductions: Exact
    status: str
    holds: bool


class SegmentResult(Answered):
    """A segment."""

    result: list[SegmentLine]


class Judged(Shape):
    """An official of a panel."""

    role: str
    name: str
    nation: str


class Element(Shape):
    """An executed element as printed; a mark that was not printed is null."""

    number: int | None
    code: str
    info: str
    base_value: str
    second_half: bool
    goe: str
    marks: list[int | None]
    panel_score: str


class Component(Shape):
    """A program component as printed."""

    name: str
    factor: str | None
    marks: list[str | None]
    panel_score: str


class Deduction(Shape):
    """A deduction; `points` are taken off."""

    reason: str
    points: str
    count: int | None
    votes: str


class Skate(Shape):
    """A performance as printed."""

    rank: int | None
    name: str
    nation: str
    starting_number: int | None
    tss: str
    tes: str
    pcs: str
    deductions: str
    elements: list[Element]
    components: list[Component]
    deduction_items: list[Deduction]
    base_value: str | None
    status: str
    notes: list[str]
    club: str


class Paper(Shape):
    """The judges' details of a segment, as `kissandcry read --json` writes them."""

    event: str
    discipline: str
    level: str
    segment: str
    date: date | None  # type: ignore[valid-type,unused-ignore]
    season: str
    layout: str
    performances: list[Skate]
    officials: list[Judged]
    venue: str
    printed: str
    notes: list[str]
    file: str
    authority: str


class Step(Shape):
    """A step of an explanation: what was done, what came out, which rule says so."""

    text: str
    value: str
    rule: str


class Explanation(Shape):
    """How a number came about."""

    title: str
    answer: str
    steps: list[Step]
    sources: list[str]


class OfSkater(Shape):
    """An event of a skater, with the skater's line."""

    day: date
    event: str
    event_name: str
    kind: str
    season: str
    category: str
    place: int | None
    total: Exact | None
    status: str
    segments: list[str]
    segment_places: list[int | None]
    segment_scores: list[Exact | None]


class Skater(Answered):
    """A skater's events, the latest first."""

    skater: str
    name: str
    nation: str
    discipline: str
    results: list[OfSkater]


class Meeting(Shape):
    """A segment or a final result ("total") in which two skaters met."""

    day: date
    event: str
    event_name: str
    category: str
    segment: str
    one_rank: int | None
    one_score: Exact | None
    other_rank: int | None
    other_score: Exact | None
    winner: str | None


class Meetings(Answered):
    """Two skaters head to head."""

    meetings: list[Meeting]


class StandingLine(Shape):
    """A line of a Grand Prix standing."""

    rank: int | None
    skater: str
    name: str
    nation: str
    points: int
    events: list[str]
    places: list[int | None]
    total: Exact | None
    qualified: str
    skated_final: bool | None
    note: str


class Standings(Answered):
    """A Grand Prix series."""

    standings: list[StandingLine]


class Hit(Shape):
    """What a search found."""

    kind: str
    key: str
    name: str
    detail: str
    address: str


class Hits(Shape):
    """The hits of a search, best first."""

    hits: list[Hit]


class RecordLine(Shape):
    """One of the highest scores."""

    rank: int
    skater: str
    name: str
    nation: str
    score: Exact
    element: str | None
    day: date
    event: str
    event_name: str
    category: str
    segment: str


class Highest(Answered):
    """The highest scores of this archive."""

    highest: list[RecordLine]


class FallenRecord(Shape):
    """A record, and the one that it broke."""

    day: date
    skater: str
    name: str
    nation: str
    score: Exact
    event: str
    event_name: str
    category: str
    segment: str
    previous_score: Exact | None
    previous_skater: str | None
    days_held: int | None


class Progression(Answered):
    """Every time a record fell."""

    progression: list[FallenRecord]
