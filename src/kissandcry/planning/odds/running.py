"""Many simulations: in this process, in several, or on a Dask cluster, with the same figures.

The simulations are cut into chunks, and each has random numbers of its own that follow from the
seed and the number of the chunk alone (spawn keys of `numpy.random.SeedSequence`). What a chunk
counts are whole numbers. So it does not matter who makes which chunk, nor in which order.
"""

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from importlib import import_module
from itertools import islice
from typing import Any, Final, Protocol, TypeVar

import numpy as np

from kissandcry.core import Contradiction, Unreadable
from kissandcry.core.extras import extra

CHUNK: Final = 8192  # simulations: what the working arrays of a segment hold in the processor
MOST: Final = 1_000_000_000
_AHEAD: Final = 4  # chunks that wait for each process
WAITS: Final = "10s"  # for a cluster to answer

Progress = Callable[[int, int], None]  # simulations done, and of how many


class Counted(Protocol):
    """What a chunk counts."""

    def add(self, other: Any) -> None: ...


_T = TypeVar("_T", bound=Counted)
_E = TypeVar("_E")
Chunk = Callable[[_E, np.random.Generator, int], _T]


def generator(seed: int, chunk: int) -> np.random.Generator:
    """The random numbers of a chunk."""
    sequence = np.random.SeedSequence(seed, spawn_key=(chunk,))
    return np.random.Generator(np.random.SFC64(sequence))


def run(
    chunk: Chunk[_E, _T],
    what: _E,
    simulations: int,
    *,
    seed: int = 1,
    processes: int = 1,
    cluster: str | None = None,
    progress: Progress | None = None,
    size: int = CHUNK,
) -> _T:
    """Simulate `what`, an event or a season, so many times; the same figures for the same seed.

    `chunk` is a function of a module: `tally(event, rng, n)`. `processes`: on so many of this
    computer; `cluster`: the address of a Dask scheduler, such as tcp://10.0.0.5:8786, whose workers
    have this program too. Raises `Contradiction` for numbers that are none, `Unreadable` for a
    cluster that does not answer or lacks this program, and `MissingExtra` where Dask is not there.
    """
    if not 1 <= simulations <= MOST:
        raise Contradiction(f"{simulations} simulations: from 1 to {MOST:,} can be asked for")
    if seed < 0:
        raise Contradiction(f"a seed of {seed}: seeds are whole numbers from 0 on")
    if processes < 1:
        raise Contradiction(f"{processes} processes: at least 1 is needed")
    jobs = [
        (number, min(size, simulations - start))
        for number, start in enumerate(range(0, simulations, size))
    ]
    if cluster is not None:
        parts = _on_cluster(chunk, what, seed, jobs, cluster)
    elif processes > 1 and len(jobs) > 1:
        parts = _on_processes(chunk, what, seed, jobs, min(processes, len(jobs)))
    else:
        parts = (_part(chunk, what, seed, *job) for job in jobs)
    whole, done = None, 0
    for n, part in parts:
        if whole is None:
            whole = part
        else:
            whole.add(part)
        done += n
        if progress is not None:
            progress(done, simulations)
    assert whole is not None
    return whole


def _part(chunk: Chunk[_E, _T], what: _E, seed: int, number: int, n: int) -> tuple[int, _T]:
    return n, chunk(what, generator(seed, number), n)


_given: dict[str, Any] = {}  # of a process: what it simulates


def _begin(chunk: Any, what: Any, seed: int) -> None:
    _given.update(chunk=chunk, what=what, seed=seed)


def _of_given(number: int, n: int) -> tuple[int, Any]:
    return _part(_given["chunk"], _given["what"], _given["seed"], number, n)


def _on_processes(
    chunk: Chunk[_E, _T], what: _E, seed: int, jobs: list[tuple[int, int]], processes: int
) -> Iterator[tuple[int, _T]]:
    """The parts as they are ready. Processes are spawned, as on every system."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context, _begin, (chunk, what, seed)) as pool:
        waiting = iter(jobs)
        asked = {pool.submit(_of_given, *job) for job in islice(waiting, processes * _AHEAD)}
        while asked:
            ready = next(as_completed(asked))
            asked.remove(ready)
            asked |= {pool.submit(_of_given, *job) for job in islice(waiting, 1)}
            try:
                part = ready.result()
            except BrokenProcessPool:
                raise Unreadable(
                    f"one of {processes} processes was ended from outside; ask for fewer, or"
                    " memory is short"
                ) from None
            yield part


def _on_cluster(
    chunk: Chunk[_E, _T], what: _E, seed: int, jobs: list[tuple[int, int]], address: str
) -> Iterator[tuple[int, _T]]:
    """The parts as the workers of a Dask cluster have them ready."""
    with extra("cluster", "a Dask cluster"):
        distributed: Any = import_module("distributed")
    try:
        client = distributed.Client(address, timeout=WAITS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise Unreadable(f"{address}: no Dask cluster answers there ({error})") from None
    with client:
        given = client.scatter(what, broadcast=True)
        waiting = iter(jobs)

        def asked(many: int) -> list[Any]:
            next_ = islice(waiting, many)
            return [client.submit(_part, chunk, given, seed, *job, pure=False) for job in next_]

        first = asked(_AHEAD * max(sum(client.ncores().values()), 1))
        ready = distributed.as_completed(first, client.loop, with_results=True)
        try:
            for _, part in ready:
                ready.update(asked(1))
                yield part
        except ImportError as error:
            raise Unreadable(
                f"{address}: the workers of this cluster lack {error.name}; they need the same"
                " kissandcry as here"
            ) from None
        except (
            distributed.KilledWorker,
            distributed.client.FutureCancelledError,
            OSError,
        ) as error:
            raise Unreadable(
                f"{address}: a worker of the cluster was lost on the way ({type(error).__name__});"
                " the same seed gives the same figures again"
            ) from None
