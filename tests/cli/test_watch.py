"""`kissandcry watch`: a review in a folder, refusals in one sentence."""

import json
from pathlib import Path
from typing import Any

import pytest

from kissandcry.cli import main
from kissandcry.video import poses
from kissandcry.video.poses import Recording
from kissandcry.video.review import many
from tests.video import captures


def run(capfd: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = main([str(one) for one in arguments])
    said = capfd.readouterr()
    return code, said.out, said.err


@pytest.fixture(scope="module")
def jump(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A captured jump as a file of poses."""
    seen = captures.seen(captures.trials(shared)["A_Axel_3"], fps=60, seed=2, camera=True)
    path = tmp_path_factory.mktemp("poses") / "jump.json"
    poses.write(Recording((seen.poses,), "captured"), path)
    return path


def test_a_review_is_made(capfd: pytest.CaptureFixture[str], jump: Path, tmp_path: Path) -> None:
    code, out, _ = run(capfd, "watch", jump, "-o", tmp_path / "review", "--stature", "1.6")
    assert code == 0
    assert "One jump" in out
    assert (tmp_path / "review" / "index.html").is_file()
    code, out, _ = run(capfd, "watch", jump, "-o", tmp_path / "review", "--json")
    assert code == 0
    assert len(json.loads(out)["skate"]["jumps"]) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere.mp4",), "nowhere.mp4"),
        (("README.md",), "README.md"),
        (("README.md", "--tap", "1,2"), "--tap is '1,2'"),
        (("README.md", "--tap", "nan,1,2"), "--tap is 'nan,1,2'"),
        (("README.md", "--tap", "1,2,-3"), "--tap is '1,2,-3'"),
        (("README.md", "--plan", "nowhere.plan"), "nowhere.plan"),
        (("README.md", "--cluster", "tcp://127.0.0.1:9"), "--cluster is for a folder of clips"),
    ],
)
def test_a_refusal_is_one_sentence(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    code, out, err = run(capfd, "watch", *arguments, "-o", tmp_path / "review")
    assert code == 2
    assert out == ""
    assert said in err
    assert err.count("\n") == 1
    assert not (tmp_path / "review").exists()


@pytest.fixture
def clips(jump: Path, tmp_path: Path) -> Path:
    """A folder with two files of poses, one of them in a folder of its own, and a broken one."""
    folder = tmp_path / "clips"
    (folder / "monday").mkdir(parents=True)
    content = jump.read_bytes()
    (folder / "run.json").write_bytes(content)
    (folder / "monday" / "run.json").write_bytes(content + b"\n")
    (folder / "broken.json").write_bytes(content[:5000])
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    (folder / ".hidden.mp4").write_bytes(b"")
    return folder


def test_a_folder_is_reviewed_and_a_bad_clip_costs_only_itself(
    capfd: pytest.CaptureFixture[str], clips: Path, tmp_path: Path
) -> None:
    to = tmp_path / "reviews"
    code, out, err = run(capfd, "watch", clips, "-o", to)
    assert code == 2
    lines = out.splitlines()
    # Two processes: a line is written when its clip is done.
    assert sorted(one.split(":")[0] for one in lines[:2]) == ["monday/run.json", "run.json"]
    assert lines[2].startswith("2 clips reviewed, 1 refused; 1 other file passed over. ")
    assert len(lines) == 3
    assert err.startswith("broken.json ")
    assert err.count("\n") == 1
    page = (to / "index.html").read_text(encoding="utf-8")
    assert 'href="monday/run.json/index.html"' in page
    assert 'href="run.json/index.html"' in page
    assert "broken.json/" not in page
    assert not (to / ".unfinished").exists()


def test_what_is_reviewed_is_not_watched_again_until_it_changes(
    capfd: pytest.CaptureFixture[str], clips: Path
) -> None:
    (clips / "broken.json").unlink()
    to = clips / "reviews"  # within the clips: its own files are no clips
    code, _, _ = run(capfd, "watch", clips, "-o", to)
    assert code == 0
    first = (to / "run.json" / "review.json").stat().st_mtime_ns
    code, out, err = run(capfd, "watch", clips, "-o", to)
    assert (code, err) == (0, "")
    assert out.startswith("0 clips reviewed, 2 reviewed before")
    assert (to / "run.json" / "review.json").stat().st_mtime_ns == first
    (clips / "monday" / "run.json").write_bytes((clips / "run.json").read_bytes())
    code, out, _ = run(capfd, "watch", clips, "-o", to, "--json")
    assert [(one["name"], one["known"]) for one in json.loads(out)] == [
        ("run.json", True),
        ("monday/run.json", False),
    ]
    _, out, _ = run(capfd, "watch", clips, "-o", to, "--stature", "1.7")
    assert "2 clips reviewed; 1 other file" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--tap", "1,2,3"), "--tap is a place in one clip"),
        (("--plan", "nowhere.plan"), "nowhere.plan is not there"),
        (("--cluster", "tcp://127.0.0.1:9"), "tcp://127.0.0.1:9: no Dask cluster answers there"),
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_a_folder_is_refused_in_one_sentence(
    capfd: pytest.CaptureFixture[str],
    clips: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.setattr(many, "_WAITS", "1s")
    code, out, err = run(capfd, "watch", clips, *arguments, "-o", tmp_path / "reviews")
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_folders_without_clips_and_folders_of_others_are_left_alone(
    capfd: pytest.CaptureFixture[str], clips: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    code, _, err = run(capfd, "watch", empty, "-o", tmp_path / "reviews")
    assert (code, "no clip is in this folder" in err) == (2, True)
    code, _, err = run(capfd, "watch", clips, "-o", clips)
    assert (code, "no list of reviews" in err or "no clip" in err) == (2, True)
    assert (clips / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert not (clips / "index.html").exists()


def names(outcomes: list[many.Outcome]) -> list[tuple[str, bool]]:
    return [(one.name, bool(one.problem)) for one in outcomes]


THREE = [("broken.json", True), ("run.json", False), ("monday/run.json", False)]


def test_several_processes_do_the_same(clips: Path, tmp_path: Path) -> None:
    found = many.watch_all(clips, tmp_path / "two", many.Asked(), processes=2)
    assert names(found) == THREE
    assert found == many.watch_all(clips, tmp_path / "one", many.Asked())


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_does_the_same(clips: Path, tmp_path: Path) -> None:
    distributed: Any = pytest.importorskip("distributed", reason="distributed is not installed")
    told: list[int] = []
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=False,
        host="127.0.0.1",
        protocol="tcp://",
        dashboard_address=None,
    ) as two:
        found = many.watch_all(
            clips,
            tmp_path / "reviews",
            many.Asked(),
            cluster=two.scheduler_address,
            progress=lambda one, done, total: told.append(done),
        )
    assert names(found) == THREE
    assert told == [1, 2, 3]
    assert (tmp_path / "reviews" / "monday" / "run.json" / "index.html").is_file()


def test_a_review_that_is_damaged_is_made_again(
    capfd: pytest.CaptureFixture[str], clips: Path, tmp_path: Path
) -> None:
    (clips / "broken.json").unlink()
    to = tmp_path / "reviews"
    run(capfd, "watch", clips, "-o", to)
    (to / "run.json" / "review.json").write_bytes(b"{")
    (to / "monday" / "run.json" / "index.html").unlink()
    code, out, err = run(capfd, "watch", clips, "-o", to)
    assert (code, err) == (0, "")
    assert "2 clips reviewed" in out
    assert (to / "monday" / "run.json" / "index.html").is_file()


def test_a_fault_of_ours_in_one_clip_costs_that_clip(
    monkeypatch: pytest.MonkeyPatch, clips: Path, tmp_path: Path
) -> None:
    real: Any = vars(many)["watch"]

    def watch(clip: Path, **asked: Any) -> Any:
        if clip.parent.name == "monday":
            raise ZeroDivisionError("division by zero")
        return real(clip, **asked)

    monkeypatch.setattr(many, "watch", watch)
    names = ("monday/run.json", "run.json")
    jobs = [many._Job(clips / name, name, tmp_path, many.Asked()) for name in names]
    one, other = (many.review_of(job) for job in jobs)
    assert one.problem == (
        "monday/run.json: a fault on our side broke it off (ZeroDivisionError: division by zero)"
    )
    assert "One jump" in other.said
