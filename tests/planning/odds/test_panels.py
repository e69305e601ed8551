"""How panels scatter: tables that mean what they say, and expectations equal to simulations."""

from datetime import date

import numpy as np
import pytest

from kissandcry import archive, rulebooks
from kissandcry.core import Discipline, Level, UnknownOnDate
from kissandcry.planning import panels, panels_fit
from kissandcry.scoring import element_value, goe_table, panel_goe

DAYS = (date(2012, 12, 8), date(2024, 12, 5))


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("discipline", ["men", "women", "pairs", "ice_dance"])
def test_the_mean_mark_is_the_quality(day: date, discipline: str) -> None:
    book = rulebooks.on(day, Discipline(discipline), Level.SENIOR)
    for marks, (low, high), step in (
        (panels.grade_marks(book), book.grades, 1.0),
        (panels.component_marks(book), (0.25, 10.0), 0.25),
    ):
        quality = np.linspace(low, high, marks.levels)
        values = np.linspace(low, high, marks.chances.shape[1])
        assert marks.chances.sum(axis=1) == pytest.approx(1)
        assert np.abs(marks.chances @ values - quality).max() < 0.03 * max(step, 1)
        drawn = marks.drawn.mean(axis=1) * step + low
        assert drawn == pytest.approx(marks.chances @ values)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("code", ["3Lz", "3A<", "StSq4"])
@pytest.mark.parametrize("grade", [-2.6, 0.0, 1.3])
def test_what_is_expected_is_what_simulated_panels_give(day: date, code: str, grade: float) -> None:
    book = rulebooks.on(day, Discipline.MEN, Level.SENIOR)
    value = element_value(book, code, False)
    marks, scatter, low = panels.grade_marks(book), panels.fitted(book).grades, book.grades[0]
    rng, n, spread = np.random.default_rng(2012), 200_000, 0.7
    quality = grade + np.hypot(spread, scatter.panel) * rng.standard_normal(n)
    each = quality[:, None] + scatter.judge * rng.standard_normal((n, 9))
    level = np.clip(np.rint((each - low) * panels.FINE), 0, marks.levels - 1).astype(int)
    given = (marks.drawn[level, rng.integers(0, 256, (n, 9))] + low).astype(np.int8)
    points = panel_goe(given, np.zeros(n, int), goe_table(book, [value]), book.panel) / 100
    mean, variance = panels.expected(book, value, grade, spread, 9)
    assert mean == pytest.approx(points.mean(), abs=0.012)
    assert variance == pytest.approx(points.var(), rel=0.025)


def test_moments_of_a_trimmed_mean_by_counting_every_panel() -> None:
    """Four judges and three marks: all 81 panels written out."""
    book = rulebooks.on(DAYS[1], Discipline.MEN, Level.SENIOR)
    chances, values = np.array([[0.2, 0.5, 0.3]]), np.array([-1.0, 0.0, 2.5])
    grid = np.stack(np.meshgrid(*[np.arange(3)] * 4), axis=-1).reshape(-1, 4)
    whole = np.sort(values[grid], axis=1)
    trimmed = 4 >= book.panel.trim_from
    means = whole[:, 1:-1].mean(axis=1) if trimmed else whole.mean(axis=1)
    weights = chances[0][grid].prod(axis=1)
    mean = float(weights @ means)
    found = panels.trimmed_moments(chances, values, 4, book.panel)
    assert found[0][0] == pytest.approx(mean)
    assert found[1][0] == pytest.approx(float(weights @ (means - mean) ** 2))


def test_more_judges_scatter_less() -> None:
    book = rulebooks.on(DAYS[1], Discipline.WOMEN, Level.SENIOR)
    value = element_value(book, "3Lz", False)
    few, many = (panels.expected(book, value, 1.5, 0.0, judges)[1] for judges in (5, 9))
    assert few > many > 0


def test_a_discipline_without_figures_is_said() -> None:
    book = rulebooks.on(DAYS[1], Discipline.MEN, Level.SENIOR)
    with pytest.MonkeyPatch.context() as patch:
        bare = panels.Panels("", "", {})
        patch.setattr(panels, "shipped", lambda: bare)
        with pytest.raises(UnknownOnDate, match="how panels mark men"):
            panels.fitted(book)


def test_the_fit_finds_judges_who_differ(season_archive: archive.Archive) -> None:
    found = panels_fit.fit(season_archive).fitted
    assert set(found) == {"men 3", "women 3", "pairs 3", "ice_dance 3"}
    for one in found.values():
        assert 0.2 < one.components.judge < 0.6
        assert all(0.05 < noise < 1.2 for noise in one.grades.noise)
        assert 0.5 < one.common <= 1
