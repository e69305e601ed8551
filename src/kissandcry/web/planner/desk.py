"""The planner's addresses: each answers what was posted, and nothing of it is kept or logged."""

import re
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

import msgspec
from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kissandcry.archive import Archive
from kissandcry.web.page import Page
from kissandcry.web.pages import planner
from kissandcry.web.picture import drawn
from kissandcry.web.planner import answer as planner_answer
from kissandcry.web.planner import posted
from kissandcry.web.planner.posted import Posted
from kissandcry.web.render import Renderer
from kissandcry.web.uploads import Busy

_T = TypeVar("_T")
_AT_ONCE: Final = 2  # plans checked at once, beside one whose mends are looked for
_MOST_WAITING: Final = 20
_PRIVATE: Final = {"Cache-Control": "no-store"}


class PlannerDesk:
    """Takes plans. A best layout or a picture takes seconds: one of each is made at once, and who
    comes meanwhile is told to come again."""

    def __init__(self, archive: Archive, renderer: Renderer) -> None:
        self._archive = archive
        self._renderer = renderer
        self._checking = CapacityLimiter(_AT_ONCE)
        self._mending = CapacityLimiter(1)
        self._solving = CapacityLimiter(1)
        self._drawing = CapacityLimiter(1)

    def add(self, app: FastAPI) -> None:
        """Register the addresses that take a plan."""
        addresses: tuple[tuple[str, Callable[[Request], Awaitable[Response]]], ...] = (
            ("/plan", self.page),
            ("/plan/file", self.file),
            ("/plan/picture", self.picture),
            ("/api/plan/check", self.check),
        )
        for address, answer in addresses:
            app.add_route(address, answer, methods=["POST"])

    async def page(self, request: Request) -> Response:
        """The page of a plan."""
        page, _ = await self._answered(await posted.of_form(request))
        return self._html(page)

    async def check(self, request: Request) -> Response:
        """A plan after changes, for the script of the page: its text, its page, and what to say."""
        page, answer = await self._answered(await posted.of_json(request))
        if not answer.plan:
            return _json({"error": answer.refused, "near": []}, 422)
        html = self._renderer.html(page, "/plan", "", "", fragment=True)
        found = {
            "plan": answer.text,
            "refused": answer.refused,
            "said": page.answer,
            "html": html,
            "more": bool(page.more["p"]["to_mend"]) and not answer.asked.mends,
        }
        return _json(found)

    async def file(self, request: Request) -> Response:
        """The plan as a file to save."""
        page, answer = await self._answered(await posted.of_form(request))
        if not answer.plan:
            return self._html(page)
        headers = _saved(page.more["p"]["file_name"])
        return Response(answer.text, media_type="text/plain; charset=utf-8", headers=headers)

    async def picture(self, request: Request) -> Response:
        """The plan as a picture to share."""
        page, answer = await self._answered(await posted.of_form(request))
        if answer.checked is None:
            return self._html(page)
        content = await self._one(
            self._drawing,
            "a picture is being drawn",
            lambda: drawn(planner.pictured(answer), "planner.typ"),
        )
        name = page.more["p"]["file_name"].removesuffix(".plan")
        return Response(content, media_type="image/png", headers=_saved(f"{name}.png"))

    async def _answered(self, asked: Posted) -> tuple[Page, planner_answer.Answered]:
        if asked.best:
            words = "a best layout is being looked for"
            return await self._one(self._solving, words, lambda: self._made(asked))
        limiter = self._mending if asked.mends else self._checking
        if limiter.statistics().tasks_waiting >= _MOST_WAITING:
            raise Busy("too many plans are being checked: try again in a few seconds")
        return await to_thread.run_sync(self._made, asked, limiter=limiter)

    async def _one(self, limiter: CapacityLimiter, words: str, work: Callable[[], _T]) -> _T:
        """Work of which one is done at once. Raises `Busy` where another is being done."""
        if limiter.available_tokens < 1:
            raise Busy(f"{words} for somebody else: try again in a few seconds")
        return await to_thread.run_sync(work, limiter=limiter)

    def _made(self, asked: Posted) -> tuple[Page, planner_answer.Answered]:
        with self._archive.reading():
            answer = planner_answer.answered(self._archive, asked)
            return planner.shown(answer), answer

    def _html(self, page: Page) -> Response:
        text = self._renderer.html(page, "/plan", "", "", fragment=False)
        return HTMLResponse(text, page.status, _PRIVATE)


def _saved(name: str) -> dict[str, str]:
    """The headers of a file to save; its name of letters, figures, points and lines only."""
    plain = re.sub("[^A-Za-z0-9.-]+", "-", name)
    return {"Content-Disposition": f'attachment; filename="{plain}"', **_PRIVATE}


def _json(value: Any, status: int = 200) -> Response:
    content = msgspec.json.encode(value)
    return Response(content, status, media_type="application/json", headers=_PRIVATE)
