"""`kissandcry watch`: a review in a folder, refusals in one sentence."""

import json
from pathlib import Path

import pytest

from kissandcry.cli import main
from kissandcry.video import poses
from kissandcry.video.poses import Recording
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
        (("README.md", "--plan", "nowhere.plan"), "nowhere.plan"),
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
