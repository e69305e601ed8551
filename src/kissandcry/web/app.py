"""The web application: all routes, each page in all its variants."""

import importlib
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from kissandcry import __version__
from kissandcry.archive import Archive, form, scores, search
from kissandcry.archive.coverage import coverage
from kissandcry.archive.overview import overview
from kissandcry.core import Discipline, KissAndCryError
from kissandcry.web import api, errors, export, finding
from kissandcry.web.ask import Ask, NotFound
from kissandcry.web.assets import PREFIX, Assets
from kissandcry.web.guard import Guard
from kissandcry.web.kept import Kept
from kissandcry.web.opened import opened
from kissandcry.web.page import Page, Route
from kissandcry.web.pages import audits
from kissandcry.web.picture import Pictures
from kissandcry.web.planner.desk import PlannerDesk
from kissandcry.web.render import Renderer, variant
from kissandcry.web.uploads import Busy, Desk
from kissandcry.web.watching.desk import WatchDesk

# Every module of pages; each has its `ROUTES`.
MODULES: Final = (
    "home",
    "events",
    "segments",
    "performances",
    "skaters",
    "skater",
    "series",
    "compare",
    "profile",
    "form",
    "judges",
    "records",
    "people",
    "finding",
    "audits",
    "planner",
    "interface",
)
LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")
_AT_ONCE: Final = 3  # pages made at once; more would only wait for each other
_SLOW: Final = 2  # pictures drawn at once, files read at once
_SOON: Final = "5"  # seconds after which who was sent away may try again
_MOST_WAITING: Final = 20  # pictures that may wait
_FOR_EVER: Final = "public, max-age=31536000, immutable"
# Kept, but asked for again each time: a score that was corrected is never shown as it was.
_TILL_WRITTEN: Final = {"Cache-Control": "no-cache", "Vary": "HX-Request"}


def create_app(
    archive: Path | str | Archive | None = None,
    *,
    allow_uploads: bool = True,
    hosts: Sequence[str] = LOOPBACK,
    shelf: Path | None = None,
) -> FastAPI:
    """The application over an archive (a path, one that is open, or None for your own).

    `hosts` are the names under which it may be asked ("*": any); without `allow_uploads` no file is
    taken. `shelf` is the folder of the visitor's reviews; None: no clip is taken and no review is
    shown, as is right where strangers come. Raises `Unreadable` where the archive cannot be opened.
    """
    site = Site(archive, watches=shelf is not None)
    watching = None if shelf is None else WatchDesk(shelf, site.renderer)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = _AT_ONCE
        yield
        if watching is not None:
            watching.close()
        if not isinstance(archive, Archive):
            site.archive.close()

    app = FastAPI(
        title="Kiss & Cry",
        version=__version__,
        summary="Figure skating results: what was printed, recomputed, explained.",
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=lifespan,
    )
    app.state.archive = site.archive
    app.state.desk = site.desk
    for route in routes():
        site.add(app, route)
        if "{" not in route.path:
            site.rehearse(route)
    app.add_route("/audit", site.audit if allow_uploads else site.no_audit, methods=["POST"])
    PlannerDesk(site.archive, site.renderer).add(app)
    if watching is not None:
        watching.add(app)
    app.include_router(api.router)
    app.add_route(PREFIX + "{name}", site.static)
    app.add_exception_handler(HTTPException, site.refused)
    app.add_exception_handler(RequestValidationError, site.invalid)
    app.add_exception_handler(KissAndCryError, site.refused)
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=4)
    app.add_middleware(Guard, hosts=hosts, fault=site.fault)
    return app


def routes() -> Iterator[Route]:
    """The routes of all modules of pages."""
    for name in MODULES:
        yield from importlib.import_module(f"kissandcry.web.pages.{name}").ROUTES


class Site:
    """What the routes share: the archive, the files and the templates."""

    def __init__(self, archive: Path | str | Archive | None, *, watches: bool = False) -> None:
        self.archive = opened(archive)
        _prepare(self.archive)
        self._slow = CapacityLimiter(_SLOW)
        self._reading = CapacityLimiter(2 * _SLOW)
        self.assets = Assets()
        self.renderer = Renderer(self.assets, watches=watches)
        self.pictures = Pictures()
        self.desk = Desk()
        self.kept = Kept()
        self._run = secrets.token_hex(8)  # another program or archive gives other pages

    def add(self, app: FastAPI, route: Route) -> None:
        """Register a page and its variants; these first, since a key may be any text."""
        if route.variants:
            at = variant(route.path)
            app.add_route(f"{at}.csv", self._at_once(self._answering(route, self._csv, whole=True)))
            app.add_route(f"{at}.png", self._drawing(route))
        app.add_route(route.path, self._at_once(self._answering(route, self._html)))

    def rehearse(self, route: Route) -> None:
        """Make a page that everybody looks at once before somebody waits for it: what it needs of
        the archive is then remembered, and its template read."""
        try:
            with self.archive.reading():
                page = route.answer(Ask(self.archive, {}, QueryParams(), address=route.path))
        except (KissAndCryError, HTTPException):  # a page that only answers a question
            return
        self.renderer.html(page, route.path, "", "", fragment=False)

    def ask(self, request: Request, *, whole: bool = False) -> Ask:
        """What a request asks."""
        return Ask(
            self.archive,
            request.path_params,
            request.query_params,
            address=request.url.path,
            origin=request.scope.get("kissandcry.origin", ""),
            fragment=request.headers.get("hx-request") == "true" and not whole,
            whole=whole,
        )

    def static(self, request: Request) -> Response:
        """A file of the pages."""
        found = self.assets.find(request.path_params["name"])
        if found is None:
            raise NotFound("no file has this name")
        headers = {"Cache-Control": _FOR_EVER, "ETag": found.tag}
        if request.headers.get("if-none-match") == found.tag:
            return Response(status_code=304, headers=headers)
        return Response(found.content(), media_type=found.kind, headers=headers)

    async def audit(self, request: Request) -> Response:
        """A file, read and audited."""
        name, content = await self.desk.take(request)
        done = await to_thread.run_sync(self.desk.read, name, content, limiter=self._reading)
        return await to_thread.run_sync(self._page, request, audits.shown(done))

    def no_audit(self, request: Request) -> Response:
        """The refusal of a server that takes no files."""
        return self._page(request, audits.asking(status=403, taken=False))

    def invalid(self, request: Request, error: Exception) -> Response:
        """What the interface says of a value that is not allowed."""
        assert isinstance(error, RequestValidationError)
        first = error.errors()[0]
        sentence = f"{first['loc'][-1]}: {first['msg'][:1].lower()}{first['msg'][1:]}"
        return self._problem(request, 422, sentence, [])

    def refused(self, request: Request, error: Exception) -> Response:
        """A refusal, as the one who asks understands it."""
        if isinstance(error, HTTPException):
            status, sentence = error.status_code, str(error.detail)
            if status == 404:
                sentence = f"no page has the address {request.url.path}"
        else:
            assert isinstance(error, KissAndCryError)
            status, sentence = errors.status_of(error), str(error)
        return self._problem(request, status, sentence, errors.near_of(error))

    def fault(self, request: Request, error: Exception) -> Response:
        """A fault of ours: a sentence for the visitor, the rest for the log."""
        errors.log_fault(error, request.url.path)
        return self._problem(request, 500, errors.FAULT, [])

    def _problem(
        self, request: Request, status: int, sentence: str, near: list[tuple[str, str]]
    ) -> Response:
        answer = self._refusal(request, status, sentence, near)
        if status == 503:
            answer.headers["Retry-After"] = _SOON
        return answer

    def _refusal(
        self, request: Request, status: int, sentence: str, near: list[tuple[str, str]]
    ) -> Response:
        path = request.url.path
        if path == "/audit" and request.method == "POST":
            return self._page(request, audits.asking(sentence, status))
        if path.startswith("/api/"):
            said = {"error": sentence, "near": [address for _, address in near]}
            return JSONResponse(said, status)
        if path.endswith((".csv", ".png")):
            return Response(f"{sentence}\n", status, media_type="text/plain; charset=utf-8")
        near = near or (self._near(path) if status == 404 else [])
        return self._page(request, errors.page_of(status, sentence, near))

    def _near(self, path: str) -> list[tuple[str, str]]:
        """What the last word of an address may mean."""
        text = unquote(path).rstrip("/").rpartition("/")[2].replace("-", " ")
        try:
            found = finding.hits(self.archive, text, 3)
        except KissAndCryError:
            return []
        return [(one["name"], one["address"]) for one in found]

    def _answering(
        self, route: Route, show: Callable[[Request, Page], Response], *, whole: bool = False
    ) -> Callable[[Request], Response]:
        def answering(request: Request) -> Response:
            with self.archive.reading():  # one state of it for all questions of a page
                tag = self._tag(request)
                if tag and _holds(request, tag):
                    return _not_again(tag)
                page = route.answer(self.ask(request, whole=whole))
                state = self.archive.state
            answer = show(request, page)
            if not tag or answer.status_code != 200:
                return answer
            answer.headers["ETag"] = tag
            return self.kept.keep(request, state, answer)

        return answering

    def _at_once(
        self, answering: Callable[[Request], Response]
    ) -> Callable[[Request], Awaitable[Response]]:
        """What is kept is given at once; the rest is made in a thread."""

        async def answered(request: Request) -> Response:
            kept = self.kept.find(request, self.archive.state)
            if kept is None:
                return await to_thread.run_sync(answering, request)
            if _holds(request, kept.headers["etag"]):
                return Response(
                    status_code=304, headers={"ETag": kept.headers["etag"], **_TILL_WRITTEN}
                )
            return kept

        return answered

    def _tag(self, request: Request) -> str:
        """What tells one state of an address from a later one: this run of the program, how often
        the archive was written to, and whether only a part of the page is wanted. Empty where
        nobody counts the writing: in an archive of Parquet files."""
        if not Path(self.archive.path).is_file():
            return ""
        known = self.archive.remembered(f"{__name__} generation", lambda: self.archive.generation)
        part = "-part" if request.headers.get("hx-request") == "true" else ""
        return f'W/"{self._run}-{known}{part}"' if known else ""

    def _drawing(self, route: Route) -> Callable[[Request], Awaitable[Response]]:
        """Pictures take longer than pages, and must not stand in their way."""
        answering = self._answering(route, self._png)

        async def drawing(request: Request) -> Response:
            kept = self.kept.find(request, self.archive.state)
            if kept is not None:
                return _not_again(kept.headers["etag"]) if _has(request, kept) else kept
            if self._slow.statistics().tasks_waiting >= _MOST_WAITING:
                raise Busy("too many pictures are asked for at once: try again in a few seconds")
            return await to_thread.run_sync(answering, request, limiter=self._slow)

        return drawing

    def _html(self, request: Request, page: Page) -> Response:
        return self._page(request, page)

    def _page(self, request: Request, page: Page) -> Response:
        text = self.renderer.html(
            page,
            request.url.path,
            request.url.query,
            request.scope.get("kissandcry.origin", ""),
            fragment=request.headers.get("hx-request") == "true",
        )
        return HTMLResponse(text, page.status, _TILL_WRITTEN)

    def _png(self, _: Request, page: Page) -> Response:
        return Response(self.pictures.of(page), media_type="image/png", headers=_TILL_WRITTEN)

    def _csv(self, request: Request, page: Page) -> Response:
        wanted = request.query_params.get("table", "")
        for table in page.tables:
            if wanted in ("", table.key):
                name = f"{request.url.path.strip('/').removesuffix('.csv').replace('/', '-')}.csv"
                return Response(
                    export.csv_of(table),
                    media_type="text/csv; charset=utf-8",
                    headers={
                        "Content-Disposition": f'attachment; filename="{_plain(name)}"',
                        **_TILL_WRITTEN,
                    },
                )
        known = ", ".join(table.key for table in page.tables) or "none"
        raise NotFound(f"the page has no table of this name; it has {known}")


def _prepare(archive: Archive) -> None:
    """Have what many pages need there before the first is asked for."""
    with archive.reading():
        overview(archive).read()
        form.prepare(archive)
        search.search(archive, "a")
        scores.disqualified(archive)
        for discipline in Discipline:
            coverage(archive, discipline=str(discipline), level=None, as_of=None)


def _holds(request: Request, tag: str) -> bool:
    """Whether who asks has the answer of this tag already."""
    return tag in [one.strip() for one in request.headers.get("if-none-match", "").split(",")]


def _has(request: Request, answer: Response) -> bool:
    return _holds(request, answer.headers["etag"])


def _not_again(tag: str) -> Response:
    return Response(status_code=304, headers={"ETag": tag, **_TILL_WRITTEN})


def _plain(name: str) -> str:
    """A file name of letters, figures, points and lines only."""
    return "".join(
        letter if (letter.isascii() and letter.isalnum()) or letter in ".-" else "-"
        for letter in name
    )
