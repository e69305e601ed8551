"""The parts of the backtest: scores, rivals and calibration, on cases worked out by hand."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from kissandcry import archive
from kissandcry.archive.form.field import walk
from kissandcry.archive.form.parameters import shipped
from kissandcry.archive.form.skates import read
from kissandcry.planning.odds import backtest, calibration, event, report, rivals, running, trial
from kissandcry.planning.odds.rivals import Held
from kissandcry.planning.odds.widths import Widths
from tests.planning.odds import helpers


def held(number: int, skaters: tuple[int, ...], scores: tuple[float, ...], season: int) -> Held:
    order = np.argsort(np.argsort(-np.array(scores))) + 1
    return Held(
        f"e{number}",
        "men",
        "men",
        season,
        date(season, 10, 1) + timedelta(days=number),
        skaters,
        order.astype(np.int32),
        np.array(scores),
        (tuple(zip(skaters, scores, strict=True)),),
    )


def test_targets_of_six_and_of_a_withdrawal() -> None:
    win, podium, half = trial.targets(np.array([1, 4, 3, 0, 2, 5], np.int32))
    assert win.tolist() == [True, False, False, False, False, False]
    assert podium.tolist() == half.tolist() == [True, False, True, False, True, False]


def test_log_scores() -> None:
    found = trial.log_score(np.array([0.25, 0.25]), np.array([True, False]))
    assert found == pytest.approx(np.log([0.25, 0.75]))


def test_bests_are_of_the_season_and_of_the_career() -> None:
    events = [
        held(1, (1, 2), (200.0, 180.0), 2012),
        held(2, (1, 2), (190.0, 210.0), 2012),
        held(3, (1, 3), (220.0, 100.0), 2013),
        held(4, (1, 2, 4), (1.0, 1.0, 1.0), 2013),
    ]
    last = rivals.bests(events)[-1]
    size = (220 + 210) / 2  # the season's best of 1, and the career best of 2
    assert last.season[0] == pytest.approx(220 / size)
    assert np.isnan(last.season[1:]).all()
    assert last.career[:2] == pytest.approx([220 / size, 210 / size])
    assert np.isnan(last.career[2])


def test_elo_after_one_game() -> None:
    """Equal ratings: the winner gets half of K, the loser gives it."""
    events = [held(1, (1, 2), (200.0, 180.0), 2012), held(2, (1, 2, 3), (1.0, 2.0, 3.0), 2012)]
    assert rivals.ratings(events, 40.0, 1500.0)[1].tolist() == [1520, 1480, 1500]


def test_a_fit_finds_who_tells_more() -> None:
    """Scores that repeat to 2% are fitted with a narrow noise, not with a wide one."""
    rng = np.random.default_rng(1)
    ability = np.linspace(150, 250, 8)
    events = [
        held(n, tuple(range(8)), tuple(ability * (1 + 0.02 * rng.standard_normal(8))), 2012)
        for n in range(12)
    ]
    rival = rivals.by_bests(rivals.bests(events))

    def worth(at: int, places: rivals.Ints) -> float:
        came = trial.targets(events[at].places)
        return float(trial.log_score(trial.chances(places), came).sum())

    start = (0.1, *rivals.BESTS_START[1:])
    found = rivals.fit(rival, start, range(1, 12), worth, 4)
    assert 0.01 < found[0] < 0.05


def test_calibration_of_a_model_that_is_right_and_of_one_that_is_not() -> None:
    rng = np.random.default_rng(2)
    chance = rng.random(3000)
    worlds = [rng.random((3000, calibration.DRAWS)) < chance[:, None]]
    right = calibration.calibrate(chance, rng.random(3000) < chance, worlds)
    assert right.outside == 0
    assert right.error < 0.03
    sure = calibration.calibrate(chance, rng.random(3000) < 0.2 + 0.6 * chance, worlds)
    assert sure.outside >= 4
    assert sure.error > 0.05


def test_a_season_is_foretold_and_reported(season_archive: archive.Archive) -> None:
    """With the shipped figures of the form model; a season is its own teacher here."""
    skates = read(season_archive)
    every = trial.categories(season_archive, skates)
    assert len(every) == 28  # seven events of four disciplines
    what = trial.widened(
        trial.event_of(every[-1], skates, walk(skates, shipped()), shipped()), trial.START
    )
    drawn = event.simulate(what, running.generator(1, 0), 2000).places
    said = trial.chances(drawn)
    one = trial.Foretold(
        every[-1],
        dict.fromkeys(trial.METHODS, said),
        trial.targets(every[-1].held.places),
        drawn[:, : calibration.DRAWS],
    )
    assert said[0].sum() == pytest.approx(1, abs=0.05)
    lines = [*report.scores([one]), *report.ahead([one]), *report.calibrated([one])]
    assert all(line.startswith("|") and line.endswith("|") for line in lines)


def test_an_archive_that_is_too_small(
    season_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert backtest.main([str(season_file)]) == 2
    assert "the archive holds events of" in capsys.readouterr().err


def test_widths_widen() -> None:
    wide = Widths(1.5, 1.2, 0.3, 0.5, 0.1, 0.02).of(helpers.history(0.2))
    assert wide.parts[0].spread == pytest.approx(0.075)
    assert wide.ability == pytest.approx(0.05 * 1.2 * 1.5)  # a newcomer
    assert (wide.mean, wide.carried, wide.withdraws) == pytest.approx((0.1, 0.3, 0.02))
