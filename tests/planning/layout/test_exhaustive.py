"""The model against every layout of small inventories, looked at one by one."""

import pytest

from kissandcry import rulebooks
from kissandcry.core import Discipline, Level, Segment
from kissandcry.planning import layout
from kissandcry.program import day_of
from kissandcry.program.legality import check
from tests.planning.layout import brute

FREE, SHORT = Segment.FREE_SKATING, Segment.SHORT_PROGRAM
MEN, WOMEN = Discipline.MEN, Discipline.WOMEN
SENIOR, JUNIOR = Level.SENIOR, Level.JUNIOR
OTHERS = {"2010-11": ("FCSp4", "CSSp4", "SlSt4"), "2015-16": ("FCSp4", "CSSp4", "StSq4")}
SPINS = ("FCSp4", "CSSp4", "StSq4")

FREES = [
    ("2010-11", MEN, SENIOR, "2A,3T"),
    ("2010-11", WOMEN, SENIOR, "2A,3S"),
    ("2012-13", MEN, JUNIOR, "2A,3T"),
    ("2015-16", MEN, SENIOR, "2A,3T"),
    ("2015-16", WOMEN, JUNIOR, "2A,3T"),
    ("2017-18", WOMEN, SENIOR, "2A,3S"),
    ("2018-19", MEN, SENIOR, "2A,3S"),
    ("2021-22", WOMEN, SENIOR, "2A,3Lo"),
    ("2022-23", MEN, JUNIOR, "3A,4T"),
    ("2024-25", MEN, SENIOR, "2A,3T,3S"),
    ("2024-25", WOMEN, JUNIOR, "2A,2T"),
    ("2025-26", WOMEN, SENIOR, "3A,4S"),
]


def others(season: str, level: Level) -> tuple[str, ...]:
    return OTHERS.get(season, SPINS)


@pytest.mark.parametrize(("season", "discipline", "level", "jumps"), FREES)
def test_the_model_finds_what_an_exhaustive_search_finds_in_a_free_skating(
    season: str, discipline: Discipline, level: Level, jumps: str
) -> None:
    book = rulebooks.on(day_of(season), discipline, level)
    beside = [one for one in others(season, level) if _allowed(book, one)]
    source = brute.Drawn(book, FREE, len(jumps) + int(season[:4]))
    wanted = brute.best(book, FREE, season, jumps.split(","), beside, source, 3)
    question = layout.ask(
        book,
        FREE,
        layout.parse([*jumps.split(","), *beside]),
        source,
        wishes=[layout.wish(f"keep {code}") for code in beside],
    )
    found = layout.alternatives(question, 3)
    assert [one.value for one in found] == pytest.approx([one.value for one in wanted], abs=1e-4)
    for one in found:
        assert one.proved
        assert check(one.program(book, FREE, season), book, mends=False).legal


def _allowed(book: rulebooks.Rulebook, code: str) -> bool:
    return "St" not in code or bool(book.content[FREE].most.get("step_sequence"))


@pytest.mark.parametrize(
    ("season", "discipline", "level", "jumps"),
    [
        ("2011-12", MEN, SENIOR, "2A,3A,3T,4T,3Lz"),
        ("2014-15", WOMEN, SENIOR, "2A,3A,3T,2T,3Lz"),
        ("2016-17", MEN, SENIOR, "3A,3T,4T,3Lz,2Lo"),
        ("2024-25", MEN, SENIOR, "2A,3A,3T,4T,3Lz"),
        ("2024-25", WOMEN, SENIOR, "2A,3A,3T,2T,3F"),
        ("2024-25", MEN, JUNIOR, "2A,3A,3T,3Lz,3F,3Lo"),
    ],
)
def test_the_model_finds_what_an_exhaustive_search_finds_in_a_short_program(
    season: str, discipline: Discipline, level: Level, jumps: str
) -> None:
    book = rulebooks.on(day_of(season), discipline, level)
    names = book.spins[SHORT].codes
    flying, single = min(names["flying"]), min(names["one_position"])
    if flying[1] == single[-3]:
        flying = max(names["flying"])
    level_four = "CCoSp3p4" if season == "2014-15" else "CCoSp4"
    steps = "SlSt4" if season == "2011-12" else "StSq4"
    beside = [f"{flying}4", f"{single}4", level_four, steps]
    for seed in (1, 2, 3):
        source = brute.Drawn(book, SHORT, seed)
        wanted = brute.best(book, SHORT, season, jumps.split(","), beside, source, 2)
        question = layout.ask(book, SHORT, layout.parse([*jumps.split(","), *beside]), source)
        found = layout.alternatives(question, 2)
        assert [one.value for one in found] == pytest.approx(
            [one.value for one in wanted], abs=1e-4
        )
        for one in found:
            assert check(one.program(book, SHORT, season), book, mends=False).legal
