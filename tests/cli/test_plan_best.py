"""`kissandcry plan best` and `plan breakeven`: what they print and how they end."""

import csv
import io
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kissandcry.cli import main
from kissandcry.core import Discipline, Level
from kissandcry.planning import skill
from kissandcry.program import day_of

TRIPLES = "2A,3T,3S,3Lo,3F,3Lz,CCoSp4,FCSp4,LSp4,StSq4,ChSq1"
MEN = ("--season", "2024-25", "--discipline", "men")
PLAN = """Skater: A SKATER
Season: 2024-25
Category: Senior Men

Program: Free Skating
Wish: at most two new elements
4S
3A
3Lz+3T
FCSp4
3Lo
StSq4
3F+2A+SEQ x
3Lz x
3S x
LSp4
ChSq1
CCoSp4
"""


@pytest.fixture
def plan(tmp_path: Path) -> str:
    path = tmp_path / "own.plan"
    path.write_text(PLAN, encoding="utf-8")
    return str(path)


@pytest.fixture
def known(tmp_path: Path) -> str:
    path = tmp_path / "own.skill"
    usual = skill.usual(Discipline.MEN, Level.SENIOR, day_of("2024-25"))
    ways = {"clean": skill.Way(0.5, 1.0, 1.0), "fall, downgraded": skill.Way(0.5, -5.0, 0.1)}
    learnt = {key: skill.Ability(key, 5, 5, ways) for key in ("4Lz", "+4Lz")}
    path.write_text(skill.write(replace(usual, abilities=learnt)), encoding="utf-8")
    return str(path)


def test_best_says_the_base_value_that_is_proved(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "best", "--inventory", TRIPLES, *MEN, "--reasons"]) == 0
    shown = capsys.readouterr().out
    assert "62.40 points base value; proved: no legal layout has more." in shown
    assert "The best layout without CCoSp4 is worth 3.50 less." in " ".join(shown.split())


def test_best_as_json_and_csv(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["plan", "best", "--inventory", TRIPLES, *MEN, "--alternatives", "2"]
    assert main([*asked, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [one["base_value"] for one in answer["layouts"]] == ["62.40", "62.40"]
    assert main([*asked, "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["layout"] for row in rows} == {"1", "2"}
    first = [row for row in rows if row["layout"] == "1"]
    assert sum(round(100 * float(row["base_value"])) for row in first) == 6240


def test_a_plan_with_a_skill_has_its_risk_its_frontier_and_its_chance(
    plan: str, known: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["plan", "best", plan, "--skill", known, "--frontier", "--reach", "150", "--json"]
    assert main([*asked, "--wish", "at most 2 jump elements"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["wishes"] == ["at most two new elements", "at most 2 jump elements"]
    assert answer["layouts"][0]["proved"]
    assert answer["layouts"][0]["spread"] > 0
    assert answer["frontier"]
    assert 0 <= answer["chance"]["chance"] <= answer["chance"]["bound"] <= 1
    assert main(["plan", "best", plan, "--skill", known, "--alternatives", "2"]) == 0
    shown = capsys.readouterr().out
    assert "expected of the elements" in shown
    assert "The next best layouts" in shown


def test_breakeven_says_from_which_rate_a_jump_pays(
    known: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["plan", "breakeven", "4Lz", "--inventory", f"4T,4S,3A,2T,{TRIPLES}", *MEN]
    asked += ["--skill", known]
    assert main([*asked, "--json"]) == 0
    rate = json.loads(capsys.readouterr().out)["score"]["rate"]
    assert 0 < rate < 1
    assert main(asked) == 0
    sentence = f"4Lz pays for the expected score where {rate:.1%} or more of the tries are clean"
    assert sentence in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["best"], "give a PLAN, or --inventory"),
        (["best", "--inventory", "2A,3Q", *MEN], "not an element code"),
        (["best", "--inventory", "3T", *MEN], "has no Axel"),
        (["best", "--inventory", TRIPLES, *MEN, "--wish", "be nice"], "is no wish"),
        (
            ["best", "--inventory", TRIPLES, *MEN, "--wish", "no 3F", "--wish", "keep the flip"],
            'the wishes "no 3F" and "keep the flip" contradict each other',
        ),
        (["best", "--inventory", TRIPLES, *MEN, "--reach", "100"], "give --skill"),
        (["best", "--inventory", TRIPLES, "--season", "2026-27", "--discipline", "men"], "2026"),
        (
            ["best", "--inventory", TRIPLES, "--season", "2024-25", "--discipline", "pairs"],
            "the best layout of pairs is not worked out",
        ),
        (["breakeven", "4Lz", "--inventory", TRIPLES, *MEN], "give --skill"),
        (["best", "--inventory", TRIPLES, *MEN, "--json", "--csv"], "give one"),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_sentence(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plan", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_without_the_solver_a_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [one for one in sys.modules if one.split(".")[0] == "ortools"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "ortools", None)
    assert main(["plan", "best", "--inventory", TRIPLES, *MEN]) == 2
    assert "install kissandcry[plan]" in capsys.readouterr().err
