"""What a browser keeps of a page is asked for again, and given again once it was written to."""

import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from kissandcry.archive import Archive
from kissandcry.archive.parquet import export
from kissandcry.web.app import create_app

SKATE = "/event/gpf2012/men/free-skating/yuzuru-hanyu"


@pytest.mark.parametrize("path", ["/", SKATE, f"{SKATE}.csv", f"{SKATE}.png", "/records"])
def test_what_has_not_changed_is_not_sent_again(path: str, client: TestClient) -> None:
    first = client.get(path)
    assert first.headers["cache-control"] == "no-cache"
    again = client.get(path, headers={"If-None-Match": f'"other", {first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_part_of_a_page_is_not_taken_for_the_page(client: TestClient) -> None:
    whole = client.get("/events").headers["etag"]
    asked = {"HX-Request": "true", "If-None-Match": whole}
    assert client.get("/events", headers=asked).status_code == 200


def test_a_corrected_score_is_shown_at_once(season_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    shutil.copy(season_file, path)
    with Archive(path) as written:
        client = TestClient(create_app(written), base_url="http://localhost")
        before = {kind: client.get(f"{SKATE}{kind}") for kind in ("", ".png")}
        with written.transaction():
            written.run("UPDATE performances SET tss = 177.13 WHERE tss = 177.12")
        for kind, old in before.items():
            tag = {"If-None-Match": old.headers["etag"]}
            after = client.get(f"{SKATE}{kind}", headers=tag)
            assert after.status_code == 200
            assert after.headers["etag"] != tag["If-None-Match"]
            if not kind:
                assert "177.13" in after.text


def test_a_refusal_and_an_archive_of_parquet_files_have_no_tag(
    season_archive: Archive, tmp_path: Path, client: TestClient
) -> None:
    assert "etag" not in client.get("/event/nothing").headers
    export(season_archive, str(tmp_path / "p"))
    with TestClient(create_app(tmp_path / "p"), base_url="http://localhost") as other:
        answer = other.get("/events")
        assert (answer.status_code, "etag" in answer.headers) == (200, False)
        assert answer.headers["cache-control"] == "no-cache"
