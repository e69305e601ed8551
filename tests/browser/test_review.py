"""The page of a review, opened as a file: it plays, and asks for nothing outside its folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import AXE


@pytest.fixture(params=["light", "dark"])
def page(browser: Browser, reviewed: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 390, "height": 800}, color_scheme=request.param
    )
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "request",
        lambda one: None if one.url.startswith(reviewed.as_uri()) else complaints.append(one.url),
    )
    opened.goto((reviewed / "index.html").as_uri(), wait_until="load")
    yield opened
    # What asks for a style sheet by a script is the checker itself, which the page forbids.
    ours = [one for one in complaints if "Connecting to" not in one and "Progress" not in one]
    assert ours == []
    context.close()


def test_it_plays_steps_and_jumps_to_an_element(page: Page) -> None:
    time = page.locator(".time")
    expect(time).to_have_text("0:00.00")
    page.keyboard.press(".")
    expect(time).to_have_text("0:00.03")
    page.keyboard.press(",")
    expect(time).to_have_text("0:00.00")
    page.locator(".goto").first.click()
    expect(time).not_to_have_text("0:00.00")
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.get_by_role("button", name="Pause").click()


def test_it_is_read_by_everybody_and_fits_a_phone(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    text = AXE.read_text(encoding="utf-8")
    page.evaluate(text)
    found = page.evaluate(
        """async () => {
            const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
            const done = await axe.run(document, {runOnly: tags, resultTypes: ["violations"]});
            return done.violations.flatMap((one) => one.nodes.map(
                (node) => `${one.id}: ${node.target} ${node.failureSummary}`));
        }"""
    )
    assert found == []
