"""The skate file: what may be typed, and that reading and writing are inverses."""

from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kissandcry.core import Discipline, Level, NotAProtocol, Points, Segment, SyntaxProblem
from kissandcry.protocols import audit, read, skate_file
from kissandcry.protocols.model import Official, Performance
from kissandcry.protocols.skate_file import (
    Published,
    Scored,
    Sheet,
    TypedDeduction,
    TypedSkate,
    parse,
    words,
    write,
)
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


MEN = "2012-13_grand_prix_final"


def men(*places: int, rename: dict[int, int] | None = None) -> Sheet:
    """The men's free skating of Sochi 2012 with only those who had these places; `rename` gives
    some of them another published place."""
    whole = skate_file.event(MEN).segments[Discipline.MEN][1].sheet
    kept = [one for one in whole.skates if one.published.place in places]
    skates = [
        replace(one, published=replace(one.published, place=(rename or {}).get(place, place)))
        for one in kept
        for place in [one.published.place or 0]
    ]
    return replace(whole, skates=tuple(skates))


@pytest.mark.parametrize(
    ("sheet", "wrong"),
    [
        (men(1, 2, 3, 4, 5, 6), 0),
        (men(3), 0),
        (men(6), 0),
        (men(2, 5), 0),
        (men(2, 5, rename={2: 17, 5: 23}), 0),
        (men(2, 5, rename={2: 23, 5: 17}), 2),
        (men(1, 2, 3, 4, 5, 6, rename={1: 2, 2: 1}), 2),
        (men(1, 2, 3, 4, 5, 6, rename={3: 4}), 1),
    ],
)
def test_of_an_excerpt_only_the_order_is_checked(sheet: Sheet, wrong: int) -> None:
    """Places: ISU Grand Prix Final 2012, men's free skating, and others made up from them."""
    done = skate_file.score(sheet)
    differing = [index for index in range(len(done.scores)) if done.differences(index)]
    assert len(differing) == wrong
    found = audit(skate_file.protocol_of(sheet))
    assert found.holds is (wrong == 0)  # it names who stands wrongly below whom
    assert {finding.check for finding in found.findings} <= {"rank"}
    for index, one in enumerate(sheet.skates):
        place = f"place {one.published.place} is not verifiable"
        assert any(text.startswith(place) for text in done.notes(index)) is bool(done.excerpt)
    assert bool(done.excerpt) is found.checks(0)["rank"].startswith("not verifiable") or wrong


def test_one_skate_alone_may_have_any_place() -> None:
    done = skate_file.score(men(2))
    assert done.differences(0) == ()
    assert done.notes(0) == ("place 2 is not verifiable: of 2 places 1 is here",)
    assert done.protocol().performances[0].rank == 2


def test_an_excerpt_keeps_the_published_places() -> None:
    """Nobody is said to have won who was not there to win."""
    sheet = men(2, 5)
    unplaced = replace(sheet.skates[0], published=Published())
    for skates, ranks in (
        (sheet.skates, [2, 5]),
        ((*sheet.skates[1:], unplaced), [None, 5]),
    ):
        done = skate_file.score(replace(sheet, skates=skates))
        assert [one.rank for one in done.protocol().performances] == ranks


def test_both_segments_may_be_skated_on_one_day() -> None:
    short, free = (done.sheet for done in skate_file.event(MEN).segments[Discipline.MEN])
    one_day = skate_file.event_of("club", [free, replace(short, date=free.date)])
    assert [done.sheet.segment for done in one_day.segments[Discipline.MEN]] == [
        Segment.SHORT_PROGRAM,
        Segment.FREE_SKATING,
    ]
    places = [place for place, _ in one_day.final[Discipline.MEN][0].segments]
    assert places == [1, 3]  # Daisuke TAKAHASHI, who won


@pytest.mark.parametrize("key", ["", ".", "..", "../data", "nowhere", "2012-13_grand_prix_final/"])
def test_an_event_is_one_of_those_kept(key: str) -> None:
    with pytest.raises(NotAProtocol, match="no event is kept under the name"):
        skate_file.event(key)


def test_a_deduction_that_the_rules_do_not_know_is_taken_as_typed() -> None:
    """Olympic papers of 2018 print such reasons with their points."""
    before = skate_file.score(parse(TYPED))
    sheet = parse(f"{TYPED}Deduction: Violation of choreo restrictions -1,00\n")
    done = skate_file.score(sheet)
    assert done.scores[0].deductions == before.scores[0].deductions + Points(1)
    assert done.scores[0].tss == before.scores[0].tss - Points(1)
    assert done.notes(0) == ("Violation of choreo restrictions 1.00 is taken as typed",)
    assert [(item.reason, str(item.points)) for item in performance(done).deduction_items] == [
        ("Falls", "1.00"),
        ("Violation of choreo restrictions", "1.00"),
    ]
    steps = done.total_steps(0)
    assert [str(step.value) for step in steps[2:]] == ["1.00", "1.00", str(done.scores[0].tss)]
    assert audit(done.protocol()).holds
    assert parse(write(sheet)) == sheet


def performance(done: Scored) -> Performance:
    (one,) = done.protocol().performances
    return one


@pytest.mark.parametrize("discipline", ["Men", "Pairs", "Ice Dance"])
def test_every_deduction_of_the_rules_is_printed_so_that_its_rule_is_found(discipline: str) -> None:
    text = TYPED.replace("Men", discipline).replace("3Aq x", "3S  ")
    if discipline == "Ice Dance":
        text = text.replace("Free Skating", "Free Dance").replace("3Lz+2T", "SlLi4")
        text = text.replace("3S  ", "SqTwW4+SqTwM4")
    sheet = parse(text)
    for rule in sheet.rulebook.deductions:
        called = parse(text.replace("Falls 1", f"{words.deduction_title(rule.kind)} 1"))
        assert dict(called.skates[0].skate.calls) == {rule.kind: 1}
        protocol = skate_file.score(called).protocol()
        assert audit(protocol).checks(0)["deductions"] == "ok", rule.kind


@pytest.mark.parametrize(
    ("name", "nation"),
    [
        ("Team GBR, USA", ""),
        ("X (ABC", ""),
        ("X (ABC)", ""),
        ("X (ABC)", "USA"),
        ("Anna\u2013Maria \u2212 1", "FIN"),
        ("X,", "FIN"),
        ("X,", ""),
    ],
)
def test_names_that_look_as_if_they_had_a_nation(name: str, nation: str) -> None:
    sheet = parse(TYPED)
    sheet = replace(sheet, skates=(replace(sheet.skates[0], name=name, nation=nation),))
    assert parse(write(sheet)) == sheet


@pytest.mark.parametrize(
    ("field", "value", "part"),
    [
        ("name", "Anna\nEXAMPLE", "EXAMPLE"),
        ("name", "Anna\nFalls 1", "Falls"),
        ("name", "Anna  EXAMPLE", "would be read as 'Anna EXAMPLE'"),
        ("nation", "Finland", "would be read as 'Anna EXAMPLE, Finland'"),
        ("club", " Club", "would be read as 'Club'"),
        ("starting_number", 0, "starting number"),
    ],
)
def test_what_a_file_cannot_say_is_not_written(field: str, value: str | int, part: str) -> None:
    sheet = parse(TYPED)
    one = sheet.skates[0]
    other = TypedSkate(
        **{name.name: getattr(one, name.name) for name in fields(one)} | {field: value}
    )
    with pytest.raises(SyntaxProblem, match=r"^a skate file cannot hold this sheet: ") as caught:
        write(replace(sheet, skates=(other,)))
    assert part in str(caught.value)
    assert "\n" not in str(caught.value)


PRINTED = st.characters(exclude_categories=["C", "Z"], include_characters=" ")
ANY_NAMES = st.text(PRINTED, min_size=1, max_size=14).map(lambda text: " ".join(text.split()))
TAILS = st.sampled_from(["", ", USA", " (ABC", " (ABC)", ",", ", ", " FIN)", " - 3", ": x"])
NAMES = st.from_regex(r"\A[A-Z][a-z]{1,8} [A-Z]{2,9}(?: / [A-Z][a-z]{1,8} [A-Z]{2,9})?\Z")
NATIONS = st.sampled_from(["", "FIN", "JPN", "ISU"])
TEXTS = st.one_of(st.just(""), st.from_regex(r"\A[A-Z][a-z]{1,9}(?: [A-Za-z0-9'.;]{1,9}){0,3}\Z"))
REASONS = st.sampled_from(["Violation of choreo restrictions", "Late", "Judge 3: a 2", "- 1"])
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
            deductions=tuple(
                TypedDeduction(reason, Points.from_hundredths(draw(st.integers(1, 500))))
                for reason in draw(st.lists(REASONS, unique=True, max_size=2))
            ),
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


@given(ANY_NAMES, TAILS, NATIONS, ANY_NAMES)
def test_any_printable_name_is_read_back_or_refused(
    name: str, tail: str, nation: str, club: str
) -> None:
    sheet = parse(TYPED)
    named = replace(sheet.skates[0], name=f"{name}{tail}", nation=nation, club=club)
    sheet = replace(sheet, event=club, skates=(named,))
    try:
        text = write(sheet)
    except SyntaxProblem:
        assert not club or not name or tail.endswith(" ")  # nothing or a space at the end
    else:
        assert parse(text) == sheet


@given(sheets())
def test_reading_and_writing_are_inverses(sheet: Sheet) -> None:
    text = write(sheet)
    assert parse(text) == sheet
    assert write(parse(text)) == text


def test_the_rules_of_a_federation_are_those_of_the_audit() -> None:
    """The example federation (kissandcry/rulebooks/data) takes half a point off for a fall."""
    sheet = parse(
        TYPED.replace("Senior Men", "Basic Novice Women\nRules: example_federation")
        .replace("3Lz+2T", "2S    ")
        .replace("3Aq x ", "1A+1Lo")
    )
    done = skate_file.score(sheet)
    assert done.scores[0].deductions == Points("0.50")
    protocol = skate_file.protocol_of(sheet)
    assert protocol.authority == "example_federation"
    assert audit(protocol).holds
