"""The planner's addresses: a plan comes, is looked at and goes back; nothing of it is kept."""

import sys
import threading
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from kissandcry.core import Discipline, Points, Segment
from kissandcry.program import plan_file
from kissandcry.program.legality import check
from kissandcry.web.planner import best as planner_best
from kissandcry.web.planner.posted import MOST_BYTES
from kissandcry.web.planner.start import START

# The inventory for which an independent model proved 62.40 in the free skating of 2024-25.
TRIPLES = """\
Skater: Someone
Season: 2024-25
Category: Men

Program: Free Skating
3Lz+3T
3F
3Lo
3S
2A
CCoSp4
FCSp4
LSp4
StSq4
ChSq1
"""
DANCE = """\
Skater: Someone and Another
Season: 2024-25
Category: Ice Dance

Program: Free Dance
DSp4
CuLi4
ChSt1
"""


def checked(client: TestClient, **asked: Any) -> dict[str, Any]:
    answer = client.post("/api/plan/check", json={"plan": START, **asked})
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    found: dict[str, Any] = answer.json()
    return found


def posted(client: TestClient, status: int = 200, /, **fields: str) -> LexborHTMLParser:
    answer = client.post("/plan", data=fields, files={"file": ("", b"")})
    assert answer.status_code == status
    assert answer.headers["cache-control"] == "no-store"
    return LexborHTMLParser(answer.text)


def text_of(page: LexborHTMLParser) -> str:
    (field,) = page.css("textarea[name=plan]")
    return field.text().removeprefix("\n")


def refusal(page: LexborHTMLParser) -> str:
    (box,) = page.css("#refused")
    return box.text(strip=True)


def codes(found: dict[str, Any]) -> list[str]:
    return list(plan_file.parse(found["plan"]).programs[0].codes)


def test_the_page_opens_with_a_plan_that_is_legal(client: TestClient) -> None:
    page = LexborHTMLParser(client.get("/plan").text)
    (program,) = plan_file.parse(START).programs
    legality = check(program)
    assert legality.legal
    (answer,) = page.css("p.answer")
    assert answer.text() == f"Legal, with a base value of {legality.base_value}."
    assert len(page.css("#elements tbody tr")) == len(program.elements)
    assert text_of(page) == START


def test_a_program_that_was_skated_is_planned_from(client: TestClient) -> None:
    """What was printed: 4T fallen on, 2S, 3F ... with x on the jumps of the second half."""
    skate = "gpf2012/men/free-skating/yuzuru-hanyu"
    link = f"/plan?from={skate}"
    assert f'href="{link}"' in client.get(f"/event/{skate}").text
    page = LexborHTMLParser(client.get(link).text)
    plan = plan_file.parse(text_of(page))
    assert (plan.skater, plan.nation, plan.season) == ("Yuzuru HANYU", "JPN", "2012-13")
    (program,) = plan.programs
    assert program.codes[:5] == ("4T", "2S", "3F", "FCCoSp4", "StSq3")
    assert [one.code for one in program.elements if one.second_half][:2] == ["3A+3T", "3A+2T"]
    assert "is expected" in page.css("p.answer")[0].text()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/plan?category=women&level=junior&segment=short_program", 200),
        ("/plan?category=ice_dance&level=senior&segment=rhythm_dance", 200),
        ("/plan?category=men&segment=free_dance", 422),
        ("/plan?category=curling&segment=free_skating", 400),
        ("/plan?from=gpf2012", 422),
        ("/plan?from=gpf2012/men/free-skating/nobody", 404),
        ("/plan?from=" + "a" * 301, 400),
    ],
)
def test_another_plan_is_begun(address: str, status: int, client: TestClient) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    if status == 200:
        (program,) = plan_file.parse(text_of(LexborHTMLParser(answer.text))).programs
        assert program.elements == ()


def test_a_form_and_a_script_are_answered_alike(client: TestClient) -> None:
    page = posted(client, plan=START, do="down 1")
    found = checked(client, edits=["down 1"])
    assert text_of(page) == found["plan"]
    assert codes(found)[:2] == ["4S", "4T+2T"]


def test_a_plan_that_was_not_changed_goes_back_as_it_came(client: TestClient) -> None:
    own = START.replace("Program:", "# my own words\nProgram:")
    assert checked(client, plan=own)["plan"] == own


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "lacks Skater"),
        ("hello", "line 1"),
        (START.replace("4S 0:42", "4Q 0:42"), "line 9"),
        (START.replace("Free Skating", "Free Dance"), "line 5"),
        (START.replace("2024-25", "1998-99"), "1998"),
        (START.partition("Program")[0], "no program yet"),
        (START.replace("@ 50,6", "@ 90,6"), "line 8"),
    ],
)
def test_a_text_that_is_no_plan_stays_and_is_refused_in_one_sentence(
    text: str, said: str, client: TestClient
) -> None:
    page = posted(client, 422, plan=text)
    assert said in refusal(page)
    assert text_of(page) == text
    answer = client.post("/api/plan/check", json={"plan": text})
    assert answer.status_code == 422
    assert answer.json() == {"error": refusal(page), "near": []}


def test_a_change_that_cannot_be_made_leaves_what_was_before_it(client: TestClient) -> None:
    found = checked(client, edits=["down 1", "code 1 4Q", "remove 2"])
    assert "4Q" in found["refused"]
    assert codes(found)[:2] == ["4S", "4T+2T"]


@pytest.mark.parametrize(
    "edit",
    [
        "fly 1",
        "move 1",
        "move 1 99",
        "move 0 1",
        "remove \u0663",
        "time 1 never",
        "place 1 61 3",
        "place 1 nan 3",
        "place 1 x",
        "path 99 1 1",
        "off elsewhere 1",
        "off place",
        "mend 7",
        "set",
        "code 1 <script>",
        "add 9A",
    ],
)
def test_changes_that_are_none_are_refused(edit: str, client: TestClient) -> None:
    found = checked(client, edits=[edit])
    assert found["refused"]
    assert "\n" not in found["refused"]
    assert found["plan"] == START


def test_an_illegal_program_says_so_and_is_mended(client: TestClient) -> None:
    at_once = checked(client, edits=["add 3A"])
    assert at_once["more"]
    assert not LexborHTMLParser(at_once["html"]).css("button.mend")
    found = checked(client, edits=["add 3A"], mends=True)
    assert not found["more"]
    assert found["said"].startswith("Not legal")
    page = LexborHTMLParser(found["html"])
    program = plan_file.parse(found["plan"]).programs[0]
    first = check(program).problems[0]
    assert first.sentence in page.text()
    (mend,) = [one for one in page.css("button.mend") if one.attributes["value"] == "mend 1"]
    assert first.mend is not None
    assert first.mend.sentence in mend.text()
    again = checked(client, plan=found["plan"], edits=["mend 1"])
    assert again["said"].startswith("Legal")
    assert codes(again) == [one.code for one in first.mend.elements]


def test_mends_are_looked_for_where_there_is_not_too_much_to_mend(client: TestClient) -> None:
    much = START + "4Lz+3T+2Lo\n" * 20
    found = checked(client, plan=much, mends=True)
    page = LexborHTMLParser(found["html"])
    assert len(page.css(".problem")) > 8
    assert not page.css("button.mend")
    assert "where at most 8 are left" in page.text()
    assert not found["more"]
    assert "can be mended" in checked(client, plan=much, edits=["mend 1"])["refused"]
    twice = checked(client, edits=["add 3A", "mend 1", "mend 1"])
    assert "one problem is mended at a time" in twice["refused"]


def test_a_skater_of_the_archive_is_chosen_or_asked_for(client: TestClient) -> None:
    found = checked(client, skater="Yuzuru HANYU")
    assert "is expected, give or take" in found["said"]
    assert "8 December 2012" in found["html"]
    page = LexborHTMLParser(checked(client, skater="yuz")["html"])
    names = {one.text() for one in page.css("button[name=who]")}
    assert "Yuzuru HANYU" in names
    nobody = checked(client, skater="Nobody Anywhere")
    assert "Nobody in this archive is called Nobody Anywhere." in nobody["html"]
    dancer = checked(client, skater="meryl-davis-charlie-white")
    assert "known here in Ice Dance" in dancer["html"]
    page = posted(client, plan=START, who="yuzuru-hanyu", skater="yu")
    assert "is expected" in page.css("p.answer")[0].text()


def test_what_is_typed_is_shown_and_never_obeyed(client: TestClient) -> None:
    trick = "<img src=x onerror=alert(1)>"
    found = checked(client, plan=START.replace("Your name", trick), skater=trick, inventory=trick)
    assert "<img" not in found["html"]
    assert "&lt;img src=x" in found["html"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["/plan", "/plan/file", "/plan/picture", "/api/plan/check"])
def test_pages_of_other_sites_are_refused(
    path: str, headers: dict[str, str], client: TestClient
) -> None:
    answer = client.post(path, data={"plan": START}, headers=headers)
    assert answer.status_code == 403
    assert "another site" in answer.text


def test_a_page_of_this_site_is_answered(client: TestClient) -> None:
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    answer = client.post("/api/plan/check", json={"plan": START}, headers=headers)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"plan": 7}',
        b'{"plan": "", "more": 1}',
        b'{"plan": "", "program": -1}',
        b'{"plan": "", "edits": "move 1 2"}',
        b'{"plan": "", "skater": "' + b"a" * 121 + b'"}',
        b"\xff\xfe",
    ],
)
def test_what_is_no_question_is_refused(body: bytes, client: TestClient) -> None:
    answer = client.post("/api/plan/check", content=body)
    assert answer.status_code == 422
    assert "no question to the planner" in answer.json()["error"]


def test_plans_are_bounded(client: TestClient) -> None:
    long = "#" * (MOST_BYTES + 1)
    assert client.post("/api/plan/check", json={"plan": long}).status_code == 422
    assert client.post("/api/plan/check", json={"plan": 8 * long}).status_code == 413
    file = {"file": ("a.plan", long.encode())}
    assert client.post("/plan", files=file).status_code == 413
    assert client.post("/plan", files={"file": ("a.plan", 9 * long.encode())}).status_code == 413
    many = checked(client, edits=["add 2A"] * 100)
    assert "at most 40 are planned" in many["refused"]
    for lines, said in (("2A\n" * 20_000, "at most 40"), ("Path: 1,1\n" * 201, "at most 200")):
        answer = client.post("/api/plan/check", json={"plan": START + lines, "mends": True})
        assert answer.status_code == 422
        assert said in answer.json()["error"]
    answer = client.post("/api/plan/check", json={"plan": START, "edits": ["up 2"] * 101})
    assert answer.status_code == 422


def test_a_file_takes_the_place_of_the_text(client: TestClient) -> None:
    own = START.replace("Your name", "Somebody Else")
    content = b"\xef\xbb\xbf" + own.replace("\n", "\r\n").encode()
    answer = client.post("/plan", data={"plan": START}, files={"file": ("own.plan", content)})
    assert text_of(LexborHTMLParser(answer.text)) == own
    answer = client.post("/plan", files={"file": ("own.plan", b"Skater: A\n\xff\xff\n")})
    assert answer.status_code == 422
    assert "Line 2 of the file" in answer.text


def test_the_file_to_save_is_the_plan(client: TestClient) -> None:
    own = START.replace("Your name", "Ána «Éxample»")
    answer = client.post("/plan/file", data={"plan": own})
    assert answer.text == own
    assert answer.headers["cache-control"] == "no-store"
    name = answer.headers["content-disposition"]
    assert name.startswith('attachment; filename="')
    assert name.endswith('2024-25.plan"')
    assert name.isascii()
    assert client.post("/plan/file", data={"plan": "hello"}).status_code == 422


def test_the_picture_is_made_of_the_plan_that_was_sent(client: TestClient) -> None:
    pytest.importorskip("typst")
    answer = client.post("/plan/picture", data={"plan": START})
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["cache-control"] == "no-store"
    width, height = answer.content[16:20], answer.content[20:24]
    assert (int.from_bytes(width, "big"), int.from_bytes(height, "big")) == (1200, 630)
    other = client.post("/plan/picture", data={"plan": START.replace("Your name", "Another")})
    assert other.content != answer.content
    assert client.post("/plan/picture", data={"plan": "hello"}).status_code == 422


def test_the_best_layout_of_what_stands_there(client: TestClient) -> None:
    pytest.importorskip("ortools")
    program = plan_file.parse(TRIPLES).programs[0]
    named = "+3S +3Lo +3F +3Lz +2A"  # every jump of it may follow
    found = checked(client, plan=TRIPLES, best=True, inventory=named)
    assert found["refused"] == ""
    page = LexborHTMLParser(found["html"])
    (section,) = page.css("#best")
    assert "proved" in section.text()
    take = section.css("button[name=do]")[0].attributes["value"]
    assert take is not None
    taken = checked(client, plan=TRIPLES, edits=[take])
    assert taken["said"].startswith("Legal")
    best = check(plan_file.parse(taken["plan"]).programs[0])
    assert best.base_value == Points("62.40")
    assert best.base_value > check(program).base_value


def test_pairs_and_dance_are_checked_without_layouts(client: TestClient) -> None:
    found = checked(client, plan=DANCE)
    plan = plan_file.parse(found["plan"])
    assert plan.programs[0].discipline is Discipline.ICE_DANCE
    assert plan.programs[0].segment is Segment.FREE_DANCE
    assert "Best layout" not in found["html"]
    assert len(LexborHTMLParser(found["html"]).css("#elements tbody tr")) == 3


def test_without_the_solver_the_part_is_named(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ortools", "ortools.sat", "ortools.sat.python", "ortools.sat.python.cp_model"):
        monkeypatch.setitem(sys.modules, name, None)
    found = checked(client, best=True)
    assert "kissandcry[plan]" in found["refused"]
    assert found["said"].startswith("Legal")


def test_one_best_layout_is_looked_for_at_a_time(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    answers: list[int] = []
    look = planner_best.best

    def slow(*asked: Any) -> planner_best.Best:
        begun.set()
        assert go_on.wait(30)
        return look(*asked)

    def first() -> None:
        body = {"plan": START, "best": True}
        answers.append(client.post("/api/plan/check", json=body).status_code)

    monkeypatch.setattr(planner_best, "best", slow)
    thread = threading.Thread(target=first)
    thread.start()
    assert begun.wait(30)
    busy = client.post("/api/plan/check", json={"plan": START, "best": True})
    meanwhile = client.post("/api/plan/check", json={"plan": START})
    go_on.set()
    thread.join()
    assert busy.status_code == 503
    assert int(busy.headers["retry-after"]) > 0
    assert meanwhile.status_code == 200
    assert answers == [200]


def test_nothing_of_a_plan_stays_in_the_log(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    own = START.replace("Your name", "Quite Unmistakable")
    checked(client, plan=own)
    posted(client, 422, plan=own.replace("4S", "Quite Unmistakable"))
    assert "Unmistakable" not in caplog.text
    assert "Unmistakable" not in client.get("/plan").text
