"""The commands `form` and `pressure`, asked of the Grand Prix of 2012-13."""

import json
from pathlib import Path

import pytest

from kissandcry.cli import main


def run(capfd: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = main([str(one) for one in arguments])
    out, err = capfd.readouterr()
    return code, out, err


def test_how_a_skater_did_and_whether_it_was_normal(
    capfd: pytest.CaptureFixture[str], season_file: Path
) -> None:
    code, out, _ = run(capfd, "form", "Mao Asada", "--archive", season_file)
    said = " ".join(out.split())
    assert code == 0
    assert said.startswith("Mao ASADA at Grand Prix Final 2012, 2012-12-08: First in the free")
    assert "with 129.84, " in said
    assert "that is within the normal" in said
    assert "the calendar are known" in said


def test_one_event_as_json(capfd: pytest.CaptureFixture[str], season_file: Path) -> None:
    code, out, _ = run(
        capfd, "form", "mao-asada", "--event", "gpjpn2012", "--archive", season_file, "--json"
    )
    answer = json.loads(out)
    assert code == 0
    assert list(answer) == ["short program", "free skating"]
    (row,) = answer["short program"]["rows"]
    assert (row["score"], row["rank"]) == ("67.95", 1)
    assert row["low"] < row["expected"] < row["high"]


def test_pressure_of_one_and_of_all(capfd: pytest.CaptureFixture[str], season_file: Path) -> None:
    code, out, _ = run(capfd, "pressure", "Mao Asada", "--archive", season_file)
    assert code == 0
    assert out.startswith("Mao ASADA: no effect of pressure is found.")
    code, out, _ = run(capfd, "pressure", "--discipline", "men", "--archive", season_file, "--csv")
    assert code == 0
    assert out.splitlines()[0].startswith("situation,words,n,raw,effect,low,high,all_skaters,says")
    assert len(out.splitlines()) == 5


def test_refusals_are_one_sentence(
    capfd: pytest.CaptureFixture[str], season_file: Path, tmp_path: Path
) -> None:
    for arguments, said in (
        (["form"], "give a SKATER, or --fit FILE"),
        (["form", "mao-asada", "--event", "gpusa2012"], "no score of Mao ASADA is known"),
        (["form", "--fit", tmp_path / "p.json"], "two or more"),
        (["form", "mao-asada", "--parameters", tmp_path / "none.json"], "none.json"),
        (["pressure", "mao-asada", "--discipline", "women"], "leave SKATER out"),
    ):
        code, _, err = run(capfd, *arguments, "--archive", season_file)
        assert code == 2
        assert said in err


def test_a_fit_is_written_and_used(
    capfd: pytest.CaptureFixture[str],
    season_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A fit takes minutes; here it is that of the shipped parameters, written anew."""
    from kissandcry.archive import form
    from kissandcry.archive.form import parameters

    monkeypatch.setattr(form, "fit", lambda *_, **__: parameters.shipped())
    file = tmp_path / "mine.json"
    code, out, _ = run(capfd, "form", "--fit", file, "--archive", season_file)
    assert code == 0
    assert "Fitted to 9,198 performances of 2005-06 to 2024-25" in out
    assert parameters.load(file).pressure["final"].performances == 48
    same = run(capfd, "form", "mao-asada", "--archive", season_file, "--parameters", file)
    assert same == run(capfd, "form", "mao-asada", "--archive", season_file)
