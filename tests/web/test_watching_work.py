"""What the reviewing process does, without a process."""

from pathlib import Path

from kissandcry.video import poses
from kissandcry.video.poses import Recording
from kissandcry.video.shelf import Shelf
from kissandcry.web.watching.task import Task, Told
from kissandcry.web.watching.work import reviewed
from tests.video import captures


def test_a_task_ends_on_the_shelf_or_in_a_sentence(shared: Path, tmp_path: Path) -> None:
    seen = captures.seen(captures.trials(shared)["B_Axel_4"], fps=30, seed=2, camera=True)
    clip = tmp_path / "in" / "clip.json"
    clip.parent.mkdir()
    poses.write(Recording((seen.poses,), "captured"), clip)
    task = Task(str(clip), "mine.json", str(tmp_path / "shelf"), "2026-01-02", "Anna")
    told: list[Told] = []
    done = reviewed(task, told.append)
    assert done.error == ""
    assert [one.share for one in told] == sorted(one.share for one in told)
    (kept,) = Shelf(tmp_path / "shelf").list("Anna")
    assert kept.key == done.review
    clip.write_text("{}", encoding="utf-8")
    refused = reviewed(task, told.append)
    assert refused.kind == "refused"
    assert "mine.json" in refused.error
