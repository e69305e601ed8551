"""What goes into the archive comes out of it, whatever a paper prints."""

from datetime import date

import hypothesis.strategies as st
import pytest
from hypothesis import example, given, settings
from msgspec import structs

from kissandcry import archive
from kissandcry.archive import ingest
from kissandcry.core import Contradiction, Discipline, Level, Points, Segment, season_of
from kissandcry.protocols import (
    Official,
    Performance,
    PrintedComponent,
    PrintedDeduction,
    PrintedElement,
    Protocol,
    audit,
)
from tests.protocols.samples import odd

_PROGRAMS = [
    (Discipline.MEN, Segment.SHORT_PROGRAM),
    (Discipline.WOMEN, Segment.FREE_SKATING),
    (Discipline.PAIRS, Segment.FREE_SKATING),
    (Discipline.ICE_DANCE, Segment.FREE_DANCE),
]

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)  # no half letters
notes = st.lists(texts, max_size=2).map(tuple)
points = st.integers(-99_999_999, 99_999_999).map(Points.from_hundredths)
numbers = st.none() | st.integers(0, 999)
codes = texts | st.sampled_from(["4Lz+3T", "CCoSp4", "3A<", "StSq3", "2A+1Lo+3S*", "3Lz!+3Tq"])
elements = st.builds(
    PrintedElement,
    number=numbers,
    code=codes,
    info=texts | st.sampled_from(["<", "e F", "q|!"]),
    base_value=points,
    second_half=st.booleans(),
    goe=points,
    marks=st.lists(st.none() | st.integers(-99, 99), max_size=12).map(tuple),
    panel_score=points,
)
components = st.builds(
    PrintedComponent,
    name=texts | st.sampled_from(["Skating Skills", "Performance / Execution"]),
    factor=st.none() | points,
    marks=st.lists(st.none() | points, max_size=12).map(tuple),
    panel_score=points,
)
deductions = st.builds(PrintedDeduction, texts, points, numbers, texts)
performances = st.builds(
    Performance,
    rank=numbers,
    name=texts,
    nation=texts,
    starting_number=numbers,
    tss=points,
    tes=points,
    pcs=points,
    deductions=points,
    elements=st.lists(elements, max_size=3).map(tuple),
    components=st.lists(components, max_size=3).map(tuple),
    deduction_items=st.lists(deductions, max_size=2).map(tuple),
    base_value=st.none() | points,
    status=texts,
    notes=notes,
    club=texts,
)


@st.composite
def protocols(draw: st.DrawFn) -> Protocol:
    discipline, segment = draw(st.sampled_from(_PROGRAMS))
    day = draw(st.dates(date(2006, 7, 1), date(2024, 6, 30)))
    return Protocol(
        event=draw(texts),
        discipline=discipline,
        level=draw(st.sampled_from([Level.SENIOR, Level.JUNIOR])),
        segment=segment,
        date=day,
        season=season_of(day),
        layout=draw(texts),
        performances=draw(st.lists(performances, min_size=1, max_size=3).map(tuple)),
        officials=draw(st.lists(st.builds(Official, texts, texts, texts), max_size=3).map(tuple)),
        venue=draw(texts),
        printed=draw(texts),
        notes=draw(notes),
        file="paper.json",
    )


@given(protocols())
@example(odd())
@settings(max_examples=25)
def test_a_paper_comes_out_as_it_went_in(paper: Protocol) -> None:
    with archive.open(archive.MEMORY) as opened:
        for _ in range(2):
            added = ingest.add_all(opened, [ingest.paper(audit(paper), paper.file, "")])
            assert added.problems == []
        assert (added.new, added.known) == (0, 1)
        ((segment,),) = opened.run("SELECT id FROM segments")
        assert ingest.printed(opened, segment) == paper


@given(protocols(), st.integers(100_000_000, 10**15))
@settings(max_examples=10)
def test_points_that_no_paper_prints_are_refused(paper: Protocol, hundredths: int) -> None:
    first, *rest = paper.performances
    wrong = structs.replace(first, club="", elements=(), tss=Points.from_hundredths(hundredths))
    done = audit(paper)
    changed = structs.replace(paper, performances=(wrong, *rest))
    with pytest.raises(Contradiction, match="points stand in it"):
        ingest.paper(type(done)(changed, done.table, done.recomputed, ()), "paper.json", "")
