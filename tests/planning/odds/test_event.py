"""Events: places by the rulebook, chances that can be worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest

from kissandcry.core import Contradiction
from kissandcry.planning.odds import event, running
from kissandcry.planning.odds.model import Entrant, Event, Record
from kissandcry.scoring import final_places
from tests.planning.odds import helpers
from tests.planning.odds.helpers import BOOK, SEGMENTS


def simulated(what: Event, n: int = 4000, seed: int = 1) -> event.Simulated:
    return event.simulate(what, running.generator(seed, 0), n)


def test_two_equal_skaters_win_half_each() -> None:
    done = running.run(event.tally, helpers.event(0.1, 0.1), 100_000)
    wins = done.places[:, 0] / 100_000
    assert wins == pytest.approx([0.5, 0.5], abs=4 * (0.25 / 100_000) ** 0.5)
    assert done.ahead[0, 1] + done.ahead[1, 0] <= 100_000


def test_a_normal_difference_wins_as_often_as_it_must() -> None:
    """Without bad days and without what is carried, the difference of two totals is normal."""
    plain = [
        replace(helpers.history(mean), bad_gap=0.0, bad_width=1.0, carried=0.0)
        for mean in (0.05, 0.0)
    ]
    entrants = tuple(Entrant(str(n), str(n), history=one) for n, one in enumerate(plain))
    done = running.run(event.tally, Event("e", SEGMENTS, entrants, BOOK.final_tie), 200_000)
    variance = 2 * ((0.05 * 270) ** 2 + (0.05 * 90) ** 2 + (0.05 * 180) ** 2)
    from statistics import NormalDist

    right = NormalDist().cdf(0.05 * 270 / variance**0.5)
    assert done.places[0, 0] / 200_000 == pytest.approx(right, abs=0.005)
    assert done.sums[0] / 200_000 / 100 == pytest.approx(1.05 * 270, abs=0.1)


def test_places_are_those_of_the_rulebook() -> None:
    rng = np.random.default_rng(1)
    totals = rng.integers(0, 6, (5, 300)).astype(np.int32)
    free = rng.integers(0, 3, (5, 300)).astype(np.int32)
    found = event.placed(event.keys(totals, free))
    for n in range(300):
        right = final_places(totals[:, n], free[:, n], BOOK.final_tie)
        assert found[:, n].tolist() == right.tolist()


def test_who_does_not_go_on_keeps_the_place_before() -> None:
    done = simulated(helpers.event(0.0, 0.0, 0.0, 0.0, 0.0, advance=3))
    short = event.placed(event.keys(done.scores[0], done.scores[0]))
    out = short > 3
    assert (done.places[out] == short[out]).all()
    assert (done.scores[1][out] == 0).all()
    assert (np.sort(done.places, axis=0)[:3] <= 3).all()


def test_who_withdraws_has_no_place_and_the_others_move_up() -> None:
    done = simulated(helpers.event(0.2, 0.0, -0.2, withdraws=0.3), 20_000)
    gone = done.places == 0
    assert gone.mean() == pytest.approx(0.3, abs=0.01)
    there = (~gone).sum(axis=0)
    assert (done.places.max(axis=0) <= np.maximum(there, 0)).all()
    assert ((done.places == 1).sum(axis=0)[there > 0] >= 1).all()


def test_a_bad_short_program_is_carried_on() -> None:
    """What is known less of the ability shows in both segments."""
    done = simulated(helpers.event(0.0), 50_000)
    short, free = done.scores[0, 0] / 9000, done.scores[1, 0] / 18000
    assert np.corrcoef(short, free)[0, 1] > 0.2


def test_records_fall_as_often_as_scores_lie_above_them() -> None:
    what = replace(
        helpers.event(0.0, 0.1), records=(Record("short", 0, 9500), Record("total", None, 28000))
    )
    done = event.simulate(what, running.generator(1, 0), 5000)
    counts = event.counted(what, done).records
    assert counts[0].tolist() == [
        *(done.scores[0] > 9500).sum(axis=1),
        (done.scores[0] > 9500).any(axis=0).sum(),
    ]
    assert counts[1, 2] == (done.totals > 28000).any(axis=0).sum() > 0


def test_who_withdraws_breaks_no_record() -> None:
    records = (Record("short", 0, 9000), Record("total", None, 27000))
    what = replace(helpers.event(0.1, 0.1, withdraws=1.0), records=records)
    counts = event.counted(what, event.simulate(what, running.generator(1, 0), 500)).records
    assert not counts.any()


def test_programs_and_histories_meet() -> None:
    """A plan for the first segment, the history for the second."""
    planned = Entrant("p", "P", "", helpers.history(), (helpers.program(), None))
    what = Event("e", SEGMENTS, (planned, Entrant("h", "H", "", helpers.history())), BOOK.final_tie)
    done = simulated(what)
    assert 60 < done.scores[0, 0].mean() / 100 < 100
    assert done.scores[1, 0].mean() / 100 == pytest.approx(180, abs=3)


def test_what_was_brought_counts() -> None:
    first = Entrant("a", "A", history=replace(helpers.history(), parts=helpers.history().parts[1:]))
    what = Event(
        "e",
        SEGMENTS[1:],
        (replace(first, brought=10_000), replace(first, key="b", brought=0)),
        BOOK.final_tie,
    )
    done = simulated(what)
    assert (done.totals[0] == done.scores[0, 0] + 10_000).all()
    assert (done.places[0] == 1).mean() > 0.99


@pytest.mark.parametrize(
    ("entrants", "words"),
    [
        ((), "nobody takes part"),
        ((Entrant("a", "A", history=helpers.history()),) * 2, "a is entered twice"),
        ((Entrant("a", "A"),), "of A neither a program nor earlier scores are known"),
    ],
)
def test_an_event_that_cannot_be(entrants: tuple[Entrant, ...], words: str) -> None:
    with pytest.raises(Contradiction, match=words):
        Event("e", SEGMENTS, entrants, BOOK.final_tie)
