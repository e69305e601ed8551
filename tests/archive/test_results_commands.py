"""The commands results, series, compare and records."""

import json
from pathlib import Path
from typing import Any

import pytest

from kissandcry.cli import main


def run(capfd: pytest.CaptureFixture[str], file: Path, *arguments: str) -> str:
    assert main([*arguments, "--archive", str(file)]) == 0
    return capfd.readouterr().out


def as_json(capfd: pytest.CaptureFixture[str], file: Path, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(capfd, file, *arguments, "--json"))
    return found


def test_an_event_by_category(season_file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The four winners of Sochi."""
    shown = as_json(capfd, season_file, "results", "gpf2012")
    assert {title: answer["rows"][0]["name"] for title, answer in shown.items()} == {
        "men": "Daisuke TAKAHASHI",
        "women": "Mao ASADA",
        "pairs": "Tatiana VOLOSOZHAR / Maxim TRANKOV",
        "ice dance": "Meryl DAVIS / Charlie WHITE",
    }
    assert shown["men"]["rows"][0]["total"] == "269.40"
    lines = run(capfd, season_file, "results", "gpf2012", "--csv").splitlines()
    assert len(lines) == 1 + 24
    assert lines[1].startswith("men,1,daisuke-takahashi,Daisuke TAKAHASHI,JPN,269.40,")


def test_a_segment(season_file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    text = run(capfd, season_file, "results", "gpf2012", "women", "short program")
    assert text.startswith("Mao ASADA (JPN) won the short program with 66.96, 0.52 ahead of")


def test_a_series(season_file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    text = run(capfd, season_file, "series", "2012-13", "ladies")
    assert "Julia LIPNITSKAIA withdrew, and Christina GAO went instead." in " ".join(text.split())
    assert "gpusa2012 1, gpfra2012 1" in text
    assert [*as_json(capfd, season_file, "series", "2012-13")] == [
        "men",
        "women",
        "pairs",
        "ice dance",
    ]


def test_two_skaters_by_their_names(season_file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    text = run(capfd, season_file, "compare", "Hanyu Yuzuru", "Patrick Chan")
    assert text.startswith("Yuzuru HANYU is ahead of Patrick CHAN 1 to 0 in final results;")
    assert "2012-12-08  Grand Prix Final 2012  total          264.29  2.  258.66  3." in text
    couples = run(capfd, season_file, "compare", "davis-white", "virtue-moir")
    assert "DAVIS/WHITE" in couples


@pytest.mark.parametrize(
    ("arguments", "titles"),
    [
        ((), ["answer"]),
        (("women",), ["answer"]),
        (("women", "total"), ["how the record fell", "highest"]),
        (
            ("women", "total", "--each", "--by", "pcs", "--top", "3"),
            ["how the record fell", "highest"],
        ),
        (("men", "--element", "4T+3T"), ["how the record fell", "highest"]),
        (("men", "--element", "all", "--by", "goe"), ["answer"]),
        (("dance", "free-dance", "--component", "timing"), ["how the record fell", "highest"]),
        (("pairs", "--component", "all", "--grades", "3"), ["answer"]),
        (("--skater", "hanyu"), ["bests", "records"]),
    ],
)
def test_records(
    season_file: Path,
    capfd: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    titles: list[str],
) -> None:
    shown = as_json(capfd, season_file, "records", *arguments)
    assert [*shown] == titles
    assert all(answer["sentence"].endswith(".") for answer in shown.values())
    text = run(capfd, season_file, "records", *arguments)
    assert max(map(len, text.splitlines())) <= 110


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("results", "gpf2102"), "no event 'gpf2102' is in this archive; the nearest are gpf2012"),
        (("series", "1999-00", "men"), "no Grand Prix of 1999-00 in men is in this archive"),
        (("compare", "hanju", "chan"), "no skater 'hanju' is in this archive; the nearest are"),
        (
            ("records", "--skater", "hanyu", "--element", "3A"),
            "--element cannot be asked with --skater",
        ),
        (("records", "--element", "3A"), "an element or a component needs a discipline"),
        (
            ("records", "men", "--element", "3A", "--component", "timing"),
            "--component cannot be asked with --element",
        ),
        (("records", "men", "total", "--by", "goe"), "'goe' is no score to rank by"),
    ],
)
def test_bad_questions_end_with_two_and_a_sentence(
    season_file: Path,
    capfd: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    sentence: str,
) -> None:
    assert main([*arguments, "--archive", str(season_file)]) == 2
    assert sentence in capfd.readouterr().err
