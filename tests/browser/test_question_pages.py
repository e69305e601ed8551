"""Pages of questions in a browser: charts, parts that come as one scrolls, and a day to choose."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Visit

SKATER = "/skater/yuzuru-hanyu"
PHONE, DESK = 390, 1280  # px

Opening = Callable[..., Visit]


@pytest.fixture
def tab(browser: Browser, site: str) -> Iterator[Opening]:
    """Opens a tab of a width; with `scripts` False one that runs none."""
    contexts = []

    def opening(width: int = DESK, *, scripts: bool = True) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts
        )
        contexts.append(context)
        return Visit(context, site)

    yield opening
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize(
    ("path", "key", "panels"),
    [
        (SKATER, "form", 2),
        (f"{SKATER}/elements", "failures", 1),
        (f"{SKATER}/programs", "components", 1),
        ("/compare/yuzuru-hanyu/daisuke-takahashi", "scores", 2),
        ("/records?segment=short_program", "progression", 1),
        ("/series/2012-13?discipline=women", "points", 1),
    ],
)
def test_a_chart_is_drawn_within_its_place(
    path: str, key: str, panels: int, width: int, tab: Opening
) -> None:
    visit = tab(width)
    assert visit.go(path) == 200
    drawings = visit.page.locator(f"#c-{key} .plot")
    expect(drawings).to_have_count(panels)
    place = visit.page.locator(f"#c-{key} .drawing")
    assert visit.page.locator(f"#c-{key} figcaption p").inner_text().strip()
    box, outer = drawings.first.bounding_box(), place.bounding_box()
    assert box is not None
    assert outer is not None
    assert box["x"] >= outer["x"] - 1
    assert box["x"] + box["width"] <= outer["x"] + outer["width"] + 1
    assert visit.complaints == []


def test_a_chart_follows_the_width(tab: Opening) -> None:
    visit = tab(DESK)
    visit.go(SKATER)
    drawing = visit.page.locator("#c-form .plot").first
    before = drawing.get_attribute("width")
    visit.page.set_viewport_size({"width": PHONE, "height": 900})
    expect(drawing).not_to_have_attribute("width", before or "")
    assert visit.complaints == []


def test_parts_come_as_one_scrolls(tab: Opening) -> None:
    visit = tab()
    visit.go(SKATER)
    page = visit.page
    for part in page.locator(".later").all():
        part.scroll_into_view_if_needed()
        expect(part.locator("h2.part")).to_be_visible()
    expect(page.locator("#t-elements")).to_be_visible()
    expect(page.locator("#c-failures .plot")).to_have_count(1)
    expect(page.locator("h1")).to_have_count(1)
    assert visit.violations() == []
    assert visit.complaints == []


def test_without_scripts_every_part_has_its_page(tab: Opening) -> None:
    visit = tab(scripts=False)
    visit.go(SKATER)
    page = visit.page
    expect(page.locator("#c-form figcaption p")).to_contain_text("scores")
    expect(page.locator("section[aria-labelledby=t-skates] tbody tr")).to_have_count(6)
    page.locator(".later a", has_text="Elements").click()
    expect(page.locator("h1")).to_have_text("Elements of Yuzuru HANYU")
    assert visit.complaints == []


def test_a_day_is_chosen_by_keyboard(tab: Opening) -> None:
    visit = tab()
    visit.go("/records?segment=short_program")
    page = visit.page
    page.locator("input[name=as_of]").fill("2012-11-01")
    page.locator("input[name=as_of]").press("Enter")
    page.wait_for_url("**as_of=2012-11-01**")
    expect(page.locator(".answer")).to_contain_text("95.07")
    page.get_by_role("link", name="Show all").click()
    expect(page.locator("input[name=as_of]")).to_have_value("")
    assert visit.complaints == []
