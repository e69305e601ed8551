"""How did I do? What is being watched, and what became of the reviews of a skater."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

from kissandcry.core import MissingExtra
from kissandcry.core.extras import extra
from kissandcry.video.shelf import Kept, Shelf
from kissandcry.web import errors
from kissandcry.web.page import Column, Page, Table
from kissandcry.web.watching import posted
from kissandcry.web.watching.jobs import Job

REVIEW_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "media-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
_GB: Final = 1024**3
_SOURCES: Final = (
    "Made on this computer from the clips that were handed over. No grade of execution and no"
    " component is told from a video.",
)
_REVIEWS: Final = (
    Column("skater", "Skater", link="to"),
    Column("reviews", "Reviews", "number"),
    Column("last", "Last", "day"),
)
_PROGRESS: Final = (
    Column("day", "Day", "day"),
    Column("measure", "Measure"),
    Column("value", "Measured"),
    Column("interval", "90 % interval"),
)


def status_of(error: Exception) -> int:
    """The status of a refusal."""
    from kissandcry.core import KissAndCryError

    assert isinstance(error, KissAndCryError)
    return errors.status_of(error)


def asking(shelf: Shelf, jobs: Sequence[Job], refusal: str = "", status: int = 200) -> Page:
    """The page that takes a clip."""
    kept = shelf.list()
    return Page(
        title="How did I do?",
        answer="A clip of a skate is looked at here: its jumps and spins are found and measured, "
        "and what a video cannot tell is said.",
        kicker="Watch a skate",
        template="watch.html",
        section="/watch",
        tables=(_shelf(kept),) if kept else (),
        sources=_SOURCES,
        status=status,
        more={
            "exports": False,
            "w": {
                "refusal": refusal,
                "missing": _missing(),
                "most": posted.MOST_BYTES // _GB,
                "skaters": sorted({one.skater for one in kept}),
                "jobs": [
                    {"key": one.key, "name": one.task.name, "said": _said(one)} for one in jobs
                ],
            },
        },
    )


def _missing() -> str:
    """What is not installed here, empty where all is."""
    try:
        with extra("video", "watching a clip"):
            import ai_edge_litert  # noqa: F401
            import av  # noqa: F401
            import cv2  # noqa: F401
    except MissingExtra as error:
        sentence = str(error)
        return f"{sentence[:1].upper()}{sentence[1:]}."
    return ""


def _shelf(kept: Sequence[Kept]) -> Table:
    """Everybody of whom there are reviews."""
    rows = []
    for skater in sorted({one.skater for one in kept}):
        own = [one.day for one in kept if one.skater == skater]
        to = f"/watch/skaters?name={quote(skater, safe='')}"
        rows.append({"skater": skater, "reviews": len(own), "last": max(own), "to": to})
    return Table("skaters", "Watched before", _REVIEWS, rows)


def _said(job: Job) -> str:
    told = job.told
    if told.review:
        return "done"
    return told.error or f"{told.words}, {told.share:.0%}"


def working(job: Job) -> Page:
    """How far a review is."""
    told = job.told
    answer = f"{told.words[:1].upper()}{told.words[1:]}." if told.words else ""
    if told.review:
        answer = "The review is made, and the clip is deleted."
    if told.error:
        answer = f"{told.error[:1].upper()}{told.error[1:]}".rstrip(".") + "."
    return Page(
        title=job.task.name,
        answer=answer,
        kicker="Watch a skate",
        template="watch_job.html",
        section="/watch",
        crumbs=(("Watch", "/watch"),),
        more={
            "exports": False,
            "w": {
                "key": job.key,
                "done": job.done,
                "review": told.review,
                "share": told.share,
                "percent": f"{100 * told.share:.0f}",
            },
        },
    )


def of_skater(shelf: Shelf, skater: str) -> Page:
    """The reviews of a skater, the newest first, and each measure from day to day."""
    kept = sorted(shelf.list(skater), key=lambda one: one.day, reverse=True)
    rows = [
        {
            "day": one.day,
            "measure": one.measure,
            "value": f"{one.value:.2f} {one.unit}",
            "interval": f"{one.low:.2f} to {one.high:.2f}",
        }
        for one in shelf.progress(skater)
    ]
    many = "one review" if len(kept) == 1 else f"{len(kept)} reviews"
    return Page(
        title=skater,
        answer=f"{many[:1].upper()}{many[1:]} of this skater {'is' if len(kept) == 1 else 'are'}"
        " kept on this computer."
        if kept
        else "No review of this skater is kept here.",
        kicker="Watch a skate",
        template="watch_skater.html",
        section="/watch",
        crumbs=(("Watch", "/watch"),),
        tables=(Table("progress", "From day to day", _PROGRESS, rows),) if rows else (),
        sources=_SOURCES,
        status=200 if kept else 404,
        more={
            "exports": False,
            "reviews": [{"key": one.key, "day": one.day, "said": one.sentence} for one in kept],
        },
    )
