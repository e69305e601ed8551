"""The plan file: what a person may type, what is refused in one sentence, and that reading and
writing are inverse."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kissandcry import rulebooks
from kissandcry.core import (
    Discipline,
    KissAndCryError,
    Level,
    Segment,
    SyntaxProblem,
    UnknownOnDate,
    Unreadable,
)
from kissandcry.program import (
    Attempts,
    Competition,
    Plan,
    PlannedElement,
    PlannedProgram,
    Requirement,
    RunThrough,
    plan_file,
)

# The elements of the free skating of the Olympic Winter Games 2022 as its protocol prints them,
# without the technical panel's calls; the other lines are of the kinds that there are.
TEXT = """# the season of the Games
Skater: Yuzuru HANYU (JPN)
Season: 2021/22
Category: Senior Men
Coach   Brian ORSER
Wish: keep the Salchow

Programme: Free Skate
Title: Ten to Chi to
Music: Heaven and Earth, Isao Tomita
Choreography: Shae-Lynn BOURNE
Length: 4:00
Wish: no quad after 3:20
1. 4A 0:22 @ 12,8
2) 4S 0:40 ; out of steps
3. 3A+2T
4. 3F (soft \N{EN DASH} on the piano)
5. FCCoSp4 1:30
StSq4
4T+3T 2:05 x @ 45.5, 22
4T+1Eu+3S x
3A X
ChSq1
FCSSp4
CCoSp4
Path: 30,15 24,11.25
Path: 12,8

Competition: Japanese Championships
Date: 22\N{EN DASH}26 December 2021
Place: Saitama
Competition: Olympic Winter Games
Dates: 2022-02-08 to 2022-02-10
Venue: Beijing
Required: SP 2A, 3Lz CCoSp

Practice: 2021-09-01
4A 1/12 ; still cheated
4S landed
Run-through: 2021-09-02, free; tired
4A fall
4S missed
"""


def test_everything_that_may_be_typed_is_understood() -> None:
    plan = plan_file.parse(TEXT)
    assert (plan.skater, plan.nation, plan.season) == ("Yuzuru HANYU", "JPN", "2021-22")
    assert (plan.discipline, plan.level) == (Discipline.MEN, Level.SENIOR)
    assert (plan.coach, plan.wishes) == ("Brian ORSER", ("keep the Salchow",))
    program = plan.program(Segment.FREE_SKATING)
    assert program is not None
    assert program.codes == (
        *("4A", "4S", "3A+2T", "3F", "FCCoSp4", "StSq4"),
        *("4T+3T", "4T+1Eu+3S", "3A", "ChSq1", "FCSSp4", "CCoSp4"),
    )
    assert program.length == 240
    assert program.choreographer == "Shae-Lynn BOURNE"
    assert list(program.path) == [(30, 15), (24, 11.25), (12, 8)]
    first, second, _, fourth, *_ = program.elements
    assert first == PlannedElement("4A", 22, at=(12, 8))
    assert second.note == "out of steps"
    assert fourth.note == "soft \N{EN DASH} on the piano"
    assert program.elements[6] == PlannedElement("4T+3T", 125, True, (45.5, 22))
    assert plan.wishes_for(Segment.FREE_SKATING) == ("keep the Salchow", "no quad after 3:20")
    assert list(plan.competitions) == [
        Competition("Japanese Championships", date(2021, 12, 22), date(2021, 12, 26), "Saitama"),
        Competition(
            "Olympic Winter Games",
            date(2022, 2, 8),
            date(2022, 2, 10),
            "Beijing",
            required=(Requirement(("2A", "3Lz", "CCoSp"), Segment.SHORT_PROGRAM),),
        ),
    ]
    assert list(plan.run_throughs) == [
        RunThrough(
            date(2021, 9, 1), None, (Attempts("4A", 1, 12, "still cheated"), Attempts("4S", 1))
        ),
        RunThrough(
            date(2021, 9, 2),
            Segment.FREE_SKATING,
            (Attempts("4A", 0, 1, "fall"), Attempts("4S", 0)),
            "tired",
        ),
    ]


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        ("; soft", "soft"),
        ("(soft)", "soft"),
        ("(soft) later", "(soft) later"),
        ("(a) and (b)", "(a) and (b)"),
        ("(open", "(open"),
        ("; a; b (c)", "a; b (c)"),
    ],
)
def test_a_note_is_kept_as_it_is_typed(typed: str, note: str) -> None:
    plan = plan_file.parse(f"{HEAD}Program: FS\n3F {typed}")
    assert plan.programs[0].elements == (PlannedElement("3F", note=note),)
    assert plan_file.parse(plan_file.write(plan)) == plan


def test_the_second_half_is_where_the_plan_says() -> None:
    program = plan_file.parse(TEXT).programs[0]
    book = rulebooks.on(program.day, program.discipline, program.level)
    # what follows an x stands in the second half too
    assert program.halves(book) == (False,) * 6 + (True,) * 6


def _program(*elements: PlannedElement, season: str = "2021-22") -> PlannedProgram:
    where = (Discipline.MEN, Level.SENIOR, Segment.FREE_SKATING, season)
    return PlannedProgram(*where, elements)


def test_times_are_held_against_the_middle_of_the_duration() -> None:
    program = _program(
        PlannedElement("4S", 119),
        PlannedElement("3F"),  # after the Salchow, before what follows
        PlannedElement("3Lz", 120),
        PlannedElement("CCoSp4"),
    )
    book = rulebooks.on(program.day, program.discipline)
    assert program.middle(book) == 120  # of 4:00, Rule 612
    assert program.halves(book) == (False, False, True, True)


@pytest.mark.parametrize(
    ("season", "expected"),
    [("2021-22", {3, 4, 6}), ("2017-18", {4, 6})],  # the last three; any in the second half
)
def test_without_marks_and_times_the_usual_is_assumed(season: str, expected: set[int]) -> None:
    codes = ["4S", "3F", "StSq4", "3Lz", "3Lo", "CCoSp4", "3S"]
    program = _program(*map(PlannedElement, codes), season=season)
    halves = program.halves(rulebooks.on(program.day, program.discipline))
    assert {row for row, half in enumerate(halves) if half} == expected


HEAD = "Skater: Anna EXAMPLE\nSeason: 2024-25\nCategory: Senior Women\n"


@pytest.mark.parametrize(
    ("text", "line", "kind", "parts"),
    [
        ("", 1, SyntaxProblem, ["lacks Skater", "Skater: Yuzuru"]),
        ("Skatr: A", 1, SyntaxProblem, ["skatr", '"Skater"']),
        ("Skater: , FIN", 1, SyntaxProblem, ["no name"]),
        ("Skater: A\nSeason: 24", 2, SyntaxProblem, ['"24"', "2024-25"]),
        ("Skater: A\nSeason: 2024-26", 2, SyntaxProblem, ["2024-26"]),
        ("Skater: A\nSkater: B", 2, SyntaxProblem, ["second time"]),
        ("Skater: A\nSeason: 2024-25\nCategory: Senor Men", 3, SyntaxProblem, ['"Senior Men"']),
        ("Skater: A\nLevel: Junior\nCategory: Senior Men", 3, SyntaxProblem, ["junior"]),
        ("Skater: A\nSeason: 2024-25\nProgram: SP", 3, SyntaxProblem, ["lacks Category"]),
        ("Skater: A\nSeason: 1980-81\nCategory: Men\nProgram: SP", 4, UnknownOnDate, ["1980"]),
        (HEAD + "Program: Fre Skating", 4, SyntaxProblem, ['"Free Skating"']),
        (HEAD + "Program: Free Dance", 4, UnknownOnDate, ["Free Dance", "Short Program"]),
        (HEAD + "Program: SP\nProgram: short", 5, SyntaxProblem, ["second time"]),
        (HEAD + "Program: SP\nSeason: 2023-24", 5, SyntaxProblem, ["above the first program"]),
        (HEAD + "Program: SP\nMusik: x", 5, SyntaxProblem, ["musik", '"Music"']),
        (HEAD + "Program: SP\nTitle:", 5, SyntaxProblem, ["Title is empty"]),
        (HEAD + "Program: SP\nLength: long", 5, SyntaxProblem, ['"long"', "2:50"]),
        (HEAD + "Program: SP\nLength: 99:00", 5, SyntaxProblem, ["99:00", "15:00"]),
        (HEAD + "Program: SP\n3Lz+2Q", 5, SyntaxProblem, ["character 6", "3Lz+2T"]),
        (HEAD + "Program: SP\n3Lz+2\u0422", 5, SyntaxProblem, ["CYRILLIC", "3Lz+2T"]),
        (HEAD + "Program: SP\n5A", 5, UnknownOnDate, ["5A", "scale of values"]),
        (HEAD + "Program: SP\n3Lz 1:60", 5, SyntaxProblem, ["1:60", "1:23"]),
        (HEAD + "Program: SP\n3Lz x x", 5, SyntaxProblem, ['"x"']),
        (HEAD + "Program: SP\n3Lz @ 61,3", 5, SyntaxProblem, ["61,3", "60 m", "30 m"]),
        (HEAD + "Program: SP\n; note", 5, SyntaxProblem, ["no element"]),
        (HEAD + "Program: SP\nPath: 1,2 x", 5, SyntaxProblem, ['"x"', "12,8"]),
        (HEAD + "Competition: A\nPlace: B\nProgram: SP", 4, SyntaxProblem, ["A has no Date"]),
        (HEAD + "Competition: A\nDate: 2024-13-01", 5, SyntaxProblem, ["2024-13-01"]),
        (HEAD + "Competition: A\nDate: 2023-12-01", 4, SyntaxProblem, ["2023-24", "2024-25"]),
        (
            HEAD + "Competition: A\nDate: 2024-12-05 to 2024-12-03",
            4,
            SyntaxProblem,
            ["ends on 2024-12-03"],
        ),
        (HEAD + "Competition: A\nDate: 2024-12-05\n4Lz", 6, SyntaxProblem, ["4Lz"]),
        (HEAD + "Competition: A\nRequired: SP", 5, SyntaxProblem, ["no element"]),
        (HEAD + "Competition: A\nRequired: 3Lx", 5, SyntaxProblem, ["3Lx", "3Lz"]),
        (HEAD + "Practice: soon", 4, SyntaxProblem, ['"soon"', "2017-09-01"]),
        (HEAD + "Practice: 2024-09-01\n4T 3/2", 5, SyntaxProblem, ["3 times of 2"]),
        (HEAD + "Practice: 2024-09-01\n4T", 5, SyntaxProblem, ["nothing stands behind 4T"]),
        (HEAD + "Practice: 2024-09-01\n4T lnded", 5, SyntaxProblem, ['"landed"']),
        (HEAD + "Practice: 2024-09-01\nTitle: x", 5, SyntaxProblem, ["in a program"]),
        (HEAD + "Program: SP\nTitle: a\u202eb", 5, SyntaxProblem, ["U+202E"]),
    ],
)
def test_what_is_not_understood_is_one_sentence(
    text: str, line: int, kind: type[KissAndCryError], parts: list[str]
) -> None:
    with pytest.raises(KissAndCryError) as caught:
        plan_file.parse(text, "a.plan")
    sentence = str(caught.value)
    assert type(caught.value) is kind
    assert sentence.startswith(f"a.plan, line {line}: ")
    assert "\n" not in sentence
    for part in parts:
        assert part in sentence


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="No such file"):
        plan_file.read(tmp_path / "missing.plan")
    bad = tmp_path / "bad.plan"
    bad.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Unreadable, match="byte 1 is not UTF-8"):
        plan_file.read(bad)
    bad.write_bytes(b"#" * (plan_file.MAXIMUM_BYTES + 1))
    with pytest.raises(Unreadable, match="at most"):
        plan_file.read(bad)


def test_a_saved_plan_is_read_back(tmp_path: Path) -> None:
    plan = plan_file.parse(TEXT)
    plan_file.save(plan, tmp_path / "own.plan")
    assert plan_file.read(tmp_path / "own.plan") == plan
    assert [path.name for path in tmp_path.iterdir()] == ["own.plan"]
    with pytest.raises(KissAndCryError, match="cannot be written"):
        plan_file.save(plan, tmp_path / "no" / "own.plan")


def test_what_the_file_cannot_say_is_not_written() -> None:
    competition = Competition("Worlds", date(2023, 3, 20))
    plan = Plan("A", "2024-25", Discipline.MEN, competitions=(competition,))
    with pytest.raises(SyntaxProblem, match="cannot hold this plan"):
        plan_file.write(plan)
    spaced = RunThrough(date(2024, 9, 1), elements=(Attempts("2Lz e", 1),))
    plan = Plan("A", "2024-25", Discipline.MEN, run_throughs=(spaced,))
    with pytest.raises(SyntaxProblem, match="line 6"):
        plan_file.write(plan)
    plan = Plan("A", "2024-25", Discipline.MEN, coach="#", wishes=("# a",), nation="")
    assert plan_file.parse(plan_file.write(plan)) == plan


WORDS = st.lists(
    st.text("abcdefghij \u00e9\u010d\u0416\u3042.,;:()#@/-12x'\"", min_size=1, max_size=12),
    min_size=1,
    max_size=3,
).map(lambda parts: " ".join(" ".join(parts).split()))
LINES = WORDS.filter(bool)
NAMES = st.text("abcdefgh \u00e9\u010d-'", min_size=1, max_size=20).map(
    lambda text: " ".join(text.split()) or "Anna"
)
CODES = {
    Segment.SHORT_PROGRAM: ["3Lz+3T", "2A", "3F", "FCSp4", "LSp3", "StSq2", "CCoSp", "CCoSpB"],
    Segment.FREE_SKATING: ["3Lz+1Eu+3S", "2A+2A+SEQ", "3Lo", "ChSq1", "3Lz!", "4T", "StSq"],
}
METRES = st.integers(0, 3000).map(lambda centimetres: centimetres / 100)
PLACES = st.tuples(METRES.map(lambda metres: 2 * metres), METRES)
TIMES = st.none() | st.integers(0, 600)


@st.composite
def programs(draw: st.DrawFn, segment: Segment) -> PlannedProgram:
    element = st.builds(
        PlannedElement,
        st.sampled_from(CODES[segment]),
        TIMES,
        st.sampled_from([None, True, False]),
        st.none() | PLACES,
        WORDS,
    )
    return PlannedProgram(
        Discipline.WOMEN,
        Level.SENIOR,
        segment,
        "2024-25",
        tuple(draw(st.lists(element, max_size=4))),
        draw(WORDS),
        draw(WORDS),
        tuple(draw(st.lists(LINES, max_size=2))),
        draw(TIMES),
        tuple(draw(st.lists(PLACES, max_size=30))),
        draw(WORDS),
        tuple(draw(st.lists(LINES, max_size=2))),
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    segments = draw(st.lists(st.sampled_from(list(CODES)), unique=True))
    days = st.integers(0, 300).map(lambda count: date(2024, 7, 1) + timedelta(count))
    of = st.none() | st.sampled_from(list(Segment))
    required = st.builds(
        Requirement, st.lists(st.sampled_from(["2A", "LSp"]), min_size=1).map(tuple), of
    )
    competition = days.flatmap(
        lambda start: st.builds(
            Competition,
            LINES,
            st.just(start),
            st.none() | st.integers(1, 9).map(lambda count: start + timedelta(count)),
            WORDS,
            st.none() | st.sampled_from(list(Level)),
            st.lists(required, max_size=2).map(tuple),
        )
    )
    tried = st.integers(1, 20).flatmap(
        lambda count: st.builds(
            Attempts,
            st.sampled_from(["4T", "3Lz+2T", "2Lz<"]),
            st.integers(0, count),
            st.just(count),
            WORDS,
        )
    )
    run_through = st.builds(RunThrough, days, of, st.lists(tried, max_size=3).map(tuple), WORDS)
    return Plan(
        skater=draw(NAMES),
        season="2024-25",
        discipline=Discipline.WOMEN,
        nation=draw(st.sampled_from(["", "JPN"])),
        programs=tuple(draw(programs(segment)) for segment in segments),
        competitions=tuple(draw(st.lists(competition, max_size=2))),
        run_throughs=tuple(draw(st.lists(run_through, max_size=2))),
        wishes=tuple(draw(st.lists(LINES, max_size=2))),
        coach=draw(WORDS),
    )


@given(plans())
def test_reading_is_the_inverse_of_writing(plan: Plan) -> None:
    text = plan_file.write(plan)
    assert plan_file.parse(text) == plan
    assert plan_file.write(plan_file.parse(text)) == text


LINE = st.sampled_from(TEXT.splitlines())


def _read_or_refused(text: str) -> None:
    try:
        plan = plan_file.parse(text)
    except KissAndCryError as error:
        refused = str(error)
    else:
        refused = ""
        assert plan_file.parse(plan_file.write(plan)) == plan
    assert "\n" not in refused


@given(st.lists(LINE | st.text(max_size=30) | st.tuples(LINE, LINE).map("".join), max_size=12))
def test_any_text_is_understood_or_refused_on_purpose(lines: list[str]) -> None:
    _read_or_refused("\n".join(lines))


@given(st.integers(0, len(TEXT)), st.integers(0, 6), st.text(max_size=6))
def test_a_damaged_plan_is_read_or_refused_on_purpose(at: int, cut: int, put: str) -> None:
    _read_or_refused(TEXT[:at] + put + TEXT[at + cut :])


@pytest.mark.parametrize(
    ("make", "part"),
    [
        (lambda: PlannedElement("4T", 1000), "1000 s"),
        (lambda: PlannedElement("4T", at=(3.0, 31.0)), "30 m across"),
        (lambda: PlannedElement("4T", at=(float("nan"), 3.0)), "30 m across"),
        (lambda: PlannedElement("4T", note=" a"), "spaces"),
        (lambda: PlannedElement("4Q"), "not an element code"),
        (lambda: Requirement(()), "no element"),
        (lambda: Competition("", date(2024, 9, 1)), "no name"),
        (lambda: Attempts("4T", 2, 1), "2 times of 1"),
        (lambda: Plan("", "2024-25", Discipline.MEN), "no skater"),
        (lambda: Plan("A", "2024", Discipline.MEN), "2024"),
        (lambda: Plan("A", "2024-25", Discipline.MEN, nation="Japan"), "Japan"),
        (lambda: Plan("A", "2024-25", Discipline.MEN, programs=(_program(),)), "2021-22"),
        (lambda: Plan("A", "2021-22", Discipline.MEN, programs=(_program(),) * 2), "twice"),
        (lambda: Plan("A", "2021-22", Discipline.MEN, wishes=("",)), "empty"),
    ],
)
def test_a_plan_that_cannot_be_is_not_made(make: object, part: str) -> None:
    assert callable(make)
    with pytest.raises(SyntaxProblem) as caught:
        make()
    assert part in str(caught.value)
