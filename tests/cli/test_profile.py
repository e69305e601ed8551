"""`kissandcry profile` and `kissandcry judges`: text, JSON, CSV, and what they refuse."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from kissandcry.cli import main


@pytest.fixture(autouse=True)
def _own(season_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KISSANDCRY_ARCHIVE", str(season_file))


def run(capfd: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    capfd.readouterr()
    assert main(list(arguments)) == code
    done = capfd.readouterr()
    return done.out or done.err


def rows(capfd: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(capfd, *arguments, "--json"))
    return found


def test_a_profile_has_four_parts(capfd: pytest.CaptureFixture[str]) -> None:
    whole = rows(capfd, "profile", "mao-asada")
    assert list(whole) == ["families", "elements", "halves", "components"]
    for part in whole.values():
        assert part["sentence"].startswith("Mao ASADA: ")
        assert part["rows"]
        assert "gpf2012" in part["coverage"]["known"]
    text = run(capfd, "profile", "Mao ASADA")
    for part in whole.values():
        assert part["sentence"][:60] in text.replace("\n", " ")


@pytest.mark.parametrize("part", ["elements", "jumps", "families", "halves", "components"])
def test_one_part_as_csv_has_what_json_has(capfd: pytest.CaptureFixture[str], part: str) -> None:
    (found,) = rows(capfd, "profile", "mao-asada", "--part", part).values()
    table = list(
        csv.DictReader(io.StringIO(run(capfd, "profile", "mao-asada", "--part", part, "--csv")))
    )
    assert len(table) == len(found["rows"])
    assert list(table[0]) == list(found["rows"][0])


def test_nothing_of_another_season(capfd: pytest.CaptureFixture[str]) -> None:
    found = rows(capfd, "profile", "mao-asada", "--season", "2010-11", "--part", "elements")
    assert found["elements"]["rows"] == []
    assert "too few" in found["elements"]["sentence"]


def test_before_judges_were_named_it_declines(capfd: pytest.CaptureFixture[str]) -> None:
    for arguments in (
        ["judges", "--season", "2012-13"],
        ["judges", "--segment", "gpf2012", "men", "free skating"],
    ):
        text = run(capfd, *arguments)
        assert "random order" in text.replace("\n", " ")
    assert "have not been collected" in run(capfd, "judges").replace("\n", " ")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["profile", "nobody"], "no skater 'nobody' is in this archive"),
        (["profile", "mao-asada", "--json", "--csv"], "two ways to print"),
        (["judges", "nobody"], "no judge 'nobody' is in this archive"),
        (["judges", "--discipline", "curling"], "is no discipline"),
        (["judges", "--season", "last"], "is no season"),
        (["judges", "nobody", "--discipline", "men"], "leave JUDGE out"),
        (["judges", "nobody", "--segment", "a", "b", "c"], "stands alone"),
        (["judges", "--segment", "nowhere", "men", "free skating"], "no event 'nowhere'"),
    ],
)
def test_what_is_refused(
    capfd: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert sentence in run(capfd, *arguments, code=2).replace("\n", " ")
