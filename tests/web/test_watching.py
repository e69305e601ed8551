"""Clips handed to the pages: watched in a process of their own, kept until they are deleted."""

import os
import re
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest
from starlette.testclient import TestClient

from kissandcry.video import poses
from kissandcry.video.poses import Recording
from kissandcry.video.seen import Estimate, Skate, Travel
from kissandcry.video.shelf import Shelf
from kissandcry.web.app import create_app
from kissandcry.web.uploads import Busy
from kissandcry.web.watching import jobs as watching_jobs
from kissandcry.web.watching.jobs import Jobs
from kissandcry.web.watching.task import Task
from tests.video import captures

HERE = {"origin": "http://localhost"}


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "shelf"


@pytest.fixture
def site(season_file: Path, shelf: Path) -> Iterator[TestClient]:
    app = create_app(season_file, shelf=shelf)
    with TestClient(app, base_url="http://localhost") as opened:
        yield opened


def ended(site: TestClient, address: str) -> str:
    """The page of a job when it has ended."""
    for _ in range(600):
        page = site.get(address).text
        if "<progress" not in page:
            return page
        time.sleep(0.1)
    raise AssertionError("the job does not end")


def test_without_a_shelf_no_clip_is_taken(client: TestClient) -> None:
    assert client.get("/watch").status_code == 404
    assert client.post("/watch", files={"clip": ("a.mp4", b"x")}, headers=HERE).status_code in {
        404,
        405,
    }
    assert 'href="/watch"' not in client.get("/").text


def test_a_skate_is_watched_kept_shown_and_deleted(
    site: TestClient, shelf: Path, shared: Path, tmp_path: Path
) -> None:
    seen = captures.seen(captures.trials(shared)["A_Axel_3"], fps=60, seed=2, camera=True)
    path = tmp_path / "jump.json"
    poses.write(Recording((seen.poses,), "captured"), path)
    assert "Drop a clip here" in site.get("/watch").text
    answer = site.post(
        "/watch",
        files={"clip": ("../../jump.json", path.read_bytes())},
        data={"skater": "Mao", "stature": "1.63"},
        headers=HERE,
    )
    address = str(answer.url.path)
    assert address.startswith("/watch/jobs/")
    page = ended(site, address)
    assert "Open the review" in page
    assert not any(one.is_file() for one in (shelf / "incoming").rglob("*"))  # the clip is deleted
    (kept,) = Shelf(shelf).list("Mao")
    shown = site.get(f"/watch/reviews/{kept.key}/index.html")
    assert "How did I do?" in shown.text
    assert "script-src 'self'" in shown.headers["content-security-policy"]
    assert shown.headers["cache-control"] == "no-store"
    assert site.get(f"/watch/reviews/{kept.key}/review.json").status_code == 200
    for bad in ("..%2fcard.json", "../card.json", "nothing.html", "%2e%2e/card.json"):
        assert site.get(f"/watch/reviews/{kept.key}/{bad}").status_code == 404
    assert kept.sentence in site.get("/watch/skaters?name=Mao").text
    assert "Mao" in site.get("/watch").text
    elsewhere = {"origin": "http://evil.example"}
    assert site.post(f"/watch/reviews/{kept.key}/delete", headers=elsewhere).status_code == 403
    assert site.post(f"/watch/reviews/{kept.key}/delete", headers=HERE).status_code == 200
    assert Shelf(shelf).list() == ()
    assert site.get(f"/watch/reviews/{kept.key}/index.html").status_code == 404
    assert site.get("/watch/skaters?name=Mao").status_code == 404


def test_what_is_no_clip_is_told_by_its_own_name(site: TestClient) -> None:
    answer = site.post("/watch", files={"clip": ("holiday.mp4", b"no video")}, headers=HERE)
    page = ended(site, str(answer.url.path))
    assert "holiday.mp4" in page
    assert "Choose another clip" in page


def test_what_cannot_be_asked_is_refused(site: TestClient) -> None:
    clip = {"clip": ("a.mp4", b"x")}
    assert site.post("/watch", data={"skater": "Mao"}, headers=HERE).status_code == 422
    tall = site.post("/watch", files=clip, data={"stature": "16"}, headers=HERE)
    assert tall.status_code == 422
    assert "from 0.8 to 2.3" in tall.text
    for tap in ("1,2", "a,b,c", "1,2,-3"):
        refused = site.post("/watch", files=clip, data={"tap": tap}, headers=HERE)
        assert refused.status_code == 422
    long = site.post("/watch", files=clip, data={"skater": "x" * 200}, headers=HERE)
    assert long.status_code == 422
    other = site.post("/watch", files=clip, headers={"origin": "http://evil.example"})
    assert other.status_code == 403
    huge = site.post("/watch", content=b"", headers={**HERE, "content-length": "99999999999"})
    assert huge.status_code == 413
    assert site.get("/watch/jobs/none").status_code == 404


def test_jobs_wait_and_can_be_stopped(tmp_path: Path) -> None:
    jobs = Jobs()
    made = []
    for number in range(5):
        folder = tmp_path / str(number)
        folder.mkdir()
        task = Task(str(folder / "a.mp4"), "a.mp4", str(tmp_path / "shelf"), "2026-01-01")
        made.append(jobs.add(task, folder))
    with pytest.raises(Busy):
        jobs.refuse_more()
    for job in reversed(made):
        jobs.stop(job)
    jobs.close()
    assert all(job.done for job in made)
    assert not any((tmp_path / str(number)).exists() for number in range(5))


def test_a_review_that_cannot_be_started_costs_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching_jobs, "_COMMAND", (str(tmp_path / "no such program"),))
    jobs = Jobs()
    for name in ("a", "b"):  # the second has its turn after the first has failed
        (tmp_path / name).mkdir()
        task = Task(str(tmp_path / "a.mp4"), "a.mp4", str(tmp_path / "shelf"), "2026-01-01")
        job = jobs.add(task, tmp_path / name)
        until = time.monotonic() + 20
        while not job.done and time.monotonic() < until:
            time.sleep(0.02)
        assert "the server's log says more" in job.told.error
        assert not (tmp_path / name).exists()
    jobs.close()


def test_the_shelf_forgets_what_was_broken_off(season_file: Path, shelf: Path) -> None:
    left, used = shelf / "incoming" / "old", shelf / "incoming" / "of another server"
    copy = shelf / ".new-20250101-0123456789abcdef"
    for one in (left, used, copy):
        one.mkdir(parents=True)
    for one in (left, copy):
        os.utime(one, (1e9, 1e9))
    create_app(season_file, shelf=shelf).state.archive.close()
    assert [one.is_dir() for one in (left, used, copy)] == [False, True, False]


def test_any_name_leads_to_its_reviews(site: TestClient, shelf: Path, tmp_path: Path) -> None:
    made = tmp_path / "made"
    made.mkdir()
    empty = Skate(3.0, 30.0, (), (), (), Travel((), Estimate(None, None, None, "m"), (), False))
    content = msgspec.json.encode({"skate": empty, "version": 1})
    (made / "review.json").write_bytes(content)
    for name in ("Duskova / Bidar", "..", "a?b&c#d%2F"):
        key = Shelf(shelf).keep(made, name, date(2025, 1, 1))
        page = site.get("/watch").text
        (address,) = set(re.findall(r'href="(/watch/skaters[^"]+)"', page))
        found = site.get(address.replace("&amp;", "&"))
        assert found.status_code == 200
        assert key in found.text
        assert site.get(f"/watch/reviews/{key}/%00").status_code == 404
        assert site.get(f"/watch/reviews/{key}/review.json%00").status_code == 404
        gone = site.post(f"/watch/reviews/{key}/delete", headers=HERE, follow_redirects=False)
        assert gone.status_code == 303
