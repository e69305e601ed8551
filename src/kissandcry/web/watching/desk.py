"""The addresses of clips and reviews. What they show is its visitor's: it is served to this
computer, never kept by a browser, and gone when it is deleted."""

import secrets
import shutil
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from anyio import to_thread
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from kissandcry.core import KissAndCryError
from kissandcry.video.shelf import Shelf, sweep_old
from kissandcry.web.ask import NotFound
from kissandcry.web.guard import POLICY
from kissandcry.web.page import Page
from kissandcry.web.planner.posted import refuse_elsewhere
from kissandcry.web.render import Renderer
from kissandcry.web.watching import pages, posted
from kissandcry.web.watching.jobs import Job, Jobs
from kissandcry.web.watching.task import Task

_PRIVATE: Final = {"Cache-Control": "no-store"}
# The clip that a visitor chose is shown before it is handed over.
_WITH_CLIP: Final = {**_PRIVATE, "Content-Security-Policy": f"{POLICY}; media-src blob:"}
_INCOMING: Final = "incoming"
_LONGEST_FILE: Final = 120
_ABANDONED: Final = 24 * 3600  # seconds; a clip waits and is watched for some hours at most


class WatchDesk:
    """Takes clips, and shows the reviews of one shelf."""

    def __init__(self, shelf: Path, renderer: Renderer) -> None:
        self._shelf = Shelf(shelf)
        # Each server has a folder of its own, for several may serve one shelf.
        self._incoming = shelf / _INCOMING / secrets.token_hex(8)
        self._renderer = renderer
        self._jobs = Jobs()
        self._shelf.sweep()
        sweep_old(shelf / _INCOMING, "*", _ABANDONED)  # of servers that were broken off

    def add(self, app: FastAPI) -> None:
        """Register the addresses."""
        addresses: tuple[tuple[str, str, Callable[[Request], Awaitable[Response]]], ...] = (
            ("/watch", "GET", self.asking),
            ("/watch", "POST", self.take),
            ("/watch/jobs/{key}", "GET", self.job),
            ("/watch/jobs/{key}/stop", "POST", self.stop),
            ("/watch/skaters", "GET", self.skater),
            ("/watch/reviews/{key}/delete", "POST", self.delete),
            ("/watch/reviews/{key}/{file:path}", "GET", self.file),
        )
        for address, method, answer in addresses:
            app.add_route(address, answer, methods=[method])

    def close(self) -> None:
        """End what is being watched, for the server ends."""
        self._jobs.close()
        shutil.rmtree(self._incoming, ignore_errors=True)

    async def asking(self, request: Request) -> Response:
        """The page that takes a clip and lists what was watched."""
        return await to_thread.run_sync(self._asking, request)

    def _asking(self, request: Request, refusal: str = "", status: int = 200) -> Response:
        page = pages.asking(self._shelf, self._jobs.all(), refusal, status)
        return self._html(request, page, _WITH_CLIP)

    async def take(self, request: Request) -> Response:
        """A clip, to be watched when its turn comes."""
        try:
            self._jobs.refuse_more()
            job = await self._taken(request)
        except KissAndCryError as error:
            status = pages.status_of(error)
            return await to_thread.run_sync(self._asking, request, str(error), status)
        return RedirectResponse(f"/watch/jobs/{job.key}", 303, _PRIVATE)

    async def _taken(self, request: Request) -> Job:
        handed = await posted.take(request, self._incoming)
        files = {field: str(path) for field, path in handed.files.items()}
        task = Task(
            files["clip"],
            handed.name,
            str(self._shelf.folder),
            datetime.now().astimezone().date().isoformat(),
            handed.skater,
            files.get("reference", ""),
            files.get("plan", ""),
            handed.tap,
            handed.stature,
        )
        try:
            return self._jobs.add(task, handed.folder)
        except KissAndCryError:
            shutil.rmtree(handed.folder, ignore_errors=True)
            raise

    async def job(self, request: Request) -> Response:
        """How far a review is."""
        page = pages.working(self._found(request))
        return self._html(request, page, _PRIVATE)

    async def stop(self, request: Request) -> Response:
        """End a review that is being made."""
        refuse_elsewhere(request)
        job = self._found(request)
        await to_thread.run_sync(self._jobs.stop, job)
        return RedirectResponse(f"/watch/jobs/{job.key}", 303, _PRIVATE)

    def _found(self, request: Request) -> Job:
        job = self._jobs.find(request.path_params["key"])
        if job is None:
            raise NotFound("no clip is being watched under this address; the list is at /watch")
        return job

    async def skater(self, request: Request) -> Response:
        """The reviews of a skater, and what became of the measures from one to the next."""
        name = request.query_params.get("name", "")
        page = await to_thread.run_sync(pages.of_skater, self._shelf, name)
        return self._html(request, page, _PRIVATE)

    async def delete(self, request: Request) -> Response:
        """Delete a review for good."""
        refuse_elsewhere(request)
        key = request.path_params["key"]
        await to_thread.run_sync(self._shelf.delete, key)
        return RedirectResponse("/watch", 303, _PRIVATE)

    async def file(self, request: Request) -> Response:
        """A file of a review; the page of a review brings its own policy."""
        params = request.path_params
        path = await to_thread.run_sync(self._within, params["key"], params["file"])
        headers = dict(_PRIVATE)
        if path.suffix == ".html":
            headers["Content-Security-Policy"] = pages.REVIEW_POLICY
        return FileResponse(path, headers=headers)

    def _within(self, key: str, name: str) -> Path:
        folder = self._shelf.open(key).resolve()
        if "\0" in name:
            raise NotFound("the review has no file of this name")
        path = (folder / name).resolve()
        known = len(name) <= _LONGEST_FILE and path.is_relative_to(folder) and path.is_file()
        if not known:
            raise NotFound("the review has no file of this name")
        return path

    def _html(self, request: Request, page: Page, headers: dict[str, str]) -> Response:
        fragment = request.headers.get("hx-request") == "true"
        address = request.url.path
        text = self._renderer.html(page, address, "", "", fragment=fragment)
        return HTMLResponse(text, page.status, headers)


def default_shelf() -> Path:
    """The visitor's own shelf."""
    return Shelf().folder


__all__ = ["WatchDesk", "default_shelf"]
