"""What the headlines of a paper say, and what they must not be taken to say."""

from datetime import date

import pytest

from kissandcry.core import Discipline, Level, NotAProtocol, Segment
from kissandcry.protocols import headlines

M, W, P, D = Discipline.MEN, Discipline.WOMEN, Discipline.PAIRS, Discipline.ICE_DANCE


@pytest.mark.parametrize(
    ("lines", "discipline", "level", "segment"),
    [
        (
            ["NHK Trophy 2007", "ICE DANCING FREE DANCE JUDGES DETAILS PER SKATER"],
            D,
            Level.SENIOR,
            Segment.FREE_DANCE,
        ),
        (
            ["ISU Grand Prix and Junior Grand Prix Final", "MEN SHORT PROGRAM JUDGES DETAILS"],
            M,
            Level.SENIOR,
            Segment.SHORT_PROGRAM,
        ),
        (
            ["JUDGES DETAILS PER SKATER", "JUNIOR WOMEN FREE SKATING"],
            W,
            Level.JUNIOR,
            Segment.FREE_SKATING,
        ),
        (
            ["Figure Skating", "Pair Skating", "WED 14 FEB 2018 Short Program"],
            P,
            Level.SENIOR,
            Segment.SHORT_PROGRAM,
        ),
        (["Pairs and Ice Dance Trophy", "MEN FREE SKATING"], M, Level.SENIOR, Segment.FREE_SKATING),
        (["ADVANCED NOVICE GIRLS FREE SKATING"], W, Level.ADVANCED_NOVICE, Segment.FREE_SKATING),
        (["Worlds 2011", "LADIES PRELIMINARY ROUND"], W, Level.SENIOR, Segment.FREE_SKATING),
    ],
)
def test_the_category(
    lines: list[str], discipline: Discipline, level: Level, segment: Segment
) -> None:
    found = headlines.category(lines, "a.pdf")
    assert (found.discipline, found.level, found.segment) == (discipline, level, segment)


@pytest.mark.parametrize("line", ["NOVICE GIRLS FREE SKATING", "CUBS WOMEN SHORT PROGRAM"])
def test_a_level_without_rulebook_is_not_taken_for_senior(line: str) -> None:
    with pytest.raises(NotAProtocol, match=r"has no rulebook; known are senior, junior, advanced"):
        headlines.category([line], "a.pdf")


def test_no_category() -> None:
    with pytest.raises(NotAProtocol, match=r"^a\.pdf: the headlines name no segment"):
        headlines.category(["MEN", "RESULTS"], "a.pdf")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("printed: 27.03.2021 20:28 Page 1 / 10", [date(2021, 3, 27)]),
        ("Printed: 12/8/2012 9:38:11PM", [date(2012, 12, 8), date(2012, 8, 12)]),
        ("Printed: 25/01/2013 21:38:11", [date(2013, 1, 25)]),
        ("printed: 24/01/09 21:38:11", [date(2009, 1, 24)]),
        ("PALAVELA THU 16 FEB 2006 / JEU 16 FEV 2006", [date(2006, 2, 16)]),
        ("printed: 1.1.202", []),
        ("printed: 31.02.2012", []),
    ],
)
def test_the_day(text: str, days: list[date]) -> None:
    assert headlines.days([text]) == days


def test_seasons_that_are_spoken_of() -> None:
    """A year may be the first or the second of a season; a folder can name the season itself."""
    named = headlines.seasons_named("Worlds 2012", "results/2011-12/wc2012/men.pdf")
    assert named[:2] == ["2011-12", "2012-13"]
    assert headlines.seasons_named("", "a/2018-20/x.pdf") == ["2017-18", "2018-19"]
