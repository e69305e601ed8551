"""A whole skate, from marks to the printed total."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from kissandcry import rulebooks
from kissandcry.core import (
    AgainstTheRules,
    Contradiction,
    Discipline,
    Level,
    Points,
    Segment,
    UnknownOnDate,
)
from kissandcry.scoring import (
    MarkedComponent,
    Skate,
    SkatedElement,
    deductions,
    deleted,
    explain_component,
    explain_element,
    explain_total,
    factored,
    score_segment,
)

SKATE_AMERICA_2016 = date(2016, 10, 22)
PAIRS_2016 = rulebooks.on(SKATE_AMERICA_2016, Discipline.PAIRS, Level.SENIOR)

# Skate America 2016, pairs, short program, first place (Tarasova and Morozov). Judge 6 was removed:
# his grades are printed as "-" and his components as 0.00.
ELEMENTS = """
3Tw4        3 2 3 2 3 - 3 3 2    8.47
3T          0 0 1 1 1 - 1 1 1    4.88
3LoTh       2 2 2 2 2 - 2 2 3    6.40
BiDs3       2 2 2 2 2 - 2 1 2    4.60
5RLi4       2 1 0 1 1 - 0 0 1    7.97
StSq4       2 1 2 2 2 - 2 2 2    5.30
FCCoSp4     1 0 1 0 1 - 1 1 1    3.92
"""
COMPONENTS = """
skating_skills  8.50 8.00 7.75 8.75 8.50 - 8.50 8.25 9.00  8.42
transitions     8.00 8.00 7.50 8.75 8.50 - 8.50 7.75 8.75  8.25
performance     8.50 8.25 7.75 9.00 8.75 - 8.75 8.25 9.00  8.58
composition     8.00 8.00 7.50 8.75 8.75 - 8.50 8.25 9.25  8.38
interpretation  8.25 8.25 7.50 9.00 8.50 - 8.75 8.25 9.25  8.50
"""


def skate(calls: dict[str, int] | None = None) -> Skate:
    elements = [line.split() for line in ELEMENTS.strip().splitlines()]
    components = [line.split() for line in COMPONENTS.strip().splitlines()]
    return Skate(
        tuple(
            SkatedElement(code, tuple(None if m == "-" else int(m) for m in marks))
            for code, *marks, _ in elements
        ),
        tuple(
            MarkedComponent(name, tuple(None if m == "-" else Points(m) for m in marks))
            for name, *marks, _ in components
        ),
        calls or {},
    )


def test_a_skate_is_scored_to_the_hundredth_without_the_removed_judge() -> None:
    (score,) = score_segment(PAIRS_2016, Segment.SHORT_PROGRAM, [skate()])
    assert [str(e.score) for e in score.elements] == [
        line.split()[-1] for line in ELEMENTS.strip().splitlines()
    ]
    assert [str(c.panel) for c in score.components] == [
        line.split()[-1] for line in COMPONENTS.strip().splitlines()
    ]
    assert (str(score.tes), str(score.pcs), str(score.tss)) == ("41.54", "33.70", "75.24")


def test_a_segment_is_its_skates_one_by_one() -> None:
    both = score_segment(PAIRS_2016, Segment.SHORT_PROGRAM, [skate(), skate({"fall": 2})])
    assert both[0] == score_segment(PAIRS_2016, Segment.SHORT_PROGRAM, [skate()])[0]
    assert str(both[1].tss) == "73.24"


def test_no_skates_no_scores() -> None:
    assert score_segment(PAIRS_2016, Segment.SHORT_PROGRAM, []) == ()


def test_only_the_counted_judges_enter() -> None:
    without_last = np.array([True] * 8 + [False])
    (score,) = score_segment(PAIRS_2016, Segment.SHORT_PROGRAM, [skate()], without_last)
    # judges 1-5, 7 and 8 are left: 8.50 8.00 8.75 8.50 8.50 8.25 and 7.75, the ends deleted
    assert str(score.components[0].panel) == "8.35"


@pytest.mark.parametrize(
    ("day", "discipline", "falls", "points"),
    [
        (date(2016, 3, 30), Discipline.MEN, 3, "3.00"),  # 2015-16
        (date(2016, 10, 22), Discipline.MEN, 3, "4.00"),  # 2016-17
        (date(2016, 10, 22), Discipline.MEN, 4, "6.00"),
        (date(2016, 10, 22), Discipline.MEN, 5, "9.00"),
        (date(2016, 10, 22), Discipline.PAIRS, 2, "2.00"),  # both partners
        (date(2016, 10, 22), Discipline.PAIRS, 3, "3.00"),
        (date(2016, 10, 22), Discipline.ICE_DANCE, 2, "2.00"),
        (date(2016, 10, 22), Discipline.WOMEN, 0, "0.00"),
    ],
)
def test_falls(day: date, discipline: Discipline, falls: int, points: str) -> None:
    assert str(deductions(rulebooks.on(day, discipline, Level.SENIOR), {"fall": falls})) == points


def test_what_is_no_deduction_is_refused() -> None:
    with pytest.raises(UnknownOnDate, match=r"senior pairs from .* know .*fall"):
        deductions(PAIRS_2016, {"somersault": 1})
    with pytest.raises(AgainstTheRules, match="a count of -1"):
        deductions(PAIRS_2016, {"fall": -1})


def test_a_factored_component_rounds_half_up() -> None:
    assert factored(np.array([850]), np.array([167])).tolist() == [1420]  # 14.195


def test_each_component_is_rounded_before_the_sum() -> None:
    # Worlds 2006, women, free skating, first place: 60.23; the sum rounded at the end is 60.22.
    panel = np.array([[761, 725, 771, 750, 757]])
    assert factored(panel, np.full(5, 160)).sum(axis=1).tolist() == [6023]


def test_a_valued_element_without_marks_contradicts_itself() -> None:
    unmarked = Skate((SkatedElement("3Lz", (None,) * 9),), ())
    with pytest.raises(Contradiction, match="3Lz: worth"):
        score_segment(PAIRS_2016, Segment.SHORT_PROGRAM, [unmarked])
    worthless = Skate((SkatedElement("FCCoSp", (None,) * 9),), ())
    (score,) = score_segment(PAIRS_2016, Segment.SHORT_PROGRAM, [worthless])
    assert str(score.tss) == "0.00"


def test_a_grade_without_a_known_value_is_refused() -> None:
    lutz = PAIRS_2016.scale["3Lz"]
    partly = replace(lutz, goe={grade: lutz.goe[grade] for grade in (-1, 0, 1)})
    rules = replace(PAIRS_2016, scale={"3Lz": partly})
    good = Skate((SkatedElement("3Lz", (2, 1, 1, 1, 1)),), ())
    (score,) = score_segment(rules, Segment.SHORT_PROGRAM, [good])
    assert score.elements[0].goe == lutz.goe[1]  # the one unknown value was deleted
    unknown = Skate((SkatedElement("3Lz", (2, 2, 1, 1, 1)),), ())
    with pytest.raises(UnknownOnDate, match=r"3Lz: .* it knows -1, \+0, \+1"):
        score_segment(rules, Segment.SHORT_PROGRAM, [unknown])


def test_a_component_needs_a_mark_and_a_known_name() -> None:
    empty = Skate((), (MarkedComponent("skating_skills", (None,) * 9),))
    with pytest.raises(Contradiction, match="skating_skills: no judge"):
        score_segment(PAIRS_2016, Segment.SHORT_PROGRAM, [empty])
    strange = Skate((), (MarkedComponent("charm", (Points(8),) * 9),))
    with pytest.raises(
        UnknownOnDate, match=r"'charm': the short program .* has skating_skills, transitions"
    ):
        score_segment(PAIRS_2016, Segment.SHORT_PROGRAM, [strange])


def test_an_explanation_ends_in_the_score() -> None:
    own = skate({"fall": 1})
    (score,) = score_segment(PAIRS_2016, Segment.SHORT_PROGRAM, [own])
    for element, skated in zip(score.elements, own.elements, strict=True):
        steps = explain_element(PAIRS_2016, element, skated.marks)
        assert steps[-1].value == element.score
        assert all(step.rule for step in steps)
    for component, marked in zip(score.components, own.components, strict=True):
        steps = explain_component(PAIRS_2016, component, marked.marks)
        assert [str(step.value) for step in steps[1:]] == [
            str(component.panel),
            str(component.score),
        ]
    total = explain_total(PAIRS_2016, score, own.calls)
    assert [str(step.value) for step in total] == ["41.54", "33.70", "1.00", "74.24"]
    with pytest.raises(Contradiction, match="do not follow"):
        explain_total(PAIRS_2016, score, {"fall": 2})


def test_the_explanation_says_who_was_deleted() -> None:
    (score,) = score_segment(PAIRS_2016, Segment.SHORT_PROGRAM, [skate()])
    steps = explain_component(PAIRS_2016, score.components[0], skate().components[0].marks)
    assert steps[0].text.startswith(
        "8 judges count; deleted are the highest (judge 9) and lowest (3)"
    )


def test_two_different_judges_are_deleted_where_all_agree() -> None:
    gone = deleted([1] * 9, PAIRS_2016.panel)
    assert gone.highest != gone.lowest
    assert len(gone.highest) == len(gone.lowest) == 1
    assert deleted([1, 2, 3, None], PAIRS_2016.panel).highest == ()
    drawn = deleted([5, 1, 2, 3, 4, -5, 0], PAIRS_2016.panel, [False, *[True] * 4, False, True])
    assert (drawn.highest, drawn.lowest) == ((4,), (6,))


def test_few_judges_are_all_counted_in_the_explanation() -> None:
    own = Skate((), (MarkedComponent("skating_skills", (Points(8), Points(7), Points(6))),))
    (score,) = score_segment(PAIRS_2016, Segment.SHORT_PROGRAM, [own])
    steps = explain_component(PAIRS_2016, score.components[0], own.components[0].marks)
    assert "too few to delete any" in steps[0].text
    assert str(score.components[0].panel) == "7.00"
