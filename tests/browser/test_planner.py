"""The planner in a browser: by mouse, by finger, by keyboard, and without scripts."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Visit

LOOKS = {"light desktop": ("light", 1280, 900), "dark phone": ("dark", 390, 844)}
CODES = (
    "4T+2T 4S 3A FCSp4 StSq4 3Lz+3T 3A+1Eu+3S 3Lo 3F CSSp4 ChSq1 CCoSp4".split()
)  # of the plan that the page opens with

Opening = Callable[..., Visit]


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Opening]:
    """Opens a tab of its own."""
    contexts = []

    def opened(look: str = "light desktop", *, path: str = "/plan", **options: object) -> Visit:
        scheme, width, height = LOOKS[look]
        context = browser.new_context(
            color_scheme=scheme,  # type: ignore[arg-type]
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            accept_downloads=True,
            **options,  # type: ignore[arg-type]
        )
        contexts.append(context)
        tab = Visit(context, site)
        assert tab.go(path) == 200
        return tab

    yield opened
    for context in contexts:
        context.close()


def rows(page: Page) -> Locator:
    return page.locator("#elements tbody tr")


def codes(page: Page) -> list[str]:
    return [one.input_value() for one in page.locator("#elements input[name=code]").all()]


def settled(page: Page) -> None:
    """Wait until everything that was done is answered."""
    expect(page.locator("#planner[aria-busy]")).to_have_count(0)


def base_value(page: Page) -> str:
    return page.locator("#elements .sum .base").inner_text()


def moved(order: list[str], first: int, last: int) -> list[str]:
    order = list(order)
    order.insert(last - 1, order.pop(first - 1))
    return order


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(
    "path",
    [
        "/plan?from=gpf2012/ice-dance/free-dance/meryl-davis-charlie-white",
        "/plan?category=women&level=junior&segment=short_program",
    ],
)
def test_other_plans_are_clean(path: str, look: str, visit: Opening) -> None:
    tab = visit(look, path=path)
    assert tab.complaints == []
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= LOOKS[look][1]
    assert tab.violations() == []


@pytest.mark.parametrize("look", LOOKS)
def test_the_page_is_clean(look: str, visit: Opening) -> None:
    tab = visit(look)
    page = tab.page
    assert codes(page) == CODES
    page.locator("#elements input[name=code]").nth(1).fill("3A")  # a third Axel
    page.keyboard.press("Enter")
    expect(rows(page).locator(".problem").first).to_be_visible()
    page.locator("summary").first.click()
    assert tab.complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= LOOKS[look][1]
    assert tab.violations() == []


def test_a_row_is_dragged_with_the_mouse(visit: Opening) -> None:
    tab = visit()
    page = tab.page
    rows(page).nth(3).evaluate("one => one.scrollIntoView({block: 'center'})")
    handle = page.locator("#elements .handle").nth(0)
    start, end = handle.bounding_box(), rows(page).nth(6).bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 10, (start["y"] + end["y"]) / 2, steps=4)
    page.mouse.move(start["x"] + 10, end["y"] + 10, steps=4)
    page.mouse.up()
    settled(page)
    assert codes(page) == moved(list(CODES), 1, 7)
    times = [one.input_value() for one in page.locator("#elements input[name=time]").all()]
    assert times == sorted(times)  # the places keep their times
    expect(page.locator("#live")).to_contain_text("4T+2T is now number 7 of 12")
    expect(page.locator("#elements .handle").nth(6)).to_be_focused()
    assert tab.complaints == []


def test_a_row_is_dragged_with_a_finger(visit: Opening) -> None:
    tab = visit("dark phone", has_touch=True)
    page = tab.page
    handle = page.locator("#elements .handle").nth(2)
    handle.scroll_into_view_if_needed()
    start, end = handle.bounding_box(), rows(page).nth(0).bounding_box()
    assert start is not None
    assert end is not None
    touch = page.context.new_cdp_session(page)
    points = [
        ("touchStart", start["y"] + 10),
        ("touchMove", (start["y"] + end["y"]) / 2),
        ("touchMove", end["y"] + 10),
    ]
    for kind, y in points:
        touch.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": start["x"] + 10, "y": y}]},
        )
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    settled(page)
    expect(page.locator("#live")).to_contain_text("3A is now number 1 of 12")
    assert codes(page) == moved(list(CODES), 3, 1)
    assert tab.complaints == []


def test_a_row_is_moved_by_keyboard_and_taken_back(visit: Opening) -> None:
    tab = visit()
    page = tab.page
    page.locator("#elements .handle").nth(0).focus()
    for _ in range(3):
        page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#elements .handle").nth(3)).to_be_focused()
    settled(page)
    assert codes(page) == moved(list(CODES), 1, 4)
    expect(page.locator("#elements .handle").nth(3)).to_be_focused()
    expect(page.locator("#live")).to_contain_text("4T+2T is now number 4 of 12")

    page.get_by_role("button", name="4S one down").focus()
    page.keyboard.press("Enter")
    settled(page)
    assert codes(page)[:2] == ["3A", "4S"]
    expect(page.get_by_role("button", name="4S one down")).to_be_focused()

    undo, redo = page.get_by_role("button", name="Undo"), page.get_by_role("button", name="Redo")
    while undo.is_enabled():
        undo.click()
        settled(page)
    assert codes(page) == CODES
    while redo.is_enabled():
        redo.click()
        settled(page)
    assert codes(page)[:4] == ["3A", "4S", "FCSp4", "4T+2T"]
    page.locator("#elements .handle").nth(0).focus()
    page.keyboard.press("Control+z")
    settled(page)
    assert codes(page) == moved(list(CODES), 1, 4)
    assert tab.complaints == []


def test_a_change_shows_at_once_what_it_is_worth(visit: Opening) -> None:
    tab = visit()
    page = tab.page
    before = base_value(page)
    field = page.locator("#elements input[name=code]").nth(8)
    field.fill("3Lz")
    expect(page.locator("#elements .sum .base")).not_to_have_text(before)
    expect(field).to_be_focused()
    page.keyboard.press("Tab")
    settled(page)
    assert codes(page)[8] == "3Lz"
    expect(page.locator(".answer").first).to_contain_text(base_value(page))
    assert re.search(r"3Lz +2:58", page.locator("textarea[name=plan]").input_value())
    assert tab.complaints == []


def test_a_code_that_is_none_is_refused_and_stays_to_be_mended(visit: Opening) -> None:
    tab = visit()
    page = tab.page
    field = page.locator("#elements input[name=code]").nth(0)
    field.fill("4Q")
    page.keyboard.press("Tab")
    expect(page.locator("#refused")).to_contain_text("4Q")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert field.input_value() == "4Q"
    assert "4T+2T" in page.locator("textarea[name=plan]").input_value()
    field.fill("4Lz")
    page.keyboard.press("Tab")
    expect(page.locator("#refused")).to_be_hidden()
    settled(page)
    assert codes(page)[0] == "4Lz"
    assert tab.complaints == []


def test_an_element_is_added_removed_and_turned_to_the_other_half(visit: Opening) -> None:
    tab = visit()
    page = tab.page
    page.get_by_label("Add an element").fill("3S")
    page.keyboard.press("Enter")
    settled(page)
    assert codes(page) == [*CODES, "3S"]
    expect(page.get_by_label("Add an element")).to_be_focused()
    page.get_by_role("button", name="Take 3S out").click()
    settled(page)
    assert codes(page) == CODES
    before = base_value(page)
    page.get_by_role("button", name="2nd half, 3Lo").click()
    settled(page)
    expect(rows(page).nth(7).locator(".half")).to_have_text("1st")
    assert float(base_value(page)) < float(before)  # its bonus, and that of what stands before
    assert tab.complaints == []


def test_a_problem_is_mended_by_its_button(visit: Opening) -> None:
    tab = visit()
    page = tab.page
    page.get_by_label("Add an element").fill("CCoSp4")
    page.keyboard.press("Enter")
    settled(page)
    expect(page.locator(".answer").first).to_contain_text("Not legal")
    mend = page.locator("button.mend").first
    mend.click()
    expect(page.locator(".answer").first).to_contain_text("Legal")
    assert tab.complaints == []


def test_codes_are_completed_from_the_scale_of_the_day(visit: Opening) -> None:
    page = visit().page
    options = page.locator("#codes option")
    assert options.evaluate_all("all => all.some((one) => one.value === '4Lz')")
    field = page.locator("#elements input[name=code]").nth(2)
    field.fill("3A+")
    behind = page.locator("#codes-behind option")
    assert behind.evaluate_all("all => all.some((one) => one.value === '3A+3T')")
    assert not behind.evaluate_all("all => all.some((one) => one.value.includes('CCoSp'))")


def test_a_plan_is_saved_opened_and_equal(visit: Opening, tmp_path: Path) -> None:
    tab = visit()
    page = tab.page
    page.locator("#elements .handle").nth(4).focus()
    page.keyboard.press("Alt+ArrowUp")
    settled(page)
    with page.expect_download() as caught:
        page.get_by_role("button", name="Save the file").click()
    path = tmp_path / caught.value.suggested_filename
    caught.value.save_as(path)
    saved = path.read_text(encoding="utf-8")
    assert saved == page.locator("textarea[name=plan]").input_value()

    other = visit().page
    assert codes(other) == CODES
    other.locator(".tools input[type=file]").set_input_files(path)
    settled(other)
    expect(other.locator("#live")).to_contain_text("is opened")
    assert codes(other) == moved(list(CODES), 5, 4)
    assert other.locator("textarea[name=plan]").input_value() == saved
    assert tab.complaints == []


def test_the_plan_of_a_link_and_of_this_visit_come_back(visit: Opening) -> None:
    tab = visit(permissions=["clipboard-read", "clipboard-write"])
    page = tab.page
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.url))
    page.locator("#elements .handle").nth(0).focus()
    page.keyboard.press("Alt+ArrowDown")
    settled(page)
    tab.go("/events")
    page.wait_for_load_state("networkidle")
    tab.go("/plan")
    expect(page.locator("#live")).to_contain_text("Your plan of this visit")
    assert codes(page)[:2] == ["4S", "4T+2T"]
    page.get_by_role("button", name="Link to it").click()
    expect(page.locator("#shared")).to_contain_text("link")
    address = page.evaluate("location.href")
    assert "#plan=" in address
    other = visit(path="/plan#" + address.partition("#")[2]).page
    expect(other.locator("#live")).to_contain_text("The plan of the link is opened")
    assert codes(other)[:2] == ["4S", "4T+2T"]
    assert not any("#plan" in one or "plan=" in one.partition("#")[0] for one in sent)
    assert tab.complaints == []


def test_what_is_changed_behind_an_address_comes_back_too(visit: Opening) -> None:
    tab = visit(path="/plan?from=gpf2012/men/free-skating/yuzuru-hanyu")
    page = tab.page
    assert codes(page)[:2] == ["4T", "2S"]
    page.get_by_role("button", name="2S one up").click()
    settled(page)
    assert page.evaluate("location.search") == ""
    page.wait_for_load_state("networkidle")
    page.reload()
    expect(page.locator("#live")).to_contain_text("Your plan of this visit")
    assert codes(page)[:2] == ["2S", "4T"]
    expect(page.get_by_label("Who skates it")).to_have_value("yuzuru-hanyu")
    assert tab.complaints == []


def test_without_a_network_the_plan_stays_as_it_was(visit: Opening) -> None:
    tab = visit()
    page = tab.page
    page.context.set_offline(True)
    page.get_by_role("button", name="4S one up").click()
    expect(page.locator("#offline")).to_be_visible()
    settled(page)
    assert codes(page) == CODES
    page.context.set_offline(False)
    page.get_by_role("button", name="4S one up").click()
    expect(page.locator("#offline")).to_be_hidden()
    settled(page)
    assert codes(page)[:2] == ["4S", "4T+2T"]


def test_elements_and_path_are_moved_on_the_ice(visit: Opening) -> None:
    tab = visit()
    page = tab.page
    spot = page.locator("#rink .spot.element").nth(0)
    spot.scroll_into_view_if_needed()
    box, ice = spot.locator(".dot").bounding_box(), page.locator("#rink").bounding_box()
    assert box is not None
    assert ice is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(ice["x"] + ice["width"] / 4, ice["y"] + ice["height"] / 2, steps=5)
    page.mouse.up()
    settled(page)
    text = page.locator("textarea[name=plan]")
    assert "@ 15,15" in text.input_value()
    spot.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
    expect(page.locator("#live")).to_contain_text("at 17, 20 metres")
    settled(page)
    assert "@ 17,20" in text.input_value()
    expect(spot).to_be_focused()
    point = page.locator("#rink .spot.path").nth(0)
    point.focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#live")).to_contain_text("at 30, 5 metres")
    settled(page)
    saved = text.input_value()
    page.keyboard.press("Delete")
    settled(page)
    assert page.locator("#rink .spot.path").count() == 9

    page.get_by_role("button", name="Undo").click()
    settled(page)
    other = visit().page
    other.locator("summary").last.click()
    other.locator("textarea[name=plan]").fill(saved)
    settled(other)
    other.get_by_role("button", name="Check").click()
    settled(other)
    assert text.input_value() == saved
    where = "all => all.map((one) => [one.dataset.x, one.dataset.y].join())"
    spots = page.locator("#rink .spot").evaluate_all(where)
    assert other.locator("#rink .spot").evaluate_all(where) == spots
    assert tab.complaints == []


def test_what_has_no_spot_yet_is_put_on_the_ice(visit: Opening) -> None:
    tab = visit(path="/plan?from=gpf2012/men/free-skating/yuzuru-hanyu")
    page = tab.page
    choice = page.locator("#rink-add")
    expect(choice).to_have_value("place 1")
    page.get_by_role("button", name="Put it in the middle").focus()
    page.keyboard.press("Enter")
    settled(page)
    expect(choice).to_have_value("place 2")
    assert re.search(r"4T .*@ 30,15", page.locator("textarea[name=plan]").input_value())
    choice.select_option("path new")
    ice = page.locator("#rink")
    box = ice.bounding_box()
    assert box is not None
    ice.click(position={"x": box["width"] / 4, "y": box["height"] / 4})
    settled(page)
    assert "Path: 15,22.5" in page.locator("textarea[name=plan]").input_value()
    assert tab.complaints == []


def test_without_scripts_the_page_plans_as_well(visit: Opening, tmp_path: Path) -> None:
    tab = visit(java_script_enabled=False)
    page = tab.page
    page.get_by_role("button", name="4S one up").click()
    expect(rows(page).nth(0)).to_contain_text("4S")
    text = page.locator("textarea[name=plan]")
    text.fill(re.sub("3Lo +2:44", "4Q 2:44", text.input_value()))
    page.locator(".tools").get_by_role("button", name="Check").click()
    alert = page.locator("#refused")
    expect(alert).to_contain_text("4Q")
    expect(alert).to_contain_text("line")
    assert "4Q 2:44" in text.input_value()
    text.fill(text.input_value().replace("4Q 2:44", "2A 2:44"))
    page.locator(".tools").get_by_role("button", name="Check").click()
    expect(rows(page).nth(7)).to_contain_text("2A")
    with page.expect_download() as caught:
        page.locator(".tools").get_by_role("button", name="Save the file").click()
    path = tmp_path / "saved.plan"
    caught.value.save_as(path)
    assert path.read_text(encoding="utf-8") == text.input_value()
    page.locator(".file-text input[type=file]").set_input_files(path)
    page.locator(".file-text").get_by_role("button", name="Check").click()
    expect(rows(page).nth(7)).to_contain_text("2A")
