"""A real browser in front of a real server: pages are loaded, and what the browser complains of
fails the test."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from kissandcry.web import serving
from kissandcry.web.app import create_app

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# Nothing but the pages: no sandbox (tests run as root in containers), no calls home.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str:
    """The browser: the one that KISSANDCRY_CHROMIUM names, the system's, or that of npm."""
    if named := os.environ.get("KISSANDCRY_CHROMIUM"):
        return named
    for name in NAMES:
        if found := shutil.which(name):
            return found
    node = shutil.which("node")
    if node and (ROOT / "node_modules" / "@sparticuz").is_dir():
        command = [node, str(ROOT / "scripts" / "chromium.mjs")]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        if done.returncode == 0:
            return done.stdout.strip()
    return ""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium; without one the tests skip with one line, and fail in CI."""
    path = chromium()
    if not path or not AXE.is_file():
        message = "no Chromium is here, or not the packages of `sh scripts/assets.sh --with-tests`"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def site(season_file: Path) -> Iterator[str]:
    """The address of a server that serves the Grand Prix of 2012-13."""
    socket = serving.listen("127.0.0.1", 0)
    server = uvicorn.Server(
        uvicorn.Config(create_app(season_file), log_level="warning", access_log=False, ws="none")
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]})
    thread.start()
    yield serving.address_of(socket).rstrip("/")
    server.should_exit = True
    thread.join()


class Visit:
    """A tab that remembers what the browser complained of."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.site = site
        self.complaints: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        self.page.on("requestfailed", self._failed)

    def _failed(self, request: Request) -> None:
        # The browser itself gives up what a page still loads (its icon) when the page is left.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"failed: {request.url} {request.failure}")

    def _said(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text}")

    def go(self, path: str) -> int:
        """Load an address of the site; its status."""
        answer = self.page.goto(f"{self.site}{path}", wait_until="load")
        assert answer is not None
        return answer.status

    def violations(self) -> list[str]:
        """What axe finds against WCAG 2.2 AA, one line for each node."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate(
            """async () => {
                const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
                const done = await axe.run(document, {runOnly: tags, resultTypes: ["violations"]});
                return done.violations.flatMap((one) => one.nodes.map(
                    (node) => `${one.id}: ${node.target} ${node.failureSummary}`));
            }"""
        )
        assert isinstance(found, list)
        return found
