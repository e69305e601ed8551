"""The same figures for the same seed, whoever simulates; and numbers that are none."""

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import pytest

from kissandcry.core import Contradiction, KissAndCryError, Unreadable
from kissandcry.planning.odds import event, running
from kissandcry.planning.odds.event import Tally
from kissandcry.planning.odds.model import Entrant, Event
from tests.planning.odds import helpers

SIMULATIONS = 3 * running.CHUNK + 17


@pytest.fixture(scope="module")
def what() -> Event:
    planned = Entrant("p", "P", "", helpers.history(), (helpers.program(), None))
    return replace(helpers.event(0.1, 0.0), entrants=(*helpers.event(0.1, 0.0).entrants, planned))


@pytest.fixture(scope="module")
def alone(what: Event) -> Tally:
    return running.run(event.tally, what, SIMULATIONS, seed=5)


def same(one: Tally, two: Tally) -> bool:
    values = [(getattr(one, f.name), getattr(two, f.name)) for f in fields(Tally)]
    return all((a == b) if isinstance(a, int) else (a == b).all() for a, b in values)


def test_all_are_counted(alone: Tally) -> None:
    assert alone.simulations == SIMULATIONS
    assert (alone.places.sum(axis=1) == SIMULATIONS).all()
    assert (alone.points.sum(axis=1) == SIMULATIONS).all()


def test_two_processes_give_the_same_figures(what: Event, alone: Tally) -> None:
    told: list[tuple[int, int]] = []
    two = running.run(
        event.tally,
        what,
        SIMULATIONS,
        seed=5,
        processes=2,
        progress=lambda done, total: told.append((done, total)),
    )
    assert same(alone, two)
    assert told[-1] == (SIMULATIONS, SIMULATIONS)
    assert len(told) == 4


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of two workers on this computer."""
    distributed: Any = pytest.importorskip("distributed", reason="distributed is not installed")
    with (
        pytest.MonkeyPatch.context() as patch,
        distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=False,
            host="127.0.0.1",
            protocol="tcp://",
            dashboard_address=None,
        ) as two,
    ):
        patch.setenv("DASK_DISTRIBUTED__COMM__RETRY__COUNT", "0")
        yield two.scheduler_address


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_the_same_figures(what: Event, alone: Tally, cluster: str) -> None:
    assert same(alone, running.run(event.tally, what, SIMULATIONS, seed=5, cluster=cluster))


def test_another_seed_gives_others(what: Event, alone: Tally) -> None:
    other = running.run(event.tally, what, SIMULATIONS, seed=6)
    assert not same(alone, other)
    assert other.places[0, 0] == pytest.approx(alone.places[0, 0], rel=0.05)


@pytest.mark.parametrize(
    ("simulations", "more", "words"),
    [
        (0, {}, "0 simulations: from 1 to"),
        (10, {"seed": -1}, "a seed of -1"),
        (10, {"processes": 0}, "0 processes"),
    ],
)
def test_numbers_that_are_none(
    what: Event, simulations: int, more: dict[str, int], words: str
) -> None:
    with pytest.raises(Contradiction, match=words):
        running.run(event.tally, what, simulations, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense://nowhere"])
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_that_is_not_there(
    what: Event, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed", reason="distributed is not installed")
    monkeypatch.setattr(running, "WAITS", "1s")
    with pytest.raises(Unreadable, match=r"no Dask cluster answers there") as found:
        running.run(event.tally, what, 10, cluster=address)
    assert isinstance(found.value, KissAndCryError)
    assert "\n" not in str(found.value)
