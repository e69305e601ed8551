"""A file from a stranger: read and shown, or refused in one sentence; never kept."""

import json
import sys
from contextlib import ExitStack
from pathlib import Path

import msgspec
import pytest
from anyio.from_thread import start_blocking_portal
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient
from starlette.types import Message

from kissandcry.protocols import read
from kissandcry.protocols.writers import as_json
from kissandcry.web import upload_process, uploads
from kissandcry.web.app import create_app
from kissandcry.web.uploads import MAXIMUM_BYTES, Busy, Desk, shown

SKATE = Path(__file__).resolve().parents[2] / (
    "src/kissandcry/protocols/data/2012-13_grand_prix_final/men_free_skating.skate"
)


def hand_in(client: TestClient, name: str, content: bytes) -> tuple[int, str]:
    answer = client.post("/audit", files={"file": (name, content)})
    return answer.status_code, answer.text


def test_a_published_paper_is_audited(client: TestClient, shared: Path) -> None:
    paper = sorted((shared / "protocols" / "2016-17").rglob("*.pdf"))[0]
    status, page = hand_in(client, "paper.pdf", paper.read_bytes())
    assert status == 200
    (printed,) = read(paper)
    for one in printed.performances:
        assert one.name in page
        assert str(one.tss) in page
    assert len(LexborHTMLParser(page).css(".grid")) == len(printed.performances)


def test_a_paper_that_does_not_add_up_says_where(client: TestClient) -> None:
    (protocol,) = read(SKATE)
    document = json.loads(as_json.dumps([protocol]))
    document[0]["performances"][0]["elements"][0]["goe"] = "0.01"
    status, page = hand_in(client, "changed.json", json.dumps(document).encode())
    assert status == 200
    assert "1 differs from the marks on the same paper" in page
    assert "0.01 printed" in page


@pytest.mark.parametrize(
    ("name", "content", "status", "said"),
    [
        ("paper.pdf", b"%PDF-1.7\nnothing", 422, "paper.pdf"),
        ("paper.exe", b"MZ", 422, "protocols are read from .pdf"),
        ("paper.json", b"[]", 422, "no protocol stands in it"),
        ("paper.json", b'{"a": 1}', 422, "not a protocol"),
        ("paper.csv", b"a,b\n1,2\n", 422, "paper.csv"),
        ("paper.skate", b"", 422, "empty"),
        ("../../etc/passwd", b"root", 422, "passwd"),
        ("a\\b\\..\\c.csv", b"x", 422, "c.csv"),
    ],
)
def test_other_files_are_refused(
    name: str, content: bytes, status: int, said: str, client: TestClient
) -> None:
    found, page = hand_in(client, name, content)
    assert found == status
    tree = LexborHTMLParser(page)
    (alert,) = tree.css("[role=alert]")
    assert said in alert.text()
    assert "upload" not in alert.text()


def test_a_name_is_shown_and_never_obeyed(client: TestClient) -> None:
    _, page = hand_in(client, "<img src=x onerror=alert(1)>.pdf", b"%PDF-x")
    assert "<img" not in page
    assert shown("/etc/../a\x00\x1b[31m.pdf") == "a??[31m.pdf"
    assert len(shown("x" * 1000)) == 100


def test_a_file_that_is_too_large_is_refused_while_it_comes(client: TestClient) -> None:
    status, page = hand_in(client, "large.pdf", bytes(MAXIMUM_BYTES + 1))
    assert status == 413
    assert "8 MB" in page

    def endless() -> object:
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
        for _ in range(1000):
            yield bytes(1024 * 1024)

    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    answer = client.post("/audit", content=endless(), headers=kind)  # type: ignore[arg-type]
    assert answer.status_code == 413


def test_without_a_file_the_page_asks_for_one(client: TestClient) -> None:
    answer = client.post("/audit", data={"file": "text"})
    assert answer.status_code == 422
    assert "choose a protocol first" in answer.text


def test_two_files_are_read_at_once_and_no_more() -> None:
    desk = Desk()
    with desk.seat(), desk.seat(), pytest.raises(Busy, match="try again"):
        desk.read("a.pdf", b"%PDF-")
    with desk.seat():
        pass


def test_a_server_may_take_no_files(season_file: Path) -> None:
    with TestClient(create_app(season_file, allow_uploads=False), base_url="http://localhost") as c:
        status, page = hand_in(c, "a.pdf", b"%PDF-")
        assert status == 403
        assert "takes no files" in page


def test_a_busy_desk_says_when_to_come_again(season_file: Path) -> None:
    app = create_app(season_file)
    with TestClient(app, base_url="http://localhost") as client, ExitStack() as seats:
        for _ in range(2):
            seats.enter_context(app.state.desk.seat())
        answer = client.post("/audit", files={"file": ("a.pdf", b"%PDF-")})
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert "try again in a few seconds" in answer.text


def a_process_that(does: str, at: pytest.MonkeyPatch) -> None:
    """Read files with another process than ours: one that breaks down in a known way."""
    at.setattr(uploads, "_COMMAND", (sys.executable, "-c", does))


@pytest.mark.parametrize(
    ("does", "status", "said"),
    [
        ("raise ValueError('a fault of ours')", 500, "fault on our side"),
        ("raise MemoryError", 413, "more memory or time than is allowed here"),
        ("import os; os.kill(os.getpid(), 9)", 413, "more memory or time than is allowed here"),
    ],
)
def test_a_reading_process_that_breaks_down(
    does: str,
    status: int,
    said: str,
    client: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    a_process_that(does, monkeypatch)
    found, page = hand_in(client, "a.pdf", b"%PDF-")
    assert found == status
    assert said in page
    assert "Traceback" not in page
    assert ("a fault of ours" in caplog.text) == (status == 500)


@pytest.mark.parametrize(("kind", "status"), [("refused", 422), ("large", 413), ("missing", 501)])
def test_each_kind_of_refusal_has_its_status(
    kind: upload_process.Kind, status: int, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply = msgspec.json.encode(upload_process.Reply(kind, "upload.pdf: so it is")).decode()
    a_process_that(f"print({reply!r})", monkeypatch)
    found, page = hand_in(client, "mine.pdf", b"%PDF-")
    assert found == status
    assert "mine.pdf: so it is" in page


def test_who_goes_away_while_a_file_comes_leaves_nothing_in_the_log(
    season_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(season_file)
    sent: list[Message] = []
    heads = [(b"host", b"localhost"), (b"content-type", b"multipart/form-data; boundary=b")]

    async def upload() -> None:
        said = iter([{"type": "http.request", "body": b"--b\r\n", "more_body": True}])

        async def receive() -> Message:
            return next(said, {"type": "http.disconnect"})

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "method": "POST",
            "path": "/audit",
            "raw_path": b"/audit",
            "query_string": b"",
            "headers": heads,
            "scheme": "http",
            "http_version": "1.1",
        }
        await app(scope, receive, send)

    with start_blocking_portal() as portal:  # the tests of the browser leave a loop behind
        portal.call(upload)
    app.state.archive.close()
    assert (sent, caplog.text) == ([], "")
