"""Every kind of page in a browser: nothing to complain of, usable by everybody, at every width."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Visit

SKATE = "/event/gpf2012/men/free-skating/yuzuru-hanyu"
PAGES = (
    "/",
    "/events",
    "/event/gpf2012",
    "/event/gpf2012/men",
    "/event/gpf2012/ice-dance/free-dance",
    SKATE,
    f"{SKATE}/normal",
    f"{SKATE}/why/6",
    f"{SKATE}/why/total",
    "/search",
    "/search?q=takahashi",
    "/search?q=nobody+is+called+so",
    "/audit",
    "/api",
    "/skaters",
    "/skater/yuzuru-hanyu",
    "/skater/yuzuru-hanyu/elements",
    "/skater/yuzuru-hanyu/form",
    "/compare",
    "/compare/yuzuru-hanyu/daisuke-takahashi",
    "/series",
    "/series/2012-13",
    "/records",
    "/judges",
    "/people",
)
LOOKS = {
    "light desktop": ("light", 1280, 900),
    "dark phone": ("dark", 390, 844),
}

Opening = Callable[..., Visit]


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Opening]:
    """Opens a tab of its own."""
    contexts = []

    def opening(look: str = "light desktop", **options: bool) -> Visit:
        scheme, width, height = LOOKS[look]
        context = browser.new_context(
            color_scheme="dark" if scheme == "dark" else "light",
            viewport={"width": width, "height": height},
            **options,  # type: ignore[arg-type]
        )
        contexts.append(context)
        return Visit(context, site)

    yield opening
    for context in contexts:
        context.close()


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_clean(path: str, look: str, visit: Opening) -> None:
    """No complaint of the browser, none of axe against WCAG 2.2 AA, and only tables scroll
    sideways."""
    tab = visit(look)
    status = tab.go(path)
    assert status == 200
    assert tab.complaints == []
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= LOOKS[look][1]
    assert tab.violations() == []


def test_the_keyboard_does_everything(visit: Opening) -> None:
    tab = visit()
    tab.go(SKATE)
    page = tab.page
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()

    page.keyboard.press("/")
    find = page.locator("#find")
    expect(find).to_be_focused()
    page.keyboard.type("takahashi")
    expect(page.locator("#hits a").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#hits a").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#hits")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    assert page.url.partition("#")[0].endswith(SKATE)

    link = page.locator(".grid a:not([tabindex])").first
    link.focus()
    page.keyboard.press("Enter")
    why = page.locator("#why")
    expect(why).to_contain_text("Quadruple toe loop")
    expect(why.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(why).to_be_hidden()
    expect(link).to_be_focused()
    assert tab.complaints == []


def test_search_leads_to_what_was_chosen(visit: Opening) -> None:
    tab = visit()
    tab.go("/")
    page = tab.page
    page.keyboard.press("/")
    page.keyboard.type("hanyu")
    expect(page.locator("#hits a").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/skater/yuzuru-hanyu")


def test_any_number_opens_how_it_came_about(visit: Opening) -> None:
    tab = visit("dark phone")
    tab.go(SKATE)
    page = tab.page
    page.locator("tr[data-why] .m").nth(2).click()
    why = page.locator("#why")
    expect(why).to_contain_text("13.01")
    expect(why).to_contain_text("base value")
    assert tab.violations() == []
    why.get_by_role("button", name="Close").click()
    expect(why).to_be_hidden()
    assert tab.complaints == []


def test_pages_answer_without_scripts(visit: Opening) -> None:
    tab = visit(java_script_enabled=False)
    page = tab.page
    assert tab.go("/") == 200
    page.locator("#find").fill("hanyu")
    page.locator("#find").press("Enter")
    page.get_by_role("link", name="Yuzuru HANYU").first.click()
    expect(page.locator("h1")).to_contain_text("Yuzuru HANYU")
    tab.go(SKATE)
    page.locator(".grid .score a").first.click()
    page.wait_for_url(f"**{SKATE}/why/1")
    expect(page.locator(".steps")).to_contain_text("13.01")
    assert tab.complaints == []


def test_a_theme_is_remembered(visit: Opening) -> None:
    tab = visit()
    tab.go("/")
    page = tab.page

    def paper() -> str:
        return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    light = paper()
    page.locator(".theme").click()
    dark = paper()
    assert dark != light
    tab.go("/events")
    assert paper() == dark
    expect(page.locator(".theme")).to_have_text("Light")


def test_a_protocol_is_dropped_and_audited(visit: Opening, shared: Path) -> None:
    paper = next((shared / "protocols").rglob("gpf2016/*.pdf"), None) or next(
        (shared / "protocols" / "2016-17").rglob("*.pdf")
    )
    tab = visit()
    tab.go("/audit")
    transfer = tab.page.evaluate_handle(
        """(content) => {
            const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
            const transfer = new DataTransfer();
            transfer.items.add(new File([bytes], "paper.pdf", {type: "application/pdf"}));
            return transfer;
        }""",
        _base64(paper.read_bytes()),
    )
    tab.page.locator(".drop").dispatch_event("drop", {"dataTransfer": transfer})
    expect(tab.page.locator(".answer").first).to_contain_text("paper.pdf", timeout=30_000)
    tab.page.locator("details summary").first.click()
    expect(tab.page.locator(".grid").first).to_be_visible()
    assert tab.violations() == []
    assert tab.complaints == []


def _base64(content: bytes) -> str:
    from base64 import b64encode

    return b64encode(content).decode("ascii")


def test_a_refusal_says_what_to_do_next(visit: Opening) -> None:
    tab = visit()
    assert tab.go("/skater/yuzuru-hanyo") == 404
    expect(tab.page.locator("h1")).to_be_visible()
    assert tab.violations() == []
    tab.page.get_by_role("link", name="all events").click()
    expect(tab.page.locator("h1")).to_have_text("Events")


def test_a_skate_fits_on_one_sheet_of_paper(visit: Opening) -> None:
    opened = visit("dark phone")
    opened.go(SKATE)
    opened.page.wait_for_load_state("networkidle")
    paper = pdfium.PdfDocument(opened.page.pdf(format="A4"))
    assert len(paper) == 1
    words = paper[0].get_textpage().get_text_range()
    assert "Segment score" in words
    assert "177.12" in words
    assert "Skip to" not in words
    paper.close()
