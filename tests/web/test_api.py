"""The JSON interface: what it says, and that it says no more than its description promises."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import schemathesis
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from kissandcry.archive import Archive, store
from kissandcry.protocols.writers import as_json
from kissandcry.web import reading
from kissandcry.web.api import router
from kissandcry.web.app import create_app

SKATE = "/api/event/gpf2012/men/free-skating/yuzuru-hanyu"


def test_an_answer_is_the_published_one(client: TestClient) -> None:
    found = client.get("/api/event/gpf2012/men").json()
    assert found["answer"].startswith("Men: Daisuke TAKAHASHI (JPN) won with 269.40")
    first = found["results"][0]
    assert (first["skater"], first["place"], first["total"]) == ("daisuke-takahashi", 1, "269.40")


def test_a_performance_is_a_protocol_that_can_be_read_back(client: TestClient) -> None:
    (paper,) = as_json.read_json(client.get(SKATE).content)
    (one,) = paper.performances
    assert (one.name, str(one.tss)) == ("Yuzuru HANYU", "177.12")
    assert [element.code for element in one.elements][:2] == ["4T", "2S"]
    (whole,) = as_json.read_json(client.get(SKATE.replace("yuzuru-hanyu", "protocol")).content)
    assert one in whole.performances


def test_an_explanation_ends_at_the_score(client: TestClient) -> None:
    steps = client.get(f"{SKATE}/why/1").json()["steps"]
    assert steps[-1]["value"] == "13.01"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/event/nothing", 404),
        ("/api/nothing", 404),
        ("/api/events?page=0", 422),
        ("/api/series/2012-13/curling", 422),
        ("/api/event/gpf2012/men/free-skating/nobody", 404),
    ],
)
def test_refusals_have_one_shape(path: str, status: int, client: TestClient) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert set(answer.json()) == {"error", "near"}


class Door:
    """An application that can be taken away: schemathesis keeps what it was given to the end, and
    the engine of the archive says so when Python ends."""

    def __init__(self, app: ASGIApp) -> None:
        self.app: ASGIApp | None = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.app is not None
        await self.app(scope, receive, send)


@pytest.fixture(scope="module")
def described(season_file: Path) -> Iterator[BaseSchema]:
    """The interface by its own description. The archive stays open from call to call."""
    with Archive(season_file, read_only=True) as opened:
        door = Door(create_app(opened, hosts=["testserver"]))
        yield schemathesis.openapi.from_asgi("/api/openapi.json", door)
        door.app = None


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("path", [one.path for one in router.routes if isinstance(one, APIRoute)])
def test_whatever_is_asked_the_answer_is_as_described(
    path: str, mode: GenerationMode, described: BaseSchema
) -> None:
    """No fault of the server; status, type and shape as in /api/openapi.json."""
    operation = described[path]["GET"]

    @settings(max_examples=15, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def asked(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    asked()


def test_an_answer_is_of_one_state_while_somebody_writes(
    season_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.duckdb"
    shutil.copy(season_file, path)
    head = reading.head
    states: list[int | None] = []

    def write() -> None:
        with store.writing(path) as opened, opened.transaction():
            opened.run("UPDATE events SET place = 'elsewhere'")

    writer = Thread(target=write)

    def slowly(archive: Archive, *what: str) -> reading.Found:
        found = head(archive, *what)
        states.append(archive.state)
        writer.start()
        writer.join(1)  # it writes if it may
        with archive.reading():
            states.append(archive.state)
        return found

    with TestClient(create_app(path), base_url="http://localhost") as client:
        monkeypatch.setattr(reading, "head", slowly)
        answer = client.get("/api/event/gpf2012/men/free-skating/protocol")
        writer.join()
    assert answer.status_code == 200
    assert states[0] == states[1]
