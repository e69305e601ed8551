"""The parts of the backtest: scores, rivals and calibration, on cases worked out by hand."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from kissandcry import archive
from kissandcry.archive.form.field import walk
from kissandcry.archive.form.parameters import shipped
from kissandcry.archive.form.skates import read
from kissandcry.planning.odds import (
    backtest,
    calibration,
    event,
    report,
    rivals,
    running,
    skating,
    trial,
)
from kissandcry.planning.odds.model import Entrant, Event
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
    plain = trial.event_of(every[-1], skates, walk(skates, shipped()), shipped())
    what = trial.widened(every[-1], plain, trial.START)
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


GIVEN = Widths(1.5, 1.2, 0.3, 0.6, 0.1, 0.04, 0.08, 0.06, 0.02)


def test_widths_widen() -> None:
    wide = GIVEN.of(helpers.history(0.2), (0.0, 0.0, 0.0))
    assert wide.parts[0].spread == pytest.approx(0.075)
    assert wide.ability == pytest.approx(0.05 * 0.6)  # a newcomer
    once = GIVEN.of(replace(helpers.history(0.2), known=1), (0.0, 0.0, 0.0))
    assert once.ability == pytest.approx(0.05 * 0.9)
    assert (wide.mean, wide.carried, wide.withdraws) == pytest.approx((0.1, 0.3, 0.02))


def entered(*known: int) -> Event:
    """Entrants with a mean of 0 who have so many performances: three of JPN, one of ISL, and the
    rest of no known nation."""
    nations = ["JPN", "JPN", "JPN", "ISL", *[""] * len(known)]
    entrants = tuple(
        Entrant(str(n), str(n), nation, replace(helpers.history(), known=of))
        for n, (of, nation) in enumerate(zip(known, nations, strict=False))
    )
    return Event("e", helpers.SEGMENTS, entrants, helpers.BOOK.final_tie)


@pytest.mark.parametrize(
    ("kind", "discipline", "means"),
    [
        ("europeans", "ice_dance", [0, 0.02, 0.02, -0.1, -0.1, -0.1]),
        ("grand_prix", "women", [0, -0.06, -0.06, -0.06, -0.06, -0.06]),  # invited, not earned
        ("worlds", "pairs", [0, 0.1, 0.1, -0.02, -0.02, -0.02]),
        ("olympics", "men", [0, 0.14, 0.14, 0.02, 0.02, 0.02]),
    ],
)
def test_newcomers_are_expected_by_their_signs(
    kind: str, discipline: str, means: list[float]
) -> None:
    wide = GIVEN.event(entered(1, 0, 0, 0, 0, 0), kind, discipline)
    found = [one.history.mean for one in wide.entrants if one.history is not None]
    assert found == pytest.approx(means)


def test_what_is_special_of_newcomers_is_measured() -> None:
    """All score 3% more than expected; beyond that ten newcomers at each of four events 10% more
    where they skate alone, and 20% more at Worlds. Around its mean the square of each of the two is
    40 / 4 = 10, and with ten newcomers more of whom nothing is special half of it is left;
    what is common to all is 15% less 7.5%."""
    every: list[trial.Category] = []
    plain: dict[int, Event] = {}
    for at, (kind, discipline, more) in enumerate(
        [
            ("worlds", "men", 0.3),
            ("worlds", "pairs", 0.2),
            ("europeans", "women", 0.1),
            ("europeans", "ice_dance", 0.0),
        ]
    ):
        means = (0.1, 0.0, *[-0.1] * 10)
        scores = [90 * (1.03 + mean + more * (n >= 2)) for n, mean in enumerate(means)]
        of = replace(held(at, tuple(range(12)), tuple(scores), 2012), discipline=discipline)
        every.append(trial.Category(of, kind, "senior", helpers.SEGMENTS, (), ("",) * 12))
        entrants = tuple(
            Entrant(str(n), str(n), history=replace(helpers.history(mean), known=5 * (n < 2)))
            for n, mean in enumerate(means)
        )
        plain[at] = Event("e", helpers.SEGMENTS, entrants, helpers.BOOK.final_tie)
    found = trial.newcomers(every, plain)
    measured = (found.lower, found.alone, found.worlds, found.entry)
    assert measured == pytest.approx((-0.075, 0.05, 0.1, 0))
    assert trial.newcomers(every, {}) == trial.START


def test_the_spread_of_newcomers_is_measured() -> None:
    """Half of them 30% above, half 30% below: an ability that scatters by 0.05 in the form model,
    and a day of 0.05 * 1.336 (worked out from its mixture of good and bad days)."""
    means = (0.1, 0.0, *[0.0] * 10)
    above = (0.0, 0.0, *[0.3, -0.3] * 5)
    scores = [90 * (1 + mean + more) for mean, more in zip(means, above, strict=True)]
    of = replace(held(0, tuple(range(12)), tuple(scores), 2012), discipline="pairs")
    entrants = tuple(
        Entrant(str(n), str(n), history=replace(helpers.history(mean), known=5 * (n < 2)))
        for n, mean in enumerate(means)
    )
    category = trial.Category(of, "europeans", "senior", helpers.SEGMENTS, (), ("",) * 12)
    event_ = Event("e", helpers.SEGMENTS, entrants, helpers.BOOK.final_tie)
    found = trial.newcomers([category], {0: event_})
    assert found.unknown == pytest.approx((0.3**2 - 0.0668**2) ** 0.5 / 0.05, rel=1e-3)


def test_the_variance_of_a_day_is_that_of_days_drawn() -> None:
    history = helpers.history()
    n = 200_000
    scores, _ = skating.from_history(
        history, history.parts[0], running.generator(1, 0), np.zeros(n), np.zeros(n), np.zeros(n)
    )
    drawn = float(scores.std()) / 9000
    assert trial.day_variance(history, 0.05) ** 0.5 == pytest.approx(drawn, rel=0.01)
