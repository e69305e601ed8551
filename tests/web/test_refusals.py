"""What is asked wrongly, or with bad intent, is refused in one sentence, and nothing leaks."""

from decimal import Decimal
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal
from starlette.testclient import TestClient
from starlette.types import Message

from kissandcry.web import cells
from kissandcry.web.app import create_app
from kissandcry.web.export import csv_of
from kissandcry.web.page import Column, Row, Table
from kissandcry.web.render import block

TRICKS = (
    "/static/../../../../etc/passwd",
    "/static/..%2f..%2f..%2fpyproject.toml",
    "/static/%2e%2e/app.py",
    "/static/site.css",
    "/static/",
    "/event/..%2f..%2fetc",
    "/event/'; DROP TABLE events; --",
    "/event/gpf2012/men'--/free-skating",
    "/skater/%00",
    "/skater/" + "a" * 400,
    "/event/gpf2012/men/free-skating/yuzuru-hanyu/why/0",
    "/event/gpf2012/men/free-skating/yuzuru-hanyu/why/99",
    "/event/gpf2012/men/free-skating/yuzuru-hanyu/why/component-9",
    "/event/gpf2012/men/free-skating/yuzuru-hanyu/why/../../x",
    "/event/gpf2012/men/free-skating?version=7",
    "/nothing/at/all",
)


@pytest.mark.parametrize("path", TRICKS)
def test_what_is_not_there_is_a_page_that_says_so(path: str, client: TestClient) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "<h1>" in answer.text
    assert "Traceback" not in answer.text
    assert "root:" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/events?page=0",
        "/events?page=1e9",
        "/events?page=%EF%BC%91",
        "/events?as_of=yesterday",
        "/events?season=1066-67",
        "/search?q=" + "a" * 121,
    ],
)
def test_a_query_that_cannot_be_asked_is_refused(path: str, client: TestClient) -> None:
    assert client.get(path).status_code == 400


@pytest.mark.parametrize("path", ["/", "/nothing", "/api/events", "/api/nothing", "/events?page=x"])
def test_every_answer_has_the_headers_of_the_policy(path: str, client: TestClient) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("localhost:8130", 200),
        ("127.0.0.1:1", 200),
        ("[::1]:8130", 200),
        ("evil.example", 400),
        ("localhost.evil.example", 400),
        ("localhost@evil.example", 400),
        ('localhost"><script>', 400),
        ("", 400),
    ],
)
def test_only_the_names_that_are_served_are_answered(
    host: str, status: int, client: TestClient
) -> None:
    answer = client.get("/events", headers={"Host": host})
    assert answer.status_code == status
    assert "evil" not in answer.text


def test_addresses_are_bounded(client: TestClient) -> None:
    assert client.get("/" + "a" * 600).status_code == 400
    assert client.get("/search?" + "x=1&" * 500).status_code == 400


def test_pages_cannot_be_written_to(client: TestClient) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert client.request(method, "/events").status_code == 405


def test_a_fault_of_ours_tells_the_visitor_nothing_of_it(
    season_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    from kissandcry.archive import Archive

    archive = Archive(season_file, read_only=True)
    app = create_app(archive)
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        archive.close()
        for path in ("/events", "/api/events"):
            answer = client.get(path)
            assert answer.status_code == 500
            assert "fault on our side" in answer.text
            assert "duckdb" not in answer.text.lower()
            assert answer.headers["x-content-type-options"] == "nosniff"
    assert "fault at /events" in caplog.text


def test_a_file_keeps_its_name_for_ever(client: TestClient) -> None:
    page = client.get("/").text
    name = page.split('rel="stylesheet" href="')[1].split('"')[0]
    first = client.get(name)
    assert first.status_code == 200
    assert "immutable" in first.headers["cache-control"]
    again = client.get(name, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("=1+2", "'=1+2"),
        ("+SUM(A1)", "'+SUM(A1)"),
        ("-2", "'-2"),
        ("@x", "'@x"),
        (" =1+2", "' =1+2"),
        ("\uff1d1+2", "'\uff1d1+2"),
        ("\tx", "?x"),
        ("\r=x", "?=x"),
        ("\u202eEVIL", "?EVIL"),
    ],
)
def test_a_name_is_no_formula_in_a_spreadsheet(name: str, shown: str) -> None:
    """Source: OWASP, "CSV Injection": cells that begin with = + - @, tab or carriage return."""
    table = Table(
        "t",
        "T",
        (Column("name", "Name"), Column("score", "Score")),
        [
            {"name": name, "score": -2},
        ],
    )
    assert csv_of(table).decode("utf-8").splitlines()[1] == f"{shown},-2"


def test_data_in_a_page_cannot_end_its_block() -> None:
    assert "<" not in block({"name": "</script><script>alert(1)</script>&amp;"})


def test_a_query_of_bytes_that_are_no_text_is_refused(client: TestClient) -> None:
    """No browser sends one; a client with the bytes of Latin-1 may."""
    sent: list[Message] = []

    async def ask() -> None:
        async def receive() -> Message:
            return {"type": "http.request", "body": b""}

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "GET", "path": "/search", "raw_path": b"/search"}
        headers = [(b"host", b"localhost")]
        query = {"query_string": "q=Müller".encode("latin-1"), "headers": headers}
        await client.app({**scope, **query, "scheme": "http", "root_path": ""}, receive, send)

    with start_blocking_portal() as portal:  # the tests of the browser leave a loop behind
        portal.call(ask)
    assert sent[0]["status"] == 400
    assert b"query" in sent[1]["body"]
    assert client.get("/search?q=Müller").status_code == 200


def test_what_stands_in_a_cell_is_text_whatever_its_kind() -> None:
    """Figures are not escaped, so theirs must have nothing to escape."""
    kinds = ("points", "signed", "share", "number", "text", "skater", "judge", "event", "interval")
    columns = tuple(Column(kind, kind, kind) for kind in kinds)
    row: Row = dict.fromkeys(kinds, '<b a="1">') | {"low": -0.001, "high": float("nan")}
    row = {**row, "points": Decimal("-1.5"), "signed": 0.004, "share": 0.004}
    row = {**row, "name": "<i>", "nation": "<i>", "event_name": "<i>"}
    said = cells.body(Table("t", "t", columns, [row]))
    assert "<b" not in said
    assert "<i" not in said
    assert "&lt; 1%" in said
    assert "< " not in said
