"""A folder of clips, each reviewed on its own: by one process, several, or a Dask cluster."""

import hashlib
import logging
import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any, Final

import msgspec

from kissandcry.core import Contradiction, KissAndCryError, MissingExtra, Unreadable
from kissandcry.core.extras import extra
from kissandcry.video.poses.file import FORMAT
from kissandcry.video.review import files, index, words
from kissandcry.video.review.make import watch
from kissandcry.video.review.model import VERSION
from kissandcry.video.tracking import Quality

SUFFIXES: Final = frozenset(
    ".mp4 .m4v .mov .mkv .webm .avi .mpg .mpeg .mts .m2ts .ts .3gp .wmv .flv .ogv".split()
)
UNFINISHED: Final = ".unfinished"  # in the folder of reviews: work that goes on where it was
_LOG: Final = logging.getLogger(__name__)
MOST_PROCESSES: Final = 61  # that Windows waits for at once
_PEEKED: Final = 4096  # bytes in which a file of poses names itself
_WAITS: Final = "10s"  # for a cluster to answer


@dataclass(frozen=True, slots=True)
class Asked:
    """How every clip of a folder is watched; as in `watch`."""

    reference: Path | None = None
    plan: Path | None = None
    program: int = 0
    stature: float | None = None
    skater: str = ""
    start: float = 0.0
    end: float | None = None
    model: Quality = "full"
    cache: Path | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a clip: `said` of its review, or the `problem`, in a sentence each; `known`
    where its review was there already; `missing` names what was left out of the review."""

    name: str
    said: str = ""
    problem: str = ""
    known: bool = False
    missing: str = ""


@dataclass(frozen=True, slots=True)
class _Job:
    clip: Path
    name: str
    to: Path
    asked: Asked


Progress = Callable[[Outcome, int, int], None]  # how many are done, and of how many


def clips(folder: Path, but: Path) -> tuple[list[Path], int]:
    """The clips of a folder, then of those in it, and how many other files are there.

    A clip is known by the end of its name, a file of poses (.json) by what it says of itself. What
    is hidden, the folder `but` and folders of reviews are passed over. Raises `Unreadable`.
    """
    found, others = [], 0
    failed: list[OSError] = []
    for at, folders, names in os.walk(folder, onerror=failed.append):
        here = Path(at)
        if files.JSON in names or index.JSON in names or here.resolve() == but.resolve():
            folders.clear()
            continue
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for name in sorted(names):
            if name.startswith("."):
                continue
            if _is_clip(here / name):
                found.append(here / name)
            else:
                others += 1
    if failed:
        raise Unreadable(f"{failed[0].filename}: {(failed[0].strerror or 'unreadable').lower()}")
    return found, others


def _is_clip(path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix == ".json":
        try:
            with path.open("rb") as file:
                return f'"{FORMAT}"'.encode() in file.read(_PEEKED)
        except OSError:
            return False
    return suffix in SUFFIXES


def watch_all(
    folder: Path,
    to: Path,
    asked: Asked,
    *,
    processes: int = 1,
    cluster: str | None = None,
    progress: Progress | None = None,
) -> list[Outcome]:
    """Review every clip of a folder into folders of the same names in `to`, and write its index.

    A clip that is refused costs only itself. A clip whose review is there already, made of the same
    bytes in the same way, is not watched again, so work that was broken off goes on. `cluster` is
    the address of a Dask scheduler; its workers see the same folders under the same names. Raises
    `Unreadable` for a folder without clips and a cluster that does not answer, `AgainstTheRules`
    where `to` holds something else, and `MissingExtra` where Dask is not there.
    """
    if not 1 <= processes <= MOST_PROCESSES:
        raise Contradiction(f"{processes} processes: 1 to {MOST_PROCESSES} can be asked for")
    asked = _settled(asked)
    found, _ = clips(folder, to)
    if not found:
        raise Unreadable(f"{folder}: no clip is in this folder")
    earlier = index.begin(to)
    names = [path.relative_to(folder).as_posix() for path in found]
    jobs = [
        _Job(path.resolve(), name, to.resolve(), asked)
        for path, name in zip(found, names, strict=True)
    ]
    if cluster is not None:
        done = _on_cluster(jobs, cluster)
    elif processes > 1 and len(jobs) > 1:
        done = _on_processes(jobs, min(processes, len(jobs)))
    else:
        done = map(review_of, jobs)
    outcomes: dict[str, Outcome] = {}
    try:
        for one in done:
            outcomes[one.name] = one
            if progress is not None:
                progress(one, len(outcomes), len(jobs))
    finally:
        lines = {name: (one.said, one.problem) for name, one in outcomes.items()}
        index.write(to, {**earlier, **lines})
    shutil.rmtree(to / UNFINISHED, ignore_errors=True)
    return [outcomes[name] for name in names]


def _settled(asked: Asked) -> Asked:
    """With whole paths, which hold in every process. Raises `Unreadable` for what is not there."""
    for path in (asked.reference, asked.plan):
        if path is not None and not path.is_file():
            raise Unreadable(f"{path} is not there")
    return replace(
        asked, reference=_whole(asked.reference), plan=_whole(asked.plan), cache=_whole(asked.cache)
    )


def _whole(path: Path | None) -> Path | None:
    return None if path is None else path.resolve()


def review_of(job: _Job) -> Outcome:
    """Review one clip; whatever is wrong with it is told, not raised."""
    to, asked = job.to / job.name, job.asked
    try:
        made_of = _made_of(job)
        kept = None if asked.again else _kept(to, made_of)
        if kept is not None:
            return Outcome(job.name, _said(kept), known=True)
        made = watch(
            job.clip,
            reference=asked.reference,
            plan=asked.plan,
            program=asked.program,
            stature=asked.stature,
            skater=asked.skater,
            start=asked.start,
            end=asked.end,
            model=asked.model,
            cache=asked.cache or job.to / UNFINISHED,
        )
        missing = files.write(made, to)
        (to / files.MADE_OF).write_bytes(made_of)
    except MissingExtra:
        raise
    except KissAndCryError as error:
        return Outcome(job.name, problem=str(error))
    except OSError as error:
        return Outcome(job.name, problem=f"{job.name}: {(error.strerror or str(error)).lower()}")
    except Exception as error:  # noqa: BLE001 - a fault of ours in one clip costs that clip alone
        _LOG.exception("the review of %s broke off", job.name)
        what = f"{type(error).__name__}: {error}".splitlines()[0]
        return Outcome(job.name, problem=f"{job.name}: a fault on our side broke it off ({what})")
    return Outcome(job.name, _said(made), missing=missing)


def _kept(to: Path, made_of: bytes) -> Any | None:
    """The review that was made of the same before; None where there is none, or not all of it."""
    if _read(to / files.MADE_OF) != made_of or not (to / files.PAGE).is_file():
        return None
    try:
        return files.read(to)
    except KissAndCryError:
        return None


def _said(review: Any) -> str:
    return words.answer(review)[0]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _made_of(job: _Job) -> bytes:
    """What a review is made of: the bytes of its files and how they are watched, no names."""
    asked = job.asked
    told = {
        "version": VERSION,
        "clip": _digest(job.clip),
        "reference": None if asked.reference is None else _digest(asked.reference),
        "plan": None if asked.plan is None else [_digest(asked.plan), asked.program],
        "stature": asked.stature,
        "skater": asked.skater,
        "part": [asked.start, asked.end],
        "model": asked.model,
    }
    return msgspec.json.encode(told) + b"\n"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _lost(job: _Job) -> Outcome:
    return Outcome(
        job.name,
        problem=f"{job.name}: the process that watched it was ended from outside, or memory is"
        " short; ask for fewer processes",
    )


def _on_processes(jobs: Sequence[_Job], processes: int) -> Iterator[Outcome]:
    """The outcomes as they are ready. A clip whose process ends is told, after a try alone."""
    context = multiprocessing.get_context("spawn")
    alone: list[_Job] = []
    with ProcessPoolExecutor(processes, context) as pool:
        asked: dict[Future[Outcome], _Job] = {pool.submit(review_of, job): job for job in jobs}
        try:
            for ready in as_completed(asked):
                try:
                    yield ready.result()
                except BrokenProcessPool:
                    alone.append(asked[ready])
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
    for job in alone:
        with ProcessPoolExecutor(1, context) as pool:
            try:
                found = pool.submit(review_of, job).result()
            except BrokenProcessPool:
                found = _lost(job)
        yield found


def _on_cluster(jobs: Sequence[_Job], address: str) -> Iterator[Outcome]:
    """The outcomes as the workers of a Dask cluster have them ready, one clip at a time each."""
    with extra("cluster", "a Dask cluster"):
        distributed: Any = import_module("distributed")
    try:
        client = distributed.Client(address, timeout=_WAITS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise Unreadable(f"{address}: no Dask cluster answers there ({error})") from None
    with client:
        waiting = iter(jobs)
        asked: dict[str, _Job] = {}

        def submitted(many: int) -> list[Any]:
            made = []
            for job in islice(waiting, many):
                future = client.submit(review_of, job, pure=False)
                asked[future.key] = job
                made.append(future)
            return made

        ready = distributed.as_completed(submitted(max(len(client.nthreads()), 1)), client.loop)
        for future in ready:
            ready.update(submitted(1))
            yield _answered(future, asked[future.key], address)


def _answered(future: Any, job: _Job, address: str) -> Outcome:
    try:
        found = future.result()
    except ImportError as error:
        raise Unreadable(
            f"{address}: the workers of this cluster lack {error.name}; they need the same"
            " kissandcry as here"
        ) from None
    except Exception as error:  # noqa: BLE001 - a lost worker is told in many ways
        why = type(error).__name__
        return Outcome(
            job.name, problem=f"{job.name}: a worker of the cluster was lost on the way ({why})"
        )
    assert isinstance(found, Outcome)
    return found
