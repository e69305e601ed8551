"""Rules other than values: panels, second half, factors, deductions, ties, Grand Prix."""

from datetime import date

import pytest

from kissandcry.core import Discipline, Level, Points, Segment, UnknownOnDate
from kissandcry.notation import say
from kissandcry.rulebooks import Rulebook, Status, on

MEN, WOMEN, PAIRS = Discipline.MEN, Discipline.WOMEN, Discipline.PAIRS
DANCE, TEAMS = Discipline.ICE_DANCE, Discipline.SYNCHRONIZED
SHORT, FREE = Segment.SHORT_PROGRAM, Segment.FREE_SKATING


def season(first: int, discipline: Discipline = MEN, level: Level = Level.SENIOR) -> Rulebook:
    return on(date(first, 11, 15), discipline, level)


def taken(book: Rulebook, kind: str, times: int) -> str:
    rule = book.deduction(kind)
    assert rule is not None
    return str(rule.total(times))


@pytest.mark.parametrize(
    ("year", "size", "counted", "scope"),
    [
        (2005, 12, 9, "segment"),
        (2006, 10, 7, "segment"),
        (2008, 9, 7, "segment"),
        (2009, 9, 7, "performance"),
        (2010, 9, None, "none"),
    ],
)
def test_the_draw_of_the_panel(year: int, size: int, counted: int | None, scope: str) -> None:
    panel = season(year).panel
    assert panel.drawn.get(size) == counted
    assert panel.draw_scope == scope
    assert (panel.trim_from, panel.trim_high, panel.trim_low) == (5, 1, 1)


@pytest.mark.parametrize(
    ("year", "may_sit", "may_count"),
    # Worlds 2006 had 12 judges and 9 counted; since 2010-11 all of 9 at most do.
    [(2005, 12, 9), (2008, 12, 9), (2009, 10, 9), (2010, 9, 9), (2024, 9, 9)],
)
def test_how_many_judges_sit_and_how_many_count(year: int, may_sit: int, may_count: int) -> None:
    panel = season(year).panel
    assert (panel.largest_panel, panel.maximum) == (may_sit, may_count)


@pytest.mark.parametrize("discipline", list(Discipline))
def test_marks_of_components_go_in_quarters(discipline: Discipline) -> None:
    book = season(2025, discipline)
    found = (book.mark_lowest, book.mark_step, book.mark_highest)
    assert tuple(map(str, found)) == ("0.25", "0.25", "10.00")


@pytest.mark.parametrize(
    ("year", "falls", "points"),
    # Printed in protocols: 3 falls -3 until 2015-16; then 3 = -4, 4 = -6, 5 = -9.
    [(2015, 3, "3.00"), (2016, 3, "4.00"), (2016, 2, "2.00"), (2020, 4, "6.00"), (2024, 5, "9.00")],
)
def test_falls_of_singles(year: int, falls: int, points: str) -> None:
    assert taken(season(year), "fall", falls) == points


@pytest.mark.parametrize("year", [2010, 2016, 2024])
def test_falls_of_couples_do_not_escalate(year: int) -> None:
    for discipline in (PAIRS, DANCE):
        assert taken(season(year, discipline), "fall", 2) == "2.00"
        assert taken(season(year, discipline), "fall", 4) == "4.00"


def test_other_deductions() -> None:
    book = season(2016, DANCE)
    assert taken(book, "extended_lift", 2) == "2.00"
    assert taken(book, "illegal_element", 1) == "2.00"
    assert taken(book, "costume_failure", 2) == "1.00"  # once a program
    assert taken(book, "music_violation", 1) == "2.00"
    assert taken(book, "fall", 0) == "0.00"
    assert book.deduction("snowfall") is None
    assert season(2013).deduction("late_start") is None


@pytest.mark.parametrize(
    ("year", "discipline", "segment", "families", "last"),
    [
        (2011, MEN, SHORT, set(), None),
        (2012, WOMEN, SHORT, {"jump"}, None),
        (2018, WOMEN, SHORT, {"jump"}, 1),
        (2017, MEN, FREE, {"jump"}, None),
        (2018, MEN, FREE, {"jump"}, 3),
        (2007, PAIRS, FREE, {"jump", "throw"}, None),
        (2013, PAIRS, FREE, {"jump", "throw", "lift", "twist"}, None),
        (2014, PAIRS, FREE, set(), None),
        (2014, DANCE, Segment.FREE_DANCE, set(), None),
    ],
)
def test_second_half(
    year: int, discipline: Discipline, segment: Segment, families: set[str], last: int | None
) -> None:
    rule = season(year, discipline).second_half[segment]
    assert set(rule.families) == families
    assert rule.last == last


@pytest.mark.parametrize(
    ("year", "discipline", "segment", "factors"),
    [
        (2005, MEN, SHORT, "1.00 1.00 1.00 1.00 1.00"),
        (2021, WOMEN, FREE, "1.60 1.60 1.60 1.60 1.60"),
        (2022, MEN, SHORT, "1.67 1.67 1.67"),
        (2022, PAIRS, FREE, "2.67 2.67 2.67"),
        (2009, DANCE, Segment.COMPULSORY_DANCE, "0.75 0.75 0.50 0.50"),
        (2009, DANCE, Segment.ORIGINAL_DANCE, "0.80 0.80 0.60 0.60 1.00"),
        (2013, DANCE, Segment.SHORT_DANCE, "0.80 0.70 0.70 0.80 1.00"),
        (2013, DANCE, Segment.FREE_DANCE, "1.25 1.75 1.00 1.00 1.00"),
        (2014, DANCE, Segment.FREE_DANCE, "1.20 1.20 1.20 1.20 1.20"),
        (2022, DANCE, Segment.RHYTHM_DANCE, "1.33 1.33 1.33"),
    ],
)
def test_component_factors(
    year: int, discipline: Discipline, segment: Segment, factors: str
) -> None:
    rules = season(year, discipline).components[segment]
    assert " ".join(str(rule.factor) for rule in rules) == factors


def test_the_order_of_components() -> None:
    five = [rule.name for rule in season(2015).components[FREE]]
    assert five == [
        "skating_skills",
        "transitions",
        "performance",
        "composition",
        "interpretation",
    ]
    three = [rule.name for rule in season(2023).components[FREE]]
    assert three == ["composition", "presentation", "skating_skills"]


@pytest.mark.parametrize(
    ("year", "sequence", "jumps", "repetition"),
    [
        (2010, "0.80", 2, None),
        (2014, "0.80", 2, "0.70"),
        (2021, "0.80", 2, "0.70"),
        (2022, "1.00", None, "0.70"),
    ],
)
def test_sequences_and_repetitions(
    year: int, sequence: str, jumps: int | None, repetition: str | None
) -> None:
    rule = season(year).calculation
    assert rule.second_half_factor == Points("1.10")
    assert rule.sequence_factor == Points(sequence)
    assert rule.sequence_jumps == jumps
    assert rule.repetition_factor == (None if repetition is None else Points(repetition))


def test_ties() -> None:
    book = season(2019)
    assert (book.ties[SHORT].first, book.ties[FREE].first) == ("tes", "pcs")
    assert book.final_tie.first == "free_skating"


def test_grand_prix_points() -> None:
    assert season(2019).grand_prix_points == (15, 13, 11, 9, 7, 5, 4, 3)
    assert season(2019, PAIRS).grand_prix_points[:6] == (15, 13, 11, 9, 7, 5)
    assert season(2019, level=Level.JUNIOR).grand_prix_points[-1] == 1
    assert season(2025, TEAMS).grand_prix_points == ()
    assert season(2025, TEAMS).series is None


@pytest.mark.parametrize("level", [Level.SENIOR, Level.JUNIOR])
def test_ties_and_final_of_the_grand_prix(level: Level) -> None:
    """Announcements of both series: in this order, and six go to the Final."""
    rule = season(2019, PAIRS, level).series
    assert rule is not None
    assert (rule.counted, rule.quota, rule.alternates) == (2, 6, 3)
    assert rule.ties == (
        "best_place",
        "total_scores",
        "number_of_events",
        "free_scores",
        "best_free_score",
        "short_scores",
        "participants",
    )
    assert "grand prix" in rule.provenance.rule.lower()


@pytest.mark.parametrize(
    ("year", "grades", "status"),
    [(2017, (-3, 3), Status.VERIFIED), (2018, (-5, 5), Status.OFFICIAL)],
)
def test_grades_and_their_source(year: int, grades: tuple[int, int], status: Status) -> None:
    book = season(year)
    assert book.grades == grades
    assert book.grades_provenance.status is status
    assert book.grades_provenance.rule == "Rule 353: grade of execution"


def test_what_no_rulebook_holds_is_not_guessed() -> None:
    dance = season(2026, DANCE)
    with pytest.raises(UnknownOnDate) as caught:
        dance.scale["SlLi4"]
    assert str(caught.value) == (
        "International Skating Union, senior ice dance, rules since 2026-07-01:"
        " the scale of values is not known"
    )
    with pytest.raises(UnknownOnDate, match=r"since 2026-07-01: the second-half rule is not known"):
        season(2026).second_half[FREE]
    with pytest.raises(UnknownOnDate, match=r"the scale of values holds no '9Lz'"):
        season(2020).scale["9Lz"]
    with pytest.raises(UnknownOnDate) as early:
        on(date(2004, 1, 10), MEN)
    assert str(early.value) == (
        "International Skating Union: no rules are known for senior men on 2004-01-10;"
        " the first hold on 2005-07-01"
    )
    with pytest.raises(UnknownOnDate, match="no rules are known for basic novice men on 2020-01-1"):
        on(date(2020, 1, 10), MEN, Level.BASIC_NOVICE)


def test_synchronized_is_known_in_one_season() -> None:
    assert season(2025, TEAMS).scale["NHE4+s4"].base_value == Points("8.00")
    with pytest.raises(UnknownOnDate):
        season(2025, TEAMS).components[FREE]
    for year in (2024, 2026):
        with pytest.raises(UnknownOnDate):
            season(year, TEAMS)


@pytest.mark.parametrize(
    ("year", "discipline", "sign", "words"),
    [
        (2009, MEN, "<", "downgraded"),
        (2010, MEN, "<", "under-rotated"),
        (2010, PAIRS, "<<", "downgraded"),
        (2012, MEN, "e", "wrong edge"),
        (2024, WOMEN, "e", "wrong edge"),
        (2024, WOMEN, "!", "unclear edge"),
        (2020, WOMEN, "q", "landed on the quarter"),
        (2014, MEN, "V1", "one requirement not fulfilled"),
        (2015, MEN, "V", "requirement not fulfilled"),
        (2018, DANCE, "<", "steps missed"),
        (2016, DANCE, ">", "held too long"),
        (2009, MEN, "<<", None),  # printed since 2010-11
        (2019, MEN, "q", None),  # printed since 2020-21
    ],
)
def test_what_a_sign_means(year: int, discipline: Discipline, sign: str, words: str | None) -> None:
    assert season(year, discipline).signs().get(sign) == words


def test_a_sign_is_said_as_on_its_day() -> None:
    """Until 2009-10 "<" stood for a downgraded jump: 3T< had the value of 2T."""
    before, after = season(2009), season(2010)
    assert before.scale["3T<"].base_value == before.scale["2T"].base_value
    assert say("3T<", before.signs()) == "triple toe loop downgraded"
    assert after.scale["3T<"].base_value > after.scale["2T"].base_value
    assert say("3T<", after.signs()) == "triple toe loop under-rotated"
