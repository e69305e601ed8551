"""The command `plan odds`, asked of the Grand Prix of 2012-13."""

import csv
import json
from pathlib import Path

import pytest

from kissandcry.cli import main


def run(capfd: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = main(["plan", "odds", *map(str, arguments)])
    out, err = capfd.readouterr()
    return code, out, err


@pytest.fixture
def few(season_file: Path) -> tuple[str, ...]:
    return ("--archive", str(season_file), "--simulations", "2000")


def test_an_event(capfd: pytest.CaptureFixture[str], few: tuple[str, ...]) -> None:
    code, out, _ = run(capfd, "gpf2012", "--category", "women", *few)
    said = " ".join(out.split())
    assert code == 0
    assert "of 2,000 simulations (±" in said
    assert "as of 2012-12-06" in said
    assert said.count("history") == 6


def test_json_has_intervals_and_records(
    capfd: pytest.CaptureFixture[str], few: tuple[str, ...]
) -> None:
    asked = ("gpf2012", "--category", "women", "--record", "--places", "--json")
    code, out, _ = run(capfd, *asked, *few)
    answer = json.loads(out)
    assert code == 0
    assert list(answer) == ["answer", "records", "places"]
    for row in answer["answer"]["rows"]:
        assert row["win_low"] <= row["win"] <= row["win_high"]
    assert {row["stands_at"] for row in answer["records"]["rows"] if row["record"] == "total"}


def test_a_season_as_csv(capfd: pytest.CaptureFixture[str], few: tuple[str, ...]) -> None:
    code, out, _ = run(capfd, "--season", "2012-13", "--category", "men", "--csv", *few)
    rows = list(csv.DictReader(out.splitlines()))
    assert code == 0
    assert sum(float(row["qualified"]) for row in rows) == pytest.approx(6, abs=0.05)


def test_a_list_by_hand(
    capfd: pytest.CaptureFixture[str], few: tuple[str, ...], tmp_path: Path
) -> None:
    file = tmp_path / "list.txt"
    file.write_text("Mao Asada\nAshley Wagner\n", "utf-8")
    asked = ("--list", file, "--category", "women", "--as-of", "2013-01-01")
    code, out, _ = run(capfd, *asked, *few)
    assert code == 0
    assert "Mao ASADA" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--category", "women"), "give one of EVENT, --list FILE and --season"),
        (("gpf2012",), "give --category"),
        (("gpf2012", "--category", "women", "--skill", "x.skill"), "--skill tells of the skater"),
        (("--season", "2012-13", "--category", "men", "--record"), "are of one event"),
        (("--list", "nowhere.txt", "--category", "men"), "nowhere.txt: No such file"),
        (("gpf2012", "--category", "synchro"), "no category"),
    ],
)
def test_bad_input_is_one_sentence(
    capfd: pytest.CaptureFixture[str], few: tuple[str, ...], arguments: tuple[str, ...], words: str
) -> None:
    code, out, err = run(capfd, *arguments, *few)
    assert code == 2
    assert out == ""
    assert words in err
