"""Work on many files by several processes, any of which may end without a word."""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Final, TypeVar

from kissandcry.core import Unreadable, limits

_I = TypeVar("_I")
_T = TypeVar("_T")
_SHARES: Final = 8  # parts of the work for each process: few, since files side by side are alike
_MOST_AT_ONCE: Final = 32  # files handed to a process together
_MOST_JOBS: Final = 61  # processes that Windows waits for at once (`concurrent.futures`)
_SECONDS: Final = 60  # of the processor for one file; a published protocol takes about one at most


def each(
    work: Callable[[_I], _T], items: Sequence[_I], jobs: int, lost: Callable[[_I], _T]
) -> Iterator[_T]:
    """`work` done to each item, in order, on so many processes; `work`, items and results must be
    such that one process can hand them to another.

    An item whose process ends (it took more memory or time than `limits` and `_SECONDS` allow, or a
    library broke) gets what `lost` says of it, and the others are still done. With one job the work
    is done in this process, without these bounds. Raises `Unreadable` where no process can start.
    """
    if jobs <= 1 or len(items) <= 1:
        yield from map(work, items)
        return
    together = max(1, min(_MOST_AT_ONCE, len(items) // (jobs * _SHARES)))
    parts = [items[start : start + together] for start in range(0, len(items), together)]
    done: dict[int, list[_T]] = {}
    given = 0
    while given < len(parts):
        pool = _pool(min(jobs, len(parts)))
        futures: dict[int, Future[list[_T]]] = {}
        try:
            for number in range(given, len(parts)):
                if number not in done:
                    futures[number] = pool.submit(_some, work, parts[number])
            while given < len(parts):
                if given in futures:
                    done[given] = futures[given].result()
                    del futures[given]
                yield from done.pop(given)
                given += 1
        except BrokenProcessPool:
            pool.shutdown()
            done |= {n: one.result() for n, one in futures.items() if one.exception() is None}
            # Parts begin in order, so one of the first that are not done has ended its process.
            left = (number for number in range(given, len(parts)) if number not in done)
            for number in [number for _, number in zip(range(jobs), left, strict=False)]:
                done[number] = _one_by_one(work, parts[number], lost)
        finally:
            pool.shutdown(cancel_futures=True)


def _one_by_one(
    work: Callable[[_I], _T], items: Sequence[_I], lost: Callable[[_I], _T]
) -> list[_T]:
    """As `each`; which item ends its process is seen where it is alone."""
    results: list[_T] = []
    pool = _started()
    try:
        for item in items:
            try:
                results += pool.submit(_some, work, [item]).result()
            except BrokenProcessPool:
                results.append(lost(item))
                pool.shutdown()
                pool = _started()
    finally:
        pool.shutdown(cancel_futures=True)
    return results


def _some(work: Callable[[_I], _T], items: Sequence[_I]) -> list[_T]:
    """Work on a part, in a process of its own."""
    results = []
    for item in items:
        limits.seconds(_SECONDS)
        results.append(work(item))
    return results


def _pool(jobs: int) -> ProcessPoolExecutor:
    # Spawned processes are the same on every system.
    most = min(jobs, _MOST_JOBS)
    return ProcessPoolExecutor(most, mp_context=get_context("spawn"), initializer=_begin)


def _started() -> ProcessPoolExecutor:
    """A pool of one process that runs."""
    pool = _pool(1)
    try:
        pool.submit(_begun).result()
    except BrokenProcessPool:
        pool.shutdown()
        raise Unreadable("no process to read files in can start; try again with --jobs 1") from None
    return pool


def _begun() -> None:
    """Nothing: that it runs is the answer."""


def _begin() -> None:
    """What a reading process begins with: its bounds; it leaves Ctrl-C to the process that asked
    for it, and ends with that process, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limits.memory(data=limits.DATA)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
