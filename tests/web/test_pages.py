"""What the pages say, against the published protocols of the Grand Prix Final 2012 in Sochi
(http://www.isuresults.com/results/gpf1213)."""

import csv
import io
import struct

import pytest
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from kissandcry.web.cells import minus

SKATE = "/event/gpf2012/men/free-skating/yuzuru-hanyu"
PAGES = (
    "/",
    "/events",
    "/events?season=2012-13",
    "/event/gpf2012",
    "/event/gpf2012/men",
    "/event/gpf2012/ice-dance/short-dance",
    SKATE,
    f"{SKATE}/why/1",
    f"{SKATE}/why/component-2",
    f"{SKATE}/why/total",
    "/search",
    "/search?q=hanyu",
    "/audit",
    "/api",
)


def text(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    tree = LexborHTMLParser(answer.text)
    assert tree.body is not None
    return " ".join(tree.body.text(separator=" ").split())


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_one_heading_and_no_inline_script_or_style(
    path: str, client: TestClient
) -> None:
    tree = LexborHTMLParser(client.get(path).text)
    assert len(tree.css("h1")) == 1
    assert tree.css("[style]") == []
    assert tree.css("style") == []
    for script in tree.css("script"):
        assert "src" in script.attributes or script.attributes.get("type") == "application/json"
    for node in tree.css("*"):
        assert [name for name in node.attributes if name.startswith("on")] == []


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_fetched_from_another_host(path: str, client: TestClient) -> None:
    tree = LexborHTMLParser(client.get(path).text)
    places = [
        node.attributes.get(name) or ""
        for name in ("src", "href", "action")
        for node in tree.css(f"[{name}]")
    ]
    assert places
    assert [place for place in places if "//" in place and "localhost" not in place] == []


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/", "Daisuke TAKAHASHI"),
        ("/event/gpf2012", "Men: Daisuke TAKAHASHI (JPN) won with 269.40"),
        ("/event/gpf2012/women", "Mao ASADA (JPN) won with 196.80"),
        (
            "/event/gpf2012/men/free-skating",
            "Javier FERNANDEZ (ESP) won the free skating with 178.43",
        ),
        (SKATE, "Second with 177.12, 1.31 behind the winner"),
        (f"{SKATE}/why/1", "Quadruple toe loop"),
    ],
)
def test_a_page_opens_with_the_published_answer(path: str, said: str, client: TestClient) -> None:
    assert said in text(client, path)


def test_marks_and_scores_are_those_of_the_paper(client: TestClient) -> None:
    tree = LexborHTMLParser(client.get(SKATE).text)
    rows = [[cell.text(strip=True) for cell in row.css("th, td")] for row in tree.css(".grid tr")]
    assert rows[1][2:5:2] == ["10.30", "+2.71"]
    assert rows[1][5:14] == ["+3", "+3", "+2", "+3", "+3", "+2", "+3", "+2", "+3"]
    assert rows[1][-1] == "13.01"
    assert [row[-1] for row in rows if row[0] == "Segment score"] == ["177.12"]
    struck = [one.text() for one in tree.css(".grid tbody tr:first-child s")]
    assert sorted(struck[:2]) == ["+2", "+3"]  # one highest and one lowest mark are left out


@pytest.mark.parametrize(
    ("what", "came_to"), [("1", "13.01"), ("component-1", "17.22"), ("total", "177.12")]
)
def test_the_steps_of_a_number_end_at_the_number(
    what: str, came_to: str, client: TestClient
) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get(f"{SKATE}/why/{what}.csv").text)))
    assert rows[-1]["value"] == came_to
    assert all(row["rule"] for row in rows[:-1])


def test_what_is_asked_as_of_a_day_knows_no_later_skate(client: TestClient) -> None:
    before = text(client, "/event/gpf2012/men?as_of=2012-12-07")
    assert "after the short program" in before
    assert "269.40" not in before


@pytest.mark.parametrize("path", [path for path in PAGES if "?" not in path])
def test_every_page_has_a_picture_to_share(path: str, client: TestClient) -> None:
    page = LexborHTMLParser(client.get(path).text)
    (image,) = page.css('meta[property="og:image"]')
    address = image.attributes["content"] or ""
    assert address.startswith("http://localhost/")
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", answer.content[16:24]) == (1200, 630)


def test_tables_are_csv_too(client: TestClient) -> None:
    answer = client.get("/event/gpf2012/men/free-skating.csv?table=result")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["name"], row["tss"]) for row in rows[:2]] == [
        ("Javier FERNANDEZ", "178.43"),
        ("Yuzuru HANYU", "177.12"),
    ]
    panel = client.get("/event/gpf2012/men/free-skating.csv?table=nothing")
    assert panel.status_code == 404
    assert "result, order" in panel.text


def test_an_explanation_for_htmx_is_only_the_inner_part(client: TestClient) -> None:
    answer = client.get(f"{SKATE}/why/1", headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert "13.01" in answer.text
    assert "HX-Request" in answer.headers["vary"]


def test_search_finds_by_a_part_of_a_name(client: TestClient) -> None:
    hits = LexborHTMLParser(client.get("/search/hits?q=hany").text).css("a")
    assert hits[0].attributes["href"] == "/skater/yuzuru-hanyu"
    assert "Nothing" in client.get("/search/hits?q=qqqqq").text


def test_negative_numbers_in_sentences_have_a_minus_sign(client: TestClient) -> None:
    """A flip of base 5.30 in the scale of 2012-13: grade -1 takes 0.70 away."""
    assert "\N{MINUS SIGN}1 is \N{MINUS SIGN}0.70" in text(client, f"{SKATE}/why/3")
    assert minus("2012-12-08, gpf-2012 and -0.20") == "2012-12-08, gpf-2012 and \N{MINUS SIGN}0.20"


def test_what_is_empty_in_every_row_is_no_column(client: TestClient) -> None:
    """All six skates of the segment add up, which the page says once."""
    said = text(client, "/event/gpf2012/men/free-skating")
    assert "all 6 performances add up" in said
    page = LexborHTMLParser(client.get("/event/gpf2012/men/free-skating").text)
    assert "Audit" not in [node.text() for node in page.css("thead th")]
    head = client.get("/event/gpf2012/men/free-skating.csv").text.splitlines()[0]
    assert "remark" in head.split(",")
