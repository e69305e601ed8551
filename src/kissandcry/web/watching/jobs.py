"""Reviews being made: one at once, the others wait, each in a process of its own."""

import logging
import os
import secrets
import shutil
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from kissandcry.web.uploads import Busy
from kissandcry.web.watching.task import Task, Told

_LOG: Final = logging.getLogger("kissandcry.web")
MOST_WAITING: Final = 5
_REMEMBERED: Final = 50  # jobs that ended
_LOGGED: Final = 4000  # bytes of what a broken process said
_COMMAND: Final = (sys.executable, "-I", "-X", "utf8", "-m", "kissandcry.web.watching.work")
_BROKEN: Final = "the review broke off by a fault on our side; the server's log says more"
ENDED: Final = "ended before it was done"


class Job:
    """A clip being reviewed. `told` is the last that was heard of it."""

    def __init__(self, task: Task, folder: Path) -> None:
        self.key = secrets.token_hex(8)
        self.task = task
        self.folder = folder  # of what was handed over; gone when the job is
        self.told = Told(words="waiting for its turn")
        self.process: subprocess.Popen[bytes] | None = None
        self.stopped = False

    @property
    def done(self) -> bool:
        """Whether it ended, well or not."""
        return bool(self.told.review or self.told.error)


class Jobs:
    """Takes clips to be reviewed; what was handed over is deleted when a job ends."""

    def __init__(self) -> None:
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._changed = threading.Condition()
        self._closed = False
        self._worker: threading.Thread | None = None

    def refuse_more(self) -> None:
        """Raises `Busy` where as many clips wait as may."""
        with self._changed:
            if sum(not one.done for one in self._jobs.values()) >= MOST_WAITING:
                raise Busy(
                    f"{MOST_WAITING} clips are waiting to be reviewed: try again when one is done"
                )

    def add(self, task: Task, folder: Path) -> Job:
        """Have a clip reviewed when its turn comes. Raises `Busy`."""
        job = Job(task, folder)
        with self._changed:
            self.refuse_more()
            self._jobs[job.key] = job
            for key in [key for key, one in self._jobs.items() if one.done][:-_REMEMBERED]:
                del self._jobs[key]
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, daemon=True)
                self._worker.start()
            self._changed.notify_all()
        return job

    def find(self, key: str) -> Job | None:
        """The job of this key."""
        with self._changed:
            return self._jobs.get(key)

    def all(self) -> Sequence[Job]:
        """Every job that is remembered, the newest first."""
        with self._changed:
            return tuple(reversed(self._jobs.values()))

    def stop(self, job: Job) -> None:
        """End a job; one that is done stays as it is."""
        with self._changed:
            if job.done:
                return
            job.stopped = True
            if job.process is None:
                self._end(job, Told(error=ENDED, kind="refused"))
            else:
                job.process.kill()

    def close(self) -> None:
        """End all jobs, for the server ends."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        for job in self.all():
            self.stop(job)
        if self._worker is not None:
            self._worker.join()

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._closed and self._next() is None:
                    self._changed.wait()
                job = self._next()
                if job is None:
                    return
                job.process = _started()
            told = _review(job) if job.process else Told(error=_BROKEN, kind="refused")
            with self._changed:
                self._end(job, Told(error=ENDED, kind="refused") if job.stopped else told)

    def _next(self) -> Job | None:
        return next((one for one in self._jobs.values() if not one.done), None)

    def _end(self, job: Job, told: Told) -> None:
        shutil.rmtree(job.folder, ignore_errors=True)
        job.told = told


def _started() -> subprocess.Popen[bytes] | None:
    """The process of a review; None where the machine has no room for another."""
    try:
        return subprocess.Popen(
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONUTF8": "1"},
        )
    except OSError:
        _LOG.exception("a review could not be started")
        return None


def _review(job: Job) -> Told:
    """Follow the process of a job to its end."""
    process = job.process
    assert process is not None
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    said: list[bytes] = []
    stderr = process.stderr
    listener = threading.Thread(target=lambda: said.append(stderr.read()), daemon=True)
    listener.start()
    with process:
        try:
            process.stdin.write(msgspec.json.encode(job.task))
            process.stdin.close()
            for line in process.stdout:
                told = msgspec.json.decode(line, type=Told)
                if told.review or told.error:
                    process.wait()
                    return told
                job.told = told
        except (OSError, msgspec.DecodeError):
            process.kill()
        process.wait()
        listener.join()
    if not job.stopped:
        _LOG.error("a review broke off: %s", b"".join(said)[-_LOGGED:].decode("utf-8", "replace"))
    return Told(error=_BROKEN, kind="refused")
