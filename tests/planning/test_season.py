"""The season plan: checks before a competition, the log, the form as a PDF, the drawing."""

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from kissandcry import archive, rulebooks
from kissandcry.core import Discipline, KissAndCryError, Level, Points, Segment
from kissandcry.planning import printed, skill
from kissandcry.planning.season import (
    Tried,
    attempts,
    checks,
    form,
    lately,
    log,
    rink,
    season,
    values,
)
from kissandcry.program import (
    Attempts,
    Competition,
    Plan,
    PlannedElement,
    PlannedProgram,
    Requirement,
    RunThrough,
)
from kissandcry.protocols import read

# The programs of the Olympic season as they were announced: their base values are those of the
# short program of the Four Continents Championships 2020 (all executed: 45.80, its protocol), and
# the sum of the scale of values of ISU Communication 2328 for the free skating.
SHORT = "4S 4T+3T FCSp4 3A CSSp4 StSq4 CCoSp4".split()
FREE = "4A 4S 3A+2T 3F FCCoSp4 StSq4 4T+3T 4T+1Eu+3S 3A ChSq1 FCSSp4 CCoSp4".split()
DAY = date(2021, 12, 15)
GAMES = Competition("Olympic Winter Games", date(2022, 2, 8), date(2022, 2, 10), "Beijing")


def _program(segment: Segment, codes: list[str], length: int) -> PlannedProgram:
    return PlannedProgram(
        Discipline.MEN,
        Level.SENIOR,
        segment,
        "2021-22",
        tuple(map(PlannedElement, codes)),
        music=("A suite, A composer",),
        length=length,
    )


PLAN = Plan(
    "Yuzuru HANYU",
    "2021-22",
    Discipline.MEN,
    nation="JPN",
    programs=(
        _program(Segment.FREE_SKATING, FREE, 240),
        _program(Segment.SHORT_PROGRAM, SHORT, 170),
    ),
    competitions=(GAMES, Competition("Nationals", date(2021, 12, 22), date(2021, 12, 26))),
    coach="Brian ORSER",
)


def _found(plan: Plan, about: str, day: date = DAY) -> list[checks.Check]:
    """What is found before the Games about one thing, where it is not in order."""
    seen = season(plan, day)
    games = next(one for one in seen.competitions if one.competition.name == GAMES.name)
    return [one for one in games.checks if one.about == about and one.state != checks.FINE]


def test_the_competitions_stand_in_order_with_their_countdown() -> None:
    seen = season(PLAN, DAY)
    assert [(one.competition.name, one.days) for one in seen.competitions] == [
        ("Nationals", 7),
        ("Olympic Winter Games", 55),
    ]
    assert seen.sentence == "Nationals is in 7 days: everything is in order."
    assert seen.next is seen.competitions[0]
    assert not seen.next_steps


@pytest.mark.parametrize(
    ("day", "words", "ahead"),
    [
        (date(2022, 2, 7), "tomorrow", True),
        (date(2022, 2, 8), "today", True),
        (date(2022, 2, 10), "now", True),
        (date(2022, 2, 11), "ended yesterday", False),
        (date(2022, 2, 14), "ended 4 days ago", False),
    ],
)
def test_a_competition_runs_until_its_last_day(day: date, words: str, ahead: bool) -> None:
    games = season(PLAN, day).competitions[-1]
    assert (games.countdown, games.ahead) == (words, ahead)


def test_after_the_last_competition_nothing_lies_ahead() -> None:
    seen = season(PLAN, date(2022, 5, 1))
    assert seen.sentence == "No competition lies ahead."
    assert seen.next is None
    empty = season(replace(PLAN, competitions=()), DAY)
    assert "first competition" in empty.next_steps[0]


def test_a_program_that_is_not_legal_is_named_with_its_mend() -> None:
    twice = [*FREE[:3], "4T", *FREE[4:]]  # a third quadruple toe loop
    free = _program(Segment.FREE_SKATING, twice, 240)
    (found,) = _found(replace(PLAN, programs=(free, PLAN.programs[1])), "rules")
    assert found.state == checks.PROBLEM
    assert "4T" in found.sentence
    (step, *_) = season(replace(PLAN, programs=(free, PLAN.programs[1])), DAY).next_steps
    assert step.startswith("Before Nationals: Free Skating: ")


def test_what_cannot_be_checked_is_not_called_in_order() -> None:
    plan = replace(PLAN, programs=tuple(replace(one, length=None) for one in PLAN.programs))
    words = "Nationals is in 7 days: nothing to do is known, and 2 of its checks cannot be made."
    assert season(plan, DAY).sentence == words
    empty = replace(PLAN, programs=(PLAN.programs[0], replace(PLAN.programs[1], elements=())))
    (missing,) = _found(empty, "programs")
    assert missing.sentence == "No Short Program is planned; plan its elements."


def test_required_elements_must_stand_in_the_program() -> None:
    def at(*required: Requirement) -> list[checks.Check]:
        return _found(replace(PLAN, competitions=(replace(GAMES, required=required),)), "required")

    assert not at(Requirement(("4T+3T", "CCoSp"), Segment.SHORT_PROGRAM), Requirement(("3F",)))
    (found,) = at(Requirement(("3F", "4S"), Segment.SHORT_PROGRAM))
    assert found.sentence == "3F is required, and the Short Program must have it."


@pytest.mark.parametrize(
    ("length", "state", "word"),  # Rule 502: 2:40, plus or minus ten seconds
    [(150, None, ""), (170, None, ""), (149, "problem", "lengthen"), (171, "problem", "shorten")],
)
def test_the_length_is_held_against_the_rules(length: int, state: str | None, word: str) -> None:
    short = replace(PLAN.programs[1], length=length)
    found = _found(replace(PLAN, programs=(PLAN.programs[0], short)), "length")
    assert [one.state for one in found] == ([state] if state else [])
    assert all(word in one.sentence for one in found)


def test_what_is_not_given_is_not_in_order() -> None:
    bare = replace(PLAN.programs[1], length=None, music=())
    plan = replace(PLAN, programs=(bare,))
    assert [one.state for one in _found(plan, "length")] == [checks.UNKNOWN]
    assert [one.state for one in _found(plan, "music")] == [checks.PROBLEM]
    (missing,) = _found(plan, "programs")
    assert "No Free Skating is planned" in missing.sentence


def test_rules_that_are_not_known_are_said_to_be_so() -> None:
    novice = replace(GAMES, level=Level.BASIC_NOVICE)
    (found,) = _found(replace(PLAN, competitions=(novice,)), "rules")
    assert found.state == checks.UNKNOWN


def _practice(day: int, *tried: tuple[str, int, int]) -> RunThrough:
    return RunThrough(date(2021, 12, day), None, tuple(Attempts(*one) for one in tried))


def test_the_log_tells_what_was_landed_lately() -> None:
    runs = (
        _practice(10, ("4A", 1, 12), ("4S", 1, 1)),
        _practice(10, ("4S", 1, 3)),
        _practice(1, ("FCSp3", 1, 1)),
        _practice(20, ("4S", 0, 9)),
        RunThrough(date(2021, 10, 1), None, (Attempts("4A", 5, 5),)),
    )
    plan = replace(PLAN, run_throughs=runs)
    assert attempts(plan)["4A"] == (
        Tried(date(2021, 10, 1), 5, 5),
        Tried(date(2021, 12, 10), 12, 1),
    )
    until = attempts(plan, DAY)
    assert until["4S"] == (Tried(date(2021, 12, 10), 4, 2),)
    assert lately(until, "4A", date(2021, 12, 1), DAY) == Tried(date(2021, 12, 10), 12, 1)
    assert lately(until, "FCSp4", date(2021, 12, 1), DAY) == Tried(date(2021, 12, 1), 1, 1)
    assert lately(until, "3F", date(2021, 12, 1), DAY) is None
    assert log.stem("4T+1Eu+3S") == "4T+1Eu+3S"
    (weak,) = [one for one in _found(plan, "run-throughs") if one.state == checks.PROBLEM]
    assert "4A (1 of 12)" in weak.sentence
    assert "4S" not in weak.sentence


def test_a_program_is_worth_what_the_scale_of_values_says() -> None:
    book = rulebooks.on(PLAN.day, PLAN.discipline)
    free, short = (values.value(program, book) for program in PLAN.programs)
    assert (short.base, short.called_base) == (Points("45.80"), Points("45.80"))
    assert not short.known
    # 12.50 9.70 9.30 5.30 3.50 3.90 15.07 15.73 8.80 3.00 3.00 3.50
    assert free.base == Points("93.30")


def test_an_element_that_loses_its_value_is_worth_nothing() -> None:
    book = rulebooks.on(PLAN.day, PLAN.discipline)
    usual = skill.usual(Discipline.MEN, Level.SENIOR, DAY)
    codes = [*SHORT[:3], "4S", *SHORT[4:]]  # the quadruple Salchow again, and no Axel
    found = values.value(_program(Segment.SHORT_PROGRAM, codes, 160), book, usual)
    again = found.elements[3]
    assert again.called.code.endswith("*")
    assert again.called_base == Points(0)
    assert again.worth is not None
    assert (again.worth.mean, again.worth.falls) == (0, 0)
    assert found.called_base < found.base
    elements = [one.worth for one in found.elements if one.worth is not None]
    assert found.technical == pytest.approx(sum(one.mean for one in elements))
    assert found.spread > max(one.spread or 0 for one in found.elements)


def test_where_the_rules_are_not_known_elements_count_as_planned() -> None:
    """What an original dance of 2009-10 may hold is not known; its scale of values is."""
    program = PlannedProgram(
        *(Discipline.ICE_DANCE, Level.SENIOR, Segment.ORIGINAL_DANCE, "2009-10"),
        (PlannedElement("SlLi4"), PlannedElement("CuLi4")),
    )
    book = rulebooks.on(program.day, program.discipline)
    found = values.value(program, book)
    assert "not known" in found.uncalled
    assert found.base == found.called_base == book.scale["SlLi4"].base_value.times(2)


def test_practice_counts_as_much_as_it_is_told_to() -> None:
    usual = skill.usual(Discipline.MEN, Level.SENIOR, DAY)
    plan = replace(PLAN, run_throughs=(_practice(10, ("4S", 40, 40)),))
    more = values.practised(usual, plan, 0.5)
    assert more.landed("4S")[0] > usual.landed("4S")[0]
    assert values.practised(usual, plan, 0.5, date(2021, 12, 9)) == usual


def test_the_worth_of_a_skater_of_the_archive(season_file: Path) -> None:
    """The two skates of the Final of 2012 are in it: 87.17 and 177.12."""
    with archive.open(season_file) as found:
        of = skill.of_skater(found, "Yuzuru Hanyu")
    short = PlannedProgram(
        *(Discipline.MEN, Level.SENIOR, Segment.SHORT_PROGRAM, "2012-13"),
        tuple(map(PlannedElement, "4T 3A 3Lz+3T FCSp4 CSSp4 StSq3 CCoSp4".split())),
    )
    done = values.value(short, rulebooks.on(date(2012, 12, 7), Discipline.MEN), of)
    assert len(done.components) == 5
    assert done.score == pytest.approx(done.technical + done.component_score)
    assert abs(done.score - 87.17) < 3 * done.spread


def _text(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range().replace("\r", "") for page in document]
    finally:
        document.close()


def _drawn() -> Plan:
    short = PLAN.programs[1]
    placed = tuple(
        replace(one, at=(8.0 * number, 20.0)) for number, one in enumerate(short.elements)
    )
    path = ((30.0, 15.0), (8.0, 12.0), (50.0, 25.0))
    return replace(PLAN, programs=(PLAN.programs[0], replace(short, elements=placed, path=path)))


def test_the_form_has_both_programs_in_the_usual_order() -> None:
    (page,) = _text(form.typeset(PLAN, GAMES))
    for words in (
        "Yuzuru HANYU",
        "JPN",
        "Senior Men",
        "Olympic Winter Games",
        "Beijing",
        "8 to 10 February 2022",
        "A suite, A composer",
        "Brian ORSER",
        "Signature",
        "4:00",
    ):
        assert words in page
    assert page.index("Short Program") < page.index("Free Skating")
    lines = page.split("\n")
    numbered = [match[1] for line in lines if (match := re.fullmatch(r"\d+ (\S*\d\S*)", line))]
    assert numbered == [*SHORT, *FREE]
    assert form.typeset(PLAN, GAMES) == form.typeset(PLAN, GAMES)


def test_the_form_draws_the_way_on_a_second_page() -> None:
    pages = _text(form.typeset(_drawn()))
    assert len(pages) == 2
    assert "Short Program" in pages[1]
    assert "Free Skating" not in pages[1]  # nothing of it has a place
    assert "4T+3T" in pages[1]


def test_a_form_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KissAndCryError, match="no program"):
        form.typeset(replace(PLAN, programs=()))
    with pytest.raises(KissAndCryError, match="cannot be printed"):
        form.typeset(replace(PLAN, coach="\u7fbd\u751f"))
    form.write_form(PLAN, tmp_path / "form.pdf")
    assert (tmp_path / "form.pdf").read_bytes().startswith(b"%PDF")


def test_the_drawing_shows_each_placed_element_once() -> None:
    program = _drawn().programs[1]
    book = rulebooks.on(program.day, program.discipline)
    drawing = rink.svg(program, program.halves(book))
    root = ElementTree.fromstring(drawing)
    space = {"s": "http://www.w3.org/2000/svg"}
    assert root.get("role") == "img"
    described = root.find("s:desc", space)
    assert described is not None
    assert described.text == rink.in_words(program, program.halves(book))
    texts = [(one.get("class"), one.text) for one in root.findall("s:text", space)]
    assert [text for of, text in texts if of == "code"] == SHORT
    assert [text for of, text in texts if of == "number"] == [str(n) for n in range(1, 8)]
    # By shape and not by colour alone: the last jump is the one in the second half.
    assert len(root.findall("s:circle[@class='first']", space)) == 6
    assert len(root.findall("s:rect[@class='second']", space)) == 2  # a double frame
    ice = root.find("s:rect[@class='ice']", space)
    assert ice is not None
    assert [ice.get(name) for name in ("width", "height", "rx")] == ["60", "30", "8.5"]


def test_the_drawing_says_in_words_what_it_shows() -> None:
    program = replace(
        PLAN.programs[1],
        elements=(PlannedElement("4S", 24, at=(3, 28)), PlannedElement("3A", second_half=True)),
    )
    words = rink.in_words(program, (False, True))
    assert "1 4S at 0:24, first half, at 3,28 m (left end, upper side)" in words
    assert "2 3A, second half, no place given" in words


def test_drawings_are_written_for_each_program(tmp_path: Path) -> None:
    written = rink.write_drawings(_drawn(), tmp_path / "ice")
    assert [path.name for path in written] == ["free_skating.svg", "short_program.svg"]
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(KissAndCryError, match="file"):
        rink.write_drawings(_drawn(), tmp_path / "file")


def test_the_marks_of_printed_programs_follow_from_their_elements(shared: Path) -> None:
    papers = sorted((shared / "protocols" / "2021-22" / "owg2022").glob("*.pdf"))[:3]
    found = printed.explained(protocol for path in papers for protocol in read(path))
    assert found.shares.programs > 20
    assert not found.left_out
    for _, places, follow, share, _ in found.lines():
        assert follow == places
        assert share in {None, 1.0}
