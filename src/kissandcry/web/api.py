"""The same answers as JSON: typed, described by /api/openapi.json."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Query, Request

from kissandcry.archive import Answer, Archive, kept, keys, records, results, series
from kissandcry.core import Discipline, Segment
from kissandcry.protocols import Protocol
from kissandcry.protocols.writers.as_json import dump_lines
from kissandcry.web import addresses, finding, reading, shapes
from kissandcry.web.explain import explained

_KEY: Final = r"^[a-z0-9][a-z0-9-]*$"
_DASHED: Final = r"^[a-z-]+$"
_PAGE: Final = 100
_REFUSALS: Final[dict[int | str, dict[str, Any]]] = {
    400: {"model": shapes.Problem, "description": "The request is malformed."},
    404: {"model": shapes.Problem, "description": "This archive holds nothing of that name."},
    422: {"model": shapes.Problem, "description": "A value of the address is not allowed."},
}

Event = Annotated[str, Path(pattern=_KEY, max_length=80, description="Key of an event: gpf2012")]
Category = Annotated[str, Path(pattern=_KEY, max_length=40, description="men, junior-women, ...")]
Which = Annotated[str, Path(pattern=_DASHED, max_length=30, description="short-program, ...")]
Skater = Annotated[str, Path(pattern=_KEY, max_length=120, description="Key of a skater")]
What = Annotated[
    str,
    Path(
        pattern=r"^([1-9][0-9]{0,2}|component-[1-9][0-9]?|total)$",
        description="An element by its place from 1, a component as component-1, or total",
    ),
]
Season = Annotated[str, Path(pattern=r"^[0-9]{4}-[0-9]{2}$", description="Such as 2012-13")]
AsOf = Annotated[date | None, Query(description="Only what was skated until this day")]
PageNumber = Annotated[int, Query(ge=1, le=10_000, description=f"{_PAGE} rows a page")]


def served(request: Request) -> Archive:
    """The archive that is served."""
    archive = request.app.state.archive
    assert isinstance(archive, Archive)
    return archive


Served = Annotated[Archive, Depends(served)]


def _in_one_state(question: Callable[..., Any]) -> Callable[..., Any]:
    """A question whose parts are all answered from one state of the archive: the number of a
    segment may be that of another once somebody has written."""

    @wraps(question)
    def asked(archive: Archive, **named: Any) -> Any:
        with archive.reading():
            return question(archive, **named)

    return asked


class _Router(APIRouter):
    def add_api_route(self, path: str, endpoint: Callable[..., Any], **how: Any) -> None:
        super().add_api_route(path, _in_one_state(endpoint), **how)


router = _Router(prefix="/api", responses=_REFUSALS)


def _said(answer: Answer) -> dict[str, Any]:
    known = answer.coverage
    return {
        "answer": answer.sentence,
        "coverage": {
            "known": list(known.known),
            "missing": list(known.missing),
            "sentence": known.sentence,
        },
    }


@router.get("/events", response_model=shapes.Events, tags=["events"])
def events(
    archive: Served,
    season: Annotated[str | None, Query(pattern=r"^[0-9]{4}-[0-9]{2}$")] = None,
    page: PageNumber = 1,
    as_of: AsOf = None,
) -> Any:
    """The events of the archive, the latest first."""
    found = results.events(archive, season=season, as_of=as_of, top=_PAGE, skip=(page - 1) * _PAGE)
    return {**_said(found), "events": found.to_dicts()}


@router.get("/event/{event}", response_model=shapes.EventResult, tags=["events"])
def event(archive: Served, event: Event, as_of: AsOf = None) -> Any:
    """The final results of an event."""
    found = results.event(archive, event, as_of=as_of)
    return {**_said(found), "results": found.to_dicts()}


@router.get("/event/{event}/{category}", response_model=shapes.EventResult, tags=["events"])
def category(archive: Served, event: Event, category: Category, as_of: AsOf = None) -> Any:
    """The final result of a category."""
    found = results.event(archive, event, category, as_of=as_of)
    return {**_said(found), "results": found.to_dicts()}


@router.get(
    "/event/{event}/{category}/{segment}", response_model=shapes.SegmentResult, tags=["events"]
)
def segment(archive: Served, event: Event, category: Category, segment: Which) -> Any:
    """The result of a segment."""
    found = results.segment(archive, event, category, addresses.word(segment))
    return {**_said(found), "result": found.to_dicts()}


@router.get(
    "/event/{event}/{category}/{segment}/protocol", response_model=shapes.Paper, tags=["events"]
)
def protocol(archive: Served, event: Event, category: Category, segment: Which) -> Any:
    """The whole judges' details of a segment, as printed."""
    of = reading.head(archive, event, category, segment)
    return _plain(kept.printed(archive, of["id"]))


@router.get(
    "/event/{event}/{category}/{segment}/{skater}", response_model=shapes.Paper, tags=["skates"]
)
def performance(
    archive: Served, event: Event, category: Category, segment: Which, skater: Skater
) -> Any:
    """One performance, as a protocol that holds this one alone."""
    of = reading.head(archive, event, category, segment)
    row = reading.one(of, reading.skates(archive, of["id"]), skater)
    return _plain(reading.protocol(archive, of, [row], row["id"]))


@router.get(
    "/event/{event}/{category}/{segment}/{skater}/why/{what}",
    response_model=shapes.Explanation,
    tags=["skates"],
)
def why(
    archive: Served,
    event: Event,
    category: Category,
    segment: Which,
    skater: Skater,
    what: What,
) -> Any:
    """How one number of a skate came about."""
    of = reading.head(archive, event, category, segment)
    skates = reading.skates(archive, of["id"])
    found = explained(archive, of, skates, reading.one(of, skates, skater), what)
    return {
        "title": found.title,
        "answer": found.answer,
        "steps": found.steps,
        "sources": list(found.sources),
    }


@router.get("/skater/{skater}", response_model=shapes.Skater, tags=["skaters"])
def skater(archive: Served, skater: Skater, page: PageNumber = 1, as_of: AsOf = None) -> Any:
    """A skater, a couple or a team, with their events."""
    who = keys.skater(archive, skater)
    found = results.of_skater(archive, who.key, as_of, top=_PAGE, skip=(page - 1) * _PAGE)
    return {
        **_said(found),
        "skater": who.key,
        "name": who.name,
        "nation": who.nation,
        "discipline": who.discipline,
        "results": found.to_dicts(),
    }


@router.get("/compare/{one}/{other}", response_model=shapes.Meetings, tags=["skaters"])
def compare(archive: Served, one: Skater, other: Skater, as_of: AsOf = None) -> Any:
    """Two skaters head to head."""
    found = results.head_to_head(archive, one, other, as_of)
    return {**_said(found), "meetings": found.to_dicts()}


@router.get("/series/{season}/{discipline}", response_model=shapes.Standings, tags=["series"])
def standings(archive: Served, season: Season, discipline: Discipline, as_of: AsOf = None) -> Any:
    """The standing of a Grand Prix series, and who qualified for its final."""
    found = series.standings(archive, season, discipline, as_of)
    return {**_said(found), "standings": found.to_dicts()}


_OF_RECORDS: Final = ("total", *Segment)
RecordOf = Annotated[
    str,
    Query(
        pattern=f"^({'|'.join(_OF_RECORDS)})$",
        description="A segment, or total for the sum of both",
    ),
]
By = Annotated[str, Query(pattern="^(tss|tes|pcs)$")]
Grades = Annotated[int | None, Query(description="3 or 5: GOE up to so much", ge=3, le=5)]


@router.get("/records/{discipline}", response_model=shapes.Highest, tags=["records"])
def highest(
    archive: Served,
    discipline: Discipline,
    segment: RecordOf = "total",
    grades: Grades = None,
    by: By = "tss",
    page: PageNumber = 1,
    as_of: AsOf = None,
) -> Any:
    """The highest scores of the archive."""
    found = records.highest(
        archive,
        discipline,
        segment,
        grades=grades,
        by=by,
        top=_PAGE,
        skip=(page - 1) * _PAGE,
        as_of=as_of,
    )
    return {**_said(found), "highest": found.to_dicts()}


@router.get(
    "/records/{discipline}/progression", response_model=shapes.Progression, tags=["records"]
)
def progression(
    archive: Served,
    discipline: Discipline,
    segment: RecordOf = "total",
    grades: Grades = None,
    by: By = "tss",
    as_of: AsOf = None,
) -> Any:
    """Every time a record of the archive fell."""
    found = records.progression(archive, discipline, segment, grades=grades, by=by, as_of=as_of)
    return {**_said(found), "progression": found.to_dicts()}


@router.get("/search", response_model=shapes.Hits, tags=["search"])
def search(
    archive: Served,
    q: Annotated[str, Query(max_length=finding.LONGEST, description="Any part of a name")] = "",
    limit: Annotated[int, Query(ge=1, le=finding.MOST)] = 10,
) -> Any:
    """Skaters, events and judges by any part of a name."""
    return {"hits": finding.hits(archive, q, limit) if q.strip() else []}


def _plain(paper: Protocol) -> Any:
    """A protocol as `kissandcry read --json` gives it."""
    return shapes.Paper.model_validate_json(dump_lines([paper]))
