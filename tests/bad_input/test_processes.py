"""Processes that end while they read: only the file at fault is lost, and no more is taken than is
allowed."""

import os
import sys

import pytest

from kissandcry.core import limits
from kissandcry.protocols import processes
from kissandcry.protocols.processes import each


def work(item: int) -> int:
    """The square; of some numbers the end of the process."""
    if item in (3, 17):
        os._exit(9)
    return item * item


def lost(item: int) -> int:
    return -item


def greedy(item: int) -> int:
    return len(bytearray(limits.DATA + 1)) if item == 1 else item


def endless(item: int) -> int:
    limits.seconds(0)  # what `each` sets is a minute
    while item == 1:
        pass
    return item


def outrun(item: int) -> int:
    try:
        return greedy(item)
    except MemoryError:
        return -item


@pytest.mark.parametrize("jobs", [2, 3])
def test_what_ends_its_process_is_lost_and_the_rest_is_done(jobs: int) -> None:
    """Forty items go out in parts of more than one."""
    wanted = [-n if n in (3, 17) else n * n for n in range(40)]
    assert list(each(work, range(40), jobs, lost)) == wanted


@pytest.mark.skipif(sys.platform != "linux", reason="the system does not enforce these limits")
def test_a_process_gets_no_more_memory_than_is_allowed() -> None:
    assert list(each(outrun, range(3), 2, lost)) == [0, -1, 2]


@pytest.mark.skipif(sys.platform != "linux", reason="the system does not enforce these limits")
def test_a_process_that_never_ends_is_ended() -> None:
    assert list(each(endless, range(3), 2, lost)) == [0, -1, 2]


def test_no_limit_of_memory_is_set_where_the_system_refuses_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """macOS answers EINVAL to any, which Python words as a ValueError (python/cpython#78783)."""
    resource = pytest.importorskip("resource", exc_type=ModuleNotFoundError)

    def refuse(kind: int, most: tuple[int, int]) -> None:
        raise ValueError("current limit exceeds maximum limit")

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(resource, "setrlimit", refuse)
    limits.memory(data=limits.DATA, addresses=limits.DATA)


def test_as_many_jobs_as_may_be_asked_for_are_no_error_on_windows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """There Python refuses more than 61 processes; `--jobs` takes 256."""
    monkeypatch.setattr(sys, "platform", "win32")
    processes._pool(256).shutdown()
