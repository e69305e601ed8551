"""The skate file: what may be typed, and that reading and writing are inverses."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kissandcry.core import Discipline, Level, Points, Segment
from kissandcry.protocols import audit, read, skate_file
from kissandcry.protocols.model import Official
from kissandcry.protocols.skate_file import Published, Sheet, TypedSkate, parse, words, write
from kissandcry.scoring import MarkedComponent, Skate, SkatedElement

TYPED = """
# typed beside the rink
Date:     2024-12-08
Category: Senior Men
Segment:  Free Skating

Skater: Anna EXAMPLE, FIN
3Lz+2T  2 1 - 2 1
3Aq x   -1 -2 -1 0 -1
Skating Skills  6.75 7.00 - 6.50 6.50
Composition     6.75 6.50 - 6.75 6.50
Presentation    6.50 6.50 - 7.00 6.75
Falls 1
"""


def test_what_is_typed_is_what_is_read() -> None:
    sheet = parse(TYPED)
    assert (sheet.date, sheet.discipline, sheet.level) == (
        date(2024, 12, 8),
        Discipline.MEN,
        Level.SENIOR,
    )
    assert sheet.judges == 5
    (one,) = sheet.skates
    assert (one.name, one.nation) == ("Anna EXAMPLE", "FIN")
    assert one.skate.elements == (
        SkatedElement("3Lz+2T", (2, 1, None, 2, 1)),
        SkatedElement("3Aq", (-1, -2, -1, 0, -1), second_half=True),
    )
    # the components come in the order of the rulebook, whatever the order of the file
    assert [part.name for part in one.skate.components] == [
        "composition",
        "presentation",
        "skating_skills",
    ]
    assert one.skate.components[2].marks[:3] == (Points("6.75"), Points(7), None)
    assert dict(one.skate.calls) == {"fall": 1}


@pytest.mark.parametrize(
    ("spelt", "as_if"),
    [
        ("Category: Senior Men", "category: MEN"),
        ("Category: Senior Men", "Discipline: men\nLevel: Senior"),
        ("Category: Senior Men", "Category Senior Men"),
        ("Segment:  Free Skating", "segment: free skate"),
        ("Segment:  Free Skating", "Segment: Free Programme"),
        ("Segment:  Free Skating", "Program: FS"),
        ("Date:     2024-12-08", "Date: 8 December 2024"),
        ("Date:     2024-12-08", "Date: Dec 8, 2024"),
        ("Date:     2024-12-08", "day: 8.12.2024"),
        ("Skater: Anna EXAMPLE, FIN", "Skater:Anna EXAMPLE (FIN)"),
        ("Skater: Anna EXAMPLE, FIN", "skater Anna EXAMPLE,FIN"),
        ("Falls 1", "fall: 1"),
        ("Skating Skills ", "skating skills:"),
        ("Skating Skills ", "SS"),
        ("Presentation ", "PR"),
        ("-1 -2 -1 0 -1", "\u22121 \u22122 \u22121 +0 \u22121"),
        ("6.75 7.00 - 6.50 6.50", "6,75 7 \u2013 6.5 6,50"),
        ("3Aq x", "3Aq   X"),
        ("\n", "\r\n"),
    ],
)
def test_spelling_is_forgiven(spelt: str, as_if: str) -> None:
    assert spelt in TYPED
    assert parse(TYPED.replace(spelt, as_if)) == parse(TYPED)


@pytest.mark.parametrize(
    ("text", "level", "discipline"),
    [
        ("Junior Ladies", Level.JUNIOR, Discipline.WOMEN),
        ("ice dancing", None, Discipline.ICE_DANCE),
        ("Synchronised Skating Senior", Level.SENIOR, Discipline.SYNCHRONIZED),
        ("Advanced Novice Pairs", Level.ADVANCED_NOVICE, Discipline.PAIRS),
    ],
)
def test_categories_in_all_their_names(
    text: str, level: Level | None, discipline: Discipline
) -> None:
    assert words.category(text) == (level, discipline)


def test_a_published_total_is_checked_and_printed(tmp_path: Path) -> None:
    right = skate_file.score(parse(TYPED)).scores[0].tss
    for given_total, holds in ((right, True), (right + Points("0.01"), False)):
        path = tmp_path / "evening.skate"
        path.write_text(f"{TYPED}Published: TSS {given_total}\n", encoding="utf-8")
        done = skate_file.score(skate_file.read(path))
        assert bool(done.differences(0)) is not holds
        (protocol,) = read(path)
        assert protocol.performances[0].tss == given_total
        assert audit(protocol).holds is holds


def test_three_falls_of_a_man_cost_four_points_since_2016() -> None:
    """ISU: since 2016-17 the third and fourth fall cost two points each; before, one."""
    text = TYPED.replace("Falls 1", "Falls 3")
    assert skate_file.score(parse(text)).scores[0].deductions == Points(4)


NAMES = st.from_regex(r"\A[A-Z][a-z]{1,8} [A-Z]{2,9}(?: / [A-Z][a-z]{1,8} [A-Z]{2,9})?\Z")
NATIONS = st.sampled_from(["", "FIN", "JPN", "ISU"])
TEXTS = st.one_of(st.just(""), st.from_regex(r"\A[A-Z][a-z]{1,9}(?: [A-Za-z0-9'.;]{1,9}){0,3}\Z"))
TOTALS = st.integers(0, 30000).map(Points.from_hundredths)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    judges = draw(st.integers(1, 9))
    grade = st.one_of(st.none(), st.integers(-5, 5))
    mark = st.one_of(st.none(), st.integers(1, 40).map(lambda n: Points.from_hundredths(25 * n)))

    def row(one: st.SearchStrategy[Points | None]) -> tuple[Points | None, ...]:
        marks = draw(st.lists(one, min_size=judges, max_size=judges))
        return tuple(marks) if any(marks) else (Points(5), *marks[1:])

    def skate() -> TypedSkate:
        codes = draw(st.lists(st.sampled_from(["4T+3T", "3A", "3Lzq", "CCoSp4", "StSq3", "ChSq1"])))
        codes = [*codes, "2A"]
        last = [n for n, code in enumerate(codes) if code[0].isdigit()][-3:]
        elements = tuple(
            SkatedElement(
                code,
                tuple(draw(st.lists(grade, min_size=judges, max_size=judges))),
                number in last and draw(st.booleans()),
                draw(st.sampled_from(["", "F", "q", "e <", "!|q"])),
            )
            for number, code in enumerate(codes)
        )
        components = tuple(
            MarkedComponent(name, row(mark))
            for name in ("composition", "presentation", "skating_skills")
        )
        kinds = st.sampled_from(["fall", "time_violation", "costume_failure", "illegal_element"])
        calls = draw(st.dictionaries(kinds, st.integers(1, 9)))
        tes, pcs, taken, tss = (draw(st.one_of(st.none(), TOTALS)) for _ in range(4))
        place = draw(st.one_of(st.none(), st.integers(1, 40)))
        published = Published(tes, pcs, taken, tss, place)
        return TypedSkate(
            name=draw(NAMES),
            nation=draw(NATIONS),
            skate=Skate(elements, components, calls),
            starting_number=draw(st.one_of(st.none(), st.integers(1, 40))),
            club=draw(TEXTS),
            published=published,
        )

    return Sheet(
        date=draw(st.dates(date(2024, 7, 1), date(2025, 6, 30))),
        discipline=draw(st.sampled_from([Discipline.MEN, Discipline.WOMEN])),
        segment=Segment.FREE_SKATING,
        judges=judges,
        skates=tuple(skate() for _ in range(draw(st.integers(1, 3)))),
        level=draw(st.sampled_from([Level.SENIOR, Level.JUNIOR])),
        event=draw(TEXTS),
        venue=draw(TEXTS),
        source=draw(TEXTS),
        officials=tuple(
            Official(f"Judge No.{number + 1}", draw(NAMES), draw(NATIONS))
            for number in range(draw(st.integers(0, judges)))
        ),
    )


@given(sheets())
def test_reading_and_writing_are_inverses(sheet: Sheet) -> None:
    text = write(sheet)
    assert parse(text) == sheet
    assert write(parse(text)) == text
