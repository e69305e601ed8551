"""A page that was made is given again until somebody writes, packed or not as who asks can read."""

import gzip
import socket
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.testclient import TestClient

from kissandcry.archive import Archive, collect, parquet
from kissandcry.web import kept, serving
from kissandcry.web.app import create_app

DATA = Path(__file__).resolve().parents[2] / "src/kissandcry/protocols/data"


def _asked(path: str, query: str = "", **headers: str) -> Request:
    named = [(name.replace("_", "-").encode(), text.encode()) for name, text in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode()}
    return Request({**scope, "headers": [(b"host", b"localhost"), *named]})


def _page(text: str) -> Response:
    return HTMLResponse(text, headers={"Vary": "HX-Request", "ETag": '"1"'})


def test_a_page_is_given_as_who_asks_can_read_it(client: TestClient) -> None:
    first = client.get("/events", headers={"Accept-Encoding": "identity"})
    again = client.get("/events", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in first.headers
    assert again.headers["content-encoding"] == "gzip"
    assert again.text == first.text  # the client unpacks it
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers.get_list("vary") == ["HX-Request, Accept-Encoding"]


def test_what_is_kept_is_gone_once_somebody_wrote(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    collect.collect(path, [str(DATA / "2012-13_nhk_trophy")])
    with TestClient(create_app(path), base_url="http://localhost") as client:
        for _ in range(2):
            assert "Grand Prix Final" not in client.get("/events").text
        collect.collect(path, [str(DATA / "2012-13_grand_prix_final")])
        assert "Grand Prix Final" in client.get("/events").text


def test_a_folder_of_parquet_that_is_exported_again_is_followed(
    season_archive: Archive, tmp_path: Path
) -> None:
    path, place = tmp_path / "x.duckdb", tmp_path / "folder"
    collect.collect(path, [str(DATA / "2012-13_nhk_trophy")])
    with Archive(path, read_only=True) as small:
        parquet.export(small, str(place))
        with TestClient(create_app(place), base_url="http://localhost") as client:
            assert len(client.get("/api/events").json()["events"]) == 1
            assert client.get("/event/gpf2012").status_code == 404
            parquet.export(season_archive, str(place))
            assert len(client.get("/api/events").json()["events"]) > 1
            assert client.get("/event/gpf2012").status_code == 200
            parquet.export(small, str(place))
            assert client.get("/event/gpf2012").status_code == 404


def test_pages_of_another_address_question_or_state_are_others() -> None:
    pages = kept.Kept()
    pages.keep(_asked("/a", "page=1"), 1, _page("one"))
    assert pages.find(_asked("/a", "page=1"), 1) is not None
    assert pages.find(_asked("/a", "page=2"), 1) is None
    assert pages.find(_asked("/b", "page=1"), 1) is None
    assert pages.find(_asked("/a", "page=1", hx_request="true"), 1) is None
    assert pages.find(_asked("/a", "page=1"), 2) is None
    assert pages.find(_asked("/a", "page=1"), None) is None


@pytest.mark.parametrize(("one", "other"), [("/a#", "/a%23"), ("/a?x=1", "/a"), ("/a\tb", "/ab")])
def test_an_address_with_signs_that_were_encoded_is_another(one: str, other: str) -> None:
    pages = kept.Kept()
    pages.keep(_asked(one), 1, _page("one"))
    assert pages.find(_asked(one), 1) is not None
    assert pages.find(_asked(other), 1) is None


def test_pages_with_little_in_them_take_their_place_too() -> None:
    pages = kept.Kept()
    for place in range(20_000):
        pages.keep(_asked("/a.csv", f"{place}"), 1, _page("skater"))
    assert pages.find(_asked("/a.csv", "19999"), 1) is not None
    assert pages.find(_asked("/a.csv", "0"), 1) is None


def test_the_pages_take_no_more_than_their_place() -> None:
    pages = kept.Kept()
    noise = [bytes([place % 251, place // 251]).hex() * 100_000 for place in range(20)]
    for place, text in enumerate(noise):
        pages.keep(_asked(f"/{place}"), 1, _page(text))
    assert pages.find(_asked("/19"), 1) is not None
    large = Response(b"x" * 2**21, headers={"Vary": "HX-Request", "ETag": '"1"'})
    pages.keep(_asked("/large"), 1, large)
    assert pages.find(_asked("/large"), 1) is None


def test_a_packed_page_unpacks_to_itself() -> None:
    text = "<p>" + "score " * 1000
    answer = kept.Kept().keep(_asked("/a", accept_encoding="gzip"), 1, _page(text))
    assert gzip.decompress(bytes(answer.body)).decode() == text
    assert int(answer.headers["content-length"]) == len(answer.body) < len(text) / 10


def test_small_answers_leave_at_once() -> None:
    """A socket whose protocol is not named gets no TCP_NODELAY from asyncio: each answer would wait
    40 ms for the other side."""
    with serving.listen("127.0.0.1", 0) as opened:
        assert opened.proto == socket.IPPROTO_TCP
